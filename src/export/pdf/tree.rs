//! What each text is, for screen readers: the outline of headings, lists and tables.
//!
//! It knows no page: where a text is drawn is found out while drawing.

/// The address of a node.
pub(super) type NodeId = usize;

/// What kind of thing a node is, by its name in PDF.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Document,
    Title,
    Heading,
    Subheading,
    Paragraph,
    Quote,
    List,
    Item,
    Label,
    /// A drawn box to tick, which is the label of an item.
    TickBox,
    /// Drawn lines to write on.
    Room,
    Body,
    Table,
    Row,
    ColumnHead,
    RowHead,
    Cell,
}

impl Kind {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Document => "Document",
            Self::Title => "H1",
            Self::Heading => "H2",
            Self::Subheading => "H3",
            Self::Paragraph => "P",
            Self::Quote => "BlockQuote",
            Self::List => "L",
            Self::Item => "LI",
            Self::Label | Self::TickBox => "Lbl",
            Self::Room => "Figure",
            Self::Body => "LBody",
            Self::Table => "Table",
            Self::Row => "TR",
            Self::ColumnHead | Self::RowHead => "TH",
            Self::Cell => "TD",
        }
    }
}

/// A node; its parent comes before it.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) kind: Kind,
    pub(super) parent: NodeId,
    /// The words of a heading, for the list of contents, or what a drawing is in words.
    pub(super) words: Option<String>,
}

/// All nodes, in reading order. The first is the document, which is its own parent.
#[derive(Debug)]
pub(super) struct Tree(Vec<Node>);

/// The node of the document.
pub(super) const ROOT: NodeId = 0;

impl Tree {
    pub(super) fn new() -> Self {
        Self(vec![Node { kind: Kind::Document, parent: ROOT, words: None }])
    }

    pub(super) fn add(&mut self, kind: Kind, parent: NodeId) -> NodeId {
        self.0.push(Node { kind, parent, words: None });
        self.0.len() - 1
    }

    pub(super) fn add_heading(&mut self, kind: Kind, words: &str) -> NodeId {
        self.0.push(Node { kind, parent: ROOT, words: Some(words.to_owned()) });
        self.0.len() - 1
    }

    /// Adds something that is drawn, with the words that stand for it.
    pub(super) fn add_drawing(&mut self, kind: Kind, parent: NodeId, words: &str) -> NodeId {
        self.0.push(Node { kind, parent, words: Some(words.to_owned()) });
        self.0.len() - 1
    }

    pub(super) fn nodes(&self) -> &[Node] {
        &self.0
    }
}

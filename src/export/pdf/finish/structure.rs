//! The structure of a document in its file: what a screen reader steps through, and the contents
//! that a viewer shows beside the pages.
//!
//! It draws nothing and changes no page.

use printpdf::lopdf::{Document as File, Object, ObjectId, dictionary};

use super::utf16;
use crate::export::pdf::draw::{Drawn, Piece};
use crate::export::pdf::face::PT;
use crate::export::pdf::tree::{Kind, ROOT, Tree};

/// Points from the foot to the head of a page.
const HEAD: f32 = 297.0 / PT;

/// Where the parts of the structure begin.
pub(super) struct Parts {
    pub(super) tree: ObjectId,
    pub(super) outline: ObjectId,
}

/// Adds the structure to a file.
pub(super) fn add(file: &mut File, pages: &[ObjectId], drawn: &Drawn, tree: &Tree) -> Parts {
    let root = file.new_object_id();
    let ids: Vec<ObjectId> = tree.nodes().iter().map(|_| file.new_object_id()).collect();
    let id_of = |node: usize| ids.get(node).copied().unwrap_or(root);
    let mut kids: Vec<Vec<Object>> = tree.nodes().iter().map(|_| Vec::new()).collect();
    for (node, id) in tree.nodes().iter().zip(&ids).skip(1) {
        if let Some(siblings) = kids.get_mut(node.parent) {
            siblings.push(Object::from(*id));
        }
    }
    let mut owners: Vec<Vec<Object>> = vec![Vec::new(); drawn.pages];
    for piece in &drawn.pieces {
        let Some(page) = pages.get(piece.page) else { continue };
        if let Some(own) = kids.get_mut(piece.node) {
            let place = dictionary! { "Type" => "MCR", "Pg" => *page, "MCID" => piece.number };
            own.push(Object::Dictionary(place));
        }
        // Pieces of a page are numbered in the order in which they were drawn.
        if let Some(owners) = owners.get_mut(piece.page) {
            owners.push(Object::from(id_of(piece.node)));
        }
    }
    for ((node, id), kids) in tree.nodes().iter().zip(&ids).zip(kids) {
        let parent = if *id == id_of(ROOT) { root } else { id_of(node.parent) };
        let mut element = dictionary! {
            "Type" => "StructElem",
            "S" => node.kind.name(),
            "P" => parent,
            "K" => kids,
        };
        let scope = match node.kind {
            Kind::ColumnHead => Some("Column"),
            Kind::RowHead => Some("Row"),
            _ => None,
        };
        if let Some(scope) = scope {
            element.set("A", dictionary! { "O" => "Table", "Scope" => scope });
        }
        if let (Some(entry), Some(words)) = (stands_for_drawing(node.kind), &node.words) {
            element.set(entry, utf16(words));
        }
        file.objects.insert(*id, Object::Dictionary(element));
    }
    let mut numbers = Vec::new();
    for (page, owners) in (0_i64..).zip(owners) {
        numbers.push(Object::from(page));
        numbers.push(Object::from(file.add_object(Object::Array(owners))));
    }
    let next = i64::try_from(drawn.pages).unwrap_or(i64::MAX);
    let parents = file.add_object(dictionary! { "Nums" => numbers });
    let whole = dictionary! {
        "Type" => "StructTreeRoot",
        "K" => vec![Object::from(id_of(ROOT))],
        "ParentTree" => parents,
        "ParentTreeNextKey" => next,
    };
    file.objects.insert(root, Object::Dictionary(whole));
    Parts { tree: root, outline: outline(file, pages, drawn, tree) }
}

/// Where the words stand that are read instead of a drawing.
fn stands_for_drawing(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::TickBox => Some("ActualText"),
        Kind::Room => Some("Alt"),
        _ => None,
    }
}

/// The list of sections, each with the place where it begins.
fn outline(file: &mut File, pages: &[ObjectId], drawn: &Drawn, tree: &Tree) -> ObjectId {
    let list = file.new_object_id();
    let mut entries = Vec::new();
    let mut last_node = ROOT;
    for Piece { node, page, top, .. } in &drawn.pieces {
        let heading = tree.nodes().get(*node).filter(|found| found.kind == Kind::Heading);
        let Some(words) = heading.and_then(|found| found.words.as_deref()) else { continue };
        let Some(page) = pages.get(*page) else { continue };
        if *node != last_node {
            last_node = *node;
            let place = vec![
                Object::from(*page),
                "XYZ".into(),
                Object::Null,
                Object::Real(HEAD - top / PT),
                Object::Null,
            ];
            entries.push((file.new_object_id(), words, place));
        }
    }
    let ids: Vec<ObjectId> = entries.iter().map(|(id, ..)| *id).collect();
    for (n, (id, words, place)) in entries.into_iter().enumerate() {
        let mut entry = dictionary! { "Title" => utf16(words), "Parent" => list, "Dest" => place };
        if let Some(before) = n.checked_sub(1).and_then(|n| ids.get(n)) {
            entry.set("Prev", *before);
        }
        if let Some(after) = ids.get(n + 1) {
            entry.set("Next", *after);
        }
        file.objects.insert(id, Object::Dictionary(entry));
    }
    let count = i64::try_from(ids.len()).unwrap_or(i64::MAX);
    let mut whole = dictionary! { "Type" => "Outlines", "Count" => count };
    if let (Some(first), Some(last)) = (ids.first(), ids.last()) {
        whole.set("First", *first);
        whole.set("Last", *last);
    }
    file.objects.insert(list, Object::Dictionary(whole));
    list
}

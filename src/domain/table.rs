//! The lists of a case as tables of rows, so that one editor serves them all.

use serde::{Deserialize, Serialize};

use super::case::Case;
use super::date::Toward;
use super::people::{Person, RowId};
use super::plan::{Background, Commitment, Measure, Review, Target};
use super::slot::{Field, FieldMut};

/// A list in a case whose rows are added, moved and removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Table {
    /// Who is there.
    People,
    /// What the home school tried.
    Measures,
    /// Family background.
    Background,
    /// The targets.
    Targets,
    /// The commitments.
    Commitments,
    /// The reviews.
    Reviews,
}

/// One cell of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[expect(
    missing_docs,
    reason = "each is the cell of that name in the row types of people.rs and plan.rs"
)]
pub enum Column {
    Name,
    Party,
    Role,
    Organisation,
    Here,
    Responsibility,
    Answer,
    Way,
    AnsweredOn,
    AnsweredTo,
    What,
    Effect,
    Line,
    Circulate,
    Heading,
    Baseline,
    Number,
    Unit,
    Measured,
    Often,
    ByWhom,
    Side,
    Who,
    Timing,
    Due,
    Kept,
    Label,
    On,
    At,
    Place,
    Held,
}

/// A whole row, for taking out and putting back.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "each variant holds the row of its table")]
pub enum Row {
    Person(Person),
    Measure(Measure),
    Background(Background),
    Target(Target),
    Commitment(Commitment),
    Review(Review),
}

impl Table {
    /// Every table.
    pub const ALL: [Self; 6] = [
        Self::People,
        Self::Measures,
        Self::Background,
        Self::Targets,
        Self::Commitments,
        Self::Reviews,
    ];

    /// The cells of a row, in the order in which they are filled in.
    pub fn columns(self) -> &'static [Column] {
        use Column as C;
        match self {
            Self::People => {
                &[C::Name, C::Party, C::Role, C::Organisation, C::Here, C::Responsibility]
            }
            Self::Measures => &[C::What, C::Effect],
            Self::Background => &[C::Line, C::Circulate],
            Self::Targets => &[
                C::Heading,
                C::What,
                C::Baseline,
                C::Number,
                C::Unit,
                C::Measured,
                C::Often,
                C::ByWhom,
            ],
            Self::Commitments => &[C::Side, C::Who, C::What, C::Timing, C::Due, C::Kept],
            Self::Reviews => &[C::Label, C::On, C::At, C::Place, C::Held],
        }
    }

    /// What one row is called, in the middle of a sentence.
    pub fn row_name(self) -> &'static str {
        match self {
            Self::People => "person",
            Self::Measures => "measure",
            Self::Background => "line of background",
            Self::Targets => "target",
            Self::Commitments => "commitment",
            Self::Reviews => "review",
        }
    }

    /// What the list is called.
    pub fn title(self) -> &'static str {
        match self {
            Self::People => "People",
            Self::Measures => "What the home school tried",
            Self::Background => "Family background",
            Self::Targets => "Targets",
            Self::Commitments => "Commitments",
            Self::Reviews => "Reviews",
        }
    }

    /// An empty row with this number.
    pub fn blank_row(self, id: RowId) -> Row {
        match self {
            Self::People => Row::Person(Person { id, ..Person::default() }),
            Self::Measures => Row::Measure(Measure { id, ..Measure::default() }),
            Self::Background => Row::Background(Background { id, ..Background::default() }),
            Self::Targets => Row::Target(Target { id, ..Target::default() }),
            Self::Commitments => Row::Commitment(Commitment { id, ..Commitment::default() }),
            Self::Reviews => Row::Review(Review { id, ..Review::default() }),
        }
    }
}

impl Column {
    /// The words beside the cell.
    pub fn label(self) -> &'static str {
        match self {
            Self::Name => "Name",
            Self::Party => "Speaks for",
            Self::Role => "Role",
            Self::Organisation => "Organisation",
            Self::Here => "Here",
            Self::Responsibility => "Parental responsibility",
            Self::Answer => "Answer",
            Self::Way => "Given",
            Self::AnsweredOn | Self::On => "On",
            Self::AnsweredTo => "Wording",
            Self::What => "What",
            Self::Effect => "With what effect",
            Self::Line => "Line",
            Self::Circulate => "Who may read it",
            Self::Heading => "Heading",
            Self::Baseline => "Now",
            Self::Number => "Target number",
            Self::Unit => "Unit",
            Self::Measured => "How measured",
            Self::Often => "How often",
            Self::ByWhom => "By whom",
            Self::Side => "For",
            Self::Who => "Who",
            Self::Timing => "By or from",
            Self::Due => "Date",
            Self::Kept => "What became of it",
            Self::Label => "Review",
            Self::At => "Time",
            Self::Place => "Place",
            Self::Held => "Held on",
        }
    }

    /// Whether the cell is filled in after the meeting, and so stays open when it is closed.
    pub fn follows_up(self) -> bool {
        matches!(self, Self::Kept | Self::Held)
    }

    /// On which side a day without a year is looked for.
    pub fn toward(self) -> Toward {
        if matches!(self, Self::AnsweredOn | Self::Held) { Toward::Back } else { Toward::Ahead }
    }
}

impl Row {
    /// The table to which the row belongs.
    pub fn table(&self) -> Table {
        match self {
            Self::Person(_) => Table::People,
            Self::Measure(_) => Table::Measures,
            Self::Background(_) => Table::Background,
            Self::Target(_) => Table::Targets,
            Self::Commitment(_) => Table::Commitments,
            Self::Review(_) => Table::Reviews,
        }
    }

    /// The row's number.
    pub fn id(&self) -> RowId {
        match self {
            Self::Person(row) => row.id,
            Self::Measure(row) => row.id,
            Self::Background(row) => row.id,
            Self::Target(row) => row.id,
            Self::Commitment(row) => row.id,
            Self::Review(row) => row.id,
        }
    }
}

/// Does the same with the list of a table, whatever its rows are.
macro_rules! with_rows {
    ($case:expr, $table:expr, $rows:ident => $body:expr, $borrow:tt $($mutable:tt)?) => {
        match $table {
            Table::People => { let $rows = $borrow $($mutable)? $case.people; $body }
            Table::Measures => { let $rows = $borrow $($mutable)? $case.measures; $body }
            Table::Background => { let $rows = $borrow $($mutable)? $case.background; $body }
            Table::Targets => { let $rows = $borrow $($mutable)? $case.targets; $body }
            Table::Commitments => { let $rows = $borrow $($mutable)? $case.commitments; $body }
            Table::Reviews => { let $rows = $borrow $($mutable)? $case.reviews; $body }
        }
    };
}

impl Case {
    /// The numbers of a table's rows, in order.
    pub fn row_ids(&self, table: Table) -> Vec<RowId> {
        with_rows!(self, table, rows => rows.iter().map(|row| row.id).collect(), &)
    }

    /// Where a row stands.
    pub fn row_index(&self, table: Table, id: RowId) -> Option<usize> {
        with_rows!(self, table, rows => rows.iter().position(|row| row.id == id), &)
    }

    /// A copy of a row.
    pub fn row(&self, table: Table, id: RowId) -> Option<Row> {
        let at = self.row_index(table, id)?;
        match table {
            Table::People => self.people.get(at).cloned().map(Row::Person),
            Table::Measures => self.measures.get(at).cloned().map(Row::Measure),
            Table::Background => self.background.get(at).cloned().map(Row::Background),
            Table::Targets => self.targets.get(at).cloned().map(Row::Target),
            Table::Commitments => self.commitments.get(at).cloned().map(Row::Commitment),
            Table::Reviews => self.reviews.get(at).cloned().map(Row::Review),
        }
    }

    /// Puts a row at a place; past the end means last.
    pub fn put_row(&mut self, at: usize, row: Row) {
        fn put<T>(rows: &mut Vec<T>, at: usize, row: T) {
            rows.insert(at.min(rows.len()), row);
        }
        match row {
            Row::Person(row) => put(&mut self.people, at, row),
            Row::Measure(row) => put(&mut self.measures, at, row),
            Row::Background(row) => put(&mut self.background, at, row),
            Row::Target(row) => put(&mut self.targets, at, row),
            Row::Commitment(row) => put(&mut self.commitments, at, row),
            Row::Review(row) => put(&mut self.reviews, at, row),
        }
    }

    /// Takes a row out; says where it stood.
    pub fn take_row(&mut self, table: Table, id: RowId) -> Option<(usize, Row)> {
        let at = self.row_index(table, id)?;
        let row = match table {
            Table::People => Row::Person(self.people.remove(at)),
            Table::Measures => Row::Measure(self.measures.remove(at)),
            Table::Background => Row::Background(self.background.remove(at)),
            Table::Targets => Row::Target(self.targets.remove(at)),
            Table::Commitments => Row::Commitment(self.commitments.remove(at)),
            Table::Reviews => Row::Review(self.reviews.remove(at)),
        };
        Some((at, row))
    }

    /// One cell of one row.
    pub(super) fn cell(&self, table: Table, id: RowId, column: Column) -> Option<Field<'_>> {
        with_rows!(self, table, rows => rows.iter().find(|row| row.id == id)?.cell(column), &)
    }

    /// One cell of one row, to write in.
    pub(super) fn cell_mut(
        &mut self,
        table: Table,
        id: RowId,
        column: Column,
    ) -> Option<FieldMut<'_>> {
        with_rows!(self, table, rows => rows.iter_mut().find(|row| row.id == id)?.cell_mut(column), &mut)
    }
}

/// Gives a row type its cells, read and written through one list.
macro_rules! cells {
    ($row:ident { $($column:ident => $kind:ident($field:ident)),* $(,)? }) => {
        impl $row {
            fn cell(&self, column: Column) -> Option<Field<'_>> {
                match column {
                    $(Column::$column => Some(Field::$kind(&self.$field)),)*
                    _ => None,
                }
            }

            fn cell_mut(&mut self, column: Column) -> Option<FieldMut<'_>> {
                match column {
                    $(Column::$column => Some(FieldMut::$kind(&mut self.$field)),)*
                    _ => None,
                }
            }
        }
    };
}

cells!(Person {
    Name => Line(name),
    Party => Choice(party),
    Role => Line(role),
    Organisation => Line(organisation),
    Here => Choice(here),
    Responsibility => Choice(responsibility),
    Answer => Choice(answer),
    Way => Choice(way),
    AnsweredOn => Date(answered_on),
    AnsweredTo => Line(answered_to),
});
cells!(Measure { What => Prose(what), Effect => Prose(effect) });
cells!(Background { Line => Prose(line), Circulate => Choice(circulate) });
cells!(Target {
    Heading => Choice(heading),
    What => Prose(what),
    Baseline => Line(baseline),
    Number => Line(number),
    Unit => Line(unit),
    Measured => Line(measured),
    Often => Line(often),
    ByWhom => Line(by_whom),
});
cells!(Commitment {
    Side => Choice(side),
    Who => Line(who),
    What => Prose(what),
    Timing => Choice(timing),
    Due => Date(due),
    Kept => Choice(kept),
});
cells!(Review {
    Label => Line(label),
    On => Date(on),
    At => Line(at),
    Place => Line(place),
    Held => Date(held),
});

//! The lists of a case as tables of rows, so that one editor serves them all.

mod column;

use serde::{Deserialize, Serialize};

pub use self::column::Column;
use super::case::Case;
use super::people::{Person, RowId};
use super::plan::{Background, Commitment, Measure, Target};
use super::preparation::{Agency, Evidence};
use super::review::{Adjournment, Amendment, Attendance, Extension, Reading, Review, Update};
use super::screening::{Difference, Override, ReasonForMove};
use super::sending::{FollowUp, Send};
use super::slot::{Field, FieldMut};

/// Declares the tables: the type of a row, the list in the case, what a row and the list are called,
/// the cells that the list shows, and the cells that other entries of the agenda show.
macro_rules! tables {
    ($(
        $(#[$meta:meta])*
        $table:ident: $row:ident in $rows:ident, $row_name:literal, $title:literal {
            $($column:ident => $kind:ident($field:ident)),* $(,)?
        } $(+ { $($other:ident => $other_kind:ident($other_field:ident)),* $(,)? })?
    )*) => {
        /// A list in a case whose rows are added, moved and removed.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Table {
            $($(#[$meta])* $table,)*
        }

        /// A whole row, for taking out and putting back.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        pub enum Row {
            $($(#[$meta])* $row($row),)*
        }

        impl Table {
            /// Every table.
            pub const ALL: &'static [Self] = &[$(Self::$table),*];

            /// The cells of a row, in the order in which they are filled in.
            pub fn columns(self) -> &'static [Column] {
                match self { $(Self::$table => &[$(Column::$column),*],)* }
            }

            /// Every cell of a row, also those that only other entries of the agenda show.
            pub fn every_column(self) -> &'static [Column] {
                match self {
                    $(Self::$table => &[$(Column::$column,)* $($(Column::$other,)*)?],)*
                }
            }

            /// What one row is called, in the middle of a sentence.
            pub fn row_name(self) -> &'static str {
                match self { $(Self::$table => $row_name,)* }
            }

            /// What one row is called, with its article: “an agency”.
            pub fn a_row(self) -> String {
                let name = self.row_name();
                let article = if name.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
                format!("{article} {name}")
            }

            /// What the list is called.
            pub fn title(self) -> &'static str {
                match self { $(Self::$table => $title,)* }
            }

            /// An empty row with this number.
            pub fn blank_row(self, id: RowId) -> Row {
                match self { $(Self::$table => Row::$row($row { id, ..$row::default() }),)* }
            }
        }

        impl Row {
            /// The table to which the row belongs.
            pub fn table(&self) -> Table {
                match self { $(Self::$row(_) => Table::$table,)* }
            }

            /// The row's number.
            pub fn id(&self) -> RowId {
                match self { $(Self::$row(row) => row.id,)* }
            }

            /// The row without what stands in its cells.
            pub(super) fn bare(&self) -> Self {
                match self {
                    $(Self::$row(row) => {
                        let mut row = row.clone();
                        $(row.$field = Default::default();)*
                        $($(row.$other_field = Default::default();)*)?
                        Self::$row(row)
                    })*
                }
            }

            /// The same row under another number.
            pub fn with_id(self, id: RowId) -> Self {
                match self { $(Self::$row(row) => Self::$row($row { id, ..row }),)* }
            }
        }

        impl Case {
            /// The numbers of a table's rows, in order.
            pub fn row_ids(&self, table: Table) -> Vec<RowId> {
                match table { $(Table::$table => self.$rows.iter().map(|row| row.id).collect(),)* }
            }

            /// A copy of a row.
            pub fn row(&self, table: Table, id: RowId) -> Option<Row> {
                match table {
                    $(Table::$table => {
                        self.$rows.iter().find(|row| row.id == id).cloned().map(Row::$row)
                    })*
                }
            }

            /// Puts a row at a place; past the end means last.
            pub fn put_row(&mut self, at: usize, row: Row) {
                fn put<T>(rows: &mut Vec<T>, at: usize, row: T) {
                    rows.insert(at.min(rows.len()), row);
                }
                match row { $(Row::$row(row) => put(&mut self.$rows, at, row),)* }
            }

            /// Puts a row in place of the one that stands there.
            pub(super) fn replace_row(&mut self, at: usize, row: Row) {
                match row {
                    $(Row::$row(row) => {
                        if let Some(place) = self.$rows.get_mut(at) {
                            *place = row;
                        }
                    })*
                }
            }

            /// Takes a row out; says where it stood.
            pub fn take_row(&mut self, table: Table, id: RowId) -> Option<(usize, Row)> {
                let at = self.row_index(table, id)?;
                let row = match table { $(Table::$table => Row::$row(self.$rows.remove(at)),)* };
                Some((at, row))
            }

            /// Gives the row at a place another number.
            pub(crate) fn renumber(&mut self, table: Table, at: usize, id: RowId) {
                let place = match table {
                    $(Table::$table => self.$rows.get_mut(at).map(|row| &mut row.id),)*
                };
                if let Some(place) = place {
                    *place = id;
                }
            }

            /// One cell of one row.
            pub(super) fn cell(&self, table: Table, id: RowId, column: Column) -> Option<Field<'_>> {
                match table {
                    $(Table::$table => {
                        let row = self.$rows.iter().find(|row| row.id == id)?;
                        match column {
                            $(Column::$column => Some(Field::$kind(&row.$field)),)*
                            $($(Column::$other => Some(Field::$other_kind(&row.$other_field)),)*)?
                            _ => None,
                        }
                    })*
                }
            }

            /// One cell of one row, to write in.
            pub(super) fn cell_mut(
                &mut self,
                table: Table,
                id: RowId,
                column: Column,
            ) -> Option<FieldMut<'_>> {
                match table {
                    $(Table::$table => {
                        let row = self.$rows.iter_mut().find(|row| row.id == id)?;
                        match column {
                            $(Column::$column => Some(FieldMut::$kind(&mut row.$field)),)*
                            $($(Column::$other => {
                                Some(FieldMut::$other_kind(&mut row.$other_field))
                            })*)?
                            _ => None,
                        }
                    })*
                }
            }
        }
    };
}

tables! {
    /// Who is there.
    People: Person in people, "person", "People" {
        Name => Line(name),
        Party => Choice(party),
        Role => Line(role),
        Organisation => Line(organisation),
        Here => Choice(here),
        Responsibility => Choice(responsibility),
    } + {
        Contact => Line(contact),
        InvitedOn => Date(invited_on),
        InvitedBy => Line(invited_by),
        Reply => Choice(reply),
        InformedOn => Date(informed_on),
        InformedBy => Line(informed_by),
        Language => Line(language),
        Interpreter => Line(interpreter),
        Duties => Choice(duties),
        Advice => Choice(advice),
        Answer => Choice(answer),
        Way => Choice(way),
        AnsweredOn => Date(answered_on),
        AnsweredTo => Line(answered_to),
    }
    /// What the home school tried.
    Measures: Measure in measures, "measure", "What the home school tried" {
        What => Prose(what),
        Effect => Prose(effect),
    }
    /// Family background.
    Background: Background in background, "line of background", "Family background" {
        Line => Prose(line),
        Circulate => Choice(circulate),
    }
    /// The targets.
    Targets: Target in targets, "target", "Targets" {
        Heading => Choice(heading),
        What => Prose(what),
        Baseline => Line(baseline),
        Number => Line(number),
        Unit => Line(unit),
        Measured => Line(measured),
        Often => Line(often),
        ByWhom => Line(by_whom),
    }
    /// The commitments.
    Commitments: Commitment in commitments, "commitment", "Commitments" {
        Side => Choice(side),
        Who => Line(who),
        What => Prose(what),
        Timing => Choice(timing),
        Due => Date(due),
        Kept => Choice(kept),
    }
    /// The reviews.
    Reviews: Review in reviews, "review", "Reviews" {
        Label => Line(label),
        On => Date(on),
        At => Line(at),
        Place => Line(place),
        Held => Date(held),
    } + {
        Seen => Choice(seen),
        NotSeenWhy => Line(not_seen_why),
        Decision => Choice(decision),
    }
    /// Why a move is thought of.
    Reasons: ReasonForMove in reasons, "reason", "Reasons for thinking of a move" {
        Reason => Choice(reason),
        Detail => Line(detail),
    }
    /// What the new school offers that is different.
    Differences: Difference in differences, "difference", "What is different there" {
        Aspect => Choice(aspect),
        How => Line(how),
    }
    /// Checks that the lead set aside, each with the reason.
    Overrides: Override in overrides, "check set aside", "Checks set aside" {
        Reason => Prose(reason),
        ByWhom => Line(by_whom),
        On => Date(on),
    }
    /// What the home school brings.
    Evidence: Evidence in evidence, "piece of evidence", "Evidence" {
        What => Line(what),
        State => Choice(state),
        On => Date(on),
        Note => Line(note),
    }
    /// Who else helps.
    Agencies: Agency in agencies, "agency", "Agencies that help" {
        Name => Line(name),
        Role => Line(role),
        Since => Line(since),
        Doing => Prose(doing),
    }
    /// Meetings broken off, to go on another day.
    Adjournments: Adjournment in adjournments, "adjournment", "Adjourned" {
        On => Date(on),
        Reason => Prose(reason),
        Again => Date(again),
        At => Line(at),
        Resumed => Date(resumed),
    }
    /// Longer than first agreed.
    Extensions: Extension in extensions, "extension", "Extension" {
        On => Date(on),
        Weeks => Line(weeks),
        Reason => Prose(reason),
    }
    /// Who was at a review.
    Attendances: Attendance in attendances, "person at the review", "Who was there" {
        Here => Choice(here),
    } + {
        Answer => Choice(answer),
        Way => Choice(way),
        AnsweredOn => Date(answered_on),
    }
    /// What a target measured at a review.
    Readings: Reading in readings, "reading", "Readings" {
        Value => Line(value),
        Note => Line(note),
    }
    /// What became of a commitment by a review.
    Updates: Update in updates, "commitment looked at", "Commitments looked at again" {
        Kept => Choice(kept),
        Note => Line(note),
    }
    /// Changes to targets.
    Amendments: Amendment in amendments, "change of a target", "Changes of targets" {
        On => Date(on),
        What => Prose(what),
        NewNumber => Line(number),
        Reason => Prose(reason),
        HomeAgrees => Date(home_agrees),
        NewAgrees => Date(new_agrees),
        ParentsAgree => Date(parents_agree),
        LeadAgrees => Date(lead_agrees),
    }
    /// What is to be done after a meeting.
    FollowUps: FollowUp in follow_ups, "step", "Steps to take" {
        What => Line(what),
        Who => Line(who),
        Due => Date(due),
        Done => Date(done),
        Note => Line(note),
    } + {
        FollowsOn => Date(since),
    }
    /// Who received which document.
    Sends: Send in sends, "copy", "Copies sent" {
        To => Line(to),
        Document => Line(document),
        Due => Date(due),
        Sent => Choice(sent),
        SentOn => Date(on),
    }
}

impl Case {
    /// Where a row stands.
    pub fn row_index(&self, table: Table, id: RowId) -> Option<usize> {
        self.row_ids(table).iter().position(|other| *other == id)
    }
}

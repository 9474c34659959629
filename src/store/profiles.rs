//! The protocol profiles that are built in.
//!
//! Must never read one from a case.

use super::error::StoreError;
use super::schema;
use crate::domain::profile::Profile;

const SOUTHWARK: &str = include_str!("../profiles/southwark.ron");

/// The Southwark protocol.
///
/// # Errors
/// When the built-in text is not a profile, which a test rules out.
pub fn southwark() -> Result<Profile, StoreError> {
    schema::read_profile(SOUTHWARK, "The built-in Southwark profile")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::profile::Entry;
    use crate::domain::slot::{Fact, Slot};
    use crate::domain::table::Table;

    #[test]
    fn every_fact_and_every_table_has_a_place_on_the_agenda() {
        let profile = southwark().unwrap();
        for fact in Fact::ALL {
            assert!(profile.place_of(&Slot::Fact(*fact)).is_some(), "{fact:?}");
        }
        for table in Table::ALL.iter().copied() {
            let reviewed = profile.review_agenda.iter().any(|item| {
                item.entries.iter().any(
                    |entry| matches!(entry, Entry::Table { table: other, .. } if *other == table),
                )
            });
            assert!(profile.place_of_table(table).is_some() || reviewed, "{table:?}");
        }
    }
}

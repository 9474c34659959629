//! Checks on what is recorded before a case counts as ended (R77, R80; Southwark).

use super::{Gap, Subject, fact};
use crate::domain::slot::Fact;
use crate::domain::text::capital;

/// Whether this one fact is still to be recorded.
pub(super) fn gap(on: &Subject<'_>, wanted: Fact) -> Vec<Gap> {
    let gaps = on.case.ending_gaps().into_iter().filter(|(_, at)| *at == wanted);
    gaps.map(|(sentence, at)| Gap(capital(sentence), fact(at))).collect()
}

//! Why a move is thought of, what is different at the new school, and who else helps.

use crate::domain::agreed::Agreed;
use crate::domain::text::capital;
use crate::export::sheet::{Sheet, listed, one_line};

/// Why a move, what for, and what was tried.
pub(super) fn why(sheet: &mut Sheet<'_>) {
    sheet.section("Why a move, and what for");
    sheet.notes("why");
    reasons(sheet, "What stands behind it");
    sheet.prose_under("Why this is best for the child", sheet.case.best_interests());
    measures(sheet);
    sheet.or_say("Nothing was recorded about why a move is recommended.");
}

/// The reasons that were ticked, in words (R17; Kirklees).
pub(in crate::export) fn reasons(sheet: &mut Sheet<'_>, label: &str) {
    let reasons = reasons_in_words(sheet.case);
    sheet.subheading_points(label, &reasons);
}

fn reasons_in_words(case: &Agreed<'_>) -> Vec<String> {
    let said = case.reasons().iter().map(|row| {
        let reason =
            if row.reason.is_blank() { String::new() } else { capital(row.reason.label()) };
        match (reason.is_empty(), row.detail.trim()) {
            (false, "") => reason,
            (true, detail) => detail.to_owned(),
            (false, detail) => format!("{reason}: {detail}"),
        }
    });
    said.filter(|words| !words.is_empty()).collect()
}

/// What the home school tried, and with what effect (R57).
pub(in crate::export) fn measures(sheet: &mut Sheet<'_>) {
    let rows = sheet.case.measures().iter();
    let rows = rows.map(|row| vec![row.what.to_string(), row.effect.to_string()]).collect();
    sheet.subheading_table(
        "What the home school has tried",
        &[("What was tried", 5), ("With what effect", 5)],
        rows,
    );
}

/// What the new school offers that the home school does not (R11, R37; Southwark).
pub(super) fn differences(sheet: &mut Sheet<'_>) {
    let said = sheet.case.differences().iter().map(|row| {
        let aspect =
            if row.aspect.is_blank() { String::new() } else { capital(row.aspect.label()) };
        match (aspect.is_empty(), row.how.trim()) {
            (false, "") => aspect,
            (true, how) => how.to_owned(),
            (false, how) => format!("{aspect}: {how}"),
        }
    });
    let said: Vec<String> = said.filter(|words| !words.is_empty()).collect();
    sheet.subheading_points("In what the schools differ", &said);
}

/// Who else helps the child and the family (R36; Southwark).
pub(super) fn agencies(sheet: &mut Sheet<'_>) {
    sheet.section("Who else helps");
    let rows = sheet.case.agencies().iter().map(|row| {
        let who = listed(&[&row.name, &row.role]);
        vec![who, row.since.trim().to_owned(), one_line(&row.doing)]
    });
    let rows = rows.filter(|row| row.iter().any(|cell| !cell.is_empty())).collect();
    sheet.table(&[("Who", 62), ("Since", 26), ("What they do", 86)], rows);
    sheet.or_leave_out();
}

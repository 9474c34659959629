//! What the term dates say, below the dates of a form.

use crate::domain::date::long;
use crate::domain::people::RowId;
use crate::domain::review::Review;
use crate::domain::slot::{Fact, Slot};
use crate::domain::table::{Column, Table};
use crate::domain::term_dates::{Offer, TermDates, Uncounted};

/// Words, and whether they speak against what was filled in.
type Aside = (String, bool);

/// What the term dates say about what stands in a slot.
pub(super) fn aside(dates: &TermDates<'_>, slot: &Slot) -> Option<Aside> {
    match slot {
        Slot::Fact(Fact::Start) => start(dates),
        Slot::Fact(Fact::CountFirstWeek) => first_week(dates),
        Slot::Cell(Table::Reviews, id, Column::On) => review(dates, *id, true),
        Slot::Cell(Table::Extensions, id, Column::Weeks) => extension(dates, *id),
        Slot::Cell(Table::Commitments, id, Column::Due) => {
            let row = dates.case().commitments.iter().find(|row| row.id == *id)?;
            Some((format!("No school on that day: {}.", dates.due_closed(row)?), false))
        }
        _ => None,
    }
}

/// The same about a row that is not being filled in, in short.
pub(super) fn below_row(dates: &TermDates<'_>, table: Table, id: RowId) -> Option<Aside> {
    match table {
        Table::Reviews => review(dates, id, false),
        Table::Extensions => extension(dates, id),
        _ => None,
    }
}

fn start(dates: &TermDates<'_>) -> Option<Aside> {
    match dates.weeks() {
        Err(Uncounted::NoStart) => None,
        Err(why) if dates.undecided_stub().is_none() => Some((format!("! {why}"), true)),
        Err(_) => None,
        Ok(_) => dates.missing().map(|missing| (format!("! {missing}"), true)),
    }
}

fn first_week(dates: &TermDates<'_>) -> Option<Aside> {
    if let Some(stub) = dates.undecided_stub() {
        return Some((format!("! {stub}."), true));
    }
    let stub = dates.stub()?;
    Some((format!("The first week has {} of attendance.", stub.days()), false))
}

fn review(dates: &TermDates<'_>, id: RowId, at_length: bool) -> Option<Aside> {
    let review = dates.case().reviews.iter().find(|row| row.id == id)?;
    if !review.held.is_blank() {
        return None;
    }
    if review.on.is_blank() {
        return match dates.offer(review)? {
            Ok(offer) => Some((offered(&offer, at_length), false)),
            Err(why) => at_length.then(|| (format!("! {why}"), true)),
        };
    }
    chosen(dates, review)
}

fn offered(offer: &Offer, at_length: bool) -> String {
    let head = format!("Offered: {}, school week {}", long(offer.day), offer.week);
    if at_length {
        let head = format!("{head} (both schools open).");
        let words: Vec<&str> =
            std::iter::once(&head).chain(&offer.why).map(String::as_str).collect();
        words.join(" ")
    } else {
        head
    }
}

/// What there is to say about the day of a review.
fn chosen(dates: &TermDates<'_>, review: &Review) -> Option<Aside> {
    let week = review.on.day().and_then(|day| dates.week_of(day));
    let against = dates.against(review);
    if against.is_empty() {
        return week.map(|week| (format!("School week {}.", week.number), false));
    }
    let words: Vec<String> = against.into_iter().map(|(_, words)| words).collect();
    Some((format!("! {}", words.join(" ")), true))
}

fn extension(dates: &TermDates<'_>, id: RowId) -> Option<Aside> {
    let row = dates.case().extensions.iter().find(|row| row.id == id)?;
    Some(match dates.extended(row)? {
        Ok(week) => (
            format!(
                "To the end of school week {}, {}. The review is in that week.",
                week.number,
                week.span()
            ),
            false,
        ),
        Err(why) => (format!("! {why}"), true),
    })
}

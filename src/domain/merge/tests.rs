//! What bringing two versions together promises, tried with anything that two people may do.

use proptest::prelude::*;
use proptest::sample::Index;

use super::*;
use crate::domain::people::Person;
use crate::domain::plan::Target;
use crate::domain::review::{Attendance, Reading};
use crate::domain::slot::Kind;

fn today() -> Date {
    Date::from_ymd_opt(2026, 11, 22).unwrap()
}

/// A case with a row in each table, a note on each side, and a review with rows that refer to it.
fn case() -> Case {
    let mut case = Case::new("MM-1".parse().unwrap(), "southwark", "Anna");
    for table in Table::ALL {
        let id = case.take_row_id();
        case.put_row(0, table.blank_row(id));
    }
    let (review, target) = (case.reviews[0].id, case.targets[0].id);
    let id = case.take_row_id();
    case.readings.push(Reading { id, review, target, ..Reading::default() });
    case.set_text(&Slot::Note(Audience::Agreed, "child.words".into()), "one\ntwo\nthree", today());
    case.set_text(&Slot::Note(Audience::Private, "child.own".into()), "a\nb", today());
    case
}

/// Something that a person does to a case.
#[derive(Clone, Debug)]
enum Deed {
    Fact(Index, u8),
    Cell(Index, Index, Index, u8),
    Note(bool, u8),
    Append(bool, u8),
    Add(Index),
    Remove(Index, Index),
    Move(Index, Index, Index),
    Begin,
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let any = any::<Index>;
    let deed = prop_oneof![
        (any(), 0..9_u8).prop_map(|(at, word)| Deed::Fact(at, word)),
        (any(), any(), any(), 0..9_u8).prop_map(|(a, b, c, word)| Deed::Cell(a, b, c, word)),
        (prop::bool::ANY, 0..9_u8).prop_map(|(agreed, word)| Deed::Note(agreed, word)),
        (prop::bool::ANY, 0..9_u8).prop_map(|(agreed, word)| Deed::Append(agreed, word)),
        any().prop_map(Deed::Add),
        (any(), any()).prop_map(|(table, row)| Deed::Remove(table, row)),
        (any(), any(), any()).prop_map(|(table, row, to)| Deed::Move(table, row, to)),
        Just(Deed::Begin),
    ];
    prop::collection::vec(deed, 0..12)
}

/// Does it, with words that name who did it; returns the words.
fn done(case: &mut Case, deed: &Deed, who: &str) -> Option<String> {
    let write = |case: &mut Case, slot: &Slot, word: u8| {
        let words = match case.field(slot)?.kind() {
            Kind::Choice(labels) => labels[usize::from(word) % labels.len()].to_owned(),
            _ => format!("{who} wrote {word}"),
        };
        case.set_text(slot, &words, today()).then_some(words)
    };
    let row = |case: &Case, table: &Index, row: &Index| {
        let table = *table.get(Table::ALL);
        let ids = case.row_ids(table);
        (!ids.is_empty()).then(|| (table, *row.get(&ids), ids.len()))
    };
    let note = |agreed: bool| {
        let (audience, key) = if agreed {
            (Audience::Agreed, "child.words")
        } else {
            (Audience::Private, "child.own")
        };
        Slot::Note(audience, key.to_owned())
    };
    match deed {
        Deed::Fact(fact, word) => write(case, &Slot::Fact(*fact.get(Fact::ALL)), *word),
        Deed::Cell(table, at, column, word) => {
            let (table, id, _) = row(case, table, at)?;
            write(case, &Slot::Cell(table, id, *column.get(table.every_column())), *word)
        }
        Deed::Note(agreed, word) => write(case, &note(*agreed), *word),
        Deed::Append(agreed, word) => {
            let words = format!("{who} added {word}");
            let text = format!("{}\n{words}", case.text(&note(*agreed)));
            case.set_text(&note(*agreed), &text, today());
            Some(words)
        }
        Deed::Add(table) => {
            let id = case.take_row_id();
            let table = *table.get(Table::ALL);
            case.put_row(usize::MAX, table.blank_row(id));
            write(case, &Slot::Cell(table, id, table.every_column()[0]), 1)
        }
        Deed::Remove(table, at) => {
            let (table, id, _) = row(case, table, at)?;
            case.take_row(table, id);
            None
        }
        Deed::Move(table, at, to) => {
            let (table, id, count) = row(case, table, at)?;
            let (_, row) = case.take_row(table, id)?;
            case.put_row(to.index(count), row);
            None
        }
        Deed::Begin => {
            let id = case.reviews.first()?.id;
            case.begin_review(id, today());
            None
        }
    }
}

fn after(base: &Case, deeds: &[Deed], who: &str) -> Case {
    let mut case = base.clone();
    for deed in deeds {
        done(&mut case, deed, who);
    }
    case
}

/// A case without the counter of its rows.
fn words(case: &Case) -> Case {
    Case { next_row: RowId(0), ..case.clone() }
}

/// Everything that stands in fields.
fn everything(case: &Case) -> String {
    let blank = Case::new(case.id.clone(), "", "");
    let mut slots = differing(case, &blank);
    slots.retain(|slot| case.field(slot).is_some_and(|field| !field.is_blank()));
    slots.iter().map(|slot| case.text(slot).into_owned() + "\n").collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn who_changed_nothing_gets_what_the_other_has(deeds in deeds()) {
        let base = case();
        let other = after(&base, &deeds, "x");
        for (ours, theirs) in [(&base, &other), (&other, &base), (&other, &other)] {
            let merged = merge(&base, ours, theirs);
            prop_assert_eq!(words(&merged.case), words(&other));
            prop_assert_eq!(merged.clashes, []);
            prop_assert!(merged.renumbered.is_empty());
        }
    }

    #[test]
    fn every_word_that_either_side_wrote_is_in_the_case_or_in_a_clash(mine in deeds(), theirs in deeds()) {
        let base = case();
        let (ours, theirs) = (after(&base, &mine, "x"), after(&base, &theirs, "y"));
        let merged = merge(&base, &ours, &theirs);
        let mut found = everything(&merged.case);
        for clash in &merged.clashes {
            if let Clash::Field(slot) = clash {
                found.push_str(&theirs.text(slot));
                found.push('\n');
            }
        }
        let before = everything(&base);
        for side in [&ours, &theirs] {
            for line in everything(side).lines().filter(|line| !before.contains(*line)) {
                prop_assert!(found.contains(line), "{line:?} is gone");
            }
        }
    }

    #[test]
    fn both_sides_come_to_the_same_but_for_order_and_what_clashes(mine in deeds(), theirs in deeds()) {
        let base = case();
        let (ours, theirs) = (after(&base, &mine, "x"), after(&base, &theirs, "y"));
        let one = merge(&base, &ours, &theirs);
        let other = merge(&base, &theirs, &ours);
        prop_assert_eq!(one.clashes.len(), other.clashes.len());
        let lines = |merged: &Merged, them: &Case| {
            let settled = leaving_theirs(&merged.case, them, &merged.clashes);
            let mut lines: Vec<String> = everything(&settled).lines().map(str::to_owned).collect();
            lines.sort();
            lines
        };
        let mine: Vec<String> = lines(&one, &theirs);
        let mut theirs: Vec<String> = everything(&other.case).lines().map(str::to_owned).collect();
        theirs.sort();
        prop_assert_eq!(mine, theirs);
    }

    #[test]
    fn no_number_is_given_twice_and_nothing_refers_to_a_row_that_neither_has(mine in deeds(), theirs in deeds()) {
        let base = case();
        let (ours, theirs) = (after(&base, &mine, "x"), after(&base, &theirs, "y"));
        let merged = merge(&base, &ours, &theirs).case;
        let ids: Vec<RowId> = Table::ALL.iter().flat_map(|table| merged.row_ids(*table)).collect();
        let unique: BTreeSet<&RowId> = ids.iter().collect();
        prop_assert_eq!(ids.len(), unique.len());
        prop_assert!(ids.iter().all(|id| *id < merged.next_row));
    }

    #[test]
    fn without_a_base_nothing_that_stands_on_either_side_is_lost(mine in deeds(), theirs in deeds()) {
        let base = case();
        let (ours, theirs) = (after(&base, &mine, "x"), after(&base, &theirs, "y"));
        let merged = merge(&common(&ours, &theirs), &ours, &theirs);
        let clashing = merged.clashes.iter().filter_map(|clash| match clash {
            Clash::Field(slot) => Some(theirs.text(slot).into_owned()),
            Clash::Gone { .. } => None,
        });
        let found = everything(&merged.case) + &clashing.collect::<Vec<_>>().join("\n");
        for line in everything(&ours).lines().chain(everything(&theirs).lines()) {
            prop_assert!(found.contains(line), "{line:?} is gone");
        }
    }
}

#[test]
fn changes_of_different_fields_and_rows_are_both_there() {
    let base = case();
    let (mut ours, mut theirs) = (base.clone(), base.clone());
    ours.coordinator = "mine".into();
    ours.targets[0].what = "my target".into();
    theirs.terms.roll = "theirs".into();
    theirs.targets[0].number = "95".into();
    let Merged { case, clashes, .. } = merge(&base, &ours, &theirs);
    assert_eq!(clashes, []);
    assert_eq!((&*case.coordinator, &*case.terms.roll), ("mine", "theirs"));
    assert_eq!((&*case.targets[0].what, &*case.targets[0].number), ("my target", "95"));
}

#[test]
fn a_number_given_twice_is_mine_again_with_all_that_refers_to_it() {
    let base = case();
    let (mut ours, mut theirs) = (base.clone(), base.clone());
    let id = ours.take_row_id();
    ours.reviews.push(Review { id, label: "mine".into(), ..Review::default() });
    let person = ours.people[0].id;
    let attends = ours.take_row_id();
    ours.attendances.push(Attendance { id: attends, review: id, person, ..Attendance::default() });
    let key = format!("review-{}-said.words", id.0);
    ours.agreed_notes.insert(key, "said there".into());
    assert_eq!(theirs.take_row_id(), id);
    theirs.targets.push(Target { id, what: "theirs".into(), ..Target::default() });
    let Merged { case, renumbered, .. } = merge(&base, &ours, &theirs);
    let new = renumbered[&id];
    assert_eq!(case.review(new).unwrap().label, "mine");
    assert_eq!(case.attendances.last().unwrap().review, new);
    assert_eq!(case.agreed_notes[&format!("review-{}-said.words", new.0)], "said there");
    assert!(case.targets.iter().any(|row| row.id == id && row.what == "theirs"));
}

#[test]
fn a_review_that_both_began_has_its_rows_once() {
    let mut base = case();
    base.people[0].name = "Anna".into();
    let (mut ours, mut theirs) = (base.clone(), base.clone());
    let id = base.reviews[0].id;
    ours.take_row_id();
    ours.begin_review(id, today());
    theirs.begin_review(id, today());
    let Merged { case, .. } = merge(&base, &ours, &theirs);
    assert_eq!(case.attendances.len(), theirs.attendances.len());
    assert_eq!(case.readings.len(), theirs.readings.len());
    assert!(case.reviews[0].begun);
}

#[test]
fn a_row_removed_there_and_changed_here_stays_until_that_is_decided() {
    let base = case();
    let (mut ours, mut theirs) = (base.clone(), base.clone());
    ours.commitments[0].what = "mine".into();
    theirs.commitments.clear();
    let id = base.commitments[0].id;
    for (one, other, by) in [(&ours, &theirs, Side::Theirs), (&theirs, &ours, Side::Ours)] {
        let Merged { case, clashes, .. } = merge(&base, one, other);
        assert_eq!(case.commitments[0].what, "mine");
        assert_eq!(clashes, [Clash::Gone { table: Table::Commitments, id, by }]);
    }
}

#[test]
fn an_agreement_made_there_is_open_again_where_i_changed_its_wording_and_stands_where_not() {
    let base = case();
    let mut theirs = base.clone();
    theirs.state = State::Closed;
    let mut ours = base.clone();
    ours.commitments[0].what = "mine".into();
    assert_eq!(merge(&base, &ours, &theirs).case.state, State::Open);
    let mut ours = base.clone();
    ours.private_notes.insert("own.thoughts".into(), "mine".into());
    assert_eq!(merge(&base, &ours, &theirs).case.state, State::Closed);
}

#[test]
fn a_verdict_taken_back_there_does_not_come_back_and_a_new_one_stays() {
    use crate::domain::case::{Reviewed, Verdict};
    let verdict = |note: &str| Reviewed { on: today(), verdict: Verdict::Worry, note: note.into() };
    let mut base = case();
    base.reviewed = vec![verdict("old")];
    let (mut ours, mut theirs) = (base.clone(), base.clone());
    theirs.reviewed = vec![verdict("theirs")];
    ours.reviewed.push(verdict("mine"));
    let merged = merge(&base, &ours, &theirs).case;
    assert_eq!(merged.reviewed, [verdict("mine"), verdict("theirs")]);
}

#[test]
fn a_copy_goes_on_from_the_state_that_it_is_most_like_and_what_is_older_is_no_news() {
    let old = case();
    let mut later = old.clone();
    later.coordinator = "later".into();
    let mut now = later.clone();
    now.terms.roll = "now".into();
    let mut copy = old.clone();
    copy.people.push(Person { id: RowId(99), name: "typed there".into(), ..Person::default() });
    let base = likely_base(&copy, &[old, later.clone(), now.clone()]).unwrap();
    let Merged { case, clashes, .. } = merge(&base, &now, &copy);
    assert_eq!(clashes, []);
    assert_eq!((&*case.coordinator, &*case.terms.roll), ("later", "now"));
    assert_eq!(case.people.last().unwrap().name, "typed there");
    // Also where the state from which it went on was let go.
    let base = likely_base(&copy, &[later, now.clone()]).unwrap();
    let Merged { case, .. } = merge(&base, &now, &copy);
    assert_eq!(case.people.last().unwrap().name, "typed there");
}

//! What every kind of document promises: what stands in it, and what never does.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test may fail anywhere, and the helpers here are only for tests"
)]

mod fixture;
mod reading;

use convenor::documents::document_of;
use convenor::domain::case::{Case, Outcome, Route, State, Year, YesNo};
use convenor::domain::date::{Date, When};
use convenor::domain::people::{Party, Responsibility, RowId};
use convenor::domain::plan::{Commitment, Kept, Side};
use convenor::domain::preparation::CouncilRole;
use convenor::domain::profile::Profile;
use convenor::domain::review::{Decision, Review, Update};
use convenor::domain::screening::{Redirection, Sen};
use convenor::domain::text::Text;
use convenor::export::{Document, Format, Kind, NotYet, Wanted, file_name, numbers, offers};
use convenor::store::{profiles, samples};
use fixture::full::{CANARY, WEEK_4, WEEK_12, ended_early, full, redirected};
use fixture::{day, on, southwark};
use reading::{assert_whole, pages, pdf, squeezed, text};

fn today() -> Date {
    day(2027, 1, 14)
}

fn wanted(kind: Kind) -> Wanted {
    Wanted { kind, review: kind.needs_review().then_some(WEEK_4) }
}

fn made(case: &Case, kind: Kind) -> Result<Document, NotYet> {
    document_of(case, &southwark(), wanted(kind), today())
}

fn document(case: &Case, kind: Kind) -> Document {
    made(case, kind).unwrap()
}

fn words(case: &Case, kind: Kind) -> String {
    text(&document(case, kind))
}

fn refusal(case: &Case, kind: Kind) -> String {
    made(case, kind).unwrap_err().to_string()
}

/// Every kind, each of a case of which it can be made.
fn all() -> Vec<(Kind, Document)> {
    let case_for = |kind| match kind {
        Kind::Redirection => redirected(),
        Kind::EarlyEnding => ended_early(),
        _ => full(),
    };
    Kind::ALL.iter().map(|kind| (*kind, document(&case_for(*kind), *kind))).collect()
}

#[track_caller]
fn holds(text: &str, wanted: &[&str]) {
    let squeezed_text = squeezed(text);
    for words in wanted {
        assert!(squeezed_text.contains(&squeezed(words)), "“{words}” is missing in:\n{text}");
    }
}

#[track_caller]
fn lacks(text: &str, unwanted: &[&str]) {
    let squeezed_text = squeezed(text);
    for words in unwanted {
        assert!(!squeezed_text.contains(&squeezed(words)), "“{words}” stands in:\n{text}");
    }
}

fn protocols() -> Vec<Profile> {
    let built_in = profiles::built_in().unwrap();
    built_in.profiles.all().map(|profile| (**profile).clone()).collect()
}

#[test]
fn the_pdf_and_the_text_of_every_kind_hold_every_string_in_order() {
    for (_, document) in all() {
        assert_whole(&document);
    }
}

#[test]
fn no_document_holds_a_word_that_is_not_for_its_readers() {
    for (kind, document) in all() {
        let seen = format!("{}{}", text(&document), pages(&pdf(&document)).concat());
        assert!(!seen.to_lowercase().contains(CANARY), "{kind:?}:\n{seen}");
    }
    for kind in Kind::ALL {
        if let Ok(document) = made(&redirected(), *kind) {
            assert!(!text(&document).to_lowercase().contains(CANARY), "{kind:?}");
        }
    }
}

#[test]
fn every_page_carries_marking_reference_number_and_the_stamp_of_an_invented_case() {
    for (kind, document) in all() {
        let document = Document { demo: true, ..document };
        let pages = pages(&pdf(&document));
        for (n, page) in pages.iter().enumerate() {
            let number = format!("Page {} of {}", n + 1, pages.len());
            for words in ["OFFICIAL – SENSITIVE: PERSONAL", "MM-2026-001", &number] {
                assert!(page.contains(words), "{kind:?}: {words}: {page}");
            }
            assert_eq!(page.matches("DEMO – invented case").count(), 2, "{kind:?}");
        }
        assert!(!document.name.contains("Wiśniewski"), "{kind:?}");
    }
}

#[test]
fn the_word_that_the_law_took_back_is_in_no_document_of_a_later_case() {
    for profile in protocols() {
        let late = profile.routes.iter().copied().chain([Route::EarlierTrial, Route::Unsaid]);
        for route in late {
            for mut case in [full(), redirected(), ended_early()] {
                case.route = route;
                for kind in Kind::ALL {
                    let made = document_of(&case, &profile, wanted(*kind), today());
                    let said = made.map(|document| text(&document).to_lowercase());
                    assert!(
                        !said.unwrap_or_default().contains("trial"),
                        "{kind:?}, {route:?}, {}",
                        profile.key
                    );
                }
            }
        }
    }
    let mut earlier = full();
    earlier.route = Route::EarlierTrial;
    earlier.meeting.on = When::On(day(2026, 7, 25));
    assert!(words(&earlier, Kind::Agreement).contains("trial"), "an old case keeps its name");
}

#[test]
fn no_document_claims_to_be_a_statutory_one() {
    for (_, document) in all() {
        let text = squeezed(&text(&document)).replace("notastatutorydocument", "");
        assert!(!text.contains("statutorydocument"), "{text}");
    }
}

#[test]
fn the_agreement_says_why_what_is_different_who_helps_and_who_has_the_child_on_roll() {
    let said = words(&full(), Kind::Agreement);
    holds(
        &said,
        &[
            "At risk of permanent exclusion: after the fight on 12 November",
            "He asks for a start without a past.",
            "720 pupils instead of 1,540",
            "Visits each fortnight",
            "Two half days in the first week",
            "Imogen Achterberg, advocate",
            "Saoirse Vâlcea, 020 7946 0101",
            "This is not yet a managed move. Fennimore Academy directs Łukasz Wiśniewski off site",
            "Fennimore Academy keeps Łukasz Wiśniewski on its roll as main school",
            "Larkspur Hill School has Łukasz Wiśniewski on its roll as second (subsidiary) school",
            "complaints procedure",
        ],
    );
    lacks(&said, &["It is better here. Lunch is fine.", "Risk assessment kept"]);
}

#[test]
fn the_risk_plan_is_named_only_when_the_family_agreed() {
    let mut case = full();
    case.preparation.risk_plan = "Cabinet 4, Larkspur Hill".into();
    for (answer, named) in [(YesNo::NotAsked, false), (YesNo::No, false), (YesNo::Yes, true)] {
        case.preparation.risk_plan_shown = answer;
        assert_eq!(words(&case, Kind::Agreement).contains("Cabinet 4"), named, "{answer:?}");
    }
}

#[test]
fn the_agreement_of_year_11_says_who_answers_for_examinations() {
    let mut case = full();
    let keeps = "Fennimore Academy keeps overall responsibility";
    lacks(&words(&case, Kind::Agreement), &[keeps]);
    case.child.year = Year::Y9;
    lacks(&words(&case, Kind::Agreement), &["Examination"]);
    case.child.year = Year::Y11;
    holds(&words(&case, Kind::Agreement), &[keeps, "centre 99999"]);
}

#[test]
fn an_agreement_without_the_council_says_so_in_its_title() {
    let mut case = full();
    case.preparation.council_role = CouncilRole::NotParty;
    let document = document(&case, Kind::Agreement);
    assert_eq!(
        document.title,
        "Agreement on an off-site direction between the schools and the family"
    );
    holds(&text(&document), &["Southwark Council is not a party to this agreement."]);
}

#[test]
fn a_permanent_move_says_so_and_offers_no_way_back() {
    let mut case = full();
    case.route = Route::Permanent;
    case.agreed_notes.remove("timeline.not_well");
    let said = words(&case, Kind::Agreement);
    holds(&said, &["for good on Mon 7 December 2026", "stays on the roll of Larkspur Hill School"]);
    lacks(&said, &["comes back to Fennimore"]);
}

#[test]
fn a_redirected_case_has_a_record_instead_of_an_agreement_and_sets_no_targets() {
    let case = redirected();
    let said = words(&case, Kind::Redirection);
    holds(
        &said,
        &[
            "This is a record and not an agreement",
            "Here everyone has made up their mind about me",
            "He is so gentle with the baby",
            "Table tennis at county level",
            "Review of the EHCP",
            "The plan decides. The caseworker calls a review.",
            "Not decided yet",
            "Nkechi Vasić",
            "Visits at home and decides about a bereavement referral",
            "nothing here is a condition",
            "Fennimore Academy keeps overall responsibility",
            "complaints procedure",
            "SENDIASS",
        ],
    );
    lacks(&said, &["93.1", "How each person agreed", "grandfather"]);
    lacks(&said, &["is recommended", "before you agree", "Academy to Larkspur"]);
    assert!(refusal(&case, Kind::Agreement).contains("record of meeting and redirection"));
    assert!(refusal(&case, Kind::Admissions).contains("belongs elsewhere"));
    assert!(refusal(&full(), Kind::Redirection).contains("not recorded that the case belongs"));
}

#[test]
fn the_record_of_a_review_holds_what_it_found_and_nothing_later() {
    let said = words(&full(), Kind::Review);
    holds(
        &said,
        &[
            "Record of review: Week 4 review",
            "Wed 13 January 2027",
            "Tue 12 January 2027",
            "Was the child seen?",
            "Dr Thandiwe Ashgrove",
            "“It is better here. Lunch is fine.”",
            "93.1 % of sessions",
            "≥ 96.0 % of sessions",
            "95.2 – two days ill",
            "Partly kept. Mondays are hard",
            "≥ 70 % each fortnight",
            "He joined two courses late",
            "Goes on as agreed",
            "Next review: Week 12 review, Tue 16 March 2027",
        ],
    );
    lacks(&said, &["97.7", "grandfather", "kanarekamendment"]);
}

#[test]
fn the_last_review_holds_every_reading_and_the_decision() {
    let mut case = full();
    case.reviews[1].begun = true;
    case.reviews[1].decision = Decision::Confirmed;
    let last = Wanted { kind: Kind::Review, review: Some(WEEK_12) };
    let said = text(&document_of(&case, &southwark(), last, today()).unwrap());
    holds(&said, &["95.2 – two days ill", "97.7", "Move confirmed", "from Wed 17 March 2027"]);
    holds(&said, &["Who agrees that the move is confirmed", "Dr Thandiwe Ashgrove"]);
    holds(&said, &["Agrees, by telephone, Mon 15 March 2027"]);
    lacks(&said, &["Next review"]);
    case.reviews[1].decision = Decision::Extended;
    let said = text(&document_of(&case, &southwark(), last, today()).unwrap());
    holds(&said, &["4 school weeks more", "He was ill for three weeks"]);
}

#[test]
fn the_record_of_a_review_says_what_became_of_a_promise_last_time_and_this_time() {
    let mut case = full();
    case.reviews[1].begun = true;
    let made = Commitment {
        id: RowId(290),
        side: Side::NewSchool,
        who: "Björn Castellane".into(),
        what: "Ring home on Fridays".into(),
        due: on(2027, 1, 22),
        review: Some(WEEK_4),
        ..Commitment::default()
    };
    case.commitments.push(made);
    let of = |case: &Case, review| {
        let wanted = Wanted { kind: Kind::Review, review: Some(review) };
        text(&document_of(case, &southwark(), wanted, today()).unwrap())
    };
    let first = of(&case, WEEK_4);
    holds(&first, &["What is promised from now on", "Ring home on Fridays"]);
    lacks(&first, &["Last time"]);
    let second = of(&case, WEEK_12);
    holds(&second, &["Last time", "Partly kept. Mondays are hard", "Not asked this time"]);
    holds(&second, &["Ring home on Fridays"]);
    lacks(&second, &["What is promised from now on"]);
    lacks(&words(&case, Kind::Agreement), &["Ring home on Fridays"]);
    holds(&words(&case, Kind::Briefing), &["Ring home on Fridays"]);
    case.updates.push(Update {
        id: RowId(691),
        review: WEEK_12,
        commitment: RowId(201),
        kept: Kept::Kept,
        note: "Every Monday since".into(),
    });
    holds(&of(&case, WEEK_12), &["Partly kept. Mondays are hard", "Kept. Every Monday since"]);
    lacks(&of(&case, WEEK_4), &["Every Monday since"]);
}

#[test]
fn a_changed_target_stands_with_its_reason_in_the_record_of_the_next_review_and_in_no_earlier() {
    let mut case = full();
    case.reviews[1].begun = true;
    for row in &mut case.amendments {
        row.on = on(2027, 2, 3);
    }
    let of = |review| {
        let wanted = Wanted { kind: Kind::Review, review: Some(review) };
        text(&document_of(&case, &southwark(), wanted, today()).unwrap())
    };
    lacks(&of(WEEK_4), &["He joined two courses late", "To reach now"]);
    let next = of(WEEK_12);
    holds(&next, &["To reach at first", "To reach now: ≥ 70 % each fortnight"]);
    holds(&next, &["He joined two courses late", "Wed 3 February 2027"]);
    lacks(&next, &["kanarekamendment"]);
}

#[test]
fn a_review_that_was_not_begun_has_no_record_yet() {
    let of = |review| {
        document_of(&full(), &southwark(), Wanted { kind: Kind::Review, review }, today())
            .unwrap_err()
            .to_string()
    };
    assert_eq!(of(Some(WEEK_12)), "The week 12 review was not begun yet.");
    assert!(of(None).starts_with("Say of which review"));
    assert!(of(Some(RowId(9))).starts_with("Say of which review"));
}

#[test]
fn the_admissions_team_learns_what_it_needs_and_reads_no_note() {
    let said = words(&full(), Kind::Admissions);
    holds(
        &said,
        &[
            "Łukasz Wiśniewski",
            "14 February 2013",
            "Year 9",
            "Fennimore Academy",
            "Larkspur Hill School",
            "Off-site direction first",
            "Mon 7 December 2026",
            "as main school",
            "subsidiary",
        ],
    );
    let case = full();
    for note in case.agreed_notes.values().flat_map(Text::said) {
        lacks(&said, &[note]);
    }
    lacks(&said, &["Halina", "93.1", "exclusion", "Conflict"]);
    let kirklees = protocols().into_iter().find(|profile| profile.key == "kirklees").unwrap();
    let refused = document_of(&full(), &kirklees, wanted(Kind::Admissions), today()).unwrap_err();
    assert!(refused.to_string().contains("names no team"), "{refused}");
}

#[test]
fn the_briefing_holds_targets_support_and_tasks_and_nothing_of_the_family() {
    let said = words(&full(), Kind::Briefing);
    holds(
        &said,
        &[
            "≥ 96.0 % of sessions",
            "One adult he can go to",
            "Mr Castellane is there and walks with him",
            "Meets him for twenty minutes",
            "Björn Castellane, 020 7946 0202",
            "Mon 7 December 2026",
        ],
    );
    lacks(
        &said,
        &[
            "grandfather",
            "baby",
            "Halina",
            "night shift",
            "bereavement",
            "made up their mind",
            "14 February",
            "permanent exclusion",
            "fight",
        ],
    );
    let empty = Case::new("MM-1".parse().unwrap(), "southwark", "Anna");
    assert!(refusal(&empty, Kind::Briefing).contains("nothing to tell staff yet"));
}

#[test]
fn the_host_checklist_names_no_child_and_has_a_box_for_each_thing() {
    let said = words(&full(), Kind::HostChecklist);
    for line in &southwark().host_checklist {
        holds(&said, &[&format!("[ ] {}", line.label)]);
    }
    lacks(&said, &["Łukasz", "Wiśniewski", "exclusion"]);
}

#[test]
fn the_questionnaire_is_blank_and_has_room_for_each_sentence() {
    let mut case = full();
    case.agreed_notes.insert("questionnaire.like".into(), "Pizza on Fridays".into());
    let said = words(&case, Kind::Questionnaire);
    assert_eq!(southwark().starters().len(), 4);
    for starter in southwark().starters() {
        holds(&said, &[starter]);
    }
    assert!(said.matches(&"_".repeat(70)).count() >= 12, "{said}");
    lacks(&said, &["Pizza", "Łukasz"]);
    holds(&said, &["Who helped me with this", "[ ] Nobody"]);
    holds(&words(&case, Kind::Agreement), &["Pizza on Fridays"]);
}

/// Every kind of move of every protocol, as a case of that kind.
fn every_route() -> Vec<(Profile, Case)> {
    let mut found = Vec::new();
    for profile in protocols() {
        for words in &profile.route_words {
            let mut case = full();
            case.profile = profile.key.as_str().into();
            case.route = words.route;
            if words.route == Route::EarlierTrial {
                case.meeting.on = on(2026, 6, 1);
            }
            found.push((profile.clone(), case));
        }
    }
    assert_eq!(found.len(), 4);
    found
}

#[test]
fn the_information_sheet_gives_risks_as_much_room_as_benefits() {
    for (profile, case) in every_route() {
        let sheet = document_of(&case, &profile, wanted(Kind::Information), today()).unwrap();
        let said = text(&sheet);
        let information = &profile.words_of(case.route).unwrap().information;
        assert_eq!(sheet.title, information.title);
        let lines = information.benefits.iter().chain(&information.risks);
        for line in lines.chain(&information.advice).chain(&profile.complaints) {
            holds(&said, &[line]);
        }
        lacks(&said, &["fight", "93.1", "grandfather", "Mentoring"]);
    }
    let mut silent = southwark();
    silent.route_words.iter_mut().for_each(|words| words.information.risks.clear());
    let refused = document_of(&full(), &silent, wanted(Kind::Information), today());
    assert!(refused.unwrap_err().to_string().contains("what against it"));
    let mut unsaid = full();
    unsaid.route = Route::Unsaid;
    let refused = refusal(&unsaid, Kind::Information);
    assert!(
        refused.contains("the kind of move") && refused.contains("“Case details”"),
        "{refused}"
    );
}

#[test]
fn the_information_sheet_of_every_kind_of_move_is_one_page() {
    for (profile, case) in every_route() {
        let sheet = document_of(&case, &profile, wanted(Kind::Information), today()).unwrap();
        assert_eq!(pages(&pdf(&sheet)).len(), 1, "{} {:?}", profile.key, case.route);
    }
}

#[test]
fn a_direction_is_not_called_a_managed_move_and_parents_are_told_their_rights_in_it() {
    let (sheet, agreement) =
        (words(&full(), Kind::Information), document(&full(), Kind::Agreement));
    assert_eq!(agreement.title, "Agreement on an off-site direction");
    lacks(&sheet.lines().take(4).collect::<String>(), &["anaged move"]);
    for said in [&sheet, &text(&agreement)] {
        let rights =
            ["without the parents’ consent", "at least 2 school days before the first day"];
        holds(said, &rights);
        holds(said, &["ask for a review in writing at any time", "the ten weeks before"]);
        lacks(said, &["it happens only if everyone concerned agrees, and parents may ask"]);
    }
    let mut permanent = full();
    permanent.route = Route::Permanent;
    let said = words(&permanent, Kind::Information);
    holds(&said, &["Managed move: before you decide", "only if everyone concerned agrees"]);
    lacks(&said, &["without the parents’ consent", "off-site"]);
}

#[test]
fn the_agreement_of_a_full_case_has_six_pages_at_most() {
    for case in samples::cases(day(2026, 11, 22)).unwrap() {
        if let Ok(made) = document_of(&case, &southwark(), Kind::Agreement.into(), today()) {
            let count = pages(&pdf(&made)).len();
            assert!(
                count <= if case.id.as_str() == "DEMO-01" { 6 } else { 7 },
                "{}: {count}",
                case.id
            );
        }
    }
}

#[test]
fn the_record_of_a_redirection_names_what_is_not_met_and_says_why_in_plain_words() {
    let mut case = redirected();
    case.screening.sen = Sen::Ehcp;
    let said = words(&case, Kind::Redirection);
    holds(
        &said,
        &["Conditions that are not met", "EHCP: the council decided in a review: not met."],
    );
    holds(&said, &["Only the council can name a new school, in a review of the plan."]);
    lacks(&said, &["R88", "without the parents’ consent"]);
    case.screening.redirection = Redirection::InYear;
    holds(&words(&case, Kind::Redirection), &["Parents can apply for one at any time"]);
}

#[test]
fn a_heading_is_not_said_again_by_the_sentence_below_it() {
    let mut case = full();
    case.agreed_notes.remove("timeline.well");
    case.agreed_notes.remove("timeline.not_well");
    let said = words(&case, Kind::Agreement);
    holds(&said, &["What follows", "If it has gone well by", "If it does not go well, "]);
    let headings = |label: &str| said.lines().filter(|line| line.trim() == label).count();
    assert_eq!((headings("If it goes well"), headings("If it does not go well")), (0, 0), "{said}");
}

#[test]
fn a_briefing_that_cannot_be_made_says_what_is_missing_and_where_it_belongs() {
    let mut case = full();
    case.targets.clear();
    case.commitments.clear();
    let told = refusal(&case, Kind::Briefing);
    for part in ["no targets", "commitments of the new school", "“Targets” and “Commitments”"]
    {
        assert!(told.contains(part), "{told}");
    }
}

#[test]
fn a_year_group_is_no_first_day() {
    let mut case = full();
    case.start = When::Blank;
    let said = words(&case, Kind::Briefing);
    lacks(&said, &["Starts on"]);
    holds(&said, &["Year group"]);
}

#[test]
fn a_target_that_was_changed_is_shown_as_it_stands_with_the_day_of_the_change() {
    let mut case = full();
    case.amendments.clear();
    let target = case.targets[0].id;
    let (id, _) = case.change_target(target, None, day(2027, 1, 12));
    let change = case.amendments.iter_mut().find(|row| row.id == id).unwrap();
    change.number = "88".into();
    change.reason = "illness".into();
    let agreed = on(2027, 1, 12);
    change.home_agrees = agreed.clone();
    change.new_agrees = agreed.clone();
    change.parents_agree = agreed.clone();
    change.lead_agrees = agreed;
    for kind in [Kind::Agreement, Kind::Briefing] {
        let said = words(&case, kind);
        holds(&said, &["88", "changed on Tue 12 January 2027"]);
    }
}

#[test]
fn the_direction_notice_states_all_that_the_law_asks_for_or_says_what_is_missing() {
    let mut case = full();
    let said = words(&case, Kind::Direction);
    holds(
        &said,
        &[
            "14 Orchard Rise",
            "Björn Castellane, at the side gate",
            "Mon 7 December 2026",
            "Tue 16 March 2027",
            "58",
            "08:40 to 12:10, 13:00 to 15:10",
            "Conflict with a group of pupils since March.",
            "Calm lessons, and options chosen.",
            "You may ask for a review in writing",
            "at least 2 school days before the first day",
            "Halina Wiśniewska",
            "Given on Wed 2 December 2026",
        ],
    );
    lacks(&said, &["not agreed yet", "grandfather"]);
    case.direction.days = "".into();
    case.direction.reasons = " ".into();
    let why = refusal(&case, Kind::Direction);
    assert!(why.ends_with("not recorded yet: the number of days and the reasons."), "{why}");
    case.route = Route::Permanent;
    assert!(refusal(&case, Kind::Direction).contains("not an off-site direction"));
}

#[test]
fn a_notice_goes_to_whoever_has_parental_responsibility_or_may_have_it() {
    let mut case = full();
    let to = |case: &Case| document(case, Kind::Direction).subtitle;
    assert_eq!(to(&case), "To Halina Wiśniewska", "the stepfather has none");
    let mother = case.people.iter_mut().find(|person| person.name.starts_with("Halina")).unwrap();
    mother.responsibility = Responsibility::Unsaid;
    assert_eq!(to(&case), "To Halina Wiśniewska", "it is not recorded");
    let worker = case.people.iter_mut().find(|person| person.party == Party::Agency).unwrap();
    worker.responsibility = Responsibility::Yes;
    let worker = worker.name.to_string();
    assert_eq!(to(&case), format!("To Halina Wiśniewska and {worker}"), "the council has it");
    for person in &mut case.people {
        person.responsibility = Responsibility::No;
    }
    assert_eq!(to(&case), "To the parents and carers of Łukasz Wiśniewski");
}

#[test]
fn a_notice_lists_the_reviews_to_come_in_their_order() {
    let mut case = full();
    let added = |id, day, held| Review {
        id: RowId(id),
        label: format!("Added {id}").as_str().into(),
        on: day,
        held,
        added: true,
        ..Review::default()
    };
    case.reviews.push(added(701, on(2027, 2, 2), When::Blank));
    case.reviews.push(added(702, on(2027, 1, 5), on(2027, 1, 5)));
    let said = words(&case, Kind::Direction);
    lacks(&said, &["Added 702"]);
    let at = |label: &str| said.find(label).unwrap();
    assert!(at("Week 4 review") < at("Added 701") && at("Added 701") < at("Week 12 review"));
}

#[test]
fn what_has_ended_is_said_plainly_and_no_longer_for_both_cases() {
    let mut case = full();
    holds(&words(&case, Kind::Admissions), &["If the move is agreed", "Last review"]);
    case.outcome = Outcome::Returned;
    case.outcome_on = on(2027, 1, 20);
    let said = words(&case, Kind::Admissions);
    lacks(&said, &["If the move", "Last review"]);
    holds(&said, &["Fennimore Academy alone has Łukasz Wiśniewski on its roll again."]);
    case.outcome = Outcome::Confirmed;
    let said = words(&case, Kind::Admissions);
    lacks(&said, &["If the move"]);
    let alone =
        "Larkspur Hill School alone has Łukasz Wiśniewski on its roll from Thu 14 January 2027.";
    holds(&said, &[alone]);
}

#[test]
fn the_agreement_keeps_its_last_review_when_one_is_added() {
    let mut case = full();
    let before = words(&case, Kind::Agreement);
    let (id, day) = (RowId(701), on(2027, 4, 27));
    case.reviews.push(Review { id, on: day, added: true, ..Review::default() });
    assert_eq!(words(&case, Kind::Agreement), before);
}

#[test]
fn the_early_ending_letter_holds_reasons_the_childs_account_and_what_was_looked_into() {
    let mut case = ended_early();
    let said = words(&case, Kind::EarlyEnding);
    holds(
        &said,
        &[
            "Dear Halina Wiśniewska,",
            "There were three fights in two weeks.",
            "“They waited for me at the gate.”",
            "The schools looked into whether Łukasz Wiśniewski was provoked or harassed.",
            "Not all of the support that was promised was given.",
            "Mon 25 January 2027",
            "comes back to Fennimore Academy",
        ],
    );
    lacks(&said, &["Declan O’Connor", "before you agree", "if you say no"]);
    holds(&said, &["SENDIASS"]);
    case.outcome = Outcome::Confirmed;
    holds(&words(&case, Kind::EarlyEnding), &["stays at Larkspur Hill School"]);
    case.ending.childs_account = "".into();
    assert!(refusal(&case, Kind::EarlyEnding).contains("ask first"));
    case.ending.reasons = "".into();
    assert!(refusal(&case, Kind::EarlyEnding).contains("plain words"));
    assert!(refusal(&full(), Kind::EarlyEnding).contains("ends before its time"));
}

#[test]
fn the_blank_sheet_has_every_item_with_its_prompts_and_none_of_the_words_typed() {
    let case = full();
    let said = words(&case, Kind::MeetingSheet);
    let profile = southwark();
    for (index, item) in profile.agenda.iter().enumerate() {
        let Some(number) = profile.number(index) else { continue };
        holds(&said, &[&format!("{number}. {}", item.title)]);
        for prompt in &item.prompts {
            holds(&said, &[prompt]);
        }
    }
    holds(&said, &["11. "]);
    // Somebody who receives a copy is also named among the people.
    let notes = case.agreed_notes.iter().filter(|(key, _)| *key != "readback.copies");
    for note in notes.flat_map(|(_, note)| note.said()) {
        lacks(&said, &[note]);
    }
    lacks(&said, &["For the lead only", "93.1"]);
}

#[test]
fn the_forms_of_every_sample_fit_on_their_sheets() {
    let limits = [
        (Kind::HostChecklist, 1),
        (Kind::Questionnaire, 1),
        (Kind::Briefing, 1),
        (Kind::Admissions, 1),
        (Kind::Information, 2),
    ];
    for case in samples::cases(day(2026, 11, 22)).unwrap() {
        for profile in protocols() {
            for (kind, most) in limits {
                let made = document_of(&case, &profile, wanted(kind), day(2026, 11, 22));
                let Ok(document) = made else { continue };
                let count = pages(&pdf(&document)).len();
                assert!(count <= most, "{kind:?} of {}, {}: {count}", case.id, profile.key);
            }
        }
    }
}

#[test]
fn what_nobody_agreed_to_yet_is_a_draft_and_a_form_is_none() {
    let case = full();
    for (kind, draft) in [
        (Kind::Agreement, true),
        (Kind::Briefing, true),
        (Kind::Admissions, true),
        (Kind::Review, true),
        (Kind::HostChecklist, false),
        (Kind::Questionnaire, false),
        (Kind::Information, false),
        (Kind::Direction, false),
        (Kind::MeetingSheet, false),
    ] {
        assert_eq!(document(&case, kind).draft, draft, "{kind:?}");
    }
    let mut redirected = redirected();
    assert!(document(&redirected, Kind::Redirection).draft);
    redirected.state = State::Closed;
    assert!(!document(&redirected, Kind::Redirection).draft);
}

#[test]
fn what_can_be_made_is_offered_first_and_the_rest_says_why_not() {
    let offered = |case: &Case| offers(&case.agreed(today()), &southwark(), today());
    let first = |case: &Case| offered(case).remove(0);
    assert_eq!(first(&full()).wanted.kind, Kind::Agreement);
    assert_eq!(first(&redirected()).wanted.kind, Kind::Redirection);
    let offers = offered(&full());
    let possible = offers.iter().take_while(|offer| offer.not_yet.is_none()).count();
    assert!(offers.iter().skip(possible).all(|offer| offer.not_yet.is_some()));
    let records: Vec<&str> = offers
        .iter()
        .filter(|offer| offer.wanted.kind == Kind::Review)
        .map(|offer| offer.words.as_str())
        .collect();
    assert_eq!(
        records,
        ["Record of a review: Week 4 review", "Record of a review: Week 12 review"]
    );
    assert_eq!(offers.len(), Kind::ALL.len() + 1);
}

#[test]
fn a_file_is_named_by_case_kind_and_number() {
    let case = full();
    let name = |kind| {
        let numbers = numbers(wanted(kind), &case.agreed(today()));
        file_name(&case.id, kind, &numbers, Format::Pdf)
    };
    assert_eq!(name(Kind::Agreement), "MM-2026-001-agreement-1.pdf");
    assert_eq!(name(Kind::Review), "MM-2026-001-review-1.pdf");
    assert_eq!(name(Kind::HostChecklist), "MM-2026-001-host-checklist.pdf");
}

#[test]
fn a_screen_reader_is_told_of_boxes_and_of_room_to_write() {
    let bytes = pdf(&document(&full(), Kind::Questionnaire));
    let file = lopdf::Document::load_mem(&bytes).unwrap();
    let count = |kind: &[u8], says: &[u8]| {
        let fits = |object: &&lopdf::Object| {
            object.as_dict().is_ok_and(|element| {
                element.get(b"S").and_then(lopdf::Object::as_name).is_ok_and(|name| name == kind)
                    && element.get(says).is_ok()
            })
        };
        file.objects.values().filter(fits).count()
    };
    assert_eq!((count(b"Lbl", b"ActualText"), count(b"Figure", b"Alt")), (4, 4));
}

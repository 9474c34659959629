//! How a case may end: which outcomes and decisions its kind of move allows, which are offered, and
//! what is recorded before it counts as ended (R77–R80; domain notes, section 2).

use super::case::{Case, Outcome, Route, YesNo};
use super::choice::Choice;
use super::date::long;
use super::people::RowId;
use super::profile::Profile;
use super::review::{Decision, Extension};
use super::screening::Redirection;
use super::slot::{Fact, Slot};
use super::table::{Column, Table};

impl Case {
    /// Whether this kind of move can end like this. A permanent move has no way back.
    pub fn allows_outcome(&self, outcome: Outcome) -> bool {
        match outcome {
            Outcome::Open | Outcome::Confirmed | Outcome::Withdrawn | Outcome::Redirected => true,
            Outcome::Returned => self.route != Route::Permanent,
        }
    }

    /// Whether a review can decide this: as the kind of move and the protocol allow it. More time is
    /// given once, and a permanent move needs none.
    pub fn allows_decision(&self, review: RowId, decision: Decision, profile: &Profile) -> bool {
        match decision {
            Decision::Extended => {
                self.route != Route::Permanent
                    && profile.extension.is_some()
                    && !self.was_extended_before(review)
            }
            Decision::GoesOn => true,
            other => super::reviewing::outcome_of(other).is_none_or(|end| self.allows_outcome(end)),
        }
    }

    /// Whether another review than this one gave more time already.
    fn was_extended_before(&self, review: RowId) -> bool {
        let mut others = self.reviews.iter().filter(|row| row.id != review);
        others.any(|row| row.is_closed() && row.decision == Decision::Extended)
    }

    /// Whether a kind of move is offered: those of the protocol, and an earlier trial only for a case
    /// begun before the guidance that ended trials.
    pub fn allows_route(&self, route: Route, profile: &Profile) -> bool {
        match route {
            Route::Unsaid => true,
            Route::EarlierTrial => self.is_from_before(profile),
            other => profile.routes.contains(&other),
        }
    }

    /// Whether the case was begun before the guidance in force. A case that does not say when it was
    /// begun goes by the day of its meeting.
    fn is_from_before(&self, profile: &Profile) -> bool {
        let begun = self.begun.day().or(self.meeting.on.day());
        begun.is_some_and(|day| day < profile.guidance.in_force)
    }

    /// The answers that are offered in a slot, where the kind of move or the protocol leaves some out.
    /// What is recorded already is among them, also when it is not allowed.
    pub fn offered(&self, slot: &Slot, profile: &Profile) -> Option<Vec<&'static str>> {
        fn labels<T: Choice + Copy + PartialEq>(
            all: &[T],
            now: T,
            allowed: impl Fn(T) -> bool,
        ) -> Vec<&'static str> {
            let offered = all.iter().filter(|choice| allowed(**choice) || **choice == now);
            offered.map(Choice::label).collect()
        }
        match slot {
            Slot::Fact(Fact::Outcome) => {
                Some(labels(Outcome::ALL, self.outcome, |choice| self.allows_outcome(choice)))
            }
            Slot::Fact(Fact::Redirection) => {
                Some(self.screening.places().into_iter().map(Redirection::label).collect())
            }
            Slot::Fact(Fact::Route) => {
                Some(labels(Route::ALL, self.route, |choice| self.allows_route(choice, profile)))
            }
            Slot::Cell(Table::Reviews, id, Column::Decision) => {
                let now = self.review(*id)?.decision;
                let allowed = |choice| self.allows_decision(*id, choice, profile);
                Some(labels(Decision::ALL, now, allowed))
            }
            _ => None,
        }
    }

    /// What is plainly to be said about the answer in a slot: that it is offered for earlier cases
    /// only, or does not go with the kind of move.
    pub fn remark_on(&self, slot: &Slot, profile: &Profile) -> Option<String> {
        let day = long(profile.guidance.in_force);
        match slot {
            Slot::Fact(Fact::Route) if self.route == Route::EarlierTrial => Some(format!(
                "Only for a case begun before {day}: since then a managed move is permanent."
            )),
            Slot::Fact(Fact::Route) if !self.allows_route(self.route, profile) => {
                Some(format!("{} does not offer this kind of move.", profile.title))
            }
            Slot::Fact(Fact::Outcome) if !self.allows_outcome(self.outcome) => {
                Some("A permanent move has no way back to the home school.".to_owned())
            }
            Slot::Fact(Fact::Outcome) if !self.outcome.is_blank() => {
                let (sentence, _) = self.ending_gaps().into_iter().next()?;
                Some(format!("Not ended yet: {sentence}"))
            }
            _ => None,
        }
    }

    /// Whether the case is over: how and when it ended is recorded, and, where it ended before its
    /// time, what is looked into first.
    pub fn is_ended(&self) -> bool {
        !self.outcome.is_blank() && self.ending_gaps().is_empty()
    }

    /// What is still to be recorded before the case counts as ended, each with the place; nothing
    /// while no outcome is recorded.
    pub fn ending_gaps(&self) -> Vec<(&'static str, Fact)> {
        if self.outcome.is_blank() {
            return Vec::new();
        }
        let mut gaps = Vec::new();
        if self.outcome_on.day().is_none() {
            gaps.push(("record the day on which it ended.", Fact::OutcomeOn));
        }
        if self.lacks_confirmation() {
            let words = "confirm the move at a review, where everyone is asked afresh.";
            gaps.push((words, Fact::Outcome));
        }
        let back = matches!(self.outcome, Outcome::Returned | Outcome::Withdrawn);
        if !back || self.issued.is_empty() {
            return gaps;
        }
        if self.ending.early == YesNo::NotAsked && self.has_review_left() {
            gaps.push(("record whether it ends before its time.", Fact::EndsEarly));
        }
        gaps.extend(self.early_gaps());
        gaps
    }

    /// Whether a review that was fixed was not held.
    fn has_review_left(&self) -> bool {
        self.reviews.iter().any(|review| !review.is_blank() && review.held.day().is_none())
    }

    /// What is looked into before a move is given up early; nothing unless it is.
    pub(super) fn early_gaps(&self) -> Vec<(&'static str, Fact)> {
        let ending = &self.ending;
        if ending.early != YesNo::Yes {
            return Vec::new();
        }
        let wanted = [
            (ending.reasons.is_blank(), "record the reasons, in plain words.", Fact::EndReasons),
            (ending.childs_account.is_blank(), "record what the child says.", Fact::EndAccount),
            (
                ending.provocation_checked != YesNo::Yes,
                "look into whether the child was provoked or harassed.",
                Fact::EndProvoked,
            ),
            (
                ending.support_given.is_blank(),
                "record whether the support that was promised was given.",
                Fact::EndSupported,
            ),
        ];
        wanted.into_iter().filter(|(lacks, ..)| *lacks).map(|(_, say, fact)| (say, fact)).collect()
    }

    /// The extension that was agreed: the first that says by how many weeks and why.
    pub fn agreed_extension(&self) -> Option<(&Extension, u32)> {
        self.extensions.iter().find_map(|row| Some((row, row.whole_weeks()?)))
    }
}

impl Extension {
    /// The school weeks, if they are a whole number and a reason is given.
    pub fn whole_weeks(&self) -> Option<u32> {
        let weeks = self.weeks.trim().parse().ok();
        weeks.filter(|_| !self.reason.is_blank())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::case::{Issued, IssuedKind};
    use crate::domain::date::{Date, When};
    use crate::domain::review::Review;
    use crate::domain::text::Text;

    fn profile() -> Profile {
        ron::from_str(include_str!("../profiles/southwark.ron")).expect("the profile reads")
    }

    fn day(year: i32, month: u32, day: u32) -> When {
        When::On(Date::from_ymd_opt(year, month, day).unwrap())
    }

    fn case(route: Route) -> Case {
        let mut case = Case::new("MM-1".parse().unwrap(), "southwark", "Anna");
        case.route = route;
        case.reviews.push(Review { id: RowId(1), label: "Week 4".into(), ..Review::default() });
        case
    }

    #[test]
    fn a_permanent_move_offers_no_way_back_and_no_more_time() {
        let case = case(Route::Permanent);
        let outcomes = case.offered(&Slot::Fact(Fact::Outcome), &profile()).unwrap();
        assert!(!outcomes.contains(&Outcome::Returned.label()));
        let slot = Slot::Cell(Table::Reviews, RowId(1), Column::Decision);
        let decisions = case.offered(&slot, &profile()).unwrap();
        for never in [Decision::Returned, Decision::Extended] {
            assert!(!decisions.contains(&never.label()), "{never:?}");
        }
        assert!(decisions.contains(&Decision::Withdrawn.label()));
    }

    #[test]
    fn what_is_recorded_stays_among_the_answers_although_it_is_not_allowed() {
        let mut case = case(Route::Permanent);
        case.outcome = Outcome::Returned;
        let slot = Slot::Fact(Fact::Outcome);
        assert!(case.offered(&slot, &profile()).unwrap().contains(&Outcome::Returned.label()));
        assert!(case.remark_on(&slot, &profile()).unwrap().contains("no way back"));
    }

    #[test]
    fn more_time_is_given_once() {
        let mut case = case(Route::DirectionFirst);
        assert!(case.allows_decision(RowId(1), Decision::Extended, &profile()));
        case.reviews.push(Review {
            id: RowId(2),
            decision: Decision::Extended,
            state: crate::domain::case::State::Closed,
            ..Review::default()
        });
        assert!(!case.allows_decision(RowId(1), Decision::Extended, &profile()));
    }

    #[test]
    fn an_earlier_trial_is_offered_only_for_a_case_begun_before_the_guidance() {
        let mut case = case(Route::Unsaid);
        let slot = Slot::Fact(Fact::Route);
        let trial = Route::EarlierTrial.label();
        for (begun, offered) in
            [(When::default(), false), (day(2026, 7, 26), false), (day(2026, 7, 25), true)]
        {
            case.begun = begun;
            assert_eq!(case.offered(&slot, &profile()).unwrap().contains(&trial), offered);
        }
        case.route = Route::EarlierTrial;
        assert!(case.remark_on(&slot, &profile()).unwrap().contains("26 July 2026"));
    }

    #[test]
    fn a_case_is_ended_by_an_outcome_and_a_day_and_given_up_early_only_after_looking() {
        let mut case = case(Route::DirectionFirst);
        case.outcome = Outcome::Returned;
        assert!(!case.is_ended());
        case.outcome_on = day(2027, 1, 20);
        assert!(case.is_ended(), "before an agreement there is nothing to look into");
        let on = Date::from_ymd_opt(2026, 12, 1).unwrap();
        let (file, sha256) = (Text::default(), Text::default());
        case.issued.push(Issued {
            number: 1,
            on,
            file,
            sha256,
            kind: IssuedKind::Agreement,
            route: case.route,
            code: Text::default(),
        });
        assert_eq!(case.ending_gaps()[0].1, Fact::EndsEarly);
        case.ending.early = YesNo::Yes;
        assert_eq!(case.ending_gaps().len(), 4);
        case.ending.reasons = "It was too far.".into();
        case.ending.childs_account = "I was tired.".into();
        case.ending.provocation_checked = YesNo::Yes;
        assert!(!case.is_ended());
        case.ending.support_given = YesNo::No;
        assert!(case.is_ended());
    }
}

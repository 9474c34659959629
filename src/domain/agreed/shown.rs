//! What documents may show beyond the agreement of the day: each accessor says in which.
//!
//! Screening and preparation are working papers. Only what stands here leaves them.

use super::Agreed;
use crate::domain::case::{Outcome, Route, YesNo};
use crate::domain::conditions::{State, conditions};
use crate::domain::date::{Date, When};
use crate::domain::direction::Direction;
use crate::domain::people::{Here, Person, RowId};
use crate::domain::plan::{Commitment, Target};
use crate::domain::preparation::{Agency, CouncilRole};
use crate::domain::profile::Profile;
use crate::domain::reference::{Profiles, Reference};
use crate::domain::review::{Amendment, Attendance, Ending, Extension, Reading, Review, Update};
use crate::domain::screening::{Difference, PlanDecision, ReasonForMove, Redirection};
use crate::domain::text::Text;

/// The checks on how a kind of move is called.
const NAMING: [&str; 2] = ["route", "earlier-trial"];

/// Where a case belongs when a managed move is not the way (R5, R6, R18, R88).
#[derive(Clone, Copy, Debug)]
pub struct Redirected<'a> {
    /// Where.
    pub to: Redirection,
    /// When that was said to the family.
    pub on: &'a When,
    /// What was explained, and who takes it on.
    pub how: &'a Text,
}

/// What the review of an EHCP says about a move (R88; Kirklees).
#[derive(Clone, Copy, Debug)]
pub struct PlanReview<'a> {
    /// When it was held.
    pub on: &'a When,
    /// What the council decided.
    pub decision: PlanDecision,
    /// The caseworker.
    pub caseworker: &'a Text,
}

/// Where and how a child sits examinations (R90; Southwark).
#[derive(Clone, Copy, Debug)]
pub struct Examinations<'a> {
    /// The centre.
    pub centre: &'a Text,
    /// Entries and boards.
    pub entries: &'a Text,
    /// What the child may use.
    pub access: &'a Text,
}

impl<'a> Agreed<'a> {
    /// The day for which a document is made.
    pub fn today(&self) -> Date {
        self.today
    }

    /// Whether the agreement is made.
    pub fn is_closed(&self) -> bool {
        self.case.is_closed()
    }

    /// The number of the agreement that comes next.
    pub fn next_agreement(&self) -> u32 {
        self.case.next_agreement()
    }

    /// The kind of move as documents may name it. What was begun before the guidance came into force
    /// keeps its name; a later case never has that name on paper, whatever was chosen.
    pub fn route_in(&self, profile: &Profile) -> Route {
        let dated = self.case.meeting.on.day().or(self.case.begun.day()).unwrap_or(self.today);
        match self.case.route {
            Route::EarlierTrial if dated >= profile.guidance.in_force => Route::Unsaid,
            route => route,
        }
    }

    /// Why a move is thought of: in the agreement and in the record of a redirection (R17).
    pub fn reasons(&self) -> &'a [ReasonForMove] {
        &self.case.reasons
    }

    /// Why the move is best for the child (R19).
    pub fn best_interests(&self) -> &'a Text {
        &self.case.screening.best_interests
    }

    /// What the new school offers that is different (R11, R37).
    pub fn differences(&self) -> &'a [Difference] {
        &self.case.differences
    }

    /// Who else helps (R36).
    pub fn agencies(&self) -> &'a [Agency] {
        &self.case.agencies
    }

    /// What part the council plays (R92).
    pub fn council_role(&self) -> CouncilRole {
        self.case.preparation.council_role
    }

    /// The plan for the start at the new school (R35).
    pub fn integration(&self) -> &'a Text {
        &self.case.preparation.integration
    }

    /// Where the risk assessment is kept, if the family agreed that this is named (R94).
    pub fn risk_plan(&self) -> Option<&'a Text> {
        let preparation = &self.case.preparation;
        (preparation.risk_plan_shown == YesNo::Yes).then_some(&preparation.risk_plan)
    }

    /// Who is asked about the move at the home school, and who at the new one.
    pub fn contacts(&self) -> (&'a Text, &'a Text) {
        (&self.case.preparation.home_contact, &self.case.preparation.new_contact)
    }

    /// Who speaks for the child independently of school and council.
    pub fn independent(&self) -> &'a Text {
        &self.case.preparation.independent
    }

    /// Where and how examinations are sat.
    pub fn examinations(&self) -> Examinations<'a> {
        let screening = &self.case.screening;
        Examinations {
            centre: &screening.exam_centre,
            entries: &screening.exam_entries,
            access: &screening.access_arrangements,
        }
    }

    /// What the notice of an off-site direction says.
    pub fn direction(&self) -> &'a Direction {
        &self.case.direction
    }

    /// Where the case belongs instead, if that was decided.
    pub fn redirected(&self) -> Option<Redirected<'a>> {
        let screening = &self.case.screening;
        (!screening.redirection.is_blank()).then_some(Redirected {
            to: screening.redirection,
            on: &screening.redirected_on,
            how: &screening.redirected_how,
        })
    }

    /// What the review of an EHCP says.
    pub fn plan_review(&self) -> PlanReview<'a> {
        let screening = &self.case.screening;
        PlanReview {
            on: &screening.plan_review_on,
            decision: screening.plan_decision,
            caseworker: &screening.caseworker,
        }
    }

    /// How the case ends.
    pub fn ending(&self) -> &'a Ending {
        &self.case.ending
    }

    /// How the case ended, and when.
    pub fn outcome(&self) -> (Outcome, &'a When) {
        (self.case.outcome, &self.case.outcome_on)
    }

    /// More time that was agreed at a review.
    pub fn extensions_at(&self, review: RowId) -> Vec<&'a Extension> {
        self.case.extensions_at(review)
    }

    /// Those who are asked afresh at a review, with their answers; nobody where it does not ask.
    pub fn asked_afresh(&self, review: RowId) -> Vec<(&'a Person, &'a Attendance)> {
        self.case.asked_afresh(review)
    }

    /// The commitments that stood when a review was held, and those that it made.
    pub fn commitments_at(&self, review: RowId) -> (Vec<&'a Commitment>, Vec<&'a Commitment>) {
        (self.case.commitments_before(review), self.case.commitments_made_at(review))
    }

    /// What became of a commitment by the last review before this one that says something of it.
    pub fn update_before(
        &self,
        review: RowId,
        commitment: RowId,
    ) -> Option<(&'a Review, &'a Update)> {
        self.case.update_before(review, commitment)
    }

    /// Whether any review says what became of a commitment.
    pub fn is_looked_at(&self, commitment: RowId) -> bool {
        let said = |row: &Update| row.commitment == commitment && !row.kept.is_blank();
        self.case.updates.iter().any(said)
    }

    /// A review.
    pub fn review(&self, id: RowId) -> Option<&'a Review> {
        self.case.reviews.iter().find(|review| review.id == id)
    }

    /// The reviews up to this one and with it, in the order of their days; those without a day come
    /// where they stand in the list.
    pub fn reviews_until(&self, id: RowId) -> Vec<&'a Review> {
        self.case.reviews_until(id)
    }

    /// The review that comes after this one.
    pub fn review_after(&self, id: RowId) -> Option<&'a Review> {
        let before: Vec<RowId> = self.reviews_until(id).iter().map(|review| review.id).collect();
        let later = self.case.reviews.iter().filter(|review| !before.contains(&review.id));
        later
            .filter(|review| !review.is_blank())
            .min_by_key(|review| review.day().unwrap_or(Date::MAX))
    }

    /// The number of a review among those of the case, from 1.
    pub fn review_number(&self, id: RowId) -> Option<u32> {
        let at = self.case.reviews.iter().position(|review| review.id == id)?;
        u32::try_from(at + 1).ok()
    }

    /// The day of the last review.
    pub fn last_review_on(&self) -> Option<Date> {
        self.case.reviews.iter().filter(|review| !review.added).filter_map(Review::day).max()
    }

    /// The day of the last review that is fixed, also of one added since the agreement.
    pub fn last_review_fixed(&self) -> Option<Date> {
        self.case.reviews.iter().filter_map(Review::day).max()
    }

    /// From which day the new school alone has the child on its roll, if it is fixed.
    pub fn roll_changes(&self) -> Option<Date> {
        self.case.roll_changes()
    }

    /// The records made of a review so far: the number of the last, and its day.
    pub fn last_record_of(&self, id: RowId) -> Option<(u32, Date)> {
        let records = self.case.recorded.iter().filter(|record| record.review == id);
        records.max_by_key(|record| record.number).map(|record| (record.number, record.on))
    }

    /// Who was at a review.
    pub fn people_at(&self, review: RowId) -> Vec<(&'a Person, Here)> {
        let rows = self.case.attendances.iter().filter(|row| row.review == review);
        let person = |id| self.case.people.iter().find(|person| person.id == id);
        rows.filter_map(|row| Some((person(row.person)?, row.here))).collect()
    }

    /// Who receives the record of a review.
    pub fn receives_record(&self, review: RowId) -> Vec<&'a Person> {
        self.case.receives_record(review)
    }

    /// What a target measured at a review.
    pub fn reading(&self, review: RowId, target: RowId) -> Option<&'a Reading> {
        self.case.readings.iter().find(|row| row.review == review && row.target == target)
    }

    /// What became of a commitment by a review.
    pub fn update(&self, review: RowId, commitment: RowId) -> Option<&'a Update> {
        self.case.updates.iter().find(|row| row.review == review && row.commitment == commitment)
    }

    /// A target as it stands now, with the day from which it does, if it was changed.
    pub fn changed_target(&self, agreed: &Target) -> Option<(Target, Date)> {
        self.case.changed_target(agreed.id, self.today)
    }

    /// The conditions for a move that are not met and for which the case belongs there, each with what
    /// was found about it: in the record of a redirection (R5, R6, R18, R88). How the kind of move is
    /// called is nothing to the family once none is made.
    pub fn not_met(&self, profile: &Profile, to: Redirection) -> Vec<(&'static str, String)> {
        let reference = Reference::of(Profiles::new(profile.clone(), Vec::new()));
        let conditions = conditions(self.case, profile, &reference, self.today);
        let led = conditions
            .into_iter()
            .filter(|condition| condition.state == State::NotMet && condition.leads_to == to);
        led.map(|condition| {
            let found = condition.findings.into_iter();
            let found = found.filter(|finding| !NAMING.contains(&finding.id));
            let found = found.map(|finding| finding.sentence);
            (condition.title, found.collect::<Vec<_>>().join(" "))
        })
        .collect()
    }

    /// The changes of targets to which everybody agreed.
    pub fn amendments(&self) -> impl Iterator<Item = &'a Amendment> {
        self.case.amendments.iter().filter(|row| row.counts())
    }
}

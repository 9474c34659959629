//! Screening: whether a managed move is right for this child now (R1–R20, R88–R90).
//!
//! What the conditions are is said by the checks; here is what they rest on.

use serde::{Deserialize, Serialize};

use super::case::YesNo;
use super::choice::choices;
use super::date::When;
use super::people::RowId;
use super::text::Text;

choices! {
    /// Whether Family Early Help was asked to help (R2, R39; Southwark).
    FamilyHelp {
        Unsaid = "not recorded",
        InPlace = "help is in place",
        Made = "referral made",
        NotMet = "criteria not met",
        Declined = "declined by the family",
        NotNeeded = "not needed",
    }
}

choices! {
    /// What came of a pastoral support plan (R3; Southwark).
    PlanProgress {
        Unsaid = "not recorded",
        Good = "good progress",
        Some = "some progress",
        Little = "little progress",
        None = "no progress",
    }
}

choices! {
    /// Special educational needs (R15, R88).
    Sen {
        Unsaid = "not recorded",
        None = "none recorded by the school",
        Support = "SEN support",
        Requested = "EHC needs assessment asked for",
        Ehcp = "EHCP",
    }
}

choices! {
    /// What the council decided about a move in the review of an EHCP (R88; Kirklees).
    PlanDecision {
        Unsaid = "not recorded",
        Pending = "not decided yet",
        Agrees = "agrees to the move",
        Refuses = "does not agree",
    }
}

choices! {
    /// Whether the child is looked after (R89; Southwark).
    Care {
        Unsaid = "not recorded",
        No = "no",
        LookedAfter = "looked after",
        Before = "looked after before",
    }
}

choices! {
    /// Where a case belongs when a managed move is not the way (R5, R6, R18, R88).
    Redirection {
        None = "nowhere else",
        InYear = "in-year admissions application",
        FairAccess = "admissions, under the Fair Access Protocol",
        OffSite = "off-site direction",
        Transfer = "managed transfer after a permanent exclusion",
        PlanReview = "review of the EHCP",
    }
}

choices! {
    /// Why a move is thought of (R17; Kirklees).
    Reason {
        Unsaid = "not recorded",
        Refusal = "does not want to attend the home school",
        Exclusion = "at risk of permanent exclusion",
        Welfare = "risk to the welfare of others",
        Needs = "needs not met or no progress, without an EHCP",
        Other = "another reason",
    }
}

choices! {
    /// In what a school differs (R11; Southwark).
    Aspect {
        Unsaid = "not recorded",
        Size = "size",
        Place = "location",
        Peers = "peers",
        Teaching = "teaching team",
        Curriculum = "curriculum",
        Other = "something else",
    }
}

/// What the conditions for a move rest on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Screening {
    /// Whether a permanent exclusion is imminent (R1; Southwark).
    pub imminent: YesNo,
    /// Why it is, or is not.
    pub imminent_why: Text,
    /// Whether this is a rare crisis in which a move may come before other help (R16; Southwark).
    pub crisis: YesNo,
    /// Why.
    pub crisis_why: Text,
    /// When the team around the family met (R2; Southwark).
    pub family_meeting_on: When,
    /// Whether Family Early Help was asked to help.
    pub family_help: FamilyHelp,
    /// When the pastoral support plan began (R3; Southwark).
    pub plan_began: When,
    /// How many reviews of it were held.
    pub plan_reviews: Text,
    /// What came of it.
    pub plan_progress: PlanProgress,
    /// Sessions that the child could have attended (R4; Southwark): a whole number.
    pub possible: Text,
    /// Sessions attended: a whole number.
    pub attended: Text,
    /// Sessions missed because of suspension: a whole number, part of those missed.
    pub suspended: Text,
    /// The day up to which the sessions were counted.
    pub counted_to: When,
    /// Why a move is right although much was missed.
    pub absence_why: Text,
    /// Days of suspension over the terms that the protocol counts.
    pub suspension_days: Text,
    /// How often the child was suspended in that time.
    pub suspensions: Text,
    /// Whether there was one very serious act.
    pub serious_act: YesNo,
    /// Whether the family simply wants another school (R5; Southwark).
    pub wants_other: YesNo,
    /// Whether the child is on a school’s roll (R6; Southwark).
    pub on_roll: YesNo,
    /// Whether the child could come back to the home school (R7; Southwark).
    pub could_return: YesNo,
    /// Whether the parents know that a permanent move has no way back (R7).
    pub no_return_known: YesNo,
    /// Whether only a temporary move is needed (R18; Kirklees).
    pub temporary: YesNo,
    /// Whether a permanent exclusion was given already.
    pub excluded: YesNo,
    /// Whether the idea came out of an assessment by Social Care or Family Early Help (R9).
    pub from_assessment: YesNo,
    /// Since when the council’s inclusion team knows the child as at risk (R9; Southwark).
    pub council_knows_since: When,
    /// Whether the school says that reasonable strategies are used up for now (R10; Southwark).
    pub used_up_school: YesNo,
    /// Whether the family says so.
    pub used_up_family: YesNo,
    /// Whether the council’s inclusion team says so.
    pub used_up_council: YesNo,
    /// Who said so, by name.
    pub used_up_who: Text,
    /// Whether the family is committed to the process (R13; Southwark).
    pub committed: YesNo,
    /// The policies and the guidance that were followed, with dates (R14; Southwark).
    pub policies: Text,
    /// Why the move is in the child’s best interests (R19; Kirklees).
    pub best_interests: Text,
    /// Special educational needs.
    pub sen: Sen,
    /// Which.
    pub sen_needs: Text,
    /// Whether an individual or pastoral plan exists (R15; Southwark).
    pub individual_plan: YesNo,
    /// Whether outside agencies took part in the strategies (R15; Southwark).
    pub outside_agencies: YesNo,
    /// When the EHCP was reviewed about the move (R88; Kirklees).
    pub plan_review_on: When,
    /// What the council decided then.
    pub plan_decision: PlanDecision,
    /// The caseworker.
    pub caseworker: Text,
    /// Whether the child is looked after.
    pub care: Care,
    /// Which authority holds the order.
    pub care_authority: Text,
    /// The social worker.
    pub social_worker: Text,
    /// The virtual school’s contact.
    pub virtual_school: Text,
    /// The day of the personal education plan (R89; Southwark).
    pub pep_on: When,
    /// Whether the corporate parent was consulted (R89).
    pub corporate_parent: YesNo,
    /// Where examinations are sat (R90; Southwark).
    pub exam_centre: Text,
    /// Who enters the child for them, and for which.
    pub exam_entries: Text,
    /// What the child may use in them.
    pub access_arrangements: Text,
    /// Whether the new school is the next appropriate one to home (R30; Southwark).
    pub nearest: YesNo,
    /// Why another one, if not.
    pub nearest_why: Text,
    /// How far it is, in miles.
    pub miles: Text,
    /// Whether the new school goes over its admission number (R31; Southwark).
    pub over_number: YesNo,
    /// How many would be in the child’s class, counted with the child (R31).
    pub class_size: Text,
    /// Which exception in law allows a larger infant class (R31).
    pub class_exception: Text,
    /// Until when a place is held.
    pub place_held: When,
    /// When the home head asked the other head (R29; Southwark).
    pub head_asked_on: When,
    /// Why it might work there (R29).
    pub head_asked_why: Text,
    /// Where the case belongs instead.
    pub redirection: Redirection,
    /// On which day that was said to the family.
    pub redirected_on: When,
    /// What was explained, and who takes it on.
    pub redirected_how: Text,
}

impl Screening {
    /// Where the case belongs by what is recorded, what weighs most first; empty when nothing recorded
    /// speaks against a managed move. With an EHCP neither in-year admissions nor the Fair Access
    /// Protocol decides about a school (R5, R6, R18, R88).
    pub fn belongs(&self) -> Vec<Redirection> {
        let plan = self.sen == Sen::Ehcp;
        let fitting = [
            (plan, Redirection::PlanReview),
            (self.excluded == YesNo::Yes, Redirection::Transfer),
            (self.on_roll == YesNo::No && !plan, Redirection::FairAccess),
            (self.temporary == YesNo::Yes, Redirection::OffSite),
            (self.wants_other == YesNo::Yes && !plan, Redirection::InYear),
        ];
        fitting.into_iter().filter(|(fits, _)| *fits).map(|(_, to)| to).collect()
    }

    /// Every place, in the order in which they are offered: after none, those that fit.
    pub fn places(&self) -> Vec<Redirection> {
        let fitting = self.belongs();
        let others = Redirection::ALL.iter().filter(|to| !to.is_blank() && !fitting.contains(to));
        let first = [Redirection::None].into_iter().chain(fitting.iter().copied());
        first.chain(others.copied()).collect()
    }
}

/// A reason for thinking of a move (R17; Kirklees).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ReasonForMove {
    /// The row's number.
    pub id: RowId,
    /// Which.
    pub reason: Reason,
    /// In a few words.
    pub detail: Text,
}

/// Something that the new school offers and the home school does not (R11, R37; Southwark).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Difference {
    /// The row's number.
    pub id: RowId,
    /// In what.
    pub aspect: Aspect,
    /// How.
    pub how: Text,
}

/// A check that the lead set aside: it no longer stands in the way, and the reason is kept.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Override {
    /// The row's number.
    pub id: RowId,
    /// The name of the check.
    pub check: Text,
    /// Why it was set aside. A check without a reason is not set aside.
    pub reason: Text,
    /// By whom.
    pub by_whom: Text,
    /// On which day.
    pub on: When,
}

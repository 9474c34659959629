//! The table of checks: name, requirement, where that stands, what is looked at, of what kind that
//! is, what it means for closing, whether it can be set aside, and what looks.
//!
//! A check whose sentence is always the same has it in its row, with the place where it is mended.

use super::At::{Fact as F, Note as N, Table as T};
use super::{
    Basis, Check, Level, Look, Purpose, dates, direction, ending, people, plan, preparation,
    review, route, screening, words,
};
use crate::domain::case::YesNo;
use crate::domain::preparation::CouncilRole;
use crate::domain::screening::{Care, PlanDecision, Sen};
use crate::domain::slot::Fact as Is;
use crate::domain::table::Table as Rows;

/// The check that finds agreements to an earlier wording.
pub const STALE: &str = "agreement-stale";

/// The check that finds those who did not agree afresh to a move that a review confirms.
pub const AFRESH: &str = "review-agreement";

/// The check that finds a case whose protocol is not known here.
pub const UNKNOWN_PROTOCOL: &str = "protocol";

/// The check that finds a meeting that has not been held.
pub(super) const AHEAD: &str = "meeting-ahead";

const S: &str = "Southwark protocol";
const S1: &str = "Southwark protocol, chapter 1";
const K: &str = "Kirklees guidance";
const GUIDANCE: &str = "national guidance on exclusion, in force 26 July 2026";
const NOTICE: &str = "Education Act 2002 s29A; SI 2010/1156 reg. 3";
const PRACTICE: &str = "practice of several councils";

/// Writes the table: `id => rule, source, what it looks at, for what, basis, level, set aside?,
/// look;`. What is for the meeting is looked at whichever record is made of it.
macro_rules! checks {
    (@for Meeting) => { &[Purpose::SetUp, Purpose::Redirection] };
    (@for Agreement) => { &[Purpose::SetUp] };
    (@for Redirection) => { &[Purpose::Redirection] };
    (@for Review) => { &[Purpose::Review] };
    (@for End) => { &[Purpose::End] };
    (@look $wrong:expr, $sentence:literal, $at:expr) => { Look::If($wrong, $sentence, $at) };
    (@look $each:expr) => { Look::Each($each) };
    (@may Aside) => { true };
    (@may Stands) => { false };
    ($($id:expr => $rule:literal, $source:expr, $looks_at:literal, $for:ident, $basis:ident,
        $level:ident, $may:ident, $look:expr $(, $sentence:literal, $at:expr)?;)*) => {
        &[$(Check {
            id: $id,
            rule: $rule,
            source: $source,
            looks_at: $looks_at,
            basis: Basis::$basis,
            purposes: checks!(@for $for),
            level: Level::$level,
            may_be_set_aside: checks!(@may $may),
            look: checks!(@look $look $(, $sentence, $at)?),
        }),*]
    };
}

/// Every check.
pub const CHECKS: &[Check] = checks! {
    UNKNOWN_PROTOCOL => "1L", PRACTICE, "the protocol of the case", Meeting, Recorded, Block, Stands, plan::protocol;

    // What the agreement cannot do without.
    "strengths" => "R12, R59", S, "strengths of the child", Meeting, Written, Block, Aside, plan::strengths;
    "commitments" => "R71", S, "commitments", Agreement, Written, Block, Aside, plan::one_commitment;
    "commitment-gaps" => "R71", S, "who, what and when of each commitment", Agreement, Recorded, Block, Aside, plan::whole_commitments;
    "reviews" => "R66, R78", S, "dates of the reviews", Agreement, Written, Block, Aside, plan::review_dates;
    "outcome-branches" => "R80", S, "what follows if it goes well, and if not", Agreement, Written, Block, Aside, plan::outcome_branches;
    "parental-responsibility" => "R48", S, "somebody with parental responsibility took part", Meeting, Written, Block, Stands, people::responsible_parent;
    "consulted" => "R48, R23", K, "everybody with parental responsibility was asked", Meeting, Recorded, Block, Stands, preparation::somebody_not_consulted;
    "reconvene" => "R53", S, "whether a meeting broken off went on", Meeting, Recorded, Block, Stands, dates::adjourned;
    "agreement" => "R23, R67", K, "answers of those whose agreement is needed", Agreement, Written, Block, Stands, people::everyone_agrees;
    STALE => "R67", K, "the wording to which each agreed", Agreement, Recorded, Block, Stands, people::nothing_changed_since;
    AHEAD => "R67", PRACTICE, "whether the meeting has been held", Meeting, Recorded, Block, Stands, dates::meeting_ahead;
    "answered-ahead" => "R67", PRACTICE, "answers dated in the future", Agreement, Recorded, Block, Stands, dates::answered_ahead;
    "pushed" => "R25", K, "whether anyone feels pushed", Meeting, Recorded, Block, Stands, people::nobody_pushed;

    // The kind of move.
    "route" => "R18", K, "the kind of move", Agreement, Written, Block, Stands, plan::route;
    "earlier-trial" => "R18", GUIDANCE, "when a case with an earlier trial was begun", Agreement, Recorded, Block, Stands, route::trial_too_late;
    "returnable" => "R18", GUIDANCE, "what a permanent move is said to be", Agreement, Recorded, Block, Stands, route::permanent_but_returnable;
    "temporary" => "R18", K, "whether only a temporary move is needed", Agreement, Recorded, Block, Stands, route::permanent_but_temporary,
        "Only a temporary move is needed. That is an off-site direction, not a managed move.", F(Is::Temporary);
    "temporary-asked" => "R18", K, "whether only a temporary move is needed", Agreement, Prepared, Block, Stands, |on| on.case.screening.temporary.is_blank(),
        "Is only a temporary move needed? It is not recorded.", F(Is::Temporary);
    "excluded-asked" => "R18", S, "whether the child was excluded already", Agreement, Prepared, Block, Stands, |on| on.case.screening.excluded.is_blank(),
        "Was the child permanently excluded already? It is not recorded.", F(Is::Excluded);
    "excluded" => "R18", S, "whether the child was excluded already", Agreement, Recorded, Block, Stands, |on| on.case.screening.excluded == YesNo::Yes,
        "A permanent exclusion was given. What follows is a managed transfer, with other rights, not a managed move.", F(Is::Excluded);
    "return-asked" => "R7", S, "whether the child could come back", Agreement, Prepared, Warn, Aside, route::return_not_asked,
        "Could the child come back to the home school? It is not recorded.", F(Is::CouldReturn);
    "return" => "R7", S, "whether the child could come back", Agreement, Recorded, Warn, Aside, route::cannot_return,
        "The child could not come back, but this kind of move may end in a return.", F(Is::CouldReturn);
    "no-return" => "R7", GUIDANCE, "whether it is known that there is no way back", Agreement, Prepared, Warn, Aside, route::no_return_unknown,
        "Do the parents know that a permanent move has no way back? It is not recorded.", F(Is::NoReturnKnown);
    "notice" => "R18", NOTICE, "what the notice of a direction says", Agreement, Prepared, Warn, Aside, route::notice_incomplete;
    "notice-given" => "R18", NOTICE, "whether the parents have the notice", Agreement, Prepared, Warn, Aside, route::notice_not_given;
    "notice-late" => "R18", NOTICE, "how long before the first day notice was given", Agreement, Recorded, Block, Stands, route::notice_late;
    "notice-council" => "R18, R88", NOTICE, "whether the council has the notice, with an EHCP", Agreement, Prepared, Warn, Aside, route::council_without_notice,
        "With an EHCP the council needs the notice of the direction too. It is not recorded.", F(Is::CouncilNoticeOn);
    "direction-dates" => "R18", NOTICE, "first and last day of a direction", Agreement, Recorded, Warn, Aside, route::ends_before_it_begins,
        "The last day of the direction lies before its first.", F(Is::DirectionLast);
    "direction-days" => "R18", NOTICE, "days of a direction against its dates", Agreement, Recorded, Warn, Aside, direction::days;
    "direction-sessions" => "R18", NOTICE, "session times of a direction", Agreement, Recorded, Warn, Aside, direction::sessions;

    // Screening.
    "screening" => "R1, R20", S, "whether screening was begun", Agreement, Written, Warn, Aside, screening::untouched,
        "Screening is not filled in yet.", T(Rows::Reasons);
    "reasons" => "R17", K, "why a move is thought of", Meeting, Prepared, Warn, Aside, screening::no_reason,
        "Why a move is thought of is not recorded.", T(Rows::Reasons);
    "best-interests" => "R19", K, "the child’s best interests", Agreement, Prepared, Block, Aside, |on| on.case.screening.best_interests.is_blank(),
        "Why the move is in the child’s best interests is not written down yet.", F(Is::BestInterests);
    "imminent-asked" => "R1", S, "imminent exclusion", Agreement, Prepared, Warn, Aside, screening::imminent_not_asked,
        "Is a permanent exclusion imminent? It is not recorded.", F(Is::Imminent);
    "imminent-why" => "R1", S, "why exclusion is imminent", Agreement, Prepared, Warn, Aside, screening::imminent_without_reason,
        "Why a permanent exclusion is imminent is not recorded.", F(Is::ImminentWhy);
    "tried-first" => "R1", S, "what was tried before, where exclusion is not imminent", Agreement, Recorded, Warn, Aside, screening::tried_first,
        "A move is not the first thing to try: nothing tried before is recorded, and no exclusion is imminent.", T(Rows::Measures);
    "suspensions" => "R1", S1, "days of suspension, one very serious act", Agreement, Recorded, Warn, Aside, screening::suspended_much;
    "crisis-why" => "R16", S, "why a crisis cannot wait", Agreement, Prepared, Warn, Aside,
        |on| on.case.screening.crisis == YesNo::Yes && on.case.screening.crisis_why.is_blank(),
        "A rare crisis is recorded without its reason. Until it has one, nothing is made lighter.", F(Is::CrisisWhy);
    "services" => "R2", S, "team around the family, Family Early Help", Agreement, Prepared, Warn, Aside, screening::no_services,
        "Neither a meeting of the team around the family nor Family Early Help is recorded.", F(Is::FamilyMeetingOn);
    "early-help" => "R39", S, "help in place for the family", Agreement, Prepared, Warn, Aside, screening::no_help_in_place,
        "No help is in place from Family Early Help, Social Care or Youth Justice. A referral is strongly recommended.", F(Is::FamilyHelp);
    "support-plan" => "R3", S, "pastoral support plan", Agreement, Prepared, Warn, Aside, screening::no_plan,
        "No pastoral support plan is recorded.", F(Is::PlanBegan);
    "plan-reviews" => "R3", S, "reviews of the plan", Agreement, Prepared, Warn, Aside, screening::plan_not_reviewed,
        "No review of the pastoral support plan is recorded.", F(Is::PlanReviews);
    "plan-result" => "R3", S, "what came of the plan", Agreement, Prepared, Warn, Aside, screening::plan_without_result,
        "What came of the pastoral support plan is not recorded.", F(Is::PlanProgress);
    "plan-works" => "R3", S, "what came of the plan", Agreement, Recorded, Warn, Aside, screening::plan_works,
        "The pastoral support plan makes good progress. Is a move needed now?", F(Is::PlanProgress);
    "sessions" => "R4", S, "sessions possible and attended", Agreement, Prepared, Block, Aside, screening::sessions_missing;
    "sessions-fit" => "R4", S, "whether the sessions fit together", Agreement, Recorded, Block, Aside, screening::sessions_wrong;
    "persistent-absence" => "R4", S, "sessions missed", Agreement, Recorded, Warn, Aside, screening::persistent_absence;
    "severe-absence" => "R4", S, "sessions missed", Agreement, Recorded, Warn, Aside, screening::severe_absence;
    "absence-why" => "R4", S, "why a move all the same", Agreement, Recorded, Block, Aside, screening::severe_without_reason,
        "With severe absence a move is not normally right. Say why it is right here.", F(Is::AbsenceWhy);
    "wants-other-asked" => "R5", S, "whether only another school is wanted", Agreement, Prepared, Block, Aside, |on| on.case.screening.wants_other.is_blank(),
        "Does the family simply want another school? It is not recorded.", F(Is::WantsOther);
    "wants-other" => "R5", S, "whether only another school is wanted", Agreement, Recorded, Block, Aside, |on| on.case.screening.wants_other == YesNo::Yes,
        "The family simply wants another school. That is an in-year admissions application.", F(Is::WantsOther);
    "on-roll-asked" => "R6", S, "whether the child is on a roll", Agreement, Prepared, Block, Aside, |on| on.case.screening.on_roll.is_blank(),
        "Is the child on a school’s roll? It is not recorded.", F(Is::OnRoll);
    "on-roll" => "R6", S, "whether the child is on a roll", Agreement, Recorded, Block, Aside, |on| on.case.screening.on_roll == YesNo::No,
        "The child is on no school’s roll. That is for admissions, under the Fair Access Protocol.", F(Is::OnRoll);
    "known-at-risk" => "R9", S, "since when the council knows the child as at risk", Agreement, Prepared, Warn, Aside, screening::knows_child_not_said,
        "Since when the council’s inclusion team knows the child as at risk is not recorded.", F(Is::CouncilKnowsSince);
    "used-up-asked" => "R10", S, "whether strategies are used up", Agreement, Prepared, Warn, Aside, screening::used_up_not_asked;
    "used-up" => "R10", S, "whether strategies are used up", Agreement, Recorded, Warn, Aside, screening::not_used_up;
    "used-up-who" => "R10", S, "who said so", Agreement, Prepared, Warn, Aside, |on| on.case.screening.used_up_who.is_blank(),
        "Who said that strategies are used up is not recorded by name.", F(Is::UsedUpWho);
    "differences" => "R11, R37", S, "what the new school offers that is different", Agreement, Prepared, Block, Aside, screening::nothing_different,
        "What the new school offers that is different is not recorded.", T(Rows::Differences);
    "committed-asked" => "R13", S, "whether the family is committed", Agreement, Prepared, Block, Aside, |on| on.case.screening.committed.is_blank(),
        "Is the family committed to the process? It is not recorded.", F(Is::Committed);
    "committed" => "R13", S, "whether the family is committed", Agreement, Recorded, Block, Aside, |on| on.case.screening.committed == YesNo::No,
        "The family is not committed to the process.", F(Is::Committed);
    "policies" => "R14", S, "policies and guidance followed", Agreement, Prepared, Warn, Aside, |on| on.case.screening.policies.is_blank(),
        "Which policies and guidance were followed is not recorded.", F(Is::Policies);
    "sen" => "R88", K, "special educational needs", Agreement, Prepared, Block, Stands, |on| on.case.screening.sen.is_blank(),
        "Special educational needs are not recorded. With an EHCP the council decides, so it must be said first.", F(Is::SenStage);
    "individual-plan" => "R15", S, "individual or pastoral plan", Agreement, Prepared, Warn, Aside, |on| on.case.screening.individual_plan != YesNo::Yes,
        "An individual or pastoral plan is not recorded.", F(Is::IndividualPlan);
    "outside-agencies" => "R15", S, "outside agencies in the strategies", Agreement, Prepared, Warn, Aside, |on| on.case.screening.outside_agencies != YesNo::Yes,
        "Outside agencies are not recorded as part of the strategies.", F(Is::OutsideAgencies);
    "numbers" => "R4", PRACTICE, "figures that must be whole numbers", Meeting, Recorded, Warn, Aside, screening::not_a_number;
    "percentages" => "R68, R70", PRACTICE, "percentages", Agreement, Recorded, Warn, Aside, screening::over_a_hundred;
    "upn" => "R84", "DfE guide to unique pupil numbers", "the pupil number", Meeting, Recorded, Warn, Aside, screening::wrong_upn;
    "school-numbers" => "R84", "DfE school numbers", "the numbers of both schools", Agreement, Recorded, Warn, Aside, screening::wrong_school_number;

    // Children for whom other rules hold.
    "ehcp" => "R88", K, "review of an EHCP, decision, caseworker", Agreement, Recorded, Block, Stands, screening::plan_not_reviewed_for_move;
    "ehcp-decision" => "R88", K, "the council’s decision with an EHCP", Agreement, Recorded, Warn, Stands, screening::no_plan_decision,
        "There is no decision of the council’s SEND team yet.", F(Is::PlanDecision);
    "ehcp-refused" => "R88", K, "the council’s decision with an EHCP", Agreement, Recorded, Block, Stands,
        |on| on.case.screening.sen == Sen::Ehcp && on.case.screening.plan_decision == PlanDecision::Refuses,
        "The council does not agree to the move in the review of the EHCP.", F(Is::PlanDecision);
    "ehc-assessment" => "R88", PRACTICE, "an EHC needs assessment asked for", Agreement, Recorded, Warn, Aside, |on| on.case.screening.sen == Sen::Requested,
        "An EHC needs assessment is asked for. Speak with the council’s SEND team before anything is agreed.", F(Is::SenStage);
    "care-asked" => "R89", S, "whether the child is looked after", Agreement, Prepared, Warn, Aside, |on| on.case.screening.care == Care::Unsaid,
        "Is the child looked after by a council? It is not recorded.", F(Is::Care);
    "pep" => "R89", S, "personal education plan of a looked-after child", Agreement, Recorded, Warn, Aside,
        |on| screening::is_looked_after(on) && on.case.screening.pep_on.day().is_none(),
        "The child is looked after: bring the personal education plan. Its day is not recorded.", F(Is::PepOn);
    "corporate-parent" => "R89", S, "whether the corporate parent was consulted", Agreement, Recorded, Warn, Aside,
        |on| screening::is_looked_after(on) && on.case.screening.corporate_parent != YesNo::Yes,
        "The child is looked after: that the corporate parent was consulted is not recorded.", F(Is::CorporateParent);
    "virtual-school" => "R89", S, "virtual school of a looked-after child", Agreement, Recorded, Warn, Aside,
        |on| screening::is_looked_after(on) && on.case.screening.virtual_school.is_blank(),
        "The child is looked after: nobody of the virtual school is named.", F(Is::VirtualSchool);
    "social-worker" => "R89", S, "social worker of a looked-after child", Agreement, Recorded, Warn, Aside,
        |on| screening::is_looked_after(on) && on.case.screening.social_worker.is_blank(),
        "The child is looked after: no social worker is named.", F(Is::SocialWorker);
    "year-11" => "R8, R90", S, "Year 11", Agreement, Recorded, Warn, Aside, screening::is_year_11,
        "Year 11: the home school keeps overall responsibility, and the results are its own.", F(Is::ExamCentre);
    "year-11-late" => "R90", S, "how late in Year 11", Agreement, Recorded, Warn, Aside, screening::late_in_year_11;
    "exam-centre" => "R90", S, "where a child in Year 11 sits examinations", Agreement, Prepared, Warn, Aside,
        |on| screening::is_year_11(on) && on.case.screening.exam_centre.is_blank(),
        "Year 11: where the examinations are sat is not recorded.", F(Is::ExamCentre);
    "exam-entries" => "R90", S, "entries for examinations", Agreement, Prepared, Warn, Aside,
        |on| screening::is_year_11(on) && on.case.screening.exam_entries.is_blank(),
        "Year 11: who enters the child, for which examinations and boards, is not recorded.", F(Is::ExamEntries);
    "access-arrangements" => "R90", S, "access arrangements in examinations", Agreement, Prepared, Warn, Aside,
        |on| screening::is_year_11(on) && on.case.screening.access_arrangements.is_blank(),
        "Year 11: access arrangements in examinations are not recorded.", F(Is::AccessArrangements);

    // Preparation.
    "parents-asked" => "R21", S, "when the parents were first asked", Agreement, Prepared, Warn, Aside, |on| on.case.preparation.parents_asked_on.is_blank(),
        "When the parents were first asked is not recorded.", F(Is::ParentsAskedOn);
    "council-asked" => "R21, R27", S, "when the council was first asked", Agreement, Prepared, Warn, Aside, |on| on.case.preparation.council_asked_on.is_blank(),
        "When the council was first asked is not recorded.", F(Is::CouncilAskedOn);
    "council-role" => "R27, R92", S, "the council’s part", Agreement, Prepared, Warn, Aside, |on| on.case.preparation.council_role == CouncilRole::Unsaid,
        "What part the council plays is not recorded.", F(Is::CouncilRole);
    "council-consulted" => "R27, R92", S, "whether the council was consulted", Agreement, Recorded, Warn, Aside, preparation::council_not_consulted,
        "The council is not a party and was not consulted. To ask it first is recommended.", F(Is::CouncilAskedOn);
    "letter" => "R26", K, "the head’s letter to the parents", Agreement, Prepared, Warn, Aside, preparation::letter_not_sent,
        "The head’s letter to the parents is not recorded as sent.", F(Is::LetterOn);
    "sheet" => "R24, R28", K, "the information sheet", Agreement, Prepared, Warn, Aside, |on| on.case.preparation.sheet_on.is_blank(),
        "The information sheet is not recorded as given to parents and child.", F(Is::SheetOn);
    "informed" => "R22, R24", S, "whether the move was explained to each parent", Agreement, Prepared, Warn, Aside, preparation::not_informed;
    "informed-late" => "R22, R24", S, "whether it was explained before the meeting and the answer", Agreement, Recorded, Warn, Aside, dates::explained_late;
    "duties" => "R22", S, "whether parents know their own duties", Agreement, Prepared, Warn, Aside, preparation::duties_not_explained;
    "advice" => "R24", K, "whether independent advice was offered", Agreement, Prepared, Warn, Aside, preparation::advice_not_offered;
    "head-asked" => "R29", S, "when and why the new school was asked", Agreement, Prepared, Warn, Aside, preparation::head_not_asked;
    "nearest-asked" => "R30", S, "whether it is the next suitable school", Agreement, Prepared, Warn, Aside, |on| on.case.screening.nearest.is_blank(),
        "Is it the next suitable school to home? It is not recorded.", F(Is::Nearest);
    "nearest" => "R30", S, "why it is not the next suitable school", Agreement, Recorded, Warn, Aside, preparation::farther_without_reason,
        "It is not the next suitable school to home. Why this one?", F(Is::NearestWhy);
    "over-number" => "R31", S, "admission number of the new school", Agreement, Recorded, Warn, Aside, |on| on.case.screening.over_number == YesNo::Yes,
        "The new school goes over its admission number. Other children may wait for a place there.", F(Is::OverNumber);
    "class-size" => "R31", "SI 2012/10", "size of an infant class", Agreement, Prepared, Block, Stands, route::class_size_missing;
    "infant-class" => "R31", "SI 2012/10", "size of an infant class", Agreement, Recorded, Block, Stands, route::infant_class_full;
    "evidence" => "R20, R33, R34", S, "what the home school brings", Agreement, Prepared, Warn, Aside, preparation::evidence_gaps;
    "risk-plan" => "R94", K, "risk plan, where others were harmed", Agreement, Prepared, Warn, Aside, preparation::no_risk_plan,
        "Others were harmed or at risk: where the risk plan is kept is not recorded.", F(Is::RiskPlan);
    "integration" => "R35", K, "plan for the start at the new school", Agreement, Prepared, Warn, Aside, |on| on.case.preparation.integration.is_blank(),
        "The new school’s plan for the start is not written down yet.", F(Is::Integration);
    "invitations" => "R40", S, "invitations", Agreement, Prepared, Warn, Aside, preparation::not_invited;
    "invited-late" => "R40", S, "how long before the meeting invitations went out", Agreement, Recorded, Warn, Aside, preparation::invited_late;
    "time-asked" => "R42", S, "whether the time suits the parents", Agreement, Prepared, Warn, Aside, |on| on.case.preparation.time_asked.is_blank(),
        "Were the parents asked what time suits them? It is not recorded.", F(Is::TimeAsked);
    "meeting-time" => "R42", S, "day and time of the meeting", Agreement, Recorded, Warn, Aside, preparation::outside_school_day;
    "venue" => "R43", S, "place of the meeting", Agreement, Prepared, Warn, Aside, preparation::elsewhere_without_reason;
    "host" => "R44", S, "what the host gets ready", Agreement, Prepared, Warn, Aside, preparation::host_not_ready;

    // The meeting.
    "dates" => "R66", PRACTICE, "words that should be dates", Meeting, Recorded, Warn, Aside, plan::readable_dates;
    "date-order" => "R65", PRACTICE, "dates that contradict each other", Meeting, Recorded, Warn, Aside, plan::dates_in_order;
    "times" => "R42", PRACTICE, "words that should be times of day", Meeting, Recorded, Warn, Aside, preparation::times_wrong;
    "born" => "R49", PRACTICE, "date of birth against the year group", Meeting, Recorded, Warn, Aside, dates::year_unusual;
    "old-words" => "R18", GUIDANCE, "words for a move that is no longer allowed", Meeting, Recorded, Warn, Aside, words::old;
    "child-name" => "R54", PRACTICE, "the child’s name in both places", Meeting, Recorded, Warn, Aside, people::childs_name;
    "child-asked" => "R73", S, "whether the child was asked", Meeting, Written, Warn, Aside, people::child_asked;
    "child-revisit" => "R73", S, "when to come back to the child’s commitments", Agreement, Written, Warn, Aside, people::no_day_to_come_back,
        "The child could not commit today, which is normal. On which day do you come back to it?", F(Is::ChildRevisit);
    "responsibility" => "R48", S, "who has parental responsibility", Meeting, Written, Warn, Aside, people::responsibility_said;
    "privacy-line" => "R54", PRACTICE, "the privacy line", Meeting, Written, Warn, Aside, people::privacy_line;
    "lead" => "R47", S, "who leads", Meeting, Written, Warn, Aside, |on| on.case.meeting.lead.is_blank(),
        "Who leads the meeting is not recorded.", F(Is::Lead);
    "heads" => "R45", S, "both heads, or nominated", Meeting, Written, Warn, Aside, people::heads_present;
    "coordinator" => "R46", S, "who co-ordinates the transfer", Agreement, Written, Warn, Aside, |on| on.case.coordinator.is_blank(),
        "Nobody is named who co-ordinates the transfer.", F(Is::Coordinator);
    "council" => "R47", S, "somebody of the council", Meeting, Written, Warn, Aside, people::council_present;
    "harmed" => "R52", K, "staff who were harmed", Meeting, Prepared, Warn, Aside, preparation::harmed_not_listed,
        "Others were harmed: should a member of staff who was harmed be asked to come?", T(Rows::People);
    "stays-agreed" => "R49, R50", S, "with whom the child’s part was agreed", Agreement, Written, Warn, Aside, people::stays_not_agreed,
        "With whom was it agreed how long the child stays? It is not recorded.", F(Is::StaysAgreedBy);
    "companion" => "R51", S, "who comes with the child", Meeting, Written, Warn, Aside, people::companion;
    "adjourned" => "R53", S, "when a meeting broken off goes on", Meeting, Recorded, Warn, Aside, plan::adjourned_without_day;
    "child-voice" => "R38, R55", S, "the child’s voice", Meeting, Written, Warn, Aside, people::child_heard;
    "voice-helper" => "R38", S, "who helped the child", Meeting, Recorded, Warn, Aside, people::independent_helper;
    "parent-voice" => "R56", S, "the parent’s voice", Meeting, Written, Warn, Aside, people::parent_heard;
    "pushed-asked" => "R25", K, "whether that was asked", Meeting, Written, Warn, Aside, people::pushed_asked;
    "tried" => "R57", S, "what the home school tried", Agreement, Written, Warn, Aside, plan::something_tried;
    "hopes" => "R58", S, "what the move should achieve", Agreement, Written, Warn, Aside, plan::hopes;
    "needs" => "R59", S, "needs of the child", Meeting, Written, Warn, Aside, |on| on.note("strengths.needs").trim().is_empty(),
        "The child’s needs are not written down yet.", N("strengths.needs");
    "different" => "R11, R37", S, "what is different at the new school", Agreement, Written, Warn, Aside, plan::something_different;
    "offer" => "R61", S, "what is on offer at the new school", Agreement, Written, Warn, Aside, |on| on.note("background.offer").trim().is_empty(),
        "What is on offer at the new school is not written down yet.", N("background.offer");
    "attendance-target" => "R68", S, "a target for attendance", Agreement, Written, Warn, Aside, plan::attendance_target;
    "target-gaps" => "R70", S, "number and baseline of each target", Agreement, Written, Warn, Aside, plan::measurable_targets;
    "targets-many" => "R70", S, "how many targets there are", Agreement, Recorded, Warn, Aside, plan::few_targets;
    "vague" => "R71", S, "owners that name nobody", Agreement, Recorded, Warn, Aside, plan::nothing_vague;
    "new-school-support" => "R72", S, "support by the new school", Agreement, Written, Warn, Aside, plan::new_school_supports;
    "uniform" => "R75", S, "uniform", Agreement, Written, Warn, Aside, plan::uniform;
    "branded-items" => "R75", "Children’s Wellbeing and Schools Act 2026 s35", "how many branded items", Agreement, Recorded, Warn, Aside, plan::branded_items;
    "transport" => "R74", S, "who pays for travel", Agreement, Written, Warn, Aside, plan::transport;
    "transport-later" => "R74", S, "who pays for travel later", Agreement, Written, Warn, Aside, plan::transport_later,
        "Who pays for travel after that is not settled.", F(Is::TransportThen);
    "money" => "R32, R76", S, "money between the schools", Agreement, Written, Warn, Aside, plan::money;
    "start" => "R65", S, "the first day at the new school", Agreement, Written, Warn, Aside, plan::start_open,
        "The first day at the new school is not fixed.", F(Is::Start);
    "start-permanent" => "R65, R18", GUIDANCE, "the first day of a permanent move", Agreement, Written, Block, Aside, plan::permanent_without_start,
        "A permanent move needs its first day at the new school. It is not fixed.", F(Is::Start);
    "start-agreed" => "R65, R23", K, "whether it was agreed before the first day", Agreement, Recorded, Block, Aside, dates::starts_before_agreement;
    "start-early" => "R65", S, "whether a direction begins before the meeting", Agreement, Recorded, Warn, Aside, dates::starts_before_meeting;

    // What the term dates of the schools say.
    "start-closed" => "R65", PRACTICE, "whether the new school is open on the first day", Agreement, Recorded, Warn, Aside, dates::first_day;
    "first-week" => "R77", S, "whether a short first week counts", Agreement, Recorded, Warn, Aside, dates::first_week;
    "review-weeks" => "R78", S, "weeks in which the reviews are", Agreement, Recorded, Warn, Aside, dates::review_weeks;
    "review-closed" => "R78", PRACTICE, "whether both schools are open on a review", Agreement, Recorded, Warn, Aside, dates::review_closed;
    "term-dates" => "R77", PRACTICE, "term dates of both schools", Agreement, Recorded, Note, Stands, dates::term_dates;
    "due-closed" => "R71", PRACTICE, "whether a school is open when something is due", Agreement, Recorded, Note, Stands, dates::due_when_open;

    // The record of a redirection.
    "redirected-told" => "R88", K, "the day on which the family was told", Redirection, Written, Block, Stands, |on| on.case.screening.redirected_on.day().is_none(),
        "On which day the family was told where the case belongs is not recorded.", F(Is::RedirectedOn);
    "redirected-how" => "R88", K, "what was explained, and who takes it on", Redirection, Written, Block, Stands, |on| on.case.screening.redirected_how.is_blank(),
        "What was explained to the family, and who takes it on, is not recorded.", F(Is::RedirectedHow);

    "redirected-wrong" => "R5, R6, R18, R88", K, "whether that place can take it on", Redirection, Recorded, Block, Stands, screening::wrong_place;
    "redirected-other" => "R5, R6, R18, R88", S, "whether what is recorded leads there", Redirection, Recorded, Warn, Aside, screening::other_place;

    // A review. What is set aside is so for the whole case, and every review is its own.
    "review-people" => "R78", S, "who was at the review", Review, Written, Block, Stands, review::somebody_there;
    "review-attendance" => "R48, R78", S, "whether those who must agree were there", Review, Written, Block, Stands, review::required_there;
    "review-attendance-others" => "R82", S, "whether everybody else was there", Review, Written, Warn, Stands, review::others_there;
    "review-child-voice" => "R55", S, "what the child says", Review, Written, Warn, Stands, review::child_heard;
    "review-child-seen" => "R78", S, "whether the child was seen", Review, Written, Block, Stands, review::child_seen;
    "review-decision" => "R77", S, "what was decided", Review, Written, Block, Stands, review::decided;
    "review-decision-allowed" => "R79, R80", S, "decisions that the kind of move does not know", Review, Recorded, Block, Stands, review::decision_allowed;
    AFRESH => "R23", K, "whether everyone agrees afresh before a move becomes permanent", Review, Written, Block, Stands, review::everyone_agrees_afresh;
    "review-final" => "R77", S, "whether the last review says how the case ends", Review, Recorded, Block, Stands, review::final_one_decides;
    "review-extension" => "R79", S, "length and reason of more time", Review, Written, Block, Stands, review::extension_said;
    "review-early" => "R80", S, "what is looked into before an early end", Review, Written, Block, Stands, review::looked_into;
    "review-extension-range" => "R79", S, "how many weeks more", Review, Recorded, Block, Stands, review::extension_in_range;
    "review-extension-again" => "R79", S, "whether more time was given already", Review, Recorded, Warn, Stands, review::extended_once;
    "review-extension-end" => "R79", S, "whether the term dates reach the end of more time", Review, Recorded, Warn, Stands, review::extension_reached;
    "review-next" => "R78, R79", S, "the day of the next review", Review, Written, Block, Stands, review::next_one_fixed;
    "review-readings" => "R70, R78", S, "readings of the targets", Review, Written, Warn, Stands, review::readings;
    "review-updates" => "R71, R78", S, "what became of each commitment", Review, Written, Warn, Stands, review::updates;
    "review-promises" => "R71", S, "who, what and when of each new commitment", Review, Recorded, Block, Stands, review::whole_promises;
    "review-changes" => "R78", S, "changes of targets that lack something", Review, Recorded, Warn, Stands, review::whole_changes;
    "old-words-review" => "R18", GUIDANCE, "the same words, written at a review", Review, Recorded, Warn, Stands, words::old_at_review;

    // The end of a case.
    "end-day" => "R77", S, "the day on which the case ended", End, Written, Block, Stands, |on| ending::gap(on, Is::OutcomeOn);
    "end-confirmed" => "R23", K, "whether a review confirmed the move", End, Recorded, Block, Stands, |on| ending::gap(on, Is::Outcome);
    "end-early" => "R80", S, "whether it ends before its time", End, Written, Block, Stands, |on| ending::gap(on, Is::EndsEarly);
    "end-reasons" => "R80", S, "why it ends early", End, Written, Block, Stands, |on| ending::gap(on, Is::EndReasons);
    "end-account" => "R80", S, "what the child says about an early end", End, Written, Block, Stands, |on| ending::gap(on, Is::EndAccount);
    "end-provoked" => "R80", S, "whether the child was provoked or harassed", End, Written, Block, Stands, |on| ending::gap(on, Is::EndProvoked);
    "end-supported" => "R80", S, "whether the promised support was given", End, Written, Block, Stands, |on| ending::gap(on, Is::EndSupported);
};

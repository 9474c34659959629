//! The facts of a case: what has one place and one meaning.

use serde::{Deserialize, Serialize};

use super::case::Case;
use super::date::Toward;
use super::slot::{Audience, Field, FieldMut};

/// Declares the facts: name, kind, place in the case, and the words beside the field.
macro_rules! facts {
    ($($fact:ident => $kind:ident($($place:ident).+), $label:literal, $audience:ident, $timing:ident;)*) => {
        /// A fact about a case that has one place and one meaning.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum Fact {
            $(#[doc = concat!("“", $label, "”.")] $fact,)*
        }

        impl Fact {
            /// Every fact.
            pub const ALL: &'static [Self] = &[$(Self::$fact),*];

            /// The words beside the field.
            pub fn label(self) -> &'static str {
                match self { $(Self::$fact => $label,)* }
            }

            /// Who may read it.
            pub fn audience(self) -> Audience {
                match self { $(Self::$fact => Audience::$audience,)* }
            }

            fn timing(self) -> Timing {
                match self { $(Self::$fact => Timing::$timing,)* }
            }
        }

        impl Case {
            pub(super) fn fact(&self, fact: Fact) -> Field<'_> {
                match fact { $(Fact::$fact => Field::$kind(&self.$($place).+),)* }
            }

            pub(super) fn fact_mut(&mut self, fact: Fact) -> FieldMut<'_> {
                match fact { $(Fact::$fact => FieldMut::$kind(&mut self.$($place).+),)* }
            }
        }
    };
}

facts! {
    ChildName => Line(child.name), "Child’s full name", Agreed, Ahead;
    ChildBorn => Date(child.born), "Date of birth", Agreed, Back;
    ChildYear => Choice(child.year), "Year group", Agreed, Ahead;
    Communication => Prose(child.communication), "Languages, interpreter, what helps", Agreed, Ahead;
    HomeSchool => Line(home_school), "Home school", Agreed, Ahead;
    NewSchool => Line(new_school), "Proposed school", Agreed, Ahead;
    Route => Choice(route), "Kind of move", Agreed, Ahead;
    MeetingOn => Date(meeting.on), "Meeting on", Agreed, Ahead;
    MeetingAt => Line(meeting.at), "Time", Agreed, Ahead;
    Venue => Line(meeting.venue), "Place", Agreed, Ahead;
    Lead => Line(meeting.lead), "Who leads", Agreed, Ahead;
    NoteTaker => Line(meeting.note_taker), "Who takes the notes", Agreed, Ahead;
    PrivacyRead => Choice(meeting.privacy_read), "Privacy line read out", Agreed, Ahead;
    Coordinator => Line(coordinator), "Who co-ordinates the transfer", Agreed, Ahead;
    Stays => Choice(childs_part.stays), "How long the child stays", Agreed, Ahead;
    ChildWith => Line(childs_part.with), "Who comes with the child", Agreed, Ahead;
    StaysAgreedBy => Line(childs_part.agreed_by), "Agreed with", Agreed, Ahead;
    VoiceHow => Choice(childs_part.voice_how), "How the view was gathered", Agreed, Ahead;
    VoiceHelper => Line(childs_part.voice_helper), "Who helped", Agreed, Ahead;
    HelperIsStaff => Choice(childs_part.helper_is_staff), "Does the helper work for the home school?", Agreed, Ahead;
    VoiceOn => Date(childs_part.voice_on), "Gathered on", Agreed, Back;
    NextStepsClear => Choice(next_steps_clear), "Are the next steps clear?", Agreed, Ahead;
    Pushed => Choice(pushed), "Does anyone feel pushed?", Private, Ahead;
    HostTarget => Line(host_target), "New school’s attendance target (% of sessions)", Agreed, Ahead;
    ChildCommits => Choice(childs_part.commits), "The child today", Agreed, Ahead;
    ChildRevisit => Date(childs_part.revisit), "Come back to it on", Agreed, Ahead;
    ChildRevisited => Date(childs_part.revisited), "Came back to it on", Agreed, AfterBack;
    UniformItems => Prose(terms.uniform_items), "Branded items the home school pays for", Agreed, Ahead;
    UniformCost => Line(terms.uniform_cost), "Cost", Agreed, Ahead;
    UniformOrderedBy => Line(terms.uniform_ordered_by), "Ordered by", Agreed, Ahead;
    UniformNeeded => Date(terms.uniform_needed), "Needed by", Agreed, Ahead;
    TransportHow => Line(terms.transport_how), "How the child travels", Agreed, Ahead;
    TransportPayer => Line(terms.transport_payer), "Who pays at first", Agreed, Ahead;
    TransportUntil => Date(terms.transport_until), "Until", Agreed, Ahead;
    TransportThen => Line(terms.transport_then), "Who pays after that", Agreed, Ahead;
    MoneyNow => Choice(terms.money_now), "Money between the schools, at this meeting", Agreed, Ahead;
    MoneyNote => Prose(terms.money_note), "What was said about it", Agreed, Ahead;
    MoneyFinal => Choice(terms.money_final), "At the final meeting", Agreed, After;
    Roll => Prose(terms.roll), "Roll and registers", Agreed, Ahead;
    Start => Date(start), "First day at the new school", Agreed, Ahead;
    CountFirstWeek => Choice(count_first_week), "Count a short first week?", Agreed, Ahead;
    Outcome => Choice(outcome), "How the case ended", Agreed, After;
    OutcomeOn => Date(outcome_on), "Ended on", Agreed, AfterBack;
    ChildJoins => Choice(childs_part.joins), "Where the child joins", Agreed, Ahead;
    Upn => Line(register.upn), "Unique pupil number", Working, Ahead;
    ChildSex => Choice(register.sex), "Sex", Working, Ahead;
    Ethnicity => Line(register.ethnicity), "Ethnicity code", Working, Ahead;
    FirstLanguage => Line(register.first_language), "First language", Working, Ahead;
    FreeMeals => Choice(register.free_meals), "Free school meals", Working, Ahead;
    HomeAddress => Prose(register.address), "Home address", Working, Ahead;
    HomeNumber => Line(register.home_number), "Home school’s number", Working, Ahead;
    NewNumber => Line(register.new_number), "New school’s number", Working, Ahead;
    Imminent => Choice(screening.imminent), "Is permanent exclusion imminent?", Working, Ahead;
    ImminentWhy => Prose(screening.imminent_why), "Why it is, or is not", Working, Ahead;
    Crisis => Choice(screening.crisis), "A rare crisis, before other help?", Working, Ahead;
    CrisisWhy => Prose(screening.crisis_why), "Why it cannot wait", Working, Ahead;
    FamilyMeetingOn => Date(screening.family_meeting_on), "Team around the family met", Working, Back;
    FamilyHelp => Choice(screening.family_help), "Family Early Help", Working, Ahead;
    PlanBegan => Date(screening.plan_began), "Pastoral plan began", Working, Back;
    PlanReviews => Line(screening.plan_reviews), "Reviews of the plan", Working, Ahead;
    PlanProgress => Choice(screening.plan_progress), "What came of the plan", Working, Ahead;
    Possible => Line(screening.possible), "Sessions possible", Working, Ahead;
    Attended => Line(screening.attended), "Sessions attended", Working, Ahead;
    Suspended => Line(screening.suspended), "Missed by suspension", Working, Ahead;
    CountedTo => Date(screening.counted_to), "Counted up to", Working, Back;
    AbsenceWhy => Prose(screening.absence_why), "Why a move all the same", Working, Ahead;
    SuspensionDays => Line(screening.suspension_days), "Days suspended, 3 terms", Working, Ahead;
    Suspensions => Line(screening.suspensions), "How many suspensions", Working, Ahead;
    SeriousAct => Choice(screening.serious_act), "One very serious act?", Working, Ahead;
    WantsOther => Choice(screening.wants_other), "Only another school wanted?", Working, Ahead;
    OnRoll => Choice(screening.on_roll), "On a school’s roll?", Working, Ahead;
    CouldReturn => Choice(screening.could_return), "Could the child come back?", Working, Ahead;
    NoReturnKnown => Choice(screening.no_return_known), "“No way back” understood?", Working, Ahead;
    Temporary => Choice(screening.temporary), "Only a temporary need?", Working, Ahead;
    Excluded => Choice(screening.excluded), "Permanently excluded already?", Working, Ahead;
    FromAssessment => Choice(screening.from_assessment), "Idea out of an assessment?", Working, Ahead;
    CouncilKnowsSince => Date(screening.council_knows_since), "Known as at risk since", Working, Back;
    UsedUpSchool => Choice(screening.used_up_school), "Used up, says the school", Working, Ahead;
    UsedUpFamily => Choice(screening.used_up_family), "Used up, says the family", Working, Ahead;
    UsedUpCouncil => Choice(screening.used_up_council), "Used up, says the council", Working, Ahead;
    UsedUpWho => Line(screening.used_up_who), "Who said so", Working, Ahead;
    Committed => Choice(screening.committed), "Is the family committed?", Working, Ahead;
    Policies => Prose(screening.policies), "Policies and guidance followed", Working, Ahead;
    BestInterests => Prose(screening.best_interests), "Why this is best for the child", Agreed, Ahead;
    SenStage => Choice(screening.sen), "Special educational needs", Working, Ahead;
    SenNeeds => Line(screening.sen_needs), "Which needs", Working, Ahead;
    IndividualPlan => Choice(screening.individual_plan), "Individual or pastoral plan?", Working, Ahead;
    OutsideAgencies => Choice(screening.outside_agencies), "Outside agencies involved?", Working, Ahead;
    PlanReviewOn => Date(screening.plan_review_on), "EHCP reviewed on", Agreed, Back;
    PlanDecision => Choice(screening.plan_decision), "What the council decided", Agreed, Ahead;
    Caseworker => Line(screening.caseworker), "EHCP caseworker", Agreed, Ahead;
    Care => Choice(screening.care), "Looked after by a council?", Working, Ahead;
    CareAuthority => Line(screening.care_authority), "Which council", Working, Ahead;
    SocialWorker => Line(screening.social_worker), "Social worker", Working, Ahead;
    VirtualSchool => Line(screening.virtual_school), "Virtual school", Working, Ahead;
    PepOn => Date(screening.pep_on), "Personal education plan of", Working, Back;
    CorporateParent => Choice(screening.corporate_parent), "Corporate parent consulted?", Working, Ahead;
    ExamCentre => Line(screening.exam_centre), "Examination centre", Agreed, Ahead;
    ExamEntries => Prose(screening.exam_entries), "Entries and boards", Agreed, Ahead;
    AccessArrangements => Prose(screening.access_arrangements), "Access arrangements", Agreed, Ahead;
    Nearest => Choice(screening.nearest), "Next suitable school to home?", Working, Ahead;
    NearestWhy => Prose(screening.nearest_why), "Why this one, if not", Working, Ahead;
    Miles => Line(screening.miles), "Miles from home", Working, Ahead;
    OverNumber => Choice(screening.over_number), "Over its admission number?", Working, Ahead;
    ClassSize => Line(screening.class_size), "Class size with the child", Working, Ahead;
    ClassException => Line(screening.class_exception), "Exception in law, if over", Working, Ahead;
    PlaceHeld => Date(screening.place_held), "Place held until", Working, Ahead;
    HeadAskedOn => Date(screening.head_asked_on), "New school asked on", Working, Back;
    HeadAskedWhy => Prose(screening.head_asked_why), "Why it might work there", Working, Ahead;
    Redirection => Choice(screening.redirection), "Where the case belongs", Agreed, After;
    RedirectedOn => Date(screening.redirected_on), "Family told on", Agreed, AfterBack;
    RedirectedHow => Prose(screening.redirected_how), "What was explained, who takes it on", Agreed, After;
    ParentsAskedOn => Date(preparation.parents_asked_on), "Parents first asked on", Working, Back;
    CouncilAskedOn => Date(preparation.council_asked_on), "Council first asked on", Working, Back;
    CouncilRole => Choice(preparation.council_role), "The council’s part", Agreed, Ahead;
    LetterOn => Date(preparation.letter_on), "Head’s letter to parents", Working, Back;
    SheetOn => Date(preparation.sheet_on), "Information sheet given", Working, Back;
    TimeAsked => Choice(preparation.time_asked), "Parents asked what time suits?", Working, Ahead;
    VenueWhy => Line(preparation.venue_why), "Why there, if not as usual", Working, Ahead;
    HostRoom => Choice(preparation.room), "Room, level seats, table", Working, Ahead;
    HostWater => Choice(preparation.water), "Water, at least", Working, Ahead;
    HostPens => Choice(preparation.pens), "Pens and paper", Working, Ahead;
    HostPack => Choice(preparation.pack), "Family pack", Working, Ahead;
    HostLook => Choice(preparation.look_round), "A look round the school", Working, Ahead;
    Integration => Prose(preparation.integration), "Plan for the start at the new school", Agreed, Ahead;
    RiskPlan => Line(preparation.risk_plan), "Where the risk plan is kept", Working, Ahead;
    RiskPlanShown => Choice(preparation.risk_plan_shown), "Named in the agreement?", Working, Ahead;
    HomeContact => Line(preparation.home_contact), "Contact at the home school", Agreed, Ahead;
    NewContact => Line(preparation.new_contact), "Contact at the new school", Agreed, Ahead;
    Independent => Line(preparation.independent), "Independent supporter", Agreed, Ahead;
    DirectionAddress => Prose(direction.address), "Address to go to", Agreed, Ahead;
    DirectionReportTo => Line(direction.report_to), "Who to report to", Agreed, Ahead;
    DirectionLast => Date(direction.last_day), "Last day", Agreed, Ahead;
    DirectionDays => Line(direction.days), "Number of days", Agreed, Ahead;
    DirectionMorning => Line(direction.morning), "Morning session", Agreed, Ahead;
    DirectionAfternoon => Line(direction.afternoon), "Afternoon session", Agreed, Ahead;
    DirectionReasons => Prose(direction.reasons), "Reasons", Agreed, Ahead;
    DirectionObjectives => Prose(direction.objectives), "Objectives", Agreed, Ahead;
    NoticeOn => Date(direction.notice_on), "Notice given to parents on", Agreed, AfterBack;
    CouncilNoticeOn => Date(direction.council_notice_on), "Notice given to the council on", Agreed, AfterBack;
    EndsEarly => Choice(ending.early), "Ends before its time?", Agreed, After;
    EndReasons => Prose(ending.reasons), "Reasons, in plain words", Agreed, After;
    EndAccount => Prose(ending.childs_account), "What the child says", Agreed, After;
    EndProvoked => Choice(ending.provocation_checked), "Provocation looked into?", Agreed, After;
    EndSupported => Choice(ending.support_given), "Promised support given?", Agreed, After;
    EndBackOn => Date(ending.back_on), "First day back", Agreed, After;
    Hold => Prose(hold), "Not to be erased, because", Working, After;
}

/// When a fact is filled in, and on which side of that a day without a year lies.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Timing {
    /// By the end of the meeting; a day lies ahead.
    Ahead,
    /// By the end of the meeting; a day lies back.
    Back,
    /// After the meeting too; a day lies ahead.
    After,
    /// After the meeting too; a day lies back.
    AfterBack,
}

impl Fact {
    /// Whether it is filled in after the meeting, and so stays open when the meeting is closed.
    pub fn follows_up(self) -> bool {
        matches!(self.timing(), Timing::After | Timing::AfterBack)
    }

    /// On which side a day without a year is looked for.
    pub(super) fn toward(self) -> Toward {
        match self.timing() {
            Timing::Ahead | Timing::After => Toward::Ahead,
            Timing::Back | Timing::AfterBack => Toward::Back,
        }
    }
}

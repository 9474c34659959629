//! Everything that a key, the palette or a click can ask for, each with the words for it.

/// Declares the actions with the words by which the palette and the key table name them.
macro_rules! actions {
    ($($action:ident = $words:literal;)*) => {
        /// Something the user can do. Nothing carries data: what needs data is a message of its own.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Action {
            $(#[doc = concat!("“", $words, "”.")] $action,)*
        }

        impl Action {
            /// Every action.
            pub const ALL: &'static [Self] = &[$(Self::$action),*];

            /// What it does, as the palette and the key table name it.
            pub fn words(self) -> &'static str {
                match self { $(Self::$action => $words,)* }
            }
        }
    };
}

actions! {
    NewCase = "New case";
    OpenCase = "Open case";
    ReviewCases = "Review open cases";
    ShowDue = "What falls due";
    FindCase = "Find case";
    SortCases = "Sort cases";
    ShowAllCases = "Show open or all cases";
    ReloadCases = "Read the cases again";
    EraseCase = "Erase case for good";
    Practise = "Practise with invented cases";
    ShowStates = "Earlier states of the case";
    CompareFrom = "Compare with this state";
    RestoreState = "Put this state back";
    NextItem = "Next item";
    PreviousItem = "Previous item";
    NextPart = "Next part";
    PreviousPart = "Previous part";
    GoToItem = "Go to item";
    NextField = "Next field";
    PreviousField = "Previous field";
    AddRow = "Add row";
    RemoveRow = "Remove row";
    SetAside = "Set aside with a reason";
    MoveRowUp = "Move row up";
    MoveRowDown = "Move row down";
    MarkDone = "Mark done or sent today";
    NextAnswer = "Next answer";
    PreviousAnswer = "Previous answer";
    ClearAnswer = "Clear answer";
    Undo = "Undo";
    Redo = "Redo";
    SaveNow = "Save now";
    CloseMeeting = "Close meeting";
    OfferReviewDates = "Offer review dates";
    AdjournMeeting = "Adjourn meeting";
    ReconveneMeeting = "Reconvene meeting";
    CorrectAgreement = "Correct agreement";
    BeginReview = "Begin review";
    ChangeTarget = "Change target";
    Export = "Export agreement or other document";
    Decide = "Decide whose words stand";
    BringIn = "Bring in another version";
    TakeOver = "Take over, to write here";
    RoomView = "Room view";
    LeaveRoomView = "Leave room view";
    BackToCases = "Back to cases";
    Quit = "Quit";
    Palette = "All actions and keys";
    Redraw = "Draw the screen again";
    Up = "Up";
    Down = "Down";
    PageUp = "Page up";
    PageDown = "Page down";
    First = "First";
    Last = "Last";
    Confirm = "Choose";
    Cancel = "Not now";
    Yes = "Yes";
    No = "No";
    KeepMine = "Mine";
    TakeTheirs = "Theirs";
    KeepBoth = "Both, one after the other";
    SaveElsewhere = "Save in another place";
    LookAgain = "Look again";
    OwnCase = "Make a case of its own";
    NextCase = "Next case";
    PreviousCase = "Previous case";
    OnTrack = "On track";
    Worry = "Worry";
    ArrangeMeeting = "Arrange a meeting";
    TakeBackVerdict = "Take back the last verdict";
    Left = "Left";
    Right = "Right";
    WordLeft = "Word left";
    WordRight = "Word right";
    RowStart = "Start of row";
    RowEnd = "End of row";
    TextStart = "Start of text";
    TextEnd = "End of text";
    SelectLeft = "Select left";
    SelectRight = "Select right";
    SelectWordLeft = "Select word left";
    SelectWordRight = "Select word right";
    SelectUp = "Select up";
    SelectDown = "Select down";
    SelectRowStart = "Select to start of row";
    SelectRowEnd = "Select to end of row";
    SelectAll = "Select all";
    DeleteBack = "Delete back";
    DeleteForward = "Delete forward";
    DeleteWordBack = "Delete word back";
    DeleteWordForward = "Delete word forward";
    NewLine = "New line";
    Copy = "Copy";
    Cut = "Cut";
    Paste = "Paste what was copied here";
}

impl Action {
    /// Whether it leads on from a list of cases, so that it cannot be done inside one.
    pub fn is_for_the_list(self) -> bool {
        matches!(
            self,
            Self::NewCase
                | Self::OpenCase
                | Self::ReviewCases
                | Self::ShowDue
                | Self::FindCase
                | Self::SortCases
                | Self::ShowAllCases
                | Self::ReloadCases
                | Self::EraseCase
                | Self::Practise
                | Self::ShowStates
        )
    }

    /// Whether it is done only while going through the open cases.
    pub fn is_for_reviewing(self) -> bool {
        matches!(
            self,
            Self::NextCase
                | Self::PreviousCase
                | Self::OnTrack
                | Self::Worry
                | Self::ArrangeMeeting
                | Self::TakeBackVerdict
        )
    }

    /// Whether it is done only among the states of a case.
    pub fn is_for_states(self) -> bool {
        matches!(self, Self::CompareFrom | Self::RestoreState)
    }

    /// Whether the palette offers it: what is done once, not what the hands do all the time.
    pub fn is_in_palette(self) -> bool {
        PALETTE.contains(&self)
    }
}

/// What the palette offers, in its order.
pub const PALETTE: [Action; 46] = [
    Action::NewCase,
    Action::OpenCase,
    Action::NextItem,
    Action::PreviousItem,
    Action::GoToItem,
    Action::AddRow,
    Action::RemoveRow,
    Action::SetAside,
    Action::MoveRowUp,
    Action::MoveRowDown,
    Action::MarkDone,
    Action::Undo,
    Action::Redo,
    Action::SaveNow,
    Action::CloseMeeting,
    Action::OfferReviewDates,
    Action::AdjournMeeting,
    Action::ReconveneMeeting,
    Action::CorrectAgreement,
    Action::BeginReview,
    Action::ChangeTarget,
    Action::Export,
    Action::Decide,
    Action::BringIn,
    Action::TakeOver,
    Action::RoomView,
    Action::BackToCases,
    Action::ReviewCases,
    Action::ShowDue,
    Action::FindCase,
    Action::SortCases,
    Action::ShowAllCases,
    Action::ReloadCases,
    Action::EraseCase,
    Action::Practise,
    Action::ShowStates,
    Action::CompareFrom,
    Action::RestoreState,
    Action::NextCase,
    Action::PreviousCase,
    Action::OnTrack,
    Action::Worry,
    Action::ArrangeMeeting,
    Action::TakeBackVerdict,
    Action::Redraw,
    Action::Quit,
];

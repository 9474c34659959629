//! Answers from a short closed list, each with the words that the screen and the document use.

/// A closed list of answers, seen without knowing which list it is.
pub trait Choice {
    /// The words of this answer.
    fn label(&self) -> &'static str;
    /// The words of every answer, in the order in which they are offered; the first is "nothing
    /// recorded yet".
    fn labels(&self) -> &'static [&'static str];
    /// Takes the answer with these words; `false` when there is none.
    fn set_label(&mut self, label: &str) -> bool;
}

/// Declares a list of answers: the first is the default and means that nothing was recorded yet.
macro_rules! choices {
    ($(#[$meta:meta])* $name:ident { $first:ident = $first_label:literal $(, $variant:ident = $label:literal)* $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash,
                 serde::Serialize, serde::Deserialize)]
        pub enum $name {
            #[default]
            #[doc = concat!("“", $first_label, "”.")]
            $first,
            $(#[doc = concat!("“", $label, "”.")] $variant,)*
        }

        impl $name {
            /// Every answer, in the order in which they are offered.
            pub const ALL: &'static [Self] = &[Self::$first $(, Self::$variant)*];

            /// The words of this answer.
            pub fn label(self) -> &'static str {
                match self { Self::$first => $first_label $(, Self::$variant => $label)* }
            }

            /// Whether anything was recorded.
            pub fn is_blank(self) -> bool {
                self == Self::$first
            }
        }

        impl $crate::domain::choice::Choice for $name {
            fn label(&self) -> &'static str {
                (*self).label()
            }
            fn labels(&self) -> &'static [&'static str] {
                &[$first_label $(, $label)*]
            }
            fn set_label(&mut self, label: &str) -> bool {
                let found = Self::ALL.iter().find(|answer| answer.label() == label);
                found.map(|answer| *self = *answer).is_some()
            }
        }
    };
}
pub(crate) use choices;

//! The rules of a managed move: what a case is, what must hold, and what may be shown to whom.
//!
//! Nothing here knows a screen, a file or a clock.

pub mod agreed;
pub mod attendance;
pub mod calendar;
pub mod case;
pub mod case_id;
pub mod change;
pub mod chart;
pub mod checks;
pub mod childs_part;
pub mod choice;
pub mod compare;
pub mod conditions;
pub mod consequences;
pub mod date;
pub mod direction;
pub mod disclosure;
pub mod due;
pub mod ending;
pub mod fact;
pub mod figures;
pub mod forum;
pub mod people;
pub mod plan;
pub mod preparation;
pub mod profile;
pub mod progress;
pub mod reference;
pub mod report;
pub mod retention;
pub mod review;
pub mod reviewing;
pub mod school_days;
pub mod screening;
pub mod sending;
pub mod slot;
pub mod standing;
pub mod steps;
pub mod summary;
pub mod table;
pub mod term_dates;
pub mod text;
pub mod third_parties;
pub mod upn;
pub mod wording;

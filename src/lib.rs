//! Convenor: for the person who leads a school managed move meeting in England.
//!
//! | Module | What it is |
//! |---|---|
//! | [`domain`] | the rules of a managed move |
//! | [`export`] | what was agreed, as a PDF or as plain text |
pub mod domain;
pub mod export;

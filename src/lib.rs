//! Convenor: for the person who leads a school managed move meeting in England.
//!
//! | Module | What it is |
//! |---|---|
//! | [`cli`] | the command line |
//! | [`domain`] | the rules of a managed move |
//! | [`store`] | where cases live: folders of files, or memory |
pub mod cli;
pub mod domain;
pub mod store;

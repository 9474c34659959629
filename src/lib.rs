//! Convenor: for the person who leads a school managed move meeting in England.
//!
//! | Module | What it is |
//! |---|---|
//! | [`domain`] | the rules of a managed move |
//! | [`app`] | everything that changes while running, and the one door |
//! | [`store`] | where cases live |
pub mod app;
pub mod documents;
pub mod domain;
pub mod export;
pub mod runtime;
pub mod store;
pub mod ui;

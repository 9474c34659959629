//! Convenor: for the person who leads a school managed move meeting in England.
//!
//! | Module | What it is |
//! |---|---|
//! | [`cli`] | the command line |
//! | [`domain`] | the rules of a managed move |
//! | [`app`] | everything that changes while running, and the one door |
//! | [`ui`] | drawing, and nothing but drawing |
//! | [`store`] | where cases live |
//! | [`export`] | what was agreed, as a PDF or as plain text |
//! | [`documents`] | which document a case has now |
//! | [`cli`] | the command line |
//! | [`runtime`] | the outside world: terminal, threads, clock |

pub mod app;
pub mod cli;
pub mod documents;
pub mod domain;
pub mod export;
pub mod runtime;
pub mod store;
pub mod ui;

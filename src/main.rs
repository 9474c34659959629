//! The program `convenor`.

fn main() {}

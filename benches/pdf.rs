//! How long an agreement of a few pages takes to make.

#[path = "../tests/fixture/mod.rs"]
mod fixture;

use convenor::export::{Format, Missing, agreement, render};

fn main() {
    divan::main();
}

#[divan::bench]
fn pdf(bencher: divan::Bencher<'_, '_>) {
    write(bencher, Format::Pdf);
}

#[divan::bench]
fn text(bencher: divan::Bencher<'_, '_>) {
    write(bencher, Format::Text);
}

fn write(bencher: divan::Bencher<'_, '_>, format: Format) {
    let (case, profile, today) = (fixture::case(), fixture::southwark(), fixture::day(2026, 12, 1));
    bencher.bench_local(|| {
        let document = agreement(&case.agreed(today), &profile, 1, today);
        render(format, &document, Missing::Refuse)
    });
}

//! What the program is built from: no known weakness, licences that allow its use, no needless
//! second versions. Every exception says why.
#![allow(clippy::unwrap_used, reason = "tests fail loudly")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use rustsec::advisory::Informational;
use rustsec::report::Settings;
use rustsec::{Database, Lockfile, Report};

/// Advisories that do not touch us, each with the reason.
const ACCEPTED: [(&str, &str); 8] = [
    (
        "RUSTSEC-2026-0187",
        "lopdf: a deeply nested PDF overflows the stack of its reader. Only PDF bytes that this program wrote a moment ago are read back, to finish them",
    ),
    (
        "RUSTSEC-2020-0020",
        "stb_truetype is unmaintained: it reads only the font built into the program",
    ),
    ("RUSTSEC-2020-0056", "stdweb is unmaintained: for the web only, never built here"),
    (
        "RUSTSEC-2020-0144",
        "lzw is unmaintained: for compressed PDFs from elsewhere, which are never read",
    ),
    (
        "RUSTSEC-2021-0140",
        "rusttype is unmaintained: it reads only the font built into the program",
    ),
    ("RUSTSEC-2021-0153", "encoding is unmaintained: for text in PDFs from elsewhere, never read"),
    ("RUSTSEC-2024-0370", "proc-macro-error is unmaintained: it runs only while building"),
    (
        "RUSTSEC-2026-0192",
        "ttf-parser is unmaintained: it reads only the font built into the program",
    ),
];

/// Licences that a council and this project can both live with.
const LICENCES: [&str; 13] = [
    "MIT",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "0BSD",
    "Zlib",
    "CC0-1.0",
    "Unicode-3.0",
    "Unicode-DFS-2016",
    "BSL-1.0",
    "Unlicense",
    // Asks that changes to its own files are published; we change none.
    "MPL-2.0",
];

/// Libraries of which the program itself holds two versions, each with the reason.
const TWICE: [(&str, &str); 20] = [
    ("bitflags", PDF),
    ("block-buffer", AGE),
    ("const-oid", AGE),
    ("cpufeatures", AGE),
    ("crypto-common", AGE),
    ("derive_more", PDF),
    ("digest", AGE),
    ("getrandom", AGE),
    ("heck", "only while building"),
    ("hybrid-array", AGE),
    ("itertools", PDF),
    ("itoa", PDF),
    ("lopdf", PDF),
    ("rustc-hash", PDF),
    ("sha2", AGE),
    ("syn", "only while building"),
    ("thiserror", "crossterm’s way of reading the terminal brings the older one"),
    ("thiserror-impl", "as thiserror"),
    ("time", PDF),
    ("ttf-parser", PDF),
];
const AGE: &str =
    "the cryptography of age brings an older one than tempfile or its own build steps do";
const PDF: &str = "the PDF libraries bring an older one, and no newer release of theirs exists";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The lock files: of the program with its tests, and of the targets that fuzz it.
const LOCKS: [&str; 2] = ["Cargo.lock", "fuzz/Cargo.lock"];

/// What only fuzzing needs: it is never part of the program.
const ONLY_FUZZING: [&str; 4] = ["arbitrary", "convenor-fuzz", "jobserver", "libfuzzer-sys"];

fn lock(file: &str) -> Lockfile {
    Lockfile::load(root().join(file)).unwrap()
}

/// Looks at the advisories where they lie beside the project; elsewhere there is nothing to look at.
#[test]
fn no_library_has_a_known_weakness_that_touches_us() {
    let advisories = root().join("../shared/advisory-db");
    if !advisories.is_dir() {
        return;
    }
    let database = Database::open(&advisories).unwrap();
    let informational_warnings =
        vec![Informational::Notice, Informational::Unmaintained, Informational::Unsound];
    let settings = Settings { informational_warnings, ..Settings::default() };
    let mut found = BTreeSet::new();
    for file in LOCKS {
        let report = Report::generate(&database, &lock(file), &settings);
        let weak = report.vulnerabilities.list.iter().map(|found| found.advisory.id.to_string());
        let warned = report.warnings.values().flatten();
        let warned = warned.filter_map(|warning| Some(warning.advisory.as_ref()?.id.to_string()));
        found.extend(weak.chain(warned));
    }
    let accepted: BTreeSet<String> = ACCEPTED.iter().map(|(id, _)| (*id).to_owned()).collect();
    let new: Vec<_> = found.difference(&accepted).collect();
    assert!(new.is_empty(), "weaknesses nobody has looked at: {new:?}");
    let gone: Vec<_> = accepted.difference(&found).collect();
    assert!(gone.is_empty(), "exceptions that are no longer needed: {gone:?}");
}

#[test]
fn what_is_fuzzed_is_built_from_the_very_libraries_of_the_program() {
    let [program, fuzzed] = LOCKS.map(|file| {
        let packages = lock(file).packages.into_iter();
        packages
            .map(|package| (package.name.to_string(), package.version.to_string()))
            .collect::<BTreeSet<_>>()
    });
    let other: Vec<_> = fuzzed.difference(&program).collect();
    let only: Vec<&str> = other.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        only, ONLY_FUZZING,
        "fuzz/Cargo.lock differs ({other:?}): `cp Cargo.lock fuzz/ && cargo fetch --manifest-path fuzz/Cargo.toml`"
    );
}

/// A library of the program itself, or one that builds it.
struct Library {
    name: String,
    version: String,
    licence: String,
}

fn libraries() -> Vec<Library> {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--locked", "--edges", "normal,build", "--prefix", "none"])
        .args(["--format", "{p}|{l}"])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let lines = String::from_utf8(output.stdout).unwrap();
    let libraries = lines.lines().filter(|line| !line.is_empty()).map(|line| {
        let (package, licence) = line.split_once('|').unwrap();
        let mut words = package.split(' ');
        Library {
            name: words.next().unwrap().to_owned(),
            version: words.next().unwrap().to_owned(),
            licence: licence.trim_end_matches(" (*)").to_owned(),
        }
    });
    libraries.collect()
}

/// Whether a licence expression can be met with the licences above.
fn allowed(expression: &str) -> bool {
    let expression = expression.replace(" / ", "/").replace('/', " OR ");
    expression.split(" AND ").all(|part| {
        part.trim_matches(['(', ')']).split(" OR ").any(|one| LICENCES.contains(&one.trim()))
    })
}

#[test]
fn every_library_has_a_licence_that_allows_its_use() {
    let libraries = libraries();
    assert!(libraries.len() > 50, "the tree was not read");
    for Library { name, licence, .. } in &libraries {
        assert!(allowed(licence), "{name}: {licence}");
    }
    assert!(!allowed("GPL-3.0-only") && !allowed("MIT AND GPL-3.0-only"));
}

#[test]
fn a_library_is_held_twice_only_for_a_reason_that_is_written_down() {
    let libraries = libraries();
    let mut versions: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for Library { name, version, .. } in &libraries {
        versions.entry(name).or_default().insert(version);
    }
    let twice: BTreeSet<&str> =
        versions.iter().filter(|(_, versions)| versions.len() > 1).map(|(name, _)| *name).collect();
    let known: BTreeSet<&str> = TWICE.iter().map(|(name, _)| *name).collect();
    assert_eq!(twice, known, "left: held twice; right: written down");
}

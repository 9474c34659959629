//! `convenor access-request`: everything held about a case, in a folder, for the person who answers
//! somebody’s request to see it.
//!
//! Must never leave something out in silence, nor leave half a folder.

use std::collections::HashSet;
use std::io;
use std::path::Path;

use chrono::Months;

use super::World;
use super::audit::{lines, tell};
use super::failure::Failure;
use super::output::print;
use crate::domain::case::{Case, CaseId};
use crate::domain::date::{Date, long};
use crate::domain::disclosure::{Recorded, Section, everything};
use crate::domain::profile::Profile;
use crate::domain::reference::Reference;
use crate::domain::third_parties::{ThirdParty, marked, third_parties};
use crate::export::csv;
use crate::store::audit::Deed;
use crate::store::error::{in_words, shown};
use crate::store::folder::Gathered;
use crate::store::whole::{make_whole_folder, write_whole};
use crate::store::{FolderStore, Store};

/// Collects everything held about a case in a new folder.
pub(super) fn collect(
    store: &mut FolderStore,
    id: &CaseId,
    output: &Path,
    reference: &Reference,
    world: &World,
) -> Result<(), Failure> {
    let refused = |reason: &str| Failure::NotWritten(shown(output), reason.to_owned());
    let (case, _) = store.load(id)?;
    if store.holds(output) {
        return Err(refused("it would lie among the cases. Choose another folder"));
    }
    if output.symlink_metadata().is_ok() {
        return Err(refused("something of that name is there already. Choose another name"));
    }
    let files = files(store, &case, reference, world.today)?;
    let count = files.len();
    make_whole_folder(output, |folder| {
        make_whole_folder(&folder.join("documents"), |_| Ok::<(), io::Error>(()))?;
        files.iter().try_for_each(|(name, bytes)| write_whole(&folder.join(name), bytes))
    })
    .map_err(|error: io::Error| Failure::NotWritten(shown(output), in_words(&error)))?;
    tell(store, world, id, Deed::Disclosed);
    print(&format!(
        "{count} files are in {}. Read READ-ME-FIRST.txt there before anything is given out: private notes and the names of others are in them.\n",
        shown(output)
    ))
}

/// The files of the folder, by name.
fn files(
    store: &FolderStore,
    case: &Case,
    reference: &Reference,
    today: Date,
) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    let profile = reference.profiles.of(case);
    let mut gathered = store.gather(&case.id)?;
    add_words_gone(&mut gathered, case, today);
    let sections = everything(case, profile);
    let earlier = earlier(&sections, &gathered, profile);
    let every: Vec<Section> = sections.iter().chain(&earlier).cloned().collect();
    let parties = third_parties(case, &every);
    let trail = match store.trail(&case.id) {
        Ok(trail) => lines(&trail),
        Err(error) => format!("{error}\n"),
    };
    let page = |title: &str, sections: &[Section]| page(case, title, sections, &parties);
    let mut files = vec![
        ("READ-ME-FIRST.txt".to_owned(), read_me(case, &parties, &gathered, today).into_bytes()),
        ("record.txt".to_owned(), page("What is recorded now", &sections).into_bytes()),
        (
            "earlier-words.txt".to_owned(),
            page("What was recorded earlier and is not in the record now", &earlier).into_bytes(),
        ),
        (
            "audit-trail.txt".to_owned(),
            format!("What was done with {}, when, and under which account\n\n{trail}", case.id)
                .into_bytes(),
        ),
        ("third-parties.csv".to_owned(), rows(&parties).into_bytes()),
    ];
    let documents = gathered.documents.into_iter().enumerate();
    files.extend(
        documents.map(|(at, (name, bytes))| {
            (format!("documents/{:02}-{}", at + 1, plain(&name)), bytes)
        }),
    );
    Ok(files)
}

/// Adds what was deleted or taken back and can be brought back with a key: the case as it was then.
fn add_words_gone(gathered: &mut Gathered, case: &Case, today: Date) {
    let Some(mut bookmark) = gathered.bookmark.take() else { return };
    let before = (bookmark.done.len(), bookmark.undone.len());
    bookmark.fit(case, today);
    let states = bookmark.with_words_gone(case, today).into_iter();
    gathered
        .copies
        .extend(states.map(|case| ("what can be undone or done again".to_owned(), case)));
    if (bookmark.done.len(), bookmark.undone.len()) != before {
        gathered.unread.push("a part of what can be undone".to_owned());
    }
}

/// What stood in earlier states and in copies put aside, and stands in the record no more.
fn earlier(now: &[Section], gathered: &Gathered, profile: &Profile) -> Vec<Section> {
    let mut known: HashSet<(String, String)> = HashSet::new();
    let mut new = |section: &Section, recorded: &Recorded| {
        known.insert((format!("{}\n{}", section.title, recorded.place), recorded.text.clone()))
    };
    for section in now {
        for recorded in &section.texts {
            new(section, recorded);
        }
    }
    let mut found = Vec::new();
    for (name, case) in &gathered.copies {
        let mut texts = Vec::new();
        for section in everything(case, profile) {
            for recorded in &section.texts {
                if new(&section, recorded) {
                    let place = format!("{} › {}", section.title, recorded.place);
                    texts.push(Recorded { place, ..recorded.clone() });
                }
            }
        }
        if !texts.is_empty() {
            found.push(Section { title: format!("In {name}"), texts });
        }
    }
    found
}

/// Sections as text, with marks for what is to be considered.
fn page(case: &Case, title: &str, sections: &[Section], parties: &[ThirdParty]) -> String {
    let mut said = format!("{title}: {}\n", case.id);
    if sections.is_empty() {
        said.push_str("\nNothing.\n");
    }
    for section in sections {
        said.extend([format!(
            "\n{}\n{}\n",
            section.title,
            "-".repeat(section.title.chars().count())
        )]);
        for Recorded { place, text, consider } in &section.texts {
            let check =
                if consider.is_empty() { String::new() } else { format!("[check: {consider}] ") };
            let text = marked(text.trim_end(), parties, &case.child.name).replace('\n', "\n    ");
            said.extend([format!("{place}: {check}{text}\n")]);
        }
    }
    said
}

/// The list of third parties, a row each.
fn rows(parties: &[ThirdParty]) -> String {
    let head = ["Name", "Role", "How often", "Where", "Give out, leave out or ask?"];
    let head = head.map(str::to_owned).to_vec();
    let row = |party: &ThirdParty| {
        let place = |(place, count): &(String, usize)| format!("{place} ({count})");
        let places: Vec<String> = party.places.iter().map(place).collect();
        let (name, role) = (party.name.clone(), party.role.clone());
        vec![name, role, party.count().to_string(), places.join("; "), String::new()]
    };
    csv(std::iter::once(head).chain(parties.iter().map(row)))
}

/// The name of a document as any system takes it.
fn plain(name: &str) -> String {
    let plain =
        |c: char| if c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_') { c } else { '-' };
    name.chars().map(plain).collect()
}

/// The first page, for the person who answers the request.
fn read_me(case: &Case, parties: &[ThirdParty], gathered: &Gathered, today: Date) -> String {
    let by = today.checked_add_months(Months::new(1)).unwrap_or(today);
    let mut said = format!(
        "READ ME FIRST: everything held about the case {}\n\
         Collected on {}\n\n\
         This folder is for you, who answer the request. Do not pass it on as it is: private notes and\n\
         other people’s names are in it. Nothing was left out and nothing was blacked out: that is yours\n\
         to decide.\n\n\
         By when\n\
         - Within one calendar month of the day on which the request was received, or on which you knew\n  \
         who asks. If it was received today: by {}.\n\
         - Where it is complex, up to two months more, if you say so and why within the first month.\n\
         - A parent of a pupil may also ask a school for the educational record. That has a shorter time,\n  \
         in school days: ask whoever looks after information rights.\n\n\
         Who may ask\n\
         - The child, if old enough to understand what that means. A parent asks for the child, and gets\n  \
         what is right for the child.\n\
         - Make sure who it is before you give anything out.\n\n\
         What may be withheld\n\
         - What is about somebody else who could be recognised, unless that person agrees, or it is\n  \
         reasonable without. Marked [third party: …]; those found are in third-parties.csv.\n\
         - What would be likely to cause serious harm to the child or to somebody else. Ask whoever knows.\n\
         - What was advised by a lawyer.\n\
         - A note is not withheld because it is private. Marked [check: …], to be read twice.\n\
         - Say what was withheld and why, as far as that gives nothing away.\n\n\
         What the marks do not find\n\
         - Names that stand in running text only, such as those of other pupils. Read every page.\n\n",
        case.id,
        long(today),
        long(by),
    );
    said.extend([format!(
        "What is here\n\
         - record.txt: what is recorded now, private and working notes included\n\
         - earlier-words.txt: what stood in earlier states and in copies put aside, and what was\n  \
         deleted and can still be brought back\n\
         - audit-trail.txt: what was done with the case, when, and under which account\n\
         - third-parties.csv: {} people, their roles, and where each is named\n\
         - documents: {} as they were made\n\n\
         What is not here\n\
         - copies that were exported, sent or printed, e-mails, and what schools hold themselves\n\
         - backups, which hold earlier states of the same\n",
        parties.len(),
        gathered.documents.len(),
    )]);
    for name in &gathered.unread {
        said.extend([format!("- {name}, which lies with the case and could not be read\n")]);
    }
    said
}

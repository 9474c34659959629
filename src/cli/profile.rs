//! `convenor profile`: the protocols that are known, what is in one, and whether a file is one.
//!
//! Must never change a file, nor stop because one is faulty.

use std::path::Path;

use serde_json::json;

use super::World;
use super::args::ProfileCommand;
use super::failure::{FINE, Failure};
use super::output::{SCHEMA, print, print_json};
use crate::domain::checks::{CHECKS, Level};
use crate::domain::date::long;
use crate::domain::profile::{Item, ParentNotice, Part, Profile, Setting};
use crate::domain::text::{clean_line, nearest};
use crate::store::error::shown;
use crate::store::profiles::{self, Shelf};

pub(super) fn perform(command: &ProfileCommand, world: &World) -> Result<u8, Failure> {
    match command {
        ProfileCommand::List { json } => list(&shelf(world)?, *json)?,
        ProfileCommand::Show { key, ron: true, .. } => source(&shelf(world)?, key)?,
        ProfileCommand::Show { key, json, .. } => show(&shelf(world)?, key, *json)?,
        ProfileCommand::Check { file } => check(file)?,
    }
    Ok(FINE)
}

fn shelf(world: &World) -> Result<Shelf, Failure> {
    Ok(Shelf::of(world.config_folder.as_deref())?)
}

fn list(shelf: &Shelf, as_json: bool) -> Result<(), Failure> {
    let folder = shelf.folder.as_deref().map(shown);
    if as_json {
        let told = |(profile, file): (&Profile, Option<&Path>)| {
            json!({
                "key": profile.key,
                "version": profile.version,
                "title": profile.title,
                "built_in": file.is_none(),
                "file": file.map(shown),
            })
        };
        return print_json(&json!({
            "schema": SCHEMA,
            "folder": folder,
            "default": shelf.default.key,
            "profiles": shelf.all().map(told).collect::<Vec<_>>(),
            "left_out": shelf.left_out.iter().map(ToString::to_string).collect::<Vec<_>>(),
        }));
    }
    let mut lines: Vec<String> = shelf
        .all()
        .map(|(profile, file)| {
            let from = file.map_or_else(|| "built in".to_owned(), shown);
            let Profile { key, title, version, .. } = profile;
            format!("{key} | {} | version {version} | {from}", clean_line(title))
        })
        .collect();
    lines.push(match folder {
        Some(folder) => format!("Put your own into {folder}, each in a file that ends in .ron."),
        None => "There is no folder for your settings, so there are none of your own.".to_owned(),
    });
    lines.extend(shelf.left_out.iter().map(|error| format!("! Left out: {error}")));
    print(&(lines.join("\n") + "\n"))
}

/// The text of a profile, to begin one's own from.
fn source(shelf: &Shelf, key: &str) -> Result<(), Failure> {
    let (profile, file) = find(shelf, key)?;
    match (file, profiles::text_of_built_in(&profile.key)) {
        (None, Some(text)) => print(text),
        (Some(file), _) => Err(Failure::NotBuiltIn(profile.key.clone(), shown(file))),
        (None, None) => Err(Failure::NoProfile(clean_line(key), String::new())),
    }
}

pub(super) fn find<'a>(
    shelf: &'a Shelf,
    key: &str,
) -> Result<(&'a Profile, Option<&'a Path>), Failure> {
    let found = shelf.all().find(|(profile, _)| profile.key == key);
    found.ok_or_else(|| {
        let keys: Vec<&str> = shelf.all().map(|(profile, _)| profile.key.as_str()).collect();
        let mend = match nearest(key, &keys) {
            Some(near) => format!("Perhaps {near} is meant."),
            None => "`convenor profile list` shows them.".to_owned(),
        };
        Failure::NoProfile(clean_line(key), mend)
    })
}

fn show(shelf: &Shelf, key: &str, as_json: bool) -> Result<(), Failure> {
    let (profile, _) = find(shelf, key)?;
    if as_json {
        return print_json(&json!({ "schema": SCHEMA, "profile": profile }));
    }
    print(&page(profile))
}

fn check(file: &Path) -> Result<(), Failure> {
    let profile = profiles::read(file)?;
    let meeting = profile.agenda.iter().filter(|item| item.part == Part::Meeting).count();
    print(&format!(
        "{} (key {}, version {}): agenda items of the meeting {meeting}, reviews {}.\nNothing needs mending.\n",
        clean_line(&profile.title),
        profile.key,
        profile.version,
        profile.review_plan.len(),
    ))
}

fn page(profile: &Profile) -> String {
    let mut lines = vec![
        format!("{} (key {}, version {})", profile.title, profile.key, profile.version),
        format!("From: {}, {}", profile.source.title, long(profile.source.dated)),
        format!(
            "Read with: {}, in force since {}",
            profile.guidance.title,
            long(profile.guidance.in_force)
        ),
        format!("Led by: {}. {}", profile.lead.title, profile.lead.words),
        format!("Finding a school: {}", profile.finds_school),
        format!("Held at: {}", profile.venue_default),
        format!("The council: {}", profile.council_part),
    ];
    lines.push(match profile.parent_notice {
        ParentNotice::Contact => "Parents are told: the head speaks with them".to_owned(),
        ParentNotice::Letter => "Parents are told: the head writes to them".to_owned(),
    });
    let parties: Vec<&str> = profile.required.iter().map(|party| party.label()).collect();
    lines.push(format!("Must agree: {}", parties.join("; ")));
    let routes: Vec<&str> = profile.routes.iter().map(|route| route.label()).collect();
    lines.push(format!("Kinds of move: {}", routes.join("; ")));
    lines.extend(weeks(profile));
    let changed = |level: Setting| {
        let mine = profile.checks.iter().filter(|setting| setting.level == level);
        mine.map(|setting| setting.check.as_str()).collect::<Vec<_>>().join(", ")
    };
    let blocks = CHECKS.iter().filter(|check| profile.level_of(check) == Some(Level::Block));
    let blocks: Vec<&str> = blocks.map(|check| check.id).collect();
    lines.push(format!("Checks that stop closing: {}", blocks.join(", ")));
    for (words, level) in [("for information", Setting::Note), ("not looked for", Setting::Off)] {
        let checks = changed(level);
        if !checks.is_empty() {
            lines.push(format!("Checks {words}: {checks}"));
        }
    }
    lines.push("Agenda:".to_owned());
    lines
        .extend(profile.agenda.iter().enumerate().map(|(at, item)| agenda_line(profile, at, item)));
    for (heading, sentences) in [("Rights", &profile.rights), ("Complaints", &profile.complaints)] {
        if !sentences.is_empty() {
            lines.push(format!("{heading}:"));
            lines.extend(sentences.iter().map(|sentence| format!("  {sentence}")));
        }
    }
    lines.join("\n") + "\n"
}

fn weeks(profile: &Profile) -> Vec<String> {
    let Some(length) = profile.length_weeks else {
        return vec!["Length and reviews: agreed freely".to_owned()];
    };
    let mut lines = vec![format!("Length: {length} school weeks")];
    lines.extend(profile.review_plan.iter().map(|review| {
        let about = if review.earliest == review.latest {
            String::new()
        } else {
            format!(" (weeks {} to {} are accepted)", review.earliest, review.latest)
        };
        format!("  {}: week {}{about}", review.label, review.week)
    }));
    lines.extend(
        profile.extension.map(|by| format!("  Extension: {} to {} weeks", by.shortest, by.longest)),
    );
    lines
}

fn agenda_line(profile: &Profile, at: usize, item: &Item) -> String {
    match profile.number(at) {
        Some(number) => format!("  {number} {}", item.title),
        None => format!("  - {}", item.title),
    }
}

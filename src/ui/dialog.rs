//! Dialogs: a box over the middle of the screen.

use ratatui::layout::Rect;

use super::paint::Paint;
use super::review::typed_line;
use super::theme;
use crate::app::adjourning::Asked;
use crate::app::closing::Closing;
use crate::app::dialog::Dialog;
use crate::app::editor::Editor;
use crate::app::pick::Pick;
use crate::app::reviewing::Closes;
use crate::app::{Going, Model, wrap};
use crate::domain::case::IssuedKind;
use crate::domain::checks::Level;

pub(super) fn draw(model: &Model, dialog: &Dialog, body: Rect, paint: &mut Paint<'_>) {
    match dialog {
        Dialog::NewCase(name) => {
            ask(
                body,
                "New case",
                "The child’s full name. The rest can be filled in later.",
                name,
                paint,
            );
        }
        Dialog::Export { path, .. } => {
            ask(body, "Export a document", EXPORT_WORDS, path, paint);
        }
        Dialog::SetAside(setting) => {
            let words = format!(
                "{}\n\nWhy is this set aside? The reason is kept with the case, and everybody who leads it can read it.",
                setting.sentence
            );
            ask(body, "Set aside", &words, &setting.reason, paint);
        }
        Dialog::Erasing(erasing) => {
            ask(body, "Erase case", &erasing.words(), &erasing.typed, paint);
        }
        Dialog::Adjourning(asking) if asking.asked == Asked::Sure => {
            say(body, "Adjourn meeting", &asking.words(), paint);
        }
        Dialog::Adjourning(asking) => {
            ask(body, "Adjourn meeting", &asking.words(), &asking.answer, paint);
        }
        Dialog::Pick(pick) => pick_list(pick, body, paint),
        Dialog::Closing(closing) => closing_list(model, closing, body, paint),
        Dialog::Told { title, words } => say(body, title, words, paint),
        Dialog::Correct => {
            let (title, words) = correct_words(model);
            say(body, title, &words, paint);
        }
        Dialog::ExportMarked { sentences, .. } => {
            let words = format!(
                "{}\n\nWrite the PDF all the same?\n\ny  write it    n  not now",
                sentences.join("\n")
            );
            say(body, "Export a document", &words, paint);
        }
        Dialog::Conflict => say(body, "No longer readable", &conflict_words(model), paint),
        Dialog::Clashes(chosen) => super::clashes::draw(model, *chosen, body, paint),
        Dialog::Restore { asked, .. } => {
            let words = format!(
                "{asked}\n\nNothing is lost: what stands now is kept as a state of its own. Agreements, records and verdicts of later stay on record.\n\ny  put it back    n  not now"
            );
            say(body, "Put a state back", &words, paint);
        }
        Dialog::LeaveUnsaved(going) => say(body, "Not saved", &unsaved_words(model, *going), paint),
        Dialog::AnotherPlace { path, .. } => {
            ask(body, "Save in another place", PLACE_WORDS, path, paint);
        }
        Dialog::SavedOutside { words, .. } => say(body, "Saved in another place", words, paint),
    }
}

const EXPORT_WORDS: &str = "Where to write a copy; a name that ends in .txt makes plain text. It is not encrypted: whoever can read that folder can read it. What nobody has agreed to yet is marked as a draft.";

const PLACE_WORDS: &str = "Where to write the whole case, with its private notes: your own folder, or a memory stick. Where your cases are encrypted, this file is too.";

/// The title and the words of the question before a correction.
fn correct_words(model: &Model) -> (&'static str, String) {
    let Some(meeting) = model.meeting() else { return ("Correct", String::new()) };
    let name = &meeting.case.child.name;
    if let Closes::Review(id) = meeting.closes() {
        let number = meeting.case.next_record(id);
        let words = format!(
            "Correct what the review of {name} recorded?\n\nThe record that was made stays as it is. You change the wording and close the review again: that makes record {number}.\n\ny  correct it    n  leave it as it is"
        );
        return ("Correct review", words);
    }
    let number = meeting.case.next_agreement();
    if meeting.case.issued.last().is_some_and(|last| last.kind == IssuedKind::Redirection) {
        let words = format!(
            "Correct what the meeting of {name} recorded?\n\nThe record that was made stays as it is. You change the wording and close again: that makes number {number}.\n\ny  correct it    n  leave it as it is"
        );
        return ("Correct record", words);
    }
    let words = format!(
        "Correct the agreement of {name}?\n\nThe agreement that was made stays as it is. You change the wording, ask everyone again where it matters, and close: that makes agreement {number}.\n\ny  correct it    n  leave it as it is"
    );
    ("Correct agreement", words)
}

fn conflict_words(model: &Model) -> String {
    let name =
        model.meeting().map(|meeting| meeting.case.child.name.to_string()).unwrap_or_default();
    format!(
        "What stands of the case of {name} cannot be read here: it was damaged, removed, or written by a newer version. It is left as it is, and what you type is kept in its history folder.\n\nCtrl+T  look again: when it can be read, both versions are brought together\n\nCtrl+N  make a new case of mine, and leave that one alone\n\nEsc  decide later"
    )
}

fn unsaved_words(model: &Model, going: Going) -> String {
    let name =
        model.meeting().map(|meeting| meeting.case.child.name.to_string()).unwrap_or_default();
    let word = going.word();
    if model.meeting().is_some_and(|meeting| meeting.save.is_stored()) {
        return format!(
            "The last words typed in the case of {name} are saved by now.\n\nn  stay here    y  {word}"
        );
    }
    format!(
        "The last words typed in the case of {name} could not be saved. Stay, and saving is tried again by itself.\n\ns  save it in another place, to bring it back later\n\nn  stay here\n\ny  {word}: the words are put into the case’s history folder if that can be written, and are lost if it cannot"
    )
}

/// A box as wide as is comfortable, so many rows high, in the middle.
pub(super) fn middle(body: Rect, width: u16, rows: u16) -> Rect {
    let width = width.min(body.width);
    let height = (rows + 2).min(body.height);
    Rect {
        x: body.x + (body.width - width) / 2,
        y: body.y + (body.height - height) / 2,
        width,
        height,
    }
}

pub(super) fn height_of(text: &str, width: u16) -> u16 {
    u16::try_from(wrap::rows(text, width).len()).unwrap_or(u16::MAX)
}

fn say(body: Rect, title: &str, words: &str, paint: &mut Paint<'_>) {
    let width = 64.min(body.width);
    let rows = height_of(words, width.saturating_sub(4));
    let inside = paint.boxed(middle(body, width, rows), title);
    let text = Rect { x: inside.x + 1, width: inside.width.saturating_sub(2), ..inside };
    paint.wrapped(text, words, theme::plain());
    paint.caret_at(text, text.x, text.bottom().saturating_sub(1));
}

fn ask(body: Rect, title: &str, words: &str, editor: &Editor, paint: &mut Paint<'_>) {
    let width = 64.min(body.width);
    let rows = height_of(words, width.saturating_sub(4));
    let inside = paint.boxed(middle(body, width, rows + 2), title);
    let text = Rect { x: inside.x + 1, width: inside.width.saturating_sub(2), ..inside };
    let used = paint.wrapped(
        Rect { height: rows.min(text.height.saturating_sub(1)), ..text },
        words,
        theme::quiet(),
    );
    let y = (text.y + used + 1).min(text.bottom().saturating_sub(1));
    typed_line(Rect { y, height: 1, ..text }, editor, paint);
}

fn pick_list(pick: &Pick, body: Rect, paint: &mut Paint<'_>) {
    // As many rows as there are choices at all: what is typed must not make the box jump.
    let wanted = u16::try_from(pick.count()).unwrap_or(u16::MAX).saturating_add(1);
    let rows = body.height.saturating_sub(4).clamp(3, 20).min(wanted);
    let inside = paint.boxed(middle(body, 70, rows), pick.title);
    let text = Rect { x: inside.x + 1, width: inside.width.saturating_sub(2), ..inside };
    let [input, list] = [
        Rect { height: 1.min(text.height), ..text },
        Rect { y: text.y + 1, height: text.height.saturating_sub(1), ..text },
    ];
    let x = paint.span(input.x, input.y, "Type to find: ", theme::quiet());
    typed_line(Rect { x, width: input.right().saturating_sub(x), ..input }, &pick.filter, paint);
    let top = (pick.chosen + 1).saturating_sub(list.height.into());
    for (row, (at, choice)) in list.rows().zip(pick.shown().enumerate().skip(top)) {
        let style = if choice.refusal.is_some() { theme::quiet() } else { theme::plain() };
        let mark = if at == pick.chosen { '›' } else { ' ' };
        let aside = choice.refusal.as_deref().unwrap_or(&choice.aside);
        let aside_width = wrap::width(aside).min(row.width / 2);
        let left = Rect { width: row.width.saturating_sub(aside_width + 1), ..row };
        paint.line(left, &format!("{mark} {}", choice.words), style);
        let right = Rect { x: row.right().saturating_sub(aside_width), width: aside_width, ..row };
        paint.line(right, aside, theme::quiet());
        if at == pick.chosen {
            paint.fill(row, theme::chosen());
        }
    }
}

fn closing_list(model: &Model, closing: &Closing, body: Rect, paint: &mut Paint<'_>) {
    let width = 74.min(body.width);
    let head = closing_words(model, closing);
    let head_rows = height_of(&head, width.saturating_sub(4));
    let list_rows = closing_lines(closing, width.saturating_sub(4)).len();
    let list_rows = u16::try_from(list_rows).unwrap_or(u16::MAX);
    let rows = head_rows.saturating_add(list_rows).saturating_add(1);
    let inside = paint.boxed(middle(body, width, rows), closing_title(closing.closes));
    let text = Rect { x: inside.x + 1, width: inside.width.saturating_sub(2), ..inside };
    let used =
        paint.wrapped(Rect { height: head_rows.min(text.height), ..text }, &head, theme::plain());
    let list = Rect {
        y: text.y + (used + 1).min(text.height),
        height: text.height.saturating_sub(used + 1),
        ..text
    };
    let lines = closing_lines(closing, list.width);
    let chosen = |line: &ClosingLine| line.finding == closing.chosen;
    let (start, end) = (lines.iter().position(chosen), lines.iter().rposition(chosen));
    // Where it does not fit, the beginning of what is chosen is seen rather than its end.
    let top = (end.unwrap_or(0) + 1).saturating_sub(list.height.into()).min(start.unwrap_or(0));
    for (row, line) in list.rows().zip(lines.iter().skip(top)) {
        paint.line(row, &line.text, line.style);
        if line.finding == closing.chosen {
            paint.fill(row, theme::chosen());
            paint.caret_at(row, row.x, row.y);
        }
    }
}

/// A row of the list of findings.
struct ClosingLine {
    finding: usize,
    text: String,
    style: ratatui::style::Style,
}

/// The findings in words, each on as many rows as it needs.
fn closing_lines(closing: &Closing, width: u16) -> Vec<ClosingLine> {
    let mut lines = Vec::new();
    for (at, finding) in closing.findings.iter().enumerate() {
        let blocks = finding.level == Level::Block;
        let style = if blocks { theme::wrong() } else { theme::plain() };
        let sign = if blocks { '!' } else { ' ' };
        let mark = if at == closing.chosen { '›' } else { ' ' };
        let words = finding.in_words();
        for (n, row) in wrap::rows(&words, width.saturating_sub(3)).into_iter().enumerate() {
            let words = words.get(row.start..row.end).unwrap_or_default();
            let head = if n == 0 { format!("{mark}{sign} ") } else { "   ".to_owned() };
            lines.push(ClosingLine { finding: at, text: format!("{head}{words}"), style });
        }
    }
    lines
}

fn closing_title(closes: Closes) -> &'static str {
    match closes {
        Closes::Meeting => "Close meeting",
        Closes::Review(_) => "Close review",
    }
}

fn closing_words(model: &Model, closing: &Closing) -> String {
    let name =
        model.meeting().map(|meeting| meeting.case.child.name.to_string()).unwrap_or_default();
    let number = model.meeting().map_or(1, |meeting| meeting.case.next_agreement());
    let what = match closing.closes {
        Closes::Meeting => "meeting",
        Closes::Review(_) => "review",
    };
    let mut words = match (closing.blocking(), closing.closes) {
        (0, _) if closing.unprintable.is_none() => "Reading what will be printed …".to_owned(),
        (0, Closes::Meeting) => match model.meeting().map(|meeting| meeting.case.issues()) {
            Some(IssuedKind::Redirection) => format!(
                "Close the meeting of {name} and make record of redirection {number}? No agreement is made, and the case ends as redirected.\n\ny  close it    n  not now"
            ),
            _ => format!(
                "Close the meeting of {name} and make agreement {number}?\n\ny  close it    n  not now"
            ),
        },
        (0, Closes::Review(id)) => {
            let meeting = model.meeting();
            let number = meeting.map_or(1, |meeting| meeting.case.next_record(id));
            format!(
                "Close the review of {name} and make its record {number}?\n\ny  close it    n  not now"
            )
        }
        (1, _) => {
            format!("One thing must be done before the {what} can be closed. Enter goes there.")
        }
        (more, _) => format!(
            "{more} things must be done before the {what} can be closed. Enter goes to the one chosen."
        ),
    };
    for sentence in closing.unprintable.iter().flatten() {
        words.push_str("\n! ");
        words.push_str(sentence);
    }
    if closing.blocking() == 0 && !closing.findings.is_empty() {
        words.push_str("\n\nEnter goes to what is chosen below:");
    }
    words
}

//! What is wrong with the wording of a protocol: what is missing, and blanks that nobody fills in.

use std::collections::BTreeSet;

use super::{Look, Step};
use crate::domain::case::Route;
use crate::domain::profile::words::{BLANK_NAMES, blanks_in, unknown_blanks};
use crate::domain::profile::{Information, Listed, figures};
use crate::domain::text::nearest;

impl<'a> Look<'a> {
    pub(super) fn lists(&mut self) {
        let profile = self.profile;
        self.checklist("evidence", &profile.evidence);
        self.checklist("host_checklist", &profile.host_checklist);
        self.figures("independent_advice", &profile.independent_advice);
        for (field, sentences) in [
            ("pre_meetings", &profile.pre_meetings),
            ("extra_attendees", &profile.extra_attendees),
            ("rights", &profile.rights),
            ("complaints", &profile.complaints),
            ("forum", &profile.forum),
        ] {
            self.sentences(field, sentences);
        }
    }

    fn checklist(&mut self, field: &'static str, lines: &'a [Listed]) {
        let mut seen = BTreeSet::new();
        self.each(field, lines, |look, line| {
            look.own_key(&line.key, &mut seen);
            look.blank("label", &line.label);
        });
    }

    pub(super) fn routes(&mut self) {
        let profile = self.profile;
        self.when(profile.routes.is_empty(), "routes", "Name the kinds of move that are offered.");
        let mut seen = BTreeSet::new();
        self.each("routes", &profile.routes, |look, route| {
            let unsaid = *route == Route::Unsaid;
            look.when_here(unsaid, "This names no kind of move. Name one, such as Permanent.");
            look.when_here(!seen.insert(*route), "This kind of move stands twice.");
            let silent = !unsaid && profile.words_of(*route).is_none();
            look.when_here(silent, "There are no words for it in route_words. Add them.");
        });
        let known: Vec<&str> = BLANK_NAMES.into_iter().chain(figures::names()).collect();
        self.blanks("examinations", &profile.examinations, &known);
        let mut seen = BTreeSet::new();
        self.each("route_words", &profile.route_words, |look, words| {
            look.when(!seen.insert(words.route), "route", "This kind of move stands twice.");
            look.blank("agreement", &words.agreement);
            look.blank("what_it_is", &words.what_it_is);
            look.blank("goes_well", &words.goes_well);
            look.blank("does_not", &words.does_not);
            for (field, sentence) in words.sentences() {
                look.blanks(field, sentence, &known);
            }
            look.within(&[Step::Field("information")], |look| look.information(&words.information));
            look.sentences("rights", &words.rights);
        });
    }

    fn information(&mut self, said: &'a Information) {
        self.blank("title", &said.title);
        for (field, sentences) in
            [("benefits", &said.benefits), ("risks", &said.risks), ("advice", &said.advice)]
        {
            self.sentences(field, sentences);
        }
        // What speaks for a move is never told without what speaks against it.
        let (benefits, risks) = (said.benefits.is_empty(), said.risks.is_empty());
        self.when(benefits && !risks, "benefits", "Say also what may speak for it.");
        self.when(risks && !benefits, "risks", "Say also what may speak against it.");
    }

    /// Sentences, each a line of a list, in which figures of the protocol may stand.
    pub(super) fn sentences(&mut self, field: &'static str, sentences: &'a [String]) {
        self.each(field, sentences, |look, words| {
            look.when_here(
                words.trim().is_empty(),
                "This line is empty. Write it, or take it away.",
            );
            for sentence in look.wrong_blanks(words, &figures::names().collect::<Vec<_>>()) {
                look.when_here(true, sentence);
            }
        });
    }

    /// A sentence in which figures of the protocol may stand.
    pub(super) fn figures(&mut self, field: &'static str, sentence: &str) {
        self.blanks(field, sentence, &figures::names().collect::<Vec<_>>());
    }

    /// A sentence in which these blanks may stand.
    pub(super) fn blanks(&mut self, field: &'static str, sentence: &str, known: &[&str]) {
        for wrong in self.wrong_blanks(sentence, known) {
            self.when(true, field, wrong);
        }
    }

    /// What is wrong with the blanks of a sentence.
    fn wrong_blanks(&self, sentence: &str, known: &[&str]) -> Vec<String> {
        let unknown = unknown_blanks(sentence, known).into_iter().map(|unknown| {
            let mend = match nearest(unknown, known) {
                Some(near) => format!("Perhaps {{{near}}} is meant."),
                None => format!("There are: {{{}}}.", known.join("}, {")),
            };
            format!("“{unknown}” is no blank that can be filled in. {mend}")
        });
        let absent = blanks_in(sentence)
            .filter(|name| known.contains(name) && figures::names().any(|other| other == *name))
            .filter(|name| self.profile.figure(name).is_none())
            .map(|name| {
                format!("This protocol has no figure for {{{name}}}. Give one, or take it away.")
            });
        unknown.chain(absent).collect()
    }
}

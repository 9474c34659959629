//! The figures of a protocol within its own sentences: each figure stands once, and a sentence takes it
//! from there by a blank such as `{most_hopes}`.

use super::Profile;
use super::words::fill_with;

/// A figure by the name of its blank; `None` where the protocol does without it.
type Figure = (&'static str, fn(&Profile) -> Option<u32>);

/// Every figure that a sentence can take.
const FIGURES: [Figure; 17] = [
    ("length_weeks", |profile| profile.length_weeks),
    ("shortest_extension", |profile| profile.extension.map(|by| by.shortest)),
    ("longest_extension", |profile| profile.extension.map(|by| by.longest)),
    ("first_review", |profile| profile.review_plan.first().map(|review| review.week)),
    ("last_review", |profile| profile.review_plan.last().map(|review| review.week)),
    ("most_targets", |profile| u32::try_from(profile.most_targets).ok()),
    ("most_hopes", |profile| u32::try_from(profile.most_hopes).ok()),
    ("invitation_notice", |profile| Some(profile.deadlines.invitation_notice)),
    ("copies", |profile| Some(profile.deadlines.copies)),
    ("direction_notice", |profile| Some(profile.deadlines.direction_notice)),
    ("transfer_file", |profile| Some(profile.deadlines.transfer_file)),
    ("protection_file", |profile| Some(profile.deadlines.protection_file)),
    ("new_pupil_return", |profile| Some(profile.deadlines.new_pupil_return)),
    ("persistent_absence", |profile| Some(profile.thresholds.persistent_absence)),
    ("severe_absence", |profile| Some(profile.thresholds.severe_absence)),
    ("infant_class", |profile| Some(profile.thresholds.infant_class)),
    ("years_from_birth", |profile| Some(profile.retention.years_from_birth)),
];

/// The blank in the name of a planned review: the week in which that review is due.
pub(super) const WEEK: &str = "week";

/// The names of the figures.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    FIGURES.iter().map(|(name, _)| *name)
}

impl Profile {
    /// The figure with this name, if the protocol has it.
    pub(super) fn figure(&self, name: &str) -> Option<u32> {
        FIGURES.iter().find(|(known, _)| *known == name).and_then(|(_, figure)| figure(self))
    }

    /// The protocol with its figures in its sentences. Blanks that a case fills in stay.
    #[must_use]
    pub fn with_figures(mut self) -> Self {
        let figures = self.clone();
        self.sentences_mut(&mut |sentence| {
            let figure = |name: &str| figures.figure(name).map(|figure| figure.to_string());
            *sentence = fill_with(sentence, figure);
        });
        for review in &mut self.review_plan {
            let week = review.week.to_string();
            review.label = fill_with(&review.label, |name| (name == WEEK).then(|| week.clone()));
        }
        self
    }

    /// Visits every sentence in which a figure may stand.
    fn sentences_mut(&mut self, visit: &mut impl FnMut(&mut String)) {
        visit(&mut self.retention.basis);
        visit(&mut self.independent_advice);
        visit(&mut self.examinations);
        let lists = [
            &mut self.pre_meetings,
            &mut self.extra_attendees,
            &mut self.rights,
            &mut self.complaints,
            &mut self.forum,
        ];
        lists.into_iter().flatten().for_each(&mut *visit);
        let items = self.agenda.iter_mut().chain(&mut self.review_agenda);
        items.flat_map(|item| &mut item.prompts).for_each(&mut *visit);
        for words in &mut self.route_words {
            let single = [&mut words.what_it_is, &mut words.goes_well, &mut words.does_not];
            single.into_iter().chain([&mut words.transport]).for_each(&mut *visit);
            let said = &mut words.information;
            let lists = [&mut said.benefits, &mut said.risks, &mut said.advice];
            let lists = lists.into_iter().chain([&mut words.roll, &mut words.rights]);
            lists.flatten().for_each(&mut *visit);
        }
    }
}

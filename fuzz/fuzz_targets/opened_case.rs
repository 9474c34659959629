//! A case file that can be read, however odd: it can be opened, walked through from its first item to
//! its last on screens of two sizes, and every document that is offered can be made.
#![no_main]

use std::sync::{Arc, LazyLock};

use convenor::app::Screen;
use convenor::app::action::Action;
use convenor::documents::document_of;
use convenor::domain::case::Case;
use convenor::domain::reference::Reference;
use convenor::export::{Format, Missing, offers, render};
use convenor::store::{MemoryStore, Store};
use desk::{Desk, start_of_time};
use libfuzzer_sys::{Corpus, fuzz_target};
use ratatui::layout::Size;

#[path = "../../tests/desk/mod.rs"]
mod desk;

const NAME: &str = "DEMO-01";

static REFERENCE: LazyLock<Arc<Reference>> = LazyLock::new(desk::reference);

fn read_every_document(case: &Case) {
    let today = start_of_time().date();
    for profile in REFERENCE.profiles.all() {
        let profile = profile.for_case(case);
        for offer in offers(&case.agreed(today), &profile, today) {
            if let Ok(document) = document_of(case, &profile, offer.wanted, today) {
                render(Format::Text, &document, Missing::Mark).expect("a text is always made");
            }
        }
    }
}

fuzz_target!(|data: &[u8]| -> Corpus {
    let store = MemoryStore::new();
    store.put_bytes(NAME, data);
    let Ok((case, _)) = store.load(&NAME.parse().expect("a reference")) else {
        return Corpus::Reject;
    };
    read_every_document(&case);
    let mut desk = Desk::knowing(Arc::clone(&REFERENCE), store, Size { width: 80, height: 24 });
    desk.do_(Action::ShowAllCases).do_(Action::First).do_(Action::OpenCase);
    for _ in 0..60 {
        desk.screen();
        desk.resize(41, 11).screen();
        desk.resize(80, 24);
        let Screen::Meeting(meeting) = &desk.model.screen else { break };
        let item = meeting.item;
        desk.do_(Action::NextItem);
        if desk.model.meeting().is_none_or(|meeting| meeting.item == item) {
            break;
        }
    }
    Corpus::Keep
});

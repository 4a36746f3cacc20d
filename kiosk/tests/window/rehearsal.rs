//! A chain that only remembers, and a clock that only moves when told.

use std::cell::Cell;
use std::rc::Rc;

use trykk_kiosk::flow::{DeliverFault, Enrolment, OpenRound, Standing, TakeBackFault, Urn};
use trykk_kiosk::window::{Clock, Window, ui};
use trykk_shared::answers::Sheet;
use trykk_shared::deck::{Deck, Mode};
use trykk_shared::enrolment::Link;
use trykk_shared::ids::BoxId;
use trykk_shared::language::{Language, Texts};

pub struct Rehearsal {
    pub standing: Standing,
    pub offline: bool,
    pub fault: Option<DeliverFault>,
    pub enrolment: Enrolment,
    pub link: Option<Link>,
    pub delivered: Vec<(BoxId, Sheet)>,
    pub taken_back: Vec<usize>,
    pub sticky: bool,
    pub answering: Option<BoxId>,
}

impl Rehearsal {
    pub fn standing(standing: Standing) -> Self {
        Rehearsal {
            standing,
            offline: false,
            fault: None,
            enrolment: Enrolment::None,
            link: None,
            delivered: Vec::new(),
            taken_back: Vec::new(),
            sticky: false,
            answering: None,
        }
    }

    pub fn open(deck: Deck, mode: Mode) -> Self {
        Self::standing(Standing::Open(Box::new(round(deck, mode))))
    }
}

impl Urn for Rehearsal {
    type Receipt = usize;

    fn standing(&self) -> Standing {
        self.standing.clone()
    }

    fn offline(&self) -> bool {
        self.offline
    }

    fn deliver(&mut self, into: BoxId, sheet: &Sheet) -> Result<usize, DeliverFault> {
        match self.fault {
            Some(fault) => Err(fault),
            None => {
                self.delivered.push((into, sheet.clone()));
                Ok(self.delivered.len() - 1)
            }
        }
    }

    fn take_back(&mut self, receipt: usize) -> Result<(), TakeBackFault> {
        if self.sticky {
            return Err(TakeBackFault);
        }
        self.taken_back.push(receipt);
        Ok(())
    }

    fn answering(&mut self, into: Option<BoxId>) {
        self.answering = into;
    }

    fn enrol(&mut self, link: Link) {
        self.link = Some(link);
        self.enrolment = Enrolment::Running;
    }

    fn enrolment(&self) -> Enrolment {
        self.enrolment
    }
}

pub fn station() -> Deck {
    Deck::read(include_str!("../../../assets/decks/station.toml")).unwrap()
}

pub fn around_the_table() -> Deck {
    Deck::read(include_str!("../../../assets/decks/table.toml")).unwrap()
}

pub fn round(deck: Deck, mode: Mode) -> OpenRound {
    let urgent = [
        (
            Language::Nb,
            "Haster det, eller vil du varsle? Snakk med verneombudet på sengeposten din, eller bruk varslingskanalen til sykehuset.",
        ),
        (
            Language::Nn,
            "Hastar det, eller vil du varsle? Snakk med verneombodet på sengeposten din, eller bruk varslingskanalen til sjukehuset.",
        ),
        (
            Language::En,
            "Is it urgent, or a whistleblowing matter? Talk to the safety rep on your ward, or use the hospital's whistleblowing channel.",
        ),
    ];
    OpenRound {
        box_id: BoxId([7; 16]),
        deck,
        mode,
        wards: vec!["Medisinsk sengepost 1".into(), "Medisinsk sengepost 2".into()],
        last_day: (31, 12),
        floor: 7,
        urgent: Texts(
            urgent
                .into_iter()
                .map(|(language, text)| (language, text.to_owned()))
                .collect(),
        ),
    }
}

/// A window without a display, with real letters and pixels.
pub struct Stage {
    pub window: Window<Rehearsal>,
    now: Rc<Cell<u64>>,
}

impl Stage {
    pub fn new(urn: Rehearsal, (width, height): (u32, u32)) -> Self {
        // One platform a thread, and each test has its own thread.
        let _ = slint::platform::set_platform(Box::new(i_slint_backend_testing::TestingBackend::new(
            i_slint_backend_testing::TestingBackendOptions {
                mock_time: true,
                threading: false,
                renderer_name: Some("software".into()),
            },
        )));
        let now = Rc::new(Cell::new(0));
        let clock: Clock = {
            let now = Rc::clone(&now);
            Rc::new(move || now.get())
        };
        let window = Window::new(urn, clock).unwrap();
        let app = window.app();
        slint::ComponentHandle::global::<ui::Theme>(app).set_still(true);
        slint::ComponentHandle::window(app).set_size(slint::PhysicalSize::new(width, height));
        slint::ComponentHandle::show(app).unwrap();
        let stage = Stage { window, now };
        stage.pass(1000);
        stage
    }

    pub fn app(&self) -> &ui::App {
        self.window.app()
    }

    /// Time passes.
    pub fn pass(&self, milliseconds: u64) {
        self.now.set(self.now.get() + milliseconds);
        i_slint_backend_testing::mock_elapsed_time(std::time::Duration::from_millis(milliseconds));
        self.window.tick();
        i_slint_backend_testing::mock_elapsed_time(std::time::Duration::from_millis(1));
    }
}

//! A backend that only remembers, and a clock that only moves when told.

use std::cell::Cell;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::{Arc, OnceLock};

use rand::SeedableRng;
use rand::rngs::StdRng;
use trykk_kiosk::aloud::Voice;
use trykk_kiosk::flow::{Backend, DeliveryError, EnrolmentProgress, PinFault, TakeBackError, Task, TypedCodeError};
use trykk_kiosk::panel::{Knob, Levels, Turn, step};
use trykk_kiosk::tablet::{CodesNeeded, Facts, OpenRound, Staff, Standing};
use trykk_kiosk::window::{Clock, Window, ui};
use trykk_shared::answers::Sheet;
use trykk_shared::deck::{Deck, Mode};
use trykk_shared::enrolment::Link;
use trykk_shared::ids::BoxId;
use trykk_shared::language::{Language, Texts};
use trykk_shared::pin::{Pin, PinHash};
use trykk_shared::protocol::WardName;
use trykk_shared::seal::{Address, SealingKey};
use trykk_shared::start_code::{CodePlace, StartCode};
use trykk_shared::waiting::Waiting;

pub struct Rehearsal {
    pub standing: Standing,
    pub offline: bool,
    pub waiting: Option<Waiting>,
    pub damaged: bool,
    pub staff: Staff,
    pub fault: Option<DeliveryError>,
    pub enrolment: EnrolmentProgress,
    pub enrolled_ward: String,
    pub link: Option<Link>,
    /// Where it was asked to look for a stick with a link, and of which hub alone; and its own address on the network.
    pub sticks: Vec<(Vec<PathBuf>, Option<String>)>,
    pub address: String,
    pub delivered: Vec<(BoxId, Sheet)>,
    pub taken_back: Vec<usize>,
    pub sticky: bool,
    pub answering: Option<BoxId>,
    /// The start codes that open a sheet, and how long one waits for being looked at, in milliseconds.
    pub codes: Vec<String>,
    pub code_wait: u64,
    /// Whether codes cannot be looked at.
    pub codes_fail: bool,
    pub used_codes: Vec<usize>,
    pub forgotten: usize,
    /// The staff menu: what its PIN is kept as, how long a PIN waits, how the tablet stands, what is done for it.
    pub pin: Option<PinHash>,
    pub pin_wait: u64,
    pub wrong_pins: usize,
    pub facts: Facts,
    pub task: Task,
    pub sent: usize,
    pub exported: Vec<PathBuf>,
    pub minute_of_day: Option<u16>,
    /// In which voice it reads aloud, what it was asked to read, and whether it reads.
    pub voice: Option<Voice>,
    pub read: Vec<(Language, String)>,
    pub reads: bool,
    /// How far light and volume are turned up, and what the panel was told of the dark.
    pub levels: Levels,
    pub darkened: Vec<bool>,
    /// Whether the panel's light is there.
    pub lit: bool,
}

/// The PIN of a ward in rehearsals.
pub const PIN: &str = "428317";

/// What is kept of it: made once, for it costs time.
pub fn kept_pin() -> PinHash {
    static KEPT: OnceLock<PinHash> = OnceLock::new();
    KEPT.get_or_init(|| PinHash::of(&PIN.parse().unwrap(), &mut StdRng::seed_from_u64(2)))
        .clone()
}

impl Rehearsal {
    pub fn standing(standing: Standing) -> Self {
        Rehearsal {
            standing,
            offline: false,
            waiting: None,
            damaged: false,
            staff: Staff::default(),
            fault: None,
            enrolment: EnrolmentProgress::Idle,
            enrolled_ward: String::new(),
            link: None,
            sticks: Vec::new(),
            address: "10.20.30.40".into(),
            delivered: Vec::new(),
            taken_back: Vec::new(),
            sticky: false,
            answering: None,
            codes: Vec::new(),
            code_wait: 0,
            codes_fail: false,
            used_codes: Vec::new(),
            forgotten: 0,
            pin: Some(kept_pin()),
            pin_wait: 0,
            wrong_pins: 0,
            facts: Facts::default(),
            task: Task::Idle,
            sent: 0,
            exported: Vec::new(),
            minute_of_day: Some(12 * 60),
            voice: None,
            read: Vec::new(),
            reads: false,
            levels: Levels::default(),
            darkened: Vec::new(),
            lit: true,
        }
    }

    pub fn open(deck: Deck, mode: Mode) -> Self {
        Self::standing(Standing::Open(Arc::new(round(deck, mode))))
    }
}

impl Backend for Rehearsal {
    type Receipt = usize;

    fn standing(&self) -> Standing {
        self.standing.clone()
    }

    fn staff(&self) -> Staff {
        self.staff.clone()
    }

    fn waiting(&self) -> Option<Waiting> {
        self.waiting
    }

    fn offline(&self) -> bool {
        self.offline
    }

    fn damaged(&self) -> bool {
        self.damaged
    }

    fn wait_before_code(&self) -> u64 {
        self.code_wait
    }

    fn check_code(&mut self, _: BoxId, code: &StartCode) -> Result<CodePlace, TypedCodeError> {
        let place = CodePlace {
            salt: [0; 16],
            place: 7,
        };
        if self.codes_fail {
            return Err(TypedCodeError::Failed);
        }
        let good = self.codes.contains(&code.to_groups());
        good.then_some(place).ok_or(TypedCodeError::Refused)
    }

    fn forget_receipt(&mut self) {
        self.forgotten += 1;
    }

    fn deliver(&mut self, into: BoxId, sheet: &Sheet, code: Option<CodePlace>) -> Result<usize, DeliveryError> {
        self.used_codes.extend(code.map(|code| code.place));
        match self.fault {
            Some(fault) => Err(fault),
            None => {
                self.delivered.push((into, sheet.clone()));
                Ok(self.delivered.len() - 1)
            }
        }
    }

    fn deliver_typed(&mut self, into: BoxId, sheet: &Sheet, code: Option<CodePlace>) -> Result<(), DeliveryError> {
        self.deliver(into, sheet, code).map(drop)
    }

    fn take_back(&mut self, receipt: usize) -> Result<(), TakeBackError> {
        if self.sticky {
            return Err(TakeBackError);
        }
        self.taken_back.push(receipt);
        Ok(())
    }

    fn set_answering(&mut self, into: Option<BoxId>) {
        self.answering = into;
    }

    fn minute_of_day(&self) -> Option<u16> {
        self.minute_of_day
    }

    fn pin_of_ward(&self) -> Option<PinHash> {
        self.pin.clone()
    }

    fn wait_before_pin(&self) -> u64 {
        self.pin_wait
    }

    fn check_pin(&mut self, pin: &Pin, kept: &PinHash) -> Result<bool, PinFault> {
        let fits = kept.fits(pin);
        self.wrong_pins += usize::from(!fits);
        Ok(fits)
    }

    fn facts(&self) -> Facts {
        self.facts.clone()
    }

    fn send_now(&mut self) {
        self.sent += 1;
        self.task = Task::Sending;
    }

    fn export(&mut self, places: &[PathBuf]) {
        self.exported = places.to_vec();
        self.task = Task::Exporting;
    }

    fn task(&self) -> Task {
        self.task
    }

    fn clear_task(&mut self) {
        if !self.task.is_running() {
            self.task = Task::Idle;
        }
    }

    fn enrol(&mut self, link: Link) {
        self.link = Some(link);
        self.enrolment = EnrolmentProgress::Running;
    }

    fn enrol_by_stick(&mut self, places: &[PathBuf], decided: Option<&str>) {
        self.sticks.push((places.to_owned(), decided.map(str::to_owned)));
        self.enrolment = EnrolmentProgress::Running;
    }

    fn address(&self) -> String {
        self.address.clone()
    }

    fn enrolled_ward(&self) -> String {
        self.enrolled_ward.clone()
    }

    fn enrolment(&self) -> EnrolmentProgress {
        self.enrolment
    }

    fn levels(&self) -> Levels {
        self.levels
    }

    fn turn(&mut self, knob: Knob, turn: Turn) {
        let (level, least) = match knob {
            Knob::Light => (&mut self.levels.light, 10),
            Knob::Volume => (&mut self.levels.volume, 0),
        };
        *level = level.map(|percent| step(percent, turn, least));
    }

    fn darken(&mut self, dark: bool) {
        self.darkened.push(dark);
    }

    fn is_lit(&self) -> bool {
        self.lit
    }

    fn voice(&self, _: Language) -> Option<Voice> {
        self.voice
    }

    fn read_aloud(&mut self, language: Language, words: &str) {
        self.read.push((language, words.to_owned()));
        self.reads = true;
    }

    fn stop_reading(&mut self) {
        self.reads = false;
    }

    fn is_reading(&mut self) -> bool {
        self.reads
    }
}

pub fn station() -> Deck {
    Deck::read(include_str!("../../../assets/decks/station.toml")).unwrap()
}

pub fn around_the_table() -> Deck {
    Deck::read(include_str!("../../../assets/decks/table.toml")).unwrap()
}

// 2026-12-31 23:00 UTC: the end of the year in Oslo.
const CLOSES: i64 = 1_798_758_000;
/// The base point of the curve, which is a public key like any other.
const POINT: [u8; 32] = {
    let mut point = [0; 32];
    point[0] = 9;
    point
};

fn ward(id: &str, name: &str) -> WardName {
    WardName {
        id: id.into(),
        name: name.into(),
    }
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
        address: Address {
            round: "2026-autumn".into(),
            box_id: BoxId([7; 16]),
            key: SealingKey::from_bytes(&POINT).expect("a point of the curve"),
        },
        deck,
        mode,
        wards: vec![
            ward("med-1", "Medisinsk sengepost 1"),
            ward("med-2", "Medisinsk sengepost 2"),
        ],
        closes: CLOSES,
        time_zone: "Europe/Oslo".into(),
        floor: 7,
        urgent: Texts(
            urgent
                .into_iter()
                .map(|(language, text)| (language, text.to_owned()))
                .collect(),
        ),
        codes: CodesNeeded::None,
        room: None,
        pulse: false,
    }
}

/// The same, asking for a start code.
pub fn round_with_codes() -> OpenRound {
    OpenRound {
        codes: CodesNeeded::Each,
        ..round(station(), Mode::DropIn)
    }
}

/// A glass: its pixels, and by how much the system enlarges everything on it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Glass {
    pub width: u32,
    pub height: u32,
    pub factor: f32,
}

impl Glass {
    pub const fn new(width: u32, height: u32) -> Self {
        Glass {
            width,
            height,
            factor: 1.0,
        }
    }
}

/// A window without a display, with real letters and pixels.
pub struct Stage {
    pub window: Window<Rehearsal>,
    glass: Cell<Glass>,
    now: Rc<Cell<u64>>,
}

impl Stage {
    pub fn new(backend: Rehearsal, (width, height): (u32, u32)) -> Self {
        Self::on(backend, Glass::new(width, height))
    }

    pub fn on(backend: Rehearsal, glass: Glass) -> Self {
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
        let window = Window::new(backend, clock).unwrap();
        let app = window.app();
        slint::ComponentHandle::global::<ui::Theme>(app).set_still(true);
        let stage = Stage {
            window,
            glass: Cell::new(glass),
            now,
        };
        stage.turn(glass);
        slint::ComponentHandle::show(stage.app()).unwrap();
        stage.pass(1000);
        stage
    }

    /// The glass changes, as when somebody turns the tablet.
    pub fn turn(&self, glass: Glass) {
        self.glass.set(glass);
        let Glass { width, height, factor } = glass;
        let window = slint::ComponentHandle::window(self.app());
        let send = |event| window.dispatch_event(event);
        send(slint::platform::WindowEvent::ScaleFactorChanged { scale_factor: factor });
        let size = slint::PhysicalSize::new(width, height);
        window.set_size(size);
        // The test window takes its size for one without a factor.
        let size = size.to_logical(factor);
        send(slint::platform::WindowEvent::Resized { size });
        i_slint_backend_testing::mock_elapsed_time(std::time::Duration::from_millis(1));
    }

    /// The glass it stands on.
    pub fn glass(&self) -> Glass {
        self.glass.get()
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

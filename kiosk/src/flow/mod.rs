//! The answering flow: a plain state machine without a window and without a clock of its own.
//!
//! [`Flow::handle`] takes what someone did, [`Flow::tick`] the time; [`Flow::view`] says what is shown.
//! Nothing unsealed leaves this module but through [`Backend::deliver`].

mod aloud;
mod answering;
mod back;
mod backend;
mod board;
mod coding;
mod comfort;
mod enrolling;
mod event;
mod identifying;
mod idle;
mod languages;
mod menu;
mod news;
mod paper;
mod rest;
mod screen;
mod session;
mod touch;
mod typed_sheet;
mod typing_in;
mod view;

use std::sync::Arc;

use trykk_shared::language::Language;
use trykk_shared::start_code::CodePlace;
use trykk_shared::waiting::Waiting;
use zeroize::{Zeroize, Zeroizing};

use crate::managed::Managed;
use crate::tablet::{OpenRound, Staff, Standing};
pub use aloud::LONGEST_READING_MS;
pub use backend::{Backend, DeliveryError, EnrolmentError, EnrolmentProgress, TakeBackError, TypedCodeError};
use board::BoardPlace;
use coding::Coding;
pub use comfort::{Comfort, Letters};
pub use enrolling::{FIRST_TRY_AGAIN_MS, LAST_TRY_AGAIN_MS};
use enrolling::{LinkTries, MAX_CODE_CHARS, MAX_HOST_CHARS};
pub use event::{CaretMove, Event, Field};
pub use identifying::{Identifying, find_identifying};
pub use idle::{COUNTDOWN_MS, IDLE_MS, TABLE_IDLE_MS, TAKE_BACK_MS, THANKS_MS, UNHURRIED_IDLE_MS, WRITING_IDLE_MS};
use menu::{Entering, Menu};
pub use menu::{HOLD_MS, MENU_MS, MenuAct, PinFault, StickFault, Task, Told, Wish};
pub use rest::{DARK_AFTER_MS, STEP_MS, STILL_MS, UNLIT_MS};
pub use screen::{
    Ask, BoardKind, BoardLine, BoardPage, CheckRow, CodePage, EnrolPage, Given, MenuPage, NotePage, Overview, Page,
    PinPage, Question, Row, Sent, TextSize, TypedAsk, TypedPart, TypingInPage, View, Welcome, Whose,
};
pub use session::{MIN_MEMBERS, Part, Session, Step};
pub use touch::{Fingers, SETTLE_MS};
use typed_sheet::TypingIn;
pub use typing_in::{NoTyping, TYPING_IN_IDLE_MS, TypingFault};

/// Where the flow is. The large things in it are wiped when dropped.
enum Stage<Receipt> {
    /// Nobody is answering: the welcome, or what else the tablet's standing asks for.
    Home,
    /// Reading how the promises are kept.
    How,
    /// Reading the board, one tap away from what stands first.
    Board,
    /// Reading what came of the last round, one tap away from the board.
    AboutRound,
    /// Someone types their start code.
    Code(Coding),
    /// Someone answers.
    Session {
        session: Session,
        code: Option<CodePlace>,
        leaving: bool,
        fault: Option<DeliveryError>,
    },
    /// Just delivered.
    Thanks {
        round: Arc<OpenRound>,
        receipt: Option<Receipt>,
        at: u64,
    },
    /// Just taken back.
    TakenBack { gone: bool },
    /// Whoever looks after the tablet types the PIN.
    Pin(Entering),
    /// They are in the menu.
    Menu(Box<Menu>),
    /// They type in what was answered on paper.
    TypingIn(Box<TypingIn>),
    /// A sheet was left half typed in, and is forgotten.
    LeftBehind,
}

/// The answering flow.
pub struct Flow<U: Backend> {
    backend: U,
    managed: Managed,
    now: u64,
    touched: u64,
    standing: Standing,
    round: Option<Arc<OpenRound>>,
    offline: bool,
    waiting: Option<Waiting>,
    damaged: bool,
    staff: Staff,
    /// Which page of the board is read, counted from 0.
    board_page: usize,
    language: Language,
    comfort: Comfort,
    /// Whether they asked for more time.
    unhurried: bool,
    /// The card that was answered by what is being handled now, and the one whose answer brought this screen up.
    sending: Option<Sent>,
    sent: Option<Sent>,
    stage: Stage<U::Receipt>,
    host: Zeroizing<String>,
    code: Zeroizing<String>,
    field: Field,
    typed_wrong: Option<EnrolmentError>,
    link_tries: LinkTries,
    serial: u64,
    since: u64,
    shown: Option<view::ScreenId>,
    revision: u64,
    news: Option<news::News>,
    /// Since when a finger is on the name.
    held: Option<u64>,
    wish: Option<Wish>,
    /// Whether a task ran when it was last looked at.
    task_runs: bool,
    /// Since when this screen is read aloud.
    reading_since: Option<u64>,
    /// Whether the panel was told to go dark, and since when it is to be light again.
    was_dark: bool,
    lit_since: Option<u64>,
}

impl<U: Backend> Flow<U> {
    /// A flow over `backend`, at `now` milliseconds of a clock that only goes forward.
    pub fn new(backend: U, now: u64) -> Self {
        Self::managed(backend, Managed::default(), now)
    }

    /// The same on a tablet whose settings are managed.
    pub fn managed(backend: U, managed: Managed, now: u64) -> Self {
        let mut flow = Flow {
            managed,
            standing: backend.standing(),
            round: None,
            offline: false,
            waiting: None,
            damaged: false,
            staff: Staff::default(),
            board_page: 0,
            backend,
            now,
            touched: now,
            language: Language::Nb,
            comfort: Comfort::default(),
            unhurried: false,
            sending: None,
            sent: None,
            stage: Stage::Home,
            host: Zeroizing::new(String::with_capacity(MAX_HOST_CHARS)),
            code: Zeroizing::new(String::with_capacity(MAX_CODE_CHARS)),
            field: Field::Host,
            typed_wrong: None,
            link_tries: LinkTries::default(),
            serial: 0,
            since: now,
            shown: None,
            revision: 0,
            news: None,
            held: None,
            wish: None,
            task_runs: false,
            reading_since: None,
            was_dark: false,
            lit_since: None,
        };
        flow.refresh();
        flow.language = flow.first_language();
        flow.clear_typed();
        flow.settle();
        flow.note_news(true);
        flow
    }

    /// The backend behind the flow.
    pub fn backend(&self) -> &U {
        &self.backend
    }

    /// The backend behind the flow, to change it.
    pub fn backend_mut(&mut self) -> &mut U {
        &mut self.backend
    }

    /// Time passes; the backend may have news.
    pub fn tick(&mut self, now: u64) {
        self.now = self.now.max(now);
        let renewed = self.refresh() | self.refresh_menu();
        self.look_at_task();
        self.look_at_move();
        self.look_at_reading();
        self.expire();
        self.look_at_code();
        self.look_at_hold();
        self.look_at_pin();
        self.look_at_typed_code();
        self.look_at_link();
        self.look_at_dark();
        self.settle();
        self.note_news(renewed);
    }

    /// Someone does something.
    pub fn handle(&mut self, event: Event, now: u64) {
        self.now = self.now.max(now);
        self.look_at_task();
        self.look_at_move();
        self.look_at_reading();
        // What is past its time is gone before anyone can act on it.
        self.expire();
        // While the countdown shows, or nothing at all, a touch says "I am here" and nothing else. A screen that came up on an unlit glass is
        // another one once it is lit.
        let is_unlit = self.shown.as_ref().is_some_and(view::ScreenId::is_unlit);
        let is_nothing_else = self.countdown().is_some() || self.is_dark() || is_unlit;
        let done = event != Event::Touched;
        self.touched = self.now;
        self.unhurried |= event == Event::MoreTime;
        if !is_nothing_else {
            self.note_hold(&event);
            self.sending = self.card(&event);
            self.act(event);
        }
        self.look_at_dark();
        self.settle();
        // An answer that brought nothing up sends nothing away later.
        self.sending = None;
        self.note_news(done);
    }

    fn act(&mut self, event: Event) {
        let (place, reads_board, has_last_round) = (self.board_place(), self.reads_board(), self.has_last_round());
        match (&mut self.stage, event) {
            (_, Event::Touched | Event::MoreTime | Event::HoldBegan | Event::HoldEnded) => {}
            (_, Event::ReadAloud(words)) => self.read_or_stop(&words),
            (Stage::Home | Stage::How | Stage::Board | Stage::AboutRound, Event::Menu) => self.ask_for_pin(),
            (Stage::Home | Stage::How | Stage::Board, Event::Language(language)) => self.choose_language(language),
            (_, event @ (Event::Contrast | Event::Letters | Event::Low)) => self.choose_comfort(&event),
            (Stage::Home, Event::Board) if place == BoardPlace::OneTap => self.stage = Stage::Board,
            (Stage::Home, Event::AboutRound) if has_last_round => self.stage = Stage::AboutRound,
            (Stage::Home | Stage::Board, Event::NextOfBoard) if reads_board => self.turn_board(),
            (Stage::Board, Event::Start) => self.start(),
            (Stage::Home, Event::Start) => self.start(),
            (Stage::Home, Event::How) if self.round.is_some() => self.stage = Stage::How,
            (_, Event::Back) => self.go_back(),
            (Stage::How, Event::Finish) => self.stage = Stage::Home,
            (Stage::How, Event::Start) => self.start(),
            (Stage::Home, event) if self.standing == Standing::NotEnrolled => self.enrolling(event),
            (Stage::Code(_), event) => self.coding(event),
            (Stage::Pin(_), event) => self.entering(event),
            (Stage::Menu(_), Event::InMenu(act)) => self.in_menu(act),
            (Stage::Menu(menu), Event::Finish) if menu.moving => {}
            (Stage::Menu(_), Event::Finish) => self.forget(),
            (Stage::TypingIn(_), event) => self.typing_in(event),
            (Stage::LeftBehind, Event::Finish) => self.forget(),
            (Stage::Session { .. }, event) => self.answering(event),
            (Stage::Thanks { .. }, Event::TakeBack) => self.take_back(),
            (Stage::Thanks { .. } | Stage::TakenBack { .. }, Event::Finish) => self.forget(),
            _ => {}
        }
    }

    /// Everything is forgotten: answers, notes, the receipt, the language.
    fn forget(&mut self) {
        // What became of a task stands in the menu until somebody has left it; one that runs is told of the next time.
        if matches!(self.stage, Stage::Menu(_)) {
            self.backend.clear_task();
        }
        self.stage = Stage::Home;
        self.board_page = 0;
        self.backend.set_answering(None);
        self.backend.forget_receipt();
        self.clear_typed();
        self.refresh();
        self.language = self.first_language();
        self.comfort = Comfort::default();
        self.unhurried = false;
    }

    /// Asks the backend. Says whether the tablet stands otherwise than before.
    fn refresh(&mut self) -> bool {
        let standing = self.backend.standing();
        self.offline = self.backend.offline();
        self.waiting = self.backend.waiting();
        self.damaged = self.backend.damaged();
        let staff = self.backend.staff();
        let told = staff != self.staff;
        self.staff = staff;
        let renewed = standing != self.standing;
        if renewed || self.round.is_none() {
            if standing != Standing::NotEnrolled {
                self.code.zeroize();
            }
            self.round = match &standing {
                Standing::Open(round) => Some(Arc::clone(round)),
                _ => None,
            };
            self.standing = standing;
            if matches!(self.stage, Stage::Home | Stage::How) && !self.languages().contains(&self.language) {
                self.language = self.first_language();
            }
            if matches!(self.stage, Stage::How) && self.round.is_none() {
                self.stage = Stage::Home;
            }
            if matches!(self.stage, Stage::Code(_)) && self.round.is_none() {
                // The round closed while somebody looked for their slip.
                self.backend.set_answering(None);
                self.stage = Stage::Home;
            }
        }
        // What was one tap away may stand first by now, or be gone.
        let stays = match self.stage {
            Stage::Board => self.board_place() == BoardPlace::OneTap,
            Stage::AboutRound => self.has_last_round(),
            _ => true,
        };
        if !stays {
            self.stage = Stage::Home;
        }
        renewed || told
    }

    /// Counts the screen up when another thing is asked than before.
    fn settle(&mut self) {
        let key = self.screen_id();
        if self.shown.as_ref() != Some(&key) {
            // What was read stands there no more.
            self.stop_reading();
            self.serial += 1;
            self.since = self.now;
            self.shown = Some(key);
            self.sent = self.sending.take();
        }
    }
}

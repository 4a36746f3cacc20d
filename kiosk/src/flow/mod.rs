//! The answering flow: a plain state machine without a window and without a clock of its own.
//!
//! [`Flow::handle`] takes what someone did, [`Flow::tick`] the time; [`Flow::view`] says what is shown.
//! Nothing unsealed leaves this module but through [`Urn::deliver`].

mod enrolling;
mod event;
mod idle;
mod look;
mod paper;
mod screen;
mod session;
mod touch;
mod urn;

use std::rc::Rc;

use trykk_shared::answers::Answer;
use trykk_shared::deck::Question as Asked;
use trykk_shared::language::Language;
use zeroize::{Zeroize, Zeroizing};

use enrolling::{MAX_CODE_CHARS, MAX_HOST_CHARS};
pub use event::{Event, Field};
pub use idle::{COUNTDOWN_MS, IDLE_MS, TABLE_IDLE_MS, TAKE_BACK_MS, THANKS_MS};
pub use screen::{Ask, EnrolPage, Given, NotePage, Overview, Page, Question, Row, Sent, View, Welcome, Whose};
pub use session::{MAX_TILES, MIN_MEMBERS, Part, Session, Step};
pub use touch::{Fingers, SETTLE_MS};
pub use urn::{DeliverFault, EnrolFault, Enrolment, OpenRound, Outcome, Standing, TakeBackFault, Urn};

/// Where the flow is. The large things in it are wiped when dropped.
enum Place<Receipt> {
    /// Nobody is answering: the welcome, or what else the tablet's standing asks for.
    Home,
    /// Reading how the promises are kept.
    How,
    /// Someone answers.
    Session {
        session: Session,
        leaving: bool,
        fault: Option<DeliverFault>,
    },
    /// Just delivered.
    Thanks {
        round: Rc<OpenRound>,
        receipt: Option<Receipt>,
        at: u64,
    },
    /// Just taken back.
    TakenBack { gone: bool },
}

/// The answering flow.
pub struct Flow<U: Urn> {
    urn: U,
    now: u64,
    touched: u64,
    standing: Standing,
    round: Option<Rc<OpenRound>>,
    offline: bool,
    language: Language,
    contrast: bool,
    /// The card that was answered by what is being handled now, and the one whose answer brought this screen up.
    sending: Option<Sent>,
    sent: Option<Sent>,
    place: Place<U::Receipt>,
    host: Zeroizing<String>,
    code: Zeroizing<String>,
    field: Field,
    typed_wrong: Option<EnrolFault>,
    serial: u64,
    since: u64,
    shown: Option<look::Key>,
}

impl<U: Urn> Flow<U> {
    /// A flow over `urn`, at `now` milliseconds of a clock that only goes forward.
    pub fn new(urn: U, now: u64) -> Self {
        let mut flow = Flow {
            standing: urn.standing(),
            round: None,
            offline: false,
            urn,
            now,
            touched: now,
            language: Language::Nb,
            contrast: false,
            sending: None,
            sent: None,
            place: Place::Home,
            host: Zeroizing::new(String::with_capacity(MAX_HOST_CHARS)),
            code: Zeroizing::new(String::with_capacity(MAX_CODE_CHARS)),
            field: Field::Host,
            typed_wrong: None,
            serial: 0,
            since: now,
            shown: None,
        };
        flow.refresh();
        flow.language = flow.first_language();
        flow.settle();
        flow
    }

    /// The chain behind the flow.
    pub fn urn(&self) -> &U {
        &self.urn
    }

    /// The chain behind the flow, to change it.
    pub fn urn_mut(&mut self) -> &mut U {
        &mut self.urn
    }

    /// Time passes; the chain may have news.
    pub fn tick(&mut self, now: u64) {
        self.now = self.now.max(now);
        self.refresh();
        self.expire();
        self.settle();
    }

    /// Someone does something.
    pub fn handle(&mut self, event: Event, now: u64) {
        self.now = self.now.max(now);
        // What is past its time is gone before anyone can act on it.
        self.expire();
        let counting = self.countdown().is_some();
        self.touched = self.now;
        // While the countdown shows, a touch says "I am here" and nothing else.
        if !counting {
            self.sending = self.card(&event);
            self.act(event);
        }
        self.settle();
        // An answer that brought nothing up sends nothing away later.
        self.sending = None;
    }

    /// The card that this event sends away, if it answers one.
    fn card(&self, event: &Event) -> Option<Sent> {
        let (Event::Card(yes), Place::Session { session, .. }) = (event, &self.place) else {
            return None;
        };
        let item = session.item().filter(|item| item.question == Asked::Card)?;
        let text = item.text.get(self.language).to_owned();
        Some(Sent { text, yes: *yes })
    }

    fn act(&mut self, event: Event) {
        match (&mut self.place, event) {
            (_, Event::Touched) => {}
            (Place::Home | Place::How, Event::Language(language)) => self.choose_language(language),
            (Place::Home | Place::How, Event::Contrast) if self.round.is_some() => self.contrast = !self.contrast,
            (Place::Home, Event::Start) => self.start(),
            (Place::Home, Event::How) if self.round.is_some() => self.place = Place::How,
            (Place::How, Event::Back | Event::Finish) => self.place = Place::Home,
            (Place::How, Event::Start) => self.start(),
            (Place::Home, event) if self.standing == Standing::NotEnrolled => self.enrolling(event),
            (Place::Session { .. }, event) => self.answering(event),
            (Place::Thanks { .. }, Event::TakeBack) => self.take_back(),
            (Place::Thanks { .. } | Place::TakenBack { .. }, Event::Finish) => self.forget(),
            _ => {}
        }
    }

    fn choose_language(&mut self, language: Language) {
        if self.languages().contains(&language) {
            self.language = language;
        }
    }

    fn languages(&self) -> Vec<Language> {
        match &self.round {
            Some(round) => round.deck.languages.clone(),
            None => Language::ALL.to_vec(),
        }
    }

    fn first_language(&self) -> Language {
        self.languages().first().copied().unwrap_or(Language::Nb)
    }

    fn start(&mut self) {
        self.refresh();
        if let Some(round) = &self.round {
            self.urn.answering(Some(round.box_id));
            self.place = Place::Session {
                session: Session::new(Rc::clone(round)),
                leaving: false,
                fault: None,
            };
        }
    }

    fn answering(&mut self, event: Event) {
        let Place::Session {
            session,
            leaving,
            fault,
        } = &mut self.place
        else {
            return;
        };
        if *leaving {
            match event {
                Event::Stay | Event::Back => *leaving = false,
                Event::Forget => self.forget(),
                _ => {}
            }
            return;
        }
        if fault.is_some() {
            match event {
                Event::Deliver if *fault != Some(DeliverFault::TooLate) => self.deliver(),
                Event::Back if *fault != Some(DeliverFault::TooLate) => *fault = None,
                Event::Forget | Event::Finish => self.forget(),
                _ => {}
            }
            return;
        }
        match event {
            Event::Members(members) => session.count_members(members),
            Event::Face(face) => session.mark(Answer::Face(face)),
            Event::Card(yes) => session.mark(Answer::Card(yes)),
            Event::Score(score) => session.mark(Answer::Score(score)),
            Event::Nudge(by) => session.nudge(by),
            Event::Skip => session.skip(),
            Event::Next => session.next(),
            Event::Change(row) => session.change(row),
            Event::Write => session.write(),
            Event::Type(text) => session.type_on(&Zeroizing::new(text)),
            Event::Erase => session.erase(),
            Event::Done => session.typing = false,
            Event::AnotherNote => session.another_note(),
            Event::TakeTablet => session.take_tablet(),
            Event::Deliver if session.is_complete() => self.deliver(),
            Event::Deliver => session.close_part(),
            Event::Back if session.back() => {}
            // Back from the first question, or out of it: to the welcome if nothing would be lost.
            Event::Back | Event::Leave if session.is_blank() && session.members == 0 => self.forget(),
            Event::Leave => *leaving = true,
            Event::Back if matches!(session.step(), Step::HowMany) => *leaving = true,
            Event::Back if matches!(session.step(), Step::Ask(Part::Own, _)) => *leaving = true,
            _ => {}
        }
    }

    fn deliver(&mut self) {
        let Place::Session { session, fault, .. } = &mut self.place else {
            return;
        };
        match self.urn.deliver(session.round.box_id, &session.sheet()) {
            Ok(receipt) => {
                let round = Rc::clone(&session.round);
                self.urn.answering(None);
                // The session is dropped here, and with it every answer.
                self.place = Place::Thanks {
                    round,
                    receipt: Some(receipt),
                    at: self.now,
                };
            }
            Err(why) => *fault = Some(why),
        }
    }

    fn take_back(&mut self) {
        let Place::Thanks { receipt, .. } = &mut self.place else {
            return;
        };
        if let Some(receipt) = receipt.take() {
            let gone = self.urn.take_back(receipt).is_ok();
            self.place = Place::TakenBack { gone };
        }
    }

    /// Everything is forgotten: answers, notes, the receipt, the language.
    fn forget(&mut self) {
        self.place = Place::Home;
        self.urn.answering(None);
        self.host.zeroize();
        self.code.zeroize();
        self.field = Field::Host;
        self.typed_wrong = None;
        self.refresh();
        self.language = self.first_language();
        self.contrast = false;
    }

    fn refresh(&mut self) {
        let standing = self.urn.standing();
        self.offline = self.urn.offline();
        if standing != self.standing || self.round.is_none() {
            if standing != Standing::NotEnrolled {
                self.code.zeroize();
            }
            self.round = match &standing {
                Standing::Open(round) => Some(Rc::new(round.as_ref().clone())),
                _ => None,
            };
            self.standing = standing;
            if matches!(self.place, Place::Home | Place::How) && !self.languages().contains(&self.language) {
                self.language = self.first_language();
            }
            if matches!(self.place, Place::How) && self.round.is_none() {
                self.place = Place::Home;
            }
        }
    }

    /// Counts the screen up when another thing is asked than before.
    fn settle(&mut self) {
        let key = self.key();
        if self.shown.as_ref() != Some(&key) {
            self.serial += 1;
            self.since = self.now;
            self.shown = Some(key);
            self.sent = self.sending.take();
        }
    }
}

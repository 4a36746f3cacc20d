//! The staff menu: behind a long press and a PIN, for whoever looks after the tablet. It leaves by itself.

use trykk_shared::pin::{MAX_PIN_DIGITS, Pin, PinHash};
use zeroize::{Zeroize, Zeroizing};

use super::backend::{EnrolmentError, EnrolmentProgress};
use super::typing_in::NoTyping;
use super::{Backend, Event, Flow, Stage};
use crate::panel::{Knob, Levels, Turn};
use crate::tablet::Facts;

/// How long a finger stays on the name before the menu asks for its PIN, in milliseconds: nobody does that by chance.
pub const HOLD_MS: u64 = 5_000;
/// How long the menu stays when nobody touches it, in milliseconds.
pub const MENU_MS: u64 = 60_000;

/// Why the menu does not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PinFault {
    /// Nobody has set a PIN.
    NotSet,
    /// It is another one.
    Wrong,
    /// The disk failed.
    Failed,
}

/// What leads out of Trykk, or anew into it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// The program starts anew.
    Restart,
    /// The program ends.
    Quit,
    /// The tablet moves to the ward of the link on the stick.
    Move,
}

/// Why nothing was written on a stick.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StickFault {
    /// None is in.
    NoStick,
    /// There are several.
    Several,
    /// It takes nothing.
    ReadOnly,
    /// It is full.
    Full,
    /// It was pulled out, or it is failing.
    Failed,
    /// What is there may hold answers that the tablet has lost.
    WouldReplace,
    /// The hub has not said what files are sealed to, or never was heard.
    NoKey,
}

/// What the tablet does for the menu, beside it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Task {
    /// Nothing.
    #[default]
    Idle,
    /// It sends what may leave.
    Sending,
    /// It has.
    Sent,
    /// It could not.
    NotSent,
    /// It writes on a stick.
    Exporting,
    /// It has: the stick may be pulled out.
    Exported,
    /// It could not.
    NotExported(StickFault),
}

impl Task {
    /// Whether it is still under way.
    pub fn is_running(self) -> bool {
        matches!(self, Task::Sending | Task::Exporting)
    }
}

/// What became of sheets that were typed in, said in the menu until something else is done in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// How many were delivered.
    pub delivered: usize,
    /// Whether one was thrown away.
    pub thrown: bool,
    /// Why there is no next one.
    pub refused: Option<NoTyping>,
}

/// What somebody does in the menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MenuAct {
    /// Sends what may leave now.
    Send,
    /// Writes it on the stick.
    Export,
    /// Types in what was answered on paper.
    TypeIn,
    /// Goes to light and volume.
    Adjust,
    /// Turns one of them.
    Turn(Knob, Turn),
    /// Asks for this; it is asked whether they are sure.
    Ask(Wish),
    /// Is sure.
    Sure,
    /// Would rather not.
    No,
}

/// What stands on the page of the PIN.
pub(super) struct Entering {
    pub(super) digits: Zeroizing<String>,
    /// When the PIN is looked at, while it waits for that.
    pub(super) looked_at: Option<u64>,
    pub(super) fault: Option<PinFault>,
}

/// What stands in the menu.
pub(super) struct Menu {
    pub(super) facts: Facts,
    pub(super) asked: Option<Wish>,
    pub(super) told: Told,
    /// Whether they are at light and volume.
    pub(super) adjusts: bool,
    /// Whether the tablet moves to another ward now, and how the last try ended: in the ward of this name.
    pub(super) moving: bool,
    pub(super) moved: Option<Result<String, EnrolmentError>>,
}

impl<U: Backend> Flow<U> {
    /// What is kept of the PIN: what is decided for the tablet wins.
    fn kept_pin(&self) -> Option<PinHash> {
        self.managed.pin_hash.clone().or_else(|| self.backend.pin_of_ward())
    }

    /// Where nobody answers, a finger that stays on the name leads to the PIN.
    fn may_open_menu(&self) -> bool {
        matches!(self.stage, Stage::Home | Stage::How | Stage::Board | Stage::AboutRound)
    }

    /// A finger lands on the name, lifts, or does something else.
    pub(super) fn note_hold(&mut self, event: &Event) {
        match event {
            Event::HoldBegan if self.may_open_menu() => self.held = Some(self.now),
            Event::HoldEnded => self.look_at_hold(),
            _ => {}
        }
        if !matches!(event, Event::HoldBegan | Event::Touched) {
            self.held = None;
        }
    }

    /// Opens the page of the PIN once a finger has stayed for long enough.
    pub(super) fn look_at_hold(&mut self) {
        if self.held.is_some_and(|held| self.now >= held + HOLD_MS) && self.may_open_menu() {
            self.ask_for_pin();
        }
    }

    pub(super) fn ask_for_pin(&mut self) {
        self.held = None;
        self.touched = self.now;
        self.backend.look_for_knobs();
        self.stage = Stage::Pin(Entering {
            digits: Zeroizing::new(String::with_capacity(MAX_PIN_DIGITS)),
            looked_at: None,
            fault: self.kept_pin().is_none().then_some(PinFault::NotSet),
        });
    }

    /// Someone types the PIN.
    pub(super) fn entering(&mut self, event: Event) {
        let wait = self.backend.wait_before_pin();
        let Stage::Pin(entering) = &mut self.stage else {
            return;
        };
        if entering.looked_at.is_some() || entering.fault == Some(PinFault::NotSet) {
            return;
        }
        match event {
            Event::Type(text) => {
                let text = Zeroizing::new(text);
                for digit in text.chars().filter(char::is_ascii_digit) {
                    if entering.digits.len() < MAX_PIN_DIGITS {
                        entering.digits.push(digit);
                    }
                }
                entering.fault = None;
            }
            Event::Erase => {
                entering.digits.pop();
            }
            Event::Next | Event::Done if !entering.digits.is_empty() => {
                entering.looked_at = Some(self.now + wait);
                self.look_at_pin();
            }
            _ => {}
        }
    }

    /// Looks at the PIN once its time has come. The right one opens the menu.
    pub(super) fn look_at_pin(&mut self) {
        let kept = match &self.stage {
            Stage::Pin(entering) if entering.looked_at.is_some_and(|at| self.now >= at) => self.kept_pin(),
            _ => return,
        };
        let Stage::Pin(entering) = &mut self.stage else {
            return;
        };
        let typed = entering.digits.parse::<Pin>();
        entering.digits.zeroize();
        entering.looked_at = None;
        entering.fault = match (typed, kept) {
            (_, None) => Some(PinFault::NotSet),
            // What can be none is another one: it costs a look all the same, or its length would be told.
            (Err(_), Some(_)) => Some(PinFault::Wrong),
            (Ok(pin), Some(kept)) => match self.backend.check_pin(&pin, &kept) {
                Ok(true) => None,
                Ok(false) => Some(PinFault::Wrong),
                Err(fault) => Some(fault),
            },
        };
        self.touched = self.now;
        if entering.fault.is_none() {
            self.stage = Stage::Menu(Box::new(Menu {
                facts: self.backend.facts(),
                asked: None,
                told: Told::default(),
                adjusts: false,
                moving: false,
                moved: None,
            }));
        }
    }

    /// Someone does something in the menu.
    pub(super) fn in_menu(&mut self, act: MenuAct) {
        let is_running = self.backend.task().is_running();
        let Stage::Menu(menu) = &mut self.stage else {
            return;
        };
        menu.told = Told::default();
        let is_running = is_running || menu.moving;
        if !menu.moving {
            menu.moved = None;
        }
        match (act, menu.asked) {
            // A stick that is written on, or a line that sends, is not left half way; what is done beside goes on when the menu is left.
            (MenuAct::Turn(knob, turn), None) if menu.adjusts => self.backend.turn(knob, turn),
            _ if menu.adjusts || is_running => {}
            (MenuAct::Adjust, None) => menu.adjusts = self.backend.levels() != Levels::default(),
            (MenuAct::Send, None) => self.backend.send_now(),
            (MenuAct::Export, None) => self.backend.export(&self.managed.sticks()),
            (MenuAct::TypeIn, None) => self.begin_typing_in(0),
            // A tablet that is nowhere yet is enrolled on its first page.
            (MenuAct::Ask(Wish::Move), None) if menu.facts.hub.is_empty() => {}
            (MenuAct::Ask(wish), None) => menu.asked = Some(wish),
            (MenuAct::No, Some(_)) => menu.asked = None,
            (MenuAct::Sure, Some(Wish::Move)) => {
                (menu.asked, menu.moving) = (None, true);
                self.backend
                    .enrol_by_stick(&self.managed.sticks(), self.managed.hub.as_deref());
            }
            (MenuAct::Sure, Some(wish)) => self.wish = Some(wish),
            _ => {}
        }
    }

    /// A task that ends says how, for as long as somebody reads after a touch.
    pub(super) fn look_at_task(&mut self) {
        let is_running = self.backend.task().is_running();
        if self.task_runs && !is_running && matches!(self.stage, Stage::Menu(_)) {
            self.touched = self.now;
        }
        self.task_runs = is_running;
    }

    /// A tablet that moves says how that ended. Until then the menu stays: nobody begins to answer in a ward that it is about to leave.
    pub(super) fn look_at_move(&mut self) {
        let Stage::Menu(menu) = &mut self.stage else { return };
        if !menu.moving {
            return;
        }
        let ended = match self.backend.enrolment() {
            EnrolmentProgress::Running => return,
            EnrolmentProgress::Idle => Ok(self.backend.enrolled_ward()),
            EnrolmentProgress::Failed(fault) => Err(fault),
        };
        (menu.moving, menu.moved) = (false, Some(ended));
        self.touched = self.now;
    }

    /// Whether the tablet moves while the menu shows it, and whether it says how that ended.
    pub(super) fn shown_move(&self) -> (bool, bool) {
        match &self.stage {
            Stage::Menu(menu) => (menu.moving, menu.moved.is_some()),
            _ => (false, false),
        }
    }

    /// Looks how the tablet stands now, while the menu shows it. Says whether that is another thing than before.
    pub(super) fn refresh_menu(&mut self) -> bool {
        let Stage::Menu(menu) = &mut self.stage else {
            return false;
        };
        let facts = self.backend.facts();
        let renewed = facts != menu.facts;
        menu.facts = facts;
        renewed
    }

    /// How far light and volume are turned up, where the menu shows it.
    pub(super) fn shown_levels(&self) -> Levels {
        match self.stage {
            Stage::Menu(_) => self.backend.levels(),
            _ => Levels::default(),
        }
    }

    /// What somebody in the menu wished for; said once.
    pub fn take_wish(&mut self) -> Option<Wish> {
        self.wish.take()
    }
}

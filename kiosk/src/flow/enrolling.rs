//! A tablet that belongs to no ward yet: somebody types the hub's address and a code, or a link is decided for it.

use trykk_shared::enrolment::{Link, LinkError};
use zeroize::{Zeroize, Zeroizing};

use super::{Backend, EnrolmentError, EnrolmentProgress, Event, Field, Flow, Stage};
use crate::tablet::Standing;

/// The longest hub address one can type, in characters.
pub(super) const MAX_HOST_CHARS: usize = 60;
/// The longest code one can type, hyphens and blanks included.
pub(super) const MAX_CODE_CHARS: usize = 24;

/// How long after the first try the link that is decided for the tablet is tried again, in milliseconds; after each later one twice as long.
pub const FIRST_TRY_AGAIN_MS: u64 = 10_000;
/// No try comes later after the one before than this, in milliseconds.
pub const LAST_TRY_AGAIN_MS: u64 = 300_000;

/// How often the link that is decided for the tablet was tried, when it is tried next, and whether that would help.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct LinkTries {
    made: u32,
    next: u64,
    /// Whether it was the last one that was asked with. Somebody may have typed another since.
    is_last: bool,
    /// Whether it is used up or too old.
    is_spent: bool,
}

impl LinkTries {
    /// Notes a try at `now`.
    fn note(&mut self, now: u64) {
        let pause = FIRST_TRY_AGAIN_MS.saturating_mul(1 << self.made.min(16));
        self.next = now + pause.min(LAST_TRY_AGAIN_MS);
        self.made += 1;
    }

    /// Notes what became of the last link.
    fn note_outcome(&mut self, outcome: EnrolmentProgress) {
        self.is_spent |= self.is_last && outcome == EnrolmentProgress::Failed(EnrolmentError::Spent);
    }
}

impl<U: Backend> Flow<U> {
    /// Enrols by the link that is decided for the tablet: at once, and again while the hub does not take it and somebody does not type another. A
    /// link that is used up or too old stays so.
    pub(super) fn look_at_link(&mut self) {
        let Some(link) = &self.managed.link else { return };
        let is_asked_for = self.standing == Standing::NotEnrolled && matches!(self.stage, Stage::Home);
        // A try takes the keys away for as long as it runs.
        let is_typed_at =
            self.has_typed() || (self.link_tries.made > 0 && self.now - self.touched < FIRST_TRY_AGAIN_MS);
        let outcome = self.backend.enrolment();
        self.link_tries.note_outcome(outcome);
        // What was not kept is asked for again with the same token, and uses no other place of the link.
        let can_help = outcome != EnrolmentProgress::Running && !self.link_tries.is_spent;
        if is_asked_for && can_help && !is_typed_at && self.now >= self.link_tries.next {
            self.link_tries.note(self.now);
            self.link_tries.is_last = true;
            self.backend.enrol(link.clone());
        }
    }

    /// Enrols by a link that somebody typed.
    fn enrol_by_typed(&mut self, link: Link) {
        self.typed_wrong = None;
        self.link_tries.note_outcome(self.backend.enrolment());
        let decided = self.managed.link.as_ref();
        self.link_tries.is_last = decided.is_some_and(|decided| decided.code == link.code);
        self.backend.enrol(link);
    }

    /// Nothing is typed; a hub that is decided for the tablet stands there already.
    pub(super) fn clear_typed(&mut self) {
        self.host.zeroize();
        self.code.zeroize();
        self.typed_wrong = None;
        self.field = match &self.managed.hub {
            Some(hub) => {
                self.host.push_str(hub);
                Field::Code
            }
            None => Field::Host,
        };
    }

    /// Whether there is something to forget.
    pub(super) fn has_typed(&self) -> bool {
        !self.code.is_empty() || (self.managed.hub.is_none() && !self.host.is_empty())
    }

    pub(super) fn enrolling(&mut self, event: Event) {
        if self.backend.enrolment() == EnrolmentProgress::Running {
            return;
        }
        let (text, most) = match self.field {
            Field::Host => (&mut self.host, MAX_HOST_CHARS),
            Field::Code => (&mut self.code, MAX_CODE_CHARS),
        };
        match event {
            // What is decided for the tablet is not typed.
            Event::Field(Field::Host) if self.managed.hub.is_some() => {}
            Event::Field(field) => self.field = field,
            Event::Type(typed) => {
                let typed = Zeroizing::new(typed);
                for letter in typed.chars().filter(char::is_ascii_graphic) {
                    if text.len() < most {
                        text.push(letter);
                    }
                }
            }
            Event::Erase => {
                text.pop();
            }
            Event::EnrolByStick => {
                self.typed_wrong = None;
                self.link_tries.note_outcome(self.backend.enrolment());
                // Whatever becomes of the stick's link says nothing of the one that is decided.
                self.link_tries.is_last = false;
                self.backend
                    .enrol_by_stick(&self.managed.sticks(), self.managed.hub.as_deref());
            }
            Event::Done if self.field == Field::Host => self.field = Field::Code,
            Event::Done | Event::Enrol => {
                let typed = Zeroizing::new(format!("{}/{}", self.host.as_str(), self.code.as_str()));
                match typed.parse::<Link>() {
                    Ok(link) => self.enrol_by_typed(link),
                    Err(LinkError::Code(_)) => self.typed_wrong = Some(EnrolmentError::Code),
                    Err(_) => self.typed_wrong = Some(EnrolmentError::Address),
                }
            }
            _ => {}
        }
    }
}

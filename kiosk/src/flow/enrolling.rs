//! A tablet that belongs to no ward yet: somebody types the hub's address and a code.

use trykk_shared::enrolment::{Link, LinkError};
use zeroize::{Zeroize, Zeroizing};

use super::{Backend, EnrolmentError, EnrolmentProgress, Event, Field, Flow};

/// The longest hub address one can type, in characters.
pub(super) const MAX_HOST_CHARS: usize = 60;
/// The longest code one can type, hyphens and blanks included.
pub(super) const MAX_CODE_CHARS: usize = 24;

impl<U: Backend> Flow<U> {
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
            Event::Done if self.field == Field::Host => self.field = Field::Code,
            Event::Done | Event::Enrol => {
                let typed = Zeroizing::new(format!("{}/{}", self.host.as_str(), self.code.as_str()));
                match typed.parse::<Link>() {
                    Ok(link) => {
                        self.typed_wrong = None;
                        self.backend.enrol(link);
                    }
                    Err(LinkError::Code(_)) => self.typed_wrong = Some(EnrolmentError::Code),
                    Err(_) => self.typed_wrong = Some(EnrolmentError::Address),
                }
            }
            _ => {}
        }
    }
}

//! A tablet that belongs to no ward yet: somebody types the hub's address and a code.

use trykk_shared::enrolment::{Link, LinkError};
use zeroize::Zeroizing;

use super::{Backend, EnrolmentError, EnrolmentProgress, Event, Field, Flow};

/// The longest hub address one can type, in characters.
pub(super) const MAX_HOST_CHARS: usize = 60;
/// The longest code one can type, hyphens and blanks included.
pub(super) const MAX_CODE_CHARS: usize = 24;

impl<U: Backend> Flow<U> {
    pub(super) fn enrolling(&mut self, event: Event) {
        if self.backend.enrolment() == EnrolmentProgress::Running {
            return;
        }
        let (text, most) = match self.field {
            Field::Host => (&mut self.host, MAX_HOST_CHARS),
            Field::Code => (&mut self.code, MAX_CODE_CHARS),
        };
        match event {
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

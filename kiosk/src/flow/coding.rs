//! The start code: typed before the first question, where the round asks for one.

use std::sync::Arc;

use trykk_shared::start_code::{CODE_DIGITS, StartCode};
use zeroize::{Zeroize, Zeroizing};

use super::backend::TypedCodeError;
use super::session::Session;
use super::{Backend, Event, Flow, Stage};
use crate::tablet::{CodesNeeded, OpenRound};

/// What stands on the page of the start code.
pub(super) struct Coding {
    pub(super) round: Arc<OpenRound>,
    pub(super) digits: Zeroizing<String>,
    /// When the code is looked at, while it waits for that.
    pub(super) looked_at: Option<u64>,
    pub(super) fault: Option<TypedCodeError>,
}

impl Coding {
    pub(super) fn new(round: Arc<OpenRound>) -> Self {
        let fault = (round.codes == CodesNeeded::NotPrinted).then_some(TypedCodeError::NotPrinted);
        Coding {
            round,
            digits: Zeroizing::new(String::with_capacity(CODE_DIGITS)),
            looked_at: None,
            fault,
        }
    }

    /// Takes typed digits, as far as they fit.
    fn type_on(&mut self, text: &str) {
        for digit in text.chars().filter(char::is_ascii_digit) {
            if self.digits.len() < CODE_DIGITS {
                self.digits.push(digit);
            }
        }
        self.fault = None;
    }
}

impl<U: Backend> Flow<U> {
    /// Someone types a code.
    pub(super) fn coding(&mut self, event: Event) {
        let Stage::Code(coding) = &mut self.stage else {
            return;
        };
        if coding.looked_at.is_some() || coding.round.codes == CodesNeeded::NotPrinted {
            return;
        }
        match event {
            Event::Type(text) => coding.type_on(&Zeroizing::new(text)),
            Event::Erase => {
                coding.digits.pop();
            }
            Event::Next | Event::Done if coding.digits.len() == CODE_DIGITS => {
                coding.looked_at = Some(self.now + self.backend.wait_before_code());
                self.look_at_code();
            }
            _ => {}
        }
    }

    /// Looks at the code once its time has come. A good one opens the sheet.
    pub(super) fn look_at_code(&mut self) {
        let Stage::Code(coding) = &mut self.stage else {
            return;
        };
        if coding.looked_at.is_none_or(|at| self.now < at) {
            return;
        }
        let typed = coding.digits.parse::<StartCode>();
        coding.digits.zeroize();
        coding.looked_at = None;
        let checked = typed
            .map_err(|_| TypedCodeError::Refused)
            .and_then(|code| self.backend.check_code(coding.round.address.box_id, &code));
        match checked {
            Ok(code) => {
                let session = Session::new(Arc::clone(&coding.round));
                self.stage = Stage::Session {
                    session,
                    code: Some(code),
                    leaving: false,
                    fault: None,
                };
            }
            Err(fault) => coding.fault = Some(fault),
        }
    }
}

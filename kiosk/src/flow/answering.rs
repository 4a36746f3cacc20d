//! Somebody answers: from the start of a sheet until it is delivered, and taken back if they wish.

use std::sync::Arc;

use trykk_shared::answers::Answer;
use trykk_shared::deck::Question as Asked;
use zeroize::Zeroizing;

use super::backend::{Backend, DeliveryError};
use super::coding::Coding;
use super::comfort::Comfort;
use super::event::Event;
use super::screen::Sent;
use super::session::{Session, Step};
use super::{Flow, Stage};
use crate::tablet::CodesNeeded;

impl<U: Backend> Flow<U> {
    pub(super) fn start(&mut self) {
        self.refresh();
        if let Some(round) = &self.round {
            self.backend.set_answering(Some(round.address.box_id));
            self.stage = match round.codes {
                CodesNeeded::None => Stage::Session {
                    session: Session::new(Arc::clone(round)),
                    code: None,
                    leaving: false,
                    fault: None,
                },
                CodesNeeded::Each | CodesNeeded::NotPrinted => Stage::Code(Coding::new(Arc::clone(round))),
            };
        }
    }

    pub(super) fn answering(&mut self, event: Event) {
        let Stage::Session {
            session,
            leaving,
            fault,
            ..
        } = &mut self.stage
        else {
            return;
        };
        if *leaving {
            match event {
                Event::Stay => *leaving = false,
                Event::Forget => self.forget(),
                _ => {}
            }
            return;
        }
        if fault.is_some() {
            match event {
                Event::Deliver if *fault != Some(DeliveryError::TooLate) => self.deliver(),
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
            Event::Skip => session.skip(),
            Event::Next => session.next(),
            Event::Change(row) => session.change(row),
            Event::Write => session.write(),
            Event::Type(text) => session.type_on(&Zeroizing::new(text)),
            Event::Accent { base, accent } => session.put_accent(&base, &Zeroizing::new(accent)),
            Event::Erase => session.erase(),
            Event::Caret(to) => session.move_caret(to),
            Event::Done => session.stop_typing(),
            Event::AnotherNote => session.another_note(),
            Event::TakeTablet => session.take_tablet(),
            // Nothing to deliver: they have read so, and end it. The code they began with stays good.
            Event::Deliver if session.is_complete() && session.is_blank() => self.forget(),
            Event::Deliver if session.is_complete() => self.deliver(),
            Event::Deliver => {
                session.close_part();
                // Whoever takes the tablet next sees nothing of what the one before needed.
                if matches!(session.step(), Step::Cover(_) | Step::AllDone) {
                    self.comfort = Comfort::default();
                }
            }
            Event::Leave if session.is_untouched() => self.forget(),
            Event::Leave => *leaving = true,
            _ => {}
        }
    }

    /// The card that this event sends away, if it answers one.
    pub(super) fn card(&self, event: &Event) -> Option<Sent> {
        let (Event::Card(yes), Stage::Session { session, .. }) = (event, &self.stage) else {
            return None;
        };
        let item = session.item().filter(|item| item.question == Asked::Card)?;
        let text = item.text.get(self.language).to_owned();
        Some(Sent { text, yes: *yes })
    }

    fn deliver(&mut self) {
        let Stage::Session {
            session, code, fault, ..
        } = &mut self.stage
        else {
            return;
        };
        match self
            .backend
            .deliver(session.round.address.box_id, &session.sheet(), *code)
        {
            Ok(receipt) => {
                let round = Arc::clone(&session.round);
                self.backend.set_answering(None);
                // The session is dropped here, and with it every answer.
                self.stage = Stage::Thanks {
                    round,
                    receipt: Some(receipt),
                    at: self.now,
                };
            }
            Err(why) => *fault = Some(why),
        }
    }

    pub(super) fn take_back(&mut self) {
        let Stage::Thanks { receipt, .. } = &mut self.stage else {
            return;
        };
        if let Some(receipt) = receipt.take() {
            let gone = self.backend.take_back(receipt).is_ok();
            self.stage = Stage::TakenBack { gone };
        }
    }
}

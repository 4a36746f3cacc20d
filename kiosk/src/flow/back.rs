//! Where "back" leads from a screen.

use super::backend::{Backend, DeliveryError};
use super::session::{Part, Step};
use super::{Flow, Stage};

/// Where "back" leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BackTarget {
    /// The welcome; nothing was answered.
    Home,
    /// Within the session, one step.
    StepBefore,
    /// The staff menu, from light and volume.
    Menu,
    /// Within a sheet that is typed in, one step.
    TypedBefore,
    /// The question whether to stop.
    Leaving,
    /// On with the session, after that question.
    Stay,
    /// The answers, after they could not be delivered.
    Answers,
}

impl<U: Backend> Flow<U> {
    /// Where "back" leads from here, if it leads anywhere: the one place that says so.
    pub(super) fn back_target(&self) -> Option<BackTarget> {
        match &self.stage {
            Stage::How | Stage::Code(_) | Stage::Board | Stage::AboutRound | Stage::Pin(_) => Some(BackTarget::Home),
            Stage::Session { leaving: true, .. } => Some(BackTarget::Stay),
            Stage::Session { fault: Some(fault), .. } => {
                (*fault != DeliveryError::TooLate).then_some(BackTarget::Answers)
            }
            Stage::Session { session, .. } if session.can_go_back() => Some(BackTarget::StepBefore),
            // Out of the first question: to the welcome if nothing would be lost.
            Stage::Session { session, .. } if session.is_untouched() => Some(BackTarget::Home),
            Stage::Session { session, .. } => {
                matches!(session.step(), Step::HowMany | Step::Ask(Part::Own, _)).then_some(BackTarget::Leaving)
            }
            Stage::TypingIn(sheet) if sheet.is_throwing() => Some(BackTarget::Stay),
            Stage::TypingIn(sheet) => sheet.can_go_back().then_some(BackTarget::TypedBefore),
            Stage::Menu(menu) => menu.adjusts.then_some(BackTarget::Menu),
            Stage::Home | Stage::Thanks { .. } | Stage::TakenBack { .. } | Stage::LeftBehind => None,
        }
    }

    pub(super) fn go_back(&mut self) {
        let target = self.back_target();
        match (&mut self.stage, target) {
            (Stage::How | Stage::Board | Stage::AboutRound, Some(BackTarget::Home)) => {
                self.stage = Stage::Home;
                self.board_page = 0;
            }
            (_, Some(BackTarget::Home)) => self.forget(),
            (Stage::Menu(menu), Some(BackTarget::Menu)) => menu.adjusts = false,
            (Stage::Session { leaving, .. }, Some(BackTarget::Stay)) => *leaving = false,
            (Stage::TypingIn(sheet), Some(BackTarget::Stay)) => sheet.keep_typing(),
            (Stage::TypingIn(_), Some(BackTarget::TypedBefore)) => self.go_back_typed(),
            (Stage::Session { leaving, .. }, Some(BackTarget::Leaving)) => *leaving = true,
            (Stage::Session { fault, .. }, Some(BackTarget::Answers)) => *fault = None,
            (Stage::Session { session, .. }, Some(BackTarget::StepBefore)) => session.go_back(),
            _ => {}
        }
    }
}

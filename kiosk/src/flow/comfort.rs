//! What somebody asked for to see the screen and reach it: for one sheet, and gone with whoever asked.

use super::{Backend, Event, Flow, Stage, Step};

/// How large letters are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Letters {
    /// As large as the pages are drawn.
    #[default]
    Usual,
    /// A quarter larger.
    Large,
    /// Half as large again.
    Largest,
}

impl Letters {
    /// All sizes, from the smallest.
    pub const ALL: [Letters; 3] = [Letters::Usual, Letters::Large, Letters::Largest];

    /// The size that comes next: after the largest the usual one.
    pub fn next(self) -> Self {
        match self {
            Letters::Usual => Letters::Large,
            Letters::Large => Letters::Largest,
            Letters::Largest => Letters::Usual,
        }
    }

    /// How much larger than usual small letters are, in eighths. Large ones grow by less, and a page with too little room for it makes
    /// do with as many eighths as it has room for.
    pub fn eighths(self) -> u8 {
        match self {
            Letters::Usual => 0,
            Letters::Large => 2,
            Letters::Largest => 4,
        }
    }
}

/// What somebody asked for to see the screen and reach it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Comfort {
    /// Stronger contrast and no movement.
    pub contrast: bool,
    /// How large letters are.
    pub letters: Letters,
    /// Whether whatever is pressed stands in the lower part of the glass: from a wheelchair nobody reaches higher.
    pub low: bool,
}

impl Comfort {
    /// What it is after this event; none where it is about something else.
    fn after(self, event: &Event) -> Option<Self> {
        match event {
            Event::Contrast => Some(Comfort {
                contrast: !self.contrast,
                ..self
            }),
            Event::Letters => Some(Comfort {
                letters: self.letters.next(),
                ..self
            }),
            Event::Low => Some(Comfort { low: !self.low, ..self }),
            _ => None,
        }
    }
}

impl<U: Backend> Flow<U> {
    /// Takes what somebody asks for where it is offered: where people begin, where the next one at a table takes the tablet, and on the board.
    pub(super) fn choose_comfort(&mut self, event: &Event) {
        let is_offered = match &self.stage {
            Stage::Home | Stage::How | Stage::Board => self.round.is_some() || self.reads_board(),
            Stage::Session {
                session,
                leaving: false,
                fault: None,
                ..
            } => matches!(session.step(), Step::Cover(_)),
            _ => false,
        };
        if is_offered && let Some(chosen) = self.comfort.after(event) {
            if (chosen.letters, chosen.low) != (self.comfort.letters, self.comfort.low) {
                // The board's pages have room for another number of lines.
                self.board_page = 0;
            }
            self.comfort = chosen;
        }
    }

    /// How the screen is shown now. The staff's pages are dense, and are drawn in one size alone.
    pub(super) fn shown_comfort(&self) -> Comfort {
        match self.stage {
            Stage::Pin(_) | Stage::Menu(_) | Stage::TypingIn(_) | Stage::LeftBehind => Comfort {
                contrast: self.comfort.contrast,
                ..Comfort::default()
            },
            _ => self.comfort,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_size_comes_in_turn_and_each_thing_is_asked_for_by_itself() {
        let sizes = Letters::ALL.map(Letters::next);
        assert_eq!(sizes, [Letters::Large, Letters::Largest, Letters::Usual]);
        assert!(Letters::ALL.windows(2).all(|two| two[0].eighths() < two[1].eighths()));
        let usual = Comfort::default();
        let all = [Event::Contrast, Event::Letters, Event::Low]
            .iter()
            .fold(usual, |comfort, event| comfort.after(event).unwrap());
        assert_eq!((all.contrast, all.letters, all.low), (true, Letters::Large, true));
        assert_eq!(all.after(&Event::Low).unwrap().low, usual.low);
        assert_eq!(usual.after(&Event::Start), None);
    }
}

//! The board: when it is shown, and which page of it is read.

mod lines;
mod pages;

use trykk_shared::days::date_of;

use super::backend::Backend;
use super::{Flow, Stage};
use crate::tablet::{Found, RoundOutcome, Standing};
pub(super) use pages::lay_out;

/// Where the board is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BoardPlace {
    /// It is what stands there while nobody does anything.
    First,
    /// One tap leads to it.
    OneTap,
    /// It is not shown.
    Nowhere,
}

/// Where the board is on a tablet that stands like this. What somebody has to know of a round comes first.
fn find_place(standing: &Standing) -> BoardPlace {
    match standing {
        Standing::NoRound { .. } => BoardPlace::First,
        Standing::Closed { outcome, .. } => match outcome {
            RoundOutcome::Released(Found::Unknown | Found::All(_)) => BoardPlace::First,
            RoundOutcome::Released(Found::TooLate | Found::Missing) => BoardPlace::OneTap,
            RoundOutcome::Waiting | RoundOutcome::Counted(_) | RoundOutcome::ClosedUnread => BoardPlace::OneTap,
        },
        Standing::Open(_) | Standing::Full { .. } => BoardPlace::OneTap,
        Standing::NotEnrolled | Standing::OutOfUse { .. } | Standing::KeyChanged { .. } | Standing::Damaged => {
            BoardPlace::Nowhere
        }
    }
}

impl<U: Backend> Flow<U> {
    /// Where the board is, if there is one.
    pub(super) fn board_place(&self) -> BoardPlace {
        match self.staff.board {
            Some(_) => find_place(&self.standing),
            None => BoardPlace::Nowhere,
        }
    }

    /// Whether the board stands on the glass.
    pub(super) fn reads_board(&self) -> bool {
        match self.stage {
            Stage::Home => self.board_place() == BoardPlace::First,
            Stage::Board => true,
            _ => false,
        }
    }

    /// Whether what came of the last round is one tap away from the board.
    pub(super) fn has_last_round(&self) -> bool {
        self.board_place() == BoardPlace::First && matches!(self.standing, Standing::Closed { .. })
    }

    pub(super) fn turn_board(&mut self) {
        let pages = self.staff.board.as_ref().map_or(1, |board| {
            lay_out(board, self.staff.today, self.language, self.comfort).len()
        });
        self.board_page = (self.board_page + 1) % pages;
    }
}

/// A day of the month, a month and a year.
pub(super) fn split_day(day: i64) -> (u8, u8, i16) {
    let date = date_of(day);
    (date.day().unsigned_abs(), date.month().unsigned_abs(), date.year())
}

#[cfg(test)]
mod tests {
    use trykk_shared::counted::CountNumber;

    use super::*;

    #[test]
    fn what_somebody_must_know_of_a_round_comes_before_the_board() {
        let closed = |outcome| Standing::Closed {
            ward: String::new(),
            round: String::new(),
            outcome,
            pulse: false,
        };
        for (standing, place) in [
            (Standing::NotEnrolled, BoardPlace::Nowhere),
            (Standing::Damaged, BoardPlace::Nowhere),
            (Standing::OutOfUse { ward: String::new() }, BoardPlace::Nowhere),
            (Standing::NoRound { ward: String::new() }, BoardPlace::First),
            (closed(RoundOutcome::Waiting), BoardPlace::OneTap),
            (closed(RoundOutcome::ClosedUnread), BoardPlace::OneTap),
            (closed(RoundOutcome::Counted(Found::Unknown)), BoardPlace::OneTap),
            (closed(RoundOutcome::Released(Found::Missing)), BoardPlace::OneTap),
            (closed(RoundOutcome::Released(Found::TooLate)), BoardPlace::OneTap),
            (closed(RoundOutcome::Released(Found::Unknown)), BoardPlace::First),
            (
                closed(RoundOutcome::Released(Found::All(CountNumber([7; 32])))),
                BoardPlace::First,
            ),
        ] {
            assert_eq!(find_place(&standing), place, "{standing:?}");
        }
    }
}

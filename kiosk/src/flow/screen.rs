//! What is shown: a value that says exactly what stands on the glass.

mod answering;
mod arriving;
mod board;
mod menu;
mod typing_in;

use std::fmt;

use trykk_shared::deck::Mode;
use trykk_shared::language::Language;
use trykk_shared::waiting::Waiting;

use super::backend::DeliveryError;
use super::comfort::Comfort;
use crate::aloud::Voice;
use crate::panel::Levels;
use crate::tablet::RoundOutcome;
pub use answering::{Ask, Given, NotePage, Overview, Question, Row, Whose};
pub use arriving::{CodePage, EnrolPage, Welcome};
pub use board::{BoardKind, BoardLine, BoardPage, TextSize};
pub use menu::{MenuPage, PinPage};
pub use typing_in::{CheckRow, TypedAsk, TypedPart, TypingInPage};

/// Everything on the glass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// Counts up whenever another thing is asked: a tap counts on the screen it began on, or not at all.
    pub serial: u64,
    /// When this screen came up, in milliseconds of the flow's clock.
    pub since: u64,
    /// The language it is in.
    pub language: Language,
    /// What they asked for to see the screen and reach it.
    pub comfort: Comfort,
    /// The card that was just sent away.
    pub sent: Option<Sent>,
    /// Steps done and steps in all; none where there is no way to measure.
    pub progress: Option<(usize, usize)>,
    /// Seconds until everything is forgotten, when nobody has touched the tablet for a while.
    pub countdown: Option<u64>,
    /// Whether the screen is dark.
    pub dark: bool,
    /// By how many small steps the picture stands to the right and down, so that nothing burns in.
    pub moved: (i8, i8),
    /// Whether one can stop and have everything forgotten.
    pub can_leave: bool,
    /// Whether one can go back.
    pub can_go_back: bool,
    /// Whether one tap leads to the board.
    pub to_board: bool,
    /// In which voice the screen can be read aloud, where it can.
    pub voice: Option<Voice>,
    /// Whether it is being read.
    pub reading: bool,
    /// The page.
    pub page: Page,
}

/// A card on its way: the answer to it brought this screen up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// What stands on it.
    pub text: String,
    /// To which side it went.
    pub yes: bool,
}

/// One page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Page {
    /// Type the hub's address and a code.
    Enrol(EnrolPage),
    /// What came of the answers, on a board.
    Board(BoardPage),
    /// Nothing is asked on this ward at the moment.
    NoRound {
        /// The ward.
        ward: String,
    },
    /// The tablet takes no more sheets.
    Full {
        /// The ward.
        ward: String,
    },
    /// The round is closed.
    Closed {
        /// The ward.
        ward: String,
        /// What came of it so far.
        outcome: RoundOutcome,
        /// Why answers wait on the tablet, as far as people are told.
        waiting: Option<Waiting>,
        /// Whether it was a pulse.
        pulse: bool,
    },
    /// The round has another key, or other questions, than when the tablet first saw it.
    KeyChanged {
        /// The ward.
        ward: String,
    },
    /// The tablet was taken out of use.
    OutOfUse {
        /// The ward.
        ward: String,
    },
    /// The store is damaged.
    Damaged,
    /// The welcome.
    Welcome(Welcome),
    /// How the promises are kept.
    How {
        /// The fewest people whose answers are counted.
        floor: u32,
        /// What people compare with the safety rep's page.
        fingerprint: String,
        /// How people answer.
        mode: Mode,
    },
    /// The start code.
    Code(CodePage),
    /// How many sit here?
    HowMany {
        /// The fewest.
        least: usize,
        /// The most.
        most: usize,
    },
    /// A question with a mark for an answer.
    Question(Question),
    /// A yellow note.
    Note(NotePage),
    /// What was answered.
    Overview(Overview),
    /// "Pass the tablet": says nothing of anyone's answers.
    Cover {
        /// Whose turn it is, counted from 1.
        member: usize,
        /// How many sit here.
        of: usize,
    },
    /// Every member is done.
    AllDone {
        /// How many sit here.
        members: usize,
        /// Whether nobody answered anything, so that there is nothing to deliver.
        blank: bool,
        /// Whether the round closed while they answered.
        closed_meanwhile: bool,
    },
    /// It could not be delivered.
    NotDelivered(DeliveryError),
    /// Delivered.
    Thanks {
        /// How it was answered.
        mode: Mode,
        /// Seconds left to take it back.
        take_back: Option<u64>,
        /// Where to turn with something urgent.
        urgent: String,
        /// The address of the ward's open page.
        open_page: Option<String>,
        /// Whether it was a pulse.
        pulse: bool,
    },
    /// Taken back, or not.
    TakenBack {
        /// Whether the envelopes are gone.
        gone: bool,
    },
    /// The PIN of the staff menu.
    Pin(PinPage),
    /// The staff menu.
    Menu(Box<MenuPage>),
    /// Light and volume, in the staff menu.
    Panel(Levels),
    /// What was answered on paper is typed in.
    TypingIn(Box<TypingInPage>),
    /// Throw the sheet away that is typed in?
    Throwing,
    /// A sheet that was typed in was left behind, and is forgotten.
    LeftBehind,
    /// Stop, and have everything forgotten?
    Leaving {
        /// How people answer.
        mode: Mode,
    },
}

/// Answers, notes and codes must not reach a log or a panic message.
macro_rules! redacted {
    ($($what:ident),*) => {$(
        impl fmt::Debug for $what {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($what), "(..)"))
            }
        }
    )*};
}
redacted!(
    EnrolPage,
    CodePage,
    Ask,
    NotePage,
    Given,
    TypingInPage,
    TypedAsk,
    CheckRow
);

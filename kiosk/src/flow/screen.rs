//! What is shown: a value that says exactly what stands on the glass.

use std::fmt;

use trykk_shared::deck::{About, Favourable, Mode};
use trykk_shared::language::Language;
use trykk_shared::waiting::Waiting;
use zeroize::Zeroizing;

use super::backend::{DeliveryError, EnrolmentError, TypedCodeError};
use super::comfort::Comfort;
use super::event::Field;
use super::identifying::Identifying;
use super::menu::{PinFault, Task, Told, Wish};
use super::typing_in::TypingFault;
use crate::aloud::Voice;
use crate::panel::Levels;
use crate::tablet::{Facts, RoundOutcome};

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

/// The enrolment page.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct EnrolPage {
    /// The hub's address as typed.
    pub host: String,
    /// The code as typed; wiped when dropped.
    pub code: Zeroizing<String>,
    /// Where letters go.
    pub field: Field,
    /// The languages to choose from.
    pub languages: Vec<Language>,
    /// The tablet's own address on the network; "" where it is on none.
    pub address: String,
    /// Whether the tablet is talking to the hub.
    pub running: bool,
    /// What went wrong the last time.
    pub fault: Option<EnrolmentError>,
}

/// The page of the PIN.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PinPage {
    /// How many digits are typed.
    pub digits: usize,
    /// Whether the PIN waits for being looked at.
    pub looking: bool,
    /// Why the menu does not open.
    pub fault: Option<PinFault>,
}

/// The staff menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MenuPage {
    /// How the tablet stands.
    pub facts: Facts,
    /// What it does for the menu.
    pub task: Task,
    /// What they are asked whether they are sure of.
    pub asked: Option<Wish>,
    /// What became of sheets that were typed in.
    pub told: Told,
    /// Whether it moves to another ward now.
    pub moving: bool,
    /// How the last try to move it ended.
    pub moved: Option<Result<String, EnrolmentError>>,
    /// How far light and volume are turned up: whether there is anything to turn.
    pub levels: Levels,
}

/// A sheet that is typed in.
#[derive(Clone, PartialEq, Eq)]
pub struct TypingInPage {
    /// Which sheet it is, counted from 1 since the menu was left.
    pub sheet: usize,
    /// Whose answers are typed.
    pub part: TypedPart,
    /// How many members the table has; 0 until that is typed.
    pub members: usize,
    /// Which number the question has on the paper, counted from 1.
    pub number: usize,
    /// The question.
    pub text: String,
    /// What it takes.
    pub ask: TypedAsk,
    /// What is typed; wiped when dropped.
    pub typed: Zeroizing<String>,
    /// Why that leads nowhere.
    pub fault: Option<TypingFault>,
    /// Whether nothing of the sheet is typed.
    pub untouched: bool,
}

/// Whose paper it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TypedPart {
    /// One participant's at a station.
    Own,
    /// The table's together.
    Table,
    /// One member's, counted from 1.
    Member(usize),
}

/// What is asked of whoever types.
#[derive(Clone, PartialEq, Eq)]
pub enum TypedAsk {
    /// How many sat around the table.
    Members {
        /// The fewest.
        least: usize,
        /// The most.
        most: usize,
    },
    /// 1 for yes, 2 for no.
    Card,
    /// The number of a face; the labels under them.
    Face(Vec<String>),
    /// A number.
    Score {
        /// The lowest.
        min: i16,
        /// The highest.
        max: i16,
    },
    /// What stands on a note.
    Note {
        /// Which one under the prompt, counted from 1.
        nth: usize,
        /// How many the prompt takes.
        of: usize,
        /// Letters left.
        left: usize,
        /// What it seems to hold that may tell who somebody is.
        identifying: Option<Identifying>,
    },
    /// Whether it is all right: one row a paper.
    Check(Vec<CheckRow>),
    /// An unused start code.
    Code {
        /// Whether it is being looked at.
        looking: bool,
    },
}

/// All that is typed of one paper.
#[derive(Clone, PartialEq, Eq)]
pub struct CheckRow {
    /// Whose it is.
    pub part: TypedPart,
    /// The numbers in the order of the questions; wiped when dropped.
    pub values: Zeroizing<String>,
    /// How many notes.
    pub notes: usize,
}

/// The page of the start code.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct CodePage {
    /// The digits typed so far; wiped when dropped.
    pub digits: Zeroizing<String>,
    /// Whether the code is being looked at.
    pub looking: bool,
    /// Why the last one opened no sheet, or why none can.
    pub fault: Option<TypedCodeError>,
}

/// A page of the board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoardPage {
    /// Which page, counted from 1.
    pub nth: usize,
    /// Of how many.
    pub of: usize,
    /// What stands in each of the two columns.
    pub columns: [Vec<BoardLine>; 2],
    /// When it was like this: day of the month, month, year.
    pub as_of: (u8, u8, i16),
    /// Whether that is so long ago that people should be told.
    pub old: bool,
    /// The languages to choose from.
    pub languages: Vec<Language>,
    /// Whether one tap leads to answering.
    pub can_answer: bool,
    /// Whether there is something to read of the last round.
    pub about_round: bool,
    /// Whether that was a pulse.
    pub about_pulse: bool,
    /// Whether the ward has an open page, where the rest is read.
    pub has_open_page: bool,
}

/// What stands on the board, line by line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoardLine {
    /// What it is.
    pub kind: BoardKind,
    /// What stands over it: an area, or what ideas are about.
    pub above: String,
    /// The text: an area, what is done, why, or what a pulse asked.
    pub text: String,
    /// How large the text is.
    pub size: TextSize,
    /// How much larger than usual all of it is, in eighths.
    pub grown: u8,
    /// The day that it is about: day of the month, month, year.
    pub day: (u8, u8, i16),
    /// How many more there are, or about how many answered a pulse.
    pub count: u32,
}

/// What a line of the board is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BoardKind {
    /// Over areas to keep.
    Keep,
    /// Over areas to improve.
    Improve,
    /// Over measures.
    Measures,
    /// Over replies.
    Replies,
    /// An area.
    Area,
    /// A part of a measure or a reason: the rest stands in the other column.
    Part,
    /// A measure that nobody has begun.
    NotBegun,
    /// A measure that is under way.
    UnderWay,
    /// A measure that is carried out.
    Done,
    /// A measure that was stopped.
    Stopped,
    /// A measure whose deadline is over.
    Overdue,
    /// A pulse: more say yes to a card.
    MoreYes,
    /// A pulse: fewer say yes to a card.
    FewerYes,
    /// A pulse: more are on the good side of the faces.
    MoreGood,
    /// A pulse: fewer are on the good side of the faces.
    FewerGood,
    /// A pulse: neither can be said.
    CannotTell,
    /// A bundle that is replied to by a day.
    Owed,
    /// A bundle that was to be replied to.
    OwedLate,
    /// A reply: it is done now.
    Now,
    /// A reply: it waits.
    Later,
    /// A reply: it is not done.
    No,
    /// So many measures more.
    MoreMeasures,
    /// So many replies more.
    MoreReplies,
}

impl BoardKind {
    /// Whether it stands over others.
    pub fn is_heading(self) -> bool {
        use BoardKind::{Improve, Keep, Measures, Replies};
        matches!(self, Keep | Improve | Measures | Replies)
    }

    /// Whether it is an answer, which stands before its reason.
    pub fn is_reply(self) -> bool {
        matches!(self, BoardKind::Now | BoardKind::Later | BoardKind::No)
    }

    /// Whether it says what a pulse published.
    pub fn is_of_a_pulse(self) -> bool {
        use BoardKind::{CannotTell, FewerGood, FewerYes, MoreGood, MoreYes};
        matches!(self, MoreYes | FewerYes | MoreGood | FewerGood | CannotTell)
    }
}

/// How large a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextSize {
    /// As everything.
    Body,
    /// Longer.
    Small,
    /// Long.
    Fine,
    /// The longest.
    Finest,
}

/// The welcome page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Welcome {
    /// The deck's title.
    pub title: String,
    /// The wards in the box.
    pub wards: Vec<String>,
    /// How people answer.
    pub mode: Mode,
    /// The languages to choose from.
    pub languages: Vec<Language>,
    /// How long it takes, in minutes.
    pub minutes: usize,
    /// The last day one can answer, as day of the month and month.
    pub last_day: (u8, u8),
    /// Whether the hub has not been heard from for long.
    pub offline: bool,
    /// Why answers wait on the tablet, as far as people are told.
    pub waiting: Option<Waiting>,
    /// Whether a file was damaged, and answers that waited may be lost.
    pub damaged: bool,
}

/// A question with a mark for an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The question.
    pub text: String,
    /// Whether the table answers it together.
    pub common: bool,
    /// What it takes, and what is given.
    pub ask: Ask,
}

/// What a question takes, and what is given.
#[derive(Clone, PartialEq, Eq)]
pub enum Ask {
    /// A face.
    Face {
        /// The labels under the faces.
        labels: Vec<String>,
        /// Where the best one stands.
        favourable: Favourable,
        /// The one placed, counted from 1.
        given: Option<u8>,
    },
    /// Yes or no.
    Card {
        /// What was said.
        given: Option<bool>,
    },
    /// A number.
    Score {
        /// The lowest.
        min: i16,
        /// The highest.
        max: i16,
        /// The number given.
        given: Option<i16>,
    },
}

/// A yellow note.
#[derive(Clone, PartialEq, Eq)]
pub struct NotePage {
    /// The prompt.
    pub prompt: String,
    /// What it is about.
    pub about: About,
    /// What is written; wiped when dropped.
    pub text: Zeroizing<String>,
    /// Which note under the prompt, counted from 1.
    pub nth: usize,
    /// How many the prompt takes.
    pub of: usize,
    /// Letters left.
    pub left: usize,
    /// Whether the keyboard is open.
    pub typing: bool,
    /// Before which letter the caret stands, counted from 0.
    pub caret: usize,
    /// Whether something stands under the prompt.
    pub written: bool,
    /// Whether one more note can be added.
    pub can_add: bool,
    /// Where to turn with something urgent.
    pub urgent: String,
    /// What it seems to hold that may tell who somebody is.
    pub identifying: Option<Identifying>,
}

/// What was answered, before it is delivered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overview {
    /// Whose answers.
    pub whose: Whose,
    /// One row a question.
    pub rows: Vec<Row>,
    /// Whether there is nothing to deliver; a part of a table's sheet is never delivered alone.
    pub blank: bool,
    /// Whether the round closed while they answered.
    pub closed_meanwhile: bool,
}

/// Whose answers an overview shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// One participant's at a station.
    Own,
    /// The table's together.
    Table,
    /// One member's.
    Member {
        /// Whether it is the last member.
        last: bool,
    },
}

/// One row of an overview.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The question.
    pub text: String,
    /// What was answered.
    pub answer: Given,
}

/// An answer as an overview shows it.
#[derive(Clone, PartialEq, Eq)]
pub enum Given {
    /// Nothing.
    Skipped,
    /// A face.
    Face {
        /// Which one, counted from 1.
        nth: usize,
        /// Of how many.
        of: usize,
        /// Where the best one stands.
        favourable: Favourable,
        /// Its label.
        label: String,
    },
    /// Yes or no.
    Card(bool),
    /// A number.
    Score(i16),
    /// So many notes.
    Notes(usize),
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

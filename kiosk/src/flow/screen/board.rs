//! A page of the board, line by line.

use trykk_shared::language::Language;

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

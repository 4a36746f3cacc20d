//! The values of a sheet that is typed in from paper.
//! `Debug` of what holds answers, notes or codes is in the list of `screen.rs` that shows nothing of it.

use zeroize::Zeroizing;

use crate::flow::identifying::Identifying;
use crate::flow::typing_in::TypingFault;

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

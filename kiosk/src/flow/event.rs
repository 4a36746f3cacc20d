//! What people do at the tablet.

use trykk_shared::language::Language;

use super::menu::MenuAct;

/// One thing someone did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A finger is on the glass: someone is here.
    Touched,
    /// Asked to hear the words of this screen, as they stand there; or to hear no more of them.
    ReadAloud(String),
    /// Asked for more time before the countdown, until they are done.
    MoreTime,
    /// Chose a language on the welcome.
    Language(Language),
    /// Asked for stronger contrast and no movement on the welcome, or for the usual again.
    Contrast,
    /// Asked there for the next size of letters.
    Letters,
    /// Asked there for whatever is pressed to stand low, or where it usually does.
    Low,
    /// Began to answer.
    Start,
    /// Asked what came of it.
    Board,
    /// Went on to the next page of the board.
    NextOfBoard,
    /// Asked, from the board, what came of the last round.
    AboutRound,
    /// Asked how the promises are kept.
    How,
    /// Said how many sit around the table.
    Members(usize),
    /// Placed a face, counted from 1.
    Face(u8),
    /// Said whether it is like this with us.
    Card(bool),
    /// Gave a number.
    Score(i16),
    /// Passed the question by; an answer given before is taken away.
    Skip,
    /// Went on with what stands there.
    Next,
    /// Went back one step.
    Back,
    /// Went from the overview to one answer, to change it: its place in the overview.
    Change(usize),
    /// Opened the keyboard.
    Write,
    /// Typed text.
    Type(String),
    /// Put an accent in the place of the letter that was held, which was typed in its plain form if there was room.
    Accent {
        /// The plain letter.
        base: String,
        /// What takes its place.
        accent: String,
    },
    /// Deleted the letter before the caret.
    Erase,
    /// Moved the caret in the note.
    Caret(CaretMove),
    /// Closed the keyboard.
    Done,
    /// Asked for one more note under the same prompt.
    AnotherNote,
    /// Took the tablet from behind the cover.
    TakeTablet,
    /// Delivered, or on a member's own overview: closed their part for good.
    Deliver,
    /// Took the delivery back.
    TakeBack,
    /// Was done with the last page.
    Finish,
    /// Asked to stop without delivering.
    Leave,
    /// Would rather go on.
    Stay,
    /// Stopped: everything is forgotten.
    Forget,
    /// A finger landed on the name that leads to the staff menu.
    HoldBegan,
    /// It lifted, or slid away.
    HoldEnded,
    /// Asked for the staff menu without a finger, as a switch or a screen reader does.
    Menu,
    /// Did something in the staff menu.
    InMenu(MenuAct),
    /// Went to the field for the hub's address, or for the code.
    Field(Field),
    /// Asked to be enrolled with what is typed.
    Enrol,
    /// Asked to be enrolled by the link on a stick.
    EnrolByStick,
}

/// Where the caret goes, in the order in which a text is written: back is to the right in Arabic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaretMove {
    /// One letter back.
    Back,
    /// One letter on.
    On,
    /// Before the first letter.
    Start,
    /// Behind the last one.
    End,
}

/// A field of the enrolment page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Field {
    /// The hub's address.
    #[default]
    Host,
    /// The one-time code.
    Code,
}

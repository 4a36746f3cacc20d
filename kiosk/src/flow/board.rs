//! The board: when it is shown, and what of it stands on which page. Pages are filled by rule, not by looking at the glass: every size is a
//! multiple of one unit of it, so what fits one glass fits all.

use trykk_shared::board::{
    Board, BoardAnswer, BoardArea, BoardMeasure, BoardPulse, BoardReply, MeasureState, PulseSaid,
};
use trykk_shared::days::date_of;
use trykk_shared::language::Language;

use super::comfort::{Comfort, Letters};
use super::screen::{BoardKind, BoardLine, TextSize};
use crate::tablet::{Found, RoundOutcome, Standing};

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
pub(super) fn find_place(standing: &Standing) -> BoardPlace {
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

/// How high a column is, and how wide, in hundredths of the glass's shorter side, times ten. Two stand side by side on a glass that lies, and
/// one over the other on one that stands, where they are wider and so never higher.
const COLUMN: usize = 550;
const WIDTH: usize = 695;
/// How much lower a column is where what is pressed stands low: a shelf of it stands under the page.
const SHELF: usize = 60;
/// How high is at most what a pulse says, under its measure.
const PULSE_BLOCK: usize = 190;
/// Between two lines, and between the parts of one.
const GAP: usize = 20;
const SMALL_GAP: usize = 10;
/// A word that is longer is parted: it would not fit its line.
const LONGEST_WORD: usize = 40;

/// What there is room for.
#[derive(Clone, Copy)]
struct Room {
    /// How high a column is.
    column: usize,
    /// How much larger than usual letters are, in eighths, where that leaves room for all of them.
    grown: u8,
}

impl Room {
    /// The room that is left to whoever asked for this.
    fn of(comfort: Comfort) -> Self {
        // What stands over the columns grows too.
        let above = match comfort.letters {
            Letters::Usual => 0,
            Letters::Large => 20,
            Letters::Largest => 40,
        };
        Room {
            column: COLUMN - above - if comfort.low { SHELF } else { 0 },
            grown: comfort.letters.eighths(),
        }
    }

    /// How high a measure or a reply is at most: a heading stands over it.
    fn block(self) -> usize {
        self.column - height(&line(BoardKind::Measures, self.grown)) - GAP
    }
}

impl TextSize {
    /// The size of its letters, as in `Theme`, times ten.
    fn letters(self) -> usize {
        match self {
            TextSize::Body => 30,
            TextSize::Small => 25,
            TextSize::Fine => 23,
            TextSize::Finest => 20,
        }
    }

    /// A longer text is written smaller.
    fn of(text: &str) -> Self {
        match text.chars().count() {
            0..=140 => TextSize::Body,
            141..=320 => TextSize::Small,
            _ => TextSize::Fine,
        }
    }

    /// How high a text is at most, with letters so many eighths larger than usual.
    fn height(self, text: &str, grown: u8) -> usize {
        let letters = self.letters() * (8 + usize::from(grown));
        // A letter is about half as wide as high; a little more, so that nothing is pushed out.
        let signs = WIDTH * 800 / (letters * 55);
        let (mut lines, mut used) = (1, 0);
        for word in text.split(' ').map(|word| word.chars().count()) {
            match used {
                0 => used = word,
                _ if used + 1 + word <= signs => used += 1 + word,
                _ => (lines, used) = (lines + 1, word),
            }
        }
        lines * (letters * 124).div_ceil(800)
    }
}

/// Parts what is longer than any word.
fn part_long_words(text: &str) -> String {
    let part = |word: &str| -> String {
        let signs: Vec<char> = word.chars().collect();
        let parts = signs.chunks(LONGEST_WORD).map(|part| part.iter().collect::<String>());
        parts.collect::<Vec<_>>().join("- ")
    };
    text.split(' ').map(part).collect::<Vec<_>>().join(" ")
}

fn line(kind: BoardKind, grown: u8) -> BoardLine {
    BoardLine {
        kind,
        above: String::new(),
        text: String::new(),
        size: TextSize::Body,
        grown,
        day: (1, 1, 1970),
        count: 0,
    }
}

/// A day of the month, a month and a year.
pub(super) fn split_day(day: i64) -> (u8, u8, i16) {
    let date = date_of(day);
    (date.day().unsigned_abs(), date.month().unsigned_abs(), date.year())
}

/// A line as it fits a column under a heading, or `most`: written smaller where it must be, and cut where that is not enough, which takes words
/// that are longer than any.
fn fit(line: BoardLine, most: usize) -> BoardLine {
    let size = TextSize::of(&line.text);
    let line = match grow(BoardLine { size, ..line.clone() }, most) {
        Some(grown) => return grown,
        None => line,
    };
    let mut parted = BoardLine {
        above: part_long_words(&line.above),
        text: part_long_words(&line.text),
        grown: 0,
        ..line
    };
    parted.size = TextSize::of(&parted.text);
    if height(&parted) > most {
        parted.size = TextSize::Finest;
    }
    cut(parted, most)
}

/// The line in the largest letters, up to those it has, in which it is no higher than `most` and no word is wider than a column; none where there
/// are no such letters.
fn grow(mut line: BoardLine, most: usize) -> Option<BoardLine> {
    let words = line.above.split(' ').chain(line.text.split(' '));
    let longest = words.map(|word| word.chars().count()).max().unwrap_or(0);
    loop {
        let has_room = longest <= LONGEST_WORD * 8 / (8 + usize::from(line.grown));
        if has_room && height(&line) <= most {
            return Some(line);
        }
        line.grown = line.grown.checked_sub(1)?;
    }
}

/// A line of as many words as there is room for.
fn cut(mut line: BoardLine, most: usize) -> BoardLine {
    let whole = line.text.clone();
    let mut words: Vec<&str> = whole.split(' ').collect();
    while height(&line) > most && words.pop().is_some() {
        line.text = format!("{} …", words.join(" "));
    }
    line
}

fn put_area(area: &BoardArea, room: Room) -> BoardLine {
    let said = BoardLine {
        text: area.words.clone(),
        ..line(BoardKind::Area, room.grown)
    };
    fit(said, room.block())
}

/// What a pulse says: the question in small letters, for the measure over it is what is read first.
fn put_pulse(pulse: &BoardPulse, language: Language, room: Room) -> BoardLine {
    let said = BoardLine {
        text: part_long_words(pulse.asked.get(language)),
        size: TextSize::Fine,
        count: pulse.about,
        ..line(
            match pulse.said {
                PulseSaid::MoreYes => BoardKind::MoreYes,
                PulseSaid::FewerYes => BoardKind::FewerYes,
                PulseSaid::MoreGood => BoardKind::MoreGood,
                PulseSaid::FewerGood => BoardKind::FewerGood,
                PulseSaid::CannotTell => BoardKind::CannotTell,
            },
            room.grown,
        )
    };
    let smallest = BoardLine {
        grown: 0,
        ..said.clone()
    };
    grow(said, PULSE_BLOCK).unwrap_or_else(|| cut(smallest, PULSE_BLOCK))
}

/// A measure, and what a pulse says of it.
fn put_measure(measure: &BoardMeasure, today: i64, language: Language, room: Room) -> Vec<BoardLine> {
    let pulse = measure.pulse.as_ref().map(|pulse| put_pulse(pulse, language, room));
    let left = room.block() - pulse.as_ref().map_or(0, |said| height(said) + GAP);
    let done = BoardLine {
        above: measure.area.clone(),
        text: measure.what.clone(),
        day: split_day(measure.deadline),
        ..line(
            match measure.state {
                _ if measure.is_overdue(today) => BoardKind::Overdue,
                MeasureState::NotBegun => BoardKind::NotBegun,
                MeasureState::UnderWay => BoardKind::UnderWay,
                MeasureState::Done => BoardKind::Done,
                MeasureState::Stopped => BoardKind::Stopped,
            },
            room.grown,
        )
    };
    [Some(fit(done, left)), pulse].into_iter().flatten().collect()
}

fn put_reply(reply: &BoardReply, today: i64, room: Room) -> BoardLine {
    let (kind, reason, day) = match &reply.answer {
        BoardAnswer::Owed(day) if reply.is_overdue(today) => (BoardKind::OwedLate, "", *day),
        BoardAnswer::Owed(day) => (BoardKind::Owed, "", *day),
        BoardAnswer::Now(reason) => (BoardKind::Now, reason.as_str(), 0),
        BoardAnswer::Later(reason) => (BoardKind::Later, reason.as_str(), 0),
        BoardAnswer::No(reason) => (BoardKind::No, reason.as_str(), 0),
    };
    let said = BoardLine {
        above: reply.about.clone(),
        text: reason.to_owned(),
        day: split_day(day),
        ..line(kind, room.grown)
    };
    fit(said, room.block())
}

fn put_more(kind: BoardKind, count: u32, room: Room) -> Option<BoardLine> {
    (count > 0).then(|| BoardLine {
        count,
        ..line(kind, room.grown)
    })
}

/// How high a line of the board is, at most.
fn height(line: &BoardLine) -> usize {
    let part = |text: &str, size: TextSize| match text {
        "" => 0,
        text => size.height(text, line.grown) + SMALL_GAP,
    };
    let state = match line.kind {
        BoardKind::Area => 0,
        // On two lines, where there is an open page.
        BoardKind::MoreMeasures | BoardKind::MoreReplies => 3 * TextSize::Small.height("", line.grown) + SMALL_GAP,
        // A word and about how many answered.
        kind if kind.is_of_a_pulse() => 2 * TextSize::Small.height("", line.grown) + SMALL_GAP,
        // With more room above it, but for the first of a column.
        kind if kind.is_heading() => GAP + TextSize::Body.height("", line.grown) + SMALL_GAP,
        _ => TextSize::Small.height("", line.grown) + SMALL_GAP,
    };
    part(&line.above, TextSize::Fine) + part(&line.text, line.size) + state - SMALL_GAP
}

/// Everything on a board, in blocks that stay together. Where there is nothing of a kind, nothing is said of it.
fn list(board: &Board, today: i64, language: Language, room: Room) -> Vec<Vec<BoardLine>> {
    let areas = |keep: bool| -> Vec<Vec<BoardLine>> {
        let of_kind = board.areas.iter().filter(|area| area.keep == keep);
        of_kind.map(|area| vec![put_area(area, room)]).collect()
    };
    let measures = board.measures.iter();
    let measures = measures.map(|measure| put_measure(measure, today, language, room));
    let replies = board.replies.iter().map(|reply| vec![put_reply(reply, today, room)]);
    let more = |kind, count| put_more(kind, count, room).map(|line| vec![line]);
    let sections = [
        (BoardKind::Keep, areas(true)),
        (BoardKind::Improve, areas(false)),
        (
            BoardKind::Measures,
            measures
                .chain(more(BoardKind::MoreMeasures, board.more_measures))
                .collect(),
        ),
        (
            BoardKind::Replies,
            replies
                .chain(more(BoardKind::MoreReplies, board.more_replies))
                .collect(),
        ),
    ];
    let mut blocks = Vec::new();
    for (heading, of_kind) in sections {
        for (nth, mut block) in of_kind.into_iter().enumerate() {
            // A heading stands with what it is over.
            if nth == 0 {
                block.insert(0, line(heading, room.grown));
            }
            blocks.push(block);
        }
    }
    blocks
}

/// A board as pages of two columns, what was asked in `language`, for whoever asked for this. There is always one page.
pub(super) fn lay_out(board: &Board, today: i64, language: Language, comfort: Comfort) -> Vec<[Vec<BoardLine>; 2]> {
    let room = Room::of(comfort);
    let mut columns: Vec<Vec<BoardLine>> = vec![Vec::new()];
    let mut used = 0;
    for block in list(board, today, language, room) {
        let needs: usize = block.iter().map(|line| height(line) + GAP).sum();
        if used > 0 && used + needs > room.column + GAP {
            columns.push(Vec::new());
            used = 0;
        }
        used += needs;
        columns.last_mut().expect("there is one").extend(block);
    }
    let mut pages = Vec::new();
    let mut columns = columns.into_iter();
    while let Some(first) = columns.next() {
        pages.push([first, columns.next().unwrap_or_default()]);
    }
    pages
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use trykk_shared::counted::CountNumber;
    use trykk_shared::language::Texts;

    use super::*;

    fn words() -> impl Strategy<Value = String> {
        prop::collection::vec("[a-zæøå]{1,70}", 0..80).prop_map(|words| words.join(" ").chars().take(600).collect())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn every_line_stands_on_one_page_in_order_and_no_column_is_too_full(
            areas in prop::collection::vec((any::<bool>(), "[a-z ]{1,60}"), 0..6),
            measures in prop::collection::vec((words(), words(), -400..400_i64, prop::option::of(words())), 0..12),
            replies in prop::collection::vec((words(), words()), 0..12),
            more in 0..3_u32,
            letters in prop::sample::select(Letters::ALL.to_vec()),
            low in any::<bool>(),
        ) {
            let comfort = Comfort { letters, low, ..Comfort::default() };
            let room = Room::of(comfort);
            let short = |text: String| text.chars().take(120).collect::<String>();
            let board = Board {
                as_of: 0,
                areas: areas.into_iter().map(|(keep, words)| BoardArea { keep, words }).collect(),
                measures: measures.into_iter().map(|(area, what, deadline, asked)| BoardMeasure {
                    area: short(area), what, deadline, state: MeasureState::UnderWay,
                    pulse: asked.map(|asked| BoardPulse {
                        asked: Texts([(Language::Nb, asked)].into()), said: PulseSaid::FewerGood, about: 15,
                    }),
                }).collect(),
                more_measures: more,
                replies: replies.into_iter().map(|(about, why)| BoardReply {
                    about: short(about), answer: BoardAnswer::No(why),
                }).collect(),
                more_replies: more,
            };
            let pages = lay_out(&board, 0, Language::Nb, comfort);
            let laid: Vec<BoardLine> = pages.iter().flatten().flatten().cloned().collect();
            prop_assert_eq!(&laid, &list(&board, 0, Language::Nb, room).concat());
            for column in pages.iter().flatten() {
                let used: usize = column.iter().map(|line| height(line) + GAP).sum();
                prop_assert!(used <= room.column + GAP, "{}", used);
                prop_assert!(column.last().is_none_or(|line| !line.kind.is_heading()));
                // What a pulse says stands in its measure's column.
                prop_assert!(column.first().is_none_or(|line| !line.kind.is_of_a_pulse()));
            }
            prop_assert!(laid.iter().all(|line: &BoardLine| line.text.split(' ').all(|word| word.chars().count() * (8 + usize::from(line.grown)) <= (LONGEST_WORD + 1) * 8)));
            prop_assert!(laid.iter().all(|line| line.grown <= room.grown));
            let said = laid.iter().filter(|line| line.kind.is_of_a_pulse()).count();
            prop_assert_eq!(said, board.measures.iter().filter(|measure| measure.pulse.is_some()).count());
            let overdue = laid.iter().filter(|line| line.kind == BoardKind::Overdue).count();
            prop_assert_eq!(overdue, board.measures.iter().filter(|measure| measure.deadline < 0).count());
        }
    }

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

    #[test]
    fn a_board_of_one_kind_says_nothing_of_the_others() {
        let mut board = Board::default();
        board.replies.push(BoardReply {
            about: "Ro i pausen".to_owned(),
            answer: BoardAnswer::Owed(10),
        });
        let kinds = |today| -> Vec<BoardKind> {
            let pages = lay_out(&board, today, Language::Nb, Comfort::default());
            pages.iter().flatten().flatten().map(|line| line.kind).collect()
        };
        assert_eq!(kinds(10), [BoardKind::Replies, BoardKind::Owed]);
        assert_eq!(kinds(11), [BoardKind::Replies, BoardKind::OwedLate]);
        // Larger letters: the same lines, larger, on as many pages as they need.
        let largest = Comfort {
            letters: Letters::Largest,
            ..Comfort::default()
        };
        let grown = lay_out(&board, 10, Language::Nb, largest).concat().concat();
        assert!(grown.iter().all(|line| line.grown == 4), "{grown:?}");
        assert_eq!(split_day(20_514), (2, 3, 2026));
        assert_eq!(lay_out(&Board::default(), 0, Language::En, Comfort::default()).len(), 1);
    }
}

//! The board: when it is shown, and what of it stands on which page. Pages are filled by rule, not by looking at the glass: every size is a
//! multiple of one unit of it, so what fits one glass fits all.

use trykk_shared::board::{
    Board, BoardAnswer, BoardArea, BoardMeasure, BoardPulse, BoardReply, MeasureState, PulseSaid,
};
use trykk_shared::days::date_of;
use trykk_shared::language::Language;

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
/// How high a measure or a reply is at most: a heading stands over it.
const BLOCK: usize = COLUMN - 78;
/// How high is at most what a pulse says, under its measure.
const PULSE_BLOCK: usize = 190;
/// Between two lines, and between the parts of one.
const GAP: usize = 20;
const SMALL_GAP: usize = 10;
/// A word that is longer is parted: it would not fit its line.
const LONGEST_WORD: usize = 40;

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

    /// How high a text is, at most.
    fn height(self, text: &str) -> usize {
        // A letter is about half as wide as high; a little more, so that nothing is pushed out.
        let signs = WIDTH * 100 / (self.letters() * 55);
        let (mut lines, mut used) = (1, 0);
        for word in text.split(' ').map(|word| word.chars().count()) {
            match used {
                0 => used = word,
                _ if used + 1 + word <= signs => used += 1 + word,
                _ => (lines, used) = (lines + 1, word),
            }
        }
        lines * (self.letters() * 124).div_ceil(100)
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

fn line(kind: BoardKind) -> BoardLine {
    BoardLine {
        kind,
        above: String::new(),
        text: String::new(),
        size: TextSize::Body,
        day: (1, 1, 1970),
        count: 0,
    }
}

/// A day of the month, a month and a year.
pub(super) fn split_day(day: i64) -> (u8, u8, i16) {
    let date = date_of(day);
    (date.day().unsigned_abs(), date.month().unsigned_abs(), date.year())
}

/// A line as it fits a column under a heading: written smaller where it must be, and cut where that is not enough, which takes words that are
/// longer than any.
fn fit(line: BoardLine) -> BoardLine {
    fit_within(line, BLOCK)
}

/// The same of a line that is at most so high.
fn fit_within(mut line: BoardLine, most: usize) -> BoardLine {
    line.above = part_long_words(&line.above);
    line.text = part_long_words(&line.text);
    line.size = TextSize::of(&line.text);
    if height(&line) > most {
        line.size = TextSize::Finest;
    }
    cut(line, most)
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

/// What stands together.
enum Block {
    /// In one column.
    Column(Vec<BoardLine>),
    /// A measure, and in the column beside it what a pulse says: both at their longest have no room in one.
    Beside(Vec<BoardLine>, BoardLine),
}

impl Block {
    /// A heading stands with what it is over.
    fn put_under(&mut self, heading: BoardLine) {
        match self {
            Block::Column(lines) | Block::Beside(lines, _) => lines.insert(0, heading),
        }
    }
}

fn put_area(area: &BoardArea) -> BoardLine {
    fit(BoardLine {
        text: area.words.clone(),
        ..line(BoardKind::Area)
    })
}

/// What a pulse says: the question in small letters, for the measure over it is what is read first.
fn put_pulse(pulse: &BoardPulse, language: Language) -> BoardLine {
    let said = BoardLine {
        text: part_long_words(pulse.asked.get(language)),
        size: TextSize::Fine,
        count: pulse.about,
        ..line(match pulse.said {
            PulseSaid::MoreYes => BoardKind::MoreYes,
            PulseSaid::FewerYes => BoardKind::FewerYes,
            PulseSaid::MoreGood => BoardKind::MoreGood,
            PulseSaid::FewerGood => BoardKind::FewerGood,
            PulseSaid::CannotTell => BoardKind::CannotTell,
        })
    };
    cut(said, PULSE_BLOCK)
}

/// A measure, and what a pulse says of it: under it, or beside it where it would have to be cut.
fn put_measure(measure: &BoardMeasure, today: i64, language: Language) -> Block {
    let done = BoardLine {
        above: measure.area.clone(),
        text: measure.what.clone(),
        day: split_day(measure.deadline),
        ..line(match measure.state {
            _ if measure.is_overdue(today) => BoardKind::Overdue,
            MeasureState::NotBegun => BoardKind::NotBegun,
            MeasureState::UnderWay => BoardKind::UnderWay,
            MeasureState::Done => BoardKind::Done,
            MeasureState::Stopped => BoardKind::Stopped,
        })
    };
    let Some(pulse) = &measure.pulse else {
        return Block::Column(vec![fit(done)]);
    };
    let mut pulse = put_pulse(pulse, language);
    let alone = fit(done.clone());
    let over = fit_within(done, BLOCK - height(&pulse) - GAP);
    if over.text == alone.text {
        return Block::Column(vec![over, pulse]);
    }
    // What it is about is said once more.
    pulse.above = alone.above.clone();
    Block::Beside(vec![alone], pulse)
}

fn put_reply(reply: &BoardReply, today: i64) -> BoardLine {
    let (kind, reason, day) = match &reply.answer {
        BoardAnswer::Owed(day) if reply.is_overdue(today) => (BoardKind::OwedLate, "", *day),
        BoardAnswer::Owed(day) => (BoardKind::Owed, "", *day),
        BoardAnswer::Now(reason) => (BoardKind::Now, reason.as_str(), 0),
        BoardAnswer::Later(reason) => (BoardKind::Later, reason.as_str(), 0),
        BoardAnswer::No(reason) => (BoardKind::No, reason.as_str(), 0),
    };
    fit(BoardLine {
        above: reply.about.clone(),
        text: reason.to_owned(),
        day: split_day(day),
        ..line(kind)
    })
}

fn put_more(kind: BoardKind, count: u32) -> Option<BoardLine> {
    (count > 0).then(|| BoardLine { count, ..line(kind) })
}

/// How high a line of the board is, at most.
fn height(line: &BoardLine) -> usize {
    let part = |text: &str, size: TextSize| match text {
        "" => 0,
        text => size.height(text) + SMALL_GAP,
    };
    let state = match line.kind {
        BoardKind::Area => 0,
        // On two lines, where there is an open page.
        BoardKind::MoreMeasures | BoardKind::MoreReplies => 3 * TextSize::Small.height("") + SMALL_GAP,
        // A word and about how many answered.
        kind if kind.is_of_a_pulse() => 2 * TextSize::Small.height("") + SMALL_GAP,
        // With more room above it, but for the first of a column.
        kind if kind.is_heading() => GAP + TextSize::Body.height("") + SMALL_GAP,
        _ => TextSize::Small.height("") + SMALL_GAP,
    };
    part(&line.above, TextSize::Fine) + part(&line.text, line.size) + state - SMALL_GAP
}

/// Everything on a board, in blocks that stay together. Where there is nothing of a kind, nothing is said of it.
fn list(board: &Board, today: i64, language: Language) -> Vec<Block> {
    let alone = |line: BoardLine| Block::Column(vec![line]);
    let areas = |keep: bool| -> Vec<Block> {
        let of_kind = board.areas.iter().filter(|area| area.keep == keep);
        of_kind.map(|area| alone(put_area(area))).collect()
    };
    let measures = board.measures.iter();
    let measures = measures.map(|measure| put_measure(measure, today, language));
    let replies = board.replies.iter().map(|reply| alone(put_reply(reply, today)));
    let more = |kind, count| put_more(kind, count).map(alone);
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
            if nth == 0 {
                block.put_under(line(heading));
            }
            blocks.push(block);
        }
    }
    blocks
}

/// A board as pages of two columns, what was asked in `language`. There is always one page.
pub(super) fn lay_out(board: &Board, today: i64, language: Language) -> Vec<[Vec<BoardLine>; 2]> {
    let mut columns: Vec<Vec<BoardLine>> = vec![Vec::new()];
    let mut used = 0;
    for block in list(board, today, language) {
        match block {
            Block::Column(lines) => {
                let needs: usize = lines.iter().map(|line| height(line) + GAP).sum();
                if used > 0 && used + needs > COLUMN + GAP {
                    columns.push(Vec::new());
                    used = 0;
                }
                used += needs;
                columns.last_mut().expect("there is one").extend(lines);
            }
            Block::Beside(measure, pulse) => {
                // On one page: the measure in the first column of it.
                if used > 0 {
                    columns.push(Vec::new());
                }
                if columns.len().is_multiple_of(2) {
                    columns.push(Vec::new());
                }
                columns.last_mut().expect("there is one").extend(measure);
                used = height(&pulse) + GAP;
                columns.push(vec![pulse]);
            }
        }
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
        ) {
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
            let pages = lay_out(&board, 0, Language::Nb);
            let laid: Vec<BoardLine> = pages.iter().flatten().flatten().cloned().collect();
            let listed = list(&board, 0, Language::Nb).into_iter().flat_map(|block| match block {
                Block::Column(lines) => lines,
                Block::Beside(measure, pulse) => [measure, vec![pulse]].concat(),
            });
            prop_assert_eq!(&laid, &listed.collect::<Vec<_>>());
            for column in pages.iter().flatten() {
                let used: usize = column.iter().map(|line| height(line) + GAP).sum();
                prop_assert!(used <= COLUMN + GAP, "{}", used);
                prop_assert!(column.last().is_none_or(|line| !line.kind.is_heading()));
            }
            for [first, second] in &pages {
                // What a pulse says stands under its measure, or on its page beside it and says what it is about.
                prop_assert!(first.first().is_none_or(|line| !line.kind.is_of_a_pulse()));
                if let Some(pulse) = second.first().filter(|line| line.kind.is_of_a_pulse()) {
                    prop_assert_eq!(&first.last().unwrap().above, &pulse.above);
                    prop_assert!(!first.last().unwrap().kind.is_of_a_pulse());
                }
            }
            prop_assert!(laid.iter().all(|line: &BoardLine| line.text.split(' ').all(|word| word.chars().count() <= LONGEST_WORD + 1)));
            let said = laid.iter().filter(|line| line.kind.is_of_a_pulse()).count();
            prop_assert_eq!(said, board.measures.iter().filter(|measure| measure.pulse.is_some()).count());
            let overdue = laid.iter().filter(|line| line.kind == BoardKind::Overdue).count();
            prop_assert_eq!(overdue, board.measures.iter().filter(|measure| measure.deadline < 0).count());
        }
    }

    /// So many characters of such words at most.
    fn ordinary(most: usize) -> impl Strategy<Value = String> {
        let cut = move |words: Vec<String>| words.join(" ").chars().take(most).collect::<String>().trim().to_owned();
        prop::collection::vec("[a-zæøå]{1,12}", 1..=most / 2).prop_map(cut)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        /// 600, 120 and 120 characters are what a plan and a deck take (`hub/src/plan/proposals.rs`, `trykk_shared::deck`).
        #[test]
        fn no_measure_of_ordinary_words_is_cut_whatever_a_pulse_says_of_it(
            what in ordinary(600), area in ordinary(120), asked in prop::option::of(ordinary(120)),
        ) {
            let measure = BoardMeasure {
                area: area.clone(), what: what.clone(), deadline: 1, state: MeasureState::UnderWay,
                pulse: asked.clone().map(|asked| BoardPulse {
                    asked: Texts([(Language::Nb, asked)].into()), said: PulseSaid::FewerGood, about: 15,
                }),
            };
            let board = Board::new(0, Vec::new(), vec![measure], Vec::new());
            let pages = lay_out(&board, 0, Language::Nb);
            prop_assert_eq!(pages.len(), 1);
            let lines = pages[0].concat();
            prop_assert_eq!((&lines[1].above, &lines[1].text), (&area, &what));
            prop_assert_eq!(lines.get(2).map(|line| &line.text), asked.as_ref());
        }
    }

    #[test]
    fn the_longest_measure_has_its_pulse_beside_it_and_a_short_one_under_it() {
        let place = |letters: usize| {
            let mut measure = BoardMeasure {
                area: "Pausene".to_owned(),
                what: "Naboenheten tar telefonen. ".repeat(letters / 27),
                deadline: 1,
                state: MeasureState::UnderWay,
                pulse: None,
            };
            measure.pulse = Some(BoardPulse {
                asked: Texts([(Language::Nb, "Hvor ofte får du spist i ro? ".repeat(4))].into()),
                said: PulseSaid::MoreGood,
                about: 15,
            });
            let board = Board::new(0, Vec::new(), vec![measure.clone(), measure], Vec::new());
            let pages = lay_out(&board, 0, Language::Nb);
            let columns = pages.iter().flatten();
            columns
                .map(|column| column.iter().filter(|line| line.kind.is_of_a_pulse()).count())
                .collect::<Vec<_>>()
        };
        assert_eq!(place(60), [1, 1]);
        assert_eq!(place(600), [0, 1, 0, 1]);
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
            let pages = lay_out(&board, today, Language::Nb);
            pages.iter().flatten().flatten().map(|line| line.kind).collect()
        };
        assert_eq!(kinds(10), [BoardKind::Replies, BoardKind::Owed]);
        assert_eq!(kinds(11), [BoardKind::Replies, BoardKind::OwedLate]);
        assert_eq!(split_day(20_514), (2, 3, 2026));
        assert_eq!(lay_out(&Board::default(), 0, Language::En).len(), 1);
    }
}

//! What of the board stands on which page, and in which column of it.

use trykk_shared::board::{
    Board, BoardAnswer, BoardArea, BoardMeasure, BoardPulse, BoardReply, MeasureState, PulseSaid,
};
use trykk_shared::language::Language;

use super::lines::{GAP, Room, cut, enlarge, fit, grow, height, line, part_long_words};
use super::split_day;
use crate::flow::comfort::Comfort;
use crate::flow::screen::{BoardKind, BoardLine, TextSize};

/// How high is at most what a pulse says in usual letters, under its measure.
const PULSE_BLOCK: usize = 190;

/// What stands together.
enum Block {
    /// In one column.
    Column(Vec<BoardLine>),
    /// In the two columns of a page: a measure and what a pulse says, or the first part of a text and the rest, where both have no room in one.
    Beside(Vec<BoardLine>, Vec<BoardLine>),
}

impl Block {
    /// A heading stands with what it is over.
    fn put_under(&mut self, heading: BoardLine) {
        match self {
            Block::Column(lines) | Block::Beside(lines, _) => lines.insert(0, heading),
        }
    }
}

/// Places a line, and what a pulse says of it under it or beside it. Whoever asks for larger letters gets the largest that have room, in two columns if
/// need be; nobody gets smaller ones than whoever asks for nothing, and nothing is cut for them that is not cut for all.
fn place(said: &BoardLine, pulse: Option<&BoardLine>, room: Room) -> Block {
    let usual = fit(said.clone(), Room::of(Comfort::default()).block());
    let plain = BoardLine {
        size: TextSize::of(&said.text),
        ..said.clone()
    };
    let tried = (0..=room.grown).rev().filter_map(|grown| enlarge(&plain, grown));
    let mut tried = tried.chain([usual]);
    let placed = tried.find_map(|line| {
        let whole = place_whole(&line, pulse, room);
        whole.or_else(|| place_parted(&line, pulse, room))
    });
    placed.unwrap_or_else(|| {
        let cut = vec![fit(said.clone(), room.block())];
        match pulse {
            Some(pulse) => Block::Beside(cut, vec![pulse.clone()]),
            None => Block::Column(cut),
        }
    })
}

/// A line in one column, if it has room there. What a pulse says of it stands under it, but for where it has larger letters beside it: there it says
/// once more what it is about.
fn place_whole(line: &BoardLine, pulse: Option<&BoardLine>, room: Room) -> Option<Block> {
    let left = room.block().checked_sub(height(line))?;
    let Some(pulse) = pulse else {
        return Some(Block::Column(vec![line.clone()]));
    };
    let named = BoardLine {
        above: line.above.clone(),
        ..pulse.clone()
    };
    let beside = grow(&named, room.column, room.grown)?;
    let under = grow(pulse, left.saturating_sub(GAP), room.grown);
    Some(match under.filter(|under| under.grown >= beside.grown) {
        Some(under) => Block::Column(vec![line.clone(), under]),
        None => Block::Beside(vec![line.clone()], vec![beside]),
    })
}

/// A line whose text goes on in the column beside it, where what a pulse says stands under it; none where that is not room enough, or nobody asked
/// for anything.
fn place_parted(line: &BoardLine, pulse: Option<&BoardLine>, room: Room) -> Option<Block> {
    if room.is_usual {
        return None;
    }
    let words: Vec<&str> = line.text.split(' ').collect();
    // An answer stands before its reason, how far a measure is behind it.
    let is_first = line.kind.is_reply();
    let part = |words: &[&str], is_told: bool| BoardLine {
        kind: if is_told { line.kind } else { BoardKind::Part },
        text: words.join(" "),
        ..line.clone()
    };
    let counts: Vec<usize> = (1..words.len()).collect();
    let fits = counts.partition_point(|count| height(&part(&words[..*count], is_first)) <= room.block());
    let (first, rest) = words.split_at(*counts.get(fits.checked_sub(1)?)?);
    let rest = BoardLine {
        above: String::new(),
        ..part(rest, !is_first)
    };
    let left = room.column.checked_sub(height(&rest))?;
    let mut beside = vec![rest];
    if let Some(pulse) = pulse {
        beside.push(grow(pulse, left.checked_sub(GAP)?, room.grown)?);
    }
    Some(Block::Beside(vec![part(first, is_first)], beside))
}

fn put_area(area: &BoardArea, room: Room) -> Block {
    let said = BoardLine {
        text: area.words.clone(),
        ..line(BoardKind::Area, 0)
    };
    place(&said, None, room)
}

/// What a pulse says, in usual letters: the question in small ones, for the measure over it is what is read first.
fn put_pulse(pulse: &BoardPulse, language: Language) -> BoardLine {
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
            0,
        )
    };
    cut(said, PULSE_BLOCK)
}

/// A measure, and what a pulse says of it.
fn put_measure(measure: &BoardMeasure, today: i64, language: Language, room: Room) -> Block {
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
            0,
        )
    };
    let pulse = measure.pulse.as_ref().map(|pulse| put_pulse(pulse, language));
    place(&done, pulse.as_ref(), room)
}

fn put_reply(reply: &BoardReply, today: i64, room: Room) -> Block {
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
        ..line(kind, 0)
    };
    place(&said, None, room)
}

fn put_more(kind: BoardKind, count: u32, room: Room) -> Option<BoardLine> {
    (count > 0).then(|| BoardLine {
        count,
        ..line(kind, room.grown)
    })
}

/// Everything on a board, in blocks that stay together. Where there is nothing of a kind, nothing is said of it.
fn list(board: &Board, today: i64, language: Language, room: Room) -> Vec<Block> {
    let areas = |keep: bool| -> Vec<Block> {
        let of_kind = board.areas.iter().filter(|area| area.keep == keep);
        of_kind.map(|area| put_area(area, room)).collect()
    };
    let measures = board.measures.iter();
    let measures = measures.map(|measure| put_measure(measure, today, language, room));
    let replies = board.replies.iter().map(|reply| put_reply(reply, today, room));
    let more = |kind, count| put_more(kind, count, room).map(|line| Block::Column(vec![line]));
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
                block.put_under(line(heading, room.grown));
            }
            blocks.push(block);
        }
    }
    blocks
}

/// A board as pages of two columns, what was asked in `language`, for whoever asked for this. There is always one page.
pub(in crate::flow) fn lay_out(
    board: &Board,
    today: i64,
    language: Language,
    comfort: Comfort,
) -> Vec<[Vec<BoardLine>; 2]> {
    let room = Room::of(comfort);
    let mut columns: Vec<Vec<BoardLine>> = vec![Vec::new()];
    let mut used = 0;
    let needs = |lines: &[BoardLine]| lines.iter().map(|line| height(line) + GAP).sum::<usize>();
    for block in list(board, today, language, room) {
        match block {
            Block::Column(lines) => {
                if used > 0 && used + needs(&lines) > room.column + GAP {
                    columns.push(Vec::new());
                    used = 0;
                }
                used += needs(&lines);
                columns.last_mut().expect("there is one").extend(lines);
            }
            Block::Beside(first, second) => {
                // On one page.
                if used > 0 {
                    columns.push(Vec::new());
                }
                if columns.len().is_multiple_of(2) {
                    columns.push(Vec::new());
                }
                columns.last_mut().expect("there is one").extend(first);
                used = needs(&second);
                columns.push(second);
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
    use trykk_shared::language::Texts;

    use super::*;
    use crate::flow::board::lines::LONGEST_WORD;
    use crate::flow::comfort::Letters;

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
            let listed = list(&board, 0, Language::Nb, room).into_iter().flat_map(|block| match block {
                Block::Column(lines) => lines,
                Block::Beside(first, second) => [first, second].concat(),
            });
            prop_assert_eq!(&laid, &listed.collect::<Vec<_>>());
            for column in pages.iter().flatten() {
                let used: usize = column.iter().map(|line| height(line) + GAP).sum();
                prop_assert!(used <= room.column + GAP, "{}", used);
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
            // Nor too wide: a part of a longer word has its hyphen.
            let words = laid.iter().flat_map(|line| line.text.split(' ').map(|word| (word.chars().count(), line.grown)));
            for (signs, grown) in words {
                let most = LONGEST_WORD + usize::from(grown == 0);
                prop_assert!(signs * (8 + usize::from(grown)) <= most * 8, "{} {}", signs, grown);
            }
            prop_assert!(laid.iter().all(|line| line.grown <= room.grown));
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
        fn no_measure_of_ordinary_words_is_cut_and_whoever_asks_for_more_gets_no_smaller_letters(
            what in ordinary(600), area in ordinary(120), asked in prop::option::of(ordinary(120)),
        ) {
            let measure = BoardMeasure {
                area: area.clone(), what: what.clone(), deadline: 1, state: MeasureState::UnderWay,
                pulse: asked.clone().map(|asked| BoardPulse {
                    asked: Texts([(Language::Nb, asked)].into()), said: PulseSaid::FewerGood, about: 15,
                }),
            };
            let board = Board::new(0, Vec::new(), vec![measure], Vec::new());
            let mut before: Vec<(bool, usize)> = Vec::new();
            for low in [false, true] {
                for letters in Letters::ALL {
                    let pages = lay_out(&board, 0, Language::Nb, Comfort { letters, low, ..Comfort::default() });
                    prop_assert_eq!(pages.len(), 1);
                    let lines = pages[0].concat();
                    let (pulse, measure): (Vec<&BoardLine>, Vec<&BoardLine>) =
                        lines[1..].iter().partition(|line| line.kind.is_of_a_pulse());
                    prop_assert_eq!(&measure[0].above, &area);
                    let texts: Vec<&str> = measure.iter().map(|line| line.text.as_str()).collect();
                    prop_assert_eq!(&texts.join(" "), &what);
                    prop_assert_eq!(pulse.first().map(|line| &line.text), asked.as_ref());
                    prop_assert_eq!(measure.last().unwrap().kind, BoardKind::UnderWay);
                    let sizes: Vec<(bool, usize)> = lines[1..].iter()
                        .map(|line| (line.kind.is_of_a_pulse(), line.size.letters() * (8 + usize::from(line.grown))))
                        .collect();
                    let of_kind = |sizes: &[(bool, usize)], kind: bool| {
                        sizes.iter().filter(|(of_pulse, _)| *of_pulse == kind).map(|(_, size)| *size).min()
                    };
                    for kind in [false, true] {
                        if !before.is_empty() {
                            prop_assert!(of_kind(&sizes, kind) >= of_kind(&before, kind), "{:?} {}", letters, low);
                        }
                    }
                    if before.is_empty() {
                        before = sizes;
                    }
                }
            }
        }

        /// A reason of a reply has as much room as a measure.
        #[test]
        fn no_reason_of_ordinary_words_is_cut_in_larger_letters(why in ordinary(600), about in ordinary(120), low in any::<bool>()) {
            let board = Board::new(0, Vec::new(), Vec::new(), vec![BoardReply {
                about: about.clone(), answer: BoardAnswer::No(why.clone()),
            }]);
            for letters in Letters::ALL {
                let lines = lay_out(&board, 0, Language::Nb, Comfort { letters, low, ..Comfort::default() }).concat().concat();
                prop_assert_eq!((lines[1].kind, &lines[1].above), (BoardKind::No, &about));
                let texts: Vec<&str> = lines[1..].iter().map(|line| line.text.as_str()).collect();
                prop_assert_eq!(&texts.join(" "), &why);
            }
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
            let pages = lay_out(&board, 0, Language::Nb, Comfort::default());
            let columns = pages.iter().flatten();
            columns
                .map(|column| column.iter().filter(|line| line.kind.is_of_a_pulse()).count())
                .collect::<Vec<_>>()
        };
        assert_eq!(place(60), [1, 1]);
        assert_eq!(place(600), [0, 1, 0, 1]);
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

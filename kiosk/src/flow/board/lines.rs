//! How large a line of the board is, and how it is made to fit: by rule, not by looking at the glass. Every size is a multiple of one unit of it,
//! so what fits one glass fits all.

use crate::flow::comfort::{Comfort, Letters};
use crate::flow::screen::{BoardKind, BoardLine, TextSize};

/// How high a column is, and how wide, in hundredths of the glass's shorter side, times ten. Two stand side by side on a glass that lies, and
/// one over the other on one that stands, where they are wider and so never higher.
const COLUMN: usize = 550;
const WIDTH: usize = 695;
/// How much lower a column is where what is pressed stands low: a shelf of it stands under the page.
const SHELF: usize = 60;
/// Between two lines, and between the parts of one.
pub(super) const GAP: usize = 20;
const SMALL_GAP: usize = 10;
/// A word that is longer is parted: it would not fit its line.
pub(super) const LONGEST_WORD: usize = 40;

/// What there is room for.
#[derive(Clone, Copy)]
pub(super) struct Room {
    /// How high a column is.
    pub(super) column: usize,
    /// How much larger than usual letters are, in eighths, where that leaves room for all of them.
    pub(super) grown: u8,
    /// Whether nobody asked for anything.
    pub(super) is_usual: bool,
}

impl Room {
    /// The room that is left to whoever asked for this.
    pub(super) fn of(comfort: Comfort) -> Self {
        // What stands over the columns grows too.
        let above = match comfort.letters {
            Letters::Usual => 0,
            Letters::Large => 20,
            Letters::Largest => 40,
        };
        Room {
            column: COLUMN - above - if comfort.low { SHELF } else { 0 },
            grown: comfort.letters.eighths(),
            is_usual: comfort.letters == Letters::Usual && !comfort.low,
        }
    }

    /// How high a measure or a reply is at most: a heading stands over it.
    pub(super) fn block(self) -> usize {
        self.column - height(&line(BoardKind::Measures, self.grown)) - GAP
    }
}

impl TextSize {
    /// The size of its letters, as in `Theme`, times ten.
    pub(super) fn letters(self) -> usize {
        match self {
            TextSize::Body => 30,
            TextSize::Small => 25,
            TextSize::Fine => 23,
            TextSize::Finest => 20,
        }
    }

    /// A longer text is written smaller.
    pub(super) fn of(text: &str) -> Self {
        match text.chars().count() {
            0..=140 => TextSize::Body,
            141..=320 => TextSize::Small,
            _ => TextSize::Fine,
        }
    }

    /// How high a text is at most, with letters so many eighths larger than usual.
    pub(super) fn height(self, text: &str, grown: u8) -> usize {
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

pub(super) fn line(kind: BoardKind, grown: u8) -> BoardLine {
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

/// How high a line of the board is, at most.
pub(super) fn height(line: &BoardLine) -> usize {
    let part = |text: &str, size: TextSize| match text {
        "" => 0,
        text => size.height(text, line.grown) + SMALL_GAP,
    };
    let state = match line.kind {
        BoardKind::Area | BoardKind::Part => 0,
        // On two lines, where there is an open page.
        BoardKind::MoreMeasures | BoardKind::MoreReplies => 3 * TextSize::Small.height("", line.grown) + SMALL_GAP,
        // A word and about how many answered.
        kind if kind.is_of_a_pulse() => 2 * TextSize::Small.height("", line.grown) + SMALL_GAP,
        // With more room above it, but for the first of a column.
        kind if kind.is_heading() => GAP + TextSize::Body.height("", line.grown) + SMALL_GAP,
        _ => TextSize::Small.height("", line.grown) + SMALL_GAP,
    };
    let all = part(&line.above, TextSize::Fine) + part(&line.text, line.size) + state;
    // Nothing stands below the last of it; of a line with nothing to say nothing is left.
    all.saturating_sub(SMALL_GAP)
}

/// Parts what is longer than any word.
pub(super) fn part_long_words(text: &str) -> String {
    let part = |word: &str| -> String {
        let signs: Vec<char> = word.chars().collect();
        let parts = signs.chunks(LONGEST_WORD).map(|part| part.iter().collect::<String>());
        parts.collect::<Vec<_>>().join("- ")
    };
    text.split(' ').map(part).collect::<Vec<_>>().join(" ")
}

/// A line as everybody reads it who asks for nothing, no higher than `most`: written smaller where it must be, and cut where that is not enough,
/// which takes words that are longer than any.
pub(super) fn fit(mut line: BoardLine, most: usize) -> BoardLine {
    line.above = part_long_words(&line.above);
    line.text = part_long_words(&line.text);
    line.size = TextSize::of(&line.text);
    line.grown = 0;
    if height(&line) > most {
        line.size = TextSize::Finest;
    }
    cut(line, most)
}

/// The line in letters so many eighths larger than usual; none where a word of it would be wider than a column.
pub(super) fn enlarge(line: &BoardLine, grown: u8) -> Option<BoardLine> {
    let words = line.above.split(' ').chain(line.text.split(' '));
    let longest = words.map(|word| word.chars().count()).max().unwrap_or(0);
    (longest * (8 + usize::from(grown)) <= LONGEST_WORD * 8).then(|| BoardLine { grown, ..line.clone() })
}

/// The line in the largest letters, as far as whoever reads it asks, in which it is no higher than `most`; none where it is with usual ones.
pub(super) fn grow(line: &BoardLine, most: usize, asked: u8) -> Option<BoardLine> {
    let larger = (1..=asked).rev().filter_map(|grown| enlarge(line, grown));
    larger.chain([line.clone()]).find(|line| height(line) <= most)
}

/// A line of as many words as there is room for.
pub(super) fn cut(mut line: BoardLine, most: usize) -> BoardLine {
    let whole = line.text.clone();
    let mut words: Vec<&str> = whole.split(' ').collect();
    while height(&line) > most && words.pop().is_some() {
        line.text = format!("{} …", words.join(" "));
    }
    line
}

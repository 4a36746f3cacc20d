//! The priority diagram: gain against ease, cost as size, quality and safety as a second ring. Each proposal keeps its four figures; nothing is
//! added up, and the table beside it says the same.

use crate::plan::proposals::{FIGURES, Rating};

/// The side of the square for one gain and one ease, in units of the drawing.
const CELL: u32 = 96;
/// Where the first square begins, from the left and from above: room for the figures beside it and what they are.
const LEFT: u32 = 40;
const TOP: u32 = 34;
/// Room below for the figures and what they are.
const BELOW: u32 = 56;
/// The most circles in a row of one square; what does not fit is said as a number.
const MOST_IN_ROW: u32 = 3;
/// How far a second ring stands from the first.
const RING: u32 = 3;
/// From this figure on a proposal helps quality and safety, and has the second ring.
pub const HELPS: u8 = 4;

/// A proposal in the drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Its number in the table.
    pub number: usize,
    /// The middle of its circle.
    pub x: u32,
    /// The same, from above.
    pub y: u32,
    /// Its radius: larger costs more.
    pub radius: u32,
    /// The radius of its second ring, if it helps quality and safety.
    pub ring: Option<u32>,
}

/// A figure at the edge, or how many more there are in a square.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sign {
    /// Where its middle stands.
    pub x: u32,
    /// The same, from above.
    pub y: u32,
    /// What it says.
    pub text: String,
}

/// A line of the grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge {
    /// From here.
    pub from: (u32, u32),
    /// To there.
    pub to: (u32, u32),
}

/// The drawing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagram {
    /// How wide it is.
    pub width: u32,
    /// How high.
    pub height: u32,
    /// The grid.
    pub edges: Vec<Edge>,
    /// The figures of gain, from above, and those of ease, from the left.
    pub signs: Vec<Sign>,
    /// The proposals.
    pub marks: Vec<Mark>,
    /// Where a square holds more than can be drawn, how many more.
    pub more: Vec<Sign>,
    /// The height of the numbers in the circles.
    pub type_height: u32,
}

fn squares() -> u32 {
    u32::from(*FIGURES.end())
}

/// The middle of the square of a gain and an ease.
fn middle(gain: u8, ease: u8) -> (u32, u32) {
    let (right, up) = (u32::from(ease.saturating_sub(1)), u32::from(gain.saturating_sub(1)));
    let across = LEFT + CELL * right + CELL / 2;
    let down = TOP + CELL * (squares() - 1).saturating_sub(up) + CELL / 2;
    (across, down)
}

/// The proposals of one square, by their place in the table.
fn in_square(ratings: &[Rating], gain: u8, ease: u8) -> Vec<usize> {
    let here = ratings.iter().enumerate();
    let here = here.filter(|(_, rating)| (rating.gain, rating.ease) == (gain, ease));
    here.map(|(nth, _)| nth).collect()
}

/// How many circles stand in a row of each square: as few as the fullest one needs, the same everywhere, so that sizes can be compared.
fn in_a_row(fullest: usize) -> u32 {
    let fits = |row: &u32| fullest <= (*row * *row) as usize;
    (1..MOST_IN_ROW).find(fits).unwrap_or(MOST_IN_ROW)
}

/// The radius of the circle of a cost, where so many stand in a row.
fn radius(cost: u8, row: u32) -> u32 {
    let largest = match row {
        1 => 28,
        2 => 20,
        _ => 13,
    };
    largest * (u32::from(cost) + 5) / 10
}

/// Draws proposals in the order of the table; nothing where there are none.
pub fn draw(ratings: &[Rating]) -> Option<Diagram> {
    if ratings.is_empty() {
        return None;
    }
    let figures = || FIGURES.flat_map(|gain| FIGURES.map(move |ease| (gain, ease)));
    let fullest = figures().map(|(gain, ease)| in_square(ratings, gain, ease).len()).max();
    let row = in_a_row(fullest.unwrap_or(0));
    let (slot, places) = (CELL / row, (row * row) as usize);
    let (mut marks, mut more) = (Vec::new(), Vec::new());
    for (gain, ease) in figures() {
        let here = in_square(ratings, gain, ease);
        let drawn = match here.len() {
            fits if fits <= places => fits,
            _ => places - 1,
        };
        let (across, down) = middle(gain, ease);
        // One alone stands in the middle.
        let place = |nth: usize| match here.len() {
            1 => (across, down),
            _ => {
                let (column, line) = (nth as u32 % row, nth as u32 / row);
                let corner = |middle: u32, nth: u32| middle - CELL / 2 + slot * nth + slot / 2;
                (corner(across, column), corner(down, line))
            }
        };
        for (nth, at) in here.iter().take(drawn).enumerate() {
            let ((x, y), rating) = (place(nth), &ratings[*at]);
            let radius = radius(rating.cost, row);
            let ring = (rating.quality >= HELPS).then_some(radius + RING);
            let number = at + 1;
            marks.push(Mark {
                number,
                x,
                y,
                radius,
                ring,
            });
        }
        if drawn < here.len() {
            let (x, y) = place(drawn);
            let text = format!("+{}", here.len() - drawn);
            more.push(Sign { x, y, text });
        }
    }
    let side = CELL * squares();
    let edges = (0..=squares()).flat_map(|nth| {
        let (across, down) = (LEFT + CELL * nth, TOP + CELL * nth);
        let lying = Edge {
            from: (LEFT, down),
            to: (LEFT + side, down),
        };
        let standing = Edge {
            from: (across, TOP),
            to: (across, TOP + side),
        };
        [lying, standing]
    });
    let signs = FIGURES.flat_map(|figure| {
        let (across, down) = middle(figure, figure);
        let text = figure.to_string();
        let beside = Sign {
            x: LEFT / 2,
            y: down,
            text: text.clone(),
        };
        let below = Sign {
            x: across,
            y: TOP + side + BELOW / 3,
            text,
        };
        [beside, below]
    });
    Some(Diagram {
        width: LEFT + side + RING,
        height: TOP + side + BELOW,
        edges: edges.collect(),
        signs: signs.collect(),
        marks,
        more,
        type_height: match row {
            1 => 20,
            2 => 16,
            _ => 11,
        },
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn some_rating() -> impl Strategy<Value = Rating> {
        let figure = || FIGURES.start().to_owned()..=*FIGURES.end();
        (figure(), figure(), figure(), figure()).prop_map(|(gain, ease, quality, cost)| Rating {
            gain,
            ease,
            quality,
            cost,
        })
    }

    proptest! {
        /// Every proposal is drawn in its own square, with the size of its cost and the ring of its quality, over nobody else, or counted there.
        #[test]
        fn each_proposal_stands_in_its_square_and_none_over_another(ratings in prop::collection::vec(some_rating(), 1..80)) {
            let diagram = draw(&ratings).unwrap();
            for mark in &diagram.marks {
                let rating = &ratings[mark.number - 1];
                let (x, y) = middle(rating.gain, rating.ease);
                let reach = mark.ring.unwrap_or(mark.radius);
                prop_assert!(mark.x.abs_diff(x) + reach <= CELL / 2 && mark.y.abs_diff(y) + reach <= CELL / 2);
                prop_assert_eq!(mark.ring.is_some(), rating.quality >= HELPS);
                for other in diagram.marks.iter().filter(|other| other.number != mark.number) {
                    let (theirs, apart) = (&ratings[other.number - 1], [mark.x.abs_diff(other.x), mark.y.abs_diff(other.y)]);
                    let reach = reach + other.ring.unwrap_or(other.radius);
                    prop_assert!(apart[0].pow(2) + apart[1].pow(2) >= reach.pow(2), "{mark:?} {other:?}");
                    prop_assert_eq!(mark.radius.cmp(&other.radius), rating.cost.cmp(&theirs.cost), "sizes can be compared");
                }
            }
            let more: usize = diagram.more.iter().map(|sign| sign.text[1..].parse::<usize>().unwrap()).sum();
            prop_assert_eq!(diagram.marks.len() + more, ratings.len());
        }
    }

    #[test]
    fn more_gain_stands_higher_more_ease_further_right_and_nothing_is_no_diagram() {
        let rating = |gain, ease| Rating {
            gain,
            ease,
            quality: 1,
            cost: 1,
        };
        let diagram = draw(&[rating(5, 1), rating(1, 5)]).unwrap();
        let [first, second] = diagram.marks[..] else {
            unreachable!()
        };
        let (high, right) = if first.number == 1 {
            (first, second)
        } else {
            (second, first)
        };
        assert!(high.y < right.y && high.x < right.x);
        assert!(draw(&[]).is_none());
    }
}

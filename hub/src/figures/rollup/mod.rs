//! Roll-ups: a department's figures, or the whole organisation's, as the interval sum of published cells. They are
//! made from releases alone, so they tell nothing that is not published; what they must not do either is show the
//! senior leader a single ward.
//!
//! Three things would show one, and each is closed here:
//! - a sum over too few boxes: see [`FEWEST_BOXES`];
//! - two sums whose difference is one box: the organisation's is made of the departments' own sums, and of what is
//!   left over only when that is enough boxes too. Boxes belong to the department that their wards were in when the
//!   first box of the round was confirmed or opened, and to one only;
//! - the same sum before and after one more release: a roll-up is made when every box in it is over, see [`is_waited_for`].

mod gather;
mod progress;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use trykk_shared::kind::Unit;

use crate::figures::bounds::{BoundedFigure, BoundedQuestion, Bounds};
use crate::figures::release::{Figure, Release, ReleasedQuestion};
use crate::organisation::{Organisation, Places};
use crate::store::BoxRow;
pub use gather::{Gathered, gather};
pub use progress::{BoxesAlike, Progress};

/// The fewest boxes that a sum is made of. Two would do to hide each from the senior leader, but a leader who is shown
/// the sum takes the own ward out of it, and of two boxes what is left is the other ward's release. With three it is
/// the sum of two.
pub const FEWEST_BOXES: usize = 3;

/// What is rolled up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Every box of a round.
    Organisation,
    /// The boxes of one department.
    Department(String),
}

/// The roll-ups that somebody's places reach: each department named, and the whole organisation when they are all
/// named. Wards named one by one reach none.
pub fn scopes(organisation: &Organisation, places: &Places) -> Vec<Scope> {
    let departments = &organisation.departments;
    let named = departments.keys().filter(|id| places.departments.contains(id));
    let named: Vec<Scope> = named.map(|id| Scope::Department(id.clone())).collect();
    let whole = named.len() == departments.len() && named.len() > 1;
    whole.then_some(Scope::Organisation).into_iter().chain(named).collect()
}

/// The boxes of a scope, in groups that can be summed by themselves: the departments, and what was pooled across them.
pub fn group_boxes<'b>(boxes: impl IntoIterator<Item = &'b BoxRow>, scope: &Scope) -> Vec<Vec<&'b BoxRow>> {
    let mut groups: BTreeMap<Option<&str>, Vec<&BoxRow>> = BTreeMap::new();
    for ballot_box in boxes {
        let department = match &ballot_box.departments[..] {
            [department] => Some(department.as_str()),
            _ => None,
        };
        let inside = match scope {
            Scope::Organisation => true,
            Scope::Department(id) => department == Some(id),
        };
        if inside {
            groups.entry(department).or_default().push(ballot_box);
        }
    }
    groups.into_values().collect()
}

/// Whether a roll-up must wait for this box: it is not released or closed unread, and still can be.
pub fn is_waited_for(ballot_box: &BoxRow, now: i64) -> bool {
    BoxesAlike::from(ballot_box).are_waited_for(now)
}

/// The figures of several boxes together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Rollup {
    /// How many took part; `None` when too few boxes are there to be summed.
    pub participation: Option<Participation>,
    /// Every card, statement and score, in the deck's order.
    pub questions: Vec<RolledQuestion>,
}

/// How many took part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Participation {
    /// How many boxes are in the sum.
    pub boxes: u64,
    /// How many people's sheets were counted.
    pub participants: u64,
    /// How many tables' sheets were counted.
    pub tables: u64,
}

/// A question's figure over several boxes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RolledQuestion {
    /// The item's id.
    pub id: String,
    /// Who answered.
    pub unit: Unit,
    /// How many answered in the boxes that are in the sum.
    pub n: u64,
    /// How many boxes are in the sum.
    pub boxes: u64,
    /// How many released boxes are not: theirs is hidden, or the sum would show it.
    pub hidden: u64,
    /// What they answered.
    pub figure: BoundedFigure,
}

impl From<&RolledQuestion> for BoundedQuestion {
    fn from(question: &RolledQuestion) -> Self {
        BoundedQuestion {
            id: question.id.clone(),
            unit: question.unit,
            n: question.n,
            figure: question.figure,
        }
    }
}

/// Sums releases of one round, given in groups that others may see the sum of by itself.
pub fn roll_up(groups: &[Vec<&Release>]) -> Rollup {
    let (every, total) = (groups.iter().flatten(), groups.iter().map(Vec::len).sum());
    // A department that is left out is left out of every figure, so that no question has more answers than there
    // were people.
    let groups = &keep_summable(groups.to_vec())[..];
    let all: Vec<_> = groups.iter().flatten().collect();
    let participation = (!all.is_empty()).then(|| Participation {
        boxes: all.len() as u64,
        participants: all.iter().map(|release| release.participants).sum(),
        tables: all.iter().map(|release| release.tables).sum(),
    });
    // Where a question stands does not depend on the order of the releases.
    let mut asked: BTreeMap<(&str, Unit), (usize, BTreeSet<Cut>)> = BTreeMap::new();
    for release in every {
        for (place, question) in release.questions.iter().enumerate() {
            let known = asked.entry((&question.id, question.unit));
            let (first, cuts) = known.or_insert_with(|| (place, BTreeSet::new()));
            *first = place.min(*first);
            cuts.extend(cut(&question.figure));
        }
    }
    let mut questions: Vec<(usize, RolledQuestion)> = Vec::new();
    for ((id, unit), (place, cuts)) in asked {
        // Other cut points are another question; there is only one kind in a round.
        let cuts: Vec<Option<Cut>> = match cuts.len() {
            0 => vec![None],
            _ => cuts.into_iter().map(Some).collect(),
        };
        questions.extend(cuts.into_iter().map(|cut| (place, sum(groups, id, unit, cut, total))));
    }
    questions.sort_by_key(|(place, _)| *place);
    Rollup {
        participation,
        questions: questions.into_iter().map(|(_, question)| question).collect(),
    }
}

/// Where a figure cuts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Cut {
    Card,
    Ends(i16, i16),
    Middle(i16, i16),
}

fn cut(figure: &Figure) -> Option<Cut> {
    match figure {
        Figure::Hidden => None,
        Figure::Yes(_) => Some(Cut::Card),
        Figure::Ends { low_to, high_from, .. } => Some(Cut::Ends(*low_to, *high_from)),
        Figure::Middle { low_to, high_from, .. } => Some(Cut::Middle(*low_to, *high_from)),
    }
}

/// The groups that go into a sum: every one that is enough by itself, and the others if they are enough together.
fn keep_summable<X>(groups: Vec<Vec<X>>) -> Vec<Vec<X>> {
    let (mut kept, rest): (Vec<_>, Vec<_>) = groups.into_iter().partition(|group| group.len() >= FEWEST_BOXES);
    if rest.iter().map(Vec::len).sum::<usize>() >= FEWEST_BOXES {
        kept.extend(rest);
    }
    kept
}

fn sum(groups: &[Vec<&Release>], id: &str, unit: Unit, here: Option<Cut>, total: usize) -> RolledQuestion {
    let is_it =
        |one: &&ReleasedQuestion| one.id == id && one.unit == unit && here.is_some() && cut(&one.figure) == here;
    let of = |release: &&Release| release.questions.iter().find(is_it).map(BoundedQuestion::from);
    let publishing = groups.iter().map(|group| group.iter().filter_map(of).collect());
    let summed: Vec<BoundedQuestion> = keep_summable(publishing.collect()).into_iter().flatten().collect();
    let divided = |one: &BoundedQuestion| matches!(one.figure, BoundedFigure::Middle { low: Some(_), .. });
    let any_divided = summed.iter().any(divided);
    let mut sides = summed.iter().map(|one| match any_divided {
        true => divide_ends(one),
        false => one.figure,
    });
    let first = sides.next().unwrap_or(BoundedFigure::Hidden);
    RolledQuestion {
        id: id.to_owned(),
        unit,
        n: summed.iter().map(|one| one.n).sum(),
        boxes: summed.len() as u64,
        hidden: (total - summed.len()) as u64,
        figure: sides.fold(first, add_figures),
    }
}

/// A figure whose ends are bounded where they are not published: anything from nobody to all who may stand there.
fn divide_ends(question: &BoundedQuestion) -> BoundedFigure {
    match question.figure {
        BoundedFigure::Middle {
            low_to,
            high_from,
            middle,
            low,
            high,
        } => {
            let anything = Bounds {
                least: 0,
                most: question.n.saturating_sub(middle.least),
            };
            BoundedFigure::Middle {
                low_to,
                high_from,
                middle,
                low: Some(low.unwrap_or(anything)),
                high: Some(high.unwrap_or(anything)),
            }
        }
        figure => figure,
    }
}

/// The interval sum of two figures with the same cuts.
fn add_figures(first: BoundedFigure, other: BoundedFigure) -> BoundedFigure {
    match (first, other) {
        (BoundedFigure::Yes(first), BoundedFigure::Yes(other)) => BoundedFigure::Yes(Bounds::plus(first, other)),
        (
            BoundedFigure::Ends {
                low_to,
                low,
                high_from,
                high,
            },
            BoundedFigure::Ends {
                low: more_low,
                high: more_high,
                ..
            },
        ) => BoundedFigure::Ends {
            low_to,
            low: low.plus(more_low),
            high_from,
            high: high.plus(more_high),
        },
        (
            BoundedFigure::Middle {
                low_to,
                high_from,
                middle,
                low,
                high,
            },
            BoundedFigure::Middle {
                middle: more_middle,
                low: more_low,
                high: more_high,
                ..
            },
        ) => {
            let plus = |one: Option<Bounds>, other| one.zip(other).map(|(one, other)| one.plus(other));
            BoundedFigure::Middle {
                low_to,
                high_from,
                middle: middle.plus(more_middle),
                low: plus(low, more_low),
                high: plus(high, more_high),
            }
        }
        _ => BoundedFigure::Hidden,
    }
}

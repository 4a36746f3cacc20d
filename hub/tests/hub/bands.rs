//! Brute force against bands of writers: two who know their own notes, what they were sorted into and how many wrote try to learn what a
//! third wrote of, from every set of sheets that could be behind what is published. A rule that is looser by one is caught.

use std::collections::BTreeMap;

use trykk_hub::analysis::bands::{Band, BandNote, find_band, make_bands};
use trykk_hub::analysis::codebook::Codebook;
use trykk_hub::analysis::sorting::Marks;
use trykk_hub::figures::release::fewest_to_publish;
use trykk_shared::slip::NotePlace;

/// What a note is about: neither category, one, the other, or both, as bits.
type Note = u8;
/// The notes of one sheet, the first one first.
type Sheet = &'static [Note];
/// What is published of the two categories.
type Seen = [Option<Band>; 2];

const A: Note = 1;
const B: Note = 2;
const BOTH: Note = 3;
const NEITHER: Note = 0;

/// Sheets with one, two and three notes.
const SHEETS: [Sheet; 12] = [
    &[NEITHER],
    &[A],
    &[B],
    &[BOTH],
    &[NEITHER, A],
    &[A, B],
    &[B, NEITHER],
    &[BOTH, B],
    &[NEITHER, B, A],
    &[A, A, B],
    &[B, A, A],
    &[BOTH, A, NEITHER],
];

/// Everybody who writes is known to write of exactly one.
const EXACTLY_ONE: [Sheet; 2] = [&[A], &[B]];

fn count(sheets: &[Sheet], category: Note) -> (u64, u64) {
    let with = sheets.iter().filter(|sheet| sheet[0] & category != 0).count();
    (with as u64, sheets.len() as u64)
}

/// A rule over the first notes: the rule as it is, or another one.
fn by(rule: impl Fn(u64, u64) -> Option<Band>) -> impl Fn(&[Sheet]) -> Seen {
    move |sheets| {
        [A, B].map(|category| {
            let (with, of) = count(sheets, category);
            rule(with, of)
        })
    }
}

/// Calls `visit` with every multiset of `size` of these sheets.
fn every_set(from: &[Sheet], size: usize, chosen: &mut Vec<Sheet>, visit: &mut impl FnMut(&[Sheet])) {
    if size == 0 {
        return visit(chosen);
    }
    for (at, sheet) in from.iter().enumerate() {
        chosen.push(*sheet);
        every_set(&from[at..], size - 1, chosen, visit);
        chosen.pop();
    }
}

/// What can be true of a sheet, and is to be learnt of nobody.
fn facts(sheet: Sheet) -> [bool; 4] {
    let all = sheet.iter().fold(0, |all, note| all | note);
    [sheet[0] & A != 0, sheet[0] & B != 0, all & A != 0, all & B != 0]
}

/// Somebody about whom two others learn something for certain, of `n` who wrote.
fn find_pinned(n: usize, sheets: &[Sheet], publish: &impl Fn(&[Sheet]) -> Seen) -> Option<String> {
    let mut found = None;
    let mut colluders = Vec::new();
    every_set(sheets, 2, &mut Vec::new(), &mut |two| colluders.push([two[0], two[1]]));
    for two in colluders {
        // For each thing that may be published: whether each fact is false of somebody, and true of somebody.
        let mut possible: BTreeMap<Seen, [[bool; 2]; 4]> = BTreeMap::new();
        every_set(sheets, n - 2, &mut two.to_vec(), &mut |all| {
            let known = possible.entry(publish(all)).or_default();
            for other in &all[2..] {
                for (fact, is) in known.iter_mut().zip(facts(other)) {
                    fact[usize::from(is)] = true;
                }
            }
        });
        let pinned = possible
            .iter()
            .find(|(_, facts)| facts.iter().any(|fact| fact[0] != fact[1]));
        if let Some((seen, _)) = pinned {
            found = Some(format!("n = {n}, they wrote {two:?}, published {seen:?}"));
        }
    }
    found
}

fn find_anybody(sheets: &[Sheet], publish: &impl Fn(&[Sheet]) -> Seen) -> Option<String> {
    (3..=10).find_map(|n| find_pinned(n, sheets, publish))
}

/// The first notes alone: everything that a rule over first notes can tell.
const FIRSTS: [Sheet; 4] = [&[NEITHER], &[A], &[B], &[BOTH]];

#[test]
fn two_who_know_their_own_notes_learn_of_no_third_what_they_wrote_of() {
    let rule = by(|with, of| find_band(with, of, fewest_to_publish(7)));
    assert_eq!(find_anybody(&FIRSTS, &rule), None);
    // A floor that is lower moves nothing, one that is higher only hides more.
    for floor in [5, 9] {
        let rule = by(move |with, of| find_band(with, of, fewest_to_publish(floor)));
        assert_eq!(find_anybody(&FIRSTS, &rule), None, "{floor}");
    }
    for n in 7..=8 {
        assert_eq!(find_pinned(n, &SHEETS, &rule), None, "up to three notes a sheet");
    }
    // More people, fewer kinds of sheets: one, two and three notes, and both categories on one.
    let some: Vec<Sheet> = [0, 1, 2, 3, 5, 8, 9, 11].map(|nth| SHEETS[nth]).into();
    for n in 9..=10 {
        assert_eq!(find_pinned(n, &some, &rule), None, "up to three notes a sheet");
    }
}

/// The same through all that makes bands of notes, with further notes that lie among the others.
#[test]
fn what_is_made_of_whole_sheets_is_the_rule_over_their_first_notes() {
    let codebook = Codebook::built_in();
    let [one, other] = ["cooperation", "tone"];
    let publish = |sheets: &[Sheet]| -> Seen {
        let notes = sheets.iter().flat_map(|sheet| sheet.iter().enumerate());
        let notes: Vec<BandNote<'_>> = notes
            .map(|(nth, note)| BandNote {
                item: "note-improve",
                place: if nth == 0 { NotePlace::First } else { NotePlace::Further },
                marks: Marks {
                    categories: Some(
                        [(A, one), (B, other)]
                            .iter()
                            .filter(|(bit, _)| note & bit != 0)
                            .map(|(_, id)| (*id).to_owned())
                            .collect(),
                    ),
                    pass_on: false,
                },
            })
            .collect();
        let sheets = sheets.len() as u64;
        let bands = make_bands(&codebook, &["note-improve"], &notes, sheets, fewest_to_publish(7)).unwrap();
        let categories: Vec<_> = bands.prompts[0]
            .areas
            .iter()
            .flat_map(|area| &area.categories)
            .collect();
        [one, other].map(|id| {
            categories
                .iter()
                .find(|category| category.id == id)
                .map(|category| category.band)
        })
    };
    let rule = by(|with, of| find_band(with, of, fewest_to_publish(7)));
    for n in 6..=8 {
        every_set(&SHEETS[..8], n, &mut Vec::new(), &mut |sheets| {
            assert_eq!(publish(sheets), rule(sheets), "{sheets:?}")
        });
    }
}

/// Each threshold holds somebody's secret.
#[test]
fn a_rule_that_is_looser_by_one_pins_somebody() {
    let loosened = |mentions: u64, fewest: u64| {
        by(move |with, of| match with {
            _ if of < fewest || with < mentions => None,
            _ if 2 * with >= of => Some(Band::Most),
            _ if 3 * with >= of => Some(Band::Often),
            _ => Some(Band::Mentioned),
        })
    };
    assert_eq!(
        find_anybody(&FIRSTS, &loosened(4, 7)),
        None,
        "the rule, written once more"
    );
    let mentions = find_anybody(&FIRSTS, &loosened(3, 7)).expect("mentioned from three");
    assert!(mentions.starts_with("n = 7"), "{mentions}");
    let fewest = find_anybody(&FIRSTS, &loosened(4, 6)).expect("from six first notes");
    assert!(fewest.starts_with("n = 6"), "{fewest}");
    // With whole sheets too, at once.
    assert!(find_pinned(7, &SHEETS, &loosened(3, 7)).is_some());
    assert!(find_pinned(6, &SHEETS, &loosened(4, 6)).is_some());
}

/// A half is as much as "most" may take: one more, and it is five of seven, all but the two who know that they did not. A third holds
/// nobody's secret, whichever way it moves.
#[test]
fn most_that_takes_one_more_than_a_half_pins_somebody_and_a_third_may_move() {
    let moved = |half: i64, third: i64| {
        by(move |with, of| {
            let (with, of) = (with.cast_signed(), of.cast_signed());
            match with {
                _ if of < 7 || with < 4 => None,
                _ if 2 * (with + half) >= of => Some(Band::Most),
                _ if 3 * (with + third) >= of => Some(Band::Often),
                _ => Some(Band::Mentioned),
            }
        })
    };
    for (half, third) in [(0, 0), (1, 0), (0, 1), (0, -1)] {
        let rule = moved(half, third);
        let pinned = (3..=14).find_map(|n| find_pinned(n, &FIRSTS, &rule));
        assert_eq!(pinned, None, "half {half}, third {third}");
    }
    let most = find_anybody(&FIRSTS, &moved(-1, 0)).expect("most from one more than a half");
    assert!(most.starts_with("n = 7"), "{most}");
    let nearly = |but: u64| {
        by(move |with, of| match with {
            _ if of < 7 || with < 4 => None,
            _ if with + but >= of => Some(Band::Most),
            _ => Some(Band::Mentioned),
        })
    };
    assert_eq!(find_anybody(&FIRSTS, &nearly(3)), None);
    assert!(find_anybody(&FIRSTS, &nearly(2)).is_some());
}

/// What the rule does not do, and why not.
#[test]
fn counting_notes_and_saying_that_nobody_wrote_of_something_pin_somebody() {
    // Notes instead of writers: one who wrote two is two.
    let of_notes = |sheets: &[Sheet]| -> Seen {
        let all: Vec<Note> = sheets.iter().flat_map(|sheet| sheet.iter().copied()).collect();
        [A, B].map(|category| {
            let with = all.iter().filter(|note| *note & category != 0).count();
            find_band(with as u64, all.len() as u64, 7)
        })
    };
    let two_each: [Sheet; 3] = [&[A, A], &[A, B], &[B, B]];
    assert!(find_pinned(7, &two_each, &of_notes).is_some());
    // Saying that nobody mentioned it.
    let rule = by(|with, of| match with {
        0 if of >= 7 => Some(Band::Mentioned),
        _ => find_band(with, of, 7),
    });
    assert!(find_pinned(7, &FIRSTS, &rule).is_some());
}

/// Where every first note is known to fit exactly one of two, four and four of eight are exact numbers: nobody is pinned by them, but who
/// knows three of one side's four knows that the fourth is among the rest. The threat model says so.
#[test]
fn where_each_note_is_known_to_fit_exactly_one_numbers_become_exact_and_nobody_is_pinned_by_two() {
    let rule = by(|with, of| find_band(with, of, fewest_to_publish(7)));
    assert_eq!(find_anybody(&EXACTLY_ONE, &rule), None);
    let mut splits = BTreeMap::new();
    every_set(&EXACTLY_ONE, 8, &mut Vec::new(), &mut |all| {
        splits.entry(rule(all)).or_insert_with(Vec::new).push(count(all, A).0);
    });
    assert_eq!(splits[&[Some(Band::Most), Some(Band::Most)]], [4]);
}

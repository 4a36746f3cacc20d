//! Which categories a guide gave the notes of a box, and how many notes each has: for that guide alone.

use std::collections::{BTreeMap, BTreeSet};

use trykk_shared::kind::MAX_ID_BYTES;
use zeroize::Zeroizing;

use crate::analysis::codebook::Codebook;

/// The random id under which a guide's copy of a note is kept.
pub type NoteId = [u8; 16];

const FORMAT: u8 = 1;
/// Places for categories come in so many at a time: what a sorting weighs tells nothing.
const PLACES: usize = 64;
const SORTED: u8 = 1;
const TO_PASS_ON: u8 = 2;

/// What a note was given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// Its categories by id; nothing while nobody sorted it. It may fit none.
    pub categories: Option<BTreeSet<String>>,
    /// Whether it is to be passed on.
    pub pass_on: bool,
}

impl Marks {
    /// As a form says what it found.
    pub fn seen(&self) -> String {
        let categories = self
            .categories
            .as_ref()
            .map(|all| all.iter().cloned().collect::<Vec<_>>());
        let categories = categories.map_or_else(|| "-".to_owned(), |all| format!("+{}", all.join("+")));
        format!("{categories}{}", if self.pass_on { "!" } else { "" })
    }

    /// Whether it is sorted, by a codebook: one whose every category is gone is to be sorted anew.
    pub fn is_sorted(&self, codebook: &Codebook) -> bool {
        let categories = self.categories.as_ref();
        categories.is_some_and(|all| all.is_empty() || all.iter().any(|id| codebook.category(id).is_some()))
    }

    /// Whether it has this category.
    pub fn has(&self, category: &str) -> bool {
        self.categories.as_ref().is_some_and(|all| all.contains(category))
    }
}

/// What the notes of a box were given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sorting(BTreeMap<NoteId, Marks>);

/// It has other marks than the form had found: whoever sorts has it open twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meanwhile;

impl Sorting {
    /// What a note was given.
    pub fn of(&self, note: &NoteId) -> Marks {
        self.0.get(note).cloned().unwrap_or_default()
    }

    /// Gives a note marks, if it still has those that were `seen`.
    ///
    /// # Errors
    /// [`Meanwhile`]
    pub fn give(&mut self, note: NoteId, seen: &str, marks: Marks) -> Result<(), Meanwhile> {
        if self.of(&note).seen() != seen {
            return Err(Meanwhile);
        }
        self.0.insert(note, marks);
        Ok(())
    }

    /// The next note to sort: the first behind `after` that is not sorted yet, or else the first of all.
    pub fn next(&self, notes: &[NoteId], after: Option<&NoteId>, codebook: &Codebook) -> Option<NoteId> {
        let begins = after.and_then(|after| notes.iter().position(|note| note == after));
        let (before, behind) = notes.split_at(begins.map_or(0, |at| at + 1));
        let open = |note: &&NoteId| !self.of(note).is_sorted(codebook);
        behind.iter().chain(before).find(open).copied()
    }

    /// As bytes: as many for these notes whatever they were given.
    pub fn to_bytes(&self, notes: &[NoteId]) -> Zeroizing<Vec<u8>> {
        let used = notes.iter().filter_map(|note| self.0.get(note)?.categories.as_ref());
        let used: BTreeSet<&String> = used.flatten().collect();
        let places = used.len().div_ceil(PLACES).max(1) * PLACES;
        let mut bytes = Zeroizing::new(Vec::with_capacity(
            3 + places * (1 + MAX_ID_BYTES) + notes.len() * (17 + places / 8),
        ));
        bytes.push(FORMAT);
        bytes.extend_from_slice(&u16::try_from(places).unwrap_or(u16::MAX).to_be_bytes());
        for place in 0..places {
            let id = used.iter().nth(place).map_or("", |id| id.as_str());
            let end = bytes.len() + 1 + MAX_ID_BYTES;
            bytes.push(u8::try_from(id.len()).expect("a checked codebook's ids are at most 40 bytes"));
            bytes.extend_from_slice(id.as_bytes());
            bytes.resize(end, 0);
        }
        for note in notes {
            let marks = self.of(note);
            bytes.extend_from_slice(note);
            let sorted = if marks.categories.is_some() { SORTED } else { 0 };
            bytes.push(sorted | if marks.pass_on { TO_PASS_ON } else { 0 });
            let mut given = vec![0_u8; places / 8];
            let chosen = used.iter().enumerate().filter(|(_, id)| marks.has(id));
            chosen.for_each(|(place, _)| given[place / 8] |= 1 << (place % 8));
            bytes.extend_from_slice(&given);
        }
        bytes
    }

    /// What bytes say; nothing when they say nothing.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (&format, rest) = bytes.split_first()?;
        let (places, mut rest) = rest.split_first_chunk::<2>()?;
        let places = usize::from(u16::from_be_bytes(*places));
        let mut ids = Vec::with_capacity(places);
        for _ in 0..places {
            let (place, behind) = rest.split_at_checked(1 + MAX_ID_BYTES)?;
            let id = place.get(1..=usize::from(place[0]))?;
            ids.push(std::str::from_utf8(id).ok()?.to_owned());
            rest = behind;
        }
        let mut sorting = Sorting::default();
        let notes = rest.chunks_exact(17 + places / 8);
        if format != FORMAT || !notes.remainder().is_empty() {
            return None;
        }
        for note in notes {
            let (id, rest) = note.split_first_chunk::<16>()?;
            let (flags, given) = rest.split_first()?;
            let is_given = |place: usize| given[place / 8] >> (place % 8) & 1 == 1;
            let categories = ids.iter().enumerate().filter(|(place, _)| is_given(*place));
            let categories = categories.map(|(_, id)| id.clone()).collect();
            let marks = Marks {
                categories: (flags & SORTED != 0).then_some(categories),
                pass_on: flags & TO_PASS_ON != 0,
            };
            if marks != Marks::default() {
                sorting.0.insert(*id, marks);
            }
        }
        Some(sorting)
    }
}

/// How many notes of a prompt have something, and which percent of its sorted notes that is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// How many.
    pub notes: u64,
    /// In percent, rounded.
    pub percent: u64,
}

impl Share {
    fn new(notes: u64, of: u64) -> Self {
        let percent = (200 * notes + of).checked_div(2 * of).unwrap_or(0);
        Share { notes, percent }
    }
}

/// What the notes under one prompt come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PromptCounts {
    /// The prompt's item.
    pub item: String,
    /// How many notes it has.
    pub notes: u64,
    /// How many of them are sorted.
    pub sorted: u64,
    /// How many of those fit no category.
    pub fits_none: Share,
    /// Main areas and their categories, in the codebook's order.
    pub areas: Vec<AreaCounts>,
}

/// How many notes a main area has: those with at least one of its categories, each once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AreaCounts {
    /// The main area's id.
    pub id: String,
    /// How many.
    pub share: Share,
    /// Its categories by id.
    pub categories: Vec<(String, Share)>,
}

/// Counts the notes under one prompt.
pub fn count_prompt(item: &str, notes: &[NoteId], sorting: &Sorting, codebook: &Codebook) -> PromptCounts {
    let marks: Vec<Marks> = notes.iter().map(|note| sorting.of(note)).collect();
    let sorted: Vec<&Marks> = marks.iter().filter(|marks| marks.is_sorted(codebook)).collect();
    let share = |has: &dyn Fn(&Marks) -> bool| {
        let notes = sorted.iter().filter(|marks| has(marks)).count();
        Share::new(notes as u64, sorted.len() as u64)
    };
    let areas = codebook.areas.iter().map(|area| AreaCounts {
        id: area.id.clone(),
        share: share(&|marks| area.categories.iter().any(|category| marks.has(&category.id))),
        categories: area
            .categories
            .iter()
            .map(|category| (category.id.clone(), share(&|marks| marks.has(&category.id))))
            .collect(),
    });
    PromptCounts {
        item: item.to_owned(),
        notes: notes.len() as u64,
        sorted: sorted.len() as u64,
        fits_none: share(&|marks| codebook.categories().all(|category| !marks.has(&category.id))),
        areas: areas.collect(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Notes, of which some are sorted into some of the codebook's categories, and into one that is gone.
    fn some_sorting() -> impl Strategy<Value = (Vec<NoteId>, Sorting)> {
        let ids: Vec<String> = Codebook::built_in().categories().map(|one| one.id.clone()).collect();
        let ids = [ids, vec!["gone".to_owned()]].concat();
        let categories = prop::option::of(prop::sample::subsequence(ids, 0..4));
        let marks = (categories, any::<bool>()).prop_map(|(categories, pass_on)| Marks {
            categories: categories.map(|all| all.into_iter().collect()),
            pass_on,
        });
        prop::collection::btree_map(any::<NoteId>(), marks, 0..40).prop_map(|all| {
            let notes = all.keys().copied().collect();
            (
                notes,
                Sorting(
                    all.into_iter()
                        .filter(|(_, marks)| *marks != Marks::default())
                        .collect(),
                ),
            )
        })
    }

    proptest! {
        #[test]
        fn a_sorting_comes_back_from_its_bytes_and_weighs_the_same_whatever_it_says((notes, sorting) in some_sorting()) {
            let bytes = sorting.to_bytes(&notes);
            prop_assert_eq!(Sorting::from_bytes(&bytes), Some(sorting));
            prop_assert_eq!(bytes.len(), Sorting::default().to_bytes(&notes).len());
            for end in 0..bytes.len().min(200) {
                prop_assert_eq!(Sorting::from_bytes(&bytes[..end]), None);
            }
        }

        /// Every figure is a count of notes: what has it, of those that are sorted.
        #[test]
        fn counts_are_of_notes_each_once((notes, sorting) in some_sorting()) {
            let codebook = Codebook::built_in();
            let counts = count_prompt("note-keep", &notes, &sorting, &codebook);
            let sorted: Vec<Marks> = notes.iter().map(|note| sorting.of(note)).filter(|marks| marks.is_sorted(&codebook)).collect();
            prop_assert_eq!((counts.notes, counts.sorted), (notes.len() as u64, sorted.len() as u64));
            let mut somewhere = 0;
            for (area, known) in counts.areas.iter().zip(&codebook.areas) {
                let of_each: Vec<u64> = area.categories.iter().map(|(_, share)| share.notes).collect();
                let most = of_each.iter().max().copied().unwrap_or(0);
                prop_assert!(area.share.notes >= most && area.share.notes <= of_each.iter().sum());
                for ((id, share), category) in area.categories.iter().zip(&known.categories) {
                    prop_assert_eq!(id, &category.id);
                    prop_assert_eq!(share.notes, sorted.iter().filter(|marks| marks.has(id)).count() as u64);
                    let exact = 100.0 * share.notes as f64 / sorted.len().max(1) as f64;
                    prop_assert!((share.percent as f64 - exact).abs() <= 0.5);
                }
                somewhere = somewhere.max(area.share.notes);
            }
            prop_assert!(somewhere + counts.fits_none.notes <= counts.sorted);
        }

        /// Whoever goes from note to note comes to each that is not sorted, and to no other.
        #[test]
        fn going_on_comes_to_every_note_that_is_left((notes, sorting) in some_sorting(), begin in any::<prop::sample::Index>()) {
            let (codebook, mut sorting) = (Codebook::built_in(), sorting);
            let mut at = (!notes.is_empty()).then(|| notes[begin.index(notes.len())]);
            let left = notes.iter().filter(|note| !sorting.of(note).is_sorted(&codebook)).count();
            for _ in 0..left {
                let next = sorting.next(&notes, at.as_ref(), &codebook).unwrap();
                let seen = sorting.of(&next);
                prop_assert!(!seen.is_sorted(&codebook));
                let marks = Marks { categories: Some(BTreeSet::new()), pass_on: seen.pass_on };
                sorting.give(next, &seen.seen(), marks).unwrap();
                at = Some(next);
            }
            prop_assert_eq!(sorting.next(&notes, at.as_ref(), &codebook), None);
        }

        /// Two marks read the same only if they are the same.
        #[test]
        fn what_was_seen_tells_marks_apart((notes, sorting) in some_sorting()) {
            for one in &notes {
                for other in &notes {
                    let (one, other) = (sorting.of(one), sorting.of(other));
                    prop_assert_eq!(one == other, one.seen() == other.seen());
                }
            }
        }
    }

    #[test]
    fn what_was_sorted_meanwhile_stays() {
        let mut sorting = Sorting::default();
        let marks = |id: &str| Marks {
            categories: Some(BTreeSet::from([id.to_owned()])),
            pass_on: false,
        };
        sorting.give([1; 16], "-", marks("tone")).unwrap();
        assert_eq!(sorting.give([1; 16], "-", marks("roles")), Err(Meanwhile));
        assert_eq!(sorting.of(&[1; 16]), marks("tone"));
        sorting.give([1; 16], "+tone", Marks::default()).unwrap();
        assert_eq!(sorting.of(&[1; 16]), Marks::default());
    }

    #[test]
    fn a_note_whose_every_category_is_gone_is_to_be_sorted_anew() {
        let codebook = Codebook::built_in();
        let marks = |ids: &[&str]| Marks {
            categories: Some(ids.iter().map(|id| (*id).to_owned()).collect()),
            pass_on: true,
        };
        assert!(marks(&[]).is_sorted(&codebook), "it fits none");
        assert!(marks(&["gone", "tone"]).is_sorted(&codebook));
        assert!(!marks(&["gone"]).is_sorted(&codebook));
        assert!(!Marks::default().is_sorted(&codebook));
    }
}

//! Bands of writers: what leader, safety rep and union rep learn of notes, instead of how many there are. Of each sheet and prompt only the
//! note that was marked as its first counts, so that a band is of writers; and no band tells of so few, or so nearly all, that two who know
//! their own notes could pin a third.

use serde::{Deserialize, Serialize};
use trykk_shared::language::Texts;
use trykk_shared::slip::NotePlace;

use crate::analysis::codebook::Codebook;
use crate::analysis::sorting::Marks;

/// From how many first notes on a category is mentioned at all.
const FEWEST_MENTIONS: u64 = 4;

/// How many of those who wrote have mentioned something, at least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Band {
    /// Four.
    Mentioned,
    /// A third of them, and four.
    Often,
    /// Half of them, and four.
    Most,
}

impl Band {
    /// As programs read it.
    pub fn name(self) -> &'static str {
        match self {
            Band::Mentioned => "mentioned",
            Band::Often => "often",
            Band::Most => "most",
        }
    }
}

/// The band of `with` of `of` first notes. `fewest`: how many there must be for anything to be said, which is never less than a published
/// figure takes.
pub fn find_band(with: u64, of: u64, fewest: u64) -> Option<Band> {
    match with {
        _ if of < fewest || with < FEWEST_MENTIONS => None,
        _ if 2 * with >= of => Some(Band::Most),
        _ if 3 * with >= of => Some(Band::Often),
        _ => Some(Band::Mentioned),
    }
}

/// What is published of a box's notes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bands {
    /// The codebook's id.
    pub codebook: String,
    /// Its version.
    pub version: u32,
    /// Every prompt, in the deck's order.
    pub prompts: Vec<PromptBands>,
}

/// What is published of the notes under one prompt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PromptBands {
    /// The prompt's item.
    pub item: String,
    /// The main areas that are mentioned, in the codebook's order. Where there is none, nothing says why.
    pub areas: Vec<AreaBands>,
}

/// A main area that is mentioned: it has the highest band of its categories, and no count of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AreaBands {
    /// What it is called.
    pub name: Texts,
    /// Its band.
    pub band: Band,
    /// Its categories that are mentioned, in the codebook's order.
    pub categories: Vec<CategoryBand>,
}

/// A category that is mentioned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CategoryBand {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub name: Texts,
    /// Its band.
    pub band: Band,
}

impl Bands {
    /// Every category that is mentioned, with its prompt's item, in order.
    pub fn mentioned(&self) -> impl Iterator<Item = (&str, &CategoryBand)> {
        self.prompts.iter().flat_map(|prompt| {
            let categories = prompt.areas.iter().flat_map(|area| &area.categories);
            categories.map(|category| (prompt.item.as_str(), category))
        })
    }

    /// What is published of a category under a prompt.
    pub fn find(&self, item: &str, category: &str) -> Option<&CategoryBand> {
        let found = self.mentioned().find(|(at, one)| *at == item && one.id == category);
        found.map(|(_, one)| one)
    }

    /// The same without what `hides` names by their items.
    #[must_use]
    pub fn without(&self, hides: impl Fn(&str) -> bool) -> Self {
        let mut bands = self.clone();
        bands.prompts.retain(|prompt| !hides(&prompt.item));
        bands
    }

    /// The prompts of which `before` says the very same: made with the same codebook, nothing more and nothing else.
    #[must_use]
    pub fn within(&self, before: &Bands) -> Self {
        let same = (&self.codebook, self.version) == (&before.codebook, before.version);
        let mut bands = self.clone();
        bands.prompts.retain(|prompt| same && before.prompts.contains(prompt));
        bands
    }
}

/// A note, as far as bands go by it.
#[derive(Clone, Debug)]
pub struct BandNote<'n> {
    /// Its prompt's item.
    pub item: &'n str,
    /// Which of its sheet's notes it is.
    pub place: NotePlace,
    /// What it was given.
    pub marks: Marks,
}

/// So many notes are not sorted yet: what was made of the others would be another figure once these are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnsortedError(pub usize);

/// The bands of a box. `sheets`: how many people's sheets were counted; `fewest`: see [`find_band`].
///
/// # Errors
/// [`UnsortedError`]
pub fn make_bands(
    codebook: &Codebook,
    prompts: &[&str],
    notes: &[BandNote<'_>],
    sheets: u64,
    fewest: u64,
) -> Result<Bands, UnsortedError> {
    let unsorted = notes.iter().filter(|note| !note.marks.is_sorted(codebook)).count();
    if unsorted > 0 {
        return Err(UnsortedError(unsorted));
    }
    let prompts = prompts.iter().map(|item| PromptBands {
        item: (*item).to_owned(),
        areas: match list_firsts(item, notes, sheets) {
            Some(firsts) => list_areas(codebook, &firsts, fewest),
            None => Vec::new(),
        },
    });
    Ok(Bands {
        codebook: codebook.id.clone(),
        version: codebook.version,
        prompts: prompts.collect(),
    })
}

/// The first notes of a prompt; nothing where some sheet's are not marked, or there are more of them than sheets.
fn list_firsts<'n>(item: &str, notes: &'n [BandNote<'_>], sheets: u64) -> Option<Vec<&'n Marks>> {
    let mut firsts = Vec::new();
    for note in notes.iter().filter(|note| note.item == item) {
        match note.place {
            NotePlace::Unmarked => return None,
            NotePlace::First => firsts.push(&note.marks),
            NotePlace::Further => {}
        }
    }
    (firsts.len() as u64 <= sheets).then_some(firsts)
}

fn list_areas(codebook: &Codebook, firsts: &[&Marks], fewest: u64) -> Vec<AreaBands> {
    let band = |id: &str| {
        let with = firsts.iter().filter(|marks| marks.has(id)).count() as u64;
        find_band(with, firsts.len() as u64, fewest)
    };
    let areas = codebook.areas.iter().filter_map(|area| {
        let categories = area.categories.iter().filter_map(|category| {
            Some(CategoryBand {
                band: band(&category.id)?,
                id: category.id.clone(),
                name: category.name.clone(),
            })
        });
        let categories: Vec<CategoryBand> = categories.collect();
        Some(AreaBands {
            band: categories.iter().map(|category| category.band).max()?,
            name: area.name.clone(),
            categories,
        })
    });
    areas.collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const PROMPTS: [&str; 2] = ["note-keep", "note-improve"];

    fn some_notes() -> impl Strategy<Value = Vec<BandNote<'static>>> {
        let ids: Vec<String> = Codebook::built_in()
            .categories()
            .take(7)
            .map(|one| one.id.clone())
            .collect();
        let place = prop::sample::select(vec![NotePlace::First, NotePlace::First, NotePlace::Further]);
        let marks = prop::sample::subsequence(ids, 0..5);
        let note = (prop::sample::select(&PROMPTS[..]), place, marks, any::<bool>());
        let note = note.prop_map(|(item, place, ids, pass_on)| BandNote {
            item,
            place,
            marks: Marks {
                categories: Some(ids.into_iter().collect()),
                pass_on,
            },
        });
        prop::collection::vec(note, 0..40)
    }

    fn bands(notes: &[BandNote<'_>]) -> Bands {
        make_bands(&Codebook::built_in(), &PROMPTS, notes, 100, 7).unwrap()
    }

    proptest! {
        /// Bands follow from how many first notes have a category, and from nothing else: no further note, no order, no mark beside.
        #[test]
        fn further_notes_order_and_what_is_to_be_passed_on_change_nothing(notes in some_notes(), turn in any::<prop::sample::Index>()) {
            let mut others: Vec<BandNote<'_>> = notes.iter().filter(|note| note.place == NotePlace::First).cloned().collect();
            for note in &mut others {
                note.marks.pass_on = !note.marks.pass_on;
            }
            if !others.is_empty() {
                let by = turn.index(others.len());
                others.rotate_left(by);
            }
            prop_assert_eq!(bands(&notes), bands(&others));
        }

        /// Every band is true of the first notes, and a main area has the highest of its categories.
        #[test]
        fn a_band_is_true_of_the_writers(notes in some_notes()) {
            for prompt in bands(&notes).prompts {
                let firsts: Vec<&Marks> = notes
                    .iter()
                    .filter(|note| note.item == prompt.item && note.place == NotePlace::First)
                    .map(|note| &note.marks)
                    .collect();
                let of = firsts.len();
                prop_assert!(of >= 7 || prompt.areas.is_empty());
                for area in &prompt.areas {
                    prop_assert_eq!(Some(area.band), area.categories.iter().map(|one| one.band).max());
                    for category in &area.categories {
                        let with = firsts.iter().filter(|marks| marks.has(&category.id)).count();
                        let least = match category.band {
                            Band::Mentioned => 4,
                            Band::Often => of.div_ceil(3).max(4),
                            Band::Most => of.div_ceil(2).max(4),
                        };
                        prop_assert!(with >= least);
                    }
                }
                let named: Vec<&String> = prompt.areas.iter().flat_map(|area| &area.categories).map(|one| &one.id).collect();
                for category in Codebook::built_in().categories() {
                    let with = firsts.iter().filter(|marks| marks.has(&category.id)).count();
                    prop_assert_eq!(named.contains(&&category.id), of >= 7 && with >= 4, "{}", category.id);
                }
            }
        }

        /// Prompts are never pooled.
        #[test]
        fn the_notes_of_one_prompt_say_nothing_under_another(notes in some_notes()) {
            let alone: Vec<BandNote<'_>> = notes.iter().filter(|note| note.item == PROMPTS[0]).cloned().collect();
            prop_assert_eq!(&bands(&notes).prompts[0], &bands(&alone).prompts[0]);
            prop_assert!(bands(&alone).prompts[1].areas.is_empty());
        }
    }

    fn note(place: NotePlace, sorted: bool) -> BandNote<'static> {
        BandNote {
            item: PROMPTS[0],
            place,
            marks: Marks {
                categories: sorted.then(|| ["tone".to_owned()].into()),
                pass_on: false,
            },
        }
    }

    #[test]
    fn bands_begin_where_the_method_says() {
        let found = |with, of| find_band(with, of, 7);
        assert_eq!((found(3, 7), found(4, 7)), (None, Some(Band::Most)));
        assert_eq!((found(4, 8), found(4, 9)), (Some(Band::Most), Some(Band::Often)));
        assert_eq!((found(4, 12), found(4, 13)), (Some(Band::Often), Some(Band::Mentioned)));
        assert_eq!(
            (found(9, 19), found(10, 19), found(10, 20)),
            (Some(Band::Often), Some(Band::Most), Some(Band::Most))
        );
        assert_eq!(
            (found(6, 6), find_band(8, 9, 10), find_band(8, 10, 10)),
            (None, None, Some(Band::Most))
        );
    }

    #[test]
    fn nothing_is_made_of_notes_that_are_not_all_sorted() {
        let mut notes = vec![note(NotePlace::First, true); 9];
        notes.push(note(NotePlace::Further, false));
        let made = make_bands(&Codebook::built_in(), &PROMPTS, &notes, 9, 7);
        assert_eq!(made, Err(UnsortedError(1)));
    }

    #[test]
    fn a_note_without_a_mark_or_more_first_notes_than_sheets_leave_the_prompt_without_bands() {
        let codebook = Codebook::built_in();
        let areas = |notes: &[BandNote<'_>], sheets| {
            let bands = make_bands(&codebook, &PROMPTS, notes, sheets, 7).unwrap();
            bands.prompts[0].areas.len()
        };
        let mut notes = vec![note(NotePlace::First, true); 9];
        assert_eq!((areas(&notes, 9), areas(&notes, 8)), (1, 0));
        notes.push(note(NotePlace::Unmarked, true));
        assert_eq!(areas(&notes, 20), 0, "written in the first format");
    }
}

//! The page on which notes are sorted: what is open in a sitting, and how it is shown.

use std::sync::Arc;

use askama::Template;
use axum::response::Response;
use data_encoding::HEXLOWER;
use trykk_shared::deck::{Deck, Question};
use trykk_shared::language::Language;
use trykk_shared::note;
use trykk_shared::slip::NotePlace;
use zeroize::Zeroizing;

use crate::analysis::codebook::Codebook;
use crate::analysis::sorting::{Marks, NoteId, Sorting};
use crate::analysis::sought::{Given, Sought};
use crate::audit::Deed;
use crate::keys::opening::OpeningKey;
use crate::rounds::{open_note, open_sorting};
use crate::store::{Store, StoreError};
use crate::texts::{BandTexts, GuideTexts, SortingTexts, fill};
use crate::web::Pages;
use crate::web::error::PageError;
use crate::web::page::{Page, respond};
use crate::web::sittings::session_of;
use crate::web::visit::Visit;

/// A note that a guide has unlocked.
pub struct Unlocked {
    pub id: NoteId,
    /// The id of its prompt's item.
    pub item: String,
    pub text: Zeroizing<String>,
    /// Which of its sheet's notes it is.
    pub place: NotePlace,
}

/// What a guide has unlocked of a box.
pub struct Opened {
    /// Each prompt's item, and what it asks.
    pub prompts: Vec<(String, String)>,
    /// The notes, by prompt, else in the order of their random ids.
    pub notes: Vec<Unlocked>,
    pub sorting: Sorting,
    pub wards: String,
    /// How many notes are sealed to a key that the guide has given up.
    pub lost: usize,
}

impl Opened {
    fn read(store: &Store, visit: &Visit, key: &OpeningKey) -> Result<Self, StoreError> {
        let (Some(ballot_box), Some(visitor)) = (&visit.ballot_box, &visit.visitor) else {
            return Err(StoreError::NotFound("box", visit.path.clone()));
        };
        let rows = store.notes(ballot_box.id, &visitor.email)?;
        let open = open_note(key, ballot_box.id);
        let unlocked = rows.iter().filter_map(|row| open(row).map(|note| (row.id, note)));
        let unlocked: Vec<_> = unlocked.collect();
        let lost = rows.len() - unlocked.len();
        let deck = store.round(&ballot_box.round)?.deck;
        let prompts = list_prompts(&deck, visit.language);
        let mut notes: Vec<Unlocked> = unlocked
            .into_iter()
            .filter(|(_, note)| !note::is_blank(&note.text))
            .map(|(id, note)| Unlocked {
                id,
                text: note::clean(&note.text),
                place: note.place,
                item: note.item,
            })
            .collect();
        notes.sort_by_key(|note| (prompts.iter().position(|(item, _)| *item == note.item), note.id));
        let sealed = store.sorting(ballot_box.id, &visitor.email)?;
        let sorting = match sealed.map(|sealed| open_sorting(key, ballot_box.id, &sealed)) {
            Some(Some(sorting)) => sorting,
            Some(None) if !notes.is_empty() => return Err(StoreError::Damaged("a sorting".to_owned())),
            _ => Sorting::default(),
        };
        Ok(Opened {
            prompts,
            notes,
            sorting,
            wards: store.wards_named(&ballot_box.wards)?.ward_names(&ballot_box.wards),
            lost,
        })
    }

    /// The notes that are sought, in order.
    pub fn list_found(&self, sought: &Sought, codebook: &Codebook) -> Vec<&Unlocked> {
        let finds = |note: &&Unlocked| sought.finds(&note.item, &note.text, &self.sorting.of(&note.id), codebook);
        self.notes.iter().filter(finds).collect()
    }

    /// The note with this id.
    pub fn note(&self, id: &NoteId) -> Option<&Unlocked> {
        self.notes.iter().find(|note| note.id == *id)
    }

    /// The next note to sort among those that are sought, behind `after`.
    pub fn next(&self, sought: &Sought, after: Option<&NoteId>, codebook: &Codebook) -> Option<NoteId> {
        let wanted = Sought {
            given: Given::Anything,
            ..sought.clone()
        };
        let ids: Vec<NoteId> = self.list_found(&wanted, codebook).iter().map(|note| note.id).collect();
        self.sorting.next(&ids, after, codebook)
    }
}

fn list_prompts(deck: &Deck, language: Language) -> Vec<(String, String)> {
    let asked = deck.items.iter();
    let asked = asked.filter(|item| matches!(item.question, Question::Note { .. }));
    asked
        .map(|item| (item.id.clone(), item.text.get(language).to_owned()))
        .collect()
}

/// What is unlocked, if the guide's sitting goes on. What cannot be written down is not opened.
pub async fn open(pages: &Arc<Pages>, visit: &Visit) -> Result<Option<Opened>, PageError> {
    let ballot_box = visit.ballot_box()?;
    if !ballot_box.is_counted() {
        return Err(PageError::NotFound);
    }
    let Some(key) = pages.sitting_key(visit)? else {
        return Ok(None);
    };
    let session = session_of(visit);
    if !pages.sittings().has_opened(&session, ballot_box.id) {
        let (wards, round) = (ballot_box.wards.clone(), ballot_box.round.clone());
        pages
            .write_as(visit, move |store| {
                store.note_deed(&wards, &Deed::NotesOpened { round })
            })
            .await?;
        pages.sittings().note_opened(&session, ballot_box.id);
    }
    let asked = visit.clone();
    let opened = pages.read(move |store| Opened::read(store, &asked, &key)).await?;
    Ok(Some(opened))
}

/// A note's id as forms carry it.
pub fn write_id(id: &NoteId) -> String {
    HEXLOWER.encode(id)
}

/// The id that a form carries.
pub fn read_id(text: &str) -> Option<NoteId> {
    HEXLOWER.decode(text.as_bytes()).ok()?.try_into().ok()
}

/// Something that can be chosen from a list.
struct Choice {
    value: String,
    name: String,
    chosen: bool,
}

/// A category that can be ticked.
struct Tick {
    id: String,
    key: char,
    name: String,
    says: String,
    ticked: bool,
}

/// The note that is to be sorted.
struct Present {
    id: String,
    prompt: String,
    text: Zeroizing<String>,
    seen: String,
    areas: Vec<(String, Vec<Tick>)>,
    pass_on: bool,
}

/// A note in a list of what was found.
struct Found {
    id: String,
    prompt: String,
    text: Zeroizing<String>,
    categories: String,
}

/// What is shown: one note to sort, or what was found.
pub enum Show {
    /// A note, with marks as they are to be ticked, and those that the form has seen.
    Note(NoteId, Marks, String),
    /// What was found.
    List,
    /// Nothing is left to sort.
    Done,
}

#[derive(Template)]
#[template(path = "sorting.html")]
struct SortingPage<'p> {
    page: Page,
    texts: &'static SortingTexts,
    id: String,
    wards: String,
    progress: String,
    lost: Option<String>,
    said: Option<&'static str>,
    fault: Option<&'static str>,
    present: Option<Present>,
    /// What was found, and how many that is.
    found: Option<(Vec<Found>, String)>,
    /// What is said where there is nothing to sort.
    nothing: Option<&'static str>,
    can_undo: bool,
    prompts: Vec<Choice>,
    given: Vec<Choice>,
    sought: &'p Sought,
    sought_given: String,
    codebook: String,
    /// What the link to publishing is called.
    publish: &'static str,
}

/// What was done, or why it was not.
#[derive(Clone, Copy, Default)]
pub struct Said {
    pub done: Option<&'static str>,
    pub fault: Option<&'static str>,
}

/// The page of a sitting.
pub fn write_page(
    pages: &Pages,
    visit: &Visit,
    opened: &Opened,
    sought: &Sought,
    show: Show,
    said: Said,
) -> Result<Response, PageError> {
    let (texts, guide_texts) = (SortingTexts::of(visit.language), GuideTexts::of(visit.language));
    let (codebook, language) = (&pages.codebook.codebook, visit.language);
    let box_id = visit.ballot_box()?.id;
    let prompt = |item: &str| {
        let found = opened.prompts.iter().find(|(id, _)| id == item);
        found.map_or_else(String::new, |(_, text)| text.clone())
    };
    let (mut present, mut found) = (None, None);
    match &show {
        Show::Note(id, marks, seen) => {
            present = opened.note(id).map(|note| Present {
                id: write_id(id),
                prompt: prompt(&note.item),
                text: note.text.clone(),
                seen: seen.clone(),
                areas: tick(codebook, marks, language),
                pass_on: marks.pass_on,
            });
        }
        Show::List => {
            let all = opened.list_found(sought, codebook).into_iter();
            let all: Vec<Found> = all
                .map(|note| Found {
                    id: write_id(&note.id),
                    prompt: prompt(&note.item),
                    text: note.text.clone(),
                    categories: name_marks(codebook, &opened.sorting.of(&note.id), texts, language),
                })
                .collect();
            let how_many = match all.len() {
                0 => texts.found_none.to_owned(),
                many => fill(texts.found, &[&many]),
            };
            found = Some((all, how_many));
        }
        Show::Done => {}
    }
    let sorted = opened.notes.iter();
    let sorted = sorted.filter(|note| opened.sorting.of(&note.id).is_sorted(codebook));
    let sorted = sorted.count();
    let nothing = match (&show, opened.notes.len()) {
        (_, 0) => Some(texts.none_to_sort),
        (Show::Done, all) if all == sorted => Some(texts.all_sorted),
        (Show::Done, _) => Some(texts.all_sorted_here),
        _ => None,
    };
    let is_refused = said.fault.is_some();
    let mut frame = visit.page(texts.title);
    frame.path = format!("/rounds/{box_id}/sorting");
    let template = SortingPage {
        page: frame,
        texts,
        id: box_id.to_string(),
        wards: opened.wards.clone(),
        progress: fill(texts.progress, &[&sorted, &opened.notes.len()]),
        lost: (opened.lost > 0).then(|| fill(guide_texts.notes_lost, &[&opened.lost])),
        said: said.done,
        fault: said.fault,
        present,
        found,
        nothing,
        can_undo: pages.sittings().has_step(&session_of(visit), box_id),
        prompts: list_choices(&sought.prompt, texts.all_prompts, &opened.prompts),
        given: list_given(codebook, &sought.given, texts, language),
        sought,
        sought_given: sought.given.name(),
        publish: BandTexts::of(language).page,
        codebook: fill(texts.codebook, &[&codebook.name.get(language), &codebook.version]),
    };
    respond(&template, is_refused)
}

fn tick(codebook: &Codebook, marks: &Marks, language: Language) -> Vec<(String, Vec<Tick>)> {
    let areas = codebook.areas.iter().map(|area| {
        let ticks = area.categories.iter().map(|category| Tick {
            id: category.id.clone(),
            key: category.key,
            name: category.name.get(language).to_owned(),
            says: category.says.get(language).to_owned(),
            ticked: marks.has(&category.id),
        });
        (area.name.get(language).to_owned(), ticks.collect())
    });
    areas.collect()
}

fn name_marks(codebook: &Codebook, marks: &Marks, texts: &SortingTexts, language: Language) -> String {
    let mut names: Vec<&str> = codebook
        .categories()
        .filter(|category| marks.has(&category.id))
        .map(|category| category.name.get(language))
        .collect();
    match marks.is_sorted(codebook) {
        true if names.is_empty() => names.push(texts.fits_none),
        true => {}
        false => names.push(texts.unsorted),
    }
    names.extend(marks.pass_on.then_some(texts.pass_on));
    names.join(" · ")
}

fn list_choices(chosen: &str, all: &str, prompts: &[(String, String)]) -> Vec<Choice> {
    let all = (String::new(), all.to_owned());
    let choices = std::iter::once(&all).chain(prompts).map(|(id, text)| Choice {
        value: id.clone(),
        name: text.clone(),
        chosen: id == chosen,
    });
    choices.collect()
}

fn list_given(codebook: &Codebook, chosen: &Given, texts: &SortingTexts, language: Language) -> Vec<Choice> {
    let fixed = [
        (Given::Unsorted, texts.unsorted),
        (Given::Anything, texts.anything),
        (Given::PassOn, texts.pass_on),
        (Given::FitsNone, texts.fits_none),
    ];
    let categories = codebook
        .categories()
        .map(|one| (Given::Category(one.id.clone()), one.name.get(language)));
    let choices = fixed.into_iter().chain(categories).map(|(given, name)| Choice {
        value: given.name(),
        name: name.to_owned(),
        chosen: given == *chosen,
    });
    choices.collect()
}

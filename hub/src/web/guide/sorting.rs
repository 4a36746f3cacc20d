//! Sorting notes: unlocked once a sitting, one form a note, back at the next one. Words that are sought for come in forms alone.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use zeroize::Zeroizing;

use crate::analysis::codebook::Codebook;
use crate::analysis::sorting::{Marks, Meanwhile, NoteId, Sorting};
use crate::analysis::sought::{Given, Sought};
use crate::keys::passphrase::Passphrase;
use crate::keys::sitting::Step;
use crate::rounds::{GivenAt, open_sorting, seal_sorting, unwrap_counting_key};
use crate::store::StoreError;
use crate::texts::{GuideTexts, SortingTexts};
use crate::web::Pages;
use crate::web::access::form::Form;
use crate::web::error::PageError;
use crate::web::guide::sorting_locked::write_locked;
use crate::web::guide::sorting_page::{Opened, Said, Show, open, read_id, write_page};
use crate::web::guide::steps::{explain, judge_secret};
use crate::web::sittings::session_of;
use crate::web::visit::Visit;

/// What is carried through the form that unlocks, so that nothing chosen is lost.
const CARRIED: [&str; 7] = ["note", "seen", "category", "pass-on", "prompt", "given", "words"];

fn carry(form: &Form) -> Vec<(String, Zeroizing<String>)> {
    let fields = CARRIED.into_iter().flat_map(|name| {
        let values = form.all(name).into_iter();
        values.map(move |value| (name.to_owned(), Zeroizing::new(value)))
    });
    fields.collect()
}

fn read_sought(form: &Form) -> Sought {
    Sought {
        prompt: form.get("prompt").to_owned(),
        given: Given::from_name(form.get("given")),
        words: form.get("words").to_owned().into(),
    }
}

fn read_marks(form: &Form, codebook: &Codebook) -> Marks {
    let chosen = form.all("category").into_iter();
    let chosen: BTreeSet<String> = chosen.filter(|id| codebook.category(id).is_some()).collect();
    Marks {
        categories: Some(chosen),
        pass_on: form.get("pass-on") == "yes",
    }
}

/// What comes next: the next note that is not sorted, or the list that was looked at.
fn go_on(opened: &Opened, sought: &Sought, after: Option<&NoteId>, codebook: &Codebook) -> Show {
    if sought.given != Given::Unsorted {
        return Show::List;
    }
    match opened.next(sought, after, codebook) {
        Some(note) => show_note(opened, note),
        None => Show::Done,
    }
}

fn show_note(opened: &Opened, note: NoteId) -> Show {
    let marks = opened.sorting.of(&note);
    let seen = marks.seen();
    Show::Note(note, marks, seen)
}

/// The first note that is not sorted, or the form that asks for the passphrase.
pub async fn show(State(pages): State<Arc<Pages>>, visit: Visit) -> Result<Response, PageError> {
    let Some(opened) = open(&pages, &visit).await? else {
        return write_locked(&pages, &visit, &[], None).await;
    };
    let sought = Sought::default();
    let show = go_on(&opened, &sought, None, &pages.codebook.codebook);
    write_page(&pages, &visit, &opened, &sought, show, Said::default())
}

/// Unlocks the notes for this session. What was chosen before they were locked again is there again.
pub async fn unlock(State(pages): State<Arc<Pages>>, visit: Visit, form: Form) -> Result<Response, PageError> {
    let (ballot_box, carried) = (visit.ballot_box()?, carry(&form));
    let (guide_texts, email) = (GuideTexts::of(visit.language), visit.visitor()?.email.clone());
    if !ballot_box.is_counted() {
        return Err(PageError::NotFound);
    }
    if !pages.may_try_passphrase(&email) {
        return write_locked(&pages, &visit, &carried, Some(guide_texts.too_many.to_owned())).await;
    }
    let (passphrase, guide) = (Passphrase::new(form.get("passphrase")), email.clone());
    let key = pages
        .run_action(&visit, move |store, _| {
            unwrap_counting_key(store, &guide, &passphrase, GivenAt::Page)
        })
        .await?;
    pages.note_passphrase_outcome(&email, judge_secret(&key));
    let key = match key {
        Ok(key) => key,
        Err(error) => return write_locked(&pages, &visit, &carried, Some(explain(guide_texts, &error))).await,
    };
    pages.begin_sitting(&visit, key).await?;
    if carried.is_empty() {
        return Ok(Redirect::to(&format!("/rounds/{}/sorting", ballot_box.id)).into_response());
    }
    let opened = open(&pages, &visit).await?.ok_or(PageError::LogIn)?;
    let (sought, codebook) = (read_sought(&form), &pages.codebook.codebook);
    let note = read_id(form.get("note")).filter(|note| opened.note(note).is_some());
    let show = match note {
        Some(note) => Show::Note(note, read_marks(&form, codebook), form.get("seen").to_owned()),
        None => go_on(&opened, &sought, None, codebook),
    };
    write_page(&pages, &visit, &opened, &sought, show, Said::default())
}

/// Locks the notes again.
pub async fn lock(State(pages): State<Arc<Pages>>, visit: Visit, _: Form) -> Result<Redirect, PageError> {
    pages.end_sitting(&visit);
    Ok(Redirect::to(&format!("/rounds/{}/sorting", visit.ballot_box()?.id)))
}

/// Gives a note its marks, leaves it, or takes the last step back; and goes on.
pub async fn sort(State(pages): State<Arc<Pages>>, visit: Visit, form: Form) -> Result<Response, PageError> {
    let Some(opened) = open(&pages, &visit).await? else {
        return locked_meanwhile(&pages, &visit, &form).await;
    };
    let (texts, codebook) = (SortingTexts::of(visit.language), &pages.codebook.codebook);
    let (sought, session) = (read_sought(&form), session_of(&visit));
    let note = read_id(form.get("note")).filter(|note| opened.note(note).is_some());
    if form.get("do") == "undo" {
        return undo(&pages, &visit, opened, &sought, note).await;
    }
    let Some(note) = note else {
        let said = Said {
            fault: Some(texts.gone_note),
            ..Said::default()
        };
        let show = go_on(&opened, &sought, None, codebook);
        return write_page(&pages, &visit, &opened, &sought, show, said);
    };
    if form.get("do") == "skip" {
        let show = go_on(&opened, &sought, Some(&note), codebook);
        return write_page(&pages, &visit, &opened, &sought, show, Said::default());
    }
    let (marks, seen) = (read_marks(&form, codebook), form.get("seen").to_owned());
    let before = opened.sorting.of(&note);
    let given = give(&pages, &visit, note, &seen, marks.clone()).await?;
    let opened = open(&pages, &visit).await?.ok_or(PageError::LogIn)?;
    if given == Err(Meanwhile) {
        let said = Said {
            fault: Some(texts.meanwhile),
            ..Said::default()
        };
        let seen = opened.sorting.of(&note).seen();
        return write_page(&pages, &visit, &opened, &sought, Show::Note(note, marks, seen), said);
    }
    // What the form had seen is what the note had; two windows at once may have read it a moment earlier.
    if before.seen() == seen {
        let step = Step {
            box_id: visit.ballot_box()?.id,
            note,
            before,
            given: marks.seen(),
        };
        pages.sittings().note_step(&session, step);
    }
    let show = go_on(&opened, &sought, Some(&note), codebook);
    write_page(&pages, &visit, &opened, &sought, show, Said::default())
}

async fn undo(
    pages: &Arc<Pages>,
    visit: &Visit,
    opened: Opened,
    sought: &Sought,
    present: Option<NoteId>,
) -> Result<Response, PageError> {
    let texts = SortingTexts::of(visit.language);
    let step = pages.sittings().take_step(&session_of(visit), visit.ballot_box()?.id);
    let Some(step) = step else {
        let said = Said {
            fault: Some(texts.nothing_to_undo),
            ..Said::default()
        };
        let show = match present {
            Some(note) => show_note(&opened, note),
            None => go_on(&opened, sought, None, &pages.codebook.codebook),
        };
        return write_page(pages, visit, &opened, sought, show, said);
    };
    let taken_back = give(pages, visit, step.note, &step.given, step.before).await?;
    let opened = open(pages, visit).await?.ok_or(PageError::LogIn)?;
    let said = match taken_back {
        Ok(()) => Said {
            done: Some(texts.undone),
            fault: None,
        },
        Err(Meanwhile) => Said {
            done: None,
            fault: Some(texts.undo_meanwhile),
        },
    };
    let show = show_note(&opened, step.note);
    write_page(pages, visit, &opened, sought, show, said)
}

/// Keeps what a note is given, sealed anew.
async fn give(
    pages: &Arc<Pages>,
    visit: &Visit,
    note: NoteId,
    seen: &str,
    marks: Marks,
) -> Result<Result<(), Meanwhile>, PageError> {
    let key = pages.sitting_key(visit)?.ok_or(PageError::LogIn)?;
    let (box_id, email) = (visit.ballot_box()?.id, visit.visitor()?.email.clone());
    let (seen, mut rng) = (seen.to_owned(), pages.rng());
    pages
        .write_as(visit, move |store| {
            let ids: Vec<NoteId> = store.notes(box_id, &email)?.iter().map(|row| row.id).collect();
            let mut given = Ok(());
            store.change_sorting(box_id, &email, |kept| {
                let mut sorting = match kept {
                    None => Sorting::default(),
                    Some(sealed) => open_sorting(&key, box_id, &sealed)
                        .ok_or_else(|| StoreError::Damaged("a sorting".to_owned()))?,
                };
                given = sorting.give(note, &seen, marks);
                Ok(given
                    .is_ok()
                    .then(|| seal_sorting(&key, box_id, &sorting, &ids, &mut rng)))
            })?;
            Ok(given)
        })
        .await
}

/// The notes that are sought, or one of them to be sorted.
pub async fn find(State(pages): State<Arc<Pages>>, visit: Visit, form: Form) -> Result<Response, PageError> {
    let Some(opened) = open(&pages, &visit).await? else {
        return locked_meanwhile(&pages, &visit, &form).await;
    };
    let sought = read_sought(&form);
    let note = read_id(form.get("note")).filter(|note| opened.note(note).is_some());
    let show = match note {
        Some(note) => show_note(&opened, note),
        None if form.get("note").is_empty() => Show::List,
        None => go_on(&opened, &sought, None, &pages.codebook.codebook),
    };
    write_page(&pages, &visit, &opened, &sought, show, Said::default())
}

async fn locked_meanwhile(pages: &Arc<Pages>, visit: &Visit, form: &Form) -> Result<Response, PageError> {
    let said = SortingTexts::of(visit.language).locked_meanwhile.to_owned();
    write_locked(pages, visit, &carry(form), Some(said)).await
}

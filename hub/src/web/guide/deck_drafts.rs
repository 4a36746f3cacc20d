//! Decks that a guide writes: drafts, and the decks that they become.

use std::sync::Arc;

use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use trykk_shared::deck::DeckError;

use crate::organisation::deck_drafts::{Act, DeckDraft, DraftItem, Kind, finish};
use crate::organisation::decks::find;
use crate::organisation::drafts::MOST_DRAFTS;
use crate::organisation::library::{ForgottenDeck, library};
use crate::organisation::{Organisation, Role, decks};
use crate::secrets::draw_secret;
use crate::store::{DeckDraftRow, Store, StoreError};
use crate::texts::DeckDraftTexts;
use crate::web::Pages;
use crate::web::access::form::Form;
use crate::web::error::PageError;
use crate::web::guide::deck_form::{Standing, Told, is_as_seen, mark_draft, read_head, render_draft};
use crate::web::guide::deck_item::read_item;
use crate::web::guide::decks::find_deck;
use crate::web::visit::Visit;

/// What was done, as the address of the page that shows it says.
pub fn say_done(query: Option<&str>, texts: &DeckDraftTexts) -> Option<&'static str> {
    let mut fields = form_urlencoded::parse(query.unwrap_or("").as_bytes());
    let (_, done) = fields.find(|(name, _)| name == "done")?;
    match &*done {
        "saved" => Some(texts.saved),
        "finished" => Some(texts.finished),
        "taken-in" => Some(texts.taken_in),
        "deleted" => Some(texts.deleted),
        "removed" => Some(texts.removed),
        _ => None,
    }
}

/// What a deck's page is called once it is in the library.
pub fn page_of(organisation: &Organisation, deck: &trykk_shared::deck::Deck) -> String {
    let offered = decks::offered(organisation);
    find(&offered, deck).map_or_else(|| "/decks".to_owned(), |one| format!("/decks/{}", one.key))
}

/// Keeps a new draft and leads to it; or shows why it is not kept, with what was written.
async fn keep_new(pages: &Arc<Pages>, visit: &Visit, draft: DeckDraft) -> Result<Response, PageError> {
    let (id, now, email) = (
        draw_secret(&mut pages.rng()),
        pages.now(),
        visit.visitor()?.email.clone(),
    );
    let (page, kept) = (format!("/decks/drafts/{id}"), draft.clone());
    let too_many = pages
        .write_as(visit, move |store| {
            let too_many = store.count_deck_drafts(&email)? >= MOST_DRAFTS;
            if !too_many && !kept.is_too_long() {
                store.add_deck_draft(&id, &kept, &email, now)?;
            }
            Ok(too_many)
        })
        .await?;
    let texts = DeckDraftTexts::of(visit.language);
    let refusal = match (too_many, draft.is_too_long()) {
        (false, false) => return Ok(Redirect::to(&page).into_response()),
        (true, _) => texts.too_many,
        (false, true) => texts.too_long,
    };
    // What was written stands in the form, to be saved once there is room.
    let row = DeckDraftRow {
        id: String::new(),
        draft,
        made_by: visit.visitor()?.email.clone(),
    };
    let told = Told {
        notice: None,
        refusal: Some(refusal),
    };
    render_draft(visit, &row, "new".to_owned(), Standing::Gone, &[], told)
}

/// A new draft: an empty one, or with what was written in one that is gone.
pub async fn new(State(pages): State<Arc<Pages>>, visit: Visit, form: Form) -> Result<Response, PageError> {
    let mut draft = DeckDraft::new();
    if !form.get("seen").is_empty() {
        if form.get("shown").is_empty() {
            draft.put_head(&read_head(&form));
        } else if let Some(number) = draft.act(Act::Add(Kind::Card)) {
            let item = read_item(&form, &DraftItem::default());
            draft.put_item(number, DraftItem { theme: None, ..item });
        }
    }
    keep_new(&pages, &visit, draft).await
}

/// A draft that says what a deck says, of a deck of its own.
pub async fn copy(
    State(pages): State<Arc<Pages>>,
    Path(key): Path<String>,
    visit: Visit,
    _: Form,
) -> Result<Response, PageError> {
    begin(&pages, &visit, key, false).await
}

/// The next version of a deck, as a draft.
pub async fn next(
    State(pages): State<Arc<Pages>>,
    Path(key): Path<String>,
    visit: Visit,
    _: Form,
) -> Result<Response, PageError> {
    begin(&pages, &visit, key, true).await
}

async fn begin(pages: &Arc<Pages>, visit: &Visit, key: String, next: bool) -> Result<Response, PageError> {
    let (_, one) = pages.read(move |store| find_deck(store, &key)).await?;
    let draft = DeckDraft::from_deck(&one.deck, next && one.may_have_next());
    keep_new(pages, visit, draft).await
}

/// Whether nothing is written yet: nobody is told then what is missing.
fn is_fresh(draft: &DeckDraft) -> bool {
    draft.title.is_blank() && draft.themes.is_empty() && draft.items.is_empty()
}

pub(super) fn read(store: &Store, id: &str) -> Result<(Organisation, DeckDraftRow), StoreError> {
    Ok((store.organisation()?, store.deck_draft(id)?))
}

/// A draft.
pub async fn show(
    State(pages): State<Arc<Pages>>,
    Path(id): Path<String>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let (organisation, row) = pages.read(move |store| read(store, &id)).await?;
    let notice = say_done(query.as_deref(), DeckDraftTexts::of(visit.language));
    let faults = match is_fresh(&row.draft) && notice.is_none() {
        true => Vec::new(),
        false => finish(&organisation, &row.draft).err().unwrap_or_default(),
    };
    let told = Told { notice, refusal: None };
    let standing = match may_delete(&organisation, &row, &visit.visitor()?.email) {
        true => Standing::MayGo,
        false => Standing::There,
    };
    render_draft(&visit, &row, mark_draft(&row.draft), standing, &faults, told)
}

/// What a button of the draft's page asks for.
fn read_act(act: &str) -> Option<Act> {
    let (what, of) = act.split_once(' ')?;
    match what {
        "add" => Kind::find(of).map(Act::Add),
        "up" => of.parse().ok().map(Act::Up),
        "down" => of.parse().ok().map(Act::Down),
        "remove" => of.parse().ok().map(Act::Remove),
        _ => None,
    }
}

/// A draft with what was written, where it could not be kept.
fn with_head(mut row: DeckDraftRow, form: &Form) -> DeckDraftRow {
    row.draft.put_head(&read_head(form));
    row
}

/// Keeps what was written, and takes the step of the button that was pressed.
pub async fn save(
    State(pages): State<Arc<Pages>>,
    Path(id): Path<String>,
    visit: Visit,
    form: Form,
) -> Result<Response, PageError> {
    let (head, seen, now) = (read_head(&form), form.get("seen").to_owned(), pages.now());
    let (act, wanted, kept) = (read_act(form.get("act")), form.get("act") == "finish", id.clone());
    // Whoever finishes or moves what stands there has seen all of it.
    let of_all = wanted || matches!(act, Some(Act::Up(_) | Act::Down(_) | Act::Remove(_)));
    let email = visit.visitor()?.email.clone();
    let saved = pages
        .write_as(&visit, move |store| {
            let saved = store.change_deck_draft(&kept, now, |draft| {
                if !is_as_seen(draft, &seen, of_all) {
                    return Err(false);
                }
                draft.put_head(&head);
                match draft.is_too_long() {
                    true => Err(true),
                    false => Ok(act.and_then(|act| draft.act(act))),
                }
            });
            let saved = match saved {
                Ok(saved) => saved,
                Err(StoreError::NotFound(..)) => return Ok(None),
                Err(error) => return Err(error),
            };
            let finished = match wanted && saved.is_ok() {
                true => Some(finish_now(store, &kept, &email)?),
                false => None,
            };
            if let Some(Ok(page)) = finished {
                return Ok(Some(Saved::Finished(page)));
            }
            let row = store.deck_draft(&kept)?;
            Ok(Some(match (saved, finished) {
                (Err(false), _) => Saved::Meanwhile(row),
                (Err(true), _) => Saved::TooLong(row),
                (Ok(_), Some(Err(faults))) => Saved::NotFinished(faults, row),
                (Ok(new_item), _) => Saved::Kept(new_item),
            }))
        })
        .await?;
    let texts = DeckDraftTexts::of(visit.language);
    let refuse = |refusal| Told {
        notice: None,
        refusal: Some(refusal),
    };
    match saved {
        None => {
            let row = DeckDraftRow {
                id,
                draft: DeckDraft::default(),
                made_by: visit.visitor()?.email.clone(),
            };
            let row = with_head(row, &form);
            render_draft(
                &visit,
                &row,
                "new".to_owned(),
                Standing::Gone,
                &[],
                refuse(texts.draft_gone),
            )
        }
        Some(Saved::Meanwhile(row)) => {
            let seen = mark_draft(&row.draft);
            let row = with_head(row, &form);
            render_draft(&visit, &row, seen, Standing::There, &[], refuse(texts.meanwhile))
        }
        Some(Saved::TooLong(row)) => {
            let seen = mark_draft(&row.draft);
            let row = with_head(row, &form);
            render_draft(&visit, &row, seen, Standing::There, &[], refuse(texts.too_long))
        }
        Some(Saved::Finished(page)) => Ok(Redirect::to(&format!("{page}?done=finished")).into_response()),
        Some(Saved::NotFinished(faults, row)) => {
            let seen = mark_draft(&row.draft);
            render_draft(&visit, &row, seen, Standing::There, &faults, refuse(texts.not_finished))
        }
        Some(Saved::Kept(Some(number))) => {
            Ok(Redirect::to(&format!("/decks/drafts/{id}/items/{number}")).into_response())
        }
        Some(Saved::Kept(None)) if act.is_some() => {
            Ok(Redirect::to(&format!("/decks/drafts/{id}#questions")).into_response())
        }
        Some(Saved::Kept(None)) => Ok(Redirect::to(&format!("/decks/drafts/{id}?done=saved")).into_response()),
    }
}

/// What became of a draft that was to be saved.
enum Saved {
    /// It is kept; with the number of a question that is new in it.
    Kept(Option<u32>),
    /// Somebody else has saved it.
    Meanwhile(DeckDraftRow),
    /// It is not kept: some text is too long.
    TooLong(DeckDraftRow),
    /// It is kept, and the deck is finished: its page.
    Finished(String),
    /// It is kept, and this is missing.
    NotFinished(Vec<DeckError>, DeckDraftRow),
}

/// Makes a draft a deck, and gives its page; or what is missing.
fn finish_now(store: &mut Store, id: &str, by: &str) -> Result<Result<String, Vec<DeckError>>, StoreError> {
    Ok(match store.finish_deck(id, by, finish)? {
        Ok(deck) => Ok(page_of(&store.organisation()?, &deck)),
        Err(faults) => Err(faults),
    })
}

/// Forgets a draft: an afternoon's work, so only whoever began it does that, or anybody once they are no guide any more.
pub async fn delete(
    State(pages): State<Arc<Pages>>,
    Path(id): Path<String>,
    visit: Visit,
    _: Form,
) -> Result<Redirect, PageError> {
    let email = visit.visitor()?.email.clone();
    let deleted = pages
        .write_as(&visit, move |store| {
            let (organisation, row) = read(store, &id)?;
            match may_delete(&organisation, &row, &email) {
                true => store.delete_deck_draft(&id).map(|()| true),
                false => Ok(false),
            }
        })
        .await?;
    match deleted {
        true => Ok(Redirect::to("/decks?done=deleted")),
        false => Err(PageError::Forbidden),
    }
}

/// Whether somebody may delete a draft.
fn may_delete(organisation: &Organisation, row: &DeckDraftRow, email: &str) -> bool {
    let maker = organisation.accounts.get(&row.made_by);
    row.made_by == email || maker.is_none_or(|maker| maker.blocked || maker.role != Role::Guide)
}

/// Forgets a finished deck that no round uses.
pub async fn remove(
    State(pages): State<Arc<Pages>>,
    Path(key): Path<String>,
    visit: Visit,
    _: Form,
) -> Result<Response, PageError> {
    let removed = pages
        .write_as(&visit, move |store| {
            store.remove_deck(|organisation| {
                let one = library(organisation)
                    .into_iter()
                    .find(|one| one.key == key && one.can_go())?;
                Some(ForgottenDeck {
                    id: one.deck.id,
                    version: one.deck.version,
                    key: one.key,
                })
            })
        })
        .await?;
    if removed {
        return Ok(Redirect::to("/decks?done=removed").into_response());
    }
    let texts = DeckDraftTexts::of(visit.language);
    let list = crate::web::guide::decks::render_list(&pages, &visit, None, Some(texts.in_use)).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, list).into_response())
}

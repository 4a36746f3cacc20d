//! Drafts: rounds that a guide writes, keeps, and makes part of the plan.

use std::sync::Arc;

use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse, Redirect, Response};

use crate::organisation::Organisation;
use crate::organisation::drafts::{Draft, DraftFault, Field, MOST_DRAFTS, Why, copy, guides_all, propose, sees};
use crate::organisation::planning::{PlanningError, plan_draft};
use crate::secrets::draw_secret;
use crate::store::{BoxIds, DraftRow, Store, StoreError};
use crate::texts::DraftTexts;
use crate::web::Pages;
use crate::web::access::form::Form;
use crate::web::error::PageError;
use crate::web::guide::round_form::{Said, Writing, read_form, render_form};
use crate::web::visit::Visit;

/// A draft as the guide's list shows it.
pub struct DraftView {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its wards.
    pub wards: String,
    /// Who began it.
    pub made_by: String,
}

/// The ids of boxes that are planned now.
pub async fn box_ids(pages: &Arc<Pages>) -> Result<BoxIds, PageError> {
    let folder = pages.folder.clone();
    let ids = tokio::task::spawn_blocking(move || folder.box_ids()).await;
    ids.map_err(|_| PageError::Unavailable)?.map_err(|error| {
        tracing::error!(%error, "the plan cannot be changed");
        PageError::Unavailable
    })
}

/// Where planning or changing a round leads: to the page of its box where it has one, else to the list.
pub fn page_of_round(store: &Store, ids: &BoxIds, round: &str, done: &str) -> Result<String, StoreError> {
    let organisation = store.organisation()?;
    let boxes = organisation.rounds.get(round).map(|round| &round.boxes[..]);
    Ok(match boxes {
        Some([(wards, _)]) => format!("/rounds/{}?done={done}", ids.id(round, wards)),
        _ => format!("/rounds?done={done}"),
    })
}

/// What was done, as the address of the page that shows it says.
pub fn say_done(query: Option<&str>, texts: &DraftTexts) -> Option<&'static str> {
    let mut fields = form_urlencoded::parse(query.unwrap_or("").as_bytes());
    let (_, done) = fields.find(|(name, _)| name == "done")?;
    match &*done {
        "saved" => Some(texts.saved),
        "planned" => Some(texts.planned_next),
        "deleted" => Some(texts.deleted),
        "away" => Some(texts.taken_away),
        _ => None,
    }
}

/// The drafts that somebody sees: of a draft all wards count, also those that they do not reach.
///
/// # Errors
/// When the store fails.
pub fn seen_drafts(store: &Store, email: &str) -> Result<Vec<DraftRow>, StoreError> {
    let mut drafts = store.drafts()?;
    let organisation = store.organisation_of_drafts(&drafts, email)?;
    drafts.retain(|row| sees(&organisation, email, &row.draft, &row.made_by));
    Ok(drafts)
}

/// The same, as they are shown.
///
/// # Errors
/// When the store fails.
pub fn list_drafts(store: &Store, email: &str, texts: &DraftTexts) -> Result<Vec<DraftView>, StoreError> {
    let drafts = seen_drafts(store, email)?;
    let organisation = store.organisation_of_drafts(&drafts, email)?;
    let views = drafts.into_iter().map(|DraftRow { id, draft, made_by, .. }| {
        let wards: Vec<String> = draft.wards.keys().cloned().collect();
        DraftView {
            id,
            name: match draft.name.trim() {
                "" => texts.unnamed.to_owned(),
                name => name.to_owned(),
            },
            wards: match &wards[..] {
                [] => texts.no_wards_yet.to_owned(),
                wards => wards
                    .iter()
                    .map(|ward| organisation.ward_names(std::slice::from_ref(ward)))
                    .collect::<Vec<_>>()
                    .join(", "),
            },
            made_by,
        }
    });
    Ok(views.collect())
}

/// The draft, if the visitor sees it.
fn find(store: &Store, email: &str, id: &str) -> Result<(Organisation, DraftRow), StoreError> {
    let (organisation, row) = (store.organisation()?, store.draft(id)?);
    match sees(&organisation, email, &row.draft, &row.made_by) {
        true => Ok((organisation, row)),
        false => Err(StoreError::NotFound("draft", id.to_owned())),
    }
}

/// Why a draft is not kept: wards that are not the visitor's, for a draft is never of others, and what is too long.
fn find_unkeepable(organisation: &Organisation, draft: &Draft, email: &str) -> Vec<DraftFault> {
    let there = draft.wards.keys().filter(|id| organisation.wards.contains_key(*id));
    let strange = there.filter(|id| !guides_all(organisation, email, [*id]));
    let strange = strange.map(|id| DraftFault {
        field: Field::Wards,
        why: Why::NotYours(id.clone()),
    });
    strange.chain(draft.find_too_long()).collect()
}

/// Keeps a new draft, unless the visitor has begun too many; says whether it did.
async fn keep_new(pages: &Arc<Pages>, visit: &Visit, id: &str, draft: &Draft) -> Result<bool, PageError> {
    let (id, draft, email, now) = (
        id.to_owned(),
        draft.clone(),
        visit.visitor()?.email.clone(),
        pages.now(),
    );
    pages
        .write_as(visit, move |store| {
            if store.count_drafts(&email)? >= MOST_DRAFTS {
                return Ok(false);
            }
            store.add_draft(&id, &draft, &email, now).map(|()| true)
        })
        .await
}

/// The form for a new round, with what is not kept because the visitor has begun too many.
fn render_too_many(visit: &Visit, organisation: &Organisation, draft: Draft) -> Result<Response, PageError> {
    let said = Said {
        refusal: Some(DraftTexts::of(visit.language).too_many),
        ..Said::default()
    };
    render_form(visit, organisation, Writing::New, draft, None, &said)
}

/// The form for a new round. `ward` in the address: wards that are chosen already.
pub async fn new(
    State(pages): State<Arc<Pages>>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let organisation = pages.read(|store| store.organisation()).await?;
    let fields = form_urlencoded::parse(query.as_deref().unwrap_or("").as_bytes());
    let wards = fields.filter(|(name, _)| name == "ward");
    let wards: Vec<String> = wards.map(|(_, id)| id.into_owned()).collect();
    let draft = propose(&organisation, &visit.visitor()?.email, &wards);
    render_form(&visit, &organisation, Writing::New, draft, None, &Said::default())
}

/// Keeps a new draft.
pub async fn add(State(pages): State<Arc<Pages>>, visit: Visit, form: Form) -> Result<Response, PageError> {
    let (draft, email) = (read_form(&form)?, visit.visitor()?.email.clone());
    let organisation = pages.read(|store| store.organisation()).await?;
    let strange = find_unkeepable(&organisation, &draft, &email);
    if !strange.is_empty() {
        let said = Said {
            refusal: Some(DraftTexts::of(visit.language).not_saved),
            why: Some(&PlanningError::Faults(strange)),
            ..Said::default()
        };
        return render_form(&visit, &organisation, Writing::New, draft, None, &said);
    }
    let id = draw_secret(&mut pages.rng());
    match keep_new(&pages, &visit, &id, &draft).await? {
        true => Ok(Redirect::to(&format!("/drafts/{id}?done=saved")).into_response()),
        false => render_too_many(&visit, &organisation, draft),
    }
}

/// A draft like a round that is there.
pub async fn add_copy(State(pages): State<Arc<Pages>>, visit: Visit, _: Form) -> Result<Response, PageError> {
    let (ballot_box, email) = (visit.ballot_box()?, visit.visitor()?.email.clone());
    let organisation = pages.read(|store| store.organisation()).await?;
    let round = organisation.rounds.get(&ballot_box.round).ok_or(PageError::NotFound)?;
    let (id, draft) = (draw_secret(&mut pages.rng()), copy(&organisation, &email, round));
    match keep_new(&pages, &visit, &id, &draft).await? {
        true => Ok(Redirect::to(&format!("/drafts/{id}")).into_response()),
        false => render_too_many(&visit, &organisation, draft),
    }
}

/// A draft: what was written, what is missing, what is weak.
pub async fn show(
    State(pages): State<Arc<Pages>>,
    Path(id): Path<String>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let (email, now) = (visit.visitor()?.email.clone(), pages.now());
    let by = email.clone();
    let (organisation, row) = pages.read(move |store| find(store, &by, &id)).await?;
    let missing = plan_draft(&organisation, &row.draft, &email, now).err();
    let said = Said {
        notice: say_done(query.as_deref(), DraftTexts::of(visit.language)),
        refusal: None,
        why: missing.as_ref(),
    };
    render_form(
        &visit,
        &organisation,
        Writing::Draft(row.id, row.revision),
        row.draft,
        None,
        &said,
    )
}

/// What became of a draft that was to be saved.
enum Kept {
    /// It is kept.
    Saved,
    /// Somebody else had saved it: how often by now.
    Meanwhile(u32),
    /// It is not to be kept.
    Strange(Vec<DraftFault>),
    /// Somebody else has planned or deleted it: there is nothing to keep it in.
    Gone,
}

/// Keeps what was written; gives the page that says why it is not kept.
async fn keep(pages: &Arc<Pages>, visit: &Visit, id: &str, form: &Form) -> Result<Option<Response>, PageError> {
    let (draft, email, now) = (read_form(form)?, visit.visitor()?.email.clone(), pages.now());
    let revision = form.get("revision").parse().unwrap_or(0);
    let (kept_id, written) = (id.to_owned(), draft.clone());
    let (organisation, row, kept) = pages
        .write_as(visit, move |store| {
            if let Err(StoreError::NotFound(..)) = store.draft(&kept_id) {
                return Ok((store.organisation()?, None, Kept::Gone));
            }
            let (organisation, row) = match find(store, &email, &kept_id) {
                // It has wards of others by now.
                Err(StoreError::NotFound(..)) => return Ok((store.organisation()?, None, Kept::Gone)),
                found => found?,
            };
            let strange = find_unkeepable(&organisation, &written, &email);
            let kept = if !strange.is_empty() {
                Kept::Strange(strange)
            } else if store.save_draft(&kept_id, revision, &written, now)? {
                Kept::Saved
            } else {
                Kept::Meanwhile(row.revision)
            };
            Ok((organisation, Some(row), kept))
        })
        .await?;
    let texts = DraftTexts::of(visit.language);
    let known = row.map_or(0, |row| row.revision);
    let writing = |revision| Writing::Draft(id.to_owned(), revision);
    let (refusal, why, writing) = match kept {
        Kept::Saved => return Ok(None),
        Kept::Meanwhile(revision) => (texts.changed_meanwhile, None, writing(revision)),
        Kept::Strange(faults) => (texts.not_saved, Some(PlanningError::Faults(faults)), writing(known)),
        Kept::Gone => (texts.gone, None, Writing::New),
    };
    let said = Said {
        notice: None,
        refusal: Some(refusal),
        why: why.as_ref(),
    };
    render_form(visit, &organisation, writing, draft, None, &said).map(Some)
}

/// Keeps what was written.
pub async fn save(
    State(pages): State<Arc<Pages>>,
    Path(id): Path<String>,
    visit: Visit,
    form: Form,
) -> Result<Response, PageError> {
    match keep(&pages, &visit, &id, &form).await? {
        Some(refused) => Ok(refused),
        None => Ok(Redirect::to(&format!("/drafts/{id}?done=saved")).into_response()),
    }
}

/// Keeps what was written, and makes it a round of the plan; or shows what is missing.
pub async fn plan(
    State(pages): State<Arc<Pages>>,
    Path(id): Path<String>,
    visit: Visit,
    form: Form,
) -> Result<Response, PageError> {
    if let Some(refused) = keep(&pages, &visit, &id, &form).await? {
        return Ok(refused);
    }
    let (email, now, ids) = (visit.visitor()?.email.clone(), pages.now(), box_ids(&pages).await?);
    let planned = pages
        .write_as(&visit, move |store| {
            let (organisation, row) = find(store, &email, &id)?;
            match store.plan_draft(&id, &ids, |organisation, draft| {
                plan_draft(organisation, draft, &email, now)
            })? {
                Ok(round) => page_of_round(store, &ids, &round, "planned").map(Ok),
                Err(why) => Ok(Err((organisation, row, why))),
            }
        })
        .await?;
    match planned {
        Ok(page) => Ok(Redirect::to(&page).into_response()),
        Err((organisation, row, why)) => {
            let said = Said {
                notice: None,
                refusal: Some(DraftTexts::of(visit.language).refused),
                why: Some(&why),
            };
            render_form(
                &visit,
                &organisation,
                Writing::Draft(row.id, row.revision),
                row.draft,
                None,
                &said,
            )
        }
    }
}

/// Forgets a draft.
pub async fn delete(
    State(pages): State<Arc<Pages>>,
    Path(id): Path<String>,
    visit: Visit,
    _: Form,
) -> Result<Redirect, PageError> {
    let email = visit.visitor()?.email.clone();
    pages
        .write_as(&visit, move |store| {
            find(store, &email, &id)?;
            store.delete_draft(&id)
        })
        .await?;
    Ok(Redirect::to("/rounds?done=deleted"))
}

//! What a guide does with a gathering: its pace, what is shown, handing over. A second guide of the ward does the same from any log-in.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};

use super::changes::look;
use super::guide::{Said, write};
use super::{Refused, settle};
use crate::data::DataFolder;
use crate::gathering::keeping::{self, GatheringError, Unseen};
use crate::gathering::{Act, IdeaId, read_minutes};
use crate::store::Store;
use crate::texts::GatheringTexts;
use crate::web::Pages;
use crate::web::access::form::Form;
use crate::web::error::PageError;
use crate::web::process::plan::list_open;
use crate::web::process::plan::read::read_known;
use crate::web::process::read::Read;
use crate::web::visit::Visit;

fn seen(form: &Form) -> Result<u32, PageError> {
    form.get("revision").parse().map_err(|_| PageError::NotFound)
}

/// Does something for a guide whose places reach the process, in the writer's turn; while that rests only what may be done then.
async fn lead(
    pages: &Arc<Pages>,
    visit: &Visit,
    id: &str,
    number: u32,
    while_resting: bool,
    work: impl FnOnce(&mut Store, &DataFolder, &Read) -> Result<(), GatheringError> + Send + 'static,
) -> Result<Response, PageError> {
    let asked = Arc::clone(pages);
    let done = pages
        .write_in(visit, id, move |store, read| {
            let of = &read.process.id;
            if read.process.resting.is_some() && !while_resting {
                return Ok(None);
            }
            let (gathering, before) = look(store, &asked.folder, of, number)?;
            let done = settle(work(store, &asked.folder, read))?;
            // What the guide alone sees is no change for anybody else.
            if look(store, &asked.folder, of, number)?.1 != before {
                asked.changes.tell(&gathering);
            }
            Ok(Some(done))
        })
        .await?;
    let texts = GatheringTexts::of(visit.language);
    let fault = match done {
        None => texts.resting,
        Some(Ok(())) => {
            let page = format!("/process/{id}/gatherings/{number}");
            return Ok(Redirect::to(&page).into_response());
        }
        Some(Err(Refused::Pace(fault))) => texts.pace_error(fault),
        Some(Err(Refused::Canvas(fault))) => texts.canvas_error(fault),
        Some(Err(Refused::TooFast | Refused::NotKept)) => return Err(PageError::Unavailable),
    };
    refuse(pages, visit, id, number, fault).await
}

async fn refuse(
    pages: &Arc<Pages>,
    visit: &Visit,
    id: &str,
    number: u32,
    fault: &'static str,
) -> Result<Response, PageError> {
    let said = Said {
        fault: Some(fault),
        ..Said::default()
    };
    write(pages, visit, id.to_owned(), number, said).await
}

/// The measures that are to be gone through before it begins, and are not ticked.
async fn is_gone_through(pages: &Arc<Pages>, visit: &Visit, id: &str, ticked: &[String]) -> Result<bool, PageError> {
    let read = pages.read_in(visit, id, |_, read| Ok(read)).await?;
    let open = list_open(&read.plan, &read.process.id, read.today, visit.language);
    Ok(open.iter().all(|line| ticked.contains(&line.href)))
}

/// Sets the pace.
pub async fn pace(
    State(pages): State<Arc<Pages>>,
    Path((id, number)): Path<(String, String)>,
    visit: Visit,
    form: Form,
) -> Result<Response, PageError> {
    let (number, seen, texts) = (read_known(&number)?, seen(&form)?, GatheringTexts::of(visit.language));
    let act = match form.get("do") {
        "begin" => {
            let ticked = form.all("gone-through");
            if !is_gone_through(&pages, &visit, &id, &ticked).await? {
                let said = Said {
                    fault: Some(texts.not_gone_through),
                    ticked,
                    ..Said::default()
                };
                return write(&pages, &visit, id, number, said).await;
            }
            Act::Begin
        }
        "open" => match read_minutes(form.get("minutes")) {
            Ok(minutes) => Act::Open(minutes.map(|minutes| pages.now() + 60 * minutes)),
            Err(_) => {
                let said = Said {
                    minutes: Some((form.get("minutes").to_owned(), texts.minutes_wrong)),
                    ..Said::default()
                };
                return write(&pages, &visit, id, number, said).await;
            }
        },
        "close" => Act::Close,
        "forward" => Act::Forward,
        "back" => Act::Back,
        "area" => Act::Area(form.get("area").parse().map_err(|_| PageError::NotFound)?),
        "give-up" if form.get("sure") != "yes" => {
            return refuse(&pages, &visit, &id, number, texts.sure_first).await;
        }
        "give-up" => Act::GiveUp,
        _ => return Err(PageError::NotFound),
    };
    let of = id.clone();
    // A step that was open when the process came to rest is not open for good.
    let while_resting = act == Act::Close;
    lead(&pages, &visit, &id, number, while_resting, move |store, folder, _| {
        keeping::lead(store, folder, (&of, number), seen, act)
    })
    .await
}

/// Holds ideas back, lets them go, shows them.
pub async fn unseen(
    State(pages): State<Arc<Pages>>,
    Path((id, number)): Path<(String, String)>,
    visit: Visit,
    form: Form,
) -> Result<Response, PageError> {
    let (number, seen) = (read_known(&number)?, seen(&form)?);
    let ids = form.all("idea").iter().map(|id| id.parse::<IdeaId>()).collect();
    let ids: BTreeSet<IdeaId> = match ids {
        Ok(ids) => ids,
        Err(_) => return Err(PageError::NotFound),
    };
    let unseen = match form.get("do") {
        "hold" => Unseen::Hold(ids),
        "let-go" => Unseen::LetGo(ids),
        "reveal" => Unseen::Reveal,
        _ => return Err(PageError::NotFound),
    };
    let of = id.clone();
    lead(&pages, &visit, &id, number, false, move |store, folder, _| {
        keeping::show(store, folder, (&of, number), seen, &unseen)
    })
    .await
}

/// Hands over what came of it.
pub async fn hand_over(
    State(pages): State<Arc<Pages>>,
    Path((id, number)): Path<(String, String)>,
    visit: Visit,
    form: Form,
) -> Result<Response, PageError> {
    let (number, seen, now) = (read_known(&number)?, seen(&form)?, pages.now());
    let (sure, email, of) = (form.get("sure") == "yes", visit.visitor()?.email.clone(), id.clone());
    lead(&pages, &visit, &id, number, false, move |store, folder, read| {
        keeping::hand_over(store, folder, (&of, number), (seen, sure), (read.today, &email), now)
    })
    .await
}

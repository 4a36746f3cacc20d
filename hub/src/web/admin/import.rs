//! Lists of wards or people that come in as CSV: first what they would change, then, once that was looked over, the changes.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use data_encoding::HEXLOWER;
use trykk_shared::language::Language;

use super::import_words::{say_changes, say_notes};
use crate::organisation::Organisation;
use crate::organisation::edit::By;
use crate::organisation::import::{Import, LineFault, decode, read_import};
use crate::people::invitations::Invitation;
use crate::secrets::hash_secret;
use crate::store::Newcomer;
use crate::texts::{ImportTexts, PeopleTexts, fill, say_line_fault};
use crate::web::access::form::Form;
use crate::web::error::PageError;
use crate::web::host::find_pages;
use crate::web::page::{Page, render};
use crate::web::visit::Visit;
use crate::web::{LIST, Pages};

/// The largest list.
const MOST_KILOBYTES: usize = 160;
/// How many faults are shown: whoever has more begins with these.
const MOST_SHOWN: usize = 50;

/// What a list would change, as it is shown and confirmed.
struct Proposed {
    changes: Vec<String>,
    notes: Vec<String>,
    /// Names what was shown: nothing else is made.
    digest: String,
}

impl Proposed {
    fn of(language: Language, organisation: &Organisation, import: &Import) -> Self {
        let changes = say_changes(language, organisation, import);
        let shown = format!("{changes:?}{:?}{:?}", import.changes, import.languages);
        Proposed {
            notes: say_notes(language, organisation, import),
            digest: HEXLOWER.encode(&hash_secret(shown.as_bytes())),
            changes,
        }
    }
}

#[derive(Template, Default)]
#[template(path = "import_faults.html")]
struct Faults {
    lead: &'static str,
    /// Where, and what.
    faults: Vec<(String, String)>,
    more: Option<String>,
}

#[derive(Template)]
#[template(path = "organisation_import.html")]
struct ImportPage {
    page: Page,
    texts: &'static ImportTexts,
    organisation: &'static str,
    /// The list, as it was written.
    list: String,
    faults: Option<Faults>,
    proposed: Option<Proposed>,
    meanwhile: bool,
}

/// An invitation that is shown this once.
struct Invited {
    email: String,
    link: String,
}

#[derive(Template)]
#[template(path = "import_made.html")]
struct MadePage {
    page: Page,
    texts: &'static ImportTexts,
    people: &'static PeopleTexts,
    made: String,
    changes: Vec<String>,
    invited: Vec<Invited>,
}

/// The form for a list.
pub async fn ask(visit: Visit) -> Result<Response, PageError> {
    Ok(render(&blank(&visit, String::new()))?.into_response())
}

fn blank(visit: &Visit, list: String) -> ImportPage {
    let texts = ImportTexts::of(visit.language);
    let mut frame = visit.page(texts.title);
    frame.path = LIST.to_owned();
    ImportPage {
        page: frame,
        texts,
        organisation: PeopleTexts::of(visit.language).organisation,
        list,
        faults: None,
        proposed: None,
        meanwhile: false,
    }
}

/// Says what a list would change, or what is wrong with it. Changes nothing.
pub async fn look(State(pages): State<Arc<Pages>>, visit: Visit, form: Form) -> Result<Response, PageError> {
    let list = form.file("file").map_or_else(|| form.get("list").to_owned(), decode);
    reckon(&pages, visit, list, false).await
}

/// The page with what a list would change now, reckoned where nobody waits for it.
async fn reckon(pages: &Arc<Pages>, visit: Visit, list: String, meanwhile: bool) -> Result<Response, PageError> {
    let shown = pages.read(move |store| Ok(show(&visit, &store.organisation()?, list, meanwhile)));
    shown.await?
}

/// The page with what a list would change in a plan.
fn show(visit: &Visit, organisation: &Organisation, list: String, meanwhile: bool) -> Result<Response, PageError> {
    let (texts, language) = (ImportTexts::of(visit.language), visit.language);
    let mut page = blank(visit, list);
    if page.list.trim().is_empty() {
        page.faults = Some(Faults {
            lead: texts.nothing_given,
            ..Faults::default()
        });
    } else if page.list.len() > MOST_KILOBYTES * 1024 {
        page.faults = Some(Faults {
            lead: texts.refused,
            faults: vec![(texts.all.to_owned(), fill(texts.too_large, &[&MOST_KILOBYTES]))],
            more: None,
        });
    } else {
        match read_import(organisation, &page.list, By::Account(&visit.visitor()?.email)) {
            Ok(import) => page.proposed = Some(Proposed::of(language, organisation, &import)),
            Err(faults) => page.faults = Some(say_faults(language, organisation, &faults)),
        }
    }
    page.meanwhile = meanwhile && page.proposed.is_some();
    let status = match page.proposed {
        Some(_) if !page.meanwhile => StatusCode::OK,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    Ok((status, render(&page)?).into_response())
}

fn say_faults(language: Language, organisation: &Organisation, faults: &[LineFault]) -> Faults {
    let texts = ImportTexts::of(language);
    let shown = faults.iter().take(MOST_SHOWN);
    let more = faults.len().saturating_sub(MOST_SHOWN);
    Faults {
        lead: texts.refused,
        faults: shown
            .map(|fault| say_line_fault(language, organisation, fault))
            .collect(),
        more: (more > 0).then(|| fill(texts.more_faults, &[&more])),
    }
}

/// Makes the changes that were looked over, all or none, and shows the invitations of whoever is new. Where the plan has changed
/// since, what the list would change now is shown instead.
pub async fn make(
    State(pages): State<Arc<Pages>>,
    visit: Visit,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, PageError> {
    let (list, digest) = (form.get("list").to_owned(), form.get("digest").to_owned());
    let (by, language, folder) = (visit.visitor()?.email.clone(), visit.language, pages.folder.clone());
    let ids = tokio::task::spawn_blocking(move || folder.box_ids()).await;
    let ids = ids.map_err(|_| PageError::Unavailable)?.map_err(|error| {
        tracing::error!(%error, "the plan cannot be changed");
        PageError::Unavailable
    })?;
    let (now, mut rng, written) = (pages.now(), pages.rng(), list.clone());
    let made = pages
        .write_as(&visit, move |store| {
            let (mut shown, mut invited) = (Vec::new(), Vec::new());
            let decided = store.bring_in(&ids, &by, |organisation| {
                let import = read_import(organisation, &written, By::Account(&by)).map_err(|_| ())?;
                let proposed = Proposed::of(language, organisation, &import);
                if proposed.digest != digest {
                    return Err(());
                }
                let newcomers = import.newcomers(organisation).map(|email| {
                    let invitation = Invitation::draw(&mut rng, now);
                    invited.push((email.clone(), invitation.path));
                    let speaks = import.languages.iter().find(|(other, _)| other == email);
                    Newcomer {
                        email: email.clone(),
                        language: speaks.map(|(_, language)| *language),
                        invitation: invitation.hash,
                        until: invitation.until,
                    }
                });
                let newcomers = newcomers.collect();
                shown = proposed.changes;
                Ok((import.changes, newcomers))
            })?;
            Ok(decided.map(|()| (shown, invited)))
        })
        .await?;
    let Ok((changes, invited)) = made else {
        return reckon(&pages, visit, list, true).await;
    };
    let reached = find_pages(&pages, &headers).unwrap_or_default();
    let texts = ImportTexts::of(language);
    let mut frame = visit.page(texts.title);
    frame.path = LIST.to_owned();
    let template = MadePage {
        page: frame,
        texts,
        people: PeopleTexts::of(language),
        made: fill(texts.made, &[&changes.len()]),
        changes,
        invited: invited
            .into_iter()
            .map(|(email, path)| Invited {
                email,
                link: format!("{reached}{path}"),
            })
            .collect(),
    };
    Ok(render(&template)?.into_response())
}

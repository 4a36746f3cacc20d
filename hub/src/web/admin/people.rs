//! People's accounts: adding, inviting, changing, blocking, removing.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use data_encoding::BASE64URL_NOPAD;
use trykk_shared::language::Language;

use crate::organisation::edit::{Edit, keys_held};
use crate::organisation::{Organisation, Places, Role};
use crate::people::invitations::Invitation;
use crate::store::OpenInvitation;
use crate::texts::{PeopleTexts, Texts, fill, moment};
use crate::web::Pages;
use crate::web::access::form::Form;
use crate::web::admin::{is_saved, make_change};
use crate::web::error::PageError;
use crate::web::host::find_pages;
use crate::web::page::{Page, render};
use crate::web::visit::Visit;
use crate::written::fold_email;

/// The roles, in the order in which they are offered.
const ROLES: [Role; 6] = [
    Role::Guide,
    Role::Leader,
    Role::SafetyRep,
    Role::UnionRep,
    Role::SeniorLeader,
    Role::Admin,
];

/// What an account's page is called: its address in letters, digits, - and _.
pub fn id_of(email: &str) -> String {
    BASE64URL_NOPAD.encode(email.as_bytes())
}

fn email_of(id: &str) -> Result<String, PageError> {
    let bytes = BASE64URL_NOPAD.decode(id.as_bytes()).map_err(|_| PageError::NotFound)?;
    String::from_utf8(bytes).map_err(|_| PageError::NotFound)
}

/// A role that can be chosen.
struct RoleChoice {
    value: &'static str,
    name: &'static str,
    chosen: bool,
}

/// A ward or department that can be ticked.
struct PlaceChoice {
    id: String,
    name: String,
    chosen: bool,
}

/// A department, with its wards.
struct DepartmentChoice {
    whole: PlaceChoice,
    wards: Vec<PlaceChoice>,
}

/// What was chosen for an account.
#[derive(Clone)]
struct Chosen {
    email: String,
    role: Option<Role>,
    places: Places,
}

#[derive(Template)]
#[template(path = "person.html")]
struct PersonPage {
    page: Page,
    texts: &'static PeopleTexts,
    /// The account's page; nothing for a new one.
    id: Option<String>,
    email: String,
    roles: Vec<RoleChoice>,
    departments: Vec<DepartmentChoice>,
    is_own: bool,
    blocked: bool,
    keys: Vec<String>,
    /// Until when an invitation can be used, and who made it, in words.
    invited: Option<String>,
    faults: Vec<String>,
    saved: bool,
}

#[derive(Template)]
#[template(path = "invite.html")]
struct InvitePage {
    page: Page,
    texts: &'static PeopleTexts,
    email: String,
    link: String,
}

fn offer_roles(texts: &'static Texts, chosen: Option<Role>) -> Vec<RoleChoice> {
    let offered = ROLES.into_iter().map(|role| RoleChoice {
        value: role.name(),
        name: texts.role(role),
        chosen: chosen == Some(role),
    });
    offered.collect()
}

fn offer_places(texts: &PeopleTexts, organisation: &Organisation, chosen: &Places) -> Vec<DepartmentChoice> {
    let mut departments: Vec<_> = organisation.departments.iter().collect();
    departments.sort_by_key(|(_, name)| name.to_lowercase());
    let offered = departments.into_iter().map(|(id, name)| {
        let wards = organisation.wards.iter().filter(|(_, ward)| ward.department == *id);
        let mut wards: Vec<PlaceChoice> = wards
            .map(|(id, ward)| PlaceChoice {
                id: id.clone(),
                name: ward.name.clone(),
                chosen: chosen.wards.contains(id),
            })
            .collect();
        wards.sort_by_key(|ward| ward.name.to_lowercase());
        DepartmentChoice {
            whole: PlaceChoice {
                id: id.clone(),
                name: fill(texts.whole, &[name]),
                chosen: chosen.departments.contains(id),
            },
            wards,
        }
    });
    offered.collect()
}

/// Boxes that an account holds keys of, and who else could count them.
fn say_keys(texts: &PeopleTexts, organisation: &Organisation, email: &str) -> Vec<String> {
    let said = keys_held(organisation, email).into_iter().map(|(held, others)| {
        let wards = organisation.ward_names(&held.wards);
        match &others[..] {
            [] => fill(texts.key_alone, &[&wards]),
            others => {
                let others: Vec<&str> = others.iter().map(|email| email.as_str()).collect();
                fill(texts.key_shared, &[&wards, &others.join(", ")])
            }
        }
    });
    said.collect()
}

fn read_chosen(email: &str, form: &Form) -> Chosen {
    Chosen {
        email: email.to_owned(),
        role: ROLES.into_iter().find(|role| role.name() == form.get("role")),
        places: Places::new(form.all("ward"), form.all("department")),
    }
}

/// The form for somebody new.
pub async fn new(State(pages): State<Arc<Pages>>, visit: Visit) -> Result<Response, PageError> {
    let chosen = Chosen {
        email: String::new(),
        role: Some(Role::Leader),
        places: Places::default(),
    };
    render_new(&pages, &visit, Vec::new(), chosen).await
}

async fn render_new(
    pages: &Arc<Pages>,
    visit: &Visit,
    faults: Vec<String>,
    chosen: Chosen,
) -> Result<Response, PageError> {
    let texts = PeopleTexts::of(visit.language);
    let organisation = pages.read(|store| store.organisation()).await?;
    let mut frame = visit.page(texts.add);
    frame.path = "/accounts/new".to_owned();
    let template = PersonPage {
        page: frame,
        texts,
        id: None,
        roles: offer_roles(visit.texts(), chosen.role),
        departments: offer_places(texts, &organisation, &chosen.places),
        email: chosen.email,
        is_own: false,
        blocked: false,
        keys: Vec::new(),
        invited: None,
        faults,
        saved: false,
    };
    Ok((status(&template.faults), render(&template)?).into_response())
}

fn status(faults: &[String]) -> StatusCode {
    match faults {
        [] => StatusCode::OK,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

/// Adds somebody, and shows their invitation.
pub async fn add(
    State(pages): State<Arc<Pages>>,
    visit: Visit,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, PageError> {
    let chosen = read_chosen(form.get("email"), &form);
    let Some(role) = chosen.role else {
        let no_role = vec![PeopleTexts::of(visit.language).choose_role.to_owned()];
        return render_new(&pages, &visit, no_role, chosen).await;
    };
    let asked = Edit::AddAccount {
        email: chosen.email.clone(),
        role,
        places: chosen.places.clone(),
    };
    match make_change(&pages, &visit, asked).await? {
        Ok(()) => show_invitation(&pages, &visit, &headers, fold_email(&chosen.email)).await,
        Err(faults) => render_new(&pages, &visit, faults, chosen).await,
    }
}

/// Makes an invitation in place of an earlier one, and shows it this once.
pub async fn invite(
    State(pages): State<Arc<Pages>>,
    Path(id): Path<String>,
    visit: Visit,
    headers: HeaderMap,
    _: Form,
) -> Result<Response, PageError> {
    let email = email_of(&id)?;
    let asked = email.clone();
    let organisation = pages.read(|store| store.organisation()).await?;
    let account = organisation.accounts.get(&asked).ok_or(PageError::NotFound)?;
    if account.blocked {
        return Err(PageError::NotFound);
    }
    show_invitation(&pages, &visit, &headers, email).await
}

async fn show_invitation(
    pages: &Arc<Pages>,
    visit: &Visit,
    headers: &HeaderMap,
    email: String,
) -> Result<Response, PageError> {
    let texts = PeopleTexts::of(visit.language);
    let invitation = Invitation::draw(&mut pages.rng(), pages.now());
    let path = invitation.path.clone();
    let (asked, by) = (email.clone(), visit.visitor()?.email.clone());
    pages
        .write_as(visit, move |store| {
            let kept = store.find_account(&asked)?.unwrap_or(asked);
            store.set_invitation(&kept, &invitation.hash, invitation.until, Some(&by))
        })
        .await?;
    let mut frame = visit.page(texts.invitation);
    frame.path = "/accounts".to_owned();
    let template = InvitePage {
        page: frame,
        texts,
        email,
        link: format!("{}{path}", find_pages(pages, headers).unwrap_or_default()),
    };
    Ok(render(&template)?.into_response())
}

/// Somebody's page.
pub async fn show(
    State(pages): State<Arc<Pages>>,
    Path(id): Path<String>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    render_person(
        &pages,
        &visit,
        email_of(&id)?,
        Vec::new(),
        None,
        is_saved(query.as_deref()),
    )
    .await
}

async fn render_person(
    pages: &Arc<Pages>,
    visit: &Visit,
    email: String,
    faults: Vec<String>,
    chosen: Option<Chosen>,
    saved: bool,
) -> Result<Response, PageError> {
    let (texts, now) = (PeopleTexts::of(visit.language), pages.now());
    let (organisation, mut invitations) = pages
        .read(move |store| Ok((store.organisation()?, store.open_invitations(now)?)))
        .await?;
    let account = organisation.accounts.get(&email).ok_or(PageError::NotFound)?;
    let (role, places) = match &chosen {
        Some(chosen) => (chosen.role, &chosen.places),
        None => (Some(account.role), &account.places),
    };
    let mut frame = visit.page(email.clone());
    frame.path = format!("/accounts/{}", id_of(&email));
    let template = PersonPage {
        page: frame,
        texts,
        id: Some(id_of(&email)),
        roles: offer_roles(visit.texts(), role),
        departments: offer_places(texts, &organisation, places),
        is_own: visit.visitor()?.email == email,
        blocked: account.blocked,
        keys: say_keys(texts, &organisation, &email),
        invited: invitations
            .remove(&email)
            .map(|invitation| say_invitation(visit.language, &organisation, &invitation)),
        email,
        faults,
        saved,
    };
    Ok((status(&template.faults), render(&template)?).into_response())
}

/// Until when an invitation can be used, and who made it.
pub fn say_invitation(language: Language, organisation: &Organisation, invitation: &OpenInvitation) -> String {
    let texts = PeopleTexts::of(language);
    let until = moment(language, &organisation.zone(), invitation.until);
    match &invitation.by {
        Some(by) => fill(texts.invitation_open_by, &[&until, by]),
        None => fill(texts.invitation_open, &[&until]),
    }
}

/// Makes an invitation void.
pub async fn withdraw(
    State(pages): State<Arc<Pages>>,
    Path(id): Path<String>,
    visit: Visit,
    _: Form,
) -> Result<Redirect, PageError> {
    let email = email_of(&id)?;
    pages
        .write_as(&visit, move |store| store.withdraw_invitation(&email))
        .await?;
    Ok(Redirect::to(&format!("/accounts/{id}?done=saved")))
}

/// Another role or other places.
pub async fn change(
    State(pages): State<Arc<Pages>>,
    Path(id): Path<String>,
    visit: Visit,
    form: Form,
) -> Result<Response, PageError> {
    let chosen = read_chosen(&email_of(&id)?, &form);
    let Some(role) = chosen.role else {
        let no_role = vec![PeopleTexts::of(visit.language).choose_role.to_owned()];
        return render_person(&pages, &visit, chosen.email.clone(), no_role, Some(chosen), false).await;
    };
    let asked = Edit::ChangeAccount {
        email: chosen.email.clone(),
        role,
        places: chosen.places.clone(),
    };
    done_or_said(&pages, &visit, asked, Some(chosen.clone()), chosen.email).await
}

/// Blocks an account, or lets it in again.
pub async fn block(
    State(pages): State<Arc<Pages>>,
    Path(id): Path<String>,
    visit: Visit,
    form: Form,
) -> Result<Response, PageError> {
    let email = email_of(&id)?;
    let asked = Edit::BlockAccount {
        email: email.clone(),
        blocked: form.get("blocked") == "yes",
    };
    done_or_said(&pages, &visit, asked, None, email).await
}

async fn done_or_said(
    pages: &Arc<Pages>,
    visit: &Visit,
    asked: Edit,
    chosen: Option<Chosen>,
    email: String,
) -> Result<Response, PageError> {
    match make_change(pages, visit, asked).await? {
        Ok(()) => Ok(Redirect::to(&format!("/accounts/{}?done=saved", id_of(&email))).into_response()),
        Err(faults) => render_person(pages, visit, email, faults, chosen, false).await,
    }
}

/// Removes an account.
pub async fn remove(
    State(pages): State<Arc<Pages>>,
    Path(id): Path<String>,
    visit: Visit,
    form: Form,
) -> Result<Response, PageError> {
    let email = email_of(&id)?;
    if form.get("sure") != "yes" {
        let unsure = vec![PeopleTexts::of(visit.language).say_sure.to_owned()];
        return render_person(&pages, &visit, email, unsure, None, false).await;
    }
    match make_change(&pages, &visit, Edit::RemoveAccount(email.clone())).await? {
        Ok(()) => Ok(Redirect::to("/accounts?done=saved").into_response()),
        Err(faults) => render_person(&pages, &visit, email, faults, None, false).await,
    }
}

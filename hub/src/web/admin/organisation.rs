//! The organisation: departments and wards.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use crate::organisation::Organisation;
use crate::organisation::edit::{Edit, WardFields};
use crate::texts::PeopleTexts;
use crate::web::Pages;
use crate::web::access::form::Form;
use crate::web::admin::{is_saved, make_change};
use crate::web::error::PageError;
use crate::web::first_steps::{FirstSteps, for_admin};
use crate::web::page::{Page, render};
use crate::web::visit::Visit;

/// Where the pages' forms lead back to.
const HOME: &str = "/organisation";

/// A department with its wards, by name.
struct ShownDepartment {
    id: String,
    name: String,
    wards: Vec<ShownWard>,
}

struct ShownWard {
    id: String,
    name: String,
    headcount: u32,
    closed: bool,
}

/// What was written of a ward.
#[derive(Clone, Default)]
struct WrittenWard {
    name: String,
    department: String,
    headcount: String,
}

#[derive(Template)]
#[template(path = "organisation.html")]
struct OrganisationPage {
    page: Page,
    texts: &'static PeopleTexts,
    name: String,
    time_zone: String,
    is_new: bool,
    first: Option<FirstSteps>,
    departments: Vec<ShownDepartment>,
    written: WrittenWard,
    faults: Vec<String>,
    saved: bool,
}

#[derive(Template)]
#[template(path = "ward.html")]
struct WardPage {
    page: Page,
    texts: &'static PeopleTexts,
    id: String,
    departments: Vec<(String, String)>,
    written: WrittenWard,
    closed: bool,
    faults: Vec<String>,
    saved: bool,
}

#[derive(Template)]
#[template(path = "department.html")]
struct DepartmentPage {
    page: Page,
    texts: &'static PeopleTexts,
    id: String,
    name: String,
    in_use: bool,
    faults: Vec<String>,
    saved: bool,
}

fn status(faults: &[String]) -> StatusCode {
    match faults {
        [] => StatusCode::OK,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

fn by_name(organisation: &Organisation) -> Vec<(String, String)> {
    let mut departments: Vec<(String, String)> = organisation.departments.clone().into_iter().collect();
    departments.sort_by_key(|(_, name)| name.to_lowercase());
    departments
}

/// Every department and ward.
pub async fn show(
    State(pages): State<Arc<Pages>>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    render_all(
        &pages,
        &visit,
        Vec::new(),
        WrittenWard::default(),
        is_saved(query.as_deref()),
    )
    .await
}

async fn render_all(
    pages: &Arc<Pages>,
    visit: &Visit,
    faults: Vec<String>,
    written: WrittenWard,
    saved: bool,
) -> Result<Response, PageError> {
    let texts = PeopleTexts::of(visit.language);
    let organisation = pages.read(|store| store.organisation()).await?;
    let departments = by_name(&organisation).into_iter().map(|(id, name)| {
        let wards = organisation.wards.iter().filter(|(_, ward)| ward.department == id);
        let mut wards: Vec<ShownWard> = wards
            .map(|(id, ward)| ShownWard {
                id: id.clone(),
                name: ward.name.clone(),
                headcount: ward.headcount,
                closed: ward.closed,
            })
            .collect();
        wards.sort_by_key(|ward| (ward.closed, ward.name.to_lowercase()));
        ShownDepartment { id, name, wards }
    });
    let mut frame = visit.page(texts.organisation);
    frame.path = HOME.to_owned();
    let template = OrganisationPage {
        page: frame,
        texts,
        departments: departments.collect(),
        is_new: organisation.name.is_empty(),
        first: for_admin(&organisation, visit.language),
        time_zone: match organisation.time_zone.as_str() {
            "" => "Europe/Oslo".to_owned(),
            zone => zone.to_owned(),
        },
        name: organisation.name,
        written,
        faults,
        saved,
    };
    Ok((status(&template.faults), render(&template)?).into_response())
}

/// Makes a change, then leads to a page; or shows the page with what was written and why it was not done.
async fn change_all(
    pages: &Arc<Pages>,
    visit: &Visit,
    asked: Edit,
    written: WrittenWard,
) -> Result<Response, PageError> {
    match make_change(pages, visit, asked).await? {
        Ok(()) => Ok(Redirect::to("/organisation?done=saved").into_response()),
        Err(faults) => render_all(pages, visit, faults, written, false).await,
    }
}

/// What the organisation is called, and its time zone.
pub async fn rename(State(pages): State<Arc<Pages>>, visit: Visit, form: Form) -> Result<Response, PageError> {
    let asked = Edit::Name {
        name: form.get("name").to_owned(),
        time_zone: form.get("time_zone").trim().to_owned(),
    };
    change_all(&pages, &visit, asked, WrittenWard::default()).await
}

/// A new department.
pub async fn add_department(State(pages): State<Arc<Pages>>, visit: Visit, form: Form) -> Result<Response, PageError> {
    let asked = Edit::AddDepartment(form.get("name").to_owned());
    change_all(&pages, &visit, asked, WrittenWard::default()).await
}

fn read_ward(form: &Form) -> (WrittenWard, WardFields) {
    let written = WrittenWard {
        name: form.get("name").to_owned(),
        department: form.get("department").to_owned(),
        headcount: form.get("headcount").to_owned(),
    };
    let fields = WardFields {
        name: written.name.clone(),
        department: written.department.clone(),
        // What is no number is nobody, and is refused.
        headcount: written.headcount.trim().parse().unwrap_or(0),
    };
    (written, fields)
}

/// A new ward.
pub async fn add_ward(State(pages): State<Arc<Pages>>, visit: Visit, form: Form) -> Result<Response, PageError> {
    let (written, fields) = read_ward(&form);
    change_all(&pages, &visit, Edit::AddWard(fields), written).await
}

/// A ward's page.
pub async fn show_ward(
    State(pages): State<Arc<Pages>>,
    Path(id): Path<String>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    render_ward(&pages, &visit, id, Vec::new(), None, is_saved(query.as_deref())).await
}

async fn render_ward(
    pages: &Arc<Pages>,
    visit: &Visit,
    id: String,
    faults: Vec<String>,
    written: Option<WrittenWard>,
    saved: bool,
) -> Result<Response, PageError> {
    let organisation = pages.read(|store| store.organisation()).await?;
    let ward = organisation.wards.get(&id).ok_or(PageError::NotFound)?;
    let mut frame = visit.page(ward.name.clone());
    frame.path = format!("{HOME}/wards/{id}");
    let template = WardPage {
        page: frame,
        texts: PeopleTexts::of(visit.language),
        departments: by_name(&organisation),
        written: written.unwrap_or_else(|| WrittenWard {
            name: ward.name.clone(),
            department: ward.department.clone(),
            headcount: ward.headcount.to_string(),
        }),
        closed: ward.closed,
        id,
        faults,
        saved,
    };
    Ok((status(&template.faults), render(&template)?).into_response())
}

/// Another name, department or headcount for a ward.
pub async fn change_ward(
    State(pages): State<Arc<Pages>>,
    Path(id): Path<String>,
    visit: Visit,
    form: Form,
) -> Result<Response, PageError> {
    let (written, fields) = read_ward(&form);
    let asked = Edit::ChangeWard { id: id.clone(), fields };
    match make_change(&pages, &visit, asked).await? {
        Ok(()) => Ok(Redirect::to(&format!("{HOME}/wards/{id}?done=saved")).into_response()),
        Err(faults) => render_ward(&pages, &visit, id, faults, Some(written), false).await,
    }
}

/// Closes a ward, or opens it again.
pub async fn close_ward(
    State(pages): State<Arc<Pages>>,
    Path(id): Path<String>,
    visit: Visit,
    form: Form,
) -> Result<Response, PageError> {
    let closed = form.get("closed") == "yes";
    match make_change(&pages, &visit, Edit::CloseWard { id: id.clone(), closed }).await? {
        Ok(()) => Ok(Redirect::to(&format!("{HOME}/wards/{id}?done=saved")).into_response()),
        Err(faults) => render_ward(&pages, &visit, id, faults, None, false).await,
    }
}

/// A department's page.
pub async fn show_department(
    State(pages): State<Arc<Pages>>,
    Path(id): Path<String>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    render_department(&pages, &visit, id, Vec::new(), is_saved(query.as_deref())).await
}

async fn render_department(
    pages: &Arc<Pages>,
    visit: &Visit,
    id: String,
    faults: Vec<String>,
    saved: bool,
) -> Result<Response, PageError> {
    let organisation = pages.read(|store| store.organisation()).await?;
    let name = organisation.departments.get(&id).ok_or(PageError::NotFound)?.clone();
    let mut frame = visit.page(name.clone());
    frame.path = format!("{HOME}/departments/{id}");
    let template = DepartmentPage {
        page: frame,
        texts: PeopleTexts::of(visit.language),
        in_use: organisation.wards.values().any(|ward| ward.department == id),
        id,
        name,
        faults,
        saved,
    };
    Ok((status(&template.faults), render(&template)?).into_response())
}

/// Another name for a department.
pub async fn rename_department(
    State(pages): State<Arc<Pages>>,
    Path(id): Path<String>,
    visit: Visit,
    form: Form,
) -> Result<Response, PageError> {
    let asked = Edit::RenameDepartment {
        id: id.clone(),
        name: form.get("name").to_owned(),
    };
    match make_change(&pages, &visit, asked).await? {
        Ok(()) => Ok(Redirect::to(&format!("{HOME}/departments/{id}?done=saved")).into_response()),
        Err(faults) => render_department(&pages, &visit, id, faults, false).await,
    }
}

/// A department that has nothing goes.
pub async fn remove_department(
    State(pages): State<Arc<Pages>>,
    Path(id): Path<String>,
    visit: Visit,
    _: Form,
) -> Result<Response, PageError> {
    match make_change(&pages, &visit, Edit::RemoveDepartment(id.clone())).await? {
        Ok(()) => Ok(Redirect::to("/organisation?done=saved").into_response()),
        Err(faults) => render_department(&pages, &visit, id, faults, false).await,
    }
}

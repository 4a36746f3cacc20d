//! The idea box on pages: what stands in it, and what is told of a measure. The rules are [`crate::plan::idea_box`]'s.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse, Redirect, Response};
use trykk_shared::language::{Language, Texts as Words};

use super::form::{Alert, FormField, point_out};
use super::measure;
use super::read::{PlanRead, Refusal, read_known, settle};
use crate::analysis::codebook::Codebook;
use crate::organisation::{Organisation, Role};
use crate::plan::idea_box::{AGREEING, Idea, IdeaRow, Seen, WrittenIdea, list_address_names, list_names, read_idea};
use crate::plan::measures::Measure;
use crate::plan::{MeasureRow, Plan};
use crate::store::{Store, StoreError};
use crate::texts::{IdeaBoxTexts, PlanTexts, Texts, fill};
use crate::web::Pages;
use crate::web::access::form::Form;
use crate::web::error::PageError;
use crate::web::page::{Page, respond};
use crate::web::visit::Visit;

/// The themes, under the main areas of the codebook.
pub type Themes = Vec<(Words, Vec<(String, Words)>)>;

/// The themes of a codebook.
pub fn list_themes(codebook: &Codebook) -> Themes {
    let areas = codebook.areas.iter().map(|area| {
        let themes = area.categories.iter();
        let themes = themes.map(|theme| (theme.id.clone(), theme.name.clone()));
        (area.name.clone(), themes.collect())
    });
    areas.collect()
}

fn write_groups(themes: &Themes, language: Language) -> Vec<(String, Vec<(String, String)>)> {
    let groups = themes.iter().map(|(area, themes)| {
        let options = themes.iter();
        let options = options.map(|(id, name)| (id.clone(), name.get(language).to_owned()));
        (area.get(language).to_owned(), options.collect())
    });
    groups.collect()
}

/// What a theme is called; one that the codebook does not have any more is one of the others.
fn name_theme(id: &str, themes: &Themes, language: Language) -> String {
    let mut all = themes.iter().flat_map(|(_, themes)| themes);
    let found = all.find(|(theme, _)| theme == id);
    found
        .map_or(IdeaBoxTexts::of(language).other_theme, |(_, name)| name.get(language))
        .to_owned()
}

#[derive(Template)]
#[template(path = "idea_box.html")]
struct IdeaBoxPage {
    page: Page,
    texts: &'static IdeaBoxTexts,
    wards: String,
    field: Vec<FormField>,
    /// Each theme, and what is told under it.
    ideas: Vec<(String, Vec<Idea>)>,
    none: Option<&'static str>,
}

/// What stands in the box, of one theme or of all.
pub async fn show(
    State(pages): State<Arc<Pages>>,
    Path(id): Path<String>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let (language, texts) = (visit.language, IdeaBoxTexts::of(visit.language));
    let read = PlanRead::of(&pages, &visit, id).await?;
    let query = query.unwrap_or_default();
    let theme = form_urlencoded::parse(query.as_bytes())
        .find_map(|(name, value)| (name == "theme").then(|| value.into_owned()))
        .unwrap_or_default();
    let mut shown = pages.read(|store| store.shown_ideas()).await?;
    let is_empty = shown.is_empty();
    shown.retain(|idea| theme.is_empty() || idea.theme == theme);
    let mut ideas: Vec<(String, Vec<Idea>)> = Vec::new();
    for idea in shown {
        let name = name_theme(&idea.theme, &read.themes, language);
        match ideas.iter_mut().find(|(known, _)| *known == name) {
            Some((_, some)) => some.push(idea),
            None => ideas.push((name, vec![idea])),
        }
    }
    ideas.sort();
    let all = vec![(String::new(), texts.all_themes.to_owned())];
    let field = FormField::choice("theme", texts.theme, &theme, all).grouped(write_groups(&read.themes, language));
    let mut frame = visit.page(texts.idea_box);
    frame.path = format!("{}/idea-box", read.href());
    let template = IdeaBoxPage {
        page: frame,
        texts,
        wards: read.wards(),
        field: vec![field],
        none: match (is_empty, ideas.is_empty()) {
            (true, _) => Some(texts.none),
            (false, true) => Some(texts.none_of_theme),
            (false, false) => None,
        },
        ideas,
    };
    respond(&template, false)
}

/// What is told of a measure, on its page.
pub struct IdeaView {
    /// The texts.
    pub texts: &'static IdeaBoxTexts,
    /// What is told, with its theme, and how that stands; nothing where nothing is.
    pub told: Option<(Idea, String, String)>,
    /// Whether it stands in the box.
    pub is_shown: bool,
    /// Whether the reader can agree to it.
    pub may_agree: bool,
    /// The fields; none where the measure cannot be told of.
    pub fields: Vec<FormField>,
    /// What is said above the form.
    pub alert: Option<Alert>,
    /// What a form of it has seen.
    pub seen: Seen,
}

fn say_standing(row: &IdeaRow, language: Language) -> String {
    let texts = IdeaBoxTexts::of(language);
    let missing = row.missing();
    let missing = missing
        .iter()
        .map(|role| Texts::of(language).role(*role).to_lowercase());
    match row.is_shown() {
        true => texts.shown.to_owned(),
        false => fill(texts.waits, &[&missing.collect::<Vec<_>>().join(", ")]),
    }
}

impl IdeaView {
    /// Of a measure; nothing where it cannot be told of, and nothing is told.
    pub fn of(
        read: &PlanRead,
        row: &MeasureRow,
        role: Role,
        language: Language,
        refused: Option<(Option<WrittenIdea>, Refusal)>,
    ) -> Option<Self> {
        let texts = IdeaBoxTexts::of(language);
        let kept = read.ideas.iter().find(|idea| idea.measure == row.number);
        let told = kept.and_then(|row| row.idea.as_ref().map(|idea| (row, idea)));
        let (typed, refusal) = refused.map_or((None, None), |(typed, refusal)| (typed, Some(refusal)));
        let may_write = row.may_be_told() || typed.is_some();
        if !may_write && told.is_none() && refusal.is_none() {
            return None;
        }
        let typed = typed.unwrap_or_else(|| match told {
            Some((_, Idea { theme, what, how })) => WrittenIdea {
                theme: theme.clone(),
                what: what.clone(),
                how: how.clone(),
            },
            None => WrittenIdea {
                what: row.measure.what.clone(),
                ..WrittenIdea::default()
            },
        });
        let none = vec![(String::new(), PlanTexts::of(language).not_rated.to_owned())];
        let mut fields = vec![
            FormField::choice("theme", texts.theme, &typed.theme, none).grouped(write_groups(&read.themes, language)),
            FormField::lines("idea_what", texts.what, &typed.what),
            FormField::lines("idea_how", texts.how, &typed.how).hinted(texts.save_hint),
        ];
        let alert = point_out(&mut fields, refusal.as_ref(), PlanTexts::of(language));
        Some(IdeaView {
            texts,
            told: told.map(|(kept, idea)| {
                let theme = name_theme(&idea.theme, &read.themes, language);
                (idea.clone(), theme, say_standing(kept, language))
            }),
            is_shown: kept.is_some_and(IdeaRow::is_shown),
            may_agree: row.may_be_told()
                && AGREEING.contains(&role)
                && told.is_some_and(|(kept, _)| kept.missing().contains(&role)),
            fields: if may_write { fields } else { Vec::new() },
            alert,
            seen: Seen::of(kept),
        })
    }
}

/// What of an address nothing told of a measure has.
fn split_address(address: &str) -> Vec<String> {
    let mut names = list_address_names(address);
    names.push(address.to_owned());
    names
}

/// The names that nothing told of a measure has: of its wards, their departments, its people, and of whoever is responsible.
fn list_forbidden(organisation: &Organisation, wards: &[String], plan: &Plan, number: u32) -> Vec<String> {
    let wards = wards.iter().filter_map(|ward| organisation.wards.get(ward));
    let places = wards.flat_map(|ward| {
        let department = organisation.departments.get(&ward.department);
        [Some(&ward.name), department].into_iter().flatten().cloned()
    });
    let people = organisation.accounts.keys().flat_map(|address| split_address(address));
    let row = plan.measures.iter().find(|row| row.number == number);
    let responsible = row.map(
        |MeasureRow {
             measure: Measure { responsible, .. },
             ..
         }| list_names(responsible),
    );
    places.chain(people).chain(responsible.into_iter().flatten()).collect()
}

/// The names of everybody and every place that the hub knows.
fn list_known(store: &Store) -> Result<Vec<String>, StoreError> {
    let (addresses, mut names) = store.known_names()?;
    names.extend(addresses.iter().flat_map(|address| split_address(address)));
    Ok(names)
}

/// Writes what is told of a measure, agrees to it, or takes it out.
pub async fn change(
    State(pages): State<Arc<Pages>>,
    Path((id, number)): Path<(String, String)>,
    visit: Visit,
    form: Form,
) -> Result<Response, PageError> {
    let (asked, number) = (Arc::clone(&pages), read_known(&number)?);
    let act = form.get("act").to_owned();
    let seen = Seen::read(form.get("seen")).ok_or(PageError::NotFound)?;
    let typed = WrittenIdea {
        theme: form.get("theme").to_owned(),
        what: form.get("idea_what").to_owned(),
        how: form.get("idea_how").to_owned(),
    };
    let written = typed.clone();
    // Only who saves has typed something that must not be lost.
    let typed = (act == "save").then_some(typed);
    let kept = pages
        .write_in(&visit, &id, move |store, read| {
            let of = &read.process.id;
            match &act[..] {
                "agree" => settle(store.agree_to_idea(of, number, &seen)),
                "withdraw" => settle(store.withdraw_idea(of, number, &seen)),
                "save" => {
                    let near = list_forbidden(&read.organisation, &read.process.wards, &read.plan, number);
                    let far = list_known(store)?;
                    let is_theme = |id: &str| asked.codebook.codebook.category(id).is_some();
                    match read_idea(&written, is_theme, (&near, &far)) {
                        Ok(idea) => settle(store.save_idea(of, number, &seen, &idea)),
                        Err(faults) => Ok(Err(Refusal::Faults(faults))),
                    }
                }
                _ => Err(StoreError::NotFound("act", act.clone())),
            }
        })
        .await?;
    match kept {
        Ok(()) => {
            let to = format!("/process/{id}/plan/measures/{number}?done=saved");
            Ok(Redirect::to(&to).into_response())
        }
        Err(refusal) => measure::refuse_idea(&pages, &visit, id, number, (typed, refusal)).await,
    }
}

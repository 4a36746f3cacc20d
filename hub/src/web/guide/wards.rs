//! The guide's wards as a page: sorted by what needs the guide, by department and by words that are searched for.

use std::collections::BTreeSet;
use std::sync::Arc;

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::response::Html;

use crate::organisation::Organisation;
use crate::rounds::phase::Need;
use crate::texts::{DraftTexts, FollowUpTexts, GuideTexts, WardTexts, fill};
use crate::web::Pages;
use crate::web::error::PageError;
use crate::web::first_steps::{FirstSteps, for_guide};
use crate::web::guide::overview::{Overview, WardStanding, WardView};
use crate::web::page::{Page, read_page_number, render, take_page};
use crate::web::process::follow_up::SilentList;
use crate::web::visit::Visit;
use crate::written::fold_name;

/// Wards that need the guide alike.
struct Group {
    name: &'static str,
    /// How many there are, on all pages.
    all: usize,
    wards: Vec<WardView>,
}

struct DepartmentChoice {
    id: String,
    name: String,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "wards.html")]
struct WardsPage {
    page: Page,
    texts: &'static WardTexts,
    guide_texts: &'static GuideTexts,
    draft_texts: &'static DraftTexts,
    lead: String,
    /// What there is to do until people answer for the first time.
    first: Option<FirstSteps>,
    /// What nobody has followed up.
    silent: SilentList,
    follow_texts: &'static FollowUpTexts,
    groups: Vec<Group>,
    /// The next page of them, and the first one where this is another.
    further: Option<String>,
    first_page: Option<String>,
    departments: Vec<DepartmentChoice>,
    search: String,
    filtered: bool,
    has_wards: bool,
    has_key: bool,
    clock_doubted: bool,
}

/// What the address asks for; nothing of either is all of it.
struct Filter {
    department: String,
    search: String,
}

impl Filter {
    fn read(query: &str) -> Self {
        let asked = |wanted: &str| {
            let mut fields = form_urlencoded::parse(query.as_bytes());
            let found = fields.find(|(name, _)| name == wanted);
            found.map(|(_, value)| value.trim().to_owned()).unwrap_or_default()
        };
        Filter {
            department: asked("department"),
            search: asked("search"),
        }
    }

    fn is_set(&self) -> bool {
        !self.department.is_empty() || !self.search.is_empty()
    }

    /// The same, as an address says it behind others.
    fn write(&self) -> String {
        let mut kept = form_urlencoded::Serializer::new(String::new());
        kept.append_pair("department", &self.department)
            .append_pair("search", &self.search);
        format!("&{}", kept.finish())
    }

    /// Whether it lets a ward through: each word is somewhere in the ward's name or its department's.
    fn lets_through(&self, ward: &WardStanding<'_>) -> bool {
        if !self.department.is_empty() && ward.ward.department != self.department {
            return false;
        }
        if self.search.is_empty() {
            return true;
        }
        let found = fold_name(&format!("{} {}", ward.ward.name, ward.department));
        let words = fold_name(&self.search);
        words.split_whitespace().all(|word| found.contains(word))
    }
}

fn list_departments(organisation: &Organisation, wards: &[&String], chosen: &str) -> Vec<DepartmentChoice> {
    let departments: BTreeSet<&String> = wards.iter().map(|id| &organisation.wards[*id].department).collect();
    let choice = |id: &String| DepartmentChoice {
        name: organisation.departments.get(id).unwrap_or(id).clone(),
        chosen: *id == chosen,
        id: id.clone(),
    };
    let mut departments: Vec<DepartmentChoice> = departments.into_iter().map(choice).collect();
    departments.sort_by_key(|department| department.name.to_lowercase());
    departments
}

/// What is said above all wards: how many need the guide.
fn say_lead(wards: &[WardStanding<'_>], texts: &WardTexts) -> String {
    let any_round = wards.iter().any(WardStanding::has_begun);
    let needing = wards.iter().filter(|ward| ward.need() <= Need::ToDo).count();
    match (wards.len(), needing) {
        (0, _) => texts.no_wards.to_owned(),
        (1, 0) if !any_round => texts.begin_one.to_owned(),
        (wards, 0) if !any_round => fill(texts.begin, &[&wards]),
        (_, 0) => texts.nobody_needs.to_owned(),
        (_, 1) => texts.one_needs.to_owned(),
        (_, some) => fill(texts.some_need, &[&some]),
    }
}

/// How many wards stand on a page: a large hospital's in one look, and not a country's.
const WARDS_ON_A_PAGE: usize = 400;

/// The group that a ward stands in.
fn group_of(ward: &WardStanding<'_>) -> Need {
    ward.need().max(Need::ToDo)
}

/// A page of the wards, in groups of those that need the guide alike, the most needing first; no group is empty. And whether there are more.
fn group(overview: &Overview, mut wards: Vec<WardStanding<'_>>, page: usize, texts: &WardTexts) -> (Vec<Group>, bool) {
    wards.sort_by_cached_key(|ward| (ward.need(), ward.opens(), ward.ward.name.to_lowercase()));
    let names = [
        (texts.to_do, Need::ToDo),
        (texts.runs, Need::Runs),
        (texts.idle, Need::Idle),
    ];
    let all = names.map(|(_, need)| wards.iter().filter(|ward| group_of(ward) == need).count());
    let (wards, more) = take_page(wards, page, WARDS_ON_A_PAGE);
    let groups = names.into_iter().zip(all).map(|((name, need), all)| Group {
        name,
        all,
        wards: wards
            .iter()
            .filter(|ward| group_of(ward) == need)
            .map(|ward| overview.describe(ward))
            .collect(),
    });
    (groups.filter(|group| !group.wards.is_empty()).collect(), more)
}

/// The overview, or those of its wards that the address asks for.
pub async fn show(
    State(pages): State<Arc<Pages>>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Html<String>, PageError> {
    let (visitor, language, now) = (visit.visitor()?.clone(), visit.language, pages.now());
    let (email, places) = (visitor.email, visitor.places);
    let number = read_page_number(query.as_deref(), "page");
    let filter = Filter::read(&query.unwrap_or_default());
    let texts = WardTexts::of(language);
    let mut frame = visit.page(texts.wards).on_page(number);
    let kept = match filter.is_set() {
        true => filter.write(),
        false => String::new(),
    };
    frame.keep.push_str(&kept);
    let clock_doubted = pages.clock.doubt().is_some();
    let asked = Arc::clone(&pages);
    let template = pages
        .read(move |store| {
            let overview = Overview::read(store, asked.method(), (&places, &email), language, now)?;
            let organisation = &overview.organisation;
            let mine: Vec<&String> = overview.wards_of(&email).collect();
            let mut wards: Vec<WardStanding<'_>> = mine.iter().filter_map(|id| overview.stand(id)).collect();
            // What is closed is shown as long as something is to be done about it.
            wards.retain(|ward| !ward.ward.closed || ward.need() != Need::Idle);
            let (has_wards, lead) = (!wards.is_empty(), say_lead(&wards, texts));
            wards.retain(|ward| filter.lets_through(ward));
            let (groups, more) = group(&overview, wards, number, texts);
            Ok(WardsPage {
                further: more.then(|| format!("/wards?page={}{kept}", number + 1)),
                first_page: (number > 1).then(|| format!("/wards?page=1{kept}")),
                page: frame,
                texts,
                guide_texts: GuideTexts::of(language),
                draft_texts: DraftTexts::of(language),
                lead,
                first: match has_wards {
                    true => for_guide(overview.first_round(&mine), language),
                    false => None,
                },
                follow_texts: FollowUpTexts::of(language),
                groups,
                departments: list_departments(organisation, &mine, &filter.department),
                silent: overview.list_silent(),
                filtered: filter.is_set(),
                search: filter.search,
                has_wards,
                has_key: overview.has_key,
                clock_doubted,
            })
        })
        .await?;
    render(&template)
}

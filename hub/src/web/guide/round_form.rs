//! The form with which a guide writes a round: new, as a draft, or one that is planned and not confirmed.

use std::collections::BTreeMap;

use askama::Template;
use axum::response::Response;
use trykk_shared::deck::Mode;
use trykk_shared::language::{Language, LanguageError, Texts as Translations};

use crate::organisation::anonymity::find_weak;
use crate::organisation::decks;
use crate::organisation::drafts::{DayAndTime, Draft, Field, guides_all, least_floor, sketch, times};
use crate::organisation::planning::PlanningError;
use crate::organisation::{Organisation, Round};
use crate::texts::{
    AnonymityTexts, DraftTexts, GuideTexts, HelpTexts, end_moment, fill, moment, say_not_planned, say_period, say_weak,
};
use crate::web::access::form::Form;
use crate::web::error::PageError;
use crate::web::page::{Page, respond};
use crate::web::visit::Visit;

/// How many groups of wards are offered at least.
const GROUPS: usize = 6;
/// So many wards are all shown at once; of more, only the departments that have one chosen stand open.
const MOST_UNFOLDED_WARDS: usize = 24;

/// What is being written.
pub enum Writing {
    /// A draft that is not kept yet.
    New,
    /// A draft, and how often it was saved.
    Draft(String, u32),
    /// A planned round, by the box on whose page it is, and what it was recognised by when the form was made.
    Planned(String, String),
}

struct DeckChoice {
    key: String,
    name: String,
    chosen: bool,
}

struct LanguageChoice {
    code: &'static str,
    name: &'static str,
    chosen: bool,
    urgent: String,
}

struct WardChoice {
    id: String,
    name: String,
    headcount: u32,
    chosen: bool,
    group: String,
    /// What the choice of its group is called, for who hears it.
    group_name: String,
}

struct DepartmentChoice {
    name: String,
    open: bool,
    wards: Vec<WardChoice>,
}

/// Something weak, and where.
struct WeakView {
    text: String,
    wards: String,
}

#[derive(Template)]
#[template(path = "round_form.html")]
struct RoundFormPage {
    page: Page,
    texts: &'static DraftTexts,
    guide_texts: &'static GuideTexts,
    how: &'static HelpTexts,
    anonymity: &'static AnonymityTexts,
    writing: Writing,
    /// Where the form goes.
    action: String,
    lead: &'static str,
    draft: Draft,
    decks: Vec<DeckChoice>,
    languages: Vec<LanguageChoice>,
    departments: Vec<DepartmentChoice>,
    groups: Vec<String>,
    least_floor: u32,
    zone: String,
    /// When it opens and closes, in words.
    said: Vec<String>,
    faults: Vec<(Option<Field>, String)>,
    /// Whether anything but the name, the times and the urgent route can be said about: wards and a deck are chosen.
    checked: bool,
    weak: Vec<WeakView>,
    notice: Option<&'static str>,
    refusal: Option<&'static str>,
}

impl RoundFormPage {
    /// What is wrong with a part of the form.
    fn at(&self, field: &str) -> Vec<&str> {
        let here = self
            .faults
            .iter()
            .filter(|(at, _)| at.is_some_and(|at| field_name(at) == field));
        here.map(|(_, said)| said.as_str()).collect()
    }

    /// What is wrong, and belongs to no part of it.
    fn general(&self) -> Vec<&str> {
        let general = self.faults.iter().filter(|(at, _)| at.is_none());
        general.map(|(_, said)| said.as_str()).collect()
    }

    fn is_new(&self) -> bool {
        matches!(self.writing, Writing::New)
    }

    fn is_planned(&self) -> bool {
        matches!(self.writing, Writing::Planned(..))
    }

    fn draft_id(&self) -> Option<&String> {
        match &self.writing {
            Writing::Draft(id, _) => Some(id),
            _ => None,
        }
    }

    fn revision(&self) -> u32 {
        match self.writing {
            Writing::Draft(_, revision) => revision,
            _ => 0,
        }
    }

    /// What the planned round was when this form was made from it.
    fn seen(&self) -> &str {
        match &self.writing {
            Writing::Planned(_, mark) => mark,
            _ => "",
        }
    }

    /// Whether one of the decks that are offered is chosen: else a browser would show the first as if it were.
    fn has_deck(&self) -> bool {
        self.decks.iter().any(|deck| deck.chosen)
    }

    fn group(&self, group: &str) -> String {
        fill(self.texts.group, &[&group])
    }

    fn time_hint(&self) -> String {
        fill(self.texts.time_hint, &[&self.zone])
    }

    fn floor_hint(&self) -> String {
        fill(self.texts.floor_hint, &[&self.least_floor])
    }

    /// Where the form goes that takes a planned round away.
    fn take_away(&self) -> String {
        match &self.writing {
            Writing::Planned(id, _) => format!("/rounds/{id}/take-away"),
            _ => String::new(),
        }
    }

    fn is_table(&self) -> bool {
        self.draft.mode == Mode::Table
    }
}

fn field_name(field: Field) -> &'static str {
    match field {
        Field::Name => "name",
        Field::Deck => "deck",
        Field::Mode => "mode",
        Field::Languages => "languages",
        Field::Wards => "wards",
        Field::Opens => "opens",
        Field::Closes => "closes",
        Field::Floor => "floor",
        Field::Urgent => "urgent",
    }
}

/// What was written into the form.
///
/// # Errors
/// When it names a mode or a language that there is not: no page of ours sends that, and guessing would change the round.
pub fn read_form(form: &Form) -> Result<Draft, PageError> {
    let day_and_time = |name: &str| DayAndTime {
        day: form.get(&format!("{name}-day")).to_owned(),
        time: form.get(&format!("{name}-time")).to_owned(),
    };
    let chosen = form.all("ward");
    let wards: BTreeMap<String, String> = chosen
        .into_iter()
        .map(|id| {
            let group = form.get(&format!("group {id}")).to_owned();
            (id, group)
        })
        .collect();
    let urgent = Language::ALL.into_iter().map(|language| {
        let text = form.get(&format!("urgent-{language}")).replace("\r\n", "\n");
        (language, text.trim().to_owned())
    });
    let languages = form.all("language");
    let languages: Result<Vec<Language>, LanguageError> = languages.iter().map(|code| code.parse()).collect();
    Ok(Draft {
        name: form.get("name").to_owned(),
        deck: form.get("deck").to_owned(),
        mode: match form.get("mode") {
            "" => Draft::default().mode,
            name => Mode::from_name(name).ok_or(PageError::Form)?,
        },
        languages: languages.map_err(|_| PageError::Form)?,
        wards,
        opens: day_and_time("opens"),
        closes: day_and_time("closes"),
        floor: form.get("floor").to_owned(),
        urgent: Translations(urgent.filter(|(_, text)| !text.is_empty()).collect()),
        codes: form.get("codes") == "yes",
    })
}

/// What a form page says above itself.
#[derive(Default)]
pub struct Said<'w> {
    /// What was done.
    pub notice: Option<&'static str>,
    /// That it was not done.
    pub refusal: Option<&'static str>,
    /// Why not, or what is missing.
    pub why: Option<&'w PlanningError>,
}

/// The form with what was written, what is wrong with it, and what is weak about it.
pub fn render_form(
    visit: &Visit,
    organisation: &Organisation,
    writing: Writing,
    draft: Draft,
    known: Option<&Round>,
    said: &Said<'_>,
) -> Result<Response, PageError> {
    let (language, texts) = (visit.language, DraftTexts::of(visit.language));
    let email = &visit.visitor()?.email;
    let title = match &writing {
        Writing::New => texts.new.to_owned(),
        Writing::Planned(..) => texts.change.to_owned(),
        Writing::Draft(..) => match draft.name.trim() {
            "" => texts.unnamed.to_owned(),
            name => name.to_owned(),
        },
    };
    let mut page = visit.page(title);
    let action = match &writing {
        Writing::New => "/rounds/new".to_owned(),
        Writing::Draft(id, _) => format!("/drafts/{id}"),
        Writing::Planned(id, _) => format!("/rounds/{id}/change"),
    };
    page.path.clone_from(&action);
    let zone = organisation.zone();
    let period = |opens, closes| say_period(visit.texts().period, language, &zone, opens, closes);
    let faults = said
        .why
        .map(|why| say_not_planned(language, organisation, &draft, why, period))
        .unwrap_or_default();
    let [opens, closes] = times(organisation, &draft);
    let in_words = [
        opens
            .and_then(Result::ok)
            .map(|at| fill(texts.opens_said, &[&moment(language, &zone, at)])),
        closes
            .and_then(Result::ok)
            .map(|at| fill(texts.closes_said, &[&end_moment(language, &zone, at)])),
    ];
    // Of wards of others nothing is told, how many people work there least of all.
    let mut own = draft.clone();
    own.wards.retain(|id, _| guides_all(organisation, email, [id]));
    let sketched = sketch(organisation, &own).filter(|round| !round.boxes.is_empty());
    let template = RoundFormPage {
        page,
        texts,
        guide_texts: GuideTexts::of(language),
        how: HelpTexts::of(language),
        anonymity: AnonymityTexts::of(language),
        action,
        lead: match writing {
            Writing::Planned(..) => texts.change_lead,
            _ => texts.new_lead,
        },
        writing,
        decks: offer_decks(organisation, &draft, language),
        languages: offer_languages(&draft),
        departments: offer_wards(organisation, &draft, email, texts),
        groups: offer_groups(&draft),
        least_floor: least_floor(known),
        zone: organisation.time_zone.clone(),
        said: in_words.into_iter().flatten().collect(),
        faults,
        checked: sketched.is_some(),
        weak: sketched.map_or_else(Vec::new, |round| list_weak(organisation, &round, language)),
        notice: said.notice,
        refusal: said.refusal,
        draft,
    };
    let is_refused = template.refusal.is_some();
    respond(&template, is_refused)
}

fn offer_decks(organisation: &Organisation, draft: &Draft, language: Language) -> Vec<DeckChoice> {
    let texts = DraftTexts::of(language);
    let offered = decks::offered(organisation).into_iter().map(|one| DeckChoice {
        name: fill(
            texts.deck_label,
            &[&one.deck.title.get(language), &one.deck.items.len(), &one.deck.version],
        ),
        chosen: one.key == draft.deck,
        key: one.key,
    });
    offered.collect()
}

fn offer_languages(draft: &Draft) -> Vec<LanguageChoice> {
    let offered = Language::ALL.into_iter().map(|language| LanguageChoice {
        code: language.code(),
        name: language.name(),
        chosen: draft.languages.contains(&language),
        urgent: draft.urgent.0.get(&language).cloned().unwrap_or_default(),
    });
    offered.collect()
}

fn offer_groups(draft: &Draft) -> Vec<String> {
    let used = draft
        .wards
        .values()
        .filter_map(|group| group.parse::<usize>().ok())
        .max();
    let most = used.unwrap_or(0).clamp(GROUPS, draft.wards.len().max(GROUPS));
    (1..=most).map(|nth| nth.to_string()).collect()
}

fn offer_wards(organisation: &Organisation, draft: &Draft, email: &str, texts: &DraftTexts) -> Vec<DepartmentChoice> {
    let mine = organisation.wards.iter().filter(|(id, ward)| {
        let chosen = draft.wards.contains_key(*id);
        (!ward.closed || chosen) && guides_all(organisation, email, [*id])
    });
    let mut departments: BTreeMap<&String, Vec<WardChoice>> = BTreeMap::new();
    let mut count = 0;
    for (id, ward) in mine {
        count += 1;
        departments.entry(&ward.department).or_default().push(WardChoice {
            id: id.clone(),
            name: ward.name.clone(),
            headcount: ward.headcount,
            chosen: draft.wards.contains_key(id),
            group: draft.wards.get(id).cloned().unwrap_or_default(),
            group_name: fill(texts.together_of, &[&ward.name]),
        });
    }
    let mut offered: Vec<DepartmentChoice> = departments
        .into_iter()
        .map(|(id, mut wards)| {
            wards.sort_by_key(|ward| ward.name.to_lowercase());
            DepartmentChoice {
                name: organisation.departments.get(id).unwrap_or(id).clone(),
                open: count <= MOST_UNFOLDED_WARDS || wards.iter().any(|ward| ward.chosen),
                wards,
            }
        })
        .collect();
    offered.sort_by_key(|department| department.name.to_lowercase());
    offered
}

/// Each thing that is weak once, with the boxes that it is about.
fn list_weak(organisation: &Organisation, round: &Round, language: Language) -> Vec<WeakView> {
    let texts = DraftTexts::of(language);
    let mut weak: Vec<(String, Vec<String>)> = Vec::new();
    for (wards, _) in &round.boxes {
        for one in find_weak(organisation, round, wards) {
            let (text, name) = (say_weak(language, organisation, &one), organisation.ward_names(wards));
            match weak.iter_mut().find(|(known, _)| *known == text) {
                Some((_, names)) => names.push(name),
                None => weak.push((text, vec![name])),
            }
        }
    }
    let view = |(text, names): (String, Vec<String>)| WeakView {
        text,
        wards: match names.len() {
            many if many > 1 && many == round.boxes.len() => texts.weak_all.to_owned(),
            _ => fill(texts.weak_wards, &[&names.join(", ")]),
        },
    };
    weak.into_iter().map(view).collect()
}

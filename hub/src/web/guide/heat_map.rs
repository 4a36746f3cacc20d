//! The guide's wards beside each other, question by question: exact where the guide reads the count, else what is published.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::response::Html;
use jiff::tz::TimeZone;
use trykk_shared::deck::{Deck, Item, Question, Theme};
use trykk_shared::language::Language;

use crate::figures::bounds::Bounds;
use crate::figures::share::{MOST_STEPS, Order, hundredths, is_same, order_lines, part, step};
use crate::organisation::Organisation;
use crate::shown::chart::{part_label, say_bounds};
use crate::store::{AskedRound, Store, StoreError};
use crate::texts::{HeatMapTexts, Texts, TokenTexts, WardTexts, fill, say_period};
use crate::web::Pages;
use crate::web::error::PageError;
use crate::web::guide::families::{Column, Family, families, page_of, read_columns};
use crate::web::page::{Page, read_page_number, render, take_page};
use crate::web::visit::Visit;

/// What a cell of the table says.
pub struct Cell {
    /// The step of the scale, for the style sheet; nothing where no share is known exactly.
    step: Option<u64>,
    /// The share, in words.
    share: Option<String>,
    /// How many of how many, or why nothing is said.
    said: String,
    /// The same as numbers, if it is exact.
    known: Option<(u64, u64)>,
}

fn describe_cell(column: &Column, item: &Item, texts: &HeatMapTexts, words: &'static Texts) -> Cell {
    let say = |said: &str| Cell {
        step: None,
        share: None,
        said: said.to_owned(),
        known: None,
    };
    let deck = &column.round.deck;
    if !deck.item(&item.id).is_some_and(|asked| is_same(item, asked)) {
        return say(texts.not_asked);
    }
    let Some(questions) = &column.questions else {
        return say(texts.not_published);
    };
    let Some(question) = questions.iter().find(|question| question.id == item.id) else {
        return say(texts.not_asked);
    };
    match part(deck, question) {
        _ if question.n == 0 => say(texts.nobody),
        None => say(texts.few),
        Some(Bounds { least, most }) if least == most => Cell {
            step: Some(step(least, question.n)),
            share: Some(fill(texts.percent, &[&hundredths(least, question.n)])),
            said: fill(words.exactly, &[&least, &question.n]),
            known: Some((least, question.n)),
        },
        Some(bounds) => say(&say_bounds(bounds, question.n, words).0),
    }
}

struct Head {
    wards: String,
    period: String,
    href: String,
    is_exact: bool,
    note: Option<&'static str>,
}

struct Line {
    href: String,
    text: String,
    counted: String,
    cells: Vec<Cell>,
}

/// A choice in the form.
pub struct Choice {
    key: String,
    name: String,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "heat_map.html")]
struct HeatMapPage {
    page: Page,
    texts: &'static HeatMapTexts,
    ward_texts: &'static WardTexts,
    decks: Vec<Choice>,
    rounds: [Vec<Choice>; 2],
    themes: Vec<Choice>,
    departments: Vec<Choice>,
    orders: Vec<Choice>,
    heads: Vec<Head>,
    lines: Vec<Line>,
    steps: Vec<(u64, String)>,
    has_bounds: bool,
    /// The next page of wards, and the first one where this is another.
    further: Option<String>,
    first_page: Option<String>,
    /// Whether the order of the questions follows from the wards on this page.
    sorts_here: bool,
    /// What the page of tokens is called.
    tokens: &'static str,
}

/// What the address asks for.
pub struct Asked(BTreeMap<String, String>);

impl Asked {
    /// Reads it.
    pub fn read(query: Option<&str>) -> Self {
        let fields = form_urlencoded::parse(query.unwrap_or("").as_bytes());
        Asked(
            fields
                .map(|(name, value)| (name.into_owned(), value.trim().to_owned()))
                .collect(),
        )
    }

    /// What it says of something; "" where it says nothing.
    pub fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// The same for links to the same page in another language.
    pub fn keep(&self) -> String {
        let mut kept = form_urlencoded::Serializer::new(String::new());
        kept.extend_pairs(
            self.0
                .iter()
                .filter(|(name, _)| !matches!(name.as_str(), "lang" | "page")),
        );
        match kept.finish() {
            kept if kept.is_empty() => kept,
            kept => format!("&{kept}"),
        }
    }
}

/// The rounds of a family from one to another, both with it, whichever was first.
fn span<'f>(family: &'f Family, asked: &Asked) -> (BTreeSet<&'f str>, [&'f str; 2]) {
    let ids: Vec<&str> = family.rounds.iter().map(|round| round.id.as_str()).collect();
    let find = |name| ids.iter().copied().find(|id| *id == asked.get(name));
    let (from, to) = (
        find("from").or(find("to")).unwrap_or(ids[0]),
        find("to").or(find("from")).unwrap_or(ids[0]),
    );
    let place = |id: &str| ids.iter().position(|other| *other == id).unwrap_or(0);
    let (first, last) = (place(from).min(place(to)), place(from).max(place(to)));
    (ids[first..=last].iter().copied().collect(), [ids[last], ids[first]])
}

fn choose(key: String, name: String, chosen: &str) -> Choice {
    Choice {
        chosen: key == chosen,
        key,
        name,
    }
}

/// What was chosen, if anything is.
fn find_chosen(choices: &[Choice]) -> Option<String> {
    let chosen = choices.iter().find(|choice| choice.chosen);
    chosen.map(|choice| choice.key.clone())
}

/// How the page says things: in whose words, and in which time zone.
struct Saying {
    texts: &'static HeatMapTexts,
    words: &'static Texts,
    language: Language,
    zone: TimeZone,
}

impl Saying {
    fn period(&self, opens: i64, closes: i64) -> String {
        say_period(self.words.period, self.language, &self.zone, opens, closes)
    }

    /// The rounds of a family, with one chosen.
    fn rounds(&self, family: &Family, chosen: &str) -> Vec<Choice> {
        let choice = |round: &AskedRound| {
            let name = format!("{} ({})", self.period(round.opens, round.closes), round.id);
            choose(round.id.clone(), name, chosen)
        };
        family.rounds.iter().map(choice).collect()
    }

    fn themes(&self, deck: &Deck, chosen: &str) -> Vec<Choice> {
        let name = |theme: &Theme| theme.name.get(self.language).to_owned();
        let themes = deck.themes.iter();
        themes
            .map(|theme| choose(theme.id.clone(), name(theme), chosen))
            .collect()
    }

    fn orders(&self, chosen: Order) -> Vec<Choice> {
        let name = |order| self.texts.order_name(order).to_owned();
        Order::ALL
            .map(|order| choose(order.name().to_owned(), name(order), chosen.name()))
            .into()
    }

    /// The questions of a deck, of one theme or of all, line by line as they were ordered.
    fn lines(&self, (key, deck): (&str, &Deck), columns: &[Column], theme: Option<&String>, order: Order) -> Vec<Line> {
        let items = deck.items.iter();
        let items = items.filter(|item| !matches!(item.question, Question::Note { .. }));
        let items = items.filter(|item| theme.is_none() || item.theme.as_ref() == theme);
        let line = |item: &Item| Line {
            href: format!("/figures/items/{}?deck={key}", item.id),
            text: item.text.get(self.language).to_owned(),
            counted: part_label(&item.question, self.language, self.words),
            cells: columns
                .iter()
                .map(|column| describe_cell(column, item, self.texts, self.words))
                .collect(),
        };
        let mut lines: Vec<Option<Line>> = items.map(line).map(Some).collect();
        let known = |line: &Line| line.cells.iter().filter_map(|cell| cell.known).collect();
        let known: Vec<Vec<(u64, u64)>> = lines.iter().flatten().map(known).collect();
        let ordered = order_lines(order, &known).into_iter();
        ordered.filter_map(|at| lines[at].take()).collect()
    }

    fn head(&self, column: &Column, organisation: &Organisation) -> Head {
        Head {
            wards: organisation.ward_names(&column.ballot_box.wards),
            period: self.period(column.ballot_box.opens, column.ballot_box.closes),
            href: page_of(column),
            is_exact: column.is_exact,
            note: column.questions.is_none().then_some(self.texts.not_shared),
        }
    }
}

fn department_of(organisation: &Organisation, ward: &str) -> Option<String> {
    organisation.wards.get(ward).map(|ward| ward.department.clone())
}

/// The departments that a family's boxes are in.
fn list_departments(organisation: &Organisation, family: &Family, chosen: &str) -> Vec<Choice> {
    let wards = family.boxes.iter().flat_map(|counted| &counted.wards);
    let departments: BTreeSet<String> = wards.filter_map(|ward| department_of(organisation, ward)).collect();
    let choice = |id: String| {
        let name = organisation.departments.get(&id).unwrap_or(&id).clone();
        choose(id, name, chosen)
    };
    departments.into_iter().map(choice).collect()
}

/// How many boxes stand beside each other on a page.
const COLUMNS_ON_A_PAGE: usize = 60;

/// A page of the boxes of a family in these rounds, and in one department or all, by the names of their wards. And whether there is a next one.
fn read_page(
    store: &Store,
    (organisation, family): (&Organisation, &Family),
    within: &BTreeSet<&str>,
    department: Option<&String>,
    (email, page): (&str, usize),
) -> Result<(Vec<Column>, bool), StoreError> {
    let is_there = |ward: &String| department_of(organisation, ward).as_ref() == department;
    let shown = family.boxes.iter().filter(|counted| {
        let there = department.is_none() || counted.wards.iter().any(is_there);
        within.contains(counted.round.as_str()) && there
    });
    let mut boxes = store.boxes_named(&shown.map(|counted| counted.id).collect::<Vec<_>>())?;
    boxes.sort_by_cached_key(|ballot_box| (organisation.ward_names(&ballot_box.wards), ballot_box.opens));
    let (boxes, more) = take_page(boxes, page, COLUMNS_ON_A_PAGE);
    Ok((read_columns(store, boxes, email)?, more))
}

/// The table.
pub async fn show(
    State(pages): State<Arc<Pages>>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Html<String>, PageError> {
    let (visitor, language) = (visit.visitor()?.clone(), visit.language);
    let (texts, words) = (HeatMapTexts::of(language), visit.texts());
    let (asked, number) = (
        Asked::read(query.as_deref()),
        read_page_number(query.as_deref(), "page"),
    );
    let kept = asked.keep();
    let mut frame = visit.page(texts.results).on_page(number);
    frame.keep.push_str(&kept);
    let template = pages
        .read(move |store| {
            let organisation = store.organisation_within(&visitor.places)?;
            let families = families(store, &organisation, &visitor.places)?;
            let family = families.iter().find(|family| family.key == asked.get("deck"));
            let mut page = HeatMapPage {
                page: frame,
                texts,
                ward_texts: WardTexts::of(language),
                decks: Vec::new(),
                rounds: [Vec::new(), Vec::new()],
                themes: Vec::new(),
                departments: Vec::new(),
                orders: Vec::new(),
                heads: Vec::new(),
                lines: Vec::new(),
                steps: (0..=MOST_STEPS)
                    .map(|step| (step, fill(texts.percent, &[&(step * 100 / MOST_STEPS)])))
                    .collect(),
                has_bounds: false,
                further: None,
                sorts_here: false,
                first_page: (number > 1).then(|| format!("/figures?page=1{kept}")),
                tokens: TokenTexts::of(language).tokens,
            };
            let Some(family) = family.or(families.first()) else {
                return Ok(page);
            };
            let saying = Saying {
                texts,
                words,
                language,
                zone: organisation.zone(),
            };
            let deck_choice = |of: &Family| choose(of.key.clone(), of.describe(language), &family.key);
            page.decks = families.iter().map(deck_choice).collect();
            let (within, ends) = span(family, &asked);
            page.rounds = ends.map(|end| saying.rounds(family, end));
            let deck = family.deck(store)?;
            page.themes = saying.themes(&deck, asked.get("theme"));
            page.departments = list_departments(&organisation, family, asked.get("department"));
            let order = Order::ALL.into_iter().find(|order| order.name() == asked.get("order"));
            let order = order.unwrap_or_default();
            page.orders = saying.orders(order);
            let department = find_chosen(&page.departments);
            let of = (&organisation, family);
            let (columns, more) = read_page(store, of, &within, department.as_ref(), (&visitor.email, number))?;
            page.further = more.then(|| format!("/figures?page={}{kept}", number + 1));
            page.has_bounds = columns.iter().any(|column| !column.is_exact);
            page.lines = saying.lines(
                (&family.key, &deck),
                &columns,
                find_chosen(&page.themes).as_ref(),
                order,
            );
            page.sorts_here = order != Order::default() && !columns.is_empty();
            page.heads = columns
                .iter()
                .map(|column| saying.head(column, &organisation))
                .collect();
            Ok(page)
        })
        .await?;
    render(&template)
}

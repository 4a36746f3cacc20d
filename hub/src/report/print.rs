//! A report as the templates of the PDF read it: every text and bar of its [`Content`], and nothing that is not in it.

use serde::Serialize;
use trykk_shared::face::STROKE;

use crate::report::content::{AreaPart, Content};
use crate::shown::bands::BandsView;
use crate::shown::chart::{Chart, Face, Row, Tone};
use crate::shown::knowledge::CardView;

/// How wide and high a bar is drawn, in units of its own.
const BAR: (u32, u32) = (400, 20);

#[derive(Serialize)]
struct PrintedRow<'c> {
    label: &'c str,
    figure: &'c str,
    meaning: &'static str,
    /// The bar, as SVG, and what it shows, in words.
    bar: String,
    alt: String,
    faces: Vec<String>,
}

#[derive(Serialize)]
struct PrintedChart<'c> {
    text: &'c str,
    answered: &'c str,
    unit: &'static str,
    hidden: &'static str,
    rows: Vec<PrintedRow<'c>>,
}

#[derive(Serialize)]
struct PrintedCard<'c> {
    name: &'c str,
    says: &'c str,
    basis: &'static str,
    sources: &'c str,
}

#[derive(Serialize)]
struct PrintedArea<'c> {
    title: &'c str,
    sentence: &'c str,
    charts: Vec<PrintedChart<'c>>,
    mentions: &'c [String],
    knowledge: Vec<PrintedCard<'c>>,
}

#[derive(Serialize)]
struct PrintedAreas<'c> {
    name: &'static str,
    areas: Vec<PrintedArea<'c>>,
}

#[derive(Serialize)]
struct PrintedMainArea<'c> {
    name: &'c str,
    band: &'static str,
    /// What each category is called, and its band.
    categories: &'c [(String, &'static str)],
}

#[derive(Serialize)]
struct PrintedPrompt<'c> {
    text: &'c str,
    areas: Vec<PrintedMainArea<'c>>,
}

/// What is published of notes.
#[derive(Serialize)]
struct PrintedBands<'c> {
    title: &'static str,
    how: &'static str,
    nothing: &'static str,
    prompts: Vec<PrintedPrompt<'c>>,
}

#[derive(Serialize)]
struct PrintedGroup<'c> {
    name: &'c str,
    charts: Vec<PrintedChart<'c>>,
}

#[derive(Serialize)]
struct PrintedKey {
    text: &'static str,
    bar: String,
}

/// What the headings say.
#[derive(Serialize)]
struct Headings {
    report: &'static str,
    took_part: &'static str,
    well: &'static str,
    well_lead: &'static str,
    improve: &'static str,
    improve_lead: &'static str,
    none: &'static str,
    cards: &'static str,
    next: &'static str,
    every_question: &'static str,
    how_to_read: &'static str,
    knowledge: &'static str,
    knowledge_not_ours: &'static str,
    rests_on: &'static str,
    in_notes: &'static str,
    no_areas: &'static str,
    lead: &'static str,
}

/// A report ready to be set.
#[derive(Serialize)]
pub struct Printed<'c> {
    language: &'static str,
    organisation: &'c str,
    wards: &'c str,
    title: &'c str,
    period: &'c str,
    version: &'c str,
    took_part: &'c str,
    headings: Headings,
    has_figures: bool,
    too_few: &'c str,
    well: Vec<PrintedChart<'c>>,
    improve: Vec<PrintedChart<'c>>,
    cards: Vec<PrintedChart<'c>>,
    cards_lead: &'static str,
    bands: Option<PrintedBands<'c>>,
    withdrawn: Option<&'static str>,
    areas: Vec<PrintedAreas<'c>>,
    next: [&'static str; 3],
    key: Vec<PrintedKey>,
    left_out: Option<&'c str>,
    groups: Vec<PrintedGroup<'c>>,
}

impl<'c> Printed<'c> {
    /// What a report says.
    pub fn of(content: &'c Content) -> Self {
        let (texts, report, area) = (content.texts, content.report_texts, content.area_texts);
        let published = &content.published;
        Printed {
            language: content.language.code(),
            organisation: &content.organisation,
            wards: &content.wards,
            title: &content.title,
            period: &content.period,
            version: &content.version,
            took_part: &content.took_part,
            headings: Headings {
                report: report.report,
                took_part: report.took_part,
                well: texts.well,
                well_lead: texts.well_lead,
                improve: texts.improve,
                improve_lead: texts.improve_lead,
                none: texts.well_none,
                cards: texts.cards,
                next: texts.next,
                every_question: report.every_question,
                how_to_read: texts.how_to_read,
                knowledge: area.knowledge,
                knowledge_not_ours: area.knowledge_not_ours,
                rests_on: area.rests_on,
                in_notes: area.in_notes,
                no_areas: report.no_areas,
                lead: report.lead_published,
            },
            has_figures: published.has_figures(),
            too_few: &published.too_few,
            well: print_charts(&published.well),
            improve: print_charts(&published.improve),
            cards: print_charts(&published.cards),
            cards_lead: published.cards_lead,
            bands: content.bands.as_ref().map(print_bands),
            withdrawn: content.withdrawn,
            areas: content
                .areas
                .iter()
                .map(|part| PrintedAreas {
                    name: part.name,
                    areas: part.areas.iter().map(print_area).collect(),
                })
                .collect(),
            next: published.next,
            key: [
                (texts.read_certain, 1, 1),
                (texts.read_uncertain, 0, 1),
                (texts.read_rest, 0, 0),
            ]
            .map(|(text, least, most)| PrintedKey {
                text,
                bar: draw_bar(Tone::Plain, (least, most, 1)),
            })
            .into(),
            left_out: content.left_out.as_deref(),
            groups: published
                .groups
                .iter()
                .map(|group| PrintedGroup {
                    name: &group.name,
                    charts: print_charts(&group.charts),
                })
                .collect(),
        }
    }
}

fn print_area(area: &AreaPart) -> PrintedArea<'_> {
    PrintedArea {
        title: &area.title,
        sentence: &area.sentence,
        charts: print_charts(&area.charts),
        mentions: &area.mentions,
        knowledge: area.knowledge.iter().map(print_card).collect(),
    }
}

fn print_bands(bands: &BandsView) -> PrintedBands<'_> {
    let prompts = bands.prompts.iter().map(|prompt| PrintedPrompt {
        text: &prompt.text,
        areas: prompt
            .areas
            .iter()
            .map(|area| PrintedMainArea {
                name: &area.name,
                band: area.band,
                categories: &area.categories,
            })
            .collect(),
    });
    PrintedBands {
        title: bands.texts.title,
        how: bands.texts.how,
        nothing: bands.texts.nothing,
        prompts: prompts.collect(),
    }
}

fn print_card(card: &CardView) -> PrintedCard<'_> {
    PrintedCard {
        name: &card.name,
        says: &card.says,
        basis: card.basis,
        sources: &card.sources,
    }
}

fn print_charts(charts: &[Chart]) -> Vec<PrintedChart<'_>> {
    charts.iter().map(print_chart).collect()
}

fn print_chart(chart: &Chart) -> PrintedChart<'_> {
    PrintedChart {
        text: &chart.text,
        answered: &chart.answered,
        unit: chart.unit,
        hidden: chart.hidden,
        rows: chart.rows.iter().map(print_row).collect(),
    }
}

fn print_row(row: &Row) -> PrintedRow<'_> {
    PrintedRow {
        label: &row.label,
        figure: &row.figure,
        meaning: row.meaning,
        bar: draw_bar(row.tone, (row.least, row.most, row.n)),
        alt: format!("{}: {}", row.label, row.figure),
        faces: row.faces.iter().map(draw_face).collect(),
    }
}

/// A bar: solid up to the fewest, hatched up to the most, paper for the rest. Whole numbers of a unit of its own, so that it is the same
/// everywhere.
fn draw_bar(tone: Tone, (least, most, n): (u64, u64, u64)) -> String {
    let (solid, light) = match tone {
        Tone::Cool => ("#1E7F74", "#E9F1EE"),
        Tone::Warm => ("#C4553B", "#FAEDE8"),
        Tone::Plain => ("#44566A", "#F0EEEA"),
    };
    let (width, height) = BAR;
    let at = |part: u64| part * u64::from(width) / n.max(1);
    let (certain, all) = (at(least), at(most));
    let hatch = if all > certain {
        let strokes = (0..=all + u64::from(height))
            .step_by(9)
            .map(|x| format!("M{x} 0l-20 20"));
        format!(
            r#"<clipPath id="c"><rect x="{certain}" width="{}" height="{height}"/></clipPath><g clip-path="url(#c)"><rect width="{width}" height="{height}" fill="{light}"/><path d="{}" stroke="{solid}" stroke-width="2.6" fill="none"/></g>"#,
            all - certain,
            strokes.collect::<String>()
        )
    } else {
        String::new()
    };
    format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"><rect x="0.5" y="0.5" width="{}" height="{}" fill="#FFFFFF" stroke="#B8B2A4"/><rect width="{certain}" height="{height}" fill="{solid}"/>{hatch}</svg>"##,
        width - 1,
        height - 1
    )
}

fn draw_face(face: &Face) -> String {
    format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" width="100" height="100"><path d="{}" fill="{}"/><path d="{}" fill="{}"/><path d="{}" fill="none" stroke="{}" stroke-width="{STROKE}" stroke-linecap="round"/></svg>"#,
        face.head, face.ground, face.eyes, face.line, face.strokes, face.line
    )
}

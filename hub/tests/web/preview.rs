//! The preview of a deck says what the tablet says, in the tablet's sizes and colours, with its faces.

use trykk_hub::organisation::library::library;
use trykk_shared::deck::{Favourable, Question};
use trykk_shared::face::face;
use trykk_shared::language::Language;

use crate::house::{planned, the_plan};

const THEME: &str = include_str!("../../../kiosk/ui/theme.slint");
const STYLE: &str = include_str!("../../static/styles/preview.css");
const NYNORSK: &str = include_str!("../../../assets/translations/nn/LC_MESSAGES/trykk-kiosk-ui.po");
const ENGLISH: &str = include_str!("../../../assets/translations/en/LC_MESSAGES/trykk-kiosk-ui.po");
const GUIDE: &str = "guide@example.org";

/// What a choice of the theme comes to for whoever asks for nothing: neither larger letters nor low buttons.
fn choose(value: &str, upright: bool) -> f32 {
    let value = value.trim().trim_matches(['(', ')']);
    let Some((asked, both)) = value.split_once('?') else {
        return value.trim().parse().unwrap_or_else(|_| panic!("{value}"));
    };
    let (so, otherwise) = both.split_once(':').unwrap();
    let holds = match asked.trim() {
        "portrait" => upright,
        "low" | "low && !portrait" => false,
        other => panic!("{other}"),
    };
    choose(if holds { so } else { otherwise }, upright)
}

/// A size of the tablet's theme: lying, and upright.
fn size(name: &str) -> (f32, f32) {
    let rest = THEME
        .split_once(&format!("out property <length> {name}: "))
        .or_else(|| THEME.split_once(&format!("out property <float> {name}: ")))
        .or_else(|| THEME.split_once(&format!("private property <float> {name}: ")));
    let (_, rest) = rest.unwrap_or_else(|| panic!("no {name} in the theme"));
    let mut value = rest.split(';').next().unwrap();
    // Letters grow for whoever asks.
    for grown in [
        " * root.grown",
        " * root.grown-large",
        " * root.grown-row",
        " * root.grown-row",
    ] {
        value = value.strip_suffix(grown).unwrap_or(value);
    }
    // A unit is 8 pixels of a glass of 1280 by 800, lying or upright.
    let (value, unit) = match value.strip_suffix("root.u") {
        Some(many) => (many.strip_suffix(" * ").unwrap_or("1"), 8.0),
        None => (value, 1.0),
    };
    (unit * choose(value, false), unit * choose(value, true))
}

/// Every size in a block of the style sheet.
fn sizes(block: &str) -> Vec<(&str, f32)> {
    let (_, rest) = STYLE.split_once(&format!("\n{block} {{")).unwrap();
    let rules = rest.split('}').next().unwrap().split(';');
    let sizes = rules.filter_map(|rule| rule.trim().strip_prefix("--")?.split_once(": "));
    sizes
        .filter_map(|(name, value)| Some((name, value.parse().ok()?)))
        .collect()
}

#[test]
fn the_preview_has_the_tablets_sizes() {
    let (lying, upright) = (sizes(".glass"), sizes(".glass.upright"));
    assert!(lying.len() > 25 && upright.len() == 4, "{lying:?} {upright:?}");
    for (name, value) in &lying {
        assert_eq!(*value, size(name).0, "{name}");
        let own = upright
            .iter()
            .find(|(own, _)| own == name)
            .map_or(*value, |(_, value)| *value);
        assert_eq!(own, size(name).1, "{name} upright");
    }
    for (name, value) in [("note-edge", "#e8c94f"), ("note-quiet-ink", "#5c4d0c")] {
        assert!(
            THEME.contains(&format!("{name}: {value}")) || THEME.contains(&format!(": {value};")),
            "{name}"
        );
        assert!(STYLE.to_lowercase().contains(&format!("--{name}: {value}")), "{name}");
    }
    assert!(THEME.contains("<= 48 ? question-large : text.character-count <= 84 ? question-medium : question-small"));
}

/// What the tablet says for a text, in this language.
fn translated(catalogue: &str, text: &str) -> String {
    let (_, rest) = catalogue
        .split_once(&format!("msgid \"{text}\"\nmsgstr \""))
        .unwrap_or_else(|| panic!("no {text:?}"));
    rest.split("\"\n").next().unwrap().to_owned()
}

#[tokio::test]
async fn every_question_is_shown_as_the_tablet_asks_it() {
    let mut house = planned(&the_plan());
    house.enter(GUIDE);
    for one in library(&house.store.organisation().unwrap()) {
        for (language, catalogue) in [
            (Language::Nb, None),
            (Language::Nn, Some(NYNORSK)),
            (Language::En, Some(ENGLISH)),
        ] {
            for mode in ["drop-in", "table"] {
                let page = house
                    .get(&format!("/decks/{}/preview?in={language}&mode={mode}", one.key))
                    .await;
                assert_eq!(page.status, 200);
                assert_eq!(
                    page.body.matches("<div class=\"glass").count(),
                    2 * one.deck.items.len()
                );
                let mut said = vec!["Hopp over", "Tilbake", "Avbryt"];
                let together = mode == "table";
                for item in &one.deck.items {
                    assert!(
                        page.body.contains(&item.text.get(language).replace('\'', "&#39;")),
                        "{}",
                        item.id
                    );
                    said.extend(match &item.question {
                        Question::Card if together => vec!["Snakk sammen: er det slik hos oss?", "Det holder at én av dere mener ja.", "Ja, slik er det"],
                        Question::Card => vec!["Er det slik hos oss?", "Ja, slik er det", "Nei"],
                        Question::Score { .. } if together => vec!["Bli enige om ett tall"],
                        Question::Score { .. } => vec!["Velg ett tall"],
                        Question::Statement { .. } => vec!["Hvordan er det for deg?"],
                        Question::Note { .. } => vec!["Du velger selv om du vil skrive noe.", "Trykk her for å skrive",
                            "Bare prosessveilederne leser lappene, og først når kartleggingen er stengt og alt er talt opp. Noen kan kjenne deg igjen på måten du skriver på."],
                    });
                }
                for text in said {
                    let text = catalogue.map_or_else(|| text.to_owned(), |catalogue| translated(catalogue, text));
                    assert!(page.body.contains(&format!(">{text}<")), "{language} {mode}: {text}");
                }
                for nth in 1..=5 {
                    let drawn = face(nth, 5, Favourable::Last);
                    let strokes = format!("d=\"{}\"", drawn.strokes);
                    assert!(page.body.contains(&strokes), "face {nth}");
                    assert!(page.body.contains(&format!("fill=\"#{:06x}\"", drawn.ground)));
                }
            }
        }
    }
}

/// A draft is shown as far as it is written, whatever that is.
#[tokio::test]
async fn a_draft_is_shown_as_far_as_it_is_written() {
    let mut house = planned(&the_plan());
    let check = house.check().await;
    house.enter(GUIDE);
    let draft = crate::deck_drafts::one_of_each(&house, &check).await;
    let page = house.get(&format!("{draft}/preview?mode=table&in=nn")).await;
    assert_eq!(page.status, 200);
    assert_eq!(page.body.matches("<div class=\"glass").count(), 8);
    assert!(page.body.contains("<span>10</span>") && page.body.contains("Snakk saman"));
    let strange = house.get(&format!("{draft}/preview?in=en&mode=odd")).await.body;
    assert!(
        strange.contains("Er det slik hos oss?"),
        "a language that the draft does not have is not chosen"
    );
    let empty = house.post("/decks/new", &format!("check={check}")).await.location;
    assert!(
        house
            .get(&format!("{empty}/preview"))
            .await
            .body
            .contains("ingen spørsmål å vise")
    );
}

//! Reading aloud: what is read, when it is offered, and when it ends.

use slint::ComponentHandle;
use trykk_kiosk::aloud::Voice;
use trykk_kiosk::flow::{Ask, COUNTDOWN_MS, IDLE_MS, LONGEST_READING_MS, Page};
use trykk_kiosk::window::ui;
use trykk_shared::deck::Mode;
use trykk_shared::language::Language;

use crate::by_hand::{LANDSCAPE, is_welcome, sheets, station_stage};
use crate::glass::{buttons, find, label, says, tap};
use crate::rehearsal::{Glass, Rehearsal, Stage, station};
use crate::scenes::scenes;

fn with_a_voice() -> Stage {
    let backend = Rehearsal {
        voice: Some(Voice::Own),
        ..Rehearsal::open(station(), Mode::DropIn)
    };
    Stage::new(backend, LANDSCAPE)
}

fn reads(stage: &Stage) -> bool {
    stage.window.with_backend(|backend| backend.reads)
}

fn last_read(stage: &Stage) -> (Language, String) {
    stage
        .window
        .with_backend(|backend| backend.read.last().cloned())
        .expect("something was read")
}

#[test]
fn nothing_offers_to_read_where_nothing_can() {
    let stage = station_stage();
    tap(&stage, "Begynn");
    assert!(find(&stage, "Les opp").is_none());
    // Nor does a page that is asked all the same.
    stage.app().global::<ui::Aloud>().invoke_press("Ofte".into());
    assert!(!reads(&stage) && stage.window.with_backend(|backend| backend.read.is_empty()));
}

/// Every screen of a sheet, in each language: what is read stands on it, the question and its answers are among it, and what
/// somebody wrote or answered never is.
#[test]
fn what_is_read_is_what_stands_there_and_nothing_that_anybody_wrote() {
    let mut read = 0;
    for (nth, scene) in scenes().iter().enumerate() {
        let language = Language::ALL[nth % 3];
        let stage = scene.stage_over(Glass::new(1280, 800), language, |backend| {
            backend.voice = Some(Voice::Own);
        });
        let view = stage.window.view();
        if view.voice.is_none() || view.countdown.is_some() || view.reading {
            continue;
        }
        let button = match language {
            Language::Nb | Language::Nn => "Les opp",
            Language::En => "Read aloud",
        };
        tap(&stage, button);
        assert!(reads(&stage), "{}", scene.name);
        let (asked, words) = last_read(&stage);
        assert_eq!(asked, language);
        let labels: Vec<String> = buttons(&stage).iter().map(label).collect();
        for line in words.lines().filter(|line| !line.trim().is_empty()) {
            let stands_there = says(&stage, line) || labels.iter().any(|label| label == line);
            let is_range = line.starts_with("Et tall") || line.starts_with("Eit tal") || line.starts_with("A number");
            assert!(
                stands_there || is_range,
                "{} {language}: {line:?} stands nowhere",
                scene.name
            );
        }
        match &view.page {
            Page::Question(question) => {
                assert!(words.contains(&question.text));
                if let Ask::Face { labels, .. } = &question.ask {
                    assert!(labels.iter().all(|label| words.contains(label)), "{words}");
                }
            }
            Page::Note(note) => {
                assert!(words.contains(&note.prompt));
                assert!(note.text.is_empty() || !words.contains(note.text.as_str()));
                for word in note.text.split(' ').filter(|word| word.len() > 8) {
                    assert!(!words.contains(word), "{}: {word}", scene.name);
                }
            }
            Page::Overview(overview) => {
                for row in &overview.rows {
                    assert!(!words.contains(&row.text), "{}", scene.name);
                }
            }
            _ => {}
        }
        read += 1;
    }
    assert!(read > 25, "{read} screens");
}

#[test]
fn nynorsk_is_read_in_the_voice_of_bokmal_and_the_button_says_so() {
    let scenes = scenes();
    let scene = scenes.iter().find(|scene| scene.name == "d0-aloud-face").unwrap();
    let stage = scene.stage(Glass::new(1280, 800), Language::Nn);
    assert!(find(&stage, "Les opp").is_none());
    tap(&stage, "Les opp (bokmålsrøyst)");
    assert_eq!(last_read(&stage).0, Language::Nn);
    assert!(find(&stage, "Stopp opplesinga").is_some());
}

#[test]
fn reading_ends_when_it_is_told_to_when_the_screen_changes_and_with_the_sheet() {
    let stage = with_a_voice();
    assert!(find(&stage, "Les opp").is_none(), "the welcome is no screen of a sheet");
    tap(&stage, "Begynn");
    tap(&stage, "Les opp");
    assert!(reads(&stage));
    tap(&stage, "Stopp opplesing");
    assert!(!reads(&stage) && find(&stage, "Les opp").is_some());
    tap(&stage, "Les opp");
    tap(&stage, "Ofte");
    assert!(!reads(&stage), "another question stands there");
    tap(&stage, "Les opp");
    tap(&stage, "Avbryt");
    assert!(!reads(&stage));
    tap(&stage, "Les opp");
    tap(&stage, "Glem svarene");
    assert!(!reads(&stage) && is_welcome(&stage));
    // By itself, and the button offers it again.
    tap(&stage, "Begynn");
    tap(&stage, "Les opp");
    stage.window.with_backend(|backend| backend.reads = false);
    stage.pass(500);
    assert!(find(&stage, "Les opp").is_some());
    while !matches!(stage.window.view().page, Page::Note(_)) {
        tap(&stage, "Hopp over");
    }
    tap(&stage, "Les opp");
    tap(&stage, "Skriv på lappen");
    assert!(!reads(&stage), "the keyboard is there");
}

#[test]
fn whoever_is_read_to_is_there_and_nobody_is_for_ever() {
    let stage = with_a_voice();
    tap(&stage, "Begynn");
    tap(&stage, "Ofte");
    tap(&stage, "Les opp");
    for _ in 0..120 {
        stage.pass(1000);
    }
    assert!(reads(&stage) && !says(&stage, "Er du her fortsatt?"));
    // It ends by itself: from then on they have as long as ever.
    stage.window.with_backend(|backend| backend.reads = false);
    stage.pass(500);
    stage.pass(IDLE_MS - 1000);
    assert!(!says(&stage, "Er du her fortsatt?"));
    stage.pass(1500);
    assert!(says(&stage, "Er du her fortsatt?"));
    tap(&stage, "Jeg er her");
    // One that never ends is ended, and what was answered is forgotten as ever.
    tap(&stage, "Les opp");
    let mut passed = 0;
    while reads(&stage) {
        stage.pass(1000);
        passed += 1000;
        assert!(passed <= LONGEST_READING_MS + 1000);
    }
    assert!(passed >= LONGEST_READING_MS - 1000);
    stage.pass(IDLE_MS + COUNTDOWN_MS);
    assert!(is_welcome(&stage) && sheets(&stage).is_empty());
}

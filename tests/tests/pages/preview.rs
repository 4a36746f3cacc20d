//! The preview of a deck beside the tablet's real window: the same words, broken into the same lines.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;
use slint::ComponentHandle;
use trykk_hub::organisation::decks::key;
use trykk_kiosk::flow::Page;
use trykk_kiosk::tablet::{CodesNeeded, OpenRound};
use trykk_kiosk::window::ui;
use trykk_shared::deck::{Deck, Mode};
use trykk_shared::ids::BoxId;
use trykk_shared::language::{Language, Texts};
use trykk_shared::protocol::WardName;
use trykk_shared::seal::{Address, SealingKey};
use trykk_tests::browser::Browser;
use trykk_tests::hospital::{GUIDE, Hospital, deck_path, plan};
use trykk_tests::picture::Picture;
use trykk_tests::twin::Twin;

use crate::all_pages::pictures;
use crate::programs;
use crate::scene::PASSWORD;

/// Where somebody turns with something urgent: the round says it, so no preview of a deck does.
const URGENT: &str = "Ring verneombudet.";
/// By how much two lines of the same words may differ in width, in the size of their letters: less than the narrowest letter and a blank.
const SLACK: f32 = 0.3;
/// How far one line is from the next, in the size of its letters (Inter's own).
const LINE: f32 = 1.21;

/// A text of a previewed screen: how large its letters are, in the tablet's pixels, and its lines.
#[derive(Debug, Deserialize)]
struct Previewed {
    words: String,
    size: f32,
    lines: Vec<PreviewedLine>,
}

#[derive(Debug, Deserialize)]
struct PreviewedLine {
    words: String,
    width: f32,
}

/// What the screens of the page that is open say, lying and upright in turn.
fn previewed(browser: &Browser) -> Vec<Vec<Previewed>> {
    let script = "return document.fonts.ready.then(() => [...document.querySelectorAll('.glass')].map(glass => {
        const unit = glass.clientWidth / (glass.classList.contains('upright') ? 800 : 1280);
        const texts = [], walker = document.createTreeWalker(glass, NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const lines = [];
            for (const word of node.textContent.matchAll(/\\S+/g)) {
                const range = document.createRange();
                range.setStart(node, word.index);
                range.setEnd(node, word.index + word[0].length);
                const box = range.getBoundingClientRect(), last = lines.at(-1);
                if (last && Math.abs(last.top - box.top) < 2) {
                    last.right = box.right;
                    last.words += ' ' + word[0];
                } else lines.push({ top: box.top, left: box.left, right: box.right, words: word[0] });
            }
            if (lines.length) texts.push({
                words: lines.map(line => line.words).join(' '),
                size: parseFloat(getComputedStyle(node.parentElement).fontSize) / unit,
                lines: lines.map(line => ({ words: line.words, width: (line.right - line.left) / unit })),
            });
        }
        return texts;
    }))";
    serde_json::from_value::<Vec<Vec<Previewed>>>(browser.run(script, &[])).unwrap()
}

/// A text with its place on the tablet's glass, in pixels.
type OnGlass = (String, [f32; 4]);

/// A screen of the real window.
struct Screen {
    texts: Vec<OnGlass>,
    picture: Picture,
}

impl Screen {
    fn of(twin: &Twin) -> Self {
        Screen {
            texts: twin.texts(),
            picture: twin.picture(),
        }
    }

    /// How wide each line of a text is on the glass, `size`: of its letters, in pixels. Nothing where the text does not stand there.
    fn lines(&self, words: &str, size: f32) -> Option<Vec<f32>> {
        let said = |text: &str| text.split_whitespace().eq(words.split_whitespace());
        let (_, [x, y, width, height]) = self.texts.iter().find(|(text, _)| said(text))?;
        let part = |top: f32, bottom: f32| {
            let [left, top, right, bottom] =
                [x.floor(), top.round(), (x + width).ceil(), bottom.round()].map(|at| at as u32);
            self.picture.find_writing((left, top, right, bottom))
        };
        let (_, _, first, last) = part(*y, y + height)?;
        let pitch = LINE * size;
        // From the top of the first line's letters to the foot of the last one's there are as many lines, less part of one.
        let many = (((last - first) as f32 - 0.35 * size) / pitch).floor().max(0.0) + 1.0;
        let top = y + (height - many * pitch) / 2.0;
        let lines = (0..many as u32).filter_map(|nth| {
            let top = top + nth as f32 * pitch;
            let (left, right, ..) = match many as u32 {
                1 => part(*y, y + height)?,
                _ => part(top, top + pitch)?,
            };
            Some((right - left + 1) as f32)
        });
        Some(lines.collect())
    }
}

fn round(deck: &Deck, mode: Mode, language: Language) -> OpenRound {
    let mut deck = deck.clone();
    // The first language of the deck is the first one shown.
    deck.languages.sort_by_key(|one| *one != language);
    let mut point = [0; 32];
    point[0] = 9;
    OpenRound {
        address: Address {
            round: "2026-autumn".to_owned(),
            box_id: BoxId([7; 16]),
            key: SealingKey::from_bytes(&point).expect("a point of the curve"),
        },
        deck,
        mode,
        wards: vec![WardName {
            id: "med-1".to_owned(),
            name: "Medisinsk sengepost 1".to_owned(),
        }],
        // 2026-12-31 23:00 UTC: the end of the year in Oslo.
        closes: 1_798_758_000,
        time_zone: "Europe/Oslo".to_owned(),
        floor: 7,
        urgent: Texts(Language::ALL.map(|language| (language, URGENT.to_owned())).into()),
        codes: CodesNeeded::None,
        room: None,
        pulse: false,
    }
}

/// Goes through a deck on the real window, and gives each question's screen by the question.
fn on_glass(deck: &Deck, mode: Mode, language: Language, (width, height): (u32, u32)) -> BTreeMap<String, Screen> {
    let twin = Twin::new(round(deck, mode, language), width, height);
    let (go, ask) = (twin.app().global::<ui::Go>(), twin.app().global::<ui::Ask>());
    twin.app().global::<ui::Hello>().invoke_choose(match language {
        Language::Nb => ui::Language::Nb,
        Language::Nn => ui::Language::Nn,
        Language::En => ui::Language::En,
    });
    let mut screens = BTreeMap::new();
    // A question and what lies before the next one: nobody taps more often.
    for _ in 0..4 * deck.items.len() + 10 {
        if screens.len() == deck.items.len() {
            break;
        }
        twin.pass(300);
        let asked = match twin.view().page {
            Page::Question(question) => question.text,
            Page::Note(note) => note.prompt,
            Page::Welcome(_) => {
                go.invoke_start();
                continue;
            }
            Page::HowMany { .. } => {
                ask.invoke_members(2);
                continue;
            }
            Page::Cover { .. } => {
                go.invoke_take_tablet();
                continue;
            }
            Page::Overview(_) => {
                go.invoke_next();
                continue;
            }
            other => panic!("{other:?} after {} questions", screens.len()),
        };
        assert!(screens.insert(asked, Screen::of(&twin)).is_none(), "twice");
        go.invoke_skip();
    }
    assert_eq!(screens.len(), deck.items.len(), "{:?}", twin.view().page);
    screens
}

/// What differs between a previewed screen and the real one.
fn compare(previewed: &[Previewed], real: &Screen) -> Vec<String> {
    let mut faults = Vec::new();
    for text in previewed {
        let Some(lines) = real.lines(&text.words, text.size) else {
            let there: Vec<&String> = real.texts.iter().map(|(words, _)| words).collect();
            faults.push(format!("{:?} is not on the tablet: {there:?}", text.words));
            continue;
        };
        let breaks: Vec<&String> = text.lines.iter().map(|line| &line.words).collect();
        if lines.len() != text.lines.len() {
            faults.push(format!("{breaks:?} has {} lines on the tablet", lines.len()));
            continue;
        }
        for (line, width) in text.lines.iter().zip(lines) {
            if (line.width - width).abs() > SLACK * text.size {
                faults.push(format!(
                    "{breaks:?}: {:?} is {} wide, on the tablet {width}",
                    line.words, line.width
                ));
            }
        }
    }
    let shown: Vec<&str> = previewed.iter().map(|text| text.words.as_str()).collect();
    for (words, _) in &real.texts {
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        if !shown.contains(&words.as_str()) && words != URGENT {
            faults.push(format!("{words:?} stands on the tablet alone"));
        }
    }
    faults
}

#[test]
fn the_preview_says_what_the_tablet_says_and_breaks_its_lines_there_too() {
    let round = "wards = [\"w1\"]\nopens = \"2098-01-01\"\ncloses = \"2099-01-01\"\nfloor = 7";
    let mut hospital = Hospital::new(programs(), &plan(1, 40, "station", "drop-in", round));
    let file = hospital.path("password");
    std::fs::write(&file, PASSWORD).unwrap();
    let password = [
        "account",
        "password",
        "--email",
        GUIDE,
        "--password-file",
        file.to_str().unwrap(),
    ];
    hospital.hub(&password).done();
    hospital.serve_with(&["--web-listen", "127.0.0.1:0"]);
    hospital.serve();
    let browser = Browser::start();
    browser.goto(&format!("http://{}/log-in?lang=nb", hospital.web()));
    browser.log_in(GUIDE, PASSWORD);
    let mut faults = Vec::new();
    for (file, mode) in [("station-2.toml", Mode::DropIn), ("table-3.toml", Mode::Table)] {
        let deck = Deck::read(&std::fs::read_to_string(deck_path(file)).unwrap()).unwrap();
        for language in Language::ALL {
            browser.goto(&format!(
                "/decks/{}/preview?in={language}&mode={}",
                key(&deck),
                mode.name()
            ));
            let screens = previewed(&browser);
            assert_eq!(screens.len(), 2 * deck.items.len());
            for (nth, size) in [(1280, 800), (800, 1280)].into_iter().enumerate() {
                let real = on_glass(&deck, mode, language, size);
                for (item, shown) in deck.items.iter().zip(screens.iter().skip(nth).step_by(2)) {
                    let screen = &real[item.text.get(language)];
                    let found = compare(shown, screen);
                    if !found.is_empty() {
                        screen
                            .picture
                            .save(&pictures().join(format!("preview-{}-{language}-{}.png", item.id, size.0)));
                    }
                    faults.extend(
                        found
                            .into_iter()
                            .map(|fault| format!("{} {language} {}: {fault}", item.id, size.0)),
                    );
                }
            }
        }
    }
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
    breaks_are_noticed(&browser);
}

/// A wider line, another word and another size are found: a comparison that sees nothing would be worth nothing.
fn breaks_are_noticed(browser: &Browser) {
    let deck = Deck::read(&std::fs::read_to_string(deck_path("station-2.toml")).unwrap()).unwrap();
    let real = on_glass(&deck, Mode::DropIn, Language::Nb, (1280, 800));
    let first = &deck.items[0];
    let screen = &real[first.text.get(Language::Nb)];
    browser.goto(&format!("/decks/{}/preview?in=nb&mode=drop-in", key(&deck)));
    for (spoil, fault) in [
        ("question.style.maxWidth = '18em'", "on the tablet"),
        ("question.style.fontSize = '14px'", "on the tablet"),
        ("question.textContent += ' Ja?'", "is not on the tablet"),
        ("question.remove()", "stands on the tablet alone"),
    ] {
        browser.goto(&format!("/decks/{}/preview?in=nb&mode=drop-in", key(&deck)));
        let script = format!("const question = document.querySelector('.glass .question'); {spoil}; return 1");
        assert_eq!(browser.run(&script, &[]), Value::from(1));
        let found = compare(&previewed(browser)[0], screen);
        assert!(found.iter().any(|found| found.contains(fault)), "{spoil}: {found:?}");
    }
}

//! Larger letters, and everything low: on every screen of a sheet, in every language, and gone with whoever asked.

use i_slint_backend_testing::ElementHandle;
use slint::ComponentHandle;
use trykk_kiosk::flow::{COUNTDOWN_MS, Comfort, IDLE_MS, Letters, Page};
use trykk_kiosk::window::ui;
use trykk_shared::language::Language;

use crate::by_hand::{LANDSCAPE, is_welcome};
use crate::faults::faults;
use crate::glass::{Place, buttons, find, label, says, tap};
use crate::rehearsal::{Glass, PIN, Stage};
use crate::scenes::{Do, drop_in, perform, scenes};
use crate::screens::picture;

/// Everything that somebody may ask for beside contrast, but for nothing at all.
const ASKED: [(Letters, bool); 5] = [
    (Letters::Large, false),
    (Letters::Largest, false),
    (Letters::Usual, true),
    (Letters::Large, true),
    (Letters::Largest, true),
];
/// The smallest glass, those that pages are drawn for, and a wide one; lying and upright, as the system enlarges it.
const GLASSES: [(u32, u32, f32); 8] = [
    (1280, 800, 1.0),
    (800, 1280, 1.58),
    (800, 480, 1.0),
    (480, 800, 2.33),
    (1366, 768, 1.0),
    (768, 1366, 1.0),
    (2160, 1440, 1.58),
    (1440, 2160, 1.0),
];
/// How high a button is, in hundredths of the glass.
const TOUCH: f32 = 9.0;
/// How high what is pressed stands at most where it stands low, of the glass.
const REACH: f32 = 0.6;

fn comfort((letters, low): (Letters, bool)) -> Comfort {
    Comfort {
        letters,
        low,
        ..Comfort::default()
    }
}

fn asks(letters: Letters, low: bool) -> Comfort {
    comfort((letters, low))
}

/// What is pressed above the reach of a hand: nothing but what leads to the staff menu, a glass that is one button, and the note under somebody's
/// words, which is open already.
fn out_of_reach(stage: &Stage) -> Vec<String> {
    let Glass { width, height, factor } = stage.glass();
    let is_typing = matches!(stage.window.view().page, Page::Note(page) if page.typing);
    let note = ["Skriv ", "Write "];
    let exempt = |button: &ElementHandle| {
        let (name, place) = (label(button), Place::of(button).times(factor));
        place.w >= width as f32 - 1.0 && place.h >= height as f32 - 1.0
            || ["For den som har ansvar", "For whoever looks after"]
                .iter()
                .any(|said| name.starts_with(said))
            || is_typing && note.iter().any(|said| name.starts_with(said))
    };
    // What is higher than a finger needs is pressed where it reaches down: so much of it stands low, in hundredths of the glass.
    let unit = (width.max(height) as f32 / 160.0).min(width.min(height) as f32 / 100.0);
    let top = height as f32 * (1.0 - REACH) - 1.5;
    let is_low = |place: Place| place.y >= top || place.y + place.h - top >= 2.0 * TOUCH * unit;
    let all = buttons(stage).into_iter().filter(|button| !exempt(button));
    all.filter(|button| !is_low(Place::of(button).times(factor)))
        .map(|button| format!("{:?} is out of reach", label(&button)))
        .collect()
}

/// The page is made as the glass asks for, and its letters follow.
fn settle(stage: &Stage) {
    let _ = buttons(stage);
    stage.pass(100);
}

/// What is wrong with the page that stands there, for somebody who asked for this.
fn look_at(stage: &Stage, asked: (Letters, bool)) -> Vec<String> {
    settle(stage);
    let theme = stage.app().global::<ui::Theme>();
    let shown = (theme.get_letters(), theme.get_low());
    assert_eq!(shown, (asked.0.eighths().into(), asked.1));
    let mut found = faults(stage);
    if asked.1 {
        found.extend(out_of_reach(stage));
    }
    found
}

/// Collects what is wrong, and leaves a picture of it and of every fourteenth page.
#[derive(Default)]
struct Found {
    wrong: Vec<String>,
    seen: usize,
}

impl Found {
    fn note(&mut self, stage: &Stage, name: &str, asked: (Letters, bool), language: Language) {
        let Glass { width, height, .. } = stage.glass();
        let name = format!("{name}-{language}-{asked:?}-{width}x{height}");
        let found = look_at(stage, asked);
        if self.seen.is_multiple_of(14) || !found.is_empty() {
            picture(stage, &format!("comfort-{name}"));
        }
        self.seen += 1;
        self.wrong
            .extend(found.into_iter().map(|fault| format!("{name}: {fault}")));
    }

    fn is_nothing(&self) {
        let wrong = &self.wrong;
        assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
    }
}

fn glass(nth: usize) -> Glass {
    let (width, height, factor) = GLASSES[nth % GLASSES.len()];
    Glass { width, height, factor }
}

/// Whether the page is shown as somebody asked: not the staff's, nor one on which nothing is offered.
fn is_offered(stage: &Stage, asked: (Letters, bool)) -> bool {
    let shown = stage.window.view().comfort;
    (shown.letters, shown.low) == asked
}

/// Every second scene once: the wishes that take the most room, the languages and the glasses take turns. All of them with everything take
/// half an hour: `scripts/soak comfort`.
fn look_once(half: usize) {
    let mut found = Found::default();
    // Contrast moves nothing, and the keys of a keyboard are many to look at.
    let is_twin = |name: &str| {
        name.contains("contrast") || ["12-note-accents", "13-note-t"].iter().any(|one| name.starts_with(one))
    };
    let scenes = scenes().into_iter().filter(|scene| !is_twin(scene.name));
    for (nth, scene) in scenes.enumerate().filter(|(nth, _)| nth % 2 == half) {
        let turn = nth / 2;
        let asked = [ASKED[4], ASKED[1], ASKED[4], ASKED[2]][turn % 4];
        let language = Language::ALL[turn % 3];
        let stage = scene.stage_for(glass(turn + turn / 4 + half), language, comfort(asked));
        if is_offered(&stage, asked) {
            found.note(&stage, scene.name, asked, language);
        }
    }
    found.is_nothing();
}

#[test]
fn every_screen_fits_whoever_asks_for_the_most() {
    look_once(0);
}

#[test]
fn every_other_screen_fits_whoever_asks_for_the_most() {
    look_once(1);
}

/// Each scene for each wish, on glasses that take turns: everything fits, and what was asked to be low is. One stage a scene, whose letters and reach
/// are set as the window sets them; the board's lines are laid out by the flow, which has to be asked.
fn look_always(language: Language) {
    let mut found = Found::default();
    for (nth, scene) in scenes().iter().enumerate() {
        let mut stage = scene.stage_for(glass(0), language, comfort(ASKED[4]));
        if !is_offered(&stage, ASKED[4]) {
            continue;
        }
        let is_laid_out = matches!(stage.window.view().page, Page::Board(_));
        for (wish, &asked) in ASKED.iter().enumerate() {
            // Each wish on a glass that pages are drawn for in one language or two, and on one of the others in the third.
            let turn = nth + wish + language as usize;
            let glass = match turn % 3 {
                0 => glass(2 + turn % 6),
                _ => glass(turn % 2),
            };
            if is_laid_out {
                stage = scene.stage_for(glass, language, comfort(asked));
            } else {
                let theme = stage.app().global::<ui::Theme>();
                theme.set_letters(asked.0.eighths().into());
                theme.set_low(asked.1);
                stage.turn(glass);
            }
            found.note(&stage, scene.name, asked, language);
        }
    }
    found.is_nothing();
}

#[test]
#[ignore = "takes long: scripts/soak comfort"]
fn everything_that_is_asked_for_fits_every_screen_in_bokmal() {
    look_always(Language::Nb);
}

#[test]
#[ignore = "takes long: scripts/soak comfort"]
fn everything_that_is_asked_for_fits_every_screen_in_nynorsk() {
    look_always(Language::Nn);
}

#[test]
#[ignore = "takes long: scripts/soak comfort"]
fn everything_that_is_asked_for_fits_every_screen_in_english() {
    look_always(Language::En);
}

/// How much larger letters really are, in eighths, on the page that stands there.
fn fitted(stage: &Stage) -> i32 {
    stage.app().global::<ui::Theme>().get_fitted()
}

/// A page with too little room makes do with less; those that everybody meets have room for all of it.
#[test]
fn letters_grow_as_far_as_a_page_has_room() {
    let mut small = Vec::new();
    // Not the second cover: it is the next one's, who has asked for nothing yet.
    let often = ["05-", "07-", "09-", "31-", "32-", "35-"];
    for scene in scenes() {
        if !often.iter().any(|begins| scene.name.starts_with(begins)) {
            continue;
        }
        for (width, height) in [(1280, 800), (800, 1280)] {
            let stage = scene.stage_for(Glass::new(width, height), Language::Nb, asks(Letters::Largest, false));
            settle(&stage);
            if fitted(&stage) < 4 {
                small.push((scene.name, width, fitted(&stage)));
            }
        }
    }
    assert!(small.is_empty(), "{small:#?}");
}

#[test]
fn whoever_asks_gets_it_until_the_sheet_is_done() {
    let stage = Stage::new(drop_in(), LANDSCAPE);
    tap(&stage, "Bokstaver: vanlige");
    tap(&stage, "Bokstaver: store");
    tap(&stage, "Alle knappene langt nede");
    assert!(find(&stage, "Bokstaver: størst").is_some());
    tap(&stage, "Begynn");
    let asked = stage.window.view().comfort;
    assert_eq!(asked, asks(Letters::Largest, true));
    let stop = find(&stage, "Avbryt").unwrap();
    assert!(Place::of(&stop).y > 640.0, "it stands above: {:?}", Place::of(&stop));
    while !matches!(stage.window.view().page, Page::Overview(_)) {
        tap(&stage, "Hopp over");
    }
    assert_eq!(stage.window.view().comfort, asked);
    tap(&stage, "Avslutt");
    assert!(is_welcome(&stage));
    assert_eq!(stage.window.view().comfort, Comfort::default());
    assert_eq!(fitted(&stage), 0);
}

/// The next one at a table has other eyes and hands.
#[test]
fn whoever_takes_the_tablet_at_a_table_asks_for_their_own() {
    let stage = Stage::new(crate::scenes::table(), LANDSCAPE);
    let to_cover = [
        Do::Start,
        Do::Members(2),
        Do::SkipTo(|page| matches!(page, Page::Overview(_))),
        Do::Next,
    ];
    perform(&stage, &to_cover);
    assert!(matches!(stage.window.view().page, Page::Cover { member: 1, .. }));
    tap(&stage, "Bokstaver: vanlige");
    tap(&stage, "Alle knappene langt nede");
    perform(&stage, &[Do::TakeTablet]);
    assert_eq!(stage.window.view().comfort, asks(Letters::Large, true));
    // Nothing is asked for in the middle of the questions.
    stage.app().global::<ui::Hello>().invoke_letters();
    assert_eq!(stage.window.view().comfort, asks(Letters::Large, true));
    // And the one after sees nothing of it.
    perform(
        &stage,
        &[Do::SkipTo(|page| matches!(page, Page::Overview(_))), Do::Deliver],
    );
    assert!(matches!(stage.window.view().page, Page::Cover { member: 2, .. }));
    assert_eq!(stage.window.view().comfort, Comfort::default());
    // Nor does the table, when the last one has put the tablet back.
    tap(&stage, "Bokstaver: vanlige");
    perform(
        &stage,
        &[
            Do::TakeTablet,
            Do::SkipTo(|page| matches!(page, Page::Overview(_))),
            Do::Deliver,
        ],
    );
    assert!(matches!(stage.window.view().page, Page::AllDone { .. }));
    assert_eq!(stage.window.view().comfort, Comfort::default());
}

#[test]
fn what_was_asked_for_and_left_behind_is_gone_with_whoever_asked() {
    let stage = Stage::new(drop_in(), LANDSCAPE);
    tap(&stage, "Bokstaver: vanlige");
    tap(&stage, "Alle knappene langt nede");
    assert_eq!(stage.window.view().comfort, asks(Letters::Large, true));
    stage.pass(IDLE_MS + COUNTDOWN_MS);
    assert_eq!(stage.window.view().comfort, Comfort::default());
    // In the countdown the button stands low too, and a sheet that is forgotten takes it along.
    tap(&stage, "Alle knappene langt nede");
    tap(&stage, "Begynn");
    stage.pass(IDLE_MS + 1000);
    assert_eq!(out_of_reach(&stage), Vec::<String>::new());
    assert!(says(&stage, "Er du her fortsatt?"));
    stage.pass(COUNTDOWN_MS);
    assert_eq!(stage.window.view().comfort, Comfort::default());
}

/// The staff's pages are dense: they keep their one size, and what was asked for before them is gone after them.
#[test]
fn the_staff_menu_keeps_its_size() {
    let stage = Stage::new(drop_in(), LANDSCAPE);
    tap(&stage, "Bokstaver: vanlige");
    perform(&stage, &[Do::Contrast, Do::Hold, Do::Type(PIN), Do::Next]);
    assert!(matches!(stage.window.view().page, Page::Menu(_)));
    let shown = stage.window.view().comfort;
    assert_eq!((shown.letters, shown.contrast), (Letters::Usual, true));
    assert_eq!(fitted(&stage), 0);
}

/// Somebody turns the tablet, and the same page has more room, or less.
#[test]
fn letters_follow_the_glass_when_it_turns() {
    let stage = Stage::new(drop_in(), LANDSCAPE);
    tap(&stage, "Bokstaver: vanlige");
    tap(&stage, "Bokstaver: store");
    let lying = fitted(&stage);
    stage.turn(Glass::new(800, 1280));
    settle(&stage);
    let upright = fitted(&stage);
    stage.turn(Glass::new(1280, 800));
    settle(&stage);
    assert_eq!(fitted(&stage), lying);
    assert!(upright > 0 && lying > 0, "{upright} {lying}");
}

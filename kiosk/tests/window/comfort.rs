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
    let top = height as f32 * (1.0 - REACH) - 1.5;
    let all = buttons(stage).into_iter().filter(|button| !exempt(button));
    all.filter(|button| Place::of(button).times(factor).y < top)
        .map(|button| format!("{:?} is out of reach", label(&button)))
        .collect()
}

/// The page is made as the glass asks for, and its letters follow.
fn settle(stage: &Stage) {
    let _ = buttons(stage);
    stage.pass(100);
}

/// Each scene for each wish, on glasses that take turns: everything fits, and what was asked to be low is. One stage a scene, whose letters and reach
/// are set as the window sets them; the board's lines are laid out by the flow, which has to be asked.
fn measure(language: Language) {
    let (mut wrong, mut seen) = (Vec::new(), 0);
    for (nth, scene) in scenes().iter().enumerate() {
        let all = comfort((Letters::Largest, true));
        let mut stage = scene.stage_for(Glass::new(1280, 800), language, all);
        if stage.window.view().comfort.letters != all.letters {
            // The staff's pages, and those on which nothing is offered.
            continue;
        }
        let is_laid_out = matches!(stage.window.view().page, Page::Board(_));
        for (wish, &asked) in ASKED.iter().enumerate() {
            // Each wish on a glass that pages are drawn for in one language or two, and on one of the others in the third.
            let turn = nth + wish + language as usize;
            let (width, height, factor) = match turn % 3 {
                0 => GLASSES[2 + turn % 6],
                _ => GLASSES[turn % 2],
            };
            if is_laid_out {
                stage = scene.stage_for(Glass { width, height, factor }, language, comfort(asked));
            } else {
                let theme = stage.app().global::<ui::Theme>();
                theme.set_letters(asked.0.eighths().into());
                theme.set_low(asked.1);
                stage.turn(Glass { width, height, factor });
            }
            settle(&stage);
            let theme = stage.app().global::<ui::Theme>();
            assert_eq!(
                (theme.get_letters(), theme.get_low()),
                (asked.0.eighths().into(), asked.1)
            );
            let name = format!("{}-{language}-{asked:?}-{width}x{height}", scene.name);
            let mut found = faults(&stage);
            if asked.1 {
                found.extend(out_of_reach(&stage));
            }
            seen += 1;
            if seen % 14 == 1 || !found.is_empty() {
                picture(&stage, &format!("comfort-{name}"));
            }
            wrong.extend(found.into_iter().map(|fault| format!("{name}: {fault}")));
        }
    }
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn larger_letters_and_low_buttons_fit_every_screen_in_bokmal() {
    measure(Language::Nb);
}

#[test]
fn larger_letters_and_low_buttons_fit_every_screen_in_nynorsk() {
    measure(Language::Nn);
}

#[test]
fn larger_letters_and_low_buttons_fit_every_screen_in_english() {
    measure(Language::En);
}

/// How much larger letters really are, in eighths, on the page that stands there.
fn fitted(stage: &Stage) -> i32 {
    stage.app().global::<ui::Theme>().get_fitted()
}

/// A page with too little room makes do with less; those that everybody meets most have room for all of it, or nearly.
#[test]
fn letters_grow_as_far_as_a_page_has_room() {
    let mut small = Vec::new();
    for scene in scenes() {
        for (width, height) in [(1280, 800), (800, 1280)] {
            for (letters, most) in [(Letters::Large, 2), (Letters::Largest, 4)] {
                let stage = scene.stage_for(Glass::new(width, height), Language::Nb, asks(letters, false));
                settle(&stage);
                if stage.window.view().comfort.letters == letters && fitted(&stage) < most {
                    small.push((scene.name, width, letters, fitted(&stage)));
                }
            }
        }
    }
    let often = ["05-", "06-", "07-", "09-", "31-", "32-", "35-", "38-"];
    let is_often = |name: &str| often.iter().any(|begins| name.starts_with(begins));
    let too_small = small
        .iter()
        .filter(|(name, _, _, fitted)| is_often(name) || *fitted == 0);
    assert_eq!(too_small.count(), 0, "{small:#?}");
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

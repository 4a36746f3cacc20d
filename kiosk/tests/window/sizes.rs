//! Every screen on every glass: sizes, factors, languages and contrast, pairwise.

use i_slint_backend_testing::ElementHandle;
use slint::ComponentHandle;
use trykk_kiosk::window::ui;
use trykk_shared::language::Language;

use crate::faults::faults;
use crate::glass::Place;
use crate::rehearsal::{Glass, Stage};
use crate::scenes::{drop_in, scenes};
use crate::screens::picture;

/// The glasses that tablets and panel PCs have, lying.
const SIZES: [(u32, u32); 7] = [
    (800, 480),
    (1024, 600),
    (1280, 720),
    (1280, 800),
    (1366, 768),
    (1920, 1080),
    (2160, 1440),
];
/// By how much the system enlarges everything: not at all, as on a 10.1 inch panel of 1280x800, as on one of 1920x1200.
const FACTORS: [f32; 3] = [1.0, 1.58, 2.33];

/// Lying and upright.
fn glasses() -> Vec<(u32, u32)> {
    SIZES
        .into_iter()
        .flat_map(|(width, height)| [(width, height), (height, width)])
        .collect()
}

/// With the `scene` on the `size`: which factor, language and contrast, so that every two of these five meet.
fn choose(scene: usize, size: usize) -> (f32, Language, bool) {
    (
        FACTORS[(scene + size) % 3],
        Language::ALL[(scene + 2 * size) % 3],
        (scene + size / 2) % 2 == 1,
    )
}

/// Each scene once in each language, and then through the sizes, as somebody turns the tablet and hangs it on another wall.
fn measure(language: Language) {
    let mut wrong = Vec::new();
    let glasses = glasses();
    for (nth, scene) in scenes().iter().enumerate() {
        let stage = scene.stage(Glass::new(1280, 800), language);
        for (size, &(width, height)) in glasses.iter().enumerate() {
            let (factor, chosen, contrast) = choose(nth, size);
            if chosen != language {
                continue;
            }
            stage.app().global::<ui::Theme>().set_high_contrast(contrast);
            stage.turn(Glass { width, height, factor });
            let name = format!("{}-{language}-{width}x{height}-{factor}", scene.name);
            let found = faults(&stage);
            if !found.is_empty() || nth % glasses.len() == size {
                picture(&stage, &name);
            }
            wrong.extend(found.into_iter().map(|fault| format!("{name}: {fault}")));
        }
    }
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_screen_fits_on_every_glass_in_bokmal() {
    measure(Language::Nb);
}

#[test]
fn every_screen_fits_on_every_glass_in_nynorsk() {
    measure(Language::Nn);
}

#[test]
fn every_screen_fits_on_every_glass_in_english() {
    measure(Language::En);
}

#[test]
fn every_two_of_scene_size_factor_language_and_contrast_meet() {
    let (scenes, sizes) = (scenes().len(), glasses().len());
    let mut rows: Vec<[usize; 5]> = Vec::new();
    for scene in 0..scenes {
        for size in 0..sizes {
            let (factor, language, contrast) = choose(scene, size);
            let factor = FACTORS.iter().position(|one| *one == factor).unwrap();
            let language = Language::ALL.iter().position(|one| *one == language).unwrap();
            rows.push([scene, size, factor, language, usize::from(contrast)]);
        }
    }
    let many = [scenes, sizes, 3, 3, 2];
    for one in 0..5 {
        for other in one + 1..5 {
            let mut met: Vec<_> = rows.iter().map(|row| (row[one], row[other])).collect();
            met.sort_unstable();
            met.dedup();
            assert_eq!(met.len(), many[one] * many[other], "{one} and {other}");
        }
    }
}

/// The system's opinion of the panel's millimetres changes nothing: the same pixels show the same.
#[test]
fn a_factor_changes_no_place_on_the_glass() {
    let places = |factor| {
        let (width, height) = (1280, 800);
        let stage = Stage::on(drop_in(), Glass { width, height, factor });
        let buttons = crate::glass::buttons(&stage);
        let place = |element: &ElementHandle| Place::of(element).times(factor);
        buttons.iter().map(place).collect::<Vec<_>>()
    };
    let plain = places(1.0);
    for factor in [1.25, 1.58, 2.33, 3.0] {
        let enlarged = places(factor);
        assert_eq!(plain.len(), enlarged.len());
        for (one, other) in plain.iter().zip(&enlarged) {
            // A text is as wide as whole pixels of the system's measure, and so is the button around it.
            let moved = [one.x - other.x, one.y - other.y, one.w - other.w, one.h - other.h];
            assert!(
                moved.iter().all(|by| by.abs() <= 3.0 * factor),
                "{factor}: {one:?} {other:?}"
            );
        }
    }
}

/// A larger glass shows the same, larger; not the same small things in the midst of more room.
#[test]
fn a_larger_glass_shows_everything_larger() {
    let heights = |width, height| {
        let stage = Stage::new(drop_in(), (width, height));
        let begin = crate::glass::find(&stage, "Begynn").unwrap();
        Place::of(&begin).h
    };
    assert!((heights(1280, 800) - 72.0).abs() < 0.1);
    assert!((heights(1920, 1200) - 108.0).abs() < 0.1);
    assert!((heights(2160, 1440) - 121.5).abs() < 0.1);
    assert!((heights(800, 480) - 43.2).abs() < 0.1);
}

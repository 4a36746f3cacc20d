//! Every screen in three languages, landscape and portrait: rendered, and measured.

use std::sync::Arc;

use slint::ComponentHandle;
use trykk_kiosk::tablet::Standing;
use trykk_kiosk::window::ui;
use trykk_shared::deck::Question;
use trykk_shared::language::Language;

use crate::faults::faults;
use crate::glass::says;
use crate::rehearsal::{Glass, Stage};
use crate::scenes::{Do, drop_in, longest, perform, scenes};

/// What the pages were drawn for.
const DRAWN_FOR: [Glass; 2] = [Glass::new(1280, 800), Glass::new(800, 1280)];

pub fn picture(stage: &Stage, name: &str) {
    let pixels = stage.app().window().take_snapshot().unwrap();
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("../screens");
    std::fs::create_dir_all(&folder).unwrap();
    let file = std::io::BufWriter::new(std::fs::File::create(folder.join(format!("{name}.png"))).unwrap());
    let mut encoder = png::Encoder::new(file, pixels.width(), pixels.height());
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Fast);
    encoder
        .write_header()
        .unwrap()
        .write_image_data(pixels.as_bytes())
        .unwrap();
}

fn render(language: Language) {
    let mut wrong = Vec::new();
    for glass in DRAWN_FOR {
        for scene in scenes() {
            let stage = scene.stage(glass, language);
            let name = format!("{}-{language}-{}x{}", scene.name, glass.width, glass.height);
            picture(&stage, &name);
            wrong.extend(faults(&stage).into_iter().map(|fault| format!("{name}: {fault}")));
        }
    }
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_screen_fits_in_bokmal() {
    render(Language::Nb);
}

#[test]
fn every_screen_fits_in_nynorsk() {
    render(Language::Nn);
}

#[test]
fn every_screen_fits_in_english() {
    render(Language::En);
}

#[test]
fn a_text_that_does_not_fit_is_found() {
    let stage = Stage::on(drop_in(), DRAWN_FOR[0]);
    stage.app().global::<ui::Theme>().set_scale(1.5);
    stage.pass(1);
    let found = faults(&stage);
    assert!(
        found.iter().any(|fault| fault.contains("leaves the glass")),
        "{found:?}"
    );
    // One word that is wider than its place under seven faces.
    let mut backend = longest();
    if let Standing::Open(round) = &mut backend.standing
        && let Question::Statement { faces, .. } = &mut Arc::make_mut(round).deck.items[0].question
    {
        faces[0]
            .0
            .values_mut()
            .for_each(|label| *label = "Arbeidstidsordninger".into());
    }
    let stage = Stage::on(backend, DRAWN_FOR[0]);
    perform(&stage, &[Do::Start]);
    let found = faults(&stage);
    assert!(found.iter().any(|fault| fault.contains("runs over")), "{found:?}");
}

#[test]
fn a_screen_that_is_too_small_says_so_and_asks_nothing() {
    for (width, height, factor, says_so) in [
        (640, 480, 1.0, true),
        (799, 480, 1.0, true),
        (800, 479, 2.33, true),
        (480, 799, 1.58, true),
        (320, 240, 1.0, true),
        (800, 480, 1.0, false),
        (480, 800, 2.33, false),
        // As many pixels, however few the system calls them.
        (1280, 800, 2.33, false),
    ] {
        let stage = Stage::on(drop_in(), Glass { width, height, factor });
        let found = says(&stage, "Skjermen er for liten");
        assert_eq!(found, says_so, "{width}x{height} at {factor}");
        if says_so {
            assert!(crate::glass::buttons(&stage).is_empty());
            assert_eq!(faults(&stage), Vec::<String>::new(), "{width}x{height} at {factor}");
        }
    }
}

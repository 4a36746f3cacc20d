//! The pages' colours are those of the palette.

use trykk_shared::palette::{self, FACES};

const STYLES: &str = include_str!("../../static/styles/base.css");
const CHARTS: &str = include_str!("../../templates/chart.html");

/// The value of a custom property.
fn property(name: &str) -> Option<u32> {
    let (_, rest) = STYLES.split_once(&format!("--{name}: #"))?;
    u32::from_str_radix(rest.get(..6)?, 16).ok()
}

#[test]
fn the_style_sheet_has_the_colours_of_the_palette() {
    for (name, colour) in [
        ("paper", palette::PAPER),
        ("sheet", palette::SHEET),
        ("ink", palette::INK),
        ("quiet", palette::QUIET_INK),
        ("line", palette::LINE),
        ("accent", palette::ACCENT),
        ("accent-deep", palette::ACCENT_DOWN),
        ("note", palette::NOTE),
        ("warm", FACES[0]),
        ("sand", FACES[1]),
        ("stone", FACES[2]),
        ("sea", FACES[3]),
        ("cool", FACES[4]),
    ] {
        assert_eq!(property(name), Some(colour), "{name}");
    }
    assert_eq!(property("no such colour"), None);
}

#[test]
fn shares_have_the_palettes_steps_and_every_number_on_them_can_be_read() {
    const HEAT: &str = include_str!("../../static/styles/heat.css");
    let light = |colour: u32| {
        let part = |shift: u32| {
            let value = f64::from((colour >> shift) & 0xFF) / 255.0;
            if value <= 0.04045 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * part(16) + 0.7152 * part(8) + 0.0722 * part(0) + 0.05
    };
    for (step, colour) in palette::SHARES.into_iter().enumerate() {
        let (text, written) = match step < palette::LIGHT_SHARES {
            true => ("var(--ink)", palette::INK),
            false => ("#FFFFFF", palette::WHITE),
        };
        let rule = format!(".share-{step} {{ background: #{colour:06X}; color: {text}; }}");
        assert!(HEAT.contains(&rule), "{rule}");
        let (one, other) = (light(colour), light(written));
        assert!(one.max(other) / one.min(other) >= 4.5, "step {step}");
        // In grey each step is darker than the one before.
        assert!(step == 0 || light(palette::SHARES[step - 1]) > one, "step {step}");
    }
}

#[test]
fn hatches_have_the_colours_of_what_they_continue() {
    for (name, colour) in [("warm", FACES[0]), ("cool", FACES[4]), ("hidden", palette::LINE)] {
        let (_, pattern) = CHARTS.split_once(&format!("id=\"hatch-{name}\"")).unwrap();
        let (pattern, _) = pattern.split_once("</pattern>").unwrap();
        assert!(pattern.contains(&format!("#{colour:06X}")), "{name}: {pattern}");
    }
}

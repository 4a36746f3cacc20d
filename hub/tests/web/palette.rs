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
fn hatches_have_the_colours_of_what_they_continue() {
    for (name, colour) in [("warm", FACES[0]), ("cool", FACES[4]), ("hidden", palette::LINE)] {
        let (_, pattern) = CHARTS.split_once(&format!("id=\"hatch-{name}\"")).unwrap();
        let (pattern, _) = pattern.split_once("</pattern>").unwrap();
        assert!(pattern.contains(&format!("#{colour:06X}")), "{name}: {pattern}");
    }
}

//! The window's colours are those of the palette.

use trykk_shared::palette;

/// The colour of a name in the theme, in usual and in high contrast; the same twice where there is only one.
fn colours(theme: &str, name: &str) -> [u32; 2] {
    let start = format!("out property <color> {name}:");
    let line = theme.lines().find(|line| line.trim_start().starts_with(&start));
    let line = line.unwrap_or_else(|| panic!("the theme has no {name}"));
    let found: Vec<u32> = line
        .split('#')
        .skip(1)
        .map(|rest| u32::from_str_radix(&rest[..6], 16).unwrap())
        .collect();
    // "high-contrast ? this : that"
    [*found.last().unwrap(), found[0]]
}

#[test]
fn the_theme_has_the_colours_of_the_palette() {
    let theme = include_str!("../../ui/theme.slint");
    for (name, colour) in [
        ("paper", palette::PAPER),
        ("sheet", palette::SHEET),
        ("ink", palette::INK),
        ("quiet-ink", palette::QUIET_INK),
        ("line", palette::LINE),
        ("accent", palette::ACCENT),
        ("accent-down", palette::ACCENT_DOWN),
        ("note", palette::NOTE),
    ] {
        assert_eq!(colours(theme, name)[0], colour, "{name}");
    }
    assert_eq!(colours(theme, "accent")[1], palette::ACCENT_HIGH_CONTRAST);
    assert_eq!(colours(theme, "paper")[1], palette::WHITE);
    assert_ne!(
        colours(theme, "paper")[0],
        palette::SHEET,
        "the check can tell colours apart"
    );
}

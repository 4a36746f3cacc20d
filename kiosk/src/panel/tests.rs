use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::sync::mpsc::sync_channel;

use proptest::prelude::*;
use tempfile::{TempDir, tempdir};

use super::light::{LEAST_LIGHT, to_raw};
use super::*;

proptest! {
    #[test]
    fn every_touch_turns_further_until_the_end(most in 1_u32..200_000, part in 0_u32..=1000) {
        let raw = u32::try_from(u64::from(most) * u64::from(part) / 1000).unwrap();
        for (turn, end) in [(Turn::Up, most), (Turn::Down, to_raw(LEAST_LIGHT, most))] {
            let mut at = raw;
            for _ in 0..12 {
                let next = turn_raw(at, most, turn);
                match turn {
                    Turn::Up => prop_assert!(next > at || at == end, "{at} of {most}"),
                    // What is darker already stays so.
                    Turn::Down => prop_assert!(next < at || at <= end, "{at} of {most}"),
                }
                prop_assert!(next <= most && (next >= end || turn == Turn::Up || next == raw));
                at = next;
            }
            prop_assert!(at == end || raw < end && turn == Turn::Down, "{at} is not {end} of {most}");
        }
    }

    #[test]
    fn a_step_is_a_full_one(percent in 0_u8..=100) {
        let (up, down) = (step(percent, Turn::Up, 0), step(percent, Turn::Down, 0));
        prop_assert!(up % STEP == 0 && down % STEP == 0 && up <= 100);
        prop_assert!(up > percent || percent == 100);
        prop_assert!(down < percent || percent == 0);
        prop_assert!(up - percent <= STEP && percent - down <= STEP);
    }

    #[test]
    fn no_panel_opens_darker_than_the_menu_makes_it(most in 1_u32..200_000, part in 0_u32..=1000, chosen in proptest::option::of(0_u8..=255)) {
        let raw = u32::try_from(u64::from(most) * u64::from(part) / 1000).unwrap();
        let opens = raw_at_start(raw, most, chosen);
        prop_assert!(opens >= 1 && opens <= most);
        prop_assert!(to_percent(opens, most) >= LEAST_LIGHT || opens >= to_raw(LEAST_LIGHT, most));
        if chosen.is_none() {
            prop_assert!(opens == raw || raw < to_raw(LEAST_LIGHT, most));
            // Nor does it light up a ward at night.
            prop_assert!(opens == raw || opens <= most.div_ceil(2));
        }
    }

    #[test]
    fn a_panel_opens_as_bright_as_it_was_made(most in 1_u32..200_000, part in 0_u32..=1000, turns in 1_usize..20, up in any::<bool>()) {
        let mut raw = u32::try_from(u64::from(most) * u64::from(part) / 1000).unwrap().max(to_raw(LEAST_LIGHT, most));
        for _ in 0..turns {
            raw = turn_raw(raw, most, if up { Turn::Up } else { Turn::Down });
        }
        let opens = raw_at_start(0, most, Some(to_percent(raw, most)));
        prop_assert!(u64::from(opens.abs_diff(raw)) * 200 <= u64::from(most), "{opens} is not {raw} of {most}");
    }
}

#[test]
fn what_the_mixer_says_is_read() {
    let said = "Simple mixer control 'Master',0\n  Capabilities: pvolume pswitch\n  Playback channels: Front Left - Front Right\n  \
                Limits: Playback 0 - 65536\n  Mono:\n  Front Left: Playback 26345 [40%] [on]\n  Front Right: Playback 26345 [41%] [on]\n";
    assert_eq!(read_volume(said), Some(40));
    assert_eq!(read_volume("  Mono: Playback 45 [52%] [-20.25dB] [on]\n"), Some(52));
    assert_eq!(read_volume("  Mono: Playback 45 [-20.25dB] [on]\n"), None);
    assert_eq!(read_volume("  Mono: Playback 45 [180%] [on]\n"), None);
    assert_eq!(read_volume(""), None);
}

fn write_light(lights: &Path, name: &str, files: &[(&str, &str)]) {
    fs::create_dir_all(lights.join(name)).unwrap();
    for (file, text) in files {
        fs::write(lights.join(name).join(file), format!("{text}\n")).unwrap();
    }
}

#[test]
fn the_light_that_the_firmware_knows_is_taken_before_others() {
    let folder = tempdir().unwrap();
    let find = || Light::find(folder.path()).map(|light| (light.name, light.most));
    assert_eq!(find(), None);
    write_light(
        folder.path(),
        "a-half",
        &[("type", "firmware"), ("max_brightness", "0"), ("brightness", "0")],
    );
    write_light(
        folder.path(),
        "b-less",
        &[("type", "firmware"), ("max_brightness", "9")],
    );
    assert_eq!(
        find(),
        None,
        "one cannot be turned, of the other nobody knows how bright it is"
    );
    write_light(
        folder.path(),
        "intel",
        &[("type", "raw"), ("max_brightness", "937"), ("brightness", "400")],
    );
    assert_eq!(find(), Some(("intel".to_owned(), 937)));
    write_light(
        folder.path(),
        "video0",
        &[("type", "firmware"), ("max_brightness", "100"), ("brightness", "70")],
    );
    write_light(
        folder.path(),
        "video1",
        &[("type", "firmware"), ("max_brightness", "15"), ("brightness", "7")],
    );
    assert_eq!(find(), Some(("video0".to_owned(), 100)));
}

/// Programs that write down how they are called, and a panel's folder.
struct Wall {
    folder: TempDir,
}

impl Wall {
    /// `bus` and `mixer` are what the two programs do, as shell scripts.
    fn new(bus: &str, mixer: &str) -> (Self, Tools) {
        let folder = tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        write_light(
            &at("lights"),
            "panel",
            &[("type", "raw"), ("max_brightness", "200"), ("brightness", "100")],
        );
        for (name, script) in [("bus", bus), ("mixer", mixer)] {
            let script = format!("#!/bin/sh\necho \"$*\" >>{}\n{script}\n", at("calls").display());
            fs::write(at(name), script).unwrap();
            fs::set_permissions(at(name), fs::Permissions::from_mode(0o755)).unwrap();
        }
        let tools = Tools {
            lights: at("lights"),
            kept: at("light"),
            bus: at("bus"),
            mixer: at("mixer"),
        };
        (Wall { folder }, tools)
    }

    /// To what the light was set last.
    fn last_light(&self) -> String {
        let mut calls = self.calls().into_iter();
        calls.rfind(|call| call.contains("backlight")).unwrap()
    }

    fn calls(&self) -> Vec<String> {
        let calls = fs::read_to_string(self.folder.path().join("calls")).unwrap_or_default();
        calls.lines().map(str::to_owned).collect()
    }
}

const MIXER_WITH_PCM: &str = "[ \"$3\" = PCM ] && echo 'Mono: Playback 1 [43%] [on]'";

/// Does what a panel's thread does, here and now: nothing of it is waited for. Whoever asks comes once the panel was looked for.
fn turned(tools: &Tools, ask: impl FnOnce(&mut Panel)) -> Levels {
    let known = Arc::<Mutex<Known>>::default();
    look_for_light(tools, &known);
    look_for_volume(tools, &known);
    let (orders, ordered) = channel();
    let mut panel = Panel {
        known: Arc::clone(&known),
        orders,
    };
    ask(&mut panel);
    let (orders, _) = channel();
    // What it was told is there; nothing more comes.
    panel.orders = orders;
    obey(tools, &known, &ordered, Failure::log);
    panel.levels()
}

#[test]
fn both_are_turned_and_the_last_of_several_touches_is_what_is_set() {
    let (wall, tools) = Wall::new("true", MIXER_WITH_PCM);
    let levels = turned(&tools, |panel| {
        assert_eq!(
            panel.levels(),
            Levels {
                light: Some(50),
                volume: Some(43)
            }
        );
        panel.turn(Knob::Light, Turn::Up);
        panel.turn(Knob::Light, Turn::Up);
        panel.turn(Knob::Volume, Turn::Down);
        assert_eq!(
            panel.levels(),
            Levels {
                light: Some(70),
                volume: Some(40)
            }
        );
    });
    assert_eq!(
        levels,
        Levels {
            light: Some(70),
            volume: Some(40)
        }
    );
    let set = |raw: u32| {
        format!(
            "--system --timeout=5 call org.freedesktop.login1 /org/freedesktop/login1/session/auto org.freedesktop.login1.Session SetBrightness ssu backlight panel {raw}"
        )
    };
    let calls = wall.calls();
    assert_eq!(calls.first(), Some(&set(100)), "as it is: whether it can be set");
    assert_eq!(calls[1..3], ["-M sget Master".to_owned(), "-M sget PCM".to_owned()]);
    assert_eq!(calls[3..], [set(140), "-M sset PCM 40% unmute".to_owned()]);
}

#[test]
fn a_panel_goes_dark_and_comes_back_as_bright_as_it_was() {
    let (wall, tools) = Wall::new("true", "false");
    let levels = turned(&tools, |panel| {
        panel.darken(false);
        panel.turn(Knob::Light, Turn::Down);
        panel.darken(true);
        panel.darken(true);
        panel.darken(false);
    });
    assert_eq!(
        levels,
        Levels {
            light: Some(40),
            volume: None
        }
    );
    assert!(wall.last_light().ends_with("backlight panel 80"));
    let (wall, tools) = Wall::new("true", "false");
    turned(&tools, |panel| panel.darken(true));
    assert!(wall.last_light().ends_with("backlight panel 0"));
}

#[test]
fn a_start_in_the_dark_is_as_bright_as_somebody_has_chosen_and_half_as_bright_where_nobody_has() {
    let (wall, tools) = Wall::new("true", "false");
    let go_out = || fs::write(tools.lights.join("panel/brightness"), "0\n").unwrap();
    turned(&tools, |panel| panel.darken(true));
    assert!(!tools.kept.exists(), "nobody has chosen");
    go_out();
    // It is found, and lit, before anybody touches it.
    assert_eq!(turned(&tools, |_| {}).light, Some(50));
    assert!(wall.last_light().ends_with("backlight panel 100"));
    turned(&tools, |panel| {
        panel.turn(Knob::Light, Turn::Down);
        panel.turn(Knob::Light, Turn::Down);
    });
    turned(&tools, |panel| panel.darken(true));
    go_out();
    assert_eq!(turned(&tools, |_| {}).light, Some(30));
    assert!(wall.last_light().ends_with("backlight panel 60"));
    // What cannot be read is what nobody has chosen.
    fs::write(&tools.kept, "bright").unwrap();
    assert_eq!(turned(&tools, |_| {}).light, Some(50));
}

#[test]
fn a_brightness_that_was_not_set_is_not_kept_and_one_that_is_not_kept_is_said_once() {
    let (_wall, tools) = Wall::new("[ ! -e \"$0.used\" ] && touch \"$0.used\"", "false");
    turned(&tools, |panel| panel.turn(Knob::Light, Turn::Up));
    assert!(!tools.kept.exists());
    let (wall, mut tools) = Wall::new("true", "false");
    tools.kept = wall.folder.path().join("none/light");
    let known = Mutex::default();
    look_for_light(&tools, &known);
    look_for_volume(&tools, &known);
    let mut said = Vec::new();
    let mut failures = Once::new(|failure, _: &io::Error| said.push(failure));
    for _ in 0..3 {
        lock(&known).is_unkept = true;
        assert!(set_what_is_asked(&tools, &known, &[Order::Light], &mut failures));
    }
    assert_eq!(said, [Failure::Keeping]);
}

#[test]
fn what_cannot_be_set_is_not_offered_and_what_fails_later_is_as_it_was() {
    let (_wall, tools) = Wall::new("false", "false");
    assert_eq!(
        turned(&tools, |panel| panel.turn(Knob::Light, Turn::Up)),
        Levels::default()
    );
    let (wall, mut tools) = Wall::new("true", "true");
    tools.bus = wall.folder.path().join("none");
    assert_eq!(turned(&tools, |panel| panel.darken(true)), Levels::default());
    // One that comes to be known later is found, and dark at once.
    let (wall, tools) = Wall::new("true", "false");
    let late = wall.folder.path().join("late");
    fs::rename(&tools.lights, &late).unwrap();
    let levels = turned(&tools, |panel| {
        assert_eq!(panel.levels(), Levels::default());
        fs::rename(&late, &tools.lights).unwrap();
        panel.darken(true);
    });
    assert_eq!(levels.light, Some(50));
    assert!(wall.last_light().ends_with("backlight panel 0"));
    // Twice well: once to see whether it can be set.
    let (wall, tools) = Wall::new(
        "[ ! -e \"$0.used\" ] && touch \"$0.used\"",
        "[ $2 = sget ] && echo '[30%]'",
    );
    let levels = turned(&tools, |panel| {
        panel.turn(Knob::Light, Turn::Up);
        panel.turn(Knob::Volume, Turn::Up);
        assert_eq!(
            panel.levels(),
            Levels {
                light: Some(60),
                volume: Some(40)
            }
        );
    });
    assert_eq!(
        levels,
        Levels {
            light: Some(50),
            volume: Some(30)
        }
    );
    assert!(wall.calls().last().unwrap().starts_with("-M sget"));
}

/// Each control that the mixer is asked for may take six seconds.
#[test]
fn whoever_wakes_the_tablet_waits_for_no_mixer_and_the_light_is_known_to_be_back_once_it_is_set() {
    let (wall, tools) = Wall::new("true", "false");
    turned(&tools, |panel| {
        let before = wall.calls().len();
        let go = |panel: &Panel, orders: &[Order]| {
            set_what_is_asked(&tools, &panel.known, orders, &mut Once::new(Failure::log));
        };
        assert!(panel.is_lit());
        panel.darken(true);
        assert!(!panel.is_lit());
        go(panel, &[Order::Light]);
        assert!(!panel.is_lit());
        panel.darken(false);
        assert!(!panel.is_lit(), "it is asked for and not there yet");
        go(panel, &[Order::Light]);
        assert!(panel.is_lit());
        let calls = wall.calls();
        assert!(
            calls[before..].iter().all(|call| call.contains("backlight")),
            "{calls:?}"
        );
    });
    // What the thread itself is told: nothing more.
    let (wall, tools) = Wall::new("true", "false");
    turned(&tools, |panel| {
        panel.darken(true);
        panel.darken(false);
    });
    let asked = wall.calls().iter().filter(|call| call.contains("sget")).count();
    assert_eq!(asked, CONTROLS.len(), "at the start");
    // Where no light can be set, the picture alone is dark, and nothing is waited for.
    let (_wall, tools) = Wall::new("false", "false");
    turned(&tools, |panel| {
        panel.darken(true);
        assert!(panel.is_lit());
    });
}

/// A light that could not be set is not back, and is tried again.
#[test]
fn a_light_that_does_not_come_is_not_said_to_be_there() {
    let (_wall, tools) = Wall::new("[ ! -e \"$0.used\" ] && touch \"$0.used\"", "false");
    turned(&tools, |panel| {
        panel.darken(true);
        panel.darken(false);
        let mut failures = Once::new(Failure::log);
        assert!(!set_what_is_asked(&tools, &panel.known, &[Order::Light], &mut failures));
        assert!(!panel.is_lit());
    });
}

/// In quiet hours the tries come in a rhythm, and one that is out of it is somebody who woke the tablet.
#[test]
fn what_fails_again_and_again_is_said_once() {
    // The light well once, to see whether it can be set.
    let (wall, tools) = Wall::new(
        "[ ! -e \"$0.used\" ] && touch \"$0.used\"",
        "[ $2 = sget ] && echo '[30%]'",
    );
    let known = Mutex::default();
    look_for_light(&tools, &known);
    look_for_volume(&tools, &known);
    let before = wall.calls().len();
    let mut said = Vec::new();
    let mut failures = Once::new(|failure, _: &io::Error| said.push(failure));
    for dark in [true, true, false, true] {
        lock(&known).dark = dark;
        assert!(!set_what_is_asked(&tools, &known, &[Order::Light], &mut failures));
        assert!(set_what_is_asked(&tools, &known, &[Order::Volume], &mut failures));
    }
    assert_eq!(said, [Failure::Light, Failure::Volume]);
    let (lights, volumes): (Vec<_>, Vec<_>) = wall.calls()[before..]
        .iter()
        .filter(|call| !call.contains("sget"))
        .cloned()
        .partition(|call| call.contains("backlight"));
    assert_eq!((lights.len(), volumes.len()), (4, 4), "and tried each time");
}

/// The real thread, which ends with its panel.
#[test]
fn a_panel_is_asked_beside_the_window() {
    let (_wall, tools) = Wall::new("true", MIXER_WITH_PCM);
    let mut panel = Panel::with(tools).unwrap();
    let known = Arc::clone(&panel.known);
    panel.turn(Knob::Volume, Turn::Up);
    drop(panel);
    // The thread lets go of what both know once it has ended.
    let (told, ended) = sync_channel(0);
    std::thread::spawn(move || {
        while Arc::strong_count(&known) > 1 {
            std::thread::yield_now();
        }
        told.send(()).unwrap();
    });
    ended.recv().unwrap();
}

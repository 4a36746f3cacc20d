//! A screen without a window manager.

use std::process::Stdio;
use std::thread::sleep;
use std::time::{Duration, Instant};

use trykk_tests::touchscreen::Touchscreen;

use crate::programs;

/// How long the window may take to appear.
const PATIENCE: Duration = Duration::from_secs(60);

/// Nobody makes the window as large as the screen there but itself.
#[test]
fn the_window_takes_the_whole_screen_of_a_bare_x_server() {
    for (width, height) in [(1024, 600), (1280, 800)] {
        let folder = tempfile::tempdir().unwrap();
        let screen = Touchscreen::bare(width, height);
        let mut window = std::process::Command::new(programs().kiosk)
            .arg("run")
            .arg("--data")
            .arg(folder.path().join("tablet"))
            .env("DISPLAY", screen.display())
            .env_remove("WAYLAND_DISPLAY")
            .stdin(Stdio::null())
            .spawn()
            .unwrap();
        let begun = Instant::now();
        let whole = loop {
            let windows = screen.windows();
            if windows == [(0, 0, width, height)] || begun.elapsed() > PATIENCE {
                break windows;
            }
            sleep(Duration::from_millis(50));
        };
        // And it stays so.
        sleep(Duration::from_secs(1));
        let later = screen.windows();
        let _ = window.kill();
        let _ = window.wait();
        assert_eq!(
            (whole, later),
            (vec![(0, 0, width, height)], vec![(0, 0, width, height)])
        );
    }
}

//! A screen without a window manager.

use std::process::Stdio;
use std::thread::sleep;
use std::time::{Duration, Instant};

use trykk_tests::touchscreen::Touchscreen;

use crate::programs;

/// How long the window may take to appear.
const PATIENCE: Duration = Duration::from_secs(60);

/// The windows, once there is one of this size or too much time has gone.
fn wait_for(screen: &Touchscreen, (width, height): (u16, u16)) -> Vec<(i16, i16, u16, u16)> {
    let begun = Instant::now();
    loop {
        let windows = screen.windows();
        if windows == [(0, 0, width, height)] || begun.elapsed() > PATIENCE {
            return windows;
        }
        sleep(Duration::from_millis(50));
    }
}

/// Nobody makes the window as large as the screen there but itself.
#[test]
fn the_window_takes_the_whole_screen_of_a_bare_x_server() {
    // Whatever the system makes of the panel's millimetres: a 10.1 inch one of 1280x800 gets 1.58.
    for (width, height, factor) in [(1024, 600, "1"), (1280, 800, "1.58"), (800, 480, "2.33")] {
        let folder = tempfile::tempdir().unwrap();
        let screen = Touchscreen::bare(width, height);
        let mut window = std::process::Command::new(programs().kiosk)
            .arg("run")
            .arg("--data")
            .arg(folder.path().join("tablet"))
            .env("DISPLAY", screen.display())
            .env("WINIT_X11_SCALE_FACTOR", factor)
            .env_remove("WAYLAND_DISPLAY")
            .stdin(Stdio::null())
            .spawn()
            .unwrap();
        let whole = wait_for(&screen, (width, height));
        // And it stays so.
        sleep(Duration::from_secs(1));
        let later = screen.windows();
        let beside = |what: &str| {
            let said = std::process::Command::new(programs().kiosk)
                .arg(what)
                .arg("--data")
                .arg(folder.path().join("tablet"))
                .env("DISPLAY", screen.display())
                .output()
                .unwrap();
            String::from_utf8(said.stdout).unwrap()
        };
        let (status, doctor) = (beside("status"), beside("doctor"));
        let runs_on = window.try_wait().unwrap().is_none();
        let _ = window.kill();
        let _ = window.wait();
        assert_eq!(
            (whole, later),
            (vec![(0, 0, width, height)], vec![(0, 0, width, height)])
        );
        assert!(runs_on && status.contains("The window is open."), "{status}");
        assert!(doctor.contains(&format!("{width}x{height}")), "{doctor}");
    }
}

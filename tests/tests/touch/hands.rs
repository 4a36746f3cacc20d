//! Someone in front of a tablet: looks at the screen, and taps what stands there.

use std::ffi::OsString;
use std::path::Path;
use std::process::{Child, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use trykk_kiosk::flow::Backend;
use trykk_kiosk::tablet::{SharedTablet, Tablet};
use trykk_kiosk::window::TabletBackend;
use trykk_tests::hospital::Kiosk;
use trykk_tests::picture::Picture;
use trykk_tests::touchscreen::Touchscreen;
use trykk_tests::twin::Twin;

/// How long a screen may take to appear.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long a person looks before they tap. Faster taps belong to the screen before.
const LOOK: Duration = Duration::from_millis(300);
/// How many pixels may look different: the edges of a few letters.
const SAME: usize = 60;
/// On a screen that counts seconds down.
const ALMOST: usize = 1500;

/// A tablet's window on a touchscreen, its twin, and someone's hands.
pub struct Hands {
    screen: Touchscreen,
    twin: Twin,
    window: Child,
}

impl Drop for Hands {
    fn drop(&mut self) {
        let _ = self.window.kill();
        let _ = self.window.wait();
    }
}

impl Hands {
    /// Opens the window of an enrolled tablet on a screen of this size.
    pub fn at(kiosk: &Kiosk, width: u16, height: u16) -> Self {
        Self::at_with(kiosk, width, height, &[])
    }

    /// The same, with more variables in the window's environment.
    pub fn at_with(kiosk: &Kiosk, width: u16, height: u16, environment: &[(&str, OsString)]) -> Self {
        let (standing, staff) = {
            let tablet = Tablet::open(&kiosk.data, kiosk.clock()).unwrap();
            let backend = TabletBackend::over(Some(SharedTablet::new(tablet)));
            (backend.standing(), backend.staff())
        };
        let screen = Touchscreen::start(width, height);
        let window = kiosk
            .command(&["run"])
            .env("DISPLAY", screen.display())
            .env_remove("WAYLAND_DISPLAY")
            .envs(environment.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null())
            .spawn()
            .unwrap();
        Hands {
            screen,
            twin: Twin::standing(standing, staff, u32::from(width), u32::from(height)),
            window,
        }
    }

    /// The window's process.
    pub fn process(&self) -> u32 {
        self.window.id()
    }

    /// The twin: what must be shown.
    pub fn twin(&self) -> &Twin {
        &self.twin
    }

    /// Waits until the screen shows what its twin shows.
    pub fn see(&self) {
        self.see_within(SAME);
    }

    /// The same, on a screen that counts seconds down.
    pub fn see_almost(&self) {
        self.see_within(ALMOST);
    }

    /// Taps a button with a finger, once the screen is there and was looked at.
    pub fn tap(&mut self, name: &str) {
        self.see();
        self.tap_unseen(name);
    }

    /// Taps a button on a screen that has been looked at already.
    pub fn tap_unseen(&mut self, name: &str) {
        sleep(LOOK);
        let at = self.twin.place(name);
        self.screen.down(0, at);
        self.screen.up(0, at);
        self.twin.tap(name);
    }

    /// A palm lies on one button while a finger taps another: nobody knows what was meant.
    pub fn palm_and_finger(&mut self, palm: &str, finger: &str) {
        self.see();
        sleep(LOOK);
        let (palm, finger) = (self.twin.place(palm), self.twin.place(finger));
        self.screen.down(0, palm);
        self.screen.down(1, finger);
        self.screen.up(1, finger);
        self.screen.up(0, palm);
    }

    /// A finger lands on a button and slides off it.
    pub fn slide_off(&mut self, name: &str) {
        self.see();
        sleep(LOOK);
        let (x, y) = self.twin.place(name);
        self.screen.down(0, (x, y));
        for step in 1..=8u8 {
            self.screen.slide(0, (x, y - f32::from(step) * 40.0));
        }
        self.screen.up(0, (x, y - 320.0));
    }

    /// Types on the tablet's keyboard.
    pub fn type_out(&mut self, text: &str) {
        for letter in text.chars() {
            let name = match letter {
                ' ' => "Mellomrom".to_owned(),
                letter => letter.to_string(),
            };
            if !self.twin.has(&name) && letter.is_alphabetic() {
                self.tap("Stor bokstav");
            }
            self.tap(&name);
        }
    }

    /// The power goes.
    pub fn kill(mut self) {
        self.window.kill().unwrap();
        self.window.wait().unwrap();
    }

    fn see_within(&self, pixels: usize) {
        let wanted = self.twin.picture();
        let begun = Instant::now();
        loop {
            let seen = self.screen.picture();
            let difference = seen.difference(&wanted);
            if difference <= pixels {
                return;
            }
            if begun.elapsed() > PATIENCE {
                let keep = |picture: &Picture, name: &str| {
                    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
                    picture.save(&path);
                    path
                };
                panic!(
                    "the screen shows something else, {difference} pixels of it: {} instead of {}",
                    keep(&seen, "touch-seen.png").display(),
                    keep(&wanted, "touch-wanted.png").display()
                );
            }
            sleep(Duration::from_millis(30));
        }
    }
}

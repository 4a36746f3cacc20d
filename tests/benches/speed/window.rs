//! The tablet's window at 1280x800: from tap to frame, from exec to the first frame, and what it costs to stand there.

use std::collections::BTreeMap;
use std::fs;
use std::process::{Child, Stdio};
use std::rc::Rc;
use std::thread::sleep;
use std::time::{Duration, Instant};

use slint::platform::software_renderer::{MinimalSoftwareWindow, PremultipliedRgbaColor, RepaintBufferType};
use slint::platform::{Platform, WindowAdapter};
use trykk_kiosk::flow::{Ask, Page};
use trykk_kiosk::tablet::{CodesNeeded, OpenRound};
use trykk_shared::deck::{Deck, Mode};
use trykk_shared::ids::BoxId;
use trykk_shared::language::{Language, Texts};
use trykk_shared::protocol::WardName;
use trykk_shared::seal::{Address, SealingKey};
use trykk_tests::hospital::{Hospital, Kiosk, deck_path};
use trykk_tests::touchscreen::Touchscreen;
use trykk_tests::twin::Twin;

use crate::hub;
use crate::report::{Report, milliseconds};

const WIDTH: u16 = 1280;
const HEIGHT: u16 = 800;
/// How many taps are timed.
const TAPS: usize = 1000;
/// How many times the program is started.
const STARTS: usize = 9;
/// How long nobody touches it.
const IDLE: Duration = Duration::from_secs(20);

/// Measures all of it.
pub fn measure(report: &mut Report) {
    let mut taps = tap_to_frame();
    taps.sort_unstable();
    let (median, p99) = (taps[TAPS / 2], taps[TAPS * 99 / 100]);
    report.limit(
        "Window: tap to finished frame, p99",
        &format!(
            "{} (median {})",
            milliseconds(p99.as_secs_f64()),
            milliseconds(median.as_secs_f64())
        ),
        "at most 16 ms",
        p99 <= Duration::from_millis(16),
    );

    let hospital = hub::open_hospital(60);
    let tablet = hospital.tablet("tablet", "w1", None);
    tablet.sync().done();
    let screen = Touchscreen::start(WIDTH, HEIGHT);
    let mut starts: Vec<Duration> = (0..STARTS).map(|_| Running::start(&tablet, &screen).1).collect();
    starts.sort_unstable();
    let (median, worst) = (starts[STARTS / 2], starts[STARTS - 1]);
    report.limit(
        "Window: exec to first frame",
        &format!(
            "{} (worst of {STARTS}: {})",
            milliseconds(median.as_secs_f64()),
            milliseconds(worst.as_secs_f64())
        ),
        "within 150 ms",
        median <= Duration::from_millis(150),
    );

    let (running, _) = Running::start(&tablet, &screen);
    // What starting left to do is done.
    sleep(Duration::from_secs(3));
    let before = running.core_time();
    sleep(IDLE);
    let share = (running.core_time() - before).as_secs_f64() / IDLE.as_secs_f64();
    report.limit(
        "Window: of a core, when nobody touches it",
        &format!("{:.2} %", share * 100.0),
        "under 0.5 %",
        share < 0.005,
    );
    let kilobytes = running.resident_kilobytes();
    report.limit(
        "Window: resident memory",
        &format!("{:.1} MB", kilobytes as f64 / 1024.0),
        "at most 45 MB",
        kilobytes <= 45 * 1024,
    );
    drop(running);
    drop::<Hospital>(hospital);
}

/// Draws into memory what a real window draws on its screen, with the same renderer.
struct Canvas(Rc<MinimalSoftwareWindow>);

impl Platform for Canvas {
    fn create_window_adapter(&self) -> Result<Rc<dyn WindowAdapter>, slint::PlatformError> {
        Ok(self.0.clone())
    }
}

/// People answer at a window without a screen, one after the other: from the finger that lands to the picture of the
/// next screen.
fn tap_to_frame() -> Vec<Duration> {
    let deck = fs::read_to_string(deck_path("station.toml")).expect("the deck");
    let window = MinimalSoftwareWindow::new(RepaintBufferType::ReusedBuffer);
    let twin = Twin::on(
        Box::new(Canvas(Rc::clone(&window))),
        OpenRound {
            address: Address {
                round: "2026-autumn".to_owned(),
                box_id: BoxId([7; 16]),
                key: SealingKey::from_bytes(&[9; 32]).expect("a key"),
            },
            deck: Deck::read(&deck).expect("a deck"),
            mode: Mode::DropIn,
            wards: vec![WardName {
                id: "med-1".to_owned(),
                name: "Medisinsk sengepost 1".to_owned(),
            }],
            // 2026-12-31 23:00 UTC: the end of the year in Oslo.
            closes: 1_798_758_000,
            time_zone: "Europe/Oslo".to_owned(),
            floor: 7,
            urgent: Texts(BTreeMap::from([(Language::Nb, "Ring verneombudet.".to_owned())])),
            codes: CodesNeeded::None,
            pulse: false,
            room: None,
        },
        u32::from(WIDTH),
        u32::from(HEIGHT),
    );
    let mut pixels = vec![PremultipliedRgbaColor::default(); usize::from(WIDTH) * usize::from(HEIGHT)];
    let mut draw = || {
        window.draw_if_needed(|renderer| {
            renderer.render(&mut pixels, usize::from(WIDTH));
        })
    };
    draw();
    (0..TAPS)
        .map(|nth| {
            let name = match twin.view().page {
                Page::Welcome(_) => "Begynn".to_owned(),
                Page::Question(question) => match question.ask {
                    Ask::Face { labels, .. } => labels[nth % labels.len()].clone(),
                    Ask::Card { .. } => "Nei".to_owned(),
                    Ask::Score { .. } => "5".to_owned(),
                },
                Page::Note(_) => "Hopp over".to_owned(),
                Page::Overview(_) => "Lever".to_owned(),
                _ => "Ferdig".to_owned(),
            };
            twin.pass(1000);
            // What the time that passed may have changed is drawn already.
            draw();
            let button = twin.place(&name);
            let begun = Instant::now();
            twin.finger(button);
            assert!(draw(), "a tap changes the picture");
            begun.elapsed()
        })
        .collect()
}

/// The real program on the real screen. It ends on drop.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Running {
    /// Starts it; says how long it took until the screen was not what it was before.
    fn start(tablet: &Kiosk, screen: &Touchscreen) -> (Self, Duration) {
        // The window before is gone.
        sleep(Duration::from_millis(300));
        let before = screen.line(HEIGHT / 2);
        let mut command = tablet.command(&["run"]);
        command
            .env("DISPLAY", screen.display())
            .env_remove("WAYLAND_DISPLAY")
            .stdin(Stdio::null())
            .stderr(Stdio::null());
        let begun = Instant::now();
        let running = Running(command.spawn().expect("the kiosk starts"));
        while screen.line(HEIGHT / 2) == before {
            assert!(begun.elapsed() < Duration::from_secs(60), "no window came up");
            sleep(Duration::from_micros(500));
        }
        (running, begun.elapsed())
    }

    /// How long its threads have had a core.
    fn core_time(&self) -> Duration {
        let threads = fs::read_dir(format!("/proc/{}/task", self.0.id())).expect("its threads");
        let spent = threads.filter_map(|thread| {
            let figures = fs::read_to_string(thread.ok()?.path().join("schedstat")).ok()?;
            figures.split(' ').next()?.parse::<u64>().ok()
        });
        Duration::from_nanos(spent.sum())
    }

    fn resident_kilobytes(&self) -> u64 {
        crate::process::resident_kilobytes(self.0.id())
    }
}

//! How bright the panel is and how loud the tablet: turned in the staff menu; and the panel's light goes out in quiet hours.
//!
//! The light is set by logind (`SetBrightness` of the session), which lets whoever has the screen do so: the window's view of `/sys` stays
//! read-only, and no group and no udev rule is needed for it. The volume is set by `amixer`, as somebody would by hand. Where one of the two
//! cannot be set there is nothing to turn. The system keeps the volume; the brightness that was chosen is kept in the data folder, for a panel
//! that was put out tells nothing of it.

mod failures;
mod light;

use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::durable;
use failures::{Failure, Once};
use light::{Light, raw_at_start, read_chosen, to_percent, turn_raw};

/// The file in the data folder that says how bright the panel was made in the menu, in percent.
const FILE: &str = "light";
/// Where the system lists the lights of panels, a folder each.
const LIGHTS: &str = "/sys/class/backlight";
/// What sets a sound card's volume.
const MIXER: &str = "amixer";
/// The mixer's controls that everything goes through, the first that is there.
const CONTROLS: [&str; 4] = ["Master", "PCM", "Speaker", "Headphone"];
/// What asks logind.
const BUS: &str = "busctl";
/// By how many percent one touch turns.
const STEP: u8 = 10;

/// How often it is looked whether a program has ended, and how many times before it is ended: after six seconds.
const LOOK_EVERY: Duration = Duration::from_millis(20);
const LOOKS: u32 = 300;
/// After how long a light that could not be set is tried again.
const TRY_AGAIN: Duration = Duration::from_secs(10);

/// What can be turned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Knob {
    /// The panel's light.
    Light,
    /// The sound card's volume.
    Volume,
}

/// Which way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Brighter, louder.
    Up,
    /// Darker, quieter.
    Down,
}

/// How far both are turned up, in percent; none where it cannot be turned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Levels {
    /// The panel's light, 0 to 100.
    pub light: Option<u8>,
    /// The volume, 0 to 100.
    pub volume: Option<u8>,
}

/// The next full step, no lower than `least` percent.
pub fn step(percent: u8, turn: Turn, least: u8) -> u8 {
    match turn {
        Turn::Up => (percent.min(100) / STEP * STEP + STEP).min(100),
        Turn::Down => (percent.min(100).div_ceil(STEP) * STEP).saturating_sub(STEP).max(least),
    }
}

/// The first percentage in what the mixer says of a control.
fn read_volume(said: &str) -> Option<u8> {
    said.split('[')
        .skip(1)
        .filter_map(|rest| rest.split_once("%]"))
        .find_map(|(percent, _)| percent.parse().ok())
        .filter(|percent| *percent <= 100)
}

/// The programs, where the lights are, and where it is kept how bright.
struct Tools {
    lights: PathBuf,
    kept: PathBuf,
    bus: PathBuf,
    mixer: PathBuf,
}

impl Tools {
    fn set_light(&self, light: &Light, raw: u32) -> io::Result<()> {
        let session = ["org.freedesktop.login1", "/org/freedesktop/login1/session/auto"];
        let mut command = Command::new(&self.bus);
        command.args(["--system", "--timeout=5", "call"]).args(session);
        command.args(["org.freedesktop.login1.Session", "SetBrightness", "ssu", "backlight"]);
        run(command.arg(&light.name).arg(raw.to_string())).map(drop)
    }

    fn volume(&self, control: &str) -> Option<u8> {
        let said = run(Command::new(&self.mixer).args(["-M", "sget", control])).ok()?;
        read_volume(&said)
    }

    /// Sound that somebody turns up is not muted.
    fn set_volume(&self, control: &str, percent: u8) -> io::Result<()> {
        let percent = format!("{percent}%");
        run(Command::new(&self.mixer).args(["-M", "sset", control, &percent, "unmute"])).map(drop)
    }
}

/// What a program prints when it ends well, within six seconds.
pub(crate) fn run(command: &mut Command) -> io::Result<String> {
    let quiet = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    let mut child = quiet.spawn()?;
    // One that hangs would keep the light from coming back.
    let mut looked = 0;
    while child.try_wait()?.is_none() {
        if looked == LOOKS {
            child.kill()?;
        }
        looked += 1;
        std::thread::sleep(LOOK_EVERY);
    }
    let done = child.wait_with_output()?;
    match done.status.success() {
        true => Ok(String::from_utf8_lossy(&done.stdout).into_owned()),
        false => Err(io::Error::other(done.status.to_string())),
    }
}

/// What the thread is asked to look after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    /// What could not be turned so far may have come.
    Look,
    /// The light is to be as bright as is asked for.
    Light,
    /// So is the volume.
    Volume,
}

/// What is asked for of both, or what is there.
#[derive(Default)]
struct Known {
    light: Option<(Light, u32)>,
    volume: Option<(&'static str, u8)>,
    /// Whether the light is out, however bright it is to be.
    dark: bool,
    /// Whether it was put out and has not been set since.
    is_unlit: bool,
    /// Whether somebody has chosen how bright, and it is not kept yet.
    is_unkept: bool,
}

/// The panel and the sound card. They are asked on a thread of their own: the window waits for neither.
pub struct Panel {
    known: Arc<Mutex<Known>>,
    orders: Sender<Order>,
}

impl Panel {
    /// Looks for both, beside the window. How bright the panel is made is kept in this data folder.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(folder: &Path) -> io::Result<Self> {
        Self::with(Tools {
            lights: LIGHTS.into(),
            kept: folder.join(FILE),
            bus: BUS.into(),
            mixer: MIXER.into(),
        })
    }

    fn with(tools: Tools) -> io::Result<Self> {
        let (orders, ordered) = channel();
        let known = Arc::<Mutex<Known>>::default();
        let shared = Arc::clone(&known);
        std::thread::Builder::new().name("panel".into()).spawn(move || {
            obey(&tools, &shared, &ordered, Failure::log);
        })?;
        let panel = Panel { known, orders };
        panel.look_again();
        Ok(panel)
    }

    /// How far both are turned up.
    pub fn levels(&self) -> Levels {
        let known = lock(&self.known);
        Levels {
            light: known.light.as_ref().map(|(light, raw)| to_percent(*raw, light.most)),
            volume: known.volume.map(|(_, percent)| percent),
        }
    }

    /// Looks for what could not be turned so far: a panel's light may come to be known after the window.
    pub fn look_again(&self) {
        self.send(Order::Look);
    }

    /// Turns one of them by a step.
    pub fn turn(&mut self, knob: Knob, turn: Turn) {
        let mut known = lock(&self.known);
        match knob {
            Knob::Light => {
                if let Some((light, raw)) = &mut known.light {
                    *raw = turn_raw(*raw, light.most, turn);
                    known.is_unkept = true;
                    self.send(Order::Light);
                }
            }
            Knob::Volume => {
                if let Some((_, percent)) = &mut known.volume {
                    *percent = step(*percent, turn, 0);
                    self.send(Order::Volume);
                }
            }
        }
    }

    /// The panel's light goes out, or comes back as bright as it was. It waits for no look at the mixer.
    pub fn darken(&mut self, dark: bool) {
        let mut known = lock(&self.known);
        known.dark = dark;
        // One that is still being put out is not lit either.
        known.is_unlit |= dark;
        self.send(Order::Light);
    }

    /// Whether what stands on the glass can be seen: no light that can be set is out.
    pub fn is_lit(&self) -> bool {
        let known = lock(&self.known);
        known.light.is_none() || !known.is_unlit
    }

    /// To a thread that is there for as long as this is.
    fn send(&self, order: Order) {
        let _ = self.orders.send(order);
    }
}

fn lock(known: &Mutex<Known>) -> std::sync::MutexGuard<'_, Known> {
    known.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Finds out whether a light can be set, by setting it as it is to be at the start.
fn look_for_light(tools: &Tools, known: &Mutex<Known>) {
    let light = Light::find(&tools.lights).and_then(|light| {
        let raw = raw_at_start(light.raw()?, light.most, read_chosen(&tools.kept));
        match tools.set_light(&light, raw) {
            Ok(()) => Some((light, raw)),
            Err(error) => {
                tracing::debug!(light = light.name, %error, "the panel's brightness cannot be set");
                None
            }
        }
    });
    let mut known = lock(known);
    known.is_unlit = known.dark;
    known.light = light;
}

/// Finds out whether there is a volume.
fn look_for_volume(tools: &Tools, known: &Mutex<Known>) {
    let volume = CONTROLS
        .into_iter()
        .find_map(|control| Some((control, tools.volume(control)?)));
    lock(known).volume = volume;
}

/// Obeys until whoever orders is gone. A light that was not set is tried again by itself. Failures are told to `say`, each kind once.
fn obey(tools: &Tools, known: &Mutex<Known>, ordered: &Receiver<Order>, say: impl FnMut(Failure, &io::Error)) {
    let mut failures = Once::new(say);
    let mut again = false;
    loop {
        let first = match again {
            true => ordered.recv_timeout(TRY_AGAIN),
            false => ordered.recv().map_err(RecvTimeoutError::from),
        };
        let first = match first {
            Ok(order) => order,
            Err(RecvTimeoutError::Timeout) => Order::Light,
            Err(RecvTimeoutError::Disconnected) => return,
        };
        let mut orders: Vec<Order> = std::iter::once(first).chain(ordered.try_iter()).collect();
        if again {
            orders.push(Order::Light);
        }
        again = !set_what_is_asked(tools, known, &orders, &mut failures);
    }
}

/// Sets what is asked for, the last of several at once. What cannot be set is as it was. Says whether the light is as it is to be.
fn set_what_is_asked<S: FnMut(Failure, &io::Error)>(
    tools: &Tools,
    known: &Mutex<Known>,
    orders: &[Order],
    failures: &mut Once<S>,
) -> bool {
    let mut is_well = true;
    // One that has come to be known since. Whoever wakes the tablet does not wait for the mixer: that is looked at last.
    let is_about_light = orders.contains(&Order::Look) || orders.contains(&Order::Light);
    if is_about_light && lock(known).light.is_none() {
        look_for_light(tools, known);
    }
    let (light, volume, dark) = {
        let known = lock(known);
        let light = known.light.clone();
        (
            light.map(|(light, raw)| (light, if known.dark { 0 } else { raw })),
            known.volume,
            known.dark,
        )
    };
    if let Some((light, raw)) = light.filter(|_| orders.contains(&Order::Light)) {
        match tools.set_light(&light, raw) {
            Ok(()) if dark => {}
            Ok(()) => {
                note_that_it_is_lit(known);
                keep_what_was_chosen(tools, known, (raw, light.most), failures);
            }
            Err(error) => {
                failures.tell(Failure::Light, &error);
                is_well = false;
                let mut known = lock(known);
                // A panel that is out shows nothing that anybody wanted.
                let is = light.raw().filter(|is| !known.dark && *is > 0);
                if let (Some((_, shown)), Some(is)) = (&mut known.light, is)
                    && *shown == raw
                {
                    *shown = is;
                    known.is_unkept = false;
                }
            }
        }
    }
    if let Some((control, percent)) = volume.filter(|_| orders.contains(&Order::Volume))
        && let Err(error) = tools.set_volume(control, percent)
    {
        failures.tell(Failure::Volume, &error);
        let is = tools.volume(control).map(|is| (control, is));
        lock(known).volume = is;
    }
    if orders.contains(&Order::Look) && lock(known).volume.is_none() {
        look_for_volume(tools, known);
    }
    is_well
}

/// A light that is to go out again by now counts as out.
fn note_that_it_is_lit(known: &Mutex<Known>) {
    let mut known = lock(known);
    known.is_unlit = known.dark;
}

/// Keeps how bright the panel was made (`raw` of `most`), where somebody has chosen that and not turned it further meanwhile.
fn keep_what_was_chosen<S: FnMut(Failure, &io::Error)>(
    tools: &Tools,
    known: &Mutex<Known>,
    (raw, most): (u32, u32),
    failures: &mut Once<S>,
) {
    let is_chosen = {
        let mut known = lock(known);
        let is_last = known.light.as_ref().is_some_and(|(_, shown)| *shown == raw);
        is_last && std::mem::take(&mut known.is_unkept)
    };
    if is_chosen && let Err(error) = durable::replace(&tools.kept, to_percent(raw, most).to_string().as_bytes()) {
        failures.tell(Failure::Keeping, &error);
    }
}

#[cfg(test)]
mod tests;

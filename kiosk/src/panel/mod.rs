//! How bright the panel is and how loud the tablet: turned in the staff menu; and the panel's light goes out in quiet hours.
//!
//! The light is set by logind (`SetBrightness` of the session), which lets whoever has the screen do so: the window's view of `/sys` stays
//! read-only, and no group and no udev rule is needed for it. The volume is set by `amixer`, as somebody would by hand. Where one of the two
//! cannot be set there is nothing to turn.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

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
/// The menu makes no panel darker than this, in percent: it must be found again.
const LEAST_LIGHT: u8 = 10;

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

/// A panel's own number for so many percent; at least 1, for 0 is dark.
fn to_raw(percent: u8, most: u32) -> u32 {
    let raw = (u64::from(percent) * u64::from(most) + 50) / 100;
    u32::try_from(raw).unwrap_or(most).clamp(1, most.max(1))
}

fn to_percent(raw: u32, most: u32) -> u8 {
    let percent = (u64::from(raw.min(most)) * 100 + u64::from(most) / 2) / u64::from(most.max(1));
    u8::try_from(percent).unwrap_or(100)
}

/// One touch further. A panel with fewer steps than ours takes its own next one.
fn turn_raw(raw: u32, most: u32, turn: Turn) -> u32 {
    let mut percent = to_percent(raw, most);
    loop {
        let next = step(percent, turn, LEAST_LIGHT);
        let found = to_raw(next, most);
        let is_further = match turn {
            Turn::Up => found > raw,
            Turn::Down => found < raw,
        };
        if is_further {
            return found;
        }
        let is_last = match turn {
            Turn::Up => next == 100,
            Turn::Down => next == LEAST_LIGHT,
        };
        if is_last {
            return raw;
        }
        percent = next;
    }
}

/// How bright a panel is to be when the window opens: one that is darker than the menu makes any was put out, by quiet hours that a power cut ended
/// or by whatever kept that as its last brightness, and nobody would find it.
fn raw_at_start(raw: u32, most: u32) -> u32 {
    if to_percent(raw, most) < LEAST_LIGHT && raw < to_raw(LEAST_LIGHT, most) {
        most
    } else {
        raw
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

/// A panel's light, as the system tells of it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Light {
    name: String,
    folder: PathBuf,
    most: u32,
}

impl Light {
    /// The one to set of those in a folder like [`LIGHTS`]: firmware before platform before raw, as the kernel advises
    /// (Documentation/ABI/stable/sysfs-class-backlight).
    fn find(lights: &Path) -> Option<Self> {
        let read = |folder: PathBuf| {
            let rank = match fs::read_to_string(folder.join("type")).ok()?.trim() {
                "firmware" => 0,
                "platform" => 1,
                _ => 2,
            };
            let light = Light {
                name: folder.file_name()?.to_str()?.to_owned(),
                most: read_number(&folder.join("max_brightness")).filter(|most| *most > 0)?,
                folder,
            };
            light.raw()?;
            Some((rank, light))
        };
        let there = fs::read_dir(lights).into_iter().flatten().flatten();
        let found = there.filter_map(|entry| read(entry.path()));
        found
            .min_by(|one, other| (one.0, &one.1.name).cmp(&(other.0, &other.1.name)))
            .map(|(_, light)| light)
    }

    fn raw(&self) -> Option<u32> {
        read_number(&self.folder.join("brightness"))
    }
}

fn read_number(file: &Path) -> Option<u32> {
    fs::read_to_string(file).ok()?.trim().parse().ok()
}

/// The programs, and where the lights are.
struct Tools {
    lights: PathBuf,
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
}

/// The panel and the sound card. They are asked on a thread of their own: the window waits for neither.
pub struct Panel {
    known: Arc<Mutex<Known>>,
    orders: Sender<Order>,
}

impl Panel {
    /// Looks for both, beside the window.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start() -> io::Result<Self> {
        Self::with(Tools {
            lights: LIGHTS.into(),
            bus: BUS.into(),
            mixer: MIXER.into(),
        })
    }

    fn with(tools: Tools) -> io::Result<Self> {
        let (orders, ordered) = channel();
        let known = Arc::<Mutex<Known>>::default();
        let shared = Arc::clone(&known);
        std::thread::Builder::new().name("panel".into()).spawn(move || {
            obey(&tools, &shared, &ordered);
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

    /// The panel's light goes out, or comes back as bright as it was.
    pub fn darken(&mut self, dark: bool) {
        lock(&self.known).dark = dark;
        self.send(Order::Look);
        self.send(Order::Light);
    }

    /// To a thread that is there for as long as this is.
    fn send(&self, order: Order) {
        let _ = self.orders.send(order);
    }
}

fn lock(known: &Mutex<Known>) -> std::sync::MutexGuard<'_, Known> {
    known.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Finds out what can be turned that could not so far: a light by setting it as it is.
fn look(tools: &Tools, known: &Mutex<Known>) {
    if lock(known).light.is_none() {
        let light = Light::find(&tools.lights).and_then(|light| {
            let raw = raw_at_start(light.raw()?, light.most);
            match tools.set_light(&light, raw) {
                Ok(()) => Some((light, raw)),
                Err(error) => {
                    tracing::debug!(light = light.name, %error, "the panel's brightness cannot be set");
                    None
                }
            }
        });
        lock(known).light = light;
    }
    if lock(known).volume.is_none() {
        let volume = CONTROLS
            .into_iter()
            .find_map(|control| Some((control, tools.volume(control)?)));
        lock(known).volume = volume;
    }
}

/// Sets what is asked for, the last of several at once. What cannot be set is as it was.
fn obey(tools: &Tools, known: &Mutex<Known>, ordered: &Receiver<Order>) {
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
        again = false;
        // A light that is known does not wait for what else is looked for.
        let is_new = lock(known).light.is_none();
        if orders.contains(&Order::Look) && is_new {
            look(tools, known);
        }
        let (light, volume) = {
            let known = lock(known);
            let light = known.light.clone();
            (
                light.map(|(light, raw)| (light, if known.dark { 0 } else { raw })),
                known.volume,
            )
        };
        if let Some((light, raw)) = light.filter(|_| orders.contains(&Order::Light))
            && let Err(error) = tools.set_light(&light, raw)
        {
            tracing::warn!(light = light.name, %error, "the panel's brightness was not set");
            let mut known = lock(known);
            again = true;
            // A panel that is out shows nothing that anybody wanted.
            let is = light.raw().filter(|is| !known.dark && *is > 0);
            if let (Some((_, shown)), Some(is)) = (&mut known.light, is) {
                *shown = is;
            }
        }
        if let Some((control, percent)) = volume.filter(|_| orders.contains(&Order::Volume))
            && let Err(error) = tools.set_volume(control, percent)
        {
            tracing::warn!(control, %error, "the volume was not set");
            let is = tools.volume(control).map(|is| (control, is));
            lock(known).volume = is;
        }
        if orders.contains(&Order::Look) && !is_new {
            look(tools, known);
        }
    }
}

#[cfg(test)]
mod tests;

//! A panel's light: where the system tells of it, and how bright it is to be.

use std::fs;
use std::path::{Path, PathBuf};

use super::{Turn, step};

/// The menu makes no panel darker than this, in percent: it must be found again.
pub(super) const LEAST_LIGHT: u8 = 10;
/// As bright is a panel that was found dark where nobody has chosen, in percent: it can be read, and lights up no ward at night.
const HALF: u8 = 50;

/// A panel's own number for so many percent; at least 1, for 0 is dark.
pub(super) fn to_raw(percent: u8, most: u32) -> u32 {
    let raw = (u64::from(percent) * u64::from(most) + 50) / 100;
    u32::try_from(raw).unwrap_or(most).clamp(1, most.max(1))
}

pub(super) fn to_percent(raw: u32, most: u32) -> u8 {
    let percent = (u64::from(raw.min(most)) * 100 + u64::from(most) / 2) / u64::from(most.max(1));
    u8::try_from(percent).unwrap_or(100)
}

/// One touch further. A panel with fewer steps than ours takes its own next one.
pub(super) fn turn_raw(raw: u32, most: u32, turn: Turn) -> u32 {
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

/// How bright a panel is to be when the window opens: as somebody has chosen, in percent, or as it is. One that is darker than the menu makes any
/// was put out, by quiet hours that a restart ended or by whatever kept that as its last brightness, and nobody would find it.
pub(super) fn raw_at_start(raw: u32, most: u32, chosen: Option<u8>) -> u32 {
    match chosen {
        Some(percent) => to_raw(percent.clamp(LEAST_LIGHT, 100), most),
        None if to_percent(raw, most) < LEAST_LIGHT && raw < to_raw(LEAST_LIGHT, most) => to_raw(HALF, most),
        None => raw,
    }
}

/// What was chosen in the menu, in percent.
pub(super) fn read_chosen(file: &Path) -> Option<u8> {
    fs::read_to_string(file).ok()?.trim().parse().ok()
}

/// A panel's light, as the system tells of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Light {
    pub(super) name: String,
    folder: PathBuf,
    pub(super) most: u32,
}

impl Light {
    /// The one to set of those in a folder like `LIGHTS`: firmware before platform before raw, as the kernel advises
    /// (Documentation/ABI/stable/sysfs-class-backlight).
    pub(super) fn find(lights: &Path) -> Option<Self> {
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

    pub(super) fn raw(&self) -> Option<u32> {
        read_number(&self.folder.join("brightness"))
    }
}

fn read_number(file: &Path) -> Option<u32> {
    fs::read_to_string(file).ok()?.trim().parse().ok()
}

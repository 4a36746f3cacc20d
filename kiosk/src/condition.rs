//! How the tablet is: its battery, the room on its disk. Said to the hub as "enough" or "low", and no finer.

use std::fs;
use std::path::Path;

use rustix::fs::statvfs;
use trykk_shared::protocol::{Condition, Level};

/// So many bytes must be free: the store is written anew beside the old one with every sheet.
pub const ENOUGH_BYTES: u64 = 64 << 20;
/// A battery that is not being charged is low below so many percent.
const LOW_PERCENT: u8 = 20;
/// What the system says of batteries and chargers, a folder each.
const POWER_SUPPLIES: &str = "/sys/class/power_supply";
/// A clock that differs by less, in seconds, is right: nothing of a round goes by it.
const RIGHT_CLOCK_SECONDS: i64 = 120;

/// A battery, as the system tells of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Battery {
    /// How full it is, in percent.
    pub percent: u8,
    /// Whether it is being emptied.
    pub discharging: bool,
}

/// Whether any battery runs low; none where there is no battery.
pub fn battery_level(batteries: &[Battery]) -> Option<Level> {
    let low = |battery: &Battery| battery.discharging && battery.percent < LOW_PERCENT;
    match batteries {
        [] => None,
        batteries if batteries.iter().any(low) => Some(Level::Low),
        _ => Some(Level::Fine),
    }
}

/// Whether so many free bytes are enough.
pub fn disk_level(free: u64) -> Level {
    if free < ENOUGH_BYTES { Level::Low } else { Level::Fine }
}

/// By how many whole minutes a clock is behind one that is so many seconds ahead of it; a small difference is none.
pub fn minutes_behind(ahead: Option<i64>) -> i64 {
    match ahead.unwrap_or(0) {
        ahead if ahead.abs() < RIGHT_CLOCK_SECONDS => 0,
        ahead => ahead / 60,
    }
}

/// The bytes that are free where the folder lies, or will lie.
pub fn free_bytes(folder: &Path) -> Option<u64> {
    let there = folder.ancestors().find(|part| part.exists()).unwrap_or(Path::new("."));
    let about = statvfs(there).ok()?;
    Some(about.f_bavail.saturating_mul(about.f_frsize))
}

/// The batteries that are told of in a folder like [`POWER_SUPPLIES`]. What cannot be read is passed over; a mouse's battery too.
fn read_batteries(supplies: &Path) -> Vec<Battery> {
    let folders = fs::read_dir(supplies).into_iter().flatten().flatten();
    let battery = |folder: &Path| {
        let read = |name: &str| {
            let text = fs::read_to_string(folder.join(name)).ok()?;
            Some(text.trim().to_owned())
        };
        if read("type")? != "Battery" || read("scope").is_some_and(|scope| scope == "Device") {
            return None;
        }
        Some(Battery {
            percent: read("capacity")?.parse().ok()?,
            discharging: read("status")? == "Discharging",
        })
    };
    folders.filter_map(|folder| battery(&folder.path())).collect()
}

/// How a tablet is whose data lies in this folder, and whose clock the hub's is so many seconds ahead of.
pub fn look(folder: &Path, ahead: Option<i64>) -> Condition {
    Condition {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        battery: battery_level(&read_batteries(Path::new(POWER_SUPPLIES))),
        disk: free_bytes(folder).map(disk_level),
        minutes_behind: minutes_behind(ahead),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_battery_is_low_when_it_is_nearly_empty_and_not_charged() {
        let battery = |percent, discharging| Battery { percent, discharging };
        assert_eq!(battery_level(&[]), None);
        assert_eq!(battery_level(&[battery(19, true)]), Some(Level::Low));
        assert_eq!(battery_level(&[battery(19, false)]), Some(Level::Fine));
        assert_eq!(battery_level(&[battery(20, true)]), Some(Level::Fine));
        assert_eq!(battery_level(&[battery(90, true), battery(3, true)]), Some(Level::Low));
    }

    #[test]
    fn batteries_are_read_as_the_system_tells_them() {
        let folder = tempfile::tempdir().unwrap();
        let write = |supply: &str, files: &[(&str, &str)]| {
            fs::create_dir(folder.path().join(supply)).unwrap();
            for (name, text) in files {
                fs::write(folder.path().join(supply).join(name), format!("{text}\n")).unwrap();
            }
        };
        assert_eq!(read_batteries(&folder.path().join("none")), []);
        write("AC", &[("type", "Mains"), ("online", "0")]);
        write(
            "hid-mouse",
            &[
                ("type", "Battery"),
                ("scope", "Device"),
                ("capacity", "3"),
                ("status", "Discharging"),
            ],
        );
        write("BAT1", &[("type", "Battery"), ("status", "Discharging")]);
        assert_eq!(read_batteries(folder.path()), [], "one says nothing of how full it is");
        write(
            "BAT0",
            &[("type", "Battery"), ("capacity", "17"), ("status", "Discharging")],
        );
        let battery = Battery {
            percent: 17,
            discharging: true,
        };
        assert_eq!(read_batteries(folder.path()), [battery]);
    }

    #[test]
    fn a_small_difference_of_clocks_is_none() {
        for (ahead, behind) in [
            (None, 0),
            (Some(119), 0),
            (Some(-119), 0),
            (Some(125), 2),
            (Some(-3_600), -60),
        ] {
            assert_eq!(minutes_behind(ahead), behind, "{ahead:?}");
        }
        assert_eq!(
            (disk_level(ENOUGH_BYTES), disk_level(ENOUGH_BYTES - 1)),
            (Level::Fine, Level::Low)
        );
    }
}

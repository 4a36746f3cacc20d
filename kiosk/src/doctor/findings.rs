//! What is told of each thing that was looked at.

use trykk_shared::clock::MOST_BEHIND;

use crate::condition::ENOUGH_BYTES;
use crate::hub::HubError;
use crate::managed::{Managed, ManagedError};
use crate::settings::Enrolment;
use crate::tablet::{Glance, OpenError};

/// No tablet of ours ran before this: 2026-01-01 UTC.
const EARLIEST: i64 = 1_767_225_600;
/// The smallest screen, longer side and shorter one.
const SMALLEST_SCREEN: (u32, u32) = (800, 480);
/// Where the system says that a device tells where several fingers are: the 54th of its absolute axes.
const FINGERS_AXIS: u64 = 1 << 53;

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What was looked at.
    pub what: &'static str,
    /// What was found.
    pub found: Found,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// All is well.
    Well(String),
    /// It could not be looked at yet.
    Unknown(String),
    /// It would keep the tablet from working.
    Fault {
        /// What is wrong.
        wrong: String,
        /// How it is mended.
        mend: String,
    },
}

impl Finding {
    /// Whether it would keep the tablet from working.
    pub fn is_fault(&self) -> bool {
        matches!(self.found, Found::Fault { .. })
    }
}

pub(super) fn well(what: &'static str, said: impl Into<String>) -> Finding {
    Finding {
        what,
        found: Found::Well(said.into()),
    }
}

fn unknown(what: &'static str, said: impl Into<String>) -> Finding {
    Finding {
        what,
        found: Found::Unknown(said.into()),
    }
}

pub(super) fn fault(what: &'static str, wrong: impl Into<String>, mend: impl Into<String>) -> Finding {
    Finding {
        what,
        found: Found::Fault {
            wrong: wrong.into(),
            mend: mend.into(),
        },
    }
}

/// The data folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Folder {
    /// There is none.
    Missing,
    /// There is one.
    There {
        /// Whether it belongs to whoever looks.
        own: bool,
        /// Whether files can be made in it.
        writable: bool,
        /// Whether nobody else can look into it.
        closed: bool,
        /// Files in it that others can read.
        open_files: Vec<String>,
    },
}

/// The managed settings, and whether the tablet stands as they want it.
pub fn managed(read: &Result<Managed, ManagedError>, enrolment: Option<&Enrolment>) -> Finding {
    const WHAT: &str = "settings";
    match (read, enrolment) {
        (Err(error), _) => fault(
            WHAT,
            error.to_string(),
            "correct the file; the window does not open with it",
        ),
        (Ok(managed), Some(enrolment)) if !managed.allows(&enrolment.address) => fault(
            WHAT,
            format!(
                "the tablet is enrolled with {}, and its managed settings want {}",
                enrolment.address,
                managed.hub.as_deref().unwrap_or("another hub")
            ),
            "enrol it with a link of that hub, or correct the settings",
        ),
        (Ok(managed), _) if *managed == Managed::default() => well(WHAT, "nothing is managed"),
        (Ok(_), _) => well(WHAT, "the managed settings are understood"),
    }
}

/// The version of the program beside the hub's. `newer`: the hub's, where that is newer.
pub fn version(newer: Option<&str>) -> Finding {
    const WHAT: &str = "version";
    let own = env!("CARGO_PKG_VERSION");
    match newer {
        Some(newer) => fault(
            WHAT,
            format!("this tablet runs version {own}, and its hub {newer}"),
            "update trykk-kiosk; answers stay on the tablet meanwhile",
        ),
        None => well(WHAT, format!("version {own}; no newer one of the hub is known")),
    }
}

/// Who may use the data folder.
pub fn folder(folder: &Folder) -> Finding {
    const WHAT: &str = "permissions";
    match folder {
        Folder::Missing => unknown(WHAT, "there is no data folder yet; enrolling makes it"),
        Folder::There { own: false, .. } => fault(
            WHAT,
            "the data folder belongs to somebody else",
            "run this as the user that the window runs as, or give the folder to that user with chown",
        ),
        Folder::There { writable: false, .. } => fault(
            WHAT,
            "nothing can be written in the data folder",
            "chmod 700 it; where the file system is mounted read-only, look for a failing disk",
        ),
        Folder::There { closed: false, .. } => fault(
            WHAT,
            "others can look into the data folder",
            "chmod 700 the data folder",
        ),
        Folder::There { open_files, .. } if !open_files.is_empty() => fault(
            WHAT,
            format!("others can read {} in the data folder", open_files.join(", ")),
            "chmod 600 these files",
        ),
        Folder::There { .. } => well(WHAT, "the data folder is this user's alone"),
    }
}

/// What lies in the data folder.
pub fn store(tablet: &Result<Glance, OpenError>) -> Finding {
    const WHAT: &str = "store";
    match tablet {
        Err(error) => fault(
            WHAT,
            error.to_string(),
            "stop the window and run `trykk-kiosk status`: it keeps a damaged file aside and says where",
        ),
        Ok(tablet) if tablet.is_damaged() => fault(
            WHAT,
            "a file was damaged, and answers that waited may be lost",
            "tell the process guide; the file is kept aside in the data folder. Look for a failing disk",
        ),
        Ok(_) => well(WHAT, "what is kept can be read"),
    }
}

/// Room on the disk.
pub fn disk(free: Option<u64>) -> Finding {
    const WHAT: &str = "disk";
    match free {
        None => unknown(WHAT, "the system does not say how much is free"),
        Some(free) if free < ENOUGH_BYTES => fault(
            WHAT,
            format!("{} MiB are free, and {} are needed", free >> 20, ENOUGH_BYTES >> 20),
            "make room: old logs and package files are what usually fills it. Nothing that was delivered is lost",
        ),
        Some(_) => well(WHAT, format!("more than {} MiB are free", ENOUGH_BYTES >> 20)),
    }
}

/// The clock: as the hub says, where it was heard of.
pub fn clock(now: i64, hub_ahead: Option<i64>) -> Finding {
    const WHAT: &str = "clock";
    const MEND: &str = "timedatectl set-ntp true, or set it by hand with timedatectl set-time; rounds open and close by the hub's time once it was heard";
    match hub_ahead {
        Some(ahead) if ahead.abs() > MOST_BEHIND => fault(
            WHAT,
            format!(
                "it is about {} minutes {} the hub's",
                ahead.abs() / 60,
                if ahead > 0 { "behind" } else { "ahead of" }
            ),
            MEND,
        ),
        Some(_) => well(WHAT, "it goes with the hub's"),
        None if now < EARLIEST => fault(
            WHAT,
            "it shows a time before 2026, as one does whose battery is empty",
            MEND,
        ),
        None => unknown(
            WHAT,
            "the hub was not heard of yet, so nothing says whether it is right",
        ),
    }
}

/// Where the tablet belongs.
pub fn enrolment(enrolment: Option<&Enrolment>) -> Finding {
    const WHAT: &str = "enrolment";
    match enrolment {
        Some(enrolment) => well(WHAT, format!("enrolled with {}", enrolment.address)),
        None => fault(
            WHAT,
            "the tablet belongs to no ward",
            "make a link on the hub's page of tablets, and type its address and code on the screen or run `trykk-kiosk enrol LINK`",
        ),
    }
}

/// Before there is a hub to ask.
pub fn no_hub() -> (Finding, Finding) {
    let later = "looked at once the tablet is enrolled";
    (unknown("network", later), unknown("certificate", later))
}

/// The way to the hub, and whether it is the hub.
pub fn hub(asked: &Result<(), HubError>) -> (Finding, Finding) {
    const NETWORK: &str = "network";
    const CERTIFICATE: &str = "certificate";
    let answers = || well(NETWORK, "the hub's address answers");
    let proved = || well(CERTIFICATE, "it is the hub that the tablet was enrolled with");
    match asked {
        Err(HubError::Offline(why)) => (
            fault(
                NETWORK,
                format!("the hub cannot be reached ({why})"),
                "look at cable or Wi-Fi (nmcli device), at the address, and whether a firewall lets the tablet through; people can answer all the same",
            ),
            unknown(CERTIFICATE, "looked at once the hub answers"),
        ),
        Err(HubError::WrongCertificate) => (
            answers(),
            fault(
                CERTIFICATE,
                "what answers there cannot prove that it is the hub this tablet was enrolled with",
                "look for a proxy that opens TLS, and let this address through it; if the hub was set up anew, enrol the tablet again",
            ),
        ),
        Err(HubError::NewerProtocol(protocol)) => (
            fault(
                NETWORK,
                format!("the hub speaks protocol {protocol}, which this version does not"),
                "update trykk-kiosk",
            ),
            proved(),
        ),
        // Whatever it says: it answered, through a connection that nobody else can hold.
        Ok(()) | Err(HubError::Refused(_) | HubError::Strange(_)) => (answers(), proved()),
    }
}

/// The screen.
pub fn screen(size: Option<(u32, u32)>, has_compositor: bool) -> Finding {
    const WHAT: &str = "screen";
    let (longer, shorter) = SMALLEST_SCREEN;
    match size {
        Some((width, height)) if width.max(height) < longer || width.min(height) < shorter => fault(
            WHAT,
            format!("{width}x{height} is too small"),
            format!("at least {longer}x{shorter} is needed; look whether a larger mode can be set (xrandr)"),
        ),
        Some((width, height)) => well(WHAT, format!("{width}x{height}")),
        None => fault(
            WHAT,
            if has_compositor {
                "there is a compositor, and no X server in it"
            } else {
                "no X server answers in this session"
            },
            if has_compositor {
                "install xwayland: the window opens through it"
            } else {
                "run this in the session of the window; from a terminal elsewhere, set DISPLAY=:0. On a new tablet, start the window under cage, with xwayland installed"
            },
        ),
    }
}

/// Whether fingers are noticed, by what the system says of its devices.
pub fn touch(devices: Option<&str>) -> Finding {
    const WHAT: &str = "touch";
    let Some(devices) = devices else {
        return unknown(WHAT, "the system does not say which devices it has");
    };
    let names: Vec<&str> = devices
        .split("\n\n")
        .filter(|device| feels_fingers(device))
        .map(name)
        .collect();
    if names.is_empty() {
        fault(
            WHAT,
            "the system knows no touch screen",
            "look at the cable of the screen's touch part and for its driver (dmesg); a mouse and a keyboard work all the same",
        )
    } else {
        well(WHAT, names.join(", "))
    }
}

fn name(device: &str) -> &str {
    let line = device.lines().find_map(|line| line.strip_prefix("N: Name="));
    line.unwrap_or("a touch screen").trim_matches('"')
}

/// Whether a device tells where several fingers are, on the screen itself and not on a pad below it.
fn feels_fingers(device: &str) -> bool {
    let lowest = |of: &str| {
        let line = device.lines().find_map(|line| line.strip_prefix(of))?;
        u64::from_str_radix(line.split_whitespace().last()?, 16).ok()
    };
    let direct = lowest("B: PROP=").is_some_and(|bits| bits & 0b10 != 0);
    direct && lowest("B: ABS=").is_some_and(|bits| bits & FINGERS_AXIS != 0)
}

#[cfg(test)]
mod tests {
    use trykk_shared::refusal::{Problem, ProblemKind};

    use super::*;

    #[test]
    fn every_fault_has_a_mend_and_what_is_well_is_said_so() {
        let there = |own, writable, closed, open_files: &[&str]| Folder::There {
            own,
            writable,
            closed,
            open_files: open_files.iter().map(ToString::to_string).collect(),
        };
        let faulty = [
            folder(&there(false, true, true, &[])),
            folder(&there(true, false, true, &[])),
            folder(&there(true, true, false, &[])),
            folder(&there(true, true, true, &["tablet.json"])),
            disk(Some(ENOUGH_BYTES - 1)),
            clock(0, None),
            clock(EARLIEST, Some(3600)),
            clock(EARLIEST, Some(-3600)),
            enrolment(None),
            hub(&Err(HubError::Offline("no route".into()))).0,
            hub(&Err(HubError::WrongCertificate)).1,
            hub(&Err(HubError::NewerProtocol(9))).0,
            screen(None, false),
            screen(None, true),
            screen(Some((640, 480)), false),
            screen(Some((479, 800)), false),
            touch(Some("")),
        ];
        for finding in faulty {
            let Found::Fault { wrong, mend } = &finding.found else {
                panic!("{finding:?}")
            };
            assert!(!wrong.is_empty() && !mend.is_empty());
        }
        let refused = Problem {
            problem: ProblemKind::UnknownCode,
            message: String::new(),
        };
        let (network, certificate) = hub(&Err(HubError::Refused(refused)));
        let fine = [
            folder(&there(true, true, true, &[])),
            disk(Some(ENOUGH_BYTES)),
            clock(EARLIEST, Some(MOST_BEHIND)),
            screen(Some((480, 800)), false),
            network,
            certificate,
        ];
        assert!(
            fine.iter().all(|finding| matches!(finding.found, Found::Well(_))),
            "{fine:?}"
        );
    }

    #[test]
    fn a_touch_screen_is_told_from_a_touch_pad_and_a_mouse() {
        let mouse = "I: Bus=0003\nN: Name=\"Mouse\"\nB: PROP=0\nB: EV=17\nB: REL=903\n";
        let pad = "N: Name=\"Pad\"\nB: PROP=5\nB: ABS=2e0800000000003\n";
        let screen = "N: Name=\"Goodix Capacitive TouchScreen\"\nB: PROP=2\nB: ABS=260800000000003\n";
        assert!(touch(Some(&format!("{mouse}\n{pad}"))).is_fault());
        let found = touch(Some(&format!("{mouse}\n{pad}\n{screen}")));
        assert_eq!(found.found, Found::Well("Goodix Capacitive TouchScreen".into()));
    }
}

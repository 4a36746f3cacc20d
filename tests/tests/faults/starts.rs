//! A tablet's window that ends again and again, and one that ends once a week: how long the package's unit waits before it starts it anew.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The package's files.
fn packaged(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../packages/kiosk")
        .join(name)
}

/// A machine with programs that only say, and note, what they are asked.
struct Machine {
    folder: tempfile::TempDir,
}

impl Machine {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let machine = Machine { folder };
        for (name, script) in [("systemctl", "cat restarts"), ("sleep", "echo $1 >slept")] {
            let at = machine.at(name);
            let script = format!("#!/bin/sh\ncd {}\n{script}\n", machine.folder.path().display());
            fs::write(&at, script).unwrap();
            fs::set_permissions(&at, fs::Permissions::from_mode(0o755)).unwrap();
        }
        machine
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// How many seconds are waited before a start, so many seconds after the system's, when systemd has counted so many restarts.
    fn waits(&self, at: u32, restarts: u32) -> u32 {
        fs::write(self.at("uptime"), format!("{at}.37 1.00\n")).unwrap();
        fs::write(self.at("restarts"), format!("{restarts}\n")).unwrap();
        let path = format!("{}:{}", self.folder.path().display(), std::env::var("PATH").unwrap());
        let done = Command::new(packaged("wait-before-start"))
            .args([self.at("note"), self.at("uptime")])
            .env("PATH", path)
            .output()
            .unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        let slept = fs::read_to_string(self.at("slept")).unwrap();
        slept.trim().parse().unwrap()
    }
}

#[test]
fn a_window_that_ends_at_once_is_started_later_each_time_and_one_that_ran_at_once() {
    let machine = Machine::new();
    let mut at = 20;
    assert_eq!(machine.waits(at, 0), 0, "the first start");
    for restarts in 1..40 {
        at += 5;
        let waits = machine.waits(at, restarts);
        assert_eq!(waits, (2 * restarts).min(58), "restart {restarts}");
        at += waits;
    }
    // Mended, it runs for months, and ends once a week: systemd counts on.
    for restarts in 40..60 {
        at += 7 * 24 * 3600;
        assert_eq!(machine.waits(at, restarts), 0, "restart {restarts}");
    }
    assert_eq!(machine.waits(at + 5, 60), 2, "and again at once: it is counted anew");
    assert_eq!(machine.waits(at + 12, 61), 4);
    // Somebody starts the unit by hand: systemd counts from nothing.
    assert_eq!(machine.waits(at + 20, 0), 0);
    assert_eq!(machine.waits(at + 25, 1), 2);
    // What cannot be read counts for nothing.
    fs::write(machine.at("note"), "nothing\n").unwrap();
    assert_eq!(machine.waits(at + 30, 2), 0);
    assert_eq!(machine.waits(at + 35, 3), 2);
}

#[test]
fn the_unit_waits_by_the_script_that_the_package_has() {
    let unit = fs::read_to_string(packaged("trykk-kiosk.service")).unwrap();
    assert!(unit.contains("\nExecStartPre=-+/usr/lib/trykk-kiosk/wait-before-start\n"));
    let builds = fs::read_to_string(packaged("../../scripts/deb")).unwrap();
    assert!(builds.contains("usr/lib/trykk-kiosk/wait-before-start"));
}

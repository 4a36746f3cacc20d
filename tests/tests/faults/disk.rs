//! Full disks: what does not fit is refused and said, what was there stays, and later everything arrives once.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use trykk_shared::deck::Mode;
use trykk_tests::hospital::{Hospital, Kiosk, Programs};
use trykk_tests::sheets::Answerer;

use crate::programs;
use crate::support::*;

/// How a folder gets full.
enum Room {
    /// It is a small disk of its own, filled to the last byte with a file.
    Disk(PathBuf),
    /// The programs that are started while a file says so may not let any file grow beyond the limit in it.
    LimitInFile(PathBuf),
    /// The running program with this process id may not let any file grow beyond a limit.
    LimitOf(u32),
}

impl Room {
    /// A small disk in this folder, with everything that lies there; none where mounting is not allowed.
    fn disk(folder: &Path, kib: u32) -> Option<Self> {
        let aside = folder.with_extension("aside");
        fs::rename(folder, &aside).unwrap();
        fs::create_dir(folder).unwrap();
        let mount = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &format!("size={kib}k"), "tmpfs"])
            .arg(folder)
            .output();
        let mounted = mount.is_ok_and(|output| output.status.success());
        let copy = Command::new("cp").arg("-a").arg(aside.join(".")).arg(folder).status();
        assert!(copy.unwrap().success());
        mounted.then(|| Room::Disk(folder.to_owned()))
    }

    /// Leaves no room; with a limit, none beyond `kib`.
    fn fill(&self, kib: u32) {
        match self {
            Room::Disk(folder) => {
                let mut filler = File::create(folder.join("filler")).unwrap();
                let mut size = 64 * 1024;
                while size > 0 {
                    if filler.write_all(&vec![1; size]).is_err() {
                        size /= 2;
                    }
                }
            }
            Room::LimitInFile(file) => fs::write(file, kib.to_string()).unwrap(),
            Room::LimitOf(pid) => limit(*pid, &(kib * 1024).to_string()),
        }
    }

    /// Makes room again.
    fn free(&self) {
        match self {
            Room::Disk(folder) => fs::remove_file(folder.join("filler")).unwrap(),
            Room::LimitInFile(file) => fs::remove_file(file).unwrap(),
            Room::LimitOf(pid) => limit(*pid, "unlimited"),
        }
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        if let Room::Disk(folder) = self {
            // Whoever still has a file open there lets it go in time: the disk leaves the tree at once.
            let _ = Command::new("umount").arg("-l").arg(folder).status();
        }
    }
}

/// Sets the limit of a running program that it meets first; the one above it stays, so that it can be lifted.
fn limit(pid: u32, size: &str) {
    let set = Command::new("prlimit")
        .args(["--pid", &pid.to_string(), &format!("--fsize={size}:")])
        .status();
    assert!(set.unwrap().success());
}

/// The program behind a script that keeps to the limit in a file, as long as that is there.
fn limited(program: &Path, script: &Path, limit: &Path) -> PathBuf {
    let text = format!(
        "#!/bin/bash\ntrap '' XFSZ\nif [ -f {0} ]; then ulimit -f $(cat {0}); fi\nexec {1} \"$@\"\n",
        limit.display(),
        program.display()
    );
    fs::write(script, text).unwrap();
    let allowed = Command::new("chmod").arg("+x").arg(script).status();
    assert!(allowed.unwrap().success());
    script.to_owned()
}

/// A hospital whose programs bear a limit: tablets the one in the file `kiosk-limit` of the second value.
fn small_hospital() -> (Hospital, tempfile::TempDir) {
    let scripts = tempfile::Builder::new().prefix("trykk-").tempdir().unwrap();
    let real = programs();
    let script = |name: &str, program: &Path| {
        limited(
            program,
            &scripts.path().join(name),
            &scripts.path().join(format!("{name}-limit")),
        )
    };
    let programs = Programs {
        hub: script("hub", &real.hub),
        kiosk: script("kiosk", &real.kiosk),
    };
    (Hospital::new(programs, &station_plan(1, 400, OPEN)), scripts)
}

/// The ways a folder can get full here: a limit always, a disk of its own where mounting is allowed.
fn each_way(mut test: impl FnMut(bool)) {
    test(false);
    test(true);
}

/// The room of a folder: a small disk if asked for and allowed, or a limit.
fn room(of_its_own: bool, folder: &Path, kib: u32, otherwise: Room) -> Room {
    let disk = of_its_own.then(|| Room::disk(folder, kib));
    if matches!(disk, Some(None)) {
        println!("Mounting is not allowed here; the limit on files is tried once more instead.");
    }
    disk.flatten().unwrap_or(otherwise)
}

fn store(tablet: &Kiosk) -> Vec<u8> {
    fs::read(tablet.data.join("envelopes.db")).unwrap()
}

#[test]
fn a_full_disk_refuses_a_feed_and_keeps_every_byte_that_was_delivered() {
    each_way(|of_its_own| {
        let (mut hospital, scripts) = small_hospital();
        hospital.serve();
        let tablet = hospital.tablet("t1", "w1", None);
        let room = room(
            of_its_own,
            &tablet.data,
            512,
            Room::LimitInFile(scripts.path().join("kiosk-limit")),
        );
        let mut people = Answerer::new(&station(), Mode::DropIn, 3);
        tablet.feed(&sheets(&mut people, 8)).done();
        let before = store(&tablet);

        // A limit lets through what the settings take, and not the larger store.
        room.fill(32);
        let lines = sheets(&mut people, 12);
        let why = tablet.feed(&lines).refused();
        assert!(
            why.contains("the tablet's disk is full; nothing that was delivered before is lost"),
            "{why}"
        );
        assert!(why.contains("Nothing of the file was taken"), "{why}");
        assert!(store(&tablet) == before);
        // What is there can be delivered only when there is room to note it; nothing is lost by trying.
        let why = tablet.sync().refused();
        assert!(why.contains("the tablet's disk is full"), "{why}");
        assert!(store(&tablet) == before);

        room.free();
        tablet.feed(&lines).done();
        assert_eq!(waiting_and_delivered(&tablet), (20 * envelopes_a_sheet(), 0));
        close_and_count(&hospital, &[&tablet]);
        assert_exact(&hospital, &[("w1", &people)]);
    });
}

#[test]
fn a_tablet_whose_disk_is_full_uses_no_place_of_its_link() {
    each_way(|of_its_own| {
        let (mut hospital, scripts) = small_hospital();
        hospital.serve();
        let tablet = hospital.bare_tablet("t1");
        // Its folder and what lies in it from the beginning.
        tablet.run(&["status"]).done();
        let room = room(
            of_its_own,
            &tablet.data,
            512,
            Room::LimitInFile(scripts.path().join("kiosk-limit")),
        );
        let link = hospital.link("w1", None);
        let link = link["link"].as_str().unwrap();
        let listed = || hospital.hub(&["tablet", "list", "--json"]).json()["tablets"].clone();

        room.fill(0);
        let why = tablet.run(&["enrol", link]).refused();
        assert!(
            why.contains("nothing was sent, and the link is as good as before: the tablet's disk is full"),
            "{why}"
        );
        assert_eq!(listed().as_array().unwrap().len(), 0);

        room.free();
        tablet.run(&["enrol", link]).done();
        assert_eq!(listed().as_array().unwrap().len(), 1);
    });
}

#[test]
fn a_hub_with_a_full_disk_refuses_deliveries_and_gets_them_all_when_there_is_room() {
    each_way(|of_its_own| {
        let (mut hospital, _scripts) = small_hospital();
        let disk = room(of_its_own, &hospital.data(), 6144, Room::LimitOf(0));
        hospital.serve();
        let room = match disk {
            Room::LimitOf(_) => Room::LimitOf(hospital.pid()),
            disk => disk,
        };
        let tablets: Vec<Kiosk> = (0..3)
            .map(|nth| hospital.tablet(&format!("t{nth}"), "w1", None))
            .collect();
        let mut people = Answerer::new(&station(), Mode::DropIn, 4);
        for tablet in &tablets {
            tablet.feed(&sheets(&mut people, 10)).done();
            tablet.sync().done();
        }

        room.fill(64);
        for tablet in &tablets {
            tablet.feed(&sheets(&mut people, 40)).done();
            let why = tablet.sync().refused();
            assert!(
                why.contains("the hub cannot store at the moment; answers stay on the tablet"),
                "{why}"
            );
            // That they have left is noted, and nothing else.
            let stored = store(tablet);
            tablet.sync().refused();
            assert!(store(tablet) == stored);
            let each = envelopes_a_sheet();
            assert_eq!(waiting_and_delivered(tablet), (40 * each, 10 * each));
        }

        room.free();
        for tablet in &tablets {
            tablet.sync().done();
            assert_eq!(waiting_and_delivered(tablet), (0, 50 * envelopes_a_sheet()));
        }
        let tablets: Vec<&Kiosk> = tablets.iter().collect();
        close_and_count(&hospital, &tablets);
        assert_exact(&hospital, &[("w1", &people)]);
        // The hub ends before its disk does.
        hospital.kill();
    });
}

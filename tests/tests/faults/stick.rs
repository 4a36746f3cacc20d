//! What leaves on a stick: killed between any two steps, full, read-only, pulled; brought in twice, and sent over the network too.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use trykk_tests::hospital::{Hospital, Kiosk, Said};

use crate::support::*;

/// A folder in the place of a stick.
fn stick(hospital: &Hospital, name: &str) -> PathBuf {
    let folder = hospital.path(name);
    fs::create_dir(&folder).unwrap();
    folder
}

/// The files on a stick that have the name of a whole one.
fn files(stick: &Path) -> Vec<PathBuf> {
    let all = fs::read_dir(stick).unwrap().map(|file| file.unwrap().path());
    all.filter(|path| path.extension().is_some_and(|ending| ending == "trykk"))
        .collect()
}

fn import(hospital: &Hospital, file: &Path) -> Said {
    hospital.hub(&["import", file.to_str().unwrap()])
}

fn export(tablet: &Kiosk, stick: &Path) -> Said {
    tablet.run(&["export", stick.to_str().unwrap()])
}

#[test]
fn an_export_killed_before_any_step_leaves_a_whole_file_or_none_and_nothing_is_lost() {
    let (hospital, tablet, mut people) = one_ward();
    let stick = stick(&hospital, "stick");
    let mut kills = Kills::new(8);
    while !kills.done() {
        tablet.feed(&sheets(&mut people, 5)).done();
        kills.run(&tablet.command(&["export", stick.to_str().unwrap()]));
        for file in files(&stick) {
            import(&hospital, &file).done();
        }
        // What has left stays, and the hub has said nothing of it yet.
        let all = people.people * envelopes_a_sheet();
        assert_eq!(waiting_and_delivered(&tablet), (all, 0));
    }
    assert!(kills.kills > 10, "it was killed {} times", kills.kills);
    export(&tablet, &stick).done();
    for file in files(&stick) {
        import(&hospital, &file).done();
    }
    // The network brings the same, and the stick once more.
    tablet.sync().done();
    assert_eq!(waiting_and_delivered(&tablet).0, 0);
    for file in files(&stick) {
        import(&hospital, &file).done();
    }
    close_and_count(&hospital, &[&tablet]);
    assert_exact(&hospital, &[("w1", &people)]);
}

#[test]
fn an_import_killed_before_any_step_is_wholly_in_or_not_at_all_and_counts_once() {
    let (hospital, tablet, mut people) = one_ward();
    let stick = stick(&hospital, "stick");
    let held = || {
        let database = rusqlite::Connection::open(hospital.data().join("hub.db")).unwrap();
        let count = |sql: &str| database.query_row(sql, [], |row| row.get::<_, u64>(0)).unwrap();
        count("SELECT count(*) FROM envelope")
    };
    let mut kills = Kills::new(6);
    while !kills.done() {
        tablet.feed(&sheets(&mut people, 5)).done();
        export(&tablet, &stick).done();
        let file = files(&stick).remove(0);
        let before = held();
        let lived = kills.run(&hospital.hub_command(&["import", file.to_str().unwrap()]));
        let all = people.people * envelopes_a_sheet();
        let now = held();
        assert!(now == all || now == before && !lived, "{before} {now} {all}");
        import(&hospital, &file).done();
        assert_eq!(held(), all);
    }
    assert!(kills.kills > 15, "it was killed {} times", kills.kills);
    close_and_count(&hospital, &[&tablet]);
    assert_exact(&hospital, &[("w1", &people)]);
}

/// What comes after the closing lies in the order of its arrival until the database is tidied. Whoever kills the command after its commit
/// leaves that written down, for the running hub and for the command given again.
#[test]
fn an_import_after_the_closing_that_is_killed_leaves_its_tidying_to_the_next() {
    let (mut hospital, tablet, network, mut people) = one_ward_behind_a_network();
    network.set(trykk_tests::network::Weather::Down);
    hospital.round("close", &["--for-good"]).done();
    // Nobody tidies but the command.
    hospital.kill();
    let stick = stick(&hospital, "stick");
    let look = || {
        let database = rusqlite::Connection::open(hospital.data().join("hub.db")).unwrap();
        let count = |sql: &str| database.query_row(sql, [], |row| row.get::<_, u64>(0)).unwrap();
        let owed = count("SELECT count(*) FROM setting WHERE key = 'tidying_owed'");
        (count("SELECT count(*) FROM envelope"), owed == 1)
    };
    let (mut kills, mut owing) = (Kills::new(6), 0);
    while !kills.done() {
        tablet.feed(&sheets(&mut people, 5)).done();
        export(&tablet, &stick).done();
        let file = files(&stick).remove(0);
        let (before, _) = look();
        let lived = kills.run(&hospital.hub_command(&["import", file.to_str().unwrap()]));
        let (held, owed) = look();
        assert!(!owed || held > before && !lived, "{before} {held} {lived}");
        owing += u32::from(owed);
        import(&hospital, &file).done();
        assert_eq!(look(), (people.people * envelopes_a_sheet(), false));
    }
    assert!(owing > 0, "it was never killed before it had tidied");
}

/// Runs a command whose files may not grow beyond so many KiB.
fn limited(command: &Command, kib: u32) -> Output {
    let mut small = Command::new("bash");
    small
        .args(["-c", &format!("trap '' XFSZ; ulimit -f {kib}; exec \"$@\""), "limited"])
        .arg(command.get_program())
        .args(command.get_args());
    small.output().unwrap()
}

/// Mounts a small disk there that can only be read, if that is allowed here; whoever may not mount may not write where that is forbidden.
fn make_read_only(folder: &Path) -> bool {
    let mount = Command::new("mount")
        .args(["-t", "tmpfs", "-o", "ro,size=64k", "tmpfs"])
        .arg(folder)
        .output();
    let mounted = mount.is_ok_and(|output| output.status.success());
    if !mounted {
        let forbidden = Command::new("chmod").arg("555").arg(folder).status();
        assert!(forbidden.unwrap().success());
    }
    mounted
}

#[test]
fn a_stick_that_is_full_read_only_or_no_stick_loses_nothing_and_is_said_in_words() {
    let (hospital, tablet, mut people) = one_ward();
    tablet.feed(&sheets(&mut people, 7)).done();
    let all = people.people * envelopes_a_sheet();
    let nowhere = hospital.path("nowhere");
    let why = export(&tablet, &nowhere).refused();
    assert!(why.contains("is not a folder; put the stick in"), "{why}");
    let file = hospital.path("plan.toml");
    assert!(export(&tablet, &file).refused().contains("is not a folder"));

    let read_only = stick(&hospital, "read-only");
    let mounted = make_read_only(&read_only);
    let why = export(&tablet, &read_only).refused();
    if mounted {
        let let_go = Command::new("umount").arg(&read_only).status();
        assert!(let_go.unwrap().success());
    }
    assert!(why.contains("read-only"), "{why}");

    let small = stick(&hospital, "small");
    let said = limited(&tablet.command(&["export", small.to_str().unwrap()]), 300);
    let why = String::from_utf8_lossy(&said.stderr).into_owned();
    assert!(!said.status.success() && why.contains("is full"), "{why}");
    assert_eq!(fs::read_dir(&small).unwrap().count(), 0, "half a file is left behind");
    assert_eq!(waiting_and_delivered(&tablet), (all, 0));

    // With room it leaves, all of it, although it was said to leave before.
    export(&tablet, &small).done();
    import(&hospital, &files(&small)[0]).done();
    // Half of it is refused.
    let cut = hospital.path("cut.trykk");
    fs::write(&cut, &fs::read(&files(&small)[0]).unwrap()[..300_000]).unwrap();
    assert!(import(&hospital, &cut).refused().contains("its end is missing"));
    close_and_count(&hospital, &[&tablet]);
    assert_exact(&hospital, &[("w1", &people)]);
}

/// A file on the stick may be all that is left of what a tablet has lost: the next one does not take its place.
#[test]
fn a_tablet_that_lost_answers_writes_no_file_over_an_earlier_one() {
    let (hospital, tablet, mut people) = one_ward();
    tablet.feed(&sheets(&mut people, 8)).done();
    let stick = stick(&hospital, "stick");
    export(&tablet, &stick).done();
    let file = files(&stick).remove(0);
    let before = fs::read(&file).unwrap();
    export(&tablet, &stick).done();
    assert_ne!(
        fs::read(&file).unwrap(),
        before,
        "as long as it has everything, a later one takes its place"
    );
    let before = fs::read(&file).unwrap();
    fs::remove_file(tablet.data.join("envelopes.db")).unwrap();
    for _ in 0..2 {
        let why = export(&tablet, &stick).refused();
        assert!(why.contains("take that file in first"), "{why}");
        assert_eq!(fs::read(&file).unwrap(), before);
    }
    import(&hospital, &file).done();
    fs::remove_file(&file).unwrap();
    export(&tablet, &stick).done();
    import(&hospital, &files(&stick)[0]).done();
    hospital.round("close", &["--for-good"]).done();
    hospital.count(&["--leave-out", &tablet.id()]).done();
    assert_exact(&hospital, &[("w1", &people)]);
}

/// A ward that no network reaches: its tablet is left out by name, and what came on the stick is counted.
#[test]
fn what_came_on_a_stick_is_counted_where_no_network_ever_comes() {
    let (hospital, tablet, network, mut people) = one_ward_behind_a_network();
    network.set(trykk_tests::network::Weather::Down);
    tablet.feed(&sheets(&mut people, 9)).done();
    let stick = stick(&hospital, "stick");
    export(&tablet, &stick).done();
    hospital.round("close", &["--for-good"]).done();
    import(&hospital, &files(&stick)[0]).done();
    hospital.count(&[]).refused();
    hospital.count(&["--leave-out", &tablet.id()]).done();
    assert_exact(&hospital, &[("w1", &people)]);
    // Back on a network the tablet finds all of it in the count: nothing waits, and nothing came too late.
    network.set(trykk_tests::network::Weather::Fair);
    tablet.sync().done();
    let status = tablet.status();
    assert_eq!(status["too_late"].as_array().unwrap().len(), 0, "{status}");
    assert!(
        status["something_waits"] == false && status["counted"].is_string(),
        "{status}"
    );
    assert_ne!(status["counted"], "missing");
    // Brought once more it comes too late, and says so.
    let why = import(&hospital, &files(&stick)[0]).refused();
    assert!(why.contains("what came after is not counted"), "{why}");
}

//! The commands beside a running window: they look, and change nothing.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;
use std::process::{Command, Output};

use tokio::net::TcpSocket;
use trykk_kiosk::flow::{Event, Flow, Page};
use trykk_kiosk::settings::Enrolment;
use trykk_kiosk::tablet::Tablet;
use trykk_kiosk::window::TabletBackend;
use trykk_shared::clock::Clock;
use trykk_shared::enrolment::CaFingerprint;

use crate::backend::{answered, enrolment, tablet};

fn run(arguments: &[&str], folder: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_trykk-kiosk"))
        .args(arguments)
        .arg("--data")
        .arg(folder)
        .args(["--clock", "2026-12-30T23:00:00Z"])
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .output()
        .unwrap()
}

fn out(output: &Output) -> String {
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// Every file in the folder: what is in it, and when it was changed.
fn everything(folder: &Path) -> BTreeMap<String, (Vec<u8>, i64, u64)> {
    fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let entry = entry.unwrap();
            let about = entry.metadata().unwrap();
            let name = entry.file_name().into_string().unwrap();
            (name, (fs::read(entry.path()).unwrap(), about.mtime(), about.ino()))
        })
        .collect()
}

#[test]
fn status_reads_beside_a_running_window_and_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let held = tablet(folder.path());
    let before = everything(folder.path());
    let status: serde_json::Value = serde_json::from_str(&out(&run(&["status", "--json"], folder.path()))).unwrap();
    assert_eq!((&status["running"], &status["state"]), (&true.into(), &"open".into()));
    assert_eq!(
        (&status["ward"], &status["hub"]),
        (&"med-1".into(), &"hub.example.org:8443".into())
    );
    assert!(out(&run(&["status"], folder.path())).contains("The window is open."));
    assert!(everything(folder.path()) == before, "nothing is changed");
    // Everything else still wants the folder for itself.
    let feed = folder.path().join("none.jsonl");
    let refused = run(&["feed", feed.to_str().unwrap()], folder.path());
    assert!(!refused.status.success());
    assert!(String::from_utf8_lossy(&refused.stderr).contains("stop it first"));
    drop(held);
    let status: serde_json::Value = serde_json::from_str(&out(&run(&["status", "--json"], folder.path()))).unwrap();
    assert_eq!(
        (&status["running"], &status["something_waits"]),
        (&false.into(), &false.into())
    );
}

/// Asked again and again beside the window it says the same before and after somebody delivers: else it would tell when.
#[test]
fn status_beside_a_window_does_not_tell_when_somebody_answers() {
    let folder = tempfile::tempdir().unwrap();
    let held = tablet(folder.path());
    let mut flow = Flow::new(TabletBackend::over(Some(held.clone())), 0);
    let said = || {
        (
            out(&run(&["status", "--json"], folder.path())),
            out(&run(&["status"], folder.path())),
        )
    };
    let before = said();
    answered(&mut flow);
    assert_eq!(said(), before, "while somebody answers");
    flow.handle(Event::Deliver, 0);
    assert!(matches!(flow.view().page, Page::Thanks { .. }));
    assert!(held.lock().waiting_and_sent().0 > 0);
    assert_eq!(said(), before, "and once they have delivered");
}

#[test]
fn a_damaged_file_beside_a_window_is_left_where_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let held = tablet(folder.path());
    let settings = folder.path().join("tablet.json");
    let mut bytes = fs::read(&settings).unwrap();
    bytes[20] ^= 1;
    fs::write(&settings, &bytes).unwrap();
    let before = everything(folder.path());
    let refused = run(&["status"], folder.path());
    assert!(!refused.status.success());
    assert!(String::from_utf8_lossy(&refused.stderr).contains("tablet.json is damaged"));
    let doctor = run(&["doctor"], folder.path());
    assert!(String::from_utf8_lossy(&doctor.stdout).contains("tablet.json is damaged"));
    assert!(everything(folder.path()) == before);
    drop(held);
}

/// What the doctor says of one thing: its line, and its mend if it has one.
fn said_of(output: &Output, what: &str) -> (String, Option<String>) {
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    let mut lines = text
        .lines()
        .skip_while(|line| line.split_whitespace().nth(1) != Some(what));
    let line = lines.next().unwrap_or_else(|| panic!("nothing of {what}: {text}"));
    let mend = lines.next().and_then(|line| line.trim().strip_prefix("Mend: "));
    (line.to_owned(), mend.map(str::to_owned))
}

#[test]
fn the_doctor_finds_what_is_wrong_and_says_how_it_is_mended() {
    let folder = tempfile::tempdir().unwrap();
    let none = run(&["doctor"], &folder.path().join("not-there"));
    assert!(!none.status.success());
    assert!(said_of(&none, "enrolment").0.starts_with("fault"));
    assert!(said_of(&none, "permissions").0.starts_with("unknown"));
    assert!(!folder.path().join("not-there").exists(), "looking makes no folder");

    let data = folder.path().join("tablet");
    // Held, so that no other program is given the port, and nobody listens.
    let gone = TcpSocket::new_v4().unwrap();
    gone.bind(([127, 0, 0, 1], 0).into()).unwrap();
    let address = gone.local_addr().unwrap().to_string();
    let held = tablet(&data);
    let enrolled = |address: &str| Enrolment {
        address: address.into(),
        fingerprint: CaFingerprint([7; 32]).to_string(),
        ..enrolment()
    };
    held.lock().take_enrolment(enrolled(&address), 0).unwrap();
    let before = everything(&data);
    let doctor = run(&["doctor"], &data);
    assert!(!doctor.status.success(), "there are faults");
    for (what, fault) in [
        ("permissions", false),
        ("store", false),
        ("disk", false),
        ("clock", false),
        ("enrolment", false),
        ("network", true),
        ("certificate", false),
        ("screen", true),
    ] {
        let (line, mend) = said_of(&doctor, what);
        assert_eq!(line.starts_with("fault"), fault, "{line}");
        assert_eq!(mend.is_some(), fault, "{line}");
    }
    assert!(said_of(&doctor, "network").0.contains("cannot be reached"));
    assert!(said_of(&doctor, "screen").1.unwrap().contains("DISPLAY=:0"));
    assert!(everything(&data) == before, "it looks, and changes nothing");

    fs::set_permissions(&data, fs::Permissions::from_mode(0o755)).unwrap();
    let (line, mend) = said_of(&run(&["doctor"], &data), "permissions");
    assert!(
        line.starts_with("fault") && mend.unwrap().contains("chmod 700"),
        "{line}"
    );
}

#[test]
fn the_doctor_says_nothing_of_who_answers() {
    let folder = tempfile::tempdir().unwrap();
    let held = tablet(folder.path());
    let mut flow = Flow::new(TabletBackend::over(Some(held)), 0);
    let said = || run(&["doctor"], folder.path()).stdout;
    let before = said();
    answered(&mut flow);
    flow.handle(Event::Deliver, 0);
    assert_eq!(said(), before);
}

#[test]
fn managed_settings_are_read_by_name_and_win() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("kiosk.toml");
    let data = folder.path().join("tablet");
    let link = "other.example.org:8443/7K3M-Q2XA-90TD-VW4F";
    let enrol = |text: &str| {
        fs::write(&file, text).unwrap();
        let refused = run(&["enrol", link, "--settings", file.to_str().unwrap()], &data);
        assert!(!refused.status.success());
        String::from_utf8(refused.stderr).unwrap()
    };
    let why = enrol("huub = \"hub.example.org\"\n");
    assert!(why.contains("huub") && why.contains("kiosk.toml"), "{why}");
    let why = enrol("hub = \"hub.example.org\"\n");
    assert!(
        why.contains("other.example.org:8443") && why.contains("hub.example.org:8443"),
        "{why}"
    );
    assert!(!data.exists(), "nothing was begun");
    fs::remove_file(&file).unwrap();
    let missing = run(&["run", "--settings", file.to_str().unwrap()], &data);
    assert!(String::from_utf8_lossy(&missing.stderr).contains("cannot be read"));
    // The doctor names a tablet that is enrolled elsewhere than it is decided.
    drop(tablet(&data));
    fs::write(&file, "hub = \"right.example.org:8443\"\n").unwrap();
    let doctor = run(&["doctor", "--settings", file.to_str().unwrap()], &data);
    let (line, mend) = said_of(&doctor, "settings");
    assert!(
        line.starts_with("fault") && line.contains("right.example.org:8443"),
        "{line}"
    );
    assert!(mend.is_some());
    assert!(Tablet::open(&data, Clock::system()).is_ok(), "it left the folder free");
}

//! What people write at the command line: understood as it is written, or refused before anything is kept.

use trykk_tests::hospital::{GUIDE, Hospital, Said, plan};

use crate::programs;

/// A hub with one ward, whose round is open.
fn a_hospital() -> Hospital {
    let times = "opens = \"2020-01-01\"\ncloses = \"2099-01-01\"\nfloor = 7";
    let hospital = Hospital::new(
        programs(),
        &plan(1, 40, "station", "drop-in", &format!("wards = [\"w1\"]\n{times}")),
    );
    hospital.round("confirm", &[]).done();
    hospital.round("open", &[]).done();
    hospital
}

#[test]
fn another_closing_time_is_kept_as_it_is_written_and_said() {
    let hospital = a_hospital();
    let closes = || {
        let status = hospital.hub(&["round", "status", "--json"]).json();
        status["boxes"][0]["closes"].as_str().unwrap().to_owned()
    };
    for (written, said, kept) in [
        ("2098-11-30 16:00", "2098-11-30T16:00+01:00", "2098-11-30T15:00:00Z"),
        ("2098-11-30", "2098-12-01T00:00+01:00", "2098-11-30T23:00:00Z"),
        (
            "2098-11-30T16:00+00:00",
            "2098-11-30T17:00+01:00",
            "2098-11-30T16:00:00Z",
        ),
        // What the status says can be given back.
        ("2098-06-30T14:00:00Z", "2098-06-30T16:00+02:00", "2098-06-30T14:00:00Z"),
    ] {
        let done = hospital.round("extend", &["--closes", written]).done();
        assert_eq!(done, format!("w1: open until {said}\n"), "{written}");
        assert_eq!(closes(), kept, "{written}");
    }
    for refused in ["2098-11-30 16", "30.11.2098 16:00", "2098-11-30T16:00[UTC]", "tomorrow"] {
        let said = hospital.round("extend", &["--closes", refused]).refused();
        assert!(said.contains("is not a time; write a day like 2026-11-30"), "{said}");
        assert_eq!(closes(), "2098-06-30T14:00:00Z", "{refused}");
    }
}

/// A command with a file of its own behind `option`.
fn with_file(hospital: &Hospital, arguments: &[&str], option: &str, bytes: &[u8]) -> Said {
    let file = hospital.path("written");
    std::fs::write(&file, bytes).unwrap();
    hospital.hub(&[arguments, &[option, file.to_str().unwrap()]].concat())
}

#[test]
fn a_secret_is_the_same_from_every_editor_and_an_address_however_it_is_written() {
    let hospital = a_hospital();
    let shouted = GUIDE.to_uppercase();
    let passphrase = |rest: &[&str], bytes: &[u8]| {
        let arguments = [&["guide", "passphrase", "--guide", &shouted], rest].concat();
        with_file(&hospital, &arguments, "--passphrase-file", bytes)
    };
    // One editor takes letters apart, puts a mark before the text and a return at its end; another one does not.
    let parts = "\u{feff}bla\u{30a}ba\u{308}r pa\u{30a}\u{a0}fjellet\r\n";
    let composed = "bl\u{e5}b\u{e4}r p\u{e5} fjellet";
    passphrase(&["--new-key"], parts.as_bytes()).done();
    let again = passphrase(&[], composed.as_bytes()).done();
    assert!(again.contains("passphrase already"), "{again}");
    for (bytes, fault) in [
        (
            &b"bl\xe5b\xe4r p\xe5 fjellet"[..],
            "is not in UTF-8; save it as UTF-8 text",
        ),
        (b"skoen trykker\nlitt overalt\n", "it has more than one line"),
        (b"skoen trykker\x07 litt overalt", "control character (U+0007)"),
    ] {
        let said = passphrase(&["--new-key"], bytes).refused();
        assert!(said.contains(fault), "{said}");
        let password = ["account", "password", "--email", &shouted];
        let said = with_file(&hospital, &password, "--password-file", bytes).refused();
        assert!(said.contains(fault), "{said}");
    }
    assert!(
        passphrase(&[], composed.as_bytes())
            .done()
            .contains("passphrase already"),
        "nothing was kept"
    );
    let account = ["account", "invite", "--email", "kari@example"];
    let said = hospital.hub(&account).refused();
    assert!(
        said.contains("\"kari@example\" is not an email address; write one like"),
        "{said}"
    );
    let invited = hospital
        .hub(&["account", "invite", "--email", &format!(" {shouted}")])
        .done();
    assert!(
        invited.starts_with(&format!("invitation for {GUIDE}: /invitation/")),
        "{invited}"
    );
}

#[test]
fn no_link_is_printed_that_no_tablet_could_use() {
    let hospital = a_hospital();
    let example = "write one like hub.example.org:8443 or 192.0.2.7:8443";
    let database = || std::fs::read(hospital.data().join("hub.db")).unwrap();
    let before = database();
    for address in [
        "https://hub.example.org",
        "hub_1",
        "",
        "0.0.0.0:8443",
        "hub.example.org:0",
        "[::]",
    ] {
        for command in [
            &["enrol", "--ward", "w1", "--json"][..],
            &["enrol", "--ward", "w1"],
            &["serve"],
        ] {
            let said = hospital.hub(&[command, &["--address", address]].concat());
            assert_eq!(said.out, "", "{address:?}");
            let fault = said.refused();
            assert!(
                fault.contains(&format!("hub at {address:?}")) && fault.contains(example),
                "{fault}"
            );
        }
    }
    assert_eq!(database(), before, "neither a code nor an address was kept");
    let made = hospital
        .hub(&["enrol", "--ward", "w1", "--json", "--address", " hub.example.org"])
        .json();
    assert_eq!(made["address"], "hub.example.org:8443");
    assert!(
        made["link"]
            .as_str()
            .unwrap()
            .starts_with("trykk://hub.example.org:8443/w1?ca=")
    );
    // An address that was kept before addresses were looked at.
    let kept = rusqlite::Connection::open(hospital.data().join("hub.db")).unwrap();
    kept.execute("INSERT OR REPLACE INTO setting VALUES ('address', 'hub_1')", [])
        .unwrap();
    drop(kept);
    let said = hospital.hub(&["enrol", "--ward", "w1"]).refused();
    assert!(
        said.contains("give --address HOST:PORT here, or to serve") && said.contains(example),
        "{said}"
    );
    let tablet = hospital
        .bare_tablet("t1")
        .run(&["enrol", "hub_1:8443/7K3M-Q2XA-90TD-VW4F"])
        .refused();
    assert!(tablet.contains(example), "{tablet}");
}

/// Paper answers, as another program writes them; and what the tablet says of how many there are.
#[test]
fn a_feed_with_decimals_nulls_and_a_mark_before_it_is_taken() {
    let mut hospital = a_hospital();
    hospital.serve();
    let tablet = hospital.tablet("t1", "w1", None);
    let lines = |face: &str| {
        vec![format!(
            "\u{feff}{{\"answers\": {{\"recognition\": {face}, \"card-silence\": null}}}}\r"
        )]
    };
    let half = tablet.feed(&lines("4.5")).refused();
    assert!(
        half.contains("line 1: \"recognition\"") && half.contains("a face from 1 to 5"),
        "{half}"
    );
    let file = tablet.feed_file(&lines("4.5"));
    tablet.run(&["feed", file.to_str().unwrap(), "--delete"]).refused();
    assert!(file.exists(), "what was not taken is not destroyed");
    let fed = tablet.feed(&lines("4.0")).done();
    assert_eq!(fed, "1 sheet delivered into the tablet's box.\n");
    let (answered, blank) = (r#"{"answers": {"recognition": 3}}"#, r#"{"answers": {}}"#);
    let fed = tablet.feed(&[answered, blank, answered].map(str::to_owned)).done();
    assert_eq!(
        fed,
        "2 sheets delivered into the tablet's box.\n1 had no answer and was left out.\n"
    );
    let file = tablet.feed_file(&[answered.to_owned()]);
    tablet.run(&["feed", file.to_str().unwrap(), "--delete"]).done();
    assert!(!file.exists());
    let again = tablet.run(&["feed", file.to_str().unwrap()]).refused();
    assert!(again.contains("cannot be read"), "{again}");
}

/// Nobody's terminal: the codes of colours would stand in the journal.
#[test]
fn a_log_in_a_file_has_no_colours() {
    // A round with start codes that nobody confirmed: the hub warns of it as it starts.
    let round = "codes = true\nwards = [\"w1\"]\nopens = \"2020-01-01\"\ncloses = \"2099-01-01\"\nfloor = 7";
    let hospital = Hospital::new(programs(), &plan(1, 40, "station", "drop-in", round));
    let log = hospital.path("log");
    let mut serve = hospital.hub_command(&["serve", "--listen", "127.0.0.1:0"]);
    serve.stderr(std::fs::File::create(&log).unwrap());
    serve.stdout(std::process::Stdio::piped());
    let mut hub = serve.spawn().unwrap();
    let mut said = String::new();
    std::io::BufRead::read_line(&mut std::io::BufReader::new(hub.stdout.take().unwrap()), &mut said).unwrap();
    hub.kill().unwrap();
    hub.wait().unwrap();
    let log = std::fs::read_to_string(log).unwrap();
    assert!(
        said.contains("listening on") && log.contains("WARN") && !log.contains('\u{1b}'),
        "{log:?}"
    );
}

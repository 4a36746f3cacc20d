//! Reminders by mail against a real mail server with TLS: the hub is killed between beginning a letter and hearing that it was taken, and
//! nobody gets one twice unasked.

use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::os::unix::fs::PermissionsExt;

use trykk_hub::analysis::areas::AreaKind;
use trykk_hub::audit::Who;
use trykk_hub::data::DataFolder;
use trykk_hub::plan::measures::Measure;
use trykk_hub::process::method::Method;
use trykk_hub::reminders::ReminderState;
use trykk_hub::secrets::hash_secret;
use trykk_hub::signing::Needs;
use trykk_hub::store::Store;
use trykk_tests::hospital::{GUIDE, Hospital, plan};
use trykk_tests::mail::{MailServer, PASSWORD, inject_before_tls};

use crate::programs;

/// The round does not matter here.
const ROUND: &str = "wards = [\"w1\"]\nopens = \"2098-01-01\"\ncloses = \"2099-01-01\"\nfloor = 7";
/// A Tuesday, ten o'clock in Oslo.
const TUESDAY: &str = "2026-11-03T09:00:00Z";
/// The same in days since 1970-01-01, and in seconds.
const TODAY: i64 = 20_760;
const NOW: i64 = 1_793_696_400;
const TOKEN: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
const LEADER: &str = "leader@example.org";

fn store(hospital: &Hospital) -> Store {
    let (_, mut store) = DataFolder::open(&hospital.data()).unwrap();
    store.act_as(Who::Shell, NOW);
    store
}

fn add_measure(store: &mut Store, what: &str, deadline: i64) {
    let measure = Measure {
        proposal: None,
        aim: AreaKind::Improve,
        area: "Hemmelig område".to_owned(),
        what: what.to_owned(),
        responsible: "Kari Nordmann".to_owned(),
        deadline,
        indicator: "Pauselista er full".to_owned(),
        item: None,
        evaluation: TODAY + 200,
        risks: Vec::new(),
        help: None,
    };
    store.save_measure("w1", None, 0, &measure, NOW).unwrap();
}

/// A hub whose ward has a plan with a measure that is overdue, and a mail server.
fn a_hospital(security: &str) -> (Hospital, MailServer) {
    let accounts = [
        (LEADER, "leader"),
        ("tv@example.org", "union-rep"),
        ("vo@example.org", "safety-rep"),
    ];
    let accounts = accounts
        .map(|(email, role)| format!("[[account]]\nemail = \"{email}\"\nrole = \"{role}\"\nwards = [\"w1\"]\n"));
    let plan = plan(1, 40, "station", "drop-in", ROUND) + &accounts.concat();
    let mut hospital = Hospital::new(programs(), &plan);
    hospital.set_clock(TUESDAY);
    let server = MailServer::start(&hospital.path("mail"), security);
    let mut kept = store(&hospital);
    kept.start_process(&["w1".to_owned()], Needs::One, &Method::four(), NOW)
        .unwrap();
    add_measure(&mut kept, "Egen pausevakt", TODAY - 3);
    drop(kept);
    fs::write(hospital.data().join("mail-password"), PASSWORD).unwrap();
    write_settings(&hospital, &server, security, true);
    hospital.serve_with(&["--web-listen", "127.0.0.1:0"]);
    (hospital, server)
}

fn write_settings(hospital: &Hospital, server: &MailServer, security: &str, trusts: bool) {
    write_settings_to(hospital, server, server.port, security, trusts);
}

/// The same, by way of a port.
fn write_settings_to(hospital: &Hospital, server: &MailServer, port: u16, security: &str, trusts: bool) {
    let ca = match trusts {
        true => format!("ca_file = \"{}\"\n", server.certificate().display()),
        false => String::new(),
    };
    let settings = format!(
        "pages = \"https://trykk.example.org\"\n[mail]\nhost = \"localhost\"\nport = {}\nsecurity = \"{security}\"\n\
         user = \"trykk\"\npassword_file = \"mail-password\"\nfrom = \"Trykk <trykk@example.org>\"\n{ca}",
        port
    );
    fs::write(hospital.data().join("hub.toml"), settings).unwrap();
}

/// What the hub's page answers to a guide who is logged in.
fn ask(address: SocketAddr, method: &str, path: &str, body: &str) -> String {
    let mut connection = TcpStream::connect(address).unwrap();
    let length = body.len();
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: {address}\r\nCookie: __Host-trykk={TOKEN}\r\nContent-Length: {length}\r\n\
         Connection: close\r\n\r\n{body}"
    );
    connection.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    connection.read_to_string(&mut answer).unwrap();
    answer
}

fn field<'p>(page: &'p str, name: &str) -> &'p str {
    let (_, rest) = page.split_once(&format!("name=\"{name}\" value=\"")).expect("a form");
    rest.split('"').next().unwrap()
}

fn header<'h>(letter: &'h serde_json::Value, name: &str) -> &'h str {
    let headers = letter["headers"].as_array().unwrap();
    let found = headers.iter().find(|header| header[0] == name);
    found.unwrap_or_else(|| panic!("no {name}: {letter}"))[1]
        .as_str()
        .unwrap()
}

#[test]
fn reminders_leave_over_tls_once_to_those_whom_they_concern_and_say_nothing_of_what_it_is_about() {
    for security in ["starttls", "tls"] {
        let (mut hospital, mut server) = a_hospital(security);
        server.refuse("tv@example.org");
        hospital.serve();
        let happened: Vec<String> = (0..4).map(|_| server.read_event()).collect();
        let expected = [
            format!("taken {GUIDE}"),
            format!("taken {LEADER}"),
            "refused tv@example.org".to_owned(),
            "taken vo@example.org".to_owned(),
        ];
        assert_eq!(happened, expected, "one who is refused does not stop the others");
        let letters = server.taken();
        for letter in &letters {
            assert!(letter["secret"] == true && letter["user"] == "trykk", "{letter}");
            assert_eq!(header(letter, "auto-submitted"), "auto-generated");
            assert_eq!(header(letter, "subject"), "Trykk: påminnelse for Ward 1");
            assert_eq!(header(letter, "from"), "Trykk <trykk@example.org>");
            let text = letter["text"].as_str().unwrap();
            assert!(
                text.contains("hadde frist 31. oktober 2026") && text.contains("https://trykk.example.org/process/w1"),
                "{text}"
            );
            for hidden in ["pausevakt", "Hemmelig", "Kari", "Pauselista"] {
                assert!(!letter.to_string().contains(hidden), "{hidden}: {letter}");
            }
        }
        // Started again, the next day and with one more thing that is due: only that is told.
        hospital.kill();
        add_measure(&mut store(&hospital), "Felles lunsj", TODAY + 5);
        hospital.set_clock("2026-11-04T09:00:00Z");
        hospital.serve();
        assert_eq!(server.read_event(), format!("taken {LEADER}"));
        let last = server.taken().pop().unwrap();
        let text = last["text"].as_str().unwrap();
        assert!(
            text.contains("med frist 8. november 2026") && !text.contains("31. oktober"),
            "{text}"
        );
        assert_eq!(letters.len() + 1, server.taken().len());
        assert_ne!(header(&last, "message-id"), header(&letters[1], "message-id"));
    }
}

#[test]
fn a_hub_that_is_killed_while_a_letter_is_on_its_way_never_sends_it_twice_unasked() {
    // Before the letter, and after it was taken and before the hub heard so.
    for (stage, taken) in [("announced", 0), ("taken", 1)] {
        let (mut hospital, mut server) = a_hospital("starttls");
        server.hold(stage);
        hospital.serve();
        assert_eq!(server.read_event(), format!("held {stage}"));
        let states = |hospital: &Hospital| -> Vec<ReminderState> {
            let rows = store(hospital).reminders("w1").unwrap();
            rows.iter().map(|row| row.state).collect()
        };
        assert_eq!(
            states(&hospital),
            [ReminderState::Begun],
            "it is written down before it is sent"
        );
        hospital.kill();
        server.let_go();
        hospital.serve();
        let web = hospital.web();
        // The others come in their order, behind the place of the one that was begun.
        for email in [LEADER, "tv@example.org", "vo@example.org"] {
            assert_eq!(server.read_event(), format!("taken {email}"), "{stage}");
        }
        assert_eq!(server.count_to(GUIDE), taken, "{stage}");
        store(&hospital)
            .begin_session(GUIDE, &hash_secret(TOKEN.as_bytes()), NOW + 3600, NOW)
            .unwrap();
        let page = ask(web, "GET", "/process/w1/reminders", "");
        assert!(
            page.contains("Kanskje sendt") && page.contains("Sendt</span>"),
            "{page}"
        );
        // A guide sends it again by hand: once.
        let again = page.split("Kanskje sendt</span>").nth(1).unwrap();
        let form = format!(
            "check={}&email={}&letter={}",
            field(again, "check"),
            field(again, "email").replace('@', "%40"),
            field(again, "letter")
        );
        let asked = ask(web, "POST", "/process/w1/reminders", &form);
        assert!(asked.starts_with("HTTP/1.1 303"), "{asked}");
        assert_eq!(server.read_event(), format!("taken {GUIDE}"));
        assert_eq!(server.count_to(GUIDE), taken + 1);
        let letters = server.taken();
        let mine: Vec<&str> = letters
            .iter()
            .filter(|letter| letter["to"][0] == GUIDE)
            .map(|letter| header(letter, "message-id"))
            .collect();
        assert!(
            mine.iter().all(|id| *id == mine[0]),
            "the same letter has the same id: {mine:?}"
        );
    }
}

#[test]
fn the_command_tries_the_settings_and_says_what_is_wrong() {
    let (hospital, mut server) = a_hospital("starttls");
    let test = || hospital.hub(&["mail", "test", "drift@example.org"]);
    assert!(test().done().contains("The mail server took it"));
    assert_eq!(server.read_event(), "taken drift@example.org");
    server.refuse("drift@example.org");
    let said = test().refused();
    assert!(said.contains("no such mailbox"), "{said}");
    fs::write(hospital.data().join("mail-password"), "another password").unwrap();
    let said = test().refused();
    assert!(said.contains("does not let \"trykk\" in"), "{said}");
    fs::write(hospital.data().join("mail-password"), PASSWORD).unwrap();
    // A server that nobody vouches for gets neither password nor letter.
    write_settings(&hospital, &server, "starttls", false);
    let said = test().refused();
    assert!(
        said.contains("cannot be reached") && said.contains("certificate"),
        "{said}"
    );
    // TLS that is not spoken there.
    write_settings(&hospital, &server, "tls", true);
    assert!(test().refused().contains("cannot be reached"));
    fs::write(hospital.data().join("hub.toml"), "[mail]\nhosts = \"localhost\"\n").unwrap();
    let said = test().refused();
    assert!(said.contains("hub.toml") && said.contains("hosts"), "{said}");
    assert!(
        hospital
            .hub(&["serve", "--listen", "127.0.0.1:0"])
            .refused()
            .contains("hosts")
    );
    fs::remove_file(hospital.data().join("hub.toml")).unwrap();
    assert!(test().refused().contains("no [mail] in hub.toml"));
    assert_eq!(server.taken().len(), 1);
}

/// The answers that a mail server would give to a letter that it takes, and the first one under TLS.
const TAKEN: &str = "250-localhost\r\n250 AUTH PLAIN LOGIN\r\n235 2.7.0 welcome\r\n250 OK\r\n250 OK\r\n354 go on\r\n250 taken\r\n221 bye\r\n";

#[test]
fn whoever_is_on_the_line_before_tls_cannot_make_the_hub_believe_that_a_letter_was_taken() {
    let (hospital, server) = a_hospital("starttls");
    // The real server takes nothing: whoever says that it did is not the server.
    server.refuse("drift@example.org");
    let port = inject_before_tls(server.port, TAKEN);
    write_settings_to(&hospital, &server, port, "starttls", true);
    let said = hospital.hub(&["mail", "test", "drift@example.org"]).refused();
    assert!(said.contains("cannot be reached"), "{said}");
    assert_eq!(server.taken().len(), 0);
    // With nothing put in, the same way leads to the server.
    let port = inject_before_tls(server.port, "");
    write_settings_to(&hospital, &server, port, "starttls", true);
    let said = hospital.hub(&["mail", "test", "drift@example.org"]).refused();
    assert!(said.contains("no such mailbox"), "{said}");
}

#[test]
fn a_sender_that_is_refused_loses_no_reminder_and_an_administrator_reads_why() {
    let (mut hospital, mut server) = a_hospital("starttls");
    let password = hospital.data().join("mail-password");
    let open_to = |mode| fs::set_permissions(&password, fs::Permissions::from_mode(mode)).unwrap();
    server.refuse_sender("trykk@example.org");
    open_to(0o644);
    hospital.serve();
    let web = hospital.web();
    assert_eq!(server.read_event(), "refused sender trykk@example.org");
    let admin = ["account", "add", "--role", "admin", "--email", "admin@example.org"];
    hospital.hub(&admin).done();
    store(&hospital)
        .begin_session("admin@example.org", &hash_secret(TOKEN.as_bytes()), NOW + 6 * 3600, NOW)
        .unwrap();
    let operation = |web| ask(web, "GET", "/operation", "");
    while !operation(web).contains("sender not allowed") {
        std::thread::yield_now();
    }
    assert!(operation(web).contains("mail-password, som holder på en hemmelighet"));
    // Later it is taken, and everybody gets one letter.
    hospital.kill();
    server.take_sender("trykk@example.org");
    open_to(0o600);
    hospital.set_clock("2026-11-03T12:00:00Z");
    hospital.serve();
    let web = hospital.web();
    let mut told: Vec<String> = (0..4).map(|_| server.read_event()).collect();
    told.sort();
    let mut expected = [GUIDE, LEADER, "tv@example.org", "vo@example.org"].map(|email| format!("taken {email}"));
    expected.sort();
    assert_eq!(told, expected);
    assert_eq!(server.taken().len(), 4);
    let page = operation(web);
    assert!(
        !page.contains("sender not allowed") && !page.contains("hemmelighet"),
        "{page}"
    );
}

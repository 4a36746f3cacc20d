//! Strangers: whoever is not the hub, not a tablet of it, or does not speak as they should. Each is told so clearly,
//! and nothing on the tablet is lost.

use std::fs;

use serde_json::{Value, json};
use trykk_shared::enrolment::{Code, Link};
use trykk_shared::protocol::{MAX_BODY_BYTES, paths};
use trykk_shared::protocol_version::PROTOCOL;
use trykk_tests::hospital::{Hospital, Kiosk, deck_path};
use trykk_tests::network::{HeldPort, Network};

use crate::impostor::{Impostor, appending, ca_of, certified, certified_in, pass_on, say};
use crate::programs;
use crate::scene::{Ward, drop_in, envelopes, find, lines, people, says, serving, settings};

const NOT_THE_HUB: &str = "cannot prove that it is the hub this tablet was enrolled with; nothing was sent";

/// A tablet that reaches its hub through a network, with eight people's answers on it.
struct Waiting {
    ward: Ward,
    network: Network,
}

fn waiting() -> Waiting {
    let hospital = serving(&drop_in(1));
    let network = Network::to(hospital.address());
    let tablet = hospital.tablet("t1", "w1", Some(network.address()));
    let mut people = people(1);
    tablet.feed(&lines(&mut people, 8)).done();
    let ward = Ward {
        hospital,
        tablet,
        people,
    };
    Waiting { ward, network }
}

impl Waiting {
    /// Whatever happened: everything is still there, is delivered to the genuine hub and counted exactly.
    fn lost_nothing(self) {
        let Waiting { ward, network } = self;
        assert_eq!(envelopes(&ward.tablet.status()), (8 * 13, 0));
        network.retarget(ward.hospital.address());
        ward.tablet.sync().done();
        ward.close();
        ward.hospital.count(&[]).done();
        ward.is_exact(0);
    }
}

#[test]
fn another_hub_at_the_same_address_gets_nothing() {
    let scene = waiting();
    let other = serving(&drop_in(1));
    scene.network.retarget(other.address());
    says(&scene.ward.tablet.sync().refused(), NOT_THE_HUB);
    says(
        scene.ward.tablet.status()["last_problem"].as_str().unwrap(),
        NOT_THE_HUB,
    );
    scene.lost_nothing();
}

#[test]
fn a_proxy_with_its_own_ca_gets_nothing_even_when_it_shows_the_genuine_one_too() {
    let scene = waiting();
    let other = Hospital::new(programs(), &drop_in(1));
    let genuine = ca_of(scene.ward.hospital.address());
    let chains = [
        certified(&other.data()),
        appending(certified(&other.data()), genuine.clone(), false),
        appending(certified(&other.data()), genuine, true),
    ];
    for chain in chains {
        let impostor = Impostor::start(chain, |_, _| b"{}".to_vec());
        scene.network.retarget(impostor.address);
        says(&scene.ward.tablet.sync().refused(), NOT_THE_HUB);
        assert_eq!(impostor.heard(), b"");
    }
    scene.lost_nothing();
}

#[test]
fn what_does_not_speak_tls_at_all_gets_nothing() {
    let scene = waiting();
    let plain = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    scene.network.retarget(plain.local_addr().unwrap());
    let speaker = std::thread::spawn(move || {
        let (mut victim, _) = plain.accept().unwrap();
        let _ = std::io::Write::write_all(&mut victim, b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}");
    });
    says(&scene.ward.tablet.sync().refused(), "answers stay on the tablet");
    speaker.join().unwrap();
    scene.lost_nothing();
}

#[test]
fn a_hub_of_a_newer_protocol_asks_for_an_update() {
    let scene = waiting();
    let hub = Impostor::start(certified(&scene.ward.hospital.data()), |_, _| {
        json!({ "protocol": PROTOCOL + 1, "boxes": "quite different" })
            .to_string()
            .into_bytes()
    });
    scene.network.retarget(hub.address);
    says(
        &scene.ward.tablet.sync().refused(),
        &format!(
            "the hub speaks protocol {} and this tablet only up to {PROTOCOL}: update trykk-kiosk",
            PROTOCOL + 1
        ),
    );
    assert_eq!(find(paths::ENVELOPES.as_bytes(), &hub.heard()), None);
    scene.lost_nothing();
}

/// Strangers begin bodies and never end them. Without a token none is waited for; the tablet delivers meanwhile.
#[test]
fn a_stranger_who_never_ends_a_body_holds_no_connection() {
    let scene = waiting();
    let hub = scene.ward.hospital.address();
    for (path, token) in [
        (paths::ENVELOPES, "authorization: Bearer nobody\r\n"),
        (paths::HEALTH, "authorization: Bearer nobody\r\n"),
        (paths::ENVELOPES, ""),
    ] {
        let request = format!(
            "POST {path} HTTP/1.1\r\nhost: hub\r\ntrykk-protocol: {PROTOCOL}\r\n{token}content-type: application/json\r\n\
             content-length: 200000\r\n\r\n{{"
        );
        let reply = say(hub, request.as_bytes());
        assert!(
            reply.starts_with("HTTP/1.1 4") && reply.contains("unknown-tablet"),
            "{path}: {reply}"
        );
    }
    scene.ward.tablet.sync().done();
    assert_eq!(envelopes(&scene.ward.tablet.status()).0, 0, "delivered");
}

/// A service is started with a thousand files; each connection is one.
#[test]
fn the_hub_opens_as_many_files_as_the_system_allows() {
    let hospital = serving(&drop_in(1));
    let limits = std::fs::read_to_string(format!("/proc/{}/limits", hospital.pid())).unwrap();
    let files = limits.lines().find(|line| line.starts_with("Max open files")).unwrap();
    let values: Vec<&str> = files.split_whitespace().skip(3).take(2).collect();
    assert_eq!(values[0], values[1], "{files}");
}

/// A certificate that ended years ago, by the tablet's clock: whoever has the key of the pinned CA is the hub, whatever the
/// clock of a tablet says that lost its battery, or ran ahead.
#[test]
fn a_tablet_whose_clock_is_years_off_knows_its_hub_all_the_same() {
    let scene = waiting();
    let hub = scene.ward.hospital.address();
    let issued_long_ago = certified_in(&scene.ward.hospital.data(), 2001);
    let old = Impostor::start(issued_long_ago, move |_, request| pass_on(hub, request));
    scene.network.retarget(old.address);
    scene.ward.tablet.sync().done();
    assert_eq!(envelopes(&scene.ward.tablet.status()).0, 0, "delivered");
}

#[test]
fn a_reply_that_makes_no_sense_loses_nothing() {
    let scene = waiting();
    let manifest = serde_json::to_vec(&settings(&scene.ward.tablet).manifest.unwrap()).unwrap();
    let silly = Impostor::start(certified(&scene.ward.hospital.data()), move |head, _| {
        if head.contains(paths::MANIFEST) {
            manifest.clone()
        } else {
            json!({ "results": ["stored"] }).to_string().into_bytes()
        }
    });
    scene.network.retarget(silly.address);
    says(
        &scene.ward.tablet.sync().refused(),
        "does not answer for every envelope",
    );
    scene.lost_nothing();
}

fn enrol(tablet: &Kiosk, link: &str) -> String {
    tablet.run(&["enrol", link]).refused()
}

fn code(link: &Value) -> Code {
    link["code"].as_str().unwrap().parse().unwrap()
}

#[test]
fn a_code_works_once() {
    let hospital = serving(&drop_in(1));
    let link = hospital.link("w1", None);
    let text = link["link"].as_str().unwrap();
    hospital.bare_tablet("t1").run(&["enrol", text]).done();
    let second = hospital.bare_tablet("t2");
    says(&enrol(&second, text), "used already");
    let by_hand = format!("{}/{}", hospital.address(), code(&link).to_text());
    says(&enrol(&second, &by_hand), "it was mistyped, used or is too old");
    assert_eq!(second.status()["enrolled"], false);
}

/// A link for several: each is a tablet of its own with a token of its own, and the one too many is refused like the second of one.
#[test]
fn a_link_for_three_enrols_three_tablets_and_no_fourth() {
    let hospital = serving(&drop_in(1));
    let address = hospital.address().to_string();
    let ask = [
        "enrol",
        "--ward",
        "w1",
        "--json",
        "--tablets",
        "3",
        "--address",
        &address,
    ];
    let link = hospital.hub(&ask).json();
    assert_eq!(link["tablets"], 3);
    let text = link["link"].as_str().unwrap();
    let by_hand = format!("{}/{}", hospital.address(), code(&link).to_text());
    let mut tokens = std::collections::BTreeSet::new();
    let mut ids = std::collections::BTreeSet::new();
    for (name, with) in [("t1", text), ("t2", by_hand.as_str()), ("t3", text)] {
        let tablet = hospital.bare_tablet(name);
        tablet.run(&["enrol", with]).done();
        ids.insert(tablet.id());
        tokens.insert(settings(&tablet).enrolment.unwrap().token.0.to_string());
    }
    assert_eq!((ids.len(), tokens.len()), (3, 3));
    let fourth = hospital.bare_tablet("t4");
    says(&enrol(&fourth, text), "used already");
    says(&enrol(&fourth, &by_hand), "it was mistyped, used or is too old");
    for wrong in ["0", "13", "-1"] {
        hospital.hub(&["enrol", "--ward", "w1", "--tablets", wrong]).refused();
    }
}

#[test]
fn an_expired_code_is_refused() {
    let hospital = serving(&drop_in(1));
    let address = hospital.address().to_string();
    let old = [
        "enrol",
        "--ward",
        "w1",
        "--json",
        "--hours",
        "1",
        "--address",
        &address,
        "--confirm-clock",
        "--clock",
        "2020-01-01T00:00:00Z",
    ];
    let link = hospital.hub(&old).json();
    let tablet = hospital.bare_tablet("t1");
    says(&enrol(&tablet, link["link"].as_str().unwrap()), "too old");
    let by_hand = format!("{address}/{}", code(&link).to_text());
    says(&enrol(&tablet, &by_hand), "it was mistyped, used or is too old");
    assert_eq!(tablet.status()["enrolled"], false);
}

#[test]
fn an_unknown_or_mistyped_code_is_refused() {
    let hospital = serving(&drop_in(1));
    let link = hospital.link("w1", None);
    let text = link["link"].as_str().unwrap();
    let other = Code::draw(&mut crate::scene::rng(77)).to_text();
    let tablet = hospital.bare_tablet("t1");
    let unknown = text.replace(link["code"].as_str().unwrap(), &other);
    says(&enrol(&tablet, &unknown), "does not know this code");
    says(&enrol(&tablet, &text[..text.len() - 3]), "16 letters and digits");
    says(&enrol(&tablet, "nonsense"), "not an enrolment link");
    let damaged = text.replace("ca=", "ca=!");
    says(&enrol(&tablet, &damaged), "fingerprint (ca=...) is damaged");
    assert_eq!(tablet.status()["enrolled"], false);
    // The code is as good as before.
    tablet.run(&["enrol", text]).done();
}

/// Whether anything that follows from the code was heard.
fn gives_away(heard: &[u8], link: &Link) -> bool {
    let written = link.code.to_text();
    let mut secrets: Vec<Vec<u8>> = vec![written.clone().into_bytes(), written.replace('-', "").into_bytes()];
    for secret in [link.code.ticket(), link.code.proof_key()] {
        secrets.push(secret.to_vec());
        secrets.push(data_encoding::HEXLOWER.encode(&secret).into_bytes());
        secrets.push(data_encoding::BASE64URL_NOPAD.encode(&secret).into_bytes());
        secrets.push(data_encoding::BASE64.encode(&secret).into_bytes());
    }
    secrets.iter().any(|secret| find(secret, heard).is_some())
}

#[test]
fn a_code_typed_by_hand_is_not_shown_to_a_hub_that_does_not_know_it() {
    let genuine = serving(&drop_in(1));
    let other = Hospital::new(programs(), &drop_in(1));
    let impostor = Impostor::start(certified(&other.data()), |_, _| b"{\"proofs\":[]}".to_vec());
    let link = genuine.link("w1", None);
    let by_hand = format!("{}/{}", impostor.address, link["code"].as_str().unwrap());
    let tablet = genuine.bare_tablet("t1");
    says(&enrol(&tablet, &by_hand), "does not know the code");
    assert!(find(paths::PROOFS.as_bytes(), &impostor.heard()).is_some());
    assert!(!gives_away(&impostor.heard(), &by_hand.parse().unwrap()));
    assert_eq!(tablet.status()["enrolled"], false);
    tablet.run(&["enrol", link["link"].as_str().unwrap()]).done();
}

#[test]
fn a_proxy_that_passes_the_genuine_proofs_on_gets_neither_code_nor_ticket() {
    let genuine = serving(&drop_in(1));
    let other = Hospital::new(programs(), &drop_in(1));
    let hub = genuine.address();
    let certificates = [
        certified(&other.data()),
        appending(certified(&other.data()), ca_of(hub), false),
    ];
    for certificate in certificates {
        let relay = Impostor::start(certificate, move |_, request| pass_on(hub, request));
        let link = genuine.link("w1", None);
        let by_hand = format!("{}/{}", relay.address, link["code"].as_str().unwrap());
        let tablet = genuine.bare_tablet("t1");
        says(&enrol(&tablet, &by_hand), "nothing was sent");
        assert!(!gives_away(&relay.heard(), &by_hand.parse().unwrap()));
        assert_eq!(tablet.status()["enrolled"], false);
    }
}

#[test]
fn a_code_typed_by_hand_enrols_with_the_genuine_hub() {
    let hospital = serving(&drop_in(1));
    let link = hospital.link("w1", None);
    let by_hand = format!(
        "{}/{}",
        hospital.address(),
        link["code"].as_str().unwrap().to_lowercase()
    );
    let tablet = hospital.bare_tablet("t1");
    tablet.run(&["enrol", &by_hand]).done();
    assert_eq!(tablet.status()["ward"], "w1");
}

/// A request with this tablet's token, or none, and any header and body.
fn request(method: &str, path: &str, token: Option<&str>, protocol: &str, body: &[u8]) -> Vec<u8> {
    let token = token.map_or(String::new(), |token| format!("authorization: Bearer {token}\r\n"));
    let head = format!(
        "{method} {path} HTTP/1.1\r\nhost: hub\r\nconnection: close\r\ntrykk-protocol: {protocol}\r\n{token}content-length: {}\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}

#[test]
fn bodies_that_are_too_large_or_malformed_are_refused_and_the_hub_goes_on() {
    let scene = waiting();
    let hub = scene.ward.hospital.address();
    let token = settings(&scene.ward.tablet).enrolment.unwrap().token.0.clone();
    let post = |path: &str, body: &[u8]| say(hub, &request("POST", path, Some(&token), "1", body));
    let large = vec![b' '; MAX_BODY_BYTES + 1];
    for path in [paths::ENVELOPES, paths::HEALTH, paths::ENROL] {
        says(&post(path, &large), "too-large");
        says(&post(path, b"not json"), "malformed");
        says(&post(path, b"{\"surprise\": 1}"), "malformed");
        says(&post(path, &[0xff, 0xfe, 0x00]), "malformed");
    }
    says(
        &post(paths::ENVELOPES, b"{\"box\": \"zz\", \"envelopes\": []}"),
        "the hub cannot read this request; nothing was stored",
    );
    let unknown_box = json!({ "box": "00000000000000000000000000000000", "envelopes": [] }).to_string();
    says(&post(paths::ENVELOPES, unknown_box.as_bytes()), "200 OK");
    says(&post("/api/v1/nothing", b"{}"), "not-found");
    scene.lost_nothing();
}

#[test]
fn without_a_token_or_with_another_protocol_nothing_is_taken() {
    let scene = waiting();
    let hub = scene.ward.hospital.address();
    let token = settings(&scene.ward.tablet).enrolment.unwrap().token.0.clone();
    let asked: [(&str, &str, &[u8]); 3] = [
        ("POST", paths::ENVELOPES, b"{\"box\": null, \"envelopes\": []}"),
        ("POST", paths::HEALTH, b"{\"boxes\": []}"),
        ("GET", paths::MANIFEST, b""),
    ];
    for (method, path, body) in asked {
        let said = |token: Option<&str>, protocol: &str| say(hub, &request(method, path, token, protocol, body));
        says(&said(None, "1"), "unknown-tablet");
        says(&said(Some("guessed"), "1"), "unknown-tablet");
        says(&said(Some(&token), "0"), "426");
        says(&said(Some(&token), "0"), "update the older one; nothing is lost");
        says(&said(Some(&token), "new"), "\"protocol\"");
    }
    scene.lost_nothing();
}

#[test]
fn a_faulty_deck_is_named_with_file_and_line() {
    let hospital = Hospital::new(programs(), &drop_in(1));
    let deck = fs::read_to_string(deck_path("station.toml")).unwrap();
    let check = |text: &str| {
        let file = hospital.path("faulty.toml");
        fs::write(&file, text).unwrap();
        let output = std::process::Command::new(programs().hub)
            .args(["deck", "check", file.to_str().unwrap()])
            .output()
            .unwrap();
        assert!(!output.status.success());
        String::from_utf8(output.stderr).unwrap()
    };
    let line_of = |text: &str, part: &str| 1 + text[..text.find(part).unwrap()].matches('\n').count();
    let unknown = deck.replacen("theme = \"recognition\"", "theme = \"nowhere\"", 1);
    let line = line_of(&unknown, "theme = \"nowhere\"");
    says(&check(&unknown), &format!("faulty.toml:{line}: "));
    let broken = deck.replacen("kind = \"card\"", "kind = \"card", 1);
    let line = line_of(&broken, "kind = \"card\n");
    says(&check(&broken), &format!("faulty.toml:{line}: "));
    // Every fault at once.
    let both = unknown.replacen("max_notes = 1", "max_notes = 99", 1);
    let said = check(&both);
    says(
        &said,
        &format!("faulty.toml:{}: ", line_of(&both, "theme = \"nowhere\"")),
    );
    assert!(said.lines().count() >= 2, "{said}");
}

#[test]
fn an_unreachable_hub_loses_nothing() {
    let mut scene = waiting();
    scene.ward.hospital.kill();
    let nobody = HeldPort::take();
    scene.network.retarget(nobody.address);
    says(
        &scene.ward.tablet.sync().refused(),
        "the hub cannot be reached; answers stay on the tablet",
    );
    scene.ward.hospital.serve();
    scene.lost_nothing();
}

//! The round of the README, followed word for word in an empty folder.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::programs;

/// What runs beside the others until the end.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The commands of the README's round, without what is said of them.
fn commands() -> Vec<String> {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../README.md")).unwrap();
    let round = readme.split("## A round, by hand").nth(1).unwrap();
    let block = round.split("```").nth(1).unwrap();
    let lines = block
        .lines()
        .map(|line| line.split("  #").next().unwrap().trim().to_owned());
    lines.filter(|line| !line.is_empty()).collect()
}

#[test]
fn the_round_of_the_readme_comes_to_its_end() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path().join("here");
    let assets = Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets");
    // What the README says that one has beside the programs.
    fs::create_dir_all(&here).unwrap();
    fs::create_dir_all(folder.path().join("decks")).unwrap();
    for deck in ["station.toml", "table.toml"] {
        fs::copy(assets.join("decks").join(deck), folder.path().join("decks").join(deck)).unwrap();
    }
    let plan = fs::read_to_string(assets.join("demo/hospital.toml")).unwrap();
    let plan = plan
        .replace("2026-11-01", "2020-01-01")
        .replace("2026-12-31", "2098-12-31");
    let plan = plan.replace("2026-04-", "2019-04-");
    let plan = plan.replace("wards = [\"med-1\", \"med-2\"]", "wards = [\"med-1\"]");
    fs::write(here.join("hospital.toml"), plan).unwrap();
    fs::write(here.join("passphrase.txt"), "skoen trykker litt overalt\n").unwrap();
    fs::copy(assets.join("demo/med-1.jsonl"), here.join("answers.jsonl")).unwrap();
    let people = fs::read_to_string(here.join("answers.jsonl")).unwrap().lines().count();

    let (mut link, mut tablet, mut server) = (String::new(), String::new(), None);
    for line in commands() {
        // A window needs a screen; fingers are on it elsewhere.
        if line.starts_with("trykk-kiosk run") {
            continue;
        }
        // Another hub may have the port.
        let written = line.replace("127.0.0.1:8443", "127.0.0.1:0");
        let written = written.replace("LINK", &link).replace("TABLET", &tablet);
        let mut words = written.split_whitespace();
        let program = match words.next().unwrap() {
            "trykk-hub" => programs().hub,
            "trykk-kiosk" => programs().kiosk,
            other => panic!("{other} is no program of ours: {line}"),
        };
        let mut command = Command::new(program);
        command
            .args(words.clone().filter(|word| *word != "&"))
            .current_dir(&here);
        if words.next_back() == Some("&") {
            let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
            let mut output = BufReader::new(child.stdout.take().unwrap());
            output.read_line(&mut String::new()).unwrap();
            server = Some((Server(child), output));
            continue;
        }
        let output = command.output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        let complained = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{line}\n{said}{complained}");
        if line.starts_with("trykk-hub enrol") {
            link = said.lines().find(|line| line.contains("://")).unwrap().to_owned();
        } else if line.starts_with("trykk-kiosk enrol") {
            let name = said.split("(tablet ").nth(1).unwrap();
            tablet = name.split(')').next().unwrap().to_owned();
        } else if line.starts_with("trykk-hub codes print") {
            let is_code = |line: &&str| line.len() == 7 && line.chars().all(|c| c.is_ascii_digit() || c == ' ');
            let mut codes: Vec<&str> = said.lines().filter(is_code).take(people).collect();
            codes.sort_unstable();
            fs::write(here.join("codes.txt"), codes.join("\n")).unwrap();
        } else if line.contains("--as guide") {
            assert!(said.contains(&format!("\"participant\": {people},")), "{said}");
        }
    }
    assert!(server.is_some(), "the README starts no hub");
}

//! Whoever reads only the beginning of what a command says: it ends, and complains of nothing.

use std::process::{Command, Stdio};

use crate::house::house;

#[test]
fn a_command_that_nobody_reads_ends_quietly() {
    let house = house(6, 20);
    let folder = house.data.database().parent().unwrap().to_owned();
    let results = [
        "results",
        "--round",
        "2026-spring",
        "--ward",
        "surg-1",
        "--as",
        "leader",
        "--format",
    ];
    let commands: [&[&str]; 6] = [
        &["codebook", "--print"],
        &["method", "--print", "four"],
        &["plan"],
        &["round", "status"],
        &[&results[..], &["csv"]].concat(),
        &[&results[..], &["json"]].concat(),
    ];
    for words in commands {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let mut command = Command::new(env!("CARGO_BIN_EXE_trykk-hub"));
        command.args(words).stdout(writer).stderr(Stdio::piped());
        if !words.contains(&"--print") {
            command.arg("--data").arg(&folder);
        }
        let done = command.output().unwrap();
        let complaint = String::from_utf8_lossy(&done.stderr).into_owned();
        assert!(complaint.is_empty(), "{words:?}: {complaint}");
        assert_eq!(done.status.code(), Some(141), "{words:?}");
    }
}

/// The ends of a scale are cut where the JSON says: in the CSV too.
#[test]
fn the_leaders_csv_says_where_the_ends_are_cut() {
    let house = house(6, 20);
    let command = |format: &str| {
        let arguments = [
            "results",
            "--round",
            "2026-spring",
            "--ward",
            "surg-1",
            "--as",
            "leader",
            "--format",
            format,
        ];
        let (said, done) = house.command(&arguments);
        assert!(done, "{said}");
        said
    };
    let json: serde_json::Value = serde_json::from_str(&command("json")).unwrap();
    let csv = command("csv");
    let mut lines = csv.lines();
    let head: Vec<&str> = lines.next().unwrap().split(',').collect();
    let at = |name: &str| head.iter().position(|one| *one == name).unwrap();
    let (id, side, low_to, high_from) = (at("question"), at("side"), at("low_to"), at("high_from"));
    let questions = json["releases"][0]["questions"].as_array().unwrap();
    let mut ends = 0;
    for line in lines {
        let cells: Vec<&str> = line.split(',').collect();
        let question = questions.iter().find(|one| one["id"] == cells[id]).unwrap();
        let said = question.to_string();
        if ["low", "high", "middle"].contains(&cells[side]) {
            ends += 1;
            assert!(
                said.contains(&format!("\"low_to\":{}", cells[low_to])),
                "{line}: {said}"
            );
            assert!(
                said.contains(&format!("\"high_from\":{}", cells[high_from])),
                "{line}: {said}"
            );
        } else {
            assert_eq!((cells[low_to], cells[high_from]), ("", ""), "{line}");
        }
    }
    assert!(ends > 4, "{csv}");
}

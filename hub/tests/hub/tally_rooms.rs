//! Tallies are the guide's: only the figures themselves, the count, the store and the guide's pages may name one.

use std::fs;
use std::path::{Path, PathBuf};

/// Who may name a tally, below `hub/src`. A folder stands for all that is in it.
const ALLOWED: [&str; 8] = [
    "figures",
    "rounds/count.rs",
    "rounds/counting.rs",
    "rounds/ending.rs",
    "store",
    "web/guide",
    // The guide's `results` on the command line.
    "cli/results.rs",
    "lib.rs",
];

/// The types of a tally, and the room they live in.
const NAMES: [&str; 4] = ["Tally", "QuestionTally", "figures::tally", "store.tally("];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// The names of a tally in a source, its comments aside, each as a whole word.
fn named(source: &str) -> Vec<&'static str> {
    let code: Vec<&str> = source
        .lines()
        .map(|line| line.split("//").next().unwrap_or(""))
        .collect();
    let code = code.join("\n");
    let is_word = |letter: Option<char>| letter.is_some_and(|letter| letter.is_alphanumeric() || letter == '_');
    let stands = |name: &str| {
        code.match_indices(name).any(|(at, _)| {
            let before = code[..at].chars().next_back();
            let after = code[at + name.len()..].chars().next();
            !is_word(before) && (name.ends_with('(') || !is_word(after))
        })
    };
    NAMES.into_iter().filter(|name| stands(name)).collect()
}

fn is_allowed(path: &str) -> bool {
    ALLOWED
        .iter()
        .any(|allowed| path == *allowed || path.starts_with(&format!("{allowed}/")))
}

#[test]
fn nobody_names_a_tally_but_the_guides_rooms() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    sources(&root, &mut found);
    assert!(found.len() > 50, "the sources were not found: {found:?}");
    let mut seen = 0;
    for file in found {
        let path = file.strip_prefix(&root).unwrap().to_string_lossy().into_owned();
        let names = named(&fs::read_to_string(&file).unwrap());
        seen += usize::from(!names.is_empty());
        assert!(names.is_empty() || is_allowed(&path), "{path} names {names:?}");
    }
    assert!(seen > 5, "a tally has another name now");
}

/// Who serves the pages, or sends what they show.
const SERVES: [&str; 4] = ["web/", "cli/serve.rs", "cli/send_plans.rs", "api/mod.rs"];

#[test]
fn nothing_below_the_pages_names_them() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    sources(&root, &mut found);
    let mut serve = 0;
    for file in found {
        let path = file.strip_prefix(&root).unwrap().to_string_lossy().into_owned();
        let source = fs::read_to_string(&file).unwrap();
        let code = source.split("#[cfg(test)]").next().unwrap();
        let names = code.contains("crate::web::");
        let may = SERVES.iter().any(|room| path.starts_with(room));
        assert!(!names || may, "{path} names a page");
        serve += usize::from(names && !path.starts_with("web/"));
    }
    assert_eq!(serve, 3, "whoever serves them names them");
}

#[test]
fn a_page_of_a_leader_that_named_a_tally_would_be_found_out() {
    assert_eq!(named("use crate::figures::tally::Tally;"), ["Tally", "figures::tally"]);
    assert_eq!(named("let tally = store.tally(id)?;"), ["store.tally("]);
    assert_eq!(named("// A Tally is the guide's.\nlet tallying = TallyPage;"), [""; 0]);
    for path in [
        "web/readers/result.rs",
        "web/home.rs",
        "api/manifest.rs",
        "cli/rounds.rs",
    ] {
        assert!(!is_allowed(path), "{path}");
    }
}

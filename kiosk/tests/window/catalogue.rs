//! The catalogues: every text of the pages in every language, and the pages without raw numbers.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

fn slint_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(slint_files(&path));
        } else if path.extension().is_some_and(|end| end == "slint") {
            files.push(path);
        }
    }
    files
}

/// The texts between the quotes that follow each `before`.
fn quoted(text: &str, before: &str) -> Vec<String> {
    text.split(before)
        .skip(1)
        .map(|rest| {
            let mut out = String::new();
            let mut letters = rest.chars();
            while let Some(letter) = letters.next() {
                match letter {
                    '"' => break,
                    '\\' => out.extend(letters.next()),
                    _ => out.push(letter),
                }
            }
            out
        })
        .collect()
}

#[test]
fn every_text_is_written_in_every_language_and_none_is_left_over() {
    let asked: BTreeSet<String> = slint_files(&root().join("ui"))
        .iter()
        .flat_map(|file| quoted(&std::fs::read_to_string(file).unwrap(), "@tr(\""))
        .collect();
    assert!(asked.len() > 100);
    for language in ["nn", "en"] {
        let path = root().join(format!(
            "../assets/translations/{language}/LC_MESSAGES/trykk-kiosk-ui.po"
        ));
        let catalogue = std::fs::read_to_string(path).unwrap();
        let ids: Vec<_> = quoted(&catalogue, "msgid \"")
            .into_iter()
            .filter(|id| !id.is_empty())
            .collect();
        let written: BTreeSet<String> = ids.iter().cloned().collect();
        assert_eq!(
            asked.difference(&written).collect::<Vec<_>>(),
            Vec::<&String>::new(),
            "missing in {language}"
        );
        assert_eq!(
            written.difference(&asked).collect::<Vec<_>>(),
            Vec::<&String>::new(),
            "left over in {language}"
        );
        for (id, text) in ids.iter().zip(quoted(&catalogue, "msgstr \"").iter().skip(1)) {
            assert!(!text.is_empty(), "{language}: {id}");
            for hole in ["{0}", "{1}", "{2}"] {
                assert_eq!(id.contains(hole), text.contains(hole), "{language}: {id}");
            }
        }
    }
}

#[test]
fn pages_hold_no_raw_sizes_and_colours() {
    for file in slint_files(&root().join("ui/pages")) {
        let text = std::fs::read_to_string(&file).unwrap();
        for (line, text) in (1..).zip(text.lines()) {
            let raw = text.match_indices("px").any(|(at, _)| {
                let number = text[..at]
                    .rsplit(|c: char| !c.is_ascii_digit() && c != '.')
                    .next()
                    .unwrap_or("");
                !number.is_empty() && number != "0"
            });
            let colour = text
                .split('#')
                .skip(1)
                .any(|rest| rest.starts_with(|c: char| c.is_ascii_hexdigit()));
            assert!(!raw && !colour, "{}:{line}: {text}", file.display());
        }
    }
}

//! Words that no text for people uses, each with the one to use instead: one word for one thing in three languages. What is held against
//! the list: the pages' texts, the tablet's pages and catalogues, decks, phases, categories and what research says.

use std::fs;
use std::path::{Path, PathBuf};

use trykk_shared::language::Language;

/// A word (`hub`), or how it begins (`urne*`), in one of the languages, and what is said instead.
/// What only its context forbids stands in no list, and is looked for by whoever reads the texts: "avdeling" of a ward (the level above is
/// called so), "enhet" of a tablet, "levere" of a tablet and "sende" of a person, and a sentence that begins with Trykk and reads as "press".
const NEVER: &[(Language, &str, &str)] = &[
    (Language::Nb, "runde*", "kartlegging"),
    (Language::Nb, "måling*", "kartlegging"),
    (Language::Nb, "device*", "nettbrett"),
    (Language::Nb, "hub", "Trykk-serveren"),
    (Language::Nb, "huben", "Trykk-serveren"),
    (Language::Nb, "forsegl*", "låse"),
    (Language::Nb, "urne*", "svarene, det som er lagret"),
    (Language::Nb, "lukk*", "stenge; slette svarene ulest"),
    (Language::Nb, "kodeord*", "passord, telleord"),
    (Language::Nb, "veileder*", "prosessveileder"),
    (Language::Nb, "admin*", "driftsansvarlig"),
    (Language::Nb, "score*", "tallspørsmål"),
    (Language::Nb, "bordscore*", "tall fra bordene"),
    (Language::Nb, "offentliggjør*", "publisere"),
    (Language::Nb, "nestemann", "Gi nettbrettet videre"),
    (Language::Nn, "runde*", "kartlegging"),
    (Language::Nn, "måling*", "kartlegging"),
    (Language::Nn, "device*", "nettbrett"),
    (Language::Nn, "hub", "Trykk-serveren"),
    (Language::Nn, "huben", "Trykk-serveren"),
    (Language::Nn, "forsegl*", "låse"),
    (Language::Nn, "urne*", "svara, det som er lagra"),
    (Language::Nn, "lukk*", "stengje; slette svara ulesne"),
    (Language::Nn, "kodeord*", "passord, teljeord"),
    (Language::Nn, "rettleiar*", "prosessrettleiar"),
    (Language::Nn, "veileder*", "prosessrettleiar"),
    (Language::Nn, "admin*", "driftsansvarleg"),
    (Language::Nn, "score*", "talspørsmål"),
    (Language::Nn, "bordscore*", "tal frå borda"),
    (Language::Nn, "offentleggjer*", "publisere"),
    (Language::Nn, "byrj*", "start"),
    (Language::En, "device*", "tablet"),
    (Language::En, "hub", "the Trykk server"),
    (Language::En, "seal*", "lock"),
    (Language::En, "deliver*", "hand in (people), send (tablets)"),
    (Language::En, "release*", "publish"),
    (Language::En, "releasing", "publish"),
    (Language::En, "guide", "process guide"),
    (Language::En, "guides", "process guides"),
    (Language::En, "admin", "administrator"),
    (Language::En, "admins", "administrators"),
    (Language::En, "score*", "number question"),
];

/// What people have to type as it stands.
const TYPED: &str = "\"score\"";

/// The words of a text, in small letters. `trykk-hub` is one of them.
fn words(text: &str) -> Vec<String> {
    let parts = text.split(|letter: char| !letter.is_alphanumeric() && letter != '-');
    parts.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

/// The words of a text that are never said, each with what is said instead.
fn find_never(language: Language, text: &str) -> Vec<String> {
    let words = words(&text.replace(TYPED, ""));
    let mut found = Vec::new();
    for (nth, word) in words.iter().enumerate() {
        let before = nth
            .checked_sub(1)
            .and_then(|nth| words.get(nth))
            .map_or("", String::as_str);
        for (of, never, instead) in NEVER {
            let is_it = match never.strip_suffix('*') {
                Some(beginning) => word.starts_with(beginning),
                None => word == never,
            };
            let is_whole = before == "process" && never.starts_with("guide");
            if *of == language && is_it && !is_whole {
                found.push(format!("{word:?}: say {instead:?}"));
            }
        }
    }
    found
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn files(folder: &Path, end: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder of texts") {
        let path = entry.expect("a file of texts").path();
        if path.is_dir() {
            found.extend(files(&path, end));
        } else if path.extension().is_some_and(|found| found == end) {
            found.push(path);
        }
    }
    found
}

/// What stands between the quotes after each `before`.
fn quoted(text: &str, before: &str) -> Vec<String> {
    let starts = text.split(before).skip(1);
    let until_quote = |rest: &str| {
        let mut escaped = false;
        let end = rest.find(|letter: char| {
            let ends = letter == '"' && !escaped;
            escaped = letter == '\\' && !escaped;
            ends
        });
        rest[..end.unwrap_or(rest.len())].to_owned()
    };
    starts.map(until_quote).collect()
}

/// Every text below `nb`, `nn` and `en` of a file of settings.
fn in_languages(value: &toml::Value, texts: &mut Vec<(Language, String)>) {
    match value {
        toml::Value::Table(table) => {
            for (key, value) in table {
                match (key.parse::<Language>(), value) {
                    (Ok(language), toml::Value::String(text)) => texts.push((language, text.clone())),
                    (Ok(language), toml::Value::Array(several)) => {
                        let several = several.iter().filter_map(toml::Value::as_str);
                        texts.extend(several.map(|text| (language, text.to_owned())));
                    }
                    _ => in_languages(value, texts),
                }
            }
        }
        toml::Value::Array(several) => several.iter().for_each(|value| in_languages(value, texts)),
        _ => {}
    }
}

#[track_caller]
fn refuse(whose: &str, texts: &[(Language, String)]) {
    assert!(texts.len() > 20, "{whose} has texts");
    let found: Vec<String> = texts
        .iter()
        .filter_map(|(language, text)| {
            let never = find_never(*language, text);
            (!never.is_empty()).then(|| format!("{language}: {} in {text:?}", never.join(", ")))
        })
        .collect();
    assert!(found.is_empty(), "{whose}:\n{}", found.join("\n"));
}

#[test]
fn the_list_finds_each_of_its_words_and_leaves_the_right_ones() {
    for (language, never, _) in NEVER {
        let word = never.replace('*', "");
        assert_eq!(find_never(*language, &format!("Se {word}, her.")).len(), 1, "{word}");
    }
    for (language, text) in [
        (
            Language::Nb,
            "Prosessveilederen stenger kartleggingen. Kjør «trykk-hub audit verify».",
        ),
        (
            Language::Nn,
            "Prosessrettleiaren stengjer kartlegginga, og ho blir ikkje lukka opp."
                .split(',')
                .next()
                .unwrap_or(""),
        ),
        (Language::En, "The process guides publish. Process guide."),
    ] {
        assert_eq!(find_never(language, text), Vec::<String>::new());
    }
}

#[test]
fn no_page_says_a_word_that_is_never_said() {
    let texts = super::every_text();
    let said = texts
        .iter()
        .flat_map(|(_, texts)| Language::ALL.into_iter().zip(*texts));
    let said: Vec<(Language, String)> = said.map(|(language, text)| (language, text.to_owned())).collect();
    refuse("the pages", &said);
}

#[test]
fn no_screen_of_the_tablet_says_a_word_that_is_never_said() {
    let mut texts = Vec::new();
    for file in files(&root().join("kiosk/ui"), "slint") {
        let text = fs::read_to_string(file).expect("a page of the tablet");
        texts.extend(quoted(&text, "@tr(\"").into_iter().map(|text| (Language::Nb, text)));
    }
    for language in [Language::Nn, Language::En] {
        let file = root().join(format!("assets/translations/{language}/LC_MESSAGES/trykk-kiosk-ui.po"));
        let text = fs::read_to_string(file).expect("a catalogue");
        texts.extend(quoted(&text, "\nmsgstr \"").into_iter().map(|text| (language, text)));
    }
    refuse("the tablet", &texts);
}

#[test]
fn no_deck_phase_category_or_card_says_a_word_that_is_never_said() {
    let mut texts = Vec::new();
    for folder in ["decks", "method", "codebook", "knowledge", "demo"] {
        for file in files(&root().join("assets").join(folder), "toml") {
            let text = fs::read_to_string(&file).expect("a file of texts");
            let value: toml::Value =
                toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
            in_languages(&value, &mut texts);
        }
    }
    refuse("what comes with Trykk", &texts);
}

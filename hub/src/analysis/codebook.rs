//! The codebook: what notes are sorted into, categories under main areas. Configuration; a hospital's own file takes the place of the one
//! that comes with Trykk. Read once, at the start.

use std::fmt;
use std::io;
use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;
use trykk_shared::kind::MAX_ID_BYTES;
use trykk_shared::language::{Language, Texts};

/// The file of the hospital's, in the hub's data folder.
pub const OWN_FILE: &str = "codebook.toml";
/// The codebook that comes with Trykk.
pub const BUILT_IN: &str = include_str!("../../../assets/codebook/trykk.toml");
/// What the keyboard does beside categories: save and go on, undo, mark to be passed on, leave for later.
pub const OTHER_KEYS: [char; 4] = ['n', 'u', 'v', 'j'];
/// The longest name of a category, a main area or the codebook, in characters.
const LONGEST_NAME: usize = 60;
/// The longest description, in characters.
const LONGEST_TEXT: usize = 200;
/// As many letters as are left for categories.
pub const MOST_CATEGORIES: usize = 22;

/// What notes are sorted into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Codebook {
    /// Its id.
    pub id: String,
    /// Its version: another one whenever something in it changed.
    pub version: u32,
    /// What it is called.
    pub name: Texts,
    /// The main areas, in order.
    pub areas: Vec<MainArea>,
}

/// A main area.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MainArea {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub name: Texts,
    /// Its categories, in order; never empty.
    pub categories: Vec<Category>,
}

/// A category.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Category {
    /// Its id, which a note is sorted with.
    pub id: String,
    /// The key of the keyboard that chooses it.
    pub key: char,
    /// What it is called.
    pub name: Texts,
    /// What belongs there.
    pub says: Texts,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    id: Spanned<String>,
    version: Spanned<i64>,
    name: Spanned<Texts>,
    #[serde(rename = "area", default)]
    areas: Vec<AreaInFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AreaInFile {
    id: Spanned<String>,
    name: Spanned<Texts>,
    #[serde(rename = "category", default)]
    categories: Vec<CategoryInFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CategoryInFile {
    id: Spanned<String>,
    key: Spanned<String>,
    name: Spanned<Texts>,
    says: Spanned<Texts>,
}

/// What is wrong with a line of a codebook.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {wrong}")]
pub struct Fault {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong there.
    pub wrong: Wrong,
}

/// What can be wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    /// It is no such file: a word is misspelt, missing, or one too many.
    #[error("{0}")]
    Unread(String),
    /// An id does not do.
    #[error("the id {0:?} does not do. Write it in small letters, digits and -, at most {MAX_ID_BYTES}")]
    Id(String),
    /// An id stands twice.
    #[error("the id {0:?} stands twice. Give one of the two another id")]
    Twice(String),
    /// The version does not do.
    #[error("the version {0} does not do. Count from 1 upwards")]
    Version(i64),
    /// A text is missing in a language, or too long.
    #[error("the text in {0} is missing or too long. Write it in nb, nn and en, with at most {1} characters")]
    Text(Language, usize),
    /// A key does not do.
    #[error("the key {0:?} does not do. Take one small letter from a to z that is none of {keys}", keys = other_keys())]
    Key(String),
    /// A key chooses two categories.
    #[error("the key {0:?} stands twice. Give one of the two another key")]
    KeyTwice(char),
    /// A main area has no category.
    #[error("the main area {0:?} has no category. Add an [[area.category]] below it, or leave it out")]
    Empty(String),
    /// There is no main area.
    #[error("there is no main area. Add an [[area]]")]
    NoArea,
}

fn other_keys() -> String {
    OTHER_KEYS.map(String::from).join(", ")
}

/// Every fault of a file, in the order of its lines; never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Faults(pub Vec<Fault>);

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<String> = self.0.iter().map(ToString::to_string).collect();
        f.write_str(&lines.join("\n"))
    }
}

impl std::error::Error for Faults {}

/// The faults found so far.
struct Check<'f> {
    file: &'f str,
    faults: Vec<Fault>,
    ids: Vec<String>,
    keys: Vec<char>,
}

impl Check<'_> {
    fn line(&self, at: &Range<usize>) -> usize {
        let before = self.file.get(..at.start).unwrap_or(self.file);
        before.matches('\n').count() + 1
    }

    fn fault(&mut self, at: &Range<usize>, wrong: Wrong) {
        let line = self.line(at);
        self.faults.push(Fault { line, wrong });
    }

    fn id(&mut self, id: Spanned<String>) -> String {
        let (at, id) = (id.span(), id.into_inner());
        let plain = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-';
        if !(1..=MAX_ID_BYTES).contains(&id.len()) || !id.bytes().all(plain) {
            self.fault(&at, Wrong::Id(id.clone()));
        } else if self.ids.contains(&id) {
            self.fault(&at, Wrong::Twice(id.clone()));
        }
        self.ids.push(id.clone());
        id
    }

    fn texts(&mut self, texts: Spanned<Texts>, most: usize) -> Texts {
        let (at, texts) = (texts.span(), texts.into_inner());
        for language in Language::ALL {
            let text = texts.0.get(&language).map_or("", |text| text.trim());
            if text.is_empty() || text.chars().count() > most {
                self.fault(&at, Wrong::Text(language, most));
            }
        }
        texts
    }

    fn key(&mut self, key: Spanned<String>) -> char {
        let (at, key) = (key.span(), key.into_inner());
        let letter = key
            .chars()
            .next()
            .filter(|one| one.is_ascii_lowercase() && key.len() == 1);
        match letter.filter(|letter| !OTHER_KEYS.contains(letter)) {
            None => {
                self.fault(&at, Wrong::Key(key));
                ' '
            }
            Some(letter) => {
                if self.keys.contains(&letter) {
                    self.fault(&at, Wrong::KeyTwice(letter));
                }
                self.keys.push(letter);
                letter
            }
        }
    }

    fn area(&mut self, area: AreaInFile) -> MainArea {
        let at = area.id.span();
        let id = self.id(area.id);
        if area.categories.is_empty() {
            self.fault(&at, Wrong::Empty(id.clone()));
        }
        MainArea {
            name: self.texts(area.name, LONGEST_NAME),
            categories: area.categories.into_iter().map(|one| self.category(one)).collect(),
            id,
        }
    }

    fn category(&mut self, category: CategoryInFile) -> Category {
        Category {
            id: self.id(category.id),
            key: self.key(category.key),
            name: self.texts(category.name, LONGEST_NAME),
            says: self.texts(category.says, LONGEST_TEXT),
        }
    }
}

impl Codebook {
    /// What a file says.
    ///
    /// # Errors
    /// Every fault with its line.
    pub fn read(file: &str) -> Result<Self, Faults> {
        let mut check = Check {
            file,
            faults: Vec::new(),
            ids: Vec::new(),
            keys: Vec::new(),
        };
        let read: File = toml::from_str(file).map_err(|error| {
            let line = check.line(&error.span().unwrap_or_default());
            let wrong = Wrong::Unread(error.message().to_owned());
            Faults(vec![Fault { line, wrong }])
        })?;
        let at = read.version.span();
        let version = u32::try_from(*read.version.get_ref()).unwrap_or(0);
        if version == 0 {
            check.fault(&at, Wrong::Version(*read.version.get_ref()));
        }
        let codebook = Codebook {
            id: check.id(read.id),
            version,
            name: check.texts(read.name, LONGEST_NAME),
            areas: read.areas.into_iter().map(|area| check.area(area)).collect(),
        };
        if codebook.areas.is_empty() {
            check.fault(&(0..0), Wrong::NoArea);
        }
        check.faults.sort_by_key(|fault| fault.line);
        if check.faults.is_empty() {
            Ok(codebook)
        } else {
            Err(Faults(check.faults))
        }
    }

    /// The codebook that comes with Trykk.
    pub fn built_in() -> Self {
        Codebook::read(BUILT_IN).expect("a test reads the file that is built in")
    }

    /// Every category, in order.
    pub fn categories(&self) -> impl Iterator<Item = &Category> {
        self.areas.iter().flat_map(|area| &area.categories)
    }

    /// The category with this id.
    pub fn category(&self, id: &str) -> Option<&Category> {
        self.categories().find(|one| one.id == id)
    }
}

/// The codebook in force, and what is wrong with the hospital's own file where the built-in one had to take its place.
#[derive(Clone, Debug)]
pub struct InForce {
    /// The codebook.
    pub codebook: Codebook,
    /// Why the hospital's own file is not used.
    pub fault: Option<String>,
}

impl InForce {
    /// The hospital's file if there is one and it can be read, else the one that comes with Trykk.
    pub fn of(own: Option<io::Result<String>>) -> Self {
        let built_in = |fault: Option<String>| InForce {
            codebook: Codebook::built_in(),
            fault,
        };
        match own.map(|file| file.map(|text| Codebook::read(&text))) {
            Some(Ok(Ok(codebook))) => InForce { codebook, fault: None },
            Some(Ok(Err(wrong))) => built_in(Some(wrong.to_string())),
            Some(Err(unreadable)) => built_in(Some(unreadable.to_string())),
            None => built_in(None),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;
    use trykk_shared::deck::Deck;

    use super::*;

    #[test]
    fn the_codebook_that_comes_with_trykk_has_the_themes_of_its_decks() {
        let codebook = Codebook::built_in();
        for file in [
            include_str!("../../../assets/decks/station.toml"),
            include_str!("../../../assets/decks/table.toml"),
            include_str!("../../../assets/decks/station-2.toml"),
            include_str!("../../../assets/decks/table-3.toml"),
        ] {
            for theme in Deck::read(file).unwrap().themes {
                let category = codebook.category(&theme.id);
                let category = category.unwrap_or_else(|| panic!("no category {}", theme.id));
                assert_eq!(category.name, theme.name, "{}", theme.id);
            }
        }
        let keys: BTreeSet<char> = codebook.categories().map(|one| one.key).collect();
        assert_eq!(keys.len(), codebook.categories().count());
        assert!(keys.len() <= MOST_CATEGORIES && MOST_CATEGORIES + OTHER_KEYS.len() == 26);
        let text = BUILT_IN.to_lowercase();
        assert!(!text.contains("sykefravær") && !text.contains("sjukefråvær") && !text.contains("absence"));
    }

    #[test]
    fn every_fault_is_named_with_its_line() {
        let line = |sought: &str| BUILT_IN.lines().position(|line| line.contains(sought)).unwrap() + 1;
        let read = |from: &str, to: &str| Codebook::read(&BUILT_IN.replacen(from, to, 1)).unwrap_err().0;
        let one = |line, wrong| vec![Fault { line, wrong }];
        let key_line = line("key = \"h\"");
        assert_eq!(read("key = \"h\"", "key = \"s\""), one(key_line, Wrong::KeyTwice('s')));
        for bad in ["n", "u", "v", "j", "A", "1", "", "hh", "ø"] {
            let found = read("key = \"h\"", &format!("key = \"{bad}\""));
            assert_eq!(found, one(key_line, Wrong::Key(bad.to_owned())));
        }
        let tone = line("id = \"tone\"");
        assert_eq!(read("id = \"tone\"", "id = \"roles\"")[0].line, line("id = \"roles\""));
        assert_eq!(
            read("id = \"tone\"", "id = \"Tone\""),
            one(tone, Wrong::Id("Tone".to_owned()))
        );
        assert_eq!(
            read("version = 1", "version = 0"),
            one(line("version = 1"), Wrong::Version(0))
        );
        let long = format!("en = \"{}\"", "x".repeat(LONGEST_TEXT + 1));
        let says = read(
            "en = \"Praise, thanks and feedback from colleagues, leader and patients.\"",
            &long,
        );
        assert_eq!(
            says,
            one(line("Praise, thanks"), Wrong::Text(Language::En, LONGEST_TEXT))
        );
        let unread = read("says = { nb = \"Ros", "say = { nb = \"Ros");
        assert!(
            unread[0].line > 1 && matches!(unread[0].wrong, Wrong::Unread(_)),
            "{unread:?}"
        );
        let missing = read(", nn = \"Å bli sett\"", "");
        assert_eq!(
            missing,
            one(line("\"Å bli sett\""), Wrong::Text(Language::Nn, LONGEST_NAME))
        );
        let (head, _) = BUILT_IN.split_once("[[area]]").unwrap();
        assert_eq!(Codebook::read(head).unwrap_err().0, one(1, Wrong::NoArea));
        let (first, _) = BUILT_IN.split_once("[[area.category]]").unwrap();
        let empty = Codebook::read(first).unwrap_err();
        assert_eq!(
            empty.0,
            one(line("id = \"together\""), Wrong::Empty("together".to_owned()))
        );
        assert!(
            empty
                .to_string()
                .starts_with(&format!("line {}: the main area", line("id = \"together\"")))
        );
    }

    #[test]
    fn the_hospitals_own_file_wins_and_one_that_cannot_be_read_is_said() {
        let own = BUILT_IN.replace("id = \"trykk\"", "id = \"ours\"");
        assert_eq!(InForce::of(Some(Ok(own))).codebook.id, "ours");
        let faulty = InForce::of(Some(Ok("id = 3".to_owned())));
        assert_eq!(faulty.codebook, Codebook::built_in());
        assert!(faulty.fault.unwrap().starts_with("line 1: "));
        assert_eq!(InForce::of(None).fault, None);
        assert_eq!(
            InForce::of(Some(Err(io::Error::other("no right")))).fault.unwrap(),
            "no right"
        );
    }

    proptest! {
        /// Whatever a line is replaced by, a file is read or refused with lines that it has.
        #[test]
        fn no_file_is_read_halfway(at in 0..BUILT_IN.lines().count(), text in "[a-z\\[\\]={}\" ]{0,20}") {
            let lines: Vec<&str> = BUILT_IN.lines().enumerate().map(|(nth, line)| if nth == at { &text } else { line }).collect();
            match Codebook::read(&lines.join("\n")) {
                Ok(codebook) => prop_assert!(codebook.areas.iter().all(|area| !area.categories.is_empty())),
                Err(faults) => {
                    prop_assert!(!faults.0.is_empty());
                    prop_assert!(faults.0.iter().all(|fault| (1..=lines.len()).contains(&fault.line)));
                }
            }
        }
    }
}

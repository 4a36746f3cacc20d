//! Managed settings: what whoever looks after many tablets decides for all of them, in one file that the tablet only reads.
//! What stands in it wins over what was set on the tablet.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use trykk_shared::address::HubAddress;
use trykk_shared::language::Language;

/// Where they lie when nothing else is said.
pub const FILE: &str = "/etc/trykk/kiosk.toml";
/// Nothing is drawn smaller than this share of what the screen has room for.
const SMALLEST_SCALE: f32 = 0.5;

/// What is decided for the tablet.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Managed {
    /// The hub's address, `host:port`: the tablet is enrolled with no other.
    pub hub: Option<String>,
    /// The languages that are offered, as far as the deck has them, in this order; empty: all of the deck's.
    pub languages: Vec<Language>,
    /// How large everything is, of what the screen has room for: 1 fills it.
    pub scale: f32,
}

impl Default for Managed {
    fn default() -> Self {
        Managed {
            hub: None,
            languages: Vec::new(),
            scale: 1.0,
        }
    }
}

/// Why the managed settings cannot be used. The tablet does not start with half of them.
#[derive(Debug, thiserror::Error)]
pub enum ManagedError {
    /// The file cannot be read.
    #[error("the managed settings {0} cannot be read ({1}); mend the path or its permissions")]
    Unreadable(PathBuf, io::Error),
    /// Something in it is not understood.
    #[error("the managed settings {0} are not understood: {1}")]
    Wrong(PathBuf, String),
}

impl Managed {
    /// Reads them from `path`, or where they usually lie: there none may be.
    ///
    /// # Errors
    /// Names what is wrong, and where.
    pub fn read(path: Option<&Path>) -> Result<Self, ManagedError> {
        let usual = Path::new(FILE);
        let from = path.unwrap_or(usual);
        match fs::read_to_string(from) {
            Ok(text) => Self::parse(&text).map_err(|why| ManagedError::Wrong(from.to_owned(), why)),
            Err(error) if error.kind() == io::ErrorKind::NotFound && path.is_none() => Ok(Managed::default()),
            Err(error) => Err(ManagedError::Unreadable(from.to_owned(), error)),
        }
    }

    fn parse(text: &str) -> Result<Self, String> {
        let mut managed: Managed = toml::from_str(text).map_err(|error| error.to_string())?;
        if let Some(hub) = &managed.hub {
            let address: HubAddress = hub.parse().map_err(|error| format!("hub: {error}"))?;
            managed.hub = Some(address.to_string());
        }
        if !(SMALLEST_SCALE..=1.0).contains(&managed.scale) {
            return Err(format!(
                "scale: {} lies outside {SMALLEST_SCALE} to 1; 1 fills the screen",
                managed.scale
            ));
        }
        for (nth, language) in managed.languages.iter().enumerate() {
            if managed.languages[..nth].contains(language) {
                return Err(format!("languages: {language} stands there twice"));
            }
        }
        Ok(managed)
    }

    /// Of the languages that are `offered`, those that are left, in the order decided for the tablet. A deck that has none of
    /// them keeps its own: nobody meets an empty page.
    pub fn choose(&self, offered: &[Language]) -> Vec<Language> {
        let chosen: Vec<Language> = self
            .languages
            .iter()
            .copied()
            .filter(|language| offered.contains(language))
            .collect();
        if chosen.is_empty() { offered.to_vec() } else { chosen }
    }

    /// Whether the tablet may be enrolled with this hub.
    pub fn allows(&self, address: &str) -> bool {
        self.hub.as_deref().is_none_or(|hub| hub == address)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_decided_is_read_and_everything_else_is_named() {
        let managed = Managed::parse("hub = \"hub.example.org:8443\"\nlanguages = [\"nn\", \"en\"]\nscale = 0.8\n");
        let managed = managed.unwrap();
        assert!(managed.allows("hub.example.org:8443") && !managed.allows("other.example.org:8443"));
        assert_eq!(managed.languages, [Language::Nn, Language::En]);
        assert_eq!(Managed::parse("").unwrap(), Managed::default());
        for (text, part) in [
            ("colour = \"red\"", "colour"),
            ("hubb = \"hub:8443\"", "hubb"),
            ("scale = 1.5", "scale: 1.5"),
            ("scale = nan", "scale"),
            ("scale = \"large\"", "scale"),
            ("languages = [\"se\"]", "se"),
            ("languages = [\"nb\", \"nb\"]", "languages: nb stands there twice"),
            ("hub = \"https://hub\"", "hub"),
        ] {
            let why = Managed::parse(text).unwrap_err();
            assert!(why.contains(part), "{text}: {why}");
        }
    }

    proptest! {
        #[test]
        fn only_offered_languages_are_left_and_never_none(
            wanted in prop::sample::subsequence(Language::ALL.to_vec(), 0..=3).prop_shuffle(),
            offered in prop::sample::subsequence(Language::ALL.to_vec(), 1..=3).prop_shuffle(),
        ) {
            let managed = Managed { languages: wanted.clone(), ..Managed::default() };
            let chosen = managed.choose(&offered);
            prop_assert!(!chosen.is_empty());
            prop_assert!(chosen.iter().all(|language| offered.contains(language)));
            let both = wanted.iter().any(|language| offered.contains(language));
            prop_assert!(!both || chosen.iter().all(|language| wanted.contains(language)));
        }
    }
}

//! Managed settings: what whoever looks after many tablets decides for all of them, in one file that the tablet only reads.
//! What stands in it wins over what was set on the tablet.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Deserializer, de};
use trykk_shared::address::{AddressError, AddressErrorKind, HubAddress};
use trykk_shared::enrolment::{Link, LinkError};
use trykk_shared::language::Language;
use trykk_shared::pin::PinHash;

use crate::sticks::PLACES;

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
    /// The link by which the window enrols a tablet that belongs to no ward yet, once there is a network. One that is enrolled does nothing with it.
    #[serde(deserialize_with = "read_link")]
    pub link: Option<Link>,
    /// The languages that are offered, as far as the deck has them, in this order; empty: all of the deck's.
    pub languages: Vec<Language>,
    /// How large everything is, of what the screen has room for: 1 fills it.
    pub scale: f32,
    /// What is kept of the staff menu's PIN, in place of the ward's own.
    pub pin_hash: Option<PinHash>,
    /// When the screen is dark while nobody answers, as `22:00-05:30`.
    pub quiet_hours: Option<QuietHours>,
    /// Where sticks are mounted, where that is not in `/media` or `/run/media`.
    pub stick: Option<PathBuf>,
    /// Whether a button on each screen of a sheet reads it aloud, where the tablet can.
    pub read_aloud: bool,
}

impl Default for Managed {
    fn default() -> Self {
        Managed {
            hub: None,
            link: None,
            languages: Vec::new(),
            scale: 1.0,
            pin_hash: None,
            quiet_hours: None,
            stick: None,
            read_aloud: false,
        }
    }
}

fn read_link<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Link>, D::Error> {
    let link = String::deserialize(from)?.parse().map_err(|error| match error {
        // Without the address: it may be the code.
        LinkError::Address(error) => de::Error::custom(error.why),
        error => de::Error::custom(error),
    })?;
    Ok(Some(link))
}

/// Hours of every day, in minutes since midnight where the tablet stands; over midnight where they end before they begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct QuietHours {
    from: u16,
    to: u16,
}

impl QuietHours {
    /// Whether this minute of the day lies in them.
    pub fn covers(&self, minute: u16) -> bool {
        match self.from <= self.to {
            true => (self.from..self.to).contains(&minute),
            false => minute >= self.from || minute < self.to,
        }
    }
}

/// What is written is no hours of the day.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("these are no hours of the day; write them like 22:00-05:30")]
pub struct QuietHoursError;

impl TryFrom<String> for QuietHours {
    type Error = QuietHoursError;

    fn try_from(text: String) -> Result<Self, QuietHoursError> {
        let minute = |part: &str| {
            let (hour, minute) = part.trim().split_once(':')?;
            let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
            (hour < 24 && minute < 60).then_some(hour * 60 + minute)
        };
        let hours = text.split_once('-').and_then(|(from, to)| {
            let (from, to) = (minute(from)?, minute(to)?);
            // A whole day is none: nobody would see the screen.
            (from != to).then_some(QuietHours { from, to })
        });
        hours.ok_or(QuietHoursError)
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
    Wrong(PathBuf, WrongSetting),
}

/// Where something is not understood, and why. Without the line itself: the journal would keep the link that stands in it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}{}: {why}", if .name.is_empty() { String::new() } else { format!(", {}", .name) })]
pub struct NotUnderstood {
    line: usize,
    name: String,
    why: String,
}

impl NotUnderstood {
    fn of(text: &str, error: &toml::de::Error) -> Self {
        let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or("");
        let line = before.matches('\n').count();
        let written = text.lines().nth(line).unwrap_or("");
        let name = written.split_once('=').map_or("", |(name, _)| name.trim());
        let is_name = name
            .chars()
            .all(|letter| letter.is_ascii_lowercase() || "_-".contains(letter));
        // These quote the value: a PIN without its quotes, say.
        let quotes = ["invalid type", "invalid value", "invalid length", "unknown variant"];
        let message = error.message();
        let expected = message.rsplit_once(", expected ").map(|(_, expected)| expected);
        let why = match (quotes.iter().any(|quote| message.starts_with(quote)), expected) {
            (true, Some(expected)) => format!("it takes {expected}"),
            (true, None) => String::from("it takes another kind of value; see docs/tablet.md"),
            (false, _) if message.starts_with("unknown field") => match expected {
                Some(known) => format!("there is no such setting, but {known}"),
                None => String::from("there is no such setting"),
            },
            (false, _) => message.to_owned(),
        };
        NotUnderstood {
            line: line + 1,
            name: if is_name { name.to_owned() } else { String::new() },
            why,
        }
    }
}

/// What is not understood in the managed settings, with the name of the setting.
#[derive(Debug, thiserror::Error)]
pub enum WrongSetting {
    /// It is no TOML, or has a name that is none of ours, or a value that is not understood.
    #[error(transparent)]
    Toml(NotUnderstood),
    /// The hub's address is none. What stands there is not said: it may be the link, with its code.
    #[error("hub: {why}; write one like hub.example.org:8443")]
    Hub {
        /// What is wrong with it.
        why: AddressErrorKind,
    },
    /// The link is one of another hub than the tablet may be enrolled with.
    #[error("link: it is one of {0}, and hub says {1}; correct one of the two")]
    OtherHub(String, String),
    /// Everything is drawn too small, or larger than the screen.
    #[error("scale: {0} lies outside {SMALLEST_SCALE} to 1; 1 fills the screen")]
    Scale(f32),
    /// A language is offered twice.
    #[error("languages: {0} stands there twice")]
    LanguageTwice(Language),
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

    fn parse(text: &str) -> Result<Self, WrongSetting> {
        let read = toml::from_str(text);
        let mut managed: Managed = read.map_err(|error| WrongSetting::Toml(NotUnderstood::of(text, &error)))?;
        if let Some(hub) = &managed.hub {
            let read: Result<HubAddress, AddressError> = hub.parse();
            let address = read.map_err(|error| WrongSetting::Hub { why: error.why })?;
            managed.hub = Some(address.to_string());
        }
        if let (Some(link), Some(hub)) = (&managed.link, &managed.hub)
            && link.address != *hub
        {
            return Err(WrongSetting::OtherHub(link.address.clone(), hub.clone()));
        }
        if !(SMALLEST_SCALE..=1.0).contains(&managed.scale) {
            return Err(WrongSetting::Scale(managed.scale));
        }
        for (nth, language) in managed.languages.iter().enumerate() {
            if managed.languages[..nth].contains(language) {
                return Err(WrongSetting::LanguageTwice(*language));
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

    /// In which folders sticks are mounted.
    pub fn sticks(&self) -> Vec<PathBuf> {
        match &self.stick {
            Some(place) => vec![place.clone()],
            None => PLACES.map(PathBuf::from).to_vec(),
        }
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
        let linked =
            Managed::parse("hub = \"hub.example.org\"\nlink = \"hub.example.org/7K3M-Q2XA-90TD-VW4F\"\n").unwrap();
        assert_eq!(linked.link.unwrap().address, "hub.example.org:8443");
        assert!(Managed::parse("read_aloud = true").unwrap().read_aloud && !Managed::default().read_aloud);
        for (text, part) in [
            ("colour = \"red\"", "colour"),
            ("hubb = \"hub:8443\"", "hubb"),
            ("scale = 1.5", "scale: 1.5"),
            ("scale = nan", "scale"),
            ("scale = \"large\"", "scale"),
            ("languages = [\"se\"]", "it takes one of"),
            ("languages = [\"nb\", \"nb\"]", "languages: nb stands there twice"),
            ("hub = \"https://hub\"", "hub"),
            ("link = \"hub.example.org\"", "not an enrolment link"),
            (
                "hub = \"a.example.org\"\nlink = \"b.example.org/7K3M-Q2XA-90TD-VW4F\"",
                "link: it is one of b.example.org:8443",
            ),
            ("pin_hash = \"428317\"", "not a hash of a PIN"),
            ("quiet_hours = \"22-05\"", "no hours of the day"),
            ("quiet_hours = \"24:00-05:00\"", "no hours of the day"),
            ("quiet_hours = \"07:00-07:00\"", "no hours of the day"),
            ("rotation = 90", "rotation"),
            ("read_aloud = \"yes\"", "read_aloud"),
            ("read-aloud = true", "read-aloud"),
        ] {
            let why = Managed::parse(text).unwrap_err().to_string();
            assert!(why.contains(part), "{text}: {why}");
        }
        // Nothing of a link that is mistyped is said again: the journal would keep it.
        for line in [
            "link = \"hub.example.org/9XQ2-M3KA-90TD\"",
            "link = \"hub.example.org/9XQ2-M3KA",
            "link \"hub.example.org/9XQ2-M3KA-90TD-VW4F\"",
            "\"hub.example.org/9XQ2-M3KA-90TD-VW4F\" = 1",
            "9XQ2-M3KA-90TD-VW4F = 1",
            "link = \"hub.example.org:9XQ2-M3KA-90TD-VW4F/x\"",
            "link = \"trykk://hub.example.org:9XQ2-M3KA-90TD-VW4F/med-1?ca=1&code=9XQ2-M3KA-90TD-VW4F\"",
            // In another setting's place.
            "hub = \"hub.example.org/9XQ2-M3KA-90TD-VW4F\"",
            "hub = \"trykk://hub.example.org:8443?code=9XQ2-M3KA-90TD-VW4F\"",
            "scale = \"hub.example.org/9XQ2-M3KA-90TD-VW4F\"",
            "stick = [\"9XQ2-M3KA-90TD-VW4F\"]",
            "languages = [\"9XQ2-M3KA-90TD-VW4F\"]",
            "quiet_hours = \"9XQ2-M3KA-90TD-VW4F\"",
            "pin_hash = \"9XQ2-M3KA-90TD-VW4F\"",
            // A PIN without its quotes, or unhashed.
            "pin_hash = 428317",
            "pin_hash = \"428317\"",
        ] {
            let why = Managed::parse(&format!("read_aloud = true\n{line}\n"))
                .unwrap_err()
                .to_string();
            assert!(!why.contains("9XQ2") && !why.contains("428317"), "{why}");
            assert!(why.starts_with("line 2") || why.starts_with("hub: "), "{why}");
        }
    }

    #[test]
    fn quiet_hours_are_read_and_the_places_of_sticks_too() {
        let managed = Managed::parse("quiet_hours = \"22:00-05:30\"\nstick = \"/mnt/stick\"\n").unwrap();
        assert_eq!(managed.sticks(), [PathBuf::from("/mnt/stick")]);
        let quiet = managed.quiet_hours.unwrap();
        let covered: Vec<bool> = [21 * 60 + 59, 22 * 60, 0, 5 * 60 + 29, 5 * 60 + 30, 12 * 60]
            .into_iter()
            .map(|minute| quiet.covers(minute))
            .collect();
        assert_eq!(covered, [false, true, true, true, false, false]);
    }

    proptest! {
        /// Each minute of the day lies in the hours or in those that are left, and in both never.
        #[test]
        fn hours_and_what_is_left_of_the_day_are_the_whole_day(from in 0_u16..1440, to in 0_u16..1440, minute in 0_u16..1440) {
            prop_assume!(from != to);
            let write = |from: u16, to: u16| format!("{:02}:{:02}-{:02}:{:02}", from / 60, from % 60, to / 60, to % 60);
            let hours = QuietHours::try_from(write(from, to)).unwrap();
            let left = QuietHours::try_from(write(to, from)).unwrap();
            prop_assert!(hours.covers(minute) != left.covers(minute));
        }

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

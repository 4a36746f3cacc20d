//! What a tablet knows besides its envelopes: where it belongs, what the hub last said, when it next delivers.
//! Nothing in it comes from an answer.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use trykk_shared::counted::CountNumber;
use trykk_shared::ids::BoxId;
use trykk_shared::protocol::{Manifest, TabletTrouble};
use trykk_shared::refusal::Refusal;
use trykk_shared::seal::SealingKey;
use trykk_shared::waiting::Waiting;
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::durable;
use crate::hub_time::HubTime;

/// The settings' file in the data folder.
pub const FILE: &str = "tablet.json";

/// How long the sum behind the settings is, with a line end on each side.
const SUM_BYTES: usize = 66;

/// Everything a tablet remembers besides its envelopes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Where the tablet belongs, once enrolled.
    pub enrolment: Option<Enrolment>,
    /// What the hub last said.
    pub manifest: Option<Manifest>,
    /// What the tablet shows the hub at its next contact: a copy of it is noticed by it.
    pub contact: Option<Token>,
    /// What is known of the hub's time.
    pub hub_time: Option<HubTime>,
    /// How many seconds the hub's clock was ahead of the tablet's, as tablets kept it before they kept `hub_time`.
    #[serde(skip_serializing)]
    pub hub_ahead: i64,
    /// When the tablet next delivers, in the tablet's own time. Drawn beforehand, so that it follows from nothing.
    pub next_slot: Option<i64>,
    /// Per box: the hub's life in which everything marked as sent was delivered.
    pub delivered_in: BTreeMap<BoxId, String>,
    /// The same for all boxes at once, as tablets kept it before: one box that the hub refused held the others up.
    #[serde(skip_serializing)]
    pub delivered_to: Option<String>,
    /// The key of each box, as it was when the tablet first saw it: a box whose key changes is another box.
    pub pinned_keys: BTreeMap<BoxId, SealingKey>,
    /// What each box asked when the tablet first saw it, as a digest: one that asks something else is another box.
    pub pinned_questions: BTreeMap<BoxId, String>,
    /// The newest protocol that this hub has spoken: whoever speaks an older one later is not believed.
    pub newest_protocol: u16,
    /// Boxes that have asked for start codes.
    pub asked_for_codes: BTreeSet<BoxId>,
    /// Per box: the salts of lists of start codes that another has replaced here, as hexadecimal digits: which of their codes were used is
    /// forgotten, so none of them is good any more.
    pub replaced_codes: BTreeMap<BoxId, BTreeSet<String>>,
    /// Boxes of which the tablet has heard that they are closed for good.
    pub closed_for_good: BTreeSet<BoxId>,
    /// Per box: how many envelopes the hub holds under an earlier enrolment of this tablet.
    pub held_elsewhere: BTreeMap<BoxId, u64>,
    /// Boxes for which something on this tablet came too late, with the round's id.
    pub too_late: BTreeMap<BoxId, String>,
    /// Per box: what the tablet found when it looked for its envelopes in the count.
    pub count_checks: BTreeMap<BoxId, Checked>,
    /// Counts whose lists were not to be had, and since when by the hub's clock: what the tablet holds of them is kept meanwhile.
    pub unlooked: BTreeMap<BoxId, i64>,
    /// Boxes of which the tablet has forgotten its envelopes, as far as the hub still tells of them: it finds nothing anew in their counts.
    pub forgotten: BTreeSet<BoxId>,
    /// Per box: what troubled the tablet while it took answers for it. The hub is told.
    pub troubles: BTreeMap<BoxId, BTreeSet<TabletTrouble>>,
    /// How many damaged files of the envelope store were kept aside when that was last noted: one more was not told to the hub yet.
    pub damage_noted: Option<u32>,
    /// Whether the envelope store's file has been there: one that is gone is lost then, with what waited in it.
    pub has_store: bool,
    /// Whether answers may be lost that it knew no box of: it was enrolled again, and has not heard from the hub since.
    pub loss_untold: bool,
    /// How many wrong start codes were typed, halved at every slot: each makes the next try slower.
    pub wrong_codes: u8,
    /// The slot in which half of them were forgotten last, counted from 1970.
    pub forgiven_in: i64,
    /// How many wrong PINs of the staff menu were typed since the last right one: each makes the next try slower.
    pub wrong_pins: u8,
    /// When the hub last answered, in the tablet's own time.
    pub last_heard: Option<i64>,
    /// Why the last attempt to talk to the hub failed, if it did.
    pub last_problem: Option<String>,
    /// The same as one of the reasons that people are told.
    pub obstacle: Option<Waiting>,
    /// Per box: why the hub refused something of it in the last slot.
    pub refused: BTreeMap<BoxId, BTreeSet<Refusal>>,
}

/// What a tablet found when it looked for its envelopes in a count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checked {
    /// The number of the count.
    pub number: CountNumber,
    /// Whether all that the tablet held was in it.
    pub whole: bool,
}

/// Where a tablet belongs.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Enrolment {
    /// The hub's address, `host:port`.
    pub address: String,
    /// The fingerprint of the hub's own CA.
    pub fingerprint: String,
    /// The tablet's id.
    pub tablet: String,
    /// The ward's id.
    pub ward: String,
    /// The device token.
    pub token: Token,
}

impl fmt::Debug for Enrolment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Enrolment({} at {})", self.tablet, self.address)
    }
}

/// The device token: it lets the tablet deliver, and nothing else.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
#[serde(transparent)]
pub struct Token(pub String);

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(..)")
    }
}

impl Settings {
    /// Reads the settings in `folder`, empty ones if there are none. A damaged file is moved aside and kept.
    ///
    /// # Errors
    /// As the disk gives them.
    pub fn open(folder: &Path) -> io::Result<(Self, Option<PathBuf>)> {
        let path = folder.join(FILE);
        durable::clear_unfinished(&path)?;
        match fs::read(&path) {
            Ok(text) => match check_sum(&text).and_then(|json| serde_json::from_slice::<Settings>(json).ok()) {
                Some(settings) => Ok((settings.taken_up(), None)),
                None => Ok((Settings::default(), Some(durable::set_aside(&path)?))),
            },
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok((Settings::default(), None)),
            Err(error) => Err(error),
        }
    }

    /// Reads the settings in `folder`, empty ones if there are none, and changes nothing there.
    ///
    /// # Errors
    /// As the disk gives them, and where the file is damaged.
    pub fn read(folder: &Path) -> io::Result<Self> {
        match fs::read(folder.join(FILE)) {
            Ok(text) => check_sum(&text)
                .and_then(|json| serde_json::from_slice::<Settings>(json).ok())
                .map(Settings::taken_up)
                .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, format!("{FILE} is damaged"))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Settings::default()),
            Err(error) => Err(error),
        }
    }

    /// What an older program has kept, as it is kept now.
    fn taken_up(mut self) -> Self {
        if let (None, Some(manifest)) = (&self.hub_time, &self.manifest) {
            self.hub_time = Some(HubTime {
                seconds: manifest.now,
                ahead: self.hub_ahead,
                passed: 0,
                start: None,
                or_later: false,
            });
        }
        self.hub_ahead = 0;
        // Without a life of its own a box is sent again once, and the hub knows it.
        self.delivered_to = None;
        self
    }

    /// Writes the settings, durably.
    ///
    /// # Errors
    /// As the disk gives them; then the old ones still stand.
    pub fn save(&self, folder: &Path) -> io::Result<()> {
        let mut text = serde_json::to_vec_pretty(self).map_err(io::Error::other)?;
        let sum = sum(&text);
        text.extend_from_slice(sum.as_bytes());
        durable::replace(&folder.join(FILE), &text)
    }
}

/// What stands behind the settings, so that a flipped bit is noticed: one in a box's key would seal every answer to
/// nobody.
fn sum(json: &[u8]) -> String {
    let digest = ring::digest::digest(&ring::digest::SHA256, json);
    format!("\n{}\n", data_encoding::HEXLOWER.encode(digest.as_ref()))
}

/// The settings in a file, if they are as they were written.
fn check_sum(text: &[u8]) -> Option<&[u8]> {
    let (json, found) = text.split_at_checked(text.len().checked_sub(SUM_BYTES)?)?;
    (found == sum(json).as_bytes()).then_some(json)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn how_far_the_hub_was_ahead_is_taken_up_from_an_older_tablet() {
        let folder = tempfile::tempdir().unwrap();
        let manifest = json!({
            "protocol": 1, "incarnation": "first", "now": 1_790_000_000_i64, "ward": { "id": "med-1", "name": "Med 1" },
            "tablet": "tablet-1", "time_zone": "Europe/Oslo", "slot_seconds": 3600, "boxes": [],
        });
        let mut text = serde_json::to_vec(&json!({ "manifest": manifest, "hub_ahead": 86_400 })).unwrap();
        let sum = sum(&text);
        text.extend_from_slice(sum.as_bytes());
        fs::write(folder.path().join(FILE), text).unwrap();
        let (settings, damaged) = Settings::open(folder.path()).unwrap();
        assert_eq!(damaged, None);
        let known = settings.hub_time.as_ref().unwrap();
        assert_eq!(
            (known.seconds, known.ahead, known.start.as_ref()),
            (1_790_000_000, 86_400, None)
        );
        settings.save(folder.path()).unwrap();
        let text = fs::read_to_string(folder.path().join(FILE)).unwrap();
        assert!(!text.contains("hub_ahead"), "{text}");
        assert_eq!(Settings::open(folder.path()).unwrap().0, settings);
    }
}

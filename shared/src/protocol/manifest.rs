//! What a tablet should show and do: the boxes that it may answer into, and where it stands.

use serde::{Deserialize, Serialize};

use crate::board::{self, ForStaff};
use crate::counted::CountNumber;
use crate::deck::{Deck, Mode};
use crate::ids::BoxId;
use crate::language::Texts;
use crate::seal::SealingKey;
use crate::start_code::CodeList;

/// How long after its closing a box is closed for good, in seconds. Until then it can be opened again.
pub const CLOSED_FOR_GOOD_AFTER_SECONDS: i64 = 3600;

/// The header in which a tablet shows the [`Manifest::contact`] that it was given last.
pub const CONTACT_HEADER: &str = "trykk-contact";

/// The longest name of an organisation, a department or a ward, in characters.
pub const MAX_PLACE_NAME_CHARS: usize = 60;
/// The longest text that says where to turn with something urgent, in characters.
pub const MAX_URGENT_CHARS: usize = 240;
/// On how many lines that may stand.
pub const MAX_URGENT_LINES: usize = 3;
/// The longest single word in those, in characters.
pub const MAX_PLACE_WORD_CHARS: usize = 40;

/// The state of a box, as the hub tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum BoxState {
    /// Answers are taken.
    Open,
    /// No new answers; what waits on tablets is still taken. See [`BoxInfo::closed_for_good`].
    Closed,
    /// Counted; nothing more is taken. Tablets keep their envelopes until the release, should the count be lost.
    Counted,
    /// Published; the key shares are destroyed. Tablets forget.
    Released,
    /// Closed without being opened, for good. Tablets forget.
    ClosedUnread,
}

impl BoxState {
    /// As stored and shown.
    pub fn name(self) -> &'static str {
        match self {
            BoxState::Open => "open",
            BoxState::Closed => "closed",
            BoxState::Counted => "counted",
            BoxState::Released => "released",
            BoxState::ClosedUnread => "closed-unread",
        }
    }

    /// The state stored as `name`.
    pub fn from_name(name: &str) -> Option<Self> {
        use BoxState::{Closed, ClosedUnread, Counted, Open, Released};
        [Open, Closed, Counted, Released, ClosedUnread]
            .into_iter()
            .find(|state| state.name() == name)
    }

    /// Whether the hub still takes envelopes.
    pub fn takes_envelopes(self) -> bool {
        matches!(self, BoxState::Open | BoxState::Closed)
    }

    /// Whether tablets may forget their envelopes.
    pub fn is_over(self) -> bool {
        matches!(self, BoxState::Released | BoxState::ClosedUnread)
    }
}

/// A ward by id and name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WardName {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// What a tablet should show and do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Manifest {
    /// The protocol version both speak.
    pub protocol: u16,
    /// The hub's life: a new id with every start of the hub, so after a restore too. Then tablets send everything again.
    pub incarnation: String,
    /// The hub's clock, seconds since 1970-01-01 UTC.
    pub now: i64,
    /// Where the tablet stands.
    pub ward: WardName,
    /// The tablet's own id.
    pub tablet: String,
    /// The wards' time zone (IANA name), for showing times.
    pub time_zone: String,
    /// Whether the tablet was taken out of use: it delivers what it holds, and asks nobody any more.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub out_of_use: bool,
    /// Seconds between two delivery slots, before jitter.
    pub slot_seconds: u32,
    /// What the tablet shows at its next contact, in [`CONTACT_HEADER`]: a copy of it is noticed by it. Hubs so far gave none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// The version of the hub's program: a tablet says when its own is another. Hubs so far gave none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hub_version: Option<String>,
    /// The key that files on a stick are sealed to. Hubs so far gave none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hub_key: Option<SealingKey>,
    /// What is kept of the PIN of the ward's staff menu, as a PHC string; none where nobody has set one. Hubs so far gave none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub staff_pin: Option<String>,
    /// What came of the answers, for the staff of the ward, always of one size. Hubs so far gave none; what a tablet cannot read of it is
    /// none.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "board::read_if_known"
    )]
    pub for_staff: Option<ForStaff>,
    /// The boxes that the tablet may answer into or may still hold envelopes of: of its ward, and of wards where it stood before.
    pub boxes: Vec<BoxInfo>,
}

/// One box, as a tablet needs to know it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BoxInfo {
    /// Its id.
    pub id: BoxId,
    /// The round it belongs to.
    pub round: String,
    /// How far it has come.
    pub state: BoxState,
    /// The key to seal to.
    pub key: SealingKey,
    /// The wards in it: more than one when small wards were pooled before opening. The tablet says so.
    pub wards: Vec<WardName>,
    /// How people answer.
    pub mode: Mode,
    /// The deck. Left out once the box is over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deck: Option<Deck>,
    /// When it opened, seconds since 1970-01-01 UTC.
    pub opens: i64,
    /// When it closes, seconds since 1970-01-01 UTC. Tablets stop by themselves.
    pub closes: i64,
    /// The fewest people whose answers are counted at all.
    pub floor: u32,
    /// Where to turn with something urgent.
    pub urgent: Texts,
    /// Whether people type a start code before they answer.
    #[serde(default)]
    pub asks_for_code: bool,
    /// The codes of this tablet, once slips were printed for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub codes: Option<CodeList>,
    /// How many participants' sheets this tablet may take, where no start codes say so: what the other tablets of the box leave,
    /// in steps of five, so it changes while the box is open. It tells people that it is full before they begin.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most_sheets: Option<u64>,
    /// Whether it is closed and never opens again: now what is left leaves, however little it is. Before that no one person's
    /// sheet leaves alone, or closing and opening again would send each by itself.
    #[serde(default)]
    pub closed_for_good: bool,
    /// How many envelopes the hub holds from this tablet. Fewer than the tablet delivered: it sends all again.
    pub held: u64,
    /// Whether the count left this tablet out: what it had not delivered is not counted.
    pub left_out: bool,
    /// Once counted: the number of its count. The tablet checks that all it delivered is in it. Hubs so far gave none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub counted: Option<CountNumber>,
    /// Whether the tablet stands on one of its wards. It may have been moved, and still hold answers of the one before: they are
    /// delivered, and nobody answers there any more. Tablets so far do not read it: they go by the wards of the box.
    #[serde(default = "is_here")]
    pub here: bool,
    /// Whether it is a pulse: a few questions of an earlier round, asked again. The tablet calls it so. Hubs so far did not say it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub pulse: bool,
}

/// Hubs that move no tablets send boxes of its own ward only.
fn is_here() -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_is_read_whether_it_has_a_board_one_that_nobody_knows_or_none() {
        let plain = serde_json::json!({
            "protocol": 6, "incarnation": "first", "now": 1_790_000_000_i64, "ward": { "id": "med-1", "name": "Med 1" },
            "tablet": "tablet-1", "time_zone": "Europe/Oslo", "slot_seconds": 3600, "boxes": [],
        });
        let read = |for_staff: serde_json::Value| {
            let mut manifest = plain.clone();
            manifest["for_staff"] = for_staff;
            serde_json::from_value::<Manifest>(manifest).unwrap().for_staff
        };
        assert_eq!(
            serde_json::from_value::<Manifest>(plain.clone()).unwrap().for_staff,
            None
        );
        assert_eq!(read(serde_json::Value::Null), None);
        let strange = serde_json::json!({ "board": { "as_of": "yesterday" } });
        assert_eq!(read(strange), None);
        let made = ForStaff::new(None, Some("https://trykk.example.org/open/abc".to_owned()));
        assert_eq!(read(serde_json::to_value(&made).unwrap()), Some(made));
    }
}

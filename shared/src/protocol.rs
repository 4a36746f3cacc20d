//! What tablets and hub say to each other: JSON over TLS, every body padded so that its size tells nothing.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::board::{self, ForStaff};
use crate::counted::{CountNumber, CountedList};
use crate::deck::{Deck, Mode};
use crate::ids::{BoxId, EnvelopeId};
use crate::kind::EnvelopeKind;
use crate::language::Texts;
use crate::refusal::Refusal;
use crate::seal::{Envelope, SealingKey};
use crate::start_code::CodeList;
use crate::waiting::Waiting;

/// How long after its closing a box is closed for good, in seconds. Until then it can be opened again.
pub const CLOSED_FOR_GOOD_AFTER_SECONDS: i64 = 3600;
/// The header in which a tablet says the newest version it speaks.
pub const PROTOCOL_HEADER: &str = "trykk-protocol";

/// The header in which a tablet shows the [`Manifest::contact`] that it was given last.
pub const CONTACT_HEADER: &str = "trykk-contact";

/// Where the hub's tablet API lives.
pub mod paths {
    /// `GET`: proofs that the hub knows the open enrolment codes.
    pub const PROOFS: &str = "/api/v1/enrolment/proofs";
    /// `POST`: redeem an enrolment code.
    pub const ENROL: &str = "/api/v1/enrolment";
    /// `GET`: what the tablet should show and do.
    pub const MANIFEST: &str = "/api/v1/manifest";
    /// `POST`: a batch of envelopes.
    pub const ENVELOPES: &str = "/api/v1/envelopes";
    /// `GET`, with a box's id behind it: what the box's count was made of.
    pub const COUNTED: &str = "/api/v1/counted";
    /// `POST`: whether something waits.
    pub const HEALTH: &str = "/api/v1/health";
}

/// The size of a tablet's batch body, in bytes: every batch is padded to it.
pub const BATCH_BYTES: usize = 256 * 1024;
/// The largest body the hub takes, in bytes.
pub const MAX_BODY_BYTES: usize = 1024 * 1024;
/// The size of a health body, in bytes.
pub const HEALTH_BYTES: usize = 4 * 1024;
/// Lists of what was counted are padded to a multiple of this, in bytes.
pub const COUNTED_STEP_BYTES: usize = 8 * 1024;
/// Manifests are padded to a multiple of this, in bytes.
pub const MANIFEST_STEP_BYTES: usize = 64 * 1024;

/// The size that the reply to a request of `request` bytes is padded to: it follows from the request alone.
pub fn reply_bytes(request: usize) -> usize {
    (request / 8).max(1024)
}

/// Pads JSON with blanks at its end, to `size` bytes or, when it is longer, to the next multiple of `size`.
pub fn pad(mut json: Vec<u8>, size: usize) -> Vec<u8> {
    json.resize(json.len().max(1).next_multiple_of(size), b' ');
    json
}

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

/// The longest name of an organisation, a department or a ward, in characters.
pub const MAX_PLACE_NAME_CHARS: usize = 60;
/// The longest text that says where to turn with something urgent, in characters.
pub const MAX_URGENT_CHARS: usize = 240;
/// On how many lines that may stand.
pub const MAX_URGENT_LINES: usize = 3;
/// The longest single word in those, in characters.
pub const MAX_PLACE_WORD_CHARS: usize = 40;

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

/// An envelope on its way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SentEnvelope {
    /// Its id; the hub checks it.
    pub id: EnvelopeId,
    /// Its kind.
    pub kind: EnvelopeKind,
    /// The sealed bytes, base64url without padding.
    pub sealed: String,
}

impl From<&Envelope> for SentEnvelope {
    fn from(envelope: &Envelope) -> Self {
        SentEnvelope {
            id: envelope.id(),
            kind: envelope.kind(),
            sealed: data_encoding::BASE64URL_NOPAD.encode(envelope.sealed()),
        }
    }
}

/// A batch of envelopes for one box.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Batch {
    /// The box, or none for an empty batch, which is sent all the same so that silence tells nothing.
    #[serde(rename = "box")]
    pub box_id: Option<BoxId>,
    /// The envelopes, shuffled.
    pub envelopes: Vec<SentEnvelope>,
}

/// What became of each envelope of a batch, in its order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BatchReply {
    /// One outcome an envelope.
    pub results: Vec<Outcome>,
}

/// What became of one envelope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Stored durably now.
    Stored,
    /// Stored durably before.
    Known,
    /// Not taken.
    Refused(Refusal),
}

impl Outcome {
    /// Whether the hub has the envelope durably.
    pub fn is_held(self) -> bool {
        matches!(self, Outcome::Stored | Outcome::Known)
    }
}

/// What the count of a box was made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Counted {
    /// The ids of the envelopes that were counted among drawn ones, in their order, 16 bytes each, base64url without padding.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub ids: CountedList,
}

/// Whether something waits on the tablet, box by box, whether its answers are in the counts, and no more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Health {
    /// One entry for each box of the manifest that still takes envelopes.
    pub boxes: Vec<BoxHealth>,
    /// One entry for each box of the manifest whose count the tablet has checked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checks: Vec<CountCheck>,
    /// How the tablet is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<Condition>,
}

/// How a tablet is: nothing of it follows from what somebody answered, nor when.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// The version of its program.
    pub version: String,
    /// Its battery, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub battery: Option<Level>,
    /// The room on its disk, where it can be told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disk: Option<Level>,
    /// By how many whole minutes its own clock is behind the hub's; less than nothing where it is ahead.
    pub minutes_behind: i64,
}

/// How much is left of something. No finer: nobody follows anything by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Enough.
    Fine,
    /// Somebody has to see to it.
    Low,
}

/// What a tablet found when it looked for its envelopes in a count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CountCheck {
    /// The box.
    #[serde(rename = "box")]
    pub box_id: BoxId,
    /// The number of the count that was checked.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub number: CountNumber,
    /// Whether all that the tablet holds of the box is in it, and the list is that of the number.
    pub whole: bool,
}

/// What troubles a tablet, beside what waits. Nothing of it follows from what somebody answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum TabletTrouble {
    /// A file of the tablet's was damaged: answers that waited may be lost.
    Damaged,
    /// Which start codes are used cannot be read any more: it takes none.
    CodesUnreadable,
    /// Many wrong start codes were typed.
    ManyWrongCodes,
    /// A copy of the tablet talks to the hub too. The hub finds it out; no tablet says it of itself.
    Copied,
    /// Sheets were delivered faster than people can answer. Said once nothing waits, so that it tells of no sheet that has not
    /// left.
    TooFast,
}

impl TabletTrouble {
    /// All of them.
    pub const ALL: [TabletTrouble; 5] = [
        TabletTrouble::Damaged,
        TabletTrouble::CodesUnreadable,
        TabletTrouble::ManyWrongCodes,
        TabletTrouble::Copied,
        TabletTrouble::TooFast,
    ];
}

/// Whether something waits for one box.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct BoxHealth {
    /// The box.
    #[serde(rename = "box")]
    pub box_id: BoxId,
    /// Whether something waits, or someone is answering.
    pub waits: bool,
    /// Why, once the box is closed for good: before that it would follow from what was answered, or from nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Waiting>,
    /// What troubles the tablet while it takes answers for this box.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub troubles: BTreeSet<TabletTrouble>,
}

/// The hub has taken note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Noted {}

/// Proofs, one for each open enrolment code: the tablet looks for its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Proofs {
    /// HMACs, base64url without padding.
    pub proofs: Vec<String>,
}

/// A tablet asks to be enrolled.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct EnrolRequest {
    /// What follows from the one-time code, base64url without padding.
    pub ticket: String,
    /// The device token that the tablet drew: 32 random bytes, base64url without padding. The same request again, after a reply that was lost, has the
    /// same one. Without it, as from older tablets, the hub draws it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
}

impl std::fmt::Debug for EnrolRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("EnrolRequest(..)")
    }
}

/// The tablet is enrolled.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Enrolled {
    /// The tablet's id.
    pub tablet: String,
    /// The device token, shown this once; the hub keeps its hash.
    pub token: String,
    /// Where the tablet stands.
    pub ward: WardName,
}

impl std::fmt::Debug for Enrolled {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Enrolled({}, ..)", self.tablet)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn padded_json_is_still_the_same_json() {
        let health = Health {
            boxes: vec![BoxHealth {
                box_id: BoxId([3; 16]),
                waits: true,
                why: Some(Waiting::Unreachable),
                troubles: TabletTrouble::ALL.into(),
            }],
            checks: vec![CountCheck {
                box_id: BoxId([3; 16]),
                number: CountNumber([4; 32]),
                whole: true,
            }],
            condition: Some(Condition {
                version: "10.20.30".to_owned(),
                battery: Some(Level::Fine),
                disk: Some(Level::Low),
                minutes_behind: -525_600,
            }),
        };
        let body = pad(serde_json::to_vec(&health).unwrap(), HEALTH_BYTES);
        assert_eq!(body.len(), HEALTH_BYTES);
        assert_eq!(serde_json::from_slice::<Health>(&body).unwrap(), health);
        assert_eq!(pad(vec![b'1'; HEALTH_BYTES + 1], HEALTH_BYTES).len(), 2 * HEALTH_BYTES);
    }

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

    #[test]
    fn a_full_batch_of_refusals_fits_the_reply() {
        let smallest = serde_json::to_string(&SentEnvelope {
            id: EnvelopeId([0; 16]),
            kind: EnvelopeKind::TableMark,
            sealed: "x".repeat(150),
        });
        let most = BATCH_BYTES / smallest.unwrap().len();
        let reply = BatchReply {
            results: vec![Outcome::Refused(Refusal::UnknownBox); most],
        };
        assert!(serde_json::to_vec(&reply).unwrap().len() <= reply_bytes(BATCH_BYTES));
    }
}

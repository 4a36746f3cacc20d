//! Rows and requests of the store.

use std::collections::BTreeSet;
use std::fmt;

use ring::hmac;
use trykk_shared::counted::{CountNumber, CountedList};
use trykk_shared::deck::{Deck, Mode};
use trykk_shared::fingerprint::BoxFingerprint;
use trykk_shared::ids::{BoxId, EnvelopeId};
use trykk_shared::kind::EnvelopeKind;
use trykk_shared::kind::SheetShape;
use trykk_shared::language::{Language, Texts};
use trykk_shared::parts::join_parts;
use trykk_shared::protocol::{BoxState, CLOSED_FOR_GOOD_AFTER_SECONDS, TabletTrouble};
use trykk_shared::refusal::Refusal;
use trykk_shared::seal::SealingKey;
use trykk_shared::waiting::Waiting;

use crate::figures::pulse::Pulse;
use crate::figures::tally::Tally;
use crate::organisation::{Places, Role};
use crate::rounds::codes::TabletCodes;
use crate::rounds::count::SealedSlip;
use crate::store::kept::KeptRound;
use crate::store::tablet_rows::TabletRow;

/// Gives planned boxes their ids: the same round in the same wards of the same hub always the same one. A plan that is
/// applied once more to a database from before it was applied finds what tablets hold.
#[derive(Clone, Debug)]
pub struct BoxIds(hmac::Key);

impl BoxIds {
    /// The ids of the hub that has this secret.
    pub fn new(secret: &[u8]) -> Self {
        BoxIds(hmac::Key::new(hmac::HMAC_SHA256, secret))
    }

    /// The id of a round's box in these wards.
    pub fn id(&self, round: &str, wards: &[String]) -> BoxId {
        let wards: Vec<&[u8]> = wards.iter().map(String::as_bytes).collect();
        let named = join_parts(&[&[b"trykk/1".as_slice(), b"box", round.as_bytes()], &wards[..]].concat());
        let tag = hmac::sign(&self.0, &named);
        BoxId(*tag.as_ref().first_chunk().expect("a tag has 32 bytes"))
    }
}

/// A round, as frozen when its first box is confirmed or opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundRow {
    /// Its id.
    pub id: String,
    /// What is asked.
    pub deck: Deck,
    /// How people answer.
    pub mode: Mode,
    /// Where to turn with something urgent.
    pub urgent: Texts,
}

/// A box.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoxRow {
    /// Its id.
    pub id: BoxId,
    /// Its round.
    pub round: String,
    /// The wards in it; more than one when small wards are pooled.
    pub wards: Vec<String>,
    /// The departments that its wards belong to, in order: settled when the first box of its round is
    /// confirmed or opens, as they are now before that.
    pub departments: Vec<String>,
    /// How far it has come, as stored; `None` while planned. Closing shows only through the clock.
    pub state: Option<BoxState>,
    /// When it opens or opened.
    pub opens: i64,
    /// When it closes.
    pub closes: i64,
    /// The fewest people whose answers are counted at all.
    pub floor: u32,
    /// The key to seal to, once confirmed: its bytes, since reading a key proves it by a trial, which takes longer than
    /// anything else here.
    pub key: Option<[u8; 32]>,
    /// The headcount of its wards together.
    pub headcount: u32,
    /// The largest headcount that its wards have had since it was confirmed: a tablet may deliver so many sheets, also when fewer work
    /// there now.
    pub most_people: u32,
    /// The headcount when it was confirmed.
    pub confirmed_people: Option<u32>,
    /// How it is answered.
    pub mode: Mode,
    /// What one sheet gives.
    pub shape: SheetShape,
    /// How many sheets there were when too few of them had answers to be counted, if that happened.
    pub refused_sheets: Option<u64>,
    /// Whether each sheet takes a start code.
    pub asks_for_codes: bool,
    /// Whether it was noted that it is closed for good.
    pub closed_for_good: bool,
    /// When it is closed unread, if a guide has said so and it can still be taken back.
    pub unread_at: Option<i64>,
    /// How much longer that still has to last, in seconds: nothing is destroyed before it is written beside the database.
    pub unread_owed: i64,
    /// Whether the database was put back while it was not counted: tablets may hold answers that this hub knows nothing of.
    pub restored: bool,
    /// The round that its round is a pulse of, if it is one.
    pub pulse_of: Option<String>,
}

impl BoxRow {
    /// Its state at `now`; `None` while planned.
    pub fn state_at(&self, now: i64) -> Option<BoxState> {
        match self.state {
            // A clock that was set back opens nothing.
            Some(BoxState::Open) if self.closed_for_good => Some(BoxState::Closed),
            state => state.map(|state| super::state_at(state, self.closes, now)),
        }
    }

    /// Whether it is closed at `now` and never opens again: an hour after its closing, or by a guide's word.
    pub fn is_closed_for_good(&self, now: i64) -> bool {
        self.state == Some(BoxState::Open)
            && (self.closed_for_good || now >= self.closes + CLOSED_FOR_GOOD_AFTER_SECONDS)
    }

    /// The number of people that slips and sheets are held against: of today's headcount and that of the confirming the smaller one.
    /// A headcount that is raised because a tablet broke must not hide that people answer twice.
    pub fn fewest_people(&self) -> u32 {
        self.confirmed_people
            .map_or(self.headcount, |confirmed| confirmed.min(self.headcount))
    }

    /// Whether its key is drawn, and it waits for its opening.
    pub fn is_confirmed(&self) -> bool {
        self.state.is_none() && self.key.is_some()
    }

    /// Whether it opens only once somebody has confirmed it: slips are printed between the two, or a database from before plans it,
    /// and nobody knows whether it was changed or taken away since.
    pub fn waits_for_confirming(&self) -> bool {
        self.state.is_none() && self.key.is_none() && (self.asks_for_codes || self.restored)
    }

    /// Whether nothing more comes of it: it is published, or was deleted unread.
    pub fn is_over(&self) -> bool {
        matches!(self.state, Some(BoxState::Released | BoxState::ClosedUnread))
    }

    /// Whether it was counted, published or not.
    pub fn is_counted(&self) -> bool {
        matches!(self.state, Some(BoxState::Counted | BoxState::Released))
    }

    /// Whether it has a published result with figures. A pulse has none, only words.
    pub fn has_release(&self) -> bool {
        self.state == Some(BoxState::Released) && self.pulse_of.is_none()
    }

    /// Its fingerprint, once it has a key.
    pub fn fingerprint(&self) -> Option<BoxFingerprint> {
        self.key.map(|key| BoxFingerprint::from_key_bytes(self.id, &key))
    }

    /// Its wards' ids, joined.
    pub fn ward_ids(&self) -> String {
        self.wards.join("+")
    }
}

/// What confirming a box brings: its keys.
#[derive(Clone, Debug)]
pub struct Opening {
    /// The key to seal to.
    pub key: SealingKey,
    /// The guides' share, sealed to each guide's counting key.
    pub guide_shares: Vec<GuideShare>,
    /// The recovery share, sealed to the recovery key.
    pub recovery_share: Vec<u8>,
    /// The round as it was confirmed; unknown of boxes that an earlier version confirmed.
    pub round: Option<KeptRound>,
    /// The departments of its wards when it opened, if it was opened before.
    pub departments: Option<Vec<String>>,
}

/// What is kept of what was answered in a box.
pub enum CountedFigures {
    /// How many chose what.
    Tally(Tally),
    /// A word a question. Of a pulse nothing else is kept, not even between the count and the publishing.
    Pulse(Pulse),
}

/// What counting a box brings.
pub struct Counted {
    /// What is kept of what was answered.
    pub figures: CountedFigures,
    /// The ids of the envelopes that they were made of.
    pub list: CountedList,
    /// Every note, sealed anew to each guide.
    pub notes: Vec<NoteRow>,
    /// Who reads it from now on.
    pub guides: Vec<String>,
    /// Later guides among them, and who let them in.
    pub added: Vec<AddedGuide>,
    /// When the notes are deleted, should it never be released: seconds since 1970-01-01 UTC.
    pub notes_until: i64,
}

/// A guide who could not count a box, and was let in to what it gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddedGuide {
    /// The guide.
    pub email: String,
    /// Who counted, and let them in.
    pub added_by: String,
}

/// A note, sealed to one guide's counting key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteRow {
    /// The guide.
    pub email: String,
    /// A random id: it gives the order in which notes are kept, and no other.
    pub id: [u8; 16],
    /// Item and text, sealed.
    pub sealed: Vec<u8>,
}

/// An envelope that came in whole.
#[derive(Clone, PartialEq, Eq)]
pub struct ArrivedEnvelope {
    /// Its kind.
    pub kind: EnvelopeKind,
    /// The id that its bytes have.
    pub id: EnvelopeId,
    /// Its sealed bytes.
    pub sealed: Vec<u8>,
}

// An envelope's bytes in a log beside others of the same moment would group them.
impl fmt::Debug for ArrivedEnvelope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ArrivedEnvelope({}, ..)", self.kind.name())
    }
}

/// A tablet that was handed a box's key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandedTablet {
    /// The tablet.
    pub tablet: TabletRow,
    /// Whether it has said since closing that nothing waits.
    pub said_nothing_waits: bool,
    /// How many envelopes it has in quarantine for the box.
    pub quarantined: u64,
    /// What has troubled it since the box opened, as it says itself.
    pub troubles: BTreeSet<TabletTrouble>,
    /// Why something waits on it, as it said itself since the box was closed for good.
    pub why: Option<Waiting>,
}

/// A box that a tablet should know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoxForTablet {
    /// The box.
    pub ballot_box: BoxRow,
    /// How many envelopes are held from the tablet.
    pub held: u64,
    /// Whether the box was counted without the tablet.
    pub left_out: bool,
    /// The number of its count, where the tablet can check it.
    pub counted: Option<CountNumber>,
    /// Whether the tablet stands on one of its wards; otherwise it was moved, and may hold answers from before.
    pub here: bool,
    /// The tablet's start codes, if the box asks for them and slips were printed.
    pub codes: Option<TabletCodes>,
}

/// What counting does: given the box, its tablets and its envelopes.
pub type Count<'c> = dyn FnMut(&BoxRow, &[HandedTablet], Vec<SealedSlip>) -> CountStep + 'c;

/// What came of a look at a box that is to be counted.
pub enum CountStep {
    /// It is counted.
    Counted(Box<Counted>),
    /// Too few of so many sheets had answers: that is noted, and nothing else is changed.
    TooFew(u64),
    /// Nothing: everything stays as it was.
    Nothing,
}

/// A guide's counting key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountingKey {
    /// The public key.
    pub public: [u8; 32],
    /// The private key, wrapped by the guide's passphrase.
    pub wrapped: Vec<u8>,
}

/// The guides' share of a box, sealed to one guide's counting key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GuideShare {
    /// The guide.
    pub email: String,
    /// The share, sealed.
    pub sealed: Vec<u8>,
    /// The counting key that it is sealed to; unknown of boxes that an earlier version opened.
    pub sealed_to: Option<[u8; 32]>,
}

impl GuideShare {
    /// Whether the guide with this address and counting key holds it. An address alone may have become somebody else's.
    pub fn is_held_by(&self, email: &str, key: &[u8; 32]) -> bool {
        self.email == email && self.sealed_to.is_none_or(|sealed_to| sealed_to == *key)
    }
}

/// The sealed shares of a box; none once they are destroyed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SealedShares {
    /// The guides' share, once for each guide.
    pub guides: Vec<GuideShare>,
    /// The recovery share.
    pub recovery: Option<Vec<u8>>,
}

/// What is kept of a box's notes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeptNotes {
    /// How many sealed notes there are for all guides together.
    pub count: u64,
    /// When they are deleted, seconds since 1970-01-01 UTC, once that is known.
    pub until: Option<i64>,
    /// Whether anybody wrote one, as far as this database knows.
    pub written: Option<bool>,
    /// When they were deleted, by the hub's clock then, seconds since 1970-01-01 UTC.
    pub deleted: Option<i64>,
    /// Whether the database was put back while the box was not counted.
    pub restored: bool,
}

/// A batch of envelopes as it came in.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// The hash of the token that was shown.
    pub token_hash: [u8; 32],
    /// The box; none for an empty batch.
    pub box_id: Option<BoxId>,
    /// The envelopes, or why one was refused already.
    pub envelopes: Vec<Result<ArrivedEnvelope, Refusal>>,
}

/// Why a whole delivery was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DeliveryError {
    /// No tablet has this token.
    #[error("no tablet has this token")]
    UnknownTablet,
    /// The hub was restored, and an admin has not confirmed it yet.
    #[error("the hub was restored and is looked through")]
    InReview,
}

/// Seconds of a day in UTC.
pub const SECONDS_OF_DAY: i64 = 24 * 3600;

/// Where somebody is logged in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionRow {
    /// The hash of its token.
    pub token_hash: [u8; 32],
    /// The kind of browser; "" when it is not known.
    pub browser: String,
    /// The last day on which it was used, in days since 1970-01-01 UTC.
    pub last_day: i64,
}

impl SessionRow {
    /// What names it on its account's page.
    pub fn id(&self) -> String {
        data_encoding::HEXLOWER.encode(&self.token_hash[..8])
    }
}

/// Who is logged in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visitor {
    /// The account.
    pub email: String,
    /// What it may do.
    pub role: Role,
    /// Where.
    pub places: Places,
    /// The language that was chosen last.
    pub language: Option<Language>,
    /// The last day on which this session was used, in days since 1970-01-01 UTC; 0 when it is new.
    pub last_day: i64,
    /// Whether it is a guide of whom it is not known that they are who they were: see [`super::Store::is_unproven`].
    pub unproven: bool,
}

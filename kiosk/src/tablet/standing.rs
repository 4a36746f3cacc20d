//! What people can do at the tablet right now.

use std::sync::Arc;

use trykk_shared::counted::CountNumber;
use trykk_shared::deck::{Deck, Mode};
use trykk_shared::fingerprint::BoxFingerprint;
use trykk_shared::kind::{EnvelopeKind, PerKind, Unit};
use trykk_shared::language::Texts;
use trykk_shared::protocol::{BoxInfo, BoxState, Manifest, WardName};
use trykk_shared::seal::Address;

use super::codes::{CodesNeeded, codes_needed};
use super::{DeliverError, Tablet};
use crate::settings::{Checked, Settings};

/// What the tablet can do right now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It belongs to no ward yet.
    NotEnrolled,
    /// No round is open on its ward, and none waits for its count. When the next one opens is not known to a tablet.
    NoRound {
        /// The ward's name; empty until the hub was heard of.
        ward: String,
    },
    /// People can answer.
    Open(Arc<OpenRound>),
    /// The tablet has taken as many sheets as people work there. What it took is kept.
    Full {
        /// The ward's name.
        ward: String,
        /// The round's id.
        round: String,
    },
    /// The last round has closed.
    Closed {
        /// The ward's name.
        ward: String,
        /// The round's id.
        round: String,
        /// What came of it so far.
        outcome: RoundOutcome,
        /// Whether it was a pulse.
        pulse: bool,
    },
    /// The tablet was taken out of use: it delivers what it holds, and asks nobody.
    OutOfUse {
        /// The ward's name.
        ward: String,
    },
    /// The round has another key, or other questions, than when the tablet first saw it: nothing is taken, nothing is sent.
    KeyChanged {
        /// The ward's name.
        ward: String,
        /// The round's id.
        round: String,
    },
    /// What the tablet stored cannot be read; it is kept aside, and nothing new is taken.
    Damaged,
}

/// What came of a closed round, as far as the tablet knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoundOutcome {
    /// The count is still to come.
    Waiting,
    /// Counted; the release is still to come.
    Counted(Found),
    /// The result is published.
    Released(Found),
    /// Closed for good without being opened.
    ClosedUnread,
}

/// What the tablet knows of its answers in a count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// It has not looked, or the hub does not say what the count was made of.
    Unknown,
    /// Something came too late.
    TooLate,
    /// Something that it holds is not in the count.
    Missing,
    /// All that it holds is in the count with this number.
    All(CountNumber),
}

/// A round that people can answer on this tablet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenRound {
    /// Where envelopes go.
    pub address: Address,
    /// What is asked.
    pub deck: Deck,
    /// How people answer.
    pub mode: Mode,
    /// The wards in the box; more than one when small wards are pooled.
    pub wards: Vec<WardName>,
    /// When it closes, seconds since 1970-01-01 UTC by the hub's clock.
    pub closes: i64,
    /// The wards' time zone.
    pub time_zone: String,
    /// The fewest people whose answers are counted at all.
    pub floor: u32,
    /// Where to turn with something urgent.
    pub urgent: Texts,
    /// Whether people need a start code.
    pub codes: CodesNeeded,
    /// How many more participants' sheets the tablet takes, where no codes say so.
    pub room: Option<u64>,
    /// Whether it is a pulse.
    pub pulse: bool,
}

/// How long the hub may be silent before people are told, in seconds: a day. One lost pass alarms nobody.
const OFFLINE_AFTER_SECONDS: i64 = 24 * 3600;

/// Whether the hub has been silent for so long, in seconds, that people should be told: also where nobody knows how long that was.
fn is_offline(settings: &Settings, silent_for: Option<i64>) -> bool {
    let silent = silent_for.is_none_or(|silent_for| silent_for >= OFFLINE_AFTER_SECONDS);
    settings.enrolment.is_some() && settings.last_problem.is_some() && silent
}

impl OpenRound {
    /// What people compare to see that the safety rep's page and this tablet speak of the same box.
    pub fn fingerprint(&self) -> BoxFingerprint {
        BoxFingerprint::new(self.address.box_id, &self.address.key)
    }

    /// The last day on which people can answer, in the wards' time zone: day of the month (1 to 31) and month (1 to 12).
    pub fn last_day(&self) -> (u8, u8) {
        // It closes at the end of its last day: the second before it is still that day.
        let last = jiff::Timestamp::from_second(self.closes - 1).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        let zone = jiff::tz::TimeZone::get(&self.time_zone).unwrap_or(jiff::tz::TimeZone::UTC);
        let day = last.to_zoned(zone).date();
        (day.day().unsigned_abs(), day.month().unsigned_abs())
    }
}

impl Tablet {
    /// What the tablet can do right now.
    pub fn standing(&self) -> Standing {
        if self.settings.enrolment.is_none() {
            return Standing::NotEnrolled;
        }
        let Some(manifest) = &self.settings.manifest else {
            return Standing::NoRound { ward: String::new() };
        };
        let open = self.find_open_box(manifest).filter(|_| !manifest.out_of_use);
        if let Some((info, deck)) = open {
            let room = self.room(info, deck);
            if room == Some(0) {
                return Standing::Full {
                    ward: manifest.ward.name.clone(),
                    round: info.round.clone(),
                };
            }
            return Standing::Open(Arc::new(open_round(info, deck, manifest, room)));
        }
        let ward = manifest.ward.name.clone();
        if manifest.out_of_use {
            return Standing::OutOfUse { ward };
        }
        let changed = |info: &&BoxInfo| self.can_be_answered(info) && self.was_changed(info);
        if let Some(info) = manifest.boxes.iter().find(changed) {
            let round = info.round.clone();
            return Standing::KeyChanged { ward, round };
        }
        let Some(info) = self.find_last_begun(manifest) else {
            return Standing::NoRound { ward };
        };
        let too_late = self.settings.too_late.contains_key(&info.id);
        let found = |too_late| match self.settings.count_checks.get(&info.id) {
            _ if too_late => Found::TooLate,
            None => Found::Unknown,
            Some(Checked { whole: false, .. }) => Found::Missing,
            Some(Checked { number, .. }) => Found::All(*number),
        };
        let outcome = match info.state {
            BoxState::Open | BoxState::Closed => RoundOutcome::Waiting,
            BoxState::Counted => RoundOutcome::Counted(found(too_late || self.waits(info.id))),
            BoxState::Released => RoundOutcome::Released(found(too_late)),
            BoxState::ClosedUnread => RoundOutcome::ClosedUnread,
        };
        Standing::Closed {
            ward,
            round: info.round.clone(),
            outcome,
            pulse: info.pulse,
        }
    }

    /// The box of this ward that opened last.
    fn find_last_begun<'m>(&self, manifest: &'m Manifest) -> Option<&'m BoxInfo> {
        let begun = manifest
            .boxes
            .iter()
            .filter(|info| self.stands_at(info) && info.opens <= self.hub_time());
        begun.max_by_key(|info| info.opens)
    }

    /// Whether the last round has closed, and a later closing time would open it again, as far as the tablet has heard.
    fn may_open_again(&self) -> bool {
        let last = self
            .settings
            .manifest
            .as_ref()
            .and_then(|manifest| self.find_last_begun(manifest));
        last.is_some_and(|info| info.state.takes_envelopes() && !self.is_closed_for_good(info))
    }

    /// The round that takes sheets now.
    ///
    /// # Errors
    /// Says why none does.
    pub fn open_round(&self) -> Result<Arc<OpenRound>, DeliverError> {
        match self.standing() {
            Standing::Open(round) => Ok(round),
            Standing::Full { .. } => Err(DeliverError::Full(0)),
            Standing::Closed { .. } if self.may_open_again() => Err(DeliverError::Closed),
            Standing::Closed { .. } => Err(DeliverError::Over),
            Standing::KeyChanged { .. } => Err(DeliverError::KeyChanged),
            Standing::OutOfUse { .. } => Err(DeliverError::OutOfUse),
            _ => Err(DeliverError::NoRound),
        }
    }

    /// How many more participants' sheets the tablet takes for a box.
    fn room(&self, info: &BoxInfo, deck: &Deck) -> Option<u64> {
        let most = info.most_sheets?;
        let (mut kept, mut sent) = (PerKind::default(), 0);
        for envelope in self.store.kept().filter(|kept| kept.box_id == info.id) {
            *kept.of_mut(envelope.envelope.kind()) += 1;
            sent += u64::from(envelope.sent);
        }
        let shape = deck.shape(info.mode);
        if info.mode == Mode::Table {
            // Tables differ in how many sit at them: only what is kept can be told apart.
            return Some(most.saturating_sub(shape.sheets(Unit::Participant, &kept)));
        }
        let per_sheet: u64 = EnvelopeKind::ALL.into_iter().map(|kind| shape.of(kind) as u64).sum();
        let elsewhere = self.settings.held_elsewhere.get(&info.id).copied().unwrap_or(0);
        let taken = count_taken(info.held, kept.total(), sent, elsewhere);
        Some(most.saturating_sub(taken.div_ceil(per_sheet.max(1))))
    }

    /// Whether the hub has not been heard from for a day, although the tablet tried.
    pub fn is_offline(&self) -> bool {
        is_offline(&self.settings, self.silent_for())
    }

    /// Whether the hub shows another key for a box than when the tablet first saw it, or other questions. Whoever did that could
    /// read what is sealed to the new key, or have fewer people's envelopes leave together than five.
    pub(super) fn was_changed(&self, info: &BoxInfo) -> bool {
        let pinned = self.settings.pinned_keys.get(&info.id);
        let asked = self.settings.pinned_questions.get(&info.id);
        let asks = info.deck.as_ref().map(|deck| deck.digest_asked(info.mode));
        pinned.is_some_and(|pinned| *pinned != info.key)
            || asked.is_some_and(|asked| asks.is_some_and(|asks| asks != *asked))
    }

    /// The rounds whose boxes have another key, or other questions, than when the tablet first saw them.
    pub fn rounds_with_other_keys(&self) -> Vec<&str> {
        let boxes = self.settings.manifest.iter().flat_map(|manifest| &manifest.boxes);
        let changed = boxes.filter(|info| self.was_changed(info));
        changed.map(|info| info.round.as_str()).collect()
    }

    /// Whether the tablet stands on one of a box's wards, as it was told when it was enrolled. A hub that believes otherwise has moved it,
    /// and its reply was lost, or was put back: people answer for the ward that they see.
    fn stands_at(&self, info: &BoxInfo) -> bool {
        let enrolment = self.settings.enrolment.as_ref();
        enrolment.is_some_and(|enrolment| info.wards.iter().any(|ward| ward.id == enrolment.ward))
    }

    /// The ward where the hub believes the tablet, where that is another than it was enrolled for.
    pub fn believed_at(&self) -> Option<&WardName> {
        let enrolment = self.settings.enrolment.as_ref()?;
        let believed = &self.settings.manifest.as_ref()?.ward;
        (believed.id != enrolment.ward).then_some(believed)
    }

    /// Whether this box is open now, as far as the tablet knows.
    pub(super) fn can_be_answered(&self, info: &BoxInfo) -> bool {
        let now = self.hub_time();
        self.stands_at(info)
            && info.state == BoxState::Open
            && info.opens <= now
            && now < info.closes
            && !self.is_closed_for_good(info)
    }

    fn find_open_box<'m>(&self, manifest: &'m Manifest) -> Option<(&'m BoxInfo, &'m Deck)> {
        manifest
            .boxes
            .iter()
            .filter(|info| self.can_be_answered(info) && !self.was_changed(info))
            .min_by_key(|info| info.opens)
            .and_then(|info| Some((info, info.deck.as_ref()?)))
    }
}

/// How many envelopes count against a tablet's room in a box. The hub may hold more of it than it keeps, where its file was lost; and it
/// may keep what the hub holds under another id of its, and has reckoned with already.
fn count_taken(held_by_hub: u64, kept: u64, sent: u64, held_elsewhere: u64) -> u64 {
    held_by_hub.max(sent.saturating_sub(held_elsewhere)) + kept.saturating_sub(sent)
}

fn open_round(info: &BoxInfo, deck: &Deck, manifest: &Manifest, room: Option<u64>) -> OpenRound {
    OpenRound {
        address: Address {
            round: info.round.clone(),
            box_id: info.id,
            key: info.key.clone(),
        },
        deck: deck.clone(),
        mode: info.mode,
        wards: info.wards.clone(),
        closes: info.closes,
        time_zone: manifest.time_zone.clone(),
        floor: info.floor,
        urgent: info.urgent.clone(),
        codes: codes_needed(info),
        room,
        pulse: info.pulse,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_counts_against_a_tablets_room_is_what_the_hub_has_of_it_and_what_waits() {
        // Held by the hub, kept here, marked as sent, held under another id.
        for (held, kept, sent, elsewhere, taken) in [
            (0, 26, 0, 0, 26),
            (26, 26, 26, 0, 26),
            (26, 39, 26, 0, 39),
            // Its file was lost: the hub has more of it than it keeps.
            (117, 0, 0, 0, 117),
            (117, 13, 0, 0, 130),
            // The hub was put back: what it has lost comes again.
            (0, 26, 26, 0, 26),
            // It is another tablet now: the hub has reckoned with the rest already.
            (0, 156, 156, 156, 0),
            (13, 169, 169, 156, 13),
        ] {
            assert_eq!(
                count_taken(held, kept, sent, elsewhere),
                taken,
                "{held} {kept} {sent} {elsewhere}"
            );
        }
    }
    use crate::settings::{Enrolment, Token};

    fn settings() -> Settings {
        Settings {
            enrolment: Some(Enrolment {
                address: "hub.example.org:8443".into(),
                fingerprint: String::new(),
                tablet: "tablet-1".into(),
                ward: "med-1".into(),
                token: Token("secret".into()),
            }),
            last_problem: Some("no answer".into()),
            ..Settings::default()
        }
    }

    #[test]
    fn one_lost_pass_alarms_nobody_and_a_silent_day_does() {
        for (silent_for, offline) in [(0, false), (3600, false), (86_399, false), (86_400, true)] {
            assert_eq!(is_offline(&settings(), Some(silent_for)), offline, "{silent_for}");
        }
        assert!(is_offline(&settings(), None), "nobody knows how long");
    }

    #[test]
    fn a_tablet_that_slept_or_is_not_enrolled_is_not_offline() {
        let slept = Settings {
            last_problem: None,
            ..settings()
        };
        assert!(!is_offline(&slept, Some(10 * 86_400)), "nothing failed since");
        let bare = Settings {
            enrolment: None,
            ..settings()
        };
        assert!(!is_offline(&bare, None));
    }
}

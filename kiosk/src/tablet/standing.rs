//! What people can do at the tablet right now.

use std::sync::Arc;

use trykk_shared::deck::{Deck, Mode};
use trykk_shared::language::Texts;
use trykk_shared::protocol::{BoxInfo, BoxState, Manifest, WardName};
use trykk_shared::seal::Address;

use super::Tablet;

/// What the tablet can do right now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It belongs to no ward yet.
    NotEnrolled,
    /// No round is open on its ward, and none waits for its count.
    NoRound {
        /// The ward, once the hub was heard of.
        ward: Option<WardName>,
        /// When the next round opens is not known to a tablet; whether something came too late is.
        too_late: bool,
    },
    /// People can answer.
    Open(Arc<OpenRound>),
    /// The round has closed and waits for its count.
    Closed {
        /// The round's id.
        round: String,
        /// Whether something still waits on this tablet.
        waits: bool,
    },
    /// The round is counted and waits for its release.
    Counted {
        /// The round's id.
        round: String,
        /// Whether something on this tablet came too late.
        too_late: bool,
    },
    /// The last round was closed without being opened.
    ClosedUnread {
        /// The round's id.
        round: String,
    },
    /// The last round's result is published.
    Released {
        /// The round's id.
        round: String,
        /// Whether something on this tablet came too late.
        too_late: bool,
    },
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
}

impl Tablet {
    /// What the tablet can do right now.
    pub fn standing(&self) -> Standing {
        if self.settings.enrolment.is_none() {
            return Standing::NotEnrolled;
        }
        let Some(manifest) = &self.settings.manifest else {
            return Standing::NoRound {
                ward: None,
                too_late: !self.settings.too_late.is_empty(),
            };
        };
        if let Some((info, deck)) = self.open_box(manifest) {
            return Standing::Open(Arc::new(open_round(info, deck, manifest)));
        }
        let latest = manifest
            .boxes
            .iter()
            .filter(|info| info.opens <= self.hub_time())
            .max_by_key(|info| info.opens);
        let Some(info) = latest else {
            let too_late = !self.settings.too_late.is_empty();
            return Standing::NoRound {
                ward: Some(manifest.ward.clone()),
                too_late,
            };
        };
        let round = info.round.clone();
        let too_late = self.settings.too_late.contains_key(&info.id);
        match info.state {
            BoxState::Open | BoxState::Closed => Standing::Closed {
                round,
                waits: self.waits(info.id),
            },
            BoxState::Counted => Standing::Counted {
                round,
                too_late: too_late || self.waits(info.id),
            },
            BoxState::ClosedUnread => Standing::ClosedUnread { round },
            BoxState::Released => Standing::Released { round, too_late },
        }
    }

    /// Whether this box is open now, as far as the tablet knows.
    pub(super) fn can_be_answered(&self, info: &BoxInfo) -> bool {
        let now = self.hub_time();
        info.state == BoxState::Open && info.opens <= now && now < info.closes
    }

    fn open_box<'m>(&self, manifest: &'m Manifest) -> Option<(&'m BoxInfo, &'m Deck)> {
        manifest
            .boxes
            .iter()
            .filter(|info| self.can_be_answered(info))
            .min_by_key(|info| info.opens)
            .and_then(|info| Some((info, info.deck.as_ref()?)))
    }
}

fn open_round(info: &BoxInfo, deck: &Deck, manifest: &Manifest) -> OpenRound {
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
    }
}

//! What is kept of a box beside the database, so that an older copy of the database can do no harm: its round, its readers, its count, its
//! ending.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use trykk_shared::counted::{CountNumber, CountedList};
use trykk_shared::deck::Deck;
use trykk_shared::ids::EnvelopeId;
use trykk_shared::protocol::BoxState;

use crate::figures::pulse::Pulse;
use crate::figures::release::Release;
use crate::organisation::{Round, RoundPlan};

/// A round as it was when a box of it was confirmed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeptRound {
    /// Its id.
    pub id: String,
    /// What is fixed of it.
    pub plan: RoundPlan,
    /// What is asked.
    pub deck: Deck,
    /// The wards of its boxes.
    pub boxes: Vec<Vec<String>>,
}

impl KeptRound {
    /// The round as it stands in an organisation's plan.
    pub fn of(id: &str, round: &Round) -> Self {
        KeptRound {
            id: id.to_owned(),
            plan: round.plan.clone(),
            deck: round.deck.clone(),
            boxes: round.boxes.iter().map(|(wards, _)| wards.clone()).collect(),
        }
    }
}

/// Who reads what a box gave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reader {
    /// The guide.
    pub email: String,
    /// Who let them in, if they could not count it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub added_by: Option<String>,
}

/// What tablets check a count by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeptCount {
    /// The number of the count.
    pub number: CountNumber,
    /// The list, as long as tablets are told of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list: Option<CountedList>,
}

/// How a box ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ending {
    /// Released or closed unread.
    pub state: BoxState,
    /// What was published, if it was counted and is no pulse.
    pub release: Option<Release>,
    /// What was published of a pulse; none in endings of earlier versions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pulse: Option<Pulse>,
    /// When its notes are deleted, seconds since 1970-01-01 UTC.
    pub notes_until: Option<i64>,
    /// The round as it was confirmed; none of what was opened by earlier versions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub round: Option<KeptRound>,
    /// The departments of its wards when it opened; none in endings of earlier versions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub departments: Option<Vec<String>>,
    /// What tablets check its count by, where it was counted; none in endings of earlier versions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<KeptCount>,
    /// Who reads what it gave; nobody in endings of earlier versions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub readers: Vec<Reader>,
}

/// What a box was counted from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CountedFrom {
    /// Tablets that were left out, in order.
    pub left_out: Vec<String>,
    /// Stolen tablets whose quarantined envelopes were counted, in order.
    pub taken: Vec<String>,
    /// The ids of the envelopes that were counted. They are digests of sealed bytes, and say nothing.
    pub envelopes: BTreeSet<EnvelopeId>,
    /// The list that tablets check the count by, once it was drawn: a second one of the same count, among other ids, would tell by what
    /// stands in both which were counted, and so how many.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list: Option<CountedList>,
}

//! How a tablet is: whether something waits on it, what troubles it, and whether its answers are in the counts.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::counted::CountNumber;
use crate::ids::BoxId;
use crate::waiting::Waiting;

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

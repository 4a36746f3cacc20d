//! Why the hub did not take something from a tablet: an envelope, or a request as a whole.

use serde::{Deserialize, Serialize};

/// Why an envelope was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Refusal {
    /// The hub knows no such box.
    UnknownBox,
    /// The box is not one of this tablet's ward.
    NotYourBox,
    /// The box is counted, or closed unread.
    TooLate,
    /// The tablet has delivered as much as it may: as its start codes let in, or the headcount of the box's wards.
    Full,
    /// The bytes cannot be an envelope of this kind.
    Malformed,
    /// The id is not that of the bytes.
    WrongId,
}

/// Why a request as a whole was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ProblemKind {
    /// The hub does not know this tablet.
    UnknownTablet,
    /// The tablet was taken out of use, and everything it could deliver is counted.
    RetiredTablet,
    /// The enrolment code does not exist.
    UnknownCode,
    /// The enrolment code was used before.
    UsedCode,
    /// The enrolment code is past its time.
    ExpiredCode,
    /// The body is larger than the hub takes.
    TooLarge,
    /// The body is not what this path takes.
    Malformed,
    /// The two speak no common protocol version.
    Protocol,
    /// The hub was restored from a backup, and an admin has not confirmed it yet.
    InReview,
    /// The hub cannot store at the moment.
    Unavailable,
    /// There is nothing at this path.
    NotFound,
}

/// A refused request: for the program the kind, for a person reading logs the message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// Why.
    pub problem: ProblemKind,
    /// What happened and what to do, in English.
    pub message: String,
}

//! Why answers wait on a tablet: one list of reasons for the tablet's commands, its window and the hub's pages.

use serde::{Deserialize, Serialize};

use crate::refusal::{ProblemKind, Refusal};

/// Why answers wait on a tablet. The one that somebody has to do something about stands first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Waiting {
    /// Tablet and hub do not reach each other.
    Unreachable,
    /// What answers at the hub's address cannot prove that it is the hub.
    Certificate,
    /// The two speak no common protocol: one of them is to be updated.
    Outdated,
    /// The hub does not know the tablet, or took it out of use and counted without it.
    Unknown,
    /// The hub was restored, and an admin has not confirmed it yet.
    InReview,
    /// The hub answers, and cannot take anything at the moment.
    HubFails,
    /// The round has another key, or other questions, than when the tablet first saw it.
    OtherQuestions,
    /// The hub believes the tablet at another ward.
    OtherWard,
    /// A copy of the tablet talks to the hub too: neither is believed that nothing waits.
    Copied,
    /// The answers belong to a round that the hub does not tell this tablet of.
    Elsewhere,
    /// The hub has taken from the tablet as much as it may deliver.
    Full,
    /// The round was counted, or closed unread, before they came.
    TooLate,
    /// The hub cannot read them as envelopes.
    Unreadable,
    /// Somebody who began before the closing is still answering.
    Answering,
    /// They leave at the next slot.
    Slot,
    /// The round can be answered still, or again: some leave now and then, the rest once it is closed for good. Said whether anything
    /// waits or not.
    InTime,
}

impl Waiting {
    /// All of them.
    pub const ALL: [Waiting; 16] = [
        Waiting::Unreachable,
        Waiting::Certificate,
        Waiting::Outdated,
        Waiting::Unknown,
        Waiting::InReview,
        Waiting::HubFails,
        Waiting::OtherQuestions,
        Waiting::OtherWard,
        Waiting::Copied,
        Waiting::Elsewhere,
        Waiting::Full,
        Waiting::TooLate,
        Waiting::Unreadable,
        Waiting::Answering,
        Waiting::Slot,
        Waiting::InTime,
    ];

    /// Whether it can only be because somebody has answered: before the round is closed for good people are not told it, for it would
    /// tell that and when somebody did.
    pub fn follows_from_answers(self) -> bool {
        match self {
            Waiting::Unreachable
            | Waiting::Certificate
            | Waiting::Outdated
            | Waiting::Unknown
            | Waiting::InReview
            | Waiting::HubFails
            | Waiting::OtherQuestions
            | Waiting::OtherWard
            | Waiting::Copied
            | Waiting::InTime => false,
            Waiting::Elsewhere
            | Waiting::Full
            | Waiting::TooLate
            | Waiting::Unreadable
            | Waiting::Answering
            | Waiting::Slot => true,
        }
    }
}

impl From<Refusal> for Waiting {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::UnknownBox | Refusal::NotYourBox => Waiting::Elsewhere,
            Refusal::TooLate => Waiting::TooLate,
            Refusal::Full => Waiting::Full,
            Refusal::Malformed | Refusal::WrongId => Waiting::Unreadable,
        }
    }
}

impl From<ProblemKind> for Waiting {
    fn from(problem: ProblemKind) -> Self {
        match problem {
            ProblemKind::UnknownTablet | ProblemKind::RetiredTablet => Waiting::Unknown,
            ProblemKind::Protocol => Waiting::Outdated,
            ProblemKind::InReview => Waiting::InReview,
            ProblemKind::UnknownCode
            | ProblemKind::UsedCode
            | ProblemKind::ExpiredCode
            | ProblemKind::TooLarge
            | ProblemKind::Malformed
            | ProblemKind::Unavailable
            | ProblemKind::NotFound => Waiting::HubFails,
        }
    }
}

//! Envelopes on their way, what became of each, and in which count they are.

use serde::{Deserialize, Serialize};

use crate::counted::CountedList;
use crate::ids::{BoxId, EnvelopeId};
use crate::kind::EnvelopeKind;
use crate::refusal::Refusal;
use crate::seal::Envelope;

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

#[cfg(test)]
mod tests {
    use super::super::{BATCH_BYTES, reply_bytes};
    use super::*;

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

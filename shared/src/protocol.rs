//! What tablets and hub say to each other: JSON over TLS, every body padded so that its size tells nothing.

mod delivery;
mod enrolment;
mod health;
mod manifest;

pub use delivery::{Batch, BatchReply, Counted, Outcome, SentEnvelope};
pub use enrolment::{EnrolRequest, Enrolled, Proofs};
pub use health::{BoxHealth, Condition, CountCheck, Health, Level, Noted, TabletTrouble};
pub use manifest::{
    BoxInfo, BoxState, CLOSED_FOR_GOOD_AFTER_SECONDS, CONTACT_HEADER, MAX_PLACE_NAME_CHARS, MAX_PLACE_WORD_CHARS,
    MAX_URGENT_CHARS, MAX_URGENT_LINES, Manifest, WardName,
};

/// The header in which a tablet says the newest version it speaks.
pub const PROTOCOL_HEADER: &str = "trykk-protocol";

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::counted::CountNumber;
    use crate::ids::BoxId;
    use crate::waiting::Waiting;

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
}

//! Ready-made things: envelopes of random bytes with the right sizes and ids, and requests that carry them.

use rand::Rng;
use rand::rngs::StdRng;
use trykk_shared::ids::BoxId;
use trykk_shared::kind::EnvelopeKind;
use trykk_shared::protocol::{Batch, PROTOCOL_HEADER, SentEnvelope, pad, paths};
use trykk_shared::protocol_version::PROTOCOL;
use trykk_shared::seal::{Envelope, sealed_bytes};

/// A sheet of the station deck gives so many envelopes, the last of them a note.
pub const SHEET: usize = 13;

/// Envelopes as whole sheets give them. Nobody could open them; the hub does not try.
pub fn envelopes(count: usize, rng: &mut StdRng) -> Vec<Envelope> {
    (1..=count)
        .map(|nth| {
            let kind = if nth % SHEET == 0 {
                EnvelopeKind::ParticipantNote
            } else {
                EnvelopeKind::ParticipantMark
            };
            let mut sealed = vec![0; sealed_bytes(kind)];
            rng.fill_bytes(&mut sealed);
            Envelope::from_sealed(kind, sealed).expect("the size is that of its kind")
        })
        .collect()
}

/// A delivery as it goes into TLS: head and body. `size`: padded to so many bytes, as tablets do.
pub fn request(token: &str, box_id: BoxId, envelopes: &[Envelope], size: Option<usize>) -> Vec<u8> {
    let batch = Batch {
        box_id: Some(box_id),
        envelopes: envelopes.iter().map(SentEnvelope::from).collect(),
    };
    let mut body = serde_json::to_vec(&batch).expect("a batch is JSON");
    if let Some(size) = size {
        body = pad(body, size);
    }
    let mut request = format!(
        "POST {} HTTP/1.1\r\nhost: hub\r\n{PROTOCOL_HEADER}: {PROTOCOL}\r\nauthorization: Bearer {token}\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n",
        paths::ENVELOPES,
        body.len()
    )
    .into_bytes();
    request.extend_from_slice(&body);
    request
}

/// What a tablet asks first, as it goes into TLS.
pub fn manifest_request(token: &str) -> Vec<u8> {
    format!(
        "GET {} HTTP/1.1\r\nhost: hub\r\n{PROTOCOL_HEADER}: {PROTOCOL}\r\nauthorization: Bearer {token}\r\n\r\n",
        paths::MANIFEST
    )
    .into_bytes()
}

/// What the body of the reply begins with when all of `count` envelopes were stored now.
pub fn all_stored(count: usize) -> Vec<u8> {
    let results = vec!["\"stored\""; count].join(",");
    format!("{{\"results\":[{results}]}}").into_bytes()
}

//! Packing what leaves into batches of one size.

use std::sync::Arc;

use rand::CryptoRng;
use rand::seq::SliceRandom;
use trykk_shared::ids::BoxId;
use trykk_shared::protocol::{BATCH_BYTES, Batch, SentEnvelope};
use trykk_shared::seal::Envelope;

/// How much of a batch its frame may take, in bytes.
const FRAME_BYTES: usize = 128;
/// What an envelope's entry takes beside its sealed bytes, in bytes.
const ENTRY_BYTES: usize = 96;
/// Packs what is due into shuffled batches of the fixed size. With nothing due there is one empty batch.
pub(crate) fn pack_batches(due: Vec<(BoxId, Vec<Arc<Envelope>>)>, rng: &mut impl CryptoRng) -> Vec<Batch> {
    let mut batches = Vec::new();
    for (box_id, mut envelopes) in due {
        envelopes.shuffle(rng);
        let mut open = Batch {
            box_id: Some(box_id),
            envelopes: Vec::new(),
        };
        let mut room = BATCH_BYTES - FRAME_BYTES;
        for envelope in envelopes {
            let size = ENTRY_BYTES + envelope.sealed().len().div_ceil(3) * 4;
            if size > room {
                batches.push(std::mem::replace(
                    &mut open,
                    Batch {
                        box_id: Some(box_id),
                        envelopes: Vec::new(),
                    },
                ));
                room = BATCH_BYTES - FRAME_BYTES;
            }
            room -= size;
            open.envelopes.push(SentEnvelope::from(&*envelope));
        }
        batches.push(open);
    }
    if batches.is_empty() {
        batches.push(Batch {
            box_id: None,
            envelopes: Vec::new(),
        });
    }
    batches
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use rand::SeedableRng;
    use rand::rngs::StdRng;
    use trykk_shared::kind::EnvelopeKind;

    use super::*;

    #[test]
    fn every_batch_fits_its_fixed_size_and_nothing_is_left_out() {
        let mut rng = StdRng::seed_from_u64(5);
        let envelopes: Vec<Arc<Envelope>> = (0..2000_u32)
            .map(|nth| {
                let kind = if nth % 5 == 0 {
                    EnvelopeKind::ParticipantNote
                } else {
                    EnvelopeKind::ParticipantMark
                };
                let mut sealed = vec![0; trykk_shared::seal::sealed_bytes(kind)];
                sealed[..4].copy_from_slice(&nth.to_be_bytes());
                Arc::new(Envelope::from_sealed(kind, sealed).unwrap())
            })
            .collect();
        let ids: BTreeSet<_> = envelopes.iter().map(|envelope| envelope.id()).collect();
        let batches = pack_batches(vec![(BoxId([1; 16]), envelopes)], &mut rng);
        assert!(batches.len() > 1);
        for batch in &batches {
            let body = trykk_shared::protocol::pad(serde_json::to_vec(batch).unwrap(), BATCH_BYTES);
            assert_eq!(body.len(), BATCH_BYTES);
        }
        let sent: Vec<_> = batches
            .iter()
            .flat_map(|batch| &batch.envelopes)
            .map(|one| one.id)
            .collect();
        assert_eq!(sent.len(), 2000);
        assert_eq!(sent.into_iter().collect::<BTreeSet<_>>(), ids);
    }

    #[test]
    fn with_nothing_due_a_batch_is_sent_all_the_same() {
        assert_eq!(pack_batches(Vec::new(), &mut StdRng::seed_from_u64(1)).len(), 1);
    }
}

//! What the store keeps.

use std::sync::Arc;

use trykk_shared::ids::BoxId;
use trykk_shared::seal::Envelope;

/// One envelope of the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The box it goes to.
    pub box_id: BoxId,
    /// The envelope.
    pub envelope: Arc<Envelope>,
    /// Whether the hub has said that it holds it.
    pub sent: bool,
}

//! A canvas as the bytes of its file: a pure function of what is on it, in whatever order that came.

use super::Canvas;

/// The file's size is a multiple of this: it does not tell how many ideas there are.
pub const BLOCK_BYTES: usize = 64 * 1024;

/// The bytes are no canvas.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the file of a gathering cannot be read")]
pub struct DamagedImage;

impl Canvas {
    /// The bytes of its file, filled up with blanks.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = serde_json::to_vec(self).expect("a canvas can be written as JSON");
        bytes.resize(bytes.len().next_multiple_of(BLOCK_BYTES), b' ');
        bytes
    }

    /// Reads a file.
    ///
    /// # Errors
    /// When it is none.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, DamagedImage> {
        // Nothing of what stands there goes into an error.
        serde_json::from_slice(bytes).map_err(|_| DamagedImage)
    }
}

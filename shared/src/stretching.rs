//! Argon2id in memory that is kept or given back, and wiped after every use.
//!
//! What allocates tens of megabytes anew for every password, on whatever thread is free, leaves them in the allocator's arenas, one for
//! each thread: a stranger who guesses a hundred times made a hub grow by more than half a gigabyte.

use argon2::{Algorithm, Argon2, Block, Params, Version};
use zeroize::Zeroize;

/// How much of the address space is asked for at least, in KiB: pieces of more than 32 MiB are taken from the system and given back to
/// it (glibc), smaller ones stay in the arena of a thread. What is not touched takes no memory.
const ROOM_KIB: usize = 40 * 1024;

/// What a guess shall cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// Memory, in KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
}

/// Secret and salt do not have a length that Argon2 takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("secret or salt has a length that cannot be stretched")]
pub struct StretchError;

/// Memory to stretch secrets in. Nothing of them is in it before and after.
#[derive(Debug, Default)]
pub struct Memory(Vec<Block>);

impl Memory {
    /// Memory that is taken with the first use, and given back when dropped.
    pub const fn new() -> Self {
        Memory(Vec::new())
    }

    /// Stretches a secret with one lane of Argon2id; `hash` is as long as it shall be.
    ///
    /// # Errors
    /// When secret or salt have a length that Argon2 does not take.
    pub fn stretch(&mut self, secret: &[u8], salt: &[u8], cost: Cost, hash: &mut [u8]) -> Result<(), StretchError> {
        let params = Params::new(cost.memory_kib, cost.passes, 1, Some(hash.len())).map_err(|_| StretchError)?;
        let blocks = params.block_count();
        if self.0.len() < blocks {
            self.0 = Vec::with_capacity(blocks.max(ROOM_KIB * 1024 / Block::SIZE));
            self.0.resize(blocks, Block::new());
        }
        let stretched = Argon2::new(Algorithm::Argon2id, Version::V0x13, params).hash_password_into_with_memory(
            secret,
            salt,
            hash,
            &mut self.0[..blocks],
        );
        self.0.iter_mut().zeroize();
        stretched.map_err(|_| StretchError)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// As Argon2 does it in memory of its own.
    fn anew(secret: &[u8], salt: &[u8], cost: Cost) -> [u8; 32] {
        let params = Params::new(cost.memory_kib, cost.passes, 1, Some(32)).unwrap();
        let mut hash = [0; 32];
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(secret, salt, &mut hash)
            .unwrap();
        hash
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        /// Whatever was stretched before, and however much memory that took: the same comes out, and nothing stays.
        #[test]
        fn kept_memory_gives_what_new_memory_gives_and_keeps_nothing(
            secrets in prop::collection::vec(("\\PC{0,40}", any::<[u8; 16]>(), 8_u32..200, 1_u32..4), 1..5)
        ) {
            let mut memory = Memory::new();
            for (secret, salt, memory_kib, passes) in secrets {
                let cost = Cost { memory_kib, passes };
                let mut hash = [0; 32];
                memory.stretch(secret.as_bytes(), &salt, cost, &mut hash).unwrap();
                prop_assert_eq!(hash, anew(secret.as_bytes(), &salt, cost));
                prop_assert!(memory.0.iter().all(|block| block.as_ref().iter().all(|word| *word == 0)));
            }
        }
    }

    #[test]
    fn what_cannot_be_stretched_is_refused_and_leaves_nothing() {
        let cost = Cost {
            memory_kib: 64,
            passes: 1,
        };
        let mut memory = Memory::new();
        assert_eq!(
            memory.stretch(b"secret", b"short", cost, &mut [0; 32]),
            Err(StretchError)
        );
        assert_eq!(
            memory.stretch(b"secret", &[1; 16], cost, &mut [0; 2]),
            Err(StretchError)
        );
    }
}

//! Randomness from the system, drawn anew for every use. No generator lives in memory: whoever read its state could draw
//! again what it drew before, and open what was sealed with that.

use rand::rand_core::UnwrapErr;
use rand::rngs::SysRng;

/// The system's randomness. It holds nothing.
pub type SystemRng = UnwrapErr<SysRng>;

/// The system's randomness.
///
/// # Panics
/// When drawn from while the system gives none: nothing can be sealed then, and nothing must be sealed with less.
pub fn system_rng() -> SystemRng {
    UnwrapErr(SysRng)
}

//! The PIN of the staff menu: whether it is right, and how guessing is slowed down.

use trykk_shared::pin::{Pin, PinHash};

use super::Tablet;
use crate::store::StoreError;

/// So many wrong PINs cost nothing: people mistype.
const FREE_TRIES: u8 = 3;
/// The longest wait before a PIN is looked at, in milliseconds: a million of them take two years at the tablet.
pub const LONGEST_PIN_WAIT_MS: u64 = 60_000;

/// How long a tablet waits before it looks at a PIN, after so many wrong ones since the last right one, in milliseconds. It keeps no
/// time: whoever starts the tablet anew waits as long.
pub fn wait_before_pin(wrong_pins: u8) -> u64 {
    match wrong_pins.checked_sub(FREE_TRIES) {
        None => 0,
        Some(more) => LONGEST_PIN_WAIT_MS.min(2000 << more.min(5)),
    }
}

impl Tablet {
    /// What is kept of the PIN that the hub told of, if there is one that can be read.
    pub fn pin_of_ward(&self) -> Option<PinHash> {
        let manifest = self.settings.manifest.as_ref()?;
        manifest.staff_pin.as_ref()?.parse().ok()
    }

    /// How long to wait before the next PIN is looked at, in milliseconds.
    pub fn wait_before_pin(&self) -> u64 {
        wait_before_pin(self.settings.wrong_pins)
    }

    /// Looks whether it is the PIN. That it may be wrong is noted first: a tablet that is switched off meanwhile gives no try away.
    ///
    /// # Errors
    /// When the disk does not take it; then the PIN was not looked at.
    pub fn check_pin(&mut self, pin: &Pin, kept: &PinHash) -> Result<bool, StoreError> {
        self.change_settings(|settings| settings.wrong_pins = settings.wrong_pins.saturating_add(1))?;
        let fits = kept.fits(pin);
        if fits {
            self.change_settings(|settings| settings.wrong_pins = 0)?;
        }
        Ok(fits)
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand::rngs::StdRng;
    use trykk_shared::clock::Clock;

    use super::*;

    #[test]
    fn wrong_pins_slow_down_up_to_a_minute() {
        let waits: Vec<u64> = (0..12).map(wait_before_pin).collect();
        assert_eq!(waits[..6], [0, 0, 0, 2000, 4000, 8000]);
        assert_eq!(waits[11], LONGEST_PIN_WAIT_MS);
        assert!(waits.is_sorted() && wait_before_pin(u8::MAX) == LONGEST_PIN_WAIT_MS);
    }

    #[test]
    fn the_slowing_survives_a_restart_and_ends_with_the_right_pin() {
        let folder = tempfile::tempdir().unwrap();
        let open = || Tablet::open(folder.path(), Clock::starting_at(1_790_000_000)).unwrap();
        let (right, wrong): (Pin, Pin) = ("428317".parse().unwrap(), "317428".parse().unwrap());
        let kept = PinHash::of(&right, &mut StdRng::seed_from_u64(1));
        let mut tablet = open();
        for _ in 0..5 {
            assert!(!tablet.check_pin(&wrong, &kept).unwrap());
        }
        assert_eq!(tablet.wait_before_pin(), 8000);
        drop(tablet);
        let mut tablet = open();
        assert_eq!(tablet.wait_before_pin(), 8000);
        assert!(tablet.check_pin(&right, &kept).unwrap());
        assert_eq!(tablet.wait_before_pin(), 0);
        drop(tablet);
        assert_eq!(open().wait_before_pin(), 0);
    }
}

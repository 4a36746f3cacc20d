//! Sittings: a guide unlocks notes once, and goes on in the same browser without the passphrase. The key is in memory only, belongs to a
//! session and never to an account, and is forgotten after half an hour in which nothing was done with it.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use trykk_shared::ids::BoxId;

use crate::analysis::sorting::{Marks, NoteId};
use crate::keys::opening::OpeningKey;

/// After how many seconds without use a key is forgotten.
pub const IDLE_SECONDS: i64 = 30 * 60;
/// How many steps can be taken back.
const MOST_STEPS: usize = 500;

/// A note that was sorted, and what it had before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The box.
    pub box_id: BoxId,
    /// The note.
    pub note: NoteId,
    /// What it had.
    pub before: Marks,
    /// What it was given, as [`Marks::seen`] says it.
    pub given: String,
}

struct Sitting {
    guide: String,
    key: Arc<OpeningKey>,
    /// When it was used last, seconds since 1970-01-01 UTC.
    used: i64,
    steps: Vec<Step>,
    /// The boxes whose notes were opened in it, and that this was written down of.
    opened: BTreeSet<BoxId>,
}

/// Every sitting, by the hash of its session's token.
#[derive(Default)]
pub struct Sittings(HashMap<[u8; 32], Sitting>);

impl Sittings {
    /// Begins a sitting of a guide in a session; one that was there is over.
    pub fn begin(&mut self, session: [u8; 32], guide: &str, key: OpeningKey, now: i64) {
        let sitting = Sitting {
            guide: guide.to_owned(),
            key: Arc::new(key),
            used: now,
            steps: Vec::new(),
            opened: BTreeSet::new(),
        };
        self.0.insert(session, sitting);
    }

    /// The key of a sitting that goes on: what is done with it now is use. Only for the guide who began it.
    pub fn key(&mut self, session: &[u8; 32], guide: &str, now: i64) -> Option<Arc<OpeningKey>> {
        self.forget_idle(now);
        let sitting = self.0.get_mut(session).filter(|sitting| sitting.guide == guide)?;
        sitting.used = now;
        Some(Arc::clone(&sitting.key))
    }

    /// Whether it was written down that a box's notes were opened in a sitting.
    pub fn has_opened(&self, session: &[u8; 32], box_id: BoxId) -> bool {
        self.0
            .get(session)
            .is_some_and(|sitting| sitting.opened.contains(&box_id))
    }

    /// Remembers that it was written down.
    pub fn note_opened(&mut self, session: &[u8; 32], box_id: BoxId) {
        if let Some(sitting) = self.0.get_mut(session) {
            sitting.opened.insert(box_id);
        }
    }

    /// Remembers what was done, to take it back.
    pub fn note_step(&mut self, session: &[u8; 32], step: Step) {
        if let Some(sitting) = self.0.get_mut(session) {
            if sitting.steps.len() == MOST_STEPS {
                sitting.steps.remove(0);
            }
            sitting.steps.push(step);
        }
    }

    /// The last step in a box, and forgets it.
    pub fn take_step(&mut self, session: &[u8; 32], box_id: BoxId) -> Option<Step> {
        let steps = &mut self.0.get_mut(session)?.steps;
        let last = steps.iter().rposition(|step| step.box_id == box_id)?;
        Some(steps.remove(last))
    }

    /// Whether something in a box can be taken back.
    pub fn has_step(&self, session: &[u8; 32], box_id: BoxId) -> bool {
        let sitting = self.0.get(session);
        sitting.is_some_and(|sitting| sitting.steps.iter().any(|step| step.box_id == box_id))
    }

    /// Ends the sitting of a session.
    pub fn forget(&mut self, session: &[u8; 32]) {
        self.0.remove(session);
    }

    /// Ends every sitting of a guide.
    pub fn forget_guide(&mut self, guide: &str) {
        self.0.retain(|_, sitting| sitting.guide != guide);
    }

    /// Ends what has been idle too long. A clock that went back has shown nothing: those end too.
    pub fn forget_idle(&mut self, now: i64) {
        self.0
            .retain(|_, sitting| (sitting.used..sitting.used.saturating_add(IDLE_SECONDS)).contains(&now));
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;

    const GUIDE: &str = "guide@example.org";
    const HERE: [u8; 32] = [1; 32];
    const ELSEWHERE: [u8; 32] = [2; 32];

    fn key() -> OpeningKey {
        OpeningKey::draw(&mut rand::rngs::StdRng::seed_from_u64(1))
    }

    fn begun() -> Sittings {
        let mut sittings = Sittings::default();
        sittings.begin(HERE, GUIDE, key(), 100);
        sittings
    }

    #[test]
    fn a_key_is_forgotten_after_half_an_hour_without_use() {
        let mut sittings = begun();
        let opened = sittings.key(&HERE, GUIDE, 100 + IDLE_SECONDS - 1).unwrap();
        assert_eq!(opened.expose(), key().expose());
        assert!(
            sittings.key(&HERE, GUIDE, 100 + 2 * IDLE_SECONDS - 2).is_some(),
            "use keeps it"
        );
        let weak = Arc::downgrade(&sittings.key(&HERE, GUIDE, 100 + 2 * IDLE_SECONDS - 2).unwrap());
        drop(opened);
        sittings.forget_idle(100 + 3 * IDLE_SECONDS - 3);
        assert!(weak.upgrade().is_some());
        sittings.forget_idle(100 + 3 * IDLE_SECONDS - 2);
        assert!(
            weak.upgrade().is_none(),
            "it is gone from the memory, not merely refused"
        );
        assert!(begun().key(&HERE, GUIDE, 99).is_none(), "the clock went back");
    }

    #[test]
    fn a_key_belongs_to_one_session_of_one_guide() {
        let mut sittings = begun();
        assert!(sittings.key(&ELSEWHERE, GUIDE, 100).is_none());
        assert!(sittings.key(&HERE, "other@example.org", 100).is_none());
        sittings.begin(ELSEWHERE, GUIDE, key(), 100);
        sittings.forget(&HERE);
        assert!(sittings.key(&HERE, GUIDE, 100).is_none() && sittings.key(&ELSEWHERE, GUIDE, 100).is_some());
        sittings.begin(HERE, "other@example.org", key(), 100);
        sittings.forget_guide(GUIDE);
        assert!(sittings.key(&ELSEWHERE, GUIDE, 100).is_none());
        assert!(sittings.key(&HERE, "other@example.org", 100).is_some());
    }

    #[test]
    fn steps_are_taken_back_last_first_in_their_box_and_end_with_the_sitting() {
        let (one, other) = (BoxId([1; 16]), BoxId([2; 16]));
        let step = |box_id, note| Step {
            box_id,
            note: [note; 16],
            before: Marks::default(),
            given: "+".to_owned(),
        };
        let mut sittings = begun();
        for (box_id, note) in [(one, 1), (other, 2), (one, 3)] {
            sittings.note_step(&HERE, step(box_id, note));
        }
        assert_eq!(sittings.take_step(&HERE, one), Some(step(one, 3)));
        assert_eq!(sittings.take_step(&HERE, one), Some(step(one, 1)));
        assert!(!sittings.has_step(&HERE, one) && sittings.has_step(&HERE, other));
        assert_eq!(sittings.take_step(&HERE, one), None);
        sittings.begin(HERE, GUIDE, key(), 100);
        assert_eq!(sittings.take_step(&HERE, other), None);
        sittings.note_step(&ELSEWHERE, step(one, 1));
        assert!(!sittings.has_step(&ELSEWHERE, one));
        for note in 0..=MOST_STEPS {
            sittings.note_step(&HERE, step(one, u8::try_from(note % 256).unwrap()));
        }
        let taken = std::iter::from_fn(|| sittings.take_step(&HERE, one)).count();
        assert_eq!(taken, MOST_STEPS);
    }
}

//! Why answers wait on this tablet, as far as it may be told.

use std::collections::BTreeSet;

use trykk_shared::protocol::BoxInfo;
use trykk_shared::refusal::Refusal;
use trykk_shared::waiting::Waiting;

use super::Tablet;

/// What the tablet knows of what it holds for one box.
#[derive(Clone, Debug, Default)]
struct Held {
    /// Whether the hub tells the tablet of the box.
    is_told: bool,
    /// Whether the box takes envelopes still.
    is_taken: bool,
    /// Whether it is closed for good.
    for_good: bool,
    /// Whether something that has not left waits.
    waits: bool,
    /// Whether somebody is answering.
    answering: bool,
    /// Why the hub refused something in the last slot.
    refused: BTreeSet<Refusal>,
}

/// Why something waits for a box, if anything does. Of one that can be answered still, or again, it is said alike whether anything
/// waits or not.
fn explain(held: &Held) -> Option<Waiting> {
    if held.is_taken && !held.for_good {
        return Some(Waiting::InTime);
    }
    if !held.waits && !held.answering {
        return None;
    }
    if !held.is_told {
        return Some(Waiting::Elsewhere);
    }
    if !held.is_taken {
        return Some(Waiting::TooLate);
    }
    let refused = held.refused.iter().map(|refusal| Waiting::from(*refusal)).min();
    let ordinary = if held.answering {
        Waiting::Answering
    } else {
        Waiting::Slot
    };
    Some(refused.unwrap_or(ordinary))
}

impl Tablet {
    /// What keeps the tablet from delivering, whether it holds anything or not.
    pub fn obstacle(&self) -> Option<Waiting> {
        let changed = || (!self.rounds_with_other_keys().is_empty()).then_some(Waiting::OtherQuestions);
        let elsewhere = || self.believed_at().map(|_| Waiting::OtherWard);
        self.settings.obstacle.or_else(changed).or_else(elsewhere)
    }

    /// Why answers wait here; nothing where none do. Before a round is closed for good it does not follow from what people answered.
    pub fn waiting(&self) -> Option<Waiting> {
        let boxes = self.settings.manifest.iter().flat_map(|manifest| &manifest.boxes);
        let told: Vec<_> = boxes.map(|info| (info.id, self.describe_held(info))).collect();
        let is_told = |box_id| told.iter().any(|(id, _)| *id == box_id);
        let kept = self.store.kept().filter(|kept| !kept.sent && !is_told(kept.box_id));
        let untold = kept.map(|_| Held {
            waits: true,
            ..Held::default()
        });
        let reasons = told.iter().map(|(_, held)| held.clone()).chain(untold);
        let reason = reasons.filter_map(|held| explain(&held)).min()?;
        Some(self.obstacle().map_or(reason, |obstacle| obstacle.min(reason)))
    }

    /// Why a box that something waits for still does, as the hub is told once it is closed for good; nothing before that.
    pub(super) fn why_it_waits(&self, info: &BoxInfo) -> Option<Waiting> {
        let closed = Some(info).filter(|info| self.is_closed_for_good(info))?;
        // Of this box alone: what keeps another from leaving keeps this one from nothing.
        if self.was_changed(closed) {
            return Some(Waiting::OtherQuestions);
        }
        // What the hub may have lost is sent again when it is due. That somebody is answering is told to nobody elsewhere: they may be the
        // last one, and the hub knows when it heard.
        match explain(&self.describe_held(closed)) {
            None | Some(Waiting::Answering) => Some(Waiting::Slot),
            reason => reason,
        }
    }

    fn describe_held(&self, info: &BoxInfo) -> Held {
        Held {
            is_told: true,
            is_taken: info.state.takes_envelopes(),
            for_good: self.is_closed_for_good(info),
            waits: self.store.kept().any(|kept| kept.box_id == info.id && !kept.sent),
            answering: self.answering == Some(info.id),
            refused: self.settings.refused.get(&info.id).cloned().unwrap_or_default(),
        }
    }

    /// What of it stands on the screen: what people can do something about, and what has come to its end in its own time not at all.
    /// While they answer that is why the hub has been silent for a day.
    pub fn shown_waiting(&self) -> Option<Waiting> {
        if self.is_offline() {
            return Some(self.settings.obstacle.unwrap_or(Waiting::Unreachable));
        }
        self.waiting().filter(|reason| *reason != Waiting::InTime)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn refusals() -> impl Strategy<Value = BTreeSet<Refusal>> {
        proptest::collection::btree_set(
            proptest::sample::select(vec![
                Refusal::UnknownBox,
                Refusal::NotYourBox,
                Refusal::TooLate,
                Refusal::Full,
                Refusal::Malformed,
                Refusal::WrongId,
            ]),
            0..4,
        )
    }

    proptest! {
        /// Whether anybody has answered does not change what is said before the closing is final.
        #[test]
        fn while_people_can_answer_the_reason_does_not_follow_from_answers(
            waits: bool, answering: bool, refused in refusals(),
        ) {
            let open = Held { is_told: true, is_taken: true, for_good: false, waits, answering, refused };
            let said = explain(&open);
            prop_assert_eq!(said, explain(&Held { waits: false, answering: false, refused: BTreeSet::new(), ..open }));
            prop_assert!(said.is_some_and(|reason| !reason.follows_from_answers()));
        }

        #[test]
        fn closed_for_good_a_reason_is_said_exactly_where_something_waits(
            is_told: bool, is_taken: bool, waits: bool, answering: bool, refused in refusals(),
        ) {
            let closed = Held { is_told, is_taken, for_good: true, waits, answering, refused };
            prop_assert_eq!(explain(&closed).is_some(), waits || answering);
        }
    }

    #[test]
    fn each_refusal_is_a_reason_of_its_own() {
        let closed = Held {
            is_told: true,
            is_taken: true,
            for_good: true,
            waits: true,
            ..Held::default()
        };
        for (refused, reason) in [
            (None, Waiting::Slot),
            (Some(Refusal::Full), Waiting::Full),
            (Some(Refusal::TooLate), Waiting::TooLate),
            (Some(Refusal::NotYourBox), Waiting::Elsewhere),
            (Some(Refusal::UnknownBox), Waiting::Elsewhere),
            (Some(Refusal::Malformed), Waiting::Unreadable),
            (Some(Refusal::WrongId), Waiting::Unreadable),
        ] {
            let held = Held {
                refused: refused.into_iter().collect(),
                ..closed.clone()
            };
            assert_eq!(explain(&held), Some(reason), "{refused:?}");
        }
        let answering = Held {
            answering: true,
            ..closed.clone()
        };
        assert_eq!(explain(&answering), Some(Waiting::Answering));
        assert_eq!(
            explain(&Held {
                is_taken: false,
                ..closed.clone()
            }),
            Some(Waiting::TooLate)
        );
        assert_eq!(
            explain(&Held {
                is_told: false,
                ..closed
            }),
            Some(Waiting::Elsewhere)
        );
    }
}

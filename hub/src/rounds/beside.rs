//! One ward has one open round at a time: the one rule for every way in which two boxes of a hub could be. Pure. That two
//! rounds of a plan do not overlap, as they are written, is asked by `organisation/check.rs`.

use trykk_shared::protocol::BoxState;

use crate::store::BoxRow;

/// Another round of one of these wards that would be open beside this one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "round {round:?} would be open in {wards} beside {other:?}, which is open there from {} to {}; a ward has one open round at a time",
    say(*opens), say(*closes)
)]
pub struct Beside {
    /// The round that is to be open.
    pub round: String,
    /// The wards that both have.
    pub wards: String,
    /// The other round.
    pub other: String,
    /// When that opens or opened, seconds since 1970-01-01 UTC.
    pub opens: i64,
    /// When that closes.
    pub closes: i64,
}

fn say(seconds: i64) -> String {
    jiff::Timestamp::from_second(seconds).map_or_else(|_| seconds.to_string(), |time| time.to_string())
}

/// Another round that is open in one of a box's wards between `from` and `until`, or is planned to open there after `from`. One whose
/// time had come before, and that could not open, does not count: it finds this one open when it can.
pub fn find_beside(boxes: &[BoxRow], ballot_box: &BoxRow, from: i64, until: i64) -> Option<Beside> {
    let shared = |other: &BoxRow| -> Vec<String> {
        let wards = ballot_box.wards.iter();
        wards.filter(|ward| other.wards.contains(ward)).cloned().collect()
    };
    let is_open_then = |other: &BoxRow| {
        let counts = match other.state {
            None => other.opens > from,
            Some(BoxState::Open) => !other.closed_for_good,
            Some(_) => false,
        };
        counts && other.opens < until && from < other.closes
    };
    let others = boxes
        .iter()
        .filter(|other| other.id != ballot_box.id && is_open_then(other));
    let beside = others.filter_map(|other| {
        let wards = shared(other);
        (!wards.is_empty()).then(|| Beside {
            round: ballot_box.round.clone(),
            wards: wards.join("+"),
            other: other.round.clone(),
            opens: other.opens,
            closes: other.closes,
        })
    });
    beside.min_by_key(|beside| beside.opens)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use trykk_shared::deck::Mode;
    use trykk_shared::ids::BoxId;
    use trykk_shared::kind::SheetShape;

    use super::*;

    fn a_box(id: u8, wards: &[&str], state: Option<BoxState>, opens: i64, closes: i64) -> BoxRow {
        BoxRow {
            id: BoxId([id; 16]),
            round: format!("round-{id}"),
            wards: wards.iter().map(|ward| (*ward).to_owned()).collect(),
            departments: Vec::new(),
            state,
            opens,
            closes,
            floor: 7,
            key: None,
            headcount: 20,
            most_people: 20,
            confirmed_people: None,
            mode: Mode::DropIn,
            shape: SheetShape::default(),
            refused_sheets: None,
            asks_for_codes: false,
            closed_for_good: false,
            unread_at: None,
            unread_owed: 0,
            restored: false,
            pulse_of: None,
        }
    }

    #[derive(Clone, Copy, Debug)]
    enum Step {
        Open(usize),
        Extend(usize, i64),
        Wait(i64),
    }

    fn steps() -> impl Strategy<Value = Vec<Step>> {
        let step = prop_oneof![
            (0..4_usize).prop_map(Step::Open),
            (0..4_usize, 1..60_i64).prop_map(|(nth, by)| Step::Extend(nth, by)),
            (0..15_i64).prop_map(Step::Wait),
        ];
        prop::collection::vec(step, 0..30)
    }

    proptest! {
        /// Whatever is opened, opened again and extended, in whichever order: no moment finds two rounds open on one ward.
        #[test]
        fn no_ward_ever_has_two_open_rounds(steps in steps(), pooled in any::<bool>()) {
            let both: &[&str] = if pooled { &["a", "b"] } else { &["a"] };
            let mut boxes = [
                a_box(1, &["a"], None, 10, 30),
                a_box(2, both, None, 30, 50),
                a_box(3, &["b"], None, 50, 70),
                a_box(4, &["a", "b"], None, 80, 90),
            ];
            let mut now = 0;
            for step in steps {
                match step {
                    Step::Wait(by) => now += by,
                    Step::Open(nth) => {
                        let ballot_box = boxes[nth].clone();
                        let is_free = find_beside(&boxes, &ballot_box, now, now + 1).is_none();
                        if ballot_box.state.is_none() && now < ballot_box.closes && is_free {
                            boxes[nth].state = Some(BoxState::Open);
                            boxes[nth].opens = now;
                        }
                    }
                    Step::Extend(nth, by) => {
                        let ballot_box = boxes[nth].clone();
                        if ballot_box.state.is_some() && find_beside(&boxes, &ballot_box, now, now + by).is_none() {
                            boxes[nth].closes = now + by;
                        }
                    }
                }
                for ward in ["a", "b"] {
                    let open = boxes.iter().filter(|ballot_box| {
                        let is_open = ballot_box.state.is_some() && ballot_box.opens <= now && now < ballot_box.closes;
                        is_open && ballot_box.wards.iter().any(|there| there == ward)
                    });
                    prop_assert!(open.count() <= 1, "{ward} at {now} after {step:?}");
                }
            }
        }
    }

    #[test]
    fn what_is_over_elsewhere_or_was_due_before_keeps_nobody_from_it() {
        let ballot_box = a_box(1, &["a"], Some(BoxState::Open), 10, 30);
        let beside =
            |other: BoxRow| find_beside(&[ballot_box.clone(), other], &ballot_box, 20, 60).map(|found| found.other);
        assert_eq!(beside(a_box(2, &["a"], None, 40, 50)), Some("round-2".into()));
        assert_eq!(
            beside(a_box(2, &["b", "a"], Some(BoxState::Open), 15, 50)),
            Some("round-2".into())
        );
        assert_eq!(beside(a_box(2, &["b"], None, 40, 50)), None);
        assert_eq!(
            beside(a_box(2, &["a"], None, 60, 70)),
            None,
            "it opens when this one closes"
        );
        assert_eq!(beside(a_box(2, &["a"], None, 15, 50)), None, "it could not open");
        for over in [BoxState::Counted, BoxState::Released, BoxState::ClosedUnread] {
            assert_eq!(beside(a_box(2, &["a"], Some(over), 40, 50)), None);
        }
        let mut for_good = a_box(2, &["a"], Some(BoxState::Open), 15, 50);
        for_good.closed_for_good = true;
        assert_eq!(beside(for_good), None);
    }
}

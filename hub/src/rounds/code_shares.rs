//! How many sheets each tablet may deliver into a box that asks for start codes, and how many slips may still be printed.
//!
//! A tablet's codes are its cap. What tablets that are out of use, stolen or unknown have not delivered may come from the
//! others: enrolled anew a tablet has another id, and none of the slips that were used on it. In all there are never more
//! sheets than people, and a slip that is printed is always good.

use trykk_shared::kind::{EnvelopeKind, PerKind, SheetShape};

use crate::store::TabletState;

/// What a tablet may deliver into a box that asks for codes, and has.
#[derive(Clone, Debug)]
pub struct CodeShare {
    /// The tablet, by id.
    pub tablet: String,
    /// Nothing for one that the hub does not know (any more): nobody can show its token.
    pub state: Option<TabletState>,
    /// How many sheets its codes open.
    pub live: u64,
    /// How many of them are spares that were woken, for a slip that may be found again.
    pub woken: u64,
    /// What came from it, quarantine included.
    pub held: PerKind<u64>,
    /// What of it lies in quarantine.
    pub quarantined: PerKind<u64>,
    /// What came from it over its own codes, at most, ever: with slips of another id of its, for some that are printed for this one since
    /// may be unused. In envelopes, not in sheets: a sheet comes in parts, and each part may be the last one that there is room for.
    pub over: PerKind<u64>,
}

impl CodeShare {
    /// Of a tablet that has no codes, and has delivered nothing.
    pub fn none(tablet: &str, state: Option<TabletState>) -> Self {
        CodeShare {
            tablet: tablet.to_owned(),
            state,
            live: 0,
            woken: 0,
            held: PerKind::default(),
            quarantined: PerKind::default(),
            over: PerKind::default(),
        }
    }

    /// What has come from it over its own codes by now.
    pub fn count_over(&self, shape: &SheetShape) -> PerKind<u64> {
        let mut over = self.over;
        for kind in EnvelopeKind::ALL {
            let own = self.live * shape.of(kind) as u64;
            *over.of_mut(kind) = over.of(kind).max(self.arrived(kind).saturating_sub(own));
        }
        over
    }

    /// Of how many sheets something has come from it over its own codes.
    fn count_sheets_over(&self, shape: &SheetShape) -> u64 {
        count_sheets(shape, |kind| self.count_over(shape).of(kind))
    }

    /// Of how many sheets something has come in.
    fn count_begun(&self, shape: &SheetShape) -> u64 {
        count_sheets(shape, |kind| self.arrived(kind))
    }

    /// Whether its slips open nothing any more, and are printed anew for those who have not answered.
    fn is_lost(&self) -> bool {
        matches!(self.state, None | Some(TabletState::Stolen))
    }

    fn arrived(&self, kind: EnvelopeKind) -> u64 {
        self.held.of(kind).saturating_sub(self.quarantined.of(kind))
    }
}

/// Of how many sheets these envelopes are, at least.
fn count_sheets(shape: &SheetShape, envelopes: impl Fn(EnvelopeKind) -> u64) -> u64 {
    let per_sheet = |kind| shape.of(kind) as u64;
    let kinds = EnvelopeKind::ALL.into_iter().filter(|kind| per_sheet(*kind) > 0);
    kinds
        .map(|kind| envelopes(kind).div_ceil(per_sheet(kind)))
        .max()
        .unwrap_or(0)
}

/// How many envelopes of a kind a tablet may deliver into a box in which `headcount` people work; `per_sheet` is how many each
/// sheet has.
pub fn cap_by_codes(
    shares: &[CodeShare],
    tablet: (&str, TabletState),
    kind: EnvelopeKind,
    per_sheet: u64,
    headcount: u32,
) -> u64 {
    let (id, state) = tablet;
    let may = |share: &CodeShare| share.live * per_sheet;
    let is_active = |share: &&CodeShare| share.state == Some(TabletState::Active);
    let sum = |of: &dyn Fn(&CodeShare) -> u64| shares.iter().map(of).sum::<u64>();
    let rest = |share: &CodeShare| match is_active(&share) {
        true => 0,
        // What came over its codes has used none of its slips.
        false => may(share).saturating_sub(share.arrived(kind).saturating_sub(share.over.of(kind))),
    };
    let over = |share: &CodeShare| share.over.of(kind).max(share.arrived(kind).saturating_sub(may(share)));
    // What came over its own codes has used none of them.
    let own = |share: &CodeShare| share.held.of(kind).saturating_sub(share.over.of(kind));
    let room = |share: &CodeShare| may(share).saturating_sub(own(share));
    let promised = |share: &CodeShare| if is_active(&share) { room(share) } else { 0 };
    let people = (u64::from(headcount) + sum(&|share| share.woken)) * per_sheet;
    let free = people
        .saturating_sub(sum(&|share| share.arrived(kind)))
        .saturating_sub(sum(&promised));
    let of_others = sum(&rest).saturating_sub(sum(&over));
    let left = of_others.min(free);
    let none = CodeShare::none(id, Some(state));
    let asking = shares.iter().find(|share| share.tablet == id).unwrap_or(&none);
    asking.held.of(kind)
        + match state {
            TabletState::Active => room(asking) + left,
            // What is left of its own slips is in it, and of those of a name that it lost before.
            TabletState::Retired => left,
            // Into quarantine, which uses nothing up until the guide decides. What lies there of any tablet is in the slips that are left, and
            // what lies there over a tablet's own is in what people are free to: it is let in once, not with each delivery anew.
            TabletState::Stolen => {
                let aside = sum(&|share| share.quarantined.of(kind));
                let beyond = sum(&|share| share.quarantined.of(kind).saturating_sub(rest(share)));
                room(asking).max(of_others.saturating_sub(aside).min(free.saturating_sub(beyond)))
            }
        }
}

/// How many people have a slip that is good or was used: of lost tablets as many as sheets came in from them, and of all that came
/// in over a tablet's own codes with a lost one's.
pub fn count_slips_in_use(shares: &[CodeShare], shape: &SheetShape) -> u64 {
    shares
        .iter()
        .map(|share| {
            let slips = share.live.saturating_sub(share.woken);
            match share.is_lost() {
                true => share.count_begun(shape).min(slips) + share.count_sheets_over(shape),
                false => slips + share.count_sheets_over(shape),
            }
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const KIND: EnvelopeKind = EnvelopeKind::ParticipantMark;
    const SHAPE: SheetShape = SheetShape {
        participant_marks: 3,
        participant_notes: 0,
        table_marks: 0,
    };

    /// What happens to a tablet.
    #[derive(Clone, Debug)]
    enum Step {
        Print(u64),
        Wake,
        Deliver(u64),
        Become(Option<TabletState>),
    }

    fn step() -> impl Strategy<Value = Step> {
        prop_oneof![
            (1_u64..6).prop_map(Step::Print),
            Just(Step::Wake),
            (1_u64..14).prop_map(Step::Deliver),
            (1_u64..14).prop_map(Step::Deliver),
            prop_oneof![
                Just(Some(TabletState::Retired)),
                Just(Some(TabletState::Stolen)),
                Just(None),
            ]
            .prop_map(Step::Become),
        ]
    }

    proptest! {
        /// Whoever delivers first, whatever is printed for whom and whoever goes out of use when: never more sheets than people (and
        /// spares), a slip that is printed is always good, and a tablet that others leave alone delivers as many as it has.
        #[test]
        fn never_more_sheets_than_people_and_a_printed_slip_is_always_good(
            headcount in 1_u32..20,
            steps in proptest::collection::vec((0_usize..4, step()), 0..60),
        ) {
            let mut shares: Vec<CodeShare> =
                (0..4).map(|nth| CodeShare::none(&nth.to_string(), Some(TabletState::Active))).collect();
            for (nth, step) in steps {
                let state = shares[nth].state;
                let is_active = state == Some(TabletState::Active);
                match step {
                    Step::Print(slips) => {
                        if is_active && count_slips_in_use(&shares, &SHAPE) + slips <= u64::from(headcount) {
                            shares[nth].live += slips;
                        }
                    }
                    Step::Wake if is_active => {
                        shares[nth].live += 1;
                        shares[nth].woken += 1;
                    }
                    Step::Wake => {}
                    Step::Deliver(wanted) => {
                        let Some(state) = state else { continue };
                        let cap = cap_by_codes(&shares, (&nth.to_string(), state), KIND, 3, headcount);
                        let held = shares[nth].held.of(KIND);
                        prop_assert!(cap >= held);
                        if is_active {
                            let own_used = held.saturating_sub(shares[nth].over.of(KIND));
                            prop_assert!(cap >= held + (shares[nth].live * 3).saturating_sub(own_used));
                        }
                        if shares.iter().all(|share| share.state == Some(TabletState::Active)) {
                            prop_assert_eq!(cap, shares[nth].live * 3);
                        }
                        let stored = wanted.min(cap - held);
                        *shares[nth].held.of_mut(KIND) += stored;
                        if state == TabletState::Stolen {
                            *shares[nth].quarantined.of_mut(KIND) += stored;
                            // However many deliveries it comes in: with what lies there already it is no more than people are free to.
                            if stored > (shares[nth].live * 3).saturating_sub(held.saturating_sub(shares[nth].over.of(KIND))) {
                                let own = |share: &CodeShare| (share.live * 3).saturating_sub(share.arrived(KIND).saturating_sub(share.over.of(KIND)));
                                let beyond: u64 = shares.iter().map(|share| share.quarantined.of(KIND).saturating_sub(own(share))).sum();
                                let active = shares.iter().filter(|share| share.state == Some(TabletState::Active));
                                let promised: u64 = active.map(|share| (share.live * 3).saturating_sub(share.held.of(KIND).saturating_sub(share.over.of(KIND)))).sum();
                                let taken: u64 = shares.iter().map(|share| share.arrived(KIND)).sum();
                                let woken: u64 = shares.iter().map(|share| share.woken).sum();
                                prop_assert!(beyond + taken + promised <= (u64::from(headcount) + woken) * 3);
                            }
                        }
                        shares[nth].over = shares[nth].count_over(&SHAPE);
                    }
                    Step::Become(to) if state.is_some() && state != Some(TabletState::Stolen) => shares[nth].state = to,
                    Step::Become(_) => {}
                }
                let arrived: u64 = shares.iter().map(|share| share.arrived(KIND)).sum();
                let woken: u64 = shares.iter().map(|share| share.woken).sum();
                prop_assert!(arrived <= (u64::from(headcount) + woken) * 3);
            }
        }
    }

    /// Seven envelopes of three a sheet, where one slip is the tablet's own: what it may deliver beside its own sheet is no more than people
    /// answered.
    #[test]
    fn part_of_a_sheet_makes_no_room_for_another() {
        let share = |tablet: &str, state, live, held| {
            let mut share = CodeShare::none(tablet, Some(state));
            (share.live, share.woken) = (live, 1);
            *share.held.of_mut(KIND) = held;
            share
        };
        let mut shares = vec![
            share("retired", TabletState::Retired, 4, 7),
            share("asks", TabletState::Active, 1, 0),
            share("other", TabletState::Active, 1, 0),
        ];
        let cap = cap_by_codes(&shares, ("asks", TabletState::Active), KIND, 3, 3);
        assert_eq!(cap, 8, "its own sheet, and what is left of the retired tablet's");
        // However it comes, in all it is no more than there are people and woken spares, the other's own sheet among them.
        *shares[1].held.of_mut(KIND) = 7;
        shares[1].over = shares[1].count_over(&SHAPE);
        let then = cap_by_codes(&shares, ("asks", TabletState::Active), KIND, 3, 3);
        assert!(7 + then + 3 <= (3 + 3) * 3, "{then}");
        // All that is left of a sheet is let in where its beginning came under the name that was lost.
        shares[0] = share("retired", TabletState::Retired, 6, 1);
        shares[0].woken = 3;
        shares[1] = share("asks", TabletState::Active, 0, 0);
        shares[2] = share("other", TabletState::Active, 0, 0);
        for share in &mut shares[1..] {
            share.woken = 0;
        }
        assert_eq!(cap_by_codes(&shares, ("asks", TabletState::Active), KIND, 3, 3), 17);
    }

    /// Three sheets of four each, all answered with slips of a name that was lost. Eleven envelopes came under the new name, and the last one
    /// is let in: three whole sheets had "begun" to come over its codes, and nothing was left of three.
    #[test]
    fn the_last_part_of_a_lost_names_sheets_arrives() {
        let mut old = CodeShare::none("old", Some(TabletState::Retired));
        old.live = 3;
        let mut new = CodeShare::none("new", Some(TabletState::Active));
        *new.held.of_mut(KIND) = 11;
        let shape = SheetShape {
            participant_marks: 4,
            ..SHAPE
        };
        new.over = new.count_over(&shape);
        assert_eq!(cap_by_codes(&[old, new], ("new", TabletState::Active), KIND, 4, 5), 12);
    }

    proptest! {
        /// Everybody used their slip. One tablet delivered any part under a name that it lost then, and delivers the rest, and what was answered
        /// with slips of its own, in any parts; another one delivers beside it. All of it arrives.
        #[test]
        fn whatever_was_answered_with_slips_arrives_in_whatever_parts(
            (lost, own, other) in (0_u64..5, 0_u64..4, 0_u64..4),
            (marks, notes) in (1_usize..5, 0_usize..3),
            before in (0.0_f64..=1.0, 0.0_f64..=1.0),
            parts in proptest::collection::vec((any::<bool>(), any::<bool>(), 1_u64..6), 0..80),
            retires in 0_usize..120,
        ) {
            let shape = SheetShape { participant_marks: marks, participant_notes: notes, table_marks: 0 };
            let kinds = [(KIND, marks as u64, before.0), (EnvelopeKind::ParticipantNote, notes as u64, before.1)];
            let headcount = u32::try_from(lost + own + other).unwrap();
            let mut shares = [("old", Some(TabletState::Retired), lost), ("new", Some(TabletState::Active), own), ("other", Some(TabletState::Active), other)]
                .map(|(tablet, state, live)| CodeShare { live, ..CodeShare::none(tablet, state) });
            let mut waits = [PerKind::<u64>::default(), PerKind::default()];
            for (kind, per_sheet, share) in kinds {
                #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, clippy::cast_sign_loss, reason = "a handful")]
                let delivered = ((lost * per_sheet) as f64 * share) as u64;
                *shares[0].held.of_mut(kind) = delivered;
                *waits[0].of_mut(kind) = lost * per_sheet - delivered + own * per_sheet;
                *waits[1].of_mut(kind) = other * per_sheet;
            }
            // As drawn, and then whatever is left.
            let rest = [(false, false), (false, true), (true, false), (true, true)].map(|(second, is_note)| (second, is_note, u64::MAX));
            for (part, (second, is_note, wanted)) in parts.into_iter().chain(rest).enumerate() {
                // The new name is given up too: what was answered can still be sent.
                if part == retires {
                    shares[1].state = Some(TabletState::Retired);
                }
                let (kind, per_sheet, _) = kinds[usize::from(is_note)];
                let wanted = wanted.min(waits[usize::from(second)].of(kind));
                let nth = 1 + usize::from(second);
                let asking = (if second { "other" } else { "new" }, shares[nth].state.unwrap());
                let cap = cap_by_codes(&shares, asking, kind, per_sheet, headcount);
                prop_assert!(shares[nth].held.of(kind) + wanted <= cap, "{kind:?}: {wanted} more, {cap} at most: {shares:?}");
                *shares[nth].held.of_mut(kind) += wanted;
                *waits[usize::from(second)].of_mut(kind) -= wanted;
                shares[nth].over = shares[nth].count_over(&shape);
            }
            prop_assert_eq!(waits, [PerKind::default(), PerKind::default()]);
        }
    }

    /// What a tablet brought with slips of another name, and was reported stolen then, was answered all the same.
    #[test]
    fn what_a_stolen_tablet_brought_over_its_codes_leaves_no_slips_to_print() {
        let share = |tablet: &str, state, live, held| {
            let mut share = CodeShare::none(tablet, Some(state));
            share.live = live;
            *share.held.of_mut(KIND) = held;
            share.over = share.count_over(&SHAPE);
            share
        };
        let shares = [
            share("first", TabletState::Stolen, 3, 0),
            share("anew", TabletState::Stolen, 0, 9),
            share("third", TabletState::Active, 3, 0),
        ];
        assert_eq!(count_slips_in_use(&shares, &SHAPE), 6, "three came in, three are good");
    }

    /// A tablet brings what was answered under its old name, gets a slip of its own, and is retired then: that one arrives too.
    #[test]
    fn a_retired_tablets_own_slip_arrives_beside_what_it_brought_for_another() {
        let mut old = CodeShare::none("old", Some(TabletState::Retired));
        old.live = 2;
        *old.held.of_mut(KIND) = 3;
        let mut new = CodeShare::none("new", Some(TabletState::Active));
        *new.held.of_mut(KIND) = 3;
        new.over = new.count_over(&SHAPE);
        (new.live, new.state) = (1, Some(TabletState::Retired));
        assert_eq!(cap_by_codes(&[old, new], ("new", TabletState::Retired), KIND, 3, 3), 6);
    }

    /// Nothing had come when the tablet was taken out of use under its new name too, or reported stolen.
    #[test]
    fn what_was_answered_under_a_lost_name_arrives_from_a_tablet_that_is_out_of_use_by_now() {
        for state in [TabletState::Retired, TabletState::Stolen] {
            let mut old = CodeShare::none("old", Some(TabletState::Retired));
            old.live = 3;
            let mut new = CodeShare::none("new", Some(state));
            new.live = 1;
            let mut cap = |held| {
                *new.held.of_mut(KIND) = held;
                if state == TabletState::Stolen {
                    *new.quarantined.of_mut(KIND) = held;
                }
                new.over = new.count_over(&SHAPE);
                cap_by_codes(&[old.clone(), new.clone()], ("new", state), KIND, 3, 4)
            };
            assert_eq!((cap(0), cap(5), cap(12)), (12, 12, 12), "{state:?}");
        }
    }

    /// A thief sends on and on: what was let in beside the tablet's own slip is let in once.
    #[test]
    fn a_stolen_tablets_room_does_not_grow_with_each_delivery() {
        let share = |tablet: &str, state, live, held| {
            let mut share = CodeShare::none(tablet, Some(state));
            share.live = live;
            *share.held.of_mut(KIND) = held;
            share
        };
        let mut shares = [
            share("active", TabletState::Active, 10, 30),
            share("retired", TabletState::Retired, 19, 0),
            share("stolen", TabletState::Stolen, 1, 0),
        ];
        let mut all = 0;
        for _ in 0..4 {
            let cap = cap_by_codes(&shares, ("stolen", TabletState::Stolen), KIND, 3, 20);
            *shares[2].held.of_mut(KIND) = cap;
            *shares[2].quarantined.of_mut(KIND) = cap;
            shares[2].over = shares[2].count_over(&SHAPE);
            all = cap;
        }
        assert!(
            all <= (1 + 10) * 3,
            "its own, and as many as ten people are free to: {all}"
        );
    }

    /// Two tablets are stolen, and the slips of the first were printed anew: what it sent takes no room from what the second one brings of
    /// a name that was lost.
    #[test]
    fn what_lies_in_quarantine_takes_no_room_from_another_stolen_tablet() {
        let share = |tablet: &str, state, live| CodeShare {
            live,
            ..CodeShare::none(tablet, Some(state))
        };
        let mut stolen = share("first", TabletState::Stolen, 5);
        *stolen.held.of_mut(KIND) = 5 * 3;
        *stolen.quarantined.of_mut(KIND) = 5 * 3;
        let shares = [
            stolen,
            share("anew", TabletState::Active, 5),
            share("lost", TabletState::Retired, 3),
            share("second", TabletState::Stolen, 0),
        ];
        assert_eq!(cap_by_codes(&shares, ("second", TabletState::Stolen), KIND, 3, 8), 9);
    }

    /// A tablet that lost its settings and was enrolled anew holds what was answered with the slips of its old name, and has
    /// slips of its own: all of it arrives, in whatever order.
    #[test]
    fn slips_of_a_lost_name_and_those_printed_since_all_arrive() {
        for lost in [Some(TabletState::Stolen), Some(TabletState::Retired), None] {
            let mut old = CodeShare::none("old", lost);
            old.live = 20;
            *old.held.of_mut(KIND) = 9 * 3;
            let mut new = CodeShare::none("new", Some(TabletState::Active));
            new.live = if lost == Some(TabletState::Retired) { 0 } else { 7 };
            let all = 3 * (4 + new.live);
            assert!(cap_by_codes(&[old, new], ("new", TabletState::Active), KIND, 3, 20) >= all);
        }
    }
}

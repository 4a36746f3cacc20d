//! How a ward stands, and what is to be done next.

use proptest::prelude::*;
use proptest::sample::select;
use trykk_hub::rounds::has_too_few;
use trykk_hub::rounds::phase::{BoxFacts, Need, Next, Phase, Standing, WardFacts, stand};
use trykk_hub::store::BoxRow;
use trykk_shared::deck::Mode;
use trykk_shared::ids::BoxId;
use trykk_shared::kind::{PerKind, SheetShape};
use trykk_shared::protocol::BoxState;

const NOW: i64 = 1_790_000_000;
const DAY: i64 = 24 * 3600;

fn a_box(state: Option<BoxState>, opens: i64, closes: i64) -> BoxRow {
    BoxRow {
        id: BoxId([1; 16]),
        round: "round".to_owned(),
        wards: vec!["ward".to_owned()],
        departments: Vec::new(),
        state,
        opens,
        closes,
        floor: 7,
        key: state.map(|_| [0; 32]),
        headcount: 30,
        most_people: 30,
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

fn facts(ballot_box: &BoxRow) -> BoxFacts<'_> {
    BoxFacts {
        ballot_box,
        hindered: false,
        opens_soon: false,
        too_few: false,
        tablets_wait: false,
        has_codes: false,
        may_read: true,
    }
}

fn of(boxes: &[BoxFacts<'_>]) -> Standing {
    let ward = WardFacts {
        boxes,
        has_draft: false,
        has_tablet: true,
        tablet_needs_care: false,
        has_key: true,
        owes_follow_up: false,
    };
    stand(&ward, NOW)
}

#[test]
fn a_round_goes_its_way_from_nothing_to_its_result() {
    let none = of(&[]);
    assert_eq!(
        (none.phase, none.next, none.need),
        (Phase::NoRound, Next::MakeRound, Need::Idle)
    );
    let draft = WardFacts {
        boxes: &[],
        has_draft: true,
        has_tablet: false,
        tablet_needs_care: false,
        has_key: true,
        owes_follow_up: false,
    };
    let draft = stand(&draft, NOW);
    assert_eq!(
        (draft.phase, draft.next, draft.need),
        (Phase::Draft, Next::FinishDraft, Need::ToDo)
    );
    let after = |row: BoxRow| {
        let standing = of(&[facts(&row)]);
        (standing.phase, standing.next, standing.need)
    };
    let planned = |days: i64| a_box(None, NOW + days * DAY, NOW + (days + 10) * DAY);
    assert_eq!(after(planned(30)), (Phase::Planned, Next::Confirm, Need::Runs));
    assert_eq!(after(planned(3)), (Phase::Planned, Next::Confirm, Need::ToDo));
    let mut confirmed = planned(3);
    confirmed.key = Some([0; 32]);
    assert_eq!(
        after(confirmed.clone()),
        (Phase::Confirmed, Next::WaitToOpen, Need::Runs)
    );
    confirmed.asks_for_codes = true;
    assert_eq!(after(confirmed), (Phase::Confirmed, Next::PrintCodes, Need::ToDo));
    let open = |closes| a_box(Some(BoxState::Open), NOW - 60 * DAY, closes);
    assert_eq!(after(open(NOW + DAY)), (Phase::Open, Next::WaitForAnswers, Need::Runs));
    assert_eq!(after(open(NOW - 60)), (Phase::ToCount, Next::WaitForGood, Need::Runs));
    assert_eq!(after(open(NOW - DAY)), (Phase::ToCount, Next::Count, Need::ToDo));
    assert_eq!(after(open(NOW - 8 * DAY)), (Phase::ToCount, Next::Count, Need::Late));
    let counted = |closes| a_box(Some(BoxState::Counted), NOW - 60 * DAY, closes);
    assert_eq!(after(counted(NOW - DAY)), (Phase::ToPublish, Next::Publish, Need::ToDo));
    assert_eq!(
        after(counted(NOW - 22 * DAY)),
        (Phase::ToPublish, Next::Publish, Need::Late)
    );
    let over = |state| a_box(Some(state), NOW - 60 * DAY, NOW - 40 * DAY);
    assert_eq!(
        after(over(BoxState::Released)),
        (Phase::Published, Next::SeeResult, Need::Idle)
    );
    assert_eq!(
        after(over(BoxState::ClosedUnread)),
        (Phase::ClosedUnread, Next::MakeRound, Need::Idle)
    );
}

#[test]
fn a_result_that_nobody_followed_up_is_late_where_nothing_else_is_to_be_done() {
    let owing = |boxes: &[BoxFacts<'_>]| {
        let ward = WardFacts {
            boxes,
            has_draft: false,
            has_tablet: true,
            tablet_needs_care: false,
            has_key: true,
            owes_follow_up: true,
        };
        let standing = stand(&ward, NOW);
        (standing.phase, standing.next, standing.need)
    };
    let released = a_box(Some(BoxState::Released), NOW - 90 * DAY, NOW - 80 * DAY);
    let late = (Next::FollowUp, Need::Late);
    let (phase, next, need) = owing(&[facts(&released)]);
    assert_eq!((phase, (next, need)), (Phase::Published, late));
    // While people answer to another one it stays late.
    let open = a_box(Some(BoxState::Open), NOW - DAY, NOW + DAY);
    let (phase, next, need) = owing(&[facts(&released), facts(&open)]);
    assert_eq!((phase, (next, need)), (Phase::Open, late));
    // What has to be done comes first.
    let counted = a_box(Some(BoxState::Counted), NOW - 9 * DAY, NOW - 3 * DAY);
    assert_eq!(owing(&[facts(&released), facts(&counted)]).1, Next::Publish);
    assert_eq!(of(&[facts(&released)]).need, Need::Idle, "nothing is owed");
}

#[test]
fn what_hinders_a_round_comes_before_it_goes_on() {
    let open = a_box(Some(BoxState::Open), NOW - DAY, NOW + DAY);
    let one = [facts(&open)];
    let ward = |has_tablet, tablet_needs_care, has_key| WardFacts {
        boxes: &one,
        has_draft: true,
        has_tablet,
        tablet_needs_care,
        has_key,
        owes_follow_up: false,
    };
    assert_eq!(stand(&ward(false, false, true), NOW).next, Next::EnrolTablet);
    assert_eq!(stand(&ward(true, true, true), NOW).next, Next::SeeTablet);
    let planned = a_box(None, NOW - DAY, NOW + DAY);
    let hindered = BoxFacts {
        hindered: true,
        ..facts(&planned)
    };
    let standing = of(&[hindered]);
    assert_eq!((standing.next, standing.need), (Next::Mend, Need::Late));
    let unconfirmed = a_box(None, NOW - 3600, NOW + DAY);
    let standing = of(&[facts(&unconfirmed)]);
    assert_eq!((standing.next, standing.need), (Next::Confirm, Need::Late));
    let closed = a_box(Some(BoxState::Open), NOW - 9 * DAY, NOW - DAY);
    let next = |change: fn(&mut BoxFacts<'_>)| {
        let mut facts = facts(&closed);
        change(&mut facts);
        of(&[facts]).next
    };
    assert_eq!(next(|facts| facts.tablets_wait = true), Next::WaitForTablets);
    assert_eq!(next(|facts| facts.too_few = true), Next::DecideTooFew);
    // A tablet that is silent delivers nothing by itself.
    let waits = BoxFacts {
        tablets_wait: true,
        ..facts(&closed)
    };
    let silent = WardFacts {
        boxes: &[waits],
        has_draft: false,
        has_tablet: true,
        tablet_needs_care: true,
        has_key: true,
        owes_follow_up: false,
    };
    let standing = stand(&silent, NOW);
    assert_eq!(
        (standing.phase, standing.next, standing.need),
        (Phase::ToCount, Next::SeeTablet, Need::ToDo)
    );
    assert_eq!(stand(&silent, NOW + 7 * DAY).need, Need::Late);
    let counted = a_box(Some(BoxState::Counted), NOW - 9 * DAY, NOW - DAY);
    let not_mine = BoxFacts {
        may_read: false,
        ..facts(&counted)
    };
    assert_eq!(of(&[not_mine]).next, Next::AskOther);
}

/// Any box, in any state, whatever is known of it.
fn any_box(nth: u8) -> impl Strategy<Value = (BoxRow, [bool; 4], bool)> {
    let states = vec![
        None,
        Some(BoxState::Open),
        Some(BoxState::Counted),
        Some(BoxState::Released),
        Some(BoxState::ClosedUnread),
    ];
    let times = (-40..40_i64, 1..40_i64, -3000..3000_i64);
    let flags = (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>());
    let known = (any::<[bool; 4]>(), any::<bool>());
    (select(states), times, flags, known).prop_map(
        move |(state, (opens, lasts, seconds), (confirmed, codes, good, unread), (known, few))| {
            let opens = NOW + opens * DAY + seconds;
            let mut row = a_box(state, opens, opens + lasts * DAY);
            row.id = BoxId([nth; 16]);
            row.key = (state.is_some() || confirmed).then_some([0; 32]);
            row.asks_for_codes = codes;
            row.closed_for_good = good && state == Some(BoxState::Open);
            row.unread_at = (unread && state == Some(BoxState::Open)).then_some(NOW + DAY);
            (row, known, few)
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    /// The next step is one that can be taken, the order of the boxes tells nothing, what is over changes nothing beside what is
    /// not, and the whole ward needs the guide as much as the box that needs the guide most.
    #[test]
    fn the_next_step_can_be_taken_and_the_neediest_box_decides(
        boxes in prop::collection::vec(any::<bool>(), 0..4).prop_flat_map(|boxes| {
            (1..=u8::try_from(boxes.len()).unwrap()).map(any_box).collect::<Vec<_>>()
        }),
        (has_draft, has_tablet, tablet_needs_care, has_key) in any::<(bool, bool, bool, bool)>(),
    ) {
        let all: Vec<BoxFacts<'_>> = boxes
            .iter()
            .map(|(row, known, few)| BoxFacts {
                ballot_box: row,
                hindered: known[0] && row.state.is_none(),
                opens_soon: known[1] && !known[0] && row.state.is_none() && row.is_confirmed(),
                too_few: *few,
                tablets_wait: known[1],
                has_codes: known[2],
                may_read: known[3],
            })
            .collect();
        let how = |boxes: &[BoxFacts<'_>]| {
            stand(&WardFacts { boxes, has_draft, has_tablet, tablet_needs_care, has_key, owes_follow_up: false }, NOW)
        };
        let standing = how(&all);
        let backwards: Vec<BoxFacts<'_>> = all.iter().rev().copied().collect();
        prop_assert_eq!(how(&backwards), standing);

        let is_over = |facts: &&BoxFacts<'_>| matches!(facts.ballot_box.state, Some(BoxState::Released | BoxState::ClosedUnread));
        let alive: Vec<BoxFacts<'_>> = all.iter().filter(|facts| !is_over(facts)).copied().collect();
        if !alive.is_empty() {
            prop_assert_eq!(how(&alive), standing);
            let neediest = alive.iter().map(|one| how(&[*one]).need).min();
            prop_assert_eq!(Some(standing.need), neediest);
        }

        let one = all.iter().find(|facts| Some(facts.ballot_box.id) == standing.box_id);
        let state = one.and_then(|facts| facts.ballot_box.state_at(NOW));
        let row = one.map(|facts| facts.ballot_box);
        let for_good = row.is_some_and(|row| row.is_closed_for_good(NOW));
        let fits = match standing.next {
            Next::MakeRound => !has_draft && alive.is_empty(),
            Next::FinishDraft => has_draft && alive.is_empty(),
            Next::ChoosePassphrase => !has_key && row.is_some_and(|row| row.key.is_none()),
            Next::Mend => one.is_some_and(|facts| facts.hindered),
            Next::Confirm => row.is_some_and(|row| row.state.is_none() && row.key.is_none()),
            Next::WaitToOpen => row.is_some_and(BoxRow::is_confirmed),
            Next::EnrolTablet => !has_tablet && row.is_some_and(|row| row.key.is_some()),
            Next::SeeTablet => tablet_needs_care && row.is_some_and(|row| row.key.is_some()),
            Next::PrintCodes => one.is_some_and(|facts| facts.ballot_box.asks_for_codes && !facts.has_codes),
            Next::WaitForAnswers => state == Some(BoxState::Open),
            Next::WaitForGood => state == Some(BoxState::Closed) && !for_good,
            Next::WaitForTablets => for_good && one.is_some_and(|facts| facts.tablets_wait),
            Next::Count => for_good && one.is_some_and(|facts| !facts.tablets_wait && !facts.too_few),
            Next::DecideTooFew => for_good && one.is_some_and(|facts| facts.too_few),
            Next::FollowUp => false,
            Next::WatchUnread => row.is_some_and(|row| row.unread_at.is_some()),
            Next::Publish => state == Some(BoxState::Counted) && one.is_some_and(|facts| facts.may_read),
            Next::AskOther => state == Some(BoxState::Counted) && one.is_some_and(|facts| !facts.may_read),
            Next::SeeResult => state == Some(BoxState::Released) && !has_draft,
        };
        prop_assert!(fits, "{standing:?}");
        // Nothing is late before its time.
        if standing.need == Need::Late {
            prop_assert!(row.is_some_and(|row| row.opens <= NOW && (row.state.is_none() || row.closes + 7 * DAY <= NOW)), "{standing:?}");
        }
    }
}

#[test]
fn too_few_is_what_a_count_would_refuse() {
    let mut closed = a_box(Some(BoxState::Open), NOW - 9 * DAY, NOW - DAY);
    closed.shape = SheetShape {
        participant_marks: 2,
        participant_notes: 0,
        table_marks: 3,
    };
    let few = |row: &BoxRow, mode, people: u64, tables: u64| {
        let envelopes = PerKind {
            participant_marks: 2 * people,
            participant_notes: 0,
            table_marks: 3 * tables,
        };
        let row = BoxRow { mode, ..row.clone() };
        has_too_few(&row, &envelopes)
    };
    assert!(few(&closed, Mode::DropIn, 6, 0) && !few(&closed, Mode::DropIn, 7, 0));
    assert!(few(&closed, Mode::Table, 20, 4) && !few(&closed, Mode::Table, 20, 5));
    // Tried with twelve sheets, too many of them empty: not again before five more.
    closed.refused_sheets = Some(12);
    assert!(few(&closed, Mode::DropIn, 16, 0) && !few(&closed, Mode::DropIn, 17, 0));
}

#[test]
fn a_pulse_does_not_take_its_results_place() {
    let result = a_box(Some(BoxState::Released), NOW - 60 * DAY, NOW - 50 * DAY);
    let pulse = |state, days: i64| BoxRow {
        pulse_of: Some("round".to_owned()),
        id: BoxId([2; 16]),
        ..a_box(Some(state), NOW - days * DAY, NOW - (days - 7) * DAY)
    };
    for state in [BoxState::ClosedUnread, BoxState::Released] {
        let pulse = pulse(state, 20);
        let standing = of(&[facts(&result), facts(&pulse)]);
        let found = (standing.phase, standing.next, standing.box_id);
        assert_eq!(found, (Phase::Published, Next::SeeResult, Some(result.id)), "{state:?}");
    }
    let open = pulse(BoxState::Open, 3);
    assert_eq!(of(&[facts(&result), facts(&open)]).phase, Phase::Open);
}

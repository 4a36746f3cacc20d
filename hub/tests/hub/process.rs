//! The process of a ward: where it is, what is next, and which phase may begin.

use proptest::prelude::*;
use trykk_hub::organisation::Role;
use trykk_hub::process::goals::{Change, GoalError, Goals, LONGEST_GOAL, MOST_GOALS, changes, read};
use trykk_hub::process::meetings::{
    Agenda, Meeting, MeetingError, MeetingKind, Minutes, Part, WrittenMinutes, agenda, read as read_minutes,
};
use trykk_hub::process::method::{InForce, Method};
use trykk_hub::process::{BeginError, Begun, Due, GoalSheet, Next, PhaseState, Process, may_begin, stand};
use trykk_hub::signing::{Needs, Post, PostStanding, Standing, State};

const TODAY: i64 = 20_000;

fn goals() -> Goals {
    Goals {
        goals: vec!["Alle får pause".to_owned(), "Vi hilser på hverandre".to_owned()],
        how: "Vi spør på personalmøtet".to_owned(),
        look: TODAY + 90,
    }
}

fn sheet(version: u32, goals: Goals) -> GoalSheet {
    GoalSheet {
        version,
        goals,
        account: "leader@example.org".to_owned(),
        day: TODAY,
    }
}

/// A process that has begun these phases.
fn process(begun: &[&str], has_goals: bool, resting: bool) -> Process {
    let begun = begun.iter().map(|phase| Begun {
        phase: (*phase).to_owned(),
        day: TODAY,
        account: "guide@example.org".to_owned(),
        reason: None,
        goals: None,
    });
    Process {
        id: "med-1".to_owned(),
        wards: vec!["med-1".to_owned()],
        needs: Needs::One,
        resting: resting.then_some(TODAY),
        begun: begun.collect(),
        goals: has_goals.then(|| sheet(1, goals())).into_iter().collect(),
        meetings: vec![meeting(TODAY, false)],
    }
}

/// A meeting on this day, closed with another one ninety days later, or open.
fn meeting(day: i64, closed: bool) -> Meeting {
    Meeting {
        number: 1,
        minutes: Minutes {
            kind: MeetingKind::Regular,
            day,
            parts: vec![Part::Leader, Part::Guide],
            decided: "Vi begynner".to_owned(),
            next: Some(day + 90),
            none_needed: None,
        },
        closed,
        account: "guide@example.org".to_owned(),
        revision: 1,
    }
}

fn signing(states: &[State]) -> Standing {
    let posts = [Role::Leader, Role::SafetyRep, Role::UnionRep].into_iter().zip(states);
    let posts = posts.map(|(role, state)| PostStanding {
        post: Post {
            ward: "med-1".to_owned(),
            role,
        },
        state: *state,
        answers: Vec::new(),
        owed_by: Vec::new(),
    });
    Standing {
        posts: posts.collect(),
        void: Vec::new(),
    }
}

fn states() -> impl Strategy<Value = Vec<State>> {
    let all = vec![
        State::Signed,
        State::Refused,
        State::GoneOn,
        State::Waits,
        State::Silent,
        State::Vacant,
    ];
    prop::collection::vec(prop::sample::select(all), 3)
}

fn methods() -> impl Strategy<Value = Method> {
    prop::sample::select(vec![Method::four(), Method::seven()])
}

proptest! {
    /// A phase that needs a checkpoint never begins before it is signed, but by a guide, and then with a reason that is kept.
    #[test]
    fn a_checkpoint_is_signed_or_gone_past_with_a_reason(
        method in methods(), at in 0..7_usize, wanted in 0..7_usize, has_goals: bool, asked in prop::option::of(states()),
        role in prop::sample::select(Role::ALL.to_vec()), reason in "[ a-zæøå]{0,8}", resting in prop::bool::weighted(0.2),
    ) {
        let at = at % method.phases.len();
        let Some(phase) = method.phases.get(wanted) else { return Ok(()) };
        let begun: Vec<&str> = method.phases[..=at].iter().map(|phase| &phase.id[..]).collect();
        let process = process(&begun, has_goals, resting);
        let standing = asked.as_ref().filter(|_| has_goals).map(|states| signing(states));
        let done = may_begin(&method, &process, standing.as_ref(), &phase.id, role, &reason);
        let is_signed = standing.as_ref().is_some_and(Standing::may_go_on);
        if let Ok(kept) = &done {
            prop_assert!(matches!(role, Role::Guide | Role::Leader) && !resting && wanted <= at + 1 && wanted != at);
            if wanted == at + 1 && phase.checkpoint && !is_signed {
                prop_assert!(role == Role::Guide);
                prop_assert_eq!(kept.as_deref(), Some(reason.trim()));
                prop_assert!(!reason.trim().is_empty());
            } else {
                prop_assert_eq!(kept, &None);
            }
        } else if !resting && matches!(role, Role::Guide | Role::Leader) && wanted < at {
            prop_assert!(false, "one goes back freely: {done:?}");
        }
    }

    /// Whoever is said to owe something has not done it; nobody owes anything while it rests or may go on.
    #[test]
    fn who_owes_is_who_has_not_signed(method in methods(), states in states(), resting: bool) {
        let process = process(&["anchor"], true, resting);
        let standing = signing(&states);
        let here = stand(&method, &process, Some(&standing), TODAY);
        if resting || standing.may_go_on() {
            prop_assert_eq!(&here.owed, &[]);
            prop_assert_eq!(here.next, if resting { Next::Rest } else { Next::Begin });
        } else {
            prop_assert_eq!(here.next, Next::Sign);
            let open = standing.posts.iter().filter(|post| !post.stands()).count();
            prop_assert_eq!(here.owed.len(), open);
            prop_assert!(here.owed.iter().all(|owed| matches!(owed.due, Due::Signature(_))));
        }
    }

    /// Every goal that is read is within its limits, and reading what was read changes nothing.
    #[test]
    fn goals_are_short_and_read_back(
        goals in "[-a-zæøå \n]{0,400}", how in "[a-z \n]{0,20}", day in -400..400_i64,
    ) {
        let look = trykk_hub::organisation::times::write_day(TODAY + day);
        match read(&goals, &how, &look, TODAY) {
            Ok(kept) => {
                prop_assert!((1..=MOST_GOALS).contains(&kept.goals.len()) && day >= 0 && kept.look == TODAY + day);
                prop_assert!(kept.goals.iter().all(|goal| !goal.is_empty() && goal.chars().count() <= LONGEST_GOAL));
                prop_assert_eq!(read(&kept.goals.join("\n"), &kept.how, &look, TODAY), Ok(kept.clone()));
                prop_assert_eq!(changes(&kept, &kept), []);
            }
            Err(faults) => prop_assert!(!faults.is_empty()),
        }
    }
}

#[test]
fn what_is_next_follows_the_way_of_a_ward() {
    let method = Method::four();
    let next = |process: &Process, signing: Option<&Standing>| stand(&method, process, signing, TODAY).next;
    assert_eq!(next(&process(&["anchor"], false, false), None), Next::WriteGoals);
    let owed = stand(&method, &process(&["anchor"], false, false), None, TODAY).owed;
    assert_eq!((owed.len(), owed[0].role, owed[0].due), (1, Role::Leader, Due::Goals));
    assert_eq!(next(&process(&["anchor"], true, false), None), Next::Ask);
    let waits = signing(&[State::Signed, State::Waits, State::Vacant]);
    assert_eq!(next(&process(&["anchor"], true, false), Some(&waits)), Next::Sign);
    let signed = signing(&[State::Signed, State::Signed, State::GoneOn]);
    assert_eq!(next(&process(&["anchor"], true, false), Some(&signed)), Next::Begin);
    assert_eq!(
        next(&process(&["anchor", "map", "measures", "follow-up"], true, false), None),
        Next::Stay
    );
    // A phase that the file in force does not have leads to any of its phases.
    let lost = process(&["analyse"], true, false);
    let here = stand(&method, &lost, None, TODAY);
    assert_eq!((here.position, here.state(0)), (None, PhaseState::ToCome));
    // Another method opens no checkpoint to a leader alone: a guide goes on, and says why.
    assert_eq!(here.next, Next::Choose);
    let goes_on = |role, reason| may_begin(&method, &lost, None, "measures", role, reason);
    assert_eq!(goes_on(Role::Leader, "x"), Err(BeginError::Unknown));
    assert_eq!(goes_on(Role::Guide, "\u{200b}"), Err(BeginError::NoReason));
    assert_eq!(goes_on(Role::Guide, "Vi\u{1} bytter"), Err(BeginError::Unseen));
    assert_eq!(goes_on(Role::Guide, " Ny metode"), Ok(Some("Ny metode".to_owned())));
    let faulty = InForce::of(Some(Ok("phases = 3".to_owned())));
    assert_eq!(faulty.may_begin(), Err(BeginError::FaultyMethod));
    assert_eq!(InForce::of(None).may_begin(), Ok(()));
    assert_eq!(
        may_begin(&method, &lost, None, "unknown", Role::Guide, "x"),
        Err(BeginError::NotNext)
    );
}

#[test]
fn a_version_is_signed_as_it_stands_and_for_once() {
    let mut process = process(&["anchor"], true, false);
    let first = process.checkpoint_version("map").unwrap();
    assert_eq!(process.checkpoint_version("map"), Some(first));
    assert_ne!(process.checkpoint_version("measures"), Some(first));
    for change in [
        |goals: &mut Goals| goals.goals[0].push('!'),
        |goals: &mut Goals| goals.how.push('!'),
        |goals: &mut Goals| goals.look += 1,
        |goals: &mut Goals| goals.goals = vec![goals.goals.join("")],
    ] {
        let mut other = goals();
        change(&mut other);
        assert!(!changes(&goals(), &other).is_empty());
        process.goals = vec![sheet(1, other)];
        assert_ne!(process.checkpoint_version("map"), Some(first));
    }
    // The same words, saved again, are another version.
    process.goals = vec![sheet(1, goals()), sheet(2, goals())];
    let second = process.checkpoint_version("map").unwrap();
    assert_ne!(second, first);
    let sheet_of = |version| process.signed_sheet("map", version).map(|sheet| sheet.version);
    assert_eq!((sheet_of(first), sheet_of(second)), (Some(1), Some(2)));
    // Back in the first phase, the next is signed anew.
    process.goals = vec![sheet(1, goals())];
    process.begun.push(process.begun[0].clone());
    assert_ne!(process.checkpoint_version("map"), Some(first));
    process.goals.clear();
    assert_eq!(process.checkpoint_version("map"), None);
}

#[test]
fn what_is_wrong_with_a_goal_sheet_is_said_all_at_once() {
    let many = "mål\n".repeat(MOST_GOALS + 1);
    let long = "å".repeat(LONGEST_GOAL + 1);
    let all = |goals: &str, how: &str, look: &str| read(goals, how, look, TODAY).unwrap_err();
    assert_eq!(
        all("", " ", ""),
        [GoalError::NoGoals, GoalError::NoHow, GoalError::NoDay]
    );
    assert_eq!(all(&many, "x", "2024-10-03"), [GoalError::TooMany, GoalError::NoDay]);
    assert_eq!(all(&long, &"x".repeat(601), "i morgen").len(), 3);
    let before = goals();
    let mut after = goals();
    after.goals[1] = "Vi spiser sammen".to_owned();
    let gone = Change::Gone("Vi hilser på hverandre".to_owned());
    assert_eq!(
        changes(&before, &after),
        [gone, Change::Added("Vi spiser sammen".to_owned())]
    );
}

fn written() -> impl Strategy<Value = WrittenMinutes> {
    let day = || {
        prop::sample::select(vec![
            "",
            "2024-10-04",
            "2024-10-05",
            "2024-11-05",
            "2031-01-01",
            "i morgen",
        ])
    };
    let kind = prop::sample::select(vec!["regular", "gathering", "party"]);
    let parts = prop::sample::subsequence(vec!["leader", "guide", "nobody"], 0..=3);
    (kind, day(), parts, "[a-z \n]{0,12}", day(), "[a-z ]{0,6}").prop_map(
        |(kind, day, parts, decided, next, none_needed)| WrittenMinutes {
            kind: kind.to_owned(),
            day: day.to_owned(),
            parts: parts.into_iter().map(str::to_owned).collect(),
            decided,
            next: next.to_owned(),
            none_needed,
        },
    )
}

proptest! {
    /// No meeting is closed without a next day or a reason why none is needed, before it was held, or without anybody or anything.
    #[test]
    fn a_closed_meeting_says_what_comes_next(written in written(), closes: bool) {
        match read_minutes(&written, closes, TODAY) {
            Ok(minutes) => {
                prop_assert!(minutes.next.is_none() || minutes.none_needed.is_none());
                prop_assert!(minutes.next.is_none_or(|next| next > minutes.day));
                if closes {
                    prop_assert!(minutes.next.is_some() || minutes.none_needed.is_some());
                    prop_assert!(minutes.day <= TODAY && !minutes.parts.is_empty() && !minutes.decided.is_empty());
                    prop_assert_eq!(minutes.plan_next().map(|next| next.day), minutes.next);
                }
                // Whatever may be closed may be saved.
                prop_assert_eq!(read_minutes(&written, false, TODAY), Ok(minutes));
            }
            Err(faults) => {
                prop_assert!(!faults.is_empty());
                let saved = read_minutes(&written, false, TODAY).err().unwrap_or_default();
                prop_assert!(saved.iter().all(|fault| faults.contains(fault)));
            }
        }
    }
}

#[test]
fn a_meeting_that_nobody_closed_and_one_that_nobody_planned_are_the_guides() {
    assert_eq!(agenda(&[], TODAY), Agenda::Unplanned);
    assert_eq!(agenda(&[meeting(TODAY, false)], TODAY), Agenda::Planned(TODAY));
    assert_eq!(agenda(&[meeting(TODAY - 1, false)], TODAY), Agenda::Overdue(TODAY - 1));
    assert_eq!(agenda(&[meeting(TODAY - 1, true)], TODAY), Agenda::Unplanned);
    let mut last = meeting(TODAY - 1, true);
    last.minutes.next = None;
    last.minutes.none_needed = Some("Prosessen hviler".to_owned());
    assert_eq!(agenda(&[last], TODAY), Agenda::NoneNeeded);
    let mut late = process(&["anchor"], true, false);
    late.meetings = vec![meeting(TODAY - 1, false)];
    let owed = stand(&Method::four(), &late, None, TODAY).owed;
    assert_eq!(
        (owed.len(), owed[0].role, owed[0].due),
        (1, Role::Guide, Due::Meeting(TODAY - 1))
    );
    late.resting = Some(TODAY);
    assert_eq!(stand(&Method::four(), &late, None, TODAY).owed, []);
    let nothing = read_minutes(&WrittenMinutes::default(), true, TODAY).unwrap_err();
    assert!(nothing.contains(&MeetingError::NoNext) && nothing.contains(&MeetingError::NoParts));
}

//! Reminders, pure: who is told what, once; what is never told to whom; what a letter may say.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use trykk_hub::organisation::{Account, Organisation, Places, Role, Ward};
use trykk_hub::plan::measures::{HelpAnswer, Status, StatusSet};
use trykk_hub::plan::proposals::{Bundle, Decided, Verdict};
use trykk_hub::plan::{BundleRow, MeasureRow, Plan, PlanVersion};
use trykk_hub::process::meetings::{Meeting, MeetingKind, Minutes};
use trykk_hub::process::method::Method;
use trykk_hub::process::{Begun, Process};
use trykk_hub::reminders::letter::{letter_key, write_letter};
use trykk_hub::reminders::{
    DAYS_BEFORE_DEADLINE, Known, MOST_TRIES, Outcome, REMINDED, Reminder, ReminderKind, ReminderState, Rules, Scene,
    due_reminders, group_by_letter, is_time_to_send, pause_after,
};
use trykk_hub::signing::{Answer, Asked, Kind, Needs, Post, Signature, Version};
use trykk_shared::language::Language;

use crate::plan::{TODAY, measure};

const RULES: Rules = Rules {
    signature_after: 2,
    quiet_after: 60,
};

/// Two wards in two departments; the process is the first one's.
fn organisation(accounts: &[(String, Role, Places, bool)]) -> Organisation {
    let ward = |department: &str| Ward {
        name: format!("Sengepost {department}"),
        department: department.to_owned(),
        headcount: 30,
        closed: false,
    };
    let mut organisation = Organisation {
        time_zone: "Europe/Oslo".to_owned(),
        ..Organisation::default()
    };
    for (id, department) in [("w1", "d1"), ("w2", "d2")] {
        organisation.wards.insert(id.to_owned(), ward(department));
        organisation
            .departments
            .insert(department.to_owned(), department.to_owned());
    }
    for (email, role, places, blocked) in accounts {
        let account = Account {
            role: *role,
            places: places.clone(),
            blocked: *blocked,
            has_counting_key: false,
        };
        organisation.accounts.insert(email.clone(), account);
    }
    organisation
}

fn at(ward: &str) -> Places {
    Places::new(vec![ward.to_owned()], Vec::new())
}

/// One account of each role at the ward.
fn one_of_each() -> Vec<(String, Role, Places, bool)> {
    let of = |role: Role| (format!("{}@example.org", role.name()), role, at("w1"), false);
    Role::ALL.into_iter().map(of).collect()
}

fn scene(accounts: &[(String, Role, Places, bool)], measures: Vec<MeasureRow>, signings: Vec<Asked>) -> Scene {
    let begun = Begun {
        phase: "anchor".to_owned(),
        day: TODAY,
        account: "guide@example.org".to_owned(),
        reason: None,
        goals: None,
    };
    Scene {
        organisation: organisation(accounts),
        process: Process {
            id: "w1".to_owned(),
            wards: vec!["w1".to_owned()],
            needs: Needs::One,
            resting: None,
            begun: vec![begun],
            goals: Vec::new(),
            meetings: Vec::new(),
        },
        plan: Plan {
            measures,
            ..Plan::default()
        },
        signings: signings.into_iter().map(|asked| (asked, Vec::new())).collect(),
    }
}

fn a_row(number: u32, deadline: i64, evaluation: i64) -> MeasureRow {
    let mut measure = measure();
    (measure.deadline, measure.evaluation) = (deadline, evaluation);
    MeasureRow {
        number,
        revision: 1,
        measure,
        set: Vec::new(),
        answers: Vec::new(),
    }
}

fn asked(since: i64) -> Asked {
    Asked {
        kind: Kind::Plan,
        thing: "w1".to_owned(),
        wards: vec!["w1".to_owned()],
        version: Version::of(&["a plan"]),
        since,
        needs: Needs::One,
    }
}

/// What is due on a day when nothing was begun before, as kind and role.
fn due(scene: &Scene, today: i64) -> Vec<(ReminderKind, Role)> {
    let due = due_reminders(
        scene,
        RULES,
        &BTreeMap::new(),
        &BTreeSet::new(),
        (today, today * 86_400),
    );
    due.iter().map(|one| (one.kind, one.role)).collect()
}

#[test]
fn each_kind_is_told_to_those_whom_it_concerns_from_its_day_on() {
    use ReminderKind::{DeadlineSoon, EvaluationDue, Overdue, Quiet, SignatureOwed};
    use Role::{Guide, Leader, SafetyRep, UnionRep};
    let four = |kind| [Guide, Leader, SafetyRep, UnionRep].map(|role| (kind, role));
    let deadline = TODAY + 30;
    let mut one = scene(&one_of_each(), vec![a_row(1, deadline, deadline + 20)], Vec::new());
    assert_eq!(due(&one, deadline - DAYS_BEFORE_DEADLINE - 1), []);
    assert_eq!(due(&one, deadline - DAYS_BEFORE_DEADLINE), [(DeadlineSoon, Leader)]);
    assert_eq!(due(&one, deadline), [(DeadlineSoon, Leader)]);
    assert_eq!(due(&one, deadline + 1), four(Overdue));
    let what = one.plan.measures[0].measure.what.clone();
    one.plan.measures[0].set.push(StatusSet {
        what,
        status: Status::Done,
        next: None,
        reason: String::new(),
        account: String::new(),
        day: deadline,
    });
    assert_eq!(due(&one, deadline + 1), []);
    assert_eq!(due(&one, deadline + 20), four(EvaluationDue));
    // Quiet from the day of the status on, unless a meeting is planned.
    let quiet = deadline + RULES.quiet_after;
    one.plan.measures[0].set[0].status = Status::Stopped;
    assert_eq!(due(&one, quiet - 1), []);
    assert_eq!(due(&one, quiet), [(Quiet, Guide), (Quiet, Leader)]);
    one.process.meetings.push(Meeting {
        number: 1,
        minutes: Minutes {
            kind: MeetingKind::FollowUp,
            day: quiet + 3,
            parts: Vec::new(),
            decided: String::new(),
            next: None,
            none_needed: None,
        },
        closed: false,
        account: String::new(),
        revision: 1,
    });
    assert_eq!(due(&one, quiet), []);
    let rests = Scene {
        process: Process {
            resting: Some(TODAY),
            ..one.process.clone()
        },
        ..one
    };
    assert_eq!(due(&rests, quiet + 30), []);
    // A signature: two days after it was asked, to those who owe it, and not a year later.
    let mut signing = scene(&one_of_each(), Vec::new(), vec![asked(TODAY)]);
    let owed = [Leader, SafetyRep, UnionRep].map(|role| (SignatureOwed, role));
    assert_eq!(due(&signing, TODAY + 1), []);
    assert_eq!(due(&signing, TODAY + 2), owed);
    assert!(
        !due(&signing, TODAY + 400)
            .iter()
            .any(|(kind, _)| *kind == SignatureOwed)
    );
    signing.signings[0].1.push(Signature {
        post: Post {
            ward: "w1".to_owned(),
            role: Leader,
        },
        version: Version::of(&["a plan"]),
        answer: Answer::Signed,
        words: String::new(),
        account: "leader@example.org".to_owned(),
        day: TODAY,
        holder: None,
    });
    assert_eq!(due(&signing, TODAY + 2), owed[1..]);
}

fn bundle(number: u32, answer_by: i64) -> BundleRow {
    BundleRow {
        number,
        revision: 1,
        bundle: Bundle {
            title: "Pauser".to_owned(),
            answer_by,
        },
        reply: None,
    }
}

/// The measures as they stand, signed.
fn signed(plan: &Plan) -> PlanVersion {
    PlanVersion {
        number: 1,
        version: Version::of(&["a plan"]),
        measures: plan.content(),
        account: "leader@example.org".to_owned(),
        day: TODAY,
        signed: Some(TODAY),
    }
}

/// Only those of these kinds, as kind and role.
fn due_of(scene: &Scene, kind: ReminderKind, today: i64) -> Vec<Role> {
    let due = due(scene, today).into_iter();
    due.filter(|(one, _)| *one == kind).map(|(_, role)| role).collect()
}

#[test]
fn a_reply_that_is_late_is_told_to_leader_and_reps_until_it_is_given() {
    let mut one = scene(&one_of_each(), Vec::new(), Vec::new());
    one.plan.bundles = vec![bundle(4, TODAY + 5)];
    let late = ReminderKind::ReplyOverdue;
    assert_eq!(due_of(&one, late, TODAY + 5), []);
    let told = [Role::Leader, Role::SafetyRep, Role::UnionRep];
    assert_eq!(due_of(&one, late, TODAY + 6), told);
    assert_eq!(
        due_of(&one, late, TODAY + 60),
        told,
        "also where nobody looked for long"
    );
    // Another day is another promise.
    let keys = |scene: &Scene| -> BTreeSet<String> {
        let all = due_reminders(scene, RULES, &BTreeMap::new(), &BTreeSet::new(), (TODAY + 30, 0));
        let late = all.iter().filter(|one| one.kind == ReminderKind::ReplyOverdue);
        late.map(Reminder::key).collect()
    };
    let first = keys(&one);
    one.plan.bundles[0].bundle.answer_by += 9;
    assert_eq!((first.len(), first.intersection(&keys(&one)).count()), (1, 0));
    one.plan.bundles[0].reply = Some(Decided {
        verdict: Verdict::Later,
        reason: "Etter ferien".to_owned(),
        account: "leader@example.org".to_owned(),
        day: TODAY + 7,
    });
    assert_eq!(due_of(&one, late, TODAY + 60), []);
}

/// The help of the measure is to be answered in 14 days.
#[test]
fn help_that_is_owed_is_told_to_the_senior_leader_once_it_is_signed_and_until_it_is_answered() {
    let mut one = scene(&one_of_each(), vec![a_row(1, TODAY + 90, TODAY + 90)], Vec::new());
    let (owed, week) = (ReminderKind::HelpOwed, TODAY + 14 - DAYS_BEFORE_DEADLINE);
    assert_eq!(due_of(&one, owed, TODAY + 30), [], "nobody has signed it");
    one.plan.versions = vec![signed(&one.plan)];
    assert_eq!(due_of(&one, owed, week - 1), []);
    assert_eq!(due_of(&one, owed, week), [Role::SeniorLeader]);
    assert_eq!(due_of(&one, owed, TODAY + 40), [Role::SeniorLeader]);
    let told = |scene: &Scene| {
        let all = due_reminders(scene, RULES, &BTreeMap::new(), &BTreeSet::new(), (TODAY + 30, 0));
        all.into_iter().find(|one| one.kind == owed).unwrap()
    };
    let first = told(&one);
    assert_eq!(
        first.key(),
        told(&one).key(),
        "a week before the day and after it, once"
    );
    assert!(!first.key().contains("vikar"), "{}", first.key());
    // What the measure says now and nobody signed is asked of nobody; other words that were signed are another question.
    one.plan.measures[0].measure.help.as_mut().unwrap().text = "To vikarer".to_owned();
    assert_eq!(told(&one).key(), first.key());
    one.plan.versions = vec![signed(&one.plan)];
    assert_ne!(told(&one).key(), first.key());
    one.plan.measures[0].answers.push(HelpAnswer {
        text: "To vikarer".to_owned(),
        words: "Ja".to_owned(),
        account: "senior-leader@example.org".to_owned(),
        day: TODAY + 3,
        written_down: false,
        number: 1,
    });
    assert_eq!(due_of(&one, owed, TODAY + 40), []);
}

#[test]
fn a_senior_leaders_letter_leads_to_the_first_page_and_names_no_words() {
    let mut one = scene(&one_of_each(), vec![a_row(1, TODAY + 90, TODAY + 90)], Vec::new());
    one.plan.versions = vec![signed(&one.plan)];
    one.plan.bundles = vec![bundle(1, TODAY - 1)];
    let due = due_reminders(&one, RULES, &BTreeMap::new(), &BTreeSet::new(), (TODAY + 10, 0));
    let letters = group_by_letter(due);
    for language in Language::ALL {
        for letter in &letters {
            let written = write_letter(letter, "Sengepost 1", "https://trykk.example.org", language);
            for hidden in ["Pauser", "vikar", "Alle får pause", "Pauselista"] {
                assert!(!written.text.contains(hidden), "{hidden}: {}", written.text);
            }
            let is_senior = letter.email.starts_with("senior");
            assert_eq!(
                written.text.contains("https://trykk.example.org/\n"),
                is_senior,
                "{}",
                written.text
            );
            assert_eq!(
                written.text.contains("https://trykk.example.org/process/w1\n"),
                !is_senior
            );
        }
    }
    let letter = letters
        .iter()
        .find(|letter| letter.email.starts_with("senior"))
        .unwrap();
    let nb = write_letter(letter, "Sengepost 1", "https://t.example.org", Language::Nb).text;
    assert!(
        nb.contains("hjelp som enheten ber om, med frist 18. oktober 2024")
            && nb.contains("fordi du er overordnet leder der"),
        "{nb}"
    );
}

#[test]
fn a_letter_says_the_ward_what_is_owed_and_by_when_and_nothing_of_what_it_is_about() {
    let mut rows = vec![a_row(1, TODAY - 1, TODAY), a_row(2, TODAY - 1, TODAY + 9)];
    rows[1].measure.what = "Felles lunsj".to_owned();
    let scene = scene(&one_of_each(), rows, vec![asked(TODAY - 5)]);
    let due = due_reminders(&scene, RULES, &BTreeMap::new(), &BTreeSet::new(), (TODAY, 0));
    let letters = group_by_letter(due);
    assert_eq!(letters.len(), 4, "one each, whatever waits");
    for language in Language::ALL {
        for letter in &letters {
            let written = write_letter(letter, "Sengepost 1", "https://trykk.example.org", language);
            let told = format!("{}\n{}", written.subject, written.text);
            for hidden in [
                "Alle får pause",
                "Felles lunsj",
                "Pauser",
                "Ansvarshavende",
                "Pauselista",
                "vikar",
                "vakttelefonen",
            ] {
                assert!(!told.contains(hidden), "{hidden}: {told}");
            }
            assert!(written.subject.contains("Sengepost 1"));
            assert!(
                told.contains("https://trykk.example.org/process/w1\n")
                    && told.contains("https://trykk.example.org/account\n")
            );
            // Two measures with one deadline are one line: no number tells how many there are.
            let day = if language == Language::En {
                "3 October 2024"
            } else {
                "3. oktober 2024"
            };
            assert_eq!(told.matches(day).count(), 1, "{told}");
        }
    }
    let nb = write_letter(&letters[1], "Sengepost 1", "https://t.example.org", Language::Nb);
    assert!(
        nb.text.contains("- Signaturen din, etterspurt 29. september 2024"),
        "{}",
        nb.text
    );
    assert!(nb.text.contains("fordi du er leder der"), "{}", nb.text);
    let keys: BTreeSet<String> = letters.iter().map(letter_key).collect();
    assert_eq!(keys.len(), letters.len());
}

#[test]
fn what_failed_is_tried_again_ever_more_rarely_and_given_up() {
    assert_eq!((pause_after(1), pause_after(2), pause_after(30)), (300, 600, 86_400));
    let known = Outcome::NotNow.settle(1, 1000);
    assert!(!known.may_begin(1299) && known.may_begin(1300));
    assert_eq!(Outcome::NotNow.settle(MOST_TRIES, 1000).again, None);
    for (outcome, state) in [
        (Outcome::Sent, ReminderState::Sent),
        (Outcome::Unknown, ReminderState::Maybe),
        (Outcome::Never, ReminderState::Failed),
    ] {
        let known = outcome.settle(1, 0);
        assert!(known.state == state && !known.may_begin(i64::MAX));
    }
    let zone = organisation(&[]).zone();
    // 21 September 2026, 06:59, 07:00, 19:59 and 20:00 in Oslo.
    let at = |minutes: i64| is_time_to_send(1_789_966_800 + minutes * 60, &zone);
    assert_eq!(
        [at(-1), at(0), at(13 * 60 - 1), at(13 * 60)],
        [false, true, true, false]
    );
}

fn accounts() -> impl Strategy<Value = Vec<(String, Role, Places, bool)>> {
    let places = prop::sample::select(vec![
        at("w1"),
        at("w2"),
        Places::new(Vec::new(), vec!["d1".to_owned()]),
        Places::new(Vec::new(), vec!["d2".to_owned()]),
        Places::default(),
    ]);
    let account = (
        prop::sample::select(Role::ALL.to_vec()),
        places,
        prop::bool::weighted(0.2),
    );
    prop::collection::vec(account, 1..9).prop_map(|accounts| {
        let numbered = accounts.into_iter().enumerate();
        numbered
            .map(|(nth, (role, places, blocked))| (format!("a{nth}@example.org"), role, places, blocked))
            .collect()
    })
}

fn rows() -> impl Strategy<Value = Vec<MeasureRow>> {
    prop::collection::vec((0_i64..60, 0_i64..60), 0..4).prop_map(|days| {
        let numbered = days.into_iter().zip(1..);
        numbered
            .map(|((deadline, after), number)| a_row(number, TODAY + deadline, TODAY + deadline + after))
            .collect()
    })
}

proptest! {
    /// Over any story: nobody but leader, safety rep, union rep and guide of the ward is told anything, a senior leader of owed help alone, nobody who is blocked or wants none;
    /// and no key is begun twice for one person, unless it certainly was not sent, or a guide asked.
    #[test]
    fn no_key_is_begun_twice_unasked_and_nobody_else_is_told(
        accounts in accounts(),
        rows in rows(),
        unreminded in prop::collection::btree_set((0_usize..9).prop_map(|nth| format!("a{nth}@example.org")), 0..3),
        outcomes in prop::collection::vec(0_u8..5, 200),
        looks in prop::collection::vec(1_i64..12, 20),
    ) {
        let mut scene = scene(&accounts, rows, vec![asked(TODAY + 3)]);
        scene.plan.versions = vec![signed(&scene.plan)];
        scene.plan.bundles = vec![bundle(1, TODAY + 20), bundle(2, TODAY + 60)];
        let mut known: BTreeMap<(String, String), Known> = BTreeMap::new();
        let mut taken: BTreeMap<(String, String), u32> = BTreeMap::new();
        let (mut today, mut outcomes) = (TODAY, outcomes.into_iter().cycle());
        for days in looks {
            today += days;
            let now = today * 86_400;
            for one in due_reminders(&scene, RULES, &known, &unreminded, (today, now)) {
                let whose = (one.email.clone(), one.key());
                let account = &scene.organisation.accounts[&one.email];
                prop_assert!(REMINDED.contains(&account.role));
                prop_assert_eq!(account.role == Role::SeniorLeader, one.kind == ReminderKind::HelpOwed);
                prop_assert!(one.kind.roles().contains(&account.role));
                prop_assert!(scene.organisation.covers(&account.places, &scene.process.wards) && !account.blocked);
                prop_assert!(!unreminded.contains(&one.email));
                let before = taken.get(&whose).copied().unwrap_or(0);
                prop_assert!(before == 0, "{whose:?} once more");
                let outcome = match outcomes.next() {
                    Some(0) => Some(Outcome::NotNow),
                    Some(1) => Some(Outcome::Unknown),
                    // A kill: nothing is written down.
                    Some(2) => None,
                    _ => Some(Outcome::Sent),
                };
                let state = match outcome {
                    Some(outcome) => outcome.settle(1, now),
                    None => Known { state: ReminderState::Begun, again: None },
                };
                // The mail server may have taken it, whatever the hub knows.
                if !matches!(outcome, Some(Outcome::NotNow)) {
                    *taken.entry(whose.clone()).or_default() += 1;
                }
                known.insert(whose, state);
            }
            // Once in a while a guide asks.
            if outcomes.next() == Some(4)
                && let Some((whose, one)) = known.iter_mut().next()
            {
                one.state = ReminderState::Asked;
                // From here on it may be taken once more.
                taken.remove(whose);
            }
        }
    }

    /// Another deadline of the same measure is another reminder.
    #[test]
    fn a_changed_deadline_is_reminded_of_anew(first in 0_i64..300, second in 0_i64..300) {
        let deadlines = [TODAY + first, TODAY + second];
        let keys = deadlines.map(|deadline| {
            let scene = scene(&one_of_each(), vec![a_row(1, deadline, deadline)], Vec::new());
            let due = due_reminders(&scene, RULES, &BTreeMap::new(), &BTreeSet::new(), (deadline, 0));
            let soon = due.iter().find(|one| one.kind == ReminderKind::DeadlineSoon);
            soon.map(Reminder::key).unwrap()
        });
        prop_assert_eq!(keys[0] == keys[1], first == second);
    }
}

#[test]
fn the_methods_own_days_are_the_rules() {
    assert_eq!(Rules::of(&Method::four()), RULES);
}

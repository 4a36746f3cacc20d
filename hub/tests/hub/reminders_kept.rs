//! Reminders, kept: what was begun is never begun again by itself, whatever ended the hub.

use trykk_hub::audit::Who;
use trykk_hub::certificates::Ca;
use trykk_hub::data::DataFolder;
use trykk_hub::organisation::{Account, Change, Places, Role, changes as plan_changes};
use trykk_hub::process::method::Method;
use trykk_hub::reminders::{Letter, Outcome, ReminderKind, ReminderState, Rules, group_by_letter};
use trykk_hub::signing::Needs;
use trykk_hub::store::Store;

use crate::plan::{TODAY, measure};
use crate::story::given::the_plan;

/// 21 September 2026.
const NOW: i64 = 1_790_000_000;
const LEADER: &str = "leader@example.org";

fn rules() -> Rules {
    Rules::of(&Method::four())
}

/// A process with a measure that is overdue; leader and guide are there.
fn a_hub() -> (tempfile::TempDir, DataFolder, Store) {
    let place = tempfile::tempdir().unwrap();
    let (folder, mut store) = DataFolder::create(&place.path().join("hub")).unwrap();
    Ca::create(&folder).unwrap();
    let mut plan = the_plan();
    plan.accounts.clear();
    for (email, role) in [(LEADER, Role::Leader), ("guide@example.org", Role::Guide)] {
        let account = Account {
            role,
            places: Places::new(vec!["med-1".to_owned()], Vec::new()),
            blocked: false,
            has_counting_key: false,
        };
        plan.accounts.insert(email.to_owned(), account);
    }
    let empty = store.organisation().unwrap();
    let steps = plan_changes(&empty, &plan).unwrap();
    store.change(&empty, &steps, &folder.box_ids().unwrap()).unwrap();
    store.act_as(Who::Account(LEADER.to_owned()), NOW);
    let wards = ["med-1".to_owned()];
    store.start_process(&wards, Needs::One, &Method::four(), NOW).unwrap();
    let mut overdue = measure();
    overdue.deadline = TODAY;
    overdue.evaluation = NOW / 86_400 + 30;
    store.save_measure("med-1", None, 0, &overdue, NOW).unwrap();
    (place, folder, store)
}

fn letters(store: &Store) -> Vec<Letter> {
    group_by_letter(store.due_reminders("med-1", rules(), NOW).unwrap())
}

fn states(store: &Store) -> Vec<ReminderState> {
    store.reminders("med-1").unwrap().iter().map(|row| row.state).collect()
}

#[test]
fn a_letter_that_was_begun_is_not_begun_again_and_a_kill_leaves_it_as_maybe_sent() {
    let (_place, folder, mut store) = a_hub();
    let due = letters(&store);
    assert_eq!(due.len(), 2);
    assert!(
        due.iter()
            .all(|letter| letter.reminders[0].kind == ReminderKind::Overdue)
    );
    let begun = store.begin_letter(&due[0], rules(), "one", NOW).unwrap().unwrap();
    assert_eq!(begun.wards, store.organisation().unwrap().wards["med-1"].name);
    assert_eq!(store.begin_letter(&due[0], rules(), "two", NOW).unwrap(), None, "once");
    assert_eq!(letters(&store).len(), 1);
    // The hub is gone before it hears what the mail server says.
    drop(store);
    let mut store = Store::open_existing(&folder.database()).unwrap();
    store.settle_begun().unwrap();
    assert_eq!(states(&store), [ReminderState::Maybe]);
    assert_eq!(letters(&store).len(), 1, "it is not begun again by itself");
    // By hand it is, once.
    store.act_as(Who::Account("guide@example.org".to_owned()), NOW);
    assert!(
        !store.ask_again("med-1", LEADER, "one", NOW).unwrap(),
        "that letter is the guide's"
    );
    assert!(store.ask_again("med-1", &due[0].email, "one", NOW).unwrap());
    assert!(
        !store.ask_again("med-1", &due[0].email, "one", NOW).unwrap(),
        "a second click asks once"
    );
    let again = letters(&store);
    assert_eq!(again.len(), 2);
    let begun = store.begin_letter(&again[0], rules(), "three", NOW).unwrap().unwrap();
    store.end_letter(&begun.id, Outcome::Sent, NOW + 5).unwrap();
    assert_eq!(states(&store), [ReminderState::Sent]);
    assert_eq!(letters(&store).len(), 1);
    assert_eq!(store.mail_summary(NOW).unwrap(), (Some(NOW + 5), 0));
}

#[test]
fn what_the_mail_server_did_not_take_is_tried_again_when_its_time_has_come() {
    let (_place, _folder, mut store) = a_hub();
    let due = letters(&store);
    store.begin_letter(&due[0], rules(), "one", NOW).unwrap().unwrap();
    store.end_letter("one", Outcome::NotNow, NOW).unwrap();
    assert_eq!(letters(&store).len(), 1);
    let later = |store: &Store, seconds: i64| store.due_reminders("med-1", rules(), NOW + seconds).unwrap().len();
    assert_eq!((later(&store, 299), later(&store, 300)), (1, 2));
    let due = group_by_letter(store.due_reminders("med-1", rules(), NOW + 300).unwrap());
    store.begin_letter(&due[0], rules(), "two", NOW + 300).unwrap().unwrap();
    store.end_letter("two", Outcome::Never, NOW + 300).unwrap();
    assert_eq!(later(&store, 100_000), 1);
    assert_eq!(store.mail_summary(NOW).unwrap(), (None, 1));
}

#[test]
fn who_switched_them_off_gets_none_and_a_removed_account_leaves_nothing() {
    let (_place, folder, mut store) = a_hub();
    let due = letters(&store);
    store.set_reminded(LEADER, false).unwrap();
    assert!(!store.is_reminded(LEADER).unwrap());
    let to_leader = due.iter().find(|letter| letter.email == LEADER).unwrap();
    assert_eq!(
        store.begin_letter(to_leader, rules(), "one", NOW).unwrap(),
        None,
        "also where it was due a moment ago"
    );
    store.set_reminded(LEADER, true).unwrap();
    store.begin_letter(to_leader, rules(), "one", NOW).unwrap().unwrap();
    store.make_feed(LEADER, &[7; 32], TODAY).unwrap();
    store.set_reminded(LEADER, false).unwrap();
    let from = store.organisation().unwrap();
    let remove = [Change::RemoveAccount(LEADER.to_owned())];
    store.change(&from, &remove, &folder.box_ids().unwrap()).unwrap();
    assert!(store.reminders("med-1").unwrap().is_empty());
    assert!(store.is_reminded(LEADER).unwrap() && store.find_feed(&[7; 32]).unwrap().is_none());
}

/// A copy of the database knows nothing of what was sent since it was made.
#[test]
fn a_hub_that_was_put_back_sends_nothing_again_by_itself() {
    let (_place, _folder, mut store) = a_hub();
    store.make_feed(LEADER, &[7; 32], TODAY).unwrap();
    store.shut_everybody_out().unwrap();
    assert!(
        store.find_feed(&[7; 32]).unwrap().is_none(),
        "a feed that was ended since does not come back"
    );
    // Somebody who wants none by the copy may have been reminded since; and nothing is reckoned before the clock is sure.
    store.set_reminded(LEADER, false).unwrap();
    store.settle_begun().unwrap();
    assert_eq!(states(&store), []);
    store.settle_put_back(rules(), NOW).unwrap();
    store.set_reminded(LEADER, true).unwrap();
    assert_eq!(letters(&store), []);
    assert_eq!(states(&store), [ReminderState::Maybe, ReminderState::Maybe]);
    // Only once: what becomes due later is sent.
    let mut more = measure();
    more.deadline = TODAY;
    more.what = "Felles lunsj".to_owned();
    store.save_measure("med-1", None, 0, &more, NOW).unwrap();
    store.settle_put_back(rules(), NOW).unwrap();
    assert_eq!(letters(&store).len(), 2);
}

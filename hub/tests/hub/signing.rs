//! Signing: whose answer counts, for which version, and when one may go on.

use proptest::prelude::*;
use trykk_hub::audit::{Deed, Who};
use trykk_hub::certificates::Ca;
use trykk_hub::data::DataFolder;
use trykk_hub::organisation::{Account, Organisation, Places, Role, changes};
use trykk_hub::signing::{
    Answer, Asked, Kind, LONGEST_WORDS, Needs, NewSignature, Post, SILENT_DAYS, Signature, SigningError, State,
    Version, judge, posts, stand,
};
use trykk_hub::store::{AuditFilter, BoxIds, LogIn, Store, StoreError};

use crate::story::given::the_plan;

const NOW: i64 = 1_790_000_000;
const WARDS: [&str; 2] = ["med-1", "med-2"];
const PEOPLE: [&str; 7] = [
    "leader@example.org",
    "leder2@example.org",
    "vo@example.org",
    "vo2@example.org",
    "tv@example.org",
    "guide@example.org",
    "nobody@example.org",
];

fn account(role: Role, wards: &[&str]) -> Account {
    let wards = wards.iter().map(|ward| (*ward).to_owned()).collect();
    Account {
        role,
        places: Places::new(wards, Vec::new()),
        blocked: false,
        has_counting_key: false,
    }
}

/// One leader, two safety reps and one union rep of both wards, and a guide of the first.
fn a_plan() -> Organisation {
    let mut plan = the_plan();
    for (email, role) in [
        (PEOPLE[0], Role::Leader),
        (PEOPLE[2], Role::SafetyRep),
        (PEOPLE[3], Role::SafetyRep),
        (PEOPLE[4], Role::UnionRep),
    ] {
        plan.accounts.insert(email.to_owned(), account(role, &WARDS));
    }
    plan.accounts
        .insert(PEOPLE[5].to_owned(), account(Role::Guide, &["med-1"]));
    held_for_long(plan)
}

/// Everybody is where they are since long ago.
fn held_for_long(mut plan: Organisation) -> Organisation {
    let people = plan.accounts.keys();
    plan.holding = people
        .flat_map(|email| WARDS.map(|ward| ((email.clone(), ward.to_owned()), 0)))
        .collect();
    plan
}

fn asked(version: &str, needs: Needs) -> Asked {
    Asked {
        kind: Kind::Report,
        thing: "p-map".to_owned(),
        wards: vec!["med-1".to_owned()],
        version: Version::of(&[version]),
        since: 100,
        needs,
    }
}

fn post(role: Role) -> Post {
    Post {
        ward: "med-1".to_owned(),
        role,
    }
}

fn signature(role: Role, account: &str, answer: Answer, version: &str) -> Signature {
    Signature {
        post: post(role),
        version: Version::of(&[version]),
        answer,
        words: "because".to_owned(),
        account: account.to_owned(),
        day: 100,
        holder: None,
    }
}

fn new(role: Role, answer: Answer, words: &str) -> NewSignature {
    NewSignature {
        post: post(role),
        version: Version::of(&["one"]),
        answer,
        words: words.to_owned(),
        holder: None,
    }
}

fn roles() -> impl Strategy<Value = Role> {
    prop::sample::select(Role::ALL.to_vec())
}

fn answers() -> impl Strategy<Value = Answer> {
    prop::sample::select(Answer::ALL.to_vec())
}

fn some_plan() -> impl Strategy<Value = Organisation> {
    let places = prop::sample::subsequence(WARDS.to_vec(), 0..=2);
    let accounts = prop::collection::vec((roles(), places, prop::bool::weighted(0.2)), PEOPLE.len());
    accounts.prop_map(|accounts| {
        let mut plan = the_plan();
        for (email, (role, wards, blocked)) in PEOPLE.iter().zip(accounts) {
            let made = Account {
                blocked,
                ..account(role, &wards)
            };
            plan.accounts.insert((*email).to_owned(), made);
        }
        held_for_long(plan)
    })
}

fn some_signatures() -> impl Strategy<Value = Vec<Signature>> {
    let one = (
        prop::sample::select(WARDS.to_vec()),
        roles(),
        prop::sample::select(PEOPLE.to_vec()),
        answers(),
        prop::sample::select(vec!["one", "two"]),
    );
    let one = one.prop_map(|(ward, role, account, answer, version)| Signature {
        post: Post {
            ward: ward.to_owned(),
            role,
        },
        ..signature(role, account, answer, version)
    });
    prop::collection::vec(one, 0..12)
}

fn needs() -> impl Strategy<Value = Needs> {
    prop::sample::select(vec![Needs::One, Needs::All])
}

proptest! {
    /// Whatever was answered to another version changes nothing of how this one stands; but a refusal, which takes back what was signed.
    #[test]
    fn an_answer_to_another_version_never_counts(
        plan in some_plan(), given in some_signatures(), needs in needs(), today in 90..140_i64,
    ) {
        let asked = asked("one", needs);
        let is_heard = |one: &Signature| one.version == asked.version || one.answer != Answer::Refused;
        let given: Vec<Signature> = given.into_iter().filter(is_heard).collect();
        let all = stand(&plan, &asked, &given, today);
        let of_this: Vec<Signature> = given.iter().filter(|one| one.version == asked.version).cloned().collect();
        let alone = stand(&plan, &asked, &of_this, today);
        prop_assert_eq!(&all.posts, &alone.posts);
        prop_assert_eq!(all.void.len(), given.len() - of_this.len());
        // And an answer to another post never answers for this one.
        let here: Vec<Signature> = given.iter().filter(|one| one.post.ward == "med-1").cloned().collect();
        prop_assert_eq!(&all.posts, &stand(&plan, &asked, &here, today).posts);
    }

    /// Nobody signs or refuses for a role that they do not hold at that ward, whatever else is so.
    #[test]
    fn nobody_answers_for_a_role_that_they_do_not_hold(
        plan in some_plan(), given in some_signatures(), needs in needs(), role in roles(), answer in answers(),
        who in prop::sample::select(PEOPLE.to_vec()), today in 90..140_i64,
    ) {
        let asked = asked("one", needs);
        let known = &plan.accounts[who];
        let here = !known.blocked && plan.covers(&known.places, &["med-1".to_owned()]);
        let allowed = judge(&plan, &asked, &given, &new(role, answer, "because"), who, today).is_ok();
        let signs = matches!(role, Role::Leader | Role::SafetyRep | Role::UnionRep);
        prop_assert!(!allowed || (here && signs));
        match answer {
            Answer::Signed | Answer::Refused => prop_assert!(!allowed || known.role == role),
            Answer::OnPaper => prop_assert!(!allowed || known.role == Role::Guide),
            Answer::GoneOn => {
                prop_assert!(!allowed || known.role == Role::Guide || (known.role == Role::Leader && role != Role::Leader));
            }
        }
    }

    /// One may go on only when each post has been signed for or gone on without, and then nobody owes anything.
    #[test]
    fn one_goes_on_when_nobody_owes_anything(
        plan in some_plan(), given in some_signatures(), needs in needs(), today in 90..140_i64,
    ) {
        let standing = stand(&plan, &asked("one", needs), &given, today);
        prop_assert_eq!(standing.posts.len(), 3);
        let owes = PEOPLE.iter().any(|who| standing.owed_by(who).next().is_some());
        prop_assert!(!(standing.may_go_on() && owes));
        for post in &standing.posts {
            let has = |answer| post.answers.iter().any(|one| one.answer == answer);
            prop_assert!(!post.stands() || has(Answer::Signed) || has(Answer::OnPaper) || has(Answer::GoneOn));
            prop_assert!(post.state != State::Silent || today - 100 >= SILENT_DAYS);
        }
    }

    /// What the only holder of a post says last is how it stands, whatever was said before.
    #[test]
    fn the_last_word_counts(needs in needs(), first in answers()) {
        let plan = a_plan();
        let asked = asked("one", needs);
        let then = |answer| {
            let given = [
                signature(Role::UnionRep, "tv@example.org", first, "one"),
                signature(Role::UnionRep, "tv@example.org", answer, "one"),
            ];
            stand(&plan, &asked, &given, 100).posts[2].state
        };
        prop_assert_eq!(then(Answer::Signed), State::Signed);
        prop_assert_eq!(then(Answer::Refused), State::Refused);
    }
}

#[test]
fn several_holders_are_one_or_all_as_the_ward_chose_and_paper_counts() {
    let plan = a_plan();
    let state = |needs, given: &[Signature]| stand(&plan, &asked("one", needs), given, 100).posts[1].clone();
    let vo = |answer| signature(Role::SafetyRep, "vo@example.org", answer, "one");
    let vo2 = |answer| signature(Role::SafetyRep, "vo2@example.org", answer, "one");
    assert_eq!(state(Needs::One, &[vo(Answer::Signed)]).state, State::Signed);
    let waits = state(Needs::All, &[vo(Answer::Signed)]);
    assert_eq!(
        (waits.state, waits.owed_by),
        (State::Waits, vec!["vo2@example.org".to_owned()])
    );
    let both = [vo(Answer::Signed), vo2(Answer::Signed)];
    assert_eq!(state(Needs::All, &both).state, State::Signed);
    assert_eq!(
        state(Needs::All, &[vo(Answer::Signed), vo2(Answer::Refused)]).state,
        State::Refused
    );
    let paper = signature(Role::SafetyRep, "guide@example.org", Answer::OnPaper, "one");
    assert_eq!(state(Needs::One, std::slice::from_ref(&paper)).state, State::Signed);
    assert_eq!(state(Needs::All, std::slice::from_ref(&paper)).state, State::Waits);
    // A paper from before the refusal, and one from after it: neither speaks over it, until they sign here.
    let refused = [paper.clone(), vo(Answer::Refused), paper.clone()];
    assert_eq!(state(Needs::One, &refused).state, State::Refused);
    assert_eq!(
        state(Needs::One, &[&refused[..], &[vo(Answer::Signed)]].concat()).state,
        State::Signed
    );
    let gone_on = signature(Role::SafetyRep, "guide@example.org", Answer::GoneOn, "one");
    assert_eq!(
        state(Needs::One, &[&refused[..], &[gone_on]].concat()).state,
        State::GoneOn
    );
    // Who has left the role takes the refusal along, and leaves the signature.
    let mut later = a_plan();
    later.accounts.remove("vo@example.org");
    later.accounts.remove("vo2@example.org");
    let state = |given| stand(&later, &asked("one", Needs::One), &[given], 100).posts[1].state;
    assert_eq!(state(vo(Answer::Refused)), State::Vacant);
    assert_eq!(state(vo(Answer::Signed)), State::Signed);
}

/// Where each holder signs, a paper is one's who owes an answer, and counts for nobody else.
#[test]
fn a_paper_is_one_holders_where_all_sign() {
    let plan = a_plan();
    let asked = asked("one", Needs::All);
    let of = |holder: Option<&str>| Signature {
        holder: holder.map(str::to_owned),
        ..signature(Role::SafetyRep, "guide@example.org", Answer::OnPaper, "one")
    };
    let (vo, vo2) = (Some("vo@example.org"), Some("vo2@example.org"));
    let stands = |given: &[Signature]| stand(&plan, &asked, given, 100).posts[1].clone();
    let one = stands(&[of(vo)]);
    assert_eq!(
        (one.state, one.owed_by),
        (State::Waits, vec!["vo2@example.org".to_owned()])
    );
    assert_eq!(
        stands(&[of(vo), of(vo2)]).state,
        State::Signed,
        "a guide writes both down"
    );
    let judged = |given: &[Signature], holder: Option<&str>| {
        let new = NewSignature {
            holder: holder.map(str::to_owned),
            ..new(Role::SafetyRep, Answer::OnPaper, "Kari")
        };
        judge(&plan, &asked, given, &new, "guide@example.org", 100)
    };
    assert_eq!(judged(&[], None), Err(SigningError::NoHolder));
    assert_eq!(judged(&[], Some("tv@example.org")), Err(SigningError::NoHolder));
    assert_eq!(judged(&[], vo), Ok(()));
    assert_eq!(judged(&[of(vo)], vo), Err(SigningError::NoHolder));
    let refused = [signature(Role::SafetyRep, "vo@example.org", Answer::Refused, "one")];
    assert_eq!(
        judged(&refused, vo),
        Err(SigningError::NoHolder),
        "they answer here again"
    );
    assert_eq!(judged(&refused, vo2), Ok(()));
}

/// Being blocked takes no refusal along and empties no post; nobody is silent before they came.
#[test]
fn neither_blocking_nor_coming_late_makes_a_post_one_to_go_on_without() {
    let mut plan = a_plan();
    let asked = asked("one", Needs::One);
    let refused = [signature(Role::UnionRep, "tv@example.org", Answer::Refused, "one")];
    let at = 100 + SILENT_DAYS;
    let state = |plan: &Organisation, given: &[Signature], day| stand(plan, &asked, given, day).posts[2].state;
    plan.accounts.get_mut("tv@example.org").unwrap().blocked = true;
    assert_eq!(state(&plan, &refused, 100), State::Refused);
    assert_eq!(state(&plan, &[], 100), State::Waits);
    assert_eq!(state(&plan, &[], at), State::Silent);
    let goes_on = new(Role::UnionRep, Answer::GoneOn, "Ingen her");
    assert_eq!(
        judge(&plan, &asked, &refused, &goes_on, "leader@example.org", at),
        Err(SigningError::NotSilent)
    );
    plan.accounts.get_mut("tv@example.org").unwrap().blocked = false;
    let key = ("tv@example.org".to_owned(), "med-1".to_owned());
    plan.holding.insert(key.clone(), at);
    assert_eq!(state(&plan, &[], at + SILENT_DAYS - 1), State::Waits);
    assert_eq!(state(&plan, &[], at + SILENT_DAYS), State::Silent);
    plan.holding.remove(&key);
    assert_eq!(
        state(&plan, &[], at + 1000),
        State::Waits,
        "since when is not known yet"
    );
}

#[test]
fn a_leader_goes_on_without_who_was_silent_for_two_weeks_or_is_not_there() {
    let plan = a_plan();
    let asked = asked("one", Needs::One);
    let goes_on = |plan: &Organisation, role, who: &str, day| {
        judge(plan, &asked, &[], &new(role, Answer::GoneOn, "Ferie"), who, day)
    };
    let leader = "leader@example.org";
    let at = 100 + SILENT_DAYS;
    assert_eq!(
        goes_on(&plan, Role::UnionRep, leader, at - 1),
        Err(SigningError::NotSilent)
    );
    assert_eq!(goes_on(&plan, Role::UnionRep, leader, at), Ok(()));
    assert_eq!(goes_on(&plan, Role::Leader, leader, at), Err(SigningError::NotTheirs));
    assert_eq!(
        goes_on(&plan, Role::UnionRep, "vo@example.org", at),
        Err(SigningError::NotTheirs)
    );
    assert_eq!(goes_on(&plan, Role::Leader, "guide@example.org", 100), Ok(()));
    let mut vacant = plan.clone();
    vacant.accounts.remove("tv@example.org");
    assert_eq!(goes_on(&vacant, Role::UnionRep, leader, 100), Ok(()));
    let refused = [signature(Role::UnionRep, "tv@example.org", Answer::Refused, "one")];
    let after = |who: &str| {
        let new = new(Role::UnionRep, Answer::GoneOn, "Enige om det meste");
        judge(&plan, &asked, &refused, &new, who, at)
    };
    assert_eq!(after(leader), Err(SigningError::NotSilent));
    assert_eq!(after("guide@example.org"), Ok(()));
}

#[test]
fn reasons_are_given_and_are_short_and_old_pages_sign_nothing() {
    let plan = a_plan();
    let judged = |asked: &Asked, answer, words: &str| {
        judge(
            &plan,
            asked,
            &[],
            &new(Role::UnionRep, answer, words),
            "tv@example.org",
            100,
        )
    };
    let one = asked("one", Needs::One);
    assert_eq!(judged(&one, Answer::Signed, ""), Ok(()));
    assert_eq!(judged(&one, Answer::Refused, " \n"), Err(SigningError::NoWords));
    assert_eq!(judged(&one, Answer::Signed, &"å".repeat(LONGEST_WORDS)), Ok(()));
    assert_eq!(
        judged(&one, Answer::Signed, &"å".repeat(LONGEST_WORDS + 1)),
        Err(SigningError::TooLong)
    );
    assert_eq!(
        judged(&asked("two", Needs::One), Answer::Signed, ""),
        Err(SigningError::OtherVersion)
    );
    let pooled = Asked {
        wards: vec!["med-1".to_owned(), "med-2".to_owned()],
        ..one
    };
    assert_eq!(posts(&pooled).count(), 6);
    let version = Version::of(&["one", "two"]);
    assert_eq!(Version::read(&version.written()), Some(version));
    assert_ne!(Version::of(&["onet", "wo"]), version);
    assert_eq!(Version::read("abc"), None);
}

fn a_hub() -> (tempfile::TempDir, Store, LogIn) {
    let place = tempfile::tempdir().unwrap();
    let (folder, mut store) = DataFolder::create(&place.path().join("hub")).unwrap();
    Ca::create(&folder).unwrap();
    let empty = store.organisation().unwrap();
    store
        .change(&empty, &changes(&empty, &a_plan()).unwrap(), &folder.box_ids().unwrap())
        .unwrap();
    for email in ["tv@example.org", "vo@example.org"] {
        store.set_password(email, email.as_bytes()).unwrap();
    }
    store.act_as(Who::Account("tv@example.org".to_owned()), NOW);
    let proved = store.log_in_of("tv@example.org").unwrap().unwrap();
    (place, store, proved)
}

#[test]
fn an_answer_is_kept_in_the_step_that_judges_it_and_the_log_tells_of_it() {
    let (_place, mut store, proved) = a_hub();
    let mut asked = asked("one", Needs::One);
    asked.since = NOW / 86_400;
    let signs = new(Role::UnionRep, Answer::Signed, "  Vi følger med. ");
    let sign = |store: &mut Store, new: &NewSignature| store.sign(Kind::Report, "p-map", new, &proved, NOW);
    assert!(matches!(sign(&mut store, &signs), Err(StoreError::NotFound(..))));
    store.ask_signatures(&asked).unwrap();
    store.ask_signatures(&asked).unwrap();
    let other = new(Role::SafetyRep, Answer::Signed, "");
    assert_eq!(sign(&mut store, &other).unwrap(), Err(SigningError::NotTheirs));
    assert_eq!(sign(&mut store, &signs).unwrap(), Ok(()));
    assert_eq!(sign(&mut store, &signs).unwrap(), Err(SigningError::StandsAlready));
    let (kept, given) = store.signing(Kind::Report, "p-map").unwrap();
    assert_eq!((kept, given.len()), (asked.clone(), 1));
    assert_eq!(
        (given[0].words.as_str(), given[0].account.as_str()),
        ("Vi følger med.", "tv@example.org")
    );
    // Another version: what was signed is there, and void.
    asked.version = Version::of(&["two"]);
    store.ask_signatures(&asked).unwrap();
    assert_eq!(sign(&mut store, &signs).unwrap(), Err(SigningError::OtherVersion));
    let (kept, given) = store.signing(Kind::Report, "p-map").unwrap();
    let standing = stand(&store.organisation().unwrap(), &kept, &given, asked.since);
    assert_eq!((standing.may_go_on(), standing.void.len()), (false, 1));
    let entries = store.audit(&AuditFilter::default(), 100).unwrap();
    let deeds: Vec<Deed> = entries
        .iter()
        .filter_map(|entry| Deed::read(&entry.deed, &entry.about))
        .collect();
    let of = |wanted: fn(&Deed) -> bool| deeds.iter().filter(|deed| wanted(deed)).count();
    assert_eq!(of(|deed| matches!(deed, Deed::SignaturesAsked { .. })), 2);
    assert_eq!(of(|deed| matches!(deed, Deed::SignatureGiven { .. })), 1);
    assert!(
        entries.iter().all(|entry| !entry.about.contains("følger")),
        "the log keeps no words"
    );
}

/// The hub keeps since when somebody holds a role; who leaves it and comes back came anew, and who is blocked has not left.
#[test]
fn the_day_on_which_somebody_came_is_kept() {
    let (_place, mut store, _) = a_hub();
    let key = ("tv@example.org".to_owned(), "med-1".to_owned());
    let mut change = |at: i64, change: &dyn Fn(&mut Organisation)| {
        store.act_as(Who::Hub, at);
        let from = store.organisation().unwrap();
        let mut to = from.clone();
        change(&mut to);
        store
            .change(&from, &changes(&from, &to).unwrap(), &BoxIds::new(b"a test"))
            .unwrap();
        store.organisation().unwrap().holding.get(&key).copied()
    };
    let day = NOW / 86_400;
    let block = |blocked: bool| {
        move |plan: &mut Organisation| plan.accounts.get_mut("tv@example.org").unwrap().blocked = blocked
    };
    let came = change(NOW, &block(true));
    assert!(came.is_some_and(|came| came <= day));
    assert_eq!(change(NOW + 5 * 86_400, &block(false)), came);
    let be = |role: Role| move |plan: &mut Organisation| plan.accounts.get_mut("tv@example.org").unwrap().role = role;
    change(NOW + 6 * 86_400, &be(Role::SafetyRep));
    assert_eq!(change(NOW + 7 * 86_400, &be(Role::UnionRep)), Some(day + 7));
    change(NOW + 8 * 86_400, &|plan| drop(plan.accounts.remove("tv@example.org")));
    let back = a_plan().accounts["tv@example.org"].clone();
    assert_eq!(
        change(NOW + 9 * 86_400, &|plan| drop(
            plan.accounts.insert("tv@example.org".to_owned(), back.clone())
        )),
        Some(day + 9)
    );
}

/// Whoever's password was changed between the proof and the turn signs nothing.
#[test]
fn a_password_that_was_changed_meanwhile_signs_nothing() {
    let (_place, mut store, proved) = a_hub();
    store.ask_signatures(&asked("one", Needs::One)).unwrap();
    store.set_password("tv@example.org", b"another").unwrap();
    let signs = new(Role::UnionRep, Answer::Signed, "");
    let refused = store.sign(Kind::Report, "p-map", &signs, &proved, NOW);
    assert!(matches!(refused, Err(StoreError::ChangedMeanwhile(_))));
    let others = store.log_in_of("vo@example.org").unwrap().unwrap();
    let refused = store.sign(Kind::Report, "p-map", &signs, &others, NOW);
    assert!(
        matches!(refused, Err(StoreError::ChangedMeanwhile(_))),
        "somebody else's password"
    );
    assert_eq!(store.signing(Kind::Report, "p-map").unwrap().1, []);
}

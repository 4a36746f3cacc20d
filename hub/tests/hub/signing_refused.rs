//! A refusal outlives what is done around it: other words, and an admin who moves whoever refused away and back.

use proptest::prelude::*;
use trykk_hub::organisation::{Account, Organisation, Places, Role};
use trykk_hub::signing::{
    Answer, Asked, Kind, Needs, NewSignature, Post, Signature, SigningError, State, Version, judge, stand,
};

use crate::story::given::the_plan;

const LEADER: &str = "leader@example.org";
const TV: &str = "tv@example.org";
const GUIDE: &str = "guide@example.org";

fn account(role: Role, ward: &str) -> Account {
    Account {
        role,
        places: Places::new(vec![ward.to_owned()], Vec::new()),
        blocked: false,
        has_counting_key: false,
    }
}

fn a_plan(ward_of_the_rep: &str) -> Organisation {
    let mut plan = the_plan();
    plan.accounts.insert(LEADER.to_owned(), account(Role::Leader, "med-1"));
    plan.accounts.insert(GUIDE.to_owned(), account(Role::Guide, "med-1"));
    plan.accounts
        .insert(TV.to_owned(), account(Role::UnionRep, ward_of_the_rep));
    plan
}

fn post() -> Post {
    Post {
        ward: "med-1".to_owned(),
        role: Role::UnionRep,
    }
}

fn asked(version: &str, needs: Needs) -> Asked {
    Asked {
        kind: Kind::Plan,
        thing: "med-1".to_owned(),
        wards: vec!["med-1".to_owned()],
        version: Version::of(&[version]),
        since: 100,
        needs,
    }
}

fn given(version: &str, answer: Answer, account: &str, holder: Option<&str>) -> Signature {
    Signature {
        post: post(),
        version: Version::of(&[version]),
        answer,
        words: "Slik er det".to_owned(),
        account: account.to_owned(),
        day: 101,
        holder: holder.map(str::to_owned),
    }
}

fn state(plan: &Organisation, asked: &Asked, signatures: &[Signature]) -> State {
    let standing = stand(plan, asked, signatures, 101);
    standing.posts.iter().find(|one| one.post == post()).unwrap().state
}

/// A union rep who has refused is sent to another ward for a minute. The leader does not go on meanwhile; and what a leader wrote then, before
/// this was so, ends once she is back. A guide goes on, as over any refusal.
#[test]
fn a_refusal_outlives_an_admin_who_moves_its_holder_away_and_back() {
    let (here, away) = (a_plan("med-1"), a_plan("med-2"));
    let asked = asked("a", Needs::One);
    let refused = given("a", Answer::Refused, TV, None);
    let goes_on = NewSignature {
        post: post(),
        version: asked.version,
        answer: Answer::GoneOn,
        words: "Ingen har rollen".to_owned(),
        holder: None,
    };
    let may = |plan: &Organisation, who| judge(plan, &asked, std::slice::from_ref(&refused), &goes_on, who, 101);
    for plan in [&here, &away] {
        assert_eq!(may(plan, LEADER), Err(SigningError::NotSilent));
        assert_eq!(may(plan, GUIDE), Ok(()));
    }
    let went_on = |who| [refused.clone(), given("a", Answer::GoneOn, who, None)];
    assert_eq!(state(&here, &asked, &went_on(LEADER)), State::Refused);
    assert_eq!(state(&here, &asked, &went_on(GUIDE)), State::GoneOn);
    // Nobody has ever refused: the leader goes on without a post that nobody has.
    let vacant = judge(&away, &asked, &[], &goes_on, LEADER, 101);
    assert_eq!(vacant, Ok(()));
}

/// Whoever refuses another version takes back what they signed before, and what was done in their place; their answer afterwards counts.
#[test]
fn words_that_come_back_do_not_bring_back_what_was_refused() {
    let plan = a_plan("med-1");
    for needs in [Needs::One, Needs::All] {
        let (asked, holder) = (asked("a", needs), (needs == Needs::All).then_some(TV));
        for (before, by, of) in [
            (Answer::Signed, TV, None),
            (Answer::OnPaper, GUIDE, holder),
            (Answer::GoneOn, GUIDE, None),
        ] {
            let first = given("a", before, by, of);
            assert_ne!(state(&plan, &asked, std::slice::from_ref(&first)), State::Waits);
            let mut all = vec![first, given("b", Answer::Refused, TV, None)];
            let standing = stand(&plan, &asked, &all, 101);
            assert_eq!(standing.owed_by(TV).count(), 1, "{before:?}: she is asked again");
            assert_eq!(standing.void.len(), 2);
            all.push(given("a", Answer::Signed, TV, None));
            assert_eq!(state(&plan, &asked, &all), State::Signed);
        }
    }
    // What another one of the same role signed is theirs.
    let mut two = a_plan("med-1");
    two.accounts
        .insert("tv2@example.org".to_owned(), account(Role::UnionRep, "med-1"));
    let all = [
        given("a", Answer::Signed, "tv2@example.org", None),
        given("b", Answer::Refused, TV, None),
    ];
    assert_eq!(state(&two, &asked("a", Needs::One), &all), State::Signed);
}

proptest! {
    /// Nobody's post stands by what they gave before they refused last, in whichever version.
    #[test]
    fn nothing_stands_that_was_given_before_the_last_refusal(
        answers in prop::collection::vec((0..3_usize, 0..4_usize), 0..8),
        refused in 0..3_usize,
    ) {
        let (plan, versions) = (a_plan("med-1"), ["a", "b", "c"]);
        let mut all: Vec<Signature> = answers
            .iter()
            .map(|(version, answer)| {
                let answer = Answer::ALL[*answer];
                let by = if matches!(answer, Answer::Signed | Answer::Refused) { TV } else { GUIDE };
                given(versions[*version], answer, by, None)
            })
            .collect();
        all.push(given(versions[refused], Answer::Refused, TV, None));
        for version in versions {
            let state = state(&plan, &asked(version, Needs::One), &all);
            prop_assert!(!matches!(state, State::Signed | State::GoneOn), "{version}: {state:?}");
        }
    }
}

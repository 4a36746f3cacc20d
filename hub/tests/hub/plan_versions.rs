//! When a version of a plan came to be signed: written down once, in the step that completes it, and never reckoned anew.

use trykk_hub::audit::Who;
use trykk_hub::certificates::Ca;
use trykk_hub::data::DataFolder;
use trykk_hub::organisation::{Account, Organisation, Places, Role, changes};
use trykk_hub::plan::measures::Measure;
use trykk_hub::process::method::Method;
use trykk_hub::signing::{Answer, Kind, Needs, NewSignature, Post};
use trykk_hub::store::Store;

use crate::plan::measure;
use crate::story::given::the_plan;

const NOW: i64 = 1_790_000_000;
const LEADER: (&str, Role) = ("leader@example.org", Role::Leader);
const VO: (&str, Role) = ("vo@example.org", Role::SafetyRep);
const TV: (&str, Role) = ("tv@example.org", Role::UnionRep);
const OTHER_TV: (&str, Role) = ("tv2@example.org", Role::UnionRep);

struct Ward {
    _place: tempfile::TempDir,
    folder: DataFolder,
    store: Store,
}

impl Ward {
    /// A plan that was put forward, and nobody has signed.
    fn new(needs: Needs) -> Self {
        let place = tempfile::tempdir().unwrap();
        let (folder, store) = DataFolder::create(&place.path().join("hub")).unwrap();
        Ca::create(&folder).unwrap();
        let mut ward = Ward {
            _place: place,
            folder,
            store,
        };
        let mut plan = the_plan();
        plan.accounts.retain(|_, account| account.role == Role::Guide);
        ward.arrange(&plan);
        ward.change(|plan| {
            for (email, role) in [LEADER, VO, TV, OTHER_TV] {
                let account = Account {
                    role,
                    places: Places::new(vec!["med-1".to_owned()], Vec::new()),
                    blocked: false,
                    has_counting_key: false,
                };
                plan.accounts.insert(email.to_owned(), account);
            }
        });
        for (email, _) in [LEADER, VO, TV, OTHER_TV] {
            ward.store.set_password(email, email.as_bytes()).unwrap();
        }
        let wards = ["med-1".to_owned()];
        ward.store.start_process(&wards, needs, &Method::four(), NOW).unwrap();
        ward.store.save_measure("med-1", None, 0, &measure(), NOW).unwrap();
        assert!(ward.store.ask_plan("med-1", NOW).unwrap());
        ward
    }

    fn arrange(&mut self, to: &Organisation) {
        let from = self.store.organisation().unwrap();
        let steps = changes(&from, to).unwrap();
        self.store
            .change(&from, &steps, &self.folder.box_ids().unwrap())
            .unwrap();
    }

    fn change(&mut self, with: impl FnOnce(&mut Organisation)) {
        let mut to = self.store.organisation().unwrap();
        with(&mut to);
        self.arrange(&to);
    }

    fn answer(&mut self, (email, role): (&str, Role), answer: Answer) {
        let (asked, _) = self.store.signing(Kind::Plan, "med-1").unwrap();
        let new = NewSignature {
            post: Post {
                ward: "med-1".to_owned(),
                role,
            },
            version: asked.version,
            answer,
            words: "Slik er det".to_owned(),
            holder: None,
        };
        self.store.act_as(Who::Account(email.to_owned()), NOW);
        let proved = self.store.log_in_of(email).unwrap().unwrap();
        let done = self.store.sign(Kind::Plan, "med-1", &new, &proved, NOW).unwrap();
        assert_eq!(done, Ok(()), "{email}");
    }

    fn sign(&mut self, people: &[(&str, Role)]) {
        people.iter().for_each(|one| self.answer(*one, Answer::Signed));
    }

    fn save(&mut self, seen: u32, deadline: i64) {
        let measure = Measure { deadline, ..measure() };
        self.store.save_measure("med-1", Some(1), seen, &measure, NOW).unwrap();
    }

    /// The number of the version that was signed last, and of the one that is asked.
    fn signed(&self) -> (Option<u32>, u32) {
        let (plan, _) = self.store.plan("med-1").unwrap();
        (
            plan.signed_version().map(|version| version.number),
            plan.last_version().unwrap().number,
        )
    }
}

/// One of two union reps never signed the first version, which gave way to the second. Nothing that happens to her later signs it.
#[test]
fn a_version_that_was_never_signed_is_not_signed_when_somebody_leaves() {
    let mut ward = Ward::new(Needs::All);
    ward.sign(&[LEADER, VO, TV]);
    assert_eq!(ward.signed(), (None, 1));
    ward.save(1, measure().deadline + 1);
    ward.change(|plan| drop(plan.accounts.remove(OTHER_TV.0)));
    assert_eq!(ward.signed(), (None, 2), "what was given up unsigned stays so");
    ward.sign(&[LEADER, VO, TV]);
    assert_eq!(ward.signed(), (Some(2), 2));
}

/// A plan waits only for somebody who leaves: it is signed from then on. Who is blocked has not left, and a refusal is not taken along.
#[test]
fn a_version_that_waited_for_who_left_is_signed_in_that_step() {
    let block = |blocked| move |plan: &mut Organisation| plan.accounts.get_mut(OTHER_TV.0).unwrap().blocked = blocked;
    let mut ward = Ward::new(Needs::All);
    ward.sign(&[LEADER, VO, TV]);
    ward.change(block(true));
    assert_eq!(ward.signed(), (None, 1));
    ward.change(block(false));
    ward.change(|plan| drop(plan.accounts.remove(OTHER_TV.0)));
    assert_eq!(ward.signed(), (Some(1), 1));

    let mut ward = Ward::new(Needs::All);
    ward.sign(&[LEADER, VO, TV]);
    ward.answer(OTHER_TV, Answer::Refused);
    ward.change(|plan| drop(plan.accounts.remove(OTHER_TV.0)));
    assert_eq!(ward.signed(), (None, 1), "she said no");
}

/// Who comes later, and what somebody answers later, takes nothing away of what was signed.
#[test]
fn what_was_signed_stays_so_whoever_comes_and_whatever_is_answered() {
    let mut ward = Ward::new(Needs::All);
    ward.sign(&[LEADER, VO, TV, OTHER_TV]);
    assert_eq!(ward.signed(), (Some(1), 1));
    ward.change(|plan| {
        let like = plan.accounts[TV.0].clone();
        plan.accounts.insert("tv3@example.org".to_owned(), like);
    });
    ward.answer(TV, Answer::Refused);
    assert_eq!(ward.signed(), (Some(1), 1));
    ward.save(1, measure().deadline + 1);
    ward.answer(LEADER, Answer::Refused);
    assert_eq!(ward.signed(), (Some(1), 2));
}

/// A change that is taken back before anybody refused it: all have signed the very words that stand there.
#[test]
fn words_that_come_back_are_signed_as_they_were() {
    let mut ward = Ward::new(Needs::One);
    ward.sign(&[LEADER, VO, TV]);
    ward.save(1, measure().deadline + 1);
    ward.sign(&[LEADER]);
    assert_eq!(ward.signed(), (Some(1), 2));
    ward.save(2, measure().deadline);
    assert_eq!(ward.signed(), (Some(3), 3));
}

//! Where one role reaches into another's room: an admin who opens a guide's account, a guide who came later, a guide of another ward, and
//! whoever has just lost their rights.

use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes};
use axum::http::{Request, header};
use tower::ServiceExt;
use trykk_hub::certificates::Ca;
use trykk_hub::enrolment::ADDRESS;
use trykk_hub::figures::rollup::is_waited_for;
use trykk_hub::figures::tally::Sheets;
use trykk_hub::organisation::{Account, Organisation, Places, Role};
use trykk_hub::rounds::{self, SinceLook};
use trykk_hub::secrets::hash_secret;
use trykk_hub::store::{BoxRow, TabletState};
use trykk_hub::web::access::permissions::PERMISSIONS;
use trykk_shared::ids::BoxId;

use crate::counting::{Desk, PASSPHRASE, a_desk_at, find_printing};
use crate::house::{NOW, TOKEN, kept_password, planned, the_plan};
use crate::senior::{a_plan as a_department, publish};

const ADMIN: &str = "admin@example.org";
const GUIDE: &str = "guide@example.org";
const LATER: &str = "later@example.org";
const ROUND: &str = "2026-autumn";

/// The demo's plan with one more guide, of these wards.
fn with_guide(mut plan: Organisation, wards: &[&str]) -> Organisation {
    let account = Account {
        role: Role::Guide,
        places: Places::new(wards.iter().map(|ward| (*ward).to_owned()).collect(), Vec::new()),
        blocked: false,
        has_counting_key: false,
    };
    plan.accounts.insert(LATER.to_owned(), account);
    plan
}

/// A guide at a hub of which the plan can be changed.
async fn a_hub_at(plan: &Organisation) -> Desk {
    let desk = a_desk_at(plan).await;
    Ca::create(&desk.house.data).unwrap();
    desk
}

async fn set_passphrase(desk: &Desk) {
    let set = format!("passphrase={PASSPHRASE}&again={PASSPHRASE}");
    assert_eq!(desk.post("/passphrase", &set).await.location, "/passphrase?done=set");
}

/// Whoever holds an invitation for an account that has a password chooses another one.
fn invite_and_accept(desk: &mut Desk, email: &str) {
    let secret = hash_secret(b"invited anew");
    desk.house
        .store
        .set_invitation(email, &secret, NOW + 100, None)
        .unwrap();
    let accepted = desk.house.store.accept_invitation(&secret, b"another", NOW).unwrap();
    assert_eq!(accepted.as_deref(), Some(email));
    desk.house.enter(email);
}

/// An invitation is made with one click by an admin, who may be the one who uses it.
#[tokio::test]
async fn who_came_in_by_a_new_invitation_reads_and_ends_nothing_before_the_passphrase() {
    let mut desk = a_hub_at(&the_plan()).await;
    let id = desk.answered("med-1").await;
    let open = desk.answered("med-2").await;
    desk.close(id, "tablet-med-1").await;
    let passphrase = format!("passphrase={PASSPHRASE}");
    assert_eq!(desk.step(id, "count", &passphrase).await.status, 303);
    invite_and_accept(&mut desk, GUIDE);
    for path in ["figures", "preview"] {
        let page = desk.house.get(&format!("/rounds/{id}/{path}")).await;
        assert_eq!(
            (page.status.as_u16(), page.location),
            (303, format!("/rounds/{id}")),
            "{path}"
        );
    }
    let refused = desk.step(id, "release", "sure=yes").await;
    assert!(refused.status == 422 && refused.body.contains("Vis at det er deg"));
    let round = desk.house.get(&format!("/rounds/{id}")).await.body;
    assert!(round.contains("Vis at det er deg") && !round.contains("Spør en av dem."));
    for step in ["close", "close-for-good"] {
        let refused = desk.step(open, step, "").await;
        assert!(
            refused.status == 422 && refused.body.contains("Vis at det er deg"),
            "{step}"
        );
    }
    let page = desk.house.get("/passphrase").await.body;
    assert!(page.contains("/passphrase/prove") && !page.contains("/passphrase/new-key"));
    let new = "passphrase=noe+helt+annet+da&again=noe+helt+annet+da&sure=yes";
    desk.house.store.set_password(GUIDE, &hashed()).unwrap();
    desk.house.enter(GUIDE);
    let refused = desk
        .post("/passphrase/new-key", &format!("{new}&password=et+passord+til+meg"))
        .await;
    assert!(
        refused.status == 422 && refused.body.contains("Vis at det er deg"),
        "{}",
        refused.body
    );
    let other = "password=bare+jeg+vet+om+det&again=bare+jeg+vet+om+det";
    let refused = async |desk: &Desk, fields: &str, why: &str| {
        let page = desk.post("/passphrase/prove", fields).await;
        assert!(page.status == 422 && page.body.contains(why), "{}", page.body);
    };
    let wrong = format!("passphrase=feil+ord+her+og+der&{other}");
    refused(&desk, &wrong, "Telleordet stemmer ikke").await;
    let known = "password=et+passord+til+meg&again=et+passord+til+meg";
    refused(
        &desk,
        &format!("{passphrase}&{known}"),
        "Velg et annet, som bare du vet om",
    )
    .await;
    refused(&desk, &format!("{passphrase}&password=kort&again=kort"), "for kort").await;
    refused(&desk, &format!("{passphrase}&password=et&again=annet"), "ikke like").await;
    assert!(desk.house.store.is_unproven(GUIDE).unwrap());
    // Whoever made the invitation is in the account too, and knows the password that was handed out with it.
    let helper = [7; 32];
    desk.house.store.begin_session(GUIDE, &helper, NOW + 3600, NOW).unwrap();
    assert_eq!(desk.house.get(&format!("/rounds/{id}/figures")).await.status, 303);
    let proved = desk.post("/passphrase/prove", &format!("{passphrase}&{other}")).await;
    assert_eq!(proved.location, "/passphrase?done=proved");
    assert!(desk.house.store.visitor(&helper, NOW).unwrap().is_none());
    let kept = desk.house.store.password(GUIDE).unwrap();
    let is_password = |password: &str| trykk_hub::people::passwords::is_password(kept.as_deref(), password);
    assert!(is_password("bare jeg vet om det") && !is_password("et passord til meg"));
    desk.house.enter(GUIDE);
    assert!(desk.house.get(&proved.location).await.body.contains("alt som er ditt"));
    assert_eq!(desk.house.get(&format!("/rounds/{id}/figures")).await.status, 200);
    assert_eq!(desk.step(open, "close", "").await.status, 303);
    assert_eq!(desk.step(id, "release", "sure=yes").await.status, 303);
}

fn hashed() -> Vec<u8> {
    kept_password("et passord til meg")
}

/// Whoever made the invitation may sit there: they plan nothing, and take nobody's deck or draft away.
#[tokio::test]
async fn who_has_not_proved_who_they_are_changes_nothing_at_all() {
    let mut desk = a_hub_at(&the_plan()).await;
    let id = desk.house.ballot_box(ROUND, "med-1").id.to_string();
    invite_and_accept(&mut desk, GUIDE);
    let before = desk.house.store.organisation().unwrap();
    let may = [
        "/passphrase/prove",
        "/account/password",
        "/account/log-out",
        "/account/log-out-everywhere",
        "/log-out",
    ];
    let guides = PERMISSIONS
        .iter()
        .filter(|one| one.method == "POST" && one.who.admits(Some(Role::Guide)));
    let waiting: Vec<&str> = guides
        .map(|one| one.path)
        .filter(|path| !may.contains(path) && !["/log-in", "/invitation/{secret}"].contains(path))
        .collect();
    assert!(waiting.len() > 30);
    for path in waiting {
        let named = path.replace("{box}", &id).replace(['{', '}'], "");
        let page = desk.post(&named, "name=Ny&sure=yes").await;
        assert!(
            page.status == 422 && page.body.contains("Vis at det er deg"),
            "{path} {}",
            page.status
        );
        assert!(page.body.contains("href=\"/passphrase\""), "{path}");
    }
    assert_eq!(desk.house.store.organisation().unwrap(), before);
    assert!(desk.house.store.deck_drafts().unwrap().is_empty());
}

/// Nor do they read a figure, published or not: every page and file of a published round is opened, and none says how many answered.
#[tokio::test]
async fn who_has_not_proved_who_they_are_reads_no_figure() {
    let mut desk = a_hub_at(&the_plan()).await;
    let sheets = Sheets {
        participant: 40,
        table: 11,
    };
    let released = desk.house.publish("2026-spring", "surg-1", sheets, |question| {
        let n = if question.counts.len() == 2 { 11 } else { 40 };
        let last = *question.counts.keys().last().unwrap();
        question.counts.insert(last, n);
    });
    let id = released.id.to_string();
    desk.house.enter(GUIDE);
    let shown = desk.house.get(&format!("/results/{id}")).await;
    assert!(shown.status == 200 && shown.body.contains("<figure"));
    invite_and_accept(&mut desk, GUIDE);
    let guides = PERMISSIONS
        .iter()
        .filter(|one| one.method == "GET" && one.who.admits(Some(Role::Guide)));
    let mut refused = 0;
    for path in ["/passed-on", "/process/med-1", "/process/med-1/meetings/new"] {
        let page = desk.house.get(path).await;
        assert!(page.status == 422 && page.body.contains("Vis at det er deg"), "{path}");
    }
    for path in guides.map(|one| one.path) {
        let named = path
            .replace("{box}", &id)
            .replace("{format}", "csv")
            .replace("{item}", "workload");
        let page = desk.house.get(&named.replace(['{', '}'], "")).await;
        refused += usize::from(page.status == 422 && page.body.contains("Vis at det er deg"));
        assert!(
            !page.body.contains("<figure") && !page.body.contains("class=\"chart"),
            "{path}"
        );
        assert!(!page.body.contains("low,high"), "{path}");
    }
    assert!(refused >= 11, "{refused}");
}

/// The notes ask for the passphrase anyway, and so does the count: given there it would let in whoever else is in the account. A
/// restored hub invites everybody anew.
#[tokio::test]
async fn no_other_page_takes_the_passphrase_of_somebody_who_has_not_proved_it() {
    let mut desk = a_hub_at(&the_plan()).await;
    let id = desk.answered("med-1").await;
    desk.close(id, "tablet-med-1").await;
    desk.house.store.shut_everybody_out().unwrap();
    invite_and_accept(&mut desk, GUIDE);
    assert!(desk.house.store.is_unproven(GUIDE).unwrap());
    let passphrase = format!("passphrase={PASSPHRASE}");
    let change = format!("old={PASSPHRASE}&passphrase=noe+helt+annet+da&again=noe+helt+annet+da");
    for page in [
        desk.step(id, "count", &passphrase).await,
        desk.post("/passphrase", &change).await,
    ] {
        assert!(
            page.status == 422 && page.body.contains("Vis at det er deg"),
            "{}",
            page.body
        );
    }
    assert!(desk.house.store.is_unproven(GUIDE).unwrap());
    // Who has no counting key has nothing to prove.
    desk.house.store.set_password("leader@example.org", b"hashed").unwrap();
    invite_and_accept(&mut desk, "leader@example.org");
    assert!(!desk.house.store.is_unproven("leader@example.org").unwrap());
}

#[tokio::test]
async fn who_came_after_the_confirming_draws_no_start_codes() {
    let mut plan = with_guide(the_plan(), &["med-1"]);
    plan.rounds.get_mut(ROUND).unwrap().plan.codes = true;
    let mut desk = a_hub_at(&plan).await;
    let id = desk.house.ballot_box(ROUND, "med-1").id;
    desk.enrol("tablet-a", "med-1");
    assert_eq!(desk.step(id, "confirm", "").await.status, 303);
    let printed = desk.step(id, "codes", "tablet=tablet-a&slips=2&spares=2").await.body;
    let printing = find_printing(&printed);
    desk.house.enter(LATER);
    set_passphrase(&desk).await;
    for (step, fields) in [
        ("codes", "tablet=tablet-a&slips=1&spares=0".to_owned()),
        ("codes/confirm", format!("tablet=tablet-a&printing={printing}")),
        ("codes/wake", "spare=tablet-a+1".to_owned()),
    ] {
        let refused = desk.step(id, step, &fields).await;
        assert!(
            refused.status == 422 && refused.body.contains("kan dele ut startkoder"),
            "{step}"
        );
    }
    desk.house.enter(GUIDE);
    let confirmed = desk
        .step(id, "codes/confirm", &format!("tablet=tablet-a&printing={printing}"))
        .await;
    assert_eq!(confirmed.status, 303);
    // Fewer people than slips, once somebody has corrected how many work there.
    desk.house.enter(ADMIN);
    let fewer = "name=Medisinsk+sengepost+1&department=medicine&headcount=1";
    assert_eq!(desk.post("/organisation/wards/med-1/change", fewer).await.status, 303);
    desk.house.enter(GUIDE);
    let page = desk.house.get(&format!("/rounds/{id}")).await.body;
    assert!(page.contains("Høyst 1 kan ha svart to ganger"), "{page}");
}

/// A tablet broke, and the headcount was corrected upwards so that slips for another one could be printed.
#[tokio::test]
async fn a_headcount_that_is_raised_after_the_confirming_hides_nobody_who_answers_twice() {
    let mut plan = the_plan();
    plan.rounds.get_mut(ROUND).unwrap().plan.codes = true;
    plan.wards.get_mut("med-1").unwrap().headcount = 12;
    let mut desk = a_hub_at(&plan).await;
    let id = desk.house.ballot_box(ROUND, "med-1").id;
    desk.enrol("tablet-a", "med-1");
    desk.enrol("tablet-b", "med-1");
    assert_eq!(desk.step(id, "confirm", "").await.status, 303);
    desk.print_slips(id, "tablet-a", 12).await;
    let refused = desk.step(id, "codes", "tablet=tablet-b&slips=8&spares=0").await;
    assert!(refused.status == 422 && refused.body.contains("meld det stjålet"));
    desk.house.enter(ADMIN);
    let more = "name=Medisinsk+sengepost+1&department=medicine&headcount=24";
    assert_eq!(desk.post("/organisation/wards/med-1/change", more).await.status, 303);
    desk.house.enter(GUIDE);
    desk.print_slips(id, "tablet-b", 8).await;
    let page = desk.house.get(&format!("/rounds/{id}")).await.body;
    assert!(page.contains("Høyst 8 kan ha svart to ganger"), "{page}");
    assert!(page.contains("Da kartleggingen ble bekreftet, var det 12."), "{page}");
}

/// Whoever answered while more people were said to work there was told that it is kept.
#[tokio::test]
async fn a_smaller_headcount_refuses_nobodys_answers() {
    let mut desk = a_hub_at(&the_plan()).await;
    let id = desk.answered("med-1").await;
    let before = desk.house.store.count_envelopes(id).unwrap().total();
    desk.house.enter(ADMIN);
    let change = async |desk: &Desk, headcount: u32| {
        let fields = format!("name=Medisinsk+sengepost+1&department=medicine&headcount={headcount}");
        desk.post("/organisation/wards/med-1/change", &fields).await.status
    };
    assert_eq!(change(&desk, 7).await, 303);
    assert_eq!(change(&desk, 6).await, 303);
    let row = desk.house.ballot_box(ROUND, "med-1");
    assert_eq!((row.headcount, row.most_people), (6, 38));
    desk.deliver("tablet-med-1", id, 3);
    let after = desk.house.store.count_envelopes(id).unwrap().total();
    assert_eq!(after, before + before / 9 * 3);
    // Nobody has answered on what is not open yet.
    let planned = desk.house.ballot_box(ROUND, "med-2");
    assert_eq!(planned.most_people, planned.headcount);
    let refused = change(&desk, u32::MAX).await;
    assert_eq!(refused, 422);
}

#[tokio::test]
async fn a_tablet_with_another_wards_answers_is_seen_there_and_reported_stolen_by_nobody_elses_guide() {
    let mut desk = a_hub_at(&with_guide(the_plan(), &["surg-1"])).await;
    desk.house.store.set_setting(ADDRESS, "hub.example.org:8443").unwrap();
    desk.answered("med-1").await;
    // It is taken over to another ward, and has not delivered everything.
    let kept = |tablet: &str, desk: &Desk| {
        let tablets = desk.house.store.tablets().unwrap();
        tablets.into_iter().find(|row| row.id == tablet).unwrap()
    };
    let connection = rusqlite::Connection::open(desk.house.data.database()).unwrap();
    connection
        .execute("UPDATE tablet SET ward = 'surg-1', stood_at = '[\"med-1\"]'", [])
        .unwrap();
    assert_eq!(kept("tablet-med-1", &desk).ward, "surg-1");
    desk.house.enter(LATER);
    let refused = desk.post("/tablets/tablet-med-1/stolen", "sure=yes").await;
    assert!(
        refused.status == 422 && refused.body.contains("som andre avgjør"),
        "{}",
        refused.body
    );
    assert_eq!(kept("tablet-med-1", &desk).state, TabletState::Active);
    // The ward whose answers it holds still sees it.
    connection
        .execute(
            "UPDATE account SET places = '{\"wards\":[\"med-1\"],\"departments\":[]}' WHERE email = ?1",
            [GUIDE],
        )
        .unwrap();
    desk.house.enter(GUIDE);
    assert!(desk.house.get("/tablets").await.body.contains("tablet-med-1"));
    assert_eq!(desk.post("/tablets/tablet-med-1/stolen", "sure=yes").await.status, 303);
    assert_eq!(kept("tablet-med-1", &desk).state, TabletState::Stolen);
}

/// A form of which the last part stays away until something has happened.
struct Parts(tokio::sync::mpsc::Receiver<Bytes>);

impl futures_core::Stream for Parts {
    type Item = Result<Bytes, std::io::Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll_recv(context).map(|part| part.map(Ok))
    }
}

#[tokio::test]
async fn a_form_that_was_begun_before_somebody_was_blocked_does_nothing_after_it() {
    let mut plan = the_plan();
    let admin = plan.accounts[ADMIN].clone();
    plan.accounts.insert("second@example.org".to_owned(), admin);
    let mut desk = a_hub_at(&plan).await;
    desk.house.enter("second@example.org");
    let form = format!("check={}&email=evil@example.org&role=admin", desk.check);
    let (begun, rest) = form.split_at(form.len() - 12);
    let (sender, receiver) = tokio::sync::mpsc::channel(4);
    let request = Request::post("/accounts/new")
        .header(header::COOKIE, format!("__Host-trykk={TOKEN}"))
        .body(Body::from_stream(Parts(receiver)))
        .unwrap();
    sender.send(Bytes::from(begun.to_owned())).await.unwrap();
    let answer = tokio::spawn(desk.house.app.clone().oneshot(request));
    // Until it has taken the first part in.
    while sender.capacity() < 4 {
        tokio::task::yield_now().await;
    }
    let ids = trykk_hub::store::BoxIds::new(b"a test");
    let asked = trykk_hub::organisation::edit::Edit::BlockAccount {
        email: "second@example.org".to_owned(),
        blocked: true,
    };
    let by = trykk_hub::organisation::edit::By::Account(ADMIN);
    let block = |plan: &Organisation| trykk_hub::organisation::edit::edit(plan, &asked, by);
    desk.house.store.change_organisation(&ids, block).unwrap().unwrap();
    sender.send(Bytes::from(rest.to_owned())).await.unwrap();
    drop(sender);
    let answer = answer.await.unwrap().unwrap();
    assert!(
        answer.headers()[header::LOCATION]
            .to_str()
            .unwrap()
            .starts_with("/log-in")
    );
    let accounts = desk.house.store.organisation().unwrap().accounts;
    assert!(!accounts.contains_key("evil@example.org"));
}

/// A sum that is shown without a ward, and then with it, shows that ward alone.
#[tokio::test]
async fn a_ward_that_moves_within_a_round_is_in_the_sums_it_was_in() {
    let mut house = planned(&a_department());
    publish(&mut house, "med-1", 20, 1);
    Ca::create(&house.data).unwrap();
    let check = house.check().await;
    house.enter(ADMIN);
    let move_to = async |house: &crate::house::House, ward: &str, department: &str| {
        let fields = format!("check={check}&name=Sengepost&department={department}&headcount=40");
        let path = format!("/organisation/wards/{ward}/change");
        assert_eq!(house.post(&path, &fields).await.status, 303);
    };
    let departments = |house: &crate::house::House, ward| house.ballot_box(crate::senior::ROUND, ward).departments;
    move_to(&house, "surg-2", "medicine").await;
    move_to(&house, "med-2", "surgery").await;
    assert_eq!(departments(&house, "surg-2"), ["surgery"], "not open yet, and settled");
    assert_eq!(departments(&house, "med-2"), ["medicine"]);
    let other = house.ballot_box(ROUND, "med-2").departments;
    assert_eq!(other, ["surgery"], "of this round nothing is settled");
    let sheets = Sheets {
        participant: 20,
        table: 0,
    };
    house.count(crate::senior::ROUND, "med-2", sheets, |_| {});
    assert_eq!(departments(&house, "med-2"), ["medicine"]);
}

#[tokio::test]
async fn a_confirmed_round_is_waited_for_until_that_is_taken_back() {
    let mut desk = a_hub_at(&the_plan()).await;
    let one = desk.house.ballot_box(ROUND, "med-1");
    let is_waited_for = |one: &BoxRow| is_waited_for(one, one.closes + 1);
    assert!(!is_waited_for(&one), "nobody has confirmed it, and its time is over");
    assert_eq!(desk.step(one.id, "confirm", "").await.status, 303);
    assert!(
        is_waited_for(&desk.house.ballot_box(ROUND, "med-1")),
        "it can be extended and opened"
    );
    assert_eq!(desk.step(one.id, "unconfirm", "").await.status, 303);
    let back = desk.house.ballot_box(ROUND, "med-1");
    assert!(!is_waited_for(&back));
    // And belongs again where its ward is.
    desk.house.enter(ADMIN);
    let moved = "name=Medisinsk+sengepost+1&department=surgery&headcount=38";
    assert_eq!(desk.post("/organisation/wards/med-1/change", moved).await.status, 303);
    assert_eq!(desk.house.ballot_box(ROUND, "med-1").departments, ["surgery"]);
}

/// One record is damaged, for weeks: the other wards' guides decided something, and it is done when they were told.
#[tokio::test]
async fn a_damaged_record_lengthens_no_other_wards_week() {
    let mut desk = a_hub_at(&the_plan()).await;
    let mut ids: Vec<BoxId> = Vec::new();
    for (ward, name) in [("med-1", "Medisinsk+sengepost+1"), ("med-2", "Medisinsk+sengepost+2")] {
        let id = desk.answered(ward).await;
        desk.close(id, &format!("tablet-{ward}")).await;
        let fields = format!("sure=yes&passphrase={PASSPHRASE}&name={name}");
        assert_eq!(desk.step(id, "close-unread", &fields).await.status, 303, "{ward}");
        ids.push(id);
    }
    let damaged = desk
        .house
        .data
        .database()
        .with_file_name("openings")
        .join(ids[0].to_string());
    let whole = std::fs::read(&damaged).unwrap();
    std::fs::write(&damaged, vec![0; whole.len()]).unwrap();
    let unread_at = |desk: &Desk, id| desk.house.store.ballot_box(id).unwrap().unread_at.unwrap();
    let [first, second] = [ids[0], ids[1]].map(|id| unread_at(&desk, id));
    let data = desk.house.data.clone();
    let look = |desk: &mut Desk, gone: i64, away: i64| {
        let since = SinceLook { gone, away };
        let failed = rounds::lengthen_unread(&mut desk.house.store, &data, since, None).unwrap();
        rounds::end_due_unread(&mut desk.house.store, &data, second + 86_000).unwrap();
        failed.len()
    };
    // The hub was off for a day; then it looks every twenty seconds.
    for (gone, away) in [(86_400, 86_400), (20, 0), (20, 0)] {
        assert_eq!(look(&mut desk, gone, away), 1);
        assert_eq!(unread_at(&desk, ids[1]), second + 86_400, "once");
        assert_eq!(unread_at(&desk, ids[0]), first);
    }
    // Put back, as after a stop of the hub: it gets all the time in which nobody could take it back, and no more.
    std::fs::write(&damaged, &whole).unwrap();
    assert_eq!(look(&mut desk, 20, 0), 0);
    assert_eq!(unread_at(&desk, ids[0]), first + 86_400 + 40);
    assert_eq!(unread_at(&desk, ids[1]), second + 86_400);
    assert_eq!(look(&mut desk, 20, 0), 0);
    assert_eq!(unread_at(&desk, ids[0]), first + 86_400 + 40);
    // A kill between the record and the database.
    desk.house.store.owe_unread(100, None).unwrap();
    data.keep_unread(ids[0], Some(first + 86_400 + 140)).unwrap();
    assert_eq!(look(&mut desk, 20, 0), 0);
    assert_eq!(unread_at(&desk, ids[0]), first + 86_400 + 140);
    assert_eq!(desk.house.store.ballot_box(ids[0]).unwrap().unread_owed, 0);
    // A kill there, and two hours off before the next look: more is owed than the record was lengthened by.
    desk.house.store.owe_unread(100, None).unwrap();
    data.keep_unread(ids[0], Some(first + 86_400 + 200)).unwrap();
    assert_eq!(look(&mut desk, 7200, 7200), 0);
    assert_eq!(unread_at(&desk, ids[0]), first + 86_400 + 240 + 7200);
    assert_eq!(desk.house.store.ballot_box(ids[0]).unwrap().unread_owed, 0);
}

/// The look that lengthens the week waits for a step that takes it back, and does not write over what that decided.
#[tokio::test]
async fn what_was_taken_back_is_not_lengthened_by_a_look_that_began_before() {
    let mut desk = a_hub_at(&the_plan()).await;
    let id = desk.answered("med-1").await;
    desk.close(id, "tablet-med-1").await;
    let fields = format!("sure=yes&passphrase={PASSPHRASE}&name=Medisinsk+sengepost+1");
    assert_eq!(desk.step(id, "close-unread", &fields).await.status, 303);
    let data = desk.house.data.clone();
    let lock = data.lock().unwrap();
    let (looking, begun) = (data.clone(), std::sync::Arc::new(std::sync::Barrier::new(2)));
    let beginning = std::sync::Arc::clone(&begun);
    let look = std::thread::spawn(move || {
        let mut store = trykk_hub::store::Store::open_existing(&looking.database()).unwrap();
        beginning.wait();
        let since = SinceLook {
            gone: 86_400,
            away: 86_400,
        };
        rounds::lengthen_unread(&mut store, &looking, since, None)
            .unwrap()
            .len()
    });
    begun.wait();
    // However far it has come by now: it has to look again.
    std::thread::sleep(std::time::Duration::from_millis(200));
    data.keep_unread(id, None).unwrap();
    desk.house.store.set_unread_at(id, None).unwrap();
    drop(lock);
    assert_eq!(look.join().unwrap(), 0);
    assert_eq!(desk.house.store.ballot_box(id).unwrap().unread_at, None);
    assert_eq!(data.unread_record(id).unwrap(), Some(None));
}

/// What an admin has made ends with the admin's rights: enrolment codes, and invitations.
#[tokio::test]
async fn an_invitation_does_not_outlive_whoever_made_it() {
    let mut plan = the_plan();
    let admin = plan.accounts[ADMIN].clone();
    plan.accounts.insert("second@example.org".to_owned(), admin);
    let mut desk = a_hub_at(&plan).await;
    desk.house.store.set_password(ADMIN, b"hashed").unwrap();
    let at = |email: &str| format!("/accounts/{}", data_encoding::BASE64URL_NOPAD.encode(email.as_bytes()));
    desk.house.enter("second@example.org");
    for email in [ADMIN, "leader@example.org"] {
        assert_eq!(desk.post(&format!("{}/invite", at(email)), "").await.status, 200);
    }
    let open = |desk: &Desk| -> Vec<String> { desk.house.store.open_invitations(NOW).unwrap().into_keys().collect() };
    assert_eq!(open(&desk), [ADMIN, "leader@example.org"]);
    // It is said on the list, on the account's page, and to whom it concerns.
    desk.house.enter(ADMIN);
    for path in ["/accounts".to_owned(), at(ADMIN), "/account".to_owned()] {
        let page = desk.house.get(&path).await.body;
        assert!(page.contains("Den er laget av second@example.org"), "{path}");
    }
    // Logged out everywhere: nobody comes in by what somebody made who sat there a moment.
    desk.house.enter("second@example.org");
    let page = desk.house.get("/account").await.body;
    assert!(page.contains("Invitasjoner som du har laget, og som ingen har brukt, gjelder ikke lenger"));
    assert_eq!(desk.post("/account/log-out-everywhere", "").await.status, 303);
    assert!(open(&desk).is_empty());
    desk.house.enter("second@example.org");
    desk.post(&format!("{}/invite", at("leader@example.org")), "").await;
    desk.house.enter(ADMIN);
    let blocked = desk
        .post(&format!("{}/block", at("second@example.org")), "blocked=yes")
        .await;
    assert_eq!(blocked.status, 303);
    assert!(open(&desk).is_empty());
}

/// The password is compared for a while; what has changed meanwhile counts.
#[tokio::test]
async fn a_log_in_that_was_proved_before_a_change_begins_nothing_after_it() {
    let mut desk = a_hub_at(&the_plan()).await;
    let store = &mut desk.house.store;
    type Step = fn(&mut trykk_hub::store::Store);
    let steps: [Step; 2] = [
        |store| store.set_password(GUIDE, b"another").unwrap(),
        |store| store.end_sessions(GUIDE).unwrap(),
    ];
    for (nth, step) in steps.into_iter().enumerate() {
        let proved = store.log_in_of(GUIDE).unwrap().unwrap();
        let token = [nth as u8 + 1; 32];
        step(store);
        assert!(
            !store
                .begin_proved_session(GUIDE, &proved, &token, NOW + 100, NOW)
                .unwrap()
        );
        assert!(!store.change_password(GUIDE, &proved, b"a thief's").unwrap());
        assert!(store.visitor(&token, NOW).unwrap().is_none());
        let proved = store.log_in_of(GUIDE).unwrap().unwrap();
        assert!(
            store
                .begin_proved_session(GUIDE, &proved, &token, NOW + 100, NOW)
                .unwrap()
        );
        assert!(store.visitor(&token, NOW).unwrap().is_some());
    }
}

/// The same where the other step is another process's, under way while this one asks.
#[tokio::test]
async fn a_log_in_waits_for_a_change_that_is_under_way_and_then_begins_nothing() {
    let mut desk = a_hub_at(&the_plan()).await;
    desk.house.store.set_password(GUIDE, b"the first").unwrap();
    type Step = fn(&mut trykk_hub::store::Store, &trykk_hub::store::LogIn) -> bool;
    let steps: [Step; 2] = [
        |store, proved| {
            store
                .begin_proved_session(GUIDE, proved, &[1; 32], NOW + 100, NOW)
                .unwrap()
        },
        |store, proved| store.change_password(GUIDE, proved, b"a thief's").unwrap(),
    ];
    for step in steps {
        let proved = desk.house.store.log_in_of(GUIDE).unwrap().unwrap();
        let other = rusqlite::Connection::open(desk.house.data.database()).unwrap();
        other
            .execute_batch("BEGIN IMMEDIATE; UPDATE account SET logged_out = logged_out + 1, password = x'01'")
            .unwrap();
        let store = &mut desk.house.store;
        let done = std::thread::scope(|scope| {
            let asked = scope.spawn(|| step(store, &proved));
            // Long enough for it to have compared, if it did so before it had the database to itself.
            std::thread::sleep(std::time::Duration::from_millis(300));
            other.execute_batch("COMMIT").unwrap();
            asked.join().unwrap()
        });
        assert!(!done);
    }
    let store = &mut desk.house.store;
    assert!(store.visitor(&[1; 32], NOW).unwrap().is_none());
    assert_eq!(store.password(GUIDE).unwrap().unwrap(), [1]);
}

/// Two secrets, two counters: knowing one gives no more tries at the other.
#[tokio::test]
async fn the_log_in_password_gives_no_attempts_at_the_passphrase_back() {
    let mut desk = a_hub_at(&the_plan()).await;
    desk.house.store.set_password(GUIDE, &hashed()).unwrap();
    invite_and_accept(&mut desk, GUIDE);
    let (mut tried, mut refused) = (0, false);
    for nth in 0..20 {
        desk.house.store.set_password(GUIDE, &hashed()).unwrap();
        desk.house.enter(GUIDE);
        let change = "old=et+passord+til+meg&password=et+passord+til+meg&again=et+passord+til+meg";
        let changed = desk.post("/account/password", change).await;
        assert!(changed.status == 303 || changed.status == 422, "{nth}");
        desk.house.enter(GUIDE);
        let page = desk
            .post(
                "/passphrase/prove",
                "passphrase=feil+ord+her+og+der&password=et+helt+annet+ord&again=et+helt+annet+ord",
            )
            .await;
        match page.body.contains("Telleordet stemmer ikke") {
            true => tried += 1,
            false => refused = true,
        }
    }
    assert!(refused && tried < 20, "{tried}");
}

/// A database from before knows of no confirming; the record beside it does.
#[tokio::test]
async fn what_was_confirmed_before_is_waited_for_on_a_database_from_before() {
    use rand::SeedableRng;
    let mut desk = a_hub_at(&the_plan()).await;
    let one = desk.house.ballot_box(ROUND, "med-1");
    assert_eq!(desk.step(one.id, "confirm", "").await.status, 303);
    let key = desk.house.ballot_box(ROUND, "med-1").key;
    let forget = |desk: &Desk| {
        let connection = rusqlite::Connection::open(desk.house.data.database()).unwrap();
        connection
            .execute_batch("UPDATE box SET public_key = NULL, recovery_share = NULL; DELETE FROM guide_share;")
            .unwrap();
    };
    forget(&desk);
    let data = desk.house.data.clone();
    let mut rng = rand::rngs::StdRng::seed_from_u64(1);
    rounds::open_due(&mut desk.house.store, &data, one.closes + 1, &mut rng).unwrap();
    let again = desk.house.ballot_box(ROUND, "med-1");
    assert_eq!(again.key, key);
    assert!(is_waited_for(&again, one.closes + 1));
    // What was taken back is not confirmed again.
    assert_eq!(desk.step(one.id, "unconfirm", "").await.status, 303);
    forget(&desk);
    rounds::open_due(&mut desk.house.store, &data, one.closes + 1, &mut rng).unwrap();
    assert_eq!(desk.house.ballot_box(ROUND, "med-1").key, None);
}

#[tokio::test]
async fn on_a_tablet_that_is_out_of_use_nobody_answers() {
    let mut desk = a_hub_at(&the_plan()).await;
    let id = desk.answered("med-1").await;
    let here = |desk: &mut Desk| {
        let tablets = desk.house.store.tablets().unwrap();
        let row = tablets.into_iter().find(|row| row.id == "tablet-med-1").unwrap();
        let boxes = desk.house.store.boxes_for_tablet(&row, true, NOW).unwrap();
        boxes.into_iter().find(|one| one.ballot_box.id == id).unwrap().here
    };
    assert!(here(&mut desk));
    for state in [TabletState::Retired, TabletState::Stolen] {
        let keep = crate::KEEP_NOWHERE;
        desk.house.store.set_tablet_state("tablet-med-1", state, keep).unwrap();
        assert!(!here(&mut desk), "{state:?}");
    }
}

/// Whoever came after the confirming opens nothing again that was closed, and lets nobody in by the sheet.
#[tokio::test]
async fn a_later_guide_neither_opens_again_nor_lets_in() {
    let mut desk = a_hub_at(&with_guide(the_plan(), &["med-1"])).await;
    let id = desk.answered("med-1").await;
    assert_eq!(desk.step(id, "close", "").await.status, 303);
    desk.house.enter(LATER);
    set_passphrase(&desk).await;
    let again = desk.step(id, "extend", "closes=2027-01-31T12%3A00").await;
    assert!(
        again.status == 422 && again.body.contains("Bare de som kan telle den opp"),
        "{}",
        again.body
    );
    desk.house.enter(GUIDE);
    desk.close(id, "tablet-med-1").await;
    desk.house.enter(LATER);
    let sheet = desk.sheet.clone();
    let refused = desk.step(id, "count", &format!("sheet={sheet}&let-in={LATER}")).await;
    assert!(
        refused.status == 422 && refused.body.contains("kan slippe inn andre"),
        "{}",
        refused.body
    );
    // The sheet gives a count all the same, for those who hold shares.
    assert_eq!(desk.step(id, "count", &format!("sheet={sheet}")).await.status, 303);
    assert!(!desk.house.store.may_read_count(id, LATER).unwrap());
    assert!(desk.house.store.may_read_count(id, GUIDE).unwrap());
}

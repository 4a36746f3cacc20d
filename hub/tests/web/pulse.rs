//! A pulse on pages, from the form to its words: planned beside a published result, answered, counted and published for real, and nothing
//! of it to be found but a word a question and how many answered in fives.

use rusqlite::Connection;
use trykk_hub::certificates::Ca;
use trykk_hub::figures::tally::{QuestionTally, Sheets};
use trykk_hub::organisation::check::Fault;
use trykk_hub::organisation::pulse::{PulseFault, make_pulse_deck};
use trykk_hub::organisation::{Change, Round, RoundPlan};
use trykk_hub::rounds::{find_pulses_of_few, sweep};
use trykk_hub::store::BoxIds;
use trykk_shared::answers::{Answer, Answers};
use trykk_shared::board::{BoardPulse, FOR_STAFF_BYTES, ForStaff, PulseSaid};
use trykk_shared::ids::BoxId;
use trykk_shared::language::Language;
use trykk_shared::protocol::BoxState;

use crate::counting::{Desk, PASSPHRASE, a_desk};
use crate::house::kept_password;
use crate::plan::MEASURE;

const FORM: &str = "/process/med-1/pulse";
const BEFORE: &str = "2026-spring-medicine";
const GUIDE: &str = "guide@example.org";
const LEADER: &str = "leader@example.org";
const VO: &str = "vo@example.org";
const DAYS: &str = "opens=2026-10-05&closes=2026-10-16";

/// A process of med-1 with a published result of `n`: so many chose the first face everywhere, the others the last.
async fn a_desk_with_a_result(n: u64, first: u64) -> (Desk, BoxId) {
    let mut desk = a_desk().await;
    Ca::create(&desk.house.data).unwrap();
    assert_eq!(desk.post("/wards/med-1/process", "").await.status, 303);
    let sheets = Sheets {
        participant: n,
        table: 0,
    };
    let answer = |question: &mut QuestionTally| {
        let ends = (
            *question.counts.keys().next().unwrap(),
            *question.counts.keys().last().unwrap(),
        );
        question.counts.insert(ends.1, n - first);
        question.counts.insert(ends.0, first);
    };
    let result = desk.house.publish(BEFORE, "med-1", sheets, answer).id;
    (desk, result)
}

/// Plans a pulse of these questions; gives its box.
async fn plan_pulse(desk: &Desk, result: BoxId, items: &[&str]) -> BoxId {
    let items: String = items.iter().map(|id| format!("&item={id}")).collect();
    let planned = desk.post(FORM, &format!("beside={result}&{DAYS}{items}")).await;
    assert_eq!(planned.status, 303, "{}", planned.body);
    let id = planned
        .location
        .strip_prefix("/rounds/")
        .unwrap()
        .split('?')
        .next()
        .unwrap();
    let boxes = desk.house.store.boxes().unwrap();
    boxes.into_iter().find(|one| one.id.to_string() == id).unwrap().id
}

/// So many people answer it, each of them with these values.
async fn answer(desk: &mut Desk, id: BoxId, people: usize, card: bool, face: u8) {
    assert_eq!(desk.step(id, "open", "").await.status, 303);
    desk.enrol("tablet-1", "med-1");
    let one = || {
        let mut answers = Answers::new();
        answers.put("card-silence", Answer::Card(card));
        answers.put("recognition", Answer::Face(face));
        answers
    };
    desk.deliver_answers("tablet-1", id, (0..people).map(|_| one()).collect());
    desk.close(id, "tablet-1").await;
}

async fn count(desk: &Desk, id: BoxId) {
    let counted = desk.step(id, "count", &format!("passphrase={PASSPHRASE}")).await;
    assert_eq!(counted.status, 303, "{}", counted.body);
}

#[tokio::test]
async fn the_form_says_what_can_be_asked_and_loses_nothing_that_was_typed() {
    let (mut desk, result) = a_desk_with_a_result(24, 18).await;
    let form = desk.house.get(&format!("{FORM}?item=recognition")).await.body;
    assert!(
        form.contains("value=\"recognition\" checked") && form.contains("value=\"card-silence\">"),
        "{form}"
    );
    assert!(!form.contains("note-improve") && form.contains("minst 10 svarte"));
    let empty = desk.post(FORM, &format!("beside={result}")).await;
    assert_eq!(empty.status, 422);
    for fault in ["items-fault", "opens-fault", "closes-fault"] {
        assert!(empty.body.contains(&format!("id=\"{fault}\"")), "{fault}");
    }
    let meets = desk
        .post(
            FORM,
            &format!("beside={result}&item=recognition&opens=2026-10-26&closes=2026-11-03"),
        )
        .await;
    assert_eq!(meets.status, 422);
    assert!(
        meets.body.contains("annen kartlegging åpen på samme tid"),
        "{}",
        meets.body
    );
    assert!(
        meets.body.contains("oktober 2026") || meets.body.contains("november 2026"),
        "it says when"
    );
    let other = desk.house.store.round("2026-autumn").unwrap().deck.title;
    let other = other.get(Language::Nb);
    assert!(
        meets.body.contains(&format!("(«{other}», ")),
        "it says which: {}",
        meets.body
    );
    assert!(meets.body.contains("value=\"recognition\" checked") && meets.body.contains("value=\"2026-11-03\""));
    // The page was of another result: it says so, and shows what there is now.
    let earlier = BoxId([9; 16]);
    let old = desk
        .post(FORM, &format!("beside={earlier}&item=recognition&{DAYS}"))
        .await;
    assert_eq!(old.status, 422);
    assert!(old.body.contains("nyere resultat") && old.body.contains("value=\"recognition\" checked"));
    // Nobody but a guide asks, and of wards that are the guide's.
    for who in [LEADER, VO, "senior@example.org"] {
        desk.house.enter(who);
        assert_eq!(desk.house.get(FORM).await.status, 403, "{who}");
        assert_eq!(
            desk.post(FORM, &format!("beside={result}&item=recognition&{DAYS}"))
                .await
                .status,
            403
        );
    }
    desk.house.enter(GUIDE);
    let id = plan_pulse(&desk, result, &["recognition", "card-silence"]).await;
    let page = desk.house.get(&format!("/rounds/{id}")).await.body;
    assert!(
        page.contains("Puls") && !page.contains("/change\"") && page.contains("/take-away\""),
        "{page}"
    );
    let change = desk.house.get(&format!("/rounds/{id}/change")).await;
    assert_eq!(
        change.location,
        format!("/rounds/{id}"),
        "the form of a round would make another round of it"
    );
    let asked = desk.house.store.round(BEFORE).unwrap().deck;
    let asked = asked.item("recognition").unwrap().text.get(Language::Nb);
    assert!(
        page.contains("Pulsen spør om dette") && page.contains(&format!("<li>{asked}</li>")),
        "it says what it asks: {page}"
    );
    // Neither the room nor its form offers a second one.
    let room = desk.house.get("/process/med-1").await.body;
    assert!(
        room.contains("har alt en puls")
            && !room.contains(&format!("href=\"{FORM}\""))
            && room.contains(&format!("<small>{asked}</small>")),
        "{room}"
    );
    // A second one is not asked for, and a form from before plans none.
    let again = desk.house.get(FORM).await.body;
    assert!(
        again.contains("har alt en puls")
            && again.contains(&format!("/rounds/{id}"))
            && !again.contains("<form class=\"card-form")
    );
    let late = desk
        .post(
            FORM,
            &format!("beside={result}&item=recognition&opens=2026-10-19&closes=2026-10-23"),
        )
        .await;
    assert_eq!(late.status, 422);
    assert_eq!(
        desk.house
            .store
            .boxes()
            .unwrap()
            .iter()
            .filter(|one| one.pulse_of.is_some())
            .count(),
        1
    );
    // Taken away, it can be asked for anew.
    let (_, rest) = page.split_once("name=\"seen\" value=\"").unwrap();
    let seen = rest.split('"').next().unwrap();
    assert_eq!(desk.step(id, "take-away", &format!("seen={seen}")).await.status, 303);
    plan_pulse(&desk, result, &["workload"]).await;
}

#[tokio::test]
async fn where_nothing_can_be_asked_the_page_says_why() {
    let mut desk = a_desk().await;
    assert_eq!(desk.post("/wards/med-1/process", "").await.status, 303);
    assert!(desk.house.get(FORM).await.body.contains("ikke publisert noe resultat"));
    let room = desk.house.get("/process/med-1").await.body;
    assert!(room.contains("ikke publisert noe resultat") && !room.contains(&format!("href=\"{FORM}\"")));
    desk.house.enter(LEADER);
    let room = desk.house.get("/process/med-1").await.body;
    assert!(
        room.contains("kan prosessveilederen spørre om litt av det igjen")
            && !room.contains("ikke publisert noe resultat"),
        "a leader asks for none: {room}"
    );
    let (desk, _) = a_desk_with_a_result(9, 9).await;
    let few = desk.house.get(FORM).await.body;
    assert!(
        few.contains("har minst 10 svar") && !few.contains("<form class=\"card-form"),
        "{few}"
    );
    let mut desk = a_desk().await;
    assert_eq!(desk.post("/wards/surg-1/process", "").await.status, 303);
    let sheets = Sheets {
        participant: 40,
        table: 11,
    };
    desk.house.publish("2026-spring", "surg-1", sheets, |question| {
        let n = if question.unit == trykk_shared::kind::Unit::Table {
            11
        } else {
            40
        };
        let first = *question.counts.keys().next().unwrap();
        question.counts.insert(first, n);
    });
    assert!(
        desk.house
            .get("/process/surg-1/pulse")
            .await
            .body
            .contains("resultatet er fra bord")
    );
}

/// A plan's file can name what the form does not offer: it is refused by the same rule, and so is confirming what stands in a plan already.
#[tokio::test]
async fn a_pulse_of_few_is_refused_in_a_plan_s_file_and_at_the_confirming() {
    let (mut desk, _) = a_desk_with_a_result(9, 9).await;
    let current = desk.house.store.organisation().unwrap();
    let before = &current.rounds[BEFORE];
    let plan = RoundPlan {
        // 5 to 16 October 2026.
        opens: 1_791_151_200,
        closes: 1_792_188_000,
        floor: 10,
        pulse_of: Some(BEFORE.to_owned()),
        ..before.plan.clone()
    };
    let deck = make_pulse_deck(&before.deck, &["recognition".to_owned()].into());
    let changes = [Change::PutRound(
        "puls".to_owned(),
        Round::new(deck, plan, [vec!["med-1".to_owned()]]),
    )];
    let faults = find_pulses_of_few(&desk.house.store, &changes).unwrap();
    let why = PulseFault::TooFewBefore {
        item: "recognition".to_owned(),
        before: BEFORE.to_owned(),
    };
    let round = "puls".to_owned();
    assert_eq!(faults, [Fault::Pulse { round, why }]);
    assert!(
        faults[0].to_string().contains("fewer than 10 answered"),
        "{}",
        faults[0]
    );
    desk.house
        .store
        .change(&current, &changes, &BoxIds::new(b"a test"))
        .unwrap();
    let boxes = desk.house.store.boxes().unwrap();
    let id = boxes.into_iter().find(|one| one.round == "puls").unwrap().id;
    for step in ["confirm", "open"] {
        let refused = desk.step(id, step, "").await;
        assert_eq!(refused.status, 422, "{step}");
        assert!(
            refused.body.contains("færre enn 10 svarte på"),
            "{step}: {}",
            refused.body
        );
        assert!(!desk.house.store.ballot_box(id).unwrap().is_confirmed(), "{step}");
    }
    // Ten are enough, and what is not published yet is not known.
    let (desk, _) = a_desk_with_a_result(10, 9).await;
    assert_eq!(find_pulses_of_few(&desk.house.store, &changes).unwrap(), []);
    assert_eq!(find_pulses_of_few(&a_desk().await.house.store, &changes).unwrap(), []);
}

/// Which figures of the box the database holds.
fn kinds_of_figures(desk: &Desk, id: BoxId) -> Vec<String> {
    let database = Connection::open(desk.house.data.database()).unwrap();
    let mut select = database.prepare("SELECT kind FROM figures WHERE box = ?1").unwrap();
    let kinds = select.query_map([id.0], |row| row.get(0)).unwrap();
    kinds.map(Result::unwrap).collect()
}

#[tokio::test]
async fn a_pulse_publishes_a_word_a_question_and_there_is_nothing_else_of_it() {
    let (mut desk, result) = a_desk_with_a_result(24, 18).await;
    let id = plan_pulse(&desk, result, &["recognition", "card-silence"]).await;
    // All thirteen stand on the good side now; three quarters stood on the poor one. Of the card six of 24 said yes, and nobody does now.
    answer(&mut desk, id, 13, false, 5).await;
    count(&desk, id).await;
    assert_eq!(kinds_of_figures(&desk, result), ["release", "tally"], "of a result");
    let nothing = |desk: &Desk| {
        assert_eq!(desk.house.store.tally(id).unwrap(), None);
        assert_eq!(desk.house.store.release(id).unwrap(), None);
        assert_eq!(kinds_of_figures(desk, id), [] as [String; 0]);
    };
    nothing(&desk);
    assert_eq!(desk.house.store.pulse(id).unwrap(), None, "not published yet");
    let page = desk.house.get(&format!("/rounds/{id}")).await.body;
    assert!(
        page.contains("Ingen ser hvor mange som svarte hva, heller ikke du"),
        "{page}"
    );
    for door in ["figures", "notes", "sorting", "preview", "areas", "report"] {
        assert!(!page.contains(&format!("/rounds/{id}/{door}\"")), "{door}");
    }
    for path in [
        "figures",
        "figures/before",
        "figures/file/json",
        "preview",
        "report",
        "areas",
    ] {
        assert_eq!(
            desk.house.get(&format!("/rounds/{id}/{path}")).await.status,
            404,
            "{path}"
        );
    }
    assert_eq!(
        desk.house.get(&format!("/results/{id}")).await.status,
        404,
        "not published yet"
    );
    assert_eq!(desk.step(id, "release", "sure=yes").await.status, 303);
    nothing(&desk);
    let page = desk.house.get(&format!("/rounds/{id}")).await.body;
    for door in ["figures", "notes", "sorting", "areas", "report"] {
        assert!(!page.contains(&format!("/rounds/{id}/{door}\"")), "{door}");
    }
    for who in [GUIDE, LEADER, VO] {
        desk.house.enter(who);
        let shown = desk.house.get(&format!("/results/{id}")).await;
        assert_eq!(shown.status, 200, "{}", shown.body);
        assert!(shown.body.contains("Flere enn før på den gode siden"), "{}", shown.body);
        assert_eq!(shown.body.matches("10 eller flere svarte").count(), 2);
        assert!(
            !shown.body.contains(">13<") && !shown.body.contains("13 svarte"),
            "{}",
            shown.body
        );
        for path in ["before", "file/json", "file/csv", "file/xlsx"] {
            assert_eq!(
                desk.house.get(&format!("/results/{id}/{path}")).await.status,
                404,
                "{path}"
            );
        }
        assert_eq!(desk.house.get(&format!("/reports/{id}")).await.status, 404);
    }
    // The newest result is still the whole one, and it stands beside no pulse.
    desk.house.enter(LEADER);
    let home = desk.house.get("/").await.body;
    assert!(
        home.contains(&format!("href=\"/results/{result}\"")) && home.contains(&format!("/results/{id}")),
        "{home}"
    );
    assert!(
        !desk
            .house
            .get(&format!("/results/{result}"))
            .await
            .body
            .contains("/before\"")
    );
    desk.house.enter(GUIDE);
    let figures = desk.house.get("/figures").await.body;
    assert!(!figures.contains("puls-"), "{figures}");
    // Nobody is told that a report of it is missing.
    assert_eq!(desk.house.store.follow_up(id).unwrap(), None);
    assert!(desk.house.store.follow_up(result).unwrap().is_some());
    let room = desk.house.get("/process/med-1").await.body;
    assert!(room.contains(&format!("href=\"/results/{id}\"")), "{room}");
}

#[tokio::test]
async fn poster_and_open_page_call_a_pulse_a_pulse_and_promise_what_it_publishes() {
    let (desk, result) = a_desk_with_a_result(24, 18).await;
    let id = plan_pulse(&desk, result, &["recognition"]).await;
    let address = switch_open_page(&desk, "do=on").await;
    assert_eq!(desk.step(id, "open", "").await.status, 303);
    let page = desk.house.get(&address).await.body;
    assert!(
        page.contains("<h2>Pulsen</h2>") && page.contains("står for pulsen."),
        "{page}"
    );
    let poster = desk.house.get(&format!("/rounds/{id}/poster")).await.body;
    for said in [&page, &poster] {
        assert!(
            said.contains("er ett ord for hvert spørsmål") && !said.contains("gule lappene"),
            "{said}"
        );
    }
    assert!(poster.contains("Har noe endret seg?"));
}

/// The open page's own page of settings, with what its form carries.
async fn switch_open_page(desk: &Desk, what: &str) -> String {
    const MANAGE: &str = "/process/med-1/open-page";
    let page = desk.house.get(MANAGE).await.body;
    let seen = page
        .split_once("name=\"seen\" value=\"")
        .unwrap()
        .1
        .split('"')
        .next()
        .unwrap();
    let switched = desk.post(MANAGE, &format!("seen={seen}&{what}")).await;
    assert_eq!(switched.status, 303, "{}", switched.body);
    let shown = desk.house.get(MANAGE).await.body;
    let (_, rest) = shown.split_once("class=\"roomy\" href=\"").expect("its address");
    rest.split('"').next().unwrap().to_owned()
}

/// Whoever has the address reads the words beside the result that the ward chose to show, once they are published, and nowhere else.
#[tokio::test]
async fn the_open_page_shows_a_published_pulse_beside_the_result_that_the_ward_shows() {
    let (mut desk, result) = a_desk_with_a_result(24, 18).await;
    let address = switch_open_page(&desk, "do=on").await;
    let id = plan_pulse(&desk, result, &["recognition"]).await;
    answer(&mut desk, id, 13, false, 5).await;
    count(&desk, id).await;
    let word = "Flere enn før på den gode siden";
    let read = async |desk: &Desk| desk.house.get(&address).await.body;
    switch_open_page(&desk, "do=save&results=yes").await;
    let shown = read(&desk).await;
    assert!(
        shown.contains("id=\"result\"") && !shown.contains(word),
        "it is not published yet"
    );
    assert_eq!(desk.step(id, "release", "sure=yes").await.status, 303);
    let shown = read(&desk).await;
    assert!(
        shown.contains(word) && shown.contains("10 eller flere svarte"),
        "{shown}"
    );
    switch_open_page(&desk, "do=save").await;
    let hidden = read(&desk).await;
    assert!(
        !hidden.contains("id=\"result\"") && !hidden.contains(word),
        "the ward shows none"
    );
}

/// Signs the plan of med-1 for one of its three roles.
async fn sign_plan(desk: &mut Desk, who: &str, role: &str) {
    desk.house.enter(who);
    let plan = desk.house.get("/process/med-1/plan").await.body;
    let (_, link) = plan
        .split_once("href=\"/signatures/plan/med-1")
        .expect("a link to sign");
    let read = link.split('"').next().unwrap().replace("&#38;", "&");
    let page = desk.house.get(&format!("/signatures/plan/med-1{read}")).await.body;
    let (_, rest) = page.split_once("name=\"version\" value=\"").expect("a form");
    let version = rest.split('"').next().unwrap();
    let fields = format!("version={version}&post={role}+med-1&answer=signed&words=&password=et+passord+til+meg");
    let signed = desk.post("/signatures/plan/med-1", &fields).await;
    assert_eq!(signed.status, 303, "{}", signed.body);
}

/// Staff read the word on the open page and on the tablet, beside the signed measure that names the question, once it is published.
#[tokio::test]
async fn the_board_shows_a_published_word_beside_the_signed_measure_and_the_manifest_keeps_its_size() {
    let (mut desk, result) = a_desk_with_a_result(24, 18).await;
    let address = switch_open_page(&desk, "do=on").await;
    let named = MEASURE.replace(
        "indicator=Alle+har+spist",
        &format!("indicator=&item={result}.recognition"),
    );
    let saved = desk
        .post("/process/med-1/plan/measures/new", &format!("revision=0&{named}"))
        .await;
    assert_eq!(saved.status, 303, "{}", saved.body);
    assert_eq!(desk.post("/process/med-1/plan/ask", "").await.status, 303);
    let kept = kept_password("et passord til meg");
    for (who, role) in [(LEADER, "leader"), (VO, "safety-rep"), ("tv@example.org", "union-rep")] {
        desk.house.store.set_password(who, &kept).unwrap();
        sign_plan(&mut desk, who, role).await;
    }
    desk.house.enter(GUIDE);
    let id = plan_pulse(&desk, result, &["recognition"]).await;
    let wards = ["med-1".to_owned()];
    let said = |desk: &Desk| -> Option<BoardPulse> {
        let board = desk.house.store.board(&wards, 20_800).unwrap().expect("a board");
        let sent = ForStaff::new(Some(board.clone()), None);
        assert_eq!(serde_json::to_vec(&sent).unwrap().len(), FOR_STAFF_BYTES);
        assert_eq!(sent.board.as_ref(), Some(&board));
        board.measures[0].pulse.clone()
    };
    answer(&mut desk, id, 13, false, 5).await;
    assert_eq!(said(&desk), None);
    count(&desk, id).await;
    assert_eq!(said(&desk), None, "it is counted, and not published");
    let page = desk.house.get(&address).await.body;
    assert!(page.contains("Egen pausevakt") && !page.contains("Puls: "), "{page}");
    assert_eq!(desk.step(id, "release", "sure=yes").await.status, 303);
    let pulse = said(&desk).expect("a word");
    assert_eq!((pulse.said, pulse.about), (PulseSaid::MoreGood, 10));
    let page = desk.house.get(&address).await.body;
    assert!(
        page.contains("Puls: Flere enn før på den gode siden. 10 eller flere svarte."),
        "{page}"
    );
    assert!(page.contains(pulse.asked.get(Language::Nb)) && !page.contains("id=\"result\""));
}

#[tokio::test]
async fn a_measure_shows_what_a_pulse_said_of_its_question_and_is_decided_on() {
    let (mut desk, result) = a_desk_with_a_result(24, 18).await;
    let named = MEASURE.replace(
        "indicator=Alle+har+spist",
        &format!("indicator=&item={result}.recognition"),
    );
    let saved = desk
        .post("/process/med-1/plan/measures/new", &format!("revision=0&{named}"))
        .await;
    assert_eq!(saved.status, 303, "{}", saved.body);
    let measure = "/process/med-1/plan/measures/1";
    let page = desk.house.get(measure).await.body;
    assert!(
        page.contains(&format!("href=\"{FORM}?item=recognition\"")) && !page.contains("Hva gjør dere nå?"),
        "{page}"
    );
    let id = plan_pulse(&desk, result, &["recognition"]).await;
    let page = desk.house.get(measure).await.body;
    assert!(
        page.contains("har alt en puls")
            && page.contains(&format!("href=\"/rounds/{id}\""))
            && !page.contains(&format!("href=\"{FORM}?item=recognition\"")),
        "{page}"
    );
    answer(&mut desk, id, 13, true, 5).await;
    count(&desk, id).await;
    assert!(
        !desk.house.get(measure).await.body.contains("Puls, "),
        "not published yet"
    );
    assert_eq!(desk.step(id, "release", "sure=yes").await.status, 303);
    desk.house.enter(LEADER);
    let page = desk.house.get(measure).await.body;
    assert!(
        page.contains("Flere enn før på den gode siden, 10 eller flere svarte"),
        "{page}"
    );
    // One clear choice: what is done now; the status alone is folded away.
    assert!(page.contains("Hva gjør dere nå?") && page.contains("<summary>Endre bare statusen</summary>"));
    let closed = "about=next&revision=1&given=0&next=close&sentence=Det+virker";
    assert_eq!(desk.post(&format!("{measure}/status"), closed).await.status, 303);
    desk.house.enter("senior@example.org");
    assert_eq!(desk.house.get(measure).await.status, 403);
}

#[tokio::test]
async fn too_few_answers_are_never_counted_and_can_be_asked_for_again() {
    let (mut desk, result) = a_desk_with_a_result(24, 18).await;
    let id = plan_pulse(&desk, result, &["recognition"]).await;
    answer(&mut desk, id, 9, true, 5).await;
    desk.refused(id, &format!("passphrase={PASSPHRASE}"), "minst 10").await;
    assert_eq!(desk.step(id, "close-unread", "sure=yes").await.status, 303);
    let form = desk.house.get(FORM).await.body;
    assert!(
        form.contains("<form class=\"card-form"),
        "nothing was seen of it: {form}"
    );
}

/// A hub that was put back to before the count lets the pulse end as it did, from beside the database.
#[tokio::test]
async fn a_restored_hub_has_the_words_again_and_counts_nothing_anew() {
    let (mut desk, result) = a_desk_with_a_result(24, 18).await;
    let id = plan_pulse(&desk, result, &["recognition"]).await;
    answer(&mut desk, id, 13, true, 5).await;
    count(&desk, id).await;
    assert_eq!(desk.step(id, "release", "sure=yes").await.status, 303);
    let said = desk.house.store.pulse(id).unwrap();
    assert!(said.is_some());
    let database = Connection::open(desk.house.data.database()).unwrap();
    database
        .execute(
            "UPDATE box SET state = 'open', closed_for_good = 1 WHERE id = ?1",
            [id.0],
        )
        .unwrap();
    database.execute("DELETE FROM pulse", []).unwrap();
    drop(database);
    sweep(&mut desk.house.store, &desk.house.data).unwrap();
    assert_eq!(desk.house.store.pulse(id).unwrap(), said);
    assert_eq!(desk.house.store.ballot_box(id).unwrap().state, Some(BoxState::Released));
    assert_eq!(desk.house.store.release(id).unwrap(), None);
}

#[tokio::test]
async fn a_pulse_is_not_counted_before_its_result_is_published() {
    let (mut desk, result) = a_desk_with_a_result(24, 18).await;
    let id = plan_pulse(&desk, result, &["recognition", "card-silence"]).await;
    answer(&mut desk, id, 12, true, 5).await;
    // As a plan's file may have it: the round that it is a pulse of was counted, and is not published.
    let raw = Connection::open(desk.house.data.database()).unwrap();
    let set = |state: &str| raw.execute("UPDATE box SET state = ?1 WHERE id = ?2", (state, result.0));
    set("counted").unwrap();
    let state = |desk: &Desk| desk.house.store.ballot_box(id).unwrap().state;
    let before = state(&desk);
    let refused = desk.step(id, "count", &format!("passphrase={PASSPHRASE}")).await;
    assert_eq!(refused.status, 422);
    assert!(
        refused.body.contains("Publiser resultatet som pulsen hører til"),
        "{}",
        refused.body
    );
    assert_eq!(state(&desk), before, "its answers are there");
    // One that never opened has no result to wait for.
    set("planned").unwrap();
    let counted = desk.step(id, "count", "passphrase=wrong-wrong-wrong").await;
    assert!(!counted.body.contains("Publiser resultatet"), "{}", counted.body);
    set("released").unwrap();
    count(&desk, id).await;
    assert_eq!(state(&desk), Some(BoxState::Counted));
}

#[tokio::test]
async fn more_sheets_than_people_are_said_before_a_pulse_is_published() {
    for (people, said) in [(12, true), (13, false)] {
        let (mut desk, result) = a_desk_with_a_result(24, 18).await;
        let id = plan_pulse(&desk, result, &["recognition", "card-silence"]).await;
        answer(&mut desk, id, 13, true, 5).await;
        // As if so many had worked there when it was confirmed.
        let raw = Connection::open(desk.house.data.database()).unwrap();
        raw.execute("UPDATE box SET confirmed_people = ?1 WHERE id = ?2", (people, id.0))
            .unwrap();
        count(&desk, id).await;
        let page = desk.house.get(&format!("/rounds/{id}")).await.body;
        assert_eq!(
            page.contains("flere svarark enn det arbeider folk her"),
            said,
            "{people}"
        );
    }
}

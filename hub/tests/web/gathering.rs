//! A gathering on pages: from what a guide prepares to what is handed over, what each table sees at each step, and what nobody sees.

use std::time::Instant;

use axum::http::StatusCode;
use trykk_hub::gathering::{Showing, WRITES, keeping};
use trykk_hub::people::attempts::ATTEMPTS;

use crate::house::{NOW, Page};
use crate::plan::{ELSEWHERE, GUIDE, LEADER, MEASURE, PLAN, Room, VO};

pub const AT: &str = "/process/med-1/gatherings/1";
const PREPARED: &str = "revision=0&day=2026-10-01&areas=Pauser%0ASamarbeid&tables=4";

/// A gathering of med-1.
pub struct Gathered {
    pub room: Room,
    /// The table's page.
    pub table: String,
}

impl Gathered {
    /// One that is prepared.
    pub async fn prepared() -> Self {
        let mut room = Room::new().await;
        let saved = room
            .post(GUIDE, "/process/med-1/gatherings/new/prepare", PREPARED)
            .await;
        assert_eq!(saved.location, format!("{AT}?done=saved"), "{}", saved.body);
        let page = room.read(GUIDE, AT).await;
        let (_, rest) = page
            .split_once("href=\"/gathering/")
            .expect("a link to the table's page");
        let code = rest.split(['"', '/']).next().unwrap();
        let table = format!("/gathering/{code}");
        Gathered { room, table }
    }

    async fn guide(&mut self, step: &str, fields: &str) -> Page {
        let revision = self.room.house.store.gathering("med-1", 1).unwrap().revision;
        let fields = format!("revision={revision}&{fields}");
        self.room.post(GUIDE, &format!("{AT}/{step}"), &fields).await
    }

    pub async fn lead(&mut self, step: &str, fields: &str) {
        let led = self.guide(step, fields).await;
        assert_eq!(
            (led.status.as_u16(), led.location.as_str()),
            (303, AT),
            "{step} {fields}: {}",
            led.body
        );
    }

    pub async fn at_table(&mut self, rest: &str) -> String {
        let page = self.room.get_unknown(&format!("{}{rest}", self.table)).await;
        assert_eq!(page.status, 200, "{rest}: {}", page.body);
        page.body
    }

    pub async fn send(&mut self, rest: &str, fields: &str) -> Page {
        let path = format!("{}{rest}", self.table);
        self.room.post_unknown(&path, fields).await
    }

    pub async fn idea(&mut self, text: &str) {
        let sent = self
            .send("/ideas", &format!("area=0&idea={}", text.replace(' ', "+")))
            .await;
        assert_eq!(sent.status, 303, "{}", sent.body);
    }

    /// Ideas are shown, and the tables sort.
    pub async fn sorting() -> Self {
        let mut gathered = Gathered::prepared().await;
        gathered.lead("pace", "do=begin").await;
        gathered.lead("pace", "do=open&minutes=10").await;
        for text in [
            "Fast lunsj",
            "Egen pausevakt",
            "Telefonen bort",
            "Ro i pausen",
            "Pause i turnus",
        ] {
            gathered.idea(text).await;
        }
        gathered.lead("pace", "do=close").await;
        gathered.lead("unseen", "do=reveal").await;
        gathered.lead("pace", "do=forward").await;
        gathered
    }

    /// The box of an idea in the form for sorting.
    pub async fn boxes(&mut self) -> Vec<String> {
        let page = self.at_table("").await;
        let boxes = page.split("name=\"idea\" value=\"").skip(1);
        boxes.map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
    }
}

#[tokio::test]
async fn a_gathering_is_prepared_led_and_handed_over() {
    let mut room = Room::new().await;
    let faulty = room
        .post(
            GUIDE,
            "/process/med-1/gatherings/new/prepare",
            "revision=0&day=2001-01-01&areas=+&tables=0",
        )
        .await;
    assert_eq!(faulty.status, 422);
    for field in ["day-fault", "areas-fault", "tables-fault"] {
        assert!(faulty.body.contains(&format!("id=\"{field}\"")), "{field}");
    }
    let mut gathered = Gathered::prepared().await;
    assert!(gathered.room.read(LEADER, "/process/med-1").await.contains("forberedt"));
    // An open measure of the plan before is gone through first.
    gathered
        .room
        .save(VO, "/measures/new", &format!("revision=0&{MEASURE}"))
        .await;
    let early = gathered.guide("pace", "do=begin").await;
    assert!(early.status == 422 && early.body.contains("Noen tiltak er ikke krysset av"));
    gathered
        .lead("pace", "do=begin&gone-through=/process/med-1/plan/measures/1")
        .await;
    let wrong = gathered.guide("pace", "do=open&minutes=ti").await;
    assert!(wrong.status == 422 && wrong.body.contains("value=\"ti\"") && wrong.body.contains("minutes-fault"));
    gathered.lead("pace", "do=open&minutes=10").await;
    assert!(gathered.at_table("/screen").await.contains("10 min igjen"));
    for text in [
        "Fast lunsj",
        "Egen pausevakt",
        "Kari roper",
        "Telefonen bort",
        "Ro i pausen",
    ] {
        gathered.idea(text).await;
    }
    gathered.lead("pace", "do=close").await;
    let page = gathered.room.read(GUIDE, AT).await;
    let (before, _) = page.split_once("Kari roper").expect("the guide reads it");
    let kari = before
        .rsplit("value=\"")
        .next()
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    assert_eq!(gathered.guide("pace", "do=forward").await.status, 422);
    gathered.lead("unseen", &format!("do=hold&idea={kari}")).await;
    gathered.lead("unseen", "do=reveal").await;
    let shown = gathered.at_table("").await;
    assert!(shown.contains("Fast lunsj") && !shown.contains("Kari roper"));
    gathered.lead("pace", "do=forward").await;

    let boxes = gathered.boxes().await;
    assert_eq!(boxes.len(), 4);
    let nothing = gathered.send("/sort", "do=move&title=").await;
    assert_eq!(nothing.status, 422);
    assert!(nothing.body.contains("id=\"ideas-fault\"") && nothing.body.contains("id=\"to-fault\""));
    let ideas: String = boxes.iter().map(|one| format!("&idea={one}")).collect();
    let moved = gathered
        .send("/sort", &format!("do=move&title=Bedre+pauser{ideas}"))
        .await;
    assert!(
        moved.status == 200 && moved.body.contains("Flyttet: 4."),
        "{}",
        moved.body
    );
    gathered.lead("pace", "do=forward").await;

    let half = gathered
        .send("/estimates/new", "revision=0&bundle=&what=Pausevakt&gain=5")
        .await;
    assert_eq!(half.status, 422);
    assert!(half.body.contains("id=\"bundle-fault\"") && half.body.contains("id=\"cost-fault\""));
    assert!(half.body.contains("Pausevakt</textarea>"));
    let line = "bundle=1&what=Pausevakt&gain=5&ease=4&quality=3&cost=2";
    let saved = gathered.send("/estimates/new", &format!("revision=0&{line}")).await;
    assert_eq!(saved.status, 303);
    assert_eq!(
        gathered
            .send("/estimates/1", &format!("revision=1&{line}"))
            .await
            .status,
        303
    );
    let late = gathered.send("/estimates/1", &format!("revision=1&{line}")).await;
    assert!(late.status == 422 && late.body.contains("Pausevakt</textarea>"));
    let table = gathered.at_table("").await;
    assert!(table.contains("<table class=\"stacks estimates\"") && table.contains("data-label=\"Kostnad\">2<"));
    gathered.lead("pace", "do=forward").await;

    let card = "bundle=1&area=Pauser&what=Egen+pausevakt&first_step=Sp%C3%B8r&owner=Ansvarshavende&by=2026-12-01&indicator=Alle+har+spist&instead=";
    let empty = gathered
        .send("/cards/new", "revision=0&bundle=1&what=Egen+pausevakt")
        .await;
    assert!(
        empty.status == 422 && empty.body.contains("id=\"owner-fault\"") && !empty.body.contains("id=\"bundle-fault\"")
    );
    assert_eq!(
        gathered.send("/cards/new", &format!("revision=0&{card}")).await.status,
        303
    );
    assert!(gathered.at_table("/cards/1").await.contains("Ansvarshavende"));
    gathered.lead("pace", "do=forward").await;
    assert!(
        gathered
            .room
            .read(GUIDE, AT)
            .await
            .contains("action=\"/process/med-1/gatherings/1/hand-over\"")
    );
    gathered.lead("hand-over", "").await;

    let plan = gathered.room.read(LEADER, PLAN).await;
    assert!(plan.contains("Bedre pauser") && plan.contains("Egen pausevakt"));
    let page = gathered.room.read(VO, AT).await;
    assert!(page.contains("Nummer ") && page.contains("Fast lunsj") && page.contains("Pausevakt"));
    assert!(!page.contains("Kari roper") && !page.contains("<button name"));
    let over = gathered.at_table("").await;
    assert!(over.contains("Samlingen er over") && !over.contains("Fast lunsj"));
    let again = gathered.guide("hand-over", "").await;
    assert_eq!(again.status, 422);
}

/// A page without what is drawn for its form: 32 digits.
fn without_form_name(page: &str) -> String {
    match page.split_once("name=\"form\" value=\"") {
        Some((before, after)) => format!("{before}{}", &after[32..]),
        None => page.to_owned(),
    }
}

/// A form that is sent twice, because no reply came or somebody pressed twice, is one idea; with other words in it, it is another.
#[tokio::test]
async fn a_form_that_is_sent_twice_is_one_idea() {
    let mut gathered = Gathered::prepared().await;
    gathered.lead("pace", "do=begin").await;
    gathered.lead("pace", "do=open&minutes=").await;
    let form = |page: &str| page.split("name=\"form\" value=\"").nth(1).unwrap()[..32].to_owned();
    let (one, other) = (form(&gathered.at_table("").await), form(&gathered.at_table("").await));
    assert_ne!(one, other);
    for (form, text) in [
        (&one, "Fast+lunsj"),
        (&one, "Fast+lunsj"),
        (&one, "Fast+middag"),
        (&other, "Fast+lunsj"),
    ] {
        let sent = gathered
            .send("/ideas", &format!("form={form}&area=1&idea={text}"))
            .await;
        let done = format!("{}?done=sent", gathered.table);
        assert_eq!((sent.status.as_u16(), sent.location.as_str()), (303, done.as_str()));
    }
    let id = gathered.room.house.store.gathering("med-1", 1).unwrap().id;
    let canvas = keeping::read(&gathered.room.house.data, &id).unwrap();
    let mut kept: Vec<&str> = canvas.ideas.values().map(|idea| &idea.text[..]).collect();
    kept.sort_unstable();
    assert_eq!(kept, ["Fast lunsj", "Fast lunsj", "Fast middag"]);
    // What a disk that fails does not keep stands in the form again.
    let file = gathered
        .room
        .house
        .data
        .database()
        .with_file_name("gatherings")
        .join(&id);
    let aside = file.with_file_name(format!(".unfinished-{id}"));
    std::fs::create_dir(&aside).unwrap();
    let failed = gathered.send("/ideas", "area=1&idea=Ro+i+pausen").await;
    assert!(failed.status == 422 && failed.body.contains("kunne ikke lagres akkurat nå"));
    assert!(failed.body.contains("value=\"Ro i pausen\""));
    std::fs::remove_dir(&aside).unwrap();
    gathered.idea("Ro i pausen").await;
}

/// What is sent to a step that is closed takes no room of those who write at the one that is open.
#[tokio::test]
async fn what_is_refused_for_its_step_takes_no_room() {
    let mut gathered = Gathered::prepared().await;
    gathered.lead("pace", "do=begin").await;
    gathered.lead("pace", "do=open&minutes=").await;
    for _ in 0..=*WRITES.end() {
        let refused = gathered
            .send(
                "/estimates/new",
                "revision=0&bundle=1&what=Ro&gain=5&ease=4&quality=3&cost=2",
            )
            .await;
        assert!(refused.status == 422 && refused.body.contains("Steget er stengt"));
    }
    gathered.idea("Fast lunsj").await;
}

/// Before ideas are shown no page of anybody but the guide holds one, or tells how many there are: it is the same page, whatever was written.
#[tokio::test]
async fn nobody_sees_ideas_nor_how_many_before_they_are_shown() {
    let mut gathered = Gathered::prepared().await;
    gathered.lead("pace", "do=begin").await;
    gathered.lead("pace", "do=open&minutes=").await;
    let table = gathered.table.clone();
    let look = async |gathered: &mut Gathered| {
        let mut seen = vec![gathered.at_table("").await, gathered.at_table("/screen").await];
        for who in [GUIDE, LEADER, VO] {
            seen.push(gathered.room.read(who, AT).await);
            seen.push(gathered.room.read(who, &table).await);
        }
        seen.iter().map(|page| without_form_name(page)).collect::<Vec<_>>()
    };
    let before = look(&mut gathered).await;
    for nth in 0..7 {
        gathered.idea(&format!("Hemmelig {nth}")).await;
    }
    assert_eq!(before, look(&mut gathered).await);
    gathered.lead("pace", "do=close").await;
    for who in [LEADER, VO] {
        assert!(!gathered.room.read(who, AT).await.contains("Hemmelig"));
        assert!(!gathered.room.read(who, &table).await.contains("Hemmelig"));
    }
    assert!(gathered.room.read(GUIDE, AT).await.contains("Hemmelig 3"));
    assert!(!gathered.at_table("").await.contains("Hemmelig"));
    let page = gathered.room.get_unknown(&table).await;
    assert_eq!(page.headers["cache-control"], "no-store");
    assert!(
        page.body
            .contains("<noscript><meta http-equiv=\"refresh\" content=\"10\"></noscript>")
    );
    assert!(page.headers.get("refresh").is_none(), "with a script it follows");
    assert_eq!(gathered.room.get(ELSEWHERE, AT).await.status, 404);
}

/// Four ideas that come after the first ones were shown are not shown, however often the guide closes the step.
#[tokio::test]
async fn late_ideas_are_shown_in_fives() {
    let mut gathered = Gathered::sorting().await;
    gathered.lead("pace", "do=back").await;
    gathered.lead("pace", "do=open&minutes=").await;
    assert!(gathered.at_table("").await.contains("vises først når det er fem nye"));
    let mut seen = Vec::new();
    for nth in 0..4 {
        gathered.idea(&format!("Sen {nth}")).await;
        gathered.lead("pace", "do=close").await;
        seen = vec![gathered.at_table("/screen").await, gathered.room.read(LEADER, AT).await];
        let page = gathered.room.read(GUIDE, AT).await;
        assert!(!page.contains("Sen ") && page.contains("Det er ikke fem nye nå"));
        gathered.lead("pace", "do=open&minutes=").await;
    }
    gathered.idea("Sen 4").await;
    gathered.lead("pace", "do=close").await;
    let page = gathered.room.read(GUIDE, AT).await;
    assert!((0..5).all(|nth| page.contains(&format!("Sen {nth}"))));
    // Nobody else is told that five came.
    let then = [gathered.at_table("/screen").await, gathered.room.read(LEADER, AT).await];
    for (then, before) in then.iter().zip(&seen) {
        assert_eq!(without_form_name(then), without_form_name(before));
    }
}

#[tokio::test]
async fn a_table_is_told_how_it_stands_and_loses_nothing_it_typed() {
    let mut gathered = Gathered::prepared().await;
    let wrong = gathered.room.get_unknown("/gathering/AAAAABBBBB").await;
    assert!(wrong.status == 404 && wrong.body.contains("Ingen samling har denne koden"));
    let typed = gathered.room.post_unknown("/gathering", "code=aaaaa+bbbbb").await;
    assert!(typed.status == 422 && typed.body.contains("value=\"aaaaa bbbbb\"") && typed.body.contains("code-fault"));
    let code = gathered.table.strip_prefix("/gathering/").unwrap().to_lowercase();
    let (first, second) = code.split_at(5);
    let joined = gathered
        .room
        .post_unknown("/gathering", &format!("code={first}-{second}"))
        .await;
    assert_eq!(joined.location, gathered.table);
    assert!(gathered.at_table("").await.contains("Samlingen har ikke begynt"));
    let early = gathered.send("/ideas", "area=0&idea=En+tidlig+idé").await;
    assert!(early.status == 422 && early.body.contains("readonly value=\"En tidlig idé\""));

    gathered.lead("pace", "do=begin").await;
    assert!(gathered.at_table("").await.contains("Steget er stengt"));
    gathered.lead("pace", "do=open&minutes=").await;
    let long = "a".repeat(141);
    let refused = gathered.send("/ideas", &format!("area=7&idea={long}")).await;
    assert!(refused.status == 422 && refused.body.contains(&long) && refused.body.contains("area-fault"));
    gathered.lead("pace", "do=close").await;
    let late = gathered.send("/ideas", "area=0&idea=For+sent").await;
    assert!(late.status == 422 && late.body.contains("readonly value=\"For sent\""));
    assert!(late.headers.get("refresh").is_none(), "what was typed stays");
    let closed = gathered
        .room
        .get_unknown(&format!("{}/cards/new", gathered.table))
        .await;
    assert_eq!(closed.location, gathered.table);
    // Without the cookie's check nothing is taken, and nobody is asked to log in.
    let table = format!("{}/ideas", gathered.table);
    assert_eq!(gathered.room.house.post(&table, "area=0&idea=Uten").await.status, 403);

    gathered.lead("pace", "do=open&minutes=").await;
    let rest = gathered.room.post(GUIDE, "/process/med-1/rest", "rest=yes").await;
    assert_eq!(rest.status, 303);
    // A step that was open is closed all the same, and nothing else.
    gathered.lead("pace", "do=close").await;
    let resting = gathered.guide("pace", "do=give-up&sure=yes").await;
    assert!(resting.status == 422 && resting.body.contains("Prosessen er lagt til hvile"));
    let resting = gathered
        .room
        .post(GUIDE, "/process/med-1/gatherings/new/prepare", PREPARED)
        .await;
    assert!(resting.status == 422 && resting.body.contains("Samarbeid</textarea>"));
    assert_eq!(
        gathered.room.post(GUIDE, "/process/med-1/rest", "rest=no").await.status,
        303
    );
    let unsure = gathered.guide("pace", "do=give-up").await;
    assert!(unsure.status == 422 && unsure.body.contains("Kryss av at du er sikker"));
    gathered.lead("pace", "do=give-up&sure=yes").await;
    assert!(gathered.at_table("").await.contains("Samlingen ble avbrutt"));
    assert!(gathered.at_table("/screen").await.contains("Samlingen er avbrutt"));
}

#[tokio::test]
async fn guessing_codes_ends_and_keeps_nobody_out() {
    let mut gathered = Gathered::prepared().await;
    let mut statuses = Vec::new();
    for nth in 0..=ATTEMPTS {
        let path = format!("/gathering/AAAAA{nth:05}").replace(['0', '1'], "Z");
        statuses.push(gathered.room.get_unknown(&path).await.status.as_u16());
    }
    assert!(statuses.contains(&404));
    assert_eq!(statuses.last(), Some(&429));
    gathered.at_table("").await;
    gathered.lead("pace", "do=begin").await;
    gathered.lead("pace", "do=open&minutes=").await;
    let begun = Instant::now();
    // One that is sent again and again is one, and uses nobody's room up.
    let form = "f".repeat(32);
    for _ in 0..=*WRITES.end() {
        let again = gathered
            .send("/ideas", &format!("form={form}&area=1&idea=Den+samme"))
            .await;
        assert_eq!(again.status, 303, "{}", again.body);
    }
    let mut written = 1_u64;
    let fast = loop {
        let sent = gathered.send("/ideas", "area=1&idea=En+for+mye").await;
        if sent.status != 303 {
            break sent;
        }
        written += 1;
    };
    // On a machine so slow that the span went over meanwhile, a new one has begun.
    let spans = 1 + begun.elapsed().as_secs() / 60;
    let most = u64::from(*WRITES.end()) * spans;
    assert!(
        (u64::from(*WRITES.start())..=most).contains(&written),
        "{written} in {spans}"
    );
    assert!(fast.status == 422 && fast.body.contains("value=\"En for mye\""));
}

/// Two tables sort at the same time; what the first has moved is not taken from it, and a move is undone alone.
#[tokio::test]
async fn several_tables_sort_without_taking_anything_from_each_other() {
    let mut gathered = Gathered::sorting().await;
    let boxes = gathered.boxes().await;
    let first = gathered
        .send(
            "/sort",
            &format!("do=move&title=Pauser&idea={}&idea={}", boxes[0], boxes[1]),
        )
        .await;
    assert!(first.body.contains("Flyttet: 2."));
    // The second has the page from before.
    let second = gathered
        .send(
            "/sort",
            &format!("do=move&title=Ro&idea={}&idea={}", boxes[1], boxes[2]),
        )
        .await;
    assert!(second.body.contains("Flyttet: 1.") && second.body.contains("Noen andre hadde flyttet 1 av dem"));
    let (_, undo) = second.body.split_once("name=\"from\" value=\"").unwrap();
    let from = undo.split('"').next().unwrap();
    let back = undo
        .split("name=\"back\" value=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    // Nor is a bundle named into which nothing would come: the page is from before.
    let nothing = gathered
        .send("/sort", &format!("do=move&title=Ingenting&idea={}", boxes[0]))
        .await;
    assert!(nothing.body.contains("Flyttet: 0.") && !nothing.body.contains("Ingenting"));
    let undone = gathered
        .send("/sort", &format!("do=undo&from={from}&back={back}"))
        .await;
    assert!(undone.body.contains("Angret: 1."));
    let places = |gathered: &Gathered| {
        let one = gathered.room.house.store.gathering("med-1", 1).unwrap();
        let canvas = keeping::read(&gathered.room.house.data, &one.id).unwrap();
        let places = canvas.seen(Showing::Shown).map(|(_, idea)| idea.bundle);
        places.collect::<Vec<_>>()
    };
    assert_eq!(places(&gathered).iter().filter(|place| **place == Some(1)).count(), 2);
    assert_eq!(places(&gathered).iter().filter(|place| place.is_none()).count(), 3);
    let renamed = gathered.send("/rename", "bundle=2&seen=Ro&title=pauser").await;
    assert!(renamed.status == 422 && renamed.body.contains("title-2-fault"));
    assert_eq!(
        gathered.send("/rename", "bundle=2&seen=Ro&title=Stillhet").await.status,
        200
    );
    let late = gathered.send("/rename", "bundle=2&seen=Ro&title=Kvile").await;
    assert!(late.status == 422 && late.body.contains("value=\"Kvile\""));
    let nowhere = gathered.send("/sort", &format!("do=move&to=9&idea={}", boxes[3])).await;
    assert!(nowhere.status == 422 && nowhere.body.contains("to-fault") && nowhere.body.contains("checked"));
}

/// Fifteen tables write at once, the hub is started anew in the middle, and a guide comes in from elsewhere: nothing is lost.
#[tokio::test]
async fn nothing_is_lost_when_many_write_and_the_hub_starts_anew() {
    let mut gathered = Gathered::prepared().await;
    gathered.lead("pace", "do=begin").await;
    gathered.lead("pace", "do=open&minutes=").await;
    let path = format!("{}/ideas", gathered.table);
    gathered.room.house.leave();
    let check = gathered.room.house.check().await;
    for round in 0..2 {
        let house = &gathered.room.house;
        let forms: Vec<String> = (0..30)
            .map(|nth| format!("check={check}&area=0&idea=Idé+{round}-{nth}."))
            .collect();
        let sent = futures_of(forms.iter().map(|form| house.post(&path, form))).await;
        assert!(sent.iter().all(|page| page.status == StatusCode::SEE_OTHER));
        gathered.room.house.restart_at(NOW + 1);
    }
    gathered.lead("pace", "do=close").await;
    let page = gathered.room.read(GUIDE, AT).await;
    for nth in 0..30 {
        assert!(page.contains(&format!("Idé 0-{nth}.")) && page.contains(&format!("Idé 1-{nth}.")));
    }
    // Two guides at once: the second is told.
    let old = gathered.room.house.store.gathering("med-1", 1).unwrap().revision;
    gathered.lead("unseen", "do=reveal").await;
    let late = gathered
        .room
        .post(GUIDE, &format!("{AT}/unseen"), &format!("revision={old}&do=reveal"))
        .await;
    assert!(late.status == 422 && late.body.contains("Noen andre har styrt samlingen videre"));
}

/// A file that cannot be read is said to be so, is not written over, and can be given up.
#[tokio::test]
async fn what_cannot_be_read_is_not_written_over() {
    let mut gathered = Gathered::sorting().await;
    let id = gathered.room.house.store.gathering("med-1", 1).unwrap().id;
    gathered.room.house.data.keep_gathering(&id, b"half a file").unwrap();
    assert_eq!(gathered.room.get_unknown(&gathered.table.clone()).await.status, 503);
    assert!(gathered.room.read(GUIDE, AT).await.contains("kan ikke leses"));
    assert_eq!(gathered.guide("pace", "do=forward").await.status, 503);
    assert_eq!(gathered.send("/sort", "do=move&to=out").await.status, 503);
    let kept = gathered.room.house.data.kept_gathering(&id).unwrap().unwrap();
    assert_eq!(kept[..], b"half a file"[..]);
    gathered.lead("pace", "do=give-up&sure=yes").await;
    assert!(gathered.room.house.data.kept_gathering(&id).unwrap().is_none());
}

/// Waits for all of them at the same time.
async fn futures_of<F: Future>(futures: impl Iterator<Item = F>) -> Vec<F::Output> {
    let mut waiting: Vec<_> = futures.map(Box::pin).collect();
    let mut done: Vec<Option<F::Output>> = waiting.iter().map(|_| None).collect();
    std::future::poll_fn(|context| {
        for (future, done) in waiting.iter_mut().zip(&mut done) {
            if done.is_none()
                && let std::task::Poll::Ready(output) = future.as_mut().poll(context)
            {
                *done = Some(output);
            }
        }
        match done.iter().all(Option::is_some) {
            true => std::task::Poll::Ready(()),
            false => std::task::Poll::Pending,
        }
    })
    .await;
    done.into_iter().flatten().collect()
}

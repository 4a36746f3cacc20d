//! The idea box: put there by three together, without names, found by theme, taken out again.

use trykk_hub::organisation::changes;
use trykk_hub::plan::idea_box::Seen;
use trykk_hub::store::BoxIds;

use crate::plan::{ELSEWHERE, GUIDE, LEADER, MEASURE, PLAN, Room, SENIOR, TV, VO};

const TELL: &str = "act=save&theme=busyness&idea_what=Naboenheten+tar+telefonen+i+pausen&idea_how=Alle+spiste+samtidig";
const ONE: &str = "/measures/1";
const IDEA: &str = "/measures/1/idea";

/// A measure that was carried out.
async fn done() -> Room {
    let mut room = Room::new().await;
    room.save(VO, "/measures/new", &format!("revision=0&{MEASURE}")).await;
    let page = room.read(VO, &format!("{PLAN}{ONE}")).await;
    assert!(!page.contains("Tiltakskassa"), "nobody knows whether it helps");
    let early = room.post(VO, &format!("{PLAN}{IDEA}"), &format!("seen=0&{TELL}")).await;
    assert_eq!(early.status, 404);
    room.save(VO, "/measures/1/status", "revision=1&given=0&status=done&reason=")
        .await;
    room
}

/// What the forms of the idea box on the measure's page have seen.
async fn seen(room: &mut Room) -> String {
    let page = room.read(VO, &format!("{PLAN}{ONE}")).await;
    let form = page.split_once(&format!("action=\"{PLAN}{IDEA}\"")).expect("a form").1;
    let seen = form.split_once("name=\"seen\" value=\"").expect("what it has seen").1;
    seen.split('"').next().unwrap().to_owned()
}

/// What is told of the measure, and how often it was saved or withdrawn.
fn told(room: &Room) -> (u32, Option<String>, usize) {
    let kept = room.house.store.ideas_of("med-1").unwrap().remove(0);
    (kept.revision, kept.idea.map(|idea| idea.how), kept.agreed.len())
}

async fn deeds(room: &mut Room, of: &str) -> usize {
    room.read(VO, "/audit").await.matches(of).count()
}

const WITHDRAWN: &str = "Tok tiltak nr. 1 ut av tiltakskassa";
const CHANGED: &str = "det tiltakskassa forteller om tiltak nr. 1";

fn box_of(room: &Room) -> usize {
    room.house.store.shown_ideas().unwrap().len()
}

#[tokio::test]
async fn an_idea_is_shown_once_leader_and_reps_agree_to_the_same_words() {
    let mut room = done().await;
    let path = format!("{PLAN}/idea-box");
    assert!(room.read(LEADER, &path).await.contains("Tiltakskassa er tom ennå"));
    room.save(GUIDE, IDEA, &format!("seen=0&{TELL}")).await;
    let page = room.read(VO, &format!("{PLAN}{ONE}")).await;
    assert!(
        page.contains("Venter på at disse godkjenner: leder, verneombud, tillitsvalgt"),
        "{page}"
    );
    let first = seen(&mut room).await;
    for who in [LEADER, LEADER, VO] {
        room.save(who, IDEA, &format!("act=agree&seen={first}")).await;
    }
    assert_eq!(box_of(&room), 0, "two of three");
    // A guide agrees to nothing.
    assert_eq!(
        room.post(GUIDE, &format!("{PLAN}{IDEA}"), &format!("act=agree&seen={first}"))
            .await
            .status,
        404
    );
    // Other words begin anew, with who wrote them.
    let other = TELL.replace("samtidig", "sammen");
    room.save(VO, IDEA, &format!("seen={first}&{other}")).await;
    let late = room.refuse(TV, IDEA, &format!("act=agree&seen={first}")).await;
    assert!(late.contains("Noen andre lagret"), "those words are gone");
    let late = room
        .refuse(LEADER, IDEA, &format!("seen={first}&{}", TELL.replace("Alle", "Ingen")))
        .await;
    assert!(late.contains("Noen andre lagret") && late.contains("Ingen spiste samtidig</textarea>"));
    let second = seen(&mut room).await;
    room.save(TV, IDEA, &format!("act=agree&seen={second}")).await;
    assert_eq!(box_of(&room), 0, "the leader agreed to other words");
    room.save(LEADER, IDEA, &format!("act=agree&seen={second}")).await;
    let page = room.read(TV, &path).await;
    assert!(page.contains("Naboenheten tar telefonen i pausen") && page.contains("Alle spiste sammen"));
    let page = room.read(TV, &format!("{PLAN}{ONE}")).await;
    assert!(page.contains("Står i tiltakskassa") && !page.contains("value=\"agree\""));
    // By theme.
    let there = room.read(VO, &format!("{path}?theme=busyness")).await;
    assert!(there.contains("Naboenheten tar") && there.contains("<option value=\"busyness\" selected>Travle dager"));
    let other = room.read(VO, &format!("{path}?theme=tone")).await;
    assert!(!other.contains("Naboenheten tar") && other.contains("ingenting om dette temaet"));
    // Nothing says where it comes from.
    for hidden in ["Egen pausevakt", "Kari", "leader@example.org", "2026"] {
        let told = there
            .split_once("<h2>Travle dager")
            .unwrap()
            .1
            .split_once("</section>")
            .unwrap()
            .0;
        assert!(!told.contains(hidden), "{hidden}");
    }
    for who in [SENIOR, "admin@example.org"] {
        assert_eq!(room.get(who, &path).await.status, 403, "{who}");
    }
    assert_eq!(
        room.get(ELSEWHERE, &path).await.status,
        404,
        "a plan that is not theirs"
    );
    // Anybody of the plan takes it out, and its words are gone.
    room.save(TV, IDEA, &format!("act=withdraw&seen={second}")).await;
    assert_eq!(box_of(&room), 0);
    assert_eq!(told(&room), (3, None, 0));
    let log = room.read(VO, "/audit").await;
    assert!(log.contains(WITHDRAWN) && log.contains(CHANGED));
    assert!(!log.contains("spiste"));
}

#[tokio::test]
async fn names_and_dates_are_refused_at_the_field_and_nothing_typed_is_lost() {
    let mut room = done().await;
    let ward = room.house.store.organisation().unwrap().wards["med-1"]
        .name
        .replace(' ', "+");
    for (fields, field, said) in [
        (
            TELL.replace("Naboenheten", &ward),
            "idea_what-fault",
            "navnet på en enhet",
        ),
        (TELL.replace("Alle", "Nordmann"), "idea_how-fault", "navnet på en enhet"),
        (
            TELL.replace("samtidig", "3.+mars"),
            "idea_how-fault",
            "en dato eller et årstall",
        ),
        (
            TELL.replace("busyness", "nowhere"),
            "theme-fault",
            "Velg ett av svarene",
        ),
        (
            TELL.replace("Alle+spiste+samtidig", "+"),
            "idea_how-fault",
            "Fyll ut feltet",
        ),
    ] {
        let refused = room.refuse(LEADER, IDEA, &format!("seen=0&{fields}")).await;
        assert!(
            refused.contains(&format!("id=\"{field}\"")) && refused.contains(said),
            "{fields}"
        );
        assert!(refused.contains("i pausen</textarea>"), "{fields}");
    }
    assert_eq!(room.house.store.ideas_of("med-1").unwrap(), []);
    // A second click is no second saving.
    for _ in 0..2 {
        room.save(LEADER, IDEA, &format!("seen=0&{TELL}")).await;
    }
    let kept = room.house.store.ideas_of("med-1").unwrap();
    assert_eq!((kept.len(), kept[0].revision), (1, 1));
    assert_eq!(
        room.post(LEADER, &format!("{PLAN}{IDEA}"), "act=gone&seen=1")
            .await
            .status,
        404
    );
    assert_eq!(
        room.post(ELSEWHERE, &format!("{PLAN}{IDEA}"), "act=withdraw&seen=1")
            .await
            .status,
        404
    );
    assert_eq!(room.house.store.ideas_of("med-1").unwrap().len(), 1);
}

#[tokio::test]
async fn what_was_withdrawn_is_neither_agreed_to_nor_written_over_nor_put_back_by_an_old_form() {
    let mut room = done().await;
    room.save(LEADER, IDEA, &format!("seen=0&{TELL}")).await;
    let first = seen(&mut room).await;
    room.save(VO, IDEA, &format!("act=withdraw&seen={first}")).await;
    let page = room.read(VO, &format!("{PLAN}{ONE}")).await;
    assert!(
        !page.contains("spiste") && !page.contains("value=\"withdraw\""),
        "its words are gone"
    );
    // The leader's first form again, as a browser sends it that is loaded anew; an agreement to what is gone.
    let late = room.refuse(LEADER, IDEA, &format!("seen=0&{TELL}")).await;
    assert!(late.contains("Noen andre lagret") && late.contains("Alle spiste samtidig</textarea>"));
    for old in ["0", &first] {
        room.refuse(TV, IDEA, &format!("act=agree&seen={old}")).await;
    }
    assert_eq!(told(&room), (2, None, 0));
    // Other words, after it: what was read before them is not they.
    let other = TELL.replace("Alle+spiste", "Ingen+ble+sittende");
    let gone = seen(&mut room).await;
    room.save(VO, IDEA, &format!("seen={gone}&{other}")).await;
    for old in ["0", "1", "3", &first] {
        room.refuse(TV, IDEA, &format!("act=agree&seen={old}")).await;
        room.refuse(TV, IDEA, &format!("act=withdraw&seen={old}")).await;
        room.refuse(LEADER, IDEA, &format!("seen={old}&{TELL}")).await;
    }
    assert_eq!(told(&room), (3, Some("Ingen ble sittende samtidig".to_owned()), 1));
}

#[tokio::test]
async fn who_takes_it_out_has_read_it_and_where_nothing_is_nothing_is_noted() {
    let mut room = done().await;
    room.save(VO, IDEA, "act=withdraw&seen=0").await;
    assert_eq!(deeds(&mut room, WITHDRAWN).await, 0, "there was nothing");
    room.save(LEADER, IDEA, &format!("seen=0&{TELL}")).await;
    let first = seen(&mut room).await;
    room.save(VO, IDEA, &format!("seen={first}&{}", TELL.replace("Alle", "Vi")))
        .await;
    let late = room.refuse(TV, IDEA, &format!("act=withdraw&seen={first}")).await;
    assert!(late.contains("Noen andre lagret"));
    assert!(
        late.contains("Vi spiste samtidig</textarea>"),
        "the form has what stands there"
    );
    assert_eq!(deeds(&mut room, WITHDRAWN).await, 0);
    assert_eq!(told(&room).1.as_deref(), Some("Vi spiste samtidig"));
    let second = seen(&mut room).await;
    for _ in 0..2 {
        room.save(TV, IDEA, &format!("act=withdraw&seen={second}")).await;
    }
    assert_eq!(deeds(&mut room, WITHDRAWN).await, 1, "a second click is no second deed");
    assert_eq!(told(&room).0, 3);
}

#[tokio::test]
async fn the_same_words_of_another_one_are_agreed_to_by_both() {
    let mut room = done().await;
    // Both began with nothing, and wrote the same.
    for who in [LEADER, VO, VO] {
        room.save(who, IDEA, &format!("seen=0&{TELL}")).await;
    }
    assert_eq!(told(&room), (1, Some("Alle spiste samtidig".to_owned()), 2));
    assert_eq!(deeds(&mut room, CHANGED).await, 2, "the second click changed nothing");
    // Who saves what they read agrees to it, and takes nobody's agreement away; a guide agrees to nothing.
    let read = seen(&mut room).await;
    room.save(GUIDE, IDEA, &format!("seen={read}&{TELL}")).await;
    assert_eq!(told(&room).2, 2);
    room.save(TV, IDEA, &format!("seen={read}&{TELL}")).await;
    assert_eq!((told(&room).0, box_of(&room)), (1, 1));
}

#[tokio::test]
async fn of_a_measure_that_was_stopped_since_nothing_is_agreed_to_and_it_is_taken_out() {
    let mut room = done().await;
    room.save(LEADER, IDEA, &format!("seen=0&{TELL}")).await;
    let read = seen(&mut room).await;
    room.save(
        VO,
        "/measures/1/status",
        "revision=1&given=1&status=stopped&reason=Det+hjalp+ikke",
    )
    .await;
    let page = room.read(TV, &format!("{PLAN}{ONE}")).await;
    assert!(!page.contains("value=\"agree\"") && page.contains("value=\"withdraw\""));
    let agreed = room
        .post(TV, &format!("{PLAN}{IDEA}"), &format!("act=agree&seen={read}"))
        .await;
    assert_eq!(agreed.status, 404);
    assert_eq!(told(&room).2, 1);
    let late = room.refuse(TV, IDEA, "act=withdraw&seen=1").await;
    assert!(
        late.contains("Noen andre lagret"),
        "said where there is no form to write in"
    );
    room.save(TV, IDEA, &format!("act=withdraw&seen={read}")).await;
    assert_eq!(told(&room), (2, None, 0));
}

#[tokio::test]
async fn the_names_in_an_address_are_nobodys_to_tell() {
    let mut room = done().await;
    let from = room.house.store.organisation().unwrap();
    let mut to = from.clone();
    let account = from.accounts[VO].clone();
    to.accounts.insert("ola.dunk@example.org".to_owned(), account);
    let steps = changes(&from, &to).unwrap();
    room.house.store.change(&from, &steps, &BoxIds::new(b"a test")).unwrap();
    for named in ["Ola+Dunk", "Olas+vakt", "dunk"] {
        let refused = room
            .refuse(LEADER, IDEA, &format!("seen=0&{}", TELL.replace("Alle", named)))
            .await;
        assert!(
            refused.contains("id=\"idea_how-fault\"") && refused.contains("navnet på en enhet"),
            "{named}"
        );
    }
    let kept = room.house.store.ideas_of("med-1").unwrap();
    assert_eq!(Seen::of(kept.first()).to_string(), "0");
}

/// The page shows an idea to every ward: whom and what it names need not be of its own.
#[tokio::test]
async fn names_of_another_ward_are_refused_as_those_of_its_own() {
    let mut room = done().await;
    let from = room.house.store.organisation().unwrap();
    let mut to = from.clone();
    let account = from.accounts[ELSEWHERE].clone();
    to.accounts.insert("ola.fjellanger@example.org".to_owned(), account);
    let steps = changes(&from, &to).unwrap();
    room.house.store.change(&from, &steps, &BoxIds::new(b"a test")).unwrap();
    let ward = &from.wards["surg-1"];
    let department = &from.departments[&ward.department];
    let named = [&ward.name[..], department, "Fjellanger", "ola fjellanger", ELSEWHERE];
    for name in named.map(|name| name.replace(' ', "+")) {
        let fields = format!("seen=0&{}", TELL.replace("Alle", &format!("Vi+og+{name}")));
        let refused = room.refuse(LEADER, IDEA, &fields).await;
        assert!(
            refused.contains("id=\"idea_how-fault\"") && refused.contains("navnet på en enhet"),
            "{name}"
        );
        assert!(refused.contains("spiste samtidig</textarea>"), "{name}");
    }
    assert_eq!(room.house.store.ideas_of("med-1").unwrap(), []);
    room.save(LEADER, IDEA, &format!("seen=0&{TELL}")).await;
}

/// Two wards in one process have one plan and one voice for each role: whichever ward's leader agrees first. Neither ward is named.
#[tokio::test]
async fn wards_of_one_process_agree_together_and_neither_is_named() {
    let mut room = Room::begun_with("with=surg-1").await;
    let process = room.house.store.process_of("surg-1").unwrap();
    assert_eq!(process.as_deref(), Some("med-1"));
    room.save(VO, "/measures/new", &format!("revision=0&{MEASURE}")).await;
    room.save(VO, "/measures/1/status", "revision=1&given=0&status=done&reason=")
        .await;
    let plan = room.house.store.organisation().unwrap();
    for ward in ["med-1", "surg-1"] {
        let name = plan.wards[ward].name.replace(' ', "+");
        let fields = format!("seen=0&{}", TELL.replace("Alle", &format!("De+på+{name}")));
        let refused = room.refuse(VO, IDEA, &fields).await;
        assert!(refused.contains("id=\"idea_how-fault\""), "{ward}");
    }
    room.save(VO, IDEA, &format!("seen=0&{TELL}")).await;
    let words = seen(&mut room).await;
    room.save(TV, IDEA, &format!("act=agree&seen={words}")).await;
    assert_eq!(box_of(&room), 0, "no leader has agreed");
    room.save(ELSEWHERE, IDEA, &format!("act=agree&seen={words}")).await;
    assert_eq!(box_of(&room), 1, "the other ward's leader speaks for both");
    // Both wards' people take it out again.
    room.save(LEADER, IDEA, &format!("act=withdraw&seen={words}")).await;
    assert_eq!(box_of(&room), 0);
}

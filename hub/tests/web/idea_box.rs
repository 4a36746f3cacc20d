//! The idea box: put there by three together, without names, found by theme, taken out again.

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
    room.save(LEADER, IDEA, "act=agree&seen=1").await;
    room.save(LEADER, IDEA, "act=agree&seen=1").await;
    room.save(VO, IDEA, "act=agree&seen=1").await;
    assert_eq!(box_of(&room), 0, "two of three");
    // A guide agrees to nothing.
    assert_eq!(
        room.post(GUIDE, &format!("{PLAN}{IDEA}"), "act=agree&seen=1")
            .await
            .status,
        404
    );
    // Other words begin anew, with who wrote them.
    let other = TELL.replace("samtidig", "sammen");
    room.save(VO, IDEA, &format!("seen=1&{other}")).await;
    let late = room.refuse(TV, IDEA, "act=agree&seen=1").await;
    assert!(late.contains("Noen andre lagret"), "those words are gone");
    let late = room
        .refuse(LEADER, IDEA, &format!("seen=1&{}", TELL.replace("Alle", "Ingen")))
        .await;
    assert!(late.contains("Noen andre lagret") && late.contains("Ingen spiste samtidig</textarea>"));
    room.save(TV, IDEA, "act=agree&seen=2").await;
    assert_eq!(box_of(&room), 0, "the leader agreed to other words");
    room.save(LEADER, IDEA, "act=agree&seen=2").await;
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
    room.save(TV, IDEA, "act=withdraw&seen=2").await;
    assert_eq!(box_of(&room), 0);
    assert_eq!(room.house.store.ideas_of("med-1").unwrap(), []);
    let log = room.read(VO, "/audit").await;
    assert!(
        log.contains("Tok tiltak nr. 1 ut av tiltakskassa")
            && log.contains("det tiltakskassa forteller om tiltak nr. 1")
    );
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

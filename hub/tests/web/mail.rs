//! Reminders and calendars on pages: who switches what, who reads what, and what a feed never says.

use std::process::Command;

use trykk_hub::audit::Who;
use trykk_hub::certificates::Ca;
use trykk_hub::process::method::Method;
use trykk_hub::reminders::{Outcome, Rules, group_by_letter};

use crate::house::{NOW, Page, field};
use crate::plan::{ELSEWHERE, GUIDE, LEADER, MEASURE, PLAN, Room, SENIOR, TV, VO};

const REMINDERS: &str = "/process/med-1/reminders";
const FILE: &str = "/process/med-1/calendar/file/ics";

/// What a page says between two marks.
fn between<'p>(page: &'p Page, begins: &str, ends: &str) -> &'p str {
    let (_, rest) = page
        .body
        .split_once(begins)
        .unwrap_or_else(|| panic!("no {begins}: {}", page.body));
    rest.split_once(ends).unwrap().0
}

/// Begins what is due a good while from now, and ends the first letters in these ways.
fn remind(room: &mut Room, outcomes: &[Option<Outcome>]) {
    let (rules, store) = (Rules::of(&Method::four()), &mut room.house.store);
    let at = NOW + 50 * 86_400;
    let letters = group_by_letter(store.due_reminders("med-1", rules, at).unwrap());
    for (nth, letter) in letters.iter().enumerate() {
        let id = format!("letter-{nth}");
        store.begin_letter(letter, rules, &id, at).unwrap().unwrap();
        if let Some(Some(outcome)) = outcomes.get(nth) {
            store.end_letter(&id, *outcome, at).unwrap();
        }
    }
    assert_eq!(letters.len(), outcomes.len());
}

#[tokio::test]
async fn a_guide_sees_what_was_sent_and_what_maybe_was_and_lets_it_be_sent_again() {
    let mut room = Room::signed().await;
    let empty = room.read(GUIDE, REMINDERS).await;
    assert!(empty.contains("Ingen påminnelser er sendt ennå") && empty.contains("ikke satt opp på denne serveren"));
    // Overdue: guide, leader, union rep, safety rep, in the order of their addresses; between them the senior leader, who owes an answer.
    let (sent, unsure) = (Some(Outcome::Sent), Some(Outcome::Unknown));
    remind(
        &mut room,
        &[sent, unsure, sent, Some(Outcome::NotNow), Some(Outcome::Never)],
    );
    let page = room.get(GUIDE, REMINDERS).await;
    for said in [
        "Sendt</span>",
        "Kanskje sendt</span>",
        "Ikke sendt, prøves igjen",
        "Ikke sendt</span>",
        "Over fristen",
        "Verneombud",
        "Hjelp fra overordnet leder",
    ] {
        assert!(page.body.contains(said), "{said}: {}", page.body);
    }
    assert!(!page.body.contains("Egen pausevakt"), "no measure is named");
    let unsure = page.body.split("Kanskje sendt</span>").nth(1).unwrap().to_owned();
    let unsure = Page { body: unsure, ..page };
    let form = format!("email={}&letter={}", field(&unsure, "email"), field(&unsure, "letter"));
    assert_eq!(room.post(LEADER, REMINDERS, &form).await.status, 403);
    assert_eq!(room.post(GUIDE, REMINDERS, "email=a&letter=b").await.status, 404);
    let asked = room.post(GUIDE, REMINDERS, &form).await;
    assert_eq!(
        (asked.status.as_u16(), &asked.location[..]),
        (303, "/process/med-1/reminders?done=saved")
    );
    assert!(
        room.read(GUIDE, REMINDERS)
            .await
            .contains("Sendes på nytt, hvis det fortsatt gjelder")
    );
    assert_eq!(room.post(GUIDE, REMINDERS, &form).await.status, 404, "once");
    assert!(
        room.read(VO, "/audit")
            .await
            .contains("Ba om at påminnelser sendes på nytt")
    );
    for who in [LEADER, VO, TV, SENIOR, "admin@example.org"] {
        assert_eq!(room.get(who, REMINDERS).await.status, 403, "{who}");
    }
    assert_eq!(room.get_unknown(REMINDERS).await.status, 303);
}

#[tokio::test]
async fn everybody_switches_their_own_reminders_off_and_on() {
    let mut room = Room::signed().await;
    assert!(room.read(LEADER, "/account").await.contains("Slå av påminnelser"));
    let off = room.post(LEADER, "/account/reminders", "remind=no").await;
    assert_eq!(off.location, "/account?done=reminders");
    let page = room.read(LEADER, &off.location).await;
    assert!(
        page.contains("Du får ingen påminnelser")
            && page.contains("Valget er lagret")
            && page.contains("Slå på påminnelser")
    );
    assert!(
        room.read(VO, "/account").await.contains("Slå av påminnelser"),
        "the leader's own alone"
    );
    remind(&mut room, &[None, None, None, None]);
    room.post(LEADER, "/account/reminders", "remind=yes").await;
    remind(&mut room, &[None]);
    // A senior leader is reminded of help that is asked, and has no calendar here.
    assert_eq!(room.post(SENIOR, "/account/reminders", "remind=no").await.status, 303);
    let page = room.read(SENIOR, "/account").await;
    assert!(page.contains("Du får ingen påminnelser") && !page.contains("id=\"calendar\""));
    let who = "admin@example.org";
    assert_eq!(room.post(who, "/account/reminders", "remind=no").await.status, 403);
    assert!(!room.read(who, "/account").await.contains("påminnelser"), "{who}");
}

/// What Debian's icalendar reads in a file: UID, SEQUENCE, STATUS, day, title and description of each event, a line each.
fn read_back(text: &str) -> Vec<String> {
    let script = "import sys, icalendar\n\
        calendar = icalendar.Calendar.from_ical(sys.stdin.buffer.read())\n\
        for e in calendar.walk('VEVENT'):\n\
        \x20   print('|'.join(str(x) for x in [e['UID'], e['SEQUENCE'], e['STATUS'], e['DTSTART'].dt, e['SUMMARY'], e.get('DESCRIPTION', ''), e['URL']]).replace('\\n', ' '))";
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("calendar.ics");
    std::fs::write(&file, text).unwrap();
    let read = Command::new("/usr/bin/python3")
        .args(["-c", script])
        .env("PYTHONIOENCODING", "utf-8")
        .stdin(std::fs::File::open(&file).unwrap())
        .output()
        .unwrap();
    assert!(
        read.status.success(),
        "{}\n{text}",
        String::from_utf8_lossy(&read.stderr)
    );
    String::from_utf8(read.stdout)
        .unwrap()
        .lines()
        .map(str::to_owned)
        .collect()
}

fn find<'l>(lines: &'l [String], uid: &str) -> Vec<&'l str> {
    let line = lines.iter().find(|line| line.starts_with(uid));
    line.unwrap_or_else(|| panic!("no {uid}: {lines:?}"))
        .split('|')
        .collect()
}

#[tokio::test]
async fn a_feed_says_days_and_wards_with_stable_ids_and_rising_sequences_and_its_address_is_a_secret_that_ends() {
    let mut room = Room::signed().await;
    Ca::create(&room.house.data).unwrap();
    room.post(
        GUIDE,
        "/process/med-1/meetings/new",
        "kind=regular&day=2026-10-20&revision=0&act=save",
    )
    .await;
    let made = room.post(LEADER, "/account/calendar", "").await;
    assert_eq!(made.status, 200);
    let address = between(&made, "<code>", "</code>").to_owned();
    let (_, path) = address.split_once("/calendar/").unwrap();
    let path = format!("/calendar/{path}");
    let mine = room.read(LEADER, "/account").await;
    assert!(
        mine.contains("Du har en kalenderadresse, laget 21.") && !mine.contains(&path),
        "it is shown once"
    );
    let feed = room.get_unknown(&path).await;
    assert_eq!(
        (feed.status.as_u16(), feed.headers["content-type"].to_str().unwrap()),
        (200, "text/calendar; charset=utf-8")
    );
    for hidden in ["pausevakt", "Samarbeid", "Kari", "vikar", "spist", LEADER] {
        assert!(!feed.body.contains(hidden), "{hidden}: {}", feed.body);
    }
    let before = read_back(&feed.body);
    let deadline = find(&before, "med-1-deadline-1@");
    assert_eq!((deadline[2], deadline[3]), ("CONFIRMED", "2026-11-01"));
    assert!(deadline[4].starts_with("Frist for tiltak, ") && deadline[6].ends_with("/process/med-1/plan/measures/1"));
    assert_eq!(find(&before, "med-1-evaluation-1@")[3], "2027-01-15");
    assert_eq!(find(&before, "med-1-meeting-1@")[3], "2026-10-20");
    // The file that is downloaded has the measure's own words, and the log says that somebody has it.
    let file = room.get(TV, FILE).await;
    assert_eq!(
        file.headers["content-disposition"],
        "attachment; filename=\"trykk-calendar-med-1.ics\""
    );
    assert_eq!(find(&read_back(&file.body), "med-1-deadline-1@")[5], "Egen pausevakt");
    assert!(
        room.read(VO, "/audit")
            .await
            .contains("Hentet ut handlingsplanen som ics")
    );
    // Another deadline is no deadline before it is signed; then the same event has another day and a higher sequence.
    let later = MEASURE.replace("2026-11-01", "2026-11-15");
    room.save(LEADER, "/measures/1", &format!("revision=1&{later}")).await;
    let unsigned = read_back(&room.get_unknown(&path).await.body);
    assert_eq!(find(&unsigned, "med-1-deadline-1@")[3], "2026-11-01");
    for (who, role) in [(LEADER, "leader"), (VO, "safety-rep"), (TV, "union-rep")] {
        room.sign(who, role).await;
    }
    let signed = read_back(&room.get_unknown(&path).await.body);
    let moved = find(&signed, "med-1-deadline-1@");
    assert_eq!((moved[0], moved[3]), (deadline[0], "2026-11-15"));
    let sequence = |event: &[&str]| event[1].parse::<u32>().unwrap();
    assert!(sequence(&moved) > sequence(&deadline));
    // What is stopped is cancelled, not missing.
    room.save(
        LEADER,
        "/measures/1/status",
        "revision=2&given=0&status=stopped&reason=For+dyrt",
    )
    .await;
    let stopped = read_back(&room.get_unknown(&path).await.body);
    let cancelled = find(&stopped, "med-1-deadline-1@");
    assert!(cancelled[2] == "CANCELLED" && sequence(&cancelled) > sequence(&moved));
    assert_eq!(find(&stopped, "med-1-evaluation-1@")[2], "CANCELLED");
    // Another address ends this one; so do ending it, a block, another role.
    let again = room.post(LEADER, "/account/calendar", "").await;
    let second = between(&again, "/calendar/", "</code>").to_owned();
    assert_eq!(room.get_unknown(&path).await.status, 404);
    assert_eq!(room.get_unknown(&format!("/calendar/{second}.ics")).await.status, 200);
    assert_eq!(
        room.post(LEADER, "/account/calendar/end", "").await.location,
        "/account?done=calendar"
    );
    assert_eq!(room.get_unknown(&format!("/calendar/{second}")).await.status, 404);
    let third = room.post(LEADER, "/account/calendar", "").await;
    let third = format!("/calendar/{}", between(&third, "/calendar/", "</code>"));
    assert_eq!(room.get_unknown(&third).await.status, 200);
    room.house.store.act_as(Who::Account(LEADER.to_owned()), NOW);
    room.house.store.end_sessions(LEADER).unwrap();
    assert_eq!(room.get_unknown(&third).await.status, 404, "logged out everywhere");
}

#[tokio::test]
async fn nobody_elses_ward_stands_in_a_feed_and_nobody_else_gets_the_file() {
    let mut room = Room::signed().await;
    Ca::create(&room.house.data).unwrap();
    let made = room.post(ELSEWHERE, "/account/calendar", "").await;
    let path = format!("/calendar/{}", between(&made, "/calendar/", "</code>"));
    let feed = room.get_unknown(&path).await;
    assert!(feed.status == 200 && !feed.body.contains("VEVENT"), "{}", feed.body);
    assert_eq!(room.get(ELSEWHERE, FILE).await.status, 404);
    assert_eq!(room.get(LEADER, "/process/med-1/calendar/file/pdf").await.status, 404);
    for who in [SENIOR, "admin@example.org"] {
        assert_eq!(room.get(who, FILE).await.status, 403, "{who}");
        assert_eq!(room.post(who, "/account/calendar", "").await.status, 403, "{who}");
    }
    assert_eq!(
        room.get_unknown("/calendar/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
            .await
            .status,
        404
    );
}

#[cfg(feature = "pdf")]
#[tokio::test]
async fn the_signed_plan_is_a_pdf_with_its_risks_in_every_language() {
    let mut room = Room::signed().await;
    let file = format!("{PLAN}/file/pdf");
    for (language, said) in [
        ("nb", "Handlingsplan"),
        ("nn", "Handlingsplan"),
        ("en", "The action plan"),
    ] {
        room.get(VO, &format!("/account?lang={language}")).await;
        let pdf = room.get(VO, &file).await;
        assert_eq!(pdf.headers["content-type"], "application/pdf");
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("plan.pdf");
        std::fs::write(&path, &pdf.bytes).unwrap();
        let text = Command::new("pdftotext")
            .args(["-layout"])
            .arg(&path)
            .arg("-")
            .output()
            .unwrap();
        let text = String::from_utf8(text.stdout).unwrap();
        for part in [
            said,
            "Egen pausevakt",
            "Samarbeid",
            "Kari Nordmann",
            "Ingen svarer",
            "Naboen svarer",
            "Lederen svarer",
            "leader@example.org",
        ] {
            assert!(text.contains(part), "{language} {part}: {text}");
        }
        let info = Command::new("pdfinfo").arg(&path).output().unwrap();
        let info = String::from_utf8(info.stdout).unwrap();
        assert!(info.contains("Tagged:          yes"), "{info}");
        // Kept beside the pages' pictures, to be looked at.
        if let Some(target) = option_env!("CARGO_TARGET_TMPDIR") {
            std::fs::write(format!("{target}/plan-{language}.pdf"), &pdf.bytes).unwrap();
        }
    }
    for who in [ELSEWHERE, SENIOR, "admin@example.org"] {
        let status = room.get(who, &file).await.status;
        assert!(status == 403 || status == 404, "{who}: {status}");
    }
    assert!(room.read(VO, "/audit").await.contains("as pdf") || room.read(VO, "/audit").await.contains("som pdf"));
}

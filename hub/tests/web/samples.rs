//! A sample of every template, in every language, through the pages' own routes. A template without a sample fails.

use std::collections::BTreeSet;
use std::path::Path;

use data_encoding::BASE64URL_NOPAD;
use rand::SeedableRng;
use rand::rngs::StdRng;
use rusqlite::Connection;
use trykk_hub::analysis::bands::{BandNote, Bands, make_bands};
use trykk_hub::analysis::codebook::Codebook;
use trykk_hub::analysis::sorting::Marks;
use trykk_hub::audit::Who;
use trykk_hub::board::OpenPage;
use trykk_hub::certificates::Ca;
use trykk_hub::enrolment::ADDRESS;
use trykk_hub::figures::change::Change;
use trykk_hub::figures::pulse::{Pulse, PulseResult, PulseWord};
use trykk_hub::figures::tally::Sheets;
use trykk_hub::gathering::{Canvas, Handed, IdeaId, Position, Prepared, Showing, Stage, Step};
use trykk_hub::organisation::pulse::make_pulse_deck;
use trykk_hub::organisation::times::write_day;
use trykk_hub::organisation::{Account, Organisation, Places, Role, Ward};
use trykk_hub::plan::measures::{Risk, WrittenMeasure, read_measure, read_status};
use trykk_hub::plan::proposals::{WrittenProposal, read_decision, read_proposal, read_rating};
use trykk_hub::process::goals::Goals;
use trykk_hub::process::method::Method;
use trykk_hub::secrets::hash_secret;
use trykk_hub::signing::{Answer, Kind, Needs, NewSignature, Post};
use trykk_hub::store::TabletState;
use trykk_shared::ids::BoxId;
use trykk_shared::slip::NotePlace;

use crate::counting::{Desk, PASSPHRASE, a_desk_at};
use crate::house::{NOW, Page};
use crate::senior;

/// Each template with something that stands in it and in no other: what a page that was made with it must hold.
const TEMPLATES: &[(&str, &str)] = &[
    ("above.html", "<li class=\"sum\">"),
    ("account.html", "action=\"/account/password\""),
    ("accounts.html", "class=\"stacks people\""),
    ("area.html", "class=\"round-form area-form\""),
    ("areas.html", "class=\"title areas\""),
    ("audit.html", "class=\"stacks audit\""),
    ("bands.html", "class=\"bands\""),
    ("base.html", "class=\"skip\""),
    ("before.html", "class=\"title before\""),
    ("board.html", "<ul class=\"board\">"),
    ("chart.html", "class=\"patterns\""),
    ("codes.html", "<ul class=\"slips\">"),
    ("deck.html", "class=\"title deck\""),
    ("deck_form.html", "class=\"round-form deck-form\""),
    ("deck_import.html", "class=\"deck-file\""),
    ("deck_item.html", "class=\"round-form deck-item\""),
    ("deck_paper.html", "class=\"deck-paper\""),
    ("deck_preview.html", "<ol class=\"screens\">"),
    ("decks.html", "class=\"cards decks\""),
    ("department.html", "/rename\">"),
    ("diagram.html", "class=\"priorities\""),
    ("downloads.html", "<section class=\"downloads\">"),
    ("fields.html", " autocomplete=\"off\" lang=\""),
    ("first_steps.html", "class=\"step first-steps\""),
    ("fingerprints.html", "class=\"stacks numbers\""),
    ("follow_up.html", "class=\"title follow-up\""),
    ("gathering.html", "class=\"title gathering\""),
    ("gathering_form.html", "class=\"title gathering-form\""),
    ("gathering_join.html", "class=\"narrow gathering-join\""),
    ("gathering_screen.html", "class=\"big-screen\""),
    ("gathering_table.html", "class=\"title at-table\""),
    ("glance.html", "<ul class=\"owed\">"),
    ("guidance.html", "class=\"title guidance\""),
    ("home_results.html", "class=\"cards results\""),
    ("home_senior.html", "class=\"cards rollups\""),
    ("how.html", "<details class=\"how\">"),
    ("invitation.html", "<form method=\"post\">"),
    ("invite.html", "<p class=\"invite\">"),
    ("knowledge.html", "<details class=\"knowledge"),
    ("log_in.html", "action=\"/log-in\""),
    ("notes.html", "<ul class=\"notes\">"),
    ("open_page.html", "class=\"title open-page\""),
    ("open_page_manage.html", "class=\"title open-page-manage\""),
    ("open_page_none.html", "class=\"narrow open-page-none\""),
    ("operation.html", "class=\"facts operation\""),
    ("import_faults.html", "<ul class=\"line-faults\">"),
    ("import_made.html", "class=\"title import-made\""),
    ("organisation_import.html", "class=\"title list-import\""),
    ("organisation.html", "action=\"/organisation/wards\""),
    ("passed_on.html", "class=\"title passed-on\""),
    ("passphrase.html", "action=\"/passphrase/new-key\""),
    ("person.html", "<form class=\"person\""),
    ("help_from_above.html", "class=\"title help-from-above\""),
    ("plan.html", "class=\"title action-plan\""),
    ("plan_fields.html", "<datalist id=\""),
    ("plan_form.html", "class=\"title plan-form\""),
    ("idea_box.html", "class=\"title idea-box\""),
    ("plan_measure.html", "class=\"title measure\""),
    ("plan_measure_told.html", "<dd><div class=\"lines\">"),
    ("plan_proposal.html", "class=\"title proposal\""),
    ("poster.html", "<article class=\"poster"),
    ("process.html", "class=\"title process\""),
    ("pulse.html", "class=\"title pulse\""),
    ("pulse_form.html", "class=\"title pulse-form\""),
    ("published.html", "class=\"unseen\""),
    ("questions.html", "<div class=\"answers\">"),
    ("quick_guide.html", "<article class=\"quick-guide\">"),
    ("refusal.html", "<a class=\"button\" href=\"/\">"),
    ("reminders.html", "class=\"title reminders\""),
    ("report.html", "class=\"title report\""),
    ("report_body.html", "class=\"took-part\""),
    ("report_make.html", "class=\"title report-make\""),
    ("result.html", "class=\"title result\""),
    ("rollup.html", "class=\"title rollup\""),
    ("round.html", "<p class=\"period\"><span class=\"state"),
    ("round_form.html", "<form class=\"round-form\""),
    ("rounds.html", "<p class=\"after\"><a href=\"/passphrase\">"),
    ("signatures.html", "class=\"stacks signatures\""),
    ("signing.html", "class=\"title signing\""),
    ("silent.html", "<section class=\"fault silence\">"),
    ("sorting.html", "class=\"title sorting\""),
    ("sorting_bands.html", "class=\"title sorting-bands\""),
    ("sorting_counts.html", "class=\"title sorting-counts\""),
    ("sorting_locked.html", "class=\"title sorting-locked\""),
    ("table.html", "<thead role=\"rowgroup\">"),
    ("meeting.html", "class=\"meeting-form unprinted\""),
    ("no_link.html", "class=\"narrow no-link\""),
    ("tablet.html", "id=\"name\" name=\"name\" type=\"text\" maxlength=\""),
    ("tablet_link.html", "<ol class=\"typed\">"),
    ("tablet_file.html", "class=\"title tablet-file\""),
    ("tablets.html", "action=\"/tablets/links\""),
    ("tally.html", "class=\"chart pair\""),
    ("heat_map.html", "<div class=\"scroll heat\""),
    ("item_wards.html", "class=\"title item-wards\""),
    ("guides_ward.html", "class=\"stacks together\""),
    ("wards.html", "<form class=\"inline\" method=\"get\" action=\"/wards\""),
    ("tokens.html", "class=\"new-token\""),
    ("ward.html", "aria-describedby=\"move-hint\""),
];

/// The first lines of lists that come in.
const WARDS: &str = "Avdeling;Enhet;Ansatte%0A";
const PEOPLE: &str = "E-post;Rolle;Avdeling;Enhet;Spr%C3%A5k;Navn%0A";
/// An area on which the method's slides cite somebody.
const AREA: &str = "kind=improve&title=A&sentence=B.&item=workload";
const GUIDE: &str = "guide@example.org";
/// A round that asks for start codes.
const CODED: &str = "2026-coded";
/// A round of which nothing is confirmed.
const LATER: &str = "2027-later";
/// A pulse of med-1.
const PULSE: &str = "puls";
const NEW_GUIDE: &str = "new-guide@example.org";
const FIRST_GUIDE: &str = "first-guide@example.org";
const LEADER: &str = "leader@example.org";
const ADMIN: &str = "admin@example.org";
const SENIOR: &str = "senior@example.org";

/// One page to look at: who asks for it, how, and what the answer is.
struct Sample {
    who: Option<&'static str>,
    path: String,
    form: Option<String>,
    status: u16,
}

fn get(who: impl Into<Option<&'static str>>, path: impl Into<String>, status: u16) -> Sample {
    Sample {
        who: who.into(),
        path: path.into(),
        form: None,
        status,
    }
}

fn post(who: impl Into<Option<&'static str>>, path: impl Into<String>, form: &str, status: u16) -> Sample {
    Sample {
        form: Some(form.to_owned()),
        ..get(who, path, status)
    }
}

/// The roll-up plan, with a guide who has no ward, one of whose ward nobody was asked yet, and a senior leader whose department has nothing yet.
fn a_plan() -> Organisation {
    let mut plan = senior::a_plan();
    let places = Places::default();
    for (email, role) in [(NEW_GUIDE, Role::Guide), ("idle@example.org", Role::SeniorLeader)] {
        let account = Account {
            role,
            places: places.clone(),
            blocked: false,
            has_counting_key: false,
        };
        plan.accounts.insert(email.to_owned(), account);
    }
    let calm = Ward {
        name: "Dagposten".to_owned(),
        department: "surgery".to_owned(),
        headcount: 20,
        closed: false,
    };
    plan.wards.insert("calm".to_owned(), calm);
    let first = Account {
        places: Places::new(vec!["calm".to_owned()], Vec::new()),
        ..plan.accounts[NEW_GUIDE].clone()
    };
    plan.accounts.insert(FIRST_GUIDE.to_owned(), first);
    let mut coded = plan.rounds["2026-autumn"].clone();
    coded.plan.codes = true;
    coded.boxes = vec![(vec!["surg-3".to_owned()], false)];
    // After it, another one that is only planned.
    let mut later = coded.clone();
    later.plan.opens = coded.plan.closes + 24 * 3600;
    later.plan.closes = later.plan.opens + 24 * 3600;
    // And winter is after both.
    let winter = plan.rounds.get_mut(senior::ROUND).unwrap();
    winter.plan.opens = later.plan.closes + 24 * 3600;
    winter.plan.closes = winter.plan.opens + 24 * 3600;
    plan.rounds.insert(CODED.to_owned(), coded);
    plan.rounds.insert(LATER.to_owned(), later);
    let mut pulse = plan.rounds[senior::ROUND].clone();
    let items = ["recognition", "card-silence"].map(str::to_owned);
    pulse.deck = make_pulse_deck(&pulse.deck, &items.into());
    pulse.plan.pulse_of = Some(senior::ROUND.to_owned());
    pulse.plan.floor = 10;
    pulse.plan.opens = pulse.plan.closes + 30 * 24 * 3600;
    pulse.plan.closes = pulse.plan.opens + 24 * 3600;
    pulse.boxes = vec![(vec!["med-1".to_owned()], false)];
    plan.rounds.insert(PULSE.to_owned(), pulse);
    let guide = plan.accounts.get_mut(GUIDE).unwrap();
    guide.places.departments = vec!["medicine".to_owned(), "surgery".to_owned()];
    plan
}

/// The boxes of the scene.
struct Boxes {
    counted: BoxId,
    closed: BoxId,
    unread: BoxId,
    planned: BoxId,
    released: BoxId,
    few: BoxId,
    coded: BoxId,
    later: BoxId,
    /// Released, with a frozen report.
    reported: BoxId,
    /// A published pulse.
    pulse: BoxId,
    /// A released one that no pulse stands beside.
    other_result: BoxId,
}

/// Bands of a prompt in which a category is mentioned.
fn some_bands() -> Bands {
    let codebook = Codebook::built_in();
    let marks = Marks {
        categories: Some(["tone".to_owned()].into()),
        pass_on: false,
    };
    let note = BandNote {
        item: "note-improve",
        place: NotePlace::First,
        marks,
    };
    make_bands(&codebook, &["note-keep", "note-improve"], &vec![note; 9], 9, 7).unwrap()
}

/// A round in every state: autumn is counted in med-1 and closed in med-2 with a stolen and a silent tablet, winter is
/// released in medicine, closed unread and planned in surgery, spring is closed and nobody answered.
async fn a_scene() -> (Desk, Boxes) {
    let mut desk = a_desk_at(&a_plan()).await;
    desk.house.store.set_setting(ADDRESS, "hub.example.org:8443").unwrap();
    Ca::create(&desk.house.data).unwrap();
    let counted = desk.answered("med-1").await;
    desk.close(counted, "tablet-med-1").await;
    let count = format!("passphrase={PASSPHRASE}");
    assert_eq!(desk.step(counted, "count", &count).await.status, 303);
    let closed = desk.answered("med-2").await;
    desk.enrol("stolen", "med-2");
    let stolen = desk.house.store.tablets().unwrap();
    let stolen = stolen.into_iter().find(|tablet| tablet.id == "stolen").unwrap();
    desk.house.store.boxes_for_tablet(&stolen, true, NOW).unwrap();
    let store = &mut desk.house.store;
    store
        .set_tablet_state("stolen", TabletState::Stolen, crate::KEEP_NOWHERE)
        .unwrap();
    desk.deliver("stolen", closed, 1);
    assert_eq!(desk.step(closed, "close-for-good", "").await.status, 303);
    for (seed, ward) in ["med-1", "med-2", "med-3"].into_iter().enumerate() {
        senior::publish(&mut desk.house, ward, 20, seed as u64);
    }
    let published = desk.house.ballot_box(senior::ROUND, "med-1").id;
    let store = &mut desk.house.store;
    assert!(store.publish_bands(published, &some_bands(), GUIDE, NOW).unwrap());
    let unread = desk.house.ballot_box(senior::ROUND, "surg-2").id;
    assert_eq!(desk.step(unread, "open", "").await.status, 303);
    for (step, fields) in [("close-for-good", ""), ("close-unread", "sure=yes")] {
        assert_eq!(desk.step(unread, step, fields).await.status, 303);
    }
    let few = desk.house.ballot_box("2026-spring", "surg-1").id;
    let sheets = Sheets {
        participant: 40,
        table: 11,
    };
    desk.house.publish("2026-spring", "surg-1", sheets, |question| {
        question.counts.values_mut().for_each(|count| *count += 5);
    });
    let word = |item: &str, word| PulseResult {
        item: item.to_owned(),
        said: Some(PulseWord { word, about: 15 }),
    };
    let said = Pulse {
        results: vec![
            word("recognition", Change::More),
            word("card-silence", Change::CannotTell),
        ],
        more_than_people: false,
    };
    let pulse = desk.house.publish_pulse(PULSE, "med-1", &said).id;
    let boxes = Boxes {
        pulse,
        other_result: desk.house.ballot_box(senior::ROUND, "med-3").id,
        counted,
        closed,
        unread,
        planned: desk.house.ballot_box(senior::ROUND, "surg-3").id,
        released: desk.house.ballot_box(senior::ROUND, "med-1").id,
        few,
        coded: desk.house.ballot_box(CODED, "surg-3").id,
        later: desk.house.ballot_box(LATER, "surg-3").id,
        reported: desk.house.ballot_box(senior::ROUND, "med-1").id,
    };
    assert_eq!(desk.step(boxes.coded, "confirm", "").await.status, 303);
    assert_eq!(desk.step(boxes.reported, "areas/new", AREA).await.status, 303);
    let make = format!("/rounds/{}/report", boxes.reported);
    let shown = desk.post(&make, "do=look").await.body;
    let (_, seen) = shown.split_once("name=\"seen\" value=\"").unwrap();
    let seen = seen.split('"').next().unwrap();
    assert_eq!(desk.post(&make, &format!("do=freeze&seen={seen}")).await.status, 303);
    desk.enrol("tablet-surg-3", "surg-3");
    desk.house
        .store
        .set_invitation(LEADER, &hash_secret(b"secret"), NOW + 100, None)
        .unwrap();
    let (method, goals) = (
        Method::four(),
        Goals {
            goals: vec!["Alle får pause".to_owned()],
            how: "Vi spør på personalmøtet".to_owned(),
            look: NOW / 86_400 + 60,
        },
    );
    let store = &mut desk.house.store;
    let id = store
        .start_process(&["med-1".to_owned()], Needs::One, &method, NOW)
        .unwrap();
    assert_eq!(id.as_deref(), Some("med-1"));
    // A result that no pulse stands beside.
    let other = store.start_process(&["med-3".to_owned()], Needs::One, &method, NOW);
    assert_eq!(other.unwrap().as_deref(), Some("med-3"));
    store.save_goals("med-1", 0, &goals, &method, NOW).unwrap();
    assert!(store.ask_checkpoint("med-1", &method, NOW).unwrap());
    make_plan(&mut desk);
    make_gatherings(&mut desk);
    make_open_page(&mut desk, boxes.released);
    (desk, boxes)
}

/// What opens the open page of med-1.
const OPEN: &str = "abcdefghijklmnopqrstuvwxya";

fn make_open_page(desk: &mut Desk, released: BoxId) {
    let page = OpenPage {
        process: "med-1".to_owned(),
        token: OPEN.parse().unwrap(),
        pages: "https://trykk.example.org".to_owned(),
        results: Some(released),
    };
    desk.house.store.change_open_page("med-1", None, Some(&page)).unwrap();
}

/// What tables join the gatherings with.
const CODES: [&str; 4] = ["AAAAAAAAAA", "BBBBBBBBBB", "CCCCCCCCCC", "DDDDDDDDDD"];

/// Gatherings: one that is prepared, one with ideas that the guide reads, one whose ideas are sorted, one that is handed over.
fn make_gatherings(desk: &mut Desk) {
    let today = NOW / 86_400;
    let prepared = Prepared {
        day: today,
        areas: vec!["Pauser".to_owned(), "Samarbeid".to_owned()],
        tables: 4,
    };
    let folder = desk.house.data.clone();
    let store = &mut desk.house.store;
    store.act_as(Who::Account(GUIDE.to_owned()), NOW);
    for (nth, code) in CODES.iter().enumerate() {
        let prepared = Prepared {
            day: today + nth as i64,
            ..prepared.clone()
        };
        let drawn = (format!("{nth:032}"), code.parse().unwrap());
        let number = store.prepare_gathering("med-1", None, 0, &prepared, drawn).unwrap();
        let mut canvas = Canvas::default();
        let mut rng = StdRng::seed_from_u64(nth as u64);
        for text in [
            "Egen pausevakt",
            "Fast lunsj",
            "Ro i pausen",
            "Telefonen bort",
            "Kari roper",
            "Stille time",
        ] {
            canvas.write(IdeaId::draw(&mut rng), 0, text.to_owned()).unwrap();
        }
        canvas.gather();
        let one = *canvas.ideas.keys().next().unwrap();
        canvas.hold(&[one].into());
        let step = match nth {
            0 => continue,
            1 => Stage::At {
                step: Step::Ideas,
                open: false,
            },
            2 => Stage::At {
                step: Step::Sort,
                open: true,
            },
            _ => Stage::At {
                step: Step::HandOver,
                open: false,
            },
        };
        if nth > 1 {
            canvas.reveal();
            let bundle = canvas.find_bundle("Bedre pauser").unwrap();
            let moves: Vec<_> = canvas.seen(Showing::Shown).map(|(id, _)| (*id, None)).collect();
            canvas.sort(&moves[nth - 2..], Some(bundle)).unwrap();
        }
        if nth > 2 {
            let moves: Vec<_> = canvas
                .seen(Showing::Shown)
                .map(|(id, idea)| (*id, idea.bundle))
                .collect();
            canvas.sort(&moves, Some(1)).unwrap();
            let rating = read_rating(["5", "4", "3", "2"]).unwrap();
            canvas
                .save_estimate(None, 0, 1, ("Pausevakt".to_owned(), rating))
                .unwrap();
            let card = store.plan("med-1").unwrap().0.proposals[0].proposal.clone();
            canvas.save_card(None, 0, 1, &card).unwrap();
        }
        folder
            .keep_gathering(&format!("{nth:032}"), &canvas.to_bytes())
            .unwrap();
        let position = Position {
            stage: step,
            area: 0,
            until: Some(NOW + 90),
        };
        store.lead_gathering("med-1", number, 1, position).unwrap();
        if nth > 2 {
            let handed = Handed::of(&canvas, &prepared, today, GUIDE);
            store.hand_over_gathering("med-1", number, 2, &handed, NOW).unwrap();
        }
    }
}

/// A plan with a card, a bundle and two measures; the first asks for help, and is signed on paper.
fn make_plan(desk: &mut Desk) {
    let today = NOW / 86_400;
    let text = |text: &str| text.to_owned();
    let card = WrittenProposal {
        bundle: text("Pauser"),
        area: text("Samarbeid"),
        what: text("Egen pausevakt"),
        first_step: text("Spør naboenheten"),
        owner: text("Ansvarshavende"),
        by: write_day(today + 60),
        indicator: text("Alle har spist"),
        instead: String::new(),
    };
    let mut typed = WrittenMeasure {
        aim: text("improve"),
        evaluation: write_day(today + 90),
        help: text("En vikar i ferien"),
        help_by: write_day(today + 20),
        ..WrittenMeasure::from_proposal(1, &read_proposal(&card, today).unwrap().1)
    };
    let store = &mut desk.house.store;
    store.act_as(Who::Account(GUIDE.to_owned()), NOW);
    let proposal = read_proposal(&card, today).unwrap();
    store.save_proposal("med-1", None, 0, &proposal, NOW).unwrap();
    let decided = read_decision("now", "Lett å få til", GUIDE, today).unwrap();
    store.decide_proposal("med-1", 1, 0, &decided, NOW).unwrap();
    let measure = read_measure(&typed, None, &[], today).unwrap();
    store.save_measure("med-1", None, 0, &measure, NOW).unwrap();
    assert!(store.ask_plan("med-1", NOW).unwrap());
    let (asked, _) = store.signing(Kind::Plan, "med-1").unwrap();
    let proved = store.log_in_of(GUIDE).unwrap().unwrap();
    for role in [Role::Leader, Role::SafetyRep, Role::UnionRep] {
        let new = NewSignature {
            post: Post {
                ward: text("med-1"),
                role,
            },
            version: asked.version,
            answer: Answer::OnPaper,
            words: text("Kari Nordmann"),
            holder: None,
        };
        assert_eq!(store.sign(Kind::Plan, "med-1", &new, &proved, NOW).unwrap(), Ok(()));
    }
    typed.what = text("Felles lunsj");
    typed.risks = vec![Risk {
        wrong: text("Ingen tar telefonen"),
        prevention: text("Naboenheten svarer"),
        then: text("Lederen svarer"),
    }];
    let other = read_measure(&typed, None, &[], today).unwrap();
    store.save_measure("med-1", None, 0, &other, NOW).unwrap();
    let begun = read_status("", ("under-way", "Prøves"), GUIDE, today).unwrap();
    store.set_measure_status("med-1", 1, (1, 0), &begun, NOW).unwrap();
}

fn samples(boxes: &Boxes, link: &str, draft: &str, deck: &str, deck_draft: &str) -> Vec<Sample> {
    let round = |one: BoxId, of: &str| format!("/rounds/{one}{of}");
    let Boxes {
        counted,
        closed,
        unread,
        planned,
        released,
        few,
        coded,
        later,
        reported,
        pulse,
        other_result,
    } = *boxes;
    let account = |email: &str, rest: &str| format!("/accounts/{}{rest}", BASE64URL_NOPAD.encode(email.as_bytes()));
    let winter = format!("/roll-ups/{}", senior::ROUND);
    let (right, long) = (format!("passphrase={PASSPHRASE}"), "x".repeat(600));
    let mut samples = vec![
        get(None, "/log-in", 200),
        post(None, "/log-in", "email=a@example.org&password=feil", 422),
        get(None, "/invitation/secret", 200),
        post(None, "/invitation/secret", "password=en&again=to", 422),
        post(None, "/invitation/secret", "password=kort&again=kort", 422),
        post(
            None,
            "/invitation/secret",
            &format!("password={long}&again={long}"),
            422,
        ),
        // Refusals: not for this role, not there, not for this place, used up, not our form.
        get(GUIDE, format!("/rounds/{released}/follow-up"), 200),
        post(
            GUIDE,
            format!("/rounds/{released}/follow-up"),
            "report=2031-01-01&plan=",
            422,
        ),
        get(GUIDE, "/passed-on", 200),
        post(GUIDE, "/passed-on", "ward=&day=", 422),
        get(GUIDE, "/process/med-1", 200),
        get(GUIDE, "/process/med-1/plan", 200),
        get(LEADER, "/process/med-1/plan?done=saved", 200),
        get(LEADER, "/process/med-2/plan", 404),
        get(LEADER, "/process/med-1/plan/bundles/1", 200),
        get(GUIDE, "/process/med-1/plan/bundles/new", 200),
        post(
            LEADER,
            "/process/med-1/plan/bundles/new",
            &format!("revision=0&title={long}&answer_by=2001-01-01&verdict=no"),
            422,
        ),
        get(GUIDE, "/process/med-1/plan/proposals/new?bundle=1", 200),
        get(LEADER, "/process/med-1/plan/proposals/1", 200),
        post(GUIDE, "/process/med-1/plan/proposals/1", "revision=9&what=A", 422),
        post(LEADER, "/process/med-1/plan/proposals/1/rate", "revision=1&gain=9", 422),
        post(
            LEADER,
            "/process/med-1/plan/proposals/1/decide",
            "seen=0&verdict=no&reason=A",
            422,
        ),
        get(LEADER, "/process/med-1/plan/measures/new?from=1", 200),
        get(GUIDE, "/process/med-1/plan/measures/2", 200),
        get(GUIDE, "/process/med-1/plan/measures/7", 404),
        post(
            LEADER,
            "/process/med-1/plan/measures/2",
            &format!("revision=1&what={long}x&deadline=i+dag&risk-1-wrong=A&help_by=2001-01-01"),
            422,
        ),
        post(
            LEADER,
            "/process/med-1/plan/measures/2/status",
            "revision=1&given=0&status=stopped",
            422,
        ),
        post(
            LEADER,
            "/process/med-1/plan/measures/1/status",
            "about=next&revision=1&given=1&next=keep&sentence=",
            422,
        ),
        get(LEADER, "/process/med-1/plan/idea-box", 200),
        post(
            LEADER,
            "/process/med-1/plan/measures/1/idea",
            "act=save&seen=0&theme=&idea_what=Vi+tok+det+3.+mars&idea_how=",
            422,
        ),
        get(SENIOR, "/help/med-1/1?done=saved", 200),
        get(SENIOR, "/help/med-1/2", 404),
        post(SENIOR, "/help/med-1/1", "seen=0&text=&words=", 422),
        get(GUIDE, "/process/med-1/pulse", 200),
        get(GUIDE, "/process/med-3/pulse?item=recognition", 200),
        post(GUIDE, "/process/med-3/pulse", "beside=x&opens=i+dag&closes=", 422),
        post(
            GUIDE,
            "/process/med-3/pulse",
            &format!("beside={}&opens=i+dag&closes=2026-01-01", other_result),
            422,
        ),
        get(LEADER, format!("/results/{pulse}"), 200),
        get(GUIDE, round(pulse, ""), 200),
        get(GUIDE, "/process/med-1/gatherings/new/prepare", 200),
        get(GUIDE, "/process/med-1/gatherings/3/prepare", 200),
        post(
            GUIDE,
            "/process/med-1/gatherings/new/prepare",
            &format!("revision=0&day=i+dag&areas={long}&tables=x"),
            422,
        ),
        post(
            GUIDE,
            "/process/med-1/gatherings/3/prepare",
            "revision=1&day=2027-01-01&areas=A&tables=1",
            422,
        ),
        get(GUIDE, "/process/med-1/gatherings/1?done=saved", 200),
        get(LEADER, "/process/med-1/gatherings/1", 200),
        get(GUIDE, "/process/med-1/gatherings/7", 404),
        post(GUIDE, "/process/med-1/gatherings/1/pace", "revision=1&do=begin", 422),
        post(GUIDE, "/process/med-1/gatherings/1/pace", "revision=1&do=give-up", 422),
        post(
            GUIDE,
            "/process/med-1/gatherings/3/pace",
            "revision=2&do=open&minutes=ti",
            422,
        ),
        get(GUIDE, "/process/med-1/gatherings/2", 200),
        post(GUIDE, "/process/med-1/gatherings/2/unseen", "revision=1&do=reveal", 422),
        post(GUIDE, "/process/med-1/gatherings/2/hand-over", "revision=2", 422),
        get(GUIDE, "/process/med-1/gatherings/3", 200),
        get(LEADER, "/process/med-1/gatherings/4", 200),
        get(GUIDE, "/process/med-1/open-page", 200),
        get("vo@example.org", "/process/med-1/open-page?done=saved", 200),
        post(LEADER, "/process/med-1/open-page", "seen=&do=draw", 422),
        get(None, format!("/open/{OPEN}"), 200),
        get(None, "/open/aaaa", 404),
        get(None, "/gathering", 200),
        post(None, "/gathering", "code=A", 422),
        get(None, "/gathering/AAAAABBBBB", 404),
        get(None, format!("/gathering/{}", CODES[0]), 200),
        get(None, format!("/gathering/{}/screen", CODES[0]), 200),
        get(None, format!("/gathering/{}", CODES[1]), 200),
        post(
            None,
            format!("/gathering/{}/ideas", CODES[1]),
            "area=0&idea=For+sent",
            422,
        ),
        get(None, format!("/gathering/{}", CODES[2]), 200),
        get(None, format!("/gathering/{}/screen", CODES[2]), 200),
        post(
            None,
            format!("/gathering/{}/sort", CODES[2]),
            &format!("do=move&title={long}"),
            422,
        ),
        post(
            None,
            format!("/gathering/{}/rename", CODES[2]),
            "bundle=1&seen=A&title=B",
            422,
        ),
        post(
            None,
            format!("/gathering/{}/estimates/new", CODES[2]),
            &format!("revision=0&what={long}"),
            422,
        ),
        post(
            None,
            format!("/gathering/{}/cards/new", CODES[2]),
            "revision=0&by=i+dag",
            422,
        ),
        get(None, format!("/gathering/{}/cards/new", CODES[2]), 303),
        get(None, format!("/gathering/{}", CODES[3]), 200),
        get(None, format!("/gathering/{}/screen", CODES[3]), 200),
        get(GUIDE, "/process/med-1/meetings/new", 200),
        get(LEADER, "/process/med-1/meetings/7", 404),
        post(
            GUIDE,
            "/process/med-1/meetings/new",
            "revision=0&kind=regular&day=2026-09-01&act=close",
            422,
        ),
        get(LEADER, "/process/med-1", 200),
        get(LEADER, "/process/med-2", 404),
        get(LEADER, "/signatures/checkpoint/med-1.map", 200),
        get(GUIDE, "/signatures/checkpoint/med-1.map", 200),
        post(
            LEADER,
            "/process/med-1/goals",
            &format!("version=0&goals={long}&how={long}x&look="),
            422,
        ),
        post(GUIDE, "/process/med-1/begin", "seen=1&phase=map&reason=", 422),
        get(LEADER, "/guidance/leader", 200),
        get(SENIOR, "/guidance/senior-leader", 200),
        get(GUIDE, "/guidance/participant", 200),
        get(LEADER, "/guidance/guide", 404),
        get(LEADER, "/accounts", 403),
        get(LEADER, format!("/results/{}", BoxId([9; 16])), 404),
        get(LEADER, format!("/results/{few}"), 404),
        get(LEADER, format!("/results/{closed}"), 404),
        get(None, "/invitation/used", 404),
        get(None, "/nowhere/at/all", 404),
        get(LEADER, "/nowhere", 404),
        post(LEADER, "/log-out", "check=AAAA", 403),
        // One's own page.
        get(LEADER, "/account", 200),
        get(GUIDE, "/account", 200),
        get(SENIOR, "/account?done=password", 200),
        get("admin@example.org", "/account?done=out", 200),
        post(LEADER, "/account/password", "old=feil&password=en&again=to", 422),
        post(LEADER, "/account/password", "old=feil&password=en&again=en", 422),
        // Tablets.
        get(GUIDE, "/tablets", 200),
        get(NEW_GUIDE, "/tablets", 200),
        get("admin@example.org", "/tablets", 200),
        get(GUIDE, "/tablets/tablet-med-2", 200),
        post(GUIDE, "/tablets/pin", "ward=med-1&pin=42", 422),
        post(GUIDE, "/tablets/pin", "ward=med-1&pin=hemmelig", 422),
        post(GUIDE, "/tablets/pin", "ward=med-1&pin=111111", 422),
        post(GUIDE, "/tablets/pin", "ward=med-1&pin=428317", 200),
        post(GUIDE, "/tablets/pin", "ward=med-1&do=remove", 200),
        get(GUIDE, "/tablets/import", 200),
        post(ADMIN, "/tablets/import", "", 422),
        get(GUIDE, "/tablets/stolen", 200),
        post(GUIDE, "/tablets/stolen/retire", "sure=yes", 422),
        post(GUIDE, "/tablets/tablet-med-1/retire", "", 422),
        post(GUIDE, "/tablets/tablet-med-1/name", "name=to%0Alinjer", 422),
        get(NEW_GUIDE, "/tablets/tablet-med-1", 404),
        post(NEW_GUIDE, "/tablets/links", "ward=med-1", 422),
        get(GUIDE, link, 200),
        get(GUIDE, "/tablets/links/nowhere/file", 404),
        // Results.
        get(LEADER, "/", 200),
        get("leder2@example.org", "/", 200),
        get("vo@example.org", "/", 200),
        get("tv@example.org", "/", 200),
        get(LEADER, format!("/results/{released}"), 200),
        get(GUIDE, round(counted, "/preview"), 200),
        get(LEADER, format!("/results/{released}/file/docx"), 404),
        get(LEADER, format!("/results/{released}/before"), 200),
        get(LEADER, format!("/results/{closed}/before"), 404),
        get(GUIDE, round(counted, "/figures/before"), 200),
        get(GUIDE, round(closed, "/figures/before"), 404),
        get(GUIDE, round(closed, "/figures/file/xlsx"), 404),
        // Roll-ups: made, waiting, of too few wards, of nothing.
        get(SENIOR, "/", 200),
        get("idle@example.org", "/", 200),
        get(SENIOR, format!("{winter}/medicine"), 200),
        get(SENIOR, winter, 200),
        get(SENIOR, "/roll-ups/2026-spring", 200),
        get(SENIOR, "/roll-ups/2026-spring/medicine", 404),
        // The admin's pages.
        get(ADMIN, "/accounts", 200),
        get(ADMIN, "/accounts?search=ingen+heter+dette", 200),
        get(ADMIN, "/accounts/new", 200),
        post(ADMIN, "/accounts/new", "email=kari&role=leader", 422),
        post(
            ADMIN,
            "/accounts/new",
            "email=vo@example.org&role=guide&ward=med-1",
            422,
        ),
        post(ADMIN, "/accounts/new", "email=ny@example.org", 422),
        get(ADMIN, account(GUIDE, ""), 200),
        get(ADMIN, account(ADMIN, ""), 200),
        post(ADMIN, account("vo@example.org", "/invite"), "", 200),
        post(ADMIN, account(SENIOR, "/change"), "role=senior-leader&ward=med-1", 422),
        post(ADMIN, account(LEADER, "/change"), "role=leader&ward=nowhere", 422),
        post(ADMIN, account(ADMIN, "/block"), "blocked=yes", 422),
        post(ADMIN, account(LEADER, "/remove"), "", 422),
        post(ADMIN, account("nobody@example.org", "/remove"), "sure=yes", 404),
        get(ADMIN, "/audit", 200),
        get(ADMIN, "/operation", 200),
        get(ADMIN, "/operation?done=backup", 200),
        get(ADMIN, "/audit?day=i+dag&head=1234&before=7", 200),
        get("vo@example.org", "/audit?day=2001-01-01", 200),
        get(ADMIN, "/organisation?done=saved", 200),
        post(ADMIN, "/organisation", "name=&time_zone=Oslo", 422),
        post(ADMIN, "/organisation", "name=A&time_zone=Oslo", 422),
        post(ADMIN, "/organisation/departments", "name=to%0Alinjer", 422),
        post(
            ADMIN,
            "/organisation/wards",
            "name=Ny&department=nowhere&headcount=mange",
            422,
        ),
        get(ADMIN, "/organisation/import", 200),
        post(ADMIN, "/organisation/import", "list=", 422),
        post(ADMIN, "/organisation/import", &format!("list={WARDS}A;B;3"), 200),
        post(
            ADMIN,
            "/organisation/import",
            &format!("list={WARDS}A;B;x%0AA;;3%0AA;B;3;4"),
            422,
        ),
        post(
            ADMIN,
            "/organisation/import",
            &format!("list={PEOPLE}a@b.no;VO;;Medisinsk+sengepost+1;nn;Kari"),
            200,
        ),
        post(
            ADMIN,
            "/organisation/import",
            &format!("list={PEOPLE}a;VO%0Ab@b.no;sjef%0Ac@b.no;VO;;X%0Ad@b.no;VO;Y"),
            422,
        ),
        post(ADMIN, "/organisation/import", "list=Avdeling;Rolle;X;Avdeling", 422),
        post(
            ADMIN,
            "/organisation/import/make",
            &format!("list={WARDS}A;B;3&digest=0"),
            422,
        ),
        get(ADMIN, "/quick-guides/admin", 200),
        get(GUIDE, "/quick-guides/guide", 200),
        get(LEADER, "/quick-guides/leader", 200),
        get(LEADER, "/quick-guides/safety-rep", 200),
        get(LEADER, "/quick-guides/union-rep", 200),
        get(SENIOR, "/quick-guides/senior-leader", 200),
        get(LEADER, "/quick-guides/participant", 404),
        get(ADMIN, "/organisation/wards/med-1", 200),
        get(ADMIN, "/organisation/wards/nowhere", 404),
        post(
            ADMIN,
            "/organisation/wards/med-1/change",
            "name=&department=medicine&headcount=1",
            422,
        ),
        get(ADMIN, "/organisation/departments/medicine", 200),
        post(ADMIN, "/organisation/departments/medicine/rename", "name=", 422),
        post(ADMIN, "/organisation/departments/medicine/remove", "", 422),
        // A round that a guide makes.
        get(GUIDE, "/rounds/new", 200),
        get(GUIDE, "/rounds/new?ward=med-1&ward=nowhere", 200),
        get(NEW_GUIDE, "/rounds/new", 200),
        post(NEW_GUIDE, "/rounds/new", "name=A&ward=med-1", 422),
        get(GUIDE, "/drafts/nowhere", 404),
        get(GUIDE, draft, 200),
        post(GUIDE, format!("{draft}/plan"), "revision=9&name=A", 422),
        get(GUIDE, round(planned, "/change"), 303),
        get(GUIDE, round(later, "/change"), 200),
        get(GUIDE, round(later, "?done=saved"), 200),
        post(
            GUIDE,
            round(later, "/change"),
            "ward=surg-3&group+surg-3=2&opens-day=i+dag",
            422,
        ),
        post(GUIDE, round(closed, "/take-away"), "", 422),
        // Decks.
        get(GUIDE, "/decks", 200),
        get(NEW_GUIDE, "/decks", 200),
        get(ADMIN, "/decks", 403),
        get(GUIDE, format!("/decks/{deck}"), 200),
        get(GUIDE, "/decks/nowhere", 404),
        get(GUIDE, format!("/decks/{deck}/preview?mode=table"), 200),
        get(GUIDE, "/decks/nowhere/preview", 404),
        get(GUIDE, format!("{deck_draft}/preview"), 200),
        get(GUIDE, "/decks/nowhere/file", 404),
        get(GUIDE, "/decks/nowhere/paper?sheet=table", 404),
        get(GUIDE, "/decks?done=deleted", 200),
        get(GUIDE, "/decks/import", 200),
        post(GUIDE, "/decks/import", "file=", 422),
        post(GUIDE, "/decks/import", "file=id+%3D+1", 422),
        post(GUIDE, format!("/decks/{deck}/remove"), "", 422),
        get(GUIDE, deck_draft, 200),
        get(NEW_GUIDE, format!("{deck_draft}?done=saved"), 200),
        get(LEADER, deck_draft, 403),
        get(GUIDE, "/decks/drafts/nowhere", 404),
        post(GUIDE, "/decks/drafts/nowhere", "title-nb=A", 422),
        post(GUIDE, deck_draft, "title-nb=A", 422),
        get(GUIDE, format!("{deck_draft}/items/1"), 404),
        get(GUIDE, format!("{deck_draft}/items/2?done=saved"), 200),
        get(GUIDE, format!("{deck_draft}/items/3?done=saved"), 200),
        get(GUIDE, format!("{deck_draft}/items/4?done=saved"), 200),
        get(GUIDE, format!("{deck_draft}/items/5"), 200),
        post(GUIDE, format!("{deck_draft}/items/2"), "shown=card&text-nb=A", 422),
        post(GUIDE, format!("{deck_draft}/items/99"), "shown=score&text-nb=A", 422),
        post(GUIDE, "/decks/drafts/nowhere/items/2", "shown=note&text-nb=A", 422),
        // Every ward.
        get(GUIDE, "/wards", 200),
        get(GUIDE, "/wards?department=surgery&search=3", 200),
        get(GUIDE, "/wards?search=ingen", 200),
        get(NEW_GUIDE, "/wards", 200),
        get(FIRST_GUIDE, "/wards", 200),
        get(GUIDE, "/wards/med-1", 200),
        get(GUIDE, "/wards/surg-3", 200),
        get(NEW_GUIDE, "/wards/med-1", 404),
        // Results, side by side.
        get(GUIDE, "/figures", 200),
        get(
            GUIDE,
            "/figures?order=spread&theme=work&department=medicine&from=2026-autumn&deck=nowhere",
            200,
        ),
        get(NEW_GUIDE, "/figures", 200),
        get(LEADER, "/figures", 403),
        get(GUIDE, "/figures/items/recognition", 200),
        get(GUIDE, "/figures/items/nowhere", 404),
        get(NEW_GUIDE, "/figures/items/recognition", 404),
        // Tokens.
        get(GUIDE, "/tokens?done=revoked", 200),
        get(NEW_GUIDE, "/tokens", 200),
        get(LEADER, "/tokens", 403),
        post(GUIDE, "/tokens", "name=&until=i+morgen", 422),
        post(GUIDE, "/tokens", "name=Portalen&until=2027-03-01&ward=med-1", 200),
        post(NEW_GUIDE, "/tokens", "name=Portalen&until=2027-03-01&ward=med-1", 422),
        post(GUIDE, "/tokens/nowhere/revoke", "", 404),
        // The guide's rounds.
        get(GUIDE, "/rounds?done=planned", 200),
        get(GUIDE, "/rounds", 200),
        get(NEW_GUIDE, "/rounds", 200),
        get(GUIDE, round(counted, "/figures"), 200),
        get(GUIDE, round(closed, "/figures"), 404),
        get(GUIDE, round(counted, "/notes"), 200),
        get(GUIDE, round(planned, "/notes"), 404),
        post(GUIDE, round(counted, "/notes"), &right, 200),
        post(GUIDE, round(counted, "/notes"), "passphrase=feil+ord", 422),
        get(GUIDE, round(planned, "/sorting"), 404),
        get(GUIDE, round(counted, "/sorting"), 200),
        post(GUIDE, round(counted, "/sorting"), "passphrase=feil+ord", 422),
        post(GUIDE, round(counted, "/sorting/note"), "do=save&note=00", 422),
        get(GUIDE, round(counted, "/sorting/counts"), 303),
        get(GUIDE, round(counted, "/sorting/bands"), 303),
        get(GUIDE, round(planned, "/sorting/bands"), 404),
        get(GUIDE, round(released, "/sorting/bands"), 200),
        post(GUIDE, round(counted, "/sorting"), &right, 303),
        get(GUIDE, round(counted, "/sorting"), 200),
        get(GUIDE, round(counted, "/sorting/counts"), 200),
        get(GUIDE, round(counted, "/sorting/bands"), 200),
        post(GUIDE, round(counted, "/sorting/bands"), "sure=yes&seen=00", 200),
        post(GUIDE, round(counted, "/sorting/note"), "do=save&note=00", 422),
        post(GUIDE, round(counted, "/sorting/note"), "do=undo", 422),
        post(GUIDE, round(counted, "/sorting/find"), "given=anything", 200),
        post(
            GUIDE,
            round(counted, "/sorting/find"),
            "given=pass-on&words=nowhere",
            200,
        ),
        post(GUIDE, round(counted, "/sorting/lock"), "", 303),
        post(GUIDE, round(closed, "/count"), "", 422),
        post(GUIDE, round(closed, "/count"), &right, 422),
        post(
            GUIDE,
            round(closed, "/count"),
            &format!("{right}&leave-out=tablet-med-2"),
            422,
        ),
        post(
            GUIDE,
            round(closed, "/count"),
            "sheet=feil&leave-out=tablet-med-2&quarantine+stolen=leave",
            422,
        ),
        post(GUIDE, round(closed, "/extend"), "closes=i+fjor", 422),
        post(GUIDE, round(closed, "/close-unread"), "", 422),
        post(GUIDE, round(counted, "/release"), "", 422),
        post(GUIDE, round(counted, "/open"), "", 422),
        // Start codes: none yet, printed, too many, confirmed, a spare woken once.
        get(GUIDE, round(coded, ""), 200),
        get(GUIDE, round(coded, "/poster"), 200),
        get(GUIDE, round(coded, "/poster?size=a5"), 200),
        get(GUIDE, round(planned, "/poster"), 404),
        get(GUIDE, round(released, "/poster"), 404),
        get(GUIDE, "/fingerprints", 200),
        get("vo@example.org", "/fingerprints", 200),
        get(SENIOR, "/fingerprints", 403),
        post(
            GUIDE,
            round(coded, "/codes"),
            "tablet=tablet-surg-3&slips=ti&spares=0",
            422,
        ),
        post(
            GUIDE,
            round(coded, "/codes"),
            "tablet=tablet-surg-3&slips=900&spares=0",
            422,
        ),
        post(
            GUIDE,
            round(coded, "/codes"),
            "tablet=tablet-surg-3&slips=2&spares=700",
            422,
        ),
        post(
            GUIDE,
            round(coded, "/codes"),
            "tablet=tablet-med-1&slips=2&spares=0",
            422,
        ),
        post(
            GUIDE,
            round(coded, "/codes"),
            "tablet=tablet-surg-3&slips=2&spares=2",
            200,
        ),
        post(GUIDE, round(coded, "/codes/confirm"), "tablet=tablet-surg-3", 422),
        post(GUIDE, round(coded, "/codes/wake"), "spare=tablet-surg-3+99", 422),
        get(GUIDE, round(coded, ""), 200),
        post(
            GUIDE,
            round(planned, "/codes"),
            "tablet=tablet-surg-3&slips=2&spares=0",
            422,
        ),
        // Areas: none yet, of a candidate, wrong, made, too few answered, not published.
        get(GUIDE, round(released, "/areas"), 200),
        get(GUIDE, round(released, "/areas/new?from=0"), 200),
        get(GUIDE, round(released, "/areas/new?from=99"), 200),
        post(GUIDE, round(released, "/areas/new"), "kind=keep&title=&sentence=", 422),
        post(GUIDE, round(released, "/areas/new"), AREA, 303),
        get(GUIDE, round(released, "/areas?done=saved"), 200),
        get(GUIDE, round(released, "/areas?done=removed"), 200),
        get(GUIDE, round(released, "/areas/nowhere"), 404),
        post(GUIDE, round(released, "/areas/nowhere"), AREA, 422),
        post(GUIDE, round(released, "/areas/nowhere"), "title=to%0Alinjer", 422),
        get(LEADER, round(released, "/areas"), 403),
        get(GUIDE, round(few, "/areas"), 200),
        get(GUIDE, round(counted, "/areas"), 404),
        // Reports: looked over, not the one that was seen, not frozen, not published; frozen before.
        get(GUIDE, round(released, "/report"), 200),
        get(GUIDE, round(released, "/report?done=frozen"), 200),
        post(GUIDE, round(released, "/report"), "do=look&out=recognition", 200),
        post(GUIDE, round(released, "/report"), "do=freeze&seen=", 422),
        get(GUIDE, round(few, "/report"), 200),
        get(GUIDE, round(counted, "/report"), 404),
        get(LEADER, round(released, "/report"), 403),
        get(LEADER, format!("/reports/{few}"), 404),
        get(LEADER, format!("/reports/{reported}"), 200),
        get(GUIDE, format!("/reports/{reported}"), 200),
        get(LEADER, format!("/reports/{reported}/file/docx"), 404),
        get(LEADER, format!("/reports/{few}/file/pdf"), 404),
        // Reminders and calendars.
        get(GUIDE, "/process/med-1/reminders", 200),
        get(GUIDE, "/process/med-1/reminders?done=saved", 200),
        post(GUIDE, "/process/med-1/reminders", "email=a&letter=b", 404),
        get(LEADER, "/process/med-1/reminders", 403),
        post(LEADER, "/account/reminders", "remind=no", 303),
        get(LEADER, "/account?done=reminders", 200),
        post(LEADER, "/account/reminders", "remind=yes", 303),
        post(LEADER, "/account/calendar", "", 200),
        get(LEADER, "/account", 200),
        post(LEADER, "/account/calendar/end", "", 303),
        get(LEADER, "/account?done=calendar", 200),
        get(None, "/calendar/secret", 404),
        // The counting passphrase.
        get(GUIDE, "/passphrase", 200),
        get(NEW_GUIDE, "/passphrase", 200),
        post(GUIDE, "/passphrase", "passphrase=en&again=to", 422),
        get(GUIDE, "/passphrase?done=set", 200),
        get(GUIDE, "/passphrase?done=new", 200),
        post(GUIDE, "/passphrase/new-key", "", 422),
        post(NEW_GUIDE, "/passphrase", "passphrase=kort&again=kort", 422),
    ];
    let states = [counted, closed, unread, planned, released, few];
    samples.extend(states.map(|one| get(GUIDE, round(one, ""), 200)));
    samples
}

async fn look(desk: &mut Desk, sample: &Sample, language: &str) -> Page {
    match sample.who {
        Some(email) => desk.house.enter(email),
        None => desk.house.leave(),
    }
    let joint = if sample.path.contains('?') { '&' } else { '?' };
    let path = format!("{}{joint}lang={language}", sample.path);
    match &sample.form {
        None => desk.house.get(&path).await,
        Some(form) if form.starts_with("check=") => desk.house.post(&path, form).await,
        Some(form) => desk.post(&path, form).await,
    }
}

fn check(page: &Page, case: &str, language: &str) {
    if page.status == 303 {
        return;
    }
    assert!(page.body.contains(&format!("<html lang=\"{language}\">")), "{case}");
    // The scripts there are, on the pages that have them.
    let mut body = page.body.clone();
    for (pages, script) in [("/sorting", "sorting"), ("/gathering", "following")] {
        if case.contains(pages) {
            body = body.replace(&format!("<script src=\"/static/{script}.js\" defer></script>"), "");
        }
    }
    for bad in ["{}", "{{", "<script", " style=", "onclick", "<h1></h1>", "<p></p>"] {
        assert!(!body.contains(bad), "{case} holds {bad}");
    }
    assert_eq!(page.body.matches("<h1").count(), 1, "{case}");
    let ids: Vec<&str> = page.body.split(" id=\"").skip(1).collect();
    let ids: Vec<&str> = ids.iter().map(|rest| rest.split('"').next().unwrap()).collect();
    let distinct: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), distinct.len(), "{case} uses an id twice: {ids:?}");
    let strange: &[&str] = match language {
        "nb" => &[" ikkje ", " frå ", " the "],
        "nn" => &[" ikke ", " fra ", " the "],
        _ => &[" ikke ", " ikkje ", " og "],
    };
    // The notes are people's own words, and so is what stands in large fields.
    let mut ours = page.body.replace("lapp fra", "");
    while let Some((before, rest)) = ours.split_once("<textarea") {
        let (_, after) = rest.split_once("</textarea>").expect("it ends");
        ours = format!("{before}{after}");
    }
    // The tablet's screens are in the deck's language, and say which it is.
    while let Some((before, rest)) = ours.split_once("<ol class=\"screens\">") {
        let (_, after) = rest.split_once("</ol>").expect("it ends");
        ours = format!("{before}{after}");
    }
    // A deck is shown in all its languages, and each says which it is.
    while let Some((before, rest)) = ours.split_once("<span lang=\"") {
        let (_, after) = rest.split_once("</span>").expect("it ends");
        ours = format!("{before}{after}");
    }
    for word in strange {
        assert!(!ours.contains(word), "{case} holds{word}");
    }
}

#[tokio::test]
async fn every_template_has_a_sample_in_every_language() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
    let files = std::fs::read_dir(&folder).unwrap();
    let files: BTreeSet<String> = files
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    let known: BTreeSet<String> = TEMPLATES.iter().map(|(file, _)| (*file).to_owned()).collect();
    assert_eq!(files, known, "every template has a mark in TEMPLATES, and a sample");
    for (file, mark) in TEMPLATES {
        let holds = |name: &&String| std::fs::read_to_string(folder.join(name)).unwrap().contains(mark);
        let holding: Vec<&String> = files.iter().filter(holds).collect();
        assert_eq!(holding, [file], "{mark} marks {file} alone");
    }

    let (mut desk, boxes) = a_scene().await;
    for language in ["nb", "nn", "en"] {
        let mut unseen = known.clone();
        desk.house.enter(GUIDE);
        let link = desk.post("/tablets/links", "ward=med-1").await.location;
        let draft = desk
            .post("/rounds/new", "name=&ward=med-1&group+med-1=3&mode=table")
            .await;
        let (draft, _) = draft.location.split_once('?').unwrap();
        let deck = crate::decks::first_deck(&desk.house).await;
        let deck_draft = crate::deck_drafts::one_of_each(&desk.house, &desk.check).await;
        for sample in samples(&boxes, &link, draft, &deck, &deck_draft) {
            let page = look(&mut desk, &sample, language).await;
            let case = format!("{} {:?} as {:?} in {language}", sample.path, sample.form, sample.who);
            assert_eq!(page.status, sample.status, "{case}");
            check(&page, &case, language);
            unseen.retain(|file| {
                let (_, mark) = TEMPLATES.iter().find(|(name, _)| name == file).unwrap();
                !page.body.contains(mark)
            });
        }
        // What a list changes is made once it was looked over.
        desk.house.enter(ADMIN);
        let list = format!("list={PEOPLE}{language}@b.no;VO;;Medisinsk+sengepost+1");
        let looked = desk.post(&format!("/organisation/import?lang={language}"), &list).await;
        let list = format!("{list}&digest={}", crate::house::field(&looked, "digest"));
        let made = desk
            .post(&format!("/organisation/import/make?lang={language}"), &list)
            .await;
        check(&made, "a list that is made", language);
        assert!(made.body.contains("class=\"title import-made\""), "{language}");
        unseen.remove("import_made.html");
        assert!(unseen.is_empty(), "no sample in {language} of {unseen:?}");
        // Too many attempts, at the door and at the passphrase.
        for (who, path, form, status) in [
            (None, "/log-in".to_owned(), "email=many@example.org&password=feil", 429),
            (
                Some(GUIDE),
                format!("/rounds/{}/notes", boxes.counted),
                "passphrase=feil+ord+her",
                422,
            ),
        ] {
            let sample = post(who, path, form, status);
            let mut page = look(&mut desk, &sample, language).await;
            for _ in 0..8 {
                page = look(&mut desk, &sample, language).await;
            }
            assert_eq!(page.status, status);
            let said = ["for mange forsøk", "for mange forsøk", "too many attempts"];
            assert!(said.iter().any(|said| page.body.contains(said)), "{language}");
            check(&page, &sample.path, language);
        }
        desk.house.restart();
    }
    // A database that cannot be read.
    let broken = Connection::open(desk.house.data.database()).unwrap();
    broken.execute_batch("DROP TABLE department").unwrap();
    for language in ["nb", "nn", "en"] {
        let page = look(&mut desk, &get(LEADER, "/", 503), language).await;
        assert_eq!(page.status, 503);
        check(&page, "unavailable", language);
    }
}

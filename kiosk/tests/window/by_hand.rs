//! People at the tablet: every step through the real buttons.

use i_slint_backend_testing::ElementHandle;
use slint::ComponentHandle;
use trykk_kiosk::flow::{DeliveryError, EnrolmentError, EnrolmentProgress, Page};
use trykk_kiosk::tablet::Standing;
use trykk_kiosk::window::ui;
use trykk_shared::answers::{Answers, Sheet};
use trykk_shared::deck::{Mode, Question};

use crate::fingers::tap_at;
use crate::glass::{buttons, find, label, says, tap, texts};
use crate::rehearsal::{Rehearsal, Stage, around_the_table, station};

pub const LANDSCAPE: (u32, u32) = (1280, 800);

pub fn station_stage() -> Stage {
    Stage::new(Rehearsal::open(station(), Mode::DropIn), LANDSCAPE)
}

pub fn sheets(stage: &Stage) -> Vec<Sheet> {
    stage
        .window
        .with_backend(|backend| backend.delivered.iter().map(|(_, sheet)| sheet.clone()).collect())
}

pub fn is_welcome(stage: &Stage) -> bool {
    matches!(stage.window.view().page, Page::Welcome(_))
}

/// Types on the keyboard, letter by letter.
pub fn type_out(stage: &Stage, text: &str) {
    for letter in text.chars() {
        let name = match letter {
            ' ' => "Mellomrom".to_owned(),
            ',' => "Komma".to_owned(),
            '.' => "Punktum".to_owned(),
            letter => letter.to_string(),
        };
        if find(stage, &name).is_none() && letter.is_alphabetic() == find(stage, "Bokstaver").is_some() {
            tap(
                stage,
                if letter.is_alphabetic() {
                    "Bokstaver"
                } else {
                    "Tall og tegn"
                },
            );
        }
        if find(stage, &name).is_none() && letter.is_alphabetic() {
            tap(stage, "Stor bokstav");
        }
        tap(stage, &name);
    }
}

#[test]
fn someone_answers_at_a_station_and_the_sheet_is_what_they_tapped() {
    let stage = station_stage();
    let mut expected = Answers::new();
    let mut taps = 1;
    tap(&stage, "Begynn");
    let deck = station();
    for (nth, item) in deck.items.iter().enumerate() {
        taps += 1;
        match &item.question {
            Question::Statement { faces, .. } => {
                let face = nth % faces.len();
                tap(&stage, faces[face].get(trykk_shared::language::Language::Nb));
                expected.put(&item.id, trykk_shared::answers::Answer::Face(face as u8 + 1));
            }
            Question::Card => {
                let yes = nth % 2 == 0;
                tap(&stage, if yes { "Ja, slik er det" } else { "Nei" });
                expected.put(&item.id, trykk_shared::answers::Answer::Card(yes));
            }
            _ => tap(&stage, "Hopp over"),
        }
    }
    assert!(sheets(&stage).is_empty(), "nothing is delivered before someone says so");
    tap(&stage, "Lever");
    taps += 1;
    assert_eq!(sheets(&stage), vec![Sheet::DropIn(expected)]);
    assert!(says(&stage, "Takk! Du har levert."));
    assert!(taps <= deck.items.len() + 3, "{taps} taps");
    tap(&stage, "Ferdig");
    assert!(is_welcome(&stage));
}

#[test]
fn a_note_is_typed_and_delivered_and_gone_from_the_pages() {
    let stage = station_stage();
    tap(&stage, "Begynn");
    while !matches!(stage.window.view().page, Page::Note(_)) {
        tap(&stage, "Hopp over");
    }
    tap(&stage, "Skriv på lappen");
    type_out(&stage, "Blåbær, 2 æsj");
    tap(&stage, "Slett siste tegn");
    tap(&stage, "Ferdig");
    assert!(says(&stage, "Blåbær, 2 æs"));
    tap(&stage, "Neste");
    tap(&stage, "Lever");
    let mut expected = Answers::new();
    expected.put_notes("note-improve", ["Blåbær, 2 æs"]);
    assert_eq!(sheets(&stage), vec![Sheet::DropIn(expected)]);
    let note = stage.app().global::<ui::Note>();
    assert_eq!((note.get_text().as_str(), note.get_prompt().as_str()), ("", ""));
}

/// On a keyboard that someone plugged in: keys that are no letters write nothing, and a note that shows nothing is none.
#[test]
fn keys_that_are_no_letters_write_nothing() {
    use slint::platform::{Key, WindowEvent};
    let stage = station_stage();
    tap(&stage, "Begynn");
    while !matches!(stage.window.view().page, Page::Note(_)) {
        tap(&stage, "Hopp over");
    }
    tap(&stage, "Skriv på lappen");
    let press = |text: slint::SharedString| stage.app().window().dispatch_event(WindowEvent::KeyPressed { text });
    let odd = [
        Key::LeftArrow,
        Key::UpArrow,
        Key::F1,
        Key::F12,
        Key::Home,
        Key::PageDown,
        Key::Insert,
        Key::Escape,
        Key::Tab,
        Key::Backtab,
        Key::Delete,
        Key::Menu,
        Key::Pause,
        Key::CapsLock,
    ];
    odd.into_iter().for_each(|key| press(key.into()));
    // Nor does a key beside one that makes a command of it: nothing is copied, pasted or taken back.
    for held in [Key::Control, Key::Alt, Key::Meta] {
        let text = slint::SharedString::from(held);
        press(text.clone());
        ["c", "v", "z"].into_iter().for_each(|key| press(key.into()));
        stage.app().window().dispatch_event(WindowEvent::KeyReleased { text });
    }
    for letter in ["\u{ad}", "\u{200b}", "\u{200d}"] {
        press(letter.into());
    }
    let blank = matches!(stage.window.view().page, Page::Note(page) if page.text.trim_matches('\u{200d}').is_empty());
    assert!(blank, "nothing is written");
    for letter in ["n", "e", "i"] {
        press(letter.into());
        press(Key::RightArrow.into());
    }
    tap(&stage, "Ferdig");
    tap(&stage, "Neste");
    tap(&stage, "Lever");
    let Sheet::DropIn(answers) = &sheets(&stage)[0] else {
        panic!("no sheet of one person")
    };
    let mut expected = Answers::new();
    expected.put_notes("note-improve", ["\u{200d}nei"]);
    assert!(*answers == expected, "{:?}", answers.of("note-improve").len());
}

/// What is written from right to left begins at the right, while it is typed and once it is there, whatever language the tablet speaks.
#[test]
fn a_note_begins_at_the_side_that_its_letters_begin_at() {
    use slint::platform::WindowEvent;
    for (written, from_right) in [
        ("Nei takk", false),
        ("نحن متعبون", true),
        ("עייפים מאוד", true),
        ("2 نحن متعبون", true),
        ("Vakt: نحن", false),
    ] {
        let stage = station_stage();
        tap(&stage, "Begynn");
        while !matches!(stage.window.view().page, Page::Note(_)) {
            tap(&stage, "Hopp over");
        }
        tap(&stage, "Skriv på lappen");
        for letter in written.chars() {
            let text = letter.to_string().into();
            stage.app().window().dispatch_event(WindowEvent::KeyPressed { text });
        }
        stage.pass(1);
        crate::screens::picture(
            &stage,
            &format!("direction-{}", if from_right { "right" } else { "left" }),
        );
        let (left, right) = ink(&stage, &format!("{written}|"));
        assert_eq!(
            left > right,
            from_right,
            "typing {written}: {left} left of it, {right} right of it"
        );
        assert!(left.min(right) < 12, "{written} begins at the edge: {left}, {right}");
        tap(&stage, "Ferdig");
        let (left, right) = ink(&stage, written);
        assert_eq!(
            left > right,
            from_right,
            "{written}: {left} left of it, {right} right of it"
        );
    }
}

/// How many pixels lie left and right of what is drawn of a text, within its own place.
fn ink(stage: &Stage, text: &str) -> (u32, u32) {
    let shown = texts(stage).into_iter().find(|shown| label(shown) == text);
    let shown = shown.unwrap_or_else(|| panic!("no {text:?} on the page"));
    let (at, size) = (shown.absolute_position(), shown.size());
    let pixels = stage.app().window().take_snapshot().unwrap();
    let (x0, x1) = (at.x as u32, (at.x + size.width) as u32);
    let (y0, y1) = (at.y as u32, (at.y + size.height) as u32);
    let width = pixels.width();
    let dark = |x: u32| {
        (y0..y1).any(|y| {
            let pixel = pixels.as_slice()[(y * width + x) as usize];
            u32::from(pixel.r) + u32::from(pixel.g) + u32::from(pixel.b) < 300
        })
    };
    let first = (x0..x1).find(|x| dark(*x)).expect("something is drawn");
    let last = (x0..x1).rev().find(|x| dark(*x)).expect("something is drawn");
    (first - x0, x1 - 1 - last)
}

#[test]
fn a_table_answers_together_then_alone_and_delivers_once() {
    let mut deck = around_the_table();
    deck.items
        .retain(|item| ["card-silence", "score-cooperation", "recognition", "note-keep"].contains(&item.id.as_str()));
    let stage = Stage::new(Rehearsal::open(deck, Mode::Table), (800, 1280));
    tap(&stage, "Begynn");
    tap(&stage, "2");
    tap(&stage, "Ja, slik er det");
    tap(&stage, "8");
    tap(&stage, "Gi nettbrettet videre");
    tap(&stage, "Jeg har nettbrettet");
    tap(&stage, "Ofte");
    tap(&stage, "Skriv på lappen");
    type_out(&stage, "A");
    tap(&stage, "Ferdig");
    tap(&stage, "Én lapp til");
    tap(&stage, "Skriv på lappen");
    type_out(&stage, "B");
    tap(&stage, "Ferdig");
    tap(&stage, "Neste");
    tap(&stage, "Jeg er ferdig");
    assert!(
        find(&stage, "Tilbake").is_none(),
        "no way back into someone else's answers"
    );
    tap(&stage, "Jeg har nettbrettet");
    assert!(find(&stage, "Tilbake").is_none());
    tap(&stage, "Sjelden");
    tap(&stage, "Hopp over");
    tap(&stage, "Jeg er ferdig");
    assert!(find(&stage, "Tilbake").is_none());
    tap(&stage, "Lever for bordet");
    let (mut table, mut first, mut second) = (Answers::new(), Answers::new(), Answers::new());
    table.put("card-silence", trykk_shared::answers::Answer::Card(true));
    table.put("score-cooperation", trykk_shared::answers::Answer::Score(8));
    first.put("recognition", trykk_shared::answers::Answer::Face(4));
    first.put_notes("note-keep", ["A", "B"]);
    second.put("recognition", trykk_shared::answers::Answer::Face(2));
    assert_eq!(
        sheets(&stage),
        vec![Sheet::Table {
            table,
            members: vec![first, second]
        }]
    );
}

#[test]
fn walking_away_shows_a_countdown_and_then_forgets() {
    let stage = station_stage();
    tap(&stage, "Begynn");
    tap(&stage, "Ofte");
    stage.pass(44_000);
    assert!(!says(&stage, "Er du her fortsatt?"));
    stage.pass(1_500);
    assert!(says(&stage, "Er du her fortsatt?") && says(&stage, "Om 20 sekunder"));
    stage.pass(19_000);
    assert!(says(&stage, "Om ett sekund"));
    // A finger says "I am here", and answers nothing.
    tap_at(&stage, 640.0, 560.0, 1);
    assert!(!says(&stage, "Er du her fortsatt?") && says(&stage, "Du blir hørt"));
    stage.pass(65_100);
    assert!(is_welcome(&stage) && sheets(&stage).is_empty());
    tap(&stage, "Begynn");
    assert!(
        find(&stage, "Neste").is_none(),
        "the next person finds nothing answered"
    );
    assert!(
        buttons(&stage)
            .iter()
            .all(|button| button.accessible_checked() != Some(true))
    );
}

#[test]
fn a_delivery_is_taken_back_for_fifteen_seconds_and_not_longer() {
    for (wait, there) in [(10_000, true), (15_000, false)] {
        let stage = station_stage();
        tap(&stage, "Begynn");
        tap(&stage, "Ofte");
        while !matches!(stage.window.view().page, Page::Overview(_)) {
            tap(&stage, "Hopp over");
        }
        tap(&stage, "Lever");
        stage.pass(wait);
        let button = buttons(&stage)
            .iter()
            .map(label)
            .find(|name| name.starts_with("Ta det tilbake"));
        assert_eq!(button.is_some(), there, "after {wait} ms");
        if let Some(button) = button {
            find(&stage, &button)
                .unwrap()
                .mock_single_click(slint::platform::PointerEventButton::Left);
            stage.pass(1);
            assert!(says(&stage, "Tatt tilbake"));
        }
        assert_eq!(
            stage.window.with_backend(|backend| backend.taken_back.len()),
            usize::from(there)
        );
    }
}

#[test]
fn what_could_not_be_delivered_is_still_there() {
    let stage = station_stage();
    stage
        .window
        .with_backend(|backend| backend.fault = Some(DeliveryError::DiskFull));
    tap(&stage, "Begynn");
    tap(&stage, "Ofte");
    while !matches!(stage.window.view().page, Page::Overview(_)) {
        tap(&stage, "Hopp over");
    }
    tap(&stage, "Lever");
    assert!(says(&stage, "Svarene er ikke levert ennå") && says(&stage, "Nettbrettet er fullt"));
    stage.window.with_backend(|backend| backend.fault = None);
    tap(&stage, "Prøv igjen");
    assert!(says(&stage, "Takk!"));
    let mut expected = Answers::new();
    expected.put("recognition", trykk_shared::answers::Answer::Face(4));
    assert_eq!(sheets(&stage), vec![Sheet::DropIn(expected)]);
}

#[test]
fn a_round_that_closes_meanwhile_lets_people_finish() {
    let stage = station_stage();
    tap(&stage, "Begynn");
    tap(&stage, "Ofte");
    stage.window.with_backend(|backend| {
        backend.standing = Standing::NoRound {
            ward: "Sengepost 1".into(),
        }
    });
    stage.pass(600);
    while !matches!(stage.window.view().page, Page::Overview(_)) {
        tap(&stage, "Hopp over");
    }
    assert!(says(&stage, "Kartleggingen stengte mens du svarte"));
    tap(&stage, "Lever");
    assert_eq!(sheets(&stage).len(), 1);
    tap(&stage, "Ferdig");
    assert!(says(&stage, "Ingenting å svare på nå"));
}

#[test]
fn the_languages_change_every_text_and_go_back_for_the_next_person() {
    let stage = station_stage();
    tap(&stage, "English");
    tap(&stage, "Begin");
    assert!(says(&stage, "How is it for you?") && says(&stage, "You can tell that the work you do is valued."));
    stage.pass(66_000);
    assert!(find(&stage, "Begynn").is_some());
    tap(&stage, "Nynorsk");
    assert!(find(&stage, "Start").is_some());
}

#[test]
fn a_tablet_is_enrolled_by_typing_address_and_code() {
    let stage = Stage::new(Rehearsal::standing(Standing::NotEnrolled), LANDSCAPE);
    type_out(&stage, "hub:8443");
    tap(&stage, "Neste");
    tap(&stage, "Koble til");
    assert!(says(&stage, "Koden har 16 bokstaver og tall"));
    type_out(&stage, "7k3mq2xa90tdvw4f");
    let connect = buttons(&stage)
        .into_iter()
        .filter(|button| label(button) == "Koble til")
        .count();
    assert_eq!(connect, 2, "on the keyboard and below");
    tap(&stage, "Koble til");
    let link = stage.window.with_backend(|backend| backend.link.clone()).unwrap();
    assert_eq!(
        (link.address.as_str(), link.code.to_text().as_str()),
        ("hub:8443", "7K3M-Q2XA-90TD-VW4F")
    );
    assert!(says(&stage, "Kobler til"));
    stage
        .window
        .with_backend(|backend| backend.enrolment = EnrolmentProgress::Failed(EnrolmentError::Spent));
    stage.pass(600);
    assert!(says(&stage, "Koden er brukt eller for gammel"));
    stage
        .window
        .with_backend(|backend| backend.standing = Rehearsal::open(station(), Mode::DropIn).standing);
    stage.pass(600);
    assert!(is_welcome(&stage));
    assert_eq!(stage.app().global::<ui::Enrolment>().get_code().as_str(), "");
}

#[test]
fn an_answered_card_leaves_for_its_side_and_nobody_waits_for_it() {
    for (yes, name) in [(true, "Ja, slik er det"), (false, "Nei")] {
        let stage = station_stage();
        stage.app().global::<ui::Theme>().set_still(false);
        tap(&stage, "Begynn");
        while find(&stage, name).is_none() {
            tap(&stage, "Hopp over");
        }
        let card = || ElementHandle::find_by_element_id(stage.app(), "CardAway::card").next();
        assert!(card().is_none());
        stage.pass(1000);
        let serial = stage.window.view().serial;
        find(&stage, name)
            .unwrap()
            .mock_single_click(slint::platform::PointerEventButton::Left);
        let begins = card().expect("it is on its way").absolute_position().x;
        i_slint_backend_testing::mock_elapsed_time(std::time::Duration::from_millis(120));
        let half = card().unwrap().absolute_position().x;
        assert!(
            if yes { half < begins } else { half > begins },
            "from {begins} to {half}"
        );
        i_slint_backend_testing::mock_elapsed_time(std::time::Duration::from_millis(150));
        // What stands beside the glass may not be found any more.
        let ends = card().map(|card| card.absolute_position().x);
        assert!(
            ends.is_none_or(|x| x.abs() >= 1280.0),
            "still on the glass, at {ends:?}"
        );
        // The next question was there all the while.
        assert_eq!(stage.window.view().serial, serial + 1);
        tap(&stage, "Hopp over");
        assert!(card().is_none());
    }
}

#[test]
fn nothing_moves_for_someone_who_asked_for_calm() {
    let stage = station_stage();
    stage.app().global::<ui::Theme>().set_still(false);
    tap(&stage, "Sterkere kontrast, ingen bevegelse");
    tap(&stage, "Begynn");
    while find(&stage, "Nei").is_none() {
        tap(&stage, "Hopp over");
    }
    stage.pass(1000);
    find(&stage, "Nei")
        .unwrap()
        .mock_single_click(slint::platform::PointerEventButton::Left);
    let away = ElementHandle::find_by_element_id(stage.app(), "CardAway::card").next();
    assert!(away.is_none());
    let theme = stage.app().global::<ui::Theme>();
    assert_eq!(
        [
            theme.get_answer(),
            theme.get_enter(),
            theme.get_leave(),
            theme.get_grow()
        ],
        [0; 4]
    );
}

//! A guide writes a deck on pages: as a draft, then as a version that never changes, and takes one in from a file.

use trykk_hub::certificates::Ca;
use trykk_hub::organisation::decks::named;
use trykk_hub::organisation::library::{Origin, library};
use trykk_hub::organisation::{Account, Organisation, Places, Role};
use trykk_shared::deck::{Deck, Question};
use trykk_shared::language::Language;

use crate::house::{House, Page, planned, the_plan};

const GUIDE: &str = "guide@example.org";
/// Another guide, of one ward.
const OTHER: &str = "other@example.org";

async fn a_house() -> (House, String) {
    let mut plan = the_plan();
    let other = Account {
        role: Role::Guide,
        places: Places::new(vec!["med-1".to_owned()], Vec::new()),
        blocked: false,
        has_counting_key: false,
    };
    plan.accounts.insert(OTHER.to_owned(), other);
    let mut house = planned(&plan);
    Ca::create(&house.data).unwrap();
    let check = house.check().await;
    house.enter(GUIDE);
    (house, check)
}

fn plan(house: &House) -> Organisation {
    house.store.organisation().unwrap()
}

/// What the form at a page was filled from.
async fn seen(house: &House, page: &str) -> String {
    let page = house.get(page).await.body;
    let (_, rest) = page.split_once("name=\"seen\" value=\"").expect("a form");
    rest.split('"').next().unwrap().to_owned()
}

async fn save(house: &House, check: &str, page: &str, fields: &str) -> Page {
    let seen = seen(house, page).await;
    house.post(page, &format!("check={check}&seen={seen}&{fields}")).await
}

async fn new(house: &House, check: &str) -> String {
    let made = house.post("/decks/new", &format!("check={check}")).await;
    assert_eq!(made.status, 303);
    made.location
}

/// A draft with an item of each kind: number 1 is its theme, 2 to 5 its items. Nothing else is written.
pub async fn one_of_each(house: &House, check: &str) -> String {
    let draft = new(house, check).await;
    for kind in ["card", "statement", "score", "note"] {
        let theme = if kind == "card" {
            "theme-new1-nb=A"
        } else {
            "theme=1&theme-1-nb=A"
        };
        let fields = format!("language=nb&language=nn&{theme}&act=add+{kind}");
        assert_eq!(save(house, check, &draft, &fields).await.status, 303, "{kind}");
    }
    draft
}

/// Title and theme in bokmål and nynorsk.
const HEAD: &str = "title-nb=V%C3%A5r+uke&title-nn=Veka+v%C3%A5r&language=nb&language=nn&theme=1&theme-1-nb=St%C3%B8tte&theme-1-nn=St%C3%B8tte";

#[tokio::test]
async fn a_deck_is_written_finished_and_asked_and_the_plan_finds_it_as_it_is() {
    let (house, check) = a_house().await;
    let draft = new(&house, &check).await;
    let page = house.get(&draft).await;
    assert!(
        page.status == 200 && !page.body.contains("mangler"),
        "nothing is missing before anything is written"
    );
    let first = HEAD
        .replace("theme=1&theme-1", "theme-new1")
        .replace("&theme-1-nn", "&theme-new1-nn");
    let added = save(&house, &check, &draft, &format!("{first}&act=add+statement")).await;
    assert_eq!(added.location, format!("{draft}/items/2"));
    let statement = added.location;
    // Said at its field, in the reader's words, with everything typed.
    let long = "Menneskerettighetsorganisasjonene";
    let fields = format!(
        "shown=statement&kind=statement&theme=1&factor=&best=middle&text-nb={long}&text-nn=Korleis&\
         answer1-nb=Lite&answer1-nn=Lite&answer2-nb=Passe&answer3-nb=Litt&answer4-nb=Mye&answer4-nn=Mykje"
    );
    let kept = save(&house, &check, &statement, &fields).await;
    assert_eq!(kept.location, format!("{statement}?done=saved"));
    let page = house.get(&kept.location).await.body;
    for said in [
        &format!("aria-invalid=\"true\" aria-describedby=\"text-nb-fault text-hint\">\n{long}</textarea>"),
        &format!("Ordet «{long}» er for langt for en linje på nettbrettet."),
        "Svar 2: Teksten under ansiktet mangler på nynorsk.",
        "Når det midterste svaret er best, må det være tre, fem eller sju svar.",
        "value=\"Passe\"",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    let nynorsk = house.get(&format!("{statement}?lang=nn&done=saved")).await.body;
    assert!(nynorsk.contains("Når det midtarste svaret er best"));
    house.get("/decks?lang=nb").await;
    // Not finished before all is in place.
    let refused = save(&house, &check, &draft, &format!("{HEAD}&act=finish")).await;
    assert!(
        refused.status == 422 && refused.body.contains("Den er ikke ferdig ennå"),
        "{}",
        refused.body
    );
    assert!(refused.body.contains("ting mangler") && refused.body.contains("value=\"Vår uke\""));
    let fields = "shown=statement&kind=statement&theme=1&factor=&best=last&text-nb=Hvordan+er+uka%3F&text-nn=Korleis+er+veka%3F\
        &answer1-nb=Lite&answer1-nn=Lite&answer2-nb=Passe&answer2-nn=Passe&answer3-nb=Mye&answer3-nn=Mykje";
    save(&house, &check, &statement, fields).await;
    let note = save(&house, &check, &draft, &format!("{HEAD}&act=add+note"))
        .await
        .location;
    let fields =
        "shown=note&kind=note&about=keep&max_chars=200&max_notes=2&text-nb=Hva+er+bra%3F&text-nn=Kva+er+bra%3F";
    save(&house, &check, &note, fields).await;
    save(&house, &check, &draft, &format!("{HEAD}&act=up+3")).await;
    let done = save(&house, &check, &draft, &format!("{HEAD}&act=finish")).await;
    assert!(done.location.ends_with("?done=finished"), "{}", done.body);
    let page = house.get(&done.location).await.body;
    assert!(
        page.contains("kan brukes i kartlegginger")
            && page.contains("Versjon 1. 1 utsagn og 1 gul lapp. Bare på bokmål og nynorsk. Laget her."),
        "{page}"
    );
    assert_eq!(house.get(&draft).await.status, 404, "the draft is gone");

    let before = plan(&house);
    let deck = before.decks[0].clone();
    assert_eq!((deck.id.as_str(), deck.version), ("var-uke", 1));
    let items: Vec<&str> = deck.items.iter().map(|item| item.id.as_str()).collect();
    assert_eq!(items, ["hva-er-bra", "hvordan-er-uka"]);
    assert!(matches!(&deck.items[1].question, Question::Statement { faces, .. } if faces.len() == 3));

    // In the form of a round, and then in the plan; what `plan` prints changes nothing.
    let form = house.get("/rounds/new").await.body;
    let key = library(&before)
        .into_iter()
        .find(|one| one.origin == Origin::Here)
        .unwrap()
        .key;
    assert!(form.contains(&format!("<option value=\"{key}\"")), "{form}");
    let round = format!(
        "check={check}&name=Uka&deck={key}&mode=drop-in&codes=yes&language=nb&floor=7&ward=surg-1&group+surg-1=\
         &opens-day=2027-02-01&opens-time=&closes-day=2027-02-14&closes-time=&urgent-nb=Ring+5555."
    );
    let written = house.post("/rounds/new", &round).await.location;
    let written = written.split('?').next().unwrap().to_owned();
    let planned = house
        .post(&format!("{written}/plan"), &format!("{round}&revision=1"))
        .await;
    assert!(planned.location.contains("done=planned"), "{}", planned.body);
    let after = plan(&house);
    assert_eq!(after.rounds["uka"].deck.languages, [Language::Nb]);
    let (printed, ok) = house.command(&["plan"]);
    let file = house.data.database().with_file_name("printed.toml");
    std::fs::write(&file, &printed).unwrap();
    let (said, applied) = house.command(&["apply", file.to_str().unwrap()]);
    assert!(
        ok && applied && said.contains("Everything is as in the file already"),
        "{said}"
    );
    assert_eq!(plan(&house), after);
    // By its name too, in all its languages.
    assert!(named(&after).contains_key("var-uke-1"));
    let more = "\n[[round]]\nid = \"senere\"\ndeck = \"var-uke-1\"\nmode = \"drop-in\"\nwards = [\"surg-1\"]\n\
                opens = \"2029-01-01\"\ncloses = \"2029-01-09\"\n";
    std::fs::write(&file, format!("{printed}{more}")).unwrap();
    let (said, applied) = house.command(&["apply", file.to_str().unwrap()]);
    assert!(applied, "{said}");
    assert_eq!(plan(&house).rounds["senere"].deck, deck);
}

/// Finishes a draft that says what a deck says; the page of the deck that it becomes.
async fn finish(house: &House, check: &str, draft: &str) -> String {
    let page = house.get(draft).await.body;
    let mut fields = "act=finish".to_owned();
    for (name, rest) in page
        .split("<input ")
        .skip(1)
        .filter_map(|input| input.split_once('>'))
        .map(|(input, _)| {
            let of = |key: &str| {
                input
                    .split_once(&format!("{key}=\""))
                    .map(|(_, rest)| rest.split('"').next().unwrap())
            };
            (of("name").unwrap_or_default(), (of("value").unwrap_or_default(), input))
        })
    {
        let (value, input) = rest;
        if name == "check"
            || name == "seen"
            || name.is_empty()
            || (input.contains("checkbox") && !input.contains(" checked"))
        {
            continue;
        }
        let value: String = form_urlencoded::byte_serialize(value.as_bytes()).collect();
        fields += &format!("&{name}={value}");
    }
    let done = save(house, check, draft, &fields).await;
    assert!(done.location.contains("done=finished"), "{} {}", done.status, done.body);
    done.location.split('?').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_finished_deck_never_changes_and_its_next_version_stands_beside_it() {
    let (house, check) = a_house().await;
    let own = crate::decks::first_deck(&house).await;
    // One of Trykk's own has no next version here: it is copied.
    assert!(!house.get(&format!("/decks/{own}")).await.body.contains("/next\""));
    let form = format!("check={check}");
    let copy = house.post(&format!("/decks/{own}/next"), &form).await.location;
    let first = finish(&house, &check, &copy).await;
    let made = plan(&house).decks[0].clone();
    let source = library(&plan(&house))
        .into_iter()
        .find(|one| one.key == own)
        .unwrap()
        .deck;
    assert_eq!(
        (made.version, &made.items, &made.themes),
        (1, &source.items, &source.themes)
    );
    assert_ne!(made.id, source.id);
    let file = house.get(&format!("{first}/file")).await.body;

    let next = house.post(&format!("{first}/next"), &form).await.location;
    assert!(house.get(&next).await.body.contains("Dette blir neste versjon"));
    let second = finish(&house, &check, &next).await;
    let decks = plan(&house).decks;
    assert_eq!(decks.iter().map(|deck| deck.version).collect::<Vec<_>>(), [1, 2]);
    assert!(decks[0].id == decks[1].id && first != second);
    assert_eq!(house.get(&format!("{first}/file")).await.body, file, "byte for byte");
    // Two who make a next version at the same time make two.
    let drafts = [
        house.post(&format!("{second}/next"), &form).await.location,
        house.post(&format!("{first}/next"), &form).await.location,
    ];
    for draft in &drafts {
        finish(&house, &check, draft).await;
    }
    assert_eq!(plan(&house).decks.iter().map(|deck| deck.version).max(), Some(4));

    // Unused it goes; used it stays.
    let gone = house.post(&format!("{second}/remove"), &form).await;
    assert_eq!(gone.location, "/decks?done=removed");
    assert_eq!(house.get(&second).await.status, 404);
    assert!(house.get(&first).await.body.contains("Ta bort kortstokken"));
    let refused = house.post(&format!("/decks/{own}/remove"), &form).await;
    assert!(
        refused.status == 422 && refused.body.contains("kan den ikke tas bort")
            || refused.body.contains("kan ikke tas bort")
    );
    assert_eq!(plan(&house).decks.len(), 3);
}

#[tokio::test]
async fn two_who_write_at_once_lose_nothing_in_silence() {
    let (mut house, check) = a_house().await;
    let draft = one_of_each(&house, &check).await;
    let item = format!("{draft}/items/2");
    let (old_head, old_item) = (seen(&house, &draft).await, seen(&house, &item).await);
    // Every guide writes in it: a deck is of no ward.
    house.enter(OTHER);
    assert!(house.get("/decks").await.body.contains(&draft));
    save(
        &house,
        &check,
        &draft,
        "language=nb&title-nb=Den+andres&theme=1&theme-1-nb=A",
    )
    .await;
    save(&house, &check, &item, "shown=card&kind=card&text-nb=Den+andres").await;
    house.enter(GUIDE);
    let late =
        format!("check={check}&seen={old_head}&language=nb&title-nb=Min+%22egen%22&theme=1&theme-1-nb=B&act=add+card");
    let refused = house.post(&draft, &late).await;
    assert!(
        refused.status == 422 && refused.body.contains("Noen andre har lagret imens"),
        "{}",
        refused.body
    );
    assert!(refused.body.contains("value=\"Min &#34;egen&#34;\"") && refused.body.contains("value=\"B\""));
    assert_eq!(
        house
            .store
            .deck_draft(draft.rsplit('/').next().unwrap())
            .unwrap()
            .draft
            .items
            .len(),
        4
    );
    let late = format!("check={check}&seen={old_item}&shown=card&kind=card&text-nb=Min+egen");
    let refused = house.post(&item, &late).await;
    assert!(refused.status == 422 && refused.body.contains("\nMin egen</textarea>"));
    // Saved once more, it holds.
    let now = refused
        .body
        .split("name=\"seen\" value=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    house.post(&item, &late.replace(&old_item, now)).await;
    assert!(house.get(&item).await.body.contains("\nMin egen</textarea>"));
    // A question that was taken away meanwhile comes back with what was written.
    let known = seen(&house, &item).await;
    save(
        &house,
        &check,
        &draft,
        "language=nb&title-nb=T&theme=1&theme-1-nb=A&act=remove+2",
    )
    .await;
    let late = format!("check={check}&seen={known}&shown=card&kind=card&text-nb=Igjen");
    let refused = house.post(&item, &late).await;
    assert!(
        refused.status == 422
            && refused.body.contains("kommer det tilbake")
            && refused.body.contains("\nIgjen</textarea>")
    );
    let back = house.post(&item, &late.replace(&known, "gone")).await;
    assert_eq!(back.status, 303);
    assert!(house.get(&item).await.body.contains("\nIgjen</textarea>"));
    // And so does a draft.
    let known = seen(&house, &item).await;
    assert_eq!(
        house
            .post(&format!("{draft}/delete"), &format!("check={check}"))
            .await
            .location,
        "/decks?done=deleted"
    );
    for (page, fields, kept) in [
        (
            &draft,
            "language=nb&title-nb=Borte&theme=1&theme-1-nb=A",
            "value=\"Borte\"",
        ),
        (&item, "shown=card&kind=card&text-nb=Borte", "\nBorte</textarea>"),
    ] {
        let refused = house.post(page, &format!("check={check}&seen={known}&{fields}")).await;
        assert!(
            refused.status == 422 && refused.body.contains("blir det et nytt utkast"),
            "{}",
            refused.body
        );
        assert!(refused.body.contains(kept) && refused.body.contains("action=\"/decks/new\""));
        let again = house
            .post("/decks/new", &format!("check={check}&seen=new&{fields}"))
            .await;
        let again = house.get(&again.location).await.body;
        assert!(again.contains("Borte"), "{again}");
    }
}

/// A finished deck never changes, so it is never finished, cut or moved by somebody who looks at an older form.
#[tokio::test]
async fn nobody_finishes_or_removes_what_they_have_not_seen() {
    let (mut house, check) = a_house().await;
    let draft = one_of_each(&house, &check).await;
    for (number, rest) in [
        (2, "kind=card"),
        (5, "kind=note&about=improve&max_chars=100&max_notes=2"),
    ] {
        let fields = format!("shown=card&{rest}&text-nb=Vi+hjelper+hverandre");
        save(&house, &check, &format!("{draft}/items/{number}"), &fields).await;
    }
    let head = "language=nb&title-nb=T&theme=1&theme-1-nb=A";
    save(&house, &check, &draft, head).await;
    let old = seen(&house, &draft).await;
    house.enter(OTHER);
    let other = "shown=card&kind=card&text-nb=Vi+hjelper+aldri+hverandre";
    save(&house, &check, &format!("{draft}/items/2"), other).await;
    house.enter(GUIDE);
    for act in ["finish", "remove+2", "up+3", "down+2"] {
        let late = format!("check={check}&seen={old}&{head}&act={act}");
        let refused = house.post(&draft, &late).await;
        assert!(
            refused.status == 422 && refused.body.contains("Noen andre har lagret imens"),
            "{act}"
        );
        assert!(refused.body.contains("Vi hjelper aldri hverandre"), "{act}");
    }
    // What nobody else has touched is saved all the same.
    let late = format!("check={check}&seen={old}&language=nb&title-nb=Ny&theme=1&theme-1-nb=A");
    assert_eq!(house.post(&draft, &late).await.status, 303);
    let row = house.store.deck_draft(draft.rsplit('/').next().unwrap()).unwrap();
    assert_eq!(row.draft.items.len(), 4);
    // An afternoon's work goes by the word of whoever began it.
    house.enter(OTHER);
    assert!(!house.get(&draft).await.body.contains("/delete\""));
    let delete = format!("check={check}");
    assert_eq!(house.post(&format!("{draft}/delete"), &delete).await.status, 403);
    house.enter(GUIDE);
    assert!(house.get(&draft).await.body.contains("/delete\""));
    assert_eq!(house.post(&format!("{draft}/delete"), &delete).await.status, 303);
}

/// A plan may name it by its number, printed or written by hand.
#[tokio::test]
async fn the_number_of_a_forgotten_deck_is_not_given_to_another() {
    let (house, check) = a_house().await;
    let own = library(&plan(&house)).remove(0).deck;
    let taken_in = |version: u32| {
        let deck = Deck {
            id: "own".to_owned(),
            version,
            ..own.clone()
        };
        let file: String = form_urlencoded::byte_serialize(deck.to_toml().as_bytes()).collect();
        format!("check={check}&file={file}")
    };
    assert_eq!(house.post("/decks/import", &taken_in(1)).await.status, 303);
    let second = house.post("/decks/import", &taken_in(2)).await;
    let page = second.location.split('?').next().unwrap().to_owned();
    let removed = house.post(&format!("{page}/remove"), &format!("check={check}")).await;
    assert_eq!(removed.location, "/decks?done=removed");
    let find = |house: &House, version: u32| {
        let decks = library(&plan(house)).into_iter();
        decks
            .map(|one| one.deck)
            .find(|deck| deck.id == "own" && deck.version == version)
    };
    assert!(find(&house, 2).is_none());
    let first = library(&plan(&house))
        .into_iter()
        .find(|one| one.deck.id == "own")
        .unwrap();
    let next = house
        .post(&format!("/decks/{}/next", first.key), &format!("check={check}"))
        .await;
    finish(&house, &check, &next.location).await;
    assert!(find(&house, 3).is_some() && find(&house, 2).is_none());
    // It comes back as itself.
    assert_eq!(house.post("/decks/import", &taken_in(2)).await.status, 303);
    assert!(find(&house, 2).is_some());
}

#[tokio::test]
async fn a_file_comes_in_as_it_is_or_its_faults_are_said_with_their_lines() {
    let (house, check) = a_house().await;
    let own = crate::decks::first_deck(&house).await;
    let file = house.get(&format!("/decks/{own}/file")).await.body;
    let import = async |text: &str, language: &str| {
        let text: String = form_urlencoded::byte_serialize(text.as_bytes()).collect();
        house
            .post(
                &format!("/decks/import?lang={language}"),
                &format!("check={check}&file={text}"),
            )
            .await
    };
    let there = import(&file, "nb").await;
    assert!(
        there.status == 422 && there.body.contains(&format!("href=\"/decks/{own}\"")),
        "{}",
        there.body
    );
    assert!(plan(&house).decks.is_empty());
    let other = file.replace("version = 2", "version = 9");
    let taken = import(&other, "nb").await;
    assert!(taken.location.ends_with("?done=taken-in"), "{}", taken.body);
    let page = taken.location.split('?').next().unwrap().to_owned();
    assert_eq!(house.get(&format!("{page}/file")).await.body, other, "byte for byte");
    assert_eq!(plan(&house).decks, [Deck::read(&other).unwrap()]);
    // The same id and version, and not the same deck.
    let clash = import(&other.replace("Der skoen", "Hvor skoen"), "nb").await;
    assert!(clash.status == 422 && clash.body.contains("samme id og versjon") && clash.body.contains("Hvor skoen"));
    for (language, text, said) in [
        ("nb", "id = \"a\"\nversion = 0\n", "Linje 2: Skriv et helt tall fra 1"),
        ("nn", "id = \"a\"\nversion = 0\n", "Linje 2: Skriv eit heilt tal frå 1"),
        ("en", "\n\nid = ", "Line 3: This is not valid TOML."),
        ("nb", "", "Lim inn filen først."),
    ] {
        let refused = import(text, language).await;
        assert!(
            refused.status == 422 && refused.body.contains(said),
            "{said}: {}",
            refused.body
        );
        assert!(
            refused.body.contains(&text.replace('"', "&#34;")),
            "what was pasted stands there"
        );
    }
    let large = import(&"a".repeat(300 * 1024), "nb").await;
    assert!(large.status == 422 && large.body.contains("større enn 192 kB"));
    // The largest deck that there can be is let in.
    let mut largest = Deck::read(&other).unwrap();
    largest.version = 10;
    let item = largest.items[0].clone();
    for nth in largest.items.len()..80 {
        let mut more = item.clone();
        more.id = format!("more-{nth}");
        more.text
            .0
            .values_mut()
            .for_each(|text| *text = format!("{nth} {text}"));
        largest.items.push(more);
    }
    assert_eq!(import(&largest.to_toml(), "nb").await.status, 303);
}

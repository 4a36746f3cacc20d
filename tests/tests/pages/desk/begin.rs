//! The beginning: the organisation and its people from lists, everybody's first visit, and a deck of the hospital's own.

use std::fs;

use trykk_shared::deck::Deck;
use trykk_shared::language::Language;

use super::{ADMIN, Desk, GUIDE, LEADER, SAFETY_REP, SENIOR, TELLEORD};

/// The wards as Norwegian Excel saves a list, one of them too small to be counted by itself.
const WARDS: &str = "Avdeling;Enhet;Ansatte\r\nMedisinsk avdeling;Akuttmottaket;16\r\nMedisinsk avdeling;Hjerteposten;17\r\n\
                     Medisinsk avdeling;Søvnlaboratoriet;12\r\nMedisinsk avdeling;Sårpoliklinikken;5\r\n";
const PEOPLE: &str = "E-post;Rolle;Avdeling;Enhet\nleder@fjordvik-sykehus.example.org;leder;;Akuttmottaket\n\
                      verneombud@fjordvik-sykehus.example.org;VO;;Akuttmottaket\n\
                      klinikksjef@fjordvik-sykehus.example.org;overordnet leder;Medisinsk avdeling;";

/// The first administrator names the hospital and brings wards and people in. Gives the others' invitations.
pub fn found(desk: &Desk, invitation: &str) -> Vec<(String, String)> {
    let browser = &desk.browser;
    desk.come_in(ADMIN, invitation);
    desk.says("Kom i gang");
    desk.look("first-admin");
    desk.press(".first-steps [aria-current] a[href='/organisation']");
    browser.write("name", "Fjordvik sykehus");
    desk.press("form[action='/organisation'] button");
    desk.press(".first-steps [aria-current] a[href='/organisation/import']");

    // A list with a fault changes nothing; mended, it is looked over, and only then made.
    let file = desk.hospital.path("enheter.csv");
    fs::write(&file, WARDS.replace(";17\r\n", ";mange\r\n")).unwrap();
    browser.write("file", file.to_str().unwrap());
    desk.press("form.deck-file button");
    desk.says("Linje 3, kolonnen «Ansatte»");
    desk.look("list-faulty");
    // As Norwegian Excel writes it: Windows' own letters.
    let windows: Vec<u8> = WARDS
        .chars()
        .map(|sign| u8::try_from(u32::from(sign)).unwrap())
        .collect();
    fs::write(&file, windows).unwrap();
    browser.write("file", file.to_str().unwrap());
    desk.press("form.deck-file button");
    desk.says("Ny enhet: Sårpoliklinikken i Medisinsk avdeling, 5 ansatte");
    desk.says("Ingenting er endret ennå.");
    desk.look("list-looked-over");
    desk.press("form[action$='/make'] button");
    desk.says("Endringene er gjort: 5");
    desk.press("main a[href='/organisation']");
    desk.says("Søvnlaboratoriet");
    desk.look("organisation");

    desk.go("/accounts");
    desk.press(".first-steps [aria-current] a[href='/accounts/new']");
    browser.write("email", GUIDE);
    browser.choose("role", "guide");
    browser.tick("[name=department]");
    desk.press("form.person button");
    desk.says("Den vises bare nå");
    let guide = browser.texts(".link").remove(0);
    desk.press("main a[href='/accounts']");
    desk.press(".first-steps [aria-current] a[href='/organisation/import']");
    browser.write("list", PEOPLE);
    desk.press("form.deck-file button");
    desk.says("Ny bruker: leder@fjordvik-sykehus.example.org");
    desk.press("form[action$='/make'] button");
    desk.look("invitations");
    let emails = browser.texts("th[scope=row]");
    let links = browser.texts("td .link");
    let mut invited: Vec<(String, String)> = emails.into_iter().zip(links).collect();
    invited.push((GUIDE.to_owned(), guide));
    assert_eq!(invited.len(), 4, "{invited:?}");
    desk.leave();
    invited
}

/// Everybody comes in by their link, and reads what there is to do first. The guide stays, with a counting passphrase.
pub fn all_come_in(desk: &Desk, invited: &[(String, String)]) {
    for (email, empty) in [
        (LEADER, "Ingenting er publisert"),
        (SAFETY_REP, "Ingenting er publisert"),
        (SENIOR, "Ingenting er publisert"),
        (GUIDE, "Velg et telleord"),
    ] {
        let (_, link) = invited.iter().find(|(one, _)| one == email).unwrap();
        desk.come_in(email, link);
        desk.says(empty);
        desk.look(&format!("first-{}", email.split('@').next().unwrap()));
        if email != GUIDE {
            desk.leave();
        }
    }
    desk.press(".first-steps [aria-current] a[href='/passphrase']");
    desk.browser.write("passphrase", TELLEORD);
    desk.browser.write("again", TELLEORD);
    desk.press("main button");
    desk.says("Telleordet er lagret og prøvd");
}

/// The guide copies a deck, changes it, and finishes it in two languages. Gives it as its file says it, and what forms call it.
pub fn write_deck(desk: &Desk) -> (Deck, String) {
    let browser = &desk.browser;
    desk.go("/decks");
    let own = desk.link("a.card", "i pausen");
    desk.press(&format!("a.card[href='{own}']"));
    desk.press("form[action$='/copy'] button");
    browser.write("title-nb", "Pausen hos oss");
    browser.write("title-nn", "Pausen hos oss");
    browser.tick("[name=language][value=en]");
    desk.press("button[value='finish']");
    desk.says("Kortstokken er ferdig");
    desk.press("form[action$='/next'] button");
    desk.press("ol.written li:nth-child(2) a");
    browser.write("text-nb", "Hvor ofte får du tatt pausen din uten å bli avbrutt?");
    browser.write("text-nn", " ");
    desk.press(".buttons button");
    desk.says("Dette må være på plass");
    desk.look("question-lacks");
    browser.write("text-nn", "Kor ofte får du teke pausen din utan å bli avbroten?");
    desk.press(".buttons button");
    desk.up();
    desk.press("ol.written li:nth-child(2) .moves button");
    desk.press("main a[href$='/preview']");
    desk.says("Hvor ofte får du tatt pausen din uten å bli avbrutt?");
    desk.look("preview");
    desk.up();
    desk.look("deck-draft");
    desk.press("button[value='finish']");
    desk.says("Kortstokken er ferdig");
    desk.look("deck");
    let key = browser.path().replace("/decks/", "");
    let file = browser.download("a[href$='/file']", &desk.hospital.path("deck"));
    let deck = Deck::read(&fs::read_to_string(file).unwrap()).unwrap();
    assert_eq!((deck.version, deck.languages.len()), (2, 2));
    assert!(deck.items[0].text.get(Language::Nb).contains("uten å bli avbrutt"));
    (deck, key)
}

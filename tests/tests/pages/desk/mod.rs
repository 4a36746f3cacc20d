//! The desk whole, in one browser: from an empty folder to files in the readers' hands. `init`, the first administrator's account and
//! `serve` are commands; everything else is done on pages, and the answers come from real tablets.

mod begin;
mod files;
mod round;

use trykk_shared::deck::Mode;
use trykk_tests::browser::Browser;
use trykk_tests::hospital::Hospital;
use trykk_tests::sheets::Answerer;

use self::begin::{all_come_in, found, write_deck};
use self::files::{hold_exact, hold_published};
use self::round::{answer, confirm, end, enrol, plan_round, print_posters, print_slips};
use crate::all_pages::pictures;
use crate::hand::says;
use crate::programs;
use crate::scene::PASSWORD;

const ADMIN: &str = "drift@fjordvik-sykehus.example.org";
const GUIDE: &str = "prosess@fjordvik-sykehus.example.org";
const LEADER: &str = "leder@fjordvik-sykehus.example.org";
const SAFETY_REP: &str = "verneombud@fjordvik-sykehus.example.org";
const SENIOR: &str = "klinikksjef@fjordvik-sykehus.example.org";
const TELLEORD: &str = "fire andre ord til telling";
/// A Monday morning in Oslo: the round opens the next day.
const MORNING: &str = "2026-10-05T06:00:00Z";

/// Each box of the round: the ward its tablet stands on, as the page calls it and by its id, how many answer, how many slips are proposed.
const BOXES: [(&str, &str, usize, &str); 3] = [
    ("Akuttmottaket", "akuttmottaket", 12, "16"),
    ("Hjerteposten", "hjerteposten", 11, "17"),
    ("Sårpoliklinikken", "sarpoliklinikken", 13, "17"),
];

struct Desk {
    hospital: Hospital,
    browser: Browser,
}

impl Desk {
    /// Leaves pictures of the page that is open, on a desk and on a telephone, and asks axe-core about it.
    #[track_caller]
    fn look(&self, name: &str) {
        for width in [390, 1280] {
            self.browser.width(width);
            self.browser
                .picture(&pictures().join(format!("nb-{width}-desk-{name}.png")));
            if width == 390 {
                assert_eq!(self.browser.run_axe(), Vec::<String>::new(), "{name}");
            }
        }
    }

    #[track_caller]
    fn says(&self, words: &str) {
        says(&self.browser, words);
    }

    #[track_caller]
    fn press(&self, css: &str) {
        self.browser.press(css);
    }

    /// Goes to a place in the navigation.
    #[track_caller]
    fn go(&self, href: &str) {
        self.press(&format!("nav.ways .line a[href='{href}']"));
    }

    /// Goes to the page above, by the trail.
    #[track_caller]
    fn up(&self) {
        self.press("nav.trail li:last-child a");
    }

    /// Follows an invitation as it was handed over, and chooses the password.
    #[track_caller]
    fn come_in(&self, email: &str, link: &str) {
        self.browser.goto(link);
        self.says(email);
        self.browser.write("password", PASSWORD);
        self.browser.write("again", PASSWORD);
        self.press("main button");
        self.says(email);
    }

    #[track_caller]
    fn enter(&self, email: &str) {
        self.browser.log_in(email, PASSWORD);
    }

    /// The path of the link that says this.
    #[track_caller]
    fn link(&self, css: &str, words: &str) -> String {
        let script = "return [...document.querySelectorAll(arguments[0])].find(one => one.innerText.includes(arguments[1]))?.pathname ?? ''";
        let found = self.browser.run(script, &[css.into(), words.into()]);
        let found = found.as_str().unwrap();
        assert!(!found.is_empty(), "no {css} says {words}: {}", self.browser.text());
        found.to_owned()
    }

    fn leave(&self) {
        self.browser.log_out();
    }

    /// Prints somebody's quick guide: one sheet.
    #[track_caller]
    fn print_quick_guide(&self, reader: &str) {
        self.browser.goto(&format!("/quick-guides/{reader}"));
        let paper = self
            .browser
            .print(&pictures().join(format!("quick-guide-{reader}.pdf")));
        assert_eq!((paper.pages, paper.size), (1, (210, 297)), "{reader}: {}", paper.text);
    }
}

#[test]
fn a_hospital_does_everything_on_pages_from_an_empty_folder_to_files_in_the_readers_hands() {
    let mut hospital = Hospital::empty(programs());
    hospital.set_clock(MORNING);
    let invitation = ["account", "add", "--role", "admin", "--email", ADMIN];
    let invitation = hospital.hub(&invitation).done();
    let invitation = invitation.split_whitespace().last().unwrap();
    hospital.serve_with(&["--web-listen", "127.0.0.1:0"]);
    hospital.serve();
    let web = hospital.web();
    let desk = Desk {
        hospital,
        browser: Browser::start(),
    };
    let browser = &desk.browser;
    browser.goto(&format!("http://{web}/log-in?lang=nb"));

    let invited = found(&desk, invitation);
    all_come_in(&desk, &invited);
    let (deck, key) = write_deck(&desk);
    plan_round(&desk, &key);
    let mut boxes = Vec::new();
    for (nth, (wards, ward, people, slips)) in BOXES.into_iter().enumerate() {
        let path = confirm(&desk, wards);
        if nth == 0 {
            desk.look("confirmed");
        }
        let tablet = enrol(&desk, ward);
        if nth == 0 {
            desk.look("tablet-enrolled");
            desk.press("main a[href='/tablets']");
            desk.press("table.tablets a");
            browser.write("name", "Pauserommet, nord");
            desk.press("form[action$='/name'] button");
            browser.goto(&path);
            print_posters(&desk);
        }
        let codes = print_slips(&desk, &path, slips);
        browser.tick("#open > summary");
        desk.press("form[action$='/open'] button");
        desk.says("Åpen");
        tablet.sync().done();
        let mut answerer = Answerer::new(&deck, Mode::DropIn, nth as u64);
        let answers: Vec<String> = (0..people).map(|_| answerer.line(1)).collect();
        answer(&desk, &tablet, &codes, &answers);
        boxes.push((path, tablet, people));
    }
    browser.goto(&boxes[0].0);
    desk.says("12 eller flere personer");
    desk.look("open");
    desk.go("/tablets");
    desk.look("tablets");
    desk.go("/wards");
    desk.look("guide-open");
    for (path, tablet, people) in &boxes {
        end(&desk, path, tablet, *people);
    }
    let first = &boxes[0].0;
    browser.goto(&format!("{first}/figures"));
    desk.look("figures");
    hold_exact(browser, &desk.hospital.path("exact"));
    desk.go("/figures");
    desk.look("heat-map");
    desk.print_quick_guide("guide");
    desk.leave();

    for (email, place) in [(LEADER, "leader"), (SAFETY_REP, "safety-rep")] {
        desk.enter(email);
        desk.look(&format!("{place}-home"));
        desk.press("a.card");
        desk.says("12\npersoner svarte");
        desk.look(&format!("{place}-result"));
        hold_published(browser, &desk.hospital.path(place));
        desk.print_quick_guide(place);
        desk.leave();
    }
    desk.enter(SENIOR);
    desk.look("senior-home");
    desk.press("a.card");
    desk.says("36");
    desk.look("roll-up");
    hold_published(browser, &desk.hospital.path("senior"));
    for reader in ["union-rep", "senior-leader"] {
        desk.print_quick_guide(reader);
    }
    desk.leave();
    desk.enter(ADMIN);
    desk.go("/audit");
    desk.says("Publisert");
    desk.look("audit");
    desk.go("/operation");
    desk.look("operation");
    desk.print_quick_guide("admin");
    let surprises = browser.complaints();
    let surprises = surprises
        .iter()
        .filter(|line| !line.contains("the server responded with a status of 4"));
    assert_eq!(surprises.collect::<Vec<_>>(), Vec::<&String>::new());
}

//! Every page of the hub, by who reads it. A new page is one line here.

use std::collections::BTreeMap;

use trykk_tests::hospital::{GUIDE, PASSPHRASE};

use crate::scene::{CODES, OPEN_PAGE, OPEN_PAGE_WITH_A_PULSE};

/// Somebody, or nobody in particular, and what they open.
pub struct Person {
    /// Who logs in, if anybody does.
    pub email: Option<&'static str>,
    /// What they open.
    pub pages: Vec<Shown>,
}

/// A page as somebody comes to see it.
pub struct Shown {
    /// What its pictures are called.
    pub name: &'static str,
    /// Where it begins.
    pub path: String,
    /// The status it is answered with, after the step.
    pub status: u64,
    /// What is written into which field, and what is then pressed.
    pub step: Option<(Vec<(&'static str, &'static str)>, &'static str)>,
    /// Where a picture would show a secret that differs each time.
    pub before: Option<&'static str>,
}

fn page(name: &'static str, path: impl Into<String>) -> Shown {
    Shown {
        name,
        path: path.into(),
        status: 200,
        step: None,
        before: None,
    }
}

impl Shown {
    fn refused(mut self, status: u64) -> Self {
        self.status = status;
        self
    }

    fn after(mut self, fields: &[(&'static str, &'static str)], button: &'static str) -> Self {
        self.step = Some((fields.to_vec(), button));
        self
    }

    /// Runs a script in the page before the step.
    fn tampered(mut self, script: &'static str) -> Self {
        self.before = Some(script);
        self
    }
}

/// Every page. `boxes` has the boxes' ids by ward; `invitation` is the path of one that nobody has used.
pub fn people(boxes: &BTreeMap<String, String>, invitation: &str) -> Vec<Person> {
    let at = |ward: &str, rest: &str| {
        let id = boxes
            .get(ward)
            .unwrap_or_else(|| panic!("no round in {ward}: {boxes:?}"));
        format!("/rounds/{id}{rest}")
    };
    let result = |ward: &str| at(ward, "").replace("/rounds/", "/results/");
    let table = |nth: usize, rest: &str| format!("/gathering/{}{rest}", CODES[nth]);
    let small = "Dagkirurgisk poliklinikk og ambulatorium + Sårpoliklinikken";
    let wrong = "noe helt annet enn det";
    vec![
        Person {
            email: None,
            pages: vec![
                page("log-in", "/log-in"),
                page("log-in-wrong", "/log-in")
                    .after(&[("email", "ukjent@example.org"), ("password", wrong)], "main button")
                    .refused(422),
                page("invitation", invitation),
                page("invitation-differs", invitation)
                    .after(&[("password", wrong), ("again", PASSPHRASE)], "main button")
                    .refused(422),
                page("invitation-used", "/invitation/brukt-for-lenge-siden").refused(404),
                page("open-page", format!("/open/{OPEN_PAGE}")),
                page("open-page-pulse", format!("/open/{OPEN_PAGE_WITH_A_PULSE}")),
                page("open-page-none", "/open/aaaa").refused(404),
                page("gathering-join", "/gathering"),
                page("gathering-join-wrong", "/gathering")
                    .after(&[("code", "AAAAA")], "main button")
                    .refused(422),
                page("gathering-screen", table(5, "/screen")),
                page("gathering-ideas", table(1, "")),
                page("gathering-ideas-wrong", table(1, ""))
                    .after(&[], "form.round-form button")
                    .refused(422),
                page("gathering-sort", table(3, "")),
                page("gathering-sort-wrong", table(3, ""))
                    .after(&[], "form.bundling button")
                    .refused(422),
                page("gathering-cards", table(4, "")),
                page("gathering-card-wrong", table(4, "/cards/new"))
                    .after(&[("owner", "Ansvarshavende")], "form.round-form button")
                    .refused(422),
                page("gathering-over", table(5, "")),
            ],
        },
        Person {
            email: Some(GUIDE),
            pages: vec![
                page("guide-home", "/wards"),
                page("wards-found", "/wards?department=surgery&search=sengepost"),
                page("wards-not-found", "/wards?search=ingen+heter+dette"),
                page("ward", "/wards/med-2"),
                page("ward-empty", "/wards/intensive"),
                page("rounds", "/rounds"),
                page("before", format!("{}/before", result("Kirurgisk sengepost 1"))),
                page("before-none", format!("{}/before", result("Ortopedisk sengepost"))),
                page("tokens", "/tokens"),
                page("guidance-participant", "/guidance/participant"),
                page("process-guide", "/process/surg-1"),
                page("reminders", "/process/surg-1/reminders"),
                page("plan-guide", "/process/surg-1/plan"),
                page("proposal-new", "/process/surg-1/plan/proposals/new"),
                page("proposal-new-wrong", "/process/surg-1/plan/proposals/new")
                    .after(&[("what", "Egen pausevakt")], "form.round-form button")
                    .refused(422),
                page("bundle-new", "/process/surg-1/plan/bundles/new"),
                page("gathering-prepare-wrong", "/process/surg-1/gatherings/new/prepare")
                    .after(&[("areas", " ")], "form.round-form button")
                    .refused(422),
                page("gathering-prepared", "/process/surg-1/gatherings/1"),
                page("gathering-open", "/process/surg-1/gatherings/2"),
                page("gathering-to-read", "/process/surg-1/gatherings/3"),
                page("gathering-led", "/process/surg-1/gatherings/5"),
                page("pulse-new", "/process/rehab/pulse?item=recognition"),
                page("pulse-new-wrong", "/process/rehab/pulse")
                    .after(&[], "form.pulse-fields button")
                    .refused(422),
                page("pulse", "/process/rehab").after(&[], "#pulse a[href^='/results/']"),
                page("measure-effect", "/process/rehab/plan/measures/1"),
                page("meeting", "/process/surg-1/meetings/2"),
                page("meeting-wrong", "/process/surg-1/meetings/2")
                    .after(&[], "button[value='close']")
                    .refused(422),
                page("follow-up", at("Kirurgisk sengepost 1", "/follow-up")),
                page("passed-on", "/passed-on"),
                page("tokens-wrong", "/tokens")
                    .tampered("document.querySelector('#token-until').value = '2031-01-01'")
                    .after(&[("name", "Portalen")], "form.new-token button")
                    .refused(422),
                page("results", "/figures"),
                page("results-sorted", "/figures?order=spread"),
                page("item", "/figures/items/recognition"),
                page("decks", "/decks"),
                page("deck", "/decks").after(&[], "a.card[href^='/decks/']"),
                page("deck-new", "/decks").after(&[], "form[action='/decks/new'] button"),
                page("deck-draft", "/decks")
                    .tampered(
                        "document.querySelector(\"form[action='/decks/new']\").action = \
                         document.querySelector('a.card').href + '/copy'",
                    )
                    .after(&[], "form[action$='/copy'] button"),
                page("deck-preview", "/decks")
                    .tampered("document.querySelector('a.card').href += '/preview'")
                    .after(&[], "a.card[href$='/preview']"),
                page("deck-import", "/decks/import"),
                page("deck-import-wrong", "/decks/import")
                    .after(&[("file", "id = 1")], "form.deck-file button")
                    .refused(422),
                page("round-planned", at("Intensiv", "")),
                page("round-new", "/rounds/new?ward=intensive"),
                page("round-draft", "/rounds/new")
                    .after(&[("name", "Vinteren 2027"), ("floor", "3")], "form.round-form button"),
                page("round-change", at("Intensiv", "/change")),
                page("round-change-wrong", at("Intensiv", "/change"))
                    .after(&[("floor", "3")], "form.round-form button")
                    .refused(422),
                page("round-confirmed", at("Nevrologisk sengepost og slagenhet", "")),
                page("poster", at("Nevrologisk sengepost og slagenhet", "/poster")),
                page(
                    "poster-all-a5",
                    at("Nevrologisk sengepost og slagenhet", "/poster?size=a5&languages=all"),
                ),
                page("fingerprints", "/fingerprints"),
                page("quick-guide", "/quick-guides/guide"),
                page("round-slips", at("Nevrologisk sengepost og slagenhet", ""))
                    .after(&[("slips", "9"), ("spares", "2")], "form[action$='/codes'] button"),
                page("round-slips-too-many", at("Nevrologisk sengepost og slagenhet", ""))
                    .after(&[("slips", "90"), ("spares", "2")], "form[action$='/codes'] button")
                    .refused(422),
                page("round-overdue", at("Hjerteovervåkingen", "")),
                page("round-few", at("Smerteteamet", "")),
                page("round-open", at("Medisinsk sengepost 1", "")),
                page("round-closing", at("Rehabiliteringen", "")),
                page("round-unread-later", at("Lindrende enhet", "")),
                page("round-closed", at("Medisinsk sengepost 2", "")),
                page("round-closed-wrong", at("Medisinsk sengepost 2", ""))
                    .tampered("document.querySelector('[type=radio][value=leave]').checked = true")
                    .after(&[("passphrase", wrong)], "form[action$='/count'] button")
                    .refused(422),
                page("round-counted", at("Kirurgisk sengepost 2", "")),
                page("round-released", at("Kirurgisk sengepost 1", "")),
                page("round-closed-unread", at("Barselavdelingen", "")),
                page("figures", at("Kirurgisk sengepost 2", "/figures")),
                page("figures-small", at(small, "/figures")),
                page("preview", at("Kirurgisk sengepost 2", "/preview")),
                page("areas", at("Kirurgisk sengepost 1", "/areas")),
                page("area-new", at("Kirurgisk sengepost 1", "/areas/new?from=0")),
                page("area-new-wrong", at("Kirurgisk sengepost 1", "/areas/new"))
                    .after(&[("title", "Samarbeid")], "form.area-form button")
                    .refused(422),
                page("report-preview", at("Kirurgisk sengepost 1", "/report")),
                page("result-as-guide", result("Kirurgisk sengepost 1")),
                page("notes-shut", at("Kirurgisk sengepost 1", "/notes")),
                page("notes-wrong", at("Kirurgisk sengepost 1", "/notes"))
                    .after(&[("passphrase", wrong)], "main button")
                    .refused(422),
                page("notes", at("Kirurgisk sengepost 1", "/notes"))
                    .after(&[("passphrase", PASSPHRASE)], "main button"),
                page("sorting", at("Kirurgisk sengepost 1", "/sorting"))
                    .after(&[("passphrase", PASSPHRASE)], "main button"),
                page("sorting-sorted", at("Kirurgisk sengepost 1", "/sorting"))
                    .tampered("document.querySelector('[data-key=s]').checked = true")
                    .after(&[], "[data-key=n]"),
                page("sorting-found", at("Kirurgisk sengepost 1", "/sorting"))
                    .tampered("document.querySelector('[name=given][id]').value = 'anything'")
                    .after(&[], "form.short button"),
                page("sorting-counts", at("Kirurgisk sengepost 1", "/sorting/counts")),
                page("sorting-bands", at("Kirurgisk sengepost 1", "/sorting/bands")),
                page("sorting-locked", at("Kirurgisk sengepost 1", "/sorting"))
                    .after(&[], "form[action$='/sorting/lock'] button"),
                page("passphrase", "/passphrase"),
                page("passphrase-differs", "/passphrase")
                    .after(
                        &[("old", PASSPHRASE), ("passphrase", wrong), ("again", PASSPHRASE)],
                        "main button",
                    )
                    .refused(422),
                page("tablets", "/tablets"),
                page("tablet-file", "/tablets/import")
                    .after(&[], "main button")
                    .refused(422),
                page("account", "/account"),
                page("account-wrong", "/account")
                    .after(
                        &[("old", wrong), ("password", PASSPHRASE), ("again", PASSPHRASE)],
                        "form[action='/account/password'] button",
                    )
                    .refused(422),
                page("not-for-you", "/accounts").refused(403),
                page("nothing-here", "/rounds/0/notes").refused(404),
                page("too-old", "/rounds")
                    .tampered("document.querySelector('[name=check]').value = ''")
                    .after(&[], "form[action='/log-out'] button")
                    .refused(403),
            ],
        },
        Person {
            email: Some("ny.prosessveileder@example.org"),
            pages: vec![
                page("new-guide-home", "/wards"),
                page("new-guide-round", at("Medisinsk sengepost 2", "")),
                page("new-guide-counted", at("Kirurgisk sengepost 2", "")),
                page("new-guide-notes", at("Kirurgisk sengepost 1", "/notes")),
                page("new-guide-passphrase", "/passphrase"),
            ],
        },
        Person {
            email: Some("leder@example.org"),
            pages: vec![
                page("leader-home", "/"),
                page("account-calendar", "/account").after(&[], "form[action='/account/calendar'] button"),
                page("guidance-leader", "/guidance/leader"),
                page("process", "/process/surg-1"),
                page("plan", "/process/surg-1/plan"),
                page("idea-box", "/process/surg-1/plan/idea-box"),
                page("open-page-manage", "/process/surg-1/open-page"),
                page("gathering-handed", "/process/surg-1/gatherings/6"),
                page("measure-new", "/process/surg-1/plan/measures/new"),
                page("measure-new-wrong", "/process/surg-1/plan/measures/new")
                    .after(&[("risk-1-wrong", "Ingen tar telefonen")], "form.measure-form button")
                    .refused(422),
                page("signing", "/signatures/checkpoint/surg-1.map"),
                page("minutes", "/process/surg-1/meetings/1"),
                page("result", result("Kirurgisk sengepost 1")),
                page(
                    "report",
                    result("Kirurgisk sengepost 1").replace("/results/", "/reports/"),
                ),
                page(
                    "report-seen",
                    result("Kirurgisk sengepost 1").replace("/results/", "/signatures/report/"),
                ),
                page("result-small", result(small)),
                page("result-too-few", result("Smerteteamet")),
            ],
        },
        Person {
            email: Some("leder.med@example.org"),
            pages: vec![page("leader-home-empty", "/")],
        },
        Person {
            email: Some("vo@example.org"),
            pages: vec![page("safety-rep-home", "/"), page("safety-rep-log", "/audit")],
        },
        Person {
            email: Some("tv@example.org"),
            pages: vec![page("union-rep-home", "/")],
        },
        Person {
            email: Some("senior@example.org"),
            pages: vec![
                page("senior-home", "/"),
                page("roll-up", "/roll-ups/released/surgery"),
                page("roll-up-too-few", "/roll-ups/small"),
            ],
        },
        Person {
            email: Some("admin@example.org"),
            pages: vec![
                page("admin-home", "/accounts"),
                page("admin-tablets", "/tablets"),
                page("admin-new", "/accounts/new"),
                page("admin-new-wrong", "/accounts/new")
                    .after(&[("email", "vo@example.org")], "main form button")
                    .refused(422),
                page("admin-organisation", "/organisation"),
                page("admin-list", "/organisation/import"),
                page("admin-list-read", "/organisation/import").after(
                    &[(
                        "list",
                        "Avdeling;Enhet;Ansatte\nMedisinsk avdeling;Den nye sengeposten;12\nNy avdeling;Ny;9",
                    )],
                    "form.deck-file button",
                ),
                page("admin-list-wrong", "/organisation/import")
                    .after(
                        &[(
                            "list",
                            "Avdeling;Enhet;Ansatte\nMedisinsk avdeling;Ny;mange\nMedisinsk avdeling;;3",
                        )],
                        "form.deck-file button",
                    )
                    .refused(422),
                page("admin-list-people", "/organisation/import")
                    .tampered(
                        "document.querySelector('#list').value = \
                         'E-post;Rolle;Avdeling;Enhet\\nvo.ny@example.org;VO;;Medisinsk sengepost 1'",
                    )
                    .after(&[], "form.deck-file button"),
                page("admin-log", "/audit"),
                page("admin-operation", "/operation"),
                page("admin-log-nothing", "/audit")
                    .after(&[("account", "nobody@example.org")], "form[role=search] button"),
                page("admin-log-refused", "/audit").after(&[("head", "1234")], "form.short button"),
            ],
        },
    ]
}

//! "How?" on pages that ask for a decision: which question and answer belong to which page. Pure. A few pages have theirs beside each
//! decision instead, because they ask for several.

use crate::texts::HelpTexts;

/// The pages, as the router knows them, each with its question and answer.
fn pages(texts: &HelpTexts) -> [(&'static str, (&'static str, &'static str)); 41] {
    [
        ("/account", (texts.account, texts.account_text)),
        ("/accounts/new", (texts.people, texts.people_text)),
        ("/accounts/{account}", (texts.person, texts.person_text)),
        ("/organisation", (texts.organisation, texts.organisation_text)),
        ("/organisation/wards/{ward}", (texts.ward, texts.ward_text)),
        (
            "/organisation/departments/{department}",
            (texts.department, texts.department_text),
        ),
        ("/accounts", (texts.clock, texts.clock_text)),
        ("/operation", (texts.operation, texts.operation_text)),
        ("/tablets", (texts.tablets, texts.tablets_text)),
        ("/tablets/links/{link}", (texts.enrol, texts.enrol_text)),
        ("/tablets/{tablet}", (texts.tablet, texts.tablet_text)),
        ("/wards/{ward}", (texts.process_start, texts.process_start_text)),
        ("/tokens", (texts.tokens, texts.tokens_text)),
        ("/decks", (texts.decks, texts.decks_text)),
        ("/decks/import", (texts.deck_file, texts.deck_file_text)),
        ("/decks/{deck}", (texts.deck, texts.deck_text)),
        ("/decks/drafts/{draft}", (texts.deck_draft, texts.deck_draft_text)),
        (
            "/decks/drafts/{draft}/items/{item}",
            (texts.question, texts.question_text),
        ),
        ("/rounds", (texts.rounds, texts.rounds_text)),
        ("/passphrase", (texts.passphrase, texts.passphrase_text)),
        ("/rounds/{box}/notes", (texts.notes, texts.notes_text)),
        ("/rounds/{box}/sorting", (texts.sorting, texts.sorting_text)),
        ("/rounds/{box}/sorting/bands", (texts.bands, texts.bands_text)),
        ("/rounds/{box}/areas", (texts.areas, texts.areas_text)),
        ("/rounds/{box}/areas/{area}", (texts.area, texts.area_text)),
        ("/rounds/{box}/report", (texts.report, texts.report_text)),
        ("/rounds/{box}/follow-up", (texts.follow_up, texts.follow_up_text)),
        ("/passed-on", (texts.passed_on, texts.passed_on_text)),
        ("/process/{process}", (texts.process, texts.process_text)),
        (
            "/process/{process}/meetings/{meeting}",
            (texts.meeting, texts.meeting_text),
        ),
        ("/process/{process}/plan", (texts.plan, texts.plan_text)),
        (
            "/process/{process}/plan/bundles/{bundle}",
            (texts.bundle, texts.bundle_text),
        ),
        (
            "/process/{process}/plan/proposals/{proposal}",
            (texts.proposal, texts.proposal_text),
        ),
        (
            "/process/{process}/plan/measures/{measure}",
            (texts.measure, texts.measure_text),
        ),
        (
            "/process/{process}/gatherings/{gathering}",
            (texts.gathering, texts.gathering_text),
        ),
        (
            "/process/{process}/gatherings/{gathering}/prepare",
            (texts.prepare, texts.prepare_text),
        ),
        ("/process/{process}/pulse", (texts.pulse, texts.pulse_text)),
        ("/process/{process}/reminders", (texts.reminders, texts.reminders_text)),
        ("/process/{process}/open-page", (texts.open_page, texts.open_page_text)),
        ("/signatures/{kind}/{thing}", (texts.signing, texts.signing_text)),
        ("/help/{process}/{measure}", (texts.from_above, texts.from_above_text)),
    ]
}

/// The question and the answer that belong to the page at `path`.
pub fn find_help(path: &str, texts: &HelpTexts) -> Option<(&'static str, &'static str)> {
    let pages = pages(texts);
    // What is called by a word comes before what any word may stand for.
    let exact = pages.iter().find(|(page, _)| *page == path);
    let found = exact.or_else(|| pages.iter().find(|(page, _)| is_page(page, path)));
    found.map(|(_, help)| *help)
}

fn is_page(page: &str, path: &str) -> bool {
    let (mut page, mut path) = (page.split('/'), path.split('/'));
    loop {
        match (page.next(), path.next()) {
            (None, None) => return true,
            (Some(named), Some(part)) if named == part || named.starts_with('{') && !part.is_empty() => {}
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use trykk_shared::language::Language;

    use super::*;
    use crate::web::access::permissions::{PERMISSIONS, Who, find};

    /// These have theirs beside each decision, or ask for none: a search, a page with nothing but reading.
    const BESIDE_THE_DECISION: [&str; 6] = [
        "/audit",
        "/drafts/{draft}",
        "/organisation/import",
        "/rounds/new",
        "/rounds/{box}",
        "/rounds/{box}/change",
    ];

    #[test]
    fn every_page_that_a_form_is_sent_from_says_how() {
        let texts = HelpTexts::of(Language::Nb);
        let forms = PERMISSIONS
            .iter()
            .filter(|one| one.method == "POST" && one.who != Who::Anyone);
        for form in forms.filter(|form| form.path != "/log-out") {
            // A form stands on the page with its own address, or on one above.
            let mut above = form
                .path
                .match_indices('/')
                .map(|(at, _)| &form.path[..at])
                .chain([form.path]);
            let page = above.rfind(|path| find("GET", path).is_some());
            // The clock is confirmed on the first page of people, new passphrases and decks where they are listed.
            let page = page.unwrap_or_else(|| match form.path {
                "/clock" => "/accounts",
                other => panic!("{other} is sent from nowhere"),
            });
            let says = find_help(page, texts).is_some() || BESIDE_THE_DECISION.contains(&page);
            assert!(says, "{page}, from which {} is sent, does not say how", form.path);
        }
    }

    #[test]
    fn each_how_is_a_page_and_is_found_by_an_address() {
        let texts = HelpTexts::of(Language::En);
        for (page, help) in pages(texts) {
            assert!(find("GET", page).is_some(), "{page}");
            assert_eq!(find_help(page, texts), Some(help), "{page}");
        }
        let asked = find_help("/rounds/0123/areas/new", texts);
        assert_eq!(asked, Some((texts.area, texts.area_text)));
        assert_eq!(
            find_help("/accounts/new", texts),
            Some((texts.people, texts.people_text))
        );
        for none in ["/", "/rounds/0123/figures", "/rounds/0123", "/accounts//", "/nowhere"] {
            assert_eq!(find_help(none, texts), None, "{none}");
        }
    }
}

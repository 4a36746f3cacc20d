//! What there is to do on a fresh hub, step by step: for the first administrator, and for a guide until people answer. Pure.

use trykk_shared::language::Language;

use crate::organisation::{Organisation, Role};
use crate::texts::FirstTexts;

/// A step.
#[derive(Debug, PartialEq, Eq)]
pub struct Step {
    /// What is to be done.
    pub text: &'static str,
    /// Where.
    pub href: &'static str,
    /// Whether it is done.
    pub done: bool,
    /// Whether it is the first one that is not.
    pub next: bool,
}

/// The steps, as a page shows them.
pub struct FirstSteps {
    /// The texts.
    pub texts: &'static FirstTexts,
    /// The steps, in order.
    pub steps: Vec<Step>,
}

/// The steps, or nothing where all are done.
fn in_order(texts: &'static FirstTexts, steps: &[(&'static str, &'static str, bool)]) -> Option<FirstSteps> {
    let next = steps.iter().position(|(.., done)| !done)?;
    let steps = steps.iter().enumerate().map(|(nth, (text, href, done))| Step {
        text,
        href,
        done: *done,
        next: nth == next,
    });
    let steps = steps.collect();
    Some(FirstSteps { texts, steps })
}

/// What an administrator does until a guide can make the first round.
pub fn for_admin(organisation: &Organisation, language: Language) -> Option<FirstSteps> {
    if !organisation.rounds.is_empty() {
        return None;
    }
    let texts = FirstTexts::of(language);
    let has = |roles: &[Role]| {
        organisation
            .accounts
            .values()
            .any(|account| roles.contains(&account.role))
    };
    let steps = [
        (texts.name, "/organisation", !organisation.name.is_empty()),
        (texts.wards, "/organisation/import", !organisation.wards.is_empty()),
        (texts.guide, "/accounts/new", has(&[Role::Guide])),
        (
            texts.others,
            "/organisation/import",
            has(&[Role::Leader, Role::SafetyRep, Role::UnionRep]),
        ),
    ];
    in_order(texts, &steps)
}

/// How far a guide has come with the first round.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GuidesFirst {
    /// Whether the guide has a counting key.
    pub has_key: bool,
    /// Whether a round is being written, or planned.
    pub has_begun: bool,
    /// Whether one is planned.
    pub is_planned: bool,
    /// Whether a tablet is in use on one of the guide's wards.
    pub has_tablet: bool,
    /// Whether a round is confirmed.
    pub is_confirmed: bool,
    /// Whether people have ever answered there.
    pub was_open: bool,
}

/// What a guide does until people answer for the first time. The last step is done where nobody sees it: beside a printer.
pub fn for_guide(first: GuidesFirst, language: Language) -> Option<FirstSteps> {
    if first.was_open {
        return None;
    }
    let texts = FirstTexts::of(language);
    let steps = [
        (texts.passphrase, "/passphrase", first.has_key),
        (texts.deck, "/decks", first.has_begun),
        (texts.round, "/rounds/new", first.is_planned),
        (texts.tablet, "/tablets", first.has_tablet),
        (texts.confirm, "/rounds", first.is_confirmed),
        (texts.poster, "/rounds", false),
    ];
    in_order(texts, &steps)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::organisation::{Account, Places, Ward};
    use crate::web::access::permissions::find;

    fn next(steps: Option<FirstSteps>) -> Option<&'static str> {
        let steps = steps?.steps;
        assert_eq!(steps.iter().filter(|step| step.next).count(), 1);
        steps.into_iter().find(|step| step.next).map(|step| step.text)
    }

    #[test]
    fn an_administrator_is_led_from_the_name_to_the_people() {
        let (mut organisation, nb) = (Organisation::default(), Language::Nb);
        let texts = FirstTexts::of(nb);
        let account = |role| Account {
            role,
            places: Places::default(),
            blocked: false,
            has_counting_key: false,
        };
        assert_eq!(next(for_admin(&organisation, nb)), Some(texts.name));
        organisation.name = "Sykehuset".to_owned();
        organisation
            .accounts
            .insert("it@example.org".to_owned(), account(Role::Admin));
        assert_eq!(next(for_admin(&organisation, nb)), Some(texts.wards));
        let ward = Ward {
            name: "Intensiv".to_owned(),
            department: "d".to_owned(),
            headcount: 20,
            closed: false,
        };
        organisation.wards.insert("intensive".to_owned(), ward);
        assert_eq!(next(for_admin(&organisation, nb)), Some(texts.guide));
        // Whoever begins with the leader is still told of the guide.
        organisation
            .accounts
            .insert("l@example.org".to_owned(), account(Role::Leader));
        assert_eq!(next(for_admin(&organisation, nb)), Some(texts.guide));
        organisation
            .accounts
            .insert("g@example.org".to_owned(), account(Role::Guide));
        assert_eq!(next(for_admin(&organisation, nb)), None);
    }

    #[test]
    fn a_guide_is_led_until_people_answer() {
        let nb = Language::Nb;
        let texts = FirstTexts::of(nb);
        let mut first = GuidesFirst::default();
        let mut said = Vec::new();
        let steps: [fn(&mut GuidesFirst); 6] = [
            |first| first.has_key = true,
            |first| first.has_begun = true,
            |first| first.is_planned = true,
            |first| first.has_tablet = true,
            |first| first.is_confirmed = true,
            |first| first.was_open = true,
        ];
        for step in steps {
            said.extend(next(for_guide(first, nb)));
            step(&mut first);
        }
        let all = [
            texts.passphrase,
            texts.deck,
            texts.round,
            texts.tablet,
            texts.confirm,
            texts.poster,
        ];
        assert_eq!(said, all);
        assert_eq!(next(for_guide(first, nb)), None);
    }

    #[test]
    fn every_step_leads_to_a_page_that_its_reader_may_open() {
        let steps = |role| match role {
            Role::Guide => for_guide(GuidesFirst::default(), Language::En),
            _ => for_admin(&Organisation::default(), Language::En),
        };
        for role in [Role::Guide, Role::Admin] {
            for step in steps(role).unwrap().steps {
                let page = find("GET", step.href).unwrap_or_else(|| panic!("{} is no page", step.href));
                assert!(page.who.admits(Some(role)), "{}", step.href);
            }
        }
    }
}

//! The decks that a round can be made with: Trykk's own, those that were finished here, and those of rounds that are there. Pure.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use data_encoding::HEXLOWER;
use trykk_shared::deck::{Deck, Question};
use trykk_shared::language::{Language, Texts};

use super::Organisation;
use crate::secrets::hash_secret;

/// Trykk's own decks, as they are shipped: the newest version of each first. Those before it stay, for rounds that asked them and for
/// whoever wants to compare with those.
static OWN: LazyLock<Vec<Deck>> = LazyLock::new(|| {
    let files = [
        include_str!("../../../assets/decks/station-2.toml"),
        include_str!("../../../assets/decks/table-3.toml"),
        include_str!("../../../assets/decks/station.toml"),
        include_str!("../../../assets/decks/table.toml"),
    ];
    files.iter().filter_map(|file| Deck::read(file).ok()).collect()
});

/// A deck that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfferedDeck {
    /// What it is called in forms: follows from all that it says.
    pub key: String,
    /// The deck.
    pub deck: Deck,
}

/// What a deck is called in forms, and its page.
pub fn key(deck: &Deck) -> String {
    let text = serde_json::to_vec(deck).unwrap_or_default();
    HEXLOWER.encode(&hash_secret(&text)[..8])
}

/// Whether it is one of Trykk's own decks.
pub fn is_own(deck: &Deck) -> bool {
    OWN.contains(deck)
}

/// Every deck that can be chosen, once: Trykk's own first, then those that were finished here, then those of rounds. One that is another one in fewer languages is
/// that one.
pub fn offered(organisation: &Organisation) -> Vec<OfferedDeck> {
    // A pulse's deck was made for it, and is chosen by nobody.
    let rounds = organisation
        .rounds
        .values()
        .filter(|round| round.plan.pulse_of.is_none());
    let rounds = rounds.map(|round| &round.deck);
    let mut decks: Vec<&Deck> = Vec::new();
    for deck in OWN.iter().chain(&organisation.decks).chain(rounds) {
        if !decks.contains(&deck) {
            decks.push(deck);
        }
    }
    let whole = decks.iter().filter(|deck| {
        let mut others = decks.iter().filter(|other| *other != *deck);
        !others.any(|other| is_part(deck, other))
    });
    whole
        .map(|deck| OfferedDeck {
            key: key(deck),
            deck: (*deck).clone(),
        })
        .collect()
}

/// The decks that a plan can name without having them: Trykk's own, and those that were finished here.
pub fn named(organisation: &Organisation) -> BTreeMap<String, Deck> {
    let decks = organisation.decks.iter().chain(OWN.iter());
    decks.map(|deck| (name(deck), deck.clone())).collect()
}

/// What plans call a deck.
pub fn name(deck: &Deck) -> String {
    format!("{}-{}", deck.id, deck.version)
}

/// Whether a deck is another one in fewer languages, or in as many.
pub fn is_part(deck: &Deck, whole: &Deck) -> bool {
    (&deck.id, deck.version) == (&whole.id, whole.version) && in_languages(whole, &deck.languages) == *deck
}

/// The offered deck that a round's deck is, or is one in fewer languages of.
pub fn find<'o>(offered: &'o [OfferedDeck], deck: &Deck) -> Option<&'o OfferedDeck> {
    let mut all = offered.iter();
    all.find(|one| is_part(deck, &one.deck))
}

/// The deck in these of its languages.
pub fn in_languages(deck: &Deck, languages: &[Language]) -> Deck {
    let mut deck = deck.clone();
    let keep = |texts: &mut Texts| texts.0.retain(|language, _| languages.contains(language));
    deck.languages.retain(|language| languages.contains(language));
    keep(&mut deck.title);
    deck.themes.iter_mut().for_each(|theme| keep(&mut theme.name));
    for item in &mut deck.items {
        keep(&mut item.text);
        if let Question::Statement { faces, .. } = &mut item.question {
            faces.iter_mut().for_each(keep);
        }
    }
    deck
}

#[cfg(test)]
mod tests {
    use super::*;

    const NO: [(Language, &[&str]); 3] = [
        (Language::Nb, &["ikke", "uten", "aldri", "ingen"]),
        (Language::Nn, &["ikkje", "utan", "aldri", "ingen"]),
        (Language::En, &["not", "isn't", "don't", "without", "never", "nobody"]),
    ];

    fn newest() -> [&'static Deck; 2] {
        [&OWN[0], &OWN[1]]
    }

    #[test]
    fn each_own_deck_has_its_newest_version_first_and_the_one_before_it_stays() {
        let names: Vec<String> = OWN.iter().map(name).collect();
        let (station, table) = ("der-skoen-trykker-station", "der-skoen-trykker-table");
        let expected = [(station, 2), (table, 3), (station, 1), (table, 2)];
        assert_eq!(names, expected.map(|(id, version)| format!("{id}-{version}")));
    }

    /// Figures are compared by id: a new wording is another question.
    #[test]
    fn what_asks_something_else_has_an_id_of_its_own() {
        let mut asked: BTreeMap<&str, Vec<&trykk_shared::deck::Item>> = BTreeMap::new();
        for item in OWN.iter().flat_map(|deck| &deck.items) {
            asked.entry(&item.id).or_default().push(item);
        }
        for (id, items) in asked {
            assert!(items.iter().all(|item| item.text == items[0].text), "{id}");
        }
    }

    #[test]
    fn statements_of_the_newest_versions_are_questions_about_the_last_three_months() {
        for item in newest().iter().flat_map(|deck| &deck.items) {
            let Question::Statement { .. } = item.question else {
                continue;
            };
            for (language, period) in [
                (Language::Nb, "Tenk på de siste tre månedene. "),
                (Language::Nn, "Tenk på dei siste tre månadene. "),
                (Language::En, "Think of the last three months. "),
            ] {
                let text = item.text.get(language);
                assert!(text.starts_with(period) && text.ends_with('?'), "{text}");
            }
        }
    }

    /// "No" to a sentence that says no is understood in two ways.
    #[test]
    fn no_card_of_the_newest_versions_says_no() {
        for item in newest().iter().flat_map(|deck| &deck.items) {
            let Question::Card = item.question else { continue };
            for (language, list) in NO {
                let text = item.text.get(language).to_lowercase();
                let said = text.split(|letter: char| !letter.is_alphabetic() && letter != '\'');
                let said: Vec<&str> = said.filter(|word| list.contains(word)).collect();
                // What one does not know: a "no" to the sentence says one thing.
                assert!(said.is_empty() || item.id == "card-safe-to-ask", "{said:?} in {text:?}");
            }
        }
    }
}

//! The decks that a round can be made with: Trykk's own, those that were finished here, and those of rounds that are there. Pure.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use data_encoding::HEXLOWER;
use trykk_shared::deck::{Deck, Question};
use trykk_shared::language::{Language, Texts};

use super::Organisation;
use crate::secrets::hash_secret;

/// Trykk's own decks, as they are shipped.
static OWN: LazyLock<Vec<Deck>> = LazyLock::new(|| {
    let files = [
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
pub fn offered(plan: &Organisation) -> Vec<OfferedDeck> {
    let rounds = plan.rounds.values().map(|round| &round.deck);
    let mut decks: Vec<&Deck> = Vec::new();
    for deck in OWN.iter().chain(&plan.decks).chain(rounds) {
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
pub fn named(plan: &Organisation) -> BTreeMap<String, Deck> {
    let decks = plan.decks.iter().chain(OWN.iter());
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

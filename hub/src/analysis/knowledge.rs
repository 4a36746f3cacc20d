//! Knowledge cards: what research says about a theme in general, never about a ward. Configuration with sources; a card without one is
//! none.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use trykk_shared::deck::Item;
use trykk_shared::language::{Language, Texts};

/// The cards that come with Trykk, in the order in which they are shown.
const FILES: [&str; 7] = [
    include_str!("../../../assets/knowledge/supportive-leadership.toml"),
    include_str!("../../../assets/knowledge/team-cooperation.toml"),
    include_str!("../../../assets/knowledge/incivility.toml"),
    include_str!("../../../assets/knowledge/speaking-up.toml"),
    include_str!("../../../assets/knowledge/demands.toml"),
    include_str!("../../../assets/knowledge/job-control.toml"),
    include_str!("../../../assets/knowledge/patient-safety.toml"),
];

static OWN: LazyLock<Vec<KnowledgeCard>> =
    LazyLock::new(|| FILES.iter().filter_map(|file| KnowledgeCard::read(file).ok()).collect());

/// What research says about a theme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KnowledgeCard {
    /// Its id.
    pub id: String,
    /// The themes of decks, and the categories of notes, that lead to it.
    pub themes: Vec<String>,
    /// The factors of decks that lead to it.
    pub factors: Vec<String>,
    /// What its sources were taken from.
    pub basis: Basis,
    /// What it is about.
    pub name: Texts,
    /// What research says.
    pub says: Texts,
    /// Who says it; never empty.
    #[serde(rename = "source")]
    pub sources: Vec<Source>,
}

/// What a card's sources were taken from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// The slides of the method cite them; nobody here opened them.
    Slides,
    /// Their abstracts were opened.
    Abstracts,
}

/// A source as it is cited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Who wrote it.
    pub who: String,
    /// The years of what they wrote; none where the method's slides give none.
    pub years: Vec<u16>,
    /// Where it was opened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
}

/// Why a file is no card.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CardError {
    /// It cannot be read.
    #[error("{0}")]
    Unreadable(String),
    /// Nobody says it.
    #[error("the card {0:?} has no source; add a [[source]], or leave the card out")]
    NoSource(String),
    /// A text is missing in a language.
    #[error("the card {0:?} is not written in {1}; write its name and what it says in nb, nn and en")]
    Unwritten(String, Language),
    /// A link that nobody opened.
    #[error(
        "the card {0:?} has a link, but rests on slides alone; take the link out, or open the abstract and say basis = \"abstracts\""
    )]
    UnopenedLink(String),
}

impl KnowledgeCard {
    /// Reads a card.
    ///
    /// # Errors
    /// When it cannot be read, nobody says it, it is not written in every language, or a link of it was not opened.
    pub fn read(file: &str) -> Result<Self, CardError> {
        let card: KnowledgeCard = toml::from_str(file).map_err(|error| CardError::Unreadable(error.to_string()))?;
        if card.sources.is_empty() {
            return Err(CardError::NoSource(card.id));
        }
        let is_said = |texts: &Texts, language| texts.0.get(&language).is_some_and(|text| !text.trim().is_empty());
        let unwritten = Language::ALL
            .into_iter()
            .find(|language| !is_said(&card.name, *language) || !is_said(&card.says, *language));
        if let Some(language) = unwritten {
            return Err(CardError::Unwritten(card.id, language));
        }
        if card.basis == Basis::Slides && card.sources.iter().any(|source| source.link.is_some()) {
            return Err(CardError::UnopenedLink(card.id));
        }
        Ok(card)
    }

    /// Whether an item's theme or factor leads here.
    pub fn is_about(&self, item: &Item) -> bool {
        let holds = |list: &[String], id: &Option<String>| id.as_ref().is_some_and(|id| list.contains(id));
        holds(&self.themes, &item.theme) || holds(&self.factors, &item.factor)
    }

    /// Whether notes of this category lead here.
    pub fn is_about_category(&self, id: &str) -> bool {
        self.themes.iter().any(|theme| theme == id)
    }

    /// Its sources in one line.
    pub fn cite(&self) -> String {
        let sources = self.sources.iter().map(|source| {
            let years: Vec<String> = source.years.iter().map(u16::to_string).collect();
            format!("{} {}", source.who, years.join(", ")).trim().to_owned()
        });
        sources.collect::<Vec<_>>().join("; ")
    }
}

/// The cards that something leads to, each once, in their order.
pub fn find_cards(leads: impl Fn(&KnowledgeCard) -> bool) -> Vec<&'static KnowledgeCard> {
    OWN.iter().filter(|card| leads(card)).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use trykk_shared::deck::Deck;

    use super::*;
    use crate::analysis::codebook::Codebook;

    /// What the slides of the method cite, as they cite it.
    const CITED: &[(&str, &[u16])] = &[
        ("Schmid et al.", &[2013, 2017]),
        ("Christensen et al.", &[2010, 2012]),
        ("Aagestad et al.", &[2014]),
        ("Sterud", &[2013]),
        ("Sterud et al.", &[2013, 2014]),
        ("Foss et al.", &[2010, 2011]),
        ("Finne et al.", &[2014]),
        ("Braithwaite et al.", &[2017]),
        ("Katz et al.", &[2017]),
        ("Johnson et al.", &[2019]),
        ("Reknes", &[2016]),
        ("Riskin et al.", &[2015, 2017]),
        ("Bradley et al.", &[2015]),
        ("Lyubovnikova", &[2013]),
        ("Johannessen et al.", &[2013, 2018]),
        ("Theorell et al.", &[2015]),
        ("Linton et al.", &[2015]),
        ("Indregard et al.", &[2018]),
        ("Knardahl et al.", &[2016, 2017]),
        ("Dallner", &[2000]),
        ("Karasek", &[1990]),
        ("Johannessen", &[2018]),
        ("Arbeidstilsynet", &[]),
    ];

    /// Themes of Trykk's own decks about which the slides cite nobody.
    const WITHOUT: [&str; 2] = ["inclusion", "recognition"];
    /// Factors of them: of recognition nobody is cited; the climate is that of speaking up, of belonging and of learning, and being told of
    /// changes is no control by itself, so their themes lead where there is something.
    const FACTORS_WITHOUT: [&str; 3] = ["recognition", "climate", "change"];
    /// Categories of notes of which nobody is cited either.
    const CATEGORIES_WITHOUT: [&str; 3] = ["inclusion", "recognition", "surroundings"];

    fn own_decks() -> [Deck; 4] {
        [
            include_str!("../../../assets/decks/station.toml"),
            include_str!("../../../assets/decks/table.toml"),
            include_str!("../../../assets/decks/station-2.toml"),
            include_str!("../../../assets/decks/table-3.toml"),
        ]
        .map(|file| Deck::read(file).unwrap())
    }

    #[test]
    fn every_card_can_be_read_and_rests_on_what_the_method_cites() {
        let cards: Vec<KnowledgeCard> = FILES.iter().map(|file| KnowledgeCard::read(file).unwrap()).collect();
        let ids: BTreeSet<&str> = cards.iter().map(|card| card.id.as_str()).collect();
        assert_eq!(ids.len(), FILES.len());
        for card in &cards {
            assert_eq!(card.basis, Basis::Slides, "{}", card.id);
            for source in &card.sources {
                let cited = CITED.iter().find(|(who, _)| *who == source.who);
                let (_, years) = cited.unwrap_or_else(|| panic!("{}: nobody cites {}", card.id, source.who));
                assert!(
                    source.years.iter().all(|year| years.contains(year)),
                    "{}: {source:?}",
                    card.id
                );
                assert_eq!(source.years.is_empty(), years.is_empty(), "{}: {source:?}", card.id);
                assert_eq!(source.link, None, "{}", card.id);
            }
        }
    }

    /// What nobody may promise stands in no card.
    #[test]
    fn no_card_speaks_of_absence() {
        for text in FILES {
            let text = text.to_lowercase();
            for word in ["fravær", "fråvær", "sykem", "sjukem", "absence", "sick leave"] {
                assert!(!text.contains(word), "{word} in {text}");
            }
        }
    }

    #[test]
    fn every_theme_and_factor_of_the_own_decks_leads_to_a_card_or_to_none_on_purpose() {
        for deck in own_decks() {
            for item in &deck.items {
                let Some(theme) = &item.theme else { continue };
                let found = find_cards(|card| card.is_about(item));
                assert_eq!(
                    found.is_empty(),
                    WITHOUT.contains(&theme.as_str()),
                    "{theme} {}",
                    item.id
                );
            }
            for factor in deck.items.iter().filter_map(|item| item.factor.as_ref()) {
                let found = find_cards(|card| card.factors.contains(factor));
                assert_eq!(found.is_empty(), FACTORS_WITHOUT.contains(&factor.as_str()), "{factor}");
            }
        }
    }

    #[test]
    fn every_category_of_notes_leads_to_a_card_or_to_none_on_purpose_and_no_card_is_out_of_reach() {
        let codebook = Codebook::built_in();
        for category in codebook.categories() {
            let found = find_cards(|card| card.is_about_category(&category.id));
            let without = CATEGORIES_WITHOUT.contains(&category.id.as_str());
            assert_eq!(found.is_empty(), without, "{}", category.id);
        }
        for card in OWN.iter() {
            let asked = own_decks()
                .iter()
                .any(|deck| deck.items.iter().any(|item| card.is_about(item)));
            let written = codebook
                .categories()
                .any(|category| card.is_about_category(&category.id));
            assert!(asked || written, "nothing leads to {}", card.id);
        }
    }

    #[test]
    fn what_is_no_card_is_refused_with_the_reason() {
        let good = FILES[3];
        let refused = |file: String| KnowledgeCard::read(&file).unwrap_err();
        assert!(matches!(refused(format!("color = 1\n{good}")), CardError::Unreadable(why) if why.contains("color")));
        let (without, _) = good.split_once("[[source]]").unwrap();
        let none = format!("source = []\n{without}");
        assert_eq!(refused(none), CardError::NoSource("speaking-up".to_owned()));
        assert_eq!(
            refused(format!("{good}link = \"https://example.org\"\n")),
            CardError::UnopenedLink("speaking-up".to_owned())
        );
        let (before, after) = good.split_once("nn = \"Sidan").unwrap();
        let one_less = format!("{before}{}", after.split_once('\n').unwrap().1);
        assert_eq!(
            refused(one_less),
            CardError::Unwritten("speaking-up".to_owned(), Language::Nn)
        );
    }

    #[test]
    fn sources_are_cited_with_their_years_and_without_where_there_are_none() {
        let read = |at: usize| KnowledgeCard::read(FILES[at]).unwrap().cite();
        assert!(read(0).starts_with("Schmid et al. 2013, 2017; Christensen et al. 2012;"));
        assert_eq!(read(3), "Arbeidstilsynet");
    }
}

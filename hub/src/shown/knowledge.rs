//! Knowledge cards as pages and reports show them.

use trykk_shared::language::Language;

use crate::analysis::knowledge::KnowledgeCard;
use crate::texts::AreaTexts;

/// A card in the reader's language.
pub struct CardView {
    /// What it is about.
    pub name: String,
    /// What research says.
    pub says: String,
    /// What its sources were taken from.
    pub basis: &'static str,
    /// Its sources, in one line.
    pub sources: String,
}

impl CardView {
    /// A card in a language.
    pub fn of(card: &KnowledgeCard, language: Language) -> Self {
        CardView {
            name: card.name.get(language).to_owned(),
            says: card.says.get(language).to_owned(),
            basis: AreaTexts::of(language).basis(card.basis),
            sources: card.cite(),
        }
    }
}

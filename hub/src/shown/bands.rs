//! What is published of notes, as pages show it: in bands, and no number of anybody.

use trykk_shared::deck::Deck;
use trykk_shared::language::Language;

use crate::analysis::bands::{Band, Bands};
use crate::texts::BandTexts;

/// A main area that is mentioned, in words.
pub struct AreaView {
    /// What it is called.
    pub name: String,
    /// Its band.
    pub band: &'static str,
    /// Its categories, and their bands.
    pub categories: Vec<(String, &'static str)>,
}

/// What is published of the notes under one prompt.
pub struct PromptView {
    /// What was asked.
    pub text: String,
    /// What is mentioned.
    pub areas: Vec<AreaView>,
}

/// The bands of a box.
pub struct BandsView {
    /// The texts around them.
    pub texts: &'static BandTexts,
    /// Every prompt.
    pub prompts: Vec<PromptView>,
}

/// A band in words.
pub fn say_band(texts: &BandTexts, band: Band) -> &'static str {
    match band {
        Band::Mentioned => texts.mentioned,
        Band::Often => texts.often,
        Band::Most => texts.most,
    }
}

impl BandsView {
    /// Shows bands.
    pub fn of(bands: &Bands, deck: &Deck, language: Language) -> Self {
        let texts = BandTexts::of(language);
        let prompts = bands.prompts.iter().map(|prompt| PromptView {
            text: deck
                .item(&prompt.item)
                .map_or_else(String::new, |item| item.text.get(language).to_owned()),
            areas: prompt
                .areas
                .iter()
                .map(|area| AreaView {
                    name: area.name.get(language).to_owned(),
                    band: say_band(texts, area.band),
                    categories: area
                        .categories
                        .iter()
                        .map(|category| (category.name.get(language).to_owned(), say_band(texts, category.band)))
                        .collect(),
                })
                .collect(),
        });
        BandsView {
            texts,
            prompts: prompts.collect(),
        }
    }
}

//! Which languages are offered, and which one comes first.

use trykk_shared::language::Language;

use super::{Backend, Flow};

impl<U: Backend> Flow<U> {
    pub(super) fn choose_language(&mut self, language: Language) {
        if self.languages().contains(&language) {
            self.language = language;
        }
    }

    pub(super) fn languages(&self) -> Vec<Language> {
        self.managed.choose(match &self.round {
            Some(round) => &round.deck.languages,
            None => &Language::ALL,
        })
    }

    pub(super) fn first_language(&self) -> Language {
        self.languages().first().copied().unwrap_or(Language::Nb)
    }
}

//! A deck on paper: the choice on the pages of a deck and of a round, and the files.

use trykk_shared::deck::{Deck, Mode};
use trykk_shared::language::Language;

use crate::report::deck_paper::DeckSheet;
use crate::texts::DeckPaperTexts;
use crate::web::guide::deck_form::names;
use crate::web::guide::decks::in_order;

/// A sheet, or a language, to choose.
struct Choice {
    key: &'static str,
    name: &'static str,
}

/// What can be printed of a deck, on its page or a round's.
#[derive(askama::Template)]
#[template(path = "deck_paper.html")]
pub struct PaperChoice {
    texts: &'static DeckPaperTexts,
    action: String,
    /// The reader's own first.
    languages: Vec<Choice>,
    sheets: Vec<Choice>,
}

impl PaperChoice {
    /// What can be printed of a deck from the page at `page`, where people answer like this or in either way. None where no file can be set.
    pub fn of(deck: &Deck, mode: Option<Mode>, page: &str, language: Language) -> Option<Self> {
        let texts = DeckPaperTexts::of(language);
        let sheets: Vec<Choice> = DeckSheet::of(deck, mode)
            .into_iter()
            .map(|sheet| Choice {
                key: sheet.name(),
                name: sheet.title(texts),
            })
            .collect();
        let languages = in_order(&deck.languages, language).into_iter().filter_map(|one| {
            let (_, name) = names().into_iter().find(|(other, _)| *other == one)?;
            Some(Choice { key: one.code(), name })
        });
        (cfg!(feature = "pdf") && !sheets.is_empty()).then(|| PaperChoice {
            texts,
            action: format!("{page}/paper"),
            languages: languages.collect(),
            sheets,
        })
    }
}

#[cfg(feature = "pdf")]
pub use files::{of_deck, of_round};

#[cfg(feature = "pdf")]
mod files {
    use std::sync::Arc;

    use axum::extract::{Path, RawQuery, State};
    use axum::response::Response;
    use trykk_shared::deck::{Deck, Mode};
    use trykk_shared::language::Language;

    use crate::report::deck_paper::{Around, DeckSheet, PrintedDeck};
    use crate::report::pdf::write_deck_pdf;
    use crate::texts::{Texts, say_period};
    use crate::web::Pages;
    use crate::web::error::PageError;
    use crate::web::files::attach;
    use crate::web::guide::decks::{find_deck, in_order};
    use crate::web::run_in_turn;
    use crate::web::visit::Visit;

    /// What is asked for in the address: a sheet that the deck has something for, and a language that it is written in.
    fn read_query(
        query: Option<&str>,
        deck: &Deck,
        mode: Option<Mode>,
        reader: Language,
    ) -> Result<(DeckSheet, Language), PageError> {
        let asked = |name: &str| {
            let mut fields = form_urlencoded::parse(query.unwrap_or("").as_bytes());
            fields
                .find(|(field, _)| field == name)
                .map(|(_, value)| value.into_owned())
        };
        let sheet = asked("sheet").and_then(|name| DeckSheet::find(&name));
        let sheet = sheet.filter(|sheet| DeckSheet::of(deck, mode).contains(sheet));
        let order = in_order(&deck.languages, reader);
        let wanted = asked("in").and_then(|code| code.parse().ok());
        let language = wanted
            .filter(|language| order.contains(language))
            .or(order.first().copied());
        Ok((sheet.ok_or(PageError::NotFound)?, language.unwrap_or(reader)))
    }

    async fn set(
        pages: &Arc<Pages>,
        (printed, sheet, language): (PrintedDeck, DeckSheet, Language),
        of: &str,
    ) -> Result<Response, PageError> {
        let name = format!("trykk-{of}-{}-{language}", sheet.name());
        let ident = name.clone();
        let set = run_in_turn(&pages.setting, move || write_deck_pdf(&printed, &ident)).await?;
        match set {
            Ok(pdf) => Ok(attach("application/pdf", &name, "pdf", pdf)),
            Err(error) => {
                tracing::error!(%error, "a deck could not be set as PDF");
                Err(PageError::Unavailable)
            }
        }
    }

    /// A sheet of a deck by itself.
    pub async fn of_deck(
        State(pages): State<Arc<Pages>>,
        Path(key): Path<String>,
        visit: Visit,
        RawQuery(query): RawQuery,
    ) -> Result<Response, PageError> {
        let (plan, one) = pages.read(move |store| find_deck(store, &key)).await?;
        let (sheet, language) = read_query(query.as_deref(), &one.deck, None, visit.language)?;
        let around = Around {
            organisation: plan.name,
            ..Around::default()
        };
        let printed = PrintedDeck::of(&one.deck, sheet, language, around);
        set(&pages, (printed, sheet, language), &one.deck.id).await
    }

    /// A sheet of a round, with its wards and its days.
    pub async fn of_round(
        State(pages): State<Arc<Pages>>,
        visit: Visit,
        RawQuery(query): RawQuery,
    ) -> Result<Response, PageError> {
        let (ballot_box, reader) = (visit.ballot_box()?, visit.language);
        let round = ballot_box.round.clone();
        let (printed, sheet, language) = pages
            .read(move |store| {
                let organisation = store.wards_named(&ballot_box.wards)?;
                let round = store.round(&ballot_box.round)?;
                let Ok((sheet, language)) = read_query(query.as_deref(), &round.deck, Some(round.mode), reader) else {
                    return Ok(None);
                };
                let period = Texts::of(language).period;
                let around = Around {
                    wards: organisation.ward_names(&ballot_box.wards),
                    period: say_period(
                        period,
                        language,
                        &organisation.zone(),
                        ballot_box.opens,
                        ballot_box.closes,
                    ),
                    round: ballot_box.round.clone(),
                    organisation: organisation.name,
                };
                let printed = PrintedDeck::of(&round.deck, sheet, language, around);
                Ok(Some((printed, sheet, language)))
            })
            .await?
            .ok_or(PageError::NotFound)?;
        set(&pages, (printed, sheet, language), &round).await
    }
}

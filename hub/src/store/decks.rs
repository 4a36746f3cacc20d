//! Decks that guides finished on pages, and those that they are still writing.

use rusqlite::{Connection, Row, params};
use trykk_shared::deck::Deck;

use super::audit::note;
use super::organisation::read_organisation;
use super::{Store, StoreError, damage_error};
use crate::audit::Deed;
use crate::organisation::Organisation;
use crate::organisation::deck_drafts::DeckDraft;
use crate::organisation::library::ForgottenDeck;

/// A deck that is still being written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeckDraftRow {
    /// What its page is called.
    pub id: String,
    /// What was written.
    pub draft: DeckDraft,
    /// Who began it.
    pub made_by: String,
}

const COLUMNS: &str = "id, written, made_by";

fn row(row: &Row<'_>) -> Result<DeckDraftRow, StoreError> {
    Ok(DeckDraftRow {
        id: row.get(0)?,
        draft: serde_json::from_str(&row.get::<_, String>(1)?).map_err(damage_error)?,
        made_by: row.get(2)?,
    })
}

fn find(connection: &Connection, id: &str) -> Result<DeckDraftRow, StoreError> {
    let mut select = connection.prepare_cached(&format!("SELECT {COLUMNS} FROM deck_draft WHERE id = ?1"))?;
    let mut rows = select.query([id])?;
    match rows.next()? {
        Some(found) => row(found),
        None => Err(StoreError::NotFound("draft", id.to_owned())),
    }
}

/// Of a deck that is forgotten its number stays, and in its place what its page was called, as a JSON text.
const IS_THERE: &str = "json_type(deck) = 'object'";

/// The finished decks that were forgotten.
fn forgotten(connection: &Connection) -> Result<Vec<ForgottenDeck>, StoreError> {
    let sql = format!("SELECT id, version, deck ->> '$' FROM deck WHERE NOT {IS_THERE}");
    let mut select = connection.prepare_cached(&sql)?;
    let rows = select.query_map([], |row| {
        Ok(ForgottenDeck {
            id: row.get(0)?,
            version: row.get(1)?,
            key: row.get(2)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Every finished deck.
pub(super) fn finished(connection: &Connection) -> Result<Vec<Deck>, StoreError> {
    let sql = format!("SELECT deck FROM deck WHERE {IS_THERE} ORDER BY id, version");
    let mut select = connection.prepare_cached(&sql)?;
    let mut rows = select.query([])?;
    let mut decks = Vec::new();
    while let Some(row) = rows.next()? {
        decks.push(serde_json::from_str(&row.get::<_, String>(0)?).map_err(damage_error)?);
    }
    Ok(decks)
}

fn insert(connection: &Connection, deck: &Deck, by: &str) -> Result<(), StoreError> {
    let written = serde_json::to_string(deck).map_err(damage_error)?;
    // In the place of a forgotten one: of itself.
    let sql = format!(
        "INSERT INTO deck (id, version, deck, made_by) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT DO UPDATE SET deck = excluded.deck, made_by = excluded.made_by WHERE NOT {IS_THERE}"
    );
    let written = connection.execute(&sql, params![deck.id, deck.version, written, by])?;
    if written == 0 {
        return Err(StoreError::ChangedMeanwhile("the deck"));
    }
    Ok(())
}

fn finished_deed(deck: &Deck) -> Deed {
    Deed::DeckFinished {
        deck: deck.id.clone(),
        version: deck.version,
    }
}

impl Store {
    /// Every deck that is still being written, the one that was saved last first.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn deck_drafts(&self) -> Result<Vec<DeckDraftRow>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM deck_draft ORDER BY saved DESC, id");
        let mut select = self.connection.prepare_cached(&sql)?;
        let mut rows = select.query([])?;
        let mut drafts = Vec::new();
        while let Some(found) = rows.next()? {
            drafts.push(row(found)?);
        }
        Ok(drafts)
    }

    /// How many drafts of decks somebody has begun.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn count_deck_drafts(&self, by: &str) -> Result<u64, StoreError> {
        let sql = "SELECT count(*) FROM deck_draft WHERE made_by = ?1";
        Ok(self.connection.query_row(sql, [by], |row| row.get(0))?)
    }

    /// One deck that is still being written.
    ///
    /// # Errors
    /// When there is none with this id.
    pub fn deck_draft(&self, id: &str) -> Result<DeckDraftRow, StoreError> {
        find(&self.connection, id)
    }

    /// Keeps a new draft of a deck.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn add_deck_draft(&mut self, id: &str, draft: &DeckDraft, by: &str, now: i64) -> Result<(), StoreError> {
        let written = serde_json::to_string(draft).map_err(damage_error)?;
        let sql = "INSERT INTO deck_draft (id, written, made_by, saved) VALUES (?1, ?2, ?3, ?4)";
        self.connection.execute(sql, params![id, written, by, now])?;
        Ok(())
    }

    /// Lets `change` change a draft as it stands, in one step.
    ///
    /// # Errors
    /// When there is no such draft; what `change` refuses is the inner error, and nothing is changed.
    pub fn change_deck_draft<R, E>(
        &mut self,
        id: &str,
        now: i64,
        change: impl FnOnce(&mut DeckDraft) -> Result<R, E>,
    ) -> Result<Result<R, E>, StoreError> {
        let transaction = self.transaction()?;
        let mut draft = find(&transaction, id)?.draft;
        let changed = match change(&mut draft) {
            Ok(changed) => changed,
            Err(refused) => return Ok(Err(refused)),
        };
        let written = serde_json::to_string(&draft).map_err(damage_error)?;
        transaction.execute(
            "UPDATE deck_draft SET written = ?2, saved = ?3 WHERE id = ?1",
            params![id, written, now],
        )?;
        transaction.commit()?;
        Ok(Ok(changed))
    }

    /// Forgets a draft of a deck.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn delete_deck_draft(&mut self, id: &str) -> Result<(), StoreError> {
        self.connection.execute("DELETE FROM deck_draft WHERE id = ?1", [id])?;
        Ok(())
    }

    /// Lets `decide` make a draft a finished deck, and forgets the draft, in one step: it becomes one deck at most.
    ///
    /// # Errors
    /// When there is no such draft; what `decide` refuses is the inner error, and nothing is changed.
    pub fn finish_deck<E>(
        &mut self,
        id: &str,
        by: &str,
        decide: impl FnOnce(&Organisation, &DeckDraft) -> Result<Deck, E>,
    ) -> Result<Result<Deck, E>, StoreError> {
        let hand = self.hand.clone();
        let transaction = self.transaction()?;
        let draft = find(&transaction, id)?.draft;
        let mut deck = match decide(&read_organisation(&transaction)?, &draft) {
            Ok(deck) => deck,
            Err(refused) => return Ok(Err(refused)),
        };
        let gone = forgotten(&transaction)?.into_iter().filter(|gone| gone.id == deck.id);
        let after = gone.map(|gone| gone.version.saturating_add(1)).max().unwrap_or(1);
        deck.version = deck.version.max(after);
        insert(&transaction, &deck, by)?;
        note(&transaction, &hand, &[], &finished_deed(&deck))?;
        transaction.execute("DELETE FROM deck_draft WHERE id = ?1", [id])?;
        transaction.commit()?;
        Ok(Ok(deck))
    }

    /// Keeps a finished deck that `decide` finds right beside those that are there.
    ///
    /// # Errors
    /// See [`StoreError`]; what `decide` refuses is the inner error, and nothing is changed.
    pub fn add_deck<E>(
        &mut self,
        by: &str,
        decide: impl FnOnce(&Organisation, &[ForgottenDeck]) -> Result<Deck, E>,
    ) -> Result<Result<Deck, E>, StoreError> {
        let hand = self.hand.clone();
        let transaction = self.transaction()?;
        let deck = match decide(&read_organisation(&transaction)?, &forgotten(&transaction)?) {
            Ok(deck) => deck,
            Err(refused) => return Ok(Err(refused)),
        };
        insert(&transaction, &deck, by)?;
        note(&transaction, &hand, &[], &finished_deed(&deck))?;
        transaction.commit()?;
        Ok(Ok(deck))
    }

    /// Forgets a finished deck that `decide` names; says whether it named one. Its number is not given to another one: plans may name it.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn remove_deck(
        &mut self,
        decide: impl FnOnce(&Organisation) -> Option<ForgottenDeck>,
    ) -> Result<bool, StoreError> {
        let hand = self.hand.clone();
        let transaction = self.transaction()?;
        let Some(ForgottenDeck { id, version, key }) = decide(&read_organisation(&transaction)?) else {
            return Ok(false);
        };
        let sql = format!("UPDATE deck SET deck = json_quote(?3) WHERE id = ?1 AND version = ?2 AND {IS_THERE}");
        let gone = transaction.execute(&sql, params![id, version, key])?;
        if gone == 1 {
            note(&transaction, &hand, &[], &Deed::DeckRemoved { deck: id, version })?;
        }
        transaction.commit()?;
        Ok(gone == 1)
    }
}

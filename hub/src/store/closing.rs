//! Closing times of boxes, and what is noted when they close.

use rusqlite::{Connection, params};
use trykk_shared::ids::BoxId;
use trykk_shared::protocol::BoxState;

use super::audit::note;
use super::boxes::{state_name, wrong_state};
use super::organisation::set_setting;
use super::{Store, read_box};
use crate::audit::Deed;
use crate::store::StoreError;

fn move_closing(connection: &Connection, box_id: BoxId, closes: i64) -> Result<(), rusqlite::Error> {
    connection.execute("UPDATE box SET closes = ?2 WHERE id = ?1", params![box_id.0, closes])?;
    // What tablets said of themselves held for the old closing time.
    connection.execute("UPDATE tablet_box SET clear = 0 WHERE box = ?1", [box_id.0])?;
    Ok(())
}

fn note_older(connection: &Connection) -> Result<(), rusqlite::Error> {
    let sql = "UPDATE box SET unread_at = NULL, unread_owed = 0, restored = 1 WHERE state IN ('planned', 'open')";
    connection.execute(sql, []).map(|_| ())
}

impl Store {
    /// Sets another closing time of a confirmed or open box; a closed one opens again when it lies ahead.
    ///
    /// # Errors
    /// [`StoreError::WrongState`] when it is closed for good at `now`, counted, or not yet confirmed; or that of `within`,
    /// which is done where nothing can come between.
    pub fn set_closing<E: From<StoreError>>(
        &mut self,
        box_id: BoxId,
        closes: i64,
        now: i64,
        within: impl FnOnce() -> Result<(), E>,
    ) -> Result<(), E> {
        let hand = self.hand.clone();
        let transaction = self.transaction().map_err(StoreError::from)?;
        let ballot_box = read_box(&transaction, box_id)?;
        let refused = |state, wanted| Err(wrong_state(&ballot_box, state, wanted).into());
        if ballot_box.is_closed_for_good(now) {
            return refused(
                "closed for good",
                "tablets have sent what was left, so its closing time cannot change",
            );
        }
        if ballot_box.state != Some(BoxState::Open) && !ballot_box.is_confirmed() {
            return refused(state_name(&ballot_box, None), "its closing time cannot change");
        }
        within()?;
        let round = ballot_box.round.clone();
        note(
            &transaction,
            &hand,
            &ballot_box.wards,
            &Deed::ClosingSet { round, closes },
        )?;
        let moved = move_closing(&transaction, box_id, closes).and_then(|()| transaction.commit());
        Ok(moved.map_err(StoreError::from)?)
    }

    /// Sets the closing time that is kept beside the database: whatever the clock says, unless the box is known to be closed for
    /// good.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn take_up_closing(&mut self, box_id: BoxId, closes: i64) -> Result<(), StoreError> {
        let transaction = self.transaction()?;
        let ballot_box = read_box(&transaction, box_id)?;
        let may_change = ballot_box.state == Some(BoxState::Open) || ballot_box.is_confirmed();
        if may_change && !ballot_box.closed_for_good && ballot_box.closes != closes {
            move_closing(&transaction, box_id, closes)?;
            transaction.commit()?;
        }
        Ok(())
    }

    /// Notes when a closed box is closed unread. `None`: it was taken back.
    ///
    /// # Errors
    /// [`StoreError::WrongState`] when it is not closed.
    pub fn set_unread_at(&mut self, box_id: BoxId, at: Option<i64>) -> Result<(), StoreError> {
        let hand = self.hand.clone();
        let transaction = self.transaction()?;
        let ballot_box = read_box(&transaction, box_id)?;
        if ballot_box.state != Some(BoxState::Open) {
            return Err(wrong_state(
                &ballot_box,
                state_name(&ballot_box, None),
                "only a closed round that is not counted is closed unread",
            ));
        }
        transaction.execute(
            "UPDATE box SET unread_at = ?2, unread_owed = 0 WHERE id = ?1",
            params![box_id.0, at],
        )?;
        let round = ballot_box.round.clone();
        // That the week is lengthened is nobody's deed.
        let deed = match (ballot_box.unread_at, at) {
            (None, Some(_)) => Some(Deed::UnreadPlanned { round }),
            (Some(_), None) => Some(Deed::AnswersKept { round }),
            _ => None,
        };
        if let Some(deed) = deed {
            note(&transaction, &hand, &ballot_box.wards, &deed)?;
        }
        transaction.commit()?;
        Ok(())
    }

    /// Lets every week before a box is closed unread last so much longer, in seconds, once that is written beside the database; keeps a
    /// setting in the same step.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn owe_unread(&mut self, seconds: i64, note: Option<(&str, &str)>) -> Result<(), StoreError> {
        if seconds == 0 && note.is_none() {
            return Ok(());
        }
        let transaction = self.transaction()?;
        let sql = "UPDATE box SET unread_owed = unread_owed + ?1 WHERE unread_at IS NOT NULL AND ?1 > 0";
        transaction.execute(sql, [seconds])?;
        if let Some((key, value)) = note {
            set_setting(&transaction, key, value)?;
        }
        Ok(transaction.commit()?)
    }

    /// The same for one box.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn owe_unread_of(&mut self, box_id: BoxId, seconds: i64) -> Result<(), StoreError> {
        let sql = "UPDATE box SET unread_owed = unread_owed + ?2 WHERE id = ?1 AND unread_at IS NOT NULL AND ?2 > 0";
        self.connection.execute(sql, params![box_id.0, seconds])?;
        Ok(())
    }

    /// Notes of each box that is not counted that this database was put back: it may not know every tablet, nor that somebody
    /// took a closing unread back.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn note_restored(&mut self) -> Result<(), StoreError> {
        let transaction = self.transaction()?;
        note_older(&transaction)?;
        // What was learnt at an earlier restore has been waited for.
        transaction.execute("UPDATE tablet SET learnt = 0", [])?;
        Ok(transaction.commit()?)
    }

    /// The same where nobody has said that this database was put back: it turned out to be from before.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn note_older(&mut self) -> Result<(), StoreError> {
        Ok(note_older(&self.connection)?)
    }

    /// The same of one box.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn note_older_box(&mut self, box_id: BoxId) -> Result<(), StoreError> {
        let sql = "UPDATE box SET restored = 1 WHERE id = ?1";
        self.connection.execute(sql, [box_id.0])?;
        Ok(())
    }

    /// Notes that an open box is closed for good, from `now` at the latest. A count that was refused as too few may be tried
    /// once more: nothing comes any more that could be told apart.
    ///
    /// # Errors
    /// [`StoreError::WrongState`] when it is not open or closed.
    pub fn close_for_good(&mut self, box_id: BoxId, now: i64) -> Result<(), StoreError> {
        let hand = self.hand.clone();
        let transaction = self.transaction()?;
        let ballot_box = read_box(&transaction, box_id)?;
        if ballot_box.state != Some(BoxState::Open) {
            return Err(wrong_state(
                &ballot_box,
                state_name(&ballot_box, Some(now)),
                "only an open or closed round can be closed for good",
            ));
        }
        let closed = transaction.execute(
            "UPDATE box SET closed_for_good = 1, closes = min(closes, ?2), refused_sheets = NULL
             WHERE id = ?1 AND closed_for_good = 0",
            params![box_id.0, now],
        )?;
        if closed == 1 {
            let round = ballot_box.round.clone();
            note(&transaction, &hand, &ballot_box.wards, &Deed::ClosedForGood { round })?;
        }
        transaction.commit()?;
        Ok(())
    }
}

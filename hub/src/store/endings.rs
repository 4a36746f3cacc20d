//! The count of a box, what came of it, and how a box ends.

use rusqlite::{Connection, OptionalExtension, params};
use trykk_shared::ids::BoxId;
use trykk_shared::protocol::BoxState;

use super::audit::note;
use super::boxes::{
    DEPARTMENTS, delete_envelopes, destroy_shares, read_kind, read_tablets, set_state, settle_departments, state_name,
    write_list, wrong_state,
};
use super::counted::{keep_counted, put_back_counted};
use super::figures::{Kind, keep_figures, read_figures};
use super::pulses::keep_pulse;
use super::{PLANNED, Store, read_box};
use crate::audit::Deed;
use crate::figures::release::Release;
use crate::figures::tally::Tally;
use crate::rounds::count::SealedSlip;
use crate::store::{
    AddedGuide, BoxRow, Count, CountStep, CountedFigures, Ending, KeptNotes, NoteRow, Reader, StoreError,
};

impl Store {
    /// Counts a closed box, once, over a set that stays as it is from the first look to the commit.
    /// Quarantined envelopes of `taken` tablets are counted with the others. `count` is given the box, its tablets as
    /// [`Store::tablets_of`] gives them, and its envelopes, and says what came of it. After the commit of a count the envelopes
    /// are gone.
    ///
    /// # Errors
    /// [`StoreError::WrongState`] when it is not closed or counted already.
    pub fn count_box(
        &mut self,
        box_id: BoxId,
        now: i64,
        taken: &[String],
        left_out: &[String],
        count: &mut Count<'_>,
    ) -> Result<bool, StoreError> {
        // One transaction from the first look to the commit: nothing comes in meanwhile, and a kill leaves it uncounted.
        let hand = self.hand.clone();
        let mut transaction = self.transaction()?;
        let looked = transaction.savepoint()?;
        let ballot_box = read_box(&looked, box_id)?;
        if ballot_box.state_at(now) != Some(BoxState::Closed) {
            return Err(wrong_state(
                &ballot_box,
                state_name(&ballot_box, Some(now)),
                "only a closed round that is not counted can be counted",
            ));
        }
        for tablet in taken {
            looked.execute(
                "INSERT OR IGNORE INTO envelope SELECT box, id, kind, sealed FROM quarantine WHERE box = ?1 AND tablet = ?2",
                params![box_id.0, tablet],
            )?;
        }
        let (tablets, envelopes) = (read_tablets(&looked, box_id)?, read_envelopes(&looked, box_id)?);
        let counted = match count(&ballot_box, &tablets, envelopes) {
            CountStep::Counted(counted) => counted,
            CountStep::TooFew(sheets) => {
                looked.finish()?;
                transaction.execute(
                    "UPDATE box SET refused_sheets = ?2 WHERE id = ?1",
                    params![box_id.0, sheets],
                )?;
                transaction.commit()?;
                return Ok(false);
            }
            CountStep::Nothing => return Ok(false),
        };
        looked.commit()?;
        set_state(&transaction, box_id, BoxState::Counted)?;
        match &counted.figures {
            CountedFigures::Tally(tally) => keep_figures(&transaction, Kind::Tally, box_id, Some(tally))?,
            CountedFigures::Pulse(pulse) => keep_pulse(&transaction, box_id, pulse)?,
        }
        transaction.execute(
            "UPDATE box SET notes_until = ?2, notes_written = ?3 WHERE id = ?1",
            params![box_id.0, counted.notes_until, !counted.notes.is_empty()],
        )?;
        keep_counted(&transaction, box_id, &counted.list)?;
        for note in counted.notes {
            transaction.execute(
                "INSERT INTO note VALUES (?1, ?2, ?3, ?4)",
                params![box_id.0, note.email, note.id, note.sealed],
            )?;
        }
        for email in &counted.guides {
            let added = counted.added.iter().find(|added| added.email == *email);
            transaction.execute(
                "INSERT INTO box_guide (box, email, added_by) VALUES (?1, ?2, ?3)",
                params![box_id.0, email, added.map(|added| &added.added_by)],
            )?;
        }
        for tablet in left_out {
            transaction.execute(
                "UPDATE tablet_box SET left_out = 1 WHERE box = ?1 AND tablet = ?2",
                params![box_id.0, tablet],
            )?;
        }
        delete_envelopes(&transaction, box_id)?;
        let deed = Deed::Counted {
            round: ballot_box.round.clone(),
            left_out: left_out.to_vec(),
            taken: taken.to_vec(),
            let_in: counted.added.into_iter().map(|added| added.email).collect(),
            number: Some(counted.list.number(box_id).to_string()),
        };
        note(&transaction, &hand, &ballot_box.wards, &deed)?;
        transaction.commit()?;
        Ok(true)
    }

    /// Whether a guide is one of those who read what a box gave, and known to be: see [`Store::is_unproven`].
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn may_read_count(&self, box_id: BoxId, email: &str) -> Result<bool, StoreError> {
        let mut select = self.connection.prepare_cached(
            "SELECT 1 FROM box_guide WHERE box = ?1 AND email = ?2 AND gone = 0
                 AND NOT EXISTS (SELECT 1 FROM account WHERE account.email = ?2 AND unproven = 1)",
        )?;
        Ok(select.exists(params![box_id.0, email])?)
    }

    /// Who reads what a box gave, as long as their accounts are there.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn readers(&self, box_id: BoxId) -> Result<Vec<Reader>, StoreError> {
        let sql = "SELECT email, added_by FROM box_guide WHERE box = ?1 AND gone = 0 ORDER BY email";
        let mut select = self.connection.prepare_cached(sql)?;
        let readers = select.query_map([box_id.0], |row| {
            Ok(Reader {
                email: row.get(0)?,
                added_by: row.get(1)?,
            })
        })?;
        Ok(readers.collect::<Result<_, _>>()?)
    }

    /// The later guides who were let in to what a box gave.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn added_guides(&self, box_id: BoxId) -> Result<Vec<AddedGuide>, StoreError> {
        let sql = "SELECT email, added_by FROM box_guide WHERE box = ?1 AND added_by IS NOT NULL ORDER BY email";
        let mut select = self.connection.prepare_cached(sql)?;
        let added = select.query_map([box_id.0], |row| {
            Ok(AddedGuide {
                email: row.get(0)?,
                added_by: row.get(1)?,
            })
        })?;
        Ok(added.collect::<Result<_, _>>()?)
    }

    /// What a counted box gave.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn tally(&self, box_id: BoxId) -> Result<Option<Tally>, StoreError> {
        read_figures(&self.connection, Kind::Tally, box_id)
    }

    /// The notes of a box as sealed to one guide, in no order.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn notes(&self, box_id: BoxId, email: &str) -> Result<Vec<NoteRow>, StoreError> {
        let sql = "SELECT email, id, sealed FROM note WHERE box = ?1 AND email = ?2 ORDER BY id";
        let mut select = self.connection.prepare(sql)?;
        let notes = select.query_map(params![box_id.0, email], |row| {
            Ok(NoteRow {
                email: row.get(0)?,
                id: row.get(1)?,
                sealed: row.get(2)?,
            })
        })?;
        Ok(notes.collect::<Result<_, _>>()?)
    }

    /// Publishes a counted box: the release is frozen and the shares go. `notes_until`: when its notes are deleted.
    ///
    /// # Errors
    /// [`StoreError::WrongState`] when it is not counted, or published already.
    pub fn publish(&mut self, box_id: BoxId, release: &Release, notes_until: i64) -> Result<(), StoreError> {
        let hand = self.hand.clone();
        let transaction = self.transaction()?;
        let ballot_box = read_box(&transaction, box_id)?;
        if ballot_box.state != Some(BoxState::Counted) {
            return Err(wrong_state(
                &ballot_box,
                state_name(&ballot_box, None),
                "only a counted round can be released, once",
            ));
        }
        set_state(&transaction, box_id, BoxState::Released)?;
        transaction.execute(
            "UPDATE box SET notes_until = ?2 WHERE id = ?1",
            params![box_id.0, notes_until],
        )?;
        keep_figures(&transaction, Kind::Release, box_id, Some(release))?;
        destroy_shares(&transaction, box_id)?;
        let round = ballot_box.round.clone();
        note(&transaction, &hand, &ballot_box.wards, &Deed::Released { round })?;
        transaction.commit()?;
        Ok(())
    }

    /// The release of a published box.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn release(&self, box_id: BoxId) -> Result<Option<Release>, StoreError> {
        read_figures(&self.connection, Kind::Release, box_id)
    }

    /// What is kept of a box's notes.
    ///
    /// # Errors
    /// When there is no such box.
    pub fn kept_notes(&self, box_id: BoxId) -> Result<KeptNotes, StoreError> {
        let sql = "SELECT (SELECT count(*) FROM note WHERE note.box = box.id), notes_until, notes_written, notes_deleted, restored
                   FROM box WHERE id = ?1";
        let kept = self.connection.query_row(sql, [box_id.0], |row| {
            Ok(KeptNotes {
                count: row.get(0)?,
                until: row.get(1)?,
                written: row.get(2)?,
                deleted: row.get(3)?,
                restored: row.get(4)?,
            })
        });
        kept.optional()?
            .ok_or_else(|| StoreError::NotFound("box", box_id.to_string()))
    }

    /// Ends a box for good, whatever state it is in: its release is frozen, if it has one; envelopes and shares go. It is written into the
    /// audit log as whoever finishes it.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn end(&mut self, box_id: BoxId, ending: &Ending) -> Result<(), StoreError> {
        let hand = self.hand.clone();
        let transaction = self.transaction()?;
        if let Some(count) = &ending.count {
            put_back_counted(&transaction, box_id, count)?;
        }
        put_back_readers(&transaction, box_id, &ending.readers)?;
        if let Some(pulse) = &ending.pulse {
            keep_pulse(&transaction, box_id, pulse)?;
        }
        // A box that a database from before its opening only plans belongs to the departments that its wards had then.
        transaction.execute(
            &format!(
                "UPDATE box SET notes_until = ?2,
                 departments = CASE state WHEN ?3 THEN coalesce(?4, {DEPARTMENTS}) ELSE departments END WHERE id = ?1"
            ),
            params![
                box_id.0,
                ending.notes_until,
                PLANNED,
                ending.departments.as_deref().map(write_list)
            ],
        )?;
        keep_figures(&transaction, Kind::Release, box_id, ending.release.as_ref())?;
        let BoxRow { round, wards, .. } = read_box(&transaction, box_id)?;
        settle_departments(&transaction, &round)?;
        set_state(&transaction, box_id, ending.state)?;
        delete_envelopes(&transaction, box_id)?;
        destroy_shares(&transaction, box_id)?;
        let deed = match ending.state {
            BoxState::ClosedUnread => Deed::ClosedUnread { round },
            _ => Deed::Released { round },
        };
        note(&transaction, &hand, &wards, &deed)?;
        transaction.commit()?;
        Ok(())
    }

    /// Notes that a box was counted without these tablets, by a database that has been replaced since: they deliver nothing
    /// into it any more.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn leave_out(&mut self, box_id: BoxId, tablets: &[String]) -> Result<(), StoreError> {
        let transaction = self.transaction()?;
        for tablet in tablets {
            transaction.execute(
                "INSERT INTO tablet_box (box, tablet, left_out) VALUES (?1, ?2, 1)
                 ON CONFLICT DO UPDATE SET left_out = 1",
                params![box_id.0, tablet],
            )?;
        }
        transaction.commit()?;
        Ok(())
    }

    /// The tablets that a box was counted without.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn left_out(&self, box_id: BoxId) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT tablet FROM tablet_box WHERE box = ?1 AND left_out = 1 ORDER BY tablet";
        let mut select = self.connection.prepare(sql)?;
        let tablets = select.query_map([box_id.0], |row| row.get(0))?;
        Ok(tablets.collect::<Result<_, _>>()?)
    }

    /// Destroys the shares of a box that was counted and is not released: what could open its envelopes once more, if an old copy
    /// of them were found.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn forget_shares(&mut self, box_id: BoxId) -> Result<(), StoreError> {
        let transaction = self.transaction()?;
        if read_box(&transaction, box_id)?.state == Some(BoxState::Counted) {
            destroy_shares(&transaction, box_id)?;
        }
        transaction.commit()?;
        Ok(())
    }

    /// Closes a box for good without opening it; its envelopes and shares go. `keep_ending` keeps that beside the database:
    /// it is called once nothing else can happen to the box any more, and before anything is destroyed.
    ///
    /// # Errors
    /// [`StoreError::WrongState`] when it is counted; [`StoreError::ChangedMeanwhile`] when it is `due` at another time, or was taken back;
    /// what `keep_ending` gives.
    pub fn close_unread<E: From<StoreError>>(
        &mut self,
        box_id: BoxId,
        due: Option<i64>,
        keep_ending: impl FnOnce() -> Result<(), E>,
    ) -> Result<(), E> {
        let hand = self.hand.clone();
        let transaction = self.transaction().map_err(StoreError::from)?;
        let ballot_box = read_box(&transaction, box_id)?;
        match ballot_box.state {
            Some(BoxState::ClosedUnread) => return Ok(()),
            Some(BoxState::Open) => {}
            _ => {
                return Err(
                    wrong_state(&ballot_box, state_name(&ballot_box, None), "it cannot be closed unread").into(),
                );
            }
        }
        if due.is_some() && due != ballot_box.unread_at {
            return Err(StoreError::ChangedMeanwhile("when it is closed unread").into());
        }
        keep_ending()?;
        let ended = (|| {
            set_state(&transaction, box_id, BoxState::ClosedUnread)?;
            delete_envelopes(&transaction, box_id)?;
            destroy_shares(&transaction, box_id)?;
            let round = ballot_box.round.clone();
            note(&transaction, &hand, &ballot_box.wards, &Deed::ClosedUnread { round })?;
            Ok::<(), StoreError>(transaction.commit()?)
        })();
        Ok(ended?)
    }
}

/// Lets those read again who read what a box gave, where the database knows of nobody.
fn put_back_readers(connection: &Connection, box_id: BoxId, readers: &[Reader]) -> Result<(), StoreError> {
    let mut known = connection.prepare_cached("SELECT 1 FROM box_guide WHERE box = ?1")?;
    if known.exists([box_id.0])? {
        return Ok(());
    }
    for reader in readers {
        // Whose account has gone reads nothing, nor does who gets the address later. Nor does an account without a counting key: a copy
        // from before its guide had one cannot tell the guide from whoever takes an invitation of it.
        connection.execute(
            "INSERT INTO box_guide (box, email, added_by)
                 SELECT ?1, ?2, ?3 WHERE EXISTS (SELECT 1 FROM account WHERE email = ?2 AND counting_public IS NOT NULL)",
            params![box_id.0, reader.email, reader.added_by],
        )?;
    }
    Ok(())
}

fn read_envelopes(connection: &Connection, box_id: BoxId) -> Result<Vec<SealedSlip>, StoreError> {
    let mut select = connection.prepare("SELECT kind, sealed FROM envelope WHERE box = ?1")?;
    let mut rows = select.query([box_id.0])?;
    let mut envelopes = Vec::new();
    while let Some(row) = rows.next()? {
        let kind = read_kind(row.get(0)?)?;
        envelopes.push(SealedSlip {
            kind,
            sealed: row.get(1)?,
        });
    }
    Ok(envelopes)
}

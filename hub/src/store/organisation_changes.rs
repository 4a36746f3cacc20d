//! Changing the organisation: each change carried out and written into the audit log, all or none; people who come in with a list.

use rusqlite::{Connection, params};

use super::audit::{note, time_of, wards_of_account};
use super::audit_changes::{concerned_before, describe};
use super::boxes::destroy_shares;
use super::drafts::forget_unseen;
use super::holding::note_holding;
use super::organisation::{NAME, TIME_ZONE, read_organisation, set_setting};
use super::people::{log_out, void_codes, void_invitations};
use super::plan_versions::note_signed_by_leaving;
use super::reminders::forget_account;
use super::tokens::{void_lost_tokens, void_tokens};
use super::upkeep::owe_tidying;
use super::{PLANNED, Store, damage_error};
use crate::audit::{Deed, Hand};
use crate::organisation::times::day_of;
use crate::organisation::{Change, Organisation, Role, Round};
use crate::store::{BoxIds, KeptRound, StoreError};
use trykk_shared::ids::BoxId;
use trykk_shared::language::Language;
use trykk_shared::protocol::BoxState;

/// Carries changes out, one after the other; each is `hand`'s.
pub(super) fn carry_out_all(
    connection: &Connection,
    changes: &[Change],
    ids: &BoxIds,
    hand: &Hand,
) -> Result<(), StoreError> {
    // Whoever answered while more people were said to work there was told that it is kept.
    connection.execute(
        "UPDATE box SET most_people = max(most_people, (SELECT coalesce(sum(headcount), 0) FROM ward
             JOIN box_ward ON box_ward.ward = ward.id WHERE box_ward.box = box.id))
         WHERE state = ?1 OR state = ?2 AND public_key IS NOT NULL",
        [BoxState::Open.name(), PLANNED],
    )?;
    for change in changes {
        let before = concerned_before(connection, change)?;
        carry_out(connection, change, ids)?;
        let (wards, deed) = describe(connection, change, before)?;
        note(connection, hand, &wards, &deed)?;
    }
    if !changes.is_empty() {
        let organisation = read_organisation(connection)?;
        void_lost_tokens(connection, &organisation)?;
        for change in changes {
            if let Change::RemoveAccount(email) = change {
                forget_unseen(connection, &organisation, email)?;
            }
        }
        let day = day_of(time_of(connection, hand)?, &organisation.zone());
        note_holding(connection, &organisation, None, day)?;
        note_signed_by_leaving(connection, &organisation, day)?;
    }
    Ok(())
}

fn carry_out(connection: &Connection, change: &Change, ids: &BoxIds) -> Result<(), StoreError> {
    match change {
        Change::Name(name, time_zone) => {
            set_setting(connection, NAME, name)?;
            set_setting(connection, TIME_ZONE, time_zone)?;
        }
        Change::PutDepartment(id, name) => {
            connection.execute("INSERT OR REPLACE INTO department VALUES (?1, ?2)", [id, name])?;
        }
        Change::RemoveDepartment(id) => {
            connection.execute("DELETE FROM department WHERE id = ?1", [id])?;
        }
        Change::PutWard(id, ward) => {
            let row = params![id, ward.name, ward.department, ward.headcount, ward.closed];
            connection.execute("INSERT OR REPLACE INTO ward VALUES (?1, ?2, ?3, ?4, ?5)", row)?;
            if ward.closed {
                connection.execute("DELETE FROM enrolment_code WHERE ward = ?1", [id])?;
            }
        }
        Change::RemoveWard(id) => {
            connection.execute("DELETE FROM ward WHERE id = ?1", [id])?;
            connection.execute("DELETE FROM enrolment_code WHERE ward = ?1", [id])?;
        }
        Change::PutAccount(email, account) => {
            let role = serde_json::to_string(&account.role).map_err(damage_error)?;
            let places = serde_json::to_string(&account.places).map_err(damage_error)?;
            connection.execute(
                "INSERT INTO account (email, role, places, blocked) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (email) DO UPDATE SET role = ?2, places = ?3, blocked = ?4",
                params![email, role, places, account.blocked],
            )?;
            // Another role, or other places: what was made with the ones before is void.
            void_codes(connection, email)?;
            if account.blocked || account.role != Role::Admin {
                void_invitations(connection, email)?;
            }
            if account.blocked {
                connection.execute("UPDATE account SET invitation = NULL WHERE email = ?1", [email])?;
                log_out(connection, email)?;
            }
        }
        Change::RemoveAccount(email) => {
            // Whoever gets this address later is somebody else: no share and no count is theirs.
            connection.execute("DELETE FROM guide_share WHERE email = ?1", [email])?;
            owe_tidying(connection)?;
            // That somebody was let in, and by whom, stays.
            connection.execute("DELETE FROM box_guide WHERE email = ?1 AND added_by IS NULL", [email])?;
            connection.execute("UPDATE box_guide SET gone = 1 WHERE email = ?1", [email])?;
            connection.execute("DELETE FROM account WHERE email = ?1", [email])?;
            void_invitations(connection, email)?;
            log_out(connection, email)?;
            forget_account(connection, email)?;
        }
        Change::RemoveRound(id) => remove_round(connection, id)?,
        Change::PutRound(id, round) => {
            remove_round(connection, id)?;
            let shape = round.deck.shape(round.plan.mode);
            connection.execute(
                "INSERT INTO round (id, plan, deck, mode, participant_marks, participant_notes, table_marks)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                params![
                    id,
                    serde_json::to_string(&round.plan).map_err(damage_error)?,
                    serde_json::to_string(&round.deck).map_err(damage_error)?,
                    round.plan.mode.name(),
                    shape.participant_marks,
                    shape.participant_notes,
                    shape.table_marks
                ],
            )?;
            for (wards, _) in &round.boxes {
                let box_id = ids.id(id, wards).0;
                let plan = &round.plan;
                connection.execute(
                    "INSERT INTO box (id, round, wards, state, opens, closes, floor) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                    params![
                        box_id,
                        id,
                        serde_json::to_string(wards).map_err(damage_error)?,
                        PLANNED,
                        plan.opens,
                        plan.closes,
                        plan.floor
                    ],
                )?;
                for ward in wards {
                    connection.execute("INSERT INTO box_ward VALUES (?1, ?2)", params![ward, box_id])?;
                }
            }
        }
    }
    Ok(())
}

fn remove_round(connection: &Connection, id: &str) -> Result<(), rusqlite::Error> {
    connection.execute(
        "DELETE FROM box_ward WHERE box IN (SELECT id FROM box WHERE round = ?1)",
        [id],
    )?;
    connection.execute("DELETE FROM box WHERE round = ?1", [id])?;
    connection.execute("DELETE FROM round WHERE id = ?1", [id]).map(|_| ())
}

/// `what`: who was looked for, an account or a guide.
pub(super) fn check_found(changed: usize, what: &'static str, email: &str) -> Result<(), StoreError> {
    if changed == 1 {
        Ok(())
    } else {
        Err(StoreError::NotFound(what, email.to_owned()))
    }
}

/// Somebody who comes into the plan with a list.
#[derive(Clone, Debug)]
pub struct Newcomer {
    /// Their address.
    pub email: String,
    /// Their language, where the list says one.
    pub language: Option<Language>,
    /// The hash of their invitation.
    pub invitation: [u8; 32],
    /// Until when it can be used, in seconds since 1970-01-01 UTC.
    pub until: i64,
}

fn put_invitation(
    transaction: &Connection,
    hand: &Hand,
    email: &str,
    (hash, until): (&[u8], i64),
    by: Option<&str>,
) -> Result<(), StoreError> {
    // Whoever is invited anew may not be who made them.
    void_tokens(transaction, email)?;
    let changed = transaction.execute(
        "UPDATE account SET invitation = ?2, invitation_until = ?3, invited_by = ?4 WHERE email = ?1",
        params![email, hash, until, by],
    )?;
    check_found(changed, "account", email)?;
    let (wards, account) = (wards_of_account(transaction, email)?, email.to_owned());
    note(transaction, hand, &wards, &Deed::Invited { account })
}

impl Store {
    /// Carries changes out, all or none, if the organisation still is `from`. New boxes get ids from `ids`.
    ///
    /// # Errors
    /// [`StoreError::ChangedMeanwhile`] when somebody else changed it meanwhile.
    pub fn change(&mut self, from: &Organisation, changes: &[Change], ids: &BoxIds) -> Result<(), StoreError> {
        let hand = self.hand.clone();
        let transaction = self.transaction()?;
        if read_organisation(&transaction)? != *from {
            return Err(StoreError::ChangedMeanwhile("the plan"));
        }
        carry_out_all(&transaction, changes, ids, &hand)?;
        transaction.commit()?;
        Ok(())
    }

    /// Lets `decide` look at the organisation as it stands and carries out what it says, in one step: nobody changes it
    /// between. New boxes get ids from `ids`.
    ///
    /// # Errors
    /// See [`StoreError`]; what `decide` refuses is the inner error, and nothing is changed.
    pub fn change_organisation<E>(
        &mut self,
        ids: &BoxIds,
        decide: impl FnOnce(&Organisation) -> Result<Vec<Change>, E>,
    ) -> Result<Result<Vec<Change>, E>, StoreError> {
        let hand = self.hand.clone();
        let transaction = self.transaction()?;
        let changes = match decide(&read_organisation(&transaction)?) {
            Ok(changes) => changes,
            Err(refused) => return Ok(Err(refused)),
        };
        carry_out_all(&transaction, &changes, ids, &hand)?;
        transaction.commit()?;
        Ok(Ok(changes))
    }

    /// Changes the plan, and invites who is new with it: all of it or nothing. `decide` is given the plan that the changes will meet; `by` is
    /// who invites.
    ///
    /// # Errors
    /// See [`StoreError`]; what `decide` refuses is given back inside.
    pub fn bring_in<E>(
        &mut self,
        ids: &BoxIds,
        by: &str,
        decide: impl FnOnce(&Organisation) -> Result<(Vec<Change>, Vec<Newcomer>), E>,
    ) -> Result<Result<(), E>, StoreError> {
        let hand = self.hand.clone();
        let transaction = self.transaction()?;
        let (changes, newcomers) = match decide(&read_organisation(&transaction)?) {
            Ok(decided) => decided,
            Err(refused) => return Ok(Err(refused)),
        };
        carry_out_all(&transaction, &changes, ids, &hand)?;
        for new in &newcomers {
            if let Some(language) = new.language {
                let sql = "UPDATE account SET language = ?2 WHERE email = ?1";
                transaction.execute(sql, params![new.email, language.code()])?;
            }
            put_invitation(&transaction, &hand, &new.email, (&new.invitation, new.until), Some(by))?;
        }
        transaction.commit()?;
        Ok(Ok(()))
    }

    /// Puts a round back as it was confirmed, for a database from before: its boxes are planned, and none has a key.
    ///
    /// # Errors
    /// [`StoreError::OtherPlan`] when a box of it is open.
    pub fn put_back_round(&mut self, kept: &KeptRound, ids: &BoxIds) -> Result<(), StoreError> {
        let transaction = self.transaction()?;
        let boxes: Vec<BoxId> = {
            let mut select = transaction.prepare("SELECT id, state FROM box WHERE round = ?1")?;
            let mut rows = select.query([&kept.id])?;
            let mut boxes = Vec::new();
            while let Some(row) = rows.next()? {
                if row.get::<_, String>(1)? != PLANNED {
                    return Err(StoreError::OtherPlan(kept.id.clone()));
                }
                boxes.push(BoxId(row.get(0)?));
            }
            boxes
        };
        for box_id in boxes {
            destroy_shares(&transaction, box_id)?;
        }
        let round = Round {
            plan: kept.plan.clone(),
            deck: kept.deck.clone(),
            boxes: kept.boxes.iter().map(|wards| (wards.clone(), false)).collect(),
        };
        carry_out(&transaction, &Change::PutRound(kept.id.clone(), round), ids)?;
        transaction.commit()?;
        Ok(())
    }

    /// Keeps the hash of an account's single-use invitation, in place of an earlier one. `until`: when it is void; `by`: who makes
    /// it on a page, nobody in particular at the command line.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn set_invitation(&mut self, email: &str, hash: &[u8], until: i64, by: Option<&str>) -> Result<(), StoreError> {
        let hand = self.hand.clone();
        let transaction = self.transaction()?;
        put_invitation(&transaction, &hand, email, (hash, until), by)?;
        Ok(transaction.commit()?)
    }
}

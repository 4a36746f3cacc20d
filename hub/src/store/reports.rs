//! Reports that were frozen.

use std::collections::BTreeSet;

use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};
use trykk_shared::ids::BoxId;

use super::audit::note;
use super::bands::BandsRow;
use super::boxes::{state_name, wrong_state};
use super::organisation::read_zone;
use super::signatures::ask;
use super::{Store, StoreError, damage_error, read_box};
use crate::audit::{Deed, Hand};
use crate::organisation::times::day_of;
use crate::report::frozen::{Around, BandsSince, Frozen};
use crate::signing::{Asked, Kind, Needs, Version};
use crate::store::BoxRow;

/// A version of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportRow {
    /// Which one.
    pub version: u32,
    /// SHA-256 of what it says.
    pub digest: [u8; 32],
    /// The guide who froze it.
    pub made_by: String,
    /// When, seconds since 1970-01-01 UTC.
    pub at: i64,
}

/// A report as it lies beside the database.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptReport {
    /// What it says.
    pub frozen: Frozen,
    /// The guide who froze it.
    pub made_by: String,
    /// When, seconds since 1970-01-01 UTC.
    pub at: i64,
}

/// What a box's newest report says, if one was frozen.
pub(super) fn newest(connection: &Connection, box_id: BoxId) -> Result<Option<Frozen>, StoreError> {
    let sql = "SELECT frozen FROM report WHERE box = ?1 AND frozen IS NOT NULL ORDER BY version DESC LIMIT 1";
    let mut select = connection.prepare_cached(sql)?;
    let mut rows = select.query([box_id.0])?;
    match rows.next()? {
        Some(row) => Ok(Some(
            serde_json::from_str(&row.get::<_, String>(0)?).map_err(damage_error)?,
        )),
        None => Ok(None),
    }
}

impl Store {
    /// What a box's newest report says, if one was frozen.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn report(&self, box_id: BoxId) -> Result<Option<Frozen>, StoreError> {
        newest(&self.connection, box_id)
    }

    /// What became of the bands that a box's report was frozen with.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn bands_since(&self, box_id: BoxId) -> Result<BandsSince, StoreError> {
        Ok(match self.bands(box_id)? {
            Some(BandsRow::Withdrawn) => BandsSince::Withdrawn,
            _ => BandsSince::Stand,
        })
    }

    /// The report that would be frozen of a box now, without the questions that are left out; nothing before the box is published.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn next_report(&self, box_id: BoxId, left_out: &BTreeSet<String>) -> Result<Option<Frozen>, StoreError> {
        let Some(release) = self.release(box_id)? else {
            return Ok(None);
        };
        let ballot_box = self.ballot_box(box_id)?;
        let organisation = self.wards_named(&ballot_box.wards)?;
        let deck = self.round(&ballot_box.round)?.deck;
        let around = Around {
            organisation: organisation.name.clone(),
            wards: organisation.ward_names(&ballot_box.wards),
            time_zone: organisation.time_zone.clone(),
            opens: ballot_box.opens,
            closes: ballot_box.closes,
            floor: ballot_box.floor,
        };
        let areas: Vec<_> = self.areas(box_id)?.into_iter().map(|row| row.area).collect();
        let bands = match self.bands(box_id)? {
            Some(BandsRow::Published(bands)) => Some(bands),
            _ => None,
        };
        let before = self.report(box_id)?;
        let published = (&release, bands.as_ref());
        let next = Frozen::following(before.as_ref(), around, &deck, published, left_out, &areas);
        Ok(Some(next))
    }

    /// Every version of a box's report, the newest first.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn report_versions(&self, box_id: BoxId) -> Result<Vec<ReportRow>, StoreError> {
        let sql = "SELECT version, digest, made_by, at FROM report WHERE box = ?1 ORDER BY version DESC";
        let mut select = self.connection.prepare_cached(sql)?;
        let rows = select.query_map([box_id.0], |row| {
            Ok(ReportRow {
                version: row.get(0)?,
                digest: row.get(1)?,
                made_by: row.get(2)?,
                at: row.get(3)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Freezes a report of a published box in the place of the version before, of which its digest stays.
    ///
    /// # Errors
    /// When the box is not published, or another version came in between, or the report would show what an earlier one did not; those of
    /// `keep`, which is done where nothing can come between.
    pub fn freeze_report<E: From<StoreError>>(
        &mut self,
        box_id: BoxId,
        kept: &KeptReport,
        keep: impl FnOnce() -> Result<(), E>,
    ) -> Result<(), E> {
        let hand = self.hand.clone();
        let transaction = self.transaction().map_err(StoreError::from)?;
        let ballot_box = read_box(&transaction, box_id)?;
        if !ballot_box.has_release() {
            let wanted = "a report is made of what is published";
            return Err(wrong_state(&ballot_box, state_name(&ballot_box, None), wanted).into());
        }
        if !kept.frozen.may_follow(newest(&transaction, box_id)?.as_ref()) {
            return Err(StoreError::ChangedMeanwhile("the report").into());
        }
        put_report(&transaction, &hand, &ballot_box, kept)?;
        keep()?;
        Ok(transaction.commit().map_err(StoreError::from)?)
    }

    /// Takes up a report that lies beside the database, where the box is published and the database does not know that version. Whether it
    /// was taken up.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn take_up_report(&mut self, box_id: BoxId, kept: &KeptReport) -> Result<bool, StoreError> {
        let hand = self.hand.clone();
        let transaction = self.transaction()?;
        let ballot_box = match read_box(&transaction, box_id) {
            Err(StoreError::NotFound(..)) => return Ok(false),
            found => found?,
        };
        let known = newest(&transaction, box_id)?.map_or(0, |frozen| frozen.version);
        if !ballot_box.has_release() || known >= kept.frozen.version {
            return Ok(false);
        }
        put_report(&transaction, &hand, &ballot_box, kept)?;
        transaction.commit()?;
        Ok(true)
    }

    /// The boxes of which a report was frozen.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn boxes_with_reports(&self) -> Result<Vec<BoxId>, StoreError> {
        let sql = "SELECT DISTINCT box FROM report WHERE frozen IS NOT NULL ORDER BY box";
        let mut select = self.connection.prepare_cached(sql)?;
        let rows = select.query_map([], |row| Ok(BoxId(row.get(0)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// A box's newest report with who froze it when, if one was frozen.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn newest_report(&self, box_id: BoxId) -> Result<Option<KeptReport>, StoreError> {
        let Some(frozen) = self.report(box_id)? else {
            return Ok(None);
        };
        let versions = self.report_versions(box_id)?.into_iter();
        let row = versions.into_iter().find(|row| row.version == frozen.version);
        Ok(row.map(|row| KeptReport {
            frozen,
            made_by: row.made_by,
            at: row.at,
        }))
    }
}

/// Puts a report in the place of the version before, says that it is to be signed as seen, and writes it down.
fn put_report(
    transaction: &Connection,
    hand: &Hand,
    ballot_box: &BoxRow,
    KeptReport { frozen, made_by, at }: &KeptReport,
) -> Result<(), StoreError> {
    let box_id = ballot_box.id;
    transaction.execute("UPDATE report SET frozen = NULL WHERE box = ?1", [box_id.0])?;
    transaction.execute(
        "INSERT INTO report VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            box_id.0,
            frozen.version,
            frozen.digest().map_err(damage_error)?,
            serde_json::to_string(frozen).map_err(damage_error)?,
            made_by,
            at
        ],
    )?;
    // The first one is the report that was owed; a day that a guide wrote down stays.
    let today = day_of(*at, &read_zone(transaction)?);
    transaction.execute(
            "INSERT INTO follow_up (box, report) VALUES (?1, ?2) ON CONFLICT (box) DO UPDATE SET report = COALESCE(report, ?2)",
            params![box_id.0, today],
        )?;
    // Whoever has seen the version before has not seen this one.
    let digest = frozen.digest().map_err(damage_error)?;
    let asked = Asked {
        kind: Kind::Report,
        thing: box_id.to_string(),
        wards: ballot_box.wards.clone(),
        version: Version(digest),
        since: today,
        needs: Needs::One,
    };
    ask(transaction, hand, &asked)?;
    let deed = Deed::ReportFrozen {
        round: ballot_box.round.clone(),
        version: frozen.version,
    };
    note(transaction, hand, &ballot_box.wards, &deed)
}

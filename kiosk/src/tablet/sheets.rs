//! Sheets are delivered into the tablet's store, and the last one can be taken back.

use std::collections::BTreeSet;

use rand::CryptoRng;
use trykk_shared::answers::Sheet;
use trykk_shared::deck::Mode;
use trykk_shared::ids::EnvelopeId;
use trykk_shared::seal::Envelope;
use trykk_shared::slip::{self, NoteFormat};
use trykk_shared::start_code::{CodePlace, StartCode};

use super::Tablet;
use super::codes::CodesNeeded;
use super::error::DeliverError;
use super::standing::OpenRound;
use crate::store::{StoreError, UsedCode};

/// How long a delivery can be taken back, in seconds.
pub const TAKE_BACK_SECONDS: i64 = 15;

/// What a delivery can be taken back with. It lives in memory only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    ids: BTreeSet<EnvelopeId>,
    code: Option<UsedCode>,
    /// How many answers there were.
    answers: usize,
}

impl Tablet {
    /// Delivers one sheet into the round that it was begun in: sealed in memory, stored durably, then said.
    /// Someone who began before closing may finish. The code that the sheet was begun with is spent in the same step.
    ///
    /// # Errors
    /// Says why nothing of it was stored.
    pub fn deliver(
        &mut self,
        sheet: &Sheet,
        round: &OpenRound,
        code: Option<CodePlace>,
        rng: &mut impl CryptoRng,
    ) -> Result<Receipt, DeliverError> {
        let mut receipt = self.deliver_one(sheet, round, code, rng)?;
        receipt.answers = sheet.count_answers();
        if code.is_none() && round.mode == Mode::DropIn {
            self.note_pace(round.address.box_id, receipt.answers);
        }
        // The clock shows whole seconds: one more, so that the last second is never cut short.
        self.recent = Some((receipt.clone(), self.clock.since_start() + TAKE_BACK_SECONDS + 1));
        Ok(receipt)
    }

    /// Delivers one sheet that was answered on paper and typed in, as [`Tablet::deliver`] does. It was looked over before, so it cannot be
    /// taken back; and how fast a pile is typed in says nothing of how fast people answered.
    ///
    /// # Errors
    /// Says why nothing of it was stored.
    pub fn deliver_typed(
        &mut self,
        sheet: &Sheet,
        round: &OpenRound,
        code: Option<CodePlace>,
        rng: &mut impl CryptoRng,
    ) -> Result<(), DeliverError> {
        // The last table that begins comes in whole, as it does when it taps.
        if let Some(room) = round.room.filter(|room| *room == 0) {
            return Err(DeliverError::Full(room));
        }
        self.deliver_one(sheet, round, code, rng).map(drop)
    }

    fn deliver_one(
        &mut self,
        sheet: &Sheet,
        round: &OpenRound,
        code: Option<CodePlace>,
        rng: &mut impl CryptoRng,
    ) -> Result<Receipt, DeliverError> {
        let taken = self.settings.manifest.as_ref().is_some_and(|manifest| {
            manifest
                .boxes
                .iter()
                .any(|info| info.id == round.address.box_id && info.state.takes_envelopes())
        });
        if !taken {
            return Err(DeliverError::Closed);
        }
        if sheet.is_blank() {
            return Err(DeliverError::Blank);
        }
        if round.codes != CodesNeeded::None && code.is_none() {
            return Err(DeliverError::NoCode);
        }
        self.store_sheets(std::slice::from_ref(sheet), round, code.as_slice(), rng)
    }

    /// Delivers many sheets into the open round: all of them or none. They cannot be taken back. Where the round asks for
    /// codes, all that are given are used up: at least one for each sheet.
    ///
    /// # Errors
    /// Says why nothing was stored.
    pub fn deliver_all(
        &mut self,
        sheets: &[Sheet],
        codes: &[StartCode],
        rng: &mut impl CryptoRng,
    ) -> Result<(), DeliverError> {
        let round = self.open_round()?;
        if sheets.iter().any(Sheet::is_blank) {
            return Err(DeliverError::Blank);
        }
        let people: u64 = sheets.iter().map(|sheet| sheet.participants() as u64).sum();
        if let Some(room) = round.room.filter(|room| *room < people) {
            return Err(DeliverError::Full(room));
        }
        let mut places: Vec<CodePlace> = Vec::new();
        if round.codes == CodesNeeded::NotPrinted {
            return Err(DeliverError::NoCodesYet);
        }
        if round.codes != CodesNeeded::None {
            if codes.len() < sheets.len() {
                return Err(DeliverError::NoCode);
            }
            for (nth, code) in codes.iter().enumerate() {
                let place = self.find_unspent(round.address.box_id, code);
                let place = place.filter(|place| !places.contains(place));
                places.push(place.ok_or(DeliverError::WrongCode(nth + 1))?);
            }
        }
        self.store_sheets(sheets, &round, &places, rng).map(|_| ())
    }

    fn store_sheets(
        &mut self,
        sheets: &[Sheet],
        round: &OpenRound,
        codes: &[CodePlace],
        rng: &mut impl CryptoRng,
    ) -> Result<Receipt, DeliverError> {
        let mut envelopes = Vec::new();
        for sheet in sheets {
            sheet.check(&round.deck, round.mode)?;
            let slips = slip::split(
                sheet,
                &round.deck,
                NoteFormat::of_protocol(self.settings.newest_protocol),
            );
            envelopes.extend(slips.iter().map(|slip| Envelope::seal(slip, &round.address, rng)));
        }
        let used: Vec<UsedCode> = codes
            .iter()
            .map(|place| UsedCode {
                box_id: round.address.box_id,
                place: *place,
            })
            .collect();
        let ids = envelopes.iter().map(Envelope::id).collect();
        self.store.add(round.address.box_id, envelopes, &used)?;
        Ok(Receipt {
            answers: 0,
            ids,
            code: used.first().copied(),
        })
    }

    /// Takes the last delivery back: deletes those very envelopes and frees the code, durably. Says whether it could still be done.
    ///
    /// # Errors
    /// When the disk does not take the change; then the delivery stands.
    pub fn take_back(&mut self, receipt: &Receipt) -> Result<bool, StoreError> {
        match &self.recent {
            Some((recent, until)) if recent == receipt && self.clock.since_start() < *until => {}
            _ => return Ok(false),
        }
        self.store.remove(&receipt.ids, receipt.code.as_ref())?;
        self.pace.take_back(receipt.answers);
        self.recent = None;
        Ok(true)
    }

    /// Ends the time in which the last delivery can be taken back: the next person begins.
    pub fn forget_receipt(&mut self) {
        self.recent = None;
    }

    pub(super) fn still_recent(&self, id: EnvelopeId) -> bool {
        self.recent
            .as_ref()
            .is_some_and(|(recent, until)| self.clock.since_start() < *until && recent.ids.contains(&id))
    }
}

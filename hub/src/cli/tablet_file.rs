//! Taking in what a tablet wrote on a stick.

use std::collections::BTreeSet;
use std::path::PathBuf;

use anyhow::{Context, bail};
use clap::Args;
use trykk_shared::refusal::Refusal;

use super::Common;
use crate::certificates::Ca;
use crate::rounds::sweep_unfinished;
use crate::tablet_files::open_file;

#[derive(Debug, Args)]
pub struct Import {
    #[command(flatten)]
    common: Common,
    /// The file that trykk-kiosk export wrote
    file: PathBuf,
}

/// Why something was refused, and what to do.
fn explain(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::TooLate => "its round is counted, or was closed unread: what came after is not counted",
        Refusal::Full => {
            "the tablet has delivered as many sheets as it may; tell the process guide, who sees what became of its codes and the headcount"
        }
        Refusal::UnknownBox | Refusal::NotYourBox => {
            "some of it belongs to a round that this tablet has no part in here"
        }
        Refusal::Malformed | Refusal::WrongId => "some of it is no sealed answer; export from the tablet once more",
    }
}

impl Import {
    pub fn run(self) -> anyhow::Result<()> {
        let (folder, mut store) = self.common.open()?;
        let now = self.common.clock(&mut store)?.now();
        let file = std::fs::read(&self.file).with_context(|| format!("{} cannot be read", self.file.display()))?;
        let opened = open_file(Ca::open(&folder)?.file_key(), &file)
            .with_context(|| format!("{} was not taken in", self.file.display()))?;
        // A hub that was restored to before a count takes nothing but what was counted: as when it serves.
        if let Some((ballot_box, error)) = sweep_unfinished(&mut store, &folder)?.into_iter().next() {
            bail!(
                "box {} could not be settled first, and nothing was taken in: {error}",
                ballot_box.id
            );
        }
        let taken = opened.take_in(&mut store, now)?;
        // What came after a closing lies in the order of its arrival, and so may what an earlier command took in that was killed.
        if store.owes_tidying()?
            && let Err(error) = store.tidy(now)
        {
            // What was wanted is done, and that it is owed is in the database.
            eprintln!("trykk-hub: the database could not be tidied; the running hub tries again: {error}");
        }
        if taken.is_aside() {
            say!(
                "Tablet {} was reported stolen: what is in the file lies aside, until a guide takes or leaves it.",
                taken.tablet.id
            );
        }
        if !taken.refused.is_empty() {
            let why: BTreeSet<&str> = taken.refused.iter().map(|refusal| explain(*refusal)).collect();
            let why: Vec<&str> = why.into_iter().collect();
            bail!(
                "not everything in the file of tablet {} was taken, and that stays on the tablet: {}",
                taken.tablet.id,
                why.join(". Also: ")
            );
        }
        say!(
            "Everything in the file of tablet {} is here. It does no harm to take it in again. Keep the file until the round is counted: if the hub is put back to an earlier copy, take it in again.",
            taken.tablet.id
        );
        Ok(())
    }
}

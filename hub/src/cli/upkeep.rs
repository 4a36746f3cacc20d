//! Commands for setting up, backing up and restoring a hub.

use std::path::{Path, PathBuf};
use std::{fs, io};

use anyhow::{Context, bail};
use clap::Args;
use data_encoding::BASE64;

use super::Common;
use crate::audit::{Deed, Who};
use crate::certificates::Ca;
use crate::clock::HubClock;
use crate::data::{self, DataFolder};
use crate::keys::opening::OpeningKey;
use crate::keys::recovery;
use crate::organisation::Organisation;
use crate::report::keeping;
use crate::rounds;
use crate::secrets::draw_secret;
use crate::store::Copied;
use crate::store::Store;
use crate::store::{BoxRow, CLOCK, INCARNATION, KeptRound, RECOVERY_KEY, REVIEW};
use crate::tablets;
use trykk_shared::randomness::system_rng;

#[derive(Debug, Args)]
pub struct Init {
    #[command(flatten)]
    common: Common,
    /// Write the recovery sheet to this file instead of printing it
    #[arg(long, value_name = "FILE")]
    recovery_sheet: Option<PathBuf>,
}

impl Init {
    pub fn run(self) -> anyhow::Result<()> {
        let (folder, mut store) = DataFolder::create(&self.common.data)?;
        let mut rng = system_rng();
        let ca = if folder.ca_key().exists() {
            Ca::open(&folder)?
        } else {
            Ca::create(&folder)?
        };
        let key = OpeningKey::draw(&mut rng);
        let sheet = recovery::sheet(&key);
        match &self.recovery_sheet {
            Some(path) => data::write(path, sheet.as_bytes())?,
            None => say!("This is the recovery sheet. It is shown this once:\n\n{}\n", *sheet),
        }
        store.set_setting(INCARNATION, &draw_secret(&mut rng))?;
        HubClock::confirmed(self.common.clock.unwrap_or_default()).confirm(&mut store)?;
        // The last step: until here nothing was set up, and the command can be given again.
        store.set_setting(RECOVERY_KEY, &BASE64.encode(&key.sealing_key().to_bytes()))?;
        say!("The hub is set up in {}.", self.common.data.display());
        say!("Tablets will know it by the CA with fingerprint {}.", ca.fingerprint());
        if let Some(path) = &self.recovery_sheet {
            say!(
                "The recovery sheet is in {}: print it, then delete the file.",
                path.display()
            );
        }
        let data = self.common.data.display();
        say!(
            "Next: `trykk-hub account add --data {data} --role admin --email EMAIL` prints the first administrator's invitation, and \
             `trykk-hub serve --data {data}` runs the hub. Everything else can be done on its pages."
        );
        Ok(())
    }
}

#[derive(Debug, Args)]
pub struct Backup {
    #[command(flatten)]
    common: Common,
    /// The file to write
    file: PathBuf,
}

impl Backup {
    pub fn run(self) -> anyhow::Result<()> {
        let (_, mut store) = self.common.open()?;
        let now = self.common.clock(&mut store)?.now();
        store.back_up(&self.file, Copied::Whole, now)?;
        say!(
            "{} holds the database. The hub's shares of open boxes are in no backup, on purpose.",
            self.file.display()
        );
        Ok(())
    }
}

#[derive(Debug, Args)]
pub struct Restore {
    #[command(flatten)]
    common: Common,
    /// The copy to put in place
    file: PathBuf,
}

impl Restore {
    pub fn run(self) -> anyhow::Result<()> {
        // The database itself may be damaged or gone: that is what a backup is for.
        let folder = DataFolder::of(&self.common.data)?;
        let lock = fs::File::create(self.common.data.join("serving")).context("the data folder cannot be written")?;
        if lock.try_lock().is_err() {
            bail!("the hub is running on this folder; stop it, then restore");
        }
        let copy = self.common.data.join("restoring.db");
        for leftover in [copy.clone(), beside(&copy, "-wal"), beside(&copy, "-shm")] {
            data::remove(&leftover)?;
        }
        fs::copy(&self.file, &copy).with_context(|| format!("{} cannot be read", self.file.display()))?;
        // Whoever noted its head finds it named in the log that goes on. What is damaged is none.
        let replaced = Store::open_existing(&folder.database()).and_then(|old| old.audit_head());
        let replaced = replaced.ok().filter(|head| head.number > 0).map(|head| head.digits());
        {
            let mut store = Store::open_existing(&copy)
                .with_context(|| format!("{} is not a hub's database; nothing was changed", self.file.display()))?;
            let copy_of = store.setting(CLOCK)?.and_then(|latest| latest.parse().ok());
            // A new life: tablets send everything again. And nothing goes on before an admin has looked.
            store.set_setting(INCARNATION, &draw_secret(&mut system_rng()))?;
            store.set_setting(REVIEW, "restored")?;
            store.shut_everybody_out()?;
            store.note_restored()?;
            tablets::settle_restored(&mut store, &folder)?;
            let now = self.common.clock(&mut store)?.now();
            store.act_as(Who::Shell, now);
            let copy_of = copy_of.unwrap_or_default();
            store.note_deed(&[], &Deed::Restored { copy_of, replaced })?;
            store.tidy(now)?;
        }
        let database = folder.database();
        // Nobody confirms or opens into the old database, and has it thrown away, meanwhile.
        let _lock = folder.lock()?;
        // Closing the old database folds its log into it, if it can still be read. From here on there is a whole
        // database under its name after each step: the old one, then the copy.
        drop(Store::open_existing(&database));
        let old = (1..)
            .map(|nth| beside(&database, &format!(".before-restore-{nth}")))
            .find(|old| !old.exists())
            .context("the numbers have run out")?;
        for suffix in ["", "-wal"] {
            let kept = beside(&database, suffix);
            if kept.exists() {
                keep_as(&kept, &beside(&old, suffix)).context("the old database cannot be kept")?;
            }
        }
        for suffix in ["-wal", "-shm"] {
            data::remove(&beside(&database, suffix))?;
        }
        fs::rename(&copy, &database).context("the copy cannot be put in place")?;
        data::sync_folder(&database).context("the copy cannot be put in place")?;
        say!(
            "The copy is in place; what was there before is kept in {} until the review is confirmed.",
            old.display()
        );
        say!(
            "Tablets wait until you have run: trykk-hub review --data {} --confirm",
            self.common.data.display()
        );
        Ok(())
    }
}

/// A path with something added to its name.
fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// Gives a file a second name; a disk that knows no second names gets a copy.
fn keep_as(file: &Path, name: &Path) -> io::Result<()> {
    fs::hard_link(file, name).or_else(|_| fs::copy(file, name).map(|_| ()))
}

/// What restoring has kept of databases that stood there before, logs included.
fn earlier_databases(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for file in fs::read_dir(folder)? {
        let file = file?;
        if file.file_name().to_string_lossy().starts_with("hub.db.before-restore-") {
            found.push(file.path());
        }
    }
    Ok(found)
}

#[derive(Debug, Args)]
pub struct Review {
    #[command(flatten)]
    common: Common,
    /// What is shown is right: let tablets deliver again
    #[arg(long)]
    confirm: bool,
}

/// What a planned box is, what it will do by itself, and what the folder knows of it that the copy does not.
fn say_planned(folder: &DataFolder, organisation: &Organisation, ballot_box: &BoxRow) -> anyhow::Result<String> {
    let opens = jiff::Timestamp::from_second(ballot_box.opens)?.to_zoned(organisation.zone());
    let opens = opens.strftime("%Y-%m-%d %H:%M");
    let planned = organisation.rounds.get(&ballot_box.round);
    let planned = planned.map(|round| KeptRound::of(&ballot_box.round, round));
    Ok(match folder.opening(ballot_box.id).ok().flatten() {
        _ if ballot_box.is_confirmed() => format!("confirmed, opens by itself {opens}"),
        Some(record) if record.round.is_some() && record.round != planned => String::from(
            "planned; confirmed as another plan after the copy was made, so it does not open: apply that plan again, or take the \
             confirming back (trykk-hub round unconfirm, or the round's page)",
        ),
        Some(_) => format!("confirmed after the copy was made, opens by itself {opens}"),
        None if ballot_box.asks_for_codes => "planned, waits for being confirmed".to_owned(),
        None if ballot_box.waits_for_confirming() => format!(
            "planned for {opens}, waits for being confirmed: it may have been changed or taken away since the copy was made"
        ),
        None => format!("planned, opens by itself {opens}"),
    })
}

impl Review {
    pub fn run(self) -> anyhow::Result<()> {
        let (folder, mut store) = self.common.open()?;
        let clock = self.common.clock(&mut store)?;
        let now = clock.now();
        // What was open or published comes back, whatever the copy plans in its place; what ended has ended.
        for (round, error) in rounds::put_back_missing(&mut store, &folder)? {
            say!(
                "Round {round:?} was open or published in other wards, or with others together, and cannot be put back: {error}"
            );
        }
        for (ballot_box, error) in rounds::sweep(&mut store, &folder)? {
            say!("Round {:?} in {}: {error}", ballot_box.round, ballot_box.ward_ids());
        }
        for box_id in keeping::settle(&mut store, &folder)? {
            let ballot_box = store.ballot_box(box_id)?;
            say!(
                "The report of round {:?} in {} is the one that was frozen after the copy was made.",
                ballot_box.round,
                ballot_box.ward_ids()
            );
        }
        say!(
            "Tablets, as this hub believes (what became of them after the copy was made is known; if this folder was lost too, retire or report again):"
        );
        store
            .tablets()?
            .iter()
            .for_each(|tablet| say!("  {}  {}  {}", tablet.id, tablet.ward, tablet.state.name()));
        say!("Accounts, as this hub believes (apply the plan of today, so that nobody who was removed is here again):");
        for (email, account) in &store.organisation()?.accounts {
            say!("  {email}  {}", serde_json::to_string(&account.role)?.trim_matches('"'));
        }
        say!("Rounds, as this hub believes:");
        let organisation = store.organisation()?;
        for ballot_box in store.boxes()? {
            let state = match ballot_box.state_at(now) {
                Some(state) => state.name().to_owned(),
                None => say_planned(&folder, &organisation, &ballot_box)?,
            };
            say!("  {} {}: {state}", ballot_box.round, ballot_box.ward_ids());
        }
        let boxes = store.boxes()?;
        let openings = folder.openings()?;
        let forgotten = openings
            .iter()
            .filter(|id| !boxes.iter().any(|ballot_box| ballot_box.id == **id));
        let forgotten = forgotten.count();
        if forgotten > 0 {
            say!(
                "Not in this copy: {forgotten} that this hub confirmed after it was made, and that did not open. Apply the plan that \
                 they stand in (trykk-hub apply): they have the same keys again. What was open or published came back by itself."
            );
        }
        say!("This machine's clock: {}", jiff::Timestamp::from_second(clock.shows())?);
        if self.confirm {
            store.end_review()?;
            clock.confirm(&mut store)?;
            for old in earlier_databases(&self.common.data)? {
                data::destroy(&old)?;
            }
            say!(
                "Confirmed. Enrolment codes, passwords and invitations from before are void; tablets deliver again. \
                 Invite everybody anew who is to log in (trykk-hub account invite). Files of tablets that were taken in after this \
                 copy was made are not in it: take them in again (trykk-hub import)."
            );
        } else if store.setting(REVIEW)?.is_some() {
            say!("If this is right, run the same with --confirm.");
        } else {
            say!("The hub is not in review.");
        }
        Ok(())
    }
}

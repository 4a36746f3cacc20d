//! Commands on rounds.

use std::path::PathBuf;

use anyhow::bail;
use clap::{Args, Subcommand};
use serde_json::json;
use trykk_shared::deck::Mode;
use trykk_shared::kind::Unit;
use trykk_shared::protocol::BoxState;

use super::{Common, passphrase, rng, secret_text};
use crate::data::DataFolder;
use crate::figures::participation::{self, Participation};
use crate::figures::release::FEWEST_TABLES;
use crate::organisation::times;
use crate::rounds::{self, CountOrder, GuideProof};
use crate::store::BoxRow;
use crate::store::Store;

#[derive(Debug, Args)]
pub struct Which {
    #[command(flatten)]
    pub(super) common: Common,
    /// The round
    #[arg(long, value_name = "ID")]
    pub(super) round: String,
    /// Only the box that this ward is in; without it, every box of the round
    #[arg(long, value_name = "ID")]
    pub(super) ward: Option<String>,
}

impl Which {
    pub(super) fn open(&self) -> anyhow::Result<(DataFolder, Store, Vec<BoxRow>)> {
        let (folder, store) = self.common.open()?;
        store.round(&self.round)?;
        let mut boxes = store.boxes()?;
        boxes.retain(|one| one.round == self.round && self.ward.as_ref().is_none_or(|ward| one.wards.contains(ward)));
        if boxes.is_empty() {
            bail!(
                "round {:?} is not for ward {:?}",
                self.round,
                self.ward.as_deref().unwrap_or("")
            );
        }
        Ok((folder, store, boxes))
    }

    /// Does something to each box; goes on after a refusal and names every one at the end.
    fn each(
        &self,
        mut act: impl FnMut(&mut Store, &DataFolder, &BoxRow) -> anyhow::Result<String>,
    ) -> anyhow::Result<()> {
        let (folder, mut store, boxes) = self.open()?;
        let mut refused = Vec::new();
        for one in &boxes {
            match act(&mut store, &folder, one) {
                Ok(done) => println!("{}: {done}", one.ward_name()),
                Err(error) => refused.push(format!("{}: {error:#}", one.ward_name())),
            }
        }
        if refused.is_empty() {
            Ok(())
        } else {
            bail!("{}", refused.join("\n"))
        }
    }
}

#[derive(Debug, Subcommand)]
pub enum Round {
    /// Open a round now, before its planned time if need be
    Open(Which),
    /// Give a round another closing time
    Extend {
        #[command(flatten)]
        which: Which,
        /// The new closing time: a day (its end), or a day and time like 2026-11-30T16:00
        #[arg(long, value_name = "TIME")]
        closes: String,
    },
    /// Close a round now
    Close(Which),
    /// Close a round for good without opening what was answered
    CloseUnread(Which),
    /// Count a closed round, once
    Count {
        #[command(flatten)]
        which: Which,
        /// The guide who counts
        #[arg(long, value_name = "EMAIL", requires = "passphrase_file")]
        guide: Option<String>,
        /// The file with the guide's passphrase
        #[arg(long, value_name = "F", requires = "guide")]
        passphrase_file: Option<PathBuf>,
        /// The file with the recovery sheet
        #[arg(long, value_name = "F")]
        recovery_file: Option<PathBuf>,
        /// Leave a silent tablet out; what it has not delivered is not counted
        #[arg(long, value_name = "TABLET")]
        leave_out: Vec<String>,
        /// Count what a stolen tablet sent after it was reported
        #[arg(long, value_name = "TABLET")]
        take: Vec<String>,
        /// Do not count what a stolen tablet sent after it was reported
        #[arg(long, value_name = "TABLET")]
        leave: Vec<String>,
    },
    /// Publish a counted round: the release is frozen, the key shares are destroyed
    Release(Which),
    /// Show how far rounds have come, with coarse participation
    Status {
        #[command(flatten)]
        common: Common,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
}

impl Round {
    pub fn run(self) -> anyhow::Result<()> {
        match self {
            Round::Open(which) => {
                let (now, mut rng) = (which.common.now(), rng()?);
                which.each(|store, folder, one| {
                    rounds::open(store, folder, one, now, &mut rng)?;
                    Ok("open".to_owned())
                })
            }
            Round::Extend { which, closes } => {
                let now = which.common.now();
                which.each(|store, _, one| {
                    let zone = times::read_time_zone(&store.organisation()?.time_zone).map_err(anyhow::Error::msg)?;
                    let closing = times::read_closing_time(&closes, &zone).map_err(anyhow::Error::msg)?;
                    if closing <= now {
                        bail!("{closes} is past; to close now, use trykk-hub round close");
                    }
                    store.set_closing(one.id, closing)?;
                    Ok(format!("open until {closes}"))
                })
            }
            Round::Close(which) => {
                let now = which.common.now();
                which.each(|store, _, one| {
                    rounds::close(store, one, now)?;
                    Ok("closed".to_owned())
                })
            }
            Round::CloseUnread(which) => {
                let now = which.common.now();
                which.each(|store, folder, one| {
                    rounds::close_unread(store, folder, one, now)?;
                    Ok("closed unread; its answers and keys are destroyed".to_owned())
                })
            }
            Round::Count {
                which,
                guide,
                passphrase_file,
                recovery_file,
                leave_out,
                take,
                leave,
            } => {
                let (now, mut rng) = (which.common.now(), rng()?);
                let passphrase = passphrase_file.as_deref().map(passphrase).transpose()?;
                let sheet = recovery_file.as_deref().map(secret_text).transpose()?;
                which.each(|store, folder, one| {
                    let proof = guide.as_deref().zip(passphrase.as_ref());
                    let here = |named: &[String]| only_here(store, one, named);
                    let order = CountOrder {
                        guide: proof.map(|(email, passphrase)| GuideProof { email, passphrase }),
                        recovery_sheet: sheet.as_ref().map(|sheet| sheet.as_str()),
                        leave_out: here(&leave_out)?,
                        take: here(&take)?,
                        leave: here(&leave)?,
                    };
                    rounds::count(store, folder, one, &order, now, &mut rng)?;
                    Ok("counted".to_owned())
                })
            }
            Round::Release(which) => {
                let now = which.common.now();
                which.each(|store, folder, one| {
                    rounds::publish(store, folder, one, now)?;
                    Ok("released; the keys are destroyed".to_owned())
                })
            }
            Round::Status { common, json } => status(&common, json),
        }
    }
}

/// Of named tablets, those of this box; one that is of no box of the round at all is passed on, to be named.
fn only_here(store: &Store, one: &BoxRow, named: &[String]) -> anyhow::Result<Vec<String>> {
    let mut elsewhere = Vec::new();
    for other in store
        .boxes()?
        .iter()
        .filter(|other| other.round == one.round && other.id != one.id)
    {
        elsewhere.extend(store.tablets_of(other.id)?.into_iter().map(|(tablet, ..)| tablet.id));
    }
    let here: Vec<String> = store
        .tablets_of(one.id)?
        .into_iter()
        .map(|(tablet, ..)| tablet.id)
        .collect();
    Ok(named
        .iter()
        .filter(|id| here.contains(id) || !elsewhere.contains(id))
        .cloned()
        .collect())
}

fn status(common: &Common, json: bool) -> anyhow::Result<()> {
    let (_, store) = common.open()?;
    let now = common.now();
    let mut entries = Vec::new();
    for one in store.boxes()? {
        let round = store.round(&one.round)?;
        let state = one.state_at(now).map_or("planned", BoxState::name);
        let counts = store.envelopes_in(one.id)?;
        let people = participation::sheets(&one.shape, Unit::Participant, &counts);
        let tables = participation::sheets(&one.shape, Unit::Table, &counts);
        let takes = one.state_at(now).is_some_and(BoxState::takes_envelopes);
        let participation = takes.then(|| Participation::of(people, u64::from(one.floor)).to_string());
        let tables = (takes && round.mode == Mode::Table).then(|| Participation::of(tables, FEWEST_TABLES).to_string());
        let tablets: Vec<_> = store
            .tablets_of(one.id)?
            .into_iter()
            .map(|(tablet, clear, held)| {
                json!({ "tablet": tablet.id, "state": tablet.state.name(), "nothing_waits": clear, "quarantine": held > 0 })
            })
            .collect();
        entries.push(json!({
            "round": one.round, "wards": one.wards, "state": state, "participation": participation, "tables": tables,
            "opens": jiff::Timestamp::from_second(one.opens)?.to_string(),
            "closes": jiff::Timestamp::from_second(one.closes)?.to_string(),
            "tablets": tablets,
        }));
    }
    if json {
        println!("{}", serde_json::to_string_pretty(&json!({ "boxes": entries }))?);
    } else {
        for entry in &entries {
            let wards: Vec<&str> = entry["wards"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(|ward| ward.as_str())
                .collect();
            let people = entry["participation"]
                .as_str()
                .map_or(String::new(), |people| format!(", {people} people"));
            println!(
                "{} {}: {}{people}",
                entry["round"].as_str().unwrap_or(""),
                wards.join("+"),
                entry["state"].as_str().unwrap_or("")
            );
        }
    }
    Ok(())
}

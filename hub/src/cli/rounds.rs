//! Commands on rounds.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::bail;
use clap::{Args, Subcommand};
use trykk_shared::ids::BoxId;
use trykk_shared::protocol::BoxState;

use super::advice::advise;
use super::progress::Progress;
use super::round_status::status;
use super::{Common, find_account, passphrase, secret_text};
use crate::data::DataFolder;
use crate::organisation::times;
use crate::rounds::{self, CountOrder, GivenAt, GuideProof, Unread};
use crate::store::{BoxRow, Store};
use trykk_shared::randomness::system_rng;

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
        let (folder, mut store) = self.common.open()?;
        // A database from before may plan it with other wards together; what cannot be put back is said by the review.
        rounds::put_back_missing(&mut store, &folder)?;
        store.round(&self.round)?;
        let mut boxes = store.boxes_of_round(&self.round)?;
        boxes.retain(|ballot_box| self.ward.as_ref().is_none_or(|ward| ballot_box.wards.contains(ward)));
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
    fn each(&self, act: impl FnMut(&mut Store, &DataFolder, &BoxRow) -> anyhow::Result<String>) -> anyhow::Result<()> {
        self.each_but(|_| false, act)
    }

    /// The same but for boxes where it `is_done`, as long as there are others: who stopped goes on where they were. What the boxes leave is
    /// tidied once, for all.
    fn each_but(
        &self,
        is_done: impl Fn(&BoxRow) -> bool,
        mut act: impl FnMut(&mut Store, &DataFolder, &BoxRow) -> anyhow::Result<String>,
    ) -> anyhow::Result<()> {
        let (folder, mut store, mut boxes) = self.open()?;
        let all = boxes.len();
        if self.ward.is_none() && !boxes.iter().all(&is_done) {
            boxes.retain(|ballot_box| !is_done(ballot_box));
        }
        let mut progress = Progress::begin(all, all - boxes.len());
        store.put_tidying_off();
        let mut refused = Vec::new();
        for ballot_box in &boxes {
            if progress.is_stopped() {
                break;
            }
            match act(&mut store, &folder, ballot_box) {
                Ok(done) => progress.say(&format!("{}: {done}", ballot_box.ward_ids())),
                Err(error) => refused.push(format!("{}: {:#}", ballot_box.ward_ids(), advise(error))),
            }
            progress.step();
        }
        let now = self.common.clock(&mut store)?.now();
        if let Err(error) = store.tidy_owed(now) {
            // What was wanted is done; the tidying is owed, and the hub does it in its next look.
            eprintln!("trykk-hub: the database could not be tidied; it will be tried again: {error}");
        }
        refused.extend(progress.end());
        if refused.is_empty() {
            Ok(())
        } else {
            bail!("{}", refused.join("\n"))
        }
    }
}

#[derive(Debug, Subcommand)]
pub enum Round {
    /// Confirm a planned round: its key is drawn, and it is settled who can count it; it opens at its time
    Confirm(Which),
    /// Take the confirming of a round back that has not opened: its key is destroyed
    Unconfirm(Which),
    /// Open a round now, before its planned time if need be
    Open(Which),
    /// Give a round another closing time
    Extend {
        #[command(flatten)]
        which: Which,
        /// The new closing time: a day (its end), a day and time like 2026-11-30T16:00 in the organisation's time zone,
        /// or with the distance from UTC like 2026-11-30T16:00+01:00
        #[arg(long, value_name = "TIME")]
        closes: String,
    },
    /// Close a round now; it can be opened again for an hour
    Close {
        #[command(flatten)]
        which: Which,
        /// Never open it again: tablets send what is left at once, and it can be counted
        #[arg(long)]
        for_good: bool,
    },
    /// Close a round without opening what was answered: at once where too few have answered; otherwise with a guide's
    /// passphrase, ward by ward, and nothing is destroyed for a week
    CloseUnread {
        #[command(flatten)]
        which: Which,
        /// A guide who can count the round
        #[arg(long, value_name = "EMAIL", requires_all = ["passphrase_file", "ward"])]
        guide: Option<String>,
        /// The file with the guide's passphrase
        #[arg(long, value_name = "F", requires = "guide")]
        passphrase_file: Option<PathBuf>,
    },
    /// Take it back that a round is closed unread, within the week
    KeepAnswers(Which),
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
        /// Let a guide who came after the confirming read figures and notes
        #[arg(long, value_name = "EMAIL")]
        let_in: Vec<String>,
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
            Round::Confirm(which) => {
                let mut rng = system_rng();
                which.each(|store, folder, ballot_box| {
                    let now = which.common.clock(store)?.now();
                    rounds::confirm(store, folder, ballot_box, None, now, &mut rng)?;
                    let fingerprint = store.ballot_box(ballot_box.id)?.fingerprint();
                    let fingerprint = fingerprint.map(|fingerprint| fingerprint.to_string().replace('\u{a0}', " "));
                    Ok(format!(
                        "confirmed; its fingerprint is {}",
                        fingerprint.unwrap_or_default()
                    ))
                })
            }
            Round::Unconfirm(which) => which.each(|store, folder, ballot_box| {
                rounds::unconfirm(store, folder, ballot_box, None)?;
                Ok("planned again; its key is destroyed".to_owned())
            }),
            Round::Open(which) => {
                let mut rng = system_rng();
                which.each(|store, folder, ballot_box| {
                    let now = which.common.clock(store)?.now();
                    rounds::open(store, folder, ballot_box, None, now, &mut rng)?;
                    Ok("open".to_owned())
                })
            }
            Round::Extend { which, closes } => which.each(|store, folder, ballot_box| {
                let now = which.common.clock(store)?.now();
                let zone = times::read_time_zone(&store.organisation()?.time_zone)?;
                let closing = times::read_closing_time(&closes, &zone)?;
                if closing <= now {
                    bail!("{closes} is past; to close now, use trykk-hub round close");
                }
                rounds::extend(store, folder, ballot_box, closing, None, now)?;
                Ok(format!("open until {}", times::write_time(closing, &zone)))
            }),
            Round::Close { which, for_good: true } => which.each_but(
                |ballot_box| ballot_box.closed_for_good,
                |store, folder, ballot_box| {
                    let now = which.common.clock(store)?.now();
                    rounds::close_for_good(store, folder, ballot_box, None, now)?;
                    Ok("closed for good".to_owned())
                },
            ),
            Round::Close { which, .. } => which.each(|store, folder, ballot_box| {
                let now = which.common.clock(store)?.now();
                rounds::close(store, folder, ballot_box, None, now)?;
                Ok("closed; in an hour for good, and then tablets send what is left".to_owned())
            }),
            Round::CloseUnread {
                which,
                guide,
                passphrase_file,
            } => {
                let passphrase = passphrase_file.as_deref().map(passphrase).transpose()?;
                which.each(|store, folder, ballot_box| {
                    let now = which.common.clock(store)?.sure()?;
                    let guide = guide.as_deref().map(|guide| find_account(store, guide)).transpose()?;
                    let proof = guide.as_deref().zip(passphrase.as_ref());
                    let proof = proof.map(|(email, passphrase)| GuideProof {
                        email,
                        passphrase,
                        given_at: GivenAt::CommandLine,
                    });
                    Ok(
                        match rounds::close_unread(store, folder, ballot_box, None, proof.as_ref(), now)? {
                            Unread::Destroyed => "closed unread; its answers and keys are destroyed".to_owned(),
                            Unread::At(at) => format!(
                                "its answers and keys are destroyed at {}; until then: trykk-hub round keep-answers",
                                jiff::Timestamp::from_second(at)?
                            ),
                        },
                    )
                })
            }
            Round::KeepAnswers(which) => which.each(|store, folder, ballot_box| {
                rounds::keep_answers(store, folder, ballot_box)?;
                Ok("its answers are kept".to_owned())
            }),
            Round::Count {
                which,
                guide,
                passphrase_file,
                recovery_file,
                leave_out,
                take,
                leave,
                let_in,
            } => {
                let mut rng = system_rng();
                let passphrase = passphrase_file.as_deref().map(passphrase).transpose()?;
                let sheet = recovery_file.as_deref().map(secret_text).transpose()?;
                let mut everywhere = None;
                which.each_but(BoxRow::is_counted, |store, folder, ballot_box| {
                    let guide = guide.as_deref().map(|guide| find_account(store, guide)).transpose()?;
                    let proof = guide.as_deref().zip(passphrase.as_ref());
                    let now = which.common.clock(store)?.sure()?;
                    let tablets = match &mut everywhere {
                        Some(known) => known,
                        unknown => unknown.insert(tablets_of_round(store, &which.round)?),
                    };
                    let here = |named: &[String]| only_here(tablets, ballot_box, named);
                    let order = CountOrder {
                        guide: proof.map(|(email, passphrase)| GuideProof {
                            email,
                            passphrase,
                            given_at: GivenAt::CommandLine,
                        }),
                        recovery_sheet: sheet.as_ref().map(|sheet| sheet.as_str()),
                        leave_out: here(&leave_out),
                        take: here(&take),
                        leave: here(&leave),
                        let_in: let_in
                            .iter()
                            .map(|guide| find_account(store, guide))
                            .collect::<anyhow::Result<_>>()?,
                        by: guide.clone().unwrap_or_else(|| "the command line".to_owned()),
                    };
                    rounds::count(store, folder, ballot_box, &order, now, &mut rng)?;
                    Ok("counted".to_owned())
                })
            }
            Round::Release(which) => which.each_but(is_over, |store, folder, ballot_box| {
                let now = which.common.clock(store)?.sure()?;
                rounds::publish(store, folder, ballot_box, now)?;
                Ok("released; the keys are destroyed".to_owned())
            }),
            Round::Status { common, json } => status(&common, json),
        }
    }
}

fn is_over(ballot_box: &BoxRow) -> bool {
    ballot_box.state.is_some_and(BoxState::is_over)
}

/// The tablets of each box of a round.
fn tablets_of_round(store: &Store, round: &str) -> anyhow::Result<BTreeMap<BoxId, Vec<String>>> {
    let mut tablets = BTreeMap::new();
    for ballot_box in store.boxes_of_round(round)? {
        let handed = store.tablets_of(ballot_box.id)?.into_iter();
        tablets.insert(ballot_box.id, handed.map(|handed| handed.tablet.id).collect());
    }
    Ok(tablets)
}

/// Of named tablets, those of this box; one that is of no box of the round at all is passed on, to be named.
fn only_here(tablets: &BTreeMap<BoxId, Vec<String>>, ballot_box: &BoxRow, named: &[String]) -> Vec<String> {
    let is_of = |id: &String| tablets.get(&ballot_box.id).is_some_and(|here| here.contains(id));
    let is_elsewhere = |id: &String| {
        let mut others = tablets.iter().filter(|(other, _)| **other != ballot_box.id);
        others.any(|(_, there)| there.contains(id))
    };
    named
        .iter()
        .filter(|id| is_of(id) || !is_elsewhere(id))
        .cloned()
        .collect()
}

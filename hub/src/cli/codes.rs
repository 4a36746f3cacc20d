//! Commands on start codes.

use std::io::Write;

use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use trykk_shared::randomness::system_rng;

use super::Common;
use crate::data::DataFolder;
use crate::rounds::code_slips::{self, SlipOrder};
use crate::store::{BoxRow, Store};

#[derive(Debug, Args)]
pub struct Where {
    #[command(flatten)]
    common: Common,
    /// The round
    #[arg(long, value_name = "ID")]
    round: String,
    /// The tablet: its codes open sheets on it alone
    #[arg(long, value_name = "TABLET")]
    tablet: String,
}

impl Where {
    /// The data folder, and the box of the round that the tablet's ward is in.
    fn open(&self) -> anyhow::Result<(DataFolder, Store, BoxRow)> {
        let (folder, store) = self.common.open()?;
        store.round(&self.round)?;
        let tablets = store.tablets()?;
        let tablet = tablets.iter().find(|tablet| tablet.id == self.tablet);
        let Some(tablet) = tablet else {
            bail!("there is no tablet {:?}; see trykk-hub tablet list", self.tablet);
        };
        let mut boxes = store.boxes()?;
        boxes.retain(|ballot_box| ballot_box.round == self.round && ballot_box.wards.contains(&tablet.ward));
        match boxes.pop() {
            Some(ballot_box) => Ok((folder, store, ballot_box)),
            None => bail!(
                "round {:?} is not for ward {:?}, where the tablet stands",
                self.round,
                tablet.ward
            ),
        }
    }
}

#[derive(Debug, Subcommand)]
pub enum Codes {
    /// Print start codes, one for each person: shown this once, kept nowhere in clear, good from then on
    Print {
        #[command(flatten)]
        at: Where,
        /// How many slips: one for each person who will use this tablet
        #[arg(long, value_name = "N")]
        slips: usize,
        /// How many spares: dead until one is woken for somebody whose slip is lost
        #[arg(long, value_name = "N", default_value_t = 0)]
        spares: usize,
    },
    /// Wake a spare, by the number on its slip
    Wake {
        #[command(flatten)]
        at: Where,
        /// The number on the spare's slip
        #[arg(long, value_name = "N")]
        spare: u32,
    },
}

impl Codes {
    pub fn run(self) -> anyhow::Result<()> {
        match self {
            Codes::Print { at, slips, spares } => print(&at, slips, spares),
            Codes::Wake { at, spare } => {
                let (folder, mut store, ballot_box) = at.open()?;
                let now = at.common.clock(&mut store)?.now();
                code_slips::wake_spare(&mut store, &folder, &ballot_box, &at.tablet, spare, None, now)?;
                say!(
                    "Spare {spare} opens one sheet on {} from the next time it asks the hub.",
                    at.tablet
                );
                Ok(())
            }
        }
    }
}

fn print(at: &Where, slips: usize, spares: usize) -> anyhow::Result<()> {
    let (folder, mut store, ballot_box) = at.open()?;
    let now = at.common.clock(&mut store)?.now();
    let order = SlipOrder {
        tablet: &at.tablet,
        slips,
        spares,
    };
    let drawn = code_slips::print_slips(&mut store, &folder, &ballot_box, order, None, now, &mut system_rng())?;
    let mut out = std::io::stdout().lock();
    let mut show = || -> std::io::Result<()> {
        writeln!(
            out,
            "{}, {}: cut, shuffle, and give them to the safety rep, never to the leader.",
            ballot_box.ward_ids(),
            at.tablet
        )?;
        for code in &drawn.slips {
            writeln!(out, "{}", code.to_groups())?;
        }
        for (number, code) in &drawn.spares {
            writeln!(out, "spare {number}: {}", code.to_groups())?;
        }
        out.flush()
    };
    show().context("the codes could not be written, and none of them is good; print them again")?;
    code_slips::confirm_slips(&mut store, &folder, &ballot_box, &at.tablet, &drawn.printing, None, now)?;
    Ok(())
}

//! The command that shows results.

use anyhow::{Context, bail};
use clap::{Args, ValueEnum};
use trykk_shared::plural::plural;

use super::rounds::Which;
use crate::audit::{self, Deed};
use crate::figures::csv::Csv;
use crate::figures::export::{self, GuideResult};
use crate::figures::rollup::{FEWEST_BOXES, Scope, gather};
use crate::store::Store;

/// Who reads.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Reader {
    /// The guide: everything that was counted
    Guide,
    /// The leader: what is published
    Leader,
    /// The senior leader: roll-ups of what is published
    SeniorLeader,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// JSON
    Json,
    /// Comma-separated values, for programs
    Csv,
    /// The same for Excel as it is set up in Norway: semicolons, a byte-order mark, no text that becomes a formula or a date
    CsvExcel,
}

impl Format {
    fn name(self) -> &'static str {
        match self {
            Format::Json => "json",
            Format::Csv => "csv",
            Format::CsvExcel => "csv-excel",
        }
    }
}

#[derive(Debug, Args)]
pub struct Results {
    #[command(flatten)]
    which: Which,
    /// Only this department; without it, the whole organisation. For the senior leader's roll-ups
    #[arg(long, value_name = "ID")]
    department: Option<String>,
    /// Who reads
    #[arg(long = "as", value_enum)]
    reader: Reader,
    /// How it is written
    #[arg(long, value_enum, default_value = "json")]
    format: Format,
}

impl Results {
    pub fn run(self) -> anyhow::Result<()> {
        let (_, mut store, boxes) = self.which.open()?;
        if self.department.is_some() && !matches!(self.reader, Reader::SeniorLeader) {
            bail!("--department goes with --as senior-leader; for one ward, use --ward");
        }
        let round = store.round(&self.which.round)?;
        let text = match self.reader {
            Reader::Guide => {
                let mut tallies = Vec::new();
                for ballot_box in &boxes {
                    tallies.extend(store.tally(ballot_box.id)?.map(|tally| (ballot_box, tally)));
                }
                if tallies.is_empty() {
                    bail!("round {:?} is not counted yet", self.which.round);
                }
                let results: Vec<GuideResult<'_>> = tallies
                    .iter()
                    .map(|(ballot_box, tally)| GuideResult {
                        ballot_box,
                        deck: &round.deck,
                        tally,
                    })
                    .collect();
                match self.format {
                    Format::Json => serde_json::to_string_pretty(&export::guide_json(&round.id, &results))? + "\n",
                    Format::Csv => export::guide_csv(&round.id, &results, Csv::Commas),
                    Format::CsvExcel => export::guide_csv(&round.id, &results, Csv::Excel),
                }
            }
            Reader::Leader => {
                let mut releases = Vec::new();
                for ballot_box in &boxes {
                    releases.extend(store.release(ballot_box.id).context("the release cannot be read")?);
                }
                if releases.is_empty() {
                    bail!("round {:?} is not released yet", self.which.round);
                }
                match self.format {
                    Format::Json => serde_json::to_string_pretty(&export::release_json(&round.id, &releases))? + "\n",
                    Format::Csv => export::release_csv(&round.id, &releases, Csv::Commas),
                    Format::CsvExcel => export::release_csv(&round.id, &releases, Csv::Excel),
                }
            }
            Reader::SeniorLeader => self.write_rollup(&mut store)?,
        };
        let mut wards: Vec<String> = boxes.into_iter().flat_map(|ballot_box| ballot_box.wards).collect();
        wards.sort();
        wards.dedup();
        let deed = Deed::Exported {
            round: round.id.clone(),
            reader: match self.reader {
                Reader::Guide => audit::Reader::Guide,
                Reader::Leader => audit::Reader::Leader,
                Reader::SeniorLeader => audit::Reader::SeniorLeader,
            },
            format: self.format.name().to_owned(),
        };
        // Before anything is shown: what cannot be written down is not handed out.
        store.note_deed(&wards, &deed)?;
        say_all!("{text}");
        Ok(())
    }

    fn write_rollup(&self, store: &mut Store) -> anyhow::Result<String> {
        let round = &self.which.round;
        if self.which.ward.is_some() {
            bail!("the senior leader sees no single ward; leave --ward out, or give --department");
        }
        let scope = self.department.clone().map_or(Scope::Organisation, Scope::Department);
        let now = self.which.common.clock(store)?.now();
        let Some(found) = gather(store, &store.boxes()?, round, &scope, now)? else {
            bail!("nothing of round {round:?} is released there");
        };
        let Some(rollup) = found.rollup else {
            bail!(
                "{} of {} not released yet; a roll-up before that would show the last ones by themselves",
                found.progress.waiting,
                plural(found.progress.boxes, "box is", "boxes are")
            );
        };
        if rollup.participation.is_none() {
            bail!("fewer than {FEWEST_BOXES} boxes are released there; their sum would show a single ward");
        }
        Ok(match self.format {
            Format::Json => serde_json::to_string_pretty(&export::rollup_json(round, &scope, &rollup))? + "\n",
            Format::Csv => export::rollup_csv(round, &scope, &rollup, Csv::Commas),
            Format::CsvExcel => export::rollup_csv(round, &scope, &rollup, Csv::Excel),
        })
    }
}

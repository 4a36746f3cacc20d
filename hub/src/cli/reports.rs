//! Commands on reports.

use std::collections::BTreeSet;
use std::path::PathBuf;

use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use data_encoding::HEXLOWER;
use rand::RngExt;
use serde::Deserialize;
use trykk_shared::language::Language;
use trykk_shared::randomness::system_rng;

use super::rounds::Which;
use super::{find_account, secret_text};
use crate::analysis::areas::{Written, read_area};
use crate::audit::{Deed, Reader, Who};
use crate::figures::bounds::bound_questions;
use crate::people::passwords::is_password;
use crate::report::keeping;
use crate::signing::{Answer, Kind, NewSignature, Post};
use crate::store::{AreaKept, BandsRow, BoxRow, Store};

#[derive(Debug, Subcommand)]
pub enum Report {
    /// Freeze a report of a published result, as a guide does on its page
    Freeze(Freeze),
    /// Sign that the newest report was seen, for oneself: with one's own password
    Sign(Sign),
    /// Write the newest report as PDF files: one to read, one for a meeting
    Write(Write),
}

#[derive(Debug, Args)]
pub struct Freeze {
    #[command(flatten)]
    which: Which,
    /// The guide whose report it is
    #[arg(long, value_name = "EMAIL")]
    guide: String,
    /// Areas to make first, as TOML: [[area]] with kind ("keep" or "improve"), title, sentence, items and mentions
    #[arg(long, value_name = "FILE")]
    areas: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Sign {
    #[command(flatten)]
    which: Which,
    /// Who signs: a leader, safety rep or union rep of the ward
    #[arg(long, value_name = "EMAIL")]
    email: String,
    /// The file with their password
    #[arg(long, value_name = "F")]
    password_file: PathBuf,
    /// The mark of the version that they have read, as page and file show it
    #[arg(long, value_name = "MARK")]
    mark: String,
    /// A remark
    #[arg(long, value_name = "TEXT", default_value = "")]
    remark: String,
}

#[derive(Debug, Args)]
pub struct Write {
    #[command(flatten)]
    which: Which,
    /// The language
    #[arg(long, default_value = "nb")]
    language: Language,
    /// Where the report goes, to be read on paper
    #[arg(long, value_name = "FILE")]
    pdf: Option<PathBuf>,
    /// Where the slides for a meeting go
    #[arg(long, value_name = "FILE")]
    slides: Option<PathBuf>,
}

/// A file of areas.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AreaFile {
    area: Vec<WrittenArea>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenArea {
    kind: String,
    title: String,
    sentence: String,
    #[serde(default)]
    items: Vec<String>,
    /// Categories of notes that are published as mentioned, each as PROMPT:CATEGORY.
    #[serde(default)]
    mentions: Vec<String>,
}

impl Report {
    pub fn run(self) -> anyhow::Result<()> {
        match self {
            Report::Freeze(freeze) => freeze.run(),
            Report::Sign(sign) => sign.run(),
            Report::Write(write) => write.run(),
        }
    }
}

pub(super) fn only(which: &Which, mut boxes: Vec<BoxRow>) -> anyhow::Result<BoxRow> {
    match (boxes.pop(), boxes.is_empty()) {
        (Some(one), true) => Ok(one),
        _ => bail!("round {:?} has several results; say which with --ward", which.round),
    }
}

impl Freeze {
    fn run(self) -> anyhow::Result<()> {
        let (folder, mut store, boxes) = self.which.open()?;
        let ballot_box = only(&self.which, boxes)?;
        let now = self.which.common.clock(&mut store)?.now();
        let guide = find_account(&store, &self.guide)?;
        if !store.may_read_count(ballot_box.id, &guide)? {
            bail!("{guide} is no guide of this result");
        }
        if let Some(file) = &self.areas {
            let text = std::fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))?;
            let areas: AreaFile =
                toml::from_str(&text).with_context(|| format!("{} cannot be used", file.display()))?;
            for area in areas.area {
                add_area(&mut store, &ballot_box, area)?;
            }
        }
        let next = store.next_report(ballot_box.id, &BTreeSet::new())?;
        let frozen = next.with_context(|| format!("round {:?} is not published there yet", self.which.round))?;
        if store
            .report(ballot_box.id)?
            .is_some_and(|before| frozen.says_the_same_as(&before))
        {
            bail!("the report says what the version before says; nothing was frozen");
        }
        keeping::freeze(&mut store, &folder, ballot_box.id, &frozen, &guide, now)?;
        say!(
            "{}: version {} ({}) is frozen",
            ballot_box.ward_ids(),
            frozen.version,
            frozen.mark()
        );
        Ok(())
    }
}

fn add_area(store: &mut Store, ballot_box: &BoxRow, area: WrittenArea) -> anyhow::Result<()> {
    let Some(release) = store.release(ballot_box.id)? else {
        bail!("round {:?} is not published there yet", ballot_box.round);
    };
    let title = area.title.clone();
    let written = Written {
        kind: area.kind,
        title: area.title,
        sentence: area.sentence,
        items: area.items,
        mentions: area.mentions,
    };
    let bands = match store.bands(ballot_box.id)? {
        Some(BandsRow::Published(bands)) => Some(bands),
        _ => None,
    };
    let area = read_area(&written, &bound_questions(&release), bands.as_ref())
        .map_err(|faults| anyhow::anyhow!("area {title:?} cannot be used: {faults:?}"))?;
    let id = HEXLOWER.encode(&system_rng().random::<[u8; 8]>());
    match store.add_area(ballot_box.id, &id, &area)? {
        AreaKept::Saved => Ok(()),
        kept => bail!("area {title:?} was not kept: {kept:?}"),
    }
}

impl Sign {
    fn run(self) -> anyhow::Result<()> {
        let (_, mut store, boxes) = self.which.open()?;
        let ballot_box = only(&self.which, boxes)?;
        let now = self.which.common.clock(&mut store)?.now();
        let email = find_account(&store, &self.email)?;
        let kept = store.log_in_of(&email)?;
        let password = secret_text(&self.password_file)?;
        let is_right = is_password(kept.as_ref().map(|kept| &kept.password[..]), &password);
        let Some(proved) = kept.filter(|_| is_right) else {
            bail!("that is not the password of {email}");
        };
        let thing = ballot_box.id.to_string();
        let (asked, _) = store
            .signing(Kind::Report, &thing)
            .context("no report is frozen of it yet")?;
        if asked.version.mark() != self.mark {
            bail!(
                "the report is version {} now: read that, and give its mark",
                asked.version.mark()
            );
        }
        let organisation = store.organisation_of(&asked.wards)?;
        let Some(account) = organisation.accounts.get(&email) else {
            bail!("{email} has nothing to do with this report");
        };
        let mut wards = asked.wards.iter();
        let ward = wards.find(|ward| organisation.covers(&account.places, std::slice::from_ref(*ward)));
        let new = NewSignature {
            post: Post {
                ward: ward
                    .with_context(|| format!("{email} has nothing to do with this report"))?
                    .clone(),
                role: account.role,
            },
            version: asked.version,
            answer: Answer::Signed,
            words: self.remark,
            holder: None,
        };
        store.act_as(Who::Account(email.clone()), now);
        match store.sign(Kind::Report, &thing, &new, &proved, now)? {
            Ok(()) => say!("{}: {email} has signed the report as seen", ballot_box.ward_ids()),
            Err(fault) => bail!("{email} cannot sign it: {fault:?}"),
        }
        Ok(())
    }
}

impl Write {
    #[cfg(feature = "pdf")]
    fn run(self) -> anyhow::Result<()> {
        use crate::report::pdf::{Shape, write_pdf};
        let (_, mut store, boxes) = self.which.open()?;
        let ballot_box = only(&self.which, boxes)?;
        let frozen = store.report(ballot_box.id)?.context("no report is frozen of it yet")?;
        let since = store.bands_since(ballot_box.id)?;
        if self.pdf.is_none() && self.slides.is_none() {
            bail!("say where it goes: --pdf FILE, --slides FILE, or both");
        }
        for (shape, format, to) in [
            (Shape::Report, "report-pdf", &self.pdf),
            (Shape::Slides, "report-slides", &self.slides),
        ] {
            let Some(to) = to else { continue };
            let pdf = write_pdf(&frozen, since, self.language, shape)?;
            let deed = Deed::Exported {
                round: ballot_box.round.clone(),
                reader: Reader::Leader,
                format: format.to_owned(),
            };
            store.note_deed(&ballot_box.wards, &deed)?;
            std::fs::write(to, pdf).with_context(|| format!("{} cannot be written", to.display()))?;
            say!("{}", to.display());
        }
        Ok(())
    }

    #[cfg(not(feature = "pdf"))]
    fn run(self) -> anyhow::Result<()> {
        bail!("this program was built without PDF")
    }
}

//! Commands on the notes of a counted box: a first sorting by words, and publishing what they are about. Nothing prints a note.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use serde::Deserialize;
use trykk_shared::deck::Question;
use trykk_shared::language::Language;
use trykk_shared::note::{self, clean};
use trykk_shared::randomness::system_rng;

use super::reports::only;
use super::rounds::Which;
use super::{find_account, passphrase};
use crate::analysis::bands::{BandNote, Bands, make_bands};
use crate::analysis::codebook::{Codebook, InForce};
use crate::analysis::repeats::holds_any;
use crate::analysis::sorting::{Marks, NoteId, Sorting};
use crate::audit::Deed;
use crate::data::DataFolder;
use crate::figures::release::fewest_to_publish;
use crate::keys::opening::OpeningKey;
use crate::report::content::say_mention;
use crate::rounds::count::OpenedNote;
use crate::rounds::{GivenAt, open_note, open_sorting, seal_sorting, unwrap_counting_key};
use crate::store::{BoxRow, Store, StoreError};

#[derive(Debug, Subcommand)]
pub enum Notes {
    /// Give notes that are not sorted yet every category of which they hold a word: a beginning, to be looked over on the page
    Sort {
        #[command(flatten)]
        guide: Guide,
        /// TOML: under [categories], for each category's id the words that lead to it
        #[arg(long, value_name = "FILE")]
        words: PathBuf,
    },
    /// Show what would be published of them, in bands; with --sure it is published, once
    Publish {
        #[command(flatten)]
        guide: Guide,
        /// Publish it as it is shown
        #[arg(long)]
        sure: bool,
    },
}

#[derive(Debug, Args)]
pub struct Guide {
    #[command(flatten)]
    which: Which,
    /// The guide who reads the notes
    #[arg(long, value_name = "EMAIL")]
    guide: String,
    /// The file with the guide's counting passphrase
    #[arg(long, value_name = "F")]
    passphrase_file: PathBuf,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    categories: BTreeMap<String, Vec<String>>,
}

/// A guide's notes of a box, unlocked.
struct Unlocked {
    store: Store,
    ballot_box: BoxRow,
    email: String,
    key: OpeningKey,
    codebook: Codebook,
    notes: Vec<(NoteId, OpenedNote)>,
    /// Every note that is kept, also those that say nothing: a sorting weighs the same whatever was sorted.
    ids: Vec<NoteId>,
    /// How many are sealed to a key that the guide has given up.
    lost: usize,
    sorting: Sorting,
    now: i64,
}

impl Guide {
    fn unlock(&self) -> anyhow::Result<Unlocked> {
        let (folder, mut store, boxes) = self.which.open()?;
        let ballot_box = only(&self.which, boxes)?;
        let now = self.which.common.clock(&mut store)?.now();
        let email = find_account(&store, &self.guide)?;
        if !store.may_read_count(ballot_box.id, &email)? {
            bail!("{email} is no guide of this result");
        }
        let secret = passphrase(&self.passphrase_file)?;
        let key = unwrap_counting_key(&store, &email, &secret, GivenAt::CommandLine)?;
        let round = ballot_box.round.clone();
        // What cannot be written down is not opened.
        store.note_deed(&ballot_box.wards, &Deed::NotesOpened { round })?;
        let rows = store.notes(ballot_box.id, &email)?;
        let opened: Vec<_> = {
            let open = open_note(&key, ballot_box.id);
            rows.iter().filter_map(|row| Some((row.id, open(row)?))).collect()
        };
        let sorting = match store.sorting(ballot_box.id, &email)? {
            None => Sorting::default(),
            Some(sealed) => open_sorting(&key, ballot_box.id, &sealed).context("the sorting cannot be opened")?,
        };
        Ok(Unlocked {
            lost: rows.len() - opened.len(),
            ids: rows.iter().map(|row| row.id).collect(),
            notes: opened
                .into_iter()
                .filter(|(_, opened)| !note::is_blank(&opened.text))
                .collect(),
            codebook: codebook_of(&folder),
            store,
            ballot_box,
            email,
            key,
            sorting,
            now,
        })
    }
}

fn codebook_of(folder: &DataFolder) -> Codebook {
    InForce::of(folder.own_codebook()).codebook
}

impl Notes {
    pub fn run(self) -> anyhow::Result<()> {
        match self {
            Notes::Sort { guide, words } => {
                let text =
                    std::fs::read_to_string(&words).with_context(|| format!("{} cannot be read", words.display()))?;
                let words: Words =
                    toml::from_str(&text).with_context(|| format!("{} cannot be used", words.display()))?;
                guide.unlock()?.sort(&words)
            }
            Notes::Publish { guide, sure } => guide.unlock()?.publish(sure),
        }
    }
}

impl Unlocked {
    fn sort(mut self, words: &Words) -> anyhow::Result<()> {
        if let Some(unknown) = words.categories.keys().find(|id| self.codebook.category(id).is_none()) {
            bail!("the codebook has no category {unknown:?}");
        }
        for (id, opened) in &self.notes {
            let (marks, text) = (self.sorting.of(id), clean(&opened.text));
            let holds = words.categories.iter().filter(|(_, words)| holds_any(&text, words));
            let categories: BTreeSet<String> = holds.map(|(id, _)| id.clone()).collect();
            if !marks.is_sorted(&self.codebook) && !categories.is_empty() {
                let given = Marks {
                    categories: Some(categories),
                    pass_on: marks.pass_on,
                };
                let kept = self.sorting.give(*id, &marks.seen(), given);
                debug_assert!(kept.is_ok(), "it was read a moment before");
            }
        }
        let (id, email) = (self.ballot_box.id, self.email.clone());
        let before = self.store.sorting(id, &email)?;
        let sealed = seal_sorting(&self.key, id, &self.sorting, &self.ids, &mut system_rng());
        self.store.change_sorting(id, &email, |kept| match kept == before {
            true => Ok(Some(sealed)),
            false => Err(StoreError::ChangedMeanwhile("the sorting")),
        })?;
        let sorted = self.notes.iter();
        let sorted = sorted.filter(|(id, _)| self.sorting.of(id).is_sorted(&self.codebook));
        say!(
            "{}: {} of {} notes are sorted",
            self.ballot_box.ward_ids(),
            sorted.count(),
            self.notes.len()
        );
        Ok(())
    }

    fn publish(mut self, sure: bool) -> anyhow::Result<()> {
        let id = self.ballot_box.id;
        let release = self.store.release(id)?.context("publish the figures first")?;
        if self.store.bands(id)?.is_some() {
            bail!("what these notes are about was published before, and is published once");
        }
        if self.lost > 0 {
            bail!(
                "{} cannot read all of the notes; another guide publishes what they are about",
                self.email
            );
        }
        if self.notes.is_empty() {
            bail!("there are no notes: nobody wrote any, or they are deleted");
        }
        let deck = self.store.round(&self.ballot_box.round)?.deck;
        let prompts = deck.items.iter();
        let prompts = prompts.filter(|item| matches!(item.question, Question::Note { .. }));
        let prompts: Vec<&str> = prompts.map(|item| item.id.as_str()).collect();
        let bands = self.make(&prompts, release.participants)?;
        for (prompt, one) in bands.mentioned() {
            if let Some(said) = say_mention(&deck, &bands, (prompt, &one.id), Language::En) {
                say!("{said}");
            }
        }
        if !sure {
            say!(
                "Nothing is published yet. Give --sure to publish it as it stands here: it cannot be corrected, only withdrawn as a whole."
            );
            return Ok(());
        }
        if !self.store.publish_bands(id, &bands, &self.email, self.now)? {
            bail!("somebody else published it meanwhile");
        }
        say!("{}: published", self.ballot_box.ward_ids());
        Ok(())
    }

    fn make(&self, prompts: &[&str], sheets: u64) -> anyhow::Result<Bands> {
        let notes = self.notes.iter().map(|(id, opened)| BandNote {
            item: &opened.item,
            place: opened.place,
            marks: self.sorting.of(id),
        });
        let notes: Vec<BandNote<'_>> = notes.collect();
        let fewest = fewest_to_publish(self.ballot_box.floor);
        make_bands(&self.codebook, prompts, &notes, sheets, fewest)
            .map_err(|unsorted| anyhow::anyhow!("{} notes are not sorted yet: sort them on the page", unsorted.0))
    }
}

//! What a report is made of, frozen. A correction is a new version, which shows no question that the one before did not.

use std::collections::BTreeSet;

use data_encoding::HEXLOWER;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use trykk_shared::deck::Deck;

use crate::analysis::areas::{Area, Evidence};
use crate::analysis::bands::Bands;
use crate::analysis::knowledge::{KnowledgeCard, find_cards};
use crate::figures::release::Release;
use crate::organisation::times::zone_named;
use crate::secrets::hash_secret;

/// What stands around a report's figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Around {
    /// The organisation's name.
    pub organisation: String,
    /// The wards' names, as they stand together.
    pub wards: String,
    /// The time zone of its days.
    pub time_zone: String,
    /// When the round opened, seconds since 1970-01-01 UTC.
    pub opens: i64,
    /// When it closed.
    pub closes: i64,
    /// The fewest people whose answers were counted at all.
    pub floor: u32,
}

impl Around {
    /// The time zone. A name that this version of the time zone database does not know reads as UTC.
    pub fn zone(&self) -> TimeZone {
        zone_named(&self.time_zone)
    }
}

/// What became of the bands that a report was frozen with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BandsSince {
    /// They are published as they were, or never were.
    Stand,
    /// The guide has withdrawn them: no view of the report shows them any more.
    Withdrawn,
}

/// A version of a report: all that it says, but for the headings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frozen {
    /// 1, and one more for each correction.
    pub version: u32,
    /// What stands around its figures.
    pub around: Around,
    /// What was asked.
    pub deck: Deck,
    /// What is published, without the questions that are left out.
    pub release: Release,
    /// What is published of notes, in bands, without the prompts that are left out; nothing where it was not published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bands: Option<Bands>,
    /// The questions that are left out, prompts of notes among them.
    pub left_out: BTreeSet<String>,
    /// The areas, each resting on a question or a category that is shown.
    pub areas: Vec<Area>,
    /// What research says of the areas' themes.
    pub knowledge: Vec<KnowledgeCard>,
}

impl Frozen {
    /// The version that follows `before`, if there is one. What was left out before stays left out, whatever `left_out` says, and bands
    /// that the version before did not have come into none after it. An area that rests on nothing that is shown is left out too.
    pub fn following(
        before: Option<&Frozen>,
        around: Around,
        deck: &Deck,
        (release, bands): (&Release, Option<&Bands>),
        left_out: &BTreeSet<String>,
        areas: &[Area],
    ) -> Self {
        let is_asked = |id: &&String| {
            let in_bands = bands.is_some_and(|bands| bands.prompts.iter().any(|prompt| prompt.item == **id));
            in_bands || release.questions.iter().any(|question| question.id == **id)
        };
        let earlier = before.into_iter().flat_map(|before| &before.left_out);
        let left_out: BTreeSet<String> = left_out.iter().filter(is_asked).chain(earlier).cloned().collect();
        let mut release = release.clone();
        release.questions.retain(|question| !left_out.contains(&question.id));
        let bands = bands.map(|bands| bands.without(|item| left_out.contains(item)));
        let bands = match before {
            None => bands,
            Some(before) => bands
                .zip(before.bands.as_ref())
                .map(|(bands, before)| bands.within(before)),
        };
        let shown = |one: &Evidence| match one {
            Evidence::Item(id) => release.questions.iter().any(|question| question.id == *id),
            Evidence::Category { prompt, category } => bands
                .as_ref()
                .is_some_and(|bands| bands.find(prompt, category).is_some()),
        };
        let mut areas = areas.to_vec();
        for area in &mut areas {
            area.evidence.retain(shown);
        }
        areas.retain(|area| !area.evidence.is_empty());
        let knowledge = find_cards(|card| areas.iter().any(|area| area.leads_to(card, deck)));
        Frozen {
            version: before.map_or(1, |before| before.version + 1),
            around,
            deck: deck.clone(),
            knowledge: knowledge.into_iter().cloned().collect(),
            release,
            bands,
            left_out,
            areas,
        }
    }

    /// SHA-256 of all that it says: what a signature binds, and what a form says that it has seen.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn digest(&self) -> Result<[u8; 32], serde_json::Error> {
        Ok(hash_secret(&serde_json::to_vec(self)?))
    }

    /// The beginning of the digest, as people compare it.
    pub fn mark(&self) -> String {
        self.digest()
            .map_or(String::new(), |digest| HEXLOWER.encode(&digest[..4]))
    }

    /// Whether it says what `before` says, but for its number.
    pub fn says_the_same_as(&self, before: &Frozen) -> bool {
        let mut as_before = self.clone();
        as_before.version = before.version;
        as_before == *before
    }

    /// Whether it shows nothing: every question that is published is left out, every prompt of notes, and with them every area.
    pub fn is_empty(&self) -> bool {
        let has_bands = self.bands.as_ref().is_some_and(|bands| !bands.prompts.is_empty());
        self.release.questions.is_empty() && !has_bands && self.areas.is_empty()
    }

    /// Whether it may follow `before`: of the same release, and showing nothing that was left out.
    pub fn may_follow(&self, before: Option<&Frozen>) -> bool {
        let Some(before) = before else {
            return self.version == 1;
        };
        let known = |question| before.release.questions.contains(question);
        let bands_known = match (&self.bands, &before.bands) {
            (None, _) => true,
            (Some(bands), Some(before)) => bands.within(before) == *bands,
            (Some(_), None) => false,
        };
        bands_known
            && self.version == before.version + 1
            && self.left_out.is_superset(&before.left_out)
            && self.release.round == before.release.round
            && self.release.questions.iter().all(known)
    }
}

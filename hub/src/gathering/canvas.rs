//! What is written at a gathering: ideas, the bundles they are sorted into, what tables think of what could be done, measure cards.
//!
//! An idea has a drawn id, its area and its text, and nothing else of where it came from: no author, no table, no language, no order, no time.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

use rand::CryptoRng;
use serde::{Deserialize, Serialize};
use trykk_shared::parts::join_parts;

use crate::plan::proposals::{LONGEST_TITLE, Proposal, Rating};
use crate::plan::{Fault, Fields, Wrong};
use crate::written::fold_name;

/// The longest idea, in characters.
pub const LONGEST_IDEA: usize = 140;
/// The longest line that says what could be done, in characters.
pub const LONGEST_SHORT: usize = 200;
/// The most ideas of a gathering.
pub const MOST_IDEAS: usize = 1_000;
/// The most bundles, lines and cards of a gathering, each.
const MOST_OTHERS: usize = 300;
/// Ideas are read by the guide, and shown, in sets of at least so many.
pub const SET: usize = 5;

/// What an idea is called: drawn.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct IdeaId(u128);

impl IdeaId {
    /// Draws an id.
    pub fn draw(rng: &mut impl CryptoRng) -> Self {
        let mut drawn = [0; 16];
        rng.fill_bytes(&mut drawn);
        IdeaId(u128::from_be_bytes(drawn))
    }

    /// The id of what a form writes at a gathering, whose drawn name is kept nowhere: the same form, sent twice with the same words, writes
    /// one idea.
    pub fn of_form(gathering: &str, form: &str, area: usize, text: &str) -> Self {
        let named = join_parts(&[
            b"trykk/1",
            b"idea",
            gathering.as_bytes(),
            form.as_bytes(),
            area.to_string().as_bytes(),
            text.as_bytes(),
        ]);
        let digest = ring::digest::digest(&ring::digest::SHA256, &named);
        let mut first = [0; 16];
        first.copy_from_slice(&digest.as_ref()[..16]);
        IdeaId(u128::from_be_bytes(first))
    }
}

impl fmt::Display for IdeaId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl fmt::Debug for IdeaId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IdeaId(..)")
    }
}

impl FromStr for IdeaId {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let is_id = text.len() == 32
            && text
                .bytes()
                .all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
        let id = u128::from_str_radix(text, 16).ok().filter(|_| is_id);
        id.map(IdeaId).ok_or("it is no id of an idea")
    }
}

impl TryFrom<String> for IdeaId {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<IdeaId> for String {
    fn from(id: IdeaId) -> Self {
        id.to_string()
    }
}

/// Who sees an idea.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Showing {
    /// Nobody yet.
    Waiting,
    /// The guide, who reads it before it is shown.
    Read,
    /// The guide alone, who has held it back.
    Held,
    /// Everybody.
    Shown,
}

/// An idea.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Idea {
    /// Its area, counted from zero.
    pub area: usize,
    /// What it says.
    pub text: String,
    /// Who sees it.
    pub showing: Showing,
    /// The number of its bundle, if it was sorted.
    pub bundle: Option<u32>,
}

impl fmt::Debug for Idea {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Idea(..)")
    }
}

/// A bundle that ideas are sorted into. It is named after they are shown, by the room.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdeaBundle {
    /// 1, 2, 3.
    pub number: u32,
    /// What its ideas are about.
    pub title: String,
}

/// What a table thinks of something that could be done about a bundle: four figures, never a sum.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Estimate {
    /// 1, 2, 3.
    pub number: u32,
    /// How often it was saved.
    pub revision: u32,
    /// The number of its bundle.
    pub bundle: u32,
    /// What could be done.
    pub what: String,
    /// The four figures.
    pub rating: Rating,
}

/// A measure card that a table has filled in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// 1, 2, 3.
    pub number: u32,
    /// How often it was saved.
    pub revision: u32,
    /// The number of its bundle.
    pub bundle: u32,
    /// The card.
    pub proposal: Proposal,
}

/// An idea that is to be moved, and the bundle in which it was seen.
pub type Move = (IdeaId, Option<u32>);

/// What became of ideas that were to be moved.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sorted {
    /// Those that were moved, with the bundle in which they were before.
    pub moved: Vec<Move>,
    /// How many somebody else had moved meanwhile: they are where that somebody put them.
    pub elsewhere: usize,
}

/// Why something was not written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CanvasError {
    /// There is no such thing.
    #[error("there is no such thing on the canvas")]
    NotThere,
    /// Somebody else was faster.
    #[error("somebody else has changed it meanwhile")]
    Meanwhile,
    /// There is a bundle with this title.
    #[error("there is a bundle with this title")]
    Titled,
    /// There is no room for more.
    #[error("there is no room for more")]
    Full,
    /// Ideas that are shown stand in no bundle.
    #[error("ideas stand in no bundle")]
    Unsorted,
    /// Ideas wait that came too late to be shown.
    #[error("ideas wait that are not shown")]
    Unseen,
    /// Nothing was written.
    #[error("nothing was written")]
    Empty,
}

/// All that is written at a gathering.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Canvas {
    /// The ideas, in the order of their drawn ids: the only order they have.
    pub ideas: BTreeMap<IdeaId, Idea>,
    /// The bundles, in the order in which they were named.
    pub bundles: Vec<IdeaBundle>,
    /// What tables think of what could be done.
    pub estimates: Vec<Estimate>,
    /// The measure cards.
    pub cards: Vec<Card>,
}

/// What was typed of an idea: its area, and what it says on one line.
///
/// # Errors
/// Everything that is wrong with it.
pub fn read_idea(area: &str, text: &str, areas: usize) -> Result<(usize, String), Vec<Fault>> {
    let mut fields = Fields::default();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = fields.words("idea", &text, LONGEST_IDEA);
    let area = area.parse().ok().filter(|area| *area < areas);
    let area = fields.choice("area", area, 0);
    fields.done((area, text))
}

/// What was typed of a bundle's title.
///
/// # Errors
/// What is wrong with it.
pub fn read_title(written: &str) -> Result<String, Vec<Fault>> {
    let mut fields = Fields::default();
    let title = fields.words("title", &written.replace('\n', " "), LONGEST_TITLE);
    fields.done(title)
}

/// What was typed of what could be done, and the four figures in the order of [`Rating::NAMES`].
///
/// # Errors
/// Everything that is wrong with it.
pub fn read_estimate(what: &str, figures: [&str; 4]) -> Result<(String, Rating), Vec<Fault>> {
    let mut fields = Fields::default();
    let what = fields.words("what", what, LONGEST_SHORT);
    let rating = crate::plan::proposals::read_rating(figures);
    match (fields.done(what), rating) {
        (Ok(what), Ok(rating)) => Ok((what, rating)),
        (what, rating) => Err([what.err(), rating.err()].into_iter().flatten().flatten().collect()),
    }
}

/// The number and the revision of what is saved: one that nobody has saved since `seen`, or the next one.
fn settle(kept: &[(u32, u32)], number: Option<u32>, seen: u32) -> Result<(u32, u32), CanvasError> {
    let Some(number) = number else {
        return match kept.len() {
            many if many >= MOST_OTHERS => Err(CanvasError::Full),
            _ => Ok((kept.iter().map(|(number, _)| *number).max().unwrap_or(0) + 1, 1)),
        };
    };
    let kept = kept.iter().find(|(other, _)| *other == number);
    match kept.ok_or(CanvasError::NotThere)? {
        (_, revision) if *revision == seen => Ok((number, revision + 1)),
        _ => Err(CanvasError::Meanwhile),
    }
}

impl Canvas {
    /// Writes an idea down, unless it is there already.
    ///
    /// # Errors
    /// When there is no room.
    pub fn write(&mut self, id: IdeaId, area: usize, text: String) -> Result<(), CanvasError> {
        match self.ideas.get(&id) {
            Some(kept) if kept.area == area && kept.text == text => return Ok(()),
            None if self.ideas.len() < MOST_IDEAS => {}
            _ => return Err(CanvasError::Full),
        }
        let idea = Idea {
            area,
            text,
            showing: Showing::Waiting,
            bundle: None,
        };
        self.ideas.insert(id, idea);
        Ok(())
    }

    fn ids(&self, showing: Showing) -> Vec<IdeaId> {
        let ids = self.ideas.iter().filter(|(_, idea)| idea.showing == showing);
        ids.map(|(id, _)| *id).collect()
    }

    /// Ideas that somebody sees in this way, in their order.
    pub fn seen(&self, showing: Showing) -> impl Iterator<Item = (&IdeaId, &Idea)> {
        self.ideas.iter().filter(move |(_, idea)| idea.showing == showing)
    }

    /// Whether there are ideas of this kind.
    pub fn has(&self, showing: Showing) -> bool {
        self.seen(showing).next().is_some()
    }

    /// Gives the guide what was written to read, once the step is closed: all of it the first time, if there are five; later ones in
    /// fives, those with the lowest ids. So whoever closes the step early, or again and again, never learns who wrote what came in between.
    pub fn gather(&mut self) {
        let waiting = self.ids(Showing::Waiting);
        let is_first = waiting.len() == self.ideas.len();
        let many = match is_first {
            true if waiting.len() >= SET => waiting.len(),
            true => 0,
            false => waiting.len() / SET * SET,
        };
        for id in &waiting[..many] {
            self.set(*id, Showing::Read);
        }
    }

    fn set(&mut self, id: IdeaId, showing: Showing) {
        if let Some(idea) = self.ideas.get_mut(&id) {
            idea.showing = showing;
        }
    }

    /// Holds back what the guide has read and nobody else has seen; what is shown stays shown.
    pub fn hold(&mut self, ids: &BTreeSet<IdeaId>) {
        for id in self.ids(Showing::Read) {
            if ids.contains(&id) {
                self.set(id, Showing::Held);
            }
        }
    }

    /// Lets go what was held back, as long as there are others with which it is shown: alone it would be known which one it was.
    pub fn let_go(&mut self, ids: &BTreeSet<IdeaId>) {
        if !self.has(Showing::Read) {
            return;
        }
        for id in self.ids(Showing::Held) {
            if ids.contains(&id) {
                self.set(id, Showing::Read);
            }
        }
    }

    /// Shows what the guide has read.
    pub fn reveal(&mut self) {
        for id in self.ids(Showing::Read) {
            self.set(id, Showing::Shown);
        }
    }

    /// Moves ideas to the bundle with this title, which is named if there is none and at least one of them can be moved; gives its number,
    /// if there is one then.
    ///
    /// # Errors
    /// When there is no room.
    pub fn sort_to_title(&mut self, moves: &[Move], title: &str) -> Result<(Option<u32>, Sorted), CanvasError> {
        let mut sorted = self.clone();
        let number = sorted.find_bundle(title)?;
        let moved = sorted.sort(moves, Some(number))?;
        // A bundle into which nothing came is not named.
        let stays = !moved.moved.is_empty() || self.has_bundle(number);
        if stays {
            *self = sorted;
        }
        Ok((stays.then_some(number), moved))
    }

    /// The bundle with this title, named if there is none.
    ///
    /// # Errors
    /// When there is no room.
    pub fn find_bundle(&mut self, title: &str) -> Result<u32, CanvasError> {
        let same = |bundle: &&IdeaBundle| fold_name(&bundle.title) == fold_name(title);
        if let Some(bundle) = self.bundles.iter().find(same) {
            return Ok(bundle.number);
        }
        let kept: Vec<(u32, u32)> = self.bundles.iter().map(|bundle| (bundle.number, 1)).collect();
        let (number, _) = settle(&kept, None, 0)?;
        self.bundles.push(IdeaBundle {
            number,
            title: title.to_owned(),
        });
        Ok(number)
    }

    /// Gives a bundle another title, if it still has the one that was seen.
    ///
    /// # Errors
    /// When somebody else has given it another one, or there is a bundle with this title.
    pub fn rename_bundle(&mut self, number: u32, seen: &str, title: &str) -> Result<(), CanvasError> {
        let same = |bundle: &IdeaBundle| bundle.number != number && fold_name(&bundle.title) == fold_name(title);
        if self.bundles.iter().any(same) {
            return Err(CanvasError::Titled);
        }
        let bundle = self.bundles.iter_mut().find(|bundle| bundle.number == number);
        let bundle = bundle.ok_or(CanvasError::NotThere)?;
        if bundle.title != seen {
            return Err(CanvasError::Meanwhile);
        }
        title.clone_into(&mut bundle.title);
        Ok(())
    }

    /// Whether there is a bundle of this number.
    pub fn has_bundle(&self, number: u32) -> bool {
        self.bundles.iter().any(|bundle| bundle.number == number)
    }

    /// Moves ideas to a bundle, or out of every bundle: each that is still where it was seen. What somebody else has moved stays there.
    ///
    /// # Errors
    /// When there is no such bundle.
    pub fn sort(&mut self, moves: &[Move], to: Option<u32>) -> Result<Sorted, CanvasError> {
        if to.is_some_and(|to| !self.has_bundle(to)) {
            return Err(CanvasError::NotThere);
        }
        let targets: Vec<(Move, Option<u32>)> = moves.iter().map(|one| (*one, to)).collect();
        Ok(self.place(&targets))
    }

    /// Puts ideas back to where they were before they were moved to `from`: each that is still there.
    pub fn undo(&mut self, moved: &[Move], from: Option<u32>) -> Sorted {
        let back = moved
            .iter()
            .filter(|(_, before)| before.is_none_or(|before| self.has_bundle(before)));
        let back: Vec<(Move, Option<u32>)> = back.map(|(id, before)| ((*id, from), *before)).collect();
        self.place(&back)
    }

    fn place(&mut self, targets: &[(Move, Option<u32>)]) -> Sorted {
        let mut sorted = Sorted::default();
        for ((id, seen), to) in targets {
            let idea = self.ideas.get_mut(id).filter(|idea| idea.showing == Showing::Shown);
            match idea {
                // Whoever wanted it there has it there.
                Some(idea) if idea.bundle == *to => {}
                Some(idea) if idea.bundle == *seen => {
                    sorted.moved.push((*id, idea.bundle));
                    idea.bundle = *to;
                }
                _ => sorted.elsewhere += 1,
            }
        }
        sorted
    }

    /// Keeps what a table thinks of something that could be done, a new line where `number` is none; gives its number.
    ///
    /// # Errors
    /// When somebody has saved it since revision `seen`.
    pub fn save_estimate(
        &mut self,
        number: Option<u32>,
        seen: u32,
        bundle: u32,
        (what, rating): (String, Rating),
    ) -> Result<u32, CanvasError> {
        if !self.has_bundle(bundle) {
            return Err(CanvasError::NotThere);
        }
        // The same form, sent twice, writes one.
        let same =
            |one: &&Estimate| one.revision == 1 && one.bundle == bundle && one.what == what && one.rating == rating;
        if let (None, Some(one)) = (number, self.estimates.iter().find(same)) {
            return Ok(one.number);
        }
        let kept: Vec<(u32, u32)> = self.estimates.iter().map(|one| (one.number, one.revision)).collect();
        let (number, revision) = settle(&kept, number, seen)?;
        self.estimates.retain(|one| one.number != number);
        self.estimates.push(Estimate {
            number,
            revision,
            bundle,
            what,
            rating,
        });
        self.estimates.sort_by_key(|one| one.number);
        Ok(number)
    }

    /// Keeps a measure card, a new one where `number` is none; gives its number.
    ///
    /// # Errors
    /// When somebody has saved it since revision `seen`.
    pub fn save_card(
        &mut self,
        number: Option<u32>,
        seen: u32,
        bundle: u32,
        proposal: &Proposal,
    ) -> Result<u32, CanvasError> {
        if !self.has_bundle(bundle) {
            return Err(CanvasError::NotThere);
        }
        let same = |one: &&Card| one.revision == 1 && one.bundle == bundle && one.proposal == *proposal;
        if let (None, Some(one)) = (number, self.cards.iter().find(same)) {
            return Ok(one.number);
        }
        let kept: Vec<(u32, u32)> = self.cards.iter().map(|one| (one.number, one.revision)).collect();
        let (number, revision) = settle(&kept, number, seen)?;
        self.cards.retain(|one| one.number != number);
        self.cards.push(Card {
            number,
            revision,
            bundle,
            proposal: proposal.clone(),
        });
        self.cards.sort_by_key(|one| one.number);
        Ok(number)
    }

    /// What keeps it from being handed over. `sure`: whether ideas that came too late to be shown are deleted unread.
    pub fn find_obstacle(&self, sure: bool) -> Option<CanvasError> {
        let loose = self.seen(Showing::Shown).any(|(_, idea)| idea.bundle.is_none());
        if loose {
            return Some(CanvasError::Unsorted);
        }
        if self.has(Showing::Read) || (self.has(Showing::Waiting) && !sure) {
            return Some(CanvasError::Unseen);
        }
        let is_empty = !self.has(Showing::Shown) && self.cards.is_empty() && self.estimates.is_empty();
        is_empty.then_some(CanvasError::Empty)
    }

    /// Deletes what is not shown: held back, or come too late.
    pub fn forget_unseen(&mut self) {
        self.ideas.retain(|_, idea| idea.showing == Showing::Shown);
    }
}

/// What a fault of the canvas is at a form's field, where it is one.
pub fn fault_at(field: &str, fault: CanvasError) -> Option<Fault> {
    let wrong = match fault {
        CanvasError::Full => Wrong::TooMany(MOST_OTHERS),
        CanvasError::NotThere => Wrong::NotChosen,
        _ => return None,
    };
    Some(Fault {
        field: field.to_owned(),
        wrong,
    })
}

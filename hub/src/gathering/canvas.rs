//! All that is written at a gathering, and what may be done with it: ideas are gathered, held back, shown and sorted into bundles.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::idea::{Card, Estimate, Idea, IdeaBundle, IdeaId, Showing};
use crate::plan::proposals::{Proposal, Rating};
use crate::plan::{Fault, Wrong};
use crate::written::fold_name;

/// The most ideas of a gathering.
pub const MOST_IDEAS: usize = 1_000;
/// The most bundles, lines and cards of a gathering, each.
const MOST_OTHERS: usize = 300;
/// Ideas are read by the guide, and shown, in sets of at least so many.
pub const SET: usize = 5;

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

//! A session: one participant, or one table, from the first question to the delivery.

use std::sync::Arc;

use trykk_shared::answers::{Answer, MAX_MEMBERS, Sheet};
use trykk_shared::deck::{Item, Mode, Question};
use trykk_shared::kind::Unit;
use trykk_shared::note;

use super::event::CaretMove;
use super::paper::Paper;
use crate::tablet::OpenRound;

/// The fewest people who make a table here.
pub const MIN_MEMBERS: usize = 2;

/// Whose questions they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// One participant's at a station.
    Own,
    /// The table's together.
    Table,
    /// One member's, counted from 0.
    Member(usize),
}

/// One step of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// How many sit here?
    HowMany,
    /// A question: its place in the deck.
    Ask(Part, usize),
    /// What was answered in this part.
    Overview(Part),
    /// The neutral cover before a member's part.
    Cover(usize),
    /// Every member is done: the table can deliver.
    AllDone,
}

/// One participant's or one table's way through the deck.
#[derive(Debug)]
pub struct Session {
    /// The round as it was when they began; they may finish in it.
    pub round: Arc<OpenRound>,
    /// The members of the table; 0 until they are counted, and at a station.
    pub members: usize,
    /// Which of several notes under one prompt is shown.
    pub nth_note: usize,
    /// Whether the keyboard is open.
    pub typing: bool,
    /// Before which letter of the note the caret stands, counted from 0; none at its end.
    caret: Option<usize>,
    plan: Vec<Step>,
    at: usize,
    /// Where to return to after changing one answer.
    overview: Option<usize>,
    /// One paper at a station; the table's and then each member's at a table.
    papers: Vec<Paper>,
}

impl Session {
    /// Someone begins.
    pub fn new(round: Arc<OpenRound>) -> Self {
        let mut session = Session {
            round,
            members: 0,
            nth_note: 0,
            typing: false,
            caret: None,
            plan: Vec::new(),
            at: 0,
            overview: None,
            papers: vec![Paper::default()],
        };
        session.plan = match session.round.mode {
            Mode::DropIn => session.part(Part::Own, Unit::Participant),
            Mode::Table => vec![Step::HowMany],
        };
        session
    }

    fn part(&self, part: Part, unit: Unit) -> Vec<Step> {
        let mode = self.round.mode;
        let asked = self.round.deck.items.iter().enumerate();
        asked
            .filter(|(_, item)| item.unit(mode) == unit)
            .map(|(place, _)| Step::Ask(part, place))
            .chain([Step::Overview(part)])
            .collect()
    }

    /// The step they are at.
    pub fn step(&self) -> Step {
        self.plan[self.at]
    }

    /// How many steps are behind them, and how many there are in all. Delivered is the last one.
    pub fn progress(&self) -> (usize, usize) {
        match self.step() {
            Step::HowMany => (0, 1),
            _ => (self.at, self.plan.len()),
        }
    }

    /// The question they are at.
    pub fn item(&self) -> Option<&Item> {
        match self.step() {
            Step::Ask(_, place) => self.round.deck.items.get(place),
            _ => None,
        }
    }

    /// The paper they write on, behind the cover none.
    pub fn paper(&self) -> Option<&Paper> {
        self.papers.get(self.paper_place()?)
    }

    fn paper_place(&self) -> Option<usize> {
        match self.step() {
            Step::Ask(Part::Own | Part::Table, _) | Step::Overview(Part::Own | Part::Table) | Step::HowMany => Some(0),
            Step::Ask(Part::Member(member), _) | Step::Overview(Part::Member(member)) => Some(member + 1),
            Step::Cover(_) | Step::AllDone => None,
        }
    }

    /// The item and the paper it is answered on.
    fn current_question(&mut self) -> Option<(Item, &mut Paper)> {
        let item = self.item()?.clone();
        let place = self.paper_place()?;
        Some((item, self.papers.get_mut(place)?))
    }

    /// The table says how many they are.
    pub fn count_members(&mut self, members: usize) {
        if self.step() != Step::HowMany || !(MIN_MEMBERS..=MAX_MEMBERS).contains(&members) {
            return;
        }
        self.members = members;
        let mut plan = vec![Step::HowMany];
        plan.extend(self.part(Part::Table, Unit::Table));
        for member in 0..members {
            plan.push(Step::Cover(member));
            plan.extend(self.part(Part::Member(member), Unit::Participant));
        }
        plan.push(Step::AllDone);
        self.plan = plan;
        self.papers.resize_with(members + 1, Paper::default);
        self.at = 1;
    }

    /// Puts a mark and goes on. A mark the question does not take changes nothing.
    pub fn mark(&mut self, answer: Answer) {
        if let Some((item, paper)) = self.current_question()
            && paper.put(&item, answer)
        {
            self.forward();
        }
    }

    /// Passes the question by; what was answered there is taken away.
    pub fn skip(&mut self) {
        if let Some((item, paper)) = self.current_question() {
            paper.skip(&item);
            self.forward();
        }
    }

    /// Goes on with what stands there: from an answered question, or from a table's overview.
    pub fn next(&mut self) {
        match self.step() {
            Step::Ask(..) if self.is_answered() => self.forward(),
            Step::Overview(Part::Table) => self.forward(),
            _ => {}
        }
    }

    /// Whether the question they are at is answered.
    pub fn is_answered(&self) -> bool {
        match (self.item(), self.paper()) {
            (Some(item), Some(paper)) => paper.is_answered(item),
            _ => false,
        }
    }

    /// A member takes the tablet from behind the cover.
    pub fn take_tablet(&mut self) {
        if matches!(self.step(), Step::Cover(_)) {
            self.forward();
        }
    }

    /// A member closes their part. There is no way back into it.
    pub fn close_part(&mut self) {
        if matches!(self.step(), Step::Overview(Part::Member(_))) {
            self.forward();
        }
    }

    fn forward(&mut self) {
        self.at = self.overview.take().unwrap_or((self.at + 1).min(self.plan.len() - 1));
        self.arrive();
    }

    fn arrive(&mut self) {
        self.nth_note = 0;
        self.stop_typing();
    }

    /// Closes the keyboard.
    pub fn stop_typing(&mut self) {
        self.typing = false;
        self.caret = None;
    }

    /// Whether one can go back within the session. Never out of one's own part into a member's.
    pub fn can_go_back(&self) -> bool {
        self.typing
            || self.overview.is_some()
            || self.nth_note > 0
            || (self.at > 0
                && match self.step() {
                    // The cover before one's own part stays shut.
                    Step::Ask(Part::Member(_), _) | Step::Overview(Part::Member(_)) => {
                        !matches!(self.plan[self.at - 1], Step::Cover(_))
                    }
                    Step::Ask(..) | Step::Overview(_) => true,
                    // Nobody has answered in private yet.
                    Step::Cover(0) => true,
                    Step::HowMany | Step::Cover(_) | Step::AllDone => false,
                })
    }

    /// Goes back one step, if that is allowed.
    pub fn go_back(&mut self) {
        if self.typing {
            self.stop_typing();
        } else if self.nth_note > 0 {
            self.nth_note -= 1;
        } else if self.can_go_back() {
            self.at = match self.overview.take() {
                Some(overview) => overview,
                None => self.at - 1,
            };
            self.arrive();
        }
    }

    /// The steps that the overview they are at shows, in its order.
    pub fn overview_rows(&self) -> Vec<usize> {
        let Step::Overview(of) = self.step() else {
            return Vec::new();
        };
        (0..self.at)
            .filter(|at| matches!(self.plan[*at], Step::Ask(part, _) if part == of))
            .collect()
    }

    /// The item of a row of the overview.
    pub fn row_item(&self, row: usize) -> Option<&Item> {
        match self.plan.get(row) {
            Some(Step::Ask(_, place)) => self.round.deck.items.get(*place),
            _ => None,
        }
    }

    /// Goes from the overview to one answer.
    pub fn change(&mut self, row: usize) {
        if let Some(at) = self.overview_rows().get(row) {
            self.overview = Some(self.at);
            self.at = *at;
            self.arrive();
        }
    }

    /// Opens the keyboard on a note.
    pub fn write(&mut self) {
        if matches!(self.item().map(|item| &item.question), Some(Question::Note { .. })) {
            self.typing = true;
        }
    }

    /// How many letters the note has.
    fn letters(&self) -> usize {
        match (self.item(), self.paper()) {
            (Some(item), Some(paper)) => paper.note(item, self.nth_note).chars().count(),
            _ => 0,
        }
    }

    /// Before which letter of the note the caret stands, counted from 0; as many as it has, at its end.
    pub fn caret(&self) -> usize {
        let letters = self.letters();
        self.caret.map_or(letters, |at| at.min(letters))
    }

    /// Moves the caret, while somebody writes. It stays within the note.
    pub fn move_caret(&mut self, to: CaretMove) {
        if self.typing {
            let (at, letters) = (self.caret(), self.letters());
            let at = match to {
                CaretMove::Back => at.saturating_sub(1),
                CaretMove::On => at + 1,
                CaretMove::Start => 0,
                CaretMove::End => letters,
            };
            self.caret = (at < letters).then_some(at);
        }
    }

    /// Types on the note, where the caret stands.
    pub fn type_on(&mut self, text: &str) {
        let (nth, at) = (self.nth_note, self.caret());
        if let Some((item, paper)) = self.current_question() {
            let typed = paper.type_at(&item, nth, at, text);
            self.caret = self.caret.map(|_| at + typed);
        }
    }

    /// Puts an accent in the place of the plain letter before the caret. Nothing where another one stands there: the note had no room for it.
    pub fn put_accent(&mut self, base: &str, accent: &str) {
        let (nth, at) = (self.nth_note, self.caret());
        let is_there = |paper: &Paper, item: &Item| paper.ends_with(item, nth, at, base);
        if self
            .current_question()
            .is_some_and(|(item, paper)| is_there(paper, &item))
        {
            self.erase();
            self.type_on(accent);
        }
    }

    /// Deletes the letter before the caret.
    pub fn erase(&mut self) {
        let (nth, at) = (self.nth_note, self.caret());
        if let Some((item, paper)) = self.current_question() {
            paper.erase_at(&item, nth, at);
            self.caret = self.caret.map(|_| at.saturating_sub(1));
        }
    }

    /// Whether one more note fits under this prompt: the one shown is written, and the prompt takes more.
    pub fn can_add_note(&self) -> bool {
        match (self.item(), self.paper()) {
            (Some(item), Some(paper)) => {
                matches!(item.question, Question::Note { max_notes, .. } if self.nth_note + 1 < usize::from(max_notes))
                    && !note::is_blank(paper.note(item, self.nth_note))
            }
            _ => false,
        }
    }

    /// Takes one more note.
    pub fn another_note(&mut self) {
        if self.can_add_note() {
            self.caret = None;
            self.nth_note += 1;
        }
    }

    /// Whether nobody has answered anything, nor said how many they are: nothing is lost by leaving.
    pub fn is_untouched(&self) -> bool {
        self.members == 0 && self.papers.iter().all(Paper::is_blank)
    }

    /// Whether nobody has answered anything: there is nothing to deliver.
    pub fn is_blank(&self) -> bool {
        !self.papers.iter().any(Paper::has_answers)
    }

    /// Whether a table sits together over this step, and nobody is answering in private.
    pub fn is_common(&self) -> bool {
        matches!(
            self.step(),
            Step::HowMany | Step::Ask(Part::Table, _) | Step::Overview(Part::Table) | Step::Cover(_) | Step::AllDone
        )
    }

    /// Whether what stands on the screen is all there is to deliver.
    pub fn is_complete(&self) -> bool {
        matches!(self.step(), Step::Overview(Part::Own) | Step::AllDone)
    }

    /// The sheet as it will be delivered.
    pub fn sheet(&self) -> Sheet {
        let deck = &self.round.deck;
        let mut answers = self.papers.iter().map(|paper| paper.answers(deck));
        match self.round.mode {
            Mode::DropIn => Sheet::DropIn(answers.next().unwrap_or_default()),
            Mode::Table => Sheet::Table {
                table: answers.next().unwrap_or_default(),
                members: answers.collect(),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use trykk_shared::deck::Deck;
    use trykk_shared::ids::BoxId;
    use trykk_shared::language::Texts;
    use trykk_shared::seal::{Address, SealingKey};

    use super::*;
    use crate::tablet::CodesNeeded;

    /// At the first note of the station's deck, with the keyboard open.
    fn writing() -> Session {
        let mut point = [0; 32];
        point[0] = 9;
        let deck = Deck::read(include_str!("../../../assets/decks/station.toml")).unwrap();
        let mut session = Session::new(Arc::new(OpenRound {
            address: Address {
                round: "2026-autumn".into(),
                box_id: BoxId([7; 16]),
                key: SealingKey::from_bytes(&point).unwrap(),
            },
            deck,
            mode: Mode::DropIn,
            wards: Vec::new(),
            closes: i64::MAX,
            time_zone: "Europe/Oslo".into(),
            floor: 7,
            urgent: Texts::default(),
            codes: CodesNeeded::None,
            pulse: false,
            room: None,
        }));
        while !matches!(session.item().unwrap().question, Question::Note { .. }) {
            session.skip();
        }
        session.write();
        session
    }

    #[derive(Clone, Debug)]
    enum Does {
        Types(String),
        Erases,
        Moves(CaretMove),
    }

    proptest! {
        /// Beside a plain list of letters with a place in it, whatever somebody does.
        #[test]
        fn letters_go_where_the_caret_stands_and_it_stays_within_the_note(done in prop::collection::vec(prop_oneof![
            3 => "[a-zæøåÆ ن😀]{1,4}".prop_map(Does::Types),
            2 => Just(Does::Erases),
            3 => prop::sample::select(vec![CaretMove::Back, CaretMove::On, CaretMove::Start, CaretMove::End]).prop_map(Does::Moves),
        ], 0..200)) {
            let mut session = writing();
            let Question::Note { max_chars, .. } = session.item().unwrap().question else { unreachable!() };
            let (mut letters, mut at): (Vec<char>, usize) = (Vec::new(), 0);
            for does in done {
                match does {
                    Does::Types(text) => {
                        session.type_on(&text);
                        for letter in text.chars().take(usize::from(max_chars) - letters.len()) {
                            letters.insert(at, letter);
                            at += 1;
                        }
                    }
                    Does::Erases => {
                        session.erase();
                        if at > 0 {
                            at -= 1;
                            letters.remove(at);
                        }
                    }
                    Does::Moves(to) => {
                        session.move_caret(to);
                        at = match to {
                            CaretMove::Back => at.saturating_sub(1),
                            CaretMove::On => (at + 1).min(letters.len()),
                            CaretMove::Start => 0,
                            CaretMove::End => letters.len(),
                        };
                    }
                }
                let written: String = letters.iter().collect();
                let item = session.item().unwrap();
                prop_assert_eq!(session.paper().unwrap().note(item, 0), &written);
                prop_assert_eq!(session.caret(), at);
            }
        }
    }
}

//! A sheet as somebody types it in from paper: where they are on it, what is typed, what stood there before. In memory only, and wiped
//! when dropped.

use std::sync::Arc;

use trykk_shared::answers::Answer;
use trykk_shared::deck::{Item, Mode, Question};
use trykk_shared::kind::Unit;
use trykk_shared::note;
use trykk_shared::start_code::CODE_DIGITS;
use zeroize::{Zeroize, Zeroizing};

use super::paper::Paper;
use super::typing_in::TypingFault;
use crate::tablet::OpenRound;

/// The longest number one can type, sign included.
const MAX_NUMBER_CHARS: usize = 6;

/// One answer to be typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Field {
    /// Whose paper it stands on: the table's or the only participant's is the first.
    pub(super) paper: usize,
    /// The item's place in the deck.
    pub(super) item: usize,
    /// Which number the question has on that paper, counted from 1.
    pub(super) number: usize,
    /// Which of several notes.
    pub(super) nth: usize,
}

/// Where somebody is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// How many sat around the table.
    Members,
    /// At this answer.
    Answer(usize),
    /// At all answers, before they are delivered.
    Check,
    /// At the start code.
    Code,
}

/// A sheet that is typed in.
pub(super) struct TypingIn {
    pub(super) round: Arc<OpenRound>,
    /// How many sheets were delivered before it.
    pub(super) delivered: usize,
    /// The members of the table; 0 until they are counted, and at a station.
    pub(super) members: usize,
    pub(super) fields: Vec<Field>,
    pub(super) papers: Vec<Paper>,
    pub(super) place: Place,
    /// The paper that is being corrected; behind it comes the look at all of them.
    correcting: Option<usize>,
    /// The number as it is typed.
    pub(super) typed: Zeroizing<String>,
    /// Whether that is what stood there before: the next digit takes its place.
    stood: bool,
    pub(super) fault: Option<TypingFault>,
    /// Whether it is asked whether the sheet is thrown away.
    pub(super) throwing: bool,
    /// When the start code is looked at, while it waits for that.
    pub(super) looked_at: Option<u64>,
}

impl TypingIn {
    pub(super) fn new(round: Arc<OpenRound>, delivered: usize) -> Self {
        let is_table = round.mode == Mode::Table;
        let mut sheet = TypingIn {
            round,
            delivered,
            members: 0,
            fields: Vec::new(),
            papers: vec![Paper::default()],
            place: Place::Members,
            correcting: None,
            typed: Zeroizing::new(String::with_capacity(MAX_NUMBER_CHARS)),
            stood: false,
            fault: None,
            throwing: false,
            looked_at: None,
        };
        if !is_table {
            sheet.fields = sheet.list_fields(0, Unit::Participant);
            sheet.go_to(Place::Answer(0));
        }
        sheet
    }

    /// What is answered on one paper, in the order in which it is printed.
    fn list_fields(&self, paper: usize, unit: Unit) -> Vec<Field> {
        let mode = self.round.mode;
        let asked = self.round.deck.items.iter().enumerate();
        let asked = asked.filter(|(_, item)| item.unit(mode) == unit);
        let fields = (1..).zip(asked).flat_map(|(number, (place, item))| {
            (0..item.slips()).map(move |nth| Field {
                paper,
                item: place,
                number,
                nth,
            })
        });
        fields.collect()
    }

    pub(super) fn count_members(&mut self, members: usize) {
        self.members = members;
        self.papers.resize_with(members + 1, Paper::default);
        self.fields = self.list_fields(0, Unit::Table);
        for paper in 1..=members {
            self.fields.extend(self.list_fields(paper, Unit::Participant));
        }
    }

    fn field(&self) -> Option<Field> {
        match self.place {
            Place::Answer(at) => self.fields.get(at).copied(),
            _ => None,
        }
    }

    fn item(&self) -> Option<(Field, Item)> {
        let field = self.field()?;
        Some((field, self.round.deck.items.get(field.item)?.clone()))
    }

    pub(super) fn is_at_note(&self) -> bool {
        self.item()
            .is_some_and(|(_, item)| matches!(item.question, Question::Note { .. }))
    }

    /// Goes there; what was typed there stands there again.
    pub(super) fn go_to(&mut self, place: Place) {
        self.place = place;
        self.fault = None;
        self.typed.zeroize();
        let stood = match place {
            Place::Members if self.members > 0 => self.members.to_string(),
            Place::Answer(_) => match self.item() {
                Some((field, item)) => self.papers[field.paper]
                    .mark(&item)
                    .map_or_else(String::new, write_mark),
                None => String::new(),
            },
            _ => String::new(),
        };
        let stood = Zeroizing::new(stood);
        self.stood = !stood.is_empty();
        self.typed.push_str(&stood);
    }

    /// Takes what is typed: letters on a note, digits elsewhere.
    pub(super) fn type_on(&mut self, text: &str) {
        self.fault = None;
        if let Some((field, item)) = self.item()
            && matches!(item.question, Question::Note { .. })
        {
            self.papers[field.paper].type_at(&item, field.nth, usize::MAX, text);
            return;
        }
        let most = if self.place == Place::Code {
            CODE_DIGITS
        } else {
            MAX_NUMBER_CHARS
        };
        let may_be_negative = self
            .item()
            .is_some_and(|(_, item)| matches!(item.question, Question::Score { min, .. } if min < 0));
        for sign in text.chars() {
            let fits = sign.is_ascii_digit() || (sign == '-' && may_be_negative && self.typed.is_empty());
            if fits && std::mem::take(&mut self.stood) {
                self.typed.zeroize();
            }
            if fits && self.typed.len() < most {
                self.typed.push(sign);
            }
        }
    }

    /// See [`super::session::Session::put_accent`].
    pub(super) fn put_accent(&mut self, base: &str, accent: &str) {
        let is_there = self
            .item()
            .is_some_and(|(field, item)| self.papers[field.paper].ends_with(&item, field.nth, usize::MAX, base));
        if is_there {
            self.erase();
            self.type_on(accent);
        }
    }

    pub(super) fn erase(&mut self) {
        self.fault = None;
        match self.item() {
            Some((field, item)) if matches!(item.question, Question::Note { .. }) => {
                self.papers[field.paper].erase_at(&item, field.nth, usize::MAX);
            }
            _ if std::mem::take(&mut self.stood) => self.typed.zeroize(),
            _ => {
                self.typed.pop();
            }
        }
    }

    /// Takes the answer that is typed, and goes on. An empty one takes away what stood there.
    pub(super) fn take_answer(&mut self, at: usize) {
        let Some((field, item)) = self.item() else { return };
        let paper = &mut self.papers[field.paper];
        if let Question::Note { .. } = item.question {
            // Behind an empty note come no more of the same prompt.
            let is_last = note::is_blank(paper.note(&item, field.nth));
            let mut next = at + 1;
            while is_last
                && self
                    .fields
                    .get(next)
                    .is_some_and(|other| (other.paper, other.item) == (field.paper, field.item))
                && note::is_blank(paper.note(&item, self.fields[next].nth))
            {
                next += 1;
            }
            return self.go_on(field.paper, next);
        }
        if self.typed.is_empty() {
            paper.skip(&item);
        } else {
            let taken = read_mark(&item, &self.typed).is_some_and(|answer| paper.put(&item, answer));
            if !taken {
                self.fault = Some(TypingFault::NotTaken);
                return;
            }
        }
        self.go_on(field.paper, at + 1);
    }

    fn go_on(&mut self, paper: usize, next: usize) {
        let is_corrected = |other: &Field| self.correcting == Some(paper) && other.paper != paper;
        match self.fields.get(next) {
            Some(other) if !is_corrected(other) => self.go_to(Place::Answer(next)),
            _ => {
                self.correcting = None;
                self.go_to(Place::Check);
            }
        }
    }

    /// Whether a step leads back from here within the sheet.
    pub(super) fn can_go_back(&self) -> bool {
        self.looked_at.is_none()
            && match self.place {
                Place::Members => false,
                Place::Answer(at) => at > 0 || self.round.mode == Mode::Table,
                Place::Check | Place::Code => true,
            }
    }

    pub(super) fn go_back(&mut self) {
        match self.place {
            Place::Members => {}
            Place::Answer(0) if self.round.mode == Mode::Table => self.go_to(Place::Members),
            Place::Answer(0) => {}
            Place::Answer(at) => self.go_to(Place::Answer(self.find_before(at))),
            Place::Check => self.go_to(Place::Answer(self.find_before(self.fields.len()))),
            Place::Code => self.go_to(Place::Check),
        }
    }

    /// The answer before this one; notes that were never begun are passed by.
    fn find_before(&self, at: usize) -> usize {
        let is_begun = |field: &Field| {
            let item = &self.round.deck.items[field.item];
            field.nth == 0 || !note::is_blank(self.papers[field.paper].note(item, field.nth - 1))
        };
        (0..at)
            .rev()
            .find(|before| is_begun(&self.fields[*before]))
            .unwrap_or(0)
    }

    /// Whether nothing of the sheet is typed: nothing is lost by leaving.
    pub(super) fn is_untouched(&self) -> bool {
        self.members == 0 && self.typed.is_empty() && self.papers.iter().all(Paper::is_blank)
    }

    pub(super) fn is_looking(&self) -> bool {
        self.looked_at.is_some()
    }

    pub(super) fn is_throwing(&self) -> bool {
        self.throwing
    }

    pub(super) fn keep_typing(&mut self) {
        self.throwing = false;
    }

    /// What makes two screens of it the same one.
    pub(super) fn number_of_screen(&self) -> usize {
        match self.place {
            Place::Members => 0,
            Place::Check => 1,
            Place::Code => 2,
            Place::Answer(at) => 3 + at,
        }
    }

    /// How many answers are behind, and how many there are.
    pub(super) fn progress(&self) -> (usize, usize) {
        match self.place {
            Place::Members => (0, 1),
            Place::Answer(at) => (at, self.fields.len() + 1),
            Place::Check | Place::Code => (self.fields.len(), self.fields.len() + 1),
        }
    }

    /// Goes to the first answer of one paper, to correct it.
    pub(super) fn correct(&mut self, paper: usize) {
        if let Some(at) = self.fields.iter().position(|field| field.paper == paper) {
            self.correcting = Some(paper);
            self.go_to(Place::Answer(at));
        }
    }
}

/// A mark as it is typed: 1 is yes, 2 is no.
pub(super) fn write_mark(answer: &Answer) -> String {
    match answer {
        Answer::Card(yes) => if *yes { "1" } else { "2" }.to_owned(),
        Answer::Face(face) => face.to_string(),
        Answer::Score(score) => score.to_string(),
        Answer::Note(_) => String::new(),
    }
}

/// The mark that a number means.
fn read_mark(item: &Item, typed: &str) -> Option<Answer> {
    match item.question {
        Question::Card => match typed {
            "1" => Some(Answer::Card(true)),
            "2" => Some(Answer::Card(false)),
            _ => None,
        },
        Question::Statement { .. } => typed.parse().ok().map(Answer::Face),
        Question::Score { .. } => typed.parse().ok().map(Answer::Score),
        Question::Note { .. } => None,
    }
}

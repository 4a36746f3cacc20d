//! Typing in what was answered on paper: by numbers and Enter, one sheet after the other, looked over before it is delivered. It is sealed
//! and stored by what seals and stores taps; nothing of a sheet stays once it is delivered, thrown away or left behind.

use std::sync::Arc;

use trykk_shared::answers::{Answer, MAX_MEMBERS, Sheet};
use trykk_shared::deck::{Item, Mode, Question};
use trykk_shared::kind::Unit;
use trykk_shared::language::Language;
use trykk_shared::note;
use trykk_shared::start_code::{CODE_DIGITS, CodePlace, StartCode};
use zeroize::{Zeroize, Zeroizing};

use super::backend::DeliveryError;
use super::menu::{Menu, Told};
use super::paper::Paper;
use super::screen::{CheckRow, Page, TypedAsk, TypedPart, TypingInPage};
use super::session::MIN_MEMBERS;
use super::{Backend, Event, Flow, Stage};
use crate::tablet::{CodesNeeded, OpenRound, Standing};

/// How long nobody may type before the countdown shows, in milliseconds: ten minutes, for whoever types in a pile is interrupted.
pub const TYPING_IN_IDLE_MS: u64 = 10 * 60_000;
/// The longest number one can type, sign included.
const MAX_NUMBER_CHARS: usize = 6;
/// What delivers a sheet that was looked over, typed as a number like everything else.
const DELIVER: &str = "0";

/// Why what is typed leads nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TypingFault {
    /// The question takes no such number.
    NotTaken,
    /// Nothing is answered on the sheet.
    Blank,
    /// The start code opens no sheet here.
    WrongCode,
    /// It could not be delivered; nothing of it was stored.
    NotDelivered(DeliveryError),
}

/// Why no sheet can be typed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoTyping {
    /// No round is open here.
    NoRound,
    /// The tablet takes no more sheets.
    Full,
    /// The round asks for start codes, and none were printed for this tablet.
    NoCodes,
}

/// One answer to be typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Field {
    /// Whose paper it stands on: the table's or the only participant's is the first.
    paper: usize,
    /// The item's place in the deck.
    item: usize,
    /// Which number the question has on that paper, counted from 1.
    number: usize,
    /// Which of several notes.
    nth: usize,
}

/// Where somebody is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
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
    round: Arc<OpenRound>,
    /// How many sheets were delivered before it.
    delivered: usize,
    /// The members of the table; 0 until they are counted, and at a station.
    members: usize,
    fields: Vec<Field>,
    papers: Vec<Paper>,
    place: Place,
    /// The paper that is being corrected; behind it comes the look at all of them.
    correcting: Option<usize>,
    /// The number as it is typed.
    typed: Zeroizing<String>,
    /// Whether that is what stood there before: the next digit takes its place.
    stood: bool,
    fault: Option<TypingFault>,
    /// Whether it is asked whether the sheet is thrown away.
    throwing: bool,
    /// When the start code is looked at, while it waits for that.
    looked_at: Option<u64>,
}

impl TypingIn {
    fn new(round: Arc<OpenRound>, delivered: usize) -> Self {
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

    fn count_members(&mut self, members: usize) {
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
    fn go_to(&mut self, place: Place) {
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
    fn type_on(&mut self, text: &str) {
        self.fault = None;
        if let Some((field, item)) = self.item()
            && matches!(item.question, Question::Note { .. })
        {
            self.papers[field.paper].type_on(&item, field.nth, text);
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

    fn erase(&mut self) {
        self.fault = None;
        match self.item() {
            Some((field, item)) if matches!(item.question, Question::Note { .. }) => {
                self.papers[field.paper].erase(&item, field.nth);
            }
            _ if std::mem::take(&mut self.stood) => self.typed.zeroize(),
            _ => {
                self.typed.pop();
            }
        }
    }

    /// Takes the answer that is typed, and goes on. An empty one takes away what stood there.
    fn take_answer(&mut self, at: usize) {
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

    fn go_back(&mut self) {
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

    fn sheet(&self) -> Sheet {
        let mut answers = self.papers.iter().map(|paper| paper.answers(&self.round.deck));
        match self.round.mode {
            Mode::DropIn => Sheet::DropIn(answers.next().unwrap_or_default()),
            Mode::Table => Sheet::Table {
                table: answers.next().unwrap_or_default(),
                members: answers.collect(),
            },
        }
    }

    fn part(&self, paper: usize) -> TypedPart {
        match (self.round.mode, paper) {
            (Mode::DropIn, _) => TypedPart::Own,
            (Mode::Table, 0) => TypedPart::Table,
            (Mode::Table, member) => TypedPart::Member(member),
        }
    }

    /// What is typed on one paper, in the order of its questions, in fives.
    fn check_row(&self, paper: usize) -> CheckRow {
        let mut values = Zeroizing::new(String::with_capacity(4 * self.fields.len()));
        let (mut marks, mut notes) = (0, 0);
        let fields = self
            .fields
            .iter()
            .filter(|field| field.paper == paper && field.nth == 0);
        for field in fields {
            let item = &self.round.deck.items[field.item];
            if matches!(item.question, Question::Note { .. }) {
                notes += self.papers[paper].count_notes(item);
                continue;
            }
            if marks > 0 {
                values.push_str(if marks % 5 == 0 { "   " } else { " " });
            }
            marks += 1;
            let mark = Zeroizing::new(self.papers[paper].mark(item).map_or_else(|| "–".to_owned(), write_mark));
            values.push_str(&mark);
        }
        CheckRow {
            part: self.part(paper),
            values,
            notes,
        }
    }

    pub(super) fn page(&self, language: Language) -> Page {
        let (mut part, mut number, mut text) = (self.part(0), 0, String::new());
        let mut typed = self.typed.clone();
        let ask = match self.place {
            Place::Members => TypedAsk::Members {
                least: MIN_MEMBERS,
                most: MAX_MEMBERS,
            },
            Place::Check => TypedAsk::Check((0..self.papers.len()).map(|paper| self.check_row(paper)).collect()),
            Place::Code => TypedAsk::Code {
                looking: self.is_looking(),
            },
            Place::Answer(at) => {
                let field = self.fields[at];
                let item = &self.round.deck.items[field.item];
                (part, number) = (self.part(field.paper), field.number);
                item.text.get(language).clone_into(&mut text);
                match &item.question {
                    Question::Card => TypedAsk::Card,
                    Question::Statement { faces, .. } => {
                        TypedAsk::Face(faces.iter().map(|label| label.get(language).to_owned()).collect())
                    }
                    Question::Score { min, max, .. } => TypedAsk::Score { min: *min, max: *max },
                    Question::Note {
                        max_chars, max_notes, ..
                    } => {
                        let written = self.papers[field.paper].note(item, field.nth);
                        typed = Zeroizing::new(written.to_owned());
                        TypedAsk::Note {
                            nth: field.nth + 1,
                            of: usize::from(*max_notes),
                            left: usize::from(*max_chars).saturating_sub(written.chars().count()),
                        }
                    }
                }
            }
        };
        Page::TypingIn(Box::new(TypingInPage {
            sheet: self.delivered + 1,
            part,
            members: self.members,
            number,
            text,
            ask,
            typed,
            fault: self.fault,
            untouched: self.is_untouched(),
        }))
    }
}

/// A mark as it is typed: 1 is yes, 2 is no.
fn write_mark(answer: &Answer) -> String {
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

impl<U: Backend> Flow<U> {
    /// The menu, with what became of the sheets that were typed in.
    fn open_menu(&mut self, told: Told) {
        self.backend.set_answering(None);
        self.touched = self.now;
        self.stage = Stage::Menu(Box::new(Menu {
            facts: self.backend.facts(),
            asked: None,
            told,
        }));
    }

    /// Begins a sheet, where the tablet takes one.
    pub(super) fn begin_typing_in(&mut self, delivered: usize) {
        self.refresh();
        let refused = match (&self.standing, &self.round) {
            (Standing::Open(_), Some(round)) if round.codes == CodesNeeded::NotPrinted => NoTyping::NoCodes,
            (Standing::Open(_), Some(round)) => {
                let round = Arc::clone(round);
                self.backend.set_answering(Some(round.address.box_id));
                self.stage = Stage::TypingIn(Box::new(TypingIn::new(round, delivered)));
                return;
            }
            (Standing::Full { .. }, _) => NoTyping::Full,
            _ => NoTyping::NoRound,
        };
        self.open_menu(Told {
            delivered,
            thrown: false,
            refused: Some(refused),
        });
    }

    /// Somebody types.
    pub(super) fn typing_in(&mut self, event: Event) {
        let Stage::TypingIn(sheet) = &mut self.stage else {
            return;
        };
        if sheet.is_looking() {
            return;
        }
        let delivered = sheet.delivered;
        let told = |thrown| Told {
            delivered,
            thrown,
            refused: None,
        };
        if sheet.throwing {
            match event {
                Event::Stay => sheet.keep_typing(),
                Event::Forget => self.open_menu(told(true)),
                _ => {}
            }
            return;
        }
        match event {
            Event::Type(text) => sheet.type_on(&Zeroizing::new(text)),
            Event::Erase => sheet.erase(),
            Event::Next | Event::Done => self.enter(),
            Event::Change(row) if sheet.place == Place::Check => correct(sheet, row),
            Event::Deliver if sheet.place == Place::Check => self.deliver_typed(None),
            Event::Leave | Event::Finish if sheet.is_untouched() => self.open_menu(told(false)),
            Event::Leave => sheet.throwing = true,
            _ => {}
        }
    }

    /// What Enter does.
    fn enter(&mut self) {
        let Stage::TypingIn(sheet) = &mut self.stage else {
            return;
        };
        match sheet.place {
            Place::Members => match sheet.typed.parse() {
                Ok(members) if (MIN_MEMBERS..=MAX_MEMBERS).contains(&members) => {
                    sheet.count_members(members);
                    sheet.go_to(Place::Answer(0));
                }
                _ => sheet.fault = Some(TypingFault::NotTaken),
            },
            Place::Answer(at) => sheet.take_answer(at),
            Place::Check if sheet.typed.as_str() == DELIVER => self.deliver_typed(None),
            // Enter alone delivers nothing: it may be the one that was pressed too often.
            Place::Check if sheet.typed.is_empty() => {}
            Place::Check => match sheet.typed.parse::<usize>() {
                Ok(row) if (1..=sheet.papers.len()).contains(&row) => correct(sheet, row - 1),
                _ => {
                    sheet.typed.zeroize();
                    sheet.fault = Some(TypingFault::NotTaken);
                }
            },
            Place::Code if sheet.typed.len() == CODE_DIGITS => {
                sheet.looked_at = Some(self.now + self.backend.wait_before_code());
                self.look_at_typed_code();
            }
            Place::Code => {}
        }
    }

    /// Looks at the code once its time has come. A good one delivers the sheet.
    pub(super) fn look_at_typed_code(&mut self) {
        let Stage::TypingIn(sheet) = &mut self.stage else {
            return;
        };
        if sheet.looked_at.is_none_or(|at| self.now < at) {
            return;
        }
        sheet.looked_at = None;
        let code = sheet.typed.parse::<StartCode>();
        sheet.typed.zeroize();
        let code = code
            .ok()
            .map(|code| self.backend.check_code(sheet.round.address.box_id, &code));
        match code {
            Some(Ok(code)) => self.deliver_typed(Some(code)),
            _ => sheet.fault = Some(TypingFault::WrongCode),
        }
    }

    /// Delivers the sheet, and begins the next one.
    fn deliver_typed(&mut self, code: Option<CodePlace>) {
        let Stage::TypingIn(sheet) = &mut self.stage else {
            return;
        };
        let typed = sheet.sheet();
        if typed.is_blank() {
            sheet.typed.zeroize();
            sheet.fault = Some(TypingFault::Blank);
            return;
        }
        if sheet.round.codes != CodesNeeded::None && code.is_none() {
            return sheet.go_to(Place::Code);
        }
        match self.backend.deliver_typed(sheet.round.address.box_id, &typed, code) {
            Ok(()) => {
                let delivered = sheet.delivered + 1;
                // The sheet is dropped here, and with it every answer.
                self.begin_typing_in(delivered);
            }
            Err(why) => {
                sheet.go_to(Place::Check);
                sheet.fault = Some(TypingFault::NotDelivered(why));
            }
        }
    }

    pub(super) fn go_back_typed(&mut self) {
        if let Stage::TypingIn(sheet) = &mut self.stage {
            sheet.go_back();
        }
    }
}

/// Goes to the first answer of one paper, to correct it.
fn correct(sheet: &mut TypingIn, paper: usize) {
    if let Some(at) = sheet.fields.iter().position(|field| field.paper == paper) {
        sheet.correcting = Some(paper);
        sheet.go_to(Place::Answer(at));
    }
}

//! Typing in what was answered on paper: by numbers and Enter, one sheet after the other, looked over before it is delivered. It is sealed
//! and stored by what seals and stores taps; nothing of a sheet stays once it is delivered, thrown away or left behind.

use std::sync::Arc;

use trykk_shared::answers::{MAX_MEMBERS, Sheet};
use trykk_shared::deck::{Mode, Question};
use trykk_shared::language::Language;
use trykk_shared::start_code::{CODE_DIGITS, CodePlace, StartCode};
use zeroize::{Zeroize, Zeroizing};

use super::backend::{DeliveryError, TypedCodeError};
use super::identifying::find_identifying;
use super::menu::{Menu, Told};
use super::screen::{CheckRow, Page, TypedAsk, TypedPart, TypingInPage};
use super::session::MIN_MEMBERS;
use super::typed_sheet::{Place, TypingIn, write_mark};
use super::{Backend, Event, Flow, Stage};
use crate::tablet::{CodesNeeded, Standing};

/// How long nobody may type before the countdown shows, in milliseconds: ten minutes, for whoever types in a pile is interrupted.
pub const TYPING_IN_IDLE_MS: u64 = 10 * 60_000;
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

impl TypingIn {
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
                            identifying: find_identifying(written),
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

impl<U: Backend> Flow<U> {
    /// The menu, with what became of the sheets that were typed in.
    fn open_menu(&mut self, told: Told) {
        self.backend.set_answering(None);
        self.touched = self.now;
        self.stage = Stage::Menu(Box::new(Menu {
            facts: self.backend.facts(),
            asked: None,
            told,
            adjusts: false,
            moving: false,
            moved: None,
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
            Event::Accent { base, accent } => sheet.put_accent(&base, &Zeroizing::new(accent)),
            Event::Erase => sheet.erase(),
            Event::Next | Event::Done => self.enter(),
            Event::Change(row) if sheet.place == Place::Check => sheet.correct(row),
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
                Ok(row) if (1..=sheet.papers.len()).contains(&row) => sheet.correct(row - 1),
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
            // No code would be better: the round may be over, or the disk not readable.
            Some(Err(TypedCodeError::Failed)) => {
                sheet.go_to(Place::Check);
                sheet.fault = Some(TypingFault::NotDelivered(DeliveryError::Failed));
            }
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

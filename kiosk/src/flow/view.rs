//! What is shown now: from the flow's state to a [`View`].

use trykk_shared::answers::{Answer, MAX_MEMBERS};
use trykk_shared::deck::{Item, Mode, Question as Kind};
use zeroize::Zeroizing;

use crate::tablet::{OpenRound, Standing};

use super::back::BackTarget;
use super::backend::{Backend, EnrolmentProgress};
use super::board::{BoardPlace, lay_out, split_day};
use super::identifying::find_identifying;
use super::screen::{
    Ask, BoardPage, CodePage, EnrolPage, Given, MenuPage, NotePage, Overview, Page, PinPage, Question, Row, View,
    Welcome, Whose,
};
use super::session::{MIN_MEMBERS, Part, Session, Step};
use super::{Flow, Stage};

/// Which page stands there.
#[derive(Debug, PartialEq, Eq)]
enum PageName {
    Enrol,
    Board,
    NoRound,
    Welcome,
    Full,
    Closed,
    KeyChanged,
    OutOfUse,
    Damaged,
    How,
    Code,
    Session,
    Leaving,
    NotDelivered,
    Thanks,
    TakenBack,
    Pin,
    Menu,
    Panel,
    TypingIn,
    Throwing,
    LeftBehind,
}

/// What makes two screens the same one: a tap that began on another does not count.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct ScreenId {
    page: PageName,
    step: Option<Step>,
    nth: usize,
    typing: bool,
    counting: bool,
    dark: bool,
    unlit: bool,
}

impl ScreenId {
    /// Whether it came up on a glass without light.
    pub(super) fn is_unlit(&self) -> bool {
        self.unlit
    }
}

impl<U: Backend> Flow<U> {
    pub(super) fn screen_id(&self) -> ScreenId {
        let mut id = ScreenId {
            page: PageName::Enrol,
            step: None,
            nth: 0,
            typing: false,
            counting: self.countdown().is_some(),
            dark: self.is_dark(),
            unlit: self.is_unlit(),
        };
        id.page = match &self.stage {
            _ if self.reads_board() => {
                id.nth = self.board_page;
                PageName::Board
            }
            Stage::Home | Stage::Board | Stage::AboutRound => match &self.standing {
                Standing::NotEnrolled => PageName::Enrol,
                Standing::NoRound { .. } => PageName::NoRound,
                Standing::Open(_) => PageName::Welcome,
                Standing::Full { .. } => PageName::Full,
                Standing::Closed { .. } => PageName::Closed,
                Standing::KeyChanged { .. } => PageName::KeyChanged,
                Standing::OutOfUse { .. } => PageName::OutOfUse,
                Standing::Damaged => PageName::Damaged,
            },
            Stage::How => PageName::How,
            Stage::Code(_) => PageName::Code,
            Stage::Session {
                session,
                leaving,
                fault,
                ..
            } => {
                id.step = Some(session.step());
                id.nth = session.nth_note;
                id.typing = session.typing;
                match (leaving, fault) {
                    (true, _) => PageName::Leaving,
                    (_, Some(_)) => PageName::NotDelivered,
                    _ => PageName::Session,
                }
            }
            Stage::Thanks { .. } => PageName::Thanks,
            Stage::TakenBack { .. } => PageName::TakenBack,
            Stage::Pin(_) => PageName::Pin,
            Stage::Menu(menu) if menu.adjusts => PageName::Panel,
            Stage::Menu(menu) => {
                // The second half of a double tap is sure of nothing.
                id.nth = usize::from(menu.asked.is_some());
                PageName::Menu
            }
            Stage::TypingIn(sheet) => {
                id.nth = sheet.number_of_screen();
                id.typing = sheet.is_at_note();
                match sheet.is_throwing() {
                    true => PageName::Throwing,
                    false => PageName::TypingIn,
                }
            }
            Stage::LeftBehind => PageName::LeftBehind,
        };
        id
    }

    /// What is shown now.
    pub fn view(&self) -> View {
        View {
            serial: self.serial,
            since: self.since,
            language: self.language,
            comfort: self.shown_comfort(),
            sent: self.sent.clone(),
            progress: self.progress(),
            countdown: self.countdown(),
            dark: self.is_dark(),
            moved: self.place_of_picture(),
            can_leave: match &self.stage {
                Stage::Session { leaving, fault, .. } => !leaving && fault.is_none(),
                Stage::TypingIn(sheet) => !sheet.is_throwing() && !sheet.is_untouched(),
                _ => false,
            },
            // The question whether to stop has buttons of its own.
            can_go_back: !matches!(self.back_target(), None | Some(BackTarget::Stay)),
            to_board: matches!(self.stage, Stage::Home) && self.board_place() == BoardPlace::OneTap,
            voice: self.voice(),
            reading: self.reading_since.is_some(),
            page: self.page(),
        }
    }

    fn progress(&self) -> Option<(usize, usize)> {
        match &self.stage {
            Stage::Session {
                session,
                leaving: false,
                ..
            } => Some(session.progress()),
            Stage::Thanks { .. } => Some((1, 1)),
            Stage::TypingIn(sheet) if !sheet.is_throwing() => Some(sheet.progress()),
            _ => None,
        }
    }

    fn page(&self) -> Page {
        match &self.stage {
            _ if self.reads_board() => self.board(),
            Stage::Home | Stage::Board | Stage::AboutRound => self.home(),
            Stage::How => match &self.round {
                Some(round) => Page::How {
                    floor: round.floor,
                    fingerprint: round.fingerprint().to_string(),
                    mode: round.mode,
                },
                None => self.home(),
            },
            Stage::Code(coding) => Page::Code(CodePage {
                digits: coding.digits.clone(),
                looking: coding.looked_at.is_some(),
                fault: coding.fault,
            }),
            Stage::Session {
                session, leaving: true, ..
            } => Page::Leaving {
                mode: session.round.mode,
            },
            Stage::Session { fault: Some(fault), .. } => Page::NotDelivered(*fault),
            Stage::Session { session, .. } => self.session_page(session),
            Stage::Thanks { round, .. } => Page::Thanks {
                mode: round.mode,
                take_back: self.take_back_seconds(),
                urgent: round.urgent.get(self.language).to_owned(),
                open_page: self.staff.page.clone(),
                pulse: round.pulse,
            },
            Stage::TakenBack { gone } => Page::TakenBack { gone: *gone },
            Stage::Pin(entering) => Page::Pin(PinPage {
                digits: entering.digits.len(),
                looking: entering.looked_at.is_some(),
                fault: entering.fault,
            }),
            Stage::Menu(menu) if menu.adjusts => Page::Panel(self.shown_levels()),
            Stage::Menu(menu) => Page::Menu(Box::new(MenuPage {
                facts: menu.facts.clone(),
                task: self.backend.task(),
                asked: menu.asked,
                told: menu.told,
                moving: menu.moving,
                moved: menu.moved.clone(),
                levels: self.shown_levels(),
            })),
            Stage::TypingIn(sheet) if sheet.is_throwing() => Page::Throwing,
            Stage::TypingIn(sheet) => sheet.page(self.language),
            Stage::LeftBehind => Page::LeftBehind,
        }
    }

    fn board(&self) -> Page {
        let Some(board) = &self.staff.board else {
            return self.home();
        };
        let mut pages = lay_out(board, self.staff.today, self.language, self.comfort);
        let (of, nth) = (pages.len(), self.board_page.min(pages.len() - 1));
        Page::Board(BoardPage {
            nth: nth + 1,
            of,
            columns: std::mem::take(&mut pages[nth]),
            as_of: split_day(board.as_of),
            old: board.is_old(self.staff.today),
            languages: self.languages(),
            can_answer: self.round.is_some(),
            about_round: self.has_last_round(),
            about_pulse: matches!(self.standing, Standing::Closed { pulse: true, .. }),
            has_open_page: self.staff.page.is_some(),
        })
    }

    fn home(&self) -> Page {
        match &self.standing {
            Standing::NotEnrolled => {
                let enrolment = self.backend.enrolment();
                Page::Enrol(EnrolPage {
                    host: self.host.to_string(),
                    code: self.code.clone(),
                    field: self.field,
                    languages: self.languages(),
                    address: self.backend.address(),
                    running: enrolment == EnrolmentProgress::Running,
                    fault: match (self.typed_wrong, enrolment) {
                        (Some(fault), _) | (None, EnrolmentProgress::Failed(fault)) => Some(fault),
                        _ => None,
                    },
                })
            }
            Standing::NoRound { ward } => Page::NoRound { ward: ward.clone() },
            Standing::Full { ward, .. } => Page::Full { ward: ward.clone() },
            Standing::Closed {
                ward, outcome, pulse, ..
            } => Page::Closed {
                ward: ward.clone(),
                outcome: *outcome,
                waiting: self.waiting,
                pulse: *pulse,
            },
            Standing::OutOfUse { ward } => Page::OutOfUse { ward: ward.clone() },
            Standing::KeyChanged { ward, .. } => Page::KeyChanged { ward: ward.clone() },
            Standing::Damaged => Page::Damaged,
            Standing::Open(round) => Page::Welcome(Welcome {
                title: round.deck.title.get(self.language).to_owned(),
                wards: round.wards.iter().map(|ward| ward.name.clone()).collect(),
                mode: round.mode,
                languages: self.languages(),
                minutes: minutes(round),
                last_day: round.last_day(),
                offline: self.offline,
                waiting: self.waiting,
                damaged: self.damaged,
            }),
        }
    }

    fn session_page(&self, session: &Session) -> Page {
        match session.step() {
            Step::HowMany => Page::HowMany {
                least: MIN_MEMBERS,
                most: MAX_MEMBERS,
            },
            Step::Cover(member) => Page::Cover {
                member: member + 1,
                of: session.members,
            },
            Step::AllDone => Page::AllDone {
                members: session.members,
                blank: session.is_blank(),
                closed_meanwhile: self.closed_meanwhile(session),
            },
            Step::Overview(part) => Page::Overview(Overview {
                whose: match part {
                    Part::Own => Whose::Own,
                    Part::Table => Whose::Table,
                    Part::Member(member) => Whose::Member {
                        last: member + 1 == session.members,
                    },
                },
                rows: session
                    .overview_rows()
                    .into_iter()
                    .filter_map(|row| Some(self.row(session, session.row_item(row)?)))
                    .collect(),
                blank: part == Part::Own && session.is_blank(),
                closed_meanwhile: self.closed_meanwhile(session),
            }),
            Step::Ask(part, place) => self.ask(session, part, &session.round.deck.items[place]),
        }
    }

    fn closed_meanwhile(&self, session: &Session) -> bool {
        self.round
            .as_ref()
            .is_none_or(|round| round.address.box_id != session.round.address.box_id)
    }

    fn row(&self, session: &Session, item: &Item) -> Row {
        let paper = session.paper();
        let answer = match (&item.question, paper.and_then(|paper| paper.mark(item))) {
            (Kind::Statement { faces, favourable }, Some(Answer::Face(face))) => Given::Face {
                nth: usize::from(*face),
                of: faces.len(),
                favourable: *favourable,
                label: faces
                    .get(usize::from(*face).saturating_sub(1))
                    .map_or("", |label| label.get(self.language))
                    .to_owned(),
            },
            (_, Some(Answer::Card(yes))) => Given::Card(*yes),
            (_, Some(Answer::Score(score))) => Given::Score(*score),
            _ => match paper.map_or(0, |paper| paper.count_notes(item)) {
                0 => Given::Skipped,
                notes => Given::Notes(notes),
            },
        };
        Row {
            text: item.text.get(self.language).to_owned(),
            answer,
        }
    }

    fn ask(&self, session: &Session, part: Part, item: &Item) -> Page {
        let text = item.text.get(self.language).to_owned();
        let mark = session.paper().and_then(|paper| paper.mark(item));
        let ask = match &item.question {
            Kind::Card => Ask::Card {
                given: match mark {
                    Some(Answer::Card(yes)) => Some(*yes),
                    _ => None,
                },
            },
            Kind::Statement { faces, favourable } => Ask::Face {
                labels: faces.iter().map(|label| label.get(self.language).to_owned()).collect(),
                favourable: *favourable,
                given: match mark {
                    Some(Answer::Face(face)) => Some(*face),
                    _ => None,
                },
            },
            Kind::Score { min, max, .. } => Ask::Score {
                min: *min,
                max: *max,
                given: match mark {
                    Some(Answer::Score(score)) => Some(*score),
                    _ => None,
                },
            },
            Kind::Note {
                about,
                max_chars,
                max_notes,
            } => {
                let written = session.paper().map_or("", |paper| paper.note(item, session.nth_note));
                return Page::Note(NotePage {
                    prompt: text,
                    about: *about,
                    text: Zeroizing::new(written.to_owned()),
                    nth: session.nth_note + 1,
                    of: usize::from(*max_notes),
                    left: usize::from(*max_chars).saturating_sub(written.chars().count()),
                    typing: session.typing,
                    caret: session.caret(),
                    written: session.is_answered(),
                    can_add: session.can_add_note(),
                    urgent: session.round.urgent.get(self.language).to_owned(),
                    identifying: find_identifying(written),
                });
            }
        };
        Page::Question(Question {
            text,
            common: part == Part::Table,
            ask,
        })
    }
}

/// How long a sheet takes, in minutes.
fn minutes(round: &OpenRound) -> usize {
    let seconds = usize::try_from(round.deck.seconds_to_answer(round.mode)).unwrap_or(usize::MAX);
    match round.mode {
        Mode::DropIn => seconds.div_ceil(60).max(1),
        // To the next five minutes: nobody can promise a talk to the minute.
        Mode::Table => seconds.div_ceil(300) * 5,
    }
}

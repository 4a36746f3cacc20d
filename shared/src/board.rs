//! The board: what the staff said and what becomes of it, as a tablet shows it when nobody answers, and the ward's open page.
//!
//! It holds no figure but about how many answered a pulse, no name of a person and nothing secret. In a manifest it has one size, whatever stands on it, also where there is none.

use serde::{Deserialize, Deserializer, Serialize};

use crate::language::Texts;

/// How many bytes [`ForStaff`] has as JSON, always.
pub const FOR_STAFF_BYTES: usize = 24 * 1024;
/// The longest address of an open page, in bytes.
pub const MOST_ADDRESS_BYTES: usize = 160;
/// The most areas on a board.
pub const MOST_AREAS: usize = 6;
/// The most measures on a board.
pub const MOST_MEASURES: usize = 12;
/// The most replies on a board.
pub const MOST_REPLIES: usize = 12;
/// A board of more than so many days ago is old: it says when the hub was heard of last.
pub const OLD_AFTER_DAYS: i64 = 30;

/// What a manifest has for the staff. It is made by [`ForStaff::new`] alone, which fills it up to [`FOR_STAFF_BYTES`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ForStaff {
    /// The board, once something is published that stands on it.
    #[serde(default)]
    pub board: Option<Board>,
    /// The address of the ward's open page, where there is one.
    #[serde(default)]
    pub page: Option<String>,
    /// Blanks.
    #[serde(default)]
    pub padding: String,
}

/// What came of the answers. Days are counted from 1970-01-01 in the wards' time zone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Board {
    /// The day on which it was like this.
    pub as_of: i64,
    /// Areas to keep and to improve, of the newest report.
    pub areas: Vec<BoardArea>,
    /// The measures that were signed, the most urgent first.
    pub measures: Vec<BoardMeasure>,
    /// How many more there are.
    #[serde(default)]
    pub more_measures: u32,
    /// What became of bundles of ideas.
    pub replies: Vec<BoardReply>,
    /// How many more there are.
    #[serde(default)]
    pub more_replies: u32,
}

/// An area, in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BoardArea {
    /// Whether it is to be kept; otherwise it is to be improved.
    pub keep: bool,
    /// What it is called.
    pub words: String,
}

/// A measure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BoardMeasure {
    /// The area, in words.
    pub area: String,
    /// What is done.
    pub what: String,
    /// By which day.
    pub deadline: i64,
    /// How far it is.
    pub state: MeasureState,
    /// What a pulse published of the question that the measure names. Hubs so far did not say it, and older tablets pass it over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pulse: Option<BoardPulse>,
}

/// What a pulse published of one question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BoardPulse {
    /// What was asked.
    pub asked: Texts,
    /// What is said of it.
    pub said: PulseSaid,
    /// About how many answered, rounded down to fives.
    pub about: u32,
}

/// The one word that a pulse publishes of a question, beside the result before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum PulseSaid {
    /// More say yes to a card.
    MoreYes,
    /// Fewer say yes to a card.
    FewerYes,
    /// More are on the good side of the faces.
    MoreGood,
    /// Fewer are on the good side of the faces.
    FewerGood,
    /// Neither can be said.
    CannotTell,
}

/// How far a measure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum MeasureState {
    /// Nobody has begun.
    NotBegun,
    /// It is under way.
    UnderWay,
    /// It is carried out.
    Done,
    /// It was stopped.
    Stopped,
}

/// What became of a bundle of ideas.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BoardReply {
    /// What the ideas are about.
    pub about: String,
    /// What the staff are told.
    pub answer: BoardAnswer,
}

/// What the staff are told of a bundle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum BoardAnswer {
    /// Nothing yet: they are told by this day.
    Owed(i64),
    /// It is done now, and why.
    Now(String),
    /// It waits, and why.
    Later(String),
    /// It is not done, and why.
    No(String),
}

impl BoardMeasure {
    /// Whether it is neither done nor stopped, and its deadline is over on `today`.
    pub fn is_overdue(&self, today: i64) -> bool {
        matches!(self.state, MeasureState::NotBegun | MeasureState::UnderWay) && self.deadline < today
    }
}

impl BoardReply {
    /// Whether it was to be given before `today`, and was not.
    pub fn is_overdue(&self, today: i64) -> bool {
        matches!(self.answer, BoardAnswer::Owed(by) if by < today)
    }
}

impl Board {
    /// A board of all this.
    pub fn new(as_of: i64, areas: Vec<BoardArea>, measures: Vec<BoardMeasure>, replies: Vec<BoardReply>) -> Self {
        Board {
            as_of,
            areas,
            measures,
            more_measures: 0,
            replies,
            more_replies: 0,
        }
    }

    /// As many of each kind as a tablet has room for; how many measures and replies are left out is counted.
    #[must_use]
    pub fn limited(mut self) -> Self {
        self.limit_areas();
        while self.measures.len() > MOST_MEASURES {
            self.leave_out_a_measure();
        }
        while self.replies.len() > MOST_REPLIES {
            self.leave_out_a_reply();
        }
        self
    }

    /// Whether it is so old on `today` that people are told when the hub was heard of last.
    pub fn is_old(&self, today: i64) -> bool {
        today - self.as_of > OLD_AFTER_DAYS
    }

    /// Of both kinds as many as there is room for, in turn: neither crowds the other out.
    fn limit_areas(&mut self) {
        while self.areas.len() > MOST_AREAS {
            let keeps = self.areas.iter().filter(|area| area.keep).count();
            let longer = keeps > self.areas.len() - keeps;
            match self.areas.iter().rposition(|area| area.keep == longer) {
                Some(last) => self.areas.remove(last),
                None => return,
            };
        }
    }

    fn leave_out_a_measure(&mut self) {
        self.more_measures += u32::from(self.measures.pop().is_some());
    }

    fn leave_out_a_reply(&mut self) {
        self.more_replies += u32::from(self.replies.pop().is_some());
    }

    /// Leaves out what is least urgent; says whether there was anything.
    fn leave_out_one(&mut self) -> bool {
        if self.replies.is_empty() && self.measures.is_empty() {
            return self.areas.pop().is_some();
        }
        match self.replies.len() >= self.measures.len() {
            true => self.leave_out_a_reply(),
            false => self.leave_out_a_measure(),
        }
        true
    }
}

impl ForStaff {
    /// What fits of a board, and the address of an open page, filled up to [`FOR_STAFF_BYTES`]. An address that is too long, or has signs
    /// that no address has, is left out.
    pub fn new(board: Option<Board>, page: Option<String>) -> Self {
        let is_address = |page: &String| page.len() <= MOST_ADDRESS_BYTES && page.bytes().all(|b| b.is_ascii_graphic());
        let mut made = ForStaff {
            board: board.map(Board::limited),
            page: page.filter(is_address),
            padding: String::new(),
        };
        loop {
            let bytes = serde_json::to_vec(&made).map_or(usize::MAX, |json| json.len());
            if let Some(room) = FOR_STAFF_BYTES.checked_sub(bytes) {
                made.padding = " ".repeat(room);
                return made;
            }
            if !made.board.as_mut().is_some_and(Board::leave_out_one) {
                made.board = None;
            }
        }
    }

    /// The same without what only fills it up: what is kept needs no size.
    #[must_use]
    pub fn without_padding(self) -> Self {
        ForStaff {
            padding: String::new(),
            ..self
        }
    }
}

/// Reads what is for the staff, or nothing: no tablet stops delivering because of a board that it cannot read.
///
/// # Errors
/// Where it is no JSON at all.
pub fn read_if_known<'de, D: Deserializer<'de>>(from: D) -> Result<Option<ForStaff>, D::Error> {
    let value = Option::<serde_json::Value>::deserialize(from)?;
    Ok(value.and_then(|value| serde_json::from_value(value).ok()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::language::Language;

    fn words(most: usize) -> impl Strategy<Value = String> {
        prop::collection::vec(any::<char>(), 0..most).prop_map(|signs| signs.into_iter().collect())
    }

    prop_compose! {
        fn measures()(all in prop::collection::vec((words(120), words(600), any::<i32>()), 0..30)) -> Vec<BoardMeasure> {
            let state = MeasureState::UnderWay;
            let asked = Texts(Language::ALL.map(|language| (language, "Har du tid til pauser?".to_owned())).into());
            let pulse = |day: i32| (day % 2 == 0).then(|| BoardPulse { asked: asked.clone(), said: PulseSaid::MoreGood, about: 15 });
            all.into_iter().map(|(area, what, day)| BoardMeasure { area, what, deadline: day.into(), state, pulse: pulse(day) }).collect()
        }
    }

    prop_compose! {
        fn replies()(all in prop::collection::vec((words(120), words(600)), 0..30)) -> Vec<BoardReply> {
            all.into_iter().map(|(about, why)| BoardReply { about, answer: BoardAnswer::Later(why) }).collect()
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn whatever_stands_on_a_board_it_has_one_size_and_nothing_is_forgotten(
            measures in measures(), replies in replies(), page in prop::option::of(words(300)), as_of in any::<i32>(),
        ) {
            let (said, asked) = (measures.len(), replies.len());
            let area = BoardArea { keep: true, words: "\u{1}".repeat(60) };
            let board = Board::new(as_of.into(), vec![area; 9], measures, replies);
            let made = ForStaff::new(Some(board), page);
            let json = serde_json::to_vec(&made).unwrap();
            prop_assert_eq!(json.len(), FOR_STAFF_BYTES);
            prop_assert_eq!(&serde_json::from_slice::<ForStaff>(&json).unwrap(), &made);
            let board = made.board.unwrap();
            prop_assert_eq!(board.measures.len() + board.more_measures as usize, said);
            prop_assert_eq!(board.replies.len() + board.more_replies as usize, asked);
            prop_assert!(board.measures.len() <= MOST_MEASURES && board.replies.len() <= MOST_REPLIES);
        }
    }

    #[test]
    fn no_board_has_the_same_size_and_an_ordinary_one_stands_there_whole() {
        assert_eq!(
            serde_json::to_vec(&ForStaff::new(None, None)).unwrap().len(),
            FOR_STAFF_BYTES
        );
        let measure = BoardMeasure {
            area: "ø".repeat(60),
            what: "å".repeat(300),
            deadline: 20_000,
            state: MeasureState::Done,
            pulse: None,
        };
        let reply = BoardReply {
            about: "æ".repeat(60),
            answer: BoardAnswer::No("ø".repeat(300)),
        };
        let board = Board::new(
            20_000,
            Vec::new(),
            vec![measure; MOST_MEASURES],
            vec![reply; MOST_REPLIES],
        );
        let page = "https://trykk.example.org/open/abc".to_owned();
        let made = ForStaff::new(Some(board.clone()), Some(page.clone()));
        assert_eq!((made.board, made.page), (Some(board), Some(page)));
    }

    /// What a tablet of before knew of a measure.
    #[derive(Debug, Deserialize)]
    struct MeasureOfBefore {
        what: String,
        state: MeasureState,
    }

    #[derive(Debug, Deserialize)]
    struct BoardOfBefore {
        measures: Vec<MeasureOfBefore>,
    }

    #[test]
    fn a_tablet_of_before_reads_a_board_with_a_pulse_and_a_hub_of_before_says_nothing_of_one() {
        let said = BoardMeasure {
            area: "Pausene".to_owned(),
            what: "Telefonvakt".to_owned(),
            deadline: 100,
            state: MeasureState::UnderWay,
            pulse: Some(BoardPulse {
                asked: Texts([(Language::Nb, "Pausene ryker".to_owned())].into()),
                said: PulseSaid::FewerYes,
                about: 15,
            }),
        };
        let board = Board::new(100, Vec::new(), vec![said.clone()], Vec::new());
        let told = serde_json::to_value(&board).unwrap();
        let before: BoardOfBefore = serde_json::from_value(told.clone()).unwrap();
        assert_eq!(before.measures[0].what, "Telefonvakt");
        assert_eq!(before.measures[0].state, MeasureState::UnderWay);
        assert_eq!(told["measures"][0]["pulse"]["said"], "fewer-yes");
        let mut silent = told;
        silent["measures"][0].as_object_mut().unwrap().remove("pulse");
        let silent: Board = serde_json::from_value(silent).unwrap();
        assert_eq!(silent.measures, [BoardMeasure { pulse: None, ..said }]);
    }

    #[test]
    fn a_deadline_and_a_reply_are_overdue_on_the_day_after_and_what_is_done_is_never() {
        let measure = |state| BoardMeasure {
            area: String::new(),
            what: String::new(),
            deadline: 100,
            state,
            pulse: None,
        };
        for (state, overdue) in [
            (MeasureState::NotBegun, true),
            (MeasureState::UnderWay, true),
            (MeasureState::Done, false),
            (MeasureState::Stopped, false),
        ] {
            assert!(!measure(state).is_overdue(100));
            assert_eq!(measure(state).is_overdue(101), overdue, "{state:?}");
        }
        let reply = |answer| BoardReply {
            about: String::new(),
            answer,
        };
        assert!(!reply(BoardAnswer::Owed(100)).is_overdue(100));
        assert!(reply(BoardAnswer::Owed(100)).is_overdue(101));
        assert!(!reply(BoardAnswer::Now(String::new())).is_overdue(101));
        let board = Board::default();
        assert!(!board.is_old(OLD_AFTER_DAYS) && board.is_old(OLD_AFTER_DAYS + 1));
    }
}

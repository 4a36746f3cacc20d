//! The method as configuration: phases, what is done in them and by whom, what makes it succeed. Two files come with Trykk; one of the
//! hospital's own takes their place. Read once, at the start.

use std::io;

use serde::Deserialize;
use trykk_shared::language::{Language, Texts};

use super::BeginError;
use crate::organisation::Role;

/// The file of the hospital's, in the hub's data folder.
pub const OWN_FILE: &str = "method.toml";
const FOUR: &str = include_str!("../../../assets/method/four.toml");
const SEVEN: &str = include_str!("../../../assets/method/seven.toml");
/// The longest text, in characters.
const LONGEST_TEXT: usize = 600;
const MOST_PHASES: usize = 12;
const MOST_DAYS: i64 = 1000;
/// What is counted in days.
const DAYS: [&str; 4] = [
    "report_within_days",
    "plan_within_days",
    "signature_after_days",
    "quiet_after_days",
];

/// The method.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Method {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub name: Texts,
    /// A published result without a report is said to be silent after so many days.
    pub report_within_days: i64,
    /// And a report without a plan after so many.
    pub plan_within_days: i64,
    /// Who owes a signature is reminded after so many days. A file from before reminders says nothing of it.
    #[serde(default = "default_signature_after")]
    pub signature_after_days: i64,
    /// A process in which nothing has happened for so many days is said to be quiet.
    #[serde(default = "default_quiet_after")]
    pub quiet_after_days: i64,
    /// What makes the whole of it succeed.
    pub success: Vec<Success>,
    /// The phases, in order.
    #[serde(rename = "phase")]
    pub phases: Vec<Phase>,
}

/// One thing that makes it succeed.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Success {
    /// In a word.
    pub name: Texts,
    /// In a sentence or two.
    pub text: Texts,
}

/// A phase.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phase {
    /// Its id, which a ward's process is kept with.
    pub id: String,
    /// What it is called.
    pub name: Texts,
    /// What it is for.
    pub purpose: Texts,
    /// Whether leader, safety rep and union rep sign before it begins.
    pub checkpoint: bool,
    /// What is done, in order.
    pub activities: Vec<Texts>,
    /// What makes it succeed.
    pub succeeds: Texts,
    /// Who does what.
    pub roles: Tasks,
}

/// What each role does in a phase.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tasks {
    /// The leader.
    pub leader: Texts,
    /// The safety rep.
    pub safety_rep: Texts,
    /// The union rep.
    pub union_rep: Texts,
    /// The senior leader.
    pub senior_leader: Texts,
    /// Everybody who works there.
    pub participant: Texts,
    /// The process guide.
    pub guide: Texts,
}

/// For whom there is guidance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// A role with an account.
    Role(Role),
    /// Everybody who works there.
    Participant,
}

impl Reader {
    /// Everybody for whom there is guidance, in the order in which it is shown.
    pub const ALL: [Reader; 6] = [
        Reader::Role(Role::Leader),
        Reader::Role(Role::SafetyRep),
        Reader::Role(Role::UnionRep),
        Reader::Role(Role::SeniorLeader),
        Reader::Participant,
        Reader::Role(Role::Guide),
    ];

    /// As it stands in addresses.
    pub fn name(self) -> &'static str {
        match self {
            Reader::Role(role) => role.name(),
            Reader::Participant => "participant",
        }
    }

    /// Who is meant by an address.
    pub fn from_name(name: &str) -> Option<Self> {
        Reader::ALL.into_iter().find(|reader| reader.name() == name)
    }

    /// Whether somebody with this role reads it: guides all of it, everybody their own, and what participants are told also those who
    /// hand it out.
    pub fn is_read_by(self, role: Role) -> bool {
        match self {
            _ if role == Role::Guide => true,
            Reader::Role(own) => role == own,
            Reader::Participant => matches!(role, Role::Leader | Role::SafetyRep | Role::UnionRep),
        }
    }
}

impl Phase {
    /// What somebody does in it; an admin has no part.
    pub fn task(&self, reader: Reader) -> Option<&Texts> {
        match reader {
            Reader::Role(Role::Leader) => Some(&self.roles.leader),
            Reader::Role(Role::SafetyRep) => Some(&self.roles.safety_rep),
            Reader::Role(Role::UnionRep) => Some(&self.roles.union_rep),
            Reader::Role(Role::SeniorLeader) => Some(&self.roles.senior_leader),
            Reader::Role(Role::Guide) => Some(&self.roles.guide),
            Reader::Role(Role::Admin) => None,
            Reader::Participant => Some(&self.roles.participant),
        }
    }
}

/// What is wrong with a file of the method.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MethodError {
    /// It is no such file: a word is misspelt, missing, or one too many.
    #[error("{0}")]
    Unread(String),
    /// A text is missing in a language, or too long.
    #[error("{at}: the text in {language} is missing or longer than {LONGEST_TEXT} characters")]
    Text {
        /// Where.
        at: String,
        /// In which language.
        language: Language,
    },
    /// An id is not written in small letters, digits and `-`, or stands twice.
    #[error("the id {0:?} stands twice, or is not written in small letters, digits and - (at most 40)")]
    Id(String),
    /// There is no phase, or there are too many.
    #[error("there must be between 1 and {MOST_PHASES} phases")]
    Phases,
    /// A number of days is out of reach.
    #[error("every number of days ({}) is between 1 and {MOST_DAYS}", DAYS.join(", "))]
    Days,
}

fn default_signature_after() -> i64 {
    2
}

fn default_quiet_after() -> i64 {
    60
}

fn is_id(id: &str) -> bool {
    let letters = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-';
    (1..=40).contains(&id.len()) && id.bytes().all(letters)
}

fn check_text(at: &str, texts: &Texts) -> Result<(), MethodError> {
    for language in Language::ALL {
        let text = texts.0.get(&language).map_or("", |text| text.trim());
        if text.is_empty() || text.chars().count() > LONGEST_TEXT {
            let at = at.to_owned();
            return Err(MethodError::Text { at, language });
        }
    }
    Ok(())
}

impl Method {
    /// What a file says.
    ///
    /// # Errors
    /// [`MethodError`]
    pub fn read(text: &str) -> Result<Self, MethodError> {
        let method: Method = toml::from_str(text).map_err(|error| MethodError::Unread(error.to_string()))?;
        if !is_id(&method.id) {
            return Err(MethodError::Id(method.id));
        }
        if !(1..=MOST_PHASES).contains(&method.phases.len()) {
            return Err(MethodError::Phases);
        }
        let days = [
            method.report_within_days,
            method.plan_within_days,
            method.signature_after_days,
            method.quiet_after_days,
        ];
        if days.iter().any(|days| !(1..=MOST_DAYS).contains(days)) {
            return Err(MethodError::Days);
        }
        check_text("name", &method.name)?;
        for (nth, one) in method.success.iter().enumerate() {
            check_text(&format!("success {}, name", nth + 1), &one.name)?;
            check_text(&format!("success {}, text", nth + 1), &one.text)?;
        }
        for (nth, phase) in method.phases.iter().enumerate() {
            if !is_id(&phase.id) || method.phases[..nth].iter().any(|before| before.id == phase.id) {
                return Err(MethodError::Id(phase.id.clone()));
            }
            let at = |what: &str| format!("phase {}, {what}", phase.id);
            check_text(&at("name"), &phase.name)?;
            check_text(&at("purpose"), &phase.purpose)?;
            check_text(&at("succeeds"), &phase.succeeds)?;
            for activity in &phase.activities {
                check_text(&at("activities"), activity)?;
            }
            for reader in Reader::ALL {
                if let Some(task) = phase.task(reader) {
                    check_text(&at(reader.name()), task)?;
                }
            }
        }
        Ok(method)
    }

    /// The four phases that come with Trykk, in force where the hospital has no file of its own.
    pub fn four() -> Self {
        Method::read(FOUR).expect("a test reads the file that is built in")
    }

    /// The other file that comes with Trykk.
    pub fn seven() -> Self {
        Method::read(SEVEN).expect("a test reads the file that is built in")
    }

    /// A file that comes with Trykk, as it stands there.
    pub fn built_in(id: &str) -> Option<&'static str> {
        match id {
            "four" => Some(FOUR),
            "seven" => Some(SEVEN),
            _ => None,
        }
    }

    /// Where a phase stands, from 0.
    pub fn position(&self, phase: &str) -> Option<usize> {
        self.phases.iter().position(|one| one.id == phase)
    }

    /// The phase with this id.
    pub fn phase(&self, phase: &str) -> Option<&Phase> {
        self.phases.iter().find(|one| one.id == phase)
    }
}

/// The method in force, and what is wrong with the hospital's own file where the built-in one had to take its place.
#[derive(Clone, Debug)]
pub struct InForce {
    /// The method.
    pub method: Method,
    /// Why the hospital's own file is not used.
    pub fault: Option<String>,
}

impl InForce {
    /// Whether anything begins: not while the hospital's own file has a fault, as other phases are in force then.
    ///
    /// # Errors
    /// [`BeginError::FaultyMethod`]
    pub fn may_begin(&self) -> Result<(), BeginError> {
        match self.fault {
            Some(_) => Err(BeginError::FaultyMethod),
            None => Ok(()),
        }
    }

    /// The method in force: the hospital's file if there is one and it can be read, else the four phases.
    pub fn of(own: Option<io::Result<String>>) -> Self {
        let four = |fault: Option<String>| InForce {
            method: Method::four(),
            fault,
        };
        match own.map(|file| file.map(|text| Method::read(&text))) {
            Some(Ok(Ok(method))) => InForce { method, fault: None },
            Some(Ok(Err(wrong))) => four(Some(wrong.to_string())),
            Some(Err(unreadable)) => four(Some(unreadable.to_string())),
            None => four(None),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_that_come_with_trykk_are_read_and_say_everything_in_every_language() {
        let (four, seven) = (Method::four(), Method::seven());
        assert_eq!((four.phases.len(), seven.phases.len()), (4, 7));
        for method in [four, seven] {
            assert!(!method.phases[0].checkpoint, "nothing is signed before the first phase");
            assert!(method.phases.iter().any(|phase| phase.checkpoint));
            assert_eq!(method.success.len(), 5);
        }
        // The law and the research promise better work, never fewer days of absence.
        for text in [FOUR, SEVEN] {
            let text = text.to_lowercase();
            assert!(!text.contains("sykefravær") && !text.contains("sjukefråvær") && !text.contains("absence"));
        }
    }

    #[test]
    fn what_is_wrong_with_a_file_is_said_and_the_four_phases_take_its_place() {
        let read = |from: &str, to: &str| Method::read(&FOUR.replacen(from, to, 1));
        assert!(matches!(read("purpose", "porpoise"), Err(MethodError::Unread(_))));
        assert!(matches!(read("id = \"map\"", "id = \"anchor\""), Err(MethodError::Id(id)) if id == "anchor"));
        assert!(matches!(read("id = \"map\"", "id = \"Å\""), Err(MethodError::Id(_))));
        for days in ["report_within_days = 30", "quiet_after_days = 60"] {
            let (name, _) = days.split_once('=').unwrap();
            assert_eq!(read(days, &format!("{name}= 0")), Err(MethodError::Days));
        }
        // A file of a hospital's own from before reminders is as good as it was.
        assert_eq!(read("signature_after_days = 2\n", "").unwrap(), Method::four());
        let error = read(
            "Innledende møter med leder, verneombud, tillitsvalgt og prosessveileder",
            " ",
        )
        .unwrap_err();
        assert_eq!(
            error.to_string(),
            "phase anchor, activities: the text in nb is missing or longer than 600 characters"
        );
        let in_force = InForce::of(Some(Ok("phases = 3".to_owned())));
        assert_eq!(in_force.method, Method::four());
        assert!(in_force.fault.is_some());
        assert_eq!(InForce::of(Some(Ok(SEVEN.to_owned()))).method, Method::seven());
        assert_eq!(InForce::of(None).fault, None);
    }
}

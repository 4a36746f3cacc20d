//! What can be done that the log tells of. Typed: a deed that is not here cannot be written.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::organisation::{Places, Role};
use crate::signing::{Answer, Kind};

/// What was done. No variant has room for a secret, an answer, or how many envelopes there are; none is written because a
/// tablet delivers. Words and fields are frozen: logs are read for years.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "deed", content = "about", rename_all = "kebab-case")]
pub enum Deed {
    /// Somebody logged in.
    LoggedIn {},
    /// An account has another password.
    PasswordSet {
        /// Whose.
        account: String,
    },
    /// An account was invited.
    Invited {
        /// Whose.
        account: String,
    },
    /// An account's invitation was made void.
    InvitationWithdrawn {
        /// Whose.
        account: String,
    },
    /// An account was logged out everywhere.
    LoggedOutEverywhere {
        /// Whose.
        account: String,
    },
    /// An account was added or changed.
    AccountPut {
        /// Whose.
        account: String,
        /// What it may do.
        role: Role,
        /// Where.
        places: Places,
        /// Whether it opens nothing at present.
        blocked: bool,
    },
    /// An account was removed.
    AccountRemoved {
        /// Whose.
        account: String,
    },
    /// A guide has a counting key, or another passphrase for it.
    CountingKeySet {
        /// Whose.
        account: String,
    },
    /// The organisation was named.
    OrganisationNamed {
        /// How.
        name: String,
    },
    /// A department was added or renamed.
    DepartmentPut {
        /// Its id.
        department: String,
        /// Its name.
        name: String,
    },
    /// A department was removed.
    DepartmentRemoved {
        /// Its id.
        department: String,
    },
    /// A ward was added or changed.
    WardPut {
        /// Its id.
        ward: String,
        /// Its name.
        name: String,
        /// Its department.
        department: String,
        /// How many people work there.
        headcount: u32,
        /// Whether it takes part in no new round.
        closed: bool,
    },
    /// A ward was removed.
    WardRemoved {
        /// Its id.
        ward: String,
    },
    /// A round was planned, or changed before it was confirmed.
    RoundPlanned {
        /// Its id.
        round: String,
    },
    /// A planned round was taken away.
    RoundTakenAway {
        /// Its id.
        round: String,
    },
    /// A deck was finished.
    DeckFinished {
        /// Its id.
        deck: String,
        /// Its version.
        version: u32,
    },
    /// A finished deck was removed.
    DeckRemoved {
        /// Its id.
        deck: String,
        /// Its version.
        version: u32,
    },
    /// A round was confirmed.
    RoundConfirmed {
        /// Its id.
        round: String,
    },
    /// The confirming was taken back.
    RoundUnconfirmed {
        /// Its id.
        round: String,
    },
    /// A round opened.
    RoundOpened {
        /// Its id.
        round: String,
    },
    /// A round has another closing time: closed now, or extended.
    ClosingSet {
        /// Its id.
        round: String,
        /// When it closes, seconds since 1970-01-01 UTC.
        closes: i64,
    },
    /// A round was closed for good.
    ClosedForGood {
        /// Its id.
        round: String,
    },
    /// A round was counted.
    Counted {
        /// Its id.
        round: String,
        /// The tablets that it was counted without.
        left_out: Vec<String>,
        /// The stolen tablets of which everything was taken.
        taken: Vec<String>,
        /// The later guides who were let in.
        let_in: Vec<String>,
        /// The number by which tablets check the count; none in entries of earlier versions.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        number: Option<String>,
    },
    /// A round was published.
    Released {
        /// Its id.
        round: String,
    },
    /// Areas of a published round were made, changed or removed.
    AreasChanged {
        /// Of which round.
        round: String,
    },
    /// What the notes of a published round are about was published, in bands.
    BandsPublished {
        /// Of which round.
        round: String,
    },
    /// That was withdrawn.
    BandsWithdrawn {
        /// Of which round.
        round: String,
    },
    /// A report of a published round was frozen.
    ReportFrozen {
        /// Of which round.
        round: String,
        /// Which version.
        version: u32,
    },
    /// A round is to be closed unread.
    UnreadPlanned {
        /// Its id.
        round: String,
    },
    /// That was taken back.
    AnswersKept {
        /// Its id.
        round: String,
    },
    /// A round was closed unread.
    ClosedUnread {
        /// Its id.
        round: String,
    },
    /// Figures left the hub as a file.
    Exported {
        /// Of which round.
        round: String,
        /// For which reader.
        reader: Reader,
        /// In which form: `csv`, say.
        format: String,
    },
    /// The yellow notes of a round were opened by a guide.
    NotesOpened {
        /// Of which round.
        round: String,
    },
    /// A token for the API of results was made.
    TokenMade {},
    /// A token for the API of results was ended.
    TokenEnded {},
    /// Start codes were printed for a tablet.
    CodesPrinted {
        /// For which round.
        round: String,
        /// For which tablet.
        tablet: String,
    },
    /// A link to enrol a tablet was made.
    EnrolmentLinkMade {
        /// For which ward.
        ward: String,
    },
    /// A link was made that enrols several tablets.
    EnrolmentLinkForSeveralMade {
        /// For which ward.
        ward: String,
        /// How many.
        tablets: u8,
    },
    /// A tablet was enrolled, or moved.
    TabletEnrolled {
        /// Its id.
        tablet: String,
        /// Where.
        ward: String,
    },
    /// A tablet was taken out of use.
    TabletRetired {
        /// Its id.
        tablet: String,
    },
    /// A tablet was reported stolen.
    TabletStolen {
        /// Its id.
        tablet: String,
    },
    /// The staff menu of a ward's tablets was given another PIN, or none.
    StaffPinSet {
        /// The ward.
        ward: String,
        /// Whether it has one now.
        is_set: bool,
    },
    /// A file that a tablet had written on a stick was taken in. What was in it, and whether it was new, is not said.
    TabletFileTaken {
        /// The tablet's id.
        tablet: String,
    },
    /// A tablet was given a name.
    TabletNamed {
        /// Its id.
        tablet: String,
        /// Which; none takes it away.
        name: String,
    },
    /// The hub's clock was said to be right.
    ClockConfirmed {},
    /// A copy of the database was made.
    BackedUp {},
    /// A copy was put in place of the database.
    Restored {
        /// The latest time that the copy knew, seconds since 1970-01-01 UTC.
        copy_of: i64,
        /// The head of the log that stood there before, if it could be read.
        replaced: Option<String>,
    },
    /// What a restored hub believes was confirmed.
    ReviewConfirmed {},
    /// Something is to be signed, in a version of its own: what was signed of another one is void.
    SignaturesAsked {
        /// What it is.
        kind: Kind,
        /// Its id.
        thing: String,
    },
    /// Somebody answered when something was to be signed. The words stay where they were written.
    SignatureGiven {
        /// What it is.
        kind: Kind,
        /// Its id.
        thing: String,
        /// For which role.
        role: Role,
        /// Signed, refused, written down from paper, or gone on without.
        answer: Answer,
    },
    /// The process of wards was started.
    ProcessStarted {
        /// Its id.
        process: String,
    },
    /// A goal sheet was saved.
    GoalsSaved {
        /// Of which process.
        process: String,
        /// Its version.
        version: u32,
    },
    /// A phase began.
    PhaseBegun {
        /// Of which process.
        process: String,
        /// Its id.
        phase: String,
        /// Whether it began before everybody had signed.
        unsigned: bool,
    },
    /// The open page of a process was switched on or off, drawn anew, or shows something else.
    OpenPageChanged {
        /// Of which process.
        process: String,
        /// Whether there is one now.
        open: bool,
        /// Whether it shows what is published.
        results: bool,
        /// Where its pages are: that stands on posters and tablets.
        pages: String,
    },
    /// What is written of a meeting was saved.
    MeetingSaved {
        /// Of which process.
        process: String,
        /// Its number.
        number: u32,
    },
    /// A meeting was closed.
    MeetingClosed {
        /// Of which process.
        process: String,
        /// Its number.
        number: u32,
    },
    /// Bundles of ideas, proposals, ratings, or what was decided of them were changed.
    ProposalsChanged {
        /// Of which process.
        process: String,
    },
    /// A measure of the plan was saved.
    MeasureSaved {
        /// Of which process.
        process: String,
        /// Its number.
        number: u32,
    },
    /// A measure was given a status.
    MeasureStatusSet {
        /// Of which process.
        process: String,
        /// Its number.
        number: u32,
    },
    /// What the idea box tells of a measure was written or agreed to.
    IdeaChanged {
        /// Of which process.
        process: String,
        /// The measure's number.
        number: u32,
    },
    /// And was taken out of it.
    IdeaWithdrawn {
        /// Of which process.
        process: String,
        /// The measure's number.
        number: u32,
    },
    /// A gathering was prepared, or prepared otherwise.
    GatheringPrepared {
        /// Of which process.
        process: String,
        /// Its number.
        number: u32,
    },
    /// A gathering was led on: begun, a step opened, closed, left, or ideas shown or held back.
    GatheringLed {
        /// Of which process.
        process: String,
        /// Its number.
        number: u32,
    },
    /// What came of a gathering was handed over.
    GatheringHandedOver {
        /// Of which process.
        process: String,
        /// Its number.
        number: u32,
    },
    /// A gathering was given up, and what was written at it deleted.
    GatheringGivenUp {
        /// Of which process.
        process: String,
        /// Its number.
        number: u32,
    },
    /// A senior leader answered a measure that asks for help.
    HelpAnswered {
        /// Of which process.
        process: String,
        /// The measure's number.
        number: u32,
    },
    /// The signed plan left the hub as a file.
    PlanExported {
        /// Of which process.
        process: String,
        /// In which form: `csv`, say.
        format: String,
    },
    /// A guide asked for reminders to be sent again.
    ReminderAsked {
        /// Of which process.
        process: String,
    },
    /// Somebody made the address of a calendar of their own.
    CalendarMade {},
    /// And ended it.
    CalendarEnded {},
    /// It was noted when the report of a published round was given, or its plan made.
    FollowUpNoted {
        /// Of which round.
        round: String,
    },
    /// The guides' list of cases that were shown on was changed. Nothing is said of a case.
    PassedOnChanged {},
    /// A process was put to rest.
    ProcessRested {
        /// Its id.
        process: String,
    },
    /// And taken up again.
    ProcessTakenUp {
        /// Its id.
        process: String,
    },
}

/// For whom figures were written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reader {
    /// What was counted.
    Guide,
    /// What is published of a ward.
    Leader,
    /// Sums of what is published.
    SeniorLeader,
}

impl Deed {
    /// The stable word for it, and what belongs to it as JSON: what is kept, and what the chain covers.
    pub fn write(&self) -> (String, String) {
        let written = serde_json::to_value(self).unwrap_or_default();
        let word = written["deed"].as_str().unwrap_or_default().to_owned();
        (word, written["about"].to_string())
    }

    /// What was written, read back. Nothing where another version wrote what this one does not know.
    pub fn read(word: &str, about: &str) -> Option<Self> {
        let about: Value = serde_json::from_str(about).ok()?;
        let written: Map<String, Value> = [("deed".to_owned(), word.into()), ("about".to_owned(), about)]
            .into_iter()
            .collect();
        serde_json::from_value(Value::Object(written)).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back_and_what_nobody_knows_is_nothing() {
        for deed in [
            Deed::LoggedIn {},
            Deed::Counted {
                round: "autumn".into(),
                left_out: vec!["t1".into()],
                taken: Vec::new(),
                let_in: Vec::new(),
                number: None,
            },
            Deed::Restored {
                copy_of: 7,
                replaced: None,
            },
        ] {
            let (word, about) = deed.write();
            assert_eq!(Deed::read(&word, &about), Some(deed));
        }
        assert_eq!(Deed::LoggedIn {}.write(), ("logged-in".to_owned(), "{}".to_owned()));
        assert_eq!(Deed::read("flew-away", "{}"), None);
        assert_eq!(Deed::read("logged-in", "no JSON"), None);
    }
}

//! A deed in one line, for the command line.

use super::{Deed, Reader};

impl Deed {
    /// What was done, in one line.
    pub fn summary(&self) -> String {
        let list = |what: &str, names: &[String]| match names.is_empty() {
            true => String::new(),
            false => format!("; {what} {}", names.join(", ")),
        };
        match self {
            Deed::LoggedIn {} => "logged in".to_owned(),
            Deed::PasswordSet { account } => format!("password of {account} set"),
            Deed::Invited { account } => format!("{account} invited"),
            Deed::InvitationWithdrawn { account } => format!("invitation of {account} withdrawn"),
            Deed::LoggedOutEverywhere { account } => format!("{account} logged out everywhere"),
            Deed::AccountPut {
                account,
                role,
                places,
                blocked,
            } => {
                let state = if *blocked { ", blocked" } else { "" };
                let at = [&places.wards[..], &places.departments].concat().join(", ");
                format!("account {account}: {} ({at}){state}", role.name())
            }
            Deed::AccountRemoved { account } => format!("account {account} removed"),
            Deed::CountingKeySet { account } => format!("counting passphrase of {account} set"),
            Deed::OrganisationNamed { name } => format!("organisation named {name}"),
            Deed::DepartmentPut { department, name } => format!("department {department}: {name}"),
            Deed::DepartmentRemoved { department } => format!("department {department} removed"),
            Deed::WardPut {
                ward,
                name,
                department,
                headcount,
                closed,
            } => {
                let state = if *closed { ", closed" } else { "" };
                format!("ward {ward}: {name}, department {department}, headcount {headcount}{state}")
            }
            Deed::WardRemoved { ward } => format!("ward {ward} removed"),
            Deed::RoundPlanned { round } => format!("round {round} planned"),
            Deed::RoundTakenAway { round } => format!("round {round} taken away"),
            Deed::DeckFinished { deck, version } => format!("deck {deck}-{version} finished"),
            Deed::DeckRemoved { deck, version } => format!("deck {deck}-{version} removed"),
            Deed::RoundConfirmed { round } => format!("round {round} confirmed"),
            Deed::RoundUnconfirmed { round } => format!("confirming of round {round} taken back"),
            Deed::RoundOpened { round } => format!("round {round} opened"),
            Deed::ClosingSet { round, closes } => {
                let closes =
                    jiff::Timestamp::from_second(*closes).map_or_else(|_| closes.to_string(), |at| at.to_string());
                format!("round {round} closes {closes}")
            }
            Deed::ClosedForGood { round } => format!("round {round} closed for good"),
            Deed::Counted {
                round,
                left_out,
                taken,
                let_in,
                number,
            } => {
                let (without, with) = (
                    list("without tablet", left_out),
                    list("with what stolen tablet sent", taken),
                );
                let number = number
                    .as_ref()
                    .map_or_else(String::new, |number| format!(", number {number}"));
                format!("round {round} counted{without}{with}{}{number}", list("let in", let_in))
            }
            Deed::Released { round } => format!("round {round} released"),
            Deed::AreasChanged { round } => format!("areas of round {round} changed"),
            Deed::BandsPublished { round } => format!("bands of notes of round {round} published"),
            Deed::BandsWithdrawn { round } => format!("bands of notes of round {round} withdrawn"),
            Deed::ReportFrozen { round, version } => format!("report of round {round} frozen, version {version}"),
            Deed::UnreadPlanned { round } => format!("round {round} to be closed unread"),
            Deed::AnswersKept { round } => format!("answers of round {round} kept"),
            Deed::ClosedUnread { round } => format!("round {round} closed unread"),
            Deed::Exported { round, reader, format } => {
                let reader = match reader {
                    Reader::Guide => "guide",
                    Reader::Leader => "leader",
                    Reader::SeniorLeader => "senior-leader",
                };
                format!("round {round} exported as {reader}, {format}")
            }
            Deed::NotesOpened { round } => format!("notes of round {round} opened"),
            Deed::TokenMade {} => "token for the API of results made".to_owned(),
            Deed::TokenEnded {} => "token for the API of results ended".to_owned(),
            Deed::CodesPrinted { round, tablet } => format!("start codes of round {round} printed for tablet {tablet}"),
            Deed::EnrolmentLinkMade { ward } => format!("enrolment link for ward {ward} made"),
            Deed::EnrolmentLinkForSeveralMade { ward, tablets } => {
                format!("enrolment link for {tablets} tablets of ward {ward} made")
            }
            Deed::TabletEnrolled { tablet, ward } => format!("tablet {tablet} enrolled at ward {ward}"),
            Deed::TabletRetired { tablet } => format!("tablet {tablet} retired"),
            Deed::TabletStolen { tablet } => format!("tablet {tablet} reported stolen"),
            Deed::StaffPinSet { ward, is_set: true } => format!("PIN of the tablets of ward {ward} set"),
            Deed::StaffPinSet { ward, is_set: false } => format!("PIN of the tablets of ward {ward} taken away"),
            Deed::TabletFileTaken { tablet } => format!("file of tablet {tablet} taken in"),
            Deed::TabletNamed { tablet, name } => format!("tablet {tablet} named {name:?}"),
            Deed::ClockConfirmed {} => "clock confirmed".to_owned(),
            Deed::BackedUp {} => "copy of the database made".to_owned(),
            Deed::Restored { copy_of, replaced } => {
                let copy_of =
                    jiff::Timestamp::from_second(*copy_of).map_or_else(|_| copy_of.to_string(), |at| at.to_string());
                let replaced = replaced.as_ref().map_or_else(
                    || "the log that stood there before could not be read".to_owned(),
                    |head| format!("the log that stood there before ended with {head}"),
                );
                format!("restored from a copy of {copy_of}; {replaced}")
            }
            Deed::ReviewConfirmed {} => "review after the restore confirmed".to_owned(),
            Deed::ProcessStarted { process } => format!("process {process} started"),
            Deed::GoalsSaved { process, version } => format!("goal sheet {version} of process {process} saved"),
            Deed::PhaseBegun {
                process,
                phase,
                unsigned,
            } => {
                let how = if *unsigned { ", not signed by all" } else { "" };
                format!("phase {phase} of process {process} begun{how}")
            }
            Deed::MeetingSaved { process, number } => format!("meeting {number} of process {process} saved"),
            Deed::MeetingClosed { process, number } => format!("meeting {number} of process {process} closed"),
            Deed::ProposalsChanged { process } => format!("proposals of process {process} changed"),
            Deed::MeasureSaved { process, number } => format!("measure {number} of process {process} saved"),
            Deed::MeasureStatusSet { process, number } => {
                format!("status of measure {number} of process {process} set")
            }
            Deed::IdeaChanged { process, number } => {
                format!("what the idea box tells of measure {number} of process {process} written or agreed to")
            }
            Deed::IdeaWithdrawn { process, number } => {
                format!("measure {number} of process {process} taken out of the idea box")
            }
            Deed::GatheringPrepared { process, number } => format!("gathering {number} of process {process} prepared"),
            Deed::GatheringLed { process, number } => format!("gathering {number} of process {process} led on"),
            Deed::GatheringHandedOver { process, number } => {
                format!("gathering {number} of process {process} handed over")
            }
            Deed::GatheringGivenUp { process, number } => format!("gathering {number} of process {process} given up"),
            Deed::HelpAnswered { process, number } => {
                format!("help for measure {number} of process {process} answered")
            }
            Deed::PlanExported { process, format } => format!("plan of process {process} exported, {format}"),
            Deed::ReminderAsked { process } => format!("reminders of process {process} asked for again"),
            Deed::CalendarMade {} => "address of a calendar made".to_owned(),
            Deed::CalendarEnded {} => "address of a calendar ended".to_owned(),
            Deed::FollowUpNoted { round } => format!("what was made of round {round} noted"),
            Deed::PassedOnChanged {} => "list of cases passed on changed".to_owned(),
            Deed::OpenPageChanged {
                process, open: false, ..
            } => format!("open page of process {process} switched off"),
            Deed::OpenPageChanged {
                process,
                results,
                pages,
                ..
            } => {
                let shows = if *results { "with" } else { "without" };
                format!("open page of process {process} switched on at {pages}, {shows} what is published")
            }
            Deed::ProcessRested { process } => format!("process {process} put to rest"),
            Deed::ProcessTakenUp { process } => format!("process {process} taken up again"),
            Deed::SignaturesAsked { kind, thing } => format!("{} {thing} put to be signed", kind.name()),
            Deed::SignatureGiven {
                kind,
                thing,
                role,
                answer,
            } => format!("{} {thing}, {}: {}", kind.name(), role.name(), answer.name()),
        }
    }
}

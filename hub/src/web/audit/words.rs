//! The audit log in the reader's words. Pure: an entry and the plan of today go in.

use trykk_shared::language::Language;

use crate::audit::{COARSE_SECONDS, Deed, Entry, Reader, Who};
use crate::organisation::{Organisation, Role};
use crate::process::method::Method;
use crate::signing::{Answer, Kind};
use crate::texts::{AuditTexts, Texts, fill, moment, say_day};

/// More wards than these are counted, not named.
const MOST_NAMED: usize = 3;

/// An entry as pages show it.
pub struct Line {
    /// When.
    pub when: String,
    /// Who.
    pub who: String,
    /// What.
    pub what: String,
    /// Which wards it concerns.
    pub wards: String,
    /// Its number.
    pub number: i64,
}

/// What entries are said with.
pub struct Words<'p> {
    /// The plan of today, for names.
    pub organisation: &'p Organisation,
    /// The method in force, for the names of phases.
    pub method: &'p Method,
    /// In this language.
    pub language: Language,
    /// Nothing is said of other wards than these. Nothing: all.
    pub only: Option<&'p [String]>,
}

/// What something that is signed is called in a sentence.
fn signed_thing(texts: &AuditTexts, kind: Kind) -> &'static str {
    match kind {
        Kind::Checkpoint => texts.a_checkpoint,
        Kind::Report => texts.the_report,
        Kind::Plan => texts.the_plan,
    }
}

impl Words<'_> {
    /// An entry in words.
    pub fn line(&self, entry: &Entry) -> Line {
        let texts = AuditTexts::of(self.language);
        Line {
            when: moment(self.language, &self.organisation.zone(), entry.at),
            who: match Who::from_name(&entry.who) {
                Who::Account(email) => email,
                Who::Shell => texts.shell.to_owned(),
                Who::Hub => texts.hub.to_owned(),
            },
            what: match Deed::read(&entry.deed, &entry.about) {
                Some(Deed::ClosingSet { round, closes }) if closes < entry.at + COARSE_SECONDS => {
                    fill(texts.closed, &[&self.round(&round)])
                }
                Some(deed) => self.say(texts, &deed),
                None => fill(texts.unknown, &[&entry.deed]),
            },
            wards: self.wards(texts, entry),
            number: entry.number,
        }
    }

    fn wards(&self, texts: &AuditTexts, entry: &Entry) -> String {
        let mut wards: Vec<String> = serde_json::from_str(&entry.wards).unwrap_or_default();
        if let Some(only) = self.only {
            wards.retain(|ward| only.contains(ward));
        }
        if wards.len() > MOST_NAMED {
            return fill(texts.many_wards, &[&wards.len()]);
        }
        let names: Vec<&str> = wards.iter().map(|ward| self.ward(ward)).collect();
        names.join(", ")
    }

    /// A ward's name; one that is gone has its id.
    fn ward<'w>(&'w self, id: &'w str) -> &'w str {
        self.organisation.wards.get(id).map_or(id, |ward| &ward.name)
    }

    /// A round by its deck's title and its first day; one that is gone has its id.
    fn round(&self, id: &str) -> String {
        let Some(round) = self.organisation.rounds.get(id) else {
            return id.to_owned();
        };
        let opens = say_day(self.language, &self.organisation.zone(), round.plan.opens);
        let title = round.deck.title.get(self.language);
        match self.language {
            Language::En => format!("“{title}” ({opens})"),
            _ => format!("«{title}» ({opens})"),
        }
    }

    fn say(&self, texts: &AuditTexts, deed: &Deed) -> String {
        let of = |text: &str, round: &str| fill(text, &[&self.round(round)]);
        let about = |text: &str, name: &String| fill(text, &[name]);
        match deed {
            Deed::LoggedIn {} => texts.logged_in.to_owned(),
            Deed::PasswordSet { account } => about(texts.password_set, account),
            Deed::Invited { account } => about(texts.invited, account),
            Deed::InvitationWithdrawn { account } => about(texts.invitation_withdrawn, account),
            Deed::LoggedOutEverywhere { account } => about(texts.logged_out, account),
            Deed::AccountPut {
                account, blocked: true, ..
            } => about(texts.account_blocked, account),
            Deed::AccountPut { account, role, .. } => fill(texts.account_put, &[account, &self.role(*role)]),
            Deed::AccountRemoved { account } => about(texts.account_removed, account),
            Deed::CountingKeySet { account } => about(texts.key_set, account),
            Deed::OrganisationNamed { name } => about(texts.organisation_named, name),
            Deed::DepartmentPut { name, .. } => about(texts.department_put, name),
            Deed::DepartmentRemoved { department } => about(texts.department_removed, department),
            Deed::WardPut { name, closed: true, .. } => about(texts.ward_closed, name),
            Deed::WardPut { name, headcount, .. } => fill(texts.ward_put, &[name, headcount]),
            Deed::WardRemoved { ward } => about(texts.ward_removed, ward),
            Deed::RoundPlanned { round } => of(texts.round_planned, round),
            Deed::RoundTakenAway { round } => of(texts.round_taken_away, round),
            Deed::DeckFinished { deck, version } => about(texts.deck_finished, &format!("{deck}-{version}")),
            Deed::DeckRemoved { deck, version } => about(texts.deck_removed, &format!("{deck}-{version}")),
            Deed::RoundConfirmed { round } => of(texts.confirmed, round),
            Deed::RoundUnconfirmed { round } => of(texts.unconfirmed, round),
            Deed::RoundOpened { round } => of(texts.opened, round),
            Deed::ClosingSet { round, closes } => fill(texts.closing_set, &[&self.round(round), &self.time(*closes)]),
            Deed::ClosedForGood { round } => of(texts.closed_for_good, round),
            Deed::Counted {
                round,
                left_out,
                taken,
                let_in,
                number,
            } => {
                let number = number.iter().map(|number| fill(texts.count_number, &[number]));
                let more = [(texts.left_out, left_out), (texts.taken, taken), (texts.let_in, let_in)];
                let more = more.into_iter().filter(|(_, names)| !names.is_empty());
                let more = more.map(|(text, names)| fill(text, &[&names.join(", ")]));
                let more: String = more.chain(number).collect();
                of(texts.counted, round) + &more
            }
            Deed::Released { round } => of(texts.released, round),
            Deed::AreasChanged { round } => of(texts.areas_changed, round),
            Deed::BandsPublished { round } => of(texts.bands_published, round),
            Deed::BandsWithdrawn { round } => of(texts.bands_withdrawn, round),
            Deed::ReportFrozen { round, version } => fill(texts.report_frozen, &[&self.round(round), version]),
            Deed::UnreadPlanned { round } => of(texts.unread_planned, round),
            Deed::AnswersKept { round } => of(texts.answers_kept, round),
            Deed::ClosedUnread { round } => of(texts.closed_unread, round),
            Deed::Exported { round, format, .. } if format == "report-pdf" => of(texts.exported_report, round),
            Deed::Exported { round, format, .. } if format == "report-slides" => of(texts.exported_slides, round),
            Deed::Exported { round, reader, format } => {
                let text = match reader {
                    Reader::Guide => texts.exported_exact,
                    Reader::Leader | Reader::SeniorLeader => texts.exported,
                };
                fill(text, &[&self.round(round), format])
            }
            Deed::NotesOpened { round } => of(texts.notes_opened, round),
            Deed::TokenMade {} => texts.token_made.to_owned(),
            Deed::TokenEnded {} => texts.token_ended.to_owned(),
            Deed::CodesPrinted { round, tablet } => fill(texts.codes_printed, &[&self.round(round), tablet]),
            Deed::EnrolmentLinkMade { .. } => texts.link_made.to_owned(),
            Deed::EnrolmentLinkForSeveralMade { tablets, .. } => fill(texts.link_for_several_made, &[tablets]),
            Deed::TabletEnrolled { tablet, .. } => about(texts.tablet_enrolled, tablet),
            Deed::TabletRetired { tablet } => about(texts.tablet_retired, tablet),
            Deed::TabletStolen { tablet } => about(texts.tablet_stolen, tablet),
            Deed::StaffPinSet { is_set: true, .. } => texts.pin_set.to_owned(),
            Deed::StaffPinSet { is_set: false, .. } => texts.pin_taken.to_owned(),
            Deed::TabletFileTaken { tablet } => about(texts.tablet_file_taken, tablet),
            Deed::TabletNamed { tablet, name } if name.is_empty() => about(texts.tablet_unnamed, tablet),
            Deed::TabletNamed { tablet, name } => fill(texts.tablet_named, &[tablet, name]),
            Deed::ClockConfirmed {} => texts.clock_confirmed.to_owned(),
            Deed::BackedUp {} => texts.backed_up.to_owned(),
            Deed::Restored { copy_of, replaced } => {
                let over = replaced.as_ref().map(|head| about(texts.restored_over, head));
                fill(texts.restored, &[&self.time(*copy_of)]) + &over.unwrap_or_default()
            }
            Deed::ReviewConfirmed {} => texts.review_confirmed.to_owned(),
            Deed::ProcessStarted { .. } => texts.process_started.to_owned(),
            Deed::GoalsSaved { version, .. } => fill(texts.goals_saved, &[version]),
            Deed::PhaseBegun {
                phase, unsigned: true, ..
            } => fill(texts.phase_begun_unsigned, &[&self.phase(phase)]),
            Deed::PhaseBegun { phase, .. } => fill(texts.phase_begun, &[&self.phase(phase)]),
            Deed::MeetingSaved { number, .. } => fill(texts.meeting_saved, &[number]),
            Deed::MeetingClosed { number, .. } => fill(texts.meeting_closed, &[number]),
            Deed::ProposalsChanged { .. } => texts.proposals_changed.to_owned(),
            Deed::MeasureSaved { number, .. } => fill(texts.measure_saved, &[number]),
            Deed::MeasureStatusSet { number, .. } => fill(texts.measure_status_set, &[number]),
            Deed::IdeaChanged { number, .. } => fill(texts.idea_changed, &[number]),
            Deed::IdeaWithdrawn { number, .. } => fill(texts.idea_withdrawn, &[number]),
            Deed::GatheringPrepared { number, .. } => fill(texts.gathering_prepared, &[number]),
            Deed::GatheringLed { number, .. } => fill(texts.gathering_led, &[number]),
            Deed::GatheringHandedOver { number, .. } => fill(texts.gathering_handed_over, &[number]),
            Deed::GatheringGivenUp { number, .. } => fill(texts.gathering_given_up, &[number]),
            Deed::HelpAnswered { number, .. } => fill(texts.help_answered, &[number]),
            Deed::PlanExported { format, .. } => fill(texts.plan_exported, &[format]),
            Deed::ReminderAsked { .. } => texts.reminder_asked.to_owned(),
            Deed::CalendarMade {} => texts.calendar_made.to_owned(),
            Deed::CalendarEnded {} => texts.calendar_ended.to_owned(),
            Deed::FollowUpNoted { round } => of(texts.follow_up_noted, round),
            Deed::PassedOnChanged {} => texts.passed_on_changed.to_owned(),
            Deed::OpenPageChanged { open: false, .. } => texts.open_page_off.to_owned(),
            Deed::OpenPageChanged { results: true, .. } => texts.open_page_results.to_owned(),
            Deed::OpenPageChanged { .. } => texts.open_page_on.to_owned(),
            Deed::ProcessRested { .. } => texts.process_rested.to_owned(),
            Deed::ProcessTakenUp { .. } => texts.process_taken_up.to_owned(),
            Deed::SignaturesAsked { kind, .. } => about(texts.signatures_asked, &signed_thing(texts, *kind).to_owned()),
            Deed::SignatureGiven { kind, role, answer, .. } => {
                let text = match answer {
                    Answer::Signed => texts.signed,
                    Answer::Refused => texts.signing_refused,
                    Answer::OnPaper => texts.signed_on_paper,
                    Answer::GoneOn => texts.gone_on,
                };
                fill(text, &[&signed_thing(texts, *kind), &self.role(*role).to_lowercase()])
            }
        }
    }

    /// A phase's name; one that the method in force does not have has its id.
    fn phase<'w>(&'w self, id: &'w str) -> &'w str {
        self.method.phase(id).map_or(id, |phase| phase.name.get(self.language))
    }

    fn role(&self, role: Role) -> &'static str {
        Texts::of(self.language).role(role)
    }

    fn time(&self, seconds: i64) -> String {
        moment(self.language, &self.organisation.zone(), seconds)
    }
}

#[cfg(test)]
mod tests;

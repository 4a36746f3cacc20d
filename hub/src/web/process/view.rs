//! A process in words: where it is, what is next, who owes what. The rules are [`crate::process`]'s.

use trykk_shared::language::Language;

use super::read::Read;
use crate::organisation::{Places, Role};
use crate::plan::Owing;
use crate::process::method::Method;
use crate::process::{Due, Next, Owed};
use crate::signing::{self, Post, State};
use crate::store::{Store, StoreError};
use crate::texts::{MeetingTexts, PlanTexts, ProcessTexts, Texts, fill};
use crate::web::signing::say;

/// A process in one look.
pub struct Glance {
    /// Its page.
    pub href: String,
    /// The names of its wards.
    pub wards: String,
    /// The present phase.
    pub phase: String,
    /// Since when.
    pub since: String,
    /// What is next.
    pub next: String,
    /// Who owes what.
    pub owed: Vec<String>,
    /// The texts.
    pub texts: &'static ProcessTexts,
}

impl Glance {
    /// A process in one look.
    pub fn of(read: &Read, method: &Method, language: Language) -> Self {
        let texts = ProcessTexts::of(language);
        let process = &read.process;
        let since = process.present().map_or(0, |begun| begun.day);
        Glance {
            href: format!("/process/{}", process.id),
            wards: read.organisation.ward_names(&process.wards),
            phase: say_phase(read, method, language),
            since: match process.resting {
                Some(day) => fill(texts.resting_since, &[&say(language, day)]),
                None => fill(texts.since, &[&say(language, since)]),
            },
            next: say_next(read, method, language),
            owed: say_all_owed(read, language),
            texts,
        }
    }

    /// Every process that somebody's places reach, in one look each.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn all(
        store: &Store,
        method: &Method,
        places: &Places,
        language: Language,
        now: i64,
    ) -> Result<Vec<Self>, StoreError> {
        let mut glances = Vec::new();
        for id in store.processes_within(places)? {
            match Read::of(store, method, places, &id, now) {
                Ok(read) => glances.push(Glance::of(&read, method, language)),
                Err(StoreError::NotFound(..)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(glances)
    }
}

/// The present phase: its number, and what it is called. One that the method in force does not have is called by its id.
pub fn say_phase(read: &Read, method: &Method, language: Language) -> String {
    let texts = ProcessTexts::of(language);
    match read.here.position {
        Some(position) => {
            let name = method.phases[position].name.get(language);
            fill(texts.phase_of, &[&(position + 1), &method.phases.len(), &name])
        }
        None => read
            .process
            .present()
            .map_or(String::new(), |begun| begun.phase.clone()),
    }
}

fn say_next(read: &Read, method: &Method, language: Language) -> String {
    let texts = ProcessTexts::of(language);
    let name = read
        .here
        .next_phase
        .map_or("", |next| method.phases[next].name.get(language));
    match read.here.next {
        Next::Rest => texts.next_rest.to_owned(),
        Next::WriteGoals => texts.next_goals.to_owned(),
        Next::Ask => fill(texts.next_ask, &[&name]),
        Next::Sign => fill(texts.next_sign, &[&name]),
        Next::Begin => fill(texts.next_begin, &[&name]),
        Next::Choose => texts.next_choose.to_owned(),
        Next::Stay => texts.next_stay.to_owned(),
    }
}

/// Who owes what to the process and to its plan; nobody anything while it rests.
fn say_all_owed(read: &Read, language: Language) -> Vec<String> {
    let owed = read.here.owed.iter();
    let mut said: Vec<String> = owed.map(|owed| say_owed(read, owed, language)).collect();
    if read.process.resting.is_none() {
        let standing = read
            .plan_signing
            .as_ref()
            .map(|(asked, given)| signing::stand(&read.organisation, asked, given, read.today));
        let owing = read.plan.owing(standing.as_ref(), read.today);
        said.extend(owing.iter().map(|owing| say_owing(read, owing, language)));
    }
    said
}

/// Whoever holds a role, with the ward where several wards are together.
fn name_holder(read: &Read, role: Role, post: Option<&Post>, language: Language) -> String {
    let role = Texts::of(language).role(role);
    match post {
        Some(post) if read.process.wards.len() > 1 => {
            let ward = read.organisation.ward_names(std::slice::from_ref(&post.ward));
            format!("{role}, {ward}")
        }
        _ => role.to_owned(),
    }
}

fn say_owing(read: &Read, owing: &Owing, language: Language) -> String {
    let texts = PlanTexts::of(language);
    match owing {
        Owing::Signature(post, state) => {
            let who = name_holder(read, post.role, Some(post), language);
            let text = match state {
                State::Refused => texts.owes_refused,
                State::Silent => texts.owes_silent,
                State::Vacant => texts.owes_vacant,
                _ => texts.owes_signature,
            };
            fill(text, &[&who])
        }
        Owing::Replies(many, first) => {
            let who = name_holder(read, Role::Leader, None, language);
            match many {
                1 => fill(texts.owes_reply, &[&who, &say(language, *first)]),
                _ => fill(texts.owes_replies, &[&who, many, &say(language, *first)]),
            }
        }
        Owing::Measures(many) => fill(texts.owes_measures, &[many]),
        Owing::Evaluations(many) => fill(texts.owes_evaluations, &[many]),
    }
}

fn say_owed(read: &Read, owed: &Owed, language: Language) -> String {
    let texts = ProcessTexts::of(language);
    let meetings = MeetingTexts::of(language);
    let who = name_holder(read, owed.role, owed.post.as_ref(), language);
    let text = match owed.due {
        Due::Meeting(day) => return fill(meetings.owes_overdue, &[&who, &say(language, day)]),
        Due::PlanMeeting => meetings.owes_plan,
        Due::Goals => texts.owes_goals,
        Due::Signature(State::Refused) => texts.owes_refused,
        Due::Signature(State::Silent) => texts.owes_silent,
        Due::Signature(State::Vacant) => texts.owes_vacant,
        Due::Signature(_) => texts.owes_signature,
    };
    fill(text, &[&who])
}

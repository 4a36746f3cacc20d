//! A process in words: where it is, what is next, who owes what. The rules are [`crate::process`]'s.

use trykk_shared::language::Language;

use crate::organisation::times::day_of;
use crate::organisation::{Organisation, Places};
use crate::process::method::Method;
use crate::process::{Due, Next, Owed, Process, Where, stand};
use crate::signing::{self, Asked, Signature, State};
use crate::store::{Store, StoreError};
use crate::web::signing::say;
use crate::web::texts::{MeetingTexts, ProcessTexts, Texts, fill};

/// A process as it was read, and where it is.
pub struct Read {
    /// The plan.
    pub organisation: Organisation,
    /// The process.
    pub process: Process,
    /// The checkpoint of the next phase, once it is put forward.
    pub checkpoint: Option<(Asked, Vec<Signature>)>,
    /// Where it is.
    pub here: Where,
    /// The day on which it was read.
    pub today: i64,
}

impl Read {
    /// Reads a process that somebody's places reach; another one looks like one that is not there.
    ///
    /// # Errors
    /// When there is none.
    pub fn of(store: &Store, method: &Method, places: &Places, id: &str, now: i64) -> Result<Self, StoreError> {
        let (process, checkpoint) = store.process(method, id)?;
        let organisation = store.organisation()?;
        if !organisation.covers(places, &process.wards) {
            return Err(StoreError::NotFound("process", id.to_owned()));
        }
        let today = day_of(now, &organisation.zone());
        let standing = checkpoint
            .as_ref()
            .map(|(asked, given)| signing::stand(&organisation, asked, given, today));
        Ok(Read {
            here: stand(method, &process, standing.as_ref(), today),
            organisation,
            process,
            checkpoint,
            today,
        })
    }
}

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
            owed: read
                .here
                .owed
                .iter()
                .map(|owed| say_owed(read, owed, language))
                .collect(),
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
        for id in store.processes()? {
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

fn say_owed(read: &Read, owed: &Owed, language: Language) -> String {
    let (texts, role) = (ProcessTexts::of(language), Texts::of(language).role(owed.role));
    let meetings = MeetingTexts::of(language);
    let who = match &owed.post {
        Some(post) if read.process.wards.len() > 1 => {
            let ward = read.organisation.ward_names(std::slice::from_ref(&post.ward));
            format!("{role}, {ward}")
        }
        _ => role.to_owned(),
    };
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

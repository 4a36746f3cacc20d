//! What is signed, and why it cannot be: in words. The rules are [`crate::signing`]'s.

use trykk_shared::language::Language;

use super::signing::{say, say_answer};
use crate::organisation::Organisation;
use crate::process::GoalSheet;
use crate::process::goals::{Change, changes};
use crate::signing::{Answer, Asked, Kind, Signature, SigningError, Standing, Version, holders, list_answered};
use crate::store::{Store, StoreError};
use crate::texts::{PlanTexts, ProcessTexts, SigningTexts, fill};
use crate::web::process::plan::describe_changes;

/// The goal sheet that is signed.
pub struct SignedSheet {
    /// The goals.
    pub goals: Vec<String>,
    /// How they are looked at.
    pub how: String,
    /// And when.
    pub look: String,
    /// Its number, and who saved it.
    pub by: String,
    /// The texts.
    pub texts: &'static ProcessTexts,
}

impl SignedSheet {
    /// A goal sheet in words.
    pub fn of(sheet: GoalSheet, language: Language) -> Self {
        let texts = ProcessTexts::of(language);
        SignedSheet {
            by: fill(
                texts.version_by,
                &[&sheet.version, &sheet.account, &say(language, sheet.day)],
            ),
            look: say(language, sheet.goals.look),
            how: sheet.goals.how,
            goals: sheet.goals.goals,
            texts,
        }
    }
}

/// What changed in a goal sheet, in words.
pub fn say_goal_change(change: &Change, language: Language) -> String {
    let texts = ProcessTexts::of(language);
    match change {
        Change::Added(goal) => fill(texts.added, &[goal]),
        Change::Gone(goal) => fill(texts.gone, &[goal]),
        Change::How(how) => fill(texts.how_changed, &[how]),
        Change::Look(day) => fill(texts.look_changed, &[&say(language, *day)]),
    }
}

/// What changed since the version that the reader answered last, or else anybody: since when, and what. Of a report nothing but that it did:
/// the words of earlier versions are not kept, or what was taken back would stay there.
///
/// # Errors
/// See [`StoreError`].
pub fn describe_changed(
    store: &Store,
    asked: &Asked,
    given: &[Signature],
    reader: &str,
    language: Language,
) -> Result<Option<(String, Vec<String>)>, StoreError> {
    let since = |day| fill(PlanTexts::of(language).changed_since, &[&say(language, day)]);
    let answered = list_answered(given, asked.version, reader);
    Ok(match (asked.kind, answered.first()) {
        (Kind::Plan, _) => describe_changes(&store.plan(&asked.thing)?.0, &answered, language),
        (_, None) => None,
        (Kind::Report, Some(answered)) => {
            let reread = SigningTexts::of(language).read_again.to_owned();
            Some((since(answered.day), vec![reread]))
        }
        (Kind::Checkpoint, Some(_)) => store
            .sheets_since_answered(asked, &answered)?
            .and_then(|(before, now)| {
                let told = changes(&before.goals, &now.goals);
                let lines: Vec<String> = told.iter().map(|change| say_goal_change(change, language)).collect();
                (!lines.is_empty()).then(|| (since(before.day), lines))
            }),
    })
}

/// Why nothing can be answered, in words: it is past, it rests, or it is not what was read.
pub fn say_closed(
    asked: &Asked,
    taken: Result<(), SigningError>,
    read: Option<Version>,
    texts: &'static SigningTexts,
) -> Option<&'static str> {
    match (taken, read) {
        (Err(fault), _) => Some(say_fault(fault, Answer::Signed, texts)),
        (Ok(()), Some(read)) if read != asked.version => Some(texts.other_version),
        // A goal sheet stands on the page itself; a report and a plan are opened first.
        (Ok(()), None) if matches!(asked.kind, Kind::Report | Kind::Plan) => Some(texts.unread),
        _ => None,
    }
}

/// Why an answer is not taken, in words.
pub fn say_fault(fault: SigningError, answer: Answer, texts: &'static SigningTexts) -> &'static str {
    match fault {
        SigningError::OtherVersion => texts.other_version,
        SigningError::NotTheirs => texts.not_theirs,
        SigningError::NotSilent => texts.not_silent,
        SigningError::NoWords if answer == Answer::OnPaper => texts.no_name,
        SigningError::NoWords => texts.no_reason,
        SigningError::TooLong => texts.too_long,
        SigningError::NoHolder => texts.no_holder,
        SigningError::Unseen => texts.unseen,
        SigningError::Past => texts.past,
        SigningError::Resting => texts.resting,
        SigningError::StandsAlready => texts.nothing_to_do,
    }
}

/// What others wrote down for the posts that the reader holds, in words.
pub fn say_for_you(
    organisation: &Organisation,
    standing: &Standing,
    texts: &'static SigningTexts,
    language: Language,
    reader: &str,
) -> Vec<String> {
    let held = standing.posts.iter();
    let held = held.filter(|one| holders(organisation, &one.post).any(|holder| holder == reader));
    let open = held.filter(|one| one.answers.iter().all(|answer| answer.account != reader));
    let written = open.flat_map(|one| &one.answers).filter(|answer| {
        let of_another = matches!(answer.answer, Answer::OnPaper | Answer::GoneOn);
        of_another && answer.holder.as_deref().is_none_or(|holder| holder == reader)
    });
    written
        .map(|answer| fill(texts.for_you, &[&say_answer(texts, language, answer)]))
        .collect()
}

//! The guide's yellow notes, behind the counting passphrase.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use jiff::tz::TimeZone;
use rand::seq::SliceRandom;
use trykk_shared::deck::{Deck, Question};
use trykk_shared::language::Language;
use trykk_shared::note;

use crate::audit::Deed;
use crate::keys::passphrase::Passphrase;
use crate::rounds::count::OpenedNote;
use crate::rounds::{GivenAt, open_notes, unwrap_counting_key};
use crate::store::KeptNotes;
use crate::texts::{GuideTexts, fill, moment};
use crate::web::Pages;
use crate::web::access::form::Form;
use crate::web::error::PageError;
use crate::web::guide::steps::{explain, judge_secret};
use crate::web::page::{Page, respond};
use crate::web::visit::Visit;

/// Whose the notes of a counted box are, for one guide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kept {
    /// Some are sealed to this guide.
    Yours,
    /// They are sealed to others only: to those who had a counting key at the count.
    Others,
    /// Their time is over: they were deleted then, if it is known when.
    Deleted(Option<i64>),
    /// They were deleted by a clock that showed a time which has not come yet.
    DeletedByClock(i64),
    /// The database was put back from before the count.
    NotInCopy,
    /// There are none, and nothing says why.
    Unknown,
    /// Nobody wrote any.
    Nobodys,
}

/// Whose they are: `yours` are sealed to this guide, `all` to anybody.
fn tell_kept(yours: u64, all: KeptNotes, now: i64) -> Kept {
    match (yours, all.count) {
        (0, 0) => match (all.written, all.deleted) {
            (_, Some(deleted)) if deleted > now => Kept::DeletedByClock(deleted),
            (_, Some(deleted)) => Kept::Deleted(Some(deleted)),
            (Some(false), None) => Kept::Nobodys,
            _ if all.until.is_some_and(|until| until <= now) => Kept::Deleted(None),
            _ if all.restored => Kept::NotInCopy,
            _ => Kept::Unknown,
        },
        (0, _) => Kept::Others,
        _ => Kept::Yours,
    }
}

/// The notes under one prompt.
struct Prompt {
    text: String,
    notes: Vec<String>,
}

/// What the page holds.
enum Shown {
    /// The form that asks for the passphrase, and why it asks again.
    Form(Option<String>),
    /// The notes, and how many could not be opened.
    Notes(Vec<Prompt>, usize),
}

#[derive(Template)]
#[template(path = "notes.html")]
struct NotesPage {
    page: Page,
    guide_texts: &'static GuideTexts,
    id: String,
    wards: String,
    /// Why there is nothing to open.
    none: Option<String>,
    fault: Option<String>,
    /// What could not be opened, in words.
    lost: Option<String>,
    prompts: Option<Vec<Prompt>>,
}

/// The form that asks for the passphrase.
pub async fn ask(State(pages): State<Arc<Pages>>, visit: Visit) -> Result<Response, PageError> {
    let kept = find_kept(&pages, &visit).await?;
    render_notes(&pages, &visit, kept, Shown::Form(None)).await
}

async fn find_kept(pages: &Arc<Pages>, visit: &Visit) -> Result<Kept, PageError> {
    let (ballot_box, now, email) = (visit.ballot_box()?, pages.now(), visit.visitor()?.email.clone());
    if !ballot_box.is_counted() {
        return Err(PageError::NotFound);
    }
    pages
        .read(move |store| {
            let yours = store.notes(ballot_box.id, &email)?.len() as u64;
            let kept_notes = store.kept_notes(ballot_box.id)?;
            Ok(tell_kept(yours, kept_notes, now))
        })
        .await
}

/// Why there is nothing to open.
fn say_none(visit: &Visit, kept: Kept, zone: &TimeZone) -> Option<String> {
    let guide_texts = GuideTexts::of(visit.language);
    let when = |text, seconds| fill(text, &[&moment(visit.language, zone, seconds)]);
    match kept {
        Kept::Yours => None,
        Kept::Others => Some(guide_texts.notes_others.to_owned()),
        Kept::Deleted(Some(deleted)) => Some(when(guide_texts.notes_deleted_at, deleted)),
        Kept::Deleted(None) => Some(guide_texts.notes_deleted.to_owned()),
        Kept::DeletedByClock(shown) => Some(when(guide_texts.notes_deleted_by_clock, shown)),
        Kept::NotInCopy => Some(guide_texts.notes_not_in_copy.to_owned()),
        Kept::Unknown => Some(guide_texts.notes_unknown.to_owned()),
        Kept::Nobodys => Some(guide_texts.notes_nobody.to_owned()),
    }
}

/// Why a guide has no note of a counted box to open, if there is none.
pub(super) async fn find_none(pages: &Arc<Pages>, visit: &Visit) -> Result<Option<String>, PageError> {
    let kept = find_kept(pages, visit).await?;
    let zone = pages.read(|store| store.time_zone()).await?;
    Ok(say_none(visit, kept, &zone))
}

async fn render_notes(pages: &Arc<Pages>, visit: &Visit, kept: Kept, shown: Shown) -> Result<Response, PageError> {
    let (ballot_box, guide_texts) = (visit.ballot_box()?, GuideTexts::of(visit.language));
    let id = ballot_box.id.to_string();
    let (fault, prompts, lost) = match shown {
        Shown::Form(fault) => (fault, None, 0),
        Shown::Notes(prompts, lost) => (None, Some(prompts), lost),
    };
    let is_refused = fault.is_some();
    let (wards, zone) = pages
        .read(move |store| {
            let organisation = store.wards_named(&ballot_box.wards)?;
            Ok((organisation.ward_names(&ballot_box.wards), organisation.zone()))
        })
        .await?;
    let template = NotesPage {
        page: visit.page(guide_texts.notes),
        guide_texts,
        id,
        wards,
        none: say_none(visit, kept, &zone),
        fault,
        lost: (lost > 0).then(|| fill(guide_texts.notes_lost, &[&lost])),
        prompts,
    };
    respond(&template, is_refused)
}

/// The notes, after the passphrase, in shuffled order.
pub async fn show(State(pages): State<Arc<Pages>>, visit: Visit, form: Form) -> Result<Response, PageError> {
    let (ballot_box, language, mut rng) = (visit.ballot_box()?, visit.language, pages.rng());
    let (guide_texts, email) = (GuideTexts::of(language), visit.visitor()?.email.clone());
    let kept = find_kept(&pages, &visit).await?;
    if kept != Kept::Yours {
        return render_notes(&pages, &visit, kept, Shown::Form(None)).await;
    }
    if !pages.may_try_passphrase(&email) {
        return render_notes(&pages, &visit, kept, Shown::Form(Some(guide_texts.too_many.to_owned()))).await;
    }
    let passphrase = Passphrase::new(form.get("passphrase"));
    let guide = email.clone();
    let opened = pages
        .run_action(&visit, move |store, _| {
            let key = unwrap_counting_key(store, &guide, &passphrase, GivenAt::Page)?;
            let sealed = store.notes(ballot_box.id, &guide)?;
            let mut notes = open_notes(&key, ballot_box.id, &sealed);
            // Sealed to a key that this guide has given up.
            let lost = sealed.len() - notes.len();
            notes.shuffle(&mut rng);
            let deck = store.round(&ballot_box.round)?.deck;
            let deed = Deed::NotesOpened {
                round: ballot_box.round.clone(),
            };
            // Before anything is shown: what cannot be written down is not.
            store.note_deed(&ballot_box.wards, &deed)?;
            Ok((sort_by_prompt(&deck, &notes, language), lost))
        })
        .await?;
    pages.note_passphrase_outcome(&email, judge_secret(&opened));
    let shown = match opened {
        Ok((prompts, lost)) => Shown::Notes(prompts, lost),
        Err(error) => Shown::Form(Some(explain(guide_texts, &error))),
    };
    render_notes(&pages, &visit, kept, shown).await
}

/// The notes under their prompts, as they are shown: without what nobody sees, which tablets of before let through.
fn sort_by_prompt(deck: &Deck, notes: &[OpenedNote], language: Language) -> Vec<Prompt> {
    let asked = deck
        .items
        .iter()
        .filter(|item| matches!(item.question, Question::Note { .. }));
    let prompts = asked.map(|item| Prompt {
        text: item.text.get(language).to_owned(),
        notes: notes
            .iter()
            .filter(|note| note.item == item.id && !note::is_blank(&note.text))
            .map(|note| note::clean(&note.text).to_string())
            .collect(),
    });
    prompts.collect()
}

#[cfg(test)]
mod tests {
    use trykk_shared::slip::NotePlace;

    use super::*;

    #[test]
    fn what_nobody_sees_is_not_shown_and_line_breaks_are() {
        let deck = Deck::read(include_str!("../../../../assets/decks/station.toml")).unwrap();
        let item = deck
            .items
            .iter()
            .find(|item| matches!(item.question, Question::Note { .. }));
        let item = item.unwrap().id.clone();
        let texts = [
            "mer\u{202e} ro\r\ntil\u{f702} rapport",
            "\0",
            "\u{200b}\u{ad}",
            "نحن قليلون",
        ];
        let notes = texts.map(|text| OpenedNote {
            item: item.clone(),
            text: text.to_owned().into(),
            place: NotePlace::First,
        });
        let shown = sort_by_prompt(&deck, &notes, Language::Nb);
        let shown: Vec<String> = shown.into_iter().flat_map(|prompt| prompt.notes).collect();
        assert_eq!(shown, ["mer ro\ntil rapport", "نحن قليلون"]);
    }

    #[test]
    fn notes_stand_as_they_were_written_whatever_way_they_run() {
        assert!(include_str!("../../../templates/notes.html").contains(r#"<li dir="auto">{{ note }}</li>"#));
        let styles = include_str!("../../../static/styles/summary.css");
        let rule = styles.lines().find(|line| line.starts_with(".notes li {")).unwrap();
        assert!(rule.contains("white-space: pre-line"), "{rule}");
        assert!(rule.contains("text-align: start"), "{rule}");
    }

    #[test]
    fn notes_are_a_guides_own_or_others_or_gone_or_were_never_written() {
        let of = |count, until| KeptNotes {
            count,
            until,
            written: None,
            deleted: None,
            restored: false,
        };
        assert_eq!(tell_kept(3, of(6, None), 10), Kept::Yours);
        assert_eq!(tell_kept(3, of(6, Some(5)), 10), Kept::Yours, "not deleted yet");
        assert_eq!(tell_kept(0, of(3, None), 10), Kept::Others);
        assert_eq!(tell_kept(0, of(3, Some(20)), 10), Kept::Others);
        let gone = |written, deleted, restored, until| KeptNotes {
            written,
            deleted,
            restored,
            ..of(0, Some(until))
        };
        for (kept, told) in [
            (gone(Some(false), None, false, 20), Kept::Nobodys),
            (gone(Some(false), None, true, 5), Kept::Nobodys),
            (gone(Some(true), Some(9), false, 9), Kept::Deleted(Some(9))),
            // The clock went on to 90, and is right again.
            (gone(Some(true), Some(90), false, 20), Kept::DeletedByClock(90)),
            (gone(None, None, false, 10), Kept::Deleted(None)),
            (gone(None, None, true, 11), Kept::NotInCopy),
            (gone(None, None, false, 11), Kept::Unknown),
            (gone(Some(true), None, false, 11), Kept::Unknown),
        ] {
            assert_eq!(tell_kept(0, kept, 10), told, "{kept:?}");
        }
        // Whatever is known: that nobody wrote is said only where a count has found it.
        for bits in 0..64_i64 {
            let is = |bit: i64| bits >> bit & 1 == 1;
            let kept = KeptNotes {
                count: 0,
                until: is(0).then_some(if is(5) { 15 } else { 5 }),
                written: is(1).then_some(is(2)),
                deleted: is(3).then_some(7),
                restored: is(4),
            };
            let nobody = kept.written == Some(false) && kept.deleted.is_none();
            assert_eq!(tell_kept(0, kept, 10) == Kept::Nobodys, nobody, "{kept:?}");
        }
    }
}

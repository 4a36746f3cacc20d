//! Signing on a page: how something stands that leader, safety rep and union rep sign, and their answers. The rules are
//! [`crate::signing`]'s; the password is asked again with every answer.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse, Redirect, Response};
use jiff::tz::TimeZone;
use trykk_shared::language::Language;

use crate::organisation::times::day_of;
use crate::organisation::{Organisation, Role};
use crate::process::process_of;
use crate::signing::{
    Answer, Asked, Kind, Needs, NewSignature, Post, PostStanding, Signature, SigningError, State as Stands, Version,
    judge, stand,
};
use crate::store::{SECONDS_OF_DAY, StoreError};
use crate::texts::{GuideTexts, ProcessTexts, SigningTexts, Texts, fill, say_day};
use crate::web::Pages;
use crate::web::access::form::Form;
use crate::web::access::own_password::Proof;
use crate::web::error::PageError;
use crate::web::page::{Page, respond};
use crate::web::signed::{SignedSheet, describe_changed, say_closed, say_fault, say_for_you};
use crate::web::visit::Visit;

/// How a post stands, in words.
pub struct PostView {
    /// The role, with the ward where several wards sign together.
    pub name: String,
    /// The state for the style sheet.
    pub class: &'static str,
    /// The state in words.
    pub state: &'static str,
    /// What was answered, and by whom.
    pub answers: Vec<String>,
}

/// How something stands, in words.
pub struct SigningView {
    /// Where it is answered.
    pub href: String,
    /// In one sentence.
    pub said: &'static str,
    /// Post by post.
    pub posts: Vec<PostView>,
    /// Which version is signed, in words.
    pub mark: String,
    /// How many answers to earlier versions are void, in words.
    pub void: Option<String>,
    /// Whether the reader owes an answer.
    pub owed: bool,
    /// The texts.
    pub texts: &'static SigningTexts,
}

/// A day, as people write it. Days of signing have no time of day.
pub fn say(language: Language, day: i64) -> String {
    say_day(language, &TimeZone::UTC, day * SECONDS_OF_DAY)
}

/// An answer, in words.
pub fn say_answer(texts: &SigningTexts, language: Language, one: &Signature) -> String {
    let day = say(language, one.day);
    let text = match one.answer {
        Answer::Signed if one.words.is_empty() => return fill(texts.signed_by, &[&one.account, &day]),
        Answer::Signed => texts.signed_with,
        Answer::Refused => texts.refused_by,
        Answer::OnPaper => texts.paper_by,
        Answer::GoneOn => texts.gone_on_by,
    };
    match &one.holder {
        Some(holder) => fill(texts.paper_for_by, &[&one.account, &day, &one.words, holder]),
        None => fill(text, &[&one.account, &day, &one.words]),
    }
}

fn say_state(texts: &'static SigningTexts, state: Stands) -> (&'static str, &'static str) {
    match state {
        Stands::Signed => ("done", texts.signed),
        Stands::GoneOn => ("done", texts.gone_on),
        Stands::Refused => ("late", texts.refused),
        Stands::Silent => ("late", texts.silent),
        Stands::Vacant => ("late", texts.vacant),
        Stands::Waits => ("waits", texts.waits),
    }
}

fn name_post(organisation: &Organisation, names: &'static Texts, asked: &Asked, post: &Post) -> String {
    let role = names.role(post.role);
    match asked.wards.len() {
        1 => role.to_owned(),
        _ => format!("{role}, {}", organisation.ward_names(std::slice::from_ref(&post.ward))),
    }
}

impl SigningView {
    /// How something stands on `today`, for a reader.
    pub fn of(
        organisation: &Organisation,
        asked: &Asked,
        given: &[Signature],
        reader: &str,
        language: Language,
        today: i64,
    ) -> Self {
        let (texts, names) = (SigningTexts::of(language), Texts::of(language));
        let standing = stand(organisation, asked, given, today);
        let one = |post: &PostStanding| {
            let (class, state) = say_state(texts, post.state);
            PostView {
                name: name_post(organisation, names, asked, &post.post),
                class,
                state,
                answers: post
                    .answers
                    .iter()
                    .map(|one| say_answer(texts, language, one))
                    .collect(),
            }
        };
        SigningView {
            // What was read goes along: another version is not signed unread.
            href: format!(
                "/signatures/{}/{}?version={}",
                asked.kind.name(),
                asked.thing,
                asked.version.written()
            ),
            mark: fill(texts.marked, &[&asked.version.mark()]),
            said: match (asked.kind, standing.may_go_on()) {
                (Kind::Checkpoint, true) => texts.stands,
                (Kind::Checkpoint, false) => texts.stands_not,
                (Kind::Report, true) => texts.seen,
                (Kind::Report, false) => texts.seen_not,
                (Kind::Plan, true) => texts.plan_signed,
                (Kind::Plan, false) => texts.plan_not_signed,
            },
            posts: standing.posts.iter().map(one).collect(),
            void: match standing.void.len() {
                0 => None,
                void => Some(fill(texts.void, &[&void])),
            },
            owed: standing.owed_by(reader).next().is_some(),
            texts,
        }
    }
}

/// A form for an answer that the reader may give.
struct AnswerForm {
    heading: String,
    /// Which post, as it comes back.
    post: String,
    answer: Answer,
    label: &'static str,
    hint: &'static str,
    button: &'static str,
    words: String,
    /// Whose paper it can be, and whether it was chosen: where each holder signs.
    whose: Vec<(String, bool)>,
    /// Whether it stands open: the reader's own signature, and whatever was refused.
    open: bool,
    fault: Option<&'static str>,
}

#[derive(Template)]
#[template(path = "signing.html")]
struct SigningPage {
    page: Page,
    heading: &'static str,
    wards: String,
    /// Where it can be read, and what the way there is called.
    thing: String,
    thing_name: &'static str,
    sheet: Option<SignedSheet>,
    /// Since when it was changed, and what.
    changed: Option<(String, Vec<String>)>,
    view: SigningView,
    version: String,
    email: String,
    forms: Vec<AnswerForm>,
    /// Why nothing is answered here, or what is wrong with an answer that has no form here any more.
    fault: Option<&'static str>,
    /// What others wrote down for the reader.
    for_you: Vec<String>,
    /// What was typed in such an answer.
    lost: Option<String>,
}

/// What was typed, and what is wrong with it.
struct Typed {
    new: NewSignature,
    fault: &'static str,
}

/// The page on which something is read that is signed.
pub fn page_of(kind: Kind, thing: &str) -> String {
    match kind {
        Kind::Checkpoint => format!("/process/{}", process_of(thing)),
        Kind::Report => format!("/reports/{thing}"),
        Kind::Plan => format!("/process/{thing}/plan"),
    }
}

fn write_post(post: &Post) -> String {
    format!("{} {}", post.role.name(), post.ward)
}

fn read_post(written: &str) -> Option<Post> {
    let (role, ward) = written.split_once(' ')?;
    Some(Post {
        ward: ward.to_owned(),
        role: role.parse().ok()?,
    })
}

/// Which answers the reader may give: those that only wait for words.
fn forms(
    organisation: &Organisation,
    asked: &Asked,
    given: &[Signature],
    visit: &Visit,
    today: i64,
    typed: Option<&Typed>,
) -> Result<Vec<AnswerForm>, PageError> {
    let (texts, names, email) = (SigningTexts::of(visit.language), visit.texts(), &visit.visitor()?.email);
    let standing = stand(organisation, asked, given, today);
    let mut forms = Vec::new();
    for (post, owed_by) in standing.posts.iter().map(|one| (&one.post, &one.owed_by)) {
        for answer in Answer::ALL {
            let whose: &[String] = match (answer, asked.needs) {
                (Answer::OnPaper, Needs::All) => owed_by,
                _ => &[],
            };
            let new = NewSignature {
                post: post.clone(),
                version: asked.version,
                answer,
                words: "...".to_owned(),
                holder: whose.first().cloned(),
            };
            if judge(organisation, asked, given, &new, email, today).is_err() {
                continue;
            }
            let (text, label, hint, button) = match answer {
                Answer::Signed => (texts.sign_as, texts.remark, texts.remark_hint, texts.sign),
                Answer::Refused => (texts.refuse_as, texts.reason, texts.refuse_hint, texts.refuse),
                Answer::OnPaper => (texts.paper_for, texts.paper_name, texts.paper_hint, texts.paper),
                Answer::GoneOn => (texts.go_on_for, texts.reason, texts.go_on_hint, texts.go_on),
            };
            let mut name = name_post(organisation, names, asked, post);
            if matches!(answer, Answer::Signed | Answer::Refused) {
                name = name.replacen(names.role(post.role), &names.role(post.role).to_lowercase(), 1);
            }
            let typed = typed.filter(|typed| typed.new.post == *post && typed.new.answer == answer);
            forms.push(AnswerForm {
                heading: fill(text, &[&name]),
                post: write_post(post),
                answer,
                label,
                hint,
                button,
                whose: whose
                    .iter()
                    .map(|one| {
                        (
                            one.clone(),
                            typed.is_some_and(|typed| typed.new.holder.as_ref() == Some(one)),
                        )
                    })
                    .collect(),
                words: typed.map_or(String::new(), |typed| typed.new.words.clone()),
                open: answer == Answer::Signed || typed.is_some(),
                fault: typed.map(|typed| typed.fault),
            });
        }
    }
    Ok(forms)
}

/// `read`: the version that the reader has read.
async fn write(
    pages: &Arc<Pages>,
    visit: &Visit,
    kind: Kind,
    thing: String,
    read: Option<Version>,
    typed: Option<Typed>,
) -> Result<Response, PageError> {
    let (now, texts) = (pages.now(), SigningTexts::of(visit.language));
    let (places, seen, email) = (
        visit.visitor()?.places.clone(),
        visit.clone(),
        visit.visitor()?.email.clone(),
    );
    let mut frame = visit.page(texts.signing);
    frame.path = format!("/signatures/{}/{thing}", kind.name());
    // Another language is of the same version.
    frame.keep = read.map_or(String::new(), |read| format!("&version={}", read.written()));
    let is_refused = typed.is_some();
    let template = pages
        .read(move |store| {
            let (asked, given) = store.signing(kind, &thing)?;
            let organisation = store.organisation_of(&asked.wards)?;
            if !organisation.covers(&places, &asked.wards) {
                return Err(StoreError::NotFound("thing to sign", thing));
            }
            let today = day_of(now, &organisation.zone());
            let closed = say_closed(&asked, store.takes_answers(&asked)?, read, texts);
            let sheet = store.signed_sheet(&asked)?;
            let changed = describe_changed(store, &asked, &given, &email, seen.language)?;
            let forms = match closed {
                Some(_) => Ok(Vec::new()),
                None => forms(&organisation, &asked, &given, &seen, today, typed.as_ref()),
            };
            Ok(forms.map(|forms| {
                let has_form = forms.iter().any(|form| form.fault.is_some());
                let typed = typed.filter(|_| !has_form);
                SigningPage {
                    fault: closed.or(typed.as_ref().map(|typed| typed.fault)),
                    lost: typed
                        .map(|typed| typed.new.words)
                        .filter(|words| !words.trim().is_empty()),
                    for_you: say_for_you(
                        &organisation,
                        &stand(&organisation, &asked, &given, today),
                        texts,
                        seen.language,
                        &email,
                    ),
                    page: frame,
                    heading: match kind {
                        Kind::Checkpoint => texts.checkpoint,
                        Kind::Report => texts.report,
                        Kind::Plan => texts.plan,
                    },
                    wards: organisation.ward_names(&asked.wards),
                    thing: page_of(kind, &thing),
                    thing_name: match kind {
                        Kind::Checkpoint => ProcessTexts::of(seen.language).process,
                        Kind::Report | Kind::Plan => texts.read_first,
                    },
                    changed: changed.filter(|_| !forms.is_empty()),
                    sheet: sheet.map(|sheet| SignedSheet::of(sheet, seen.language)),
                    view: SigningView::of(&organisation, &asked, &given, &email, seen.language, today),
                    version: asked.version.written(),
                    email,
                    forms,
                }
            }))
        })
        .await??;
    respond(&template, is_refused)
}

fn read_kind(kind: &str) -> Result<Kind, PageError> {
    kind.parse().map_err(|_| PageError::NotFound)
}

/// The page.
pub async fn show(
    State(pages): State<Arc<Pages>>,
    Path((kind, thing)): Path<(String, String)>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let query = query.unwrap_or_default();
    let read = query.split('&').find_map(|field| field.strip_prefix("version="));
    let read = read.map(Version::read).map(|read| read.ok_or(PageError::NotFound));
    write(&pages, &visit, read_kind(&kind)?, thing, read.transpose()?, None).await
}

/// An answer.
pub async fn answer(
    State(pages): State<Arc<Pages>>,
    Path((kind, thing)): Path<(String, String)>,
    visit: Visit,
    form: Form,
) -> Result<Response, PageError> {
    let (kind, texts) = (read_kind(&kind)?, SigningTexts::of(visit.language));
    let (email, now) = (visit.visitor()?.email.clone(), pages.now());
    let read = || {
        Some(NewSignature {
            post: read_post(form.get("post"))?,
            version: Version::read(form.get("version"))?,
            answer: form.get("answer").parse().ok()?,
            words: form.get("words").to_owned(),
            holder: Some(form.get("holder").to_owned()).filter(|holder| !holder.is_empty()),
        })
    };
    let new = read().ok_or(PageError::NotFound)?;
    let read = Some(new.version);
    let refuse = |fault| Typed {
        new: new.clone(),
        fault,
    };
    let proved = match pages.ask_own_password(&email, form.get("password")).await? {
        Proof::Right(proved) => proved,
        Proof::Wrong => return write(&pages, &visit, kind, thing, read, Some(refuse(texts.wrong_password))).await,
        Proof::TooMany => {
            let too_many = GuideTexts::of(visit.language).too_many;
            return write(&pages, &visit, kind, thing, read, Some(refuse(too_many))).await;
        }
    };
    let (signed, of) = (new.clone(), thing.clone());
    let done = pages
        .write_as(&visit, move |store| store.sign(kind, &of, &signed, &proved, now))
        .await?;
    let fault = match done {
        // Loading the page again, or a second click, signs nothing twice.
        Ok(()) | Err(SigningError::StandsAlready) => return Ok(Redirect::to(&page_of(kind, &thing)).into_response()),
        Err(fault) => say_fault(fault, new.answer, texts),
    };
    write(&pages, &visit, kind, thing, read, Some(refuse(fault))).await
}

/// The roles that sign or write signatures down.
pub const SIGNING_ROLES: &[Role] = &[Role::Leader, Role::SafetyRep, Role::UnionRep, Role::Guide];

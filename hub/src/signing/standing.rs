//! How far something has come that is to be signed: who has, who owes it, and whether one may go on.

use super::{Answer, Asked, Needs, Post, SILENT_DAYS, Signature, all_holders, holders, posts};
use crate::organisation::Organisation;

/// How a post stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Signed, here or on paper.
    Signed,
    /// Somebody who holds it has refused.
    Refused,
    /// Leader or guide went on without it, and said why.
    GoneOn,
    /// Nobody has answered yet.
    Waits,
    /// Nobody has answered for [`SILENT_DAYS`].
    Silent,
    /// Nobody holds it.
    Vacant,
}

/// A post, and what was answered for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostStanding {
    /// The post.
    pub post: Post,
    /// How it stands.
    pub state: State,
    /// What was answered in this version, the last answer of each account, in the order in which they came.
    pub answers: Vec<Signature>,
    /// Who owes an answer.
    pub owed_by: Vec<String>,
}

impl PostStanding {
    /// Whether one may go on, as far as this post is asked.
    pub fn stands(&self) -> bool {
        matches!(self.state, State::Signed | State::GoneOn)
    }

    /// Whether the leader may go on without it. A refusal is an answer: only a guide goes on after one.
    pub fn may_be_gone_on_without(&self) -> bool {
        matches!(self.state, State::Silent | State::Vacant)
    }
}

/// How far it has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Every post that signs.
    pub posts: Vec<PostStanding>,
    /// What was answered in earlier versions: void.
    pub void: Vec<Signature>,
}

impl Standing {
    /// Whether everybody has signed, or was gone on without.
    pub fn may_go_on(&self) -> bool {
        !self.posts.is_empty() && self.posts.iter().all(PostStanding::stands)
    }

    /// The posts for which an account owes an answer.
    pub fn owed_by<'s>(&'s self, account: &'s str) -> impl Iterator<Item = &'s Post> {
        let owed = self.posts.iter();
        let owed = owed.filter(move |post| post.owed_by.iter().any(|owing| owing == account));
        owed.map(|post| &post.post)
    }
}

/// The last answer of each account for a post, in the order in which they came.
fn last_answers(post: &Post, asked: &Asked, signatures: &[Signature]) -> Vec<Signature> {
    let here = |one: &&Signature| one.post == *post && one.version == asked.version;
    let mut last: Vec<Signature> = Vec::new();
    for one in signatures.iter().filter(here) {
        // A guide who wrote a paper down and then goes on without somebody says two things.
        last.retain(|before| {
            before.account != one.account
                || is_of_another(before.answer) != is_of_another(one.answer)
                || before.holder != one.holder
        });
        last.push(one.clone());
    }
    last
}

/// Whether an answer was given by somebody else than the holder of the post.
fn is_of_another(answer: Answer) -> bool {
    matches!(answer, Answer::OnPaper | Answer::GoneOn)
}

/// Since when a post is silent: since it was asked, and not before whoever is asked came. Of whom that is not known, nobody is silent yet.
fn silent_since(
    organisation: &Organisation,
    asked: &Asked,
    post: &Post,
    held: &[&String],
    has_answered: impl Fn(&str) -> bool,
    today: i64,
) -> i64 {
    let owing = held.iter().filter(|email| !has_answered(email));
    let came = owing.map(|email| {
        let since = organisation.holding.get(&((*email).clone(), post.ward.clone()));
        since.copied().unwrap_or(today)
    });
    let came = match asked.needs {
        Needs::One => came.min(),
        Needs::All => came.max(),
    };
    came.unwrap_or(today).max(asked.since)
}

/// How something stands on `today`: from the plan, what is asked, and all that was ever answered to it, in the order in which it came.
pub fn stand(organisation: &Organisation, asked: &Asked, signatures: &[Signature], today: i64) -> Standing {
    let one = |post: Post| {
        let answers = last_answers(&post, asked, signatures);
        let holding: Vec<&String> = holders(organisation, &post).collect();
        let held: Vec<&String> = all_holders(organisation, &post).collect();
        let by = |email: &str, answer| answers.iter().any(|one| one.account == email && one.answer == answer);
        // Who left the role takes a refusal along: whoever holds it now is asked. Who is blocked has not left it.
        let refuses = |one: &&Signature| one.answer == Answer::Refused && held.contains(&&one.account);
        let is_refused = answers.iter().any(|one| refuses(&one));
        // Who went on without a post did so as long as nobody who holds it refuses afterwards.
        let mut after_refusals = answers.iter().rev().take_while(|one| !refuses(one));
        let is_gone_on = after_refusals.any(|one| one.answer == Answer::GoneOn);
        let is_signed = answers.iter().any(|one| one.answer == Answer::Signed);
        // No paper speaks over who has refused here: they answer here again.
        let has_paper = !is_refused && answers.iter().any(|one| one.answer == Answer::OnPaper);
        let of = |email: &str| {
            let mut papers = answers.iter().filter(|one| one.answer == Answer::OnPaper);
            papers.any(|one| one.holder.as_deref() == Some(email))
        };
        let has_answered = |email: &str| by(email, Answer::Signed) || (asked.needs == Needs::All && of(email));
        let has_signed = match asked.needs {
            Needs::One => is_signed || has_paper,
            Needs::All => (is_signed || has_paper) && !is_refused && holding.iter().all(|email| has_answered(email)),
        };
        let state = if has_signed {
            State::Signed
        } else if is_gone_on {
            State::GoneOn
        } else if is_refused {
            State::Refused
        } else if held.is_empty() {
            State::Vacant
        } else if today - silent_since(organisation, asked, &post, &held, has_answered, today) >= SILENT_DAYS {
            State::Silent
        } else {
            State::Waits
        };
        let owing = holding
            .into_iter()
            .filter(|email| !has_answered(email) && !by(email, Answer::Refused));
        let owed_by = match state {
            State::Waits | State::Silent | State::Refused => owing.cloned().collect(),
            _ => Vec::new(),
        };
        PostStanding {
            post,
            state,
            answers,
            owed_by,
        }
    };
    Standing {
        posts: posts(asked).map(one).collect(),
        void: signatures
            .iter()
            .filter(|one| one.version != asked.version)
            .cloned()
            .collect(),
    }
}

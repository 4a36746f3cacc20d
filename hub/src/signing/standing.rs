//! How far something has come that is to be signed: who has, who owes it, and whether one may go on.

use std::collections::BTreeSet;

use super::{Answer, Asked, Needs, Post, SILENT_DAYS, Signature, all_holders, holders, posts};
use crate::organisation::{Organisation, Role};

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

    /// Whether the leader may go on without it. A refusal is an answer: only a guide goes on after one, also once whoever refused has left.
    pub fn may_be_gone_on_without(&self) -> bool {
        let mut answers = self.answers.iter();
        matches!(self.state, State::Silent | State::Vacant) && !answers.any(|one| one.answer == Answer::Refused)
    }
}

/// How far it has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Every post that signs.
    pub posts: Vec<PostStanding>,
    /// What was answered in other versions, and what was taken back by refusing one: void.
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

/// Which answers in the version that is asked were taken back, by their places: whoever refuses another version takes back what they signed
/// before, and what was done in their place. It comes back with no words that come back.
fn list_taken_back(organisation: &Organisation, asked: &Asked, signatures: &[Signature]) -> BTreeSet<usize> {
    let refusals: Vec<(usize, &Signature)> = (0..)
        .zip(signatures)
        .filter(|(_, one)| one.answer == Answer::Refused && one.version != asked.version)
        .collect();
    let is_by = |refusal: &Signature, one: &Signature| match (one.answer, &one.holder) {
        (Answer::Refused, _) => false,
        (Answer::Signed, _) => refusal.account == one.account,
        (Answer::OnPaper, Some(holder)) => refusal.account == *holder,
        _ => all_holders(organisation, &one.post).any(|email| *email == refusal.account),
    };
    let given = (0..).zip(signatures).filter(|(_, one)| one.version == asked.version);
    let taken_back = given.filter(|(at, one)| {
        let mut later = refusals.iter().rev().take_while(|(refused, _)| refused > at);
        later.any(|(_, refusal)| refusal.post == one.post && is_by(refusal, one))
    });
    taken_back.map(|(at, _)| at).collect()
}

/// The last answer of each account for a post, in the order in which they came.
fn last_answers<'s>(post: &Post, counting: impl Iterator<Item = &'s Signature>) -> Vec<Signature> {
    let mut last: Vec<Signature> = Vec::new();
    for one in counting.filter(|one| one.post == *post) {
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
    let taken_back = list_taken_back(organisation, asked, signatures);
    let (counting, void): (Vec<_>, Vec<_>) = (0..)
        .zip(signatures)
        .partition(|(at, one)| one.version == asked.version && !taken_back.contains(at));
    let one = |post: Post| {
        let answers = last_answers(&post, counting.iter().map(|(_, one)| *one));
        let holding: Vec<&String> = holders(organisation, &post).collect();
        let held: Vec<&String> = all_holders(organisation, &post).collect();
        let by = |email: &str, answer| answers.iter().any(|one| one.account == email && one.answer == answer);
        // Who left the role takes a refusal along: whoever holds it now is asked. Who is blocked has not left it.
        let refuses = |one: &&Signature| one.answer == Answer::Refused && held.contains(&&one.account);
        let is_refused = answers.iter().any(|one| refuses(&one));
        // Who went on without a post did so as long as nobody who holds it refuses afterwards; and a leader never does over a refusal, as
        // one could while whoever refused was away.
        let refused_at = answers.iter().rposition(|one| refuses(&one));
        let leads = |email: &String| {
            organisation
                .accounts
                .get(email)
                .is_some_and(|known| known.role == Role::Leader)
        };
        let is_gone_on = answers[refused_at.map_or(0, |at| at + 1)..]
            .iter()
            .any(|one| one.answer == Answer::GoneOn && (refused_at.is_none() || !leads(&one.account)));
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
        void: void.into_iter().map(|(_, one)| one.clone()).collect(),
    }
}

//! Signing: leader, safety rep and union rep each sign for themselves that they have agreed to something, in one version of it. Pure;
//! `store/signatures.rs` keeps it. Whatever is to be signed is asked for with a version; another version makes what was signed void.

mod standing;

use std::str::FromStr;

use ring::digest;
use serde::{Deserialize, Serialize};
use trykk_shared::parts::join_parts;

use crate::organisation::{Organisation, Role};
use crate::written::read_text;

pub use standing::{PostStanding, Standing, State, stand};

/// For so many days a role may be silent before leader and guide can go on without it.
pub const SILENT_DAYS: i64 = 14;
/// The longest remark, reason or name, in characters.
pub const LONGEST_WORDS: usize = 500;

/// What can be signed. The names are kept for years.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// The way into a phase of the process, with the goals that it begins with.
    Checkpoint,
    /// That the ward's report was seen.
    Report,
    /// The plan of measures.
    Plan,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 3] = [Kind::Checkpoint, Kind::Report, Kind::Plan];

    /// As it is kept, and as it stands in addresses.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Checkpoint => "checkpoint",
            Kind::Report => "report",
            Kind::Plan => "plan",
        }
    }
}

impl FromStr for Kind {
    type Err = NoSuch;

    fn from_str(name: &str) -> Result<Self, NoSuch> {
        Kind::ALL.into_iter().find(|kind| kind.name() == name).ok_or(NoSuch)
    }
}

/// The roles that sign, in the order in which they are shown.
pub const SIGNERS: [Role; 3] = [Role::Leader, Role::SafetyRep, Role::UnionRep];

/// What was written names nothing here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no such thing to sign")]
pub struct NoSuch;

/// What a version of something is known by: a digest of all that is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version(pub [u8; 32]);

impl Version {
    /// The version with this content.
    pub fn of(parts: &[&str]) -> Self {
        let parts: Vec<&[u8]> = parts.iter().map(|part| part.as_bytes()).collect();
        let covered = join_parts(&[&[&b"trykk/1"[..], b"signing"], &parts[..]].concat());
        let digest = digest::digest(&digest::SHA256, &covered);
        Version(*digest.as_ref().first_chunk().expect("SHA-256 has 32 bytes"))
    }

    /// As forms carry it.
    pub fn written(&self) -> String {
        data_encoding::HEXLOWER.encode(&self.0)
    }

    /// As people compare it: the first eight digits of [`Version::written`].
    pub fn mark(&self) -> String {
        data_encoding::HEXLOWER.encode(&self.0[..4])
    }

    /// What a form or a link carried.
    pub fn read(written: &str) -> Option<Self> {
        let bytes = data_encoding::HEXLOWER.decode(written.as_bytes()).ok()?;
        bytes.try_into().ok().map(Version)
    }
}

/// Whether one holder of a role is enough, or all of them sign (several unions, say).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Needs {
    /// One is enough.
    #[default]
    One,
    /// Each of them.
    All,
}

/// Something that is to be signed, as it stands now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// What it is.
    pub kind: Kind,
    /// Its id: one of its kind.
    pub thing: String,
    /// The wards that it is about: each has its own leader, safety rep and union rep, who may be the same.
    pub wards: Vec<String>,
    /// The version that is asked for.
    pub version: Version,
    /// Since which day, counted from 1970-01-01.
    pub since: i64,
    /// How many of a role.
    pub needs: Needs,
}

/// A role at a ward: what signs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Post {
    /// The ward.
    pub ward: String,
    /// One of [`SIGNERS`].
    pub role: Role,
}

/// What was answered for a post.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// Signed, with a remark or without.
    Signed,
    /// Not signed, and why.
    Refused,
    /// Signed on paper, which a guide has written down here; the words are the name on the paper.
    OnPaper,
    /// Nobody signed, and leader or guide go on all the same; the words say why.
    GoneOn,
}

impl Answer {
    /// Every answer.
    pub const ALL: [Answer; 4] = [Answer::Signed, Answer::Refused, Answer::OnPaper, Answer::GoneOn];

    /// As it is kept, and as forms carry it.
    pub fn name(self) -> &'static str {
        match self {
            Answer::Signed => "signed",
            Answer::Refused => "refused",
            Answer::OnPaper => "on-paper",
            Answer::GoneOn => "gone-on",
        }
    }
}

impl FromStr for Answer {
    type Err = NoSuch;

    fn from_str(name: &str) -> Result<Self, NoSuch> {
        Answer::ALL
            .into_iter()
            .find(|answer| answer.name() == name)
            .ok_or(NoSuch)
    }
}

/// An answer as it is kept. Nothing is ever taken out: the last one of an account counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// For which post.
    pub post: Post,
    /// In which version.
    pub version: Version,
    /// What.
    pub answer: Answer,
    /// Remark, reason, or the name on the paper; see [`Answer`].
    pub words: String,
    /// Whose account: who signs or refuses, or who wrote the paper down or goes on.
    pub account: String,
    /// On which day, counted from 1970-01-01.
    pub day: i64,
    /// Whose paper it is, where each holder signs.
    pub holder: Option<String>,
}

/// The answers to other versions than this one, those first that say what a reader has read: the reader's own, the last one first, and then
/// those of others. What changed since one's own is what is new to oneself.
pub fn list_answered<'s>(given: &'s [Signature], version: Version, reader: &str) -> Vec<&'s Signature> {
    let mut others: Vec<&Signature> = given.iter().rev().filter(|one| one.version != version).collect();
    others.sort_by_key(|one| one.account != reader);
    others
}

/// What somebody wants to answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSignature {
    /// For which post.
    pub post: Post,
    /// In which version, as they have seen it.
    pub version: Version,
    /// What.
    pub answer: Answer,
    /// See [`Signature::words`].
    pub words: String,
    /// See [`Signature::holder`].
    pub holder: Option<String>,
}

/// Why an answer is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SigningError {
    /// It is another version now.
    #[error("what is to be signed was changed since it was shown")]
    OtherVersion,
    /// The account does not hold the role there, or may not answer so.
    #[error("only whoever holds the role signs for it")]
    NotTheirs,
    /// Leader and guide cannot go on yet.
    #[error("this role has time left to answer")]
    NotSilent,
    /// A refusal, a going on or a paper without words.
    #[error("a reason, or the name on the paper, is missing")]
    NoWords,
    /// Longer than [`LONGEST_WORDS`].
    #[error("it is longer than {LONGEST_WORDS} characters")]
    TooLong,
    /// Each holder signs, and the paper is nobody's who owes an answer.
    #[error("whose paper it is, is not said, or they have answered")]
    NoHolder,
    /// There is a sign in the words that nobody can see.
    #[error("there is a sign in it that nobody can see")]
    Unseen,
    /// The phase has begun since: what was answered is read, and changes no more.
    #[error("the phase has begun; nothing is signed there any more")]
    Past,
    /// The process rests.
    #[error("the process rests")]
    Resting,
    /// It stands already.
    #[error("this role has signed already")]
    StandsAlready,
}

/// Who holds a post: whoever is let in with that role at that ward.
pub fn holders<'o>(organisation: &'o Organisation, post: &'o Post) -> impl Iterator<Item = &'o String> {
    let accounts = organisation.accounts.iter();
    let here = accounts.filter(|(_, account)| {
        account.role == post.role
            && !account.blocked
            && organisation.covers(&account.places, std::slice::from_ref(&post.ward))
    });
    here.map(|(email, _)| email)
}

/// Who has a post's role there, also who is blocked: being blocked takes no answer away, and makes nothing vacant.
pub fn all_holders<'o>(organisation: &'o Organisation, post: &'o Post) -> impl Iterator<Item = &'o String> {
    let accounts = organisation.accounts.iter();
    let here = accounts.filter(|(_, account)| {
        account.role == post.role && organisation.covers(&account.places, std::slice::from_ref(&post.ward))
    });
    here.map(|(email, _)| email)
}

/// The posts that sign something, ward by ward.
pub fn posts(asked: &Asked) -> impl Iterator<Item = Post> {
    let of = |ward: &String| {
        let ward = ward.clone();
        SIGNERS.map(move |role| Post {
            ward: ward.clone(),
            role,
        })
    };
    asked.wards.iter().flat_map(of)
}

/// Whether `account` may answer so on `today`: the plan, what is asked and what was answered say it.
///
/// # Errors
/// [`SigningError`]
pub fn judge(
    organisation: &Organisation,
    asked: &Asked,
    signatures: &[Signature],
    new: &NewSignature,
    account: &str,
    today: i64,
) -> Result<(), SigningError> {
    if new.version != asked.version {
        return Err(SigningError::OtherVersion);
    }
    let standing = stand(organisation, asked, signatures, today);
    let post = standing.posts.iter().find(|one| one.post == new.post);
    let post = post.ok_or(SigningError::NotTheirs)?;
    let holds = |role, ward: &String| {
        let known = organisation.accounts.get(account).filter(|known| !known.blocked);
        known.is_some_and(|known| known.role == role && organisation.covers(&known.places, std::slice::from_ref(ward)))
    };
    let guides = holds(Role::Guide, &new.post.ward);
    match new.answer {
        Answer::Signed | Answer::Refused if !holds(new.post.role, &new.post.ward) => {
            return Err(SigningError::NotTheirs);
        }
        Answer::OnPaper if !guides => return Err(SigningError::NotTheirs),
        Answer::GoneOn if !guides => {
            // A leader goes on without others, never without the leader.
            if new.post.role == Role::Leader || !holds(Role::Leader, &new.post.ward) {
                return Err(SigningError::NotTheirs);
            }
            if !post.may_be_gone_on_without() {
                return Err(SigningError::NotSilent);
            }
        }
        _ => {}
    }
    let mine = post.answers.iter().rev().find(|one| one.account == account);
    if new.answer == Answer::Signed && mine.is_some_and(|one| one.answer == Answer::Signed) {
        return Err(SigningError::StandsAlready);
    }
    let of_others = matches!(new.answer, Answer::OnPaper | Answer::GoneOn);
    if of_others && post.stands() {
        return Err(SigningError::StandsAlready);
    }
    // Where each holder signs, a paper is that of one who owes an answer.
    let is_named = new.holder.as_ref().is_some_and(|holder| post.owed_by.contains(holder));
    let names_one = match (new.answer, asked.needs) {
        (Answer::OnPaper, Needs::All) => {
            is_named || (new.holder.is_none() && holders(organisation, &new.post).next().is_none())
        }
        _ => new.holder.is_none(),
    };
    if !names_one {
        return Err(SigningError::NoHolder);
    }
    read_words(new.answer, &new.words).map(|_| ())
}

/// The words of an answer, as they are kept.
///
/// # Errors
/// When they are missing or too long, or something in them cannot be seen.
pub fn read_words(answer: Answer, words: &str) -> Result<String, SigningError> {
    let words = read_text(words).map_err(|_| SigningError::Unseen)?;
    match words.chars().count() {
        0 if answer != Answer::Signed => Err(SigningError::NoWords),
        long if long > LONGEST_WORDS => Err(SigningError::TooLong),
        _ => Ok(words),
    }
}

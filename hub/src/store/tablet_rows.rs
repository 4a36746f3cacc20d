//! What the store knows of tablets.

use std::fmt;

use serde::{Deserialize, Serialize};
use trykk_shared::protocol::Condition;

/// A tablet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TabletRow {
    /// Its id.
    pub id: String,
    /// Where it stands.
    pub ward: String,
    /// Whether it is in use.
    pub state: TabletState,
    /// When it last said anything, seconds since 1970-01-01 UTC.
    pub last_seen: Option<i64>,
    /// How it is, as it said then.
    pub condition: Option<Condition>,
}

/// What is kept of a tablet beside the database, so that one from before knows it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeptTablet {
    /// Its id.
    pub id: String,
    /// Where it stands.
    pub ward: String,
    /// Whether it is in use.
    pub state: TabletState,
    /// The hash of its token.
    pub token_hash: [u8; 32],
    /// The hash of the token that it had before it was enrolled again: good until the new one is shown.
    pub token_before: Option<[u8; 32]>,
    /// How often it was enrolled, moved or taken out of use: the newer of two records says more.
    pub changes: u32,
    /// The wards where it stood before.
    pub stood_at: Vec<String>,
}

impl KeptTablet {
    /// A tablet that is enrolled for the first time.
    pub fn new(tablet: &NewTablet, ward: &str) -> Self {
        KeptTablet {
            id: tablet.id.clone(),
            ward: ward.to_owned(),
            state: TabletState::Active,
            token_hash: tablet.token_hash,
            token_before: None,
            changes: 1,
            stood_at: Vec::new(),
        }
    }

    /// The same tablet, enrolled again: it has shown `shown`, and gets another token.
    pub fn moved_to(self, ward: &str, shown: [u8; 32], token_hash: [u8; 32]) -> Self {
        let mut stood_at = self.stood_at;
        if self.ward != ward && !stood_at.contains(&self.ward) {
            stood_at.push(self.ward);
        }
        KeptTablet {
            ward: ward.to_owned(),
            state: TabletState::Active,
            token_hash,
            token_before: Some(shown),
            changes: self.changes + 1,
            stood_at,
            ..self
        }
    }

    /// The same tablet in another state.
    pub fn in_state(self, state: TabletState) -> Self {
        KeptTablet {
            state,
            changes: self.changes + 1,
            ..self
        }
    }
}

impl fmt::Debug for KeptTablet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "KeptTablet({}, {}, {}, {})",
            self.id,
            self.ward,
            self.state.name(),
            self.changes
        )
    }
}

/// Whether a tablet is in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TabletState {
    /// In use.
    Active,
    /// Taken out of use: it may deliver until the count.
    Retired,
    /// Reported stolen: what it still sends goes to quarantine.
    Stolen,
}

impl TabletState {
    /// As stored and shown.
    pub fn name(self) -> &'static str {
        match self {
            TabletState::Active => "active",
            TabletState::Retired => "retired",
            TabletState::Stolen => "stolen",
        }
    }

    /// Whether a tablet in this state may be put into that one. Nothing leads out of stolen, and back into use only being
    /// enrolled again.
    pub fn leads_to(self, state: TabletState) -> bool {
        use TabletState::{Active, Retired, Stolen};
        match (self, state) {
            (_, Stolen) | (Active | Retired, Retired) => true,
            (Active, Active) => true,
            (Retired | Stolen, Active) | (Stolen, Retired) => false,
        }
    }

    /// The state stored as `name`.
    pub fn from_name(name: &str) -> Option<Self> {
        [TabletState::Active, TabletState::Retired, TabletState::Stolen]
            .into_iter()
            .find(|state| state.name() == name)
    }
}

/// An enrolment code to be kept: what proves that the hub knows it, and what redeems it, hashed.
#[derive(Clone)]
pub struct NewCode {
    /// The hash of the ticket.
    pub ticket_hash: [u8; 32],
    /// The key of proofs.
    pub proof_key: [u8; 32],
    /// Where the tablet will stand.
    pub ward: String,
    /// Until when it can be used, seconds since 1970-01-01 UTC.
    pub expires: i64,
    /// How many tablets it enrols, at least one.
    pub tablets: u8,
    /// Who made it on a page: it is void once that account's rights change or its sessions end.
    pub made_by: Option<String>,
}

impl fmt::Debug for NewCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NewCode({}, ..)", self.ward)
    }
}

/// What a tablet shows to be enrolled, hashed.
#[derive(Clone, Copy, Debug)]
pub struct Ticket(pub [u8; 32]);

/// A tablet to be enrolled.
#[derive(Clone, Debug)]
pub struct NewTablet {
    /// Its id.
    pub id: String,
    /// The hash of its token.
    pub token_hash: [u8; 32],
}

/// Why a code does not enrol.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RedeemError {
    /// There is no such code.
    #[error("there is no such code")]
    Unknown,
    /// It was used before, by as many tablets as it was made for.
    #[error("the code was used before")]
    Used,
    /// It is past its time.
    #[error("the code is past its time")]
    Expired,
}

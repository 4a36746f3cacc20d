//! How the tablet stands, for whoever looks after it and has its PIN. Nothing of it follows from what somebody answered, nor when.

use trykk_shared::protocol::Condition;
use trykk_shared::waiting::Waiting;

use super::Tablet;

/// Whether answers wait on it, as far as that is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AnswersWait {
    /// There is no round.
    #[default]
    NoRound,
    /// It is not said while people can answer: asked again and again, it would tell when somebody did.
    NotSaid,
    /// Something waits.
    Yes,
    /// Nothing waits.
    No,
}

/// How the tablet stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The ward's name; "" before the hub has told it.
    pub ward: String,
    /// The rounds that it may hold something of, by their ids.
    pub rounds: Vec<String>,
    /// Whether all of them are pulses.
    pub pulse: bool,
    /// The tablet's id; "" before it is enrolled.
    pub tablet: String,
    /// The hub's address; "" before it is enrolled.
    pub hub: String,
    /// How many minutes ago the hub was heard; none where it never was.
    pub heard_minutes_ago: Option<u64>,
    /// Why it is not reached, or takes nothing.
    pub obstacle: Option<Waiting>,
    /// Whether answers wait.
    pub waits: AnswersWait,
    /// Battery, disk, clock, version.
    pub condition: Condition,
    /// The version that the hub runs, where it is newer.
    pub newer_hub: Option<String>,
    /// What the system calls the tablet.
    pub host: String,
    /// Its address on the network; "" where it is on none.
    pub address: String,
    /// What the Wi-Fi is called; "" where it is on none, or nobody can tell.
    pub wifi: String,
}

/// What the system tells of the tablet and its network, as in [`Facts`].
#[derive(Clone, Debug, Default)]
pub struct Own {
    /// What it is called.
    pub host: String,
    /// Its address.
    pub address: String,
    /// What the Wi-Fi is called.
    pub wifi: String,
}

impl Tablet {
    /// How it stands. `condition` and `own`: as the system tells them.
    pub fn facts(&self, condition: Condition, own: Own) -> Facts {
        let Own { host, address, wifi } = own;
        let settings = self.settings();
        let enrolment = settings.enrolment.as_ref();
        let manifest = settings.manifest.as_ref();
        let taking = manifest.iter().flat_map(|manifest| &manifest.boxes);
        let taking: Vec<_> = taking.filter(|info| info.state.takes_envelopes()).collect();
        let said = self.health(Condition::default());
        let waits = if taking.is_empty() {
            AnswersWait::NoRound
        } else if taking.iter().any(|info| !self.is_closed_for_good(info)) {
            AnswersWait::NotSaid
        } else if said.boxes.iter().any(|one| one.waits) {
            AnswersWait::Yes
        } else {
            AnswersWait::No
        };
        Facts {
            ward: manifest.map_or_else(String::new, |manifest| manifest.ward.name.clone()),
            rounds: taking.iter().map(|info| info.round.clone()).collect(),
            pulse: !taking.is_empty() && taking.iter().all(|info| info.pulse),
            tablet: enrolment.map_or_else(String::new, |enrolment| enrolment.tablet.clone()),
            hub: enrolment.map_or_else(String::new, |enrolment| enrolment.address.clone()),
            heard_minutes_ago: self.silent_for().map(|seconds| seconds.unsigned_abs() / 60),
            obstacle: self.obstacle(),
            waits,
            condition,
            newer_hub: self.newer_hub().map(str::to_owned),
            host,
            address,
            wifi,
        }
    }
}

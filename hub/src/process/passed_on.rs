//! Hard cases that a guide showed on to whoever is there for them: what kind, and to whom. No word of free text, so that nothing of the case
//! itself is written down.

use std::str::FromStr;

/// What kind of case it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseKind {
    /// A conflict.
    Conflict,
    /// Harassment or bullying.
    Harassment,
    /// Violence or threats.
    Violence,
    /// Something that is to be reported as wrong.
    Wrongdoing,
    /// Somebody's health.
    Health,
    /// Alcohol or drugs.
    Substances,
    /// What concerns patients' safety.
    PatientSafety,
    /// Something else.
    Other,
}

/// Who took over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Function {
    /// The occupational health service.
    OccupationalHealth,
    /// The department for staff.
    HumanResources,
    /// The chief safety rep.
    ChiefSafetyRep,
    /// The chief union rep.
    ChiefUnionRep,
    /// Whoever receives reports of wrongs.
    ReportsOfWrongs,
    /// The senior leader.
    SeniorLeader,
    /// Help at once: doctor, police.
    Emergency,
    /// Somebody else.
    Other,
}

/// What was written names nothing here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no such kind or function")]
pub struct NoSuch;

impl CaseKind {
    /// Every kind.
    pub const ALL: [CaseKind; 8] = [
        CaseKind::Conflict,
        CaseKind::Harassment,
        CaseKind::Violence,
        CaseKind::Wrongdoing,
        CaseKind::Health,
        CaseKind::Substances,
        CaseKind::PatientSafety,
        CaseKind::Other,
    ];

    /// As it is kept, and as forms carry it.
    pub fn name(self) -> &'static str {
        match self {
            CaseKind::Conflict => "conflict",
            CaseKind::Harassment => "harassment",
            CaseKind::Violence => "violence",
            CaseKind::Wrongdoing => "wrongdoing",
            CaseKind::Health => "health",
            CaseKind::Substances => "substances",
            CaseKind::PatientSafety => "patient-safety",
            CaseKind::Other => "other",
        }
    }
}

impl FromStr for CaseKind {
    type Err = NoSuch;

    fn from_str(name: &str) -> Result<Self, NoSuch> {
        CaseKind::ALL.into_iter().find(|kind| kind.name() == name).ok_or(NoSuch)
    }
}

impl Function {
    /// Every function.
    pub const ALL: [Function; 8] = [
        Function::OccupationalHealth,
        Function::HumanResources,
        Function::ChiefSafetyRep,
        Function::ChiefUnionRep,
        Function::ReportsOfWrongs,
        Function::SeniorLeader,
        Function::Emergency,
        Function::Other,
    ];

    /// As it is kept, and as forms carry it.
    pub fn name(self) -> &'static str {
        match self {
            Function::OccupationalHealth => "occupational-health",
            Function::HumanResources => "human-resources",
            Function::ChiefSafetyRep => "chief-safety-rep",
            Function::ChiefUnionRep => "chief-union-rep",
            Function::ReportsOfWrongs => "reports-of-wrongs",
            Function::SeniorLeader => "senior-leader",
            Function::Emergency => "emergency",
            Function::Other => "other",
        }
    }
}

impl FromStr for Function {
    type Err = NoSuch;

    fn from_str(name: &str) -> Result<Self, NoSuch> {
        let found = Function::ALL.into_iter().find(|function| function.name() == name);
        found.ok_or(NoSuch)
    }
}

/// An entry of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PassedOn {
    /// What its form calls it by.
    pub id: String,
    /// At which ward.
    pub ward: String,
    /// On which day, counted from 1970-01-01.
    pub day: i64,
    /// What kind it was.
    pub kind: CaseKind,
    /// Who took over.
    pub function: Function,
    /// Which guide wrote it down.
    pub account: String,
}

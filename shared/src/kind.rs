//! The kinds of envelopes, the units that figures count, and the sizes that both sides must agree on.

use serde::{Deserialize, Serialize};

/// The longest id of an item or theme, in bytes: with it every mark fits its slip.
pub const MAX_ID_BYTES: usize = 40;
/// The size of a mark's plain text, in bytes.
pub const MARK_BYTES: usize = 64;
/// The size of a note's plain text, in bytes.
pub const NOTE_BYTES: usize = 1024;
/// The longest note in UTF-8 bytes: what is left beside format, the longest id, tag and length.
pub const MAX_NOTE_BYTES: usize = NOTE_BYTES - 1 - 1 - MAX_ID_BYTES - 1 - 2;

/// Who answered: what a figure counts. Units are never mixed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// One person.
    Participant,
    /// A table of about four who answered together.
    Table,
}

impl Unit {
    /// As written in results.
    pub fn name(self) -> &'static str {
        match self {
            Unit::Participant => "participant",
            Unit::Table => "table",
        }
    }
}

/// What an envelope shows from outside: unit and size, so that sheets can be counted unopened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum EnvelopeKind {
    /// A participant's card, face or score.
    ParticipantMark,
    /// A participant's note.
    ParticipantNote,
    /// A table's card or score.
    TableMark,
}

impl EnvelopeKind {
    /// Every kind.
    pub const ALL: [EnvelopeKind; 3] = [
        EnvelopeKind::ParticipantMark,
        EnvelopeKind::ParticipantNote,
        EnvelopeKind::TableMark,
    ];

    /// As bound into every seal. Frozen: waiting envelopes could not be opened if it changed.
    pub fn name(self) -> &'static str {
        match self {
            EnvelopeKind::ParticipantMark => "participant-mark",
            EnvelopeKind::ParticipantNote => "participant-note",
            EnvelopeKind::TableMark => "table-mark",
        }
    }

    /// As stored in databases. Frozen.
    pub fn number(self) -> u8 {
        match self {
            EnvelopeKind::ParticipantMark => 1,
            EnvelopeKind::ParticipantNote => 2,
            EnvelopeKind::TableMark => 3,
        }
    }

    /// The kind stored as `number`.
    pub fn from_number(number: u8) -> Option<Self> {
        EnvelopeKind::ALL.into_iter().find(|kind| kind.number() == number)
    }

    /// Who answered.
    pub fn unit(self) -> Unit {
        match self {
            EnvelopeKind::TableMark => Unit::Table,
            _ => Unit::Participant,
        }
    }

    /// The size of the plain text, in bytes.
    pub fn slip_bytes(self) -> usize {
        match self {
            EnvelopeKind::ParticipantNote => NOTE_BYTES,
            _ => MARK_BYTES,
        }
    }
}

/// One value for each kind of envelope.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PerKind<T> {
    /// For the marks of participants.
    pub participant_marks: T,
    /// For the notes of participants.
    pub participant_notes: T,
    /// For the marks of tables.
    pub table_marks: T,
}

impl<T: Copy> PerKind<T> {
    /// The value for `kind`.
    pub fn of(&self, kind: EnvelopeKind) -> T {
        match kind {
            EnvelopeKind::ParticipantMark => self.participant_marks,
            EnvelopeKind::ParticipantNote => self.participant_notes,
            EnvelopeKind::TableMark => self.table_marks,
        }
    }

    /// The values that `value` gives for each kind.
    pub fn from_fn(mut value: impl FnMut(EnvelopeKind) -> T) -> Self {
        PerKind {
            participant_marks: value(EnvelopeKind::ParticipantMark),
            participant_notes: value(EnvelopeKind::ParticipantNote),
            table_marks: value(EnvelopeKind::TableMark),
        }
    }

    /// The value for `kind`, to change it.
    pub fn of_mut(&mut self, kind: EnvelopeKind) -> &mut T {
        match kind {
            EnvelopeKind::ParticipantMark => &mut self.participant_marks,
            EnvelopeKind::ParticipantNote => &mut self.participant_notes,
            EnvelopeKind::TableMark => &mut self.table_marks,
        }
    }
}

impl PerKind<u64> {
    /// All kinds together.
    pub fn total(&self) -> u64 {
        EnvelopeKind::ALL.into_iter().map(|kind| self.of(kind)).sum()
    }
}

/// How many envelopes of each kind one sheet of the kind's unit gives, whatever was answered.
pub type SheetShape = PerKind<usize>;

impl SheetShape {
    /// The kind that an envelope is in a box of this shape, where its size leaves one: no id covers what an envelope is called beside its
    /// bytes, and a flipped bit there must not lose it. Where sheets have marks of both units it is what it is called.
    pub fn kind_here(&self, called: EnvelopeKind) -> EnvelopeKind {
        let fits = |kind: &EnvelopeKind| kind.slip_bytes() == called.slip_bytes() && self.of(*kind) > 0;
        match self.of(called) {
            0 => EnvelopeKind::ALL.into_iter().find(fits).unwrap_or(called),
            _ => called,
        }
    }

    /// How many whole sheets of `unit` these numbers of envelopes can make up.
    pub fn sheets(&self, unit: Unit, envelopes: &PerKind<u64>) -> u64 {
        EnvelopeKind::ALL
            .into_iter()
            .filter(|kind| kind.unit() == unit && self.of(*kind) > 0)
            .map(|kind| envelopes.of(kind) / self.of(kind) as u64)
            .min()
            .unwrap_or(0)
    }
}

//! What kiosk and hub agree on: decks, sheets, slips, sealing and protocol.
//!
//! Nothing here waits, or does I/O but for what asks the system: [`clock`] for the time and for which start of it this is,
//! [`randomness`] for randomness, [`dumps`] for no core dumps. Nothing here can open an envelope: opening lives in the hub's
//! count alone.
//!
//! The way of an answer through the types: [`answers::Sheet`] is split into
//! [`slip::Slip`]s, each slip is sealed into an [`seal::Envelope`]. There is no way back.

pub mod address;
pub mod answers;
pub mod board;
pub mod clock;
pub mod counted;
pub mod days;
pub mod deck;
pub mod digits;
pub mod dumps;
pub mod enrolment;
pub mod exported;
pub mod face;
pub mod feed;
pub mod fingerprint;
pub mod ids;
pub mod kind;
pub mod language;
pub mod logs;
pub mod months;
pub mod note;
pub mod palette;
pub mod parts;
pub mod pin;
pub mod plural;
pub mod protocol;
pub mod protocol_version;
pub mod randomness;
pub mod refusal;
pub mod seal;
pub mod slip;
pub mod start_code;
pub mod stretching;
pub mod version;
pub mod waiting;
pub mod written_time;

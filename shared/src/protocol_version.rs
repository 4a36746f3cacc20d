//! The versions of what tablets and hub say to each other.

/// The newest protocol version spoken here: 2 knows start codes, 3 boxes that are closed for good, 4 what troubles a tablet, 5 that tablets
/// check the count, 6 that they mark which note is a sheet's first, 7 why answers wait and how a tablet is.
pub const PROTOCOL: u16 = 7;
/// The oldest one that the hub still speaks with tablets.
pub const OLDEST_PROTOCOL: u16 = 1;
/// The first one that knows start codes: an older tablet would let people answer without.
pub const PROTOCOL_WITH_CODES: u16 = 2;
/// The first one that knows of boxes that are closed for good: an older hub closes once.
pub const PROTOCOL_WITH_TWO_CLOSINGS: u16 = 3;
/// The first one that knows of [`TabletTrouble`](crate::protocol::TabletTrouble)s: an older hub takes no health that names one.
pub const PROTOCOL_WITH_TROUBLES: u16 = 4;
/// The first one that knows of [`CountCheck`](crate::protocol::CountCheck)s: an older hub takes no health that has one.
pub const PROTOCOL_WITH_CHECKS: u16 = 5;
/// The first one whose hub reads notes of which the first of a sheet is marked: an older hub could not read them at all.
pub const PROTOCOL_WITH_FIRST_NOTES: u16 = 6;
/// The first one that knows of [`BoxHealth::why`](crate::protocol::BoxHealth::why) and of a tablet's
/// [`Condition`](crate::protocol::Condition): an older hub takes no health that has them.
pub const PROTOCOL_WITH_CONDITION: u16 = 7;

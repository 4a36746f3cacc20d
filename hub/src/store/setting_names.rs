//! What the hub notes about itself, by name: the keys of the table `setting`.

/// The setting that holds the organisation's public recovery key.
pub const RECOVERY_KEY: &str = "recovery_key";
/// The setting that holds the hub's incarnation.
pub const INCARNATION: &str = "incarnation";
/// The setting that says that a restored hub waits for an admin.
pub const REVIEW: &str = "review";
/// The setting that holds the latest time that the hub has seen, in seconds since 1970.
pub const CLOCK: &str = "clock";
/// The setting that holds when the hub last looked after its rounds while it served, in seconds since 1970; kept hourly.
pub const SERVED: &str = "served";
/// The setting that holds when a copy of the database was made last, in seconds since 1970.
pub const BACKED_UP: &str = "backed_up";
/// The setting that is there while tidying is owed, since something came after a closing or was deleted: a mark that is drawn anew each time, and committed with
/// what came.
pub const TIDYING_OWED: &str = "tidying_owed";
/// The setting that is there while the hub's clock is not believed: what it shows, in seconds since 1970.
pub const CLOCK_DOUBT: &str = "clock_doubt";

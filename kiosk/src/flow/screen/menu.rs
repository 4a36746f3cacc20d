//! The PIN and the staff menu.

use crate::flow::backend::EnrolmentError;
use crate::flow::menu::{PinFault, Task, Told, Wish};
use crate::panel::Levels;
use crate::tablet::Facts;

/// The page of the PIN.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PinPage {
    /// How many digits are typed.
    pub digits: usize,
    /// Whether the PIN waits for being looked at.
    pub looking: bool,
    /// Why the menu does not open.
    pub fault: Option<PinFault>,
}

/// The staff menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MenuPage {
    /// How the tablet stands.
    pub facts: Facts,
    /// What it does for the menu.
    pub task: Task,
    /// What they are asked whether they are sure of.
    pub asked: Option<Wish>,
    /// What became of sheets that were typed in.
    pub told: Told,
    /// Whether it moves to another ward now.
    pub moving: bool,
    /// How the last try to move it ended.
    pub moved: Option<Result<String, EnrolmentError>>,
    /// How far light and volume are turned up: whether there is anything to turn.
    pub levels: Levels,
}

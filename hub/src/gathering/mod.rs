//! A gathering for measures: its steps, and what is written at its tables. Pure; `data/gatherings.rs` keeps what is written,
//! `store/gatherings.rs` how far it is.

mod canvas;
mod code;
mod handed;
mod idea;
mod image;
pub mod keeping;
mod pace;
mod prepared;
mod rush;

pub use canvas::{Canvas, CanvasError, MOST_IDEAS, Move, SET, Sorted, fault_at};
pub use code::JoinCode;
pub use handed::{Handed, HandedBundle, HandedIdea, HandedNumber};
pub use idea::{
    Card, Estimate, Idea, IdeaBundle, IdeaId, LONGEST_IDEA, LONGEST_SHORT, Showing, read_estimate, read_idea,
    read_title,
};
pub use image::{BLOCK_BYTES, DamagedImage};
pub use pace::{Act, PaceError, Position, Revealed, Stage, Step};
pub use prepared::{MOST_MINUTES, Prepared, WrittenPrepared, read_minutes, read_prepared};
pub use rush::{Rush, WRITES};

/// A gathering, and how far it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gathering {
    /// What its file is called: drawn.
    pub id: String,
    /// The process that it belongs to.
    pub process: String,
    /// 1, 2, 3 within the process.
    pub number: u32,
    /// What the guide prepared.
    pub prepared: Prepared,
    /// How far it is.
    pub position: Position,
    /// What tables join with.
    pub code: JoinCode,
    /// How often it was saved or led on.
    pub revision: u32,
    /// What was handed over, once it was.
    pub handed: Option<Handed>,
}

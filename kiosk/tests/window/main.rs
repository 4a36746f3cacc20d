//! The window and its flow, without a display.

mod backend;
mod by_hand;
mod catalogue;
mod codes;
mod fingers;
mod glass;
mod palette;
mod rehearsal;
mod screens;
mod walks;

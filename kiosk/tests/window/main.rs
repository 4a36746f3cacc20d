//! The window and its flow, without a display.

mod by_hand;
mod catalogue;
mod chain;
mod fingers;
mod glass;
mod rehearsal;
mod screens;
mod walks;

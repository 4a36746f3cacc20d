//! The window and its flow, without a display.

mod aloud;
mod backend;
mod beside;
mod board;
mod by_hand;
mod catalogue;
mod codes;
mod comfort;
mod dark;
mod faults;
mod fingers;
mod glass;
mod idle;
mod keyboard;
mod managed;
mod menu;
mod palette;
mod rehearsal;
mod scenes;
mod screens;
mod sizes;
mod soak;
mod typing_in;
mod walks;

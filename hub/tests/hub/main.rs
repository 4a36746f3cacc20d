//! The hub's rules and its store, tested from outside.

mod counting;
mod disclosure;
mod given;
mod keys;
mod loosened;
mod openapi;
mod organisation;
mod plan_file;
mod rollup;
mod story;
mod tally_rooms;
mod times;
mod upgrade;
mod written;

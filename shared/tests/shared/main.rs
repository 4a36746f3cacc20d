//! What kiosk and hub agree on, tested from outside: decks, slips, sealing and feed lines.

mod addresses;
mod decks;
mod feed;
mod given;
mod rfc9180;
mod seal;
mod slips;
mod written_times;

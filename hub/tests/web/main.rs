//! The pages, in one process: who comes in, who may open what, and what a page may tell.

mod counting;
mod guide;
mod house;
mod inside;
mod log_in;
mod numbers;
mod palette;
mod samples;
mod senior;

//! The tablet: answering, the sealed store, delivery.

pub mod flow;
pub mod window;

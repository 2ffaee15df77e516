//! Outside services other than phone networks.

pub mod language_model;

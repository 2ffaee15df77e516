//! The command line.

mod amd;
mod api_key_create;
mod arguments;
mod backup;
mod doctor;
mod logging;
mod migrate;
mod run;
mod sandbox;
mod user_add;
mod voice_agent;

pub use arguments::{Arguments, Command};
pub use run::run;

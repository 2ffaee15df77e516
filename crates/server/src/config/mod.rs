//! Configuration: environment, `.env` and `outdial.toml`, read once at start into typed values.
//!
//! The environment wins over `.env`, which wins over `outdial.toml`. Every variable is listed in
//! [`VARIABLES`], so that an unknown key in the file is an error and not a silent typo.

mod base_url;
mod dialling;
mod errors;
mod load;
mod network;
mod reader;
mod sandbox;
mod secret;
mod services;
mod source;
mod talking;
mod twilio;
mod vapi;
mod variables;

pub use base_url::BaseUrl;
pub use dialling::Dialling;
pub use errors::{ConfigError, ConfigErrors};
pub use load::{Admin, Config, Database};
pub use network::TrustedProxies;
pub use sandbox::{Population, SandboxOptions};
pub use secret::Secret;
pub use services::{DEFAULT_MODEL, DEFAULT_MODEL_SERVER, LanguageModelOptions, Services};
pub use source::Source;
pub use talking::Talking;
pub use twilio::TwilioOptions;
pub use vapi::VapiOptions;
pub use variables::{VARIABLES, Variable};

//! Every kind of carrier: its settings form and how to build it.

use std::sync::Arc;

use outdial_domain::ids::CarrierAccountId;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::Carrier;
use crate::http::HttpTransport;
use crate::{twilio, vapi};

/// Every kind of carrier. A new one is one line here.
pub static CARRIERS: &[&CarrierSpec] = &[&twilio::SPEC, &vapi::SPEC];

/// One kind of carrier, as the settings page shows it.
#[derive(Debug, Serialize)]
pub struct CarrierSpec {
    /// Stable word, used in URLs and in the store.
    pub kind: &'static str,
    /// Name shown to people.
    pub title: &'static str,
    /// The settings form, in order.
    pub fields: &'static [Field],
    /// Makes a carrier of this kind.
    #[serde(skip)]
    pub build: fn(CarrierSetup<'_>) -> Result<Arc<dyn Carrier>, ConfigError>,
}

/// One field of a settings form.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Field {
    /// Key in the account's configuration.
    pub key: &'static str,
    /// Label shown to people.
    pub label: &'static str,
    /// Encrypted at rest and never sent back to the page.
    pub secret: bool,
    /// Must be filled in.
    pub required: bool,
    /// One sentence: where to find it.
    pub help: &'static str,
    /// What may be chosen, the default first; empty when anything may be written.
    pub choices: &'static [Choice],
}

/// One thing that may be chosen in a field.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Choice {
    /// The word that is stored.
    pub value: &'static str,
    /// What it means, for people.
    pub label: &'static str,
}

/// Everything that a carrier is made of.
#[derive(Clone)]
pub struct CarrierSetup<'a> {
    /// The account's id, part of its webhook URLs.
    pub account_id: &'a CarrierAccountId,
    /// The filled-in form.
    pub config: &'a Map<String, Value>,
    /// Our public URL.
    pub base_url: &'a str,
    /// How requests are sent.
    pub transport: Arc<dyn HttpTransport>,
}

/// A setting that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {message}")]
pub struct ConfigError {
    /// Key of the field (or `kind`, or `base_url`).
    pub field: String,
    /// One sentence for people.
    pub message: String,
}

impl ConfigError {
    /// A complaint about one field.
    #[must_use]
    pub fn new(field: &str, message: impl Into<String>) -> Self {
        Self {
            field: field.to_owned(),
            message: message.into(),
        }
    }
}

/// The kind of carrier with this word.
#[must_use]
pub fn spec(kind: &str) -> Option<&'static CarrierSpec> {
    CARRIERS.iter().copied().find(|spec| spec.kind == kind)
}

/// Makes the carrier of an account.
pub fn build(kind: &str, setup: CarrierSetup<'_>) -> Result<Arc<dyn Carrier>, ConfigError> {
    let spec = spec(kind).ok_or_else(|| ConfigError::new("kind", "There is no carrier of this kind."))?;
    (spec.build)(setup)
}

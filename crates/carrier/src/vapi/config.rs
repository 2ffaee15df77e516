//! A Vapi account's settings, checked.

use outdial_domain::phone::PhoneNumber;
use serde_json::{Map, Value};

use crate::Secret;
use crate::registry::ConfigError;
use crate::settings_form::{api_base, calls_per_second, credential, field, phone_number, required};

/// A Vapi account's settings. `Debug` hides the credentials.
#[derive(Debug, Clone)]
pub struct VapiConfig {
    /// The private key, which signs us in.
    pub api_key: Secret,
    /// Vapi's id of the number that calls are made from.
    pub phone_number_id: String,
    /// The assistant that talks in orders that name none.
    pub assistant_id: Option<String>,
    /// What Vapi's messages to us carry as proof of their origin.
    pub secret: Secret,
    /// The number behind `phone_number_id`, as people see it.
    pub phone_number: Option<PhoneNumber>,
    /// Scheme and authority of the API, without a trailing slash.
    pub api_base: String,
    /// New calls per second that are asked for.
    pub calls_per_second: f64,
}

impl VapiConfig {
    /// Reads a filled-in form; blank fields count as absent.
    pub fn read(form: &Map<String, Value>) -> Result<Self, ConfigError> {
        let secret = credential(required(form, "secret")?, "secret")?;
        if secret.reveal().len() < SECRET_MIN {
            return Err(ConfigError::new(
                "secret",
                "This is too short to prove anything; use at least 8 characters.",
            ));
        }
        Ok(Self {
            api_key: credential(required(form, "api_key")?, "api_key")?,
            phone_number_id: id("phone_number_id", required(form, "phone_number_id")?)?,
            assistant_id: field(form, "assistant_id")
                .map(|text| id("assistant_id", text))
                .transpose()?,
            secret,
            phone_number: phone_number(form)?,
            api_base: api_base(form, API_BASE)?,
            calls_per_second: calls_per_second(form, CALLS_PER_SECOND)?,
        })
    }

    /// Whether the API is Vapi's own and not another server that speaks it.
    pub(super) fn is_vapi(&self) -> bool {
        let host = self.api_base.split_once("://").map_or("", |(_, host)| host);
        host == "vapi.ai" || host.ends_with(".vapi.ai")
    }

    /// `text` from outside with our credentials blotted out.
    pub(super) fn redact(&self, text: &str) -> String {
        self.secret.redact(&self.api_key.redact(text))
    }
}

/// Ids become parts of addresses.
fn id(key: &str, text: String) -> Result<String, ConfigError> {
    let is_id = text
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    if is_id && text.len() <= ID_MAX {
        Ok(text)
    } else {
        Err(ConfigError::new(
            key,
            "An id has letters, digits and hyphens only; copy it from the Vapi dashboard.",
        ))
    }
}

const API_BASE: &str = "https://api.vapi.ai";
/// Vapi publishes no rate; a new account may have ten calls at a time, which one a second does not outrun by much.
const CALLS_PER_SECOND: f64 = 1.0;
const SECRET_MIN: usize = 8;
const ID_MAX: usize = 100;

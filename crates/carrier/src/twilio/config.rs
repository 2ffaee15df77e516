//! A Twilio account's settings, checked.

use outdial_domain::phone::PhoneNumber;
use serde_json::{Map, Value};

use crate::Secret;
use crate::registry::ConfigError;
use crate::settings_form::{api_base, calls_per_second, credential, field, phone_number, required};

/// A Twilio account's settings. `Debug` hides the credentials.
#[derive(Debug, Clone)]
pub struct TwilioConfig {
    /// `AC…`; part of every path.
    pub account_sid: String,
    /// Signs webhooks, and signs us in unless there is an API key.
    pub auth_token: Secret,
    /// An API key and its secret, used to sign in when present.
    pub api_key: Option<(String, Secret)>,
    /// How browsers are let into conferences, when agents and callees meet at Twilio.
    pub softphone: Option<Softphone>,
    /// The caller ID of orders that name none.
    pub phone_number: Option<PhoneNumber>,
    /// Scheme and authority of the API, without a trailing slash.
    pub api_base: String,
    /// New calls per second that the account allows.
    pub calls_per_second: f64,
}

/// What browsers are let into conferences with.
#[derive(Debug, Clone)]
pub struct Softphone {
    /// `SK…`, which issues the tokens.
    pub api_key: String,
    /// Signs them.
    pub api_secret: Secret,
    /// `AP…`: the application whose Voice URL is ours.
    pub application_sid: String,
}

impl TwilioConfig {
    /// Reads a filled-in form; blank fields count as absent.
    pub fn read(form: &Map<String, Value>) -> Result<Self, ConfigError> {
        let account_sid = required(form, "account_sid")?;
        if !is_sid(&account_sid, "AC") {
            return Err(ConfigError::new(
                "account_sid",
                "An account SID is AC and 32 hexadecimal digits.",
            ));
        }
        let auth_token = credential(required(form, "auth_token")?, "auth_token")?;
        let api_key = api_key(form)?;
        Ok(Self {
            account_sid,
            auth_token,
            softphone: softphone(form, api_key.as_ref())?,
            api_key,
            phone_number: phone_number(form)?,
            api_base: api_base(form, API_BASE)?,
            calls_per_second: calls_per_second(form, CALLS_PER_SECOND)?,
        })
    }

    /// Whether the API is Twilio's own and not another server that speaks it.
    pub(super) fn is_twilio(&self) -> bool {
        let host = self.api_base.split_once("://").map_or("", |(_, host)| host);
        host == "twilio.com" || host.ends_with(".twilio.com")
    }

    /// `text` from outside with our credentials blotted out.
    pub(super) fn redact(&self, text: &str) -> String {
        let text = self.auth_token.redact(text);
        match &self.api_key {
            Some((_, secret)) => secret.redact(&text),
            None => text,
        }
    }
}

fn api_key(form: &Map<String, Value>) -> Result<Option<(String, Secret)>, ConfigError> {
    match (field(form, "api_key"), field(form, "api_secret")) {
        (None, None) => Ok(None),
        (Some(_), None) => Err(ConfigError::new("api_secret", "An API key needs its secret.")),
        (None, Some(_)) => Err(ConfigError::new("api_key", "An API secret needs its key.")),
        (Some(key), Some(_)) if !is_sid(&key, "SK") => Err(ConfigError::new(
            "api_key",
            "An API key is SK and 32 hexadecimal digits.",
        )),
        (Some(key), Some(secret)) => Ok(Some((key, credential(secret, "api_secret")?))),
    }
}

fn softphone(
    form: &Map<String, Value>,
    api_key: Option<&(String, Secret)>,
) -> Result<Option<Softphone>, ConfigError> {
    let application_sid = field(form, "twiml_app_sid");
    if application_sid.as_deref().is_some_and(|sid| !is_sid(sid, "AP")) {
        return Err(ConfigError::new(
            "twiml_app_sid",
            "A TwiML app SID is AP and 32 hexadecimal digits.",
        ));
    }
    match field(form, "bridge").as_deref() {
        None | Some("media") => return Ok(None),
        Some("carrier") => {}
        Some(_) => return Err(ConfigError::new("bridge", "This is media or carrier.")),
    }
    let needed = |field: &str, what: &str| {
        ConfigError::new(field, format!("To meet at Twilio, browsers need {what}."))
    };
    let (api_key, api_secret) = api_key
        .cloned()
        .ok_or_else(|| needed("api_key", "an API key with its secret"))?;
    Ok(Some(Softphone {
        api_key,
        api_secret,
        application_sid: application_sid.ok_or_else(|| needed("twiml_app_sid", "a TwiML app"))?,
    }))
}

fn is_sid(text: &str, prefix: &str) -> bool {
    text.strip_prefix(prefix)
        .is_some_and(|rest| rest.len() == 32 && rest.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

const API_BASE: &str = "https://api.twilio.com";
/// What every new account is granted.
const CALLS_PER_SECOND: f64 = 1.0;

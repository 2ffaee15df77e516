//! Twilio credentials from the environment.

use outdial_domain::room::Bridge;

use super::reader::Reader;
use super::secret::Secret;

/// A Twilio account given by the environment.
#[derive(Debug, Clone, PartialEq)]
pub struct TwilioOptions {
    /// `AC…`.
    pub account_sid: String,
    /// Signs webhooks, and requests unless an API key is given.
    pub auth_token: Secret,
    /// The number shown to the callee.
    pub phone_number: String,
    /// `SK…` with its secret.
    pub api_key: Option<(String, Secret)>,
    /// Where agents and callees meet.
    pub bridge: Bridge,
    /// Application for calls from the browser, when they meet at Twilio.
    pub twiml_app_sid: Option<String>,
    /// Another server that speaks Twilio's API.
    pub api_base: Option<String>,
    /// Calls per second that the account allows.
    pub cps: f64,
}

impl TwilioOptions {
    /// The account, when any of its credentials is set; missing ones are errors.
    pub(super) fn read(reader: &mut Reader<'_>, bridge: Bridge) -> Option<Self> {
        let given = CREDENTIALS.iter().find(|name| reader.text(name).is_some())?;
        for (name, remedy) in CREDENTIALS.iter().zip(REMEDIES) {
            if reader.text(name).is_none() {
                reader.missing(name, given, remedy);
            }
        }
        let account_sid = reader.parse("TWILIO_ACCOUNT_SID", REMEDIES[0], |text| {
            (text.starts_with("AC") && text.len() == 34).then(|| text.to_owned())
        });
        let cps = reader.parse("TWILIO_CPS", "write a number above 0, e.g. 1", |text| {
            text.parse::<f64>()
                .ok()
                .filter(|cps| cps.is_finite() && *cps > 0.0)
        });
        let api_base = reader.parse("TWILIO_API_BASE", "write an http(s) address", |text| {
            super::BaseUrl::parse(text).map(|base| base.as_str().to_owned())
        });
        if bridge == Bridge::Carrier {
            for (name, remedy) in BRIDGED_BY {
                if reader.text(name).is_none() {
                    reader.missing(name, "TWILIO_BRIDGE", remedy);
                }
            }
        }
        let api_key = api_key(reader);
        Some(Self {
            account_sid: account_sid?,
            auth_token: reader.secret("TWILIO_AUTH_TOKEN")?,
            phone_number: reader.text("TWILIO_PHONE_NUMBER")?.to_owned(),
            api_key,
            bridge,
            twiml_app_sid: reader.text("TWILIO_TWIML_APP_SID").map(str::to_owned),
            api_base,
            cps: cps.unwrap_or(1.0),
        })
    }
}

/// Where agents and callees meet, for the account of the environment and for the sandbox in its place.
pub(super) fn bridge(reader: &mut Reader<'_>) -> Bridge {
    let parsed = reader.parse("TWILIO_BRIDGE", "write media or carrier", |text| match text {
        "media" => Some(Bridge::Media),
        "carrier" => Some(Bridge::Carrier),
        _ => None,
    });
    parsed.unwrap_or_default()
}

fn api_key(reader: &mut Reader<'_>) -> Option<(String, Secret)> {
    let key = reader.text("TWILIO_API_KEY");
    let secret = reader.secret("TWILIO_API_SECRET");
    match (key, secret) {
        (Some(key), Some(secret)) => return Some((key.to_owned(), secret)),
        (Some(_), None) => reader.missing(
            "TWILIO_API_SECRET",
            "TWILIO_API_KEY",
            "write the secret of the API key",
        ),
        (None, Some(_)) => reader.missing("TWILIO_API_KEY", "TWILIO_API_SECRET", "write the API key (SK…)"),
        (None, None) => {}
    }
    None
}

const CREDENTIALS: [&str; 3] = ["TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_PHONE_NUMBER"];
/// What browsers are let into conferences with.
const BRIDGED_BY: [(&str, &str); 2] = [
    (
        "TWILIO_API_KEY",
        "write the SID of an API key (SK…), and its secret as TWILIO_API_SECRET",
    ),
    ("TWILIO_TWIML_APP_SID", "write the SID of a TwiML app (AP…)"),
];
const REMEDIES: [&str; 3] = [
    "write the account SID (AC and 32 characters) from the Twilio console",
    "write the auth token from the Twilio console",
    "write a number that the account owns, e.g. +14155550100",
];

//! What the settings page asks for, and how a filled-in form becomes a carrier.

use std::sync::Arc;

use super::adapter::Twilio;
use super::callbacks::Callbacks;
use super::config::TwilioConfig;
use crate::Carrier;
use crate::registry::{CarrierSetup, CarrierSpec, Choice, ConfigError, Field};

/// Twilio's entry in the registry.
pub static SPEC: CarrierSpec = CarrierSpec {
    kind: "twilio",
    title: "Twilio",
    fields: &[
        Field {
            key: "account_sid",
            label: "Account SID",
            secret: false,
            required: true,
            help: "Starts with AC; on the first page of the Twilio console.",
            choices: &[],
        },
        Field {
            key: "auth_token",
            label: "Auth token",
            secret: true,
            required: true,
            help: "The primary token, beside the account SID; Twilio signs its webhooks with it.",
            choices: &[],
        },
        Field {
            key: "phone_number",
            label: "Phone number",
            secret: false,
            required: false,
            help: "A number of the account, or a verified caller ID, with country code: +14155550100.",
            choices: &[],
        },
        Field {
            key: "api_key",
            label: "API key SID",
            secret: false,
            required: false,
            help: "Starts with SK; signs in instead of the auth token, and lets browsers in when the carrier bridges.",
            choices: &[],
        },
        Field {
            key: "api_secret",
            label: "API key secret",
            secret: true,
            required: false,
            help: "Shown once, when the API key was created.",
            choices: &[],
        },
        Field {
            key: "bridge",
            label: "Where agent and callee meet",
            secret: false,
            required: false,
            help: "In a room of this server, or in a conference of Twilio, which needs API key and TwiML app.",
            choices: &[
                Choice {
                    value: "media",
                    label: "Here: the audio passes through this server",
                },
                Choice {
                    value: "carrier",
                    label: "At Twilio: browsers use Twilio's Voice SDK",
                },
            ],
        },
        Field {
            key: "twiml_app_sid",
            label: "TwiML app SID",
            secret: false,
            required: false,
            help: "Starts with AP; its Voice URL is this server's, as Test connection says. Only to meet at Twilio.",
            choices: &[],
        },
        Field {
            key: "cps",
            label: "Calls per second",
            secret: false,
            required: false,
            help: "What the account allows; 1 unless Twilio has raised it.",
            choices: &[],
        },
        Field {
            key: "api_base",
            label: "API address",
            secret: false,
            required: false,
            help: "Replaces https://api.twilio.com, for a regional or simulated API.",
            choices: &[],
        },
    ],
    build,
};

fn build(setup: CarrierSetup<'_>) -> Result<Arc<dyn Carrier>, ConfigError> {
    let config = TwilioConfig::read(setup.config)?;
    let callbacks = Callbacks::new(setup.base_url, setup.account_id)?;
    Ok(Arc::new(Twilio::new(config, callbacks, setup.transport)))
}

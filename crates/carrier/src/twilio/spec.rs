//! What the settings page asks for, and how a filled-in form becomes a carrier.

use std::sync::Arc;

use super::adapter::Twilio;
use super::callbacks::Callbacks;
use super::config::TwilioConfig;
use crate::Carrier;
use crate::registry::{CarrierSetup, CarrierSpec, ConfigError, Field};

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
        },
        Field {
            key: "auth_token",
            label: "Auth token",
            secret: true,
            required: true,
            help: "The primary token, beside the account SID; Twilio signs its webhooks with it.",
        },
        Field {
            key: "phone_number",
            label: "Phone number",
            secret: false,
            required: false,
            help: "A number of the account, or a verified caller ID, with country code: +14155550100.",
        },
        Field {
            key: "api_key",
            label: "API key SID",
            secret: false,
            required: false,
            help: "Starts with SK; used instead of the auth token to sign in, if given with its secret.",
        },
        Field {
            key: "api_secret",
            label: "API key secret",
            secret: true,
            required: false,
            help: "Shown once, when the API key was created.",
        },
        Field {
            key: "cps",
            label: "Calls per second",
            secret: false,
            required: false,
            help: "What the account allows; 1 unless Twilio has raised it.",
        },
        Field {
            key: "api_base",
            label: "API address",
            secret: false,
            required: false,
            help: "Replaces https://api.twilio.com, for a regional or simulated API.",
        },
    ],
    build,
};

fn build(setup: CarrierSetup<'_>) -> Result<Arc<dyn Carrier>, ConfigError> {
    let config = TwilioConfig::read(setup.config)?;
    let callbacks = Callbacks::new(setup.base_url, setup.account_id)?;
    Ok(Arc::new(Twilio::new(config, callbacks, setup.transport)))
}

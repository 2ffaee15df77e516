//! What the settings page asks for, and how a filled-in form becomes a carrier.

use std::sync::Arc;

use super::adapter::Vapi;
use super::callback::Callback;
use super::config::VapiConfig;
use crate::Carrier;
use crate::registry::{CarrierSetup, CarrierSpec, ConfigError, Field};

/// Vapi's entry in the registry.
pub static SPEC: CarrierSpec = CarrierSpec {
    kind: "vapi",
    title: "Vapi (voice agents)",
    fields: &[
        Field {
            key: "api_key",
            label: "Private API key",
            secret: true,
            required: true,
            help: "In the Vapi dashboard under API keys; the public key cannot make calls.",
            choices: &[],
        },
        Field {
            key: "phone_number_id",
            label: "Phone number id",
            secret: false,
            required: true,
            help: "The id of the number to call from, in the dashboard under Phone numbers.",
            choices: &[],
        },
        Field {
            key: "phone_number",
            label: "Phone number",
            secret: false,
            required: false,
            help: "The number behind that id, with country code, so that it can be shown: +14155550100.",
            choices: &[],
        },
        Field {
            key: "assistant_id",
            label: "Assistant id",
            secret: false,
            required: false,
            help: "Talks when a voice agent has not been published from here.",
            choices: &[],
        },
        Field {
            key: "secret",
            label: "Webhook secret",
            secret: true,
            required: true,
            help: "A long random text of your own; Vapi shows it with every message, so that nobody else is believed.",
            choices: &[],
        },
        Field {
            key: "cps",
            label: "Calls per second",
            secret: false,
            required: false,
            help: "How fast calls are started; 1 unless the account can take more.",
            choices: &[],
        },
        Field {
            key: "api_base",
            label: "API address",
            secret: false,
            required: false,
            help: "Replaces https://api.vapi.ai, for a regional or simulated API.",
            choices: &[],
        },
    ],
    build,
};

fn build(setup: CarrierSetup<'_>) -> Result<Arc<dyn Carrier>, ConfigError> {
    let config = VapiConfig::read(setup.config)?;
    let callback = Callback::new(setup.base_url, setup.account_id)?;
    Ok(Arc::new(Vapi::new(config, callback, setup.transport)))
}

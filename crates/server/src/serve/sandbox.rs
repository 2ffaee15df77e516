//! The simulated phone network in this process, reached over loopback like a real one.

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::Context as _;
use outdial_engine::Clock;
use outdial_integrations::hooks::HookSecret;
use outdial_sandbox::{
    Application, CalComAccount, NumberLines, Population, RealtimeAccount, ReqwestWebhooks, ResendAccount,
    Sandbox, SandboxConfig, VapiAccount,
};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::accounts::Forms;
use crate::config::{self, SandboxOptions};
use crate::http::AppState;
use crate::integrations::OPENAI;
use crate::random;

/// The network in this process.
pub struct Home {
    /// The forms of the accounts at it.
    pub forms: Forms,
    services: Services,
    sandbox: Arc<Sandbox>,
    application_sid: String,
}

/// How the services beside the network are reached.
struct Services {
    /// Address of Cal.com's and Resend's faces, without a path.
    api_base: String,
    /// Key of the Cal.com account.
    calcom_key: String,
    /// Its event type.
    calcom_event_type_id: u64,
    /// Key of the Resend account.
    resend_key: String,
    /// Key of the account with the models for talks.
    models_key: String,
}

impl Home {
    /// Makes appointments and sends mails with the services beside the network, wherever nobody gave an account. They
    /// report to this process.
    ///
    /// # Errors
    /// When the operating system gives no randomness.
    pub fn serve_beside(&self, app: &AppState) -> Result<(), getrandom::Error> {
        let own = app.local_url.as_str().trim_end_matches('/');
        let for_bookings = random::token()?;
        let for_mails = HookSecret::of_bytes(&random::bytes::<24>()?).reveal();
        self.sandbox
            .report_bookings_to(&format!("{own}/webhooks/calcom"), &for_bookings);
        self.sandbox
            .report_mails_to(&format!("{own}/webhooks/resend"), &for_mails);
        let models_base = format!("{}/v1", self.services.api_base);
        let form = |fields: &[(&str, &str)]| {
            fields
                .iter()
                .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
                .collect()
        };
        app.integrations.stand_in(BTreeMap::from([
            (
                "calcom",
                form(&[
                    ("api_key", &self.services.calcom_key),
                    ("event_type_id", &self.services.calcom_event_type_id.to_string()),
                    ("webhook_secret", &for_bookings),
                    ("api_base", &self.services.api_base),
                ]),
            ),
            (
                "resend",
                form(&[
                    ("api_key", &self.services.resend_key),
                    ("from", SENDER),
                    ("webhook_secret", &for_mails),
                    ("api_base", &self.services.api_base),
                ]),
            ),
            (
                OPENAI,
                form(&[
                    ("api_key", &self.services.models_key),
                    ("model", TEXT_MODEL_NAME),
                    ("realtime_model", SPEECH_MODEL_NAME),
                    ("api_base", &models_base),
                ]),
            ),
        ]));
        Ok(())
    }

    /// Lets browsers that call at the network be led to this address for their instructions.
    pub fn lead_browsers_to(&self, url: &str) {
        self.sandbox.set_voice_url(&self.application_sid, url);
    }
}

/// Starts the network.
///
/// # Errors
/// When the population cannot be read or no port can be had.
pub async fn start(
    options: &SandboxOptions,
    clock: &Arc<dyn Clock>,
    tasks: &TaskTracker,
    stop: &CancellationToken,
) -> anyhow::Result<Home> {
    let account_sid = format!("AC{}", hex::encode(random::bytes::<16>()?));
    let auth_token = hex::encode(random::bytes::<16>()?);
    let api_key = format!("SK{}", hex::encode(random::bytes::<16>()?));
    let api_secret = hex::encode(random::bytes::<16>()?);
    let application_sid = format!("AP{}", hex::encode(random::bytes::<16>()?));
    let host_key = hex::encode(random::bytes::<16>()?);
    let host = VapiAccount {
        assistant_id: Some(ASSISTANT_ID.to_owned()),
        calls_at_once: CALLS_AT_ONCE,
        lines: NumberLines::Twilio,
        ..VapiAccount::new(&host_key, PHONE_NUMBER_ID, CALLER_ID)
    };
    let calcom_key = format!("cal_{}", hex::encode(random::bytes::<16>()?));
    let resend_key = format!("re_{}", hex::encode(random::bytes::<16>()?));
    let models_key = format!("sk-{}", hex::encode(random::bytes::<16>()?));
    let clock = clock.clone();
    let config = SandboxConfig {
        population: population(&options.population)?,
        seed: options.seed,
        api_key: Some((api_key.clone(), api_secret.clone())),
        applications: vec![Application::new(&application_sid)],
        numbers: vec![CALLER_ID.to_owned()],
        cps: CALLS_PER_SECOND,
        vapi: Some(host),
        calcom: Some(CalComAccount::new(&calcom_key, EVENT_TYPE_ID)),
        resend: Some(ResendAccount {
            requests_per_second: MAILS_PER_SECOND,
            ..ResendAccount::new(&resend_key)
        }),
        realtime: Some(RealtimeAccount::new(&models_key)),
        ..SandboxConfig::new(&account_sid, &auth_token, Arc::new(move || clock.now()))
    };
    let callbacks = ReqwestWebhooks::new().context("the sandbox has no HTTP client")?;
    let sandbox = Sandbox::new(config, Arc::new(callbacks));
    let listener = TcpListener::bind(("127.0.0.1", 0))
        .await
        .context("the sandbox has no port on loopback")?;
    let address = listener.local_addr()?;
    let (stop, network) = (stop.clone(), Arc::clone(&sandbox));
    tasks.spawn(async move {
        crate::listener::serve(listener, network.router(), stop).await;
        network.shut_down().await;
    });
    let network = json!({
        "account_sid": account_sid,
        "auth_token": auth_token,
        "api_key": api_key,
        "api_secret": api_secret,
        "twiml_app_sid": application_sid,
        "phone_number": CALLER_ID,
        "bridge": options.bridge.word(),
        "api_base": format!("http://{address}"),
        "cps": CALLS_PER_SECOND.to_string(),
    });
    let host = json!({
        "api_key": host_key,
        "secret": hex::encode(random::bytes::<16>()?),
        "phone_number_id": PHONE_NUMBER_ID,
        "phone_number": CALLER_ID,
        "assistant_id": ASSISTANT_ID,
        "api_base": format!("http://{address}"),
        "cps": CALLS_PER_SECOND.to_string(),
    });
    let form = |form: Value| form.as_object().cloned().unwrap_or_default();
    Ok(Home {
        forms: Forms {
            network: form(network),
            host: form(host),
        },
        services: Services {
            api_base: format!("http://{address}"),
            calcom_key,
            calcom_event_type_id: EVENT_TYPE_ID,
            resend_key,
            models_key,
        },
        sandbox,
        application_sid,
    })
}

/// Who lives there.
///
/// # Errors
/// When the file cannot be read or does not describe people.
pub fn population(wanted: &config::Population) -> anyhow::Result<Population> {
    match wanted {
        config::Population::Default => Ok(Population::realistic()),
        config::Population::Deterministic => Ok(Population::deterministic()),
        config::Population::File(path) => {
            let text = std::fs::read_to_string(path)
                .with_context(|| format!("OUTDIAL_SANDBOX_POPULATION: {} cannot be read", path.display()))?;
            Population::from_toml(&text)
                .with_context(|| format!("OUTDIAL_SANDBOX_POPULATION: {} cannot be used", path.display()))
        }
    }
}

/// A number for fiction, so that the sandbox never shows anybody's real one.
pub const CALLER_ID: &str = "+14155550100";
/// A domain for examples, so that no mail of a simulation can reach anybody.
const SENDER: &str = "Outdial Sandbox <office@example.com>";
const EVENT_TYPE_ID: u64 = 1;
/// No real model: its talks have no price.
const SPEECH_MODEL_NAME: &str = "sandbox-speech";
const TEXT_MODEL_NAME: &str = "sandbox-text";
/// Resend grants a new account two; nobody wants to wait in a simulation.
const MAILS_PER_SECOND: u32 = 20;
/// As Vapi writes ids.
const PHONE_NUMBER_ID: &str = "0a1d0000-0000-4000-8000-000000000001";
const ASSISTANT_ID: &str = "0a1d0000-0000-4000-8000-000000000002";
/// More than a new account is granted: nobody wants to wait in a simulation.
const CALLS_AT_ONCE: usize = 200;
/// Ten times a new Twilio account: nobody wants to wait in a simulation.
const CALLS_PER_SECOND: f64 = 10.0;

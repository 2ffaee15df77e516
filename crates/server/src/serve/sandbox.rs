//! The simulated phone network in this process, reached over loopback like a real one.

use std::sync::Arc;

use anyhow::Context as _;
use outdial_engine::Clock;
use outdial_sandbox::{Application, Population, ReqwestWebhooks, Sandbox, SandboxConfig};
use serde_json::{Map, Value, json};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::config::{self, SandboxOptions};
use crate::random;

/// The network in this process.
pub struct Home {
    /// The form of the account at it.
    pub form: Map<String, Value>,
    sandbox: Arc<Sandbox>,
    application_sid: String,
}

impl Home {
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
    let clock = clock.clone();
    let config = SandboxConfig {
        population: population(&options.population)?,
        seed: options.seed,
        api_key: Some((api_key.clone(), api_secret.clone())),
        applications: vec![Application::new(&application_sid)],
        numbers: vec![CALLER_ID.to_owned()],
        cps: CALLS_PER_SECOND,
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
    let form = json!({
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
    Ok(Home {
        form: form.as_object().cloned().unwrap_or_default(),
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
/// Ten times a new Twilio account: nobody wants to wait in a simulation.
const CALLS_PER_SECOND: f64 = 10.0;

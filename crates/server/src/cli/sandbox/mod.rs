//! `outdial sandbox`

mod faces;

use std::sync::Arc;

use anyhow::Context as _;
use outdial_engine::{Clock as _, SystemClock};
use outdial_sandbox::{Application, ReqwestWebhooks, Sandbox, SandboxConfig, ServeConfig};

use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use self::faces::Faces;
use super::arguments::SandboxArguments;
use crate::config::{Config, Population};
use crate::random;
use crate::serve::{CALLER_ID, population, stop_signal};

/// Serves the simulated phone network, and the services beside it, until the process is told to stop.
///
/// # Errors
/// When the population cannot be read or the address cannot be had.
pub async fn serve(config: Config, arguments: &SandboxArguments) -> anyhow::Result<()> {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let stop = stop_signal().context("signals cannot be received")?;
    let (account_sid, auth_token, number) = match &config.twilio {
        Some(twilio) => (
            twilio.account_sid.clone(),
            twilio.auth_token.reveal().to_owned(),
            twilio.phone_number.clone(),
        ),
        None => (
            format!("AC{}", hex::encode(random::bytes::<16>()?)),
            hex::encode(random::bytes::<16>()?),
            CALLER_ID.to_owned(),
        ),
    };
    let (api_key, application_sid) = match &config.twilio {
        Some(twilio) => {
            let key = twilio.api_key.as_ref();
            let key = key.map(|(key, secret)| (key.clone(), secret.reveal().to_owned()));
            (key, twilio.twiml_app_sid.clone())
        }
        None => {
            let key = format!("SK{}", hex::encode(random::bytes::<16>()?));
            let secret = hex::encode(random::bytes::<16>()?);
            let application = format!("AP{}", hex::encode(random::bytes::<16>()?));
            (Some((key, secret)), Some(application))
        }
    };
    let wanted = arguments.population.as_deref().map(Population::parse);
    let faces = Faces::of(&config, &number, arguments.application.as_deref())?;
    let mails = match arguments.smtp {
        Some(wanted) => Some(
            TcpListener::bind(wanted)
                .await
                .with_context(|| format!("mails cannot be taken at {wanted}"))?,
        ),
        None => None,
    };
    let mails_at = mails.as_ref().map(TcpListener::local_addr).transpose()?;
    let sandbox = faces.beside(SandboxConfig {
        population: population(wanted.as_ref().unwrap_or(&config.sandbox.population))?,
        seed: arguments.seed.unwrap_or(config.sandbox.seed),
        api_key: api_key.clone(),
        applications: application_sid.iter().map(|sid| Application::new(sid)).collect(),
        numbers: vec![number.clone()],
        cps: arguments
            .cps
            .or(config.twilio.as_ref().map(|twilio| twilio.cps))
            .unwrap_or(1.0),
        ..SandboxConfig::new(&account_sid, &auth_token, Arc::new(|| SystemClock.now()))
    });
    let is_given = config.twilio.is_some();
    let serve = ServeConfig {
        listen: arguments.listen,
        sandbox,
        callbacks: Arc::new(ReqwestWebhooks::new()?),
    };
    let (tasks, over) = (TaskTracker::new(), CancellationToken::new());
    let (post, closing) = (tasks.clone(), over.clone());
    let ready = move |address, sandbox: &Arc<Sandbox>| {
        if let Some(listener) = mails {
            post.spawn(Arc::clone(sandbox).take_mails(listener, closing));
        }
        println!("The sandbox phone network is at http://{address}; what happened is at /sandbox/ledger.");
        if !is_given {
            println!("Point Outdial at it with:");
            println!("  TWILIO_API_BASE=http://{address}");
            println!("  TWILIO_ACCOUNT_SID={account_sid}");
            println!("  TWILIO_AUTH_TOKEN={auth_token}");
            println!("  TWILIO_PHONE_NUMBER={number}");
            if let (Some((key, secret)), Some(application)) = (api_key, application_sid) {
                println!("  TWILIO_API_KEY={key}");
                println!("  TWILIO_API_SECRET={secret}");
                println!("  TWILIO_TWIML_APP_SID={application}");
            }
        }
        println!("Voice agents, appointments and mails are beside it:");
        for line in faces.variables(address, mails_at) {
            println!("  {line}");
        }
    };
    let served = outdial_sandbox::serve(serve, ready, stop).await;
    over.cancel();
    tasks.close();
    tasks.wait().await;
    Ok(served?)
}

//! "Test connection" for accounts whose agents and callees meet at Twilio: may browsers be let in?

use super::adapter::encode;
use super::callbacks::Callbacks;
use super::client::Client;
use super::config::Softphone;
use super::wire::ApplicationResource;
use crate::causes;
use crate::{AccountHealth, CommandError, HealthState};

/// Looks whether the API key works and whether the TwiML app leads to us.
pub(super) async fn examine(
    health: &mut AccountHealth,
    client: &Client,
    callbacks: &Callbacks,
    softphone: &Softphone,
) -> Result<(), CommandError> {
    let resource = format!("/Applications/{}.json", encode(&softphone.application_sid));
    match client.fetch::<ApplicationResource>(&resource).await {
        Ok(Some(application)) => {
            health.add("API key", HealthState::Good, "The API key works.");
            add_address(health, &application, &callbacks.client());
        }
        Ok(None) => health.add(
            "TwiML app",
            HealthState::Bad,
            "The account has no TwiML app with this SID; copy it from the console, under Voice, TwiML apps.",
        ),
        Err(CommandError::Rejected(failure)) if failure.cause == causes::AUTH_REJECTED.cause => health.add(
            "API key",
            HealthState::Bad,
            "The carrier rejected the API key; create a standard one in its console and enter SID and secret.",
        ),
        Err(CommandError::Rejected(failure)) => health.add("API key", HealthState::Bad, failure.message),
        Err(error @ (CommandError::Unavailable { .. } | CommandError::RateLimited { .. })) => {
            return Err(error);
        }
    }
    Ok(())
}

fn add_address(health: &mut AccountHealth, application: &ApplicationResource, wanted: &str) {
    let found = application.voice_url.as_deref().unwrap_or_default();
    let method = application.voice_method.as_deref().unwrap_or("POST");
    if found != wanted {
        let now = if found.is_empty() { "empty" } else { found };
        let message = format!("Set the Voice URL of the TwiML app to {wanted} (now: {now}).");
        health.add("TwiML app", HealthState::Bad, message);
    } else if !method.eq_ignore_ascii_case("POST") {
        let message = format!("Set the method of the TwiML app's Voice URL to POST (now: {method}).");
        health.add("TwiML app", HealthState::Bad, message);
    } else {
        health.add(
            "TwiML app",
            HealthState::Good,
            "The TwiML app leads browsers here.",
        );
    }
}

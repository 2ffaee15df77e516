//! "Test connection": does the key work, is there a number to call from, and an agent to talk?

use super::adapter::encode;
use super::callback::Callback;
use super::client::Client;
use super::json::text;
use crate::causes;
use crate::public_base::Reach;
use crate::{AccountHealth, CommandError, HealthState};

/// Looks at everything that makes calls fail.
pub(super) async fn examine(client: &Client, callback: &Callback) -> Result<AccountHealth, CommandError> {
    let mut health = AccountHealth::default();
    let number = format!("/phone-number/{}", encode(&client.config().phone_number_id));
    match client.fetch(&number).await {
        Ok(Some(number)) => {
            let shown = text(&number, &["number"]).unwrap_or("The phone number");
            match text(&number, &["status"]) {
                Some("active") | None => {
                    health.add(
                        "phone number",
                        HealthState::Good,
                        format!("{shown} can be called from."),
                    );
                }
                Some(other) => {
                    let message = format!("{shown} is {other}; see the Vapi dashboard.");
                    health.add("phone number", HealthState::Bad, message);
                }
            }
        }
        Ok(None) => health.add(
            "phone number",
            HealthState::Bad,
            causes::PHONE_NUMBER_UNKNOWN.message,
        ),
        Err(CommandError::Rejected(failure)) => {
            health.add("account", HealthState::Bad, failure.message);
            return Ok(health);
        }
        Err(error @ (CommandError::Unavailable { .. } | CommandError::RateLimited { .. })) => {
            return Err(error);
        }
    }
    add_agent(&mut health, client).await?;
    add_reach(&mut health, client, callback.reach());
    Ok(health)
}

/// An agent of the settings is optional: agents that are published from here have their own ids.
async fn add_agent(health: &mut AccountHealth, client: &Client) -> Result<(), CommandError> {
    let Some(id) = &client.config().assistant_id else {
        return Ok(());
    };
    match client.fetch(&format!("/assistant/{}", encode(id))).await {
        Ok(Some(agent)) => {
            let name = text(&agent, &["name"]).unwrap_or("The assistant");
            health.add("assistant", HealthState::Good, format!("“{name}” is there."));
        }
        Ok(None) => health.add("assistant", HealthState::Bad, causes::AGENT_UNKNOWN.message),
        Err(CommandError::Rejected(failure)) => health.add("assistant", HealthState::Bad, failure.message),
        Err(error @ (CommandError::Unavailable { .. } | CommandError::RateLimited { .. })) => {
            return Err(error);
        }
    }
    Ok(())
}

/// Only the real network is outside of this machine.
fn add_reach(health: &mut AccountHealth, client: &Client, reach: Reach) {
    match reach {
        Reach::Refused => health.add("BASE_URL", HealthState::Bad, causes::WEBHOOK_URL_INVALID.message),
        Reach::Private if client.config().is_vapi() => {
            health.add("BASE_URL", HealthState::Bad, causes::WEBHOOK_URL_INVALID.message);
        }
        Reach::Private | Reach::Public => {}
    }
}

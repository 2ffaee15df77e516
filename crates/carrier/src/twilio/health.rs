//! "Test connection": does the account work, and may it present its number?

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::callbacks::Callbacks;
use super::client::Client;
use super::money;
use super::room_health;
use super::wire::{AccountResource, BalanceResource, NumberPage};
use crate::causes;
use crate::public_base::Reach;
use crate::{AccountHealth, CommandError, HealthState};

/// Looks at everything that makes calls fail.
pub(super) async fn examine(client: &Client, callbacks: &Callbacks) -> Result<AccountHealth, CommandError> {
    let mut health = AccountHealth::default();
    match client.fetch_account::<AccountResource>().await {
        Ok(Some(account)) => add_standing(&mut health, &account),
        Ok(None) => {
            health.add("account", HealthState::Bad, causes::NOT_FOUND.message);
            return Ok(health);
        }
        Err(CommandError::Rejected(failure)) => {
            let state = match failure.cause == causes::TEST_CREDENTIALS.cause {
                true => HealthState::Warning,
                false => HealthState::Bad,
            };
            health.add("account", state, failure.message);
            return Ok(health);
        }
        Err(error @ (CommandError::Unavailable { .. } | CommandError::RateLimited { .. })) => {
            return Err(error);
        }
    }
    add_caller_id(&mut health, client).await?;
    add_reach(&mut health, client, callbacks.reach());
    if let Some(softphone) = &client.config().softphone {
        room_health::examine(&mut health, client, callbacks, softphone).await?;
    }
    add_balance(&mut health, client).await?;
    Ok(health)
}

fn add_standing(health: &mut AccountHealth, account: &AccountResource) {
    let name = account.friendly_name.as_deref().unwrap_or("The account");
    match account.status.as_deref() {
        Some("active") | None => {
            health.add("account", HealthState::Good, format!("“{name}” is active."));
        }
        Some(other) => {
            health.add(
                "account",
                HealthState::Bad,
                format!("“{name}” is {other}; see the carrier's console."),
            );
        }
    }
    if account.kind.as_deref() == Some("Trial") {
        health.add("trial", HealthState::Warning, causes::TRIAL_RESTRICTED.message);
    }
}

async fn add_caller_id(health: &mut AccountHealth, client: &Client) -> Result<(), CommandError> {
    let Some(number) = &client.config().phone_number else {
        health.add(
            "caller ID",
            HealthState::Warning,
            causes::CALLER_ID_MISSING.message,
        );
        return Ok(());
    };
    let filter = utf8_percent_encode(number.e164(), NON_ALPHANUMERIC);
    for list in ["IncomingPhoneNumbers", "OutgoingCallerIds"] {
        match client
            .fetch::<NumberPage>(&format!("/{list}.json?PhoneNumber={filter}"))
            .await
        {
            Ok(Some(page)) if !page.incoming_phone_numbers.is_empty() => {
                let message = format!("{} may be presented.", number.international());
                health.add("caller ID", HealthState::Good, message);
                return Ok(());
            }
            Ok(_) => {}
            // An API key may be barred from these lists while calls work.
            Err(CommandError::Rejected(failure)) => {
                health.add("caller ID", HealthState::Warning, failure.message);
                return Ok(());
            }
            Err(error @ (CommandError::Unavailable { .. } | CommandError::RateLimited { .. })) => {
                return Err(error);
            }
        }
    }
    health.add("caller ID", HealthState::Bad, causes::CALLER_ID_NOT_OWNED.message);
    Ok(())
}

/// Only the real network is outside of this machine.
fn add_reach(health: &mut AccountHealth, client: &Client, reach: Reach) {
    let api_is_public = client.config().is_twilio();
    match reach {
        Reach::Refused => {
            health.add(
                "BASE_URL",
                HealthState::Bad,
                "The carrier refuses host names with underscores; change BASE_URL.",
            );
        }
        Reach::Private if api_is_public => {
            health.add("BASE_URL", HealthState::Bad, causes::WEBHOOK_URL_INVALID.message);
        }
        Reach::Private | Reach::Public => {}
    }
}

/// A balance is nice to know; accounts without one (subaccounts) are fine.
async fn add_balance(health: &mut AccountHealth, client: &Client) -> Result<(), CommandError> {
    let balance = match client.fetch::<BalanceResource>("/Balance.json").await {
        Ok(Some(balance)) => balance,
        Ok(None) | Err(CommandError::Rejected(_)) => return Ok(()),
        Err(error @ (CommandError::Unavailable { .. } | CommandError::RateLimited { .. })) => {
            return Err(error);
        }
    };
    let (Some(amount), Some(currency)) = (balance.balance, balance.currency) else {
        return Ok(());
    };
    let state = match money::micros(&amount) {
        Some(micros) if micros <= 0 => HealthState::Warning,
        Some(_) | None => HealthState::Good,
    };
    health.add("balance", state, format!("The balance is {amount} {currency}."));
    Ok(())
}

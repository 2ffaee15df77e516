//! From a stored account to an adapter that the engine dials through.

use std::sync::Arc;

use outdial_carrier::Carrier;
use outdial_carrier::registry::{self, CarrierSetup, ConfigError};
use outdial_domain::ids::{CarrierAccountId, WorkspaceId};
use outdial_domain::phone::PhoneNumber;
use outdial_engine::{Account, AccountSpec};
use outdial_store::CarrierAccountRow;

use super::form::Form;
use crate::http::App;

/// The adapter of a filled-in form.
///
/// # Errors
/// When a field cannot be used.
pub fn build(
    app: &App,
    kind: &str,
    id: &CarrierAccountId,
    form: &Form,
) -> Result<Arc<dyn Carrier>, ConfigError> {
    registry::build(
        kind,
        CarrierSetup {
            account_id: id,
            config: form.values(),
            base_url: app.webhook_base(id).as_str(),
            transport: app.carriers.transport.clone(),
        },
    )
}

/// Lets the engine dial through an account.
///
/// # Errors
/// When a field cannot be used.
pub fn activate(
    app: &App,
    workspace: &WorkspaceId,
    row: &CarrierAccountRow,
    form: &Form,
) -> Result<(), ConfigError> {
    let carrier = build(app, &row.kind, &row.id, form)?;
    let rate = carrier.capabilities().calls_per_second;
    let caller_id = form.values().get("phone_number").and_then(|value| value.as_str());
    app.engine.accounts().put(
        AccountSpec {
            id: row.id.clone(),
            workspace: workspace.clone(),
            kind: row.kind.clone(),
            name: row.name.clone(),
            carrier,
            caller_id: caller_id.and_then(|text| PhoneNumber::from_e164(text).ok()),
            is_default: row.is_default,
            calls_per_1000_s: per_1000_s(rate),
        },
        app.now(),
    );
    app.engine
        .accounts()
        .set_base(&row.id, app.webhook_base(&row.id).as_str());
    app.engine.wake();
    Ok(())
}

/// Tells the engine which account calls use that name none.
pub fn prefer(app: &App, workspace: &WorkspaceId, id: &CarrierAccountId) {
    let accounts = app.engine.accounts();
    for account in accounts.of(workspace) {
        let is_default = account.id == *id;
        if account.is_default != is_default {
            accounts.put(
                AccountSpec {
                    is_default,
                    ..spec_of(&account)
                },
                app.now(),
            );
        }
    }
}

fn spec_of(account: &Account) -> AccountSpec {
    AccountSpec {
        id: account.id.clone(),
        workspace: account.workspace.clone(),
        kind: account.kind.clone(),
        name: account.name.clone(),
        carrier: account.carrier.clone(),
        caller_id: account.caller_id.clone(),
        is_default: account.is_default,
        calls_per_1000_s: per_1000_s(account.carrier.capabilities().calls_per_second),
    }
}

/// The rate as the engine counts it; a rate that makes no sense is the slowest that still dials.
fn per_1000_s(calls_per_second: f64) -> u32 {
    let scaled = (calls_per_second * 1_000.0).round().clamp(1.0, 1_000_000.0);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to a small positive range"
    )]
    let whole = scaled as u32;
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_whole_calls_per_1000_seconds() {
        assert_eq!(per_1000_s(1.0), 1_000);
        assert_eq!(per_1000_s(0.2), 200);
        assert_eq!(per_1000_s(0.0), 1);
        assert_eq!(per_1000_s(f64::NAN.max(1.0)), 1_000);
    }
}

//! Which carrier account a provider's name means.

use std::sync::Arc;

use outdial_engine::Account;

use super::failure::ColdCallFailure;
use crate::http::AppState;
use crate::http::auth::Actor;

/// The account of a provider, the configured one when none is named.
pub(super) fn account_of(
    app: &AppState,
    actor: &Actor,
    named: Option<&str>,
) -> Result<Arc<Account>, ColdCallFailure> {
    let provider = named
        .unwrap_or(&app.config.talking.default_provider)
        .trim()
        .to_ascii_lowercase();
    if !KNOWN.contains(&provider.as_str()) {
        return Err(ColdCallFailure::not_supported(&provider));
    }
    let mut accounts = app.engine.accounts().of(&actor.workspace);
    accounts.retain(|account| account.kind == provider && app.engine.can_talk_through(&account.id));
    accounts.sort_by_key(|account| !account.is_default);
    accounts.into_iter().next().ok_or_else(|| {
        let message = format!("No account of provider '{provider}' is configured that can carry audio");
        ColdCallFailure::not_implemented(&provider, message)
    })
}

/// The names that the dialler's clients use.
const KNOWN: [&str; 2] = ["twilio", "telnyx"];

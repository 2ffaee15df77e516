//! The service key that the environment gives: known from the start, void when the environment no longer has it.

use outdial_domain::ids::{ApiKeyId, WorkspaceId};
use outdial_store::{ApiKeyRow, Role, StoreError};

use crate::config::Secret;
use crate::http::AppState;
use crate::http::auth::{describe_key, service_key_id};

/// Makes the environment's key the only valid service key.
///
/// # Errors
/// When the store fails.
pub async fn follow_environment(
    app: &AppState,
    workspace: &WorkspaceId,
    key: Option<&Secret>,
) -> Result<(), StoreError> {
    let now = app.now();
    let before = app.store.system().read(|tx| tx.meta(KEY)).await?;
    let before: Option<ApiKeyId> = before.and_then(|text| text.parse().ok());
    let wanted = key.map(|key| service_key_id(key.reveal()));
    if before == wanted {
        return Ok(());
    }
    let row = key.zip(wanted.clone()).map(|(key, id)| {
        let described = describe_key(key.reveal().to_owned());
        ApiKeyRow {
            id,
            name: "OUTDIAL_API_KEY".to_owned(),
            prefix: described.prefix,
            key_hash: described.hash,
            scopes: Vec::new(),
            role: Role::Admin,
            created_at: now,
            last_used_at: None,
            expires_at: None,
            revoked_at: None,
        }
    });
    app.workspace(workspace)
        .write(move |tx| {
            if let Some(before) = before {
                tx.api_keys().revoke(&before, now)?;
            }
            match row {
                // The same key may have been here before, and gone.
                Some(row) if tx.api_keys().reinstate(&row.id)? => Ok(()),
                Some(row) => tx.api_keys().insert(&row),
                None => Ok(()),
            }
        })
        .await?;
    let value = wanted.map_or_else(String::new, |id| id.to_string());
    app.store.system().write(move |tx| tx.set_meta(KEY, &value)).await
}

const KEY: &str = "service_key";

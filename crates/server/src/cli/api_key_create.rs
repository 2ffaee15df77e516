//! `outdial api-key create`

use outdial_domain::ids::ApiKeyId;
use outdial_engine::{Clock as _, Ids as _, SystemClock, TimeOrderedIds};

use super::migrate::open;
use crate::config::Config;
use crate::first_run::open_first_workspace;
use crate::http::api_keys::{KeyRequest, make};
use crate::http::auth::Role;

/// Makes a key and prints it, once.
///
/// # Errors
/// When a scope does not exist, or the database cannot be used.
pub async fn create(
    config: Config,
    name: &str,
    role: Role,
    scopes: &[String],
    days: Option<u32>,
) -> anyhow::Result<()> {
    let store = open(&config).await?;
    let (now, ids) = (SystemClock.now(), TimeOrderedIds::from_system()?);
    let workspace = open_first_workspace(&store, ids.next(now), now).await?;
    let request = KeyRequest {
        name: name.to_owned(),
        role: Some(role),
        scopes: scopes.to_vec(),
        expires_in_days: days,
    };
    let (key, row) = make(&request, ApiKeyId::from_bits(ids.next(now)), now)
        .map_err(|problem| anyhow::anyhow!("{}", problem.message().to_owned()))?;
    store
        .workspace(workspace)
        .write(move |tx| tx.api_keys().insert(&row))
        .await?;
    store.close().await;
    println!("{key}");
    Ok(())
}

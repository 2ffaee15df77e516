//! Whether a watcher may go on watching: a connection outlives the request that opened it.

use outdial_domain::ids::{ApiKeyId, UserId};
use outdial_store::{StoreError, Tx};

use crate::http::AppState;
use crate::http::auth::{Actor, ActorKind, Operation, Role};

/// Whether who opened a live channel could open it now. A store that cannot answer is no reason to cut it.
pub async fn may_still_watch(app: &AppState, actor: &Actor) -> bool {
    let (now, asked) = (app.now(), actor.clone());
    let valid = app
        .workspace(&actor.workspace)
        .read(move |tx| match asked.kind {
            ActorKind::User => user_may(tx, &asked, now),
            ActorKind::ApiKey => key_may(tx, &asked, now),
        })
        .await;
    valid.unwrap_or(true)
}

fn user_may(tx: &mut Tx<'_>, actor: &Actor, now: outdial_domain::Timestamp) -> Result<bool, StoreError> {
    let (Ok(id), Some(session)) = (actor.id.parse::<UserId>(), &actor.session) else {
        return Ok(false);
    };
    let user = tx.users().get(&id)?;
    let allowed =
        user.is_some_and(|user| !user.disabled && Operation::LiveWatch.allowed_for(Role::from(user.role)));
    let sessions = tx.sessions().of_user(&id)?;
    Ok(allowed
        && sessions
            .iter()
            .any(|open| open.id == *session && open.expires_at > now))
}

fn key_may(tx: &mut Tx<'_>, actor: &Actor, now: outdial_domain::Timestamp) -> Result<bool, StoreError> {
    let Ok(id) = actor.id.parse::<ApiKeyId>() else {
        return Ok(false);
    };
    let key = tx.api_keys().get(&id)?;
    Ok(key.is_some_and(|key| key.revoked_at.is_none() && key.expires_at.is_none_or(|at| at > now)))
}

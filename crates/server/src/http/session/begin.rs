//! Begins a session: a fresh token each time, so that nobody can plant one.

use axum::http::{HeaderMap, HeaderValue, header};
use outdial_domain::ids::{SessionId, WorkspaceId};
use outdial_store::{SessionRow, UserRow};

use super::wire::{Session, SessionUser, SessionWorkspace};
use crate::http::AppState;
use crate::http::audit::Entry;
use crate::http::auth::{Client, hash_token, session_cookie, session_token};
use crate::http::problem::Problem;
use crate::random;

/// A session that was begun.
pub struct Begun {
    /// Its wire form.
    pub session: Session,
    /// The cookie that carries it.
    pub cookie: HeaderValue,
}

/// Begins a session for a user whose identity was proven; one that the browser had before ends.
///
/// # Errors
/// When the store fails or there is no randomness.
pub async fn begin(
    app: &AppState,
    workspace: &WorkspaceId,
    user: &UserRow,
    client: Client,
    headers: &HeaderMap,
) -> Result<Begun, Problem> {
    let now = app.now();
    let token = random::token()?;
    let csrf = random::token()?;
    let agent = headers
        .get(header::USER_AGENT)
        .and_then(|value| value.to_str().ok());
    let row = SessionRow {
        id: SessionId::from_bits(app.new_bits()),
        token_hash: hash_token(&token),
        user_id: user.id.clone(),
        csrf: csrf.clone(),
        created_at: now,
        expires_at: now.plus_seconds(LIFETIME_S),
        last_seen_at: now,
        ip: Some(client.address.to_string()),
        agent: agent.map(|agent| agent.chars().take(AGENT_LENGTH_MAX).collect()),
    };
    end_presented(app, headers).await?;
    let entry = Entry::by_user(user, client)
        .subject(&user.id)
        .row(app, "session.begun");
    let seen = user.id.clone();
    app.workspace(workspace)
        .write(move |tx| {
            tx.sessions().insert(&row)?;
            tx.users().seen(&seen, now)?;
            tx.audit().add(&entry)
        })
        .await?;
    let cookie = session_cookie(&token, LIFETIME_S, app.base_url.is_https())
        .ok_or_else(|| Problem::internal(&"a session token did not fit a header"))?;
    Ok(Begun {
        session: describe(app, workspace, user, csrf).await?,
        cookie,
    })
}

/// Ends the session that the browser had before.
async fn end_presented(app: &AppState, headers: &HeaderMap) -> Result<(), Problem> {
    let Some(token) = session_token(headers) else {
        return Ok(());
    };
    let hash = hash_token(token);
    let found = app
        .store
        .system()
        .read(move |tx| tx.session_by_hash(&hash))
        .await?;
    if let Some((workspace, session)) = found {
        app.workspace(&workspace)
            .write(move |tx| tx.sessions().remove(&session.id))
            .await?;
    }
    Ok(())
}

/// The wire form of a session of `user`.
///
/// # Errors
/// When the store fails.
pub async fn describe(
    app: &AppState,
    workspace: &WorkspaceId,
    user: &UserRow,
    csrf_token: String,
) -> Result<Session, Problem> {
    let settings = crate::workspace_settings::of(app, workspace).await?;
    Ok(Session {
        user: SessionUser::of(user),
        workspace: SessionWorkspace {
            id: workspace.to_string(),
            name: settings.workspace_name,
        },
        csrf_token,
        sandbox: app.is_sandbox(workspace),
        cold_call: app.can_talk(workspace),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    })
}

/// Two weeks: people who use it every day stay signed in over a holiday.
const LIFETIME_S: i64 = 14 * 24 * 60 * 60;
const AGENT_LENGTH_MAX: usize = 200;

//! Finds out who sent a request, by API key or by session cookie.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::Response;
use outdial_domain::Timestamp;

use super::actor::{Actor, ActorKind, Client, Outcome};
use super::cookie::session_token;
use super::origin::require_same_origin;
use super::token::{hash_token, same_token};
use crate::http::AppState;
use crate::http::problem::{Problem, ProblemCode};

/// Notes in the request who sent it; handlers that need to know take an [`Actor`].
pub async fn authenticate(State(app): State<AppState>, mut request: Request, next: Next) -> Response {
    let client = request.extensions().get::<Client>().copied();
    let outcome = look(&app, request.method(), request.headers(), client).await;
    request.extensions_mut().insert(Outcome(outcome));
    next.run(request).await
}

async fn look(
    app: &AppState,
    method: &Method,
    headers: &HeaderMap,
    client: Option<Client>,
) -> Result<Option<Actor>, Problem> {
    let client = client.ok_or_else(|| Problem::internal(&"the client's address was not noted"))?;
    if let Some(key) = api_key(headers)? {
        return by_key(app, key, client).await.map(Some);
    }
    let Some(token) = session_token(headers) else {
        return Ok(None);
    };
    let actor = by_session(app, token, client).await?;
    guard_browser(app, &actor, method, headers)?;
    Ok(Some(actor))
}

/// The key that the request carries; a malformed `Authorization` is an error and not an anonymous request.
fn api_key(headers: &HeaderMap) -> Result<Option<&str>, Problem> {
    if let Some(value) = headers.get(header::AUTHORIZATION) {
        let key = value.to_str().ok().and_then(|text| {
            let (scheme, key) = text.split_once(' ')?;
            scheme.eq_ignore_ascii_case("bearer").then(|| key.trim())
        });
        return match key {
            Some(key) if !key.is_empty() => Ok(Some(key)),
            _ => {
                Err(Problem::new(ProblemCode::AuthKeyInvalid)
                    .detail("Send `Authorization: Bearer <API key>`."))
            }
        };
    }
    match headers.get("x-api-key").map(|value| value.to_str()) {
        None => Ok(None),
        Some(Ok(key)) if !key.is_empty() => Ok(Some(key)),
        Some(_) => Err(ProblemCode::AuthKeyInvalid.into()),
    }
}

async fn by_key(app: &AppState, key: &str, client: Client) -> Result<Actor, Problem> {
    let hash = hash_token(key);
    let now = app.now();
    let found = app
        .store
        .system()
        .read(move |tx| tx.api_key_by_hash(&hash))
        .await?;
    let Some((workspace, row)) = found else {
        return Err(ProblemCode::AuthKeyInvalid.into());
    };
    if row.revoked_at.is_some() || row.expires_at.is_some_and(|at| at <= now) {
        return Err(ProblemCode::AuthKeyInvalid.into());
    }
    if is_stale(row.last_used_at, now) {
        let id = row.id.clone();
        app.workspace(&workspace)
            .write(move |tx| tx.api_keys().used(&id, now))
            .await?;
    }
    Ok(Actor {
        workspace,
        kind: ActorKind::ApiKey,
        id: row.id.to_string(),
        name: row.name,
        role: row.role.into(),
        scopes: (!row.scopes.is_empty()).then_some(row.scopes),
        session: None,
        csrf_token: None,
        address: client.address,
    })
}

async fn by_session(app: &AppState, token: &str, client: Client) -> Result<Actor, Problem> {
    let hash = hash_token(token);
    let now = app.now();
    let found = app
        .store
        .system()
        .read(move |tx| tx.session_by_hash(&hash))
        .await?;
    let expired = || Problem::from(ProblemCode::AuthSessionExpired);
    let (workspace, session) = found
        .filter(|(_, session)| session.expires_at > now)
        .ok_or_else(expired)?;
    let rows = app.workspace(&workspace);
    let user = session.user_id.clone();
    let user = rows.read(move |tx| tx.users().get(&user)).await?;
    let user = user.filter(|user| !user.disabled).ok_or_else(expired)?;
    if is_stale(Some(session.last_seen_at), now) {
        let (session, user) = (session.clone(), user.id.clone());
        rows.write(move |tx| {
            tx.sessions().seen(&session.id, now, session.expires_at)?;
            tx.users().seen(&user, now)
        })
        .await?;
    }
    Ok(Actor {
        workspace,
        kind: ActorKind::User,
        id: user.id.to_string(),
        name: user.name,
        role: user.role.into(),
        scopes: None,
        session: Some(session.id),
        csrf_token: Some(session.csrf),
        address: client.address,
    })
}

/// A cookie is sent by the browser on anybody's behalf: what it may change needs proof that our page asked.
fn guard_browser(app: &AppState, actor: &Actor, method: &Method, headers: &HeaderMap) -> Result<(), Problem> {
    let safe = matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS);
    let upgrade = headers.contains_key(header::UPGRADE);
    if !safe || upgrade {
        require_same_origin(headers, &app.base_url)?;
    }
    if safe {
        return Ok(());
    }
    let sent = headers
        .get("x-csrf-token")
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    match &actor.csrf_token {
        Some(expected) if same_token(sent, expected) => Ok(()),
        _ => Err(ProblemCode::AuthCsrf.into()),
    }
}

/// Being seen is written down once a minute, not with every request.
fn is_stale(seen: Option<Timestamp>, now: Timestamp) -> bool {
    seen.is_none_or(|seen| now.ms_since(seen) >= SEEN_PRECISION_MS)
}

const SEEN_PRECISION_MS: i64 = 60_000;

//! The one list of everything that is reached over HTTP, and what each request passes on its way.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use tower_http::compression::CompressionLayer;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;

use super::problem::{Problem, ProblemCode};
use super::{AppState, auth, docs, guard, idempotency, ui};

/// Operations under `/api/v1`, for people and programs.
fn api() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .merge(super::setup::router())
        .merge(super::session::router())
        .merge(super::prompt::router())
        .merge(super::numbers::router())
        .merge(super::calls::router())
        .merge(super::runs::router())
        .merge(super::lists::router())
        .merge(super::leads::router())
        .merge(super::imports::router())
        .merge(super::views::router())
        .merge(super::dispositions::router())
        .merge(super::rooms::router())
        .merge(super::campaigns::router())
        .merge(super::automation::router())
        .merge(super::seats::router())
        .merge(super::callbacks::router())
        .merge(super::clips::router())
        .merge(super::voice_agents::router())
        .merge(super::recordings::router())
        .merge(super::reports::router())
        .merge(super::stats::router())
        .merge(super::live::router())
        .merge(super::dnc::router())
        .merge(super::settings::router())
        .merge(super::carriers::router())
        .merge(super::integrations::router())
        .merge(super::bookings::router())
        .merge(super::calendar::router())
        .merge(super::mail::router())
        .merge(super::hooks::router())
        .merge(super::users::router())
        .merge(super::api_keys::router())
        .merge(super::audit::router())
}

/// Other addresses that people and programs sign in for.
fn signed_in() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .nest("/api/v1", api())
        .merge(super::compat::router())
        .merge(super::health::router())
}

/// Addresses that carriers call; they prove themselves by signature.
fn webhooks() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .merge(super::webhook_check::router())
        .merge(super::webhooks::router())
        .merge(super::unsubscribe::router())
        .merge(super::compat::voice_router())
        .merge(super::media_stream::router())
        .merge(super::room_sound::router())
}

/// Everything, ready to serve.
pub fn router(app: &AppState) -> Router {
    let (signed_in, _) = signed_in().split_for_parts();
    let (webhooks, _) = webhooks().split_for_parts();
    let webhooks = webhooks.merge(super::compat::agent_webhook_router());
    let signed_in = signed_in
        .layer(from_fn_with_state(app.clone(), idempotency::idempotency))
        .layer(from_fn_with_state(app.clone(), guard::limit_rate))
        .layer(from_fn_with_state(app.clone(), auth::authenticate))
        .layer(from_fn_with_state(app.clone(), guard::find_client));
    signed_in
        .merge(docs::document_routes())
        .merge(docs::page_routes())
        .layer(CompressionLayer::new())
        .merge(webhooks)
        .fallback_service(
            Router::new()
                .fallback(ui::serve_ui)
                .layer(CompressionLayer::new()),
        )
        .method_not_allowed_fallback(method_not_allowed)
        .layer(DefaultBodyLimit::max(guard::BODY_LIMIT))
        .layer(from_fn_with_state(app.clone(), guard::pass))
        .with_state(app.clone())
}

/// The OpenAPI document.
#[must_use]
pub fn api_document() -> OpenApi {
    docs::complete(signed_in().into_openapi())
}

async fn method_not_allowed() -> Response {
    Problem::from(ProblemCode::MethodNotAllowed).into_response()
}

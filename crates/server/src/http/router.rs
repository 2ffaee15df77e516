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

/// The operations of one part of the program.
type Part = fn() -> OpenApiRouter<AppState>;
/// Keeps what operations say of themselves, or drops it.
type Keep = fn(OpenApiRouter<AppState>) -> OpenApiRouter<AppState>;

/// Operations under `/api/v1`, for people and programs.
const API: &[Part] = &[
    super::setup::router,
    super::session::router,
    super::prompt::router,
    super::numbers::router,
    super::calls::router,
    super::runs::router,
    super::lists::router,
    super::leads::router,
    super::imports::router,
    super::views::router,
    super::dispositions::router,
    super::rooms::router,
    super::campaigns::router,
    super::automation::router,
    super::seats::router,
    super::callbacks::router,
    super::clips::router,
    super::voice_agents::router,
    super::recordings::router,
    super::reports::router,
    super::stats::router,
    super::live::router,
    super::dnc::router,
    super::settings::router,
    super::carriers::router,
    super::integrations::router,
    super::bookings::router,
    super::calendar::router,
    super::mail::router,
    super::hooks::router,
    super::users::router,
    super::api_keys::router,
    super::audit::router,
];

/// Everything that people and programs sign in for. What the operations say of themselves takes megabytes while it is put
/// together, and a server does not need it.
fn signed_in(keep: Keep) -> OpenApiRouter<AppState> {
    let merged = |parts: &[Part]| {
        parts
            .iter()
            .fold(OpenApiRouter::new(), |all, part| all.merge(keep(part())))
    };
    OpenApiRouter::new()
        .nest("/api/v1", merged(API))
        .merge(merged(&[super::compat::router, super::health::router]))
}

/// The operations without what they say of themselves.
fn silent(operations: OpenApiRouter<AppState>) -> OpenApiRouter<AppState> {
    Router::from(operations).into()
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
    let signed_in = Router::from(signed_in(silent));
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
    docs::complete(signed_in(|operations| operations).into_openapi())
}

async fn method_not_allowed() -> Response {
    Problem::from(ProblemCode::MethodNotAllowed).into_response()
}

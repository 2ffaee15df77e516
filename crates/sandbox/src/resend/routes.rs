//! Which path is served by what.

use std::sync::Arc;

use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use axum::{Router, middleware};

use super::{auth, emails};
use crate::sandbox::Sandbox;

/// Resend's paths.
pub(crate) fn router(sandbox: &Arc<Sandbox>) -> Router {
    Router::new()
        .route("/emails", post(emails::send))
        .route("/emails/batch", post(emails::batch))
        .route("/emails/{id}", get(emails::fetch))
        .route("/domains", get(emails::domains))
        .route("/webhooks", post(emails::subscribe))
        .layer(DefaultBodyLimit::max(auth::LARGEST_BODY))
        .layer(middleware::from_fn_with_state(
            Arc::clone(sandbox),
            auth::misbehave,
        ))
        .layer(middleware::from_fn_with_state(Arc::clone(sandbox), auth::require))
        .with_state(Arc::clone(sandbox))
}

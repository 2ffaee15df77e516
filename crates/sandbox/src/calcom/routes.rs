//! Which path is served by what.

use std::sync::Arc;

use axum::extract::DefaultBodyLimit;
use axum::routing::{delete, get, post};
use axum::{Router, middleware};

use super::{auth, bookings, slots, webhooks};
use crate::sandbox::Sandbox;

/// Everything under `/v2`.
pub(crate) fn router(sandbox: &Arc<Sandbox>) -> Router {
    Router::new()
        .route("/slots", get(slots::list))
        .route("/bookings", post(bookings::create).get(bookings::list))
        .route("/bookings/{uid}", get(bookings::fetch))
        .route("/bookings/{uid}/reschedule", post(bookings::reschedule))
        .route("/bookings/{uid}/cancel", post(bookings::cancel))
        .route("/webhooks", post(webhooks::create).get(webhooks::list))
        .route("/webhooks/{id}", delete(webhooks::delete))
        .route("/me", get(webhooks::me))
        .layer(DefaultBodyLimit::max(auth::LARGEST_BODY))
        .layer(middleware::from_fn_with_state(
            Arc::clone(sandbox),
            auth::misbehave,
        ))
        .layer(middleware::from_fn_with_state(Arc::clone(sandbox), auth::require))
        .with_state(Arc::clone(sandbox))
}

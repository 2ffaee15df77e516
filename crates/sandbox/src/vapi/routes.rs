//! Which path is served by what.

use std::sync::Arc;

use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use axum::{Router, middleware};

use super::{assistants, auth, calls, control, recordings};
use crate::sandbox::Sandbox;

/// Vapi's paths; nothing of it answers when there is no account.
pub(crate) fn router(sandbox: &Arc<Sandbox>) -> Router {
    let signed_in = Router::new()
        .route("/call", post(calls::create).get(calls::list))
        .route("/call/{id}", get(calls::fetch).delete(calls::delete))
        .route("/call/{id}/stereo-recording", get(recordings::stereo))
        .route("/call/{id}/mono-recording", get(recordings::mono))
        .route("/assistant", post(assistants::create).get(assistants::list))
        .route(
            "/assistant/{id}",
            get(assistants::fetch)
                .patch(assistants::change)
                .delete(assistants::delete),
        )
        .route("/phone-number", get(assistants::phone_numbers))
        .route("/phone-number/{id}", get(assistants::phone_number))
        .layer(DefaultBodyLimit::max(auth::LARGEST_BODY))
        .layer(middleware::from_fn_with_state(
            Arc::clone(sandbox),
            auth::misbehave,
        ))
        .layer(middleware::from_fn_with_state(Arc::clone(sandbox), auth::require));
    Router::new()
        .merge(signed_in)
        // Whoever has these addresses may use them: they are in answers and reports.
        .route("/control/{id}", post(control::control))
        .route("/recordings/{id}/{file}", get(recordings::file))
        .with_state(Arc::clone(sandbox))
}

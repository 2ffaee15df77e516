//! `/signal`

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::extract::ws::{WebSocket, WebSocketUpgrade};
use axum::response::Response;
use axum::routing::get;

use super::session::Session;
use crate::sandbox::Sandbox;

/// Where Twilio's kit for browsers connects to.
pub(crate) fn router(sandbox: &Arc<Sandbox>) -> Router {
    Router::new()
        .route("/signal", get(signal))
        .with_state(Arc::clone(sandbox))
}

async fn signal(State(sandbox): State<Arc<Sandbox>>, upgrade: WebSocketUpgrade) -> Response {
    upgrade
        .max_message_size(LARGEST_MESSAGE)
        .on_upgrade(async move |socket: WebSocket| {
            let session = Session::serve(Arc::clone(&sandbox), socket);
            // Like everything else on this network it ends with its epoch.
            sandbox.spawn(session);
        })
}

/// An offer of 64 KiB, with every line break escaped.
const LARGEST_MESSAGE: usize = 192 * 1024;

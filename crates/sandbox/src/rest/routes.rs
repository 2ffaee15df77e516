//! Which path is served by what.

use std::sync::Arc;

use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use axum::{Router, middleware};

use super::{account, applications, auth, calls, conferences, error, gate, numbers, recordings};
use crate::sandbox::Sandbox;

/// Everything under `/2010-04-01`.
pub(crate) fn router(sandbox: &Arc<Sandbox>) -> Router {
    let account = Router::new()
        .route("/Balance.json", get(account::balance))
        .route("/IncomingPhoneNumbers.json", get(numbers::list))
        .route("/OutgoingCallerIds.json", get(numbers::caller_ids))
        .route(
            "/Applications.json",
            get(applications::list).post(applications::create),
        )
        .route(
            "/Applications/{sid}",
            get(applications::fetch)
                .post(applications::update)
                .delete(applications::delete),
        )
        .route("/Calls.json", post(calls::create).get(calls::list))
        .route(
            "/Calls/{sid}",
            get(calls::fetch).post(calls::update).delete(calls::delete),
        )
        .route("/Calls/{sid}/Recordings.json", get(recordings::of_call))
        .route("/Calls/{sid}/Recordings/{recording}", post(recordings::steer))
        .route("/Conferences.json", get(conferences::list))
        .route(
            "/Conferences/{sid}",
            get(conferences::fetch).post(conferences::update),
        )
        .route(
            "/Conferences/{sid}/Recordings.json",
            get(recordings::of_conference),
        )
        .route(
            "/Conferences/{sid}/Participants.json",
            get(conferences::participants).post(conferences::invite),
        )
        .route(
            "/Conferences/{sid}/Participants/{call}",
            get(conferences::participant)
                .post(conferences::change_participant)
                .delete(conferences::kick),
        )
        .route("/Recordings.json", get(recordings::list))
        .route(
            "/Recordings/{sid}",
            get(recordings::fetch).delete(recordings::delete),
        );
    Router::new()
        .route("/Accounts/{account}", get(account::fetch))
        .nest("/Accounts/{account}", account)
        .method_not_allowed_fallback(error::method_not_allowed)
        .fallback(error::not_found)
        .layer(DefaultBodyLimit::max(gate::LARGEST_BODY))
        .layer(middleware::from_fn_with_state(
            Arc::clone(sandbox),
            gate::misbehave,
        ))
        .layer(middleware::from_fn_with_state(Arc::clone(sandbox), auth::require))
        .layer(middleware::from_fn_with_state(Arc::clone(sandbox), gate::limit))
        .with_state(Arc::clone(sandbox))
}

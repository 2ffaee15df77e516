//! `POST /webhooks/check/{account}/{nonce}`: where our own request arrives that proves the public address.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use outdial_domain::ids::CarrierAccountId;
use utoipa_axum::router::OpenApiRouter;

use super::AppState;

/// The address that carriers use in this check's place.
#[must_use]
pub fn address(app: &AppState, account: &CarrierAccountId, nonce: &str) -> String {
    format!("{}/webhooks/check/{account}/{nonce}", app.webhook_base(account))
}

/// Where the request arrives.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().route("/webhooks/check/{account}/{nonce}", axum::routing::post(arrive))
}

async fn arrive(
    State(app): State<AppState>,
    Path((account, nonce)): Path<(String, String)>,
    headers: HeaderMap,
) -> StatusCode {
    let Ok(account) = account.parse::<CarrierAccountId>() else {
        return StatusCode::NOT_FOUND;
    };
    let signature = headers
        .get(SIGNATURE_HEADER)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    if app
        .carriers
        .nonces
        .arrived(&nonce, &address(&app, &account, &nonce), signature)
    {
        StatusCode::NO_CONTENT
    } else {
        StatusCode::NOT_FOUND
    }
}

/// Carries the signature.
pub const SIGNATURE_HEADER: &str = "x-outdial-signature";

//! `POST /carriers/{id}/test`

use axum::Json;
use axum::extract::State;
use outdial_domain::ids::CarrierAccountId;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::stored::find;
use crate::carriers::HealthNote;
use crate::http::AppState;
use crate::http::audit::Entry;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::Id;

/// What the carrier said.
#[derive(Serialize, ToSchema)]
pub struct CarrierTest {
    /// Whether calls can be placed.
    ok: bool,
    /// One sentence for people.
    message: String,
    /// Every finding.
    #[schema(value_type = Object)]
    details: Value,
}

/// Asks the carrier whether the account works: credentials, standing, caller ID.
#[utoipa::path(post, path = "/carriers/{id}/test", tag = "Carriers", operation_id = "testCarrier",
    params(("id" = String, Path, description = "The account")),
    responses((status = 200, description = "What the carrier said", body = CarrierTest)))]
pub async fn test(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<CarrierAccountId>,
) -> Result<Json<CarrierTest>, Problem> {
    actor.require(Operation::CarriersTest)?;
    find(&app, &actor.workspace, &id).await?;
    let account = app
        .engine
        .accounts()
        .find(&actor.workspace, &id)
        .ok_or(ProblemCode::CarrierNotFound)?;
    let (ok, message, details) = match account.carrier.health().await {
        Ok(health) => {
            let details = serde_json::to_value(&health.checks).unwrap_or_default();
            (health.ok(), health.message().to_owned(), details)
        }
        Err(error) => (false, error.to_string(), Value::Null),
    };
    app.carriers.note_health(
        &id,
        HealthNote {
            ok,
            checked_at: app.now(),
            message: message.clone(),
        },
    );
    let entry = Entry::by(&actor)
        .subject(&id)
        .detail(serde_json::json!({"ok": ok}))
        .row(&app, "carrier.tested");
    app.workspace(&actor.workspace)
        .write(move |tx| tx.audit().add(&entry))
        .await?;
    Ok(Json(CarrierTest { ok, message, details }))
}

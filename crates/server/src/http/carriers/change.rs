//! `PUT /carriers/{id}`

use axum::Json;
use axum::extract::State;
use outdial_domain::ids::CarrierAccountId;
use serde_json::json;

use super::stored::find_changeable;
use super::wire::{CarrierAccount, CarrierInput, describe};
use crate::carriers::{activate, build};
use crate::http::AppState;
use crate::http::audit::Entry;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::{Body, Id};
use crate::http::users::check_name;

/// Changes a carrier account; calls in progress go on with the new credentials.
#[utoipa::path(put, path = "/carriers/{id}", tag = "Carriers", operation_id = "changeCarrier",
    params(("id" = String, Path, description = "The account")), request_body = CarrierInput,
    responses((status = 200, description = "Changed", body = CarrierAccount)))]
pub async fn change(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<CarrierAccountId>,
    Body(mut input): Body<CarrierInput>,
) -> Result<Json<CarrierAccount>, Problem> {
    actor.require(Operation::CarriersWrite)?;
    let (mut row, spec, before) = find_changeable(&app, &actor.workspace, &id).await?;
    if input.kind != row.kind {
        return Err(Problem::new(ProblemCode::CarrierKindUnknown)
            .detail("The kind of an account cannot change; add another account."));
    }
    let form = before.changed_by(spec, input.fields())?;
    build(&app, spec.kind, &id, &form)?;
    row.name = check_name(&input.name)?;
    row.config = form.seal(spec, &id, &app.secrets)?;
    row.updated_at = app.now();
    let changed: Vec<&str> = spec
        .fields
        .iter()
        .filter(|field| before.values().get(field.key) != form.values().get(field.key))
        .map(|field| field.key)
        .collect();
    let entry = Entry::by(&actor)
        .subject(&id)
        .detail(json!({"name": row.name, "fields": changed}))
        .row(&app, "carrier.changed");
    let stored = row.clone();
    app.workspace(&actor.workspace)
        .write(move |tx| {
            tx.carriers().put(&stored)?;
            tx.audit().add(&entry)
        })
        .await?;
    app.carriers.forget_health(&id);
    activate(&app, &actor.workspace, &row, &form)?;
    Ok(Json(describe(&app, &actor.workspace, &row)))
}

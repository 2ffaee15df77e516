//! `POST /carriers`

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use outdial_domain::ids::CarrierAccountId;
use outdial_store::CarrierAccountRow;
use serde_json::{Map, json};

use super::make_default::make_default_in;
use super::stored::known;
use super::wire::{CarrierAccount, CarrierInput, describe};
use crate::carriers::{AccountOrigin, Form, activate, build};
use crate::http::AppState;
use crate::http::audit::Entry;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::Problem;
use crate::http::request::Body;
use crate::http::users::check_name;

/// Adds a carrier account; the first real one takes the sandbox's place as default.
#[utoipa::path(post, path = "/carriers", tag = "Carriers", operation_id = "createCarrier",
    request_body = CarrierInput, responses((status = 201, description = "Added", body = CarrierAccount)))]
pub async fn create(
    State(app): State<AppState>,
    actor: Actor,
    Body(mut input): Body<CarrierInput>,
) -> Result<(StatusCode, Json<CarrierAccount>), Problem> {
    actor.require(Operation::CarriersWrite)?;
    let spec = known(&input.kind)?;
    let form = Form::new(Map::new()).changed_by(spec, input.fields())?;
    let now = app.now();
    let id = CarrierAccountId::from_bits(app.ids.next(now));
    build(&app, spec.kind, &id, &form)?;
    let row = CarrierAccountRow {
        name: check_name(&input.name)?,
        kind: spec.kind.to_owned(),
        config: form.seal(spec, &id, &app.secrets)?,
        is_default: false,
        source: AccountOrigin::Settings.as_str().to_owned(),
        created_at: now,
        updated_at: now,
        id,
    };
    let detail = json!({"kind": row.kind, "name": row.name});
    let entry = Entry::by(&actor)
        .subject(&row.id)
        .detail(detail)
        .row(&app, "carrier.created");
    let stored = row.clone();
    app.workspace(&actor.workspace)
        .write(move |tx| {
            tx.carriers().put(&stored)?;
            tx.audit().add(&entry)
        })
        .await?;
    activate(&app, &actor.workspace, &row, &form)?;
    let default = app.engine.accounts().default_of(&actor.workspace);
    if default.is_none_or(|account| account.id == row.id || app.carriers.is_sandbox(&account.id)) {
        make_default_in(&app, &actor, &row.id).await?;
    }
    let row = super::stored::find(&app, &actor.workspace, &row.id).await?;
    Ok((StatusCode::CREATED, Json(describe(&app, &actor.workspace, &row))))
}

//! `POST /carriers/{id}/make-default`

use axum::extract::State;
use axum::http::StatusCode;
use outdial_domain::ids::CarrierAccountId;
use serde_json::json;

use super::stored::find;
use crate::carriers::prefer;
use crate::http::AppState;
use crate::http::audit::Entry;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::Problem;
use crate::http::request::Id;
use crate::workspace_settings;

/// Makes this the account of calls that name none.
#[utoipa::path(post, path = "/carriers/{id}/make-default", tag = "Carriers", operation_id = "makeCarrierDefault",
    params(("id" = String, Path, description = "The account")),
    responses((status = 204, description = "It is the default now")))]
pub async fn make_default(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<CarrierAccountId>,
) -> Result<StatusCode, Problem> {
    actor.require(Operation::CarriersWrite)?;
    find(&app, &actor.workspace, &id).await?;
    make_default_in(&app, &actor, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Makes an account the default; going from the sandbox to real phones closes the night hours again.
///
/// # Errors
/// When the store fails.
pub async fn make_default_in(app: &AppState, actor: &Actor, id: &CarrierAccountId) -> Result<(), Problem> {
    let goes_live = app.is_sandbox(&actor.workspace) && !app.carriers.is_sandbox(id);
    let entry = Entry::by(actor).subject(id).row(app, "carrier.made_default");
    let (wanted, now) = (id.clone(), app.now());
    app.workspace(&actor.workspace)
        .write(move |tx| {
            tx.carriers().make_default(&wanted, now)?;
            tx.audit().add(&entry)
        })
        .await?;
    prefer(app, &actor.workspace, id);
    if goes_live {
        close_the_night(app, actor).await?;
    }
    app.engine.wake();
    Ok(())
}

async fn close_the_night(app: &AppState, actor: &Actor) -> Result<(), Problem> {
    let (settings, revision) = workspace_settings::with_revision(app, &actor.workspace).await?;
    if let Some(after) = workspace_settings::leaving_sandbox(&settings, &app.config.dialling) {
        let detail = json!({"changed": {"calling_window": {"from": settings.calling_window, "to": after.calling_window}},
            "why": "real phones instead of the sandbox"});
        let entry = Entry::by_system().detail(detail).row(app, "settings.changed");
        workspace_settings::replace(app, &actor.workspace, &after, revision, entry).await?;
    }
    Ok(())
}

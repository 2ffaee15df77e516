//! `POST /integrations/{kind}/test`

use axum::Json;
use axum::extract::{Path, State};
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::{Problem, ProblemCode};
use crate::integrations::{OPENAI, accounts_of, build_calendar, build_mailer, spec, test_models};

/// What the service said.
#[derive(Serialize, ToSchema)]
pub struct IntegrationTest {
    /// Whether the account can be used.
    ok: bool,
    /// One sentence for people.
    sentence: String,
}

/// Asks a service whether the account in use works.
#[utoipa::path(post, path = "/integrations/{kind}/test", tag = "Integrations", operation_id = "testIntegration",
    params(("kind" = String, Path, description = "`calcom`, `resend`, `smtp` or `openai`")),
    responses((status = 200, description = "What the service said", body = IntegrationTest),
        (status = 404, description = "There is no account")))]
pub async fn test_integration(
    State(app): State<AppState>,
    actor: Actor,
    Path(kind): Path<String>,
) -> Result<Json<IntegrationTest>, Problem> {
    actor.require(Operation::IntegrationsWrite)?;
    let spec = spec(&kind).ok_or(ProblemCode::IntegrationNotFound)?;
    let accounts = accounts_of(&app, &actor.workspace).await?;
    let (_, form) = accounts.get(spec.kind).ok_or(ProblemCode::IntegrationNotFound)?;
    let said = match spec.kind {
        "calcom" => match build_calendar(&app, form) {
            Ok(calendar) => calendar.check().await.map_err(|why| why.to_string()),
            Err((_, why)) => Err(why),
        },
        OPENAI => test_models(&app, form).await,
        kind => match build_mailer(&app, kind, form) {
            Ok((mailer, _)) => mailer.check().await.map_err(|why| why.to_string()),
            Err((_, why)) => Err(why),
        },
    };
    let (ok, sentence) = match said {
        Ok(sentence) => (true, sentence),
        Err(sentence) => (false, sentence),
    };
    Ok(Json(IntegrationTest { ok, sentence }))
}

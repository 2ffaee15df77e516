//! `GET` and `POST /api/cron`: the schedule of another system asks for a batch. Whoever knows the secret may; nobody signs
//! in, and the secret is compared without telling by its duration where two differ.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use outdial_engine::{BatchBy, BatchRefusal};
use outdial_store::StoreError;
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::AppState;
use crate::http::auth::{hash_token, same_token};

/// What the batch did.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct CronDone {
    /// `Calls initiated`, `No leads to process` or `Automation is disabled`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// Why nothing was done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// How many leads were looked at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<CronSummary>,
    /// Each of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub details: Vec<CronLead>,
}

/// How many leads were looked at.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct CronSummary {
    /// Leads that were due.
    pub total: u32,
    /// Leads that are called.
    pub successful: u32,
    /// Leads that may not be called now.
    pub failed: u32,
}

/// What was done about a lead.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CronLead {
    /// `lead_...`
    pub lead: String,
    /// Whether it is called.
    pub success: bool,
    /// The call.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub call_id: Option<String>,
    /// Why it is not called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

/// Calls a batch.
#[utoipa::path(get, path = "/api/cron", tag = "Compatibility", operation_id = "aiDiallerCron",
    params(("Authorization" = String, Header, description = "`Bearer CRON_SECRET`")),
    responses((status = 200, body = CronDone), (status = 401, description = "`Authentication required`", body = CronDone),
        (status = 500, description = "The store failed", body = CronDone)))]
pub async fn ai_dialler_cron(
    State(app): State<AppState>,
    headers: HeaderMap,
) -> (StatusCode, Json<CronDone>) {
    if !knows_secret(&app, &headers) {
        return said(StatusCode::UNAUTHORIZED, "Authentication required");
    }
    match call_all(&app).await {
        Ok(done) => (StatusCode::OK, Json(done)),
        Err(why) => {
            tracing::error!(error = %why, "a batch that was asked for from outside could not be called");
            said(StatusCode::INTERNAL_SERVER_ERROR, "Internal server error")
        }
    }
}

/// The same, for schedulers that post.
#[utoipa::path(post, path = "/api/cron", tag = "Compatibility", operation_id = "aiDiallerCronPosted",
    params(("Authorization" = String, Header, description = "`Bearer CRON_SECRET`")),
    responses((status = 200, body = CronDone), (status = 401, description = "`Authentication required`", body = CronDone),
        (status = 500, description = "The store failed", body = CronDone)))]
pub async fn ai_dialler_cron_posted(
    state: State<AppState>,
    headers: HeaderMap,
) -> (StatusCode, Json<CronDone>) {
    ai_dialler_cron(state, headers).await
}

fn said(status: StatusCode, error: &str) -> (StatusCode, Json<CronDone>) {
    let done = CronDone {
        error: Some(error.to_owned()),
        ..CronDone::default()
    };
    (status, Json(done))
}

/// Without a secret nobody knows it.
fn knows_secret(app: &AppState, headers: &HeaderMap) -> bool {
    let Some(secret) = &app.config.services.cron_secret else {
        return false;
    };
    let given = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|text| text.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map_or("", |(_, given)| given.trim());
    // Hashes are of one length, whatever was given.
    same_token(&hash_token(given), &hash_token(secret.reveal()))
}

/// Every workspace's automation, which is one as a rule.
async fn call_all(app: &AppState) -> Result<CronDone, StoreError> {
    let automations = app.store.system().read(|tx| tx.automations()).await?;
    let (mut is_on, mut summary, mut details) = (false, CronSummary::default(), Vec::new());
    for (workspace, campaign) in automations {
        let batch = match app.engine.call_batch(&workspace, &campaign, BatchBy::Cron).await {
            Ok(batch) => batch,
            Err(BatchRefusal::Off | BatchRefusal::NoSuchAutomation) => continue,
            Err(BatchRefusal::Store(why)) => return Err(why),
        };
        is_on = true;
        summary.total += batch.run.considered;
        summary.successful += batch.run.placed;
        details.extend(batch.leads.into_iter().map(|lead| CronLead {
            lead: lead.lead_id.to_string(),
            success: lead.call_id.is_some(),
            call_id: lead.call_id.map(|id| id.to_string()),
            error: lead.error,
        }));
    }
    summary.failed = summary.total - summary.successful;
    let message = match (is_on, summary.total) {
        (false, _) => "Automation is disabled",
        (true, 0) => "No leads to process",
        (true, _) => "Calls initiated",
    };
    Ok(CronDone {
        message: Some(message.to_owned()),
        error: None,
        summary: (summary.total > 0).then_some(summary),
        details,
    })
}

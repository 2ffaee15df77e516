//! `/webhooks/calcom` and `/webhooks/resend`: what a calendar and a mail service report. A message names no workspace;
//! the secret that it was signed with does.

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use outdial_integrations::calendar::{CalendarWebhookError, parse_calcom_webhook};
use outdial_integrations::hooks::NotSigned;
use outdial_integrations::mail::{MailWebhookError, parse_resend_webhook};

use crate::http::AppState;
use crate::http::problem::{Problem, ProblemCode};

/// A report of Cal.com, signed with the webhook's secret.
#[utoipa::path(post, path = "/webhooks/calcom", tag = "Webhooks", request_body = String,
    responses((status = 204, description = "Stored"), (status = 403, description = "The signature does not match")))]
pub async fn receive_calcom(
    State(app): State<AppState>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<StatusCode, Problem> {
    let mut refusal = CalendarWebhookError::BadSignature;
    for (workspace, secrets) in app.integrations.secrets() {
        let Some(secret) = secrets.calcom else { continue };
        match parse_calcom_webhook(&secret, &headers, &body) {
            Ok(news) => {
                app.engine.calendar_news(&workspace, news).await?;
                return Ok(StatusCode::NO_CONTENT);
            }
            Err(why @ CalendarWebhookError::Malformed(_)) => {
                refusal = why;
                break;
            }
            Err(why @ (CalendarWebhookError::Unsigned | CalendarWebhookError::BadSignature)) => refusal = why,
        }
    }
    Err(match refusal {
        CalendarWebhookError::Unsigned => Problem::new(ProblemCode::WebhookUnsigned),
        CalendarWebhookError::BadSignature => Problem::new(ProblemCode::WebhookSignature),
        CalendarWebhookError::Malformed(why) => Problem::new(ProblemCode::WebhookMalformed).detail(why),
    })
}

/// A report of Resend, signed with the webhook's secret.
#[utoipa::path(post, path = "/webhooks/resend", tag = "Webhooks", request_body = String,
    responses((status = 204, description = "Stored"), (status = 403, description = "The signature does not match")))]
pub async fn receive_resend(
    State(app): State<AppState>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<StatusCode, Problem> {
    let now = app.now();
    let mut refusal = MailWebhookError::NotSigned(NotSigned::BadSignature);
    for (workspace, secrets) in app.integrations.secrets() {
        let Some(secret) = secrets.resend else { continue };
        match parse_resend_webhook(&secret, &headers, &body, now) {
            Ok(news) => {
                app.engine.mail_news(&workspace, news).await?;
                return Ok(StatusCode::NO_CONTENT);
            }
            Err(why @ MailWebhookError::Malformed(_)) => {
                refusal = why;
                break;
            }
            Err(why @ MailWebhookError::NotSigned(_)) => refusal = why,
        }
    }
    Err(match refusal {
        MailWebhookError::NotSigned(NotSigned::Unsigned) => Problem::new(ProblemCode::WebhookUnsigned),
        MailWebhookError::NotSigned(why @ (NotSigned::BadSignature | NotSigned::OutOfTime)) => {
            Problem::new(ProblemCode::WebhookSignature).detail(why.to_string())
        }
        MailWebhookError::Malformed(why) => Problem::new(ProblemCode::WebhookMalformed).detail(why),
    })
}

//! `POST /mail/templates/{kind}/preview` and `POST /mail/templates/{kind}/send-test`

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use outdial_domain::ids::LeadId;
use outdial_domain::mail::{MailAddress, MailTemplate as Words};
use outdial_engine::SendTestError;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::templates::kind_of;
use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::Body;

/// Words to be tried.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MailPreviewInput {
    /// Whose data fill them; somebody made up when absent.
    lead_id: Option<String>,
    /// Its subject.
    subject: String,
    /// Its plain text.
    text: String,
    /// The same in HTML.
    #[serde(default)]
    html: String,
}

/// What a mail would say.
#[derive(Debug, Serialize, ToSchema)]
pub struct MailPreview {
    /// Its subject.
    subject: String,
    /// Its plain text.
    text: String,
    /// The same in HTML.
    html: String,
    /// Where the HTML can be looked at for a moment, as a page for a frame; null when there is none.
    #[schema(required)]
    page: Option<String>,
    /// What of it cannot be used.
    problems: Vec<MailProblem>,
}

/// What of a mail cannot be used.
#[derive(Debug, Serialize, ToSchema)]
pub struct MailProblem {
    /// `subject`, `text` or `html`.
    part: String,
    /// What to do about it.
    message: String,
}

/// Where a test mail goes.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TestMailInput {
    /// A mail address.
    to: String,
}

/// Shows what a mail would say to a lead.
#[utoipa::path(post, path = "/mail/templates/{kind}/preview", tag = "Mail", operation_id = "previewMail",
    params(("kind" = String, Path, description = "The kind")), request_body = MailPreviewInput,
    responses((status = 200, body = MailPreview), (status = 404, description = "No such kind or lead")))]
pub async fn preview_template(
    State(app): State<AppState>,
    actor: Actor,
    Path(kind): Path<String>,
    Body(input): Body<MailPreviewInput>,
) -> Result<Json<MailPreview>, Problem> {
    actor.require(Operation::MailRead)?;
    let kind = kind_of(&kind)?;
    let lead: Option<LeadId> = match input.lead_id.as_deref() {
        Some(id) => Some(id.parse().map_err(|_| ProblemCode::LeadNotFound)?),
        None => None,
    };
    let words = Words {
        subject: input.subject,
        text: input.text,
        html: input.html,
    };
    let found = app
        .engine
        .preview_mail(&actor.workspace, kind, words, lead)
        .await?;
    let preview = found.ok_or(ProblemCode::LeadNotFound)?;
    let html = &preview.words.html;
    let page = match html.trim().is_empty() {
        true => None,
        false => Some(app.mail_previews.keep(&actor.workspace, html)),
    };
    let page = page.transpose().map_err(|why| Problem::internal(&why))?;
    Ok(Json(MailPreview {
        subject: preview.words.subject,
        text: preview.words.text,
        page,
        html: preview.words.html,
        problems: preview
            .problems
            .into_iter()
            .map(|problem| MailProblem {
                part: problem.part,
                message: problem.message,
            })
            .collect(),
    }))
}

/// Sends a mail of a kind to an address at once, filled with made-up data.
#[utoipa::path(post, path = "/mail/templates/{kind}/send-test", tag = "Mail", operation_id = "sendTestMail",
    params(("kind" = String, Path, description = "The kind")), request_body = TestMailInput,
    responses((status = 204, description = "The service took it"), (status = 404, description = "No such kind"),
        (status = 502, description = "The service did not take it")))]
pub async fn send_test_mail(
    State(app): State<AppState>,
    actor: Actor,
    Path(kind): Path<String>,
    Body(input): Body<TestMailInput>,
) -> Result<StatusCode, Problem> {
    actor.require(Operation::MailWrite)?;
    let kind = kind_of(&kind)?;
    let to: MailAddress = input
        .to
        .parse()
        .map_err(|_| Problem::invalid_field("to", "Write a mail address such as ada@example.com."))?;
    let sent = app.engine.send_test_mail(&actor.workspace, kind, None, to).await;
    match sent {
        Ok(()) => Ok(StatusCode::NO_CONTENT),
        Err(SendTestError::Store(why)) => Err(why.into()),
        Err(why @ (SendTestError::NoService | SendTestError::Mail(_))) => {
            Err(Problem::new(ProblemCode::MailFailed).detail(why.to_string()))
        }
    }
}

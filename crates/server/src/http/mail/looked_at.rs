//! `GET /mail/previews/{id}`: a mail that somebody is looking at, as a page of its own.
//!
//! What stands in it comes from people's templates and from leads. It is shown in a frame that can do nothing, and the
//! page itself says so as well: no scripts, no forms, nothing from the network, styles of its own alone.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use outdial_domain::ids::WorkspaceId;

use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::{Problem, ProblemCode};
use crate::random;

/// The mails that people looked at last.
#[derive(Default)]
pub struct MailPreviews(Mutex<VecDeque<Kept>>);

struct Kept {
    id: String,
    workspace: WorkspaceId,
    html: String,
}

impl MailPreviews {
    /// Keeps a mail for a moment; where it can be looked at.
    ///
    /// # Errors
    /// When there is no randomness.
    pub fn keep(&self, workspace: &WorkspaceId, html: &str) -> Result<String, getrandom::Error> {
        let id = random::token()?;
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= KEPT_MAX {
            all.pop_front();
        }
        all.push_back(Kept {
            id: id.clone(),
            workspace: workspace.clone(),
            html: html.to_owned(),
        });
        Ok(format!("/api/v1/mail/previews/{id}"))
    }

    fn find(&self, workspace: &WorkspaceId, id: &str) -> Option<String> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = all
            .iter()
            .find(|kept| kept.id == id && kept.workspace == *workspace);
        kept.map(|kept| kept.html.clone())
    }
}

/// Shows a mail as a page, for a frame; what was previewed long ago is forgotten.
#[utoipa::path(get, path = "/mail/previews/{id}", tag = "Mail", operation_id = "lookAtMail",
    params(("id" = String, Path, description = "As `page` of a preview names it")),
    responses((status = 200, content_type = "text/html", body = String),
        (status = 404, description = "It is forgotten; preview it again")))]
pub async fn look_at_mail(
    State(app): State<AppState>,
    actor: Actor,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    actor.require(Operation::MailRead)?;
    let html = app.mail_previews.find(&actor.workspace, &id);
    let html = html.ok_or(ProblemCode::MailNotFound)?;
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_FRAME_OPTIONS, "SAMEORIGIN"),
    ];
    // The words are those of the mail: values are escaped where they are filled in, and what a template says as HTML is
    // meant as such.
    let page = format!("<!doctype html><meta charset=\"utf-8\"><title>Mail</title>{html}");
    Ok((headers, page).into_response())
}

/// Styles that stand in the mail, and nothing else; in our own page alone.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; \
                      frame-ancestors 'self'; sandbox";
/// Each change of a word is a preview; whoever looks at an older one previews it again.
const KEPT_MAX: usize = 32;

//! `GET /mails`, `POST /mails/{id}/retry` and `POST /mails/{id}/cancel`

use axum::Json;
use axum::extract::State;
use outdial_domain::ids::MailId;
use outdial_store::{MailFilter, MailRow};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::page::{ListPage, PageQuery};
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::{Id, Query};

/// A mail of the outbox.
#[derive(Debug, Serialize, ToSchema)]
pub struct Mail {
    /// `mail_…`.
    pub id: String,
    /// Which kind.
    pub kind: String,
    /// To whom.
    pub to: String,
    /// Its subject.
    pub subject: String,
    /// The lead it is written to.
    #[schema(required)]
    pub lead_id: Option<String>,
    /// The call that it follows.
    #[schema(required)]
    pub call_id: Option<String>,
    /// `waiting`, `sending`, `sent`, `delivered`, `bounced`, `complained`, `failed`, `suppressed` or `cancelled`.
    pub state: &'static str,
    /// Tries so far.
    pub tries: u32,
    /// When it is tried next.
    #[schema(required)]
    pub next_at: Option<String>,
    /// What went wrong last.
    #[schema(required)]
    pub last_error: Option<String>,
    /// When it was written.
    pub created_at: String,
    /// When the service took it.
    #[schema(required)]
    pub sent_at: Option<String>,
}

impl From<MailRow> for Mail {
    fn from(row: MailRow) -> Self {
        Self {
            id: row.id.to_string(),
            kind: row.kind,
            to: row.to.as_str().to_owned(),
            subject: row.words.subject,
            lead_id: row.lead_id.map(|id| id.to_string()),
            call_id: row.call_id.map(|id| id.to_string()),
            state: row.state.as_str(),
            tries: row.tries,
            next_at: row.next_at.map(|at| at.to_string()),
            last_error: row.last_error,
            created_at: row.created_at.to_string(),
            sent_at: row.sent_at.map(|at| at.to_string()),
        }
    }
}

/// Which mails.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct MailQuery {
    /// In this state; `failed` are those that were given up.
    state: Option<String>,
    /// Of this kind.
    kind: Option<String>,
    /// To this lead.
    lead_id: Option<String>,
    /// How many items, 1 to 200; 50 when absent.
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// Lists mails, the newest first.
#[utoipa::path(get, path = "/mails", tag = "Mail", operation_id = "listMails", params(MailQuery),
    responses((status = 200, description = "A page of the outbox", body = ListPage<Mail>)))]
pub async fn list_mails(
    State(app): State<AppState>,
    actor: Actor,
    Query(query): Query<MailQuery>,
) -> Result<Json<ListPage<Mail>>, Problem> {
    actor.require(Operation::MailRead)?;
    let filter = MailFilter {
        state: match query.state.as_deref() {
            Some(word) => Some(
                word.parse()
                    .map_err(|_| Problem::invalid_field("state", "There is no such state."))?,
            ),
            None => None,
        },
        lead: match query.lead_id.as_deref() {
            Some(id) => Some(id.parse().map_err(|_| ProblemCode::LeadNotFound)?),
            None => None,
        },
        kind: query.kind,
    };
    let page = PageQuery {
        limit: query.limit,
        cursor: query.cursor,
    }
    .request();
    let page = app
        .workspace(&actor.workspace)
        .read(move |tx| tx.mails().list(&filter, &page))
        .await?;
    Ok(Json(ListPage::of(page, None, Mail::from)))
}

/// Sends a mail again that was given up, came back, or was called off; one that waits is sent now.
#[utoipa::path(post, path = "/mails/{id}/retry", tag = "Mail", operation_id = "retryMail",
    params(("id" = String, Path, description = "`mail_...`")),
    responses((status = 200, description = "It is being sent", body = Mail), (status = 404, description = "No such mail"),
        (status = 409, description = "It was sent already")))]
pub async fn retry_mail(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<MailId>,
) -> Result<Json<Mail>, Problem> {
    actor.require(Operation::MailWrite)?;
    let done = app.engine.retry_mail(&actor.workspace, &id).await?;
    answer(done)
}

/// Calls off a mail that waits.
#[utoipa::path(post, path = "/mails/{id}/cancel", tag = "Mail", operation_id = "cancelMail",
    params(("id" = String, Path, description = "`mail_...`")),
    responses((status = 200, description = "Called off", body = Mail), (status = 404, description = "No such mail"),
        (status = 409, description = "It does not wait")))]
pub async fn cancel_mail(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<MailId>,
) -> Result<Json<Mail>, Problem> {
    actor.require(Operation::MailWrite)?;
    let done = app.engine.cancel_mail(&actor.workspace, &id).await?;
    answer(done)
}

fn answer(done: Option<Result<MailRow, MailRow>>) -> Result<Json<Mail>, Problem> {
    match done.ok_or(ProblemCode::MailNotFound)? {
        Ok(row) => Ok(Json(row.into())),
        Err(row) => {
            let sentence = format!("The mail is {}.", row.state);
            Err(Problem::new(ProblemCode::MailConflict).detail(sentence))
        }
    }
}

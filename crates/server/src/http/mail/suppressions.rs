//! `GET` and `POST /mail/suppressions`, `DELETE /mail/suppressions/{address}`

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use outdial_domain::mail::MailAddress;
use outdial_store::{SuppressionReason, SuppressionRow};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::page::{ListPage, PageQuery};
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::{Body, Query};

/// An address that is not written to.
#[derive(Debug, Serialize, ToSchema)]
pub struct Suppression {
    /// The address in lower case.
    pub address: String,
    /// `unsubscribed`, `bounced`, `complained` or `manual`.
    pub reason: &'static str,
    /// Since when.
    pub created_at: String,
}

impl From<SuppressionRow> for Suppression {
    fn from(row: SuppressionRow) -> Self {
        Self {
            address: row.address,
            reason: row.reason.as_str(),
            created_at: row.created_at.to_string(),
        }
    }
}

/// An address that is not to be written to.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SuppressionInput {
    /// The address.
    address: String,
}

/// Lists addresses that are not written to, the newest first.
#[utoipa::path(get, path = "/mail/suppressions", tag = "Mail", operation_id = "listMailSuppressions", params(PageQuery),
    responses((status = 200, body = ListPage<Suppression>)))]
pub async fn list_suppressions(
    State(app): State<AppState>,
    actor: Actor,
    Query(query): Query<PageQuery>,
) -> Result<Json<ListPage<Suppression>>, Problem> {
    actor.require(Operation::MailRead)?;
    let page = query.request();
    let page = app
        .workspace(&actor.workspace)
        .read(move |tx| tx.mails().suppressions(&page))
        .await?;
    Ok(Json(ListPage::of(page, None, Suppression::from)))
}

/// Writes no more to an address; what waits for it is not sent.
#[utoipa::path(post, path = "/mail/suppressions", tag = "Mail", operation_id = "addMailSuppression",
    request_body = SuppressionInput, responses((status = 204, description = "It is not written to")))]
pub async fn add_suppression(
    State(app): State<AppState>,
    actor: Actor,
    Body(input): Body<SuppressionInput>,
) -> Result<StatusCode, Problem> {
    actor.require(Operation::MailWrite)?;
    let address: MailAddress = input
        .address
        .parse()
        .map_err(|_| Problem::invalid_field("address", "Write a mail address such as ada@example.com."))?;
    app.engine
        .suppress_mail(&actor.workspace, address, SuppressionReason::Manual)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Writes to an address again.
#[utoipa::path(delete, path = "/mail/suppressions/{address}", tag = "Mail", operation_id = "removeMailSuppression",
    params(("address" = String, Path, description = "The address")),
    responses((status = 204, description = "It is written to again"), (status = 404, description = "It is not on the list")))]
pub async fn remove_suppression(
    State(app): State<AppState>,
    actor: Actor,
    Path(address): Path<String>,
) -> Result<StatusCode, Problem> {
    actor.require(Operation::MailWrite)?;
    let address: MailAddress = address.parse().map_err(|_| ProblemCode::NotFound)?;
    let removed = app
        .workspace(&actor.workspace)
        .write(move |tx| tx.mails().unsuppress(&address))
        .await?;
    if removed {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(ProblemCode::NotFound.into())
    }
}

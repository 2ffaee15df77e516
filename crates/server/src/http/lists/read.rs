//! Reads a request's file or pasted text as a list of leads.

use bytes::Bytes;
use outdial_domain::list::{LeadTable, LeadTableError, read_leads};
use outdial_domain::phone::is_region;
use serde::Deserialize;
use utoipa::ToSchema;

use super::columns::ColumnQuery;
use crate::http::AppState;
use crate::http::auth::Actor;
use crate::http::numbers::ListBody;
use crate::http::problem::{Problem, ProblemCode};

/// Pasted text instead of a file.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ListText {
    /// The rows, the first one with the names of the columns if there are any.
    pub text: String,
}

/// Reads a list off the request threads: a large one takes a noticeable part of a second.
///
/// # Errors
/// When it is empty or too large, or a chosen column is not in it.
pub async fn read(
    app: &AppState,
    actor: &Actor,
    query: &ColumnQuery,
    body: ListBody,
) -> Result<LeadTable, Problem> {
    let region = region(app, actor, query).await?;
    let bytes = match body {
        ListBody::File(bytes) => bytes,
        ListBody::Json(bytes) => Bytes::from(ListBody::json::<ListText>(&bytes)?.text),
    };
    let choices = query.choices();
    tokio::task::spawn_blocking(move || read_leads(&bytes, &region, &choices))
        .await
        .map_err(|why| Problem::internal(&why))?
        .map_err(problem)
}

async fn region(app: &AppState, actor: &Actor, query: &ColumnQuery) -> Result<String, Problem> {
    match query.default_region.as_deref().map(str::trim) {
        None | Some("") => Ok(app.default_region(&actor.workspace).await?),
        Some(region) if is_region(region) => Ok(region.to_owned()),
        Some(_) => Err(Problem::invalid_field(
            "default_region",
            "The country is not known; use two letters such as US.",
        )),
    }
}

fn problem(why: LeadTableError) -> Problem {
    let sentence = why.to_string();
    match why {
        LeadTableError::Empty => ProblemCode::ListEmpty.into(),
        LeadTableError::TooLarge | LeadTableError::TooManyLines => {
            Problem::new(ProblemCode::ListTooLarge).detail(sentence)
        }
        LeadTableError::NoSuchColumn(choice) => {
            Problem::invalid_field(&format!("{}_column", choice.field), sentence)
        }
    }
}

//! `POST /lists/preview`: what a file would become.

use axum::Json;
use axum::extract::State;
use outdial_domain::list::{Column, LeadLine};
use serde::Serialize;
use utoipa::ToSchema;

use super::columns::ColumnQuery;
use super::judge::{JudgedList, judge};
use super::read::{ListText, read};
use super::wire::{ListLineError, ListMapping, ListRowCounts};
use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::numbers::ListBody;
use crate::http::problem::Problem;
use crate::http::request::Query;

/// What a list would become.
#[derive(Debug, Serialize, ToSchema)]
pub struct ListPreview {
    /// Its columns.
    pub columns: Vec<ListColumn>,
    /// Whether its first row names them.
    pub has_header: bool,
    /// Which of them holds which field.
    pub mapping: ListMapping,
    /// Its first rows.
    pub rows: Vec<ListPreviewRow>,
    /// How many rows of which kind; while a required column is missing only `rows` is counted.
    pub counts: ListRowCounts,
    /// The first rows that become no leads.
    pub errors: Vec<ListLineError>,
    /// Required fields that no column holds: `name`, `company`, `phone`. One column may be chosen for two of them.
    pub missing: Vec<String>,
}

/// One column.
#[derive(Debug, Serialize, ToSchema)]
pub struct ListColumn {
    /// Its place, from 0.
    pub index: usize,
    /// Its heading; empty when nobody named it.
    pub header: String,
    /// Its first values.
    pub sample: Vec<String>,
}

/// One row.
#[derive(Debug, Serialize, ToSchema)]
pub struct ListPreviewRow {
    /// Its line, from 1.
    pub line: u32,
    /// The person.
    #[schema(required)]
    pub contact_name: Option<String>,
    /// The company.
    #[schema(required)]
    pub company_name: Option<String>,
    /// E.164; null when it is not a number.
    #[schema(required)]
    pub phone: Option<String>,
    /// As people of its country write it; as it was written when it is not a number.
    pub phone_display: String,
    /// The person's title or position.
    #[schema(required)]
    pub title: Option<String>,
    /// Why this becomes no lead: a stable code.
    #[schema(required)]
    pub code: Option<String>,
    /// The same for people.
    #[schema(required)]
    pub reason: Option<String>,
}

/// Looks at a list without keeping anything: its columns, what they seem to hold, and what is wrong with its rows.
/// Send the file itself, in any usual encoding and with any usual separator, or JSON with the text.
#[utoipa::path(post, path = "/lists/preview", tag = "Leads", operation_id = "previewList", params(ColumnQuery),
    request_body(content((ListText = "application/json"), (String = "text/csv"), (Vec<u8> = "application/octet-stream"))),
    responses((status = 200, description = "What it would become", body = ListPreview),
        (status = 413, description = "More than 10 MB or 100,000 lines"),
        (status = 422, description = "Nothing is in it (`list.empty`), or a chosen column is not")))]
pub async fn preview_list(
    State(app): State<AppState>,
    actor: Actor,
    Query(query): Query<ColumnQuery>,
    body: ListBody,
) -> Result<Json<ListPreview>, Problem> {
    actor.require(Operation::LeadsRead)?;
    let known = query.known()?;
    let table = read(&app, &actor, &query, body).await?;
    let JudgedList { table, .. } = judge(&app, &actor, table, known).await?;
    Ok(Json(ListPreview {
        has_header: table.has_header,
        mapping: ListMapping::of(&table.mapping),
        rows: table.lines.iter().take(ROWS_SHOWN).map(row).collect(),
        counts: table.counts.into(),
        errors: ListLineError::first_of(&table),
        missing: table.missing.iter().map(|field| (*field).to_owned()).collect(),
        columns: table.columns.into_iter().map(column).collect(),
    }))
}

fn column(column: Column) -> ListColumn {
    ListColumn {
        index: column.index,
        header: column.header,
        sample: column.sample,
    }
}

fn row(line: &LeadLine) -> ListPreviewRow {
    let phone = line.result.as_ref().ok();
    let objection = line.objection();
    ListPreviewRow {
        line: line.line_no,
        contact_name: line.contact_name.clone(),
        company_name: line.company_name.clone(),
        phone: phone.map(|phone| phone.e164().to_owned()),
        phone_display: phone.map_or_else(
            || line.written.clone().unwrap_or_default(),
            outdial_domain::PhoneNumber::international,
        ),
        title: line.title.clone(),
        code: objection.as_ref().map(|error| error.code.to_owned()),
        reason: objection.map(|error| error.message),
    }
}

/// Enough to see whether the columns are right.
const ROWS_SHOWN: usize = 50;

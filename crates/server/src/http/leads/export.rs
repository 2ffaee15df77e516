//! `GET /leads/export.csv`: what the table shows, as a spreadsheet.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::{StreamExt as _, stream};
use outdial_domain::list::escape_cell;
use outdial_store::{LeadFilter, LeadRow, LeadSort, PageRequest};
use serde::Deserialize;
use serde_json::json;
use utoipa::IntoParams;

use super::query::{CustomQuery, LeadQuery};
use super::view::LeadView;
use crate::http::AppState;
use crate::http::audit::Entry;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::Problem;
use crate::http::request::Query;

/// Which columns a file has.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ColumnsQuery {
    /// Fields of a lead, separated by commas: `contact_name`, `company_name`, `phone`, `phone_2` to `phone_5`, `title`,
    /// `email`, `time_zone`, `region`, `status`, `disposition`, `call_attempts`, `last_called_at`, `last_outcome`,
    /// `callback_at`, `notes`, `tags`, `created_at`, `id`, `list_id`, `list` (its name), `line`, `phone_display`, `numbers`,
    /// `zones`, `last_call_id`, or `custom.` and the name of a field. The usual ones
    /// when absent.
    columns: Option<String>,
}

/// The filtered leads as CSV (UTF-8 with a byte-order mark, so that spreadsheets read it). Cells that a spreadsheet would
/// take for a formula are written with a leading apostrophe; imports take it off again.
#[utoipa::path(get, path = "/leads/export.csv", tag = "Leads", operation_id = "exportLeads",
    params(LeadQuery, ColumnsQuery),
    responses((status = 200, content_type = "text/csv", body = String),
        (status = 422, description = "A filter or a column makes no sense")))]
pub async fn export_leads(
    State(app): State<AppState>,
    actor: Actor,
    Query(query): Query<LeadQuery>,
    Query(columns): Query<ColumnsQuery>,
    custom: CustomQuery,
) -> Result<Response, Problem> {
    actor.require(Operation::LeadsExport)?;
    let region = app.default_region(&actor.workspace).await?;
    let (filter, order) = (query.filter(&region, custom)?, query.order()?);
    let columns = read_columns(columns.columns.as_deref())?;
    let entry = Entry::by(&actor)
        .subject(&"leads")
        .detail(json!({"columns": columns}))
        .row(&app, "leads.exported");
    app.workspace(&actor.workspace)
        .write(move |tx| tx.audit().add(&entry))
        .await?;
    let export = Export {
        app,
        actor,
        filter,
        order,
        columns,
        next: Next::Head,
    };
    // Compression asks once more after the end, which a bare unfold forbids.
    let body = Body::from_stream(stream::unfold(export, Export::part).fuse());
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"leads.csv\""),
    ];
    Ok((headers, body).into_response())
}

struct Export {
    app: AppState,
    actor: Actor,
    filter: LeadFilter,
    order: LeadSort,
    columns: Vec<String>,
    next: Next,
}

enum Next {
    Head,
    Page(Option<String>),
    Done,
}

impl Export {
    /// One page at a time: an export of a million leads needs no more memory than one of a hundred.
    async fn part(mut self) -> Option<(Result<Bytes, std::io::Error>, Self)> {
        match std::mem::replace(&mut self.next, Next::Done) {
            Next::Head => {
                self.next = Next::Page(None);
                let head = format!("\u{feff}{}", line(self.columns.iter().map(String::as_str)));
                Some((Ok(Bytes::from(head)), self))
            }
            Next::Page(cursor) => {
                let part = self.page(cursor).await;
                Some((part, self))
            }
            Next::Done => None,
        }
    }

    async fn page(&mut self, cursor: Option<String>) -> Result<Bytes, std::io::Error> {
        let (filter, order) = (self.filter.clone(), self.order.clone());
        let page = PageRequest { cursor, limit: PAGE };
        let workspace = self.app.store.workspace(self.actor.workspace.clone());
        let (page, lists) = workspace
            .read(move |tx| {
                let page = tx.leads().list(&filter, &order, &page)?;
                let mut lists = BTreeMap::new();
                for row in &page.items {
                    if !lists.contains_key(&row.list_id) {
                        let name = tx.lists().get(&row.list_id)?.map(|list| list.name);
                        lists.insert(row.list_id.clone(), name.unwrap_or_default());
                    }
                }
                Ok((page, lists))
            })
            .await
            .map_err(|why| {
                tracing::error!(error = %why, "an export broke off");
                std::io::Error::other("the database failed while the export was written")
            })?;
        if page.next_cursor.is_some() {
            self.next = Next::Page(page.next_cursor);
        }
        let now = self.app.now();
        let mut text = String::new();
        for row in &page.items {
            let view = LeadView::of(row, now);
            let list = lists.get(&row.list_id).map_or("", String::as_str);
            let cells: Vec<String> = self
                .columns
                .iter()
                .map(|column| cell(row, &view, list, column))
                .collect();
            text.push_str(&line(cells.iter().map(String::as_str)));
        }
        Ok(Bytes::from(text))
    }
}

/// One line; escaped cells bring their own quotes.
fn line<'a>(cells: impl Iterator<Item = &'a str>) -> String {
    let cells: Vec<_> = cells.map(escape_cell).collect();
    cells.join(",") + "\n"
}

fn read_columns(words: Option<&str>) -> Result<Vec<String>, Problem> {
    let words = words
        .map(str::trim)
        .filter(|words| !words.is_empty())
        .unwrap_or(USUAL);
    let columns: Vec<String> = words.split(',').map(|word| word.trim().to_owned()).collect();
    let is_known = |column: &String| {
        let is_custom = column
            .strip_prefix("custom.")
            .is_some_and(|field| !field.is_empty());
        is_custom || KNOWN.contains(&column.as_str())
    };
    if columns.len() > COLUMNS_MAX {
        return Err(Problem::invalid_field(
            "columns",
            format!("at most {COLUMNS_MAX} columns"),
        ));
    }
    match columns.iter().find(|column| !is_known(column)) {
        Some(column) => Err(Problem::invalid_field(
            "columns",
            format!("\"{column}\" is no column of leads"),
        )),
        None => Ok(columns),
    }
}

fn cell(row: &LeadRow, view: &LeadView, list: &str, column: &str) -> String {
    if let Some(field) = column.strip_prefix("custom.") {
        return row.custom.get(field).cloned().unwrap_or_default();
    }
    let number = |place: usize| view.numbers.get(place).map(|number| number.phone.clone());
    let text = match column {
        "contact_name" => view.contact_name.clone(),
        "company_name" => view.company_name.clone(),
        "phone" => number(0),
        "phone_2" => number(1),
        "phone_3" => number(2),
        "phone_4" => number(3),
        "phone_5" => number(4),
        "title" => view.title.clone(),
        "email" => view.email.clone(),
        "time_zone" => view.time_zone.clone(),
        "region" => view.region.clone(),
        "status" => Some(view.status.clone()),
        "disposition" => view.disposition.clone(),
        "call_attempts" => Some(view.call_attempts.to_string()),
        "last_called_at" => view.last_called_at.clone(),
        "last_outcome" => view.last_outcome.clone(),
        "callback_at" => view.callback_at.clone(),
        "notes" => view.notes.clone(),
        "tags" => Some(view.tags.join(", ")),
        "created_at" => Some(view.created_at.clone()),
        "id" => Some(view.id.clone()),
        "list_id" => Some(view.list_id.clone()),
        "list" => Some(list.to_owned()),
        "line" => Some(view.line.to_string()),
        "phone_display" => Some(view.phone_display.clone()),
        "numbers" => Some(
            row.phones()
                .map(|phone| phone.e164())
                .collect::<Vec<_>>()
                .join(" "),
        ),
        "zones" => Some(view.zones.join(" ")),
        "last_call_id" => view.last_call_id.clone(),
        _ => None,
    };
    text.unwrap_or_default()
}

const KNOWN: [&str; 28] = [
    "contact_name",
    "company_name",
    "phone",
    "phone_2",
    "phone_3",
    "phone_4",
    "phone_5",
    "title",
    "email",
    "time_zone",
    "region",
    "status",
    "disposition",
    "call_attempts",
    "last_called_at",
    "last_outcome",
    "callback_at",
    "notes",
    "tags",
    "created_at",
    "id",
    "list_id",
    "list",
    "line",
    "phone_display",
    "numbers",
    "zones",
    "last_call_id",
];
/// What an import reads again, and where the lead stands.
const USUAL: &str = "contact_name,company_name,phone,phone_2,title,email,time_zone,status,disposition,call_attempts,\
                     last_called_at,notes,tags";
const COLUMNS_MAX: usize = 100;
const PAGE: u32 = 1_000;

//! `GET /leads/export.csv`: what the table shows, as a spreadsheet.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::response::Response;
use outdial_domain::Timestamp;
use outdial_domain::ids::ListId;
use outdial_store::{LeadRow, PageRequest, StoreError, Tx};
use serde::Deserialize;
use serde_json::json;
use utoipa::IntoParams;

use super::query::{CustomQuery, LeadQuery};
use super::view::LeadView;
use crate::http::AppState;
use crate::http::audit::Entry;
use crate::http::auth::{Actor, Operation};
use crate::http::csv::{self, CsvPart};
use crate::http::problem::Problem;
use crate::http::request::Query;

/// Which columns a file has.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ColumnsQuery {
    /// Fields of a lead, separated by commas: `contact_name`, `company_name`, `phone`, `phone_2` to `phone_5`, `title`,
    /// `email`, `time_zone`, `region`, `status`, `disposition`, `result`, `call_attempts`, `last_called_at`,
    /// `last_outcome`, `callback_at`, `notes`, `tags`, `created_at`, `id`, `list_id`, `list` (its name), `line`, `phone_display`, `numbers`,
    /// `zones`, `last_call_id`, `consents`, or `custom.` and the name of a field. The usual ones
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
    let head = csv::line(&columns);
    let rows = app.workspace(&actor.workspace);
    Ok(csv::parts("leads.csv", &head, move |cursor| {
        let (rows, now, columns) = (rows.clone(), app.now(), columns.clone());
        let (filter, order) = (filter.clone(), order.clone());
        let page = PageRequest {
            cursor,
            limit: csv::PART_LINES,
        };
        async move {
            rows.read(move |tx| {
                let page = tx.leads().list(&filter, &order, &page)?;
                let text = lines(tx, &page.items, &columns, now)?;
                Ok(CsvPart {
                    text,
                    next_cursor: page.next_cursor,
                })
            })
            .await
        }
    }))
}

fn lines(
    tx: &mut Tx<'_>,
    leads: &[LeadRow],
    columns: &[String],
    now: Timestamp,
) -> Result<String, StoreError> {
    let mut lists = BTreeMap::<ListId, String>::new();
    let mut text = String::new();
    for row in leads {
        if !lists.contains_key(&row.list_id) {
            let name = tx.lists().get(&row.list_id)?.map(|list| list.name);
            lists.insert(row.list_id.clone(), name.unwrap_or_default());
        }
        let list = lists.get(&row.list_id).map_or("", String::as_str);
        let view = LeadView::of(row, now);
        let cells: Vec<String> = columns
            .iter()
            .map(|column| cell(row, &view, list, column))
            .collect();
        text.push_str(&csv::line(&cells));
    }
    Ok(text)
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
        "result" => view.result.clone(),
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
        "consents" => Some(view.consents.join(", ")),
        _ => None,
    };
    text.unwrap_or_default()
}

const KNOWN: [&str; 30] = [
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
    "result",
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
    "consents",
];
/// What an import reads again, and where the lead stands.
const USUAL: &str = "contact_name,company_name,phone,phone_2,title,email,time_zone,status,disposition,result,\
                     call_attempts,last_called_at,notes,tags";
const COLUMNS_MAX: usize = 100;

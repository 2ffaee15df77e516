//! `GET /api/v1/calls.csv`: what the list shows, as a spreadsheet.

use axum::extract::State;
use axum::response::Response;
use outdial_store::PageRequest;

use super::query::CallQuery;
use super::view::CallView;
use crate::http::AppState;
use crate::http::audit::Entry;
use crate::http::auth::{Actor, Operation};
use crate::http::csv::{self, CsvPart};
use crate::http::problem::Problem;
use crate::http::request::Query;

/// The filtered call log as CSV (UTF-8 with a byte-order mark, so that spreadsheets read it). Cells that a
/// spreadsheet would take for a formula are written with a leading apostrophe.
#[utoipa::path(
    get, path = "/calls.csv", tag = "Calls", operation_id = "exportCalls", params(CallQuery),
    responses((status = 200, content_type = "text/csv", body = String))
)]
pub async fn export_calls(
    State(app): State<AppState>,
    actor: Actor,
    Query(query): Query<CallQuery>,
) -> Result<Response, Problem> {
    actor.require(Operation::CallsExport)?;
    let (filter, order) = (query.filter()?, query.order()?);
    let entry = Entry::by(&actor).subject(&"call log").row(&app, "calls.exported");
    app.workspace(&actor.workspace)
        .write(move |tx| tx.audit().add(&entry))
        .await?;
    let rows = app.workspace(&actor.workspace);
    Ok(csv::parts("calls.csv", &csv::line(&HEAD), move |cursor| {
        let (rows, filter) = (rows.clone(), filter.clone());
        let names = app.carrier_names(&actor.workspace);
        let page = PageRequest {
            cursor,
            limit: csv::PART_LINES,
        };
        async move {
            let page = rows
                .read(move |tx| tx.calls().list(&filter, order, &page))
                .await?;
            let lines = page
                .items
                .iter()
                .map(|row| csv::line(&cells(&CallView::of(row, &names))));
            Ok(CsvPart {
                text: lines.collect(),
                next_cursor: page.next_cursor,
            })
        }
    }))
}

fn cells(call: &CallView) -> [String; 14] {
    let or_empty = |text: &Option<String>| text.clone().unwrap_or_default();
    [
        call.id.clone(),
        or_empty(&call.name),
        call.phone.clone(),
        call.state.clone(),
        or_empty(&call.outcome),
        call.rule
            .as_ref()
            .map(|rule| rule.code.clone())
            .unwrap_or_default(),
        or_empty(&call.verdict),
        call.created_at.clone(),
        or_empty(&call.dialed_at),
        or_empty(&call.answered_at),
        or_empty(&call.ended_at),
        call.talk_ms.map(|ms| ms.to_string()).unwrap_or_default(),
        call.cost
            .as_ref()
            .map(|cost| format!("{} {}", cost.amount, cost.currency))
            .unwrap_or_default(),
        call.message.clone(),
    ]
}

const HEAD: [&str; 14] = [
    "id",
    "name",
    "phone",
    "state",
    "outcome",
    "rule",
    "verdict",
    "created_at",
    "dialed_at",
    "answered_at",
    "ended_at",
    "talk_ms",
    "cost",
    "message",
];

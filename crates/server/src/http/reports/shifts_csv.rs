//! `GET /reports/shifts/export.csv`: the shifts as a spreadsheet.

use axum::extract::State;
use axum::response::Response;
use outdial_store::PageRequest;
use serde_json::json;

use super::shifts::{Shift, ShiftQuery};
use crate::http::AppState;
use crate::http::audit::Entry;
use crate::http::auth::Actor;
use crate::http::csv::{self, CsvPart};
use crate::http::problem::Problem;
use crate::http::request::Query;

/// The shifts as CSV, the newest first (UTF-8 with a byte-order mark, so that spreadsheets read it). Cells that a
/// spreadsheet would take for a formula are written with a leading apostrophe.
#[utoipa::path(get, path = "/reports/shifts/export.csv", tag = "Reports", operation_id = "exportShifts", params(ShiftQuery),
    responses((status = 200, content_type = "text/csv", body = String),
        (status = 403, description = "Somebody else's shifts, and no right to see reports"),
        (status = 422, description = "A part of the query makes no sense")))]
pub async fn export_shifts(
    State(app): State<AppState>,
    actor: Actor,
    Query(query): Query<ShiftQuery>,
) -> Result<Response, Problem> {
    let filter = app.shifts_of(&actor, &query)?;
    let entry = Entry::by(&actor)
        .subject(&"shifts")
        .detail(json!({"from": filter.from.to_string(), "to": filter.to.to_string()}))
        .row(&app, "shifts.exported");
    let rows = app.workspace(&actor.workspace);
    rows.write(move |tx| tx.audit().add(&entry)).await?;
    let now = app.now();
    Ok(csv::parts("shifts.csv", &csv::line(&HEAD), move |cursor| {
        let (rows, filter) = (rows.clone(), filter.clone());
        let page = PageRequest {
            cursor,
            limit: csv::PART_LINES,
        };
        async move {
            let page = rows
                .read(move |tx| tx.reports().shifts(&filter, &page, now))
                .await?;
            let lines = page
                .items
                .into_iter()
                .map(|row| csv::line(&cells(Shift::from(row))));
            Ok(CsvPart {
                text: lines.collect(),
                next_cursor: page.next_cursor,
            })
        }
    }))
}

fn cells(shift: Shift) -> [String; 15] {
    let pauses = shift.pauses.iter().map(|(reason, ms)| {
        let reason = if reason.is_empty() { "no reason" } else { reason };
        format!("{reason}: {ms}")
    });
    let pauses: Vec<_> = pauses.collect();
    [
        shift.seat_id,
        shift.user_id,
        shift.name,
        shift.campaign_id,
        shift.campaign_name,
        shift.signed_in_at,
        shift.signed_out_at.unwrap_or_default(),
        shift.ready_ms.to_string(),
        shift.on_call_ms.to_string(),
        shift.wrap_up_ms.to_string(),
        shift.paused_ms.to_string(),
        shift.other_ms.to_string(),
        pauses.join("; "),
        shift.calls.to_string(),
        shift.talk_ms.to_string(),
    ]
}

const HEAD: [&str; 15] = [
    "seat_id",
    "user_id",
    "name",
    "campaign_id",
    "campaign_name",
    "signed_in_at",
    "signed_out_at",
    "ready_ms",
    "on_call_ms",
    "wrap_up_ms",
    "paused_ms",
    "other_ms",
    "pauses",
    "calls",
    "talk_ms",
];

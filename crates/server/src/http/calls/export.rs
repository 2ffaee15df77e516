//! `GET /api/v1/calls.csv`: what the list shows, as a spreadsheet.

use axum::body::Body;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::{StreamExt as _, stream};
use outdial_domain::list::escape_cell;
use outdial_store::{CallFilter, PageRequest, Sort};

use super::query::CallQuery;
use super::view::CallView;
use crate::http::AppState;
use crate::http::audit::Entry;
use crate::http::auth::{Actor, Operation};
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
    let export = Export {
        app,
        actor,
        filter,
        order,
        next: Next::Head,
    };
    // Compression asks once more after the end, which a bare unfold forbids.
    let body = Body::from_stream(stream::unfold(export, Export::part).fuse());
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"calls.csv\""),
    ];
    Ok((headers, body).into_response())
}

struct Export {
    app: AppState,
    actor: Actor,
    filter: CallFilter,
    order: Sort,
    next: Next,
}

enum Next {
    Head,
    Page(Option<String>),
    Done,
}

impl Export {
    /// One page at a time: an export of a million calls needs no more memory than one of a hundred.
    async fn part(mut self) -> Option<(Result<Bytes, std::io::Error>, Self)> {
        match std::mem::replace(&mut self.next, Next::Done) {
            Next::Head => {
                self.next = Next::Page(None);
                Some((Ok(Bytes::from_static(HEAD.as_bytes())), self))
            }
            Next::Page(cursor) => {
                let part = self.page(cursor).await;
                Some((part, self))
            }
            Next::Done => None,
        }
    }

    async fn page(&mut self, cursor: Option<String>) -> Result<Bytes, std::io::Error> {
        let (filter, order) = (self.filter.clone(), self.order);
        let page = PageRequest { cursor, limit: PAGE };
        let workspace = self.app.store.workspace(self.actor.workspace.clone());
        let page = workspace
            .read(move |tx| tx.calls().list(&filter, order, &page))
            .await
            .map_err(|why| {
                tracing::error!(error = %why, "an export broke off");
                std::io::Error::other("the database failed while the export was written")
            })?;
        if page.next_cursor.is_some() {
            self.next = Next::Page(page.next_cursor);
        }
        let names = self.app.carrier_names(&self.actor.workspace);
        let rows = page.items.iter().map(|row| line(&CallView::of(row, &names)));
        Ok(Bytes::from(rows.collect::<String>()))
    }
}

/// One line; escaped cells bring their own quotes.
fn line(call: &CallView) -> String {
    let cells = cells(call);
    let cells: Vec<_> = cells.iter().map(|cell| escape_cell(cell)).collect();
    cells.join(",") + "\n"
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

const HEAD: &str = "\u{feff}id,name,phone,state,outcome,rule,verdict,created_at,dialed_at,answered_at,ended_at,talk_ms,cost,message\n";
const PAGE: u32 = 1_000;

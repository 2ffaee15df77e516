//! `GET /reports/campaigns/{id}/export.csv`: the same report as a spreadsheet.

use std::collections::BTreeSet;

use axum::extract::State;
use axum::response::Response;
use outdial_domain::call::Outcome;
use outdial_domain::ids::CampaignId;
use serde_json::json;

use super::campaign::CampaignReport;
use super::query::ReportQuery;
use super::rows::ReportRow;
use crate::http::AppState;
use crate::http::audit::Entry;
use crate::http::auth::{Actor, Operation};
use crate::http::csv;
use crate::http::problem::Problem;
use crate::http::request::{Id, Query};

/// The same as CSV, the total last (UTF-8 with a byte-order mark, so that spreadsheets read it). Rates that are not
/// known are empty cells. Cells that a spreadsheet would take for a formula are written with a leading apostrophe.
#[utoipa::path(get, path = "/reports/campaigns/{id}/export.csv", tag = "Reports", operation_id = "exportCampaignReport",
    params(("id" = String, Path, description = "`cmp_...`"), ReportQuery),
    responses((status = 200, content_type = "text/csv", body = String),
        (status = 404, description = "No such campaign"), (status = 422, description = "A part of the query makes no sense")))]
pub async fn export_campaign_report(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<CampaignId>,
    Query(query): Query<ReportQuery>,
) -> Result<Response, Problem> {
    actor.require(Operation::ReportsRead)?;
    let report = app.campaign_report(&actor, id.clone(), &query).await?;
    let entry = Entry::by(&actor)
        .subject(&id)
        .detail(json!({"by": report.by, "from": report.from, "to": report.to}))
        .row(&app, "report.exported");
    app.workspace(&actor.workspace)
        .write(move |tx| tx.audit().add(&entry))
        .await?;
    Ok(csv::file(&format!("calls-by-{}.csv", report.by), &lines(&report)))
}

fn lines(report: &CampaignReport) -> String {
    let columns = Columns::of(report);
    let mut text = csv::line(&columns.head(&report.by));
    for row in report.rows.iter().chain([&report.total]) {
        text.push_str(&csv::line(&columns.cells(row)));
    }
    text
}

/// What differs from report to report.
struct Columns {
    dispositions: BTreeSet<String>,
    currencies: BTreeSet<String>,
}

impl Columns {
    /// Whatever is in some row is in the total.
    fn of(report: &CampaignReport) -> Self {
        Self {
            dispositions: report.total.dispositions.keys().cloned().collect(),
            currencies: report
                .total
                .cost
                .known
                .iter()
                .map(|sum| sum.currency.clone())
                .collect(),
        }
    }

    fn head(&self, by: &str) -> Vec<String> {
        let mut cells: Vec<String> = [by, "label"]
            .into_iter()
            .chain(FIGURES)
            .map(str::to_owned)
            .collect();
        cells.extend(Outcome::ALL.map(|outcome| format!("outcome_{}", outcome.as_str())));
        cells.extend(self.dispositions.iter().map(|code| format!("disposition_{code}")));
        cells.extend(self.currencies.iter().map(|currency| format!("cost_{currency}")));
        cells.push("cost_unknown_calls".to_owned());
        cells
    }

    fn cells(&self, row: &ReportRow) -> Vec<String> {
        let known = |number: Option<i64>| number.map(|number| number.to_string()).unwrap_or_default();
        let count = |calls: Option<&u64>| calls.copied().unwrap_or(0).to_string();
        let mut cells = vec![
            row.key.clone(),
            row.label.clone(),
            row.dialed.to_string(),
            row.answered.to_string(),
            known(row.answer_rate_permille),
            row.live_answers.to_string(),
            row.machines.to_string(),
            row.voicemails.to_string(),
            row.talks.to_string(),
            row.talk_ms.to_string(),
            known(row.average_talk_ms),
            row.abandoned.to_string(),
            row.abandon_permille
                .map(|permille| permille.to_string())
                .unwrap_or_default(),
        ];
        cells.extend(Outcome::ALL.map(|outcome| count(row.outcomes.get(outcome.as_str()))));
        cells.extend(
            self.dispositions
                .iter()
                .map(|code| count(row.dispositions.get(code))),
        );
        cells.extend(self.currencies.iter().map(|currency| {
            let sum = row.cost.known.iter().find(|sum| sum.currency == *currency);
            sum.map(|sum| sum.amount.clone()).unwrap_or_default()
        }));
        cells.push(row.cost.unknown.to_string());
        cells
    }
}

const FIGURES: [&str; 11] = [
    "dialed",
    "answered",
    "answer_rate_permille",
    "live_answers",
    "machines",
    "voicemails",
    "talks",
    "talk_ms",
    "average_talk_ms",
    "abandoned",
    "abandon_permille",
];

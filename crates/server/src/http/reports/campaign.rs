//! `GET /reports/campaigns/{id}`: what a campaign's calls came to, by hour, day, list, caller ID or agent.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use outdial_domain::PhoneNumber;
use outdial_domain::ids::CampaignId;
use outdial_domain::report::ReportSum;
use outdial_store::{CampaignRow, ReportDimension, StoreError, Tx};
use serde::Serialize;
use utoipa::ToSchema;

use super::query::{By, ReportQuery, Wanted};
use super::rows::ReportRow;
use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::{Id, Query};

/// What a campaign's calls came to.
#[derive(Debug, Serialize, ToSchema)]
pub struct CampaignReport {
    /// `cmp_...`
    pub campaign_id: String,
    /// By what calls are told apart: `hour`, `day`, `list`, `caller_id` or `agent`.
    pub by: String,
    /// The beginning, on a quarter of an hour.
    pub from: String,
    /// The end, on a quarter of an hour.
    pub to: String,
    /// The time zone of hours and days.
    pub zone: String,
    /// Each kind of calls; kinds without calls are left out.
    pub rows: Vec<ReportRow>,
    /// All of them.
    pub total: ReportRow,
}

/// What a campaign's calls came to, by hour of the day, day, list, caller ID or agent. A call counts in the hour in which
/// it was dialled, for the list that its lead was in when it was planned and for the agent who talked to the callee last.
/// Calls that were cleared from the log count as well.
#[utoipa::path(get, path = "/reports/campaigns/{id}", tag = "Reports", operation_id = "reportCampaign",
    params(("id" = String, Path, description = "`cmp_...`"), ReportQuery),
    responses((status = 200, description = "What they came to", body = CampaignReport),
        (status = 404, description = "No such campaign"), (status = 422, description = "A part of the query makes no sense")))]
pub async fn report_campaign(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<CampaignId>,
    Query(query): Query<ReportQuery>,
) -> Result<Json<CampaignReport>, Problem> {
    actor.require(Operation::ReportsRead)?;
    app.campaign_report(&actor, id, &query).await.map(Json)
}

impl AppState {
    pub(super) async fn campaign_report(
        &self,
        actor: &Actor,
        id: CampaignId,
        query: &ReportQuery,
    ) -> Result<CampaignReport, Problem> {
        let (wanted, now) = (Wanted::of(query)?, self.now());
        self.workspace(&actor.workspace)
            .read(move |tx| {
                let Some(campaign) = tx.campaigns().get(&id)? else {
                    return Ok(Err(ProblemCode::CampaignNotFound.into()));
                };
                report(tx, &campaign, &wanted, now)
            })
            .await?
    }
}

fn report(
    tx: &mut Tx<'_>,
    campaign: &CampaignRow,
    wanted: &Wanted,
    now: outdial_domain::Timestamp,
) -> Result<Result<CampaignReport, Problem>, StoreError> {
    let span = match wanted.span(campaign, now) {
        Ok(span) => span,
        Err(problem) => return Ok(Err(problem)),
    };
    let Some((zone, clock)) = wanted.clock(campaign) else {
        return Ok(Err(Problem::internal(&"the time zone UTC is not known")));
    };
    let kinds = match wanted.by {
        By::Hour | By::Day => {
            let mut kinds = BTreeMap::<String, ReportSum>::new();
            for (at, sum) in tx.reports().by_quarter(&span)? {
                let key = match wanted.by {
                    By::Hour => clock.hour(at),
                    By::Day | By::List | By::CallerId | By::Agent => clock.day(at),
                };
                kinds.entry(key).or_default().add(&sum);
            }
            kinds.into_iter().collect()
        }
        By::List => tx.reports().by(&span, ReportDimension::List)?,
        By::CallerId => tx.reports().by(&span, ReportDimension::CallerId)?,
        By::Agent => tx.reports().by(&span, ReportDimension::Agent)?,
    };
    let mut total = ReportSum::default();
    let mut rows = Vec::with_capacity(kinds.len());
    for (key, sum) in kinds {
        total.add(&sum);
        let label = label(tx, wanted.by, &key)?;
        rows.push(ReportRow::of(key, label, &sum));
    }
    if !matches!(wanted.by, By::Hour | By::Day) {
        // By name, and those that have none last.
        rows.sort_by_cached_key(|row| (row.key.is_empty(), row.label.to_lowercase(), row.key.clone()));
    }
    let (from, to) = span.rounded();
    Ok(Ok(CampaignReport {
        campaign_id: campaign.id.to_string(),
        by: wanted.by.word().to_owned(),
        from: from.to_string(),
        to: to.to_string(),
        zone,
        rows,
        total: ReportRow::of("total".to_owned(), "Total".to_owned(), &total),
    }))
}

/// A key for people; what was removed since keeps its key.
fn label(tx: &mut Tx<'_>, by: By, key: &str) -> Result<String, StoreError> {
    let name = match by {
        By::Hour => Some(format!("{key}:00")),
        By::Day => Some(key.to_owned()),
        By::List if key.is_empty() => Some("No list".to_owned()),
        By::List => match key.parse() {
            Ok(id) => tx.lists().get(&id)?.map(|list| list.name),
            Err(_) => None,
        },
        By::CallerId if key.is_empty() => Some("No caller ID".to_owned()),
        By::CallerId => PhoneNumber::from_e164(key)
            .ok()
            .map(|phone| phone.international()),
        By::Agent if key.is_empty() => Some("No agent".to_owned()),
        By::Agent => match key.parse() {
            Ok(id) => tx.users().get(&id)?.map(|user| user.name),
            Err(_) => None,
        },
    };
    Ok(name.unwrap_or_else(|| key.to_owned()))
}

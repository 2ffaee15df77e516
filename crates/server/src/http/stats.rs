//! `GET /api/v1/stats`: what came of the calls.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use outdial_domain::call::{Cost, Outcome};
use outdial_store::{CallStats, HourStats, StatsFilter};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::calls::instant;
use crate::http::money::Money;
use crate::http::problem::Problem;
use crate::http::request::Query;

/// Statistics.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(show_stats))
}

/// Which calls the statistics are about.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct StatsQuery {
    /// Created at or after this time (RFC 3339; whole hours).
    pub from: Option<String>,
    /// Created before this time (RFC 3339; whole hours).
    pub to: Option<String>,
    /// Calls of this run.
    pub run_id: Option<String>,
}

/// What came of the calls.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Stats {
    /// Calls in the log.
    pub total: u64,
    /// Calls by state.
    pub by_state: BTreeMap<String, u64>,
    /// Ended calls by outcome.
    pub by_outcome: BTreeMap<String, u64>,
    /// Calls in progress.
    pub live: u64,
    /// Ended calls that somebody or something answered.
    pub answered: u64,
    /// Answered calls among those that were dialled and ended (0 to 1); null before the first.
    #[schema(required)]
    pub answer_rate: Option<f64>,
    /// Completed calls among those that were dialled and ended (0 to 1); null before the first.
    #[schema(required)]
    pub success_rate: Option<f64>,
    /// Milliseconds talked.
    pub talk_ms_total: i64,
    /// Mean talk of the calls that had any.
    #[schema(required)]
    pub talk_ms_average: Option<i64>,
    /// What the calls cost.
    pub cost: CostStats,
    /// Calls of the whole workspace by the hour (UTC) in which they were dialled; the last 24 hours when no times
    /// are given. Hours without calls are left out.
    pub per_hour: Vec<HourView>,
}

/// What the calls cost: known sums, and how many calls have no price yet.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CostStats {
    /// One sum for each currency.
    pub known: Vec<Money>,
    /// Answered calls whose price is unknown; not counted as 0.
    pub unknown_calls: u64,
}

/// One hour of calls.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = HourStats)]
pub struct HourView {
    /// Its beginning.
    pub hour: String,
    /// Calls dialled in that hour.
    pub placed: u64,
    /// Of these, answered.
    pub answered: u64,
    /// Of these, not put through.
    pub failed: u64,
}

/// Totals by outcome, rates, talk time, cost and an hourly series.
#[utoipa::path(get, path = "/stats", tag = "Calls", operation_id = "readStats", params(StatsQuery), responses((status = 200, body = Stats)))]
pub async fn show_stats(
    State(app): State<AppState>,
    actor: Actor,
    Query(query): Query<StatsQuery>,
) -> Result<Json<Stats>, Problem> {
    actor.require(Operation::StatsRead)?;
    let filter = StatsFilter {
        from: instant("from", query.from.as_deref())?,
        to: instant("to", query.to.as_deref())?,
        run_id: match &query.run_id {
            Some(id) => Some(
                id.parse()
                    .map_err(|why| Problem::invalid_field("run_id", format!("{why}")))?,
            ),
            None => None,
        },
    };
    let until = filter.to.unwrap_or_else(|| app.now());
    let since = filter.from.unwrap_or_else(|| until.plus_seconds(-DAY_S));
    let (stats, hours) = app
        .workspace(&actor.workspace)
        .read(move |tx| Ok((tx.calls().stats(&filter)?, tx.calls().per_hour(since, until)?)))
        .await?;
    Ok(Json(Stats::of(&stats, &hours)))
}

impl Stats {
    /// The statistics as the API shows them.
    #[must_use]
    pub fn of(stats: &CallStats, hours: &[HourStats]) -> Self {
        let outcome = |outcome: Outcome| stats.by_outcome.get(outcome.as_str()).copied().unwrap_or(0);
        let answered = Outcome::ALL
            .into_iter()
            .filter(|known| known.was_answered())
            .map(outcome)
            .sum();
        // Whoever was called off before being dialled, or never allowed, could not answer.
        let dialled = stats
            .dialed
            .saturating_sub(stats.live + outcome(Outcome::Unknown));
        Self {
            total: stats.total,
            by_state: stats.by_state.clone(),
            by_outcome: stats.by_outcome.clone(),
            live: stats.live,
            answered,
            answer_rate: share(answered, dialled),
            success_rate: share(outcome(Outcome::Completed), dialled),
            talk_ms_total: stats.talk_ms_total,
            talk_ms_average: i64::try_from(stats.talk_calls)
                .ok()
                .filter(|calls| *calls > 0)
                .map(|calls| stats.talk_ms_total / calls),
            cost: CostStats {
                known: stats
                    .cost_micros
                    .iter()
                    .map(|(currency, micros)| {
                        Money::of(&Cost {
                            micros: *micros,
                            currency: currency.clone(),
                        })
                    })
                    .collect(),
                unknown_calls: stats.cost_unknown_calls,
            },
            per_hour: hours
                .iter()
                .map(|hour| HourView {
                    hour: hour.hour.to_string(),
                    placed: hour.placed,
                    answered: hour.answered,
                    failed: hour.failed,
                })
                .collect(),
        }
    }
}

/// The hourly series covers this much when nothing else is asked for.
const DAY_S: i64 = 24 * 3_600;

fn share(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| ((part as f64 / whole as f64) * 10_000.0).round() / 10_000.0)
}

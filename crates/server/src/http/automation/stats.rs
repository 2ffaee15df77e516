//! `GET /automation/stats`

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use jiff::tz::TimeZone;
use outdial_domain::Timestamp;
use outdial_domain::leads::LeadResult;
use outdial_store::AutomationFigures;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::view::{Spent, most_spent};
use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::calls::instant;
use crate::http::problem::Problem;
use crate::http::request::Query;

/// Of which time.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct StatsQuery {
    /// From this time on (RFC 3339); a month before `to` when absent.
    pub from: Option<String>,
    /// Before this time (RFC 3339); now when absent.
    pub to: Option<String>,
}

/// What the automation's calls came to. What is unknown is null.
#[derive(Debug, Serialize, ToSchema)]
pub struct AutomationStats {
    /// Calls that were placed.
    pub calls: u64,
    /// Calls in which somebody talked with the agent.
    pub talked: u64,
    /// Calls that ended with an appointment.
    pub scheduled: u64,
    /// Calls in which the callee said no.
    pub not_interested: u64,
    /// Calls that ended with a wish to be called again.
    pub callbacks: u64,
    /// Calls that reached nobody.
    pub no_answers: u64,
    /// Appointments of a hundred talks.
    #[schema(required)]
    pub success_rate: Option<f64>,
    /// What the calls cost, as far as it is known.
    #[schema(required)]
    pub cost: Option<Spent>,
    /// What a call cost, of those of which the price is known.
    #[schema(required)]
    pub cost_per_call: Option<Spent>,
    /// What an appointment cost.
    #[schema(required)]
    pub cost_per_booking: Option<Spent>,
    /// With which call to them leads made their appointment, on average.
    #[schema(required)]
    pub attempts_to_success: Option<f64>,
    /// By the hour of the day, by the clocks of the automation's schedule (UTC without one).
    pub by_hour: Vec<AutomationHour>,
}

/// An hour of the day.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct AutomationHour {
    /// 0 to 23.
    pub hour: u8,
    /// Calls that were placed.
    pub calls: u64,
    /// Calls in which somebody talked with the agent.
    pub talked: u64,
    /// Calls that ended with an appointment.
    pub scheduled: u64,
}

/// What the automation's calls came to.
#[utoipa::path(get, path = "/automation/stats", tag = "Automation", operation_id = "automationStats", params(StatsQuery),
    responses((status = 200, description = "What they came to", body = AutomationStats)))]
pub async fn automation_stats(
    State(app): State<AppState>,
    actor: Actor,
    Query(query): Query<StatsQuery>,
) -> Result<Json<AutomationStats>, Problem> {
    actor.require(Operation::StatsRead)?;
    let now = app.now();
    let to = instant("to", query.to.as_deref())?.unwrap_or(now.plus_seconds(1));
    let from = instant("from", query.from.as_deref())?.unwrap_or(to.plus_seconds(-MONTH_S));
    let (figures, zone) = app
        .workspace(&actor.workspace)
        .read(move |tx| {
            let Some(campaign) = tx.automation().campaign()? else {
                return Ok((AutomationFigures::default(), None));
            };
            let row = tx.campaigns().get(&campaign)?;
            let zone = row.and_then(|row| row.settings.schedule.map(|schedule| schedule.time_zone));
            Ok((tx.automation().figures(&campaign, from, to)?, zone))
        })
        .await?;
    let zone = zone.and_then(|zone| TimeZone::get(&zone).ok());
    Ok(Json(AutomationStats::of(
        &figures,
        &zone.unwrap_or(TimeZone::UTC),
    )))
}

impl AutomationStats {
    #[expect(
        clippy::cast_precision_loss,
        reason = "rates and averages of fewer calls than there are people"
    )]
    fn of(figures: &AutomationFigures, zone: &TimeZone) -> Self {
        let count = |wanted: fn(LeadResult) -> bool| {
            let slots = figures.slots.iter();
            slots
                .filter(|slot| slot.result.is_some_and(wanted))
                .map(|slot| slot.calls)
                .sum::<u64>()
        };
        let calls: u64 = figures.slots.iter().map(|slot| slot.calls).sum();
        let scheduled = count(|result| result == LeadResult::Scheduled);
        let talked = count(|result| !result.is_tried_again());
        let attempts: u64 = figures
            .slots
            .iter()
            .filter(|slot| slot.result == Some(LeadResult::Scheduled))
            .map(|slot| slot.attempts)
            .sum();
        let cost = most_spent(&figures.costs);
        let share = |of: u64| {
            let cost = cost.as_ref()?;
            let of = i64::try_from(of).ok().filter(|of| *of > 0)?;
            Some(Spent {
                micros: cost.micros / of,
                currency: cost.currency.clone(),
            })
        };
        let mut hours: BTreeMap<u8, AutomationHour> = BTreeMap::new();
        for slot in &figures.slots {
            let at = Timestamp(slot.slot.saturating_mul(SLOT_US));
            let hour = u8::try_from(zone.to_datetime(at.to_jiff()).hour()).unwrap_or(0);
            let known = hours.entry(hour).or_insert_with(|| AutomationHour {
                hour,
                ..AutomationHour::default()
            });
            known.calls += slot.calls;
            if slot.result.is_some_and(|result| !result.is_tried_again()) {
                known.talked += slot.calls;
            }
            if slot.result == Some(LeadResult::Scheduled) {
                known.scheduled += slot.calls;
            }
        }
        Self {
            calls,
            talked,
            scheduled,
            not_interested: count(|result| {
                matches!(result, LeadResult::NotInterested | LeadResult::DoNotCall)
            }),
            callbacks: count(|result| result == LeadResult::Callback),
            no_answers: count(|result| {
                matches!(
                    result,
                    LeadResult::NoAnswer | LeadResult::Voicemail | LeadResult::Busy
                )
            }),
            success_rate: (talked > 0).then(|| scheduled as f64 * 100.0 / talked as f64),
            cost_per_call: share(figures.priced),
            cost_per_booking: share(scheduled),
            cost,
            attempts_to_success: (scheduled > 0).then(|| attempts as f64 / scheduled as f64),
            by_hour: hours.into_values().collect(),
        }
    }
}

const MONTH_S: i64 = 30 * 24 * 3_600;
const SLOT_US: i64 = 900_000_000;

//! `GET /reports/shifts`: how agents spent their shifts.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use outdial_domain::seat::Standing;
use outdial_store::{PageRequest, ShiftFilter, ShiftRow};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::query::ordered;
use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::calls::instant;
use crate::http::problem::Problem;
use crate::http::request::Query;

/// Which shifts.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ShiftQuery {
    /// Begun at or after this time (RFC 3339); a week before the end when absent.
    pub from: Option<String>,
    /// Begun before this time; now when absent.
    pub to: Option<String>,
    /// Of this user, or key of a program. Who may not see reports sees their own shifts alone.
    pub user_id: Option<String>,
    /// For this campaign.
    pub campaign_id: Option<String>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// How many shifts, 1 to 1000; 500 when absent.
    pub limit: Option<u32>,
}

/// A page of shifts.
#[derive(Debug, Serialize, ToSchema)]
pub struct ShiftPage {
    /// The shifts, the newest first.
    pub rows: Vec<Shift>,
    /// Send it as `cursor` for the next page; null on the last one.
    #[schema(required)]
    pub next_cursor: Option<String>,
}

/// A time that somebody was signed in to a campaign. What goes on counts until now.
#[derive(Debug, Serialize, ToSchema)]
pub struct Shift {
    /// `seat_...`
    pub seat_id: String,
    /// Who sat there.
    pub user_id: String,
    /// Their name, as it was at sign-in.
    pub name: String,
    /// `cmp_...`
    pub campaign_id: String,
    /// What the campaign is called.
    pub campaign_name: String,
    /// From when.
    pub signed_in_at: String,
    /// Until when; null while it goes on.
    #[schema(required)]
    pub signed_out_at: Option<String>,
    /// Ready for a callee.
    pub ready_ms: i64,
    /// With a callee, promised or there.
    pub on_call_ms: i64,
    /// Noting what came of calls.
    pub wrap_up_ms: i64,
    /// Paused.
    pub paused_ms: i64,
    /// Signed in and in none of these states: coming on the line, dialling by hand.
    pub other_ms: i64,
    /// Pauses by their reason; empty where none was given.
    pub pauses: BTreeMap<String, i64>,
    /// Talks with people.
    pub calls: u64,
    /// How long they talked.
    pub talk_ms: i64,
}

/// How agents spent their shifts. Managers see everybody's, agents their own.
#[utoipa::path(get, path = "/reports/shifts", tag = "Reports", operation_id = "listShifts", params(ShiftQuery),
    responses((status = 200, description = "A page of shifts", body = ShiftPage),
        (status = 403, description = "Somebody else's shifts, and no right to see reports"),
        (status = 422, description = "A part of the query makes no sense")))]
pub async fn list_shifts(
    State(app): State<AppState>,
    actor: Actor,
    Query(query): Query<ShiftQuery>,
) -> Result<Json<ShiftPage>, Problem> {
    let filter = app.shifts_of(&actor, &query)?;
    let page = PageRequest {
        cursor: query.cursor,
        limit: query.limit.unwrap_or(LIMIT),
    };
    let now = app.now();
    let page = app
        .workspace(&actor.workspace)
        .read(move |tx| tx.reports().shifts(&filter, &page, now))
        .await?;
    Ok(Json(ShiftPage {
        rows: page.items.into_iter().map(Shift::from).collect(),
        next_cursor: page.next_cursor,
    }))
}

impl AppState {
    /// The shifts that are asked for, as far as the asker may see them.
    pub(super) fn shifts_of(&self, actor: &Actor, query: &ShiftQuery) -> Result<ShiftFilter, Problem> {
        let mut user_id = query.user_id.clone().filter(|id| !id.is_empty());
        if !actor.may(Operation::ReportsRead) {
            actor.require(Operation::SeatsUse)?;
            if user_id.is_some_and(|id| id != actor.id) {
                actor.require(Operation::ReportsRead)?;
            }
            user_id = Some(actor.id.clone());
        }
        let campaign_id = query.campaign_id.as_deref().filter(|id| !id.is_empty());
        let campaign_id = campaign_id.map(|id| {
            id.parse()
                .map_err(|why| Problem::invalid_field("campaign_id", format!("{why}")))
        });
        let to = instant("to", query.to.as_deref())?.unwrap_or_else(|| self.now().plus_ms(1));
        let from = instant("from", query.from.as_deref())?.unwrap_or_else(|| to.plus_seconds(-WEEK_S));
        ordered(from, to)?;
        Ok(ShiftFilter {
            from,
            to,
            user_id,
            campaign_id: campaign_id.transpose()?,
        })
    }
}

impl From<ShiftRow> for Shift {
    fn from(row: ShiftRow) -> Self {
        let told = [
            Standing::Ready,
            Standing::OnCall,
            Standing::WrapUp,
            Standing::Paused,
        ];
        let [ready_ms, on_call_ms, wrap_up_ms, paused_ms] =
            told.map(|standing| row.by_state_ms.get(standing.word()).copied().unwrap_or(0));
        let all: i64 = row.by_state_ms.values().sum();
        Self {
            seat_id: row.seat_id.to_string(),
            user_id: row.user_id,
            name: row.name,
            campaign_id: row.campaign_id.to_string(),
            campaign_name: row.campaign_name,
            signed_in_at: row.signed_in_at.to_string(),
            signed_out_at: row.signed_out_at.map(|at| at.to_string()),
            ready_ms,
            on_call_ms,
            wrap_up_ms,
            paused_ms,
            other_ms: all - ready_ms - on_call_ms - wrap_up_ms - paused_ms,
            pauses: row.pauses_ms,
            calls: row.calls,
            talk_ms: row.talk_ms,
        }
    }
}

const LIMIT: u32 = 500;
const WEEK_S: i64 = 7 * 24 * 3_600;

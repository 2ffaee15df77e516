//! `GET /calendar` and `PUT /calendar`

use axum::Json;
use axum::extract::State;
use outdial_domain::booking::BookingSettings;
use outdial_store::CalendarSettingsRow;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;

use crate::http::AppState;
use crate::http::audit::Entry;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::Body;

/// When appointments can be made.
#[derive(Debug, Serialize, ToSchema)]
pub struct CalendarView {
    /// `calcom` or `built_in`: where appointments are made at present.
    pub calendar: &'static str,
    /// The hours and lengths of the built-in calendar; title and place go into mails whatever the calendar.
    #[schema(value_type = Object)]
    pub settings: BookingSettings,
    /// Grows with each change; 0 while nobody has chosen.
    pub revision: i64,
}

/// A change of when appointments can be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CalendarChange {
    /// All settings as they are to be.
    #[schema(value_type = Object)]
    settings: Value,
    /// The revision that the change is based on.
    revision: i64,
}

/// Shows when appointments can be made.
#[utoipa::path(get, path = "/calendar", tag = "Appointments", operation_id = "readCalendar",
    responses((status = 200, body = CalendarView)))]
pub async fn read_calendar(State(app): State<AppState>, actor: Actor) -> Result<Json<CalendarView>, Problem> {
    actor.require(Operation::BookingsRead)?;
    let row = app
        .workspace(&actor.workspace)
        .read(|tx| tx.bookings().settings())
        .await?;
    let (settings, revision) = match row {
        Some(row) => (row.settings, row.revision),
        None => (BookingSettings::usual(USUAL_ZONE), 0),
    };
    Ok(Json(CalendarView {
        calendar: calendar_of(&app, &actor),
        settings,
        revision,
    }))
}

/// Chooses when appointments can be made.
#[utoipa::path(put, path = "/calendar", tag = "Appointments", operation_id = "writeCalendar",
    request_body = CalendarChange,
    responses((status = 200, body = CalendarView), (status = 409, description = "Somebody else changed it meanwhile"),
        (status = 422, description = "A setting cannot be used")))]
pub async fn write_calendar(
    State(app): State<AppState>,
    actor: Actor,
    Body(change): Body<CalendarChange>,
) -> Result<Json<CalendarView>, Problem> {
    actor.require(Operation::SettingsWrite)?;
    let settings: BookingSettings = serde_json::from_value(change.settings)
        .map_err(|why| Problem::new(ProblemCode::SettingsInvalid).detail(why.to_string()))?;
    let objections = settings.objections();
    if !objections.is_empty() {
        let problem = Problem::new(ProblemCode::SettingsInvalid);
        return Err(objections.into_iter().fold(problem, |problem, objection| {
            problem.field(objection.field, "unusable", objection.message)
        }));
    }
    let mut row = CalendarSettingsRow {
        settings,
        updated_at: app.now(),
        revision: change.revision,
    };
    let entry = Entry::by(&actor).detail(json!({})).row(&app, "calendar.changed");
    let row = app
        .workspace(&actor.workspace)
        .write(move |tx| {
            tx.bookings().put_settings(&mut row)?;
            tx.audit().add(&entry)?;
            Ok(row)
        })
        .await?;
    Ok(Json(CalendarView {
        calendar: calendar_of(&app, &actor),
        settings: row.settings,
        revision: row.revision,
    }))
}

fn calendar_of(app: &AppState, actor: &Actor) -> &'static str {
    let calendar = app.engine.services().of(&actor.workspace).calendar;
    calendar.map_or("built_in", |calendar| calendar.kind())
}

const USUAL_ZONE: &str = "America/New_York";

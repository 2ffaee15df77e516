//! `GET /leads/{id}/timeline`: everything that happened to a lead, as one story.

use axum::Json;
use axum::extract::State;
use jiff::tz::TimeZone;
use outdial_domain::Timestamp;
use outdial_domain::booking::{BookingState, written};
use outdial_domain::call::{State as CallState, Treatment};
use outdial_domain::ids::LeadId;
use outdial_domain::leads::Consents;
use outdial_store::{
    BookingRow, CallRow, ConversationRow, ConversationState, DncRow, LeadChangeRow, LeadRow, MailRow,
    StoreError, Tx,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::http::AppState;
use crate::http::auth::{Actor, Operation};
use crate::http::calls::view::ActorView;
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::{Id, Query};

/// Which page of the story.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct TimelineQuery {
    /// From the page before.
    cursor: Option<String>,
    /// How many happenings, 1 to 200; 50 when absent. What was said of a call comes with the call.
    limit: Option<u32>,
}

/// A part of the story of a lead.
#[derive(Debug, Serialize, ToSchema)]
pub struct LeadTimeline {
    /// What happened, the newest first.
    pub items: Vec<LeadHappening>,
    /// Send it as `cursor` for what was before; null at the beginning.
    #[schema(required)]
    pub next_cursor: Option<String>,
}

/// Something that happened to a lead.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LeadHappening {
    /// When.
    pub at: String,
    /// `call`, `talk`, `disposition`, `note`, `booking`, `mail`, `import`, `changed` or `do_not_call`.
    pub kind: String,
    /// What, in a few words.
    pub title: String,
    /// What else there is to know.
    #[schema(required)]
    pub detail: Option<String>,
    /// The call that it is about.
    #[schema(required)]
    pub call_id: Option<String>,
    /// Who did it.
    #[schema(required)]
    pub by: Option<ActorView>,
}

/// Everything that happened to a lead: its calls and what came of them, appointments, mails, imports and changes, and what
/// the do-not-call list says of its numbers. The newest first.
#[utoipa::path(get, path = "/leads/{id}/timeline", tag = "Leads", operation_id = "readLeadTimeline",
    params(("id" = String, Path, description = "`lead_...`"), TimelineQuery),
    responses((status = 200, body = LeadTimeline), (status = 404, description = "No such lead")))]
pub async fn lead_timeline(
    State(app): State<AppState>,
    actor: Actor,
    Id(id): Id<LeadId>,
    Query(query): Query<TimelineQuery>,
) -> Result<Json<LeadTimeline>, Problem> {
    actor.require(Operation::LeadsRead)?;
    let before = Place::of(query.cursor.as_deref())?;
    let limit = query.limit.unwrap_or(50).clamp(1, 200);
    let found = app
        .workspace(&actor.workspace)
        .read(move |tx| {
            let Some(lead) = tx.leads().get(&id)? else {
                return Ok(None);
            };
            happenings(tx, &lead, &before, limit).map(Some)
        })
        .await?;
    let mut found = found.ok_or(ProblemCode::LeadNotFound)?;
    found.sort_by(|(one, _), (other, _)| other.cmp(one));
    let most = usize::try_from(limit).unwrap_or(usize::MAX);
    let next_cursor = (found.len() > most).then(|| found[most - 1].0.to_string());
    found.truncate(most);
    Ok(Json(LeadTimeline {
        items: found.into_iter().flat_map(|(_, items)| items).collect(),
        next_cursor,
    }))
}

/// Where in the story something stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    at: Timestamp,
    id: String,
}

impl Place {
    fn of(cursor: Option<&str>) -> Result<Self, Problem> {
        let Some(cursor) = cursor else {
            return Ok(Self {
                at: Timestamp(i64::MAX),
                id: String::new(),
            });
        };
        let parts = cursor.split_once('.');
        let read = parts.and_then(|(at, id)| Some((at.parse().ok()?, id.to_owned())));
        let (at, id) = read.ok_or(ProblemCode::CursorInvalid)?;
        Ok(Self {
            at: Timestamp(at),
            id,
        })
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.at.0, self.id)
    }
}

/// Of each kind at most one more than is asked for: so many make a page, whatever their kinds.
fn happenings(
    tx: &mut Tx<'_>,
    lead: &LeadRow,
    before: &Place,
    limit: u32,
) -> Result<Vec<(Place, Vec<LeadHappening>)>, StoreError> {
    let mut found = Vec::new();
    for call in tx
        .calls()
        .of_lead_before(&lead.id, before.at, &before.id, limit + 1)?
    {
        let place = Place {
            at: call.created_at,
            id: call.id.to_string(),
        };
        let mut items = of_call(&call);
        if call.policy.treatment == Treatment::VoiceAgent
            && let Some(talk) = tx.conversations().get(&call.id)?
        {
            items.insert(0, of_talk(&call, &talk));
        }
        found.push((place, items));
    }
    for booking in tx
        .bookings()
        .of_lead_before(&lead.id, before.at, &before.id, limit + 1)?
    {
        let place = Place {
            at: booking.created_at,
            id: booking.id.to_string(),
        };
        found.push((place, vec![of_booking(&booking)]));
    }
    for mail in tx
        .mails()
        .of_lead_before(&lead.id, before.at, &before.id, limit + 1)?
    {
        let place = Place {
            at: mail.created_at,
            id: mail.id.to_string(),
        };
        found.push((place, vec![of_mail(&mail)]));
    }
    for change in tx
        .leads()
        .changes_before(&lead.id, before.at, &before.id, limit + 1)?
    {
        let place = Place {
            at: change.at,
            id: change.id.to_string(),
        };
        found.push((place, vec![of_change(&change)]));
    }
    for phone in lead.phones() {
        if let Some(entry) = tx.dnc().find(phone)? {
            let place = Place {
                at: entry.created_at,
                id: entry.id.to_string(),
            };
            found.push((place, vec![of_dnc(&entry)]));
        }
    }
    // Before all that happened at the same moment.
    let place = Place {
        at: lead.created_at,
        id: String::new(),
    };
    found.push((place, vec![of_beginning(tx, lead)?]));
    found.retain(|(place, _)| place < before);
    Ok(found)
}

fn of_call(call: &CallRow) -> Vec<LeadHappening> {
    let facts = &call.call.facts;
    let title = match &call.call.state {
        CallState::Ended(_) => call.call.state.outcome().map_or_else(
            || "Call".to_owned(),
            |outcome| format!("Call: {}", outcome.as_str().replace('_', " ")),
        ),
        CallState::Planned
        | CallState::Dialing
        | CallState::Unknown
        | CallState::Ringing
        | CallState::Waiting
        | CallState::Connected
        | CallState::Voicemail => format!("Call: {}", call.call.state.word()),
    };
    let talk = facts.talk_ms().filter(|talk| *talk > 0);
    let detail = match talk {
        Some(talk) => format!("{}, talked for {} s", call.phone.international(), talk / 1_000),
        None => call.phone.international(),
    };
    let happening = |kind: &str, title: String, detail: Option<String>| LeadHappening {
        at: call.ended_at.unwrap_or(call.created_at).to_string(),
        kind: kind.to_owned(),
        title,
        detail,
        call_id: Some(call.id.to_string()),
        by: Some(ActorView::of(&call.created_by)),
    };
    let mut items = Vec::new();
    if let Some(notes) = &call.notes {
        items.push(happening(
            "note",
            "Note on the call".to_owned(),
            Some(notes.clone()),
        ));
    }
    if let Some(code) = &call.disposition {
        items.push(happening("disposition", code.replace('_', " "), None));
    }
    items.push(LeadHappening {
        at: call.created_at.to_string(),
        ..happening("call", title, Some(detail))
    });
    items
}

fn of_talk(call: &CallRow, talk: &ConversationRow) -> LeadHappening {
    let title = match talk.result {
        Some(result) => format!("Voice agent: {}", result.as_str().replace('_', " ")),
        None if talk.state == ConversationState::Live => "Voice agent: talking".to_owned(),
        None => "Voice agent: waiting for the report of the talk".to_owned(),
    };
    let summary = talk.report.as_ref().and_then(|report| report.summary.clone());
    LeadHappening {
        at: talk.settled_at.unwrap_or(talk.began_at).to_string(),
        kind: "talk".to_owned(),
        title,
        detail: summary,
        call_id: Some(call.id.to_string()),
        by: None,
    }
}

fn of_booking(booking: &BookingRow) -> LeadHappening {
    let title = match booking.state {
        BookingState::Doubtful => "Appointment: not confirmed yet",
        BookingState::Confirmed => "Appointment made",
        BookingState::Rescheduled => "Appointment moved",
        BookingState::Cancelled if booking.uid.is_none() => "Appointment: the calendar did not take it",
        BookingState::Cancelled => "Appointment called off",
    };
    let zone = TimeZone::get(&booking.zone).unwrap_or(TimeZone::UTC);
    LeadHappening {
        at: booking.updated_at.to_string(),
        kind: "booking".to_owned(),
        title: title.to_owned(),
        detail: Some(written(booking.when.start, &zone)),
        call_id: booking.call_id.as_ref().map(ToString::to_string),
        by: None,
    }
}

fn of_mail(mail: &MailRow) -> LeadHappening {
    let kind = mail.kind.replace('_', " ");
    LeadHappening {
        at: mail.sent_at.unwrap_or(mail.created_at).to_string(),
        kind: "mail".to_owned(),
        title: format!("Mail, {kind}: {}", mail.state.as_str().replace('_', " ")),
        detail: Some(mail.words.subject.clone()),
        call_id: mail.call_id.as_ref().map(ToString::to_string),
        by: None,
    }
}

fn of_change(row: &LeadChangeRow) -> LeadHappening {
    let (kind, title) = match row.kind.as_str() {
        "created" => ("changed", "Added by hand"),
        "imported" => ("import", "Changed by an import"),
        "do_not_call" => ("do_not_call", "Put on the do-not-call list"),
        "moved" => ("changed", "Moved to another list"),
        "archived" => ("changed", "Put away"),
        "reopened" => ("changed", "To be called as if new"),
        "consent" => ("changed", "Said what it agrees to"),
        _ => ("changed", "Changed"),
    };
    let fields = &row.change.fields;
    let lines: Vec<String> = fields
        .after
        .iter()
        .map(|(field, after)| {
            if field == "consents" {
                return agreed(fields.before.get(field), after);
            }
            let before = fields.before.get(field).map(shown).unwrap_or_default();
            format!(
                "{}: {} → {}",
                field.replace('_', " "),
                or_nothing(&before),
                or_nothing(&shown(after))
            )
        })
        .collect();
    LeadHappening {
        at: row.at.to_string(),
        kind: kind.to_owned(),
        title: title.to_owned(),
        detail: (!lines.is_empty()).then(|| lines.join("\n")),
        call_id: None,
        by: Some(ActorView::of(&row.actor)),
    }
}

/// What a lead agrees to that it did not before, and the other way round.
fn agreed(before: Option<&serde_json::Value>, after: &serde_json::Value) -> String {
    let read = |value: &serde_json::Value| serde_json::from_value::<Consents>(value.clone()).ok();
    let before = before.and_then(read).unwrap_or_default();
    let changes = before.changes_to(&read(after).unwrap_or_default());
    let lines = changes.into_iter().map(|(scope, is_granted)| {
        let what = if is_granted {
            "agrees"
        } else {
            "does not agree any more"
        };
        format!("consent: {what} {}", scope.spoken())
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// A value of a field as people read it.
fn shown(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::Null => String::new(),
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Array(items) => items.iter().map(shown).collect::<Vec<_>>().join(", "),
        serde_json::Value::Object(fields) => match fields.get("phone") {
            Some(phone) => shown(phone),
            None => {
                let pairs = fields
                    .iter()
                    .map(|(name, value)| format!("{name} = {}", shown(value)));
                pairs.collect::<Vec<_>>().join(", ")
            }
        },
        serde_json::Value::Bool(_) | serde_json::Value::Number(_) => value.to_string(),
    }
}

fn or_nothing(text: &str) -> &str {
    if text.is_empty() { "nothing" } else { text }
}

fn of_dnc(entry: &DncRow) -> LeadHappening {
    let number = entry.phone.international();
    LeadHappening {
        at: entry.created_at.to_string(),
        kind: "do_not_call".to_owned(),
        title: format!("{number} is on the do-not-call list"),
        detail: entry.reason.clone(),
        call_id: None,
        by: Some(ActorView::of(&entry.added_by)),
    }
}

fn of_beginning(tx: &mut Tx<'_>, lead: &LeadRow) -> Result<LeadHappening, StoreError> {
    let import = match &lead.import_id {
        Some(id) => tx.imports().get(id)?,
        None => None,
    };
    let list = tx.lists().get(&lead.list_id)?;
    let title = match (&import, &list) {
        (Some(import), _) => format!("Imported from {}", import.file_name),
        (None, Some(list)) => format!("Came with the list {}", list.name),
        (None, None) => "Came".to_owned(),
    };
    let by = import
        .as_ref()
        .map(|import| &import.created_by)
        .or(list.as_ref().map(|list| &list.created_by));
    Ok(LeadHappening {
        at: lead.created_at.to_string(),
        kind: "import".to_owned(),
        title,
        detail: None,
        call_id: None,
        by: by.map(ActorView::of),
    })
}

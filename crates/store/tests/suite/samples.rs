//! Rows to test with.

use outdial_domain::call::{Call, Cost, LegStatus, Outcome, Progress, State};
use outdial_domain::ids::{CallId, EventId, OutboxId, RunId, UserId, WorkspaceId};
use outdial_domain::{PhoneNumber, Timestamp};
use outdial_store::{
    Actor, CallRow, EventRow, EventSource, NewEvent, OutboxRow, Role, RunRow, RunState, StoreError, Tx,
    UserRow, WorkspaceRow,
};
use serde_json::json;

/// A Tuesday afternoon, in the middle of an hour.
pub const NOW: Timestamp = Timestamp(1_793_800_000_000_000);

pub fn workspace(number: u128) -> WorkspaceId {
    WorkspaceId::from_bits(number)
}

pub fn workspace_row(number: u128) -> WorkspaceRow {
    WorkspaceRow {
        id: workspace(number),
        name: format!("Workspace {number}"),
        created_at: NOW,
    }
}

pub fn phone(number: u32) -> PhoneNumber {
    PhoneNumber::from_stored(&format!("+1415{number:07}")).unwrap()
}

/// A planned call, due now, to a number of its own.
pub fn call(number: u32) -> CallRow {
    let at = NOW.plus_ms(i64::from(number));
    CallRow {
        name: Some(format!("Person {number}")),
        message: "Hello".to_owned(),
        language: Some("en-US".to_owned()),
        call: Call::planned(NOW),
        ..CallRow::planned(
            CallId::from_bits(u128::from(number)),
            phone(number),
            Actor::user(&UserId::from_bits(1), "Ada"),
            at,
        )
    }
}

pub fn call_of_run(number: u32, run: &RunId) -> CallRow {
    CallRow {
        run_id: Some(run.clone()),
        ..call(number)
    }
}

/// Claims a call, as the dialler does.
pub fn claim(row: &mut CallRow, at: Timestamp) {
    row.call.state = State::Dialing;
    row.call.facts.claimed_at = Some(at);
    row.call.facts.claims += 1;
    row.deadline_at = Some(at.plus_seconds(20));
    row.updated_at = at;
}

/// Ends a dialled call that was talked on.
pub fn complete(row: &mut CallRow, at: Timestamp, talk_ms: i64, cost_micros: Option<i64>) {
    row.call.facts.answered_at = Some(at.plus_ms(-talk_ms));
    row.call.facts.merge_progress(&Progress {
        status: LegStatus::Completed,
        at,
        sequence: Some(3),
        talk_ms: Some(talk_ms),
    });
    row.call.facts.cost = cost_micros.map(|micros| Cost {
        micros,
        currency: "USD".to_owned(),
    });
    row.call.state = State::Ended(Outcome::Completed);
    row.deadline_at = None;
    row.updated_at = at;
}

pub fn run(number: u128) -> RunRow {
    RunRow {
        id: RunId::from_bits(number),
        name: format!("Run {number}"),
        source: "paste".to_owned(),
        state: RunState::Running,
        message: "Hello".to_owned(),
        line_count: 3,
        created_by: Actor::system(),
        created_at: NOW.plus_ms(i64::try_from(number).unwrap()),
        finished_at: None,
    }
}

pub fn event(number: u128, call: &CallId, dedupe_key: Option<&str>) -> EventRow {
    EventRow {
        id: EventId::from_bits(number),
        call_id: call.clone(),
        at: NOW,
        source: EventSource::Carrier,
        dedupe_key: dedupe_key.map(str::to_owned),
        event: json!({ "event": "claimed" }),
        effect: "applied".to_owned(),
        why: None,
        raw: Some(json!({ "CallStatus": "ringing" })),
    }
}

/// Writes an event down as it is to be read.
pub fn append(tx: &mut Tx<'_>, row: &EventRow) -> Result<bool, StoreError> {
    tx.events().append(&NewEvent {
        id: &row.id,
        call_id: &row.call_id,
        at: row.at,
        source: row.source,
        dedupe_key: row.dedupe_key.as_deref(),
        event: &row.event.to_string(),
        effect: &row.effect,
        why: row.why.as_deref(),
        raw: row.raw.as_ref().map(ToString::to_string).as_deref(),
    })
}

pub fn side_effect(number: u128, key: &str, next_at: Timestamp) -> OutboxRow {
    OutboxRow {
        id: OutboxId::from_bits(number),
        call_id: Some(CallId::from_bits(1)),
        kind: "hang_up".to_owned(),
        payload: json!({ "leg": "CA1" }),
        key: key.to_owned(),
        attempts: 0,
        next_at,
        created_at: NOW,
        done_at: None,
        last_error: None,
    }
}

pub fn user(number: u128, email: &str) -> UserRow {
    UserRow {
        id: UserId::from_bits(number),
        email: email.to_owned(),
        name: "Ada".to_owned(),
        password_hash: "$argon2id$...".to_owned(),
        role: Role::Admin,
        created_at: NOW,
        last_seen_at: None,
        disabled: false,
    }
}

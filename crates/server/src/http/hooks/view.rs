//! A program that is told, and a message to it, as the API shows them.

use outdial_store::{DeliveryRow, HookRow};
use serde::Serialize;
use utoipa::ToSchema;

/// A program that is told of what happens here.
#[derive(Debug, Serialize, ToSchema)]
pub struct Hook {
    /// `hook_…`.
    pub id: String,
    /// Where it listens.
    pub url: String,
    /// Which events it is told of.
    pub events: Vec<String>,
    /// Whether it is told at present.
    pub on: bool,
    /// The last four signs of the secret, without anything before them; empty when the secret is too short to show any.
    pub secret_hint: String,
    /// The secret that signs messages; shown once, when the program is added.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
    /// When it was added.
    pub created_at: String,
    /// The newest message to it.
    #[schema(required)]
    pub last_delivery: Option<HookDelivery>,
}

/// A message to a program.
#[derive(Debug, Serialize, ToSchema)]
pub struct HookDelivery {
    /// `dlv_…`; the program sees it as `webhook-id`.
    pub id: String,
    /// Which event.
    pub event: String,
    /// `waiting`, `delivered` or `failed`.
    pub state: &'static str,
    /// Tries so far.
    pub tries: u32,
    /// The status of the last answer.
    #[schema(required)]
    pub status: Option<u32>,
    /// What went wrong last.
    #[schema(required)]
    pub last_error: Option<String>,
    /// When it is tried next.
    #[schema(required)]
    pub next_at: Option<String>,
    /// When it happened.
    pub created_at: String,
}

impl Hook {
    /// The wire form; `hint` is what may be shown of the secret.
    pub fn of(row: HookRow, hint: String, last: Option<DeliveryRow>) -> Self {
        Self {
            id: row.id.to_string(),
            url: row.url,
            events: row.events,
            on: row.is_on,
            secret_hint: hint,
            secret: None,
            created_at: row.created_at.to_string(),
            last_delivery: last.map(HookDelivery::from),
        }
    }
}

impl From<DeliveryRow> for HookDelivery {
    fn from(row: DeliveryRow) -> Self {
        Self {
            id: row.id.to_string(),
            event: row.event,
            state: row.state.as_str(),
            tries: row.tries,
            status: row.status,
            last_error: row.last_error,
            next_at: row.next_at.map(|at| at.to_string()),
            created_at: row.created_at.to_string(),
        }
    }
}

//! A seat's transfers as the API shows them.

use outdial_domain::Timestamp;
use outdial_engine::{ConsultView, ThirdView, TransferView};
use outdial_store::LeadRow;
use serde::Serialize;
use utoipa::ToSchema;

use super::words::{SideWord, TransferKindWord, TransferPhaseWord};
use crate::http::leads::LeadView;

/// A callee who is passed on, or the last attempt of it that failed.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SeatTransfer {
    /// At once, or after a word with whoever takes them.
    pub kind: TransferKindWord,
    /// To whom.
    pub to: SeatThird,
    /// How far it is.
    pub phase: TransferPhaseWord,
    /// To whom the agent talks while the other waits; null when nobody waits or nobody is there yet.
    #[schema(required)]
    pub talking_to: Option<SideWord>,
    /// Since when.
    pub since: String,
    /// What failed.
    #[schema(required)]
    pub problem: Option<String>,
}

/// Whoever is to take the callee.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(untagged)]
pub enum SeatThird {
    /// A colleague.
    Colleague {
        /// `seat_...`
        seat_id: String,
        /// Their name.
        name: String,
    },
    /// Somebody at a number.
    Number {
        /// The number, masked.
        phone_display: String,
    },
}

/// A colleague who talks to this agent about a callee.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SeatConsult {
    /// `seat_...`
    pub from_seat_id: String,
    /// Their name.
    pub from_name: String,
    /// Whom the callee's call is made to.
    #[schema(required)]
    pub lead: Option<LeadView>,
    /// Since when.
    pub since: String,
}

impl SeatTransfer {
    pub(super) fn of(view: &TransferView) -> Self {
        Self {
            kind: view.kind.into(),
            to: match &view.to {
                ThirdView::Colleague { seat_id, name } => SeatThird::Colleague {
                    seat_id: seat_id.to_string(),
                    name: name.clone(),
                },
                ThirdView::Number(phone) => SeatThird::Number {
                    phone_display: phone.masked(),
                },
            },
            phase: view.phase.into(),
            talking_to: view.talking_to.map(SideWord::from),
            since: view.since.to_string(),
            problem: view.problem.clone(),
        }
    }
}

impl SeatConsult {
    pub(super) fn of(view: &ConsultView, lead: Option<&LeadRow>, now: Timestamp) -> Self {
        Self {
            from_seat_id: view.from_seat_id.to_string(),
            from_name: view.from_name.clone(),
            lead: lead.map(|lead| LeadView::of(lead, now)),
            since: view.since.to_string(),
        }
    }
}

//! A seat as the API shows it.

use std::collections::BTreeMap;
use std::sync::Arc;

use outdial_domain::Timestamp;
use outdial_domain::ids::WorkspaceId;
use outdial_domain::seat::{self, Standing};
use outdial_engine::{Briefing, ConsultView, Engine, RoomStatus, Seats, Taping};
use outdial_store::{CallRow, LeadRow, SeatRow, StoreError, TalkRow, Tally, Tx};
use serde::Serialize;
use utoipa::ToSchema;

use super::offer::{OfferView, StoredOffer};
use super::passing::{SeatConsult, SeatTransfer};
use super::phone::SeatPhone;
use super::words::{AudioWord, StandingWord};
use crate::http::leads::LeadView;
use crate::http::rooms::{BrowserView, DetectionView, PlayingView, QualityView, TapingWord};

/// A seat with its call, its lines and its day, as they are stored.
pub struct StoredSeat {
    row: SeatRow,
    call: Option<(CallRow, Option<TalkRow>)>,
    lead: Option<LeadRow>,
    lines: Vec<(Arc<CallRow>, Option<LeadRow>)>,
    consult: Option<(ConsultView, Option<LeadRow>)>,
    offer: Option<StoredOffer>,
    today: Tally,
    is_mandatory: bool,
}

/// An agent signed in to a campaign.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Seat)]
pub struct SeatView {
    /// `seat_...`
    pub id: String,
    /// `cmp_...`
    pub campaign_id: String,
    /// Who sits there.
    pub user_id: String,
    /// Their name.
    pub name: String,
    /// How it stands.
    pub state: StandingWord,
    /// Since when.
    pub since: String,
    /// Why it is paused or offline.
    #[schema(required)]
    pub reason: Option<String>,
    /// Why it will be paused once the call is done with.
    #[schema(required)]
    pub pause_after: Option<String>,
    /// When the work after the call ends by itself, if the campaign sets a time.
    #[schema(required)]
    pub wrap_up_until: Option<String>,
    /// The agent must say what came of each call.
    pub disposition_mandatory: bool,
    /// The call that rings for this seat alone, is promised, here, or being noted down.
    #[schema(required)]
    pub call: Option<SeatCallView>,
    /// The lead that is shown to the agent, who decides whether it is called.
    #[schema(required)]
    pub offer: Option<OfferView>,
    /// Lines of the campaign that may soon be this agent's.
    pub lines: Vec<SeatLineView>,
    /// What the agent's talks of the last twelve hours come to.
    pub today: SeatDayView,
    /// The agent is not heard.
    pub muted: bool,
    /// The callee hears music.
    pub held: bool,
    /// Whether the talk is recorded.
    pub recording: TapingWord,
    /// Through what the agent hears and speaks.
    pub audio: AudioWord,
    /// The agent's own phone, where that is the audio.
    #[schema(required)]
    pub phone: Option<SeatPhone>,
    /// Raised whenever the seat stands differently: of two answers the one with the higher number is newer.
    pub revision: i64,
    /// The agent's leg.
    pub browser: BrowserView,
    /// How well the agent's connection does.
    #[schema(required)]
    pub quality: Option<QualityView>,
    /// What seems to have answered.
    #[schema(required)]
    pub detection: Option<DetectionView>,
    /// The clip that plays.
    #[schema(required)]
    pub clip: Option<PlayingView>,
    /// The callee is passed on, or the last attempt of it failed.
    #[schema(required)]
    pub transfer: Option<SeatTransfer>,
    /// A colleague talks to this agent about a callee.
    #[schema(required)]
    pub consult: Option<SeatConsult>,
}

/// The call of a seat.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = SeatCall)]
pub struct SeatCallView {
    /// `call_...`
    pub id: String,
    /// The lead that is called.
    #[schema(required)]
    pub lead: Option<LeadView>,
    /// The number as people write it.
    pub phone_display: String,
    /// When agent and callee first heard each other; null while it rings, or the callee is promised.
    #[schema(required)]
    pub connected_at: Option<String>,
    /// From the answer until then.
    #[schema(required)]
    pub answer_to_audio_ms: Option<i64>,
    /// Notes as they are kept.
    #[schema(required)]
    pub notes: Option<String>,
    /// What came of it, as it is kept.
    #[schema(required)]
    pub disposition: Option<String>,
    /// The colleague who passed the callee on to this seat.
    #[schema(required)]
    pub transferred_by: Option<String>,
    /// What the voice agent that put the callee through says of them.
    #[schema(required)]
    pub briefing: Option<BriefingView>,
}

/// What a voice agent says of somebody whom it put through to a person.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = SeatBriefing)]
pub struct BriefingView {
    /// The voice agent's name.
    pub by: String,
    /// Who it is and what they want, in two lines at most.
    pub summary: String,
}

/// A line that may soon be an agent's.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = SeatLine)]
pub struct SeatLineView {
    /// `call_...`
    pub call_id: String,
    /// Who is called.
    #[schema(required)]
    pub lead_name: Option<String>,
    /// Their company.
    #[schema(required)]
    pub company: Option<String>,
    /// Where the call stands, as calls say it.
    pub phase: String,
}

/// What an agent's talks come to.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = SeatDay)]
pub struct SeatDayView {
    /// Talks with people.
    pub calls: u64,
    /// Time talked.
    pub talk_ms: i64,
    /// What came of them, by disposition.
    pub dispositions: BTreeMap<String, u64>,
}

impl StoredSeat {
    /// A seat with its call, its lines and its day.
    ///
    /// # Errors
    /// What the database said.
    pub fn complete(
        tx: &mut Tx<'_>,
        row: SeatRow,
        seats: Option<&Seats>,
        workspace: &WorkspaceId,
        now: Timestamp,
    ) -> Result<Self, StoreError> {
        let call = match row.seat.call() {
            Some(id) => tx.calls().get(id)?,
            None => None,
        };
        let call = match call {
            Some(call) => {
                let talk = tx.seats().talk_at(&row.id, &call.id)?;
                Some((call, talk))
            }
            None => None,
        };
        let lead = match call.as_ref().and_then(|(call, _)| call.lead_id.clone()) {
            Some(lead) => tx.leads().get(&lead)?,
            None => None,
        };
        let lines = seats.map(|seats| seats.lines(workspace, &row.campaign_id, &row.id));
        let mut shown = Vec::new();
        for line in lines.unwrap_or_default() {
            let lead = match &line.lead_id {
                Some(lead) => tx.leads().get(lead)?,
                None => None,
            };
            shown.push((line, lead));
        }
        let consult = match seats.and_then(|seats| seats.consult_of(&row.id)) {
            Some(consult) => {
                let lead = match &consult.lead {
                    Some(lead) => tx.leads().get(lead)?,
                    None => None,
                };
                Some((consult, lead))
            }
            None => None,
        };
        let offer = StoredOffer::of(tx, &row)?;
        let today = tx.seats().tally(&row.user_id, now.plus_ms(-SHIFT_MS), now)?;
        let rules = seats.and_then(|seats| seats.rules(workspace, &row.campaign_id));
        Ok(Self {
            row,
            call,
            lead,
            lines: shown,
            consult,
            offer,
            today,
            is_mandatory: rules.is_some_and(|rules| rules.policy.disposition_mandatory),
        })
    }
}

impl SeatView {
    /// The seat as the API shows it.
    #[must_use]
    pub fn of(stored: &StoredSeat, engine: &Engine, now: Timestamp) -> Self {
        let StoredSeat { row, call, lead, .. } = stored;
        let seat = &row.seat;
        let seats = engine.seats();
        let status = seats
            .as_ref()
            .and_then(|seats| seats.status(&row.id))
            .filter(|_| seat.is_live());
        let phone = seats.as_ref().and_then(|seats| seats.phone_of(&row.id));
        let limits = engine
            .floor()
            .map(|floor| floor.config().seat_limits)
            .unwrap_or_default();
        let show = |at: Option<Timestamp>| at.map(|at| at.to_string());
        let has = |what: fn(&RoomStatus) -> bool| status.as_ref().is_some_and(what);
        let lost = Some(seat).filter(|seat| seat.is_live());
        let until = match &seat.state {
            seat::State::WrapUp { until, .. } => *until,
            seat::State::Joining
            | seat::State::Ready
            | seat::State::Dialing { .. }
            | seat::State::Reserved { .. }
            | seat::State::OnCall { .. }
            | seat::State::Paused { .. }
            | seat::State::Offline { .. } => None,
        };
        Self {
            id: row.id.to_string(),
            campaign_id: row.campaign_id.to_string(),
            user_id: row.user_id.clone(),
            name: row.name.clone(),
            state: seat.standing().into(),
            since: seat.since.to_string(),
            reason: seat.reason().map(str::to_owned),
            pause_after: seat.pause_after.as_ref().map(|reason| reason.text().to_owned()),
            wrap_up_until: show(until),
            disposition_mandatory: stored.is_mandatory,
            call: call.as_ref().map(|(call, talk)| SeatCallView {
                transferred_by: seats.as_ref().and_then(|seats| seats.transferred_by(&row.id)),
                briefing: seats
                    .as_ref()
                    .and_then(|seats| seats.briefing_of(&row.id))
                    .map(|Briefing { by, summary }| BriefingView { by, summary }),
                ..SeatCallView::of(call, talk.as_ref(), lead.as_ref(), now)
            }),
            offer: stored.offer.as_ref().map(|offer| offer.view(now)),
            lines: stored
                .lines
                .iter()
                .filter(|_| seat.standing() == Standing::Ready)
                .map(|(call, lead)| SeatLineView::of(call, lead.as_ref()))
                .collect(),
            today: SeatDayView {
                calls: stored.today.calls,
                talk_ms: stored.today.talk_ms,
                dispositions: stored.today.dispositions.clone(),
            },
            muted: has(|status| status.muted),
            held: has(|status| status.held),
            recording: status.as_ref().map_or(Taping::Off, |status| status.taping).into(),
            audio: AudioWord::of(engine, &row.id, phone.is_some()),
            phone: phone.as_ref().map(SeatPhone::of),
            revision: row.revision,
            browser: BrowserView {
                connected: has(|status| status.browser_connected),
                lost_since: show(lost.and_then(|seat| seat.browser.lost_since())),
                ends_at: show(lost.and_then(|seat| seat.browser_deadline(&limits))),
            },
            quality: status
                .as_ref()
                .and_then(|status| status.quality)
                .map(QualityView::of),
            detection: status
                .as_ref()
                .and_then(|status| status.detection)
                .map(DetectionView::of),
            clip: status
                .and_then(|status| status.clip)
                .map(|(id, name)| PlayingView {
                    id: id.to_string(),
                    name,
                }),
            transfer: seats
                .as_ref()
                .and_then(|seats| seats.transfer_of(&row.id))
                .map(|view| SeatTransfer::of(&view)),
            consult: stored
                .consult
                .as_ref()
                .map(|(view, lead)| SeatConsult::of(view, lead.as_ref(), now)),
        }
    }
}

impl SeatCallView {
    fn of(call: &CallRow, talk: Option<&TalkRow>, lead: Option<&LeadRow>, now: Timestamp) -> Self {
        Self {
            id: call.id.to_string(),
            lead: lead.map(|lead| LeadView::of(lead, now)),
            phone_display: call.phone.international(),
            connected_at: talk.map(|talk| talk.began_at.to_string()),
            answer_to_audio_ms: talk.map(|talk| talk.answer_to_audio_ms),
            notes: call.notes.clone(),
            disposition: call.disposition.clone(),
            transferred_by: None,
            briefing: None,
        }
    }
}

impl SeatLineView {
    fn of(call: &CallRow, lead: Option<&LeadRow>) -> Self {
        Self {
            call_id: call.id.to_string(),
            lead_name: lead
                .and_then(|lead| lead.contact_name.clone())
                .or_else(|| call.name.clone()),
            company: lead.and_then(|lead| lead.company_name.clone()),
            phase: call.call.state.word().to_owned(),
        }
    }
}

/// Nobody says in which zone an agent's day begins. A shift is shorter than this, and the night between two is longer.
const SHIFT_MS: i64 = 12 * 3_600 * 1_000;

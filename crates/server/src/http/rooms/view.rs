//! A room as the API shows it.

use outdial_domain::Timestamp;
use outdial_engine::{Engine, LegQuality, RoomControl, RoomStatus, Taping};
use outdial_store::{CallRow, LeadRow, RoomRow, StoreError, Tx};
use serde::Serialize;
use utoipa::ToSchema;

use super::detection::DetectionView;
use super::words::{BridgeWord, ControlWord, EndWord, StateWord, TapingWord};
use crate::http::calls::view::{CallNames, CallView};
use crate::http::leads::LeadView;

/// A room with its call and its lead, as they are stored.
pub struct StoredRoom {
    row: RoomRow,
    call: Option<CallRow>,
    lead: Option<LeadRow>,
}

/// Where an agent's browser and a callee's phone hear each other.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Room)]
pub struct RoomView {
    /// `room_...`
    pub id: String,
    /// How far the conversation has come.
    pub state: StateWord,
    /// Who talks in it.
    pub user_id: String,
    /// The call that is made from it; null until the browser's audio is in.
    #[schema(required)]
    pub call: Option<CallView>,
    /// The lead that is called.
    #[schema(required)]
    pub lead: Option<LeadView>,
    /// Where the two hear each other.
    pub bridge: BridgeWord,
    /// What the agent can do in it.
    pub controls: Vec<ControlWord>,
    /// The callee does not hear the agent.
    pub muted: bool,
    /// The callee hears music.
    pub held: bool,
    /// Whether the talk is recorded.
    pub recording: TapingWord,
    /// The agent's leg.
    pub browser: BrowserView,
    /// The callee's leg.
    pub phone: PhoneView,
    /// How well the agent's connection does.
    #[schema(required)]
    pub quality: Option<QualityView>,
    /// What seems to have answered, where the audio passes here.
    #[schema(required)]
    pub detection: Option<DetectionView>,
    /// The clip that plays.
    #[schema(required)]
    pub clip: Option<PlayingView>,
    /// When it was opened.
    pub created_at: String,
    /// When the callee's audio came in: the talk is timed from here.
    #[schema(required)]
    pub connected_at: Option<String>,
    /// When it ended.
    #[schema(required)]
    pub ended_at: Option<String>,
    /// Why it ended.
    #[schema(required)]
    pub end_reason: Option<EndWord>,
}

/// The agent's leg.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BrowserView {
    /// It is in: audio passes.
    pub connected: bool,
    /// Since when it is lost.
    #[schema(required)]
    pub lost_since: Option<String>,
    /// Until when it may come back.
    #[schema(required)]
    pub ends_at: Option<String>,
}

/// The callee's leg.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PhoneView {
    /// Audio passes.
    pub connected: bool,
}

/// How well a connection does.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct QualityView {
    /// Estimated opinion, 1 to 4.5.
    #[schema(required)]
    pub mos: Option<f32>,
    /// Packets of a thousand that were missing.
    pub loss_permille: u32,
    /// How unevenly they arrive.
    pub jitter_ms: f32,
    /// There and back.
    #[schema(required)]
    pub rtt_ms: Option<f32>,
}

/// A clip that plays.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PlayingView {
    /// `clip_...`
    pub id: String,
    /// Its name.
    pub name: String,
}

impl QualityView {
    /// How well a connection does, as the API says it.
    #[must_use]
    pub fn of(quality: LegQuality) -> Self {
        Self {
            mos: Some(quality.mos),
            loss_permille: quality.loss_permille,
            jitter_ms: quality.jitter_ms,
            rtt_ms: quality.round_trip_ms,
        }
    }
}

impl StoredRoom {
    /// A room with its call and its lead.
    ///
    /// # Errors
    /// What the database said.
    pub fn complete(tx: &mut Tx<'_>, row: RoomRow) -> Result<Self, StoreError> {
        let call = tx.calls().get(&row.call_id)?;
        let lead = match &row.lead_id {
            Some(lead) => tx.leads().get(lead)?,
            None => None,
        };
        Ok(Self { row, call, lead })
    }
}

impl RoomView {
    /// The room as the API shows it.
    #[must_use]
    pub fn of(stored: &StoredRoom, engine: &Engine, names: &dyn CallNames) -> Self {
        let StoredRoom { row, call, lead } = stored;
        let room = &row.room;
        let status = engine.room_status(&row.id).filter(|_| room.is_live());
        let limits = engine
            .floor()
            .map(|floor| floor.config().limits)
            .unwrap_or_default();
        let show = |at: Option<Timestamp>| at.map(|at| at.to_string());
        let lost = Some(room).filter(|room| room.is_live());
        let has = |what: fn(&RoomStatus) -> bool| status.as_ref().is_some_and(what);
        let taping = status.as_ref().map_or(Taping::Off, |status| status.taping);
        Self {
            id: row.id.to_string(),
            state: room.phase.into(),
            user_id: row.user_id.clone(),
            call: call.as_ref().map(|call| CallView::of(call, names)),
            lead: lead.as_ref().map(|lead| LeadView::of(lead, engine.now())),
            bridge: room.bridge.into(),
            controls: RoomControl::of(room.bridge)
                .iter()
                .copied()
                .map(ControlWord::from)
                .collect(),
            muted: has(|status| status.muted),
            held: has(|status| status.held),
            recording: taping.into(),
            browser: BrowserView {
                connected: has(|status| status.browser_connected),
                lost_since: show(lost.and_then(|room| room.browser.lost_since())),
                ends_at: show(lost.and_then(|room| room.browser_deadline(&limits))),
            },
            phone: PhoneView {
                connected: has(|status| status.phone_connected),
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
            created_at: room.opened_at.to_string(),
            connected_at: show(room.connected_at),
            ended_at: show(row.ended_at),
            end_reason: room.phase.end().map(EndWord::from),
        }
    }
}

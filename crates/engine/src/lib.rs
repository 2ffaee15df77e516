//! The dialler: durable queue, placing, intake of carrier events, deadlines, errands, reconciliation.
//!
//! Every change of a call is one transaction: the event, the new state and the errands that follow from it
//! ([`receive`]). Loops around it only wait and perform: [`dialler`] claims and lets [`placing`] ask the carrier,
//! [`intake`] takes in webhooks, [`deadlines`] wakes what has gone quiet, [`errands`] performs the outbox, and
//! [`recovery`] runs first and asks about everything that an earlier life left in the air. Agents talk on the [`floor`].

mod accounts;
mod alarm;
mod calendar;
mod campaigns;
mod changes;
mod claim;
pub mod clock;
mod compliance;
mod control;
mod conversations;
mod deadlines;
mod dialler;
mod engine;
mod errand;
mod errands;
mod figures;
mod floor;
mod follow_up;
mod hooks;
pub mod ids;
mod intake;
mod lead_news;
mod mailing;
mod meters;
mod model_outage;
mod news;
mod outage;
mod placing;
mod plan;
mod preview;
mod receive;
mod recovery;
mod rehearsals;
mod repetition;
mod retention;
mod run_end;
mod services;
mod spoken_form;
mod trust;
mod wav_sides;

pub use accounts::{Account, AccountSpec, Accounts};
pub use calendar::{BookError, BookingWish, OfferedSlot, SlotWish};
pub use campaigns::{
    Batch, BatchBy, BatchRefusal, CampaignLine, CampaignLive, OrderCampaign, OwnDial, OwnDialRefusal,
    PulseReset, Seating, WhyNext,
};
pub use changes::{Changes, WorkspaceChanges};
pub use clock::{Clock, SystemClock, TokioClock, sleep_until};
pub use control::{Ended, can_end};
pub use engine::{Engine, EngineConfig};
pub use floor::{
    Behalf, Briefing, BrowserDoor, Colleague, ConsultView, Destination, Detection, Door, Expected, Floor,
    FloorConfig, JoinRefusal, Joined, LegQuality, NewTransfer, OpenRefusal, OpenRoom, Opened, OrderRefusal,
    OutOfReach, PhoneStage, PhoneView, PutThrough, ReadySeat, Report, RoomControl, RoomOrder, RoomStatus,
    SeatAtHand, SeatRefusal, SeatRules, SeatView, Seats, SignIn, SignedIn, Sound, Stage, StreamRefusal,
    Taping, ThirdView, TransferView, VerdictBy, WaitingCall, WaitingSound, WrapUp,
};
pub use hooks::{EVENTS, HookEvent};
pub use ids::{Ids, TimeOrderedIds};
pub use intake::Intake;
pub use mailing::{Preview, SendTestError};
pub use placing::message_instructions;
pub use plan::{LineNumber, NewRun, PlanLine, PlanRequest, Planned};
pub use rehearsals::{AloudView, BegunTalk, EvalRun, RehearsalRefusal, Rehearsed, TalkRefusal, WhoseTalk};
pub use retention::RecordingRemoval;
pub use services::{FollowUpConfig, LiveHook, ServiceDesk, Services, SpeechAway};

//! Durable state behind one [`Store`]: SQLite in the data directory, or PostgreSQL.
//!
//! Repositories are written once, synchronously, over a small connection seam (`db`). Closures that use them run
//! on the store's own threads (`work`): one writer that commits many closures together, and a few readers. Rows
//! of a workspace are reachable only through [`Store::workspace`]; the few questions that concern all workspaces
//! are named methods of [`SystemTx`].

mod actor;
mod api_keys;
mod audit;
mod automation;
mod backup;
mod bookings;
mod callbacks;
mod calls;
mod campaigns;
mod carriers;
mod clips;
mod config;
mod consents;
mod conversations;
mod counters;
mod data_dir;
mod db;
mod dnc;
mod error;
mod evals;
mod events;
mod hooks;
mod idempotency;
mod imports;
mod integrations;
mod lead_batches;
mod leads;
mod lists;
mod mails;
mod outbox;
mod page;
mod receipts;
mod recording_deletions;
mod recordings;
mod reports;
mod rooms;
mod run_lines;
mod runs;
mod seats;
mod sessions;
mod settings;
mod store;
mod system;
mod users;
mod views;
mod voice_agents;
mod work;
mod workspace;

pub use actor::Actor;
pub use api_keys::{ApiKeyRow, ApiKeys};
pub use audit::{Audit, AuditRow};
pub use automation::{
    Automation, AutomationFigures, AutomationRunLead, AutomationRunRow, AutomationSlot, PulseRow,
};
pub use bookings::{BookingFilter, BookingRow, Bookings, CalendarSettingsRow};
pub use callbacks::{CallbackFilter, CallbackRow, Callbacks, Whose};
pub use calls::{
    Archived, CallFilter, CallRecording, CallRow, Calls, Direction, NumberHistory, Sort, SortKey, StateFilter,
};
pub use campaigns::{
    CampaignCounts, CampaignLead, CampaignLeads, CampaignRow, CampaignVersion, Campaigns, Hopper,
    LeadOfCampaign, LeadPlace, LeadsWhere, Places, Reserved,
};
pub use carriers::{CarrierAccountRow, Carriers};
pub use clips::{ClipRow, Clips};
pub use config::{Durability, StoreConfig, Target};
pub use consents::{ConsentRow, Consents};
pub use conversations::{ConversationRow, ConversationState, Conversations, ToolRow};
pub use counters::{CallStats, DayTotals, HourStats, StatsFilter};
pub use data_dir::create_data_dir;
pub use dnc::{Dnc, DncRow};
pub use error::StoreError;
pub use evals::{EvalResult, EvalRow, Evals};
pub use events::{EventRow, EventSource, Events, NewEvent, UnmatchedEvent};
pub use hooks::{DeliveryRow, DeliveryState, HookRow, Hooks};
pub use idempotency::{Idempotency, IdempotencyRow, StoredAnswer};
pub use imports::{ImportRow, ImportState, ImportUndone, Imports};
pub use integrations::{IntegrationRow, Integrations};
pub use lead_batches::{LeadBatchRow, LeadBatches};
pub use leads::{
    Agreed, ConsentFilter, HeldBy, Hold, Holder, LeadChange, LeadChangeRow, LeadFacets, LeadFilter, LeadRow,
    LeadSort, LeadSortKey, LeadTerm, LeadTotal, Leads, NumberOfLead,
};
pub use lists::{ListCounts, ListErrorRow, ListRow, ListState, Lists};
pub use mails::{
    MailFilter, MailInvite, MailRow, MailState, MailTemplateRow, Mails, SuppressionReason, SuppressionRow,
};
pub use outbox::{Outbox, OutboxRow};
pub use page::{Page, PageRequest};
pub use receipts::{ReceiptRow, Receipts};
pub use recording_deletions::{DeletedBy, Deletion};
pub use recordings::{RecordingRow, Recordings};
pub use reports::{
    ReportDimension, ReportSpan, Reports, ShiftFilter, ShiftRow, VerdictChecks, VerdictSource,
};
pub use rooms::{RoomRow, Rooms};
pub use run_lines::RunLineRow;
pub use runs::{RunRow, RunState, Runs};
pub use seats::{LegPart, SeatRow, Seats, StayRow, TalkRow, Tally};
pub use sessions::{SessionRow, Sessions};
pub use settings::{SettingsRepo, SettingsRow};
pub use store::Store;
pub use system::{DueCall, System, SystemTx, ThrottleRow, WorkspaceRow};
pub use users::{Role, UserRow, Users};
pub use views::{ViewRow, Views};
pub use voice_agents::{Published, VoiceAgentRow, VoiceAgentVersion, VoiceAgents};
pub use workspace::{Tx, Workspace};

//! The rows of one workspace: the only way to them.

use outdial_domain::ids::{CallId, WorkspaceId};

use crate::StoreError;
use crate::api_keys::ApiKeys;
use crate::audit::Audit;
use crate::automation::Automation;
use crate::bookings::Bookings;
use crate::callbacks::Callbacks;
use crate::calls::{CallRow, Calls, Seen};
use crate::campaigns::{CampaignCounts, CampaignLeads, Campaigns, Hopper};
use crate::carriers::Carriers;
use crate::clips::Clips;
use crate::consents::Consents;
use crate::conversations::Conversations;
use crate::db::{Access, Param, Row, Scope};
use crate::dnc::Dnc;
use crate::evals::Evals;
use crate::events::Events;
use crate::hooks::Hooks;
use crate::idempotency::Idempotency;
use crate::imports::Imports;
use crate::integrations::Integrations;
use crate::lead_batches::LeadBatches;
use crate::leads::Leads;
use crate::lists::Lists;
use crate::mails::Mails;
use crate::outbox::Outbox;
use crate::receipts::Receipts;
use crate::recordings::Recordings;
use crate::reports::Reports;
use crate::rooms::Rooms;
use crate::runs::Runs;
use crate::seats::Seats;
use crate::sessions::Sessions;
use crate::settings::SettingsRepo;
use crate::store::Store;
use crate::users::Users;
use crate::views::Views;
use crate::voice_agents::VoiceAgents;
use crate::work::Session;

/// The rows of one workspace; cheap to clone.
#[derive(Clone)]
pub struct Workspace {
    store: Store,
    id: WorkspaceId,
}

impl Workspace {
    pub(crate) fn new(store: Store, id: WorkspaceId) -> Self {
        Self { store, id }
    }

    /// Which workspace.
    #[must_use]
    pub fn id(&self) -> &WorkspaceId {
        &self.id
    }

    /// Runs the closure in a transaction and answers once that is committed. A closure that fails, or panics,
    /// leaves nothing behind. Dropping the returned future does not undo a closure that was queued.
    ///
    /// # Errors
    /// The closure's own, or what the database said.
    pub async fn write<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        F: FnOnce(&mut Tx<'_>) -> Result<T, StoreError> + Send + 'static,
        T: Send + 'static,
    {
        let id = self.id.clone();
        self.store
            .perform(Scope::Workspace(self.id.clone()), Access::Write, move |session| {
                work(&mut Tx::new(session, id))
            })
            .await
    }

    /// As [`Workspace::write`], for a closure that changes nothing but the database and may therefore run twice.
    /// Many of them at once are undone together when one fails, and then run again one by one: that costs much less
    /// than being able to undo each alone. For small writes that come thousands a second.
    ///
    /// # Errors
    /// The closure's own, or what the database said.
    pub async fn write_repeatable<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        F: Fn(&mut Tx<'_>) -> Result<T, StoreError> + Send + 'static,
        T: Send + 'static,
    {
        let id = self.id.clone();
        self.store
            .perform_repeatable(Scope::Workspace(self.id.clone()), move |session| {
                work(&mut Tx::new(session, id.clone()))
            })
            .await
    }

    /// Runs the closure on one unchanging state of the database; it cannot write.
    ///
    /// # Errors
    /// The closure's own, or what the database said.
    pub async fn read<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        F: FnOnce(&mut Tx<'_>) -> Result<T, StoreError> + Send + 'static,
        T: Send + 'static,
    {
        let id = self.id.clone();
        self.store
            .perform(Scope::Workspace(self.id.clone()), Access::Read, move |session| {
                work(&mut Tx::new(session, id))
            })
            .await
    }
}

/// A transaction on the rows of one workspace, by repository.
pub struct Tx<'a> {
    session: &'a mut Session,
    pub(crate) workspace: WorkspaceId,
    pub(crate) seen: Seen,
}

impl<'a> Tx<'a> {
    pub(crate) fn new(session: &'a mut Session, workspace: WorkspaceId) -> Self {
        Self {
            session,
            workspace,
            seen: Seen::default(),
        }
    }

    /// Which workspace.
    #[must_use]
    pub fn workspace(&self) -> &WorkspaceId {
        &self.workspace
    }

    pub(crate) fn session(&mut self) -> &mut Session {
        self.session
    }

    /// A call that the writer has at hand as it is stored.
    pub(crate) fn kept_call(&self, id: &CallId) -> Option<CallRow> {
        self.session.kept.get(&self.workspace, id).cloned()
    }

    pub(crate) fn keep_call(&mut self, row: &CallRow) {
        self.session.kept.keep(&self.workspace, row);
    }

    /// Runs a statement; `$1` is the workspace, the parameters follow from `$2`.
    pub(crate) fn execute(&mut self, sql: &str, params: &[Param<'_>]) -> Result<u64, StoreError> {
        let Self {
            session, workspace, ..
        } = self;
        session.execute(sql, &with_workspace(workspace, params))
    }

    /// Runs a statement that answers with rows; `$1` is the workspace, the parameters follow from `$2`.
    pub(crate) fn query(&mut self, sql: &str, params: &[Param<'_>]) -> Result<Vec<Row>, StoreError> {
        let Self {
            session, workspace, ..
        } = self;
        session.query(sql, &with_workspace(workspace, params))
    }

    /// The first row of an answer, if there is one.
    pub(crate) fn query_one(&mut self, sql: &str, params: &[Param<'_>]) -> Result<Option<Row>, StoreError> {
        Ok(self.query(sql, params)?.into_iter().next())
    }
}

fn with_workspace<'a>(workspace: &'a WorkspaceId, params: &[Param<'a>]) -> Vec<Param<'a>> {
    let mut all = Vec::with_capacity(params.len() + 1);
    all.push(Param::from(workspace));
    all.extend_from_slice(params);
    all
}

macro_rules! repositories {
    ($($(#[$doc:meta])* $method:ident: $repository:ident),* $(,)?) => {
        impl<'a> Tx<'a> {
            $($(#[$doc])*
            pub fn $method(&mut self) -> $repository<'_, 'a> {
                $repository { tx: self }
            })*
        }
    };
}

repositories! {
    /// Calls.
    calls: Calls,
    /// What happened to calls.
    events: Events,
    /// Why calls were allowed or refused.
    receipts: Receipts,
    /// Runs and their lines.
    runs: Runs,
    /// The people and companies to call.
    leads: Leads,
    /// Lists of leads.
    lists: Lists,
    /// Files of leads on their way into lists.
    imports: Imports,
    /// Changes of many leads at once.
    lead_batches: LeadBatches,
    /// Filters and columns of pages, kept under names.
    views: Views,
    /// Dialling programmes.
    campaigns: Campaigns,
    /// What campaigns made of their leads.
    campaign_leads: CampaignLeads,
    /// Batches of leads that are called at set times.
    automation: Automation,
    /// Leads that are reserved for campaigns.
    hopper: Hopper,
    /// Whom to call again, and who wants to.
    callbacks: Callbacks,
    /// Appointments, and when they can be made.
    bookings: Bookings,
    /// Mails that follow calls.
    mails: Mails,
    /// Programs that are told of what happens here.
    hooks: Hooks,
    /// Accounts of services that are no carriers.
    integrations: Integrations,
    /// What campaigns' calls came to.
    campaign_counts: CampaignCounts,
    /// Conversations of an agent with a callee.
    rooms: Rooms,
    /// Voice agents.
    voice_agents: VoiceAgents,
    /// Talks that are rehearsed before voice agents are published.
    evals: Evals,
    /// What was said, done and decided in talks of voice agents.
    conversations: Conversations,
    /// Agents signed in to campaigns.
    seats: Seats,
    /// What campaigns' calls came to.
    reports: Reports,
    /// What was recorded of calls.
    recordings: Recordings,
    /// Sounds that agents play.
    clips: Clips,
    /// Side effects still to be performed.
    outbox: Outbox,
    /// The do-not-call list.
    dnc: Dnc,
    /// What leads said about what they agree to.
    consents: Consents,
    /// What the workspace has chosen.
    settings: SettingsRepo,
    /// Carrier accounts.
    carriers: Carriers,
    /// People who sign in.
    users: Users,
    /// Signed-in browsers.
    sessions: Sessions,
    /// Keys for programs.
    api_keys: ApiKeys,
    /// The audit log.
    audit: Audit,
    /// Answers to requests that may be repeated.
    idempotency: Idempotency,
}

//! What every handler can reach.

use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use metrics_exporter_prometheus::PrometheusHandle;
use outdial_domain::Timestamp;
use outdial_domain::ids::{CarrierAccountId, WorkspaceId};
use outdial_engine::Engine;
use outdial_engine::clock::Clock;
use outdial_engine::ids::Ids;
use outdial_store::{Store, Workspace};
use tokio_util::sync::CancellationToken;

use super::auth::{LoginThrottle, Passwords};
use super::compat::ColdCallPace;
use super::guard::RateLimiter;
use super::idempotency::InFlight;
use super::live::LiveFeed;
use super::mail::MailPreviews;
use crate::carriers::CarrierDesk;
use crate::config::{BaseUrl, Config};
use crate::importing::ImportDesk;
use crate::integrations::IntegrationDesk;
use crate::secrets::Secrets;

/// What every handler can reach; a cheap handle to [`App`].
#[derive(Clone)]
pub struct AppState(Arc<App>);

/// The parts of the running program.
pub struct App {
    /// Durable state.
    pub store: Store,
    /// The dialler.
    pub engine: Engine,
    /// Where the time comes from.
    pub clock: Arc<dyn Clock>,
    /// Where identifiers come from.
    pub ids: Arc<dyn Ids>,
    /// The configuration.
    pub config: Config,
    /// The public address.
    pub base_url: BaseUrl,
    /// The address under which this machine reaches the server; the sandbox calls back here.
    pub local_url: BaseUrl,
    /// Seals and opens stored credentials.
    pub secrets: Secrets,
    /// Hashes and checks passwords.
    pub passwords: Passwords,
    /// Carrier accounts: stored form, running adapters, checks.
    pub carriers: CarrierDesk,
    /// Services other than carriers: their accounts, what they sign with, and the models that read commands.
    pub integrations: IntegrationDesk,
    /// How far imports of leads are.
    pub imports: Arc<ImportDesk>,
    /// Live updates for watchers.
    pub live: LiveFeed,
    /// Renders the metrics, when they are collected.
    pub metrics: Option<PrometheusHandle>,
    /// Slows down guessing of passwords.
    pub login_throttle: LoginThrottle,
    /// Bounds how often the cold-call dialler's clients may ask within a minute.
    pub cold_call_pace: ColdCallPace,
    /// Held by whoever looks for a conference of the cold-call dialler and opens it when there is none: of two requests
    /// for one number at once, the second finds what the first has opened.
    pub cold_call_opening: tokio::sync::Mutex<()>,
    /// The mails that people looked at last.
    pub mail_previews: MailPreviews,
    /// Bounds how fast one actor may ask.
    pub rate_limiter: RateLimiter,
    /// Requests with an `Idempotency-Key` that are being answered.
    pub in_flight: InFlight,
    /// Ends when the process is to stop.
    pub stop: CancellationToken,
    /// Whether start-up is complete.
    pub ready: AtomicBool,
}

impl AppState {
    /// A handle to `app`.
    #[must_use]
    pub fn new(app: App) -> Self {
        Self(Arc::new(app))
    }
}

impl Deref for AppState {
    type Target = App;

    fn deref(&self) -> &App {
        &self.0
    }
}

impl App {
    /// The present.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// 128 bits for a new identifier.
    #[must_use]
    pub fn new_bits(&self) -> u128 {
        self.ids.next(self.now())
    }

    /// The rows of one workspace.
    #[must_use]
    pub fn workspace(&self, workspace: &WorkspaceId) -> Workspace {
        self.store.workspace(workspace.clone())
    }

    /// Whether calls of the workspace go to the simulated phone network.
    #[must_use]
    pub fn is_sandbox(&self, workspace: &WorkspaceId) -> bool {
        let default = self.engine.accounts().default_of(workspace);
        default.is_some_and(|account| self.carriers.is_sandbox(&account.id))
    }

    /// Whether callees of the workspace can be talked to from the browser.
    #[must_use]
    pub fn can_talk(&self, workspace: &WorkspaceId) -> bool {
        let default = self.engine.accounts().default_of(workspace);
        default.is_some_and(|account| self.engine.can_talk_through(&account.id))
    }

    /// The address that an account's carrier calls back.
    #[must_use]
    pub fn webhook_base(&self, account: &CarrierAccountId) -> &BaseUrl {
        if self.carriers.is_sandbox(account) {
            &self.local_url
        } else {
            &self.base_url
        }
    }

    /// Notes that start-up is complete.
    pub fn mark_ready(&self) {
        self.ready.store(true, Ordering::Release);
    }

    /// Whether start-up is complete and shutdown has not begun.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.ready.load(Ordering::Acquire) && !self.stop.is_cancelled()
    }
}

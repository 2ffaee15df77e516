//! The sandbox: one simulated network and everything that happens on it.

use std::future::Future;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use axum::Router;
use outdial_domain::Timestamp;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::application::ApplicationBook;
use crate::audio::TapeBook;
use crate::calcom::{CalComAccount, CalComBook};
use crate::call::{CallBook, CpsQueue};
use crate::client::SoftphoneBook;
use crate::conference::RoomBook;
use crate::config::{Account, Clock, SandboxConfig};
use crate::faults::Faults;
use crate::ledger::Ledger;
use crate::lock::lock;
use crate::mail::MailBook;
use crate::people::Population;
use crate::perform::QueueBook;
use crate::realtime::{RealtimeAccount, RealtimeBook, WaitBook};
use crate::recording::RecordingBook;
use crate::resend::{ResendAccount, ResendBook};
use crate::rest::RequestCounts;
use crate::sid::SidMint;
use crate::stream::StreamConnector;
use crate::vapi::{VapiAccount, VapiBook};
use crate::webhook::WebhookClient;
use crate::{calcom, chat, client, control, realtime, resend, rest, vapi};

/// A simulated phone network for one Twilio account.
pub struct Sandbox {
    pub(crate) population: Population,
    pub(crate) seed: u64,
    pub(crate) account: Account,
    pub(crate) numbers: Vec<String>,
    pub(crate) media_ip: IpAddr,
    pub(crate) callbacks: Arc<dyn WebhookClient>,
    pub(crate) streams: Arc<dyn StreamConnector>,
    pub(crate) ledger: Ledger,
    /// Part of the account, not of what happened: a reset keeps them.
    pub(crate) applications: Mutex<ApplicationBook>,
    pub(crate) softphones: Mutex<SoftphoneBook>,
    pub(crate) calls: Mutex<CallBook>,
    pub(crate) cps: Mutex<CpsQueue>,
    pub(crate) rooms: Mutex<RoomBook>,
    pub(crate) queues: Mutex<QueueBook>,
    pub(crate) recordings: Mutex<RecordingBook>,
    pub(crate) tapes: Mutex<TapeBook>,
    pub(crate) calcom_account: Option<CalComAccount>,
    pub(crate) calcom: Mutex<CalComBook>,
    pub(crate) resend_account: Option<ResendAccount>,
    pub(crate) resend: Mutex<ResendBook>,
    pub(crate) mails: Mutex<MailBook>,
    pub(crate) realtime_account: Option<RealtimeAccount>,
    pub(crate) realtime: Mutex<RealtimeBook>,
    pub(crate) waits: Mutex<WaitBook>,
    pub(crate) vapi_account: Option<VapiAccount>,
    pub(crate) vapi: Mutex<VapiBook>,
    pub(crate) vapi_turns: Mutex<CpsQueue>,
    pub(crate) requests: Mutex<RequestCounts>,
    pub(crate) requests_at_once: Semaphore,
    faults: RwLock<Faults>,
    clock: Clock,
    mint: Mutex<SidMint>,
    tasks: TaskTracker,
    /// Cancelled to end this epoch; a reset begins the next.
    epoch: Mutex<CancellationToken>,
}

impl Sandbox {
    /// A network on which nothing has happened yet; `callbacks` carries its requests to the application.
    #[must_use]
    pub fn new(config: SandboxConfig, callbacks: Arc<dyn WebhookClient>) -> Arc<Self> {
        let began = (config.clock)();
        Arc::new(Self {
            population: config.population,
            seed: config.seed,
            account: Account {
                sid: config.account_sid,
                auth_token: config.auth_token,
                api_key: config.api_key,
            },
            numbers: config.numbers,
            media_ip: config.media_ip,
            callbacks,
            streams: config.streams,
            ledger: Ledger::default(),
            applications: Mutex::new(ApplicationBook::new(config.applications, began)),
            softphones: Mutex::default(),
            calls: Mutex::default(),
            cps: Mutex::new(CpsQueue::new(config.cps)),
            rooms: Mutex::default(),
            queues: Mutex::default(),
            recordings: Mutex::default(),
            tapes: Mutex::default(),
            calcom: Mutex::new(CalComBook::new(config.calcom.as_ref())),
            calcom_account: config.calcom,
            resend: Mutex::new(ResendBook::new(config.resend.as_ref())),
            resend_account: config.resend,
            mails: Mutex::default(),
            realtime: Mutex::default(),
            waits: Mutex::default(),
            realtime_account: config.realtime,
            vapi: Mutex::new(VapiBook::new(config.vapi.as_ref(), began)),
            vapi_account: config.vapi,
            vapi_turns: Mutex::new(CpsQueue::new(config.cps)),
            requests: Mutex::default(),
            requests_at_once: Semaphore::new(config.rest_concurrency),
            faults: RwLock::new(config.faults),
            clock: config.clock,
            mint: Mutex::new(SidMint::new(config.seed, began.0)),
            tasks: TaskTracker::new(),
            epoch: Mutex::default(),
        })
    }

    /// The REST face under `/2010-04-01`, the browsers' face at `/signal` and the control endpoints under `/sandbox`; beside
    /// them the faces of other services.
    pub fn router(self: &Arc<Self>) -> Router {
        Router::new()
            .nest("/2010-04-01", rest::router(self))
            .nest("/sandbox", control::router(self))
            .merge(client::router(self))
            .merge(vapi::router(self))
            .merge(realtime::router(self))
            .merge(chat::router(self))
            .nest("/v2", calcom::router(self))
            .merge(resend::router(self))
            .fallback(rest::not_found)
    }

    /// What really happened.
    #[must_use]
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// The faults switched on.
    #[must_use]
    pub fn faults(&self) -> Faults {
        self.faults.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Switches faults from now on.
    pub fn set_faults(&self, faults: Faults) {
        *self.faults.write().unwrap_or_else(PoisonError::into_inner) = faults;
    }

    /// Sets where an application's calls find their instructions; false when there is no such application.
    pub fn set_voice_url(&self, application_sid: &str, url: &str) -> bool {
        let mut book = lock(&self.applications);
        let application = book.get_mut(application_sid);
        application
            .map(|application| application.voice_url = Some(url.to_owned()))
            .is_some()
    }

    /// Reports every change of a booking to an address, signed with a secret.
    pub fn report_bookings_to(&self, url: &str, secret: &str) {
        lock(&self.calcom).subscribe("application", url, Some(secret.to_owned()));
    }

    /// Reports what becomes of mails to an address, signed with a secret (`whsec_…`).
    pub fn report_mails_to(&self, url: &str, secret: &str) {
        lock(&self.resend).subscribe("application", url, secret);
    }

    /// Cuts off every call without a word to anybody and forgets everything.
    pub fn reset(&self) {
        let ended = std::mem::take(&mut *lock(&self.epoch));
        ended.cancel();
        {
            let mut mint = lock(&self.mint);
            *mint = mint.next_epoch();
        }
        *lock(&self.softphones) = SoftphoneBook::default();
        lock(&self.calls).clear();
        lock(&self.cps).clear();
        lock(&self.vapi).reset();
        lock(&self.realtime).reset();
        lock(&self.waits).reset();
        lock(&self.calcom).reset();
        lock(&self.resend).reset();
        lock(&self.mails).reset();
        lock(&self.vapi_turns).clear();
        *lock(&self.rooms) = RoomBook::default();
        *lock(&self.queues) = QueueBook::default();
        *lock(&self.recordings) = RecordingBook::default();
        *lock(&self.tapes) = TapeBook::default();
        *lock(&self.requests) = RequestCounts::default();
        self.ledger.clear();
    }

    /// Cuts off every call and waits until nothing runs any more.
    pub async fn shut_down(&self) {
        lock(&self.epoch).cancel();
        self.tasks.close();
        self.tasks.wait().await;
    }

    /// The present.
    pub(crate) fn now(&self) -> Timestamp {
        (self.clock)()
    }

    pub(crate) fn mint(&self) -> SidMint {
        *lock(&self.mint)
    }

    /// Runs `work` until it is done or this epoch ends.
    pub(crate) fn spawn(&self, work: impl Future<Output = ()> + Send + 'static) {
        let epoch = lock(&self.epoch).clone();
        // Boxed, because a future moved into another one takes its room twice.
        let work = Box::pin(work);
        self.tasks.spawn(async move {
            tokio::select! {
                () = epoch.cancelled() => {}
                () = work => {}
            }
        });
    }
}

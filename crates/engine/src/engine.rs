//! The engine as the rest of the program holds it: cheap to clone, shared by requests and loops.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use outdial_domain::Timestamp;
use outdial_domain::call::State;
use outdial_domain::ids::WorkspaceId;
use outdial_store::{LeadRow, Store, StoreError, Tx};
use tokio::sync::{Notify, Semaphore};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::accounts::Accounts;
use crate::alarm::Alarm;
use crate::campaigns::{Roster, Seating};
use crate::changes::Changes;
use crate::clock::Clock;
use crate::conversations::Turns;
use crate::floor::Floor;
use crate::ids::Ids;
use crate::receive::{FollowUp, Reception};
use crate::rehearsals::AloudBook;
use crate::services::{FollowUpConfig, ServiceDesk};
use crate::{hooks, meters, trust};

/// How the engine behaves; the defaults suit production.
#[derive(Debug, Clone)]
pub struct EngineConfig {
    /// How long the carrier is given to show a call whose dial is uncertain before it is dialled again.
    pub reconcile_grace_ms: i64,
    /// How many due calls are looked at in one go.
    pub claim_batch: u32,
    /// How many dials may be under way at the carriers at once.
    pub placing_at_once: usize,
    /// How many errands may be under way at once.
    pub errands_at_once: usize,
    /// The folder of recordings, where there is no floor to know it.
    pub recordings: Option<PathBuf>,
}

impl Default for EngineConfig {
    fn default() -> Self {
        Self {
            reconcile_grace_ms: 30_000,
            claim_batch: 64,
            placing_at_once: 64,
            errands_at_once: 32,
            recordings: None,
        }
    }
}

/// The dialler: plans calls, places them, takes in what carriers report, and leaves none behind.
#[derive(Clone)]
pub struct Engine {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub store: Store,
    pub accounts: Accounts,
    pub clock: Arc<dyn Clock>,
    pub ids: Arc<dyn Ids>,
    pub config: EngineConfig,
    pub changes: Changes,
    pub tasks: TaskTracker,
    pub stop: CancellationToken,
    /// Not even what was begun is finished.
    pub killed: CancellationToken,
    /// Work may be due: calls were planned, a line is free, settings changed.
    pub dial_wake: Notify,
    /// Nothing was due when the queue was last looked at: whoever plans a call wakes the dialler, a free line need not.
    pub queue_is_empty: AtomicBool,
    /// When the next errand is to be performed: most of those that the end of a call asks for wait some seconds.
    pub errands_due: Alarm,
    /// The next deadline of any call.
    pub deadlines: Alarm,
    /// The next mail, message to a program, and look into a doubtful appointment.
    pub mails_due: Alarm,
    pub doubts_due: Alarm,
    /// The services that workspaces follow up with.
    pub services: ServiceDesk,
    pub placing: Arc<Semaphore>,
    pub errands: Arc<Semaphore>,
    /// No more dials: the process is going down.
    pub dialling_stopped: AtomicBool,
    /// Campaigns that somebody looks after.
    pub campaigns: Roster,
    /// Whose turn it is to do something for which call's voice agent.
    pub turns: Turns,
    /// Rehearsals by microphone.
    pub aloud: AloudBook,
    /// Where agents talk, when this process has audio.
    floor: OnceLock<Arc<Floor>>,
}

impl Engine {
    /// An engine that does nothing until [`Engine::run`] is called.
    #[must_use]
    pub fn new(store: Store, clock: Arc<dyn Clock>, ids: Arc<dyn Ids>, config: EngineConfig) -> Self {
        let placing = Arc::new(Semaphore::new(config.placing_at_once));
        let errands = Arc::new(Semaphore::new(config.errands_at_once));
        Self {
            inner: Arc::new(Inner {
                store,
                accounts: Accounts::default(),
                clock,
                ids,
                config,
                changes: Changes::default(),
                tasks: TaskTracker::new(),
                stop: CancellationToken::new(),
                killed: CancellationToken::new(),
                dial_wake: Notify::new(),
                queue_is_empty: AtomicBool::new(false),
                errands_due: Alarm::default(),
                deadlines: Alarm::default(),
                mails_due: Alarm::default(),
                doubts_due: Alarm::default(),
                services: ServiceDesk::default(),
                placing,
                errands,
                dialling_stopped: AtomicBool::new(false),
                campaigns: Roster::default(),
                turns: Turns::default(),
                aloud: AloudBook::default(),
                floor: OnceLock::new(),
            }),
        }
    }

    /// Gives agents a place to talk. To be called once, before [`Engine::run`]; later calls change nothing.
    pub fn open_floor(&self, floor: Floor) {
        // There is one floor for the life of an engine.
        let _ = self.inner.floor.set(Arc::new(floor));
    }

    /// Reaches the agents of campaigns through this instead of the floor. To be called once, before [`Engine::run`].
    pub fn seat_agents_through(&self, seating: Arc<dyn Seating>) {
        self.inner.campaigns.seat_through(seating);
    }

    /// Makes appointments and sends mails and messages from now on. To be called once, before [`Engine::run`]; later
    /// calls change nothing.
    pub fn follow_up_with(&self, config: FollowUpConfig) {
        self.inner.services.set_up(config);
    }

    /// Tells programs of a lead that was changed, in the transaction that changes it.
    ///
    /// # Errors
    /// What the store said.
    pub fn lead_updated(&self, tx: &mut Tx<'_>, lead: &LeadRow) -> Result<(), StoreError> {
        let around = self.inner.surroundings();
        hooks::lead_updated(tx, around.services, around.ids, lead, around.now)
    }

    /// The services that workspaces follow up with.
    #[must_use]
    pub fn services(&self) -> &ServiceDesk {
        &self.inner.services
    }

    /// Where agents talk, when this process has audio.
    #[must_use]
    pub fn floor(&self) -> Option<Arc<Floor>> {
        self.inner.floor()
    }

    /// The carrier accounts in use.
    #[must_use]
    pub fn accounts(&self) -> &Accounts {
        &self.inner.accounts
    }

    /// What changed, for the live feed.
    #[must_use]
    pub fn changes(&self) -> &Changes {
        &self.inner.changes
    }

    /// The present, by the engine's clock.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.inner.clock.now()
    }

    /// Looks at the queue now: something that decides over dialling changed.
    pub fn wake(&self) {
        self.inner.dial_wake.notify_one();
    }

    /// Dials nothing more; calls in progress go on.
    pub fn stop_dialling(&self) {
        self.inner.dialling_stopped.store(true, Ordering::Relaxed);
    }

    /// Whether new calls are being placed.
    #[must_use]
    pub fn is_dialling(&self) -> bool {
        self.inner.may_dial()
    }

    /// Recovers what an earlier life left behind, then dials, listens and reconciles until [`Engine::shut_down`].
    pub async fn run(&self) {
        meters::describe();
        trust::watch_over_invariants();
        // Tracked as a whole: shutdown must not come between recovery and the loops.
        self.inner.tasks.track_future(self.run_loops()).await;
    }

    async fn run_loops(&self) {
        crate::recovery::recover(&self.inner).await;
        crate::floor::recover_rooms(&self.inner).await;
        crate::campaigns::recover(&self.inner).await;
        if self.inner.stop.is_cancelled() {
            return;
        }
        let mut loops = vec![
            self.inner.tasks.spawn(crate::dialler::run(self.inner.clone())),
            self.inner.tasks.spawn(crate::deadlines::run(self.inner.clone())),
            self.inner.tasks.spawn(crate::errands::run(self.inner.clone())),
            self.inner.tasks.spawn(crate::figures::run(self.inner.clone())),
            self.inner.tasks.spawn(crate::retention::run(self.inner.clone())),
        ];
        if self.inner.services.config().is_some() {
            let inner = || self.inner.clone();
            loops.push(self.inner.tasks.spawn(crate::mailing::run(inner())));
            loops.push(self.inner.tasks.spawn(crate::hooks::run(inner())));
            loops.push(self.inner.tasks.spawn(crate::calendar::run(inner())));
        }
        for task in loops {
            if let Err(why) = task.await {
                tracing::error!(error = %why, "a loop of the engine ended; restart the process");
            }
        }
    }

    /// Ends every loop and task at its next pause, as if the process had died: nothing is finished or tidied up.
    pub fn kill(&self) {
        self.stop_dialling();
        self.inner.stop.cancel();
        self.inner.killed.cancel();
    }

    /// Stops dialling, lets dials and errands under way finish, and returns when nothing of the engine runs.
    pub async fn shut_down(&self) {
        self.stop_dialling();
        self.inner.stop.cancel();
        self.inner.tasks.close();
        self.inner.tasks.wait().await;
    }
}

impl Inner {
    pub fn floor(&self) -> Option<Arc<Floor>> {
        self.floor.get().cloned()
    }

    /// Whether new calls may be placed.
    pub fn may_dial(&self) -> bool {
        !self.dialling_stopped.load(Ordering::Relaxed) && trust::is_intact()
    }

    /// Runs a task that shutdown waits for.
    pub fn begin(self: &Arc<Self>, task: impl Future<Output = ()> + Send + 'static) {
        let killed = self.killed.clone();
        self.tasks.spawn(async move {
            tokio::select! {
                // A process that died does nothing more, however much a task would like to tidy up.
                biased;
                () = killed.cancelled() => {}
                () = task => {}
            }
        });
    }

    /// Attends to what a stored event asks for.
    pub fn follow(self: &Arc<Self>, workspace: &WorkspaceId, reception: Reception) -> Option<FollowUp> {
        match reception {
            Reception::Answered { row, follow_up, .. } => {
                if let Some(at) = follow_up.errand {
                    self.errands_due.set_if_earlier(at);
                }
                let is_over = matches!(row.call.state, State::Ended(_));
                if follow_up.line_free && !(is_over && self.queue_is_empty.load(Ordering::Relaxed)) {
                    self.dial_wake.notify_one();
                }
                if let Some(at) = follow_up.deadline {
                    self.deadlines.set_if_earlier(at);
                }
                let shown_to = self
                    .floor
                    .get()
                    .and_then(|floor| crate::floor::call_moved(self, floor, &row));
                if let Some(seat) = shown_to {
                    self.changes.seat(workspace, seat);
                }
                self.campaigns.call_moved(workspace, &row);
                self.changes.call(workspace, *row);
                Some(follow_up)
            }
            Reception::Duplicate | Reception::NoSuchCall => None,
        }
    }
}

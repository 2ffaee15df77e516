//! Starts everything, in the order in which the parts need each other.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use anyhow::Context as _;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use outdial_carrier::http::{Proxies, ReqwestTransport};
use outdial_domain::ids::WorkspaceId;
use outdial_engine::{Clock, Engine, EngineConfig, Ids, SystemClock, TimeOrderedIds};
use outdial_store::{Store, StoreConfig, Target, create_data_dir};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::{accounts, housekeeping, sandbox, service_key};
use crate::carriers::CarrierDesk;
use crate::config::{BaseUrl, Config, Database};
use crate::first_run;
use crate::http::auth::{HashCost, LoginThrottle, Passwords};
use crate::http::guard::RateLimiter;
use crate::http::idempotency::InFlight;
use crate::http::live::LiveFeed;
use crate::http::{App, AppState, router};
use crate::secrets::{MasterKey, Secrets};

/// What a test replaces.
pub struct Parts {
    /// Where the time comes from.
    pub clock: Arc<dyn Clock>,
    /// Where identifiers come from.
    pub ids: Arc<dyn Ids>,
    /// How much work a password hash is.
    pub hash_cost: HashCost,
    /// Renders the metrics, when they are collected.
    pub metrics: Option<PrometheusHandle>,
}

impl Parts {
    /// What production uses.
    ///
    /// # Errors
    /// When there is no randomness, or a metrics recorder exists already.
    pub fn from_system() -> anyhow::Result<Self> {
        let metrics = PrometheusBuilder::new()
            .install_recorder()
            .context("metrics cannot be collected")?;
        Ok(Self {
            clock: Arc::new(SystemClock),
            ids: Arc::new(TimeOrderedIds::from_system()?),
            hash_cost: HashCost::Production,
            metrics: Some(metrics),
        })
    }
}

/// A running server.
pub struct Running {
    /// What its handlers reach.
    pub app: AppState,
    /// The workspace that everybody works in.
    pub workspace: WorkspaceId,
    /// Where it listens.
    pub address: SocketAddr,
    tasks: TaskTracker,
    stop_serving: CancellationToken,
}

/// Starts the server.
///
/// # Errors
/// When something that is needed cannot be had.
pub async fn boot(config: Config, parts: Parts) -> anyhow::Result<Running> {
    // A second installation is refused, and then the first one serves as well.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let listener = TcpListener::bind(config.listen)
        .await
        .with_context(|| format!("OUTDIAL_LISTEN: {} cannot be listened on", config.listen))?;
    let address = listener.local_addr()?;
    let app = assemble(config, &parts, address)?;
    let (tasks, stop_serving) = (TaskTracker::new(), CancellationToken::new());

    let workspace = first_run::open_first_workspace(&app.store, app.new_bits(), app.now()).await?;
    let is_sandbox = accounts::needs_sandbox(&app, &workspace, &app.config).await?;
    let environment = first_run::follow_environment(
        &app.store,
        &workspace,
        &app.config.dialling,
        is_sandbox,
        app.ids.as_ref(),
        app.now(),
    );
    environment.await?;
    let sandbox = if is_sandbox {
        Some(sandbox::start(&app.config.sandbox, &app.clock, &tasks, &stop_serving).await?)
    } else {
        None
    };
    accounts::open(&app, &workspace, sandbox).await?;
    if let Some(admin) = &app.config.admin {
        first_run::add_administrator(&app, &workspace, admin)
            .await
            .map_err(|problem| anyhow::anyhow!("OUTDIAL_ADMIN_EMAIL: {}", problem.message()))?;
    }
    service_key::follow_environment(&app, &workspace, app.config.api_key.as_ref()).await?;

    tasks.spawn(crate::listener::serve(
        listener,
        router(&app),
        stop_serving.clone(),
    ));
    let engine = app.engine.clone();
    tasks.spawn(async move { engine.run().await });
    let (live, stop) = (app.live.clone(), app.stop.clone());
    tasks.spawn(async move { live.run(stop).await });
    tasks.spawn(housekeeping::keep_house(app.clone(), app.stop.clone()));
    let passwords = app.passwords.clone();
    tasks.spawn(async move { passwords.warm_up().await });
    app.mark_ready();
    Ok(Running {
        app,
        workspace,
        address,
        tasks,
        stop_serving,
    })
}

/// The parts that need nothing to run.
fn assemble(config: Config, parts: &Parts, address: SocketAddr) -> anyhow::Result<AppState> {
    create_data_dir(&config.data_dir).context("OUTDIAL_DATA_DIR cannot be used")?;
    let key = match &config.secret_key {
        Some(key) => key.clone(),
        None => MasterKey::from_file(&config.data_dir)?,
    };
    let store =
        Store::open(&StoreConfig::new(target(&config.database))).context("the database cannot be used")?;
    let engine = Engine::new(
        store.clone(),
        parts.clock.clone(),
        parts.ids.clone(),
        EngineConfig::default(),
    );
    let to_carriers = ReqwestTransport::new(Proxies::FromEnvironment)?;
    let local_url = BaseUrl::of_listener(address);
    Ok(AppState::new(App {
        live: LiveFeed::new(store.clone(), engine.clone()),
        store,
        engine,
        clock: parts.clock.clone(),
        ids: parts.ids.clone(),
        base_url: config.base_url.clone().unwrap_or_else(|| local_url.clone()),
        local_url,
        secrets: Secrets::new(&key),
        passwords: Passwords::new(parts.hash_cost)?,
        carriers: CarrierDesk::new(Arc::new(to_carriers.clone()), Arc::new(to_carriers))?,
        metrics: parts.metrics.clone(),
        login_throttle: LoginThrottle::default(),
        rate_limiter: RateLimiter::default(),
        in_flight: InFlight::default(),
        stop: CancellationToken::new(),
        ready: AtomicBool::new(false),
        config,
    }))
}

/// The store's word for the database.
#[must_use]
pub fn target(database: &Database) -> Target {
    match database {
        Database::Sqlite(path) => Target::SqliteFile(path.clone()),
        Database::Postgres(url) => Target::Postgres(url.reveal().to_owned()),
    }
}

impl Running {
    /// Stops dialling, answers what was asked, and closes the database.
    pub async fn shut_down(self) {
        self.app.stop.cancel();
        self.app.engine.stop_dialling();
        // Carriers still report while dials under way come to their end, so the listener goes last.
        if tokio::time::timeout(ENGINE_DRAIN_LIMIT, self.app.engine.shut_down())
            .await
            .is_err()
        {
            tracing::warn!("dials under way were left to the next start");
        }
        self.stop_serving.cancel();
        self.tasks.close();
        if tokio::time::timeout(SERVING_DRAIN_LIMIT, self.tasks.wait())
            .await
            .is_err()
        {
            tracing::warn!(open = self.tasks.len(), "tasks were left behind at shutdown");
        }
        self.app.store.close().await;
    }
}

const ENGINE_DRAIN_LIMIT: Duration = Duration::from_secs(20);
const SERVING_DRAIN_LIMIT: Duration = Duration::from_secs(15);

//! The parts of the program, put together but not running.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use anyhow::Context as _;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use outdial_carrier::http::{Proxies, ReqwestTransport};
use outdial_engine::{Clock, Engine, EngineConfig, FollowUpConfig, Ids, SystemClock, TimeOrderedIds};
use outdial_integrations::calendar::SlotKey;
use outdial_integrations::hooks::{HookSender, Reach};
use outdial_integrations::mail::LinkKey;
use outdial_store::{Store, StoreConfig, Target, create_data_dir};
use tokio_util::sync::CancellationToken;

use crate::carriers::CarrierDesk;
use crate::config::{BaseUrl, Config, Database};
use crate::http::auth::{HashCost, LoginThrottle, Passwords};
use crate::http::compat::ColdCallPace;
use crate::http::guard::{Allowance, FOR_ACTORS, RateLimiter};
use crate::http::idempotency::InFlight;
use crate::http::live::LiveFeed;
use crate::http::mail::MailPreviews;
use crate::http::{App, AppState};
use crate::importing::ImportDesk;
use crate::integrations::IntegrationDesk;
use crate::secrets::{MasterKey, Secrets};
use crate::serve::floor::RECORDINGS;

/// What a test replaces.
pub struct Parts {
    /// Where the time comes from.
    pub clock: Arc<dyn Clock>,
    /// Where identifiers come from.
    pub ids: Arc<dyn Ids>,
    /// How much work a password hash is.
    pub hash_cost: HashCost,
    /// How fast one person or program may ask.
    pub allowance: Allowance,
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
            allowance: FOR_ACTORS,
            metrics: Some(metrics),
        })
    }
}

/// The parts that need nothing to run.
///
/// # Errors
/// When the data folder, the key or the database cannot be used.
pub fn assemble(config: Config, parts: &Parts, address: SocketAddr) -> anyhow::Result<AppState> {
    // A second installation is refused, and then the first one serves as well.
    let _ = rustls::crypto::ring::default_provider().install_default();
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
        EngineConfig {
            recordings: Some(config.data_dir.join(RECORDINGS)),
            ..EngineConfig::default()
        },
    );
    let to_carriers = ReqwestTransport::new(Proxies::FromEnvironment)?;
    let local_url = BaseUrl::of_listener(address);
    let imports = Arc::new(ImportDesk::default());
    let secrets = Secrets::new(&key);
    let base_url = config.base_url.clone().unwrap_or_else(|| local_url.clone());
    engine.follow_up_with(follow_up(&config, &secrets, &base_url)?);
    Ok(AppState::new(App {
        live: LiveFeed::new(store.clone(), engine.clone(), imports.clone()),
        imports,
        store,
        engine,
        clock: parts.clock.clone(),
        ids: parts.ids.clone(),
        base_url,
        local_url,
        secrets,
        passwords: Passwords::new(parts.hash_cost)?,
        carriers: CarrierDesk::new(Arc::new(to_carriers.clone()), Arc::new(to_carriers))?,
        integrations: IntegrationDesk::new(to_services()?),
        metrics: parts.metrics.clone(),
        login_throttle: LoginThrottle::default(),
        cold_call_pace: ColdCallPace::default(),
        cold_call_opening: tokio::sync::Mutex::default(),
        mail_previews: MailPreviews::default(),
        rate_limiter: RateLimiter::new(parts.allowance),
        in_flight: InFlight::default(),
        stop: CancellationToken::new(),
        ready: AtomicBool::new(false),
        config,
    }))
}

/// What the engine needs to make appointments and to send mails and messages.
fn follow_up(config: &Config, secrets: &Secrets, base_url: &BaseUrl) -> anyhow::Result<FollowUpConfig> {
    let reach = if config.services.hooks_go_anywhere {
        Reach::Anywhere
    } else {
        Reach::PublicOnly
    };
    Ok(FollowUpConfig {
        slot_key: SlotKey::new(secrets.key_for("slots")),
        link_key: LinkKey::new(secrets.key_for("links")),
        base_url: base_url.as_str().trim_end_matches('/').to_owned(),
        hooks: HookSender::new(reach).context("messages to programs cannot be sent")?,
    })
}

/// How requests to services are sent.
fn to_services() -> anyhow::Result<reqwest::Client> {
    reqwest::Client::builder()
        .connect_timeout(SERVICE_CONNECT_TIMEOUT)
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .user_agent(concat!("outdial/", env!("CARGO_PKG_VERSION")))
        .build()
        .context("requests to services cannot be sent")
}

/// The store's word for the database.
#[must_use]
pub fn target(database: &Database) -> Target {
    match database {
        Database::Sqlite(path) if path.as_os_str() == IN_MEMORY => Target::SqliteMemory,
        Database::Sqlite(path) => Target::SqliteFile(path.clone()),
        Database::Postgres(url) => Target::Postgres(url.reveal().to_owned()),
    }
}

const SERVICE_CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// `DATABASE_URL=sqlite::memory:` forgets everything at the end: for tests.
const IN_MEMORY: &str = ":memory:";

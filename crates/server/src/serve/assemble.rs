//! The parts of the program, put together but not running.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use anyhow::Context as _;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use outdial_carrier::http::{Proxies, ReqwestTransport};
use outdial_engine::{Clock, Engine, EngineConfig, Ids, SystemClock, TimeOrderedIds};
use outdial_integrations::language_model::{LanguageModel, LanguageModelConfig};
use outdial_store::{Store, StoreConfig, Target, create_data_dir};
use tokio_util::sync::CancellationToken;

use crate::carriers::CarrierDesk;
use crate::config::{BaseUrl, Config, Database};
use crate::http::auth::{HashCost, LoginThrottle, Passwords};
use crate::http::compat::ColdCallPace;
use crate::http::guard::{Allowance, FOR_ACTORS, RateLimiter};
use crate::http::idempotency::InFlight;
use crate::http::live::LiveFeed;
use crate::http::{App, AppState};
use crate::importing::ImportDesk;
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
    Ok(AppState::new(App {
        live: LiveFeed::new(store.clone(), engine.clone(), imports.clone()),
        imports,
        store,
        engine,
        clock: parts.clock.clone(),
        ids: parts.ids.clone(),
        base_url: config.base_url.clone().unwrap_or_else(|| local_url.clone()),
        local_url,
        secrets: Secrets::new(&key),
        passwords: Passwords::new(parts.hash_cost)?,
        carriers: CarrierDesk::new(Arc::new(to_carriers.clone()), Arc::new(to_carriers))?,
        language_model: language_model(&config)?,
        metrics: parts.metrics.clone(),
        login_throttle: LoginThrottle::default(),
        cold_call_pace: ColdCallPace::default(),
        rate_limiter: RateLimiter::new(parts.allowance),
        in_flight: InFlight::default(),
        stop: CancellationToken::new(),
        ready: AtomicBool::new(false),
        config,
    }))
}

/// The model that reads commands in free words, if one is configured.
fn language_model(config: &Config) -> anyhow::Result<Option<LanguageModel>> {
    let Some(model) = &config.services.language_model else {
        return Ok(None);
    };
    let client = reqwest::Client::builder()
        .connect_timeout(LanguageModelConfig::TIME_LIMIT)
        .timeout(LanguageModelConfig::TIME_LIMIT)
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .context("requests to the language model cannot be sent")?;
    let config = LanguageModelConfig::new(&model.base_url, model.api_key.reveal(), &model.model);
    Ok(Some(LanguageModel::new(config, client)))
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

/// `DATABASE_URL=sqlite::memory:` forgets everything at the end: for tests.
const IN_MEMORY: &str = ":memory:";

//! The running program.

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::Context as _;
use outdial_domain::ids::WorkspaceId;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::assemble::{Parts, assemble};
use super::data_lock::DataLock;
use super::floor::{close_floor, open_floor};
use super::prepare::{Prepared, prepare};
use super::{accounts, housekeeping, sandbox};
use crate::config::Config;
use crate::http::voice_agents::publish_again;
use crate::http::{AppState, router};
use crate::importing;
use crate::integrations;

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
    /// Let go last, when nothing of this server works with the data any more.
    data_lock: DataLock,
}

/// Starts the server.
///
/// # Errors
/// When something that is needed cannot be had.
pub async fn boot(config: Config, parts: Parts) -> anyhow::Result<Running> {
    let data_lock = DataLock::take(&config.data_dir)?;
    let listener = TcpListener::bind(config.listen)
        .await
        .with_context(|| format!("OUTDIAL_LISTEN: {} cannot be listened on", config.listen))?;
    let address = listener.local_addr()?;
    let app = assemble(config, &parts, address)?;
    let (tasks, stop_serving) = (TaskTracker::new(), CancellationToken::new());

    let Prepared {
        workspace,
        is_sandbox,
    } = prepare(&app).await?;
    let sandbox = if is_sandbox {
        Some(sandbox::start(&app.config.sandbox, &app.clock, &tasks, &stop_serving).await?)
    } else {
        None
    };
    open_floor(&app)?;
    let forms = sandbox.as_ref().map(|home| home.forms.clone());
    accounts::open(&app, &workspace, forms).await?;
    if let Some(home) = &sandbox {
        home.serve_beside(&app)?;
    }
    for row in app.store.system().read(|tx| tx.workspaces()).await? {
        if sandbox.is_some()
            && let Some(host) = app.engine.accounts().for_voice_agent(&row.id, None)
        {
            publish_again(&app, &row.id, &host).await?;
        }
        integrations::open_workspace(&app, &row.id).await?;
    }
    if let (Some(home), Some(account)) = (&sandbox, app.carriers.sandbox()) {
        let base = app.webhook_base(account).as_str().trim_end_matches('/');
        home.lead_browsers_to(&format!("{base}/webhooks/twilio/{account}/client"));
    }

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
    tasks.spawn(importing::check_files(app.clone()));
    tasks.spawn(importing::write_leads(app.clone()));
    let passwords = app.passwords.clone();
    tasks.spawn(async move { passwords.warm_up().await });
    app.mark_ready();
    Ok(Running {
        app,
        workspace,
        address,
        tasks,
        stop_serving,
        data_lock,
    })
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
        close_floor(&self.app).await;
        self.stop_serving.cancel();
        self.tasks.close();
        if tokio::time::timeout(SERVING_DRAIN_LIMIT, self.tasks.wait())
            .await
            .is_err()
        {
            tracing::warn!(open = self.tasks.len(), "tasks were left behind at shutdown");
        }
        self.app.store.close().await;
        drop(self.data_lock);
    }
}

const ENGINE_DRAIN_LIMIT: Duration = Duration::from_secs(20);
const SERVING_DRAIN_LIMIT: Duration = Duration::from_secs(15);

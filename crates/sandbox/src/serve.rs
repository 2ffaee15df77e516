//! The sandbox as a server of its own.

use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;

use tokio::net::TcpListener;

use crate::config::SandboxConfig;
use crate::sandbox::Sandbox;
use crate::webhook::WebhookClient;

/// Where a sandbox of its own listens, and what it is made from.
pub struct ServeConfig {
    /// Loopback, unless people far away are meant to use it: the control endpoints have no password.
    pub listen: SocketAddr,
    /// What it is made from.
    pub sandbox: SandboxConfig,
    /// Carries its requests to the application.
    pub callbacks: Arc<dyn WebhookClient>,
}

/// Why the server could not run.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The address cannot be had.
    #[error("the sandbox cannot listen on {address}: {source}")]
    Bind {
        /// The address.
        address: SocketAddr,
        /// Why.
        source: std::io::Error,
    },
    /// The listener broke.
    #[error("the sandbox stopped serving: {0}")]
    Serve(std::io::Error),
}

/// Serves until `stop` is done; `ready` is told the address and given the sandbox once requests are taken.
///
/// # Errors
/// When the address cannot be had or the listener breaks.
pub async fn serve(
    config: ServeConfig,
    ready: impl FnOnce(SocketAddr, &Arc<Sandbox>),
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), ServeError> {
    let address = config.listen;
    let listener = TcpListener::bind(address)
        .await
        .map_err(|source| ServeError::Bind { address, source })?;
    let address = listener.local_addr().map_err(ServeError::Serve)?;
    let sandbox = Sandbox::new(config.sandbox, config.callbacks);
    tracing::info!(%address, population = sandbox.population.name(), "sandbox phone network is up");
    ready(address, &sandbox);
    let served = axum::serve(listener, sandbox.router())
        .with_graceful_shutdown(stop)
        .await;
    sandbox.shut_down().await;
    served.map_err(ServeError::Serve)
}

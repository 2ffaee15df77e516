//! How the process is told to stop.

use std::future::Future;
use std::io;

/// Resolves at the first Ctrl-C or SIGTERM; the handlers are in place when this returns.
///
/// # Errors
/// When the handlers cannot be installed.
#[cfg(unix)]
pub fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

/// Resolves at the first Ctrl-C.
///
/// # Errors
/// Never; the signature is that of the other systems.
#[cfg(not(unix))]
pub fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    Ok(async {
        if let Err(why) = tokio::signal::ctrl_c().await {
            tracing::error!(error = %why, "Ctrl-C cannot be received");
            std::future::pending::<()>().await;
        }
    })
}

//! What a person reads when the server has started.

use std::fmt::Write as _;

use super::running::Running;
use crate::first_run::setup_token;

/// Prints where the server is, and how to get in when nobody can yet.
///
/// # Errors
/// When the store fails.
pub async fn print(running: &Running) -> anyhow::Result<()> {
    let app = &running.app;
    let mut text = format!("\nOutdial {}\n", env!("CARGO_PKG_VERSION"));
    // Writing to a String cannot fail.
    let _ = writeln!(text, "  Open        {}", app.local_url);
    if app.base_url != app.local_url {
        let _ = writeln!(text, "  Public      {}", app.base_url);
    }
    if !app.store.system().read(|tx| tx.any_user_exists()).await? {
        let token = setup_token::issue(&app.store)
            .await
            .map_err(|problem| anyhow::anyhow!("{}", problem.message()))?;
        let _ = writeln!(text, "  Set up      {}/setup#token={token}", app.local_url);
        let _ = writeln!(
            text,
            "              (works once; a new link is printed at each start)"
        );
    }
    if app.is_sandbox(&running.workspace) {
        let _ = writeln!(
            text,
            "  Sandbox     calls go to a simulated phone network; no real phone rings"
        );
    } else if app.base_url.is_local() {
        let _ = writeln!(
            text,
            "  Warning     BASE_URL is {}: no carrier can call it back",
            app.base_url
        );
    }
    println!("{text}");
    tracing::info!(address = %running.address, "serving");
    Ok(())
}

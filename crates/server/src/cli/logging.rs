//! Where the log goes: standard error, as text or JSON.

use std::io::{IsTerminal, stderr};

use anyhow::Context as _;
use tracing_subscriber::EnvFilter;

/// Starts logging.
///
/// # Errors
/// When the filter cannot be read.
pub fn start(filter: &str, json: bool) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(filter)
        .with_context(|| format!("OUTDIAL_LOG: `{filter}` is not a filter; write e.g. info"))?;
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(stderr)
        .with_ansi(stderr().is_terminal());
    let started = if json {
        builder.json().try_init()
    } else {
        builder.try_init()
    };
    started.map_err(|why| anyhow::anyhow!("logging cannot be started: {why}"))
}

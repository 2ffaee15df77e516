//! How long a pasted list of ten thousand lines takes to be checked by every rule.

use anyhow::{Context, Result, ensure};
use serde_json::json;

use crate::clock::Stopwatch;
use crate::figures::{Durations, report};
use crate::numbers;
use crate::server::Server;

/// Checks a list several times, as the page does while somebody edits it.
pub async fn measure() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let (server, _) = Server::start(folder.path(), &[]).await?;
    let body = json!({"text": numbers::lines(LINES)});
    let mut took = Vec::new();
    for _ in 0..CHECKS {
        let watch = Stopwatch::start();
        let checked = server.call("POST", "/api/v1/numbers/check", &body, 200).await?;
        took.push(watch.elapsed());
        let allowed = checked["counts"]["allowed"]
            .as_u64()
            .context("a check counts its lines")?;
        ensure!(allowed == LINES as u64, "{allowed} of {LINES} lines were allowed");
    }
    report(
        "10,000 pasted lines checked",
        &Durations::new(took).describe(),
        "1 s",
    );
    Ok(())
}

const LINES: usize = 10_000;
const CHECKS: usize = 10;

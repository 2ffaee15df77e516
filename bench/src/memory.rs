//! Resident memory with nothing to do, and with ten thousand live calls.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::json;

use crate::carrier::{Account, Carrier};
use crate::clock::Stopwatch;
use crate::figures::report;
use crate::numbers;
use crate::process::Resident;
use crate::server::Server;

/// Measures the default run, sandbox included, and then a server whose carrier lets every phone ring.
pub async fn measure() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let (idle, _) = Server::start(folder.path(), &[]).await?;
    tokio::time::sleep(SETTLE).await;
    report("idle, sandbox included", &megabytes(idle.memory()?), "40 MB");
    drop(idle);

    let folder = tempfile::tempdir()?;
    let carrier = Carrier::start().await?;
    let (server, _) = Server::start(folder.path(), &Account::variables(&carrier)).await?;
    let limits = json!({"max_live_calls": CALLS, "ring_timeout_s": 600});
    server.change_settings(&limits).await?;
    let run = server.post_run(&numbers::lines(CALLS), "memory").await?;
    let watch = Stopwatch::start();
    loop {
        let counts = server.get(&format!("/api/v1/runs/{run}")).await?["counts"].clone();
        let live = counts["live"].as_u64().context("a run counts live calls")?;
        if live == CALLS as u64 {
            break;
        }
        ensure!(watch.elapsed() < PLACE_LIMIT, "only {live} calls are live");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    tokio::time::sleep(SETTLE).await;
    report("10,000 live calls", &megabytes(server.memory()?), "200 MB");
    Ok(())
}

fn megabytes(resident: Resident) -> String {
    let whole = |bytes: u64| bytes.div_ceil(1024 * 1024);
    format!(
        "{} MB, {} MB of it not pages of files",
        whole(resident.all),
        whole(resident.own)
    )
}

const CALLS: usize = 10_000;
const SETTLE: Duration = Duration::from_secs(2);
const PLACE_LIMIT: Duration = Duration::from_secs(120);

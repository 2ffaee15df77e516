//! How many carrier reports a second are verified, deduplicated, made durable and shown to watchers.
//!
//! The reports are what Twilio sends in the life of an answered call, signed as Twilio signs them, for calls that the
//! server really placed. A few are sent twice, as carriers do. After each round the server asks for the prices of the
//! calls that ended; the next round begins when it has them, so that only reports are measured.

mod load;
pub mod report;
mod watchers;

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::json;

use crate::carrier::{Accepted, Account, Carrier};
use crate::clock::Stopwatch;
use crate::figures::{Durations, report};
use crate::numbers;
use crate::process::processor_time;
use crate::server::Server;
use crate::signing::Signer;

use report::Reports;
use watchers::Watchers;

/// Places calls, then reports their whole lives over many connections while watchers look on.
pub async fn measure() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let carrier = Carrier::start().await?;
    let (server, _) = Server::start(folder.path(), &Account::variables(&carrier)).await?;
    let limits = json!({"max_live_calls": CALLS, "ring_timeout_s": 600});
    server.change_settings(&limits).await?;

    let mut rounds = Vec::new();
    for round in 0..ROUNDS {
        let numbers: Vec<String> = (round * CALLS..(round + 1) * CALLS)
            .map(numbers::number)
            .collect();
        let run = server
            .post_run(&numbers.join("\n"), &format!("round {round}"))
            .await?;
        let placed = placed(&carrier, &server, &run).await?;
        let sids: Vec<String> = placed.iter().map(|call| call.sid.clone()).collect();
        let reports = Reports::of(&placed, &Signer::new(Account::AUTH_TOKEN), server.address());
        let watchers = Watchers::watch(&server, WATCHERS).await?;
        let busy_before = (server.processor_time()?, processor_time("self")?);
        let watch = Stopwatch::start();
        let answered = load::send(server.address(), reports, CONNECTIONS).await?;
        let took = watch.elapsed();
        let busy = server.processor_time()? - busy_before.0;
        let own = processor_time("self")? - busy_before.1;
        let seen = watchers.leave().await?;
        print_round(&answered, took, busy, own, seen);
        check(&server, &run).await?;
        carrier.end(sids);
        priced(&server).await?;
        rounds.push((answered, took));
    }
    let sent: usize = rounds.iter().map(|(answered, _)| answered.len()).sum();
    let took: Duration = rounds.iter().map(|(_, took)| *took).sum();
    let all = Durations::new(rounds.into_iter().flat_map(|(answered, _)| answered).collect());
    let what = format!("{CONNECTIONS} connections, {WATCHERS} watchers");
    report(
        &what,
        &format!("{:.0}/s, {}", per_second(sent, took), all.describe()),
        "15,000/s, p99 8 ms",
    );
    Ok(())
}

/// Waits until the server has dialled every number and stored the carrier's answers.
async fn placed(carrier: &Carrier, server: &Server, run: &str) -> Result<Vec<Accepted>> {
    let watch = Stopwatch::start();
    loop {
        let counts = server.get(&format!("/api/v1/runs/{run}")).await?["counts"].clone();
        let planned = counts["planned"].as_u64().context("a run counts planned calls")?;
        if planned == 0 && carrier.accepted() >= CALLS {
            // The last answers of the carrier are on their way into the store.
            tokio::time::sleep(Duration::from_millis(300)).await;
            return Ok(carrier.take_accepted());
        }
        ensure!(
            watch.elapsed() < PLACE_LIMIT,
            "{planned} calls are still to be placed"
        );
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Waits until the server knows what every call cost.
async fn priced(server: &Server) -> Result<()> {
    let watch = Stopwatch::start();
    loop {
        let cost = server.get("/api/v1/stats").await?["cost"].clone();
        let unknown = cost["unknown_calls"]
            .as_u64()
            .context("statistics count prices that are not known")?;
        if unknown == 0 {
            return Ok(());
        }
        ensure!(
            watch.elapsed() < PRICE_LIMIT,
            "the prices of {unknown} calls are still not known"
        );
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

/// The figures are worth nothing if the reports were not taken in.
async fn check(server: &Server, run: &str) -> Result<()> {
    let run = server.get(&format!("/api/v1/runs/{run}")).await?;
    let completed = run["outcomes"]["completed"].as_u64().unwrap_or(0);
    ensure!(
        completed == CALLS as u64,
        "{completed} of {CALLS} calls ended as completed: {run}"
    );
    Ok(())
}

fn print_round(answered: &[Duration], took: Duration, busy: Duration, own: Duration, seen: u64) {
    println!(
        "{} reports in {:.2} s, {:.0}/s, {}; server used {:.2} s of processor, generator and watchers {:.2} s; \
         {seen} changes shown to each watcher",
        answered.len(),
        took.as_secs_f64(),
        per_second(answered.len(), took),
        Durations::new(answered.to_vec()).describe(),
        busy.as_secs_f64(),
        own.as_secs_f64(),
    );
}

fn per_second(count: usize, took: Duration) -> f64 {
    u32::try_from(count).map_or(f64::MAX, f64::from) / took.as_secs_f64()
}

/// Few enough to be placed before the server asks the silent carrier about the first of them.
const CALLS: usize = 6_000;
const ROUNDS: usize = 5;
const CONNECTIONS: usize = 64;
const WATCHERS: usize = 10;
const PLACE_LIMIT: Duration = Duration::from_secs(60);
const PRICE_LIMIT: Duration = Duration::from_secs(60);

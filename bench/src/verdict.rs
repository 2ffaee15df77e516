//! How long after the carrier's word that a machine answered the order for that call is on the wire, while a thousand
//! calls are live. The order is what any verdict leads to that the carrier has to hear of: a request to change the call.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::json;

use crate::callbacks::report::{form, signed};
use crate::carrier::{Accepted, Account, Carrier};
use crate::clock::{Stopwatch, present};
use crate::figures::{Durations, report};
use crate::http::Connection;
use crate::numbers;
use crate::server::Server;
use crate::signing::Signer;

/// Lets a thousand people answer, and then tells of each call but the last that it was a machine.
pub async fn measure() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let carrier = Carrier::start().await?;
    let (server, _) = Server::start(folder.path(), &Account::variables(&carrier)).await?;
    let settings = json!({
        "max_live_calls": 2 * CALLS, "ring_timeout_s": 600, "detect_machines": true, "on_machine": "hang_up",
    });
    server.change_settings(&settings).await?;
    server.post_run(&numbers::lines(2 * CALLS), "verdicts").await?;
    let calls = accepted(&carrier).await?;
    let signer = Signer::new(Account::AUTH_TOKEN);
    let mut connection = Connection::open(server.address()).await?;
    for call in &calls {
        for (place, status) in ["initiated", "ringing", "in-progress"].into_iter().enumerate() {
            let report = signed(call, status, place, &signer, server.address());
            let answer = connection.send(&report).await?;
            ensure!(answer.status < 300, "a report was answered {}", answer.status);
        }
    }
    // Half of them answer their verdict; the others stay, so that there are always a thousand.
    let mut took = Vec::with_capacity(CALLS);
    for call in calls.iter().take(CALLS) {
        took.push(verdict(&carrier, &server, &mut connection, &signer, call).await?);
        tokio::time::sleep(APART).await;
    }
    let took = Durations::new(took);
    let what = format!("verdict to order, {CALLS} live calls");
    report(&what, &took.describe(), "p99 5 ms");
    Ok(())
}

/// From the first byte of the verdict until the order arrives.
async fn verdict(
    carrier: &Carrier,
    server: &Server,
    connection: &mut Connection,
    signer: &Signer,
    call: &Accepted,
) -> Result<Duration> {
    ensure!(!call.verdict_callback.is_empty(), "nobody asked who answered");
    let fields = [
        ("AccountSid", Account::SID),
        ("AnsweredBy", "machine_start"),
        ("CallSid", call.sid.as_str()),
        ("MachineDetectionDuration", "2400"),
    ];
    let word = form(&call.verdict_callback, &fields, signer, server.address());
    let sent_at = present();
    let answer = connection.send(&word).await?;
    ensure!(answer.status < 300, "a verdict was answered {}", answer.status);
    let watch = Stopwatch::start();
    loop {
        if let Some(at) = carrier.ordered_at(&call.sid) {
            return Ok(at.duration_since(sent_at));
        }
        ensure!(
            watch.elapsed() < ORDER_LIMIT,
            "{} was not told anything",
            call.sid
        );
        // The carrier runs on this thread: it must have its turn.
        tokio::time::sleep(Duration::from_micros(200)).await;
    }
}

async fn accepted(carrier: &Carrier) -> Result<Vec<Accepted>> {
    let watch = Stopwatch::start();
    while carrier.accepted() < 2 * CALLS {
        ensure!(
            watch.elapsed() < PLACE_LIMIT,
            "only {} calls were placed",
            carrier.accepted()
        );
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    // The last answers of the carrier are on their way into the store.
    tokio::time::sleep(Duration::from_millis(300)).await;
    let calls = carrier.take_accepted();
    calls.first().context("calls were placed")?;
    Ok(calls)
}

const CALLS: usize = 1_000;
/// Verdicts come one by one, as people answer.
const APART: Duration = Duration::from_millis(5);
const ORDER_LIMIT: Duration = Duration::from_secs(5);
const PLACE_LIMIT: Duration = Duration::from_secs(60);

//! `outdial-bench agents SERVER KEY CAMPAIGN COUNT TALK_MS`: agents who go on working whatever befalls the server, for
//! the crash test. Each talk is a line on the standard output: `talk`, the seat, the call.

use std::io::Write as _;
use std::net::SocketAddr;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::Value;
use tokio::task::JoinSet;

use super::agent::Agent;
use super::microphones::Microphones;

/// Lets agents work until this program is ended.
pub async fn work(words: &[String]) -> Result<()> {
    let [server, manager, campaign, count, talk_ms] = words else {
        bail!("agents need a server, a manager's key, a campaign, their number and how long they talk");
    };
    let server: SocketAddr = server.parse().context("the server's address")?;
    let count: usize = count.parse().context("the number of agents")?;
    let talk = Duration::from_millis(talk_ms.parse().context("how long they talk")?);
    let microphones = Microphones::open();
    let mut working = JoinSet::new();
    for number in 1..=count {
        let (manager, campaign, microphones) = (manager.clone(), campaign.clone(), microphones.clone());
        working.spawn(async move {
            let name = format!("Agent {number}");
            let agent = loop {
                match Agent::hire(server, &manager, &name, &campaign, &microphones, talk).await {
                    Ok(agent) => break agent,
                    Err(_) => tokio::time::sleep(AGAIN).await,
                }
            };
            loop {
                if let Err(why) = agent.shift(&say).await {
                    eprintln!("{name} signs in again: {why:#}");
                }
                tokio::time::sleep(AGAIN).await;
            }
        });
    }
    // Nobody stops of their own accord: an agent who is done has panicked.
    match working.join_next().await {
        Some(ended) => ended?,
        None => Ok(()),
    }
}

fn say(seat: &str, call: &Value) {
    let call = call["id"].as_str().unwrap_or_default();
    let mut out = std::io::stdout().lock();
    // Whoever reads this has gone; so will this program.
    let _ = writeln!(out, "talk {seat} {call}").and_then(|()| out.flush());
}

/// A server that was killed is back after some hundred milliseconds.
const AGAIN: Duration = Duration::from_millis(200);

//! Sending reports over many connections at once, each waiting for its answer before the next.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::time::Duration;

use anyhow::{Result, ensure};
use tokio::task::JoinSet;

use super::report::Reports;
use crate::clock::Stopwatch;
use crate::http::Connection;

/// Sends everything and answers with how long each report took. A call's reports stay on one connection and in order;
/// each connection has several calls in hand and takes turns between them.
pub async fn send(server: SocketAddr, reports: Reports, connections: usize) -> Result<Vec<Duration>> {
    let mut shares: Vec<Vec<Vec<Vec<u8>>>> = (0..connections).map(|_| Vec::new()).collect();
    for (index, life) in reports.0.into_iter().enumerate() {
        shares[index % connections].push(life);
    }
    let mut lines = Vec::with_capacity(connections);
    for share in shares {
        lines.push((Connection::open(server).await?, share));
    }
    let mut senders = JoinSet::new();
    for (connection, share) in lines {
        senders.spawn(send_share(connection, share));
    }
    let mut took = Vec::new();
    while let Some(sent) = senders.join_next().await {
        took.extend(sent??);
    }
    Ok(took)
}

async fn send_share(mut connection: Connection, share: Vec<Vec<Vec<u8>>>) -> Result<Vec<Duration>> {
    let mut took = Vec::new();
    let mut waiting = share.into_iter();
    let mut in_hand: VecDeque<std::vec::IntoIter<Vec<u8>>> =
        waiting.by_ref().take(IN_HAND).map(Vec::into_iter).collect();
    while let Some(mut life) = in_hand.pop_front() {
        match life.next() {
            Some(report) => {
                let watch = Stopwatch::start();
                let answer = connection.report(&report).await?;
                took.push(watch.elapsed());
                ensure!(
                    answer.status < 300,
                    "a report was answered {}: {}",
                    answer.status,
                    String::from_utf8_lossy(&answer.body)
                );
                in_hand.push_back(life);
            }
            None => in_hand.extend(waiting.next().map(Vec::into_iter)),
        }
    }
    Ok(took)
}

/// Calls between which a connection takes turns.
const IN_HAND: usize = 8;

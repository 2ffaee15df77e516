//! How long a million leads take from a file to a list, while the server does everything else as well.

use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use crate::clock::Stopwatch;
use crate::figures::report;
use crate::http::Connection;
use crate::numbers;
use crate::server::Server;

/// Uploads a file, lets it be looked at, and lets it in.
pub async fn measure() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let (server, _) = Server::start(folder.path(), &[]).await?;
    let took = import(&server).await?;
    report("a file of 1,000,000 leads received", &seconds(took.upload), "");
    report("looked at: every row judged", &seconds(took.check), "");
    report("1,000,000 leads imported", &seconds(took.run), "60 s");
    let memory = server.memory()?.all / 1_000_000;
    report("resident memory afterwards", &format!("{memory} MB"), "");
    Ok(())
}

/// What the steps of an import took.
pub struct Took {
    upload: Duration,
    check: Duration,
    run: Duration,
}

/// Imports a million leads into an empty workspace.
pub async fn import(server: &Server) -> Result<Took> {
    let file = file();
    let watch = Stopwatch::start();
    let headers = [("Content-Type", "text/csv")];
    let request = server.request(
        "POST",
        "/api/v1/imports?file_name=leads.csv",
        &headers,
        file.as_bytes(),
    );
    let answer = Connection::open(server.address()).await?.send(&request).await?;
    let id = answer.json(201)?["id"]
        .as_str()
        .context("an import has an id")?
        .to_owned();
    let upload = watch.elapsed();

    let watch = Stopwatch::start();
    let checked = state(server, &id, "checked").await?;
    let check = watch.elapsed();
    let new = checked["counts"]["new"].as_u64();
    ensure!(new == Some(LEADS as u64), "{new:?} new leads: {checked}");

    let watch = Stopwatch::start();
    server
        .call("POST", &format!("/api/v1/imports/{id}/start"), &Value::Null, 202)
        .await?;
    let done = state(server, &id, "done").await?;
    let run = watch.elapsed();
    ensure!(
        done["counts"] == checked["counts"],
        "it did not do what it had said: {done}"
    );
    Ok(Took { upload, check, run })
}

async fn state(server: &Server, id: &str, wanted: &str) -> Result<Value> {
    loop {
        let import = server.get(&format!("/api/v1/imports/{id}")).await?;
        match import["state"].as_str() {
            Some(state) if state == wanted => return Ok(import),
            Some("failed" | "cancelled") | None => bail!("the import failed: {import}"),
            Some(_) => tokio::time::sleep(LOOK_EVERY).await,
        }
    }
}

/// Names as they come in lists: in no order.
fn file() -> String {
    let mut text = "First name,Last name,Company,Phone,Mobile,Job title,Email,Segment,Tags\n".to_owned();
    for index in 0..LEADS {
        // A stride that has no factor in common with the number of names visits them in no order that an index likes.
        let (one, other) = (index * 7_919 % 10_007, index * 104_729 % 99_991);
        text.push_str(&format!(
            "{}{one},{}{other},{} {} {},{},,{},person{index}@example.com,{},{}\n",
            FIRST[one % FIRST.len()],
            LAST[other % LAST.len()],
            LAST[one % LAST.len()],
            TRADES[other % TRADES.len()],
            other % 5_003,
            numbers::number(index),
            TITLES[index % TITLES.len()],
            ["small", "medium", "large"][index % 3],
            if index.is_multiple_of(50) { "vip" } else { "" },
        ));
    }
    text
}

fn seconds(took: Duration) -> String {
    format!(
        "{:.1} s, {:.0} rows a second",
        took.as_secs_f64(),
        LEADS as f64 / took.as_secs_f64()
    )
}

/// How many leads there are.
pub const LEADS: usize = 1_000_000;
const LOOK_EVERY: Duration = Duration::from_millis(100);
const FIRST: [&str; 8] = [
    "Ada", "Grace", "Alan", "Edsger", "Barbara", "Tony", "Donald", "Frances",
];
const LAST: [&str; 8] = [
    "Lovelace", "Hopper", "Turing", "Dijkstra", "Liskov", "Hoare", "Knuth", "Allen",
];
const TRADES: [&str; 5] = [
    "Engines",
    "Logistics",
    "Dental Care",
    "Roofing & Sons",
    "Consulting LLC",
];
const TITLES: [&str; 4] = ["Owner", "Head of Sales", "Buyer", "Office Manager"];

//! Handing the numbers to the server through its API, while that server dies and returns.

use std::thread::JoinHandle;
use std::time::Duration;

use anyhow::{Context, Result, anyhow, bail};
use serde_json::{Value, json};

use crate::clock::Stopwatch;
use crate::http::{Peer, is_gone};

/// Posts the numbers in the background, again and again with one idempotency key, until the server has them.
#[derive(Debug)]
pub struct Posting {
    thread: JoinHandle<Result<Run>>,
}

/// The run that the server made of the numbers.
#[derive(Debug, Clone)]
pub struct Run {
    /// Its id.
    pub id: String,
    /// What became of each line.
    pub lines: Vec<Line>,
}

/// What the server said of one posted line.
#[derive(Debug, Clone)]
pub struct Line {
    /// The number as posted.
    pub raw: String,
    /// Its call, if it got one.
    pub call_id: Option<String>,
}

/// One call as the API shows it.
#[derive(Debug, Clone)]
pub struct Call {
    /// Its id.
    pub id: String,
    /// The number in E.164.
    pub phone: String,
    /// Where it stands.
    pub state: String,
    /// How it ended.
    pub outcome: Option<String>,
}

impl Posting {
    /// Starts posting.
    pub fn start(peer: Peer, numbers: &[String]) -> Self {
        let peer = peer.with_header("Idempotency-Key", IDEMPOTENCY_KEY);
        let body = json!({"name": "Crash test", "text": numbers.join("\n")});
        Self {
            thread: std::thread::spawn(move || post(&peer, &body)),
        }
    }

    /// The run, once the server has confirmed it.
    pub fn wait(self) -> Result<Run> {
        self.thread
            .join()
            .map_err(|_| anyhow!("the posting thread panicked"))?
    }
}

impl Run {
    /// How many of its calls have not ended.
    pub fn calls_left(&self, peer: &Peer) -> Result<u64> {
        let run = peer.get_json(&format!("/api/v1/runs/{}", self.id))?;
        let count = |name: &str| run["counts"][name].as_u64().context("a run counts its calls");
        Ok(count("planned")? + count("live")?)
    }
}

/// Every call that the server knows.
pub fn calls(peer: &Peer) -> Result<Vec<Call>> {
    let mut calls = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = peer.get_json(&format!("/api/v1/calls?limit=200{cursor}"))?;
        for item in page["items"].as_array().context("a page of calls has items")? {
            calls.push(Call {
                id: text(item, "id")?,
                phone: text(item, "phone")?,
                state: text(item, "state")?,
                outcome: item["outcome"].as_str().map(str::to_owned),
            });
        }
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return Ok(calls),
        }
    }
}

fn post(peer: &Peer, body: &Value) -> Result<Run> {
    let watch = Stopwatch::start();
    loop {
        match peer.send_json("POST", "/api/v1/runs", body) {
            Ok(answer) if matches!(answer.status, 200 | 201) => return run(&answer.body),
            // The same request is being worked on, or the server is just coming or going.
            Ok(answer) if matches!(answer.status, 409 | 425 | 429 | 503) => {}
            Ok(answer) => bail!("POST /api/v1/runs answered {}: {}", answer.status, answer.body),
            Err(error) if is_gone(&error) => {}
            Err(error) => return Err(error),
        }
        if watch.elapsed() > POST_LIMIT {
            bail!("the server did not confirm the run within {POST_LIMIT:?}");
        }
        std::thread::sleep(POST_AGAIN_AFTER);
    }
}

fn run(body: &str) -> Result<Run> {
    let answer: Value = serde_json::from_str(body).context("POST /api/v1/runs answered broken JSON")?;
    let lines = answer["lines"].as_array().context("a new run lists its lines")?;
    Ok(Run {
        id: text(&answer["run"], "id")?,
        lines: lines
            .iter()
            .map(|line| {
                Ok(Line {
                    raw: text(line, "raw")?,
                    call_id: line["call_id"].as_str().map(str::to_owned),
                })
            })
            .collect::<Result<_>>()?,
    })
}

fn text(value: &Value, field: &str) -> Result<String> {
    value[field]
        .as_str()
        .map(str::to_owned)
        .with_context(|| format!("{field} is missing in {value}"))
}

const IDEMPOTENCY_KEY: &str = "crash-test-posting";
const POST_LIMIT: Duration = Duration::from_secs(60);
const POST_AGAIN_AFTER: Duration = Duration::from_millis(30);

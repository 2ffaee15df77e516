//! The sandbox's model, reached in memory.

use std::io;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use axum::serve::Listener;
use outdial_domain::Timestamp;
use outdial_domain::voice_agent::ToolRequest;
use outdial_sandbox::{
    Attitude, Faults, Population, RealtimeAccount, ReqwestWebhooks, Sandbox, SandboxConfig,
};
use outdial_voice::realtime::Terms;
use outdial_voice::realtime::live::{Endpoint, Held, Reach, Tools, Wire, hold};
use outdial_voice::{APPOINTMENTS, shipped};
use serde_json::Value;
use tokio::io::{DuplexStream, duplex};
use tokio::sync::mpsc;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use url::Url;

use super::phone::{Habits, Phone, Tape};

pub const KEY: &str = "sk-sandbox-0123456789";
/// 21 November 2026.
pub const START: Timestamp = Timestamp(1_795_219_200_000_000);

pub struct Stage {
    pub sandbox: Arc<Sandbox>,
    pub reach: Arc<dyn Reach>,
    pub stop: CancellationToken,
    tasks: TaskTracker,
}

/// What a talk left behind.
pub struct Talked {
    pub held: Held,
    pub tape: Tape,
    pub asked: Vec<ToolRequest>,
}

struct Lines(mpsc::Sender<DuplexStream>);

struct Arrivals(mpsc::Receiver<DuplexStream>);

#[async_trait]
impl Reach for Lines {
    async fn connect(&self, _: &Url) -> io::Result<Box<dyn Wire>> {
        let (ours, theirs) = duplex(1 << 20);
        let arrived = self.0.send(theirs).await;
        arrived.map_err(|_| io::Error::from(io::ErrorKind::ConnectionRefused))?;
        Ok(Box::new(ours))
    }
}

impl Listener for Arrivals {
    type Io = DuplexStream;
    type Addr = ();

    async fn accept(&mut self) -> (DuplexStream, ()) {
        match self.0.recv().await {
            Some(wire) => (wire, ()),
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> io::Result<()> {
        Ok(())
    }
}

/// The application's tools, as far as the model can tell.
#[derive(Default)]
pub struct Desk {
    asked: Mutex<Vec<ToolRequest>>,
}

#[async_trait]
impl Tools for Desk {
    async fn perform(&self, request: &ToolRequest) -> Result<String, String> {
        self.asked.lock().unwrap().push(request.clone());
        tokio::time::sleep(std::time::Duration::from_millis(150)).await;
        match request.name.as_str() {
            "check_availability" => Ok(OFFERS.to_owned()),
            "book_appointment" => Ok("Successfully booked appointment for Ada at Monday at noon.".to_owned()),
            _ => Ok("Noted.".to_owned()),
        }
    }
}

impl Stage {
    pub fn new(attitude: Attitude) -> Self {
        Self::with(attitude, Faults::default())
    }

    pub fn with(attitude: Attitude, faults: Faults) -> Self {
        let _ = rustls_provider();
        let began = Instant::now();
        let clock = Arc::new(move || START.plus_ms(i64::try_from(began.elapsed().as_millis()).unwrap()));
        let config = SandboxConfig {
            population: Population::from_toml(POPULATION).unwrap(),
            faults,
            realtime: Some(RealtimeAccount {
                attitude,
                ..RealtimeAccount::new(KEY)
            }),
            ..SandboxConfig::new("AC0123456789abcdef0123456789abcdef", "12345", clock)
        };
        let sandbox = Sandbox::new(config, Arc::new(ReqwestWebhooks::new().unwrap()));
        let (lines, arrivals) = mpsc::channel(4);
        let tasks = TaskTracker::new();
        let router = sandbox.router();
        tasks.spawn(async move { axum::serve(Arrivals(arrivals), router).await });
        Self {
            sandbox,
            reach: Arc::new(Lines(lines)),
            stop: CancellationToken::new(),
            tasks,
        }
    }

    pub async fn talk(&self, habits: Habits) -> Talked {
        self.talk_with(habits, KEY, |_| {}).await
    }

    pub async fn talk_with(&self, habits: Habits, key: &str, change: impl FnOnce(&mut Terms)) -> Talked {
        let endpoint = Endpoint::new("http://model.test/v1", key, "gpt-realtime-2").unwrap();
        let endpoint = endpoint.over(Arc::clone(&self.reach));
        let mut terms = Terms::new(&shipped(APPOINTMENTS).unwrap(), &[].into(), endpoint.model());
        terms.opening = "Hello, this is Sam, an automated assistant. Am I speaking with Ada?".to_owned();
        change(&mut terms);
        let (mut phone, tape) = Phone::new(habits, terms.format);
        let desk = Desk::default();
        let held = hold(&endpoint, terms, &mut phone, &desk, START, &self.stop).await;
        let tape = std::mem::take(&mut *tape.lock().unwrap());
        Talked {
            held,
            tape,
            asked: desk.asked.into_inner().unwrap(),
        }
    }

    /// What the model's server wrote down, the newest session first.
    pub async fn sessions(&self) -> Vec<Value> {
        use tower::ServiceExt as _;
        let request = axum::http::Request::get("/sandbox/realtime/sessions");
        let request = request.body(axum::body::Body::empty()).unwrap();
        let answer = self.sandbox.router().oneshot(request).await.unwrap();
        let body = axum::body::to_bytes(answer.into_body(), 1 << 24).await.unwrap();
        serde_json::from_slice(&body).unwrap()
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.tasks.close();
    }
}

impl Talked {
    pub fn tools(&self) -> Vec<&str> {
        self.asked.iter().map(|request| request.name.as_str()).collect()
    }

    pub fn lines(&self) -> Vec<String> {
        let transcript = self.held.report.transcript.iter();
        transcript
            .map(|said| format!("{:?}: {}", said.speaker, said.text))
            .collect()
    }
}

fn rustls_provider() -> bool {
    rustls::crypto::ring::default_provider().install_default().is_ok()
}

const OFFERS: &str = "Free times, by the clock of UTC: Monday at 12:00 PM (start 2026-11-23T12:00:00Z, slot a); Monday at \
                      1:00 PM (start 2026-11-23T13:00:00Z, slot b).";
/// People who do not matter here, and a model that speaks at a human pace.
const POPULATION: &str = "name = \"model\"\n[speech]\nms_per_character = 50\nlongest_ms = 8000\nplay_ms = 200\n\
                          [last_digit]\n0 = \"human\"\n";

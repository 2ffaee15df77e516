//! The two programs under test: the sandbox, which stays up, and the server, which does not.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::json;

use super::verdict::Restarts;
use crate::clock::{Stopwatch, wait_for};
use crate::http::{Peer, free_address};
use crate::repo::Repo;
use crate::scratch::Scratch;
use crate::service::Service;

/// What both programs have in common, and where the server keeps its data from one life to the next.
#[derive(Debug)]
pub struct Programs {
    outdial: PathBuf,
    scratch: Scratch,
    log: PathBuf,
    sandbox: SocketAddr,
    server: SocketAddr,
    seed: u64,
    /// Whether a host of voice agents is beside the phone network.
    has_agents: bool,
}

/// The running sandbox.
#[derive(Debug)]
pub struct Sandbox {
    address: SocketAddr,
    _service: Service,
}

/// One life of the server.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    service: Service,
}

impl Programs {
    /// Chooses addresses and a fresh data folder.
    pub fn prepare(repo: &Repo, outdial: &Path, seed: u64) -> Result<Self> {
        Ok(Self {
            outdial: outdial.to_path_buf(),
            scratch: Scratch::create("crash")?,
            log: repo.logs()?.join("crash-programs.log"),
            sandbox: free_address()?,
            server: free_address()?,
            seed,
            has_agents: false,
        })
    }

    /// The same with a host of voice agents, and a schedule from outside.
    pub fn with_agents(self) -> Self {
        Self {
            has_agents: true,
            ..self
        }
    }

    /// Leaves the data folder for somebody to look into; says where it and the programs' words are.
    pub fn keep(&mut self) -> String {
        self.scratch.keep();
        format!(
            "the data is in {}, the programs' words in {}",
            self.scratch.path().display(),
            self.log.display()
        )
    }

    /// The folder that both programs run in.
    pub fn folder(&self) -> &Path {
        self.scratch.path()
    }

    /// Starts the sandbox with people whose last digit decides what they do.
    pub fn start_sandbox(&self) -> Result<Sandbox> {
        let mut command = self.outdial();
        command
            .arg("sandbox")
            .args(["--listen", &self.sandbox.to_string()])
            .args(["--population", "deterministic"])
            .args(["--seed", &self.seed.to_string()])
            .args(["--cps", CALLS_PER_SECOND])
            .envs(ACCOUNT)
            .envs(self.host());
        let mut service = Service::start(&mut command, &self.log)?;
        let peer = Peer::at(self.sandbox);
        let up = wait_for(START_LIMIT, || {
            let answers = peer
                .get("/sandbox/health")
                .is_ok_and(|answer| answer.status == 200);
            (answers || service.has_ended()).then_some(answers)
        });
        if up != Some(true) {
            bail!("the sandbox does not start; see {}", self.log.display());
        }
        Ok(Sandbox {
            address: self.sandbox,
            _service: service,
        })
    }

    /// Starts the server and notes how long it takes until it is ready to work.
    pub fn start_server(&self, restarts: &mut Restarts) -> Result<Server> {
        let watch = Stopwatch::start();
        let mut command = self.outdial();
        command
            .arg("serve")
            .env("OUTDIAL_LISTEN", self.server.to_string())
            .env("BASE_URL", format!("http://{}", self.server))
            .env("OUTDIAL_DATA_DIR", self.scratch.path().join("data"))
            .env("OUTDIAL_API_KEY", API_KEY)
            .env("OUTDIAL_CALLING_WINDOW", "00:00-24:00")
            .env("OUTDIAL_COUNTRIES", "US")
            .envs(ACCOUNT)
            .env("TWILIO_API_BASE", format!("http://{}", self.sandbox))
            .env("TWILIO_CPS", CALLS_PER_SECOND)
            .envs(self.host())
            .env("CRON_SECRET", CRON_SECRET);
        let service = Service::start(&mut command, &self.log)?;
        let mut server = Server {
            address: self.server,
            service,
        };
        let peer = server.peer();
        let up = wait_for(START_LIMIT, || {
            let ready = peer.get("/readyz").is_ok_and(|answer| answer.status == 200);
            (ready || server.service.has_ended()).then_some(ready)
        });
        if up != Some(true) {
            bail!("the server does not start again; see {}", self.log.display());
        }
        restarts.note(watch.elapsed());
        Ok(server)
    }

    /// By which both programs know the host of voice agents.
    fn host(&self) -> Vec<(&'static str, String)> {
        if !self.has_agents {
            return Vec::new();
        }
        let mut variables: Vec<_> = HOST
            .iter()
            .map(|(name, value)| (*name, (*value).to_owned()))
            .collect();
        variables.push(("VAPI_API_BASE", format!("http://{}", self.sandbox)));
        variables
    }

    /// The binary in an environment of its own, so that no `.env` and no variable of the caller reaches it.
    fn outdial(&self) -> Command {
        let mut command = Command::new(&self.outdial);
        command.env_clear().current_dir(self.scratch.path());
        if let Some(path) = std::env::var_os("PATH") {
            command.env("PATH", path);
        }
        command
    }
}

impl Sandbox {
    /// For asking it.
    pub fn peer(&self) -> Peer {
        Peer::at(self.address)
    }

    /// Lets every request wait for its answer.
    pub fn answer_slowly(&self) -> Result<()> {
        self.put_faults(&json!({"slow_response": {"probability": 1.0, "ms": [150, 150]}}))
    }

    /// Makes the network as bad as it can be without losing calls for good.
    pub fn set_faults(&self) -> Result<()> {
        let faults = json!({
            "drop_callback": 0.05,
            "double_callback": 0.1,
            "delay_callback": {"probability": 0.2, "ms": [10, 1_500]},
            "reorder_callbacks": 0.1,
            "answer_429": 0.05,
            "answer_500_before": 0.05,
            "answer_500_after": 0.05,
            "timeout_before": 0.01,
            "timeout_after": 0.01,
        });
        self.put_faults(&faults)
    }

    fn put_faults(&self, faults: &serde_json::Value) -> Result<()> {
        let answer = self.peer().send_json("PUT", "/sandbox/faults", faults)?;
        if answer.status >= 300 {
            bail!("the sandbox refuses the faults: {}", answer.body);
        }
        Ok(())
    }
}

impl Server {
    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// For asking it with the service key.
    pub fn peer(&self) -> Peer {
        Peer::at(self.address).with_header("Authorization", &format!("Bearer {API_KEY}"))
    }

    /// Ends this life without warning.
    pub fn kill(&mut self) -> Result<()> {
        if self.service.has_ended() {
            bail!("the server ended by itself before it was killed");
        }
        self.service.kill().context("kill the server")
    }
}

/// One account, known to both programs.
const ACCOUNT: [(&str, &str); 3] = [
    ("TWILIO_ACCOUNT_SID", "AC00000000000000000000000000000001"),
    ("TWILIO_AUTH_TOKEN", "0123456789abcdef0123456789abcdef"),
    ("TWILIO_PHONE_NUMBER", "+14155550100"),
];
/// The host of voice agents, known to both programs too.
const HOST: [(&str, &str); 3] = [
    ("VAPI_API_KEY", "0123456789abcdef0123456789abcdef"),
    ("VAPI_SECRET_KEY", "fedcba9876543210fedcba9876543210"),
    ("VAPI_PHONE_NUMBER_ID", "0a1d0000-0000-4000-8000-000000000001"),
];
/// By which a schedule from outside asks for batches.
pub const CRON_SECRET: &str = "a schedule of the crash test";
/// The service key of every server under test.
pub const API_KEY: &str = "od_crash_test_0123456789abcdef0123456789abcdef";
const CALLS_PER_SECOND: &str = "50";
const START_LIMIT: Duration = Duration::from_secs(20);

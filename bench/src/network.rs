//! The simulated phone network with the services beside it, as a process of its own.

use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::carrier::Account;
use crate::clock::Stopwatch;
use crate::http::{Connection, request};
use crate::process;
use crate::server::{binary, free_address};

/// A running network; killed when dropped.
pub struct Network {
    child: Child,
    address: SocketAddr,
    calls_per_second: &'static str,
}

impl Network {
    /// Starts one with these people, `default` or a file, that lets so many calls a second out of its queue.
    pub async fn start(folder: &Path, population: &str, calls_per_second: &'static str) -> Result<Self> {
        let address = free_address()?;
        let log = std::fs::File::create(folder.join("sandbox.log"))?;
        let mut command = Command::new(binary()?);
        command
            .arg("sandbox")
            .args(["--listen", &address.to_string(), "--population", population])
            .args(["--seed", "1", "--cps", calls_per_second])
            .env_clear()
            .current_dir(folder)
            .env("TWILIO_ACCOUNT_SID", Account::SID)
            .env("TWILIO_AUTH_TOKEN", Account::AUTH_TOKEN)
            .env("TWILIO_PHONE_NUMBER", Account::NUMBER)
            .env("OPENAI_API_KEY", MODEL_KEY)
            .env("OPENAI_REALTIME_MODEL", MODEL)
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log);
        let network = Self {
            child: command.spawn().context("start the sandbox")?,
            address,
            calls_per_second,
        };
        let watch = Stopwatch::start();
        let health = request("GET", "/sandbox/health", address, &[], &[]);
        loop {
            let answer = match Connection::open(address).await {
                Ok(mut connection) => connection.send(&health).await.ok(),
                Err(_) => None,
            };
            if answer.is_some_and(|answer| answer.status == 200) {
                return Ok(network);
            }
            ensure!(watch.elapsed() < START_LIMIT, "the sandbox does not start");
            tokio::time::sleep(LOOK_EACH).await;
        }
    }

    /// By which a server finds its phones.
    pub fn variables(&self) -> Vec<(&'static str, String)> {
        vec![
            ("TWILIO_ACCOUNT_SID", Account::SID.to_owned()),
            ("TWILIO_AUTH_TOKEN", Account::AUTH_TOKEN.to_owned()),
            ("TWILIO_PHONE_NUMBER", Account::NUMBER.to_owned()),
            ("TWILIO_API_BASE", format!("http://{}", self.address)),
            ("TWILIO_CPS", self.calls_per_second.to_owned()),
        ]
    }

    /// By which a server finds its speech model.
    pub fn model_variables(&self) -> Vec<(&'static str, String)> {
        vec![
            ("OPENAI_API_KEY", MODEL_KEY.to_owned()),
            ("OPENAI_BASE_URL", format!("http://{}/v1", self.address)),
            ("OPENAI_REALTIME_MODEL", MODEL.to_owned()),
        ]
    }

    /// What it tells of itself under a path.
    pub async fn get(&self, path: &str) -> Result<Value> {
        let mut connection = Connection::open(self.address).await?;
        let answer = connection
            .send(&request("GET", path, self.address, &[], &[]))
            .await?;
        ensure!(
            answer.status == 200,
            "the sandbox answered {} to {path}",
            answer.status
        );
        Ok(serde_json::from_slice(&answer.body)?)
    }

    /// Processor time used so far.
    pub fn processor_time(&self) -> Result<Duration> {
        process::processor_time(&self.child.id().to_string())
    }
}

impl Drop for Network {
    fn drop(&mut self) {
        // It may have ended by itself; either way nothing is left to do.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

const MODEL_KEY: &str = "sk-bench-0123456789abcdef";
const MODEL: &str = "sandbox-speech";
const START_LIMIT: Duration = Duration::from_secs(60);
const LOOK_EACH: Duration = Duration::from_millis(250);

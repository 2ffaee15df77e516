//! The server under measurement, in a folder of its own.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};

use crate::clock::Stopwatch;
use crate::http::{Answer, Connection, request};
use crate::process::{self, Resident};

/// A running server; killed when dropped.
#[derive(Debug)]
pub struct Server {
    child: Child,
    address: SocketAddr,
}

impl Server {
    /// Starts the binary on a data folder and waits until it is ready; says how long that took.
    pub async fn start(data: &Path, variables: &[(&str, String)]) -> Result<(Self, Duration)> {
        let address = free_address()?;
        let log = std::fs::File::options()
            .create(true)
            .append(true)
            .open(data.join("server.log"))?;
        let mut command = Command::new(binary()?);
        command
            .arg("serve")
            .env_clear()
            .current_dir(data)
            .env("OUTDIAL_LISTEN", address.to_string())
            .env("BASE_URL", format!("http://{address}"))
            .env("OUTDIAL_DATA_DIR", data.join("data"))
            .env("OUTDIAL_API_KEY", API_KEY)
            .env("OUTDIAL_CALLING_WINDOW", "00:00-24:00")
            .env("OUTDIAL_COUNTRIES", "US")
            .env("OUTDIAL_LOG", "warn")
            .envs(variables.iter().map(|(name, value)| (*name, value.as_str())))
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log);
        let watch = Stopwatch::start();
        let child = command.spawn().context("start the server")?;
        let mut server = Self { child, address };
        while !server.is_ready().await {
            if watch.elapsed() > START_LIMIT || server.child.try_wait()?.is_some() {
                bail!(
                    "the server does not start: {}",
                    std::fs::read_to_string(data.join("server.log"))?
                );
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        Ok((server, watch.elapsed()))
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// A request with the service key.
    pub fn request(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Vec<u8> {
        let bearer = format!("Bearer {API_KEY}");
        let mut all = vec![("Authorization", bearer.as_str())];
        all.extend_from_slice(headers);
        request(method, path, self.address, &all, body)
    }

    /// Sends JSON on a connection of its own and expects JSON back.
    pub async fn call(&self, method: &str, path: &str, body: &Value, wanted: u16) -> Result<Value> {
        let headers = [("Content-Type", "application/json")];
        let answer = self
            .send(&self.request(method, path, &headers, body.to_string().as_bytes()))
            .await?;
        answer.json(wanted).with_context(|| format!("{method} {path}"))
    }

    /// Fetches JSON.
    pub async fn get(&self, path: &str) -> Result<Value> {
        let answer = self.send(&self.request("GET", path, &[], &[])).await?;
        answer.json(200).with_context(|| format!("GET {path}"))
    }

    /// Fetches text.
    pub async fn get_text(&self, path: &str) -> Result<String> {
        let answer = self.send(&self.request("GET", path, &[], &[])).await?;
        ensure!(answer.status == 200, "GET {path} was answered {}", answer.status);
        Ok(String::from_utf8(answer.body)?)
    }

    /// Changes some settings of the workspace.
    pub async fn change_settings(&self, changes: &Value) -> Result<()> {
        let mut settings = self.get("/api/v1/settings").await?;
        let revision = settings["revision"].to_string();
        for (name, value) in changes.as_object().into_iter().flatten() {
            settings[name] = value.clone();
        }
        let headers = [
            ("Content-Type", "application/json"),
            ("If-Match", revision.as_str()),
        ];
        let body = settings.to_string();
        let answer = self
            .send(&self.request("PUT", "/api/v1/settings", &headers, body.as_bytes()))
            .await?;
        answer.json(200).context("change the settings").map(drop)
    }

    /// Posts so many numbers as one run; answers with its id.
    pub async fn post_run(&self, numbers: &str, key: &str) -> Result<String> {
        let body = json!({"name": key, "text": numbers});
        let created = self.call("POST", "/api/v1/runs", &body, 201).await?;
        let id = created["run"]["id"].as_str().context("a run has an id")?;
        Ok(id.to_owned())
    }

    /// Its resident memory.
    pub fn memory(&self) -> Result<Resident> {
        process::resident(&self.child.id().to_string())
    }

    /// Processor time used so far.
    pub fn processor_time(&self) -> Result<Duration> {
        process::processor_time(&self.child.id().to_string())
    }

    async fn send(&self, request: &[u8]) -> Result<Answer> {
        Connection::open(self.address).await?.send(request).await
    }

    async fn is_ready(&self) -> bool {
        let request = self.request("GET", "/readyz", &[], &[]);
        self.send(&request).await.is_ok_and(|answer| answer.status == 200)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself; either way nothing is left to do.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A port of this machine that nobody listens on at the moment.
pub fn free_address() -> Result<SocketAddr> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("find a free port")?;
    Ok(listener.local_addr()?)
}

/// The `outdial` program to measure.
pub fn binary() -> Result<PathBuf> {
    let named = std::env::var_os("OUTDIAL_BINARY").context("start this with `cargo xtask bench`")?;
    Ok(named.into())
}

/// The service key of every measured server.
pub const API_KEY: &str = "od_bench_0123456789abcdef0123456789abcdef01234567";
const START_LIMIT: Duration = Duration::from_secs(30);

//! Pages that look on: WebSockets on the live channel that read everything they are sent.

use anyhow::{Context, Result, bail, ensure};
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::http::Connection;
use crate::server::Server;

/// Connected watchers.
#[derive(Debug)]
pub struct Watchers {
    readers: JoinSet<Result<u64>>,
    leaving: watch::Sender<bool>,
    count: u64,
}

impl Watchers {
    /// Connects so many watchers.
    pub async fn watch(server: &Server, count: usize) -> Result<Self> {
        let (leaving, left) = watch::channel(false);
        let mut readers = JoinSet::new();
        for _ in 0..count {
            let stream = upgrade(server).await?;
            readers.spawn(read(stream, left.clone()));
        }
        Ok(Self {
            readers,
            leaving,
            count: count as u64,
        })
    }

    /// Disconnects them; says how many changes of calls one watcher was shown on average.
    pub async fn leave(mut self) -> Result<u64> {
        // Frames are gathered for a moment before they are sent: the last ones are still to come.
        tokio::time::sleep(LAST_FRAMES).await;
        self.leaving.send(true).context("tell the watchers to leave")?;
        let mut calls = 0;
        while let Some(read) = self.readers.join_next().await {
            calls += read??;
        }
        ensure!(calls > 0, "the watchers saw nothing");
        Ok(calls / self.count)
    }
}

async fn upgrade(server: &Server) -> Result<TcpStream> {
    let headers = [
        ("Connection", "Upgrade"),
        ("Upgrade", "websocket"),
        ("Sec-WebSocket-Version", "13"),
        ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
    ];
    let mut connection = Connection::open(server.address()).await?;
    let answer = connection
        .send(&server.request("GET", "/api/v1/live", &headers, &[]))
        .await?;
    if answer.status != 101 {
        bail!(
            "the live channel answered {}: {}",
            answer.status,
            String::from_utf8_lossy(&answer.body)
        );
    }
    Ok(connection.into_stream())
}

/// Reads frames until told to leave, counting the calls that they show without parsing them.
async fn read(stream: TcpStream, mut left: watch::Receiver<bool>) -> Result<u64> {
    let mut calls = 0;
    let mut reader = tokio::io::BufReader::with_capacity(64 * 1024, stream);
    let mut payload = Vec::new();
    loop {
        tokio::select! {
            _ = left.changed() => return Ok(calls),
            length = frame_length(&mut reader) => {
                payload.resize(length?, 0);
                reader.read_exact(&mut payload).await?;
                calls += count(&payload, CALL_MARK);
            }
        }
    }
}

/// The length of the next frame; servers do not mask theirs.
async fn frame_length(reader: &mut tokio::io::BufReader<TcpStream>) -> Result<usize> {
    let mut head = [0_u8; 2];
    reader.read_exact(&mut head).await?;
    Ok(match head[1] & 0x7f {
        126 => usize::from(reader.read_u16().await?),
        127 => usize::try_from(reader.read_u64().await?)?,
        short => usize::from(short),
    })
}

fn count(haystack: &[u8], needle: &[u8]) -> u64 {
    let mut found = 0;
    let mut rest = haystack;
    while let Some(at) = rest.iter().position(|&byte| byte == needle[0]) {
        rest = &rest[at..];
        if rest.starts_with(needle) {
            found += 1;
        }
        rest = &rest[1..];
    }
    found
}

/// Stands once in each call of a frame.
const CALL_MARK: &[u8] = b"\"carrier_call_id\":";
const LAST_FRAMES: std::time::Duration = std::time::Duration::from_millis(300);

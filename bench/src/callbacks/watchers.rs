//! Pages that look on: WebSockets on the live channel that receive everything they are sent.
//!
//! The server pays the same for each of them. Looking through what ten pages receive would cost the generator, which
//! shares the processor with the server, as much as all the rest it does: one of them counts the calls that it is
//! shown, and the others must be sent as many frames and bytes.

use anyhow::{Context, Result, bail, ensure};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, BufReader};
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::http::{Connection, Upgraded};
use crate::server::Server;

/// Connected watchers.
#[derive(Debug)]
pub struct Watchers {
    readers: JoinSet<Result<Seen>>,
    leaving: watch::Sender<bool>,
}

/// What one watcher was sent.
#[derive(Debug, Default, Clone, Copy)]
struct Seen {
    frames: u64,
    bytes: u64,
    /// Only the watcher that counts knows.
    calls: Option<u64>,
}

impl Watchers {
    /// Connects so many watchers.
    pub async fn watch(server: &Server, count: usize) -> Result<Self> {
        let (leaving, left) = watch::channel(false);
        let mut readers = JoinSet::new();
        for number in 0..count {
            let stream = upgrade(server).await?;
            let counts = number == 0;
            readers.spawn(read(stream, counts, left.clone()));
        }
        Ok(Self { readers, leaving })
    }

    /// Disconnects them; says how many changes of calls they were shown.
    pub async fn leave(mut self) -> Result<u64> {
        // Frames are gathered for a moment before they are sent: the last ones are still to come.
        tokio::time::sleep(LAST_FRAMES).await;
        self.leaving.send(true).context("tell the watchers to leave")?;
        let mut all = Vec::new();
        while let Some(read) = self.readers.join_next().await {
            all.push(read??);
        }
        let counted = all.iter().find(|seen| seen.calls.is_some());
        let counted = *counted.context("one of the watchers counts")?;
        for seen in &all {
            // They came one after the other, so a frame of before the load may differ, and a ping at the end.
            let missing = seen.frames.abs_diff(counted.frames);
            ensure!(
                missing <= FRAMES_APART && seen.bytes > counted.bytes / 10 * 9,
                "a watcher was sent {seen:?} and another {counted:?}"
            );
        }
        let calls = counted.calls.unwrap_or(0);
        ensure!(calls > 0, "the watchers saw nothing");
        Ok(calls)
    }
}

async fn upgrade(server: &Server) -> Result<Upgraded> {
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

/// Receives frames until told to leave.
async fn read(stream: Upgraded, counts: bool, mut left: watch::Receiver<bool>) -> Result<Seen> {
    let mut seen = Seen {
        calls: counts.then_some(0),
        ..Seen::default()
    };
    let mut reader = BufReader::with_capacity(READ_AT_ONCE, stream);
    let mut payload = Vec::new();
    loop {
        tokio::select! {
            _ = left.changed() => return Ok(seen),
            length = frame_length(&mut reader) => {
                let length = length?;
                seen.frames += 1;
                seen.bytes += length as u64;
                match &mut seen.calls {
                    Some(calls) => {
                        payload.resize(length, 0);
                        reader.read_exact(&mut payload).await?;
                        *calls += count(&payload, CALL_MARK);
                    }
                    None => drain(&mut reader, length).await?,
                }
            }
        }
    }
}

async fn drain(reader: &mut BufReader<Upgraded>, mut length: usize) -> Result<()> {
    while length > 0 {
        let arrived = reader.fill_buf().await?.len();
        ensure!(arrived > 0, "the server closed a live channel");
        let taken = arrived.min(length);
        reader.consume(taken);
        length -= taken;
    }
    Ok(())
}

/// The length of the next frame; servers do not mask theirs.
async fn frame_length(reader: &mut BufReader<Upgraded>) -> Result<usize> {
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
/// Ten of these stay in the processor's cache.
const READ_AT_ONCE: usize = 64 * 1024;
const FRAMES_APART: u64 = 5;

//! A server with calls on it that are being talked on.

use std::collections::HashMap;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::Result;
use serde_json::json;
use tempfile::TempDir;

use super::crowd::{Crowd, Tally};
use super::open::{Room, pick_up};
use super::phone::Phone;
use super::voice::Manner;
use crate::carrier::{Account, Carrier};
use crate::numbers;
use crate::server::Server;
use crate::signing::Signer;

/// Server, carrier, and everybody who talks.
pub struct Stage {
    pub server: Server,
    folder: TempDir,
    carrier: Carrier,
    signer: Signer,
    crowd: Crowd,
    /// The crowd's rooms, in order.
    rooms: Vec<Room>,
    opened: usize,
}

impl Stage {
    /// Starts a server on which nobody talks yet.
    pub async fn set(manner: Manner) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let carrier = Carrier::start().await?;
        let (server, _) = Server::start(folder.path(), &Account::variables(&carrier)).await?;
        let settings = json!({"max_live_calls": CALLS_MAX, "ring_timeout_s": 60, "record": true});
        server.change_settings(&settings).await?;
        Ok(Self {
            server,
            folder,
            carrier,
            signer: Signer::new(Account::AUTH_TOKEN),
            crowd: Crowd::gather(manner),
            rooms: Vec::new(),
            opened: 0,
        })
    }

    /// Lets so many more calls begin; each talks from then on.
    pub async fn begin_calls(&mut self, count: usize) -> Result<()> {
        for _ in 0..count {
            let call = self.rooms.len();
            let number = self.next_number();
            let room = Room::open(&self.server, &number).await?;
            self.crowd.add_browser(room.join(&self.server).await?)?;
            self.rooms.push(room);
            self.crowd.add_phone(call, self.pick_up(&number).await?)?;
        }
        Ok(())
    }

    /// Opens a room for a call outside the crowd.
    pub async fn open_room(&mut self) -> Result<(Room, String)> {
        let number = self.next_number();
        Ok((Room::open(&self.server, &number).await?, number))
    }

    /// Picks up the phone of a call.
    pub async fn pick_up(&self, number: &str) -> Result<Phone> {
        pick_up(&self.server, &self.carrier, &self.signer, number).await
    }

    /// Counts what passes in this time.
    pub async fn count(&self, length: Duration) -> Result<Tally> {
        self.crowd.begin()?;
        tokio::time::sleep(length).await;
        self.crowd.tally()
    }

    /// What the server itself counts of its audio, by name.
    pub async fn meters(&self) -> Result<HashMap<String, f64>> {
        let text = self.server.get_text("/metrics").await?;
        let lines = text.lines().filter_map(|line| line.split_once(' '));
        let numbers = lines.filter_map(|(name, value)| Some((name.to_owned(), value.parse().ok()?)));
        Ok(numbers.collect())
    }

    /// Ends everything in order; answers with the recordings of the crowd's calls, and the folder that they live in.
    pub async fn clear(self) -> Result<(TempDir, Vec<PathBuf>)> {
        // Those who talk would take the end of their streams for a fault.
        self.crowd.disperse()?;
        let recordings = self.folder.path().join("data/recordings");
        let mut files = Vec::new();
        for room in &self.rooms {
            room.end(&self.server).await?;
            files.push(recordings.join(format!("{}.wav", room.id)));
        }
        // Recordings are complete once the server has ended the calls.
        tokio::time::sleep(LAST_WRITES).await;
        Ok((self.folder, files))
    }

    fn next_number(&mut self) -> String {
        self.opened += 1;
        numbers::number(self.opened)
    }
}

const CALLS_MAX: usize = 2_000;
const LAST_WRITES: Duration = Duration::from_secs(1);

//! Brings a talk that the carrier recorded into our folder, as if it had been recorded here.

use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use outdial_carrier::http::BodySink;
use outdial_domain::Timestamp;
use outdial_domain::ids::{RecordingId, WorkspaceId};
use outdial_store::{CallRow, RecordingRow, StoreError};
use sha2::{Digest as _, Sha256};
use tokio::sync::mpsc;

use super::close;
use super::hall::Floor;
use crate::accounts::Account;
use crate::engine::Inner;
use crate::wav_sides::{Sides, Written};

/// Why a recording is not here yet.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotFetched {
    /// Another try may succeed.
    #[error("{0}")]
    Passing(String),
    /// Every try will end like this.
    #[error("{0}")]
    Final(String),
}

/// Fetches a recording unless it is here already.
pub(crate) async fn fetch_recording(
    inner: &Arc<Inner>,
    workspace: &WorkspaceId,
    call: &CallRow,
    account: &Account,
    recording: &str,
    started_at: Option<Timestamp>,
) -> Result<(), NotFetched> {
    let floor = inner
        .floor()
        .ok_or_else(|| NotFetched::Final("this process keeps no recordings".to_owned()))?;
    let id = id_of(account, recording);
    if is_here(inner, workspace, &id).await? {
        return Ok(());
    }
    let Some(_turn) = Turn::take(&floor, &id) else {
        return Err(NotFetched::Passing("it is being fetched".to_owned()));
    };
    let file = format!("{id}.wav");
    let written = fetch(&floor, account, recording, &file).await?;
    let row = RecordingRow {
        id,
        call_id: call.id.clone(),
        file,
        channels: u32::from(written.channels),
        started_at: started_at.unwrap_or(call.created_at),
        duration_ms: Some(written.duration_ms),
        bytes: Some(i64::try_from(written.bytes).unwrap_or(i64::MAX)),
    };
    close::keep(inner, workspace, row).await.map_err(store_failed)
}

async fn is_here(inner: &Inner, workspace: &WorkspaceId, id: &RecordingId) -> Result<bool, NotFetched> {
    let wanted = id.clone();
    let rows = inner.store.workspace(workspace.clone());
    let found = rows.read(move |tx| tx.recordings().get(&wanted)).await;
    Ok(found.map_err(store_failed)?.is_some())
}

async fn fetch(floor: &Floor, account: &Account, recording: &str, file: &str) -> Result<Written, NotFetched> {
    let keeper = account.carrier.recordings();
    let keeper = keeper.ok_or_else(|| NotFetched::Final("the carrier keeps no recordings".to_owned()))?;
    let (sender, pieces) = mpsc::channel(PIECES_WAITING);
    let (folder, target) = (
        floor.config.recordings.clone(),
        floor.config.recordings.join(file),
    );
    let part = folder.join(format!("{file}.part"));
    let to = part.clone();
    let writer = tokio::task::spawn_blocking(move || write(&folder, &to, pieces));
    let mut pipe = Pipe {
        to: sender,
        left: BYTES_MAX,
    };
    let fetched = keeper.fetch_recording(recording, &mut pipe).await;
    let too_large = pipe.left == 0;
    drop(pipe);
    let written = writer
        .await
        .map_err(|why| why.to_string())
        .and_then(|done| done.map_err(|why| why.to_string()));
    let failure = match (fetched, written) {
        (Ok(()), Ok(written)) => {
            let moved = tokio::fs::rename(&part, &target).await;
            return moved
                .map(|()| written)
                .map_err(|why| NotFetched::Passing(why.to_string()));
        }
        (_, Err(why)) => NotFetched::Passing(why),
        (Err(_), _) if too_large => NotFetched::Final("the recording is too large".to_owned()),
        (Err(why), _) => NotFetched::Passing(why.to_string()),
    };
    // Half a recording is of no use to anybody.
    let _ = tokio::fs::remove_file(&part).await;
    Err(failure)
}

/// Takes what arrives to the thread that writes it.
struct Pipe {
    to: mpsc::Sender<Bytes>,
    left: u64,
}

#[async_trait]
impl BodySink for Pipe {
    async fn take(&mut self, piece: Bytes) -> Result<(), String> {
        let length = u64::try_from(piece.len()).unwrap_or(u64::MAX);
        if length > self.left {
            self.left = 0;
            return Err("the recording is too large".to_owned());
        }
        self.left -= length;
        let sent = self.to.send(piece).await;
        sent.map_err(|_| "the disk would not take it".to_owned())
    }
}

fn write(folder: &Path, path: &Path, mut pieces: mpsc::Receiver<Bytes>) -> std::io::Result<Written> {
    std::fs::create_dir_all(folder)?;
    let mut file = std::io::BufWriter::new(std::fs::File::create(path)?);
    let mut sides = Sides::default();
    while let Some(piece) = pieces.blocking_recv() {
        file.write_all(&sides.take(&piece))?;
    }
    let (rest, written) = sides.finish();
    file.write_all(&rest)?;
    file.into_inner()
        .map_err(std::io::IntoInnerError::into_error)?
        .sync_all()?;
    written.ok_or_else(|| std::io::Error::other("what arrived is no WAV file"))
}

/// Nobody else fetches this recording meanwhile.
struct Turn<'a> {
    floor: &'a Floor,
    id: RecordingId,
}

impl<'a> Turn<'a> {
    fn take(floor: &'a Floor, id: &RecordingId) -> Option<Self> {
        let mut fetching = floor
            .fetching
            .lock()
            .expect("no code panics while it holds this lock");
        fetching.insert(id.clone()).then(|| Self {
            floor,
            id: id.clone(),
        })
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let mut fetching = self
            .floor
            .fetching
            .lock()
            .expect("no code panics while it holds this lock");
        fetching.remove(&self.id);
    }
}

/// The same recording has the same id, however often it is reported.
fn id_of(account: &Account, recording: &str) -> RecordingId {
    let hash = Sha256::new()
        .chain_update(account.id.as_str())
        .chain_update([0])
        .chain_update(recording)
        .finalize();
    let mut bits = [0_u8; 16];
    bits.copy_from_slice(&hash[..16]);
    RecordingId::from_bits(u128::from_be_bytes(bits))
}

#[expect(clippy::needless_pass_by_value, reason = "used as a mapping of errors")]
fn store_failed(why: StoreError) -> NotFetched {
    NotFetched::Passing(why.to_string())
}

/// Pieces of some kilobytes that wait for the disk.
const PIECES_WAITING: usize = 16;
/// Four hours of two sides, four times over.
const BYTES_MAX: u64 = 2 * 1024 * 1024 * 1024;

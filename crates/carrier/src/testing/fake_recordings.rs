//! Recordings of the scripted carrier.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;
use bytes::Bytes;

use crate::http::BodySink;
use crate::{CommandError, KeepsRecordings};

/// The recordings that a test put there.
#[derive(Default)]
pub struct FakeRecordings {
    files: Mutex<BTreeMap<String, Bytes>>,
    fetched: Mutex<Vec<String>>,
}

impl FakeRecordings {
    /// Puts a file there.
    pub fn keep(&self, recording: &str, wav: Bytes) {
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        files.insert(recording.to_owned(), wav);
    }

    /// Every recording that was asked for, in order.
    #[must_use]
    pub fn fetched(&self) -> Vec<String> {
        self.fetched
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

#[async_trait]
impl KeepsRecordings for FakeRecordings {
    async fn fetch_recording(&self, recording: &str, into: &mut dyn BodySink) -> Result<(), CommandError> {
        let unavailable = |why: String| CommandError::Unavailable { why };
        let file = {
            let mut fetched = self.fetched.lock().unwrap_or_else(PoisonError::into_inner);
            fetched.push(recording.to_owned());
            let files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
            files.get(recording).cloned()
        };
        let mut file = file.ok_or_else(|| unavailable("there is no such recording yet".to_owned()))?;
        // As from a socket: in pieces that end anywhere.
        while !file.is_empty() {
            let piece = file.split_to(file.len().min(PIECE));
            into.take(piece).await.map_err(unavailable)?;
        }
        Ok(())
    }
}

const PIECE: usize = 1_001;

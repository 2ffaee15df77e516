//! Recordings, as files. A recording has no id of its own there: its call's stands for it.

use std::sync::Arc;

use async_trait::async_trait;

use super::adapter::encode;
use super::client::Client;
use crate::http::BodySink;
use crate::{CommandError, KeepsRecordings, causes};

/// The recordings of an account.
pub(super) struct Recordings {
    client: Arc<Client>,
}

impl Recordings {
    pub(super) fn new(client: Arc<Client>) -> Self {
        Self { client }
    }
}

#[async_trait]
impl KeepsRecordings for Recordings {
    async fn fetch_recording(&self, recording: &str, into: &mut dyn BodySink) -> Result<(), CommandError> {
        // The addresses in the report are not followed: our key goes to the API alone.
        for kind in ["stereo-recording", "mono-recording"] {
            let path = format!("/call/{}/{kind}", encode(recording));
            if self.client.download(&path, into).await? {
                return Ok(());
            }
        }
        Err(CommandError::Rejected(causes::NOT_FOUND.failure(None)))
    }
}

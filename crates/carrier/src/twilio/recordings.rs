//! Recordings, as files.

use std::sync::Arc;

use async_trait::async_trait;

use super::adapter::encode;
use super::client::Client;
use crate::http::BodySink;
use crate::{CommandError, KeepsRecordings};

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
        // The address in the report is not followed: our credentials go to the API alone.
        self.client
            .download(&format!("/Recordings/{}.wav", encode(recording)), into)
            .await
    }
}

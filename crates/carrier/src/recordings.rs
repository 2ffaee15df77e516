//! Recordings that a carrier keeps: an optional ability, reached through [`crate::Carrier::recordings`].

use async_trait::async_trait;

use crate::CommandError;
use crate::http::BodySink;

/// Recordings that the carrier made of our legs.
#[async_trait]
pub trait KeepsRecordings: Send + Sync {
    /// Hands on the WAV file of a recording, piece by piece: with two channels, the recorded leg stands on the first
    /// and everybody else on the second.
    async fn fetch_recording(&self, recording: &str, into: &mut dyn BodySink) -> Result<(), CommandError>;
}

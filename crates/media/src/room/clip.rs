//! Sound that was made before: a prepared line, a message for a machine.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::wav::{self, ClipError};

/// A piece of sound, cheap to clone.
#[derive(Clone, PartialEq, Eq)]
pub struct Clip {
    name: Arc<str>,
    samples: Arc<[i16]>,
}

impl Clip {
    /// A clip of samples at 16 kHz.
    #[must_use]
    pub fn from_samples(name: &str, samples: Vec<i16>) -> Self {
        Self {
            name: name.into(),
            samples: samples.into(),
        }
    }

    /// Reads a WAV file: PCM of 8 to 32 bits, floating point, mu-law or A-law, any rate, channels mixed to one.
    ///
    /// # Errors
    /// When it is not such a file, or longer than five minutes.
    pub fn from_wav(name: &str, file: &[u8]) -> Result<Self, ClipError> {
        wav::read(file).map(|samples| Self::from_samples(name, samples))
    }

    /// What it is called.
    #[must_use]
    pub fn name(&self) -> &Arc<str> {
        &self.name
    }

    /// Its samples at 16 kHz.
    #[must_use]
    pub fn samples(&self) -> &[i16] {
        &self.samples
    }

    /// How long it is.
    #[must_use]
    pub fn duration(&self) -> Duration {
        let samples = u64::try_from(self.samples.len()).unwrap_or(u64::MAX);
        Duration::from_micros(samples.saturating_mul(1_000) / 16)
    }
}

impl fmt::Debug for Clip {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Clip({:?}, {:?})", self.name, self.duration())
    }
}

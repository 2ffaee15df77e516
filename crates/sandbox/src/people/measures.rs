//! The measures of a population file; each refuses nonsense while it is read, so that errors carry their line.

use serde::de::{Deserializer, Error};
use serde::{Deserialize, Serialize};

/// A length of time in milliseconds between two limits: `200`, or `[200, 900]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct MsRange {
    /// Least.
    pub min: u64,
    /// Most.
    pub max: u64,
}

impl MsRange {
    /// Exactly `ms`.
    #[must_use]
    pub const fn exactly(ms: u64) -> Self {
        Self { min: ms, max: ms }
    }

    /// From `min` to `max`.
    #[must_use]
    pub const fn between(min: u64, max: u64) -> Self {
        Self { min, max }
    }
}

impl<'de> Deserialize<'de> for MsRange {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged, expecting = "milliseconds as a whole number, or as [least, most]")]
        enum Form {
            Exact(u64),
            Pair(u64, u64),
            Named { min: u64, max: u64 },
        }
        let (min, max) = match Form::deserialize(deserializer)? {
            Form::Exact(ms) => (ms, ms),
            Form::Pair(min, max) | Form::Named { min, max } => (min, max),
        };
        if min > max {
            return Err(D::Error::custom(format!(
                "the least ({min} ms) is above the most ({max} ms)"
            )));
        }
        if max > LONGEST_MS {
            return Err(D::Error::custom(format!("{max} ms is longer than a day")));
        }
        Ok(Self { min, max })
    }
}

/// A probability from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize, Default)]
#[serde(transparent)]
pub struct Probability(f64);

impl Probability {
    /// Never.
    pub const NEVER: Self = Self(0.0);
    /// Every time.
    pub const ALWAYS: Self = Self(1.0);

    /// A probability; `None` outside 0 to 1.
    #[must_use]
    pub fn new(value: f64) -> Option<Self> {
        (0.0..=1.0).contains(&value).then_some(Self(value))
    }

    /// The number.
    #[must_use]
    pub fn value(self) -> f64 {
        self.0
    }
}

impl<'de> Deserialize<'de> for Probability {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = f64::deserialize(deserializer)?;
        Self::new(value).ok_or_else(|| D::Error::custom(format!("{value} is not a probability from 0 to 1")))
    }
}

/// A relative frequency: zero or more.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Default)]
#[serde(transparent)]
pub(crate) struct Weight(pub(crate) f64);

impl<'de> Deserialize<'de> for Weight {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = f64::deserialize(deserializer)?;
        if value.is_finite() && value >= 0.0 {
            Ok(Self(value))
        } else {
            Err(D::Error::custom(format!("{value} is not a weight: zero or more")))
        }
    }
}

/// No wait in a simulated call is longer than a day; larger figures are slips of the pen.
const LONGEST_MS: u64 = 86_400_000;

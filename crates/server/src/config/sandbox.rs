//! Options of the built-in phone network.

use std::path::PathBuf;

use outdial_domain::room::Bridge;

use super::reader::Reader;

/// Who lives in the sandbox.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Population {
    /// Realistic odds.
    #[default]
    Default,
    /// Fast, and decided by the number's last digits.
    Deterministic,
    /// Described in a file.
    File(PathBuf),
}

impl Population {
    /// Reads `default`, `deterministic` or a path.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        match text {
            "default" => Self::Default,
            "deterministic" => Self::Deterministic,
            path => Self::File(path.into()),
        }
    }
}

/// Options of the built-in phone network.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SandboxOptions {
    /// Who lives there.
    pub population: Population,
    /// Seed of its chance.
    pub seed: u64,
    /// Where agents and callees meet.
    pub bridge: Bridge,
}

impl SandboxOptions {
    pub(super) fn read(reader: &mut Reader<'_>, bridge: Bridge) -> Self {
        Self {
            population: reader
                .text("OUTDIAL_SANDBOX_POPULATION")
                .map_or(Population::Default, Population::parse),
            seed: reader
                .parse("OUTDIAL_SANDBOX_SEED", "write a whole number", |text| {
                    text.parse().ok()
                })
                .unwrap_or(1),
            bridge,
        }
    }
}

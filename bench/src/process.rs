//! What a process uses, as the system tells it.

use std::time::Duration;

use anyhow::{Context, Result};

/// Processor time that a process (`self` or its number) has used so far.
pub fn processor_time(process: &str) -> Result<Duration> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat"))?;
    let (_, fields) = stat
        .rsplit_once(')')
        .context("the system tells a process's times")?;
    let ticks: u64 = fields
        .split_whitespace()
        .skip(11)
        .take(2)
        .filter_map(|ticks| ticks.parse::<u64>().ok())
        .sum();
    Ok(Duration::from_millis(ticks * 1_000 / TICKS_PER_SECOND))
}

/// Memory of a process, in bytes, counted page by page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Resident {
    /// All that is resident for it.
    pub all: u64,
    /// What it filled itself. The rest are pages of files, above all of the program, of which the system keeps as many at
    /// hand as it likes and can drop them at any time.
    pub own: u64,
}

/// Memory that is resident for a process.
pub fn resident(process: &str) -> Result<Resident> {
    let rollup = std::fs::read_to_string(format!("/proc/{process}/smaps_rollup"))?;
    let bytes = |name: &str| {
        let line = rollup.lines().find_map(|line| line.strip_prefix(name));
        let kilobytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok());
        kilobytes
            .map(|kilobytes| kilobytes * 1_024)
            .context("the system tells a process's memory")
    };
    Ok(Resident {
        all: bytes("Rss:")?,
        own: bytes("Anonymous:")?,
    })
}

/// Fixed for programs on Linux, whatever the kernel counts in.
const TICKS_PER_SECOND: u64 = 100;

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

/// Bytes of memory that are resident for a process, counted page by page.
pub fn resident(process: &str) -> Result<u64> {
    let rollup = std::fs::read_to_string(format!("/proc/{process}/smaps_rollup"))?;
    let line = rollup.lines().find_map(|line| line.strip_prefix("Rss:"));
    let kilobytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok());
    Ok(kilobytes.context("the system tells a process's memory")? * 1_024)
}

/// Fixed for programs on Linux, whatever the kernel counts in.
const TICKS_PER_SECOND: u64 = 100;

//! The ledger in figures.

use outdial_domain::Timestamp;
use serde::Serialize;

/// All attempts at one number in figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NumberSummary {
    /// Who was called.
    pub number: String,
    /// Calls that the API accepted.
    pub times_created: u32,
    /// Calls that reached the network: the phone rang, was engaged or unreachable.
    pub times_dialled: u32,
    /// Calls that made the phone ring.
    pub times_rung: u32,
    /// Calls that were picked up.
    pub times_answered: u32,
    /// Calls that are over.
    pub times_ended: u32,
    /// Calls on the network now.
    pub live: u32,
    /// Most calls on the network at one time.
    pub most_at_once: u32,
}

/// Something that must never happen to a callee.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "violation")]
pub enum Violation {
    /// A number was dialled while another call to it was on the network.
    TwoAtOnce {
        /// The number.
        number: String,
        /// The later call.
        sid: String,
        /// When.
        at: Timestamp,
    },
}

/// The whole ledger in figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
pub struct LedgerSummary {
    /// Calls that the API accepted.
    pub created: u64,
    /// Calls that reached the network.
    pub dialled: u64,
    /// Calls that made a phone ring.
    pub rung: u64,
    /// Calls that were picked up.
    pub answered: u64,
    /// Calls that are over.
    pub ended: u64,
    /// Calls on the network now.
    pub live: u64,
    /// Different numbers called.
    pub numbers: u64,
    /// Numbers dialled more than once.
    pub numbers_dialled_again: u64,
    /// Violations found.
    pub violations: u64,
    /// Attempts dropped from memory because the ledger was full.
    pub forgotten: u64,
}

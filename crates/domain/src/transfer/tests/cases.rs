//! What the tests of this machine share.

use super::super::*;
use crate::time::Timestamp;

pub const START: Timestamp = Timestamp(1_000_000_000);

pub const LIMITS: Limits = Limits {
    answer_ms: 60_000,
    third_ms: 10_000,
    hand_ms: 5_000,
};

pub const KINDS: [(Kind, Whom); 4] = [
    (Kind::Blind, Whom::Colleague),
    (Kind::Blind, Whom::Number),
    (Kind::Warm, Whom::Colleague),
    (Kind::Warm, Whom::Number),
];

pub fn at(seconds: i64) -> Timestamp {
    START.plus_seconds(seconds)
}

pub fn ctx(now: Timestamp) -> Ctx<'static> {
    Ctx { now, limits: &LIMITS }
}

/// Every event, by its name in the diagram.
pub fn events() -> Vec<(&'static str, Event)> {
    vec![
        ("third rings", Event::ThirdRings),
        ("third here", Event::ThirdHere),
        ("third lost", Event::ThirdLost),
        ("third gone", Event::ThirdGone { why: Failure::HungUp }),
        ("handed over", Event::HandedOver),
        ("complete asked", Event::CompleteAsked),
        ("join asked", Event::JoinAsked),
        ("swap asked", Event::SwapAsked),
        ("cancel asked", Event::CancelAsked),
        ("callee gone", Event::CalleeGone),
        ("agent gone", Event::AgentGone),
        ("deadline passed", Event::DeadlinePassed),
        ("recovered", Event::Recovered),
    ]
}

/// How a transfer stands, for the diagram.
pub fn name(transfer: &Transfer) -> &'static str {
    match &transfer.phase {
        Phase::Calling => "calling",
        Phase::Ringing => "ringing",
        Phase::Consulting { with: Side::Third } => "consulting(third)",
        Phase::Consulting { with: Side::Callee } => "consulting(callee)",
        Phase::Joined => "joined",
        Phase::Handing => "handing",
        Phase::Over(End::Completed) => "completed",
        Phase::Over(End::Cancelled) => "cancelled",
        Phase::Over(End::Failed(_)) => "failed",
    }
}

//! What the tests of this machine share.

use super::super::*;
use crate::ids::{CallId, LeadId};
use crate::time::Timestamp;

pub const START: Timestamp = Timestamp(1_000_000_000);

pub const LIMITS: Limits = Limits {
    join_ms: 60_000,
    browser_ms: 30_000,
    comfort_ms: 2_000,
    phone_ms: 10_000,
    leg_ms: 5_000,
    absent_ms: 1_800_000,
    returned_ms: 10_000,
};

/// As long as it takes.
pub const UNHURRIED: Policy = Policy {
    wrap_up_ms: None,
    disposition_mandatory: false,
};
/// A time is set.
pub const BRISK: Policy = Policy {
    wrap_up_ms: Some(20_000),
    disposition_mandatory: false,
};
/// A time is set, but what came of the call must be said.
pub const STRICT: Policy = Policy {
    wrap_up_ms: Some(20_000),
    disposition_mandatory: true,
};

pub fn at(seconds: i64) -> Timestamp {
    START.plus_seconds(seconds)
}

pub fn first() -> CallId {
    CallId::from_bits(1)
}

pub fn second() -> CallId {
    CallId::from_bits(2)
}

pub fn lead() -> LeadId {
    LeadId::from_bits(1)
}

/// Every event, by its name in the diagram.
pub fn events() -> Vec<(&'static str, Event)> {
    let call = first();
    let lunch = PauseReason::Chosen(Some("lunch".to_owned()));
    vec![
        ("browser here", Event::BrowserHere),
        ("browser lost", Event::BrowserLost),
        ("ready asked", Event::ReadyAsked),
        ("pause asked", Event::PauseAsked { reason: lunch }),
        (
            "lead offered",
            Event::LeadOffered {
                lead: lead(),
                dial_at: Some(at(60)),
            },
        ),
        ("offer withdrawn", Event::OfferWithdrawn { lead: lead() }),
        (
            "own call begun",
            Event::OwnCallBegun {
                call: call.clone(),
                until: at(90),
            },
        ),
        ("call reserved", Event::CallReserved { call: call.clone() }),
        ("leg here", Event::LegHere { call: call.clone() }),
        ("leg missed", Event::LegMissed { call: call.clone() }),
        ("leg lost", Event::LegLost { call: call.clone() }),
        ("call over", Event::CallOver { call: call.clone() }),
        ("machine there", Event::MachineThere { call: call.clone() }),
        ("handed over", Event::HandedOver { call: call.clone() }),
        ("consult asked", Event::ConsultAsked),
        ("consult over", Event::ConsultOver),
        ("call given", Event::CallGiven { call: call.clone() }),
        ("end call asked", Event::EndCallAsked),
        (
            "wrapped up",
            Event::WrappedUp {
                call: call.clone(),
                next: Next::Ready,
            },
        ),
        (
            "wrapped up",
            Event::WrappedUp {
                call,
                next: Next::Paused,
            },
        ),
        ("sign-out asked", Event::SignOutAsked { why: End::SignedOut }),
        ("deadline passed", Event::DeadlinePassed),
        ("recovered", Event::Recovered),
    ]
}

/// How a seat stands, for the diagram.
pub fn name(seat: &Seat) -> &'static str {
    match &seat.state {
        State::Joining => "joining",
        State::Ready => "ready",
        State::Dialing { .. } => "dialing",
        State::Reserved { .. } => "reserved",
        State::OnCall { .. } => "on_call",
        State::WrapUp { .. } => "wrap_up",
        State::Paused { .. } => "paused",
        State::Offline { .. } => "offline",
    }
}

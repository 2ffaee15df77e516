mod diagram;
mod orders;
mod table;

use super::{By, Ctx, Event};
use crate::call::AmdVerdict;
use crate::campaign::TakenFor;
use crate::time::Timestamp;

const START: Timestamp = Timestamp(1_700_000_000_000_000);

fn ctx(after_ms: i64) -> Ctx {
    Ctx {
        now: START.plus_ms(after_ms),
        detects: true,
        at_once: false,
        unknown: TakenFor::Human,
        verdict_limit_ms: 4_000,
        wait_limit_ms: 2_000,
    }
}

fn verdict(verdict: AmdVerdict, by: By) -> Event {
    Event::Verdict { verdict, by }
}

fn every_event() -> Vec<(&'static str, Event)> {
    let mut all = vec![
        ("answered", Event::Answered),
        ("audio", Event::AudioHere),
        ("seat took", Event::SeatTook),
        ("seat ready", Event::SeatReady),
        ("deadline", Event::DeadlinePassed),
        ("ended", Event::Ended),
    ];
    for by in [By::Own, By::Carrier, By::Agent] {
        for kind in AmdVerdict::ALL {
            let name = match kind {
                AmdVerdict::Unknown => "verdict unknown",
                AmdVerdict::Human => "verdict human",
                AmdVerdict::Screening => "verdict screening",
                AmdVerdict::Fax => "verdict fax",
                AmdVerdict::Machine => "verdict machine",
                AmdVerdict::MachineReady => "verdict machine_ready",
            };
            all.push((name, verdict(kind, by)));
        }
    }
    all
}

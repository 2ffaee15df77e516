//! Runs the checks and says how they went.

use std::fmt;

use outdial_domain::call::{LegStatus, Policy};
use outdial_domain::ids::CallId;
use outdial_domain::instruction::{Converse, Instruction};
use outdial_domain::phone::PhoneNumber;

use super::{FakeNetwork, Fault, Person, call_life, commands, placing, reconciling, webhooks};
use crate::{Carrier, CarrierEvent, DialOrder, WebhookRequest};

/// How the checks went.
#[derive(Debug, Default)]
pub struct Report {
    /// Names of the checks that held.
    pub passed: Vec<&'static str>,
    /// Names of the checks that did not, and why.
    pub failed: Vec<(&'static str, String)>,
    /// Names of the checks that this network cannot perform.
    pub skipped: Vec<&'static str>,
}

/// Runs every check on `carrier`, which must be connected to `network`.
pub async fn run(carrier: &dyn Carrier, network: &dyn FakeNetwork) -> Report {
    let mut bench = Bench {
        carrier,
        network,
        report: Report::default(),
        calls: 0,
    };
    call_life::check(&mut bench).await;
    webhooks::check(&mut bench).await;
    placing::check(&mut bench).await;
    commands::check(&mut bench).await;
    reconciling::check(&mut bench).await;
    bench.report
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for name in &self.passed {
            writeln!(f, "held     {name}")?;
        }
        for name in &self.skipped {
            writeln!(f, "skipped  {name}")?;
        }
        for (name, why) in &self.failed {
            writeln!(f, "FAILED   {name}: {why}")?;
        }
        Ok(())
    }
}

/// What a check works with.
pub(super) struct Bench<'a> {
    pub(super) carrier: &'a dyn Carrier,
    pub(super) network: &'a dyn FakeNetwork,
    report: Report,
    calls: u32,
}

/// How one check went; `None` when the network cannot perform it.
pub(super) type Finding = Result<Option<()>, String>;

impl Bench<'_> {
    /// Files the finding of a check.
    pub(super) fn file(&mut self, name: &'static str, finding: Finding) {
        match finding {
            Ok(Some(())) => self.report.passed.push(name),
            Ok(None) => self.report.skipped.push(name),
            Err(why) => self.report.failed.push((name, why)),
        }
    }

    /// An order to ring somebody who was never rung before.
    pub(super) fn order(&mut self, person: Person) -> DialOrder {
        self.calls += 1;
        DialOrder {
            call_id: CallId::from_bits(u128::from(self.calls)),
            to: self.network.number(person, self.calls),
            caller_id: Some(self.network.caller_id()),
            instructions: self.instructions(),
            policy: Policy {
                ring_timeout_s: 5,
                time_limit_s: 60,
                ..Policy::default()
            },
            attempt: 1,
        }
    }

    fn instructions(&self) -> Vec<Instruction> {
        if !self.carrier.capabilities().takes_instructions {
            return vec![Instruction::Converse(Box::new(Converse {
                agent: Some("agent-1".to_owned()),
                variables: [("name".to_owned(), "“Tom & Jerry” {{call}}".to_owned())].into(),
                first_message: Some("Good morning.".to_owned()),
                voicemail: None,
                callee_name: Some("Tom".to_owned()),
                time_limit_s: 60,
                record: false,
            }))];
        }
        vec![
            Instruction::Say {
                text: "Good morning. “Tom & Jerry” <call>.".to_owned(),
                voice: None,
                language: None,
            },
            Instruction::HangUp,
        ]
    }

    /// Spoils the next order; the check is skipped when the network cannot.
    pub(super) async fn spoil(&self, fault: Fault) -> bool {
        self.network.spoil_next(fault).await
    }

    /// Complains unless a number was rung exactly this often.
    pub(super) async fn rung(&self, number: &PhoneNumber, expected: usize) -> Result<(), String> {
        let times = self.network.times_rung(number).await;
        ensure(times == expected, || {
            format!("the number was rung {times} times, not {expected}")
        })
    }

    /// Every webhook of a call up to one that satisfies `done`, with its events.
    pub(super) async fn webhooks_until(
        &self,
        call_id: &CallId,
        done: fn(&LegStatus) -> bool,
    ) -> Result<Vec<(WebhookRequest, CarrierEvent)>, String> {
        let mut seen = Vec::new();
        loop {
            let webhook = self
                .network
                .next_webhook()
                .await
                .ok_or("the webhooks ended too early")?;
            let events = self
                .carrier
                .parse_webhook(&webhook)
                .map_err(|error| error.to_string())?;
            for event in events {
                if event.call_id.as_ref() != Some(call_id) {
                    continue;
                }
                let is_last = status(&event).is_some_and(done);
                seen.push((webhook.clone(), event));
                if is_last {
                    return Ok(seen);
                }
            }
        }
    }
}

/// The status that an event reports, if it reports one.
pub(super) fn status(event: &CarrierEvent) -> Option<&LegStatus> {
    match &event.event {
        Some(outdial_domain::call::Event::Progress(progress)) => Some(&progress.status),
        _ => None,
    }
}

/// Complains unless `holds`.
pub(super) fn ensure(holds: bool, complaint: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(complaint()) }
}

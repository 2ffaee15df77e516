//! A calendar that does what a test says.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use outdial_domain::Timestamp;
use outdial_domain::booking::Span;
use outdial_integrations::calendar::{Calendar, CalendarError, NewAppointment, Placed};

use crate::world::START;

/// The starts of the only times that are free: in three days, on whole minutes.
pub const SLOT_STARTS: [Timestamp; 2] = [
    Timestamp(START.0 + 259_220_000_000),
    Timestamp(START.0 + 262_820_000_000),
];
const MEETING_S: i64 = 1_800;

#[derive(Default)]
pub struct FakeCalendar {
    script: Mutex<Script>,
    /// How long it takes to book.
    delay: Duration,
}

#[derive(Default)]
struct Script {
    placed: Vec<NewAppointment>,
    moved: Vec<(String, Timestamp)>,
    cancelled: Vec<String>,
    failure: Option<CalendarError>,
}

impl FakeCalendar {
    pub fn slow(delay: Duration) -> Self {
        Self {
            delay,
            ..Self::default()
        }
    }

    pub fn fail(&self, why: CalendarError) {
        self.script().failure = Some(why);
    }

    pub fn works(&self) {
        self.script().failure = None;
    }

    pub fn placed(&self) -> Vec<NewAppointment> {
        self.script().placed.clone()
    }

    pub fn moved(&self) -> Vec<(String, Timestamp)> {
        self.script().moved.clone()
    }

    pub fn cancelled(&self) -> Vec<String> {
        self.script().cancelled.clone()
    }

    fn script(&self) -> MutexGuard<'_, Script> {
        self.script.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn fails(&self) -> Result<(), CalendarError> {
        self.script().failure.clone().map_or(Ok(()), Err)
    }
}

fn uid(appointment: &NewAppointment) -> String {
    format!("uid-of-{}", appointment.reference)
}

#[async_trait]
impl Calendar for FakeCalendar {
    fn kind(&self) -> &'static str {
        "calcom"
    }

    fn event_type(&self) -> &str {
        "intro"
    }

    async fn free(&self, wanted: Span, limit: usize) -> Result<Vec<Span>, CalendarError> {
        self.fails()?;
        let free = SLOT_STARTS.map(|start| Span {
            start,
            end: start.plus_seconds(MEETING_S),
        });
        let wanted = free
            .into_iter()
            .filter(|slot| wanted.start <= slot.start && slot.start < wanted.end);
        Ok(wanted.take(limit).collect())
    }

    async fn place(&self, appointment: &NewAppointment) -> Result<Placed, CalendarError> {
        tokio::time::sleep(self.delay).await;
        if let Err(why) = self.fails() {
            // Who says nothing may have done it.
            if matches!(why, CalendarError::Uncertain(_)) {
                self.script().placed.push(appointment.clone());
            }
            return Err(why);
        }
        self.script().placed.push(appointment.clone());
        Ok(Placed {
            uid: uid(appointment),
            when: appointment.when,
        })
    }

    async fn look_up(&self, appointment: &NewAppointment) -> Result<Option<Placed>, CalendarError> {
        self.fails()?;
        let is_there = self
            .script()
            .placed
            .iter()
            .any(|placed| placed.reference == appointment.reference);
        Ok(is_there.then(|| Placed {
            uid: uid(appointment),
            when: appointment.when,
        }))
    }

    async fn standing(&self, _: &str) -> Result<Option<Placed>, CalendarError> {
        Ok(None)
    }

    async fn reschedule(&self, uid: &str, to: Span, _: &str) -> Result<Placed, CalendarError> {
        self.fails()?;
        self.script().moved.push((uid.to_owned(), to.start));
        Ok(Placed {
            uid: uid.to_owned(),
            when: to,
        })
    }

    async fn cancel(&self, uid: &str, _: &str) -> Result<(), CalendarError> {
        self.fails()?;
        self.script().cancelled.push(uid.to_owned());
        Ok(())
    }

    async fn check(&self) -> Result<String, CalendarError> {
        Ok("It does what the test says.".to_owned())
    }
}

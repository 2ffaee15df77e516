//! The calendar that is there without any account: working hours, and the appointments that we keep ourselves.

use async_trait::async_trait;
use outdial_domain::Timestamp;
use outdial_domain::booking::{BookingSettings, Span, free_slots};

use super::{Calendar, CalendarError, NewAppointment, Placed};

/// Who knows the time and the appointments that stand.
#[async_trait]
pub trait Diary: Send + Sync {
    /// The present.
    fn now(&self) -> Timestamp;

    /// What is taken between two times.
    async fn taken(&self, between: Span) -> Result<Vec<Span>, String>;
}

/// The calendar that is there without any account. What it takes is what the diary says: that an appointment is made
/// only once is for whoever writes the diary to see to.
pub struct BuiltIn<D> {
    settings: BookingSettings,
    diary: D,
}

impl<D: Diary> BuiltIn<D> {
    /// A calendar with these hours over this diary.
    pub fn new(settings: BookingSettings, diary: D) -> Self {
        Self { settings, diary }
    }
}

#[async_trait]
impl<D: Diary> Calendar for BuiltIn<D> {
    fn kind(&self) -> &'static str {
        "built_in"
    }

    fn event_type(&self) -> &'static str {
        "built_in"
    }

    async fn free(&self, wanted: Span, limit: usize) -> Result<Vec<Span>, CalendarError> {
        // Of the days at the edges everything counts, for the most that one day takes.
        let around = Span {
            start: wanted.start.plus_seconds(-TWO_DAYS),
            end: wanted.end.plus_seconds(TWO_DAYS),
        };
        let taken = self
            .diary
            .taken(around)
            .await
            .map_err(CalendarError::Unavailable)?;
        Ok(free_slots(
            &self.settings,
            &taken,
            self.diary.now(),
            wanted,
            limit,
        ))
    }

    async fn place(&self, appointment: &NewAppointment) -> Result<Placed, CalendarError> {
        Ok(Placed {
            uid: appointment.reference.clone(),
            when: appointment.when,
        })
    }

    async fn look_up(&self, appointment: &NewAppointment) -> Result<Option<Placed>, CalendarError> {
        self.place(appointment).await.map(Some)
    }

    async fn standing(&self, _uid: &str) -> Result<Option<Placed>, CalendarError> {
        // Nobody but us changes it.
        Err(CalendarError::Refused(
            "the built-in calendar knows no more than is stored".to_owned(),
        ))
    }

    async fn reschedule(&self, uid: &str, to: Span, _reason: &str) -> Result<Placed, CalendarError> {
        Ok(Placed {
            uid: uid.to_owned(),
            when: to,
        })
    }

    async fn cancel(&self, _uid: &str, _reason: &str) -> Result<(), CalendarError> {
        Ok(())
    }

    async fn check(&self) -> Result<String, CalendarError> {
        Ok("The built-in calendar needs no account.".to_owned())
    }
}

const TWO_DAYS: i64 = 2 * 24 * 60 * 60;

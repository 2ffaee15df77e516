//! Asks Cal.com.

use std::time::Duration;

use async_trait::async_trait;
use outdial_domain::booking::Span;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::config::CalComConfig;
use super::failures::{Effect, failure, no_answer};
use super::wire::{Booking, Cancel, CreateBooking, Envelope, Reschedule, Slots};
use crate::calendar::{Calendar, CalendarError, NewAppointment, Placed};
use crate::exchange::{Answer, exchange};

/// A calendar at Cal.com.
pub struct CalCom {
    config: CalComConfig,
    client: reqwest::Client,
}

impl CalCom {
    /// A calendar that is reached through the process's HTTP client.
    #[must_use]
    pub fn new(config: CalComConfig, client: reqwest::Client) -> Self {
        Self { config, client }
    }

    async fn read(
        &self,
        path: &str,
        version: &str,
        query: &[(&str, String)],
    ) -> Result<Answer, CalendarError> {
        let mut url = url::Url::parse(&self.config.url(path))
            .map_err(|why| CalendarError::Refused(format!("the address of Cal.com is none: {why}")))?;
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        let request = self
            .client
            .get(url)
            .bearer_auth(&self.config.api_key)
            .header(VERSION, version);
        exchange(request, TIME_LIMIT)
            .await
            .map_err(|why| no_answer(why, Effect::Reads))
    }

    async fn write(&self, path: &str, body: &impl Serialize) -> Result<Answer, CalendarError> {
        let request = self
            .client
            .post(self.config.url(path))
            .bearer_auth(&self.config.api_key)
            .header(VERSION, BOOKINGS)
            .json(body);
        exchange(request, TIME_LIMIT)
            .await
            .map_err(|why| no_answer(why, Effect::Writes))
    }

    async fn placed_by(&self, path: &str, body: &impl Serialize) -> Result<Placed, CalendarError> {
        let answer = self.write(path, body).await?;
        if !answer.is_good() {
            return Err(failure(&answer, Effect::Writes));
        }
        // It was done, whatever the answer looks like.
        let booking: Envelope<Booking> =
            parse(&answer).map_err(|why| CalendarError::Uncertain(why.to_string()))?;
        Ok(booking.data.placed())
    }
}

#[async_trait]
impl Calendar for CalCom {
    fn kind(&self) -> &'static str {
        "calcom"
    }

    fn event_type(&self) -> &str {
        &self.config.event_type
    }

    async fn free(&self, wanted: Span, limit: usize) -> Result<Vec<Span>, CalendarError> {
        let query = [
            ("eventTypeId", self.config.event_type_id.to_string()),
            ("start", wanted.start.to_string()),
            ("end", wanted.end.to_string()),
            ("timeZone", "UTC".to_owned()),
            ("format", "range".to_owned()),
        ];
        let answer = self.read("/v2/slots", SLOTS, &query).await?;
        if !answer.is_good() {
            return Err(failure(&answer, Effect::Reads));
        }
        let slots: Envelope<Slots> = parse(&answer)?;
        let mut free: Vec<_> = slots
            .data
            .into_values()
            .flatten()
            .map(|slot| Span {
                start: slot.start.0,
                end: slot.end.0,
            })
            // It answers in whole days.
            .filter(|slot| slot.start >= wanted.start && slot.start < wanted.end)
            .collect();
        free.sort_unstable();
        free.dedup();
        free.truncate(limit);
        Ok(free)
    }

    async fn place(&self, appointment: &NewAppointment) -> Result<Placed, CalendarError> {
        let body = CreateBooking::of(appointment, self.config.event_type_id);
        self.placed_by("/v2/bookings", &body).await
    }

    async fn look_up(&self, appointment: &NewAppointment) -> Result<Option<Placed>, CalendarError> {
        let mut query = vec![
            ("eventTypeId", self.config.event_type_id.to_string()),
            (
                "afterStart",
                appointment.when.start.plus_seconds(-MARGIN_SECONDS).to_string(),
            ),
            (
                "beforeEnd",
                appointment.when.end.plus_seconds(MARGIN_SECONDS).to_string(),
            ),
            ("take", LOOK_UP_MAX.to_string()),
        ];
        if let Some(email) = &appointment.email {
            query.push(("attendeeEmail", email.clone()));
        }
        let answer = self.read("/v2/bookings", BOOKINGS, &query).await?;
        if !answer.is_good() {
            return Err(failure(&answer, Effect::Reads));
        }
        let bookings: Envelope<Vec<Booking>> = parse(&answer)?;
        let found = bookings
            .data
            .into_iter()
            .find(|booking| booking.stands() && booking.is(appointment));
        Ok(found.map(Booking::placed))
    }

    async fn standing(&self, uid: &str) -> Result<Option<Placed>, CalendarError> {
        let answer = self.read(&at(uid, ""), BOOKINGS, &[]).await?;
        if answer.status == 404 {
            return Ok(None);
        }
        if !answer.is_good() {
            return Err(failure(&answer, Effect::Reads));
        }
        let booking: Envelope<Booking> = parse(&answer)?;
        Ok(Some(booking.data).filter(Booking::stands).map(Booking::placed))
    }

    async fn reschedule(&self, uid: &str, to: Span, reason: &str) -> Result<Placed, CalendarError> {
        let body = Reschedule {
            start: to.start.to_string(),
            reason,
        };
        self.placed_by(&at(uid, "/reschedule"), &body).await
    }

    async fn cancel(&self, uid: &str, reason: &str) -> Result<(), CalendarError> {
        let answer = self.write(&at(uid, "/cancel"), &Cancel { reason }).await?;
        if answer.is_good() {
            return Ok(());
        }
        // Called off before, by somebody or by an earlier try.
        if answer.status == 404 || (answer.status == 400 && self.standing(uid).await?.is_none()) {
            return Ok(());
        }
        Err(failure(&answer, Effect::Writes))
    }

    async fn check(&self) -> Result<String, CalendarError> {
        let answer = self.read("/v2/me", "", &[]).await?;
        if !answer.is_good() {
            return Err(failure(&answer, Effect::Reads));
        }
        Ok("Cal.com accepts the key.".to_owned())
    }
}

fn at(uid: &str, action: &str) -> String {
    format!(
        "/v2/bookings/{}{action}",
        utf8_percent_encode(uid, NON_ALPHANUMERIC)
    )
}

fn parse<T: DeserializeOwned>(answer: &Answer) -> Result<T, CalendarError> {
    // Where, but not what: the error's own words can quote a person's data.
    serde_json::from_slice(&answer.body).map_err(|why| {
        CalendarError::Unavailable(format!(
            "Cal.com's answer is malformed at line {} column {}",
            why.line(),
            why.column()
        ))
    })
}

/// Without the right version of its family an endpoint behaves as it did years ago.
const VERSION: &str = "cal-api-version";
const BOOKINGS: &str = "2024-08-13";
const SLOTS: &str = "2024-09-04";
/// A caller waits for the answer.
const TIME_LIMIT: Duration = Duration::from_secs(10);
const MARGIN_SECONDS: i64 = 60;
const LOOK_UP_MAX: u32 = 100;

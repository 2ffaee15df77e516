//! Which times are offered: only those can be booked.

use jiff::tz::TimeZone;
use outdial_domain::Timestamp;
use outdial_domain::booking::{Span, spoken};
use outdial_domain::ids::WorkspaceId;
use outdial_integrations::calendar::CalendarError;

use super::BookError;
use crate::engine::Engine;

/// Which times are asked for.
#[derive(Debug, Clone)]
pub struct SlotWish {
    /// From here on.
    pub from: Timestamp,
    /// Beginning before.
    pub to: Timestamp,
    /// The zone of whoever is asked to choose.
    pub zone: TimeZone,
    /// At most so many.
    pub limit: usize,
}

/// A time that can be booked for a while.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferedSlot {
    /// Books it.
    pub token: String,
    /// When it begins.
    pub start: Timestamp,
    /// When it ends.
    pub end: Timestamp,
    /// How it is said, in the zone that was asked for.
    pub spoken: String,
}

impl Engine {
    /// The first free times of a workspace's calendar. Each can be booked for two hours, unless somebody else is first.
    ///
    /// # Errors
    /// When the calendar cannot be reached or refuses.
    pub async fn free_slots(
        &self,
        workspace: &WorkspaceId,
        wish: SlotWish,
    ) -> Result<Vec<OfferedSlot>, BookError> {
        let config = self.inner.services.config().ok_or(BookError::NotSetUp)?;
        let now = self.now();
        let wanted = Span {
            start: wish.from.max(now),
            end: wish.to.min(now.plus_seconds(FURTHEST_S)),
        };
        if wanted.start >= wanted.end || wish.limit == 0 {
            return Ok(Vec::new());
        }
        let calendar = self.inner.calendar(workspace).await?;
        let found = calendar
            .free(wanted, wish.limit.min(OFFERS_MAX))
            .await
            .map_err(|why| match why {
                CalendarError::Refused(why) => BookError::Refused(why),
                CalendarError::Taken => BookError::Taken,
                CalendarError::Unavailable(why) | CalendarError::Uncertain(why) => {
                    BookError::Unavailable(why)
                }
            })?;
        let expires = now.plus_seconds(HOLDS_S);
        let (event_type, slots) = (calendar.event_type().to_owned(), found.clone());
        self.inner
            .store
            .workspace(workspace.clone())
            .write(move |tx| tx.bookings().offer(&event_type, &slots, expires, now))
            .await?;
        let offers = found.into_iter().map(|slot| OfferedSlot {
            token: config
                .slot_key
                .sign(workspace, calendar.event_type(), slot, expires),
            start: slot.start,
            end: slot.end,
            spoken: spoken(slot.start, &wish.zone),
        });
        Ok(offers.collect())
    }
}

/// A caller who cannot choose within this time is offered times anew.
const HOLDS_S: i64 = 2 * 60 * 60;
/// Nobody plans further; also bounds what services are asked for.
const FURTHEST_S: i64 = 120 * 24 * 60 * 60;
const OFFERS_MAX: usize = 200;

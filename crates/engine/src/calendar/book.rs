//! Makes an appointment. Its row is written before the calendar is asked, so that a crash in between leaves a doubt that
//! is looked into, and never an appointment that nobody knows of.

use std::sync::Arc;

use jiff::tz::TimeZone;
use outdial_domain::booking::{BookingState, Span, read_moment};
use outdial_domain::ids::{BookingId, CallId, LeadId, WorkspaceId};
use outdial_domain::mail::MailAddress;
use outdial_integrations::calendar::{Calendar, CalendarError, SlotTokenError};
use outdial_store::{BookingRow, StoreError, Tx};

use super::BookError;
use super::doubt::FIRST_LOOK_MS;
use super::record::{appointment, confirm, give_up};
use crate::engine::{Engine, Inner};

/// An appointment that somebody wants.
#[derive(Debug, Clone)]
pub struct BookingWish {
    /// The token of an offered time.
    pub token: Option<String>,
    /// Its beginning, where there is no token: it must be one that was offered.
    pub start: Option<String>,
    /// The lead it is made with.
    pub lead_id: Option<LeadId>,
    /// The call in which it is made.
    pub call_id: Option<CallId>,
    /// Whose it is; the lead's name when empty.
    pub name: String,
    /// Their mail address; the lead's when absent.
    pub email: Option<String>,
    /// Their number; the lead's when absent.
    pub phone: Option<String>,
    /// What was said about it.
    pub notes: Option<String>,
    /// Their zone: a beginning without an offset is read in it.
    pub zone: TimeZone,
}

impl Engine {
    /// Makes an appointment. The same wish twice makes one.
    ///
    /// # Errors
    /// Why it was not made. `Doubtful` says that it may have been: it is looked into.
    pub async fn book(&self, workspace: &WorkspaceId, wish: BookingWish) -> Result<BookingRow, BookError> {
        let calendar = self.inner.calendar(workspace).await?;
        let slot = self
            .chosen(
                workspace,
                calendar.as_ref(),
                wish.token.as_deref(),
                wish.start.as_deref(),
                &wish.zone,
            )
            .await?;
        let row = match self.write_down(workspace, calendar.kind(), slot, wish).await? {
            Written::New(row) => row,
            Written::Before(row) if row.state.stands() => return Ok(row),
            // An earlier try did not come to its end.
            Written::Before(row) => return resolve(&self.inner, workspace, calendar.as_ref(), row).await,
            Written::Other(row) => return Err(BookError::AlreadyBooked(Box::new(row))),
            Written::Taken => return Err(BookError::Taken),
        };
        place(&self.inner, workspace, calendar.as_ref(), row).await
    }

    /// The time that a token or a beginning stands for.
    pub(crate) async fn chosen(
        &self,
        workspace: &WorkspaceId,
        calendar: &dyn Calendar,
        token: Option<&str>,
        start: Option<&str>,
        zone: &TimeZone,
    ) -> Result<Span, BookError> {
        let config = self.inner.services.config().ok_or(BookError::NotSetUp)?;
        let now = self.now();
        if let Some(token) = token.map(str::trim).filter(|token| !token.is_empty()) {
            let slot = config
                .slot_key
                .verify(workspace, calendar.event_type(), token, now)?;
            return if slot.start > now {
                Ok(slot)
            } else {
                Err(SlotTokenError::Expired.into())
            };
        }
        let start = start
            .map(str::trim)
            .filter(|start| !start.is_empty())
            .ok_or(BookError::NoTime)?;
        let at = read_moment(start, Some(zone))?;
        let event_type = calendar.event_type().to_owned();
        let offered = self
            .inner
            .store
            .workspace(workspace.clone())
            .read(move |tx| tx.bookings().offered(&event_type, at, now))
            .await?;
        offered
            .filter(|slot| slot.start > now)
            .ok_or_else(|| SlotTokenError::NotOurs.into())
    }

    async fn write_down(
        &self,
        workspace: &WorkspaceId,
        calendar: &'static str,
        slot: Span,
        wish: BookingWish,
    ) -> Result<Written, BookError> {
        let email = match wish
            .email
            .as_deref()
            .map(str::trim)
            .filter(|email| !email.is_empty())
        {
            Some(text) => {
                let address: MailAddress = text.parse().map_err(|_| BookError::BadEmail)?;
                Some(address.as_str().to_owned())
            }
            None => None,
        };
        let now = self.now();
        let id = BookingId::from_bits(self.inner.ids.next(now));
        let row = BookingRow {
            id,
            lead_id: wish.lead_id,
            call_id: wish.call_id,
            name: wish.name.trim().chars().take(NAME_MAX).collect(),
            email,
            phone: wish.phone.filter(|phone| !phone.trim().is_empty()),
            when: slot,
            zone: wish.zone.iana_name().unwrap_or("Etc/UTC").to_owned(),
            state: BookingState::Doubtful,
            calendar: calendar.to_owned(),
            uid: None,
            notes: wish
                .notes
                .map(|notes| notes.trim().chars().take(NOTES_MAX).collect::<String>())
                .filter(|notes| !notes.is_empty()),
            sequence: 0,
            tries: 0,
            next_at: Some(now.plus_ms(FIRST_LOOK_MS)),
            last_error: None,
            created_at: now,
            updated_at: now,
            revision: 1,
        };
        let written = self
            .inner
            .store
            .workspace(workspace.clone())
            .write(move |tx| insert(tx, row))
            .await?;
        match written {
            Some(written) => Ok(written),
            None => Err(BookError::NoName),
        }
    }
}

enum Written {
    New(BookingRow),
    /// The same appointment, from an earlier try.
    Before(BookingRow),
    /// Another one, from the same call.
    Other(BookingRow),
    Taken,
}

/// `None` when nobody says whose it is.
fn insert(tx: &mut Tx<'_>, mut row: BookingRow) -> Result<Option<Written>, StoreError> {
    if let Some(id) = &row.lead_id
        && let Some(lead) = tx.leads().get(id)?
    {
        if row.name.is_empty() {
            row.name = lead.contact_name.or(lead.company_name).unwrap_or_default();
        }
        // What the list says is no better than what it says.
        let known = lead.email.and_then(|text| text.parse::<MailAddress>().ok());
        row.email = row
            .email
            .or_else(|| known.map(|address| address.as_str().to_owned()));
        row.phone = row.phone.or_else(|| Some(lead.phone.e164().to_owned()));
    }
    if let Some(call) = &row.call_id {
        let made = tx.bookings().of_call(call)?;
        let standing = made
            .into_iter()
            .find(|made| made.state != BookingState::Cancelled);
        if let Some(made) = standing {
            return Ok(Some(if made.when.start == row.when.start {
                Written::Before(made)
            } else {
                Written::Other(made)
            }));
        }
    }
    if row.name.is_empty() {
        return Ok(None);
    }
    Ok(Some(if tx.bookings().insert(&row)? {
        Written::New(row)
    } else {
        Written::Taken
    }))
}

/// Asks the calendar for an appointment that is written down, once.
pub(super) async fn place(
    inner: &Arc<Inner>,
    workspace: &WorkspaceId,
    calendar: &dyn Calendar,
    row: BookingRow,
) -> Result<BookingRow, BookError> {
    match calendar.place(&appointment(&row)).await {
        Ok(placed) => Ok(confirm(inner, workspace, row, placed).await?),
        Err(CalendarError::Uncertain(why)) => {
            tracing::warn!(booking.id = %row.id, error = %why, "a calendar did not say whether it took an appointment");
            resolve(inner, workspace, calendar, row).await
        }
        Err(why) => {
            let error = BookError::of(why.clone(), &row.id);
            give_up(inner, workspace, row, &why.to_string()).await?;
            Err(error)
        }
    }
}

/// Looks a doubtful appointment up before anything else is done about it. One that is not there is left to the loop,
/// which asks once more: an answer may be on its way still.
async fn resolve(
    inner: &Arc<Inner>,
    workspace: &WorkspaceId,
    calendar: &dyn Calendar,
    row: BookingRow,
) -> Result<BookingRow, BookError> {
    match calendar.look_up(&appointment(&row)).await {
        Ok(Some(placed)) => Ok(confirm(inner, workspace, row, placed).await?),
        Ok(None) | Err(_) => {
            inner
                .doubts_due
                .set_if_earlier(inner.clock.now().plus_ms(FIRST_LOOK_MS));
            Err(BookError::Doubtful(row.id))
        }
    }
}

const NAME_MAX: usize = 200;
const NOTES_MAX: usize = 500;

//! What a calendar tells of an appointment: people move and call off appointments there, too.

use outdial_domain::booking::BookingState;
use outdial_domain::ids::WorkspaceId;
use outdial_integrations::calendar::{CalendarNews, CalendarTrigger};
use outdial_store::StoreError;

use super::record::{shown, stored};
use crate::engine::Engine;
use crate::hooks::HookEvent;
use crate::mailing::appointment_made;

impl Engine {
    /// Takes in what a calendar tells; `false` when it was told before, or is about nobody's appointment.
    ///
    /// # Errors
    /// When the store fails; then it is to be told again.
    pub async fn calendar_news(
        &self,
        workspace: &WorkspaceId,
        news: CalendarNews,
    ) -> Result<bool, StoreError> {
        let inner = self.inner.clone();
        let now = self.now();
        let changed = self
            .inner
            .store
            .workspace(workspace.clone())
            .write(move |tx| {
                let found = match tx.bookings().by_uid(&news.uid)? {
                    Some(row) => Some(row),
                    None => match &news.previous_uid {
                        Some(uid) => tx.bookings().by_uid(uid)?,
                        None => None,
                    },
                };
                let Some(mut row) = found else {
                    return Ok(None);
                };
                if !tx.mails().see_message("calendar", &news.dedupe, now)? {
                    return Ok(None);
                }
                match news.trigger {
                    CalendarTrigger::Created | CalendarTrigger::Other => return Ok(None),
                    CalendarTrigger::Rescheduled => {
                        let Some(when) = news.when else { return Ok(None) };
                        row.uid = Some(news.uid);
                        let is_known = row.when == when && row.state.stands();
                        row.when = when;
                        row.state = BookingState::Rescheduled;
                        if is_known {
                            tx.bookings().update(&mut row)?;
                            return Ok(Some(row));
                        }
                        row.sequence += 1;
                        stored(tx, &inner, &mut row, HookEvent::BookingRescheduled)?;
                        appointment_made(tx, &inner.surroundings(), &row)?;
                    }
                    CalendarTrigger::Cancelled => {
                        // A booking that was moved is called off under its old uid.
                        if row.state == BookingState::Cancelled || row.uid.as_ref() != Some(&news.uid) {
                            return Ok(None);
                        }
                        row.state = BookingState::Cancelled;
                        row.sequence += 1;
                        stored(tx, &inner, &mut row, HookEvent::BookingCancelled)?;
                    }
                }
                Ok(Some(row))
            })
            .await?;
        if let Some(row) = &changed {
            shown(&self.inner, workspace, row);
        }
        Ok(changed.is_some())
    }
}

//! What the fields of a mail stand for.

use jiff::tz::TimeZone;
use outdial_domain::booking::{BookingSettings, written};
use outdial_domain::ids::{LeadId, WorkspaceId};
use outdial_domain::mail::{FieldValues, MailField, MailKind, MailTemplate, Rendered, TemplateProblem};
use outdial_store::{BookingRow, LeadRow, StoreError, Tx};

use super::sample;
use crate::engine::Engine;
use crate::services::ServiceDesk;

/// A mail as it would be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// What it would say.
    pub words: Rendered,
    /// What of it cannot be used.
    pub problems: Vec<TemplateProblem>,
}

impl Engine {
    /// What a mail would say to a lead, or to somebody made up; `None` when there is no such lead.
    ///
    /// # Errors
    /// What the store said.
    pub async fn preview_mail(
        &self,
        workspace: &WorkspaceId,
        kind: MailKind,
        template: MailTemplate,
        lead: Option<LeadId>,
    ) -> Result<Option<Preview>, StoreError> {
        let (inner, now) = (self.inner.clone(), self.now());
        let values = self
            .inner
            .store
            .workspace(workspace.clone())
            .read(move |tx| {
                let settings = booking_settings(tx)?;
                let (row, booking) = match &lead {
                    Some(id) => {
                        let Some(row) = tx.leads().get(id)? else {
                            return Ok(None);
                        };
                        (Some(row), tx.bookings().next_of_lead(id, now)?)
                    }
                    None => (None, None),
                };
                let mut found = values(tx, &inner.services, &settings, row.as_ref(), booking.as_ref());
                let nobody = row.is_none();
                for (field, text) in SAMPLES {
                    // Without a lead the words of courtesy would hide what the fields are for.
                    let is_courtesy = matches!(field, MailField::ContactName | MailField::FirstName);
                    if (nobody && is_courtesy) || found.get(&field).is_none_or(String::is_empty) {
                        found.insert(field, text.to_owned());
                    }
                }
                Ok(Some(found))
            })
            .await?;
        Ok(values.map(|values| Preview {
            words: template.render(&values),
            problems: template.problems(kind),
        }))
    }
}

/// When appointments can be made.
pub(crate) fn booking_settings(tx: &mut Tx<'_>) -> Result<BookingSettings, StoreError> {
    let chosen = tx.bookings().settings()?;
    Ok(chosen.map_or_else(|| BookingSettings::usual(USUAL_ZONE), |row| row.settings))
}

pub(super) fn values(
    tx: &mut Tx<'_>,
    desk: &ServiceDesk,
    settings: &BookingSettings,
    lead: Option<&LeadRow>,
    booking: Option<&BookingRow>,
) -> FieldValues {
    let mut values = FieldValues::new();
    let name = booking
        .map(|booking| booking.name.as_str())
        .or_else(|| lead.and_then(|lead| lead.contact_name.as_deref()))
        .map(str::trim)
        .filter(|name| !name.is_empty());
    let first = name.and_then(|name| name.split_whitespace().next());
    values.insert(MailField::ContactName, name.unwrap_or("there").to_owned());
    values.insert(MailField::FirstName, first.unwrap_or("there").to_owned());
    if let Some(lead) = lead {
        let company = lead.company_name.clone().unwrap_or_default();
        values.insert(MailField::CompanyName, company);
        values.insert(MailField::Phone, lead.phone.international());
    }
    if let Some(from) = desk.of(tx.workspace()).from {
        let name = from.name.unwrap_or_else(|| from.address.as_str().to_owned());
        values.insert(MailField::SenderName, name);
    }
    values.insert(MailField::AppointmentTitle, settings.title.clone());
    let place = settings.location.clone().unwrap_or_default();
    values.insert(MailField::AppointmentLocation, place);
    if let Some(booking) = booking {
        let zone = TimeZone::get(&booking.zone).unwrap_or(TimeZone::UTC);
        values.insert(MailField::AppointmentTime, written(booking.when.start, &zone));
        let minutes = booking.when.end.ms_since(booking.when.start) / 60_000;
        values.insert(MailField::AppointmentMinutes, minutes.to_string());
    }
    values
}

/// What a preview shows where nothing is known.
const SAMPLES: [(MailField, &str); 10] = [
    (MailField::ContactName, sample::NAME),
    (MailField::FirstName, sample::FIRST_NAME),
    (MailField::CompanyName, sample::COMPANY),
    (MailField::Phone, sample::PHONE_WRITTEN),
    (MailField::SenderName, "Your company"),
    (
        MailField::AppointmentTime,
        "Monday, November 23, 2026, 12:00 PM (EST)",
    ),
    (MailField::AppointmentMinutes, "30"),
    (MailField::AgentSubject, "What our service costs"),
    (
        MailField::AgentMessage,
        "One seat costs 20 dollars a month.\nThe first month is free.",
    ),
    (MailField::UnsubscribeUrl, "https://example.com/unsubscribe/…"),
];
const USUAL_ZONE: &str = "America/New_York";

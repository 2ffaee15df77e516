//! Writes mails, in the transactions of what they follow.

use outdial_domain::Timestamp;
use outdial_domain::booking::{Invite, InviteMethod};
use outdial_domain::ids::{CallId, LeadId, MailId};
use outdial_domain::leads::LeadResult;
use outdial_domain::mail::{
    MailAddress, MailField, MailKind, MailRule, MailTemplate, Occasion, default_template, mail_after,
};
use outdial_store::{BookingRow, CallRow, LeadRow, MailInvite, MailRow, MailState, StoreError, Tx};

use super::values::{booking_settings, values};
use crate::receive::Surroundings;

/// What came of a call is known: writes the mail that its rule asks for, once for each lead and rule.
pub(crate) fn outcome_known(
    tx: &mut Tx<'_>,
    around: &Surroundings<'_>,
    lead: &LeadId,
    call: &CallRow,
    result: LeadResult,
    last_attempt: bool,
) -> Result<(), StoreError> {
    let (Some(kind), Some(lead)) = (mail_after(result, last_attempt), tx.leads().get(lead)?) else {
        return Ok(());
    };
    // Whoever wants no calls wants no letters about them.
    for phone in lead.phones() {
        if tx.dnc().contains(phone)? {
            return Ok(());
        }
    }
    let Some(address) = lead.email.as_deref().and_then(|text| text.parse().ok()) else {
        return Ok(());
    };
    let letter = Letter {
        kind,
        once_key: format!("{kind}/{}", lead.id),
        address,
        lead: Some(&lead),
        call: Some(&call.id),
        booking: None,
        occasion: Occasion::Now(around.now),
    };
    write(tx, around, letter)
}

/// An appointment was made or moved: writes its confirmation and its reminder, and calls off those of another time.
pub(crate) fn appointment_made(
    tx: &mut Tx<'_>,
    around: &Surroundings<'_>,
    booking: &BookingRow,
) -> Result<(), StoreError> {
    let now = around.now;
    tx.mails()
        .cancel_of_booking(&booking.id, "the appointment was moved", now)?;
    let lead = match &booking.lead_id {
        Some(id) => tx.leads().get(id)?,
        None => None,
    };
    let Some(address) = address_of(booking, lead.as_ref()) else {
        return Ok(());
    };
    let start = booking.when.start;
    for (kind, occasion) in [
        (MailKind::AppointmentConfirmation, Occasion::Now(now)),
        (
            MailKind::Reminder,
            Occasion::Ahead {
                agreed: now,
                at: start,
            },
        ),
    ] {
        let letter = Letter {
            kind,
            once_key: format!("{kind}/{}/{}", booking.id, booking.sequence),
            address: address.clone(),
            lead: lead.as_ref(),
            call: booking.call_id.as_ref(),
            booking: Some(booking),
            occasion,
        };
        write(tx, around, letter)?;
    }
    Ok(())
}

/// An appointment was called off: nothing about it is sent any more.
pub(crate) fn appointment_cancelled(
    tx: &mut Tx<'_>,
    booking: &BookingRow,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.mails()
        .cancel_of_booking(&booking.id, "the appointment was called off", now)?;
    Ok(())
}

fn address_of(booking: &BookingRow, lead: Option<&LeadRow>) -> Option<MailAddress> {
    let text = booking
        .email
        .as_deref()
        .or_else(|| lead.and_then(|lead| lead.email.as_deref()))?;
    text.parse().ok()
}

/// A mail that is to be written, if its rule says so.
struct Letter<'a> {
    kind: MailKind,
    once_key: String,
    address: MailAddress,
    lead: Option<&'a LeadRow>,
    call: Option<&'a CallId>,
    booking: Option<&'a BookingRow>,
    occasion: Occasion,
}

fn write(tx: &mut Tx<'_>, around: &Surroundings<'_>, letter: Letter<'_>) -> Result<(), StoreError> {
    let (services, now) = (around.services, around.now);
    let Some(config) = services.config() else {
        return Ok(());
    };
    let (template, rule) = words_of(tx, letter.kind)?;
    let Some(due) = rule.due(letter.occasion) else {
        return Ok(());
    };
    let settings = booking_settings(tx)?;
    let mut values = values(tx, services, &settings, letter.lead, letter.booking);
    let link = config.link_key.sign(tx.workspace(), &letter.address);
    let link = format!("{}/unsubscribe/{link}", config.base_url);
    values.insert(MailField::UnsubscribeUrl, link.clone());
    let from = services.of(tx.workspace()).from;
    let organizer = from
        .as_ref()
        .map_or("nobody@invalid.invalid", |from| from.address.as_str());
    let invite = letter
        .booking
        .filter(|_| letter.kind == MailKind::AppointmentConfirmation);
    let invite = invite.map(|booking| MailInvite {
        method: "REQUEST".to_owned(),
        ics: Invite {
            method: InviteMethod::Request,
            uid: &format!("{}@outdial", booking.id),
            sequence: booking.sequence,
            title: &settings.title,
            description: booking.notes.as_deref().unwrap_or_default(),
            location: settings.location.as_deref(),
            when: booking.when,
            written_at: now,
            organizer,
            attendee: (&booking.name, letter.address.as_str()),
        }
        .to_ics(),
    });
    let suppressed = tx.mails().suppression(&letter.address)?;
    let written = tx.mails().enqueue(&MailRow {
        id: MailId::from_bits(around.ids.next(now)),
        kind: letter.kind.as_str().to_owned(),
        once_key: letter.once_key,
        to: letter.address,
        words: template.render(&values),
        invite,
        unsubscribe_url: Some(link).filter(|_| !letter.kind.is_expected()),
        lead_id: letter.lead.map(|lead| lead.id.clone()),
        call_id: letter.call.cloned(),
        booking_id: letter.booking.map(|booking| booking.id.clone()),
        state: if suppressed.is_some() {
            MailState::Suppressed
        } else {
            MailState::Waiting
        },
        tries: 0,
        round: 0,
        next_at: Some(due).filter(|_| suppressed.is_none()),
        last_error: suppressed.map(|row| row.reason.as_str().to_owned()),
        provider_id: None,
        created_at: now,
        updated_at: now,
        sent_at: None,
    })?;
    if written {
        around.mails_due.set_if_earlier(due);
    }
    Ok(())
}

/// The words and the rule of a kind, as somebody chose them or as they come with the program.
pub(super) fn words_of(tx: &mut Tx<'_>, kind: MailKind) -> Result<(MailTemplate, MailRule), StoreError> {
    let chosen = tx.mails().template(kind)?;
    Ok(match chosen {
        Some(row) => (row.template.unwrap_or_else(|| default_template(kind)), row.rule),
        None => (default_template(kind), MailRule::usual(kind)),
    })
}

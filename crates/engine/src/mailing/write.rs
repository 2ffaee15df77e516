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
        said: Vec::new(),
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
            said: Vec::new(),
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

/// What a voice agent sends to a callee, in its own words within those of the template.
pub(crate) struct AgentLetter<'a> {
    /// The request that asks for it: the same request writes one mail.
    pub request: &'a str,
    /// The call in which it was promised.
    pub call: &'a CallRow,
    /// Whom the call is made to.
    pub lead: Option<&'a LeadRow>,
    /// Where to.
    pub address: MailAddress,
    /// What it is about; a word of courtesy when the agent gives none.
    pub subject: Option<&'a str>,
    /// What the agent wrote.
    pub message: &'a str,
}

/// Writes what a voice agent promised to send; says why nothing will be sent, in a sentence that the agent can act on.
pub(crate) fn agent_writes(
    tx: &mut Tx<'_>,
    around: &Surroundings<'_>,
    promised: &AgentLetter<'_>,
) -> Result<Result<(), &'static str>, StoreError> {
    let services = around.services.of(tx.workspace());
    if services.mailer.is_none() || services.from.is_none() || around.services.config().is_none() {
        return Ok(Err(NO_MAIL));
    }
    if !words_of(tx, MailKind::AgentMessage)?.1.on {
        return Ok(Err(NO_MAIL));
    }
    if tx.mails().suppression(&promised.address)?.is_some() {
        return Ok(Err(
            "Nothing is sent to this address: its owner wants no mail. Ask for another one.",
        ));
    }
    let letter = Letter {
        kind: MailKind::AgentMessage,
        once_key: format!(
            "{}/{}/{}",
            MailKind::AgentMessage,
            promised.call.id,
            promised.request
        ),
        address: promised.address.clone(),
        lead: promised.lead,
        call: Some(&promised.call.id),
        booking: None,
        said: vec![
            (
                MailField::AgentSubject,
                promised.subject.unwrap_or(USUAL_SUBJECT).to_owned(),
            ),
            (MailField::AgentMessage, promised.message.to_owned()),
        ],
        occasion: Occasion::Now(around.now),
    };
    write(tx, around, letter)?;
    Ok(Ok(()))
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
    /// What fields say in this mail alone.
    said: Vec<(MailField, String)>,
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
    values.extend(letter.said);
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

const NO_MAIL: &str = "No e-mail can be sent from here. Do not promise one; offer to call back.";
const USUAL_SUBJECT: &str = "What you asked for on the phone";

//! What voice agents ask of the calendar. A time is booked only when it was offered, whichever way the model names it.

use jiff::tz::TimeZone;
use outdial_domain::Timestamp;
use outdial_domain::booking::spoken;
use outdial_domain::ids::{BookingId, WorkspaceId};
use outdial_domain::voice_agent::{BookingOrder, SlotChoice, ToolOrder, written_time};
use outdial_voice::{CALLED_OFF, Offer, booked, moved, offered};

use super::perform::{Answer, Deed, Scene, TROUBLE};
use crate::calendar::{BookError, BookingWish, SlotWish};
use crate::engine::Engine;

/// Does what an order asks of the calendar.
pub(super) async fn with_calendar(
    engine: &Engine,
    workspace: &WorkspaceId,
    scene: &Scene,
    order: ToolOrder,
) -> (Answer, Deed) {
    let done = match order {
        ToolOrder::CheckAvailability { zone, from, to } => {
            let zone = zone_of_talk(scene.zone.as_deref(), zone.as_deref());
            let offers = offer(engine, workspace, from, to, zone).await;
            offers.map(|sentence| (sentence, Deed::Nothing))
        }
        ToolOrder::Book(order) => book(engine, workspace, scene, *order).await,
        ToolOrder::Reschedule { slot, zone } => reschedule(engine, workspace, scene, slot, zone).await,
        ToolOrder::Cancel { reason } => cancel(engine, workspace, scene, reason).await,
        ToolOrder::NotInterested { .. }
        | ToolOrder::Callback { .. }
        | ToolOrder::DoNotCall { .. }
        | ToolOrder::SendEmail(_)
        | ToolOrder::Transfer { .. }
        | ToolOrder::EndCall => return (Err(TROUBLE.to_owned()), Deed::Nothing),
    };
    match done {
        Ok((sentence, deed)) => (Ok(sentence), deed),
        Err(why) => {
            tracing::debug!(call.id = %scene.row.id, error = %why, "what a voice agent wished was not done");
            (Err(refusal(&why)), Deed::Nothing)
        }
    }
}

type Done = Result<(String, Deed), BookError>;

/// The free times, as the model reads them.
pub(crate) async fn offer(
    engine: &Engine,
    workspace: &WorkspaceId,
    from: Option<Timestamp>,
    to: Option<Timestamp>,
    zone: TimeZone,
) -> Result<String, BookError> {
    let now = engine.now();
    let wish = SlotWish {
        from: from.unwrap_or(now),
        to: to.unwrap_or_else(|| now.plus_seconds(AHEAD_S)),
        zone,
        limit: OFFERS,
    };
    let zone = wish.zone.iana_name().unwrap_or("UTC").to_owned();
    let slots = engine.free_slots(workspace, wish).await?;
    let starts: Vec<String> = slots.iter().map(|slot| written_time(slot.start, &zone)).collect();
    let offers: Vec<Offer<'_>> = slots
        .iter()
        .zip(&starts)
        .map(|(slot, start)| Offer {
            token: &slot.token,
            spoken: &slot.spoken,
            start,
        })
        .collect();
    Ok(offered(&offers, &zone))
}

async fn book(engine: &Engine, workspace: &WorkspaceId, scene: &Scene, order: BookingOrder) -> Done {
    let lead = scene.lead.as_ref();
    let known = |field: Option<String>| field.filter(|text| !text.trim().is_empty());
    let name = order
        .name
        .or_else(|| known(lead.and_then(|lead| lead.contact_name.clone())))
        .or_else(|| known(scene.row.name.clone()))
        .ok_or(BookError::NoName)?;
    let zone = zone_for(scene, order.zone.as_deref());
    let (token, start) = parts(order.slot);
    let wish = BookingWish {
        token,
        start,
        lead_id: scene.row.lead_id.clone(),
        call_id: Some(scene.row.id.clone()),
        name: name.clone(),
        email: order
            .email
            .or_else(|| known(lead.and_then(|lead| lead.email.clone()))),
        phone: Some(scene.row.phone.e164().to_owned()),
        notes: order.notes,
        zone: zone.clone(),
    };
    let made = engine.book(workspace, wish).await?;
    let deed = Deed::Booked {
        booking: made.id,
        quote: order.quote,
    };
    Ok((booked(&spoken(made.when.start, &zone), &name), deed))
}

async fn reschedule(
    engine: &Engine,
    workspace: &WorkspaceId,
    scene: &Scene,
    slot: SlotChoice,
    zone: Option<String>,
) -> Done {
    let booking = standing(engine, workspace, scene).await?;
    let zone = zone_for(scene, zone.as_deref());
    let (token, start) = parts(slot);
    let made = engine
        .reschedule(workspace, &booking, token.as_deref(), start.as_deref(), &zone)
        .await?;
    let sentence = moved(&spoken(made.when.start, &zone));
    let deed = Deed::Booked {
        booking: made.id,
        quote: None,
    };
    Ok((sentence, deed))
}

async fn cancel(engine: &Engine, workspace: &WorkspaceId, scene: &Scene, reason: Option<String>) -> Done {
    let booking = standing(engine, workspace, scene).await?;
    let reason = reason.unwrap_or_default();
    engine.cancel_booking(workspace, &booking, &reason).await?;
    Ok((CALLED_OFF.to_owned(), Deed::Cancelled))
}

/// The callee's appointment: the one of this talk, or an earlier one.
async fn standing(engine: &Engine, workspace: &WorkspaceId, scene: &Scene) -> Result<BookingId, BookError> {
    if let Some(booking) = &scene.deeds.booking {
        return Ok(booking.clone());
    }
    let Some(lead) = scene.row.lead_id.clone() else {
        return Err(BookError::NoSuchBooking);
    };
    let now = engine.now();
    let rows = engine.inner.store.workspace(workspace.clone());
    let found = rows
        .read(move |tx| tx.bookings().next_of_lead(&lead, now))
        .await?;
    found.map(|row| row.id).ok_or(BookError::NoSuchBooking)
}

pub(crate) fn parts(slot: SlotChoice) -> (Option<String>, Option<String>) {
    match slot {
        SlotChoice::Token(token) => (Some(token), None),
        SlotChoice::Start(start) => (None, Some(start)),
    }
}

fn zone_for(scene: &Scene, asked: Option<&str>) -> TimeZone {
    zone_of_talk(scene.zone.as_deref(), asked)
}

/// The zone that the callee named, or the one in which they are known to be.
pub(crate) fn zone_of_talk(known: Option<&str>, asked: Option<&str>) -> TimeZone {
    let name = asked.or(known);
    name.and_then(|name| TimeZone::get(name).ok())
        .unwrap_or(TimeZone::UTC)
}

/// What the model is told: what it can do about it, and nothing of what went wrong inside.
pub(crate) fn refusal(why: &BookError) -> String {
    match why {
        BookError::NotSetUp | BookError::Unavailable(_) | BookError::Store(_) => {
            tracing::warn!(error = %why, "the calendar failed a voice agent");
            TROUBLE.to_owned()
        }
        BookError::Refused(why) => {
            tracing::warn!(error = %why, "the calendar refused a voice agent");
            "The calendar does not take this appointment. Offer another time, or to call back.".to_owned()
        }
        BookError::NoSuchBooking => "This callee has no appointment. Offer to book one.".to_owned(),
        BookError::NotOffered(_)
        | BookError::BadTime(_)
        | BookError::NoTime
        | BookError::NoName
        | BookError::BadEmail
        | BookError::Taken
        | BookError::AlreadyBooked(_)
        | BookError::CalledOff
        | BookError::Doubtful(_) => why.sentence(),
    }
}

const OFFERS: usize = 6;
/// Callees who name no day are offered times of these two weeks.
const AHEAD_S: i64 = 14 * 24 * 60 * 60;

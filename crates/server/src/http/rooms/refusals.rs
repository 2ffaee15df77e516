//! Why something about a room was not done, as problems.

use outdial_domain::rules::RuleCode;
use outdial_engine::{JoinRefusal, OpenRefusal, OrderRefusal};
use outdial_media::live::JoinError;
use outdial_media::room::RoomError;

use crate::http::problem::{Problem, ProblemCode};

/// Why a room was not opened.
#[must_use]
pub fn explain_open(why: OpenRefusal) -> Problem {
    match why {
        OpenRefusal::Rule(refusal) => {
            let code = if refusal.code == RuleCode::OutsideWindow {
                ProblemCode::RoomOutsideWindow
            } else {
                ProblemCode::CallRefused
            };
            Problem::new(code).detail(refusal.message.clone()).field(
                "to",
                refusal.code.as_str(),
                refusal.message.clone(),
            )
        }
        OpenRefusal::LeadHeld(held) => {
            Problem::new(ProblemCode::LeadHeld).detail(format!("{} is calling this lead.", held.name))
        }
        OpenRefusal::NoSuchLead => ProblemCode::LeadNotFound.into(),
        OpenRefusal::Nobody => Problem::invalid_field("to", "Give a lead or a number."),
        OpenRefusal::AlreadyInOne(room) => Problem::new(ProblemCode::RoomAlreadyInOne).field(
            "room_id",
            "room.already_in_one",
            room.to_string(),
        ),
        OpenRefusal::OnSeat(seat) => {
            Problem::new(ProblemCode::SeatNotPaused).field("seat_id", "seat.not_paused", seat.to_string())
        }
        OpenRefusal::NoAudio => ProblemCode::RoomNoAudio.into(),
        OpenRefusal::Audio(why) => Problem::internal(&why),
        OpenRefusal::Store(why) => why.into(),
    }
}

/// Why a browser was not let in.
#[must_use]
pub fn explain_join(why: JoinRefusal) -> Problem {
    match why {
        JoinRefusal::NoSuchRoom => ProblemCode::RoomNotFound.into(),
        JoinRefusal::Ended | JoinRefusal::Audio(JoinError::Closed) => ProblemCode::RoomEnded.into(),
        JoinRefusal::SeatTaken | JoinRefusal::Audio(JoinError::OtherKind) => {
            ProblemCode::RoomSeatTaken.into()
        }
        JoinRefusal::Audio(JoinError::Offer(why)) => {
            let sentence = why.to_string();
            Problem::new(ProblemCode::RoomOffer)
                .detail(sentence.clone())
                .field("sdp_offer", "room.offer", sentence)
        }
        JoinRefusal::OfferMissing => Problem::new(ProblemCode::RoomOfferMissing).field(
            "sdp_offer",
            "room.offer_missing",
            "This is needed.",
        ),
        JoinRefusal::NoDoor => ProblemCode::RoomNoAudio.into(),
        JoinRefusal::Audio(JoinError::Room(why)) => explain_audio(&why),
        JoinRefusal::Store(why) => why.into(),
    }
}

/// Why an order was not followed.
#[must_use]
pub fn explain_order(why: OrderRefusal) -> Problem {
    match why {
        OrderRefusal::NoSuchRoom => ProblemCode::RoomNotFound.into(),
        OrderRefusal::Ended => ProblemCode::RoomEnded.into(),
        OrderRefusal::NotYours => ProblemCode::RoomSeatTaken.into(),
        OrderRefusal::NotOffered(_) => ProblemCode::RoomControlAbsent.into(),
        OrderRefusal::Carrier(why) => Problem::new(ProblemCode::RoomCarrier).detail(why.to_string()),
        OrderRefusal::Audio(why) => explain_audio(&why),
        OrderRefusal::Store(why) => why.into(),
    }
}

fn explain_audio(why: &RoomError) -> Problem {
    match why {
        RoomError::NotHere => ProblemCode::RoomNotReady.into(),
        RoomError::Digits(_) | RoomError::TooManyDigits => Problem::invalid_field("digits", why.to_string()),
        RoomError::Full | RoomError::AlreadyHere | RoomError::NobodyToCoach => {
            Problem::new(ProblemCode::RoomSeatTaken).detail(why.to_string())
        }
    }
}

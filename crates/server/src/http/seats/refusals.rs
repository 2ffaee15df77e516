//! Why something about a seat was not done, as problems.

use outdial_engine::{JoinRefusal, OpenRefusal, OrderRefusal, OwnDialRefusal, SeatRefusal};

use crate::http::problem::{Problem, ProblemCode};
use crate::http::rooms::{explain_join, explain_open, explain_order};
use crate::http::sentence::sentence;

/// Why something about a seat was not done.
pub(super) fn explain(why: SeatRefusal) -> Problem {
    match why {
        SeatRefusal::NoSuchSeat => ProblemCode::SeatNotFound.into(),
        SeatRefusal::Offline => ProblemCode::SeatOffline.into(),
        SeatRefusal::NotYours => ProblemCode::SeatNotYours.into(),
        SeatRefusal::AlreadySeated(seat) => Problem::new(ProblemCode::SeatAlreadySeated).field(
            "seat_id",
            "seat.already_seated",
            seat.to_string(),
        ),
        SeatRefusal::InRoom(room) => explain_open(OpenRefusal::AlreadyInOne(room)),
        SeatRefusal::CampaignClosed => ProblemCode::SeatCampaignClosed.into(),
        SeatRefusal::SeatTaken => ProblemCode::SeatTaken.into(),
        SeatRefusal::BrowserAway => ProblemCode::SeatBrowserAway.into(),
        SeatRefusal::NotWaiting | SeatRefusal::OtherCall => ProblemCode::SeatNoCall.into(),
        SeatRefusal::DispositionMissing => Problem::new(ProblemCode::SeatDispositionMissing).field(
            "disposition",
            "seat.disposition_missing",
            "Say what came of the call.",
        ),
        SeatRefusal::PassingOn => ProblemCode::SeatTransferring.into(),
        SeatRefusal::NotPassing => ProblemCode::SeatNoTransfer.into(),
        SeatRefusal::ThirdAway => ProblemCode::SeatTransferEarly.into(),
        SeatRefusal::NotAsked => ProblemCode::SeatNotAsked.into(),
        SeatRefusal::ColleagueTaken => ProblemCode::SeatColleagueTaken.into(),
        SeatRefusal::NoPhone => ProblemCode::SeatNoPhone.into(),
        SeatRefusal::AtCarrier => ProblemCode::SeatAtCarrier.into(),
        // What a rule refuses it refuses in the words of rooms.
        SeatRefusal::Rule(refusal) => explain_open(OpenRefusal::Rule(refusal)),
        SeatRefusal::NotYet => ProblemCode::SeatNotYet.into(),
        SeatRefusal::OfferMissing => explain_join(JoinRefusal::OfferMissing),
        SeatRefusal::NoDoor => explain_join(JoinRefusal::NoDoor),
        SeatRefusal::Order(why) => explain_order(why),
        // What the audio refuses it refuses in the words of rooms.
        SeatRefusal::Join(why) => explain_join(JoinRefusal::Audio(why)),
        SeatRefusal::Audio(why) => explain_order(OrderRefusal::Audio(why)),
        SeatRefusal::Open(why) => Problem::internal(&why),
        SeatRefusal::Store(why) => why.into(),
    }
}

/// Why a call was not made for an agent.
pub(super) fn explain_own(why: OwnDialRefusal) -> Problem {
    match why {
        OwnDialRefusal::Seat(why) => explain(why),
        OwnDialRefusal::NotShown => ProblemCode::SeatNoOffer.into(),
        OwnDialRefusal::NoSuchLead => ProblemCode::LeadNotFound.into(),
        OwnDialRefusal::NoSuchNumber => Problem::invalid_field("phone", "The lead has no such number."),
        OwnDialRefusal::LeadTaken => ProblemCode::SeatLeadTaken.into(),
        OwnDialRefusal::NotByHand => ProblemCode::SeatNotByHand.into(),
        OwnDialRefusal::NotRunning | OwnDialRefusal::OutsideHours(_) | OwnDialRefusal::NoAccount => {
            Problem::new(ProblemCode::CampaignNotNow).detail(sentence(&why))
        }
        OwnDialRefusal::Rule(refusal) => explain_open(OpenRefusal::Rule(refusal)),
        OwnDialRefusal::Cap(sentence) => Problem::new(ProblemCode::CallRefused)
            .detail(sentence.clone())
            .field("to", "campaign_cap", sentence),
        OwnDialRefusal::Store(why) => why.into(),
    }
}

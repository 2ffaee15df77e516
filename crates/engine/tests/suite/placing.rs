//! Whatever becomes of an order to dial, one call is one ring.

use std::time::Duration;

use outdial_carrier::PlaceError;
use outdial_carrier::testing::PlaceAnswer;
use outdial_domain::call::{Blame, CallFailure, Outcome, Retry, State};
use outdial_domain::phone::PhoneNumber;

use crate::stand::Stand;

const NUMBER: &str = "+12122000001";

#[tokio::test(start_paused = true)]
async fn every_answer_to_an_order_leads_to_exactly_one_ring() {
    let answers = [
        PlaceAnswer::Take,
        PlaceAnswer::TakeAndLoseAnswer,
        PlaceAnswer::TakeAndHang,
        PlaceAnswer::LoseRequest,
        too_fast(None),
        too_fast(Some(7_000)),
        not_sent(),
        refused(Retry::Later),
        uncertain(),
    ];
    for answer in answers {
        check_one_ring(std::slice::from_ref(&answer)).await;
    }
}

#[tokio::test(start_paused = true)]
async fn bad_answers_in_a_row_lead_to_exactly_one_ring() {
    let bad = [PlaceAnswer::LoseRequest, too_fast(None), not_sent(), uncertain()];
    let last = [
        PlaceAnswer::Take,
        PlaceAnswer::TakeAndLoseAnswer,
        PlaceAnswer::TakeAndHang,
    ];
    for first in &bad {
        for second in &bad {
            for last in &last {
                check_one_ring(&[first.clone(), second.clone(), last.clone()]).await;
            }
        }
    }
}

async fn check_one_ring(answers: &[PlaceAnswer]) {
    let stand = Stand::new().await;
    for answer in answers {
        stand.carrier().script_place(answer.clone());
    }
    let call = stand.dial(NUMBER).await;
    let leg = stand.until_rung(&call).await;
    // Long enough for any doubt about it to be settled.
    tokio::time::sleep(Duration::from_secs(120)).await;
    let row = stand.finish(&call, &leg).await;
    assert_eq!(
        row.call.state,
        State::Ended(Outcome::Completed),
        "{answers:?}: {row:?}"
    );
    let number = PhoneNumber::from_e164(NUMBER).unwrap();
    assert_eq!(stand.carrier().times_rung(&number), 1, "{answers:?}");
}

#[tokio::test(start_paused = true)]
async fn a_final_refusal_ends_the_call_and_rings_nobody() {
    let stand = Stand::new().await;
    stand.carrier().script_place(refused(Retry::Never));
    let call = stand.dial(NUMBER).await;
    let row = stand.until_ended(&call).await;
    assert_eq!(row.call.state, State::Ended(Outcome::Failed));
    assert_eq!(row.call.facts.failure.unwrap().cause, "carrier.test");
    tokio::time::sleep(Duration::from_secs(600)).await;
    assert_eq!(stand.carrier().orders().len(), 1);
    assert!(stand.carrier().legs_of(&call).is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_call_is_dialled_only_after_the_carrier_was_searched() {
    let stand = Stand::new().await;
    stand.carrier().script_place(PlaceAnswer::LoseRequest);
    let call = stand.dial(NUMBER).await;
    stand.carrier().orders_received(1).await;
    let doubted_at = stand.clock_now();
    stand.carrier().orders_received(2).await;
    let grace_ms = outdial_engine::EngineConfig::default().reconcile_grace_ms;
    let waited_ms = stand.clock_now().ms_since(doubted_at);
    assert!(waited_ms >= grace_ms, "dialled again after {waited_ms} ms");
    let leg = stand.until_rung(&call).await;
    stand.finish(&call, &leg).await;
}

#[tokio::test(start_paused = true)]
async fn a_storm_of_refused_requests_loses_no_call_and_stays_polite() {
    let stand = Stand::new().await;
    for _ in 0..120 {
        stand.carrier().script_place(too_fast(None));
    }
    let numbers: Vec<String> = (0..20).map(|index| format!("+121220000{index:02}")).collect();
    let planned = stand.dial_on(0, &numbers).await;
    for call in &planned.calls {
        let leg = stand.until_rung(&call.id).await;
        let row = stand.finish(&call.id, &leg).await;
        assert_eq!(row.call.state, State::Ended(Outcome::Completed));
    }
    let orders = stand.carrier().orders();
    assert_eq!(orders.len(), 120 + numbers.len());
    for number in &numbers {
        let number = PhoneNumber::from_e164(number).unwrap();
        assert_eq!(stand.carrier().times_rung(&number), 1);
    }
}

fn too_fast(retry_after_ms: Option<i64>) -> PlaceAnswer {
    PlaceAnswer::Fail(PlaceError::RateLimited { retry_after_ms })
}

fn not_sent() -> PlaceAnswer {
    PlaceAnswer::Fail(PlaceError::NotSent {
        why: "no route".to_owned(),
    })
}

fn uncertain() -> PlaceAnswer {
    PlaceAnswer::Fail(PlaceError::Uncertain {
        why: "an answer without sense".to_owned(),
    })
}

fn refused(retry: Retry) -> PlaceAnswer {
    PlaceAnswer::Fail(PlaceError::Refused(CallFailure {
        blame: Blame::Carrier,
        cause: "carrier.test".to_owned(),
        code: None,
        retry,
        message: "The test refuses.".to_owned(),
    }))
}

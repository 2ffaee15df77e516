//! Commands and look-ups: repeated when that is harmless, and never for long.

use std::time::Duration;

use outdial_carrier::{CommandError, LegRef};
use outdial_domain::Timestamp;
use outdial_domain::call::{AmdVerdict, Cost, LegStatus};
use outdial_domain::instruction::Instruction;

use crate::bench::{ACCOUNT_SID, BASE_URL, NOW, account_id, call_id, carrier, say};
use crate::scripted::{Answer, SID, Scripted, call_json, lost, not_sent, twilio_error};

fn leg() -> LegRef {
    LegRef(SID.to_owned())
}

fn done() -> Answer {
    Answer::Json(200, call_json(SID, "completed"))
}

#[tokio::test]
async fn hanging_up_asks_for_the_end_in_any_state() {
    let network = Scripted::new([done()]);
    carrier(network.clone()).hang_up(&leg()).await.unwrap();
    let request = network.only_request();
    assert!(request.url.ends_with(&format!("/Calls/{SID}.json")));
    assert_eq!(request.body, "Status=completed");
}

#[tokio::test]
async fn calling_off_asks_for_the_end_of_ringing_only() {
    let network = Scripted::new([done()]);
    carrier(network.clone()).call_off(&leg()).await.unwrap();
    assert_eq!(network.only_request().body, "Status=canceled");
    let over = Scripted::new([twilio_error(400, 21_220)]);
    assert_eq!(carrier(over).call_off(&leg()).await, Ok(()));
}

#[tokio::test]
async fn hanging_up_on_a_call_that_is_over_succeeds() {
    for answer in [
        twilio_error(400, 21_220),
        twilio_error(404, 20_404),
        Answer::Json(404, String::new()),
    ] {
        assert_eq!(carrier(Scripted::new([answer])).hang_up(&leg()).await, Ok(()));
    }
    let refused = carrier(Scripted::new([twilio_error(401, 20_003)]))
        .hang_up(&leg())
        .await;
    assert!(
        matches!(refused, Err(CommandError::Rejected(failure)) if failure.cause == "carrier.auth_rejected")
    );
}

#[tokio::test(start_paused = true)]
async fn a_harmless_command_is_repeated_with_growing_waits() {
    let network = Scripted::new([lost(), Answer::Json(503, String::new()), done()]);
    carrier(network.clone()).hang_up(&leg()).await.unwrap();
    let waits = network.waits();
    assert_eq!(waits.len(), 2);
    assert!(
        waits[0] >= Duration::from_millis(125) && waits[1] >= Duration::from_millis(250),
        "{waits:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn repetition_ends_after_three_tries() {
    let network = Scripted::new([not_sent(), not_sent(), not_sent()]);
    let result = carrier(network.clone()).look_up(&leg()).await;
    assert!(matches!(result, Err(CommandError::Unavailable { .. })));
    assert_eq!(network.requests().len(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_wait_that_twilio_asks_for_is_honoured_or_handed_on() {
    let slow_down = |seconds| Answer::WithHeader(429, "{}".to_owned(), "retry-after", seconds);
    let network = Scripted::new([slow_down("2"), done()]);
    carrier(network.clone()).hang_up(&leg()).await.unwrap();
    assert_eq!(network.waits(), [Duration::from_secs(2)]);

    let network = Scripted::new([slow_down("60")]);
    let result = carrier(network).hang_up(&leg()).await;
    assert_eq!(
        result,
        Err(CommandError::RateLimited {
            retry_after_ms: Some(60_000)
        })
    );
}

#[tokio::test]
async fn directing_replaces_the_instructions() {
    let network = Scripted::new([done()]);
    let message = [say("After the beep"), Instruction::HangUp];
    carrier(network.clone())
        .direct(&call_id(), &leg(), &message)
        .await
        .unwrap();
    let body = network.only_request().body;
    let fields: Vec<(String, String)> = url::form_urlencoded::parse(&body).into_owned().collect();
    assert_eq!(fields.len(), 1);
    assert!(fields[0].1.contains("<Say>After the beep</Say>"));

    let network = Scripted::new([done()]);
    carrier(network.clone())
        .direct(&call_id(), &leg(), &[say(&"x".repeat(5_000))])
        .await
        .unwrap();
    assert!(String::from_utf8_lossy(&network.only_request().body).starts_with("Url=https"));

    let over = carrier(Scripted::new([twilio_error(400, 21_220)]))
        .direct(&call_id(), &leg(), &message)
        .await;
    assert!(matches!(over, Err(CommandError::Rejected(failure)) if failure.cause == "carrier.leg_ended"));
}

#[tokio::test]
async fn a_look_up_tells_status_times_verdict_and_price() {
    let ended = r#"{"sid":"CA1","status":"completed","to":"+14155552671","duration":"12","answered_by":"human",
        "date_created":"Sat, 21 Nov 2026 04:00:00 +0000","start_time":"Sat, 21 Nov 2026 04:00:01 +0000",
        "end_time":"Sat, 21 Nov 2026 04:00:20 +0000","price":"-0.01400","price_unit":"usd"}"#;
    let network = Scripted::new([Answer::Json(200, ended.to_owned())]);
    let found = carrier(network).look_up(&leg()).await.unwrap().unwrap();
    let created: Timestamp = "2026-11-21T04:00:00Z".parse::<jiff::Timestamp>().unwrap().into();
    assert_eq!(found.created_at, Some(created));
    assert_eq!(found.at, Some(created.plus_seconds(20)));
    assert_eq!(found.status, Some(LegStatus::Completed));
    assert_eq!(found.talk_ms, Some(12_000));
    assert_eq!(found.verdict, Some(AmdVerdict::Human));
    assert_eq!(
        found.cost,
        Some(Cost {
            micros: 14_000,
            currency: "USD".to_owned()
        })
    );
    assert_eq!(found.events(NOW).len(), 3);
}

#[tokio::test]
async fn what_twilio_does_not_say_stays_unknown() {
    let network = Scripted::new([
        Answer::Json(
            200,
            r#"{"sid":"CA1","status":"on-the-moon","price":null}"#.to_owned(),
        ),
        twilio_error(404, 20_404),
    ]);
    let carrier = carrier(network);
    let found = carrier.look_up(&leg()).await.unwrap().unwrap();
    assert_eq!((found.status, found.cost, found.created_at), (None, None, None));
    assert_eq!(carrier.look_up(&leg()).await, Ok(None));
}

#[tokio::test(start_paused = true)]
async fn directing_is_repeated_only_when_it_surely_was_not_done() {
    let message = [say("After the beep")];
    for answer in [lost(), Answer::Json(500, String::new())] {
        let network = Scripted::new([answer]);
        let result = carrier(network.clone())
            .direct(&call_id(), &leg(), &message)
            .await;
        assert!(matches!(result, Err(CommandError::Unavailable { .. })));
        network.only_request();
    }
    let network = Scripted::new([not_sent(), twilio_error(429, 20_429), done()]);
    carrier(network.clone())
        .direct(&call_id(), &leg(), &message)
        .await
        .unwrap();
    assert_eq!(network.requests().len(), 3);
}

#[tokio::test]
async fn a_leg_that_somebody_else_placed_is_taken_over_once_and_its_end_is_reported_here() {
    let network = Scripted::new([done()]);
    let stream = [Instruction::Stream {
        url: "wss://outdial.example/media/stream/1".to_owned(),
        parameters: vec![("token".to_owned(), "t".to_owned())],
    }];
    let ours = carrier(network.clone());
    let lines = ours.takes_legs().unwrap();
    assert_eq!(lines.account(), ACCOUNT_SID);
    lines.take_over(&call_id(), &leg(), &stream).await.unwrap();
    let request = network.only_request();
    assert!(request.url.ends_with(&format!("/Calls/{SID}.json")));
    let form: std::collections::BTreeMap<String, String> =
        url::form_urlencoded::parse(&request.body).into_owned().collect();
    assert_eq!(form.len(), 3, "{form:?}");
    assert!(form["Twiml"].contains("<Stream"), "{form:?}");
    let told = format!(
        "{BASE_URL}/webhooks/twilio/{}/status?call={}",
        account_id(),
        call_id()
    );
    assert!(form["StatusCallback"].starts_with(&told), "{form:?}");

    let over = carrier(Scripted::new([twilio_error(400, 21_220)]));
    let over = over
        .takes_legs()
        .unwrap()
        .take_over(&call_id(), &leg(), &stream)
        .await;
    assert!(matches!(over, Err(CommandError::Rejected(failure)) if failure.cause == "carrier.leg_ended"));
    let network = Scripted::new([lost()]);
    let unsure = carrier(network.clone());
    let unsure = unsure
        .takes_legs()
        .unwrap()
        .take_over(&call_id(), &leg(), &stream)
        .await;
    assert!(matches!(unsure, Err(CommandError::Unavailable { .. })));
    network.only_request();
}

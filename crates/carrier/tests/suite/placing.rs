//! Orders to dial: what is sent, and what its answers mean.

use outdial_carrier::http::{HttpRequest, TransportError};
use outdial_carrier::{Carrier, LegRef, PlaceError, Placed};
use outdial_domain::call::{Blame, OnMachine, Policy, Retry};
use outdial_domain::instruction::Instruction;

use crate::bench::{ACCOUNT_SID, carrier, carrier_with, config, number, order, say};
use crate::scripted::{Answer, SID, Scripted, call_json, lost, not_sent, twilio_error};

fn fields(request: &HttpRequest) -> Vec<(String, String)> {
    url::form_urlencoded::parse(&request.body).into_owned().collect()
}

fn field(request: &HttpRequest, name: &str) -> Option<String> {
    fields(request)
        .into_iter()
        .find(|(key, _)| key == name)
        .map(|(_, value)| value)
}

async fn answer_to(answer: Answer) -> Result<Placed, PlaceError> {
    let network = Scripted::new([answer]);
    let result = carrier(network.clone()).place(&order()).await;
    network.only_request();
    result
}

#[tokio::test]
async fn an_order_carries_everything_that_twilio_needs() {
    let network = Scripted::new([Answer::Json(201, call_json(SID, "queued"))]);
    let placed = carrier(network.clone()).place(&order()).await;
    assert_eq!(
        placed,
        Ok(Placed {
            leg: LegRef(SID.to_owned()),
            queue_ms: Some(1_500)
        })
    );

    let request = network.only_request();
    assert_eq!(
        request.url,
        format!("https://api.twilio.com/2010-04-01/Accounts/{ACCOUNT_SID}/Calls.json")
    );
    let callback = "https://outdial.example/webhooks/twilio/car_00000000000000000000000001/status\
                    ?call=call_0000000000000000000000003q#rc=3&rp=ct,rt,5xx";
    let expected = [
        ("To", "+14155552671"),
        ("From", "+14155550100"),
        (
            "Twiml",
            r#"<?xml version="1.0" encoding="UTF-8"?><Response><Say>Hello</Say><Hangup></Hangup></Response>"#,
        ),
        ("StatusCallback", callback),
        ("StatusCallbackMethod", "POST"),
        ("StatusCallbackEvent", "initiated"),
        ("StatusCallbackEvent", "ringing"),
        ("StatusCallbackEvent", "answered"),
        ("StatusCallbackEvent", "completed"),
        ("Timeout", "30"),
        ("TimeLimit", "600"),
    ];
    let expected: Vec<_> = expected
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into();
    assert_eq!(fields(&request), expected);
}

#[tokio::test]
async fn machine_detection_follows_what_a_machine_gets() {
    for (on_machine, mode) in [
        (OnMachine::HangUp, "Enable"),
        (OnMachine::LeaveMessage, "DetectMessageEnd"),
    ] {
        let network = Scripted::new([Answer::Json(201, call_json(SID, "queued"))]);
        let mut order = order();
        order.policy = Policy {
            detect_machines: true,
            on_machine,
            record: true,
            ..Policy::default()
        };
        carrier(network.clone()).place(&order).await.unwrap();
        let request = network.only_request();
        assert_eq!(field(&request, "MachineDetection").as_deref(), Some(mode));
        assert_eq!(field(&request, "AsyncAmd").as_deref(), Some("true"));
        assert!(
            field(&request, "AsyncAmdStatusCallback")
                .unwrap()
                .contains("/amd?call=call_")
        );
        assert_eq!(field(&request, "Record").as_deref(), Some("true"));
        assert!(
            field(&request, "RecordingStatusCallback")
                .unwrap()
                .contains("/recording?call=call_")
        );
    }
}

#[tokio::test]
async fn limits_stay_within_what_twilio_takes() {
    let network = Scripted::new([Answer::Json(201, call_json(SID, "queued"))]);
    let mut order = order();
    order.policy = Policy {
        ring_timeout_s: 9_999,
        time_limit_s: 999_999,
        ..Policy::default()
    };
    carrier(network.clone()).place(&order).await.unwrap();
    let request = network.only_request();
    assert_eq!(field(&request, "Timeout").as_deref(), Some("600"));
    assert_eq!(field(&request, "TimeLimit").as_deref(), Some("86400"));
}

#[tokio::test]
async fn instructions_too_long_to_travel_are_fetched() {
    for (length, inline) in [(3_900, true), (3_901, false), (9_000, false)] {
        let network = Scripted::new([Answer::Json(201, call_json(SID, "queued"))]);
        let frame = r#"<?xml version="1.0" encoding="UTF-8"?><Response><Say></Say></Response>"#.len();
        let text = "ä".repeat(length + 100 - frame);
        let mut order = order();
        order.instructions = vec![say(&text)];
        carrier(network.clone()).place(&order).await.unwrap();
        let request = network.only_request();
        assert_eq!(field(&request, "Twiml").is_some(), inline, "{length}");
        assert_eq!(
            field(&request, "Url").is_some_and(|url| url.contains("/voice?call=call_")),
            !inline
        );
    }
}

#[tokio::test]
async fn the_caller_id_of_the_order_wins_and_one_is_needed() {
    let network = Scripted::new([Answer::Json(201, call_json(SID, "queued"))]);
    let mut own = order();
    own.caller_id = Some(number("+14155550199"));
    carrier(network.clone()).place(&own).await.unwrap();
    assert_eq!(
        field(&network.only_request(), "From").as_deref(),
        Some("+14155550199")
    );

    let mut without = config();
    without.remove("phone_number");
    let network = Scripted::new([]);
    match carrier_with(&without, network).place(&order()).await {
        Err(PlaceError::Refused(failure)) => {
            assert_eq!(failure.cause, "carrier.caller_id_missing");
            assert_eq!(
                (failure.blame, failure.retry),
                (Blame::Config, Retry::AfterRepair)
            );
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn an_api_key_signs_in_while_the_account_stays_in_the_path() {
    let mut with_key = config();
    with_key.insert("api_key".to_owned(), "SK00000000000000000000000000000002".into());
    with_key.insert("api_secret".to_owned(), "sesame".into());
    let network = Scripted::new([Answer::Json(201, call_json(SID, "queued"))]);
    carrier_with(&with_key, network.clone())
        .place(&order())
        .await
        .unwrap();
    let request = network.only_request();
    assert!(request.url.contains(ACCOUNT_SID));
    // Base 64 of `SK00000000000000000000000000000002:sesame`.
    assert_eq!(
        request.headers["authorization"],
        "Basic U0swMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMjpzZXNhbWU="
    );
}

#[tokio::test]
async fn a_refusal_says_who_is_to_blame() {
    for (status, code, cause, blame, retry) in [
        (
            401,
            20_003,
            "carrier.auth_rejected",
            Blame::Config,
            Retry::AfterRepair,
        ),
        (
            403,
            20_008,
            "carrier.test_credentials",
            Blame::Config,
            Retry::AfterRepair,
        ),
        (
            400,
            10_004,
            "carrier.concurrency_limit",
            Blame::Config,
            Retry::Later,
        ),
        (
            400,
            21_210,
            "carrier.caller_id_not_owned",
            Blame::Config,
            Retry::AfterRepair,
        ),
        (400, 21_211, "carrier.number_invalid", Blame::Callee, Retry::Never),
        (
            400,
            21_214,
            "carrier.number_unreachable",
            Blame::Callee,
            Retry::Never,
        ),
        (
            400,
            21_215,
            "carrier.geo_permission",
            Blame::Config,
            Retry::AfterRepair,
        ),
        (
            400,
            21_216,
            "carrier.destination_blocked",
            Blame::Carrier,
            Retry::Never,
        ),
        (
            400,
            21_219,
            "carrier.trial_restricted",
            Blame::Config,
            Retry::AfterRepair,
        ),
        (
            400,
            98_765,
            "carrier.request_refused",
            Blame::Unknown,
            Retry::Never,
        ),
    ] {
        match answer_to(twilio_error(status, code)).await {
            Err(PlaceError::Refused(failure)) => {
                assert_eq!(
                    (failure.cause.as_str(), failure.blame, failure.retry),
                    (cause, blame, retry)
                );
                assert_eq!(failure.code, Some(code.to_string()));
            }
            other => panic!("{code}: {other:?}"),
        }
    }
}

#[tokio::test]
async fn only_an_order_that_surely_was_not_taken_is_called_so() {
    let slow_down = Answer::WithHeader(429, "{}".to_owned(), "retry-after", "3");
    assert_eq!(
        answer_to(slow_down).await,
        Err(PlaceError::RateLimited {
            retry_after_ms: Some(3_000)
        })
    );
    assert_eq!(
        answer_to(twilio_error(429, 20_429)).await,
        Err(PlaceError::RateLimited { retry_after_ms: None })
    );
    assert!(matches!(
        answer_to(not_sent()).await,
        Err(PlaceError::NotSent { .. })
    ));
    assert!(matches!(
        answer_to(Answer::Json(404, "<html>".to_owned())).await,
        Err(PlaceError::Refused(_))
    ));
}

#[tokio::test]
async fn whatever_may_hide_a_call_is_uncertain_and_never_repeated() {
    let broken = TransportError::Uncertain("connection reset".to_owned());
    for answer in [
        lost(),
        Answer::Error(broken),
        Answer::Json(500, "{}".to_owned()),
        Answer::Json(503, String::new()),
        Answer::Json(408, String::new()),
        Answer::Json(302, String::new()),
        Answer::Json(201, "<html>".to_owned()),
        Answer::Json(201, "{}".to_owned()),
        Answer::Json(200, r#"{"sid":null}"#.to_owned()),
    ] {
        // `answer_to` also checks that there was one request only.
        let result = answer_to(answer).await;
        assert!(matches!(result, Err(PlaceError::Uncertain { .. })), "{result:?}");
    }
}

#[tokio::test]
async fn every_instruction_can_travel_with_an_order() {
    let network = Scripted::new([Answer::Json(201, call_json(SID, "queued"))]);
    let mut order = order();
    order.instructions = vec![
        Instruction::Pause { seconds: 1 },
        Instruction::Continue {
            url: "https://outdial.example/next".to_owned(),
        },
    ];
    let carrier: &dyn Carrier = &*carrier(network.clone());
    carrier.place(&order).await.unwrap();
    let sent = field(&network.only_request(), "Twiml").unwrap();
    assert_eq!(sent, carrier.render(&order.instructions).body);
}

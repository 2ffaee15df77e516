//! What carriers report: believed when signed, stored once, and never a reason to fail.

use axum::body::Body;
use axum::http::Method;
use outdial_server::http::webhooks::REPORT_LIMIT;
use serde_json::{Value, json};

use super::floor::{Floor, JOHN, MARIA};
use super::switchboard::{Switchboard, encode, timeline};
use crate::client::Client;

/// A call that Twilio has taken.
async fn taken(floor: &Floor, client: &Client, to: &str) -> (String, String) {
    let id = floor.call(client, to).await;
    let leg = floor.leg(client, &id).await;
    (id, leg.0)
}

async fn call(client: &Client, id: &str) -> Value {
    client.get(&format!("/api/v1/calls/{id}")).await.json()["call"].clone()
}

#[tokio::test]
async fn signed_reports_carry_a_call_to_its_end() {
    let floor = Floor::new().await;
    let twilio = Switchboard::on(&floor);
    let agent = floor.agent().await;
    let (id, leg) = taken(&floor, &agent, MARIA).await;
    for (status, sequence, more, state) in [
        ("initiated", "0", vec![], "dialing"),
        ("ringing", "1", vec![], "ringing"),
        ("in-progress", "2", vec![], "connected"),
        ("completed", "3", vec![("CallDuration", "7")], "ended"),
    ] {
        let answer = twilio.report(&leg, status, sequence, &more).await;
        assert_eq!(answer.expect_status(204).text, "");
        assert_eq!(call(&agent, &id).await["state"], state, "after {status}");
    }
    let ended = call(&agent, &id).await;
    assert_eq!(
        (&ended["outcome"], &ended["talk_ms"]),
        (&json!("completed"), &json!(7_000))
    );
    let last = timeline(&agent, &id).await.pop().unwrap();
    assert_eq!(
        (&last["raw"]["CallStatus"], &last["raw"]["CallDuration"]),
        (&json!("completed"), &json!("7"))
    );
}

#[tokio::test]
async fn a_forged_report_changes_nothing() {
    let floor = Floor::new().await;
    let twilio = Switchboard::on(&floor);
    let agent = floor.agent().await;
    let (id, leg) = taken(&floor, &agent, MARIA).await;
    let (other, _) = taken(&floor, &agent, JOHN).await;
    let path = twilio.status_path(&leg);
    let form = [
        ("CallSid", leg.as_str()),
        ("CallStatus", "completed"),
        ("CallDuration", "1"),
    ];
    let good = twilio.sign(&path, &form);
    let before = (timeline(&agent, &id).await, timeline(&agent, &other).await);

    let unsigned = floor
        .test
        .stranger()
        .with_header("content-type", "application/x-www-form-urlencoded");
    let answer = unsigned
        .send(Method::POST, &path, Body::from(encode(&form)))
        .await;
    assert_eq!(answer.expect_status(403).problem(), "webhook.unsigned");
    let changed = [
        ("CallSid", leg.as_str()),
        ("CallStatus", "busy"),
        ("CallDuration", "1"),
    ];
    let elsewhere = path.replace(&id, &other);
    for (path, form, signature) in [
        (&path, &form, "AAAAAAAAAAAAAAAAAAAAAAAAAAA="),
        (&path, &form, "not base64"),
        (&path, &form, ""),
        (&path, &changed, good.as_str()),
        (&elsewhere, &form, good.as_str()),
        (&format!("{path}&x=1"), &form, good.as_str()),
    ] {
        let answer = twilio.send_signed(path, encode(form), signature).await;
        assert_eq!(answer.status, 403, "{path} {form:?} {signature}");
        assert!(answer.problem().starts_with("webhook."));
    }
    assert_eq!(
        before,
        (timeline(&agent, &id).await, timeline(&agent, &other).await)
    );
    twilio
        .send_signed(&path, encode(&form), &good)
        .await
        .expect_status(204);
}

#[tokio::test]
async fn a_report_that_is_repeated_is_stored_once() {
    let floor = Floor::new().await;
    let twilio = Switchboard::on(&floor);
    let agent = floor.agent().await;
    let (id, leg) = taken(&floor, &agent, MARIA).await;
    for _ in 0..3 {
        twilio
            .report(&leg, "in-progress", "2", &[])
            .await
            .expect_status(204);
    }
    // Late, out of order and doubled.
    for (status, sequence) in [
        ("completed", "3"),
        ("ringing", "1"),
        ("initiated", "0"),
        ("completed", "3"),
        ("ringing", "1"),
    ] {
        twilio
            .report(&leg, status, sequence, &[("CallDuration", "5")])
            .await
            .expect_status(204);
    }
    let ended = call(&agent, &id).await;
    assert_eq!(
        (&ended["state"], &ended["outcome"], &ended["talk_ms"]),
        (&json!("ended"), &json!("completed"), &json!(5_000))
    );
    let reports = timeline(&agent, &id)
        .await
        .into_iter()
        .filter(|entry| entry["kind"] == "progress");
    assert_eq!(reports.count(), 4);
}

#[tokio::test]
async fn a_report_of_a_call_that_nobody_knows_is_kept_apart() {
    let floor = Floor::new().await;
    let twilio = Switchboard::on(&floor);
    let base = format!("/webhooks/twilio/{}", twilio.account);
    let stray = format!("CA{}", "f".repeat(32));
    let unknown = format!("call_{}", "0".repeat(26));
    let form = [("CallSid", stray.as_str()), ("CallStatus", "completed")];
    for path in [
        format!("{base}/status?call={unknown}"),
        format!("{base}/status?call=nonsense"),
        format!("{base}/status"),
    ] {
        twilio.send(&path, &form).await.expect_status(204);
    }
    let new_word = [("CallSid", stray.as_str()), ("CallStatus", "levitating")];
    twilio
        .send(&format!("{base}/status?call={unknown}"), &new_word)
        .await
        .expect_status(204);
    let recording = [
        ("CallSid", stray.as_str()),
        ("RecordingSid", "RE1"),
        ("RecordingStatus", "completed"),
    ];
    twilio
        .send(&format!("{base}/recording?call={unknown}"), &recording)
        .await
        .expect_status(204);
    let kept = floor
        .test
        .app
        .workspace(&floor.test.workspace)
        .read(|tx| tx.events().unmatched(10))
        .await
        .unwrap();
    let keys: Vec<_> = kept.iter().map(|event| event.dedupe_key.clone()).collect();
    assert_eq!(
        keys,
        [
            "RE1:recording:completed".to_owned(),
            format!("{stray}:status:levitating"),
            format!("{stray}:status:completed")
        ]
    );
    // Somebody is on the line all the same: it is ended politely.
    let voice = twilio.send(&format!("{base}/voice?call={unknown}"), &form).await;
    let spoken = voice.expect_status(200).text;
    assert!(spoken.contains("<Hangup") && !spoken.contains("<Say"), "{spoken}");
}

#[tokio::test]
async fn odd_reports_are_stored_or_refused_but_never_a_fault() {
    let floor = Floor::new().await;
    let twilio = Switchboard::on(&floor);
    let agent = floor.agent().await;
    let (id, leg) = taken(&floor, &agent, MARIA).await;
    let path = twilio.status_path(&leg);
    let sid = ("CallSid", leg.as_str());
    for form in [
        vec![sid, ("CallStatus", "levitating")],
        vec![sid, ("CallStatus", "ringing"), ("SequenceNumber", "-1")],
        vec![
            sid,
            ("CallStatus", "ringing"),
            ("SequenceNumber", "99999999999999999999"),
        ],
        vec![
            sid,
            ("CallStatus", "ringing"),
            ("Timestamp", "once upon a time"),
            ("CallDuration", "NaN"),
        ],
        vec![
            sid,
            ("CallStatus", "ringing"),
            ("To", "<script>"),
            ("To", "twice"),
        ],
        vec![sid, ("CallStatus", "ringing"), ("AnsweredBy", "a ghost")],
    ] {
        twilio.send(&path, &form).await.expect_status(204);
    }
    for form in [
        vec![],
        vec![("CallStatus", "completed")],
        vec![sid],
        vec![("CallSid", ""), ("CallStatus", "completed")],
    ] {
        let answer = twilio.send(&path, &form).await.expect_status(400);
        assert_eq!(answer.problem(), "webhook.malformed", "{form:?}");
    }
    let garbage = "\u{0}\u{1}=&&&%%%=%zz&=";
    let signature = twilio.sign(&path, &[]);
    let answer = twilio.send_signed(&path, garbage.to_owned(), &signature).await;
    assert!(answer.status.is_client_error());
    answer.problem();
    let json = floor
        .test
        .stranger()
        .with_header("content-type", "application/json")
        .with_header("x-twilio-signature", &signature)
        .send(Method::POST, &path, Body::from("{\"CallSid\":7}"))
        .await;
    json.expect_status(403).problem();
    let huge = format!(
        "CallSid={leg}&CallStatus=completed&X={}",
        "x".repeat(REPORT_LIMIT)
    );
    let answer = twilio.send_signed(&path, huge, "x").await.expect_status(413);
    assert_eq!(answer.problem(), "request.too_large");
    let many = "a=1&".repeat(10_000);
    let answer = twilio.send_signed(&path, many, &signature).await;
    assert!(answer.status.is_client_error(), "{}", answer.status);
    answer.problem();
    assert_ne!(call(&agent, &id).await["state"], "ended");
}

#[tokio::test]
async fn addresses_that_were_never_given_out_lead_nowhere() {
    let floor = Floor::new().await;
    let twilio = Switchboard::on(&floor);
    let account = twilio.account.clone();
    for path in [
        "/webhooks/twilio/car_00000000000000000000000000/status".to_owned(),
        "/webhooks/twilio/..%2f..%2fetc/status".to_owned(),
        "/webhooks/twilio/%ff/status".to_owned(),
        format!("/webhooks/telnyx/{account}/status"),
        format!("/webhooks/TWILIO/{account}/status"),
    ] {
        let answer = twilio
            .send(&path, &[("CallSid", "CA1"), ("CallStatus", "completed")])
            .await;
        assert_eq!(answer.expect_status(404).problem(), "request.not_found", "{path}");
        twilio.ask(&path).await.expect_status(404).problem();
    }
    let wrong = floor
        .test
        .stranger()
        .delete(&format!("/webhooks/twilio/{account}/status"))
        .await;
    assert_eq!(wrong.expect_status(405).problem(), "request.method_not_allowed");
}

#[tokio::test]
async fn what_is_spoken_is_what_was_asked_for_and_nothing_else() {
    let floor = Floor::new().await;
    let twilio = Switchboard::on(&floor);
    let agent = floor.agent().await;
    let evil = "Hi</Say><Dial>+19005550000</Dial><Say a=\"b\"> & 'you' \u{1}]]>";
    let new = json!({"to": MARIA, "message": evil, "name": "<img src=x onerror=alert(1)>"});
    let made = agent.post("/api/v1/calls", &new).await.expect_status(201).json();
    assert_eq!(made["message"], evil);
    assert_eq!(made["name"], "<img src=x onerror=alert(1)>");
    let id = made["id"].as_str().unwrap();
    let leg = floor.leg(&agent, id).await.0;
    let ordered = twilio.ordered(&leg, "Twiml");
    assert!(
        !ordered.contains("<Dial>") && ordered.contains("&lt;Dial&gt;") && !ordered.contains('\u{1}'),
        "{ordered}"
    );
    assert_eq!(ordered.matches("<Say").count(), 1);

    let voice = twilio.status_path(&leg).replace("/status?", "/voice?");
    let form = [("CallSid", leg.as_str()), ("CallStatus", "in-progress")];
    let asked = twilio.send(&voice, &form).await.expect_status(200);
    assert_eq!(asked.headers["content-type"], "text/xml; charset=utf-8");
    assert_eq!(asked.text, ordered);
    assert_eq!(call(&agent, id).await["state"], "connected");

    // The old address, and a query that wants something else said.
    let query = format!("message=You+have+won&CallSid={leg}&CallStatus=in-progress");
    for path in ["/webhooks/twiml", "/twiml"] {
        let asked = twilio.ask(&format!("{path}?{query}")).await.expect_status(200);
        assert_eq!(asked.text, ordered, "{path}");
    }
    let asked = twilio
        .send("/webhooks/twiml?message=You+have+won", &form)
        .await
        .expect_status(200);
    assert_eq!(asked.text, ordered);
    let unsigned = floor
        .test
        .stranger()
        .get(&format!("/webhooks/twiml?{query}"))
        .await;
    assert_eq!(unsigned.expect_status(403).problem(), "webhook.unsigned");
}

#[tokio::test]
async fn a_long_message_is_fetched_and_complete() {
    let floor = Floor::new().await;
    let twilio = Switchboard::on(&floor);
    let agent = floor.agent().await;
    let long = "&".repeat(3_000);
    let new = json!({"to": MARIA, "message": long});
    let made = agent.post("/api/v1/calls", &new).await.expect_status(201).json();
    let leg = floor.leg(&agent, made["id"].as_str().unwrap()).await.0;
    let url = twilio.ordered(&leg, "Url");
    let path = url
        .strip_prefix(&format!("http://{}", crate::app::ADDRESS))
        .unwrap();
    let form = [("CallSid", leg.as_str()), ("CallStatus", "in-progress")];
    let asked = twilio.send(path, &form).await.expect_status(200);
    assert_eq!(asked.text.matches("&amp;").count(), 3_000);
}

#[tokio::test]
async fn the_old_status_address_still_answers_empty_and_updates_by_leg() {
    let floor = Floor::new().await;
    let twilio = Switchboard::on(&floor);
    let agent = floor.agent().await;
    let (id, leg) = taken(&floor, &agent, MARIA).await;
    let report = |status: &'static str| {
        [
            ("CallSid", leg.as_str()),
            ("CallStatus", status),
            ("CallDuration", "0"),
            ("To", MARIA),
            ("From", "+14155550100"),
            ("CallbackSource", "call-progress-events"),
        ]
    };
    for status in ["ringing", "no-answer"] {
        let answer = twilio
            .send("/webhooks/status", &report(status))
            .await
            .expect_status(200);
        assert_eq!(answer.text, "");
    }
    assert_eq!(call(&agent, &id).await["outcome"], "no_answer");
    let forged = twilio
        .send_signed("/webhooks/status", encode(&report("completed")), "AAAA")
        .await;
    forged.expect_status(403).problem();
    assert_eq!(call(&agent, &id).await["outcome"], "no_answer");
}

//! Messages from Vapi: believed only with the secret, and what they mean.

use bytes::Bytes;
use outdial_carrier::{CarrierEvent, LegRef, News, ReportKind, WebhookError};
use outdial_domain::Timestamp;
use outdial_domain::call::{AmdVerdict, Cost, Event, LegStatus, Progress};
use outdial_domain::voice_agent::{ConversationNews, ConversationReport, Finding, Speaker};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::bench::{LEG, SECRET, Scripted, carrier, message, read, request};
use crate::bench::{BASE_URL, NOW, call_id};

fn progress(event: &CarrierEvent) -> &Progress {
    match &event.event {
        Some(Event::Progress(progress)) => progress,
        other => panic!("{other:?}"),
    }
}

fn report(events: &[CarrierEvent]) -> &ConversationReport {
    match &events[0].news {
        Some(News::Conversation(ConversationNews::Report(report))) => report,
        other => panic!("{other:?}"),
    }
}

fn end_of_call() -> Value {
    json!({
        "type": "end-of-call-report",
        "timestamp": 1_795_000_100_000_i64,
        "endedReason": "customer-ended-call",
        "startedAt": "2026-11-18T11:06:50.000Z",
        "endedAt": "2026-11-18T11:08:20.500Z",
        "cost": 0.1234,
        "costs": [
            { "type": "transport", "minutes": 1.5, "cost": 0.03 },
            { "type": "model", "cost": 0.04 },
            { "type": "analysis", "analysisType": "summary", "cost": 0.01 },
            { "type": "analysis", "analysisType": "structuredData", "cost": 0.02 },
            { "type": "vapi", "cost": 0.0234 },
            { "type": "voice", "cost": "free" },
        ],
        "artifact": {
            "recordingUrl": "https://storage.vapi.ai/mono.wav",
            "stereoRecordingUrl": "https://storage.vapi.ai/stereo.wav",
            "messages": [
                { "role": "system", "message": "You are …", "time": 1, "endTime": 1, "secondsFromStart": 0 },
                { "role": "bot", "message": "Hello", "time": 1000, "endTime": 1900, "secondsFromStart": 0.25 },
                { "role": "user", "message": "Hi", "time": 2000, "endTime": 2400, "secondsFromStart": 1.3 },
                { "role": "tool_calls", "toolCalls": [] },
                { "role": "user", "message": 7 },
            ],
        },
        "analysis": { "summary": "They talked.", "structuredData": { "interest": "high" }, "successEvaluation": "true" },
    })
}

#[test]
fn status_updates_are_progress() {
    for (status, reason, expected) in [
        ("queued", "", LegStatus::Queued),
        ("ringing", "", LegStatus::Ringing),
        ("in-progress", "", LegStatus::Answered),
        ("forwarding", "", LegStatus::Answered),
        ("ended", "customer-busy", LegStatus::Busy),
        ("ended", "customer-did-not-answer", LegStatus::NoAnswer),
        ("ended", "customer-ended-call", LegStatus::Completed),
        ("ended", "manually-canceled", LegStatus::Canceled),
    ] {
        let update = json!({
            "type": "status-update", "status": status, "endedReason": reason, "timestamp": 1_795_000_007_250_i64,
        });
        let events = read(&update);
        assert_eq!(events.len(), 1);
        let progress = progress(&events[0]);
        assert_eq!(progress.status, expected);
        assert_eq!(progress.at, Timestamp(1_795_000_007_250_000));
        assert_eq!(events[0].leg, Some(LegRef(LEG.to_owned())));
        assert_eq!(events[0].call_id, Some(call_id()));
    }
    let odd = read(&json!({ "type": "status-update", "status": "dreaming" }));
    assert_eq!((odd[0].kind, &odd[0].event), (ReportKind::Status, &None));
}

#[test]
fn a_failed_start_is_explained() {
    let events = read(&json!({
        "type": "status-update", "status": "ended", "endedReason": "call.start.error-subscription-insufficient-credits",
    }));
    let status = &progress(&events[0]).status;
    let LegStatus::Failed { failure } = status else {
        panic!("{status:?}");
    };
    assert_eq!(failure.cause, "carrier.credit_exhausted");
    assert_eq!(
        failure.code.as_deref(),
        Some("call.start.error-subscription-insufficient-credits")
    );
}

#[test]
fn a_report_tells_all_and_ends_the_call() {
    let events = read(&end_of_call());
    let kinds: Vec<ReportKind> = events.iter().map(|event| event.kind).collect();
    use ReportKind::{Conversation, Recording, Status};
    assert_eq!(kinds, [Conversation, Status, Status, Recording]);

    let report = report(&events);
    assert_eq!(
        (report.finding, report.reason.as_str()),
        (Finding::Talked, "customer-ended-call")
    );
    let said: Vec<_> = report
        .transcript
        .iter()
        .map(|said| (said.speaker, said.text.as_str(), said.from_ms, said.length_ms))
        .collect();
    assert_eq!(
        said,
        [
            (Speaker::Agent, "Hello", Some(250), Some(900)),
            (Speaker::Callee, "Hi", Some(1_300), Some(400)),
        ]
    );
    assert_eq!(report.summary.as_deref(), Some("They talked."));
    assert_eq!(report.extracted, Some(json!({ "interest": "high" })));
    let dollars = |micros| Cost {
        micros,
        currency: "USD".to_owned(),
    };
    assert_eq!(report.cost, Some(dollars(123_400)));
    let shares: Vec<_> = report
        .cost_shares
        .iter()
        .map(|share| (share.part.as_str(), share.cost.micros))
        .collect();
    assert_eq!(
        shares,
        [
            ("transport", 30_000),
            ("model", 40_000),
            ("analysis", 30_000),
            ("host", 23_400)
        ]
    );
    assert_eq!(
        report.stereo_recording_url.as_deref(),
        Some("https://storage.vapi.ai/stereo.wav")
    );

    let end = progress(&events[1]);
    assert_eq!((&end.status, end.talk_ms), (&LegStatus::Completed, Some(90_500)));
    assert_eq!(
        events[2].event,
        Some(Event::Billed {
            cost: dollars(123_400)
        })
    );
    assert!(matches!(&events[3].news, Some(News::Recording(recording)) if recording.recording == LEG));
}

#[test]
fn a_bare_report_claims_nothing() {
    let events = read(&json!({ "type": "end-of-call-report", "endedReason": "customer-did-not-answer" }));
    let report = report(&events);
    assert_eq!(report.finding, Finding::NoAnswer);
    assert_eq!(
        (&report.cost, report.transcript.len(), &report.extracted),
        (&None, 0, &None)
    );
    assert_eq!((report.started_at, report.ended_at), (None, None));
    assert_eq!(events.len(), 2);
    assert_eq!(progress(&events[1]).status, LegStatus::NoAnswer);
}

#[test]
fn a_machine_is_a_verdict_after_the_end() {
    let mut voicemail = end_of_call();
    voicemail["endedReason"] = "voicemail".into();
    let events = read(&voicemail);
    assert_eq!(report(&events).finding, Finding::Voicemail);
    assert_eq!(progress(&events[1]).status, LegStatus::Completed);
    let machine = Event::Verdict {
        verdict: AmdVerdict::Machine,
    };
    assert_eq!(events[2].event, Some(machine));
}

#[test]
fn a_transcript_without_messages_is_read_from_its_text() {
    let events = read(&json!({
        "type": "end-of-call-report", "endedReason": "assistant-ended-call",
        "artifact": { "transcript": "AI: Hello there\nUser: Not now: busy\nnoise\n" },
        "costBreakdown": { "llm": 0.5, "llmPromptTokens": 12, "total": 0.6 },
    }));
    let report = report(&events);
    let said: Vec<&str> = report.transcript.iter().map(|said| said.text.as_str()).collect();
    assert_eq!(said, ["Hello there", "Not now: busy"]);
    assert_eq!(report.cost_shares.len(), 1);
    assert_eq!(report.cost_shares[0].part, "model");
}

#[test]
fn huge_reports_are_bounded() {
    let mut huge = end_of_call();
    let turn = json!({ "role": "user", "message": "blah ".repeat(2_000), "secondsFromStart": 1e300 });
    huge["artifact"]["messages"] = vec![turn; 2_500].into();
    huge["analysis"]["summary"] = "s".repeat(100_000).into();
    huge["analysis"]["structuredData"] = json!({ "x": "y".repeat(100_000) });
    huge["endedReason"] = format!("customer-ended-call{}", "-".repeat(50_000)).into();
    let events = read(&huge);
    let report = report(&events);
    assert_eq!(report.transcript.len(), 2_000);
    assert!(
        report
            .transcript
            .iter()
            .all(|said| said.text.len() <= 4_000 && said.from_ms.is_none())
    );
    assert_eq!(report.summary.as_ref().map(String::len), Some(8_000));
    assert_eq!(report.extracted, None);
    assert!(report.reason.len() <= 200);
    assert!(
        events
            .iter()
            .all(|event| event.raw.len() < 2_000 && event.dedupe_key.len() < 300)
    );
}

#[test]
fn finished_sentences_are_told_as_they_are_said() {
    let said = json!({
        "type": "transcript[transcriptType=\"final\"]", "transcriptType": "final", "role": "user", "transcript": "Yes.",
        "timestamp": 1_795_000_003_000_i64,
    });
    let events = read(&said);
    assert!(
        matches!(&events[0].news, Some(News::Conversation(ConversationNews::Said(said)))
        if said.speaker == Speaker::Callee && said.text == "Yes.")
    );
    let mut later = said.clone();
    later["timestamp"] = 1_795_000_009_000_i64.into();
    assert_ne!(read(&later)[0].dedupe_key, events[0].dedupe_key);

    for (key, value) in [("transcriptType", "partial"), ("role", "system")] {
        let mut other = said.clone();
        other[key] = value.into();
        let events = read(&other);
        assert_eq!((events[0].kind, &events[0].news), (ReportKind::Other, &None));
    }
}

#[test]
fn repetitions_have_the_same_keys_and_other_messages_others() {
    let mut keys = std::collections::BTreeSet::new();
    for document in [
        json!({ "type": "status-update", "status": "ringing" }),
        json!({ "type": "status-update", "status": "in-progress" }),
        json!({ "type": "status-update", "status": "ended", "endedReason": "voicemail" }),
        json!({ "type": "tool-calls", "toolCallList": [{ "id": "a", "name": "x" }] }),
        json!({ "type": "tool-calls", "toolCallList": [{ "id": "b", "name": "x" }] }),
        json!({ "type": "hang" }),
        end_of_call(),
    ] {
        let first: Vec<String> = read(&document)
            .into_iter()
            .map(|event| event.dedupe_key)
            .collect();
        let again: Vec<String> = read(&document)
            .into_iter()
            .map(|event| event.dedupe_key)
            .collect();
        assert_eq!(first, again);
        for key in first {
            assert!(keys.insert(key), "{document}");
        }
    }
    // A repetition carries new short-lived addresses, and is one all the same.
    let mut repeated = end_of_call();
    repeated["artifact"]["presignedMonoUrl"] = "https://storage.vapi.ai/other".into();
    repeated["timestamp"] = 1_795_000_200_000_i64.into();
    assert_eq!(read(&repeated)[0].dedupe_key, read(&end_of_call())[0].dedupe_key);
}

#[test]
fn our_call_is_found_in_the_metadata_where_the_address_does_not_name_it() {
    let document = json!({ "message": {
        "type": "status-update", "status": "ringing",
        "call": { "id": LEG, "assistantOverrides": { "metadata": { "outdial_call_id": call_id() } } },
    } });
    let url = format!("{BASE_URL}/api/integrations/vapi");
    let parsed =
        carrier(Scripted::new([])).parse_webhook(&request(&url, document.to_string().into(), &[SECRET]));
    assert_eq!(parsed.unwrap()[0].call_id, Some(call_id()));
}

#[test]
fn the_timeline_keeps_no_secret_and_no_talk() {
    let mut update = json!({ "type": "status-update", "status": "ringing" });
    update["call"] = json!({
        "id": LEG, "assistantOverrides": { "server": { "headers": { "x-vapi-secret": SECRET } } },
    });
    update["transcript"] = "private words".into();
    let events = read(&update);
    assert!(
        !events[0].raw.contains(SECRET) && !events[0].raw.contains("private"),
        "{}",
        events[0].raw
    );
    assert!(events[0].raw.contains("ringing"));
}

#[test]
fn nobody_is_believed_without_the_secret_and_nothing_is_read_before() {
    let carrier = carrier(Scripted::new([]));
    let genuine = message(&end_of_call());
    let nonsense = Bytes::from_static(b"{ not json");
    for body in [genuine.body.clone(), nonsense] {
        for (secrets, expected) in [
            (&[][..], WebhookError::Unsigned),
            (&[""], WebhookError::BadSignature),
            (&["sesame-sesame-sesamf"], WebhookError::BadSignature),
            (&["sesame-sesame-sesame0"], WebhookError::BadSignature),
            (&[SECRET, SECRET], WebhookError::BadSignature),
        ] {
            let forged = request(&genuine.url, body.clone(), secrets);
            assert_eq!(carrier.parse_webhook(&forged), Err(expected), "{secrets:?}");
        }
    }
}

#[test]
fn a_message_that_makes_no_sense_is_called_so() {
    let carrier = carrier(Scripted::new([]));
    let url = message(&json!({})).url;
    for body in [
        "",
        "[]",
        "{}",
        "{\"message\": 7}",
        "{\"message\": {\"type\": \"\"}}",
        "{\"message\": {\"type\": \"status-update\", \"status\": \"ringing\"}}",
        "{\"message\": {\"type\": \"tool-calls\", \"call\": {\"id\": \"c\"}, \"toolCallList\": [{}]}}",
    ] {
        let parsed = carrier.parse_webhook(&request(&url, Bytes::from(body), &[SECRET]));
        assert!(
            matches!(parsed, Err(WebhookError::Malformed(_))),
            "{body}: {parsed:?}"
        );
    }
    let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    let parsed = carrier.parse_webhook(&request(&url, deep.into(), &[SECRET]));
    assert!(matches!(parsed, Err(WebhookError::Malformed(_))));
}

fn json_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        ".{0,20}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 20, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::btree_map("[a-zA-Z]{1,12}", inner, 0..5)
                .prop_map(|map| map.into_iter().collect::<serde_json::Map<_, _>>().into()),
        ]
    })
}

proptest! {
    #[test]
    fn whatever_stands_in_a_genuine_message_nothing_panics(
        kind in "(status-update|tool-calls|transcript|end-of-call-report|hang)",
        key in "(status|endedReason|timestamp|startedAt|endedAt|cost|costs|artifact|analysis|toolCallList|role|transcript|call)",
        value in json_value(),
    ) {
        let mut document = end_of_call();
        document["type"] = kind.into();
        document["status"] = "ended".into();
        document[key] = value;
        let parsed = carrier(Scripted::new([])).parse_webhook(&message(&document));
        prop_assert!(matches!(parsed, Ok(_) | Err(WebhookError::Malformed(_))), "{parsed:?}");
    }

    #[test]
    fn arbitrary_bytes_with_the_secret_never_panic(body in prop::collection::vec(any::<u8>(), 0..300)) {
        let url = message(&json!({})).url;
        let parsed = carrier(Scripted::new([])).parse_webhook(&request(&url, body.into(), &[SECRET]));
        prop_assert!(matches!(parsed, Ok(_) | Err(WebhookError::Malformed(_))), "{parsed:?}");
    }
}

#[test]
fn a_time_that_is_not_told_is_that_of_the_arrival() {
    let events = read(&json!({ "type": "status-update", "status": "ringing" }));
    assert_eq!(progress(&events[0]).at, NOW);
}

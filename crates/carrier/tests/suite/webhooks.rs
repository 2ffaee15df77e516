//! What Twilio's webhooks mean.

use outdial_carrier::{CarrierEvent, LegRef, ReportKind, WebhookError};
use outdial_domain::Timestamp;
use outdial_domain::call::{AmdVerdict, Event, LegStatus, Progress};

use crate::bench::{NOW, call_id, carrier, form, signed_form, webhook};
use crate::scripted::{SID, Scripted};

fn parse(topic: &str, fields: &[(&str, &str)]) -> Result<Vec<CarrierEvent>, WebhookError> {
    carrier(Scripted::new([])).parse_webhook(&webhook(topic, fields))
}

fn only(topic: &str, fields: &[(&str, &str)]) -> CarrierEvent {
    let mut events = parse(topic, fields).unwrap();
    assert_eq!(events.len(), 1, "{events:?}");
    events.remove(0)
}

/// Every parameter as received.
fn raw(event: &CarrierEvent) -> serde_json::Value {
    serde_json::from_str(&event.raw).unwrap()
}

fn status(word: &str) -> Option<LegStatus> {
    let event = only(
        "status",
        &[("CallSid", SID), ("CallStatus", word), ("SipResponseCode", "404")],
    );
    match event.event {
        Some(Event::Progress(progress)) => Some(progress.status),
        None => None,
        Some(other) => panic!("{other:?}"),
    }
}

#[test]
fn a_status_callback_is_read_in_full() {
    let event = only(
        "status",
        &[
            ("CallSid", SID),
            ("AccountSid", "AC1"),
            ("CallStatus", "completed"),
            ("CallDuration", "42"),
            ("Duration", "1"),
            ("Timestamp", "Sat, 21 Nov 2026 04:00:00 +0000"),
            ("SequenceNumber", "3"),
            ("CallbackSource", "call-progress-events"),
            ("ANewParameter", "ünïcode & more"),
        ],
    );
    assert_eq!(event.call_id, Some(call_id()));
    assert_eq!(event.leg, Some(LegRef(SID.to_owned())));
    assert_eq!(event.kind, ReportKind::Status);
    assert_eq!(event.dedupe_key, format!("{SID}:status:completed:3"));
    let at: Timestamp = "2026-11-21T04:00:00Z".parse::<jiff::Timestamp>().unwrap().into();
    let progress = Progress {
        status: LegStatus::Completed,
        at,
        sequence: Some(3),
        talk_ms: Some(42_000),
    };
    assert_eq!(event.event, Some(Event::Progress(progress)));
    assert_eq!(raw(&event)["ANewParameter"], "ünïcode & more");
    assert_eq!(raw(&event)["Duration"], "1");
}

#[test]
fn every_status_word_is_known_and_others_are_still_unknown() {
    for (word, expected) in [
        ("queued", LegStatus::Queued),
        ("initiated", LegStatus::Initiated),
        ("ringing", LegStatus::Ringing),
        ("in-progress", LegStatus::Answered),
        ("completed", LegStatus::Completed),
        ("busy", LegStatus::Busy),
        ("no-answer", LegStatus::NoAnswer),
        ("canceled", LegStatus::Canceled),
    ] {
        assert_eq!(status(word), Some(expected));
    }
    match status("failed") {
        Some(LegStatus::Failed { failure }) => {
            assert_eq!(failure.cause, "carrier.number_unreachable");
            assert_eq!(failure.code.as_deref(), Some("sip 404"));
        }
        other => panic!("{other:?}"),
    }
    let unknown = only("status", &[("CallSid", SID), ("CallStatus", "teleported")]);
    assert_eq!(unknown.event, None);
    assert_eq!(raw(&unknown)["CallStatus"], "teleported");
}

#[test]
fn talk_time_belongs_to_completed_calls() {
    let busy = only(
        "status",
        &[("CallSid", SID), ("CallStatus", "busy"), ("CallDuration", "0")],
    );
    assert!(matches!(busy.event, Some(Event::Progress(progress)) if progress.talk_ms.is_none()));
}

#[test]
fn a_report_without_a_usable_time_happened_when_it_arrived() {
    for fields in [
        &[("CallSid", SID), ("CallStatus", "ringing")][..],
        &[
            ("CallSid", SID),
            ("CallStatus", "ringing"),
            ("Timestamp", "yesterday"),
            ("SequenceNumber", "-1"),
        ],
    ] {
        let event = only("status", fields);
        assert!(matches!(event.event, Some(Event::Progress(progress))
            if progress.at == NOW && progress.sequence.is_none()));
    }
}

#[test]
fn every_answer_of_the_detector_is_a_verdict() {
    for (word, expected) in [
        ("human", AmdVerdict::Human),
        ("machine_start", AmdVerdict::Machine),
        ("machine_end_beep", AmdVerdict::MachineReady),
        ("machine_end_silence", AmdVerdict::MachineReady),
        ("machine_end_other", AmdVerdict::MachineReady),
        ("fax", AmdVerdict::Fax),
        ("unknown", AmdVerdict::Unknown),
        ("a_robot_butler", AmdVerdict::Unknown),
    ] {
        let event = only(
            "amd",
            &[
                ("CallSid", SID),
                ("AnsweredBy", word),
                ("MachineDetectionDuration", "2300"),
            ],
        );
        assert_eq!(event.event, Some(Event::Verdict { verdict: expected }), "{word}");
        assert_eq!(event.dedupe_key, format!("{SID}:amd:{word}"));
    }
}

#[test]
fn a_status_that_brings_a_verdict_is_two_events() {
    let fields = [
        ("CallSid", SID),
        ("CallStatus", "completed"),
        ("AnsweredBy", "human"),
    ];
    let events = parse("status", &fields).unwrap();
    assert_eq!(
        events.iter().map(|event| event.kind).collect::<Vec<_>>(),
        [ReportKind::Status, ReportKind::Verdict]
    );
    assert!(events.iter().all(|event| raw(event)["AnsweredBy"] == "human"));
}

#[test]
fn a_leg_that_asks_for_instructions_has_been_answered() {
    let event = only("voice", &[("CallSid", SID), ("CallStatus", "in-progress")]);
    assert_eq!(event.kind, ReportKind::Instructions);
    assert!(matches!(event.event, Some(Event::Progress(progress)) if progress.status == LegStatus::Answered));
    let ringing = only("voice", &[("CallSid", SID), ("CallStatus", "ringing")]);
    assert_eq!(ringing.event, None);
    let digits = only(
        "voice",
        &[("CallSid", SID), ("CallStatus", "in-progress"), ("Digits", "1")],
    );
    assert_eq!((digits.kind, digits.event), (ReportKind::Digits, None));
}

#[test]
fn recordings_and_unforeseen_webhooks_are_kept() {
    let fields = [
        ("CallSid", SID),
        ("RecordingSid", "RE1"),
        ("RecordingStatus", "completed"),
    ];
    let recording = only("recording", &fields);
    assert_eq!(raw(&recording)["RecordingSid"], "RE1");
    assert_eq!((recording.kind, recording.event), (ReportKind::Recording, None));
    let conference = [
        ("ConferenceSid", "CF1"),
        ("StatusCallbackEvent", "conference-start"),
    ];
    let other = only("room", &conference);
    assert_eq!((other.kind, other.leg.clone()), (ReportKind::Other, None));
    assert_eq!(other.dedupe_key, only("room", &conference).dedupe_key);
    assert_ne!(
        other.dedupe_key,
        only("room", &[("ConferenceSid", "CF2")]).dedupe_key
    );
}

#[test]
fn paths_without_a_topic_are_read_by_their_parameters() {
    let url = "https://outdial.example/hooks/here";
    let carrier = carrier(Scripted::new([]));
    let kind = |fields: &[(&str, &str)]| {
        carrier
            .parse_webhook(&signed_form(url, &form(fields)))
            .unwrap()
            .remove(0)
            .kind
    };
    let source = ("CallbackSource", "call-progress-events");
    assert_eq!(
        kind(&[("CallSid", SID), ("CallStatus", "busy"), source]),
        ReportKind::Status
    );
    assert_eq!(
        kind(&[("CallSid", SID), ("AnsweredBy", "human")]),
        ReportKind::Verdict
    );
    assert_eq!(
        kind(&[("RecordingSid", "RE1"), ("RecordingStatus", "absent")]),
        ReportKind::Recording
    );
    assert_eq!(kind(&[("Hello", "world")]), ReportKind::Other);
}

#[test]
fn a_genuine_webhook_without_its_essentials_is_malformed() {
    assert!(matches!(
        parse("status", &[("CallStatus", "busy")]),
        Err(WebhookError::Malformed(_))
    ));
    assert!(matches!(
        parse("status", &[("CallSid", SID)]),
        Err(WebhookError::Malformed(_))
    ));
    assert!(matches!(
        parse("amd", &[("CallSid", SID), ("AnsweredBy", "")]),
        Err(WebhookError::Malformed(_))
    ));
}

#[test]
fn a_call_id_that_is_not_ours_is_no_call_id() {
    let carrier = carrier(Scripted::new([]));
    for query in [
        "",
        "?call=",
        "?call=call_1",
        "?call=call_'%20or%201=1",
        "?other=call_0000000000000000000000003q",
    ] {
        let url = format!("https://outdial.example/status{query}");
        let body = form(&[("CallSid", SID), ("CallStatus", "busy")]);
        let event = carrier
            .parse_webhook(&signed_form(&url, &body))
            .unwrap()
            .remove(0);
        assert_eq!(event.call_id, None, "{query}");
    }
}

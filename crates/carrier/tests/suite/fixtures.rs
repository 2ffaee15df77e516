//! Whole bodies as Twilio sends them, and what they mean.

use outdial_carrier::{CarrierEvent, LegRef, LegSnapshot, PlaceError, Placed, ReportKind};
use outdial_domain::Timestamp;
use outdial_domain::call::{AmdVerdict, Cost, Event, LegStatus, Retry};

use crate::bench::{account_id, call_id, carrier, order, signed_form};
use crate::scripted::{Answer, Scripted};

macro_rules! fixture {
    ($name:literal) => {
        include_str!(concat!("../../src/twilio/fixtures/", $name))
    };
}

const SID: &str = "CA0123456789abcdef0123456789abcdef";

fn at(second: i64) -> Timestamp {
    let minute: Timestamp = "2026-11-21T04:00:00Z".parse::<jiff::Timestamp>().unwrap().into();
    minute.plus_seconds(second)
}

async fn look_up(body: &str) -> LegSnapshot {
    let network = Scripted::new([Answer::Json(200, body.to_owned())]);
    carrier(network)
        .look_up(&LegRef(SID.to_owned()))
        .await
        .unwrap()
        .unwrap()
}

fn webhook(topic: &str, body: &str) -> CarrierEvent {
    let url = format!(
        "https://outdial.example/webhooks/twilio/{}/{topic}?call={}",
        account_id(),
        call_id()
    );
    let mut events = carrier(Scripted::new([]))
        .parse_webhook(&signed_form(&url, body))
        .unwrap();
    assert_eq!(events.len(), 1);
    events.remove(0)
}

#[tokio::test]
async fn a_created_call_has_its_id_and_place_in_the_queue() {
    let network = Scripted::new([Answer::Json(201, fixture!("call_created.json").to_owned())]);
    let placed = carrier(network).place(&order()).await;
    assert_eq!(
        placed,
        Ok(Placed {
            leg: LegRef(SID.to_owned()),
            queue_ms: Some(2_000)
        })
    );
}

#[tokio::test]
async fn a_refused_number_is_refused_for_good() {
    let network = Scripted::new([Answer::Json(400, fixture!("refusal_21211.json").to_owned())]);
    let refused = carrier(network).place(&order()).await;
    assert!(matches!(refused, Err(PlaceError::Refused(failure))
        if failure.cause == "carrier.number_invalid" && failure.retry == Retry::Never));
}

#[tokio::test]
async fn a_call_in_progress_was_answered_after_it_started() {
    let found = look_up(fixture!("call_in_progress.json")).await;
    assert_eq!((found.status, found.at), (Some(LegStatus::Answered), Some(at(6))));
    assert_eq!((found.talk_ms, found.cost, found.verdict), (None, None, None));
}

#[tokio::test]
async fn a_completed_call_tells_all() {
    let found = look_up(fixture!("call_completed.json")).await;
    assert_eq!(
        (found.status, found.at),
        (Some(LegStatus::Completed), Some(at(20)))
    );
    assert_eq!(
        (found.talk_ms, found.verdict),
        (Some(12_000), Some(AmdVerdict::Human))
    );
    assert_eq!(
        found.cost,
        Some(Cost {
            micros: 14_000,
            currency: "USD".to_owned()
        })
    );
}

#[tokio::test]
async fn a_page_of_calls_is_read() {
    let page = || Answer::Json(200, fixture!("call_page.json").to_owned());
    let found = carrier(Scripted::new([page(), page()]))
        .list_since(at(0), None)
        .await
        .unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(
        (&found[0].status, found[0].at),
        (&Some(LegStatus::NoAnswer), Some(at(31)))
    );
    assert_eq!(found[0].cost.as_ref().map(|cost| cost.micros), Some(0));
}

#[test]
fn status_callbacks_are_progress() {
    for (body, expected, second, sequence, talk_ms) in [
        (fixture!("status_ringing.form"), LegStatus::Ringing, 2, 1, None),
        (
            fixture!("status_completed.form"),
            LegStatus::Completed,
            20,
            3,
            Some(12_000),
        ),
    ] {
        match webhook("status", body).event {
            Some(Event::Progress(progress)) => {
                assert_eq!((progress.status, progress.at), (expected, at(second)));
                assert_eq!((progress.sequence, progress.talk_ms), (Some(sequence), talk_ms));
            }
            other => panic!("{other:?}"),
        }
    }
    match webhook("status", fixture!("status_failed.form")).event {
        Some(Event::Progress(outdial_domain::call::Progress {
            status: LegStatus::Failed { failure },
            ..
        })) => {
            assert_eq!(failure.cause, "carrier.network_failure");
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_other_callbacks_are_told_apart() {
    let verdict = webhook("amd", fixture!("amd_machine.form"));
    assert_eq!(
        verdict.event,
        Some(Event::Verdict {
            verdict: AmdVerdict::MachineReady
        })
    );
    assert_eq!(
        webhook("voice", fixture!("voice.form")).kind,
        ReportKind::Instructions
    );
    let recording = webhook("recording", fixture!("recording.form"));
    assert_eq!(recording.kind, ReportKind::Recording);
    let raw: serde_json::Value = serde_json::from_str(&recording.raw).unwrap();
    assert_eq!(raw["RecordingDuration"], "11");
}

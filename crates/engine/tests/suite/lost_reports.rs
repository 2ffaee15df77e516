//! What the network failed to report is asked for.

use outdial_carrier::{CarrierEvent, ReportKind};
use outdial_domain::call::{LegStatus, Outcome, State};
use outdial_domain::ids::CallId;
use outdial_engine::Intake;
use outdial_sandbox::{Faults, Probability};

use crate::stand::Stand;
use crate::world::{Setup, World, numbers};

#[tokio::test(start_paused = true)]
async fn the_end_of_a_call_is_found_when_nobody_tells_it() {
    let stand = Stand::new().await;
    let call = stand.dial("+12122000001").await;
    let leg = stand.until_rung(&call).await;
    stand.tell(&leg, LegStatus::Ringing).await;
    stand.tell(&leg, LegStatus::Answered).await;
    // The leg ends, and its report is lost.
    let _lost = stand.carrier().advance(&leg, LegStatus::Completed, Some(3_000));
    let lost_at = stand.clock_now();
    let row = stand.until_ended(&call).await;
    assert_eq!(row.call.state, State::Ended(Outcome::Completed));
    let found_after_ms = stand.clock_now().ms_since(lost_at);
    assert!(found_after_ms <= 61_000, "{found_after_ms} ms");
}

#[tokio::test(start_paused = true)]
async fn a_network_that_reports_nothing_is_asked_about_everything() {
    let world = World::new(Setup {
        faults: Faults {
            drop_callback: Probability::ALWAYS,
            ..Faults::default()
        },
        ..Setup::default()
    })
    .await;
    let numbers = numbers(30);
    world.dial(&numbers).await;
    let rows = world.until_all_ended(600).await;
    for row in &rows {
        let expected = match row.phone.e164().as_bytes().last() {
            Some(b'7') => Outcome::NoAnswer,
            Some(b'8') => Outcome::Busy,
            Some(b'9') => Outcome::Failed,
            _ => Outcome::Completed,
        };
        assert_eq!(row.call.state, State::Ended(expected), "{row:?}");
        assert_eq!(world.times_dialled(row.phone.e164()), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn a_report_told_twice_is_stored_once() {
    let stand = Stand::new().await;
    let call = stand.dial("+12122000001").await;
    let leg = stand.until_rung(&call).await;
    let webhook = stand.carrier().advance(&leg, LegStatus::Ringing, None);
    let mut taken = Vec::new();
    for _ in 0..2 {
        let events = stand.parse(&webhook);
        let stored = stand.engine.take_in(&stand.lines[0].workspace, events);
        taken.extend(stored.await.unwrap());
    }
    assert_eq!(taken, [Intake::Stored, Intake::Duplicate]);
    let reports = stand.events(&call).await;
    let from_carrier = reports.iter().filter(|event| event.dedupe_key.is_some());
    assert_eq!(from_carrier.count(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_report_without_meaning_is_part_of_what_happened() {
    let stand = Stand::new().await;
    let call = stand.dial("+12122000001").await;
    let leg = stand.until_rung(&call).await;
    let report = |call_id| CarrierEvent {
        call_id: Some(call_id),
        leg: Some(leg.clone()),
        dedupe_key: "new-1".to_owned(),
        kind: ReportKind::Other,
        news: None,
        event: None,
        raw: r#"{"Word":"never heard before"}"#.into(),
    };
    let workspace = &stand.lines[0].workspace;
    let reports = vec![
        report(call.clone()),
        report(call.clone()),
        report(CallId::from_bits(77)),
    ];
    let taken = stand.engine.take_in(workspace, reports).await.unwrap();
    assert_eq!(taken, [Intake::Stored, Intake::Duplicate, Intake::Unmatched]);
    let events = stand.events(&call).await;
    let noted = events.iter().filter(|event| event.raw.is_some());
    assert_eq!(noted.count(), 1);
}

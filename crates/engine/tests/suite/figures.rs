//! What the engine counts for whoever watches it.

use std::time::Duration;

use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle, PrometheusRecorder};
use outdial_carrier::PlaceError;
use outdial_carrier::testing::PlaceAnswer;
use outdial_domain::call::LegStatus;

use crate::stand::Stand;

/// Collects the figures of this thread, on which everything of a test runs.
pub struct Watch {
    handle: PrometheusHandle,
    _guard: metrics::LocalRecorderGuard<'static>,
}

impl Watch {
    pub fn begin() -> Self {
        // Leaked: the guard borrows it for the rest of the test.
        let recorder: &'static PrometheusRecorder =
            Box::leak(Box::new(PrometheusBuilder::new().build_recorder()));
        Self {
            handle: recorder.handle(),
            _guard: metrics::set_default_local_recorder(recorder),
        }
    }

    pub fn value(&self, name: &str) -> Option<f64> {
        let text = self.handle.render();
        let line = text
            .lines()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix(' '))?;
        Some(line.parse().unwrap())
    }
}

#[tokio::test(start_paused = true)]
async fn placing_listening_and_waiting_are_counted() {
    let watch = Watch::begin();
    let stand = Stand::deliberate(Duration::from_secs(2)).await;
    stand.carrier().script_place(PlaceAnswer::TakeAndLoseAnswer);
    stand
        .carrier()
        .script_place(PlaceAnswer::Fail(PlaceError::RateLimited {
            retry_after_ms: Some(30_000),
        }));
    let uncertain = stand.dial("+12122000001").await;
    let refused = stand.dial("+12122000002").await;
    tokio::time::sleep(Duration::from_secs(12)).await;
    let waiting = stand.dial("+12122000003").await;
    tokio::time::sleep(Duration::from_secs(9)).await;
    let counted = |name: &str| watch.value(name);
    assert_eq!(counted("outdial_calls_uncertain_total"), Some(1.0));
    let slowed = "outdial_calls_refused_total{cause=\"carrier.rate_limited\"}";
    assert_eq!(counted(slowed), Some(1.0));
    assert_eq!(counted("outdial_calls_live"), Some(1.0));
    assert_eq!(counted("outdial_calls_due"), Some(2.0));

    for call in [&refused, &waiting] {
        let leg = stand.until_rung(call).await;
        stand.finish(call, &leg).await;
    }
    // The last order is answered after its callee has picked up.
    tokio::time::sleep(Duration::from_secs(3)).await;
    let leg = stand.until_rung(&uncertain).await;
    stand.tell(&leg, LegStatus::Ringing).await;
    let webhook = stand.carrier().advance(&leg, LegStatus::Answered, None);
    for _ in 0..2 {
        let events = stand.parse(&webhook);
        stand
            .engine
            .take_in(&stand.lines[0].workspace, events)
            .await
            .unwrap();
    }
    assert_eq!(counted("outdial_calls_placed_total{carrier=\"fake\"}"), Some(2.0));
    assert_eq!(
        counted("outdial_carrier_events_total{result=\"duplicate\"}"),
        Some(1.0)
    );
    assert_eq!(
        counted("outdial_carrier_events_total{result=\"applied\"}"),
        Some(8.0)
    );
    assert_eq!(counted("outdial_place_seconds_count"), Some(4.0));
    assert_eq!(counted("outdial_place_seconds_sum"), Some(8.0));
}

#[tokio::test(start_paused = true)]
async fn a_report_about_a_call_that_nobody_knows_is_kept_apart() {
    let watch = Watch::begin();
    let (stand, other) = (Stand::new().await, Stand::new().await);
    let foreign = other.dial("+12122000001").await;
    let leg = other.until_rung(&foreign).await;
    let webhook = other.carrier().advance(&leg, LegStatus::Ringing, None);
    let events = other.parse(&webhook);
    let workspace = &stand.lines[0].workspace;
    stand.engine.take_in(workspace, events).await.unwrap();
    assert_eq!(
        watch.value("outdial_carrier_events_total{result=\"unmatched\"}"),
        Some(1.0)
    );
    let rows = stand.store.workspace(workspace.clone());
    let kept = rows.read(|tx| tx.events().unmatched(10)).await.unwrap();
    assert_eq!(kept.len(), 1);
}

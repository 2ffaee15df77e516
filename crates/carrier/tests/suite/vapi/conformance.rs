//! The adapter against the suite that every carrier passes.

use std::sync::Arc;

use outdial_carrier::http::HttpTransport;
use outdial_carrier::testing::conformance;

use super::bench::carrier;
use super::fake_vapi::FakeVapi;

#[tokio::test]
async fn the_vapi_adapter_conforms() {
    let network = Arc::new(FakeVapi::new());
    let transport: Arc<dyn HttpTransport> = network.clone();
    let report = conformance::run(&*carrier(transport), &*network).await;
    assert!(
        report.failed.is_empty() && report.skipped.is_empty(),
        "\n{report}"
    );
    assert_eq!(report.passed.len(), crate::conformance::CHECKS, "\n{report}");
}

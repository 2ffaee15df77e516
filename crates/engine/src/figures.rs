//! Counts now and then what is live and what is due, for whoever watches the process.

use std::sync::Arc;

use outdial_store::StoreError;

use crate::engine::Inner;
use crate::meters;

/// Runs until the engine stops.
pub(crate) async fn run(inner: Arc<Inner>) {
    loop {
        if let Err(why) = count(&inner).await {
            tracing::debug!(error = %why, "live and due calls could not be counted");
        }
        tokio::select! {
            () = tokio::time::sleep(INTERVAL) => {}
            () = inner.stop.cancelled() => return,
        }
    }
}

async fn count(inner: &Inner) -> Result<(), StoreError> {
    let now = inner.clock.now();
    let (live, due) = inner
        .store
        .system()
        .read(move |tx| Ok((tx.live_count()?, tx.due_count(now)?)))
        .await?;
    meters::standing(live, due);
    Ok(())
}

/// As often as collectors usually ask.
const INTERVAL: std::time::Duration = std::time::Duration::from_secs(10);

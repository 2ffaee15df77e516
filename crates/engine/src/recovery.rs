//! The first thing at start: calls that an earlier life of this process left in the air are asked about.
//!
//! A call claimed without a carrier id may or may not be ringing somewhere, so it is searched for and never simply
//! dialled again. A call that the carrier has is looked up: reports sent while nobody listened are lost.

use std::sync::Arc;

use outdial_domain::call::Event;
use outdial_store::StoreError;

use crate::dialler::feed;
use crate::engine::Inner;

/// Recovers every live call; keeps trying while the store is not there.
pub(crate) async fn recover(inner: &Arc<Inner>) {
    loop {
        match recover_all(inner).await {
            Ok(0) => return,
            Ok(count) => {
                tracing::info!(
                    calls = count,
                    "calls of an earlier run are being reconciled with the carrier"
                );
                return;
            }
            Err(why) => {
                tracing::error!(error = %why, "calls of an earlier run cannot be read; trying again");
                tokio::select! {
                    () = tokio::time::sleep(STORE_PAUSE) => {}
                    () = inner.stop.cancelled() => return,
                }
            }
        }
    }
}

async fn recover_all(inner: &Arc<Inner>) -> Result<usize, StoreError> {
    let now = inner.clock.now();
    inner
        .store
        .system()
        .write(move |tx| tx.release_outbox(now))
        .await?;
    let live = inner.store.system().read(|tx| tx.live_calls()).await?;
    for (workspace, call_id) in &live {
        feed(inner, workspace, call_id, Event::Recovered).await?;
    }
    Ok(live.len())
}

const STORE_PAUSE: std::time::Duration = std::time::Duration::from_millis(500);

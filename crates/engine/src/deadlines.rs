//! Wakes calls whose deadline has passed. No wait in this program is without one.

use std::sync::Arc;

use outdial_domain::call::Event;
use outdial_store::StoreError;

use crate::dialler::feed;
use crate::engine::Inner;

/// Runs until the engine stops.
pub(crate) async fn run(inner: Arc<Inner>) {
    loop {
        if let Err(why) = round(&inner).await {
            tracing::error!(error = %why, "deadlines cannot be read; trying again");
            inner
                .deadlines
                .set_if_earlier(inner.clock.now().plus_ms(STORE_PAUSE_MS));
        }
        tokio::select! {
            () = inner.deadlines.sleep(inner.clock.as_ref()) => {}
            () = inner.stop.cancelled() => return,
        }
    }
}

async fn round(inner: &Arc<Inner>) -> Result<(), StoreError> {
    loop {
        // Cleared before looking: a deadline set from here on sets the alarm again.
        inner.deadlines.clear();
        let now = inner.clock.now();
        let passed = inner
            .store
            .system()
            .read(move |tx| tx.deadlines_until(now, BATCH))
            .await?;
        let more = passed.len() >= BATCH as usize;
        for (workspace, call_id) in passed {
            feed(inner, &workspace, &call_id, Event::DeadlinePassed).await?;
        }
        if !more {
            break;
        }
    }
    if let Some(next) = inner.store.system().read(|tx| tx.next_deadline()).await? {
        inner.deadlines.set_if_earlier(next);
    }
    Ok(())
}

const BATCH: u32 = 256;
const STORE_PAUSE_MS: i64 = 500;

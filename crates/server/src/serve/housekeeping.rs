//! Forgets what nobody needs any more.

use std::time::Duration;

use outdial_store::StoreError;
use tokio_util::sync::CancellationToken;

use crate::http::AppState;

/// Cleans up now and then until `stop`.
pub async fn keep_house(app: AppState, stop: CancellationToken) {
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(INTERVAL) => {}
        }
        match clean(&app).await {
            Ok(0) => {}
            Ok(rows) => tracing::debug!(rows, "expired rows were removed"),
            Err(why) => tracing::warn!(error = %why, "expired rows could not be removed"),
        }
    }
}

async fn clean(app: &AppState) -> Result<u64, StoreError> {
    let now = app.now();
    let done_before = now.plus_seconds(-DONE_KEPT_S);
    app.store
        .system()
        .write(move |tx| Ok(tx.delete_expired(now)? + tx.delete_done_outbox(done_before)?))
        .await
}

const INTERVAL: Duration = Duration::from_secs(15 * 60);
/// Long enough to look into what happened last week.
const DONE_KEPT_S: i64 = 7 * 24 * 60 * 60;

//! What the loops that follow calls up have in common: they attend to what is due, sleep until more is, and try again
//! after longer and longer pauses.

use std::sync::Arc;

use outdial_domain::Timestamp;
use outdial_store::StoreError;

use crate::alarm::Alarm;
use crate::engine::Inner;

/// Attends to what is due until the engine stops. A round says when more is due; it looks after `look_again_ms` at the
/// latest, because rows may be written by transactions that wake nobody.
pub(crate) async fn attend<Round, Done>(
    inner: Arc<Inner>,
    what: &'static str,
    due: fn(&Inner) -> &Alarm,
    look_again_ms: i64,
    round: Round,
) where
    Round: Fn(Arc<Inner>) -> Done,
    Done: Future<Output = Result<Option<Timestamp>, StoreError>>,
{
    let due = due(&inner);
    loop {
        due.clear();
        let next = match round(inner.clone()).await {
            Ok(next) => next,
            Err(why) => {
                tracing::error!(error = %why, "{what} cannot be read; trying again");
                None
            }
        };
        let look_again = inner.clock.now().plus_ms(look_again_ms);
        due.set_if_earlier(next.map_or(look_again, |at| at.min(look_again)));
        tokio::select! {
            () = due.sleep(inner.clock.as_ref()) => {}
            () = inner.stop.cancelled() => return,
        }
    }
}

/// How long to wait after so many failed tries; `None` when it is time to give up.
pub(crate) fn pause_after(tries: u32, pauses_s: &[i64]) -> Option<i64> {
    let failed = usize::try_from(tries.checked_sub(1)?).ok()?;
    pauses_s.get(failed).copied()
}

//! A carrier that cannot be reached, or that answers one request after the other with trouble: nothing is dialled through
//! it until it answers again.
//!
//! Calls would use up their attempts on a dead network, so a harmless question is asked instead, less and less often.

use std::sync::Arc;
use std::time::Duration;

use outdial_carrier::CommandError;

use crate::accounts::Account;
use crate::engine::Inner;

/// Sees to it that somebody asks after a carrier that could not be reached, and that the dialler learns of its return.
pub(crate) fn await_return(inner: &Arc<Inner>, account: &Arc<Account>) {
    if !account.is_newly_away() {
        return;
    }
    let (engine, account) = (inner.clone(), account.clone());
    inner.begin(async move {
        let answers = tokio::select! {
            answers = until_reachable(&account) => answers,
            // The next start begins with a fresh account.
            () = engine.stop.cancelled() => return,
        };
        tracing::info!(carrier.name = %account.name, answers, "calls are placed again");
        if answers {
            account.is_back();
        } else {
            account.is_tried_again();
        }
        engine.dial_wake.notify_one();
    });
}

/// Asks until there is an answer, or for so long that only a dial can tell.
async fn until_reachable(account: &Account) -> bool {
    let mut pause = PAUSE_FIRST;
    let mut waited = Duration::ZERO;
    // A carrier may take calls while it fails to answer questions: only a dial can tell.
    while waited < QUESTIONS_LIMIT {
        tokio::time::sleep(pause).await;
        waited += pause;
        match account.carrier.health().await {
            Err(CommandError::Unavailable { why }) => {
                tracing::debug!(carrier.name = %account.name, error = %why, "the carrier is still away");
                pause = (pause * 2).min(PAUSE_MAX);
            }
            // Whatever it answers, it answers.
            Ok(_) | Err(CommandError::Rejected(_) | CommandError::RateLimited { .. }) => return true,
        }
    }
    false
}

const PAUSE_FIRST: Duration = Duration::from_secs(1);
/// After a long outage calls go out again within this time.
const PAUSE_MAX: Duration = Duration::from_secs(30);
/// Then calls are tried again whatever the questions showed.
const QUESTIONS_LIMIT: Duration = Duration::from_secs(300);

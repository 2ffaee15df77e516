//! A run is over when its last call is; noted in the transaction that ends that call.

use outdial_domain::Timestamp;
use outdial_domain::call::State;
use outdial_domain::ids::RunId;
use outdial_store::{RunState, StoreError, Tx};

use crate::receive::Reception;

/// Notes the end of a run if this was what it waited for.
pub(crate) fn settle(tx: &mut Tx<'_>, reception: &Reception, now: Timestamp) -> Result<(), StoreError> {
    let Reception::Answered { row, .. } = reception else {
        return Ok(());
    };
    match &row.run_id {
        Some(run) if matches!(row.call.state, State::Ended(_)) => settle_run(tx, run, now),
        Some(_) | None => Ok(()),
    }
}

/// Notes the end of a run if all of its calls are over.
pub(crate) fn settle_run(tx: &mut Tx<'_>, run: &RunId, now: Timestamp) -> Result<(), StoreError> {
    let stats = tx.runs().stats(run)?;
    let ended = stats.by_state.get("ended").copied().unwrap_or(0);
    if stats.total == ended {
        tx.runs().set_state(run, RunState::Done, now)?;
    }
    Ok(())
}

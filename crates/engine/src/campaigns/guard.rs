//! Whether a planned call of a campaign may still be dialled when its turn comes. Agents come and go while a call waits
//! for its turn: a campaign's call is dialled now or given back, never kept for later.

use outdial_domain::call::{Event, State};
use outdial_domain::campaign::CampaignState;
use outdial_store::{CallRow, StoreError, Tx};

/// Whether a planned call may be claimed as far as its campaign is concerned: it runs, and the call was never claimed
/// before. One that came back from the carrier undialled is given back, since whoever it was for may be gone.
pub(crate) fn may_be_claimed(tx: &mut Tx<'_>, row: &CallRow) -> Result<bool, StoreError> {
    let Some(id) = &row.campaign_id else {
        return Ok(true);
    };
    let campaign = tx.campaigns().get(id)?;
    let runs = campaign.is_some_and(|campaign| campaign.state == CampaignState::Running);
    Ok(runs && row.call.facts.claims == 0)
}

/// What happens to a campaign's call that a rule would make wait: it is taken back, and its lead is asked about anew.
pub(crate) fn steps_back(row: &CallRow, event: Event) -> Event {
    let waits = matches!(event, Event::Postponed { .. });
    if waits && row.campaign_id.is_some() && row.call.state == State::Planned {
        Event::HangUpRequested
    } else {
        event
    }
}

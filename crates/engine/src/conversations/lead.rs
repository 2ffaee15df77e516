//! Whom an agent talks with, and which agent it is.

use outdial_domain::zones::zones_for;
use outdial_store::{CallRow, LeadRow, StoreError, Tx, VoiceAgentRow};

/// The agent that talks in a call: that of its campaign, as it was published last. What was saved since changes no call; one
/// that was never published, and so has no host, is as it was saved.
pub(crate) fn agent_of(tx: &mut Tx<'_>, row: &CallRow) -> Result<Option<VoiceAgentRow>, StoreError> {
    let Some(campaign) = &row.campaign_id else {
        return Ok(None);
    };
    let Some(campaign) = tx.campaigns().get(campaign)? else {
        return Ok(None);
    };
    let Some(id) = &campaign.settings.voice_agent_id else {
        return Ok(None);
    };
    let Some(mut agent) = tx.voice_agents().get(id)? else {
        return Ok(None);
    };
    if let Some(published) = agent.published.as_ref().map(|given| given.version)
        && published != agent.version
        && let Some(version) = tx.voice_agents().version(id, published)?
    {
        agent.settings = version.settings;
        agent.version = version.version;
    }
    Ok(Some(agent))
}

/// The lead of a call.
pub(crate) fn lead_of(tx: &mut Tx<'_>, row: &CallRow) -> Result<Option<LeadRow>, StoreError> {
    match &row.lead_id {
        Some(id) => tx.leads().get(id),
        None => Ok(None),
    }
}

/// The callee's IANA zone: what their list names, or the only one in which their phone can be. A number that may be in
/// several zones says nothing of the time there.
pub(crate) fn zone_of(row: &CallRow, lead: Option<&LeadRow>) -> Option<String> {
    if let Some(zone) = lead.and_then(|lead| lead.time_zone.clone()) {
        return Some(zone);
    }
    match zones_for(&row.phone).names().as_slice() {
        [only] => Some((*only).to_owned()),
        _ => None,
    }
}

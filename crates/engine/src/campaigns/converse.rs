//! What a voice agent's host is told about the callee when it is asked to call.

use outdial_domain::ids::WorkspaceId;
use outdial_domain::instruction::{Converse, Instruction};
use outdial_domain::voice_agent::{Callee, VoiceAgentSettings, variables};
use outdial_domain::zones::zones_for;
use outdial_store::{CallRow, StoreError};

use crate::engine::Inner;

/// What the leg of a call that a voice agent serves does once it is answered.
pub(crate) async fn converse(
    inner: &Inner,
    workspace: &WorkspaceId,
    row: &CallRow,
) -> Result<Vec<Instruction>, StoreError> {
    let (rows, id) = (inner.store.workspace(workspace.clone()), row.lead_id.clone());
    let lead = rows
        .read(move |tx| match id {
            Some(id) => tx.leads().get(&id),
            None => Ok(None),
        })
        .await?;
    let fields = lead
        .as_ref()
        .map(outdial_store::LeadRow::fields)
        .unwrap_or_default();
    let zones = zones_for(&row.phone).names();
    // A number that may be in several zones says nothing of the time there.
    let by_number = match zones[..] {
        [zone] => Some(zone),
        _ => None,
    };
    let callee = Callee {
        fields: &fields,
        phone: &row.phone,
        zone: fields.time_zone.as_deref().or(by_number),
    };
    let agent = VoiceAgentSettings::default();
    Ok(vec![Instruction::Converse(Box::new(Converse {
        agent: None,
        variables: variables(&agent, &callee, inner.clock.now()),
        first_message: None,
        voicemail: Some(row.message.clone()).filter(|message| !message.trim().is_empty()),
        callee_name: row.name.clone(),
        time_limit_s: row.policy.time_limit_s,
        record: row.policy.record,
    }))])
}

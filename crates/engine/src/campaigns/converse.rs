//! What is known of a voice agent and its callee, and what the agent's host is told of that when it is asked to call.

use std::collections::BTreeMap;

use outdial_domain::call::Treatment;
use outdial_domain::ids::WorkspaceId;
use outdial_domain::instruction::{Converse, Instruction};
use outdial_domain::voice_agent::{Callee, VoiceAgentSettings, variables};
use outdial_store::{CallRow, LeadRow, StoreError, VoiceAgentRow};

use crate::conversations::{agent_of, lead_of, zone_of};
use crate::engine::Inner;
use crate::placing::message_instructions;

/// What the leg of a call that a voice agent serves does once it is answered.
pub(crate) async fn converse(
    inner: &Inner,
    workspace: &WorkspaceId,
    row: &CallRow,
) -> Result<Vec<Instruction>, StoreError> {
    let Cast {
        agent,
        settings,
        variables,
    } = cast(inner, workspace, row).await?;
    let published = agent.as_ref().and_then(|agent| agent.published.as_ref());
    // One that was given to another account, or to nobody, is not known to this one's host.
    let here = published
        .filter(|given| row.account_id.as_ref() == Some(&given.account_id) && !given.host_id.is_empty());
    let host_id = here.map(|given| given.host_id.clone());
    // Said whatever the host has of the agent: that it is a machine who calls must not depend on that.
    let first = settings.first_words(&variables);
    let spoken = Some(row.message.clone()).filter(|message| !message.trim().is_empty());
    Ok(vec![Instruction::Converse(Box::new(Converse {
        agent: host_id,
        first_message: Some(first).filter(|words| !words.is_empty()),
        voicemail: spoken.or_else(|| settings.left_on_machine(&variables)),
        variables,
        callee_name: row.name.clone(),
        time_limit_s: row.policy.time_limit_s.min(settings.max_duration_s),
        record: row.policy.record,
    }))])
}

/// What a machine that answered is told: the call's message, or what its voice agent leaves.
pub(crate) async fn left_on_machine(
    inner: &Inner,
    workspace: &WorkspaceId,
    row: &CallRow,
) -> Result<Vec<Instruction>, StoreError> {
    if row.policy.treatment != Treatment::VoiceAgent || !row.message.trim().is_empty() {
        return Ok(message_instructions(row));
    }
    let Cast {
        settings, variables, ..
    } = cast(inner, workspace, row).await?;
    let said = settings.left_on_machine(&variables).map(|text| Instruction::Say {
        text,
        voice: row.voice.clone(),
        language: Some(settings.language.clone()),
    });
    Ok(said.into_iter().chain([Instruction::HangUp]).collect())
}

/// The two who talk in a call.
pub(crate) struct Cast {
    /// The agent's row; absent where the campaign names none.
    pub agent: Option<VoiceAgentRow>,
    /// What the agent is to do and say.
    pub settings: VoiceAgentSettings,
    /// What is known of the callee.
    pub variables: BTreeMap<String, String>,
}

/// Who talks in a call.
pub(crate) async fn cast(inner: &Inner, workspace: &WorkspaceId, row: &CallRow) -> Result<Cast, StoreError> {
    let (rows, of) = (inner.store.workspace(workspace.clone()), row.clone());
    let (agent, lead) = rows
        .read(move |tx| Ok::<_, StoreError>((agent_of(tx, &of)?, lead_of(tx, &of)?)))
        .await?;
    let fields = lead.as_ref().map(LeadRow::fields).unwrap_or_default();
    let zone = zone_of(row, lead.as_ref());
    let callee = Callee {
        fields: &fields,
        phone: &row.phone,
        zone: zone.as_deref(),
    };
    let settings = agent.as_ref().map(|agent| agent.settings.clone());
    let settings = settings.unwrap_or_default();
    Ok(Cast {
        variables: variables(&settings, &callee, inner.clock.now()),
        agent,
        settings,
    })
}

//! Which calls are talked in here, and how their legs find the way.

use outdial_domain::call::Treatment;
use outdial_domain::ids::WorkspaceId;
use outdial_domain::instruction::Instruction;
use outdial_store::CallRow;

use crate::accounts::Account;
use crate::engine::{Engine, Inner};
use crate::floor::instructions::way_to;
use crate::floor::ticket::Whither;

impl Engine {
    /// Whether voice agents can talk through an account: its carrier hosts them, or our own does.
    #[must_use]
    pub fn can_talk(&self, workspace: &WorkspaceId, account: &Account) -> bool {
        account.carrier.agents().is_some() || has_own(&self.inner, workspace)
    }
}

/// Whether our own agent talks in a call: its carrier hosts none, and the workspace has a model.
pub(crate) fn is_ours(inner: &Inner, workspace: &WorkspaceId, account: &Account, row: &CallRow) -> bool {
    row.policy.treatment == Treatment::VoiceAgent
        && account.carrier.agents().is_none()
        && has_own(inner, workspace)
}

fn has_own(inner: &Inner, workspace: &WorkspaceId) -> bool {
    inner.floor().is_some() && inner.services.of(workspace).speech_model.is_some()
}

/// The way to our agent, once for each call: a callee whose stream broke has been talked with.
pub(crate) fn into_talk(
    inner: &Inner,
    workspace: &WorkspaceId,
    account: &Account,
    row: &CallRow,
) -> Option<Vec<Instruction>> {
    let floor = inner.floor()?;
    if !is_ours(inner, workspace, account, row) || floor.talks.has_begun(&row.id) {
        return None;
    }
    way_to(inner, &floor, workspace, account, row, Whither::Talk)
}

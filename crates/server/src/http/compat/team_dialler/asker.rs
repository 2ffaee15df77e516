//! Who asks, and on which seat they sit.

use std::sync::Arc;

use outdial_engine::Account;

use super::failure::Refused;
use crate::http::AppState;
use crate::http::auth::{Actor, ActorKind, Operation};
use crate::http::problem::Problem;

/// Who asks, with the right to call people and to talk to them.
pub(super) fn asker(actor: Result<Actor, Problem>) -> Result<Actor, Refused> {
    let actor = actor?;
    actor.require(Operation::SeatsUse)?;
    actor.require(Operation::RunsWrite)?;
    Ok(actor)
}

/// Under which name the agent of a campaign sits. A key serves many agents, so each of its campaigns is another agent's.
pub(super) fn sitter(actor: &Actor, short: &str) -> String {
    match actor.kind {
        ActorKind::User => actor.id.clone(),
        ActorKind::ApiKey => format!("{}/{short}", actor.id),
    }
}

/// The account at which agents and callees meet, the workspace's default before others.
pub(super) fn hosting(app: &AppState, actor: &Actor) -> Result<Arc<Account>, Refused> {
    let mut accounts = app.engine.accounts().of(&actor.workspace);
    accounts.retain(|account| account.carrier.rooms().is_some() && app.engine.can_talk_through(&account.id));
    accounts.sort_by_key(|account| !account.is_default);
    accounts.into_iter().next().ok_or_else(Refused::not_configured)
}

//! Brings the stored state to what the configuration says, before anything runs.

use outdial_domain::ids::WorkspaceId;

use super::{accounts, service_key};
use crate::first_run;
use crate::http::AppState;

/// What a start finds.
pub struct Prepared {
    /// The workspace that everybody works in.
    pub workspace: WorkspaceId,
    /// Whether calls will go to the simulated phone network.
    pub is_sandbox: bool,
}

/// Makes what is missing (the workspace, the administrator, the service key) and follows the environment.
///
/// # Errors
/// When the store fails, or the administrator's password is too weak.
pub async fn prepare(app: &AppState) -> anyhow::Result<Prepared> {
    let workspace = first_run::open_first_workspace(&app.store, app.new_bits(), app.now()).await?;
    let is_sandbox = accounts::needs_sandbox(app, &workspace).await?;
    let (dialling, ids) = (&app.config.dialling, app.ids.as_ref());
    first_run::follow_environment(&app.store, &workspace, dialling, is_sandbox, ids, app.now()).await?;
    if let Some(admin) = &app.config.admin {
        first_run::add_administrator(app, &workspace, admin)
            .await
            .map_err(|problem| anyhow::anyhow!("OUTDIAL_ADMIN_EMAIL: {}", problem.message()))?;
    }
    service_key::follow_environment(app, &workspace, app.config.api_key.as_ref()).await?;
    Ok(Prepared {
        workspace,
        is_sandbox,
    })
}

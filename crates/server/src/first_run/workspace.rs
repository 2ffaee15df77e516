//! The first workspace, which everybody works in until there are more.

use outdial_domain::Timestamp;
use outdial_domain::ids::WorkspaceId;
use outdial_domain::settings::Settings;
use outdial_store::{Store, StoreError, SystemTx, WorkspaceRow};

/// The first workspace.
///
/// # Errors
/// When the store fails, or there is none.
pub async fn first_workspace(store: &Store) -> Result<WorkspaceId, StoreError> {
    let workspaces = store.system().read(|tx| tx.workspaces()).await?;
    let first = workspaces.into_iter().next();
    first
        .map(|row| row.id)
        .ok_or_else(|| StoreError::abandoned("there is no workspace"))
}

/// The first workspace, made when there is none.
///
/// # Errors
/// When the store fails.
pub async fn open_first_workspace(
    store: &Store,
    bits: u128,
    now: Timestamp,
) -> Result<WorkspaceId, StoreError> {
    let name = Settings::default().workspace_name;
    let made = WorkspaceRow {
        id: WorkspaceId::from_bits(bits),
        name,
        created_at: now,
    };
    let open = move |tx: &mut SystemTx<'_>| match tx.workspaces()?.into_iter().next() {
        Some(row) => Ok(row.id),
        None => tx.create_workspace(&made).map(|()| made.id),
    };
    store.system().write(open).await
}

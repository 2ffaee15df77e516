//! What the dial rules would say now, for the confirmation card and for lists while they are typed.

use outdial_domain::ids::WorkspaceId;
use outdial_domain::phone::PhoneNumber;
use outdial_domain::rules::{Decision, WindowOverride};
use outdial_store::StoreError;

use crate::compliance;
use crate::engine::Engine;

impl Engine {
    /// The decision about each number, in order, as of now. Nothing is written down.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn preview(
        &self,
        workspace: &WorkspaceId,
        numbers: Vec<PhoneNumber>,
        window_override: Option<WindowOverride>,
    ) -> Result<Vec<Decision>, StoreError> {
        let now = self.inner.clock.now();
        let caller_id = self
            .inner
            .accounts
            .default_of(workspace)
            .and_then(|account| account.caller_id.clone());
        self.inner
            .store
            .workspace(workspace.clone())
            .read(move |tx| {
                let settings = tx.settings().current()?.settings;
                numbers
                    .iter()
                    .map(|phone| {
                        let confirmed = window_override.clone();
                        compliance::decide_number(
                            tx,
                            phone,
                            confirmed,
                            None,
                            &settings,
                            caller_id.as_ref(),
                            now,
                        )
                    })
                    .collect()
            })
            .await
    }
}

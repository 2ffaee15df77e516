//! The carrier accounts of a workspace by name.

use std::collections::BTreeMap;

use outdial_domain::ids::{CarrierAccountId, WorkspaceId};
use outdial_engine::Engine;

use crate::http::calls::view::{CallNames, CarrierRef};

/// The carrier accounts of a workspace by name.
pub struct AccountNames(BTreeMap<CarrierAccountId, CarrierRef>);

impl AccountNames {
    /// The accounts in use now.
    #[must_use]
    pub fn of(engine: &Engine, workspace: &WorkspaceId) -> Self {
        let named = engine.accounts().of(workspace).into_iter().map(|account| {
            let name = account.name.clone();
            (
                account.id.clone(),
                CarrierRef {
                    id: account.id.to_string(),
                    kind: account.kind.clone(),
                    name,
                },
            )
        });
        Self(named.collect())
    }
}

impl CallNames for AccountNames {
    fn account(&self, id: &CarrierAccountId) -> Option<CarrierRef> {
        self.0.get(id).cloned()
    }
}

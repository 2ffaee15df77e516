//! The calendar of a workspace, and what the built-in one knows.

use std::sync::Arc;

use async_trait::async_trait;
use outdial_domain::Timestamp;
use outdial_domain::booking::Span;
use outdial_domain::ids::WorkspaceId;
use outdial_integrations::calendar::{BuiltIn, Calendar, Diary};
use outdial_store::StoreError;

use crate::engine::Inner;
use crate::mailing::booking_settings;

struct StoredDiary {
    inner: Arc<Inner>,
    workspace: WorkspaceId,
}

#[async_trait]
impl Diary for StoredDiary {
    fn now(&self) -> Timestamp {
        self.inner.clock.now()
    }

    async fn taken(&self, between: Span) -> Result<Vec<Span>, String> {
        self.inner
            .store
            .workspace(self.workspace.clone())
            .read(move |tx| tx.bookings().taken(BUILT_IN, between))
            .await
            .map_err(|why| why.to_string())
    }
}

impl Inner {
    /// The calendar in which a workspace makes appointments.
    pub(crate) async fn calendar(
        self: &Arc<Self>,
        workspace: &WorkspaceId,
    ) -> Result<Arc<dyn Calendar>, StoreError> {
        if let Some(calendar) = self.services.of(workspace).calendar {
            return Ok(calendar);
        }
        self.built_in(workspace).await
    }

    /// The calendar of this kind, if the workspace has it still.
    pub(super) async fn calendar_of_kind(
        self: &Arc<Self>,
        workspace: &WorkspaceId,
        kind: &str,
    ) -> Result<Option<Arc<dyn Calendar>>, StoreError> {
        if kind == BUILT_IN {
            return self.built_in(workspace).await.map(Some);
        }
        let calendar = self.services.of(workspace).calendar;
        Ok(calendar.filter(|calendar| calendar.kind() == kind))
    }

    async fn built_in(self: &Arc<Self>, workspace: &WorkspaceId) -> Result<Arc<dyn Calendar>, StoreError> {
        let rows = self.store.workspace(workspace.clone());
        let settings = rows.read(booking_settings).await?;
        let diary = StoredDiary {
            inner: self.clone(),
            workspace: workspace.clone(),
        };
        Ok(Arc::new(BuiltIn::new(settings, diary)))
    }
}

pub(super) const BUILT_IN: &str = "built_in";

//! A clip made ready to be played in a room.

use bytes::Bytes;
use outdial_domain::ids::{ClipId, WorkspaceId};
use outdial_engine::RoomOrder;
use outdial_media::Clip;

use super::files::path_of;
use crate::http::AppState;
use crate::http::auth::Actor;
use crate::http::problem::{Problem, ProblemCode};

impl AppState {
    /// The file of a clip, as it was sent here.
    ///
    /// # Errors
    /// When there is no such clip, or its file cannot be read.
    pub async fn clip_file(&self, workspace: &WorkspaceId, id: &ClipId) -> Result<Bytes, Problem> {
        let wanted = id.clone();
        let row = self
            .workspace(workspace)
            .read(move |tx| tx.clips().get(&wanted))
            .await?;
        row.ok_or(ProblemCode::ClipNotFound)?;
        let file = tokio::fs::read(path_of(&self.config.data_dir, id)).await;
        file.map(Bytes::from).map_err(|why| Problem::internal(&why))
    }

    /// The order to play a clip of the actor's workspace.
    ///
    /// # Errors
    /// When there is no such clip, or its file cannot be read.
    pub async fn clip_order(&self, actor: &Actor, id: ClipId) -> Result<RoomOrder, Problem> {
        let wanted = id.clone();
        let row = self
            .workspace(&actor.workspace)
            .read(move |tx| tx.clips().get(&wanted))
            .await?;
        let row = row.ok_or(ProblemCode::ClipNotFound)?;
        let path = path_of(&self.config.data_dir, &id);
        let read = tokio::task::spawn_blocking(move || {
            let file = std::fs::read(path).map_err(|why| Problem::internal(&why))?;
            Clip::from_wav(&row.name, &file).map_err(|why| Problem::internal(&why))
        });
        let clip = read.await.map_err(|why| Problem::internal(&why))??;
        Ok(RoomOrder::Play { id, clip })
    }
}

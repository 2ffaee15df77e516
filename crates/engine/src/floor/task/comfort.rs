//! What a callee hears while the agent's browser is lost: the clip that the workspace chose, again and again.

use outdial_domain::ids::{ClipId, WorkspaceId};
use outdial_media::{Audience, Clip};
use outdial_store::StoreError;
use serde_json::json;

use super::run::Task;
use crate::engine::Inner;
use crate::floor::hall::Floor;
use crate::floor::note::Happening;
use crate::floor::venue::Venue;

/// How the comfort line of a room stands.
#[derive(Default)]
pub(super) struct Comfort {
    /// The clip that is to be heard now.
    clip: Option<Clip>,
    /// It is heard; a clip that the agent had begun is heard to its end first.
    plays: bool,
}

impl Task {
    /// Begins the comfort line, if the workspace has chosen one. What a carrier plays it cannot stop when the agent is
    /// back, so a callee who is there waits in silence.
    pub(super) async fn comfort(&mut self) {
        if matches!(self.desk.venue, Venue::Hosted(_)) {
            return;
        }
        match chosen_clip(&self.inner, &self.floor, &self.workspace).await {
            Ok(Some((id, clip))) => {
                let detail = json!({ "id": id, "name": &**clip.name() });
                self.comfort.clip = Some(clip);
                self.comfort_again();
                self.note(Happening::of("comforted").detail(detail)).await;
            }
            Ok(None) => {}
            Err(why) => {
                tracing::warn!(room.id = %self.row.id, error = why, "a callee waits in silence: the chosen clip cannot be played");
            }
        }
    }

    /// Whether the clip that is heard is the comfort line's: an agent who is not quite back may have begun another.
    pub(super) fn is_comforting(&self) -> bool {
        self.comfort.plays && self.desk.notes().clip.is_none()
    }

    /// Plays the comfort line once more, unless the agent's own clip is heard or it is not wanted any more.
    pub(super) fn comfort_again(&mut self) {
        self.comfort.plays = false;
        let Some(clip) = self.comfort.clip.clone() else {
            return;
        };
        if self.desk.notes().clip.is_some() {
            return;
        }
        let Venue::Ours(handle) = &self.desk.venue else {
            return;
        };
        match handle.play(clip, Audience::Everybody) {
            Ok(()) => self.comfort.plays = true,
            Err(why) => {
                tracing::warn!(room.id = %self.row.id, error = %why, "a callee waits in silence");
            }
        }
    }

    /// Ends the comfort line: the agent is back.
    pub(super) fn stop_comfort(&mut self) {
        if self.is_comforting()
            && let Venue::Ours(handle) = &self.desk.venue
        {
            handle.stop_clip();
        }
        self.comfort = Comfort::default();
    }
}

/// The clip that the workspace chose for callees who wait for a lost browser.
pub(in crate::floor) async fn chosen_clip(
    inner: &Inner,
    floor: &Floor,
    workspace: &WorkspaceId,
) -> Result<Option<(ClipId, Clip)>, String> {
    let Some(folder) = floor.config.clips.clone() else {
        return Ok(None);
    };
    let rows = inner.store.workspace(workspace.clone());
    let chosen = rows.read(|tx| {
        let settings = tx.settings().current()?.settings;
        let row = settings.comfort_clip_id.map(|id| tx.clips().get(&id));
        Ok::<_, StoreError>(row.transpose()?.flatten())
    });
    let Some(row) = chosen.await.map_err(|why| why.to_string())? else {
        return Ok(None);
    };
    let read = tokio::task::spawn_blocking(move || {
        let file = std::fs::read(folder.join(format!("{}.wav", row.id))).map_err(|why| why.to_string())?;
        let clip = Clip::from_wav(&row.name, &file).map_err(|why| why.to_string())?;
        Ok(Some((row.id, clip)))
    });
    read.await.map_err(|why| why.to_string())?
}

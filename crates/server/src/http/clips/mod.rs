//! Clips: short sounds that agents play into a talk.

mod add;
mod files;
mod hear;
mod list;
mod play;
mod remove;
mod view;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::AppState;
use super::guard::list_body;

pub use files::folder as clip_folder;
pub use view::ClipView;

/// The operations on clips.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list::list_clips, add::add_clip))
        .layer(list_body())
        .routes(routes!(remove::remove_clip))
        .routes(routes!(hear::hear_clip))
}

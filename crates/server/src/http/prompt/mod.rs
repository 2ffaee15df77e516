//! The prompt: a command in plain words becomes a card to confirm, and the card becomes calls.

mod card;
mod execute;
mod interpret;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::http::AppState;

pub use execute::NumbersToCall;
pub use interpret::understand;

/// The operations of the prompt.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(interpret::read_prompt)).routes(routes!(execute::execute_prompt))
}

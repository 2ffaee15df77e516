//! The prompt: a command in plain words becomes a card to confirm, and the card becomes calls.

mod card;
mod confirm;
mod execute;
mod interpret;
mod order;
mod stop;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::http::AppState;

pub use interpret::understand;
pub use order::NumbersToCall;

/// The operations of the prompt.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(interpret::read_prompt))
        .routes(routes!(execute::execute_prompt))
}

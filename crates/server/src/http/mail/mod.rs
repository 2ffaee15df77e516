//! Mails that follow calls: their words and rules, the outbox, and addresses that are not written to.

mod looked_at;
mod outbox;
mod suppressions;
mod templates;
mod try_out;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::AppState;

pub use looked_at::MailPreviews;

/// The operations on mails.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(templates::list_templates))
        .routes(routes!(templates::read_template, templates::write_template))
        .routes(routes!(templates::restore_template))
        .routes(routes!(try_out::preview_template))
        .routes(routes!(looked_at::look_at_mail))
        .routes(routes!(try_out::send_test_mail))
        .routes(routes!(outbox::list_mails))
        .routes(routes!(outbox::retry_mail))
        .routes(routes!(outbox::cancel_mail))
        .routes(routes!(
            suppressions::list_suppressions,
            suppressions::add_suppression
        ))
        .routes(routes!(suppressions::remove_suppression))
}

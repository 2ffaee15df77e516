//! `/unsubscribe/{token}`: where a person stops further mails. Opening the page stops nothing, because mail programs open
//! links of their own accord; the button does, and so does the one click that mail programs offer.

use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use outdial_store::SuppressionReason;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::AppState;
use super::problem::Problem;

/// The page.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(show, stop))
}

/// Asks whether mails are to stop.
#[utoipa::path(get, path = "/unsubscribe/{token}", tag = "Mail", params(("token" = String, Path)),
    responses((status = 200, description = "A page with one button"), (status = 404, description = "No such link")))]
pub async fn show(State(app): State<AppState>, Path(token): Path<String>) -> Response {
    match app.engine.unsubscribe_link(&token) {
        Some(_) => page(
            StatusCode::OK,
            "<h1>No more mails?</h1><form method=\"post\"><button>Stop mails to me</button></form>",
        ),
        None => unknown(),
    }
}

/// Stops further mails.
#[utoipa::path(post, path = "/unsubscribe/{token}", tag = "Mail", params(("token" = String, Path)),
    responses((status = 200, description = "No more mails are sent"), (status = 404, description = "No such link")))]
pub async fn stop(State(app): State<AppState>, Path(token): Path<String>) -> Result<Response, Problem> {
    let Some((workspace, address)) = app.engine.unsubscribe_link(&token) else {
        return Ok(unknown());
    };
    app.engine
        .suppress_mail(&workspace, address, SuppressionReason::Unsubscribed)
        .await?;
    Ok(page(
        StatusCode::OK,
        "<h1>Done</h1><p>You get no more mails from us.</p>",
    ))
}

fn unknown() -> Response {
    page(
        StatusCode::NOT_FOUND,
        "<h1>This link is not complete</h1><p>Copy the whole link from the mail.</p>",
    )
}

fn page(status: StatusCode, body: &str) -> Response {
    let html = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width\"><meta name=\"robots\" content=\"noindex\"><title>Mails</title><main>{body}</main></html>"
    );
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::REFERRER_POLICY, "no-referrer"),
    ];
    (status, headers, html).into_response()
}

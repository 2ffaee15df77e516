//! Whether the process lives, whether it can work, and its figures.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::AppState;
use super::audio_meters;
use super::auth::{Actor, Client, Operation};
use super::problem::{Problem, ProblemCode};

/// The operations that watchers of the process use.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(healthz))
        .routes(routes!(readyz))
        .routes(routes!(metrics))
}

/// Whether the process can work.
#[derive(Debug, Serialize, ToSchema)]
pub struct Readiness {
    /// Whether everything is as it should be.
    pub ready: bool,
    /// Whether start-up is complete and shutdown has not begun.
    pub serving: bool,
    /// Whether the database answers.
    pub database: bool,
    /// Whether new calls are being placed.
    pub dialling: bool,
}

/// The process lives.
#[utoipa::path(get, path = "/healthz", tag = "Health", operation_id = "healthz",
    responses((status = 200, description = "The process lives", body = String, content_type = "text/plain")))]
async fn healthz() -> &'static str {
    "ok\n"
}

/// The process can work: send it traffic.
#[utoipa::path(get, path = "/readyz", tag = "Health", operation_id = "readyz", responses(
    (status = 200, description = "Ready", body = Readiness),
    (status = 503, description = "Not ready", body = Readiness)))]
async fn readyz(State(app): State<AppState>) -> Response {
    let database = app.store.ping().await.is_ok();
    let serving = app.is_ready();
    let dialling = app.engine.is_dialling();
    let ready = database && serving && dialling;
    let status = if ready {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    (
        status,
        Json(Readiness {
            ready,
            serving,
            database,
            dialling,
        }),
    )
        .into_response()
}

/// Figures in Prometheus' text format; without a key only for programs on this machine.
#[utoipa::path(get, path = "/metrics", tag = "Health", operation_id = "metrics",
    responses((status = 200, description = "Figures", body = String, content_type = "text/plain")))]
async fn metrics(
    State(app): State<AppState>,
    client: Client,
    headers: HeaderMap,
    actor: Result<Actor, Problem>,
) -> Result<Response, Problem> {
    if !is_local(&headers, client) {
        actor?.require(Operation::MetricsRead)?;
    }
    let Some(handle) = &app.metrics else {
        return Err(Problem::new(ProblemCode::NotFound).detail("This process collects no metrics."));
    };
    if let Some(floor) = app.engine.floor() {
        audio_meters::show(&floor.hub().metrics());
    }
    handle.run_upkeep();
    let content_type = HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8");
    Ok(([(header::CONTENT_TYPE, content_type)], handle.render()).into_response())
}

/// A tunnel or proxy also connects from this machine, but it names the public host or the client behind it.
fn is_local(headers: &HeaderMap, client: Client) -> bool {
    let forwarded = ["x-forwarded-for", "x-forwarded-host", "forwarded", "x-real-ip"]
        .iter()
        .any(|name| headers.contains_key(*name));
    let host = headers
        .get(header::HOST)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let host = host.rsplit_once(':').map_or(host, |(name, _)| name);
    client.address.is_loopback() && !forwarded && matches!(host, "localhost" | "127.0.0.1" | "[::1]")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn local(pairs: &[(&'static str, &'static str)], address: [u8; 4]) -> bool {
        let headers: HeaderMap = pairs
            .iter()
            .map(|(name, value)| {
                (
                    header::HeaderName::from_static(name),
                    HeaderValue::from_static(value),
                )
            })
            .collect();
        is_local(
            &headers,
            Client {
                address: address.into(),
            },
        )
    }

    #[test]
    fn only_programs_on_this_machine_are_local() {
        assert!(local(&[("host", "127.0.0.1:8080")], [127, 0, 0, 1]));
        assert!(!local(&[("host", "127.0.0.1:8080")], [203, 0, 113, 9]));
        assert!(!local(&[("host", "calls.example.com")], [127, 0, 0, 1]));
        assert!(!local(
            &[("host", "localhost"), ("x-forwarded-for", "1.1.1.1")],
            [127, 0, 0, 1]
        ));
        assert!(!local(&[], [127, 0, 0, 1]));
    }
}

//! Requests to a carrier's API: which may be sent again, and what their answers mean whatever the carrier.

use std::time::Duration;

use http::header::RETRY_AFTER;

use crate::http::{HttpRequest, HttpResponse, HttpTransport, TransportError};
use crate::{CommandError, backoff};

/// When a request may be sent again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Repeat {
    /// Doing it twice is the same as doing it once.
    Freely,
    /// Only if the carrier surely has not done it.
    IfNotDone,
}

/// Sends a request, and again a few times if need be. `judge` reads an answer that settles it; `unanswered` words that
/// there was none.
pub(crate) async fn send<Reply>(
    transport: &dyn HttpTransport,
    request: HttpRequest,
    repeat: Repeat,
    judge: impl Fn(&HttpResponse) -> Result<Reply, CommandError>,
    unanswered: impl Fn(&TransportError) -> CommandError,
) -> Result<Reply, CommandError> {
    let mut tries = 1;
    loop {
        let (error, retry_after, surely_not_done) = match transport.send(request.clone()).await {
            Ok(response) => match judge(&response) {
                Ok(reply) => return Ok(reply),
                Err(error) => {
                    let refused = matches!(error, CommandError::RateLimited { .. });
                    (error, retry_after(&response), refused)
                }
            },
            Err(error) => {
                let unsent = matches!(error, TransportError::NotSent(_));
                (unanswered(&error), None, unsent)
            }
        };
        if repeat == Repeat::IfNotDone && !surely_not_done {
            return Err(error);
        }
        let Some(wait) = backoff::next_wait(tries, retry_after, &request.url) else {
            return Err(error);
        };
        tokio::time::sleep(wait).await;
        tries += 1;
    }
}

/// Whether an answer says that a command was carried out (`true`) or refused; the error says why it says neither.
pub(crate) fn was_done(response: &HttpResponse) -> Result<bool, CommandError> {
    let status = response.status;
    match status.as_u16() {
        200..=299 => Ok(true),
        429 => Err(CommandError::RateLimited {
            retry_after_ms: retry_after_ms(response),
        }),
        408 => Err(unavailable(&format!("it answered with status {status}"))),
        400..=499 => Ok(false),
        _ => Err(unavailable(&format!("it answered with status {status}"))),
    }
}

/// How long the carrier asks us to wait, in milliseconds.
pub(crate) fn retry_after_ms(response: &HttpResponse) -> Option<i64> {
    retry_after(response).map(|wait| i64::try_from(wait.as_millis()).unwrap_or(i64::MAX))
}

/// Only the form in seconds is in use.
fn retry_after(response: &HttpResponse) -> Option<Duration> {
    let seconds = response.headers.get(RETRY_AFTER)?.to_str().ok()?;
    Some(Duration::from_secs(seconds.trim().parse().ok()?))
}

pub(crate) fn unavailable(why: &str) -> CommandError {
    CommandError::Unavailable { why: why.to_owned() }
}

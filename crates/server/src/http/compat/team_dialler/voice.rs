//! `/api/voice/*`: what a TwiML app, or a number, that was set up for the team dialler calls. Every request proves itself by
//! the carrier's signature; what a leg does next is what its own call is for, whatever the query says.

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use outdial_carrier::{BrowserEntry, LegRef, WebhookRequest};
use outdial_domain::instruction::Instruction;
use serde_json::json;

use super::door::let_in;
use crate::http::AppState;
use crate::http::problem::Problem;
use crate::http::webhooks::{Delivery, speak, take_report, verified};

/// A sample of what is answered here.
pub async fn sample() -> Response {
    const SAMPLE: &str =
        r#"<?xml version="1.0" encoding="UTF-8"?><Response><Say>This address works.</Say></Response>"#;
    ([(header::CONTENT_TYPE, "text/xml")], SAMPLE).into_response()
}

/// A browser calls: its agent enters the room of their own seat, whichever name the request asks for.
pub async fn dial(State(app): State<AppState>, delivery: Delivery) -> Result<Response, Problem> {
    let request = delivery.sent_to(&app, &app.base_url);
    let (account, _) = verified(&app, &request)?;
    let field = |name: &str| field_of(&request, name);
    let to = field("To").unwrap_or_default();
    let instructions = match to.trim() {
        "" => say("No destination specified"),
        to if to.starts_with("conference:") || to.starts_with("queue:") => {
            let from = field("From").unwrap_or_default();
            let entry = BrowserEntry {
                identity: from.strip_prefix("client:").unwrap_or_default().to_owned(),
                room: None,
                ticket: None,
            };
            let leg = LegRef(field("CallSid").unwrap_or_default());
            let_in(&app, &account, &entry, &leg).await?
        }
        _ => say("Numbers are called by the campaign. Goodbye."),
    };
    let rendered = account.carrier.render(&instructions);
    Ok(([(header::CONTENT_TYPE, rendered.content_type)], rendered.body).into_response())
}

/// What happens to a call.
pub async fn report(State(app): State<AppState>, delivery: Delivery) -> Result<Response, Problem> {
    take_report(&app, delivery).await?;
    Ok(Json(json!({ "status": "ok" })).into_response())
}

/// A leg asks what to do.
pub async fn instruct(State(app): State<AppState>, delivery: Delivery) -> Result<Response, Problem> {
    speak(&app, delivery).await
}

fn field_of(request: &WebhookRequest, name: &str) -> Option<String> {
    let mut fields = url::form_urlencoded::parse(&request.body);
    fields
        .find(|(field, _)| field == name)
        .map(|(_, value)| value.into_owned())
}

fn say(text: &str) -> Vec<Instruction> {
    vec![
        Instruction::Say {
            text: text.to_owned(),
            voice: None,
            language: None,
        },
        Instruction::HangUp,
    ]
}

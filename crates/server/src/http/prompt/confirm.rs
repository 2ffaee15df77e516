//! Checks what a client sends back as confirmed against the words that it was made from.

use outdial_domain::phone::PhoneNumber;
use outdial_domain::prompt::{Intent, NumberMention, PromptCtx, check_intent_numbers_occur, parse_command};
use outdial_integrations::language_model::check_intent;

use super::execute::ExecuteRequest;
use super::interpret::{understand, zone};
use crate::http::AppState;
use crate::http::auth::Actor;
use crate::http::problem::{Problem, ProblemCode};

/// What was confirmed, or what the words say now. Numbers that do not stand in the words are never called.
pub(super) async fn confirmed_intent(
    app: &AppState,
    actor: &Actor,
    request: &ExecuteRequest,
) -> Result<Intent, Problem> {
    let Some(intent) = &request.intent else {
        let read = understand(app, &actor.workspace, &request.text, request.time_zone.as_deref()).await?;
        return read
            .result
            .map(|command| command.intent)
            .map_err(|why| refuse(why.to_string()));
    };
    let region = app.default_region(&actor.workspace).await?;
    check_intent_numbers_occur(intent, &request.text).map_err(|stray| refuse(stray.to_string()))?;
    if let Some(mention) = misread(intent, &region) {
        let text = &mention.text;
        return Err(refuse(format!(
            "{text:?} is not the number that was confirmed; read the command again."
        )));
    }
    let ctx = PromptCtx {
        default_region: &region,
        now: app.now(),
        zone: zone(request.time_zone.as_deref())?,
    };
    match parse_command(&request.text, &ctx) {
        Ok(command) if is_same_order(&command.intent, intent) => {}
        // It did not come from the grammar, so it must be what a language model may answer.
        Ok(_) | Err(_) => check_intent(intent, &request.text).map_err(|why| refuse(why.to_string()))?,
    }
    Ok(intent.clone())
}

/// The first mention whose number is not what its text means.
fn misread<'a>(intent: &'a Intent, region: &str) -> Option<&'a NumberMention> {
    intent.numbers().iter().find(|mention| {
        mention
            .phone
            .as_ref()
            .is_ok_and(|phone| PhoneNumber::parse(&mention.text, region).as_ref() != Ok(phone))
    })
}

/// The same thing to the same numbers; times are relative to the moment of reading and do not count.
fn is_same_order(one: &Intent, other: &Intent) -> bool {
    std::mem::discriminant(one) == std::mem::discriminant(other) && one.numbers() == other.numbers()
}

fn refuse(detail: String) -> Problem {
    Problem::new(ProblemCode::PromptNotUnderstood).detail(detail)
}

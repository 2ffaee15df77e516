//! `PUT /settings`

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use outdial_domain::settings::Settings;
use serde_json::{Map, Value, json};

use super::wire::{SettingsDocument, SettingsFields};
use crate::http::AppState;
use crate::http::audit::Entry;
use crate::http::auth::{Actor, Operation};
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::Body;
use crate::workspace_settings;

/// Changes the settings; fields that are left out stay as they are.
#[utoipa::path(put, path = "/settings", tag = "Settings", operation_id = "writeSettings",
    params(("If-Match" = Option<String>, Header, description = "The revision that the change is based on; required here or in the body")),
    request_body = SettingsFields,
    responses((status = 200, description = "Changed", body = SettingsDocument)))]
pub async fn write(
    State(app): State<AppState>,
    actor: Actor,
    headers: HeaderMap,
    Body(mut change): Body<Map<String, Value>>,
) -> Result<Json<SettingsDocument>, Problem> {
    actor.require(Operation::SettingsWrite)?;
    let in_body = change.remove("revision");
    let based_on = revision_of(&headers, in_body.as_ref()).ok_or(ProblemCode::RevisionRequired)?;
    let (before, revision) = workspace_settings::with_revision(&app, &actor.workspace).await?;
    if based_on != revision {
        return Err(ProblemCode::RevisionConflict.into());
    }
    let after = apply(&before, change)?;
    check(&after)?;
    let entry = Entry::by(&actor).detail(json!({"changed": differences(&before, &after)}));
    let entry = entry.row(&app, "settings.changed");
    let (stored, now) = (after.clone(), app.now());
    let written = app
        .workspace(&actor.workspace)
        .write(move |tx| {
            if let Some(clip) = &stored.comfort_clip_id
                && tx.clips().get(clip)?.is_none()
            {
                return Ok(None);
            }
            workspace_settings::replace_in(tx, &stored, revision, now, &entry).map(Some)
        })
        .await?;
    let revision = written.ok_or_else(no_such_clip)?;
    app.engine.wake();
    Ok(Json(SettingsDocument {
        settings: after,
        revision,
    }))
}

fn no_such_clip() -> Problem {
    let sentence = "There is no such clip; add it first, or choose another.";
    let problem = Problem::new(ProblemCode::SettingsInvalid).detail(sentence);
    problem.field("comfort_clip_id", "unknown_clip", sentence)
}

/// Refuses settings that cannot be used, naming every field that is wrong.
pub fn check(settings: &Settings) -> Result<(), Problem> {
    let wrong = settings.validate();
    if wrong.is_empty() {
        return Ok(());
    }
    Err(Problem::of_fields(ProblemCode::SettingsInvalid, &wrong))
}

/// The revision that a change is based on, from `If-Match` or the body.
pub fn revision_of(headers: &HeaderMap, in_body: Option<&Value>) -> Option<i64> {
    let in_header = headers
        .get(header::IF_MATCH)
        .and_then(|value| value.to_str().ok());
    match in_header {
        Some(text) => text.trim_start_matches("W/").trim_matches('"').parse().ok(),
        None => in_body?.as_i64(),
    }
}

/// The settings with the given fields replaced; a field that does not exist is an error and not ignored.
fn apply(before: &Settings, change: Map<String, Value>) -> Result<Settings, Problem> {
    let mut document = as_object(before);
    for (field, value) in change {
        match document.get_mut(&field) {
            Some(place) => *place = value,
            None => return Err(Problem::invalid_field(&field, "There is no such setting.")),
        }
    }
    serde_json::from_value(Value::Object(document))
        .map_err(|why| Problem::new(ProblemCode::SettingsInvalid).detail(why.to_string()))
}

/// The fields that changed, each with its old and new value.
fn differences(before: &Settings, after: &Settings) -> Map<String, Value> {
    let before = as_object(before);
    as_object(after)
        .into_iter()
        .filter(|(field, value)| before.get(field) != Some(value))
        .map(|(field, value)| {
            let change = json!({"from": before.get(&field), "to": value});
            (field, change)
        })
        .collect()
}

fn as_object(settings: &Settings) -> Map<String, Value> {
    match serde_json::to_value(settings) {
        Ok(Value::Object(object)) => object,
        Ok(_) | Err(_) => Map::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(value: Value) -> Result<Settings, Problem> {
        let Value::Object(change) = value else {
            panic!("not an object")
        };
        apply(&Settings::default(), change)
    }

    #[test]
    fn what_is_left_out_stays() {
        let after = change(json!({"record": true})).unwrap();
        assert_eq!(
            after,
            Settings {
                record: true,
                ..Settings::default()
            }
        );
    }

    #[test]
    fn unknown_fields_and_wrong_types_are_refused() {
        assert!(change(json!({"recrod": true})).is_err());
        assert!(change(json!({"record": "yes"})).is_err());
    }

    #[test]
    fn only_differences_are_recorded() {
        let after = Settings {
            record: true,
            ..Settings::default()
        };
        let found = differences(&Settings::default(), &after);
        assert_eq!(
            Value::Object(found),
            json!({"record": {"from": false, "to": true}})
        );
    }
}

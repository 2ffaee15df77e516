//! Checks requests against Vapi's own OpenAPI document, more strictly than the document asks: unknown keys are refused too.

use std::sync::LazyLock;

use outdial_carrier::http::HttpRequest;
use serde_json::Value;
use url::Url;

use crate::openapi::directory;

static SPEC: LazyLock<Option<Value>> = LazyLock::new(|| {
    let file = directory().join("vapi.json");
    match std::fs::read(&file) {
        Ok(bytes) => Some(serde_json::from_slice(&bytes).unwrap()),
        Err(_) => {
            println!(
                "skipped: requests are not checked, {} is not there",
                file.display()
            );
            None
        }
    }
});

/// Whether the document is at hand.
pub fn is_there() -> bool {
    SPEC.is_some()
}

/// Fails the test when a request breaks the description, if that is at hand.
pub fn check(request: &HttpRequest) {
    let Some(spec) = &*SPEC else { return };
    let url = Url::parse(&request.url).unwrap();
    // The address at which a live call is controlled is given with the call and described in words only.
    if url.path().contains("/control/") {
        return;
    }
    let complaints = complaints(spec, request, &url);
    assert!(complaints.is_empty(), "{} {url}: {complaints:?}", request.method);
}

/// What is wrong with a request.
pub fn complaints_about(request: &HttpRequest) -> Vec<String> {
    let spec = SPEC.as_ref().unwrap();
    complaints(spec, request, &Url::parse(&request.url).unwrap())
}

fn complaints(spec: &Value, request: &HttpRequest, url: &Url) -> Vec<String> {
    let Some(path) = find_path(spec, url.path()) else {
        return vec!["no such path".to_owned()];
    };
    let operation = &spec["paths"][path][request.method.as_str().to_lowercase()];
    if operation.is_null() {
        return vec!["no such method".to_owned()];
    }
    let mut found = Vec::new();
    for (name, value) in url.query_pairs() {
        let parameters = operation["parameters"].as_array().unwrap();
        match parameters
            .iter()
            .find(|p| p["in"] == "query" && p["name"] == *name)
        {
            None => found.push(format!("{name} is unknown")),
            Some(parameter) => {
                let schema = &parameter["schema"];
                let value = match (schema["type"].as_str(), value.parse::<f64>()) {
                    (Some("number"), Ok(number)) => number.into(),
                    _ => Value::from(value.into_owned()),
                };
                check_value(spec, schema, &value, &name, &mut found);
            }
        }
    }
    let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
    match (schema.is_null(), request.body.is_empty()) {
        (true, true) => {}
        (true, false) => found.push("a body is not expected".to_owned()),
        (false, true) => found.push("a body is expected".to_owned()),
        (false, false) => {
            let body: Value = serde_json::from_slice(&request.body).unwrap();
            check_value(spec, schema, &body, "body", &mut found);
        }
    }
    found
}

fn find_path<'s>(spec: &'s Value, path: &str) -> Option<&'s str> {
    let given: Vec<&str> = path.split('/').collect();
    let fits = |template: &&String| {
        let wanted: Vec<&str> = template.split('/').collect();
        wanted.len() == given.len()
            && wanted
                .iter()
                .zip(&given)
                .all(|(wanted, given)| wanted.starts_with('{') || wanted == given)
    };
    let paths = spec["paths"].as_object().unwrap();
    paths.keys().find(fits).map(String::as_str)
}

fn resolve<'s>(spec: &'s Value, schema: &'s Value) -> &'s Value {
    match schema["$ref"].as_str() {
        Some(reference) => resolve(spec, spec.pointer(reference.trim_start_matches('#')).unwrap()),
        None => schema,
    }
}

fn check_value(spec: &Value, schema: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
    let schema = resolve(spec, schema);
    for part in schema["allOf"].as_array().into_iter().flatten() {
        check_value(spec, part, value, at, found);
    }
    if let Some(choices) = schema["oneOf"].as_array() {
        let fits = choices.iter().any(|choice| {
            let mut complaints = Vec::new();
            check_value(spec, choice, value, at, &mut complaints);
            complaints.is_empty()
        });
        if !fits {
            found.push(format!("{at} fits none of its shapes"));
        }
        return;
    }
    // The generator writes the words of a list's items at the list too, and calls some words objects.
    if let Some(words) = schema["enum"].as_array().filter(|_| !value.is_array()) {
        if !words.contains(value) {
            found.push(format!("{at} may not be {value}"));
        }
        return;
    }
    match schema["type"].as_str() {
        Some("object") => check_object(spec, schema, value, at, found),
        Some("array") => match value.as_array() {
            Some(items) => {
                for item in items {
                    check_value(spec, &schema["items"], item, at, found);
                }
            }
            None => found.push(format!("{at} is no list")),
        },
        Some("string") => check_text(schema, value, at, found),
        Some("number" | "integer") => check_number(schema, value, at, found),
        Some("boolean") if !value.is_boolean() => found.push(format!("{at} is neither true nor false")),
        Some(_) | None => {}
    }
}

fn check_object(spec: &Value, schema: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
    let Some(object) = value.as_object() else {
        found.push(format!("{at} is no object"));
        return;
    };
    for name in schema["required"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
    {
        if !object.contains_key(name) {
            found.push(format!("{at}.{name} is required"));
        }
    }
    let Some(known) = schema["properties"].as_object() else {
        return;
    };
    for (name, value) in object {
        match known.get(name) {
            Some(schema) => check_value(spec, schema, value, &format!("{at}.{name}"), found),
            None => found.push(format!("{at}.{name} is unknown")),
        }
    }
}

fn check_text(schema: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
    let Some(text) = value.as_str() else {
        found.push(format!("{at} is no text"));
        return;
    };
    let length = text.chars().count() as u64;
    let fits = schema["minLength"].as_u64().is_none_or(|least| length >= least)
        && schema["maxLength"].as_u64().is_none_or(|most| length <= most);
    let formed = schema["format"] != "date-time" || text.parse::<jiff::Timestamp>().is_ok();
    if !fits || !formed {
        found.push(format!("{at} may not be {text:?}"));
    }
}

fn check_number(schema: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
    let fits = value.as_f64().is_some_and(|number| {
        schema["minimum"].as_f64().is_none_or(|least| number >= least)
            && schema["maximum"].as_f64().is_none_or(|most| number <= most)
    });
    if !fits {
        found.push(format!("{at} may not be {value}"));
    }
}

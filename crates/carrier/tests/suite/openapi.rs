//! Checks requests against Twilio's own OpenAPI document, more strictly than the document asks: unknown keys,
//! wrongly repeated keys and values that only its prose forbids are refused too.

use std::path::PathBuf;
use std::sync::LazyLock;

use http::Method;
use outdial_carrier::http::HttpRequest;
use serde_json::Value;
use url::Url;

static SPEC: LazyLock<Option<Value>> = LazyLock::new(|| {
    let file = directory().join("twilio_api_v2010.json");
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

/// Where the descriptions of other people's APIs are kept.
pub fn directory() -> PathBuf {
    match std::env::var_os("OUTDIAL_SPECS_DIR") {
        Some(directory) => directory.into(),
        None => PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/specs"),
    }
}

/// Fails the test when `request` breaks the description, if that is at hand.
pub fn check(request: &HttpRequest) {
    let Some(spec) = &*SPEC else { return };
    let url = Url::parse(&request.url).unwrap();
    // Caller IDs verified by other means are not in our copy of the document.
    if url.path().ends_with("/OutgoingCallerIds.json") {
        return;
    }
    // Nor are the files of recordings, which share the address of what is described but for its ending.
    if request.method == Method::GET && url.path().contains("/Recordings/") && url.path().ends_with(".wav") {
        return;
    }
    let complaints = complaints(spec, &request.method, &url, &request.body);
    assert!(complaints.is_empty(), "{} {url}: {complaints:?}", request.method);
}

fn complaints(spec: &Value, method: &Method, url: &Url, body: &[u8]) -> Vec<String> {
    let Some((path, values)) = find_path(spec, url.path()) else {
        return vec!["no such path".to_owned()];
    };
    let operation = &spec["paths"][&path][method.as_str().to_lowercase()];
    if operation.is_null() {
        return vec!["no such method".to_owned()];
    }
    let mut found = Vec::new();
    let empty = Vec::new();
    let parameters = operation["parameters"].as_array().unwrap_or(&empty);
    for (name, value) in &values {
        let parameter = parameters
            .iter()
            .find(|p| p["in"] == "path" && p["name"] == **name);
        match parameter {
            Some(parameter) => check_value(spec, name, &parameter["schema"], value, &mut found),
            None => found.push(format!("path parameter {name} is not described")),
        }
    }
    let query: Vec<(String, String)> = url.query_pairs().into_owned().collect();
    let known = |name: &str| {
        parameters
            .iter()
            .find(|p| p["in"] == "query" && p["name"] == name)
            .map(|p| &p["schema"])
    };
    check_pairs(spec, &query, known, &mut found);

    let schema = &operation["requestBody"]["content"]["application/x-www-form-urlencoded"]["schema"];
    let form: Vec<(String, String)> = url::form_urlencoded::parse(body).into_owned().collect();
    check_pairs(spec, &form, |name| schema["properties"].get(name), &mut found);
    for name in schema["required"]
        .as_array()
        .unwrap_or(&empty)
        .iter()
        .filter_map(Value::as_str)
    {
        if !form.iter().any(|(key, _)| key == name) {
            found.push(format!("{name} is required"));
        }
    }
    if path.ends_with("/Calls.json") && *method == Method::POST {
        prose_of_create(&form, &mut found);
    }
    found
}

/// Templates with fixed segments win over those with parameters.
fn find_path(spec: &Value, path: &str) -> Option<(String, Vec<(String, String)>)> {
    let paths = spec["paths"].as_object().unwrap();
    let matches = paths
        .keys()
        .filter_map(|template| Some((template.clone(), match_path(template, path)?)));
    matches.min_by_key(|(_, values)| values.len())
}

fn match_path(template: &str, path: &str) -> Option<Vec<(String, String)>> {
    let (wanted, given): (Vec<_>, Vec<_>) = (template.split('/').collect(), path.split('/').collect());
    if wanted.len() != given.len() {
        return None;
    }
    let mut values = Vec::new();
    for (wanted, given) in wanted.into_iter().zip(given) {
        match wanted.strip_prefix('{').and_then(|rest| rest.split_once('}')) {
            Some((name, suffix)) => values.push((name.to_owned(), given.strip_suffix(suffix)?.to_owned())),
            None if wanted == given => {}
            None => return None,
        }
    }
    Some(values)
}

fn check_pairs<'s>(
    spec: &'s Value,
    pairs: &[(String, String)],
    known: impl Fn(&str) -> Option<&'s Value>,
    found: &mut Vec<String>,
) {
    for (at, (name, value)) in pairs.iter().enumerate() {
        let Some(schema) = known(name) else {
            found.push(format!("{name} is unknown"));
            continue;
        };
        let is_list = schema["type"] == "array";
        if !is_list && pairs[..at].iter().any(|(earlier, _)| earlier == name) {
            found.push(format!("{name} is repeated"));
        }
        check_value(
            spec,
            name,
            if is_list { &schema["items"] } else { schema },
            value,
            found,
        );
    }
}

fn check_value(spec: &Value, name: &str, schema: &Value, value: &str, found: &mut Vec<String>) {
    if let Some(reference) = schema["$ref"].as_str() {
        let target = spec.pointer(reference.trim_start_matches('#')).unwrap();
        return check_value(spec, name, target, value, found);
    }
    let is_good = match schema["type"].as_str() {
        Some("integer") => value.parse::<i64>().is_ok_and(|number| {
            schema["minimum"].as_i64().is_none_or(|least| number >= least)
                && schema["maximum"].as_i64().is_none_or(|most| number <= most)
        }),
        Some("boolean") => matches!(value, "true" | "false"),
        Some("string") => is_good_text(schema, value),
        _ => false,
    };
    let is_listed = schema["enum"]
        .as_array()
        .is_none_or(|words| words.iter().any(|word| word == value));
    if !is_good || !is_listed {
        found.push(format!("{name} may not be {value:?}"));
    }
}

fn is_good_text(schema: &Value, value: &str) -> bool {
    let length = value.chars().count() as u64;
    let fits = schema["minLength"].as_u64().is_none_or(|least| length >= least)
        && schema["maxLength"].as_u64().is_none_or(|most| length <= most);
    let formed = match schema["format"].as_str() {
        Some("uri") => Url::parse(value).is_ok_and(|url| url.has_host()),
        Some("date-time") => value.parse::<jiff::Timestamp>().is_ok(),
        Some("phone-number") => value.starts_with('+'),
        _ => true,
    };
    // The only patterns are those of ids: two letters and 32 hexadecimal digits.
    let matches = schema["pattern"].as_str().is_none_or(|pattern| {
        let prefix: String = pattern.chars().skip(1).take(2).collect();
        value
            .strip_prefix(&prefix)
            .is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_hexdigit()))
    });
    fits && formed && matches
}

/// What the description of "create a call" says in words only.
fn prose_of_create(form: &[(String, String)], found: &mut Vec<String>) {
    let values = |name: &str| {
        form.iter()
            .filter(|(key, _)| key == name)
            .map(|(_, value)| value.clone())
            .collect()
    };
    let events: Vec<String> = values("StatusCallbackEvent");
    if !events
        .iter()
        .all(|event| ["initiated", "ringing", "answered", "completed"].contains(&event.as_str()))
    {
        found.push(format!("StatusCallbackEvent may not be {events:?}"));
    }
    let modes: Vec<String> = values("MachineDetection");
    if !modes
        .iter()
        .all(|mode| ["Enable", "DetectMessageEnd"].contains(&mode.as_str()))
    {
        found.push(format!("MachineDetection may not be {modes:?}"));
    }
    let timeouts: Vec<String> = values("Timeout");
    if timeouts
        .iter()
        .any(|seconds| seconds.parse::<u32>().is_ok_and(|seconds| seconds > 600))
    {
        found.push(format!("Timeout may not be {timeouts:?}"));
    }
    let sources = ["Url", "Twiml", "ApplicationSid"];
    if form
        .iter()
        .filter(|(name, _)| sources.contains(&name.as_str()))
        .count()
        != 1
    {
        found.push("exactly one of Url, Twiml and ApplicationSid is needed".to_owned());
    }
    let documents: Vec<String> = values("Twiml");
    if documents.iter().any(|document| document.chars().count() > 4_000) {
        found.push("Twiml is too long".to_owned());
    }
}

#[test]
fn the_checker_itself_sees_what_is_wrong() {
    let Some(spec) = &*SPEC else { return };
    let url = |path: &str| Url::parse(&format!("https://api.twilio.com/2010-04-01/Accounts/{path}")).unwrap();
    let calls = url("AC00000000000000000000000000000001/Calls.json");
    let good = "To=%2B1&From=%2B2&Url=https%3A%2F%2Fa.example&StatusCallbackEvent=ringing&StatusCallbackEvent=answered";
    let check = |body: &str| complaints(spec, &Method::POST, &calls, body.as_bytes());
    assert_eq!(check(good), Vec::<String>::new());
    for bad in [
        "&MachineDetectoin=Enable",
        "&Timeout=5&Timeout=6",
        "&Timeout=abc",
        "&Timeout=601",
        "&Record=yes",
        "&Method=PUT",
        "&StatusCallback=nowhere",
        "&StatusCallbackEvent=zzz",
        "&MachineDetection=Bogus",
        "&Twiml=%3CResponse%2F%3E",
    ] {
        assert_eq!(check(&format!("{good}{bad}")).len(), 1, "{bad}");
    }
    assert_eq!(check("Url=https%3A%2F%2Fa.example").len(), 2);
    assert!(!complaints(spec, &Method::POST, &url("BAD/Calls.json"), good.as_bytes()).is_empty());
    assert!(!complaints(spec, &Method::PUT, &calls, b"").is_empty());
}

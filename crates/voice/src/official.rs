//! The official documents that what we send is held against.

use std::path::PathBuf;

use serde_json::Value;

/// The official document of this name; says on the console when there is no copy of it here.
pub fn official(name: &str) -> Option<Value> {
    let folder = match std::env::var_os("OUTDIAL_SPECS_DIR") {
        Some(folder) => PathBuf::from(folder),
        None => PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/specs"),
    };
    let Ok(text) = std::fs::read_to_string(folder.join(name)) else {
        println!("skipped: there is no copy of {name}; name its folder in OUTDIAL_SPECS_DIR");
        return None;
    };
    Some(serde_json::from_str(&text).expect("an official document is JSON"))
}

/// What of a value a schema of the document does not allow.
pub fn objections(document: &Value, schema: &Value, value: &Value, place: &str) -> Vec<String> {
    if let Some(reference) = schema["$ref"].as_str() {
        let target = document.pointer(reference.trim_start_matches('#'));
        let target = target.expect("a reference leads somewhere");
        return objections(document, target, value, place);
    }
    for choice in ["oneOf", "anyOf"] {
        if let Some(some) = schema[choice].as_array() {
            let tries = some.iter().map(|part| objections(document, part, value, place));
            return tries.min_by_key(Vec::len).unwrap_or_default();
        }
    }
    let right_type = match schema["type"].as_str() {
        Some("object") => value.is_object(),
        Some("array") => value.is_array(),
        Some("string") => value.is_string(),
        Some("integer") => value.is_i64() || value.is_u64(),
        Some("number") => value.is_number(),
        Some("boolean") => value.is_boolean(),
        Some("null") => value.is_null(),
        Some(_) | None => true,
    };
    let mut found = Vec::new();
    if !right_type {
        found.push(format!("{place} is no {}", schema["type"]));
    }
    let is_allowed = match (&schema["enum"], schema.get("const")) {
        (_, Some(only)) => only == value,
        (Value::Array(allowed), None) => allowed.contains(value),
        (_, None) => true,
    };
    if !is_allowed {
        found.push(format!("{place} must not be {value}"));
    }
    for name in schema["required"].as_array().into_iter().flatten() {
        let name = name.as_str().expect("names are texts");
        if value.get(name).is_none() {
            found.push(format!("{place}/{name} is missing"));
        }
    }
    if let (Some(fields), Some(properties)) = (value.as_object(), schema["properties"].as_object()) {
        for (name, field) in fields {
            let place = format!("{place}/{name}");
            match properties.get(name) {
                Some(schema) => found.extend(objections(document, schema, field, &place)),
                None => found.push(format!("{place} is unknown")),
            }
        }
    }
    for (index, item) in value.as_array().into_iter().flatten().enumerate() {
        let place = format!("{place}/{index}");
        found.extend(objections(document, &schema["items"], item, &place));
    }
    found
}

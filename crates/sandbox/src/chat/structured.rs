//! The emptiest value that a schema allows.

use serde_json::{Map, Value, json};

/// The emptiest value that a schema allows: null where that may be, and of several words the last one, which is where
/// schemas put the one for everything else.
pub(super) fn emptiest(schema: &Value) -> Value {
    if let Some(words) = schema["enum"].as_array() {
        return words.last().cloned().unwrap_or_default();
    }
    let kind = &schema["type"];
    let several = kind.as_array().into_iter().flatten();
    let kinds: Vec<&str> = several.filter_map(Value::as_str).chain(kind.as_str()).collect();
    if kinds.contains(&"null") {
        return Value::Null;
    }
    match kinds.first().copied() {
        Some("object") => {
            let fields = schema["properties"].as_object().into_iter().flatten();
            let fields: Map<String, Value> = fields
                .map(|(name, schema)| (name.clone(), emptiest(schema)))
                .collect();
            Value::Object(fields)
        }
        Some("array") => json!([]),
        Some("string") => json!(""),
        Some("boolean") => json!(false),
        Some("number" | "integer") => json!(0),
        Some(_) | None => Value::Null,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_is_there_and_nothing_is_in_it() {
        let schema = json!({"type": "object", "properties": {
            "intent": {"type": "string", "enum": ["call", "not_understood"]},
            "numbers": {"type": "array", "items": {"type": "string"}},
            "message": {"type": ["string", "null"]},
        }});
        assert_eq!(
            emptiest(&schema),
            json!({"intent": "not_understood", "numbers": [], "message": null})
        );
    }
}

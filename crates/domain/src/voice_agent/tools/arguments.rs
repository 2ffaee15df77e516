//! The arguments of a tool request as models write them: an object, its JSON text, or that text quoted once more.

use serde_json::{Map, Value};

use super::tool::plain;

/// Arguments by name; how a name is spelled does not matter.
pub(super) struct Arguments(Map<String, Value>);

impl Arguments {
    /// Reads them.
    ///
    /// # Errors
    /// A sentence that the model can act on.
    pub fn read(text: &str) -> Result<Self, String> {
        if text.len() > TEXT_MAX {
            return Err("The arguments are too long. Send only what the tool asks for.".to_owned());
        }
        let text = text.trim();
        if text.is_empty() {
            return Ok(Self(Map::new()));
        }
        let mut value: Value = serde_json::from_str(text).map_err(|_| MALFORMED.to_owned())?;
        if let Value::String(inner) = &value {
            value = match inner.trim() {
                "" => Value::Null,
                inner => serde_json::from_str(inner).map_err(|_| MALFORMED.to_owned())?,
            };
        }
        match value {
            Value::Object(fields) => Ok(Self(fields)),
            Value::Null => Ok(Self(Map::new())),
            Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
                Err(MALFORMED.to_owned())
            }
        }
    }

    /// The text under the first of these names that has one.
    ///
    /// # Errors
    /// A sentence that the model can act on.
    pub fn text(&self, names: &[&str]) -> Result<Option<String>, String> {
        for name in names {
            let wanted = plain(name);
            let found = self.0.iter().find(|(key, _)| plain(key) == wanted);
            let text = match found.map(|(_, value)| value) {
                None | Some(Value::Null) => continue,
                Some(Value::String(text)) => text.trim().to_owned(),
                Some(Value::Number(number)) => number.to_string(),
                Some(Value::Bool(yes)) => yes.to_string(),
                Some(Value::Array(_) | Value::Object(_)) => {
                    return Err(format!("`{name}` must be a text."));
                }
            };
            if text.chars().count() > VALUE_MAX {
                return Err(format!("`{name}` is too long; at most {VALUE_MAX} characters."));
            }
            if !text.is_empty() {
                return Ok(Some(text));
            }
        }
        Ok(None)
    }
}

const MALFORMED: &str =
    "The arguments could not be read. Call the tool again with one JSON object that holds its fields.";
/// Far above anything that a tool asks for.
const TEXT_MAX: usize = 16 * 1024;
const VALUE_MAX: usize = 1_000;

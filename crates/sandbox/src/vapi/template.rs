//! `{{ name }}` in what an assistant says.

use serde_json::Value;

/// `text` with the variables that are known; unknown ones are left out, as Vapi does.
pub(super) fn fill(text: &str, variables: &Value) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((name, behind)) = after.split_once("}}") else {
            break;
        };
        filled.push_str(before);
        // A filter behind the name is beyond this stand-in.
        let name = name.split('|').next().unwrap_or_default().trim();
        match &variables[name] {
            Value::String(value) => filled.push_str(value),
            Value::Number(value) => filled.push_str(&value.to_string()),
            Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => {}
        }
        rest = behind;
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn variables_are_filled_in_once() {
        let variables = json!({ "name": "Ann {{x}}", "n": 3 });
        assert_eq!(
            fill("Hi {{ name }}, {{n}}{{gone}}.", &variables),
            "Hi Ann {{x}}, 3."
        );
        assert_eq!(fill("Open {{ end", &variables), "Open {{ end");
    }
}

//! What is asked of the model, and why it may be refused.

use serde_json::Value;

/// Why a request is refused: a sentence, and the field.
pub(super) type Refusal = (String, &'static str);

/// A request that can be answered.
#[derive(Debug)]
pub(super) struct Request<'a> {
    pub model: &'a str,
    pub messages: &'a [Value],
    /// The names of the tools that may be asked for.
    pub tools: Vec<&'a str>,
    /// The schema of a structured answer, when one is wanted.
    pub schema: Option<&'a Value>,
}

impl<'a> Request<'a> {
    pub fn read(body: &'a Value) -> Result<Self, Refusal> {
        for name in body.as_object().into_iter().flatten().map(|(name, _)| name) {
            if !FIELDS.contains(&name.as_str()) {
                return Err((format!("Unrecognized request argument supplied: {name}"), ""));
            }
        }
        let Some(model) = body["model"].as_str().filter(|model| !model.is_empty()) else {
            return Err(("you must provide a model parameter".to_owned(), "model"));
        };
        let messages = body["messages"]
            .as_array()
            .filter(|messages| !messages.is_empty());
        let Some(messages) = messages else {
            return Err(("Missing required parameter: 'messages'.".to_owned(), "messages"));
        };
        check(messages)?;
        let tools = body["tools"].as_array().into_iter().flatten();
        let format = &body["response_format"];
        Ok(Self {
            model,
            messages,
            tools: tools
                .filter_map(|tool| tool["function"]["name"].as_str())
                .collect(),
            schema: (format["type"] == "json_schema").then_some(&format["json_schema"]["schema"]),
        })
    }
}

/// Every message has a role, and everything that the model asked for has its answer behind it.
fn check(messages: &[Value]) -> Result<(), Refusal> {
    let mut open: Vec<&str> = Vec::new();
    for (place, message) in messages.iter().enumerate() {
        let role = message["role"].as_str().unwrap_or_default();
        if !ROLES.contains(&role) {
            return Err((
                format!("Invalid value: '{role}' in messages[{place}].role."),
                "messages",
            ));
        }
        if role == "tool" {
            let id = message["tool_call_id"].as_str().unwrap_or_default();
            let before = open.len();
            open.retain(|waiting| *waiting != id);
            if open.len() == before {
                let why =
                    "messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.";
                return Err((format!("Invalid parameter: {why}"), "messages"));
            }
            continue;
        }
        refuse_open(&open)?;
        open = calls(message).filter_map(|call| call["id"].as_str()).collect();
    }
    refuse_open(&open)
}

fn refuse_open(open: &[&str]) -> Result<(), Refusal> {
    if open.is_empty() {
        return Ok(());
    }
    let why = format!(
        "An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. The \
         following tool_call_ids did not have response messages: {}",
        open.join(", ")
    );
    Err((why, "messages"))
}

/// What a message of the model asks for.
pub(super) fn calls(message: &Value) -> impl Iterator<Item = &Value> {
    message["tool_calls"].as_array().into_iter().flatten()
}

const ROLES: [&str; 5] = ["system", "developer", "user", "assistant", "tool"];
const FIELDS: [&str; 12] = [
    "model",
    "messages",
    "tools",
    "tool_choice",
    "parallel_tool_calls",
    "response_format",
    "max_completion_tokens",
    "temperature",
    "reasoning_effort",
    "store",
    "metadata",
    "user",
];

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_the_model_asked_for_must_be_answered() {
        let asks =
            json!({"role": "assistant", "content": null, "tool_calls": [{"id": "call_1"}, {"id": "call_2"}]});
        let answer = |id: &str| json!({"role": "tool", "tool_call_id": id, "content": "x"});
        let user = json!({"role": "user", "content": "Hello"});
        for (messages, sound) in [
            (
                vec![asks.clone(), answer("call_2"), answer("call_1"), user.clone()],
                true,
            ),
            (vec![user.clone()], true),
            (vec![asks.clone(), answer("call_1")], false),
            (vec![asks.clone(), answer("call_1"), user.clone()], false),
            (vec![asks, answer("call_3")], false),
            (vec![answer("call_1")], false),
            (vec![json!({"role": "robot"})], false),
        ] {
            let body = json!({"model": "m", "messages": messages});
            assert_eq!(Request::read(&body).is_ok(), sound, "{body}");
        }
    }

    #[test]
    fn what_the_real_one_does_not_know_is_refused() {
        let user = json!([{"role": "user", "content": "Hello"}]);
        assert!(Request::read(&json!({"messages": user})).is_err());
        assert!(Request::read(&json!({"model": "m", "messages": []})).is_err());
        let odd = json!({"model": "m", "messages": user, "voice": "x"});
        assert!(Request::read(&odd).unwrap_err().0.contains("voice"));
    }
}

//! What tools and results look like to a model: JSON schemas, the one source for hosted and own agents.

use outdial_domain::voice_agent::Tool;
use serde_json::{Value, json};

/// The schema of a tool's arguments.
#[must_use]
pub fn parameters(tool: Tool) -> Value {
    match tool {
        Tool::CheckAvailability => object(&[TIMEZONE, FROM, TO], &[]),
        Tool::BookAppointment => object(&[SLOT, NAME, EMAIL, COMPANY, NOTES, TIMEZONE, QUOTE], &["slot"]),
        Tool::RescheduleAppointment => object(&[SLOT, TIMEZONE, QUOTE], &["slot"]),
        Tool::CancelAppointment => object(&[REASON, QUOTE], &[]),
        Tool::MarkNotInterested => object(&[QUOTE], &["quote"]),
        Tool::ScheduleCallback => object(&[AT, TIMEZONE, QUOTE], &["at"]),
        Tool::DoNotCall => object(&[QUOTE], &["quote"]),
        Tool::SendEmail => object(&[MESSAGE, SUBJECT, MAIL_TO], &["message"]),
        Tool::TransferToHuman => object(&[SUMMARY, QUOTE], &["summary"]),
        Tool::EndCall => object(&[], &[]),
    }
}

/// What a model is to read out of a conversation when it is over.
#[must_use]
pub fn result_schema() -> Value {
    json!({
        "type": "object",
        "properties": {
            "outcome": {
                "type": "string",
                "enum": ["scheduled", "not_interested", "callback", "do_not_call", "voicemail", "talked"],
                "description": "What the callee wants, by their own words. `talked` when they decided nothing.",
            },
            "callback_at": {
                "type": "string",
                "description": "When they want to be called again, as a time with an offset. Empty if they named none.",
            },
            "evidence": {
                "type": "array",
                "items": {"type": "string"},
                "description": "The sentences of the callee that show the outcome, word for word.",
            },
        },
        "required": ["outcome"],
    })
}

fn object(fields: &[(&str, &str)], required: &[&str]) -> Value {
    let properties: serde_json::Map<String, Value> = fields
        .iter()
        .map(|(name, description)| {
            let field = json!({"type": "string", "description": description});
            ((*name).to_owned(), field)
        })
        .collect();
    let mut schema = json!({"type": "object", "properties": properties});
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    schema
}

type Field = (&'static str, &'static str);

const SLOT: Field = (
    "slot",
    "The slot of the agreed time, exactly as check_availability gave it.",
);
const FROM: Field = (
    "from",
    "Only times after this one: 2026-11-23T09:00:00-05:00, or a day.",
);
const TO: Field = ("to", "Only times before this one.");
const TIMEZONE: Field = (
    "timezone",
    "The callee's time zone, such as America/New_York. Leave it out when it is known already.",
);
const NAME: Field = ("name", "The name of whoever comes to the appointment.");
const EMAIL: Field = (
    "email",
    "Where the confirmation goes. Read it back to the callee before you send it.",
);
const COMPANY: Field = ("company", "Their company.");
const NOTES: Field = ("notes", "What the other side should know before the appointment.");
const REASON: Field = ("reason", "Why they call it off.");
const AT: Field = (
    "at",
    "When to call again, as a time with an offset: 2026-11-23T15:00:00-05:00.",
);
const MESSAGE: Field = (
    "message",
    "What the callee asked for, in plain sentences; greeting and signature are added.",
);
const SUBJECT: Field = ("subject", "What it is about, in a few words.");
const MAIL_TO: Field = (
    "email",
    "Where to, when the callee names another address than the known one. Read it back before you send it.",
);
const SUMMARY: Field = (
    "summary",
    "Two short lines for the person who takes over: who is on the line, and what they want.",
);
const QUOTE: Field = ("quote", "What the callee said, word for word.");

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use outdial_domain::Timestamp;
    use outdial_domain::voice_agent::{ReadingTools, ToolRequest, read_tool};

    use super::*;

    #[test]
    fn arguments_that_follow_the_schema_are_understood() {
        let values = BTreeMap::from([
            ("slot", "tok"),
            ("from", "2026-11-23T09:00:00-05:00"),
            ("to", "2026-11-24T09:00:00-05:00"),
            ("timezone", "America/New_York"),
            ("email", "ada@example.com"),
            ("at", "2026-11-23T15:00:00-05:00"),
        ]);
        let reading = ReadingTools {
            allowed: &Tool::ALL,
            zone: None,
            // 2026-11-20T12:00:00Z
            now: Timestamp(1_795_176_000_000_000),
        };
        for tool in Tool::ALL {
            let schema = parameters(tool);
            let fields = schema["properties"].as_object().unwrap();
            let arguments: BTreeMap<&str, &str> = fields
                .keys()
                .map(|name| {
                    (
                        name.as_str(),
                        values.get(name.as_str()).copied().unwrap_or("words"),
                    )
                })
                .collect();
            let request = |arguments: &BTreeMap<&str, &str>| ToolRequest {
                id: "1".to_owned(),
                name: tool.as_str().to_owned(),
                arguments: json!(arguments).to_string(),
            };
            read_tool(&request(&arguments), &reading).unwrap_or_else(|why| panic!("{tool:?}: {why}"));
            let required = schema["required"].as_array().cloned().unwrap_or_default();
            for name in required {
                let name = name.as_str().unwrap();
                assert!(
                    fields.contains_key(name),
                    "{tool:?} asks for {name} without telling what it is"
                );
            }
        }
    }
}

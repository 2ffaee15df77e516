//! A call as JSON.

use serde_json::{Map, Value, json};

use super::super::numbers::number_sid;
use crate::call::Leg;
use crate::dates::{rfc2822, rfc2822_or_null};
use crate::number::formatted;
use crate::sandbox::Sandbox;

/// Every field of the call resource.
pub(super) fn resource(sandbox: &Sandbox, leg: &Leg) -> Value {
    let facts = leg.facts();
    let account = &sandbox.account.sid;
    let uri = format!("/2010-04-01/Accounts/{account}/Calls/{}", leg.sid);
    let number = sandbox
        .numbers
        .contains(&leg.from)
        .then(|| number_sid(sandbox, &leg.from));
    json!({
        "sid": leg.sid,
        "account_sid": account,
        "parent_call_sid": leg.parent,
        "api_version": "2010-04-01",
        "to": leg.to,
        "to_formatted": formatted(&leg.to),
        "from": leg.from,
        "from_formatted": formatted(&leg.from),
        "phone_number_sid": number,
        "status": leg.status().as_resource_str(),
        "direction": leg.direction.as_str(),
        "answered_by": facts.answered_by,
        "date_created": rfc2822(leg.created_at),
        "date_updated": rfc2822(facts.updated_at),
        "start_time": rfc2822_or_null(facts.started_at),
        "end_time": rfc2822_or_null(facts.ended_at),
        "duration": leg.talk_seconds().map(|seconds| seconds.to_string()),
        "price": facts.price_micros.map(price),
        "price_unit": "USD",
        "queue_time": leg.queue_ms.to_string(),
        "forwarded_from": null,
        "caller_name": null,
        "group_sid": null,
        "trunk_sid": null,
        "annotation": null,
        "uri": format!("{uri}.json"),
        "subresource_uris": subresources(&uri),
    })
}

fn subresources(uri: &str) -> Value {
    let names = [
        ("events", "Events"),
        ("notifications", "Notifications"),
        ("payments", "Payments"),
        ("recordings", "Recordings"),
        ("siprec", "Siprec"),
        ("streams", "Streams"),
        ("transcriptions", "Transcriptions"),
        (
            "user_defined_message_subscriptions",
            "UserDefinedMessageSubscriptions",
        ),
        ("user_defined_messages", "UserDefinedMessages"),
    ];
    let links = names.map(|(key, name)| (key.to_owned(), Value::from(format!("{uri}/{name}.json"))));
    Value::Object(Map::from_iter(links))
}

/// What was charged, as Twilio writes it: negative, five decimals.
fn price(micros: i64) -> String {
    let micros = micros.unsigned_abs();
    format!("-{}.{:05}", micros / 1_000_000, micros % 1_000_000 / 10)
}

#[cfg(test)]
mod tests {
    use super::price;

    #[test]
    fn prices_are_negative_with_five_decimals() {
        assert_eq!(price(14_000), "-0.01400");
        assert_eq!(price(1_250_000), "-1.25000");
    }
}

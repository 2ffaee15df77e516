use super::{check, ctx, show, understood};
use crate::prompt::{Intent, Role, parse_command};

const BOTH: &str = "call +14155552671 +12125550199";

#[test]
fn what_the_replaced_system_dialled_wrongly_is_dialled_right() {
    check(&[
        ("call 415-555-2671", "call +14155552671"),
        ("call (415) 555-2671", "call +14155552671"),
        ("call +447911123456", "call +447911123456"),
        ("call +919123456789", "call +919123456789"),
        ("call 9123456789", "call +19123456789"),
        ("Call +1 800 555 0199", "call +18005550199"),
        ("call +1 500 555 0006", "call +15005550006"),
    ]);
    let in_india = parse_command("call 9876543210", &ctx("IN")).map(|command| show(&command.intent));
    assert_eq!(in_india.as_deref(), Ok("call +919876543210"));
}

#[test]
fn every_verb_notation_and_politeness_is_understood() {
    check(&[
        ("Call +1 415 555 2671", "call +14155552671"),
        ("ring 415.555.2671", "call +14155552671"),
        ("dial 0044 7911 123456", "call +447911123456"),
        ("phone +44 (0)7911 123456", "call +447911123456"),
        ("please call (415) 555-2671.", "call +14155552671"),
        ("Can you ring +1 415 555 2671?", "call +14155552671"),
        (
            "could you please call +14155552671 now, thanks!",
            "call +14155552671",
        ),
        (
            "I'd like you to call the number 415-555-2671 for me",
            "call +14155552671",
        ),
        ("hey outdial, make a call to +14155552671", "call +14155552671"),
        ("give +1 415 555 2671 a call", "call +14155552671"),
        ("call him at 415-555-2671", "call +14155552671"),
        ("call tel: +14155552671", "call +14155552671"),
        ("call 1-800-FLOWERS", "call +18003569377"),
        ("CALL ＋４４　７９１１　１２３４５６", "call +447911123456"),
        (
            "call \u{202a}+1\u{a0}415\u{a0}555\u{a0}2671\u{202c}",
            "call +14155552671",
        ),
        ("+1 415 555 2671", "call +14155552671"),
    ]);
}

#[test]
fn all_of_several_numbers_are_called() {
    for text in [
        "call +1 415 555 2671, +1 212 555 0199",
        "call +1 415 555 2671 and (212) 555-0199",
        "call +1 415 555 2671 +1 212 555 0199",
        "call 415-555-2671; 212-555-0199",
        "call 4155552671 2125550199",
        "call 415 555 2671 212 555 0199",
        "call both 415-555-2671 & 212-555-0199",
        "call +14155552671 and then call +12125550199",
        "call:\n+14155552671\n+12125550199\n",
        "+14155552671, +12125550199",
    ] {
        assert_eq!(show(&understood(text)), BOTH, "{text:?}");
    }
    let three = "call +1 415 555 2671, +1 212 555 0199 and (650) 555-0100";
    assert_eq!(
        show(&understood(three)),
        "call +14155552671 +12125550199 +16505550100"
    );
}

#[test]
fn a_wrong_number_is_shown_with_its_reason_beside_the_right_ones() {
    check(&[
        ("call 555-2671", "call number_too_short"),
        ("call 911", "call number_not_diallable"),
        (
            "call +1 415 555 2671 and 1234567890123456789",
            "call +14155552671 number_too_long",
        ),
    ]);
}

#[test]
fn messages_are_taken_as_they_are() {
    check(&[
        (
            "call 415-555-2671 and say \"Hello, it's ready!\"",
            "call +14155552671 \"Hello, it's ready!\"",
        ),
        (
            "call 415-555-2671 saying “we moved”",
            "call +14155552671 \"we moved\"",
        ),
        (
            "call 415-555-2671 and say 'don't worry'",
            "call +14155552671 \"don't worry\"",
        ),
        (
            "call 415-555-2671 and tell them your table is ready",
            "call +14155552671 \"your table is ready\"",
        ),
        (
            "call 415-555-2671 and tell them that we're open",
            "call +14155552671 \"we're open\"",
        ),
        (
            "call 415-555-2671 to say: good morning.",
            "call +14155552671 \"good morning.\"",
        ),
        (
            "call 415-555-2671 with the message \"Your code is 4155552672\"",
            "call +14155552671 \"Your code is 4155552672\"",
        ),
        (
            "call 415-555-2671 and say \"do not call us back, unless urgent\"",
            "call +14155552671 \"do not call us back, unless urgent\"",
        ),
        (
            "call 415-555-2671 and say \"see you at 3pm\" at 15:30",
            "call +14155552671 \"see you at 3pm\" at 2026-11-20T20:30:00Z",
        ),
        (
            "at 15:30, please call 415-555-2671",
            "call +14155552671 at 2026-11-20T20:30:00Z",
        ),
        ("call and say \"hi\" to 415-555-2671", "call +14155552671 \"hi\""),
        (
            "call 415-555-2671 and say it costs 12 dollars",
            "call +14155552671 \"it costs 12 dollars\"",
        ),
        (
            "call 415-555-2671 and say we will not be open",
            "call +14155552671 \"we will not be open\"",
        ),
    ]);
}

#[test]
fn the_words_that_were_used_can_be_shown() {
    let text = "Please call (415) 555-2671 and +12125550199 at 15:30 and say \"hi\"";
    let command = parse_command(text, &ctx("US")).expect("it is plain");
    let used: Vec<(Role, &str)> = command
        .spans
        .iter()
        .map(|span| (span.role, &text[span.start..span.end]))
        .collect();
    let expected = [
        (Role::Verb, "call"),
        (Role::Number, "(415) 555-2671"),
        (Role::Number, "+12125550199"),
        (Role::Time, "at 15:30"),
        (Role::Message, "\"hi\""),
    ];
    assert_eq!(used, expected);
}

#[test]
fn an_intent_travels_as_flat_json() {
    let intent = understood("call 415-555-2671 and 555-2671 in an hour");
    let json = serde_json::to_value(&intent).expect("plain data");
    assert_eq!(json["intent"], "call");
    assert_eq!(json["at"], "2026-11-20T18:00:00Z");
    assert_eq!(json["message"], serde_json::Value::Null);
    assert_eq!(json["numbers"][0]["phone"], "+14155552671");
    assert_eq!(json["numbers"][0]["code"], serde_json::Value::Null);
    assert_eq!(json["numbers"][1]["phone"], serde_json::Value::Null);
    assert_eq!(json["numbers"][1]["code"], "number_too_short");
    assert_eq!(
        serde_json::from_value::<Intent>(json).expect("what was written can be read"),
        intent
    );
}

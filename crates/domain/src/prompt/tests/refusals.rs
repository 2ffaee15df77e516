use super::refused;

#[test]
fn a_command_with_words_left_over_is_never_guessed() {
    for (text, code, part) in [
        (
            "call 415-555-2671 unless it is late",
            "negated",
            "unless it is late",
        ),
        (
            "call 415-555-2671 not 212-555-0199",
            "negated",
            "not 212-555-0199",
        ),
        ("call everyone except 415-555-2671", "name_unknown", "everyone"),
        (
            "call 415-555-2671 or 212-555-0199",
            "not_understood",
            "or 212-555-0199",
        ),
        ("call 415-555-2671 every day", "not_understood", "every day"),
        ("call 415-555-2671 twice", "not_understood", "twice"),
        ("call 415-555-2671 if it rains", "not_understood", "if it rains"),
        ("call 415-555-2671 ext 5", "not_understood", "ext 5"),
        ("call 415-555-2671 x5", "not_understood", "x5"),
        ("call 415-555-2671 \"hello\"", "message_unclear", "\"hello\""),
        ("call 5 people", "not_understood", "5 people"),
        ("call 415-555-2671 $$", "not_understood", "$$"),
        ("sing a song", "not_understood", "sing a song"),
        (
            "would you mind not calling 415-555-2671",
            "negated",
            "not calling 415-555-2671",
        ),
        ("no, call 415-555-2671", "negated", "no"),
    ] {
        let refusal = refused(text);
        assert_eq!(
            (refusal.code, refusal.part.as_deref()),
            (code, Some(part)),
            "{text:?}"
        );
        assert!(refusal.message.contains(part), "{text:?}: {}", refusal.message);
    }
}

#[test]
fn names_are_understood_as_names_of_nobody_we_know() {
    for (text, name) in [
        ("call Maria", "Maria"),
        ("please ring Dr John Smith at 3pm", "Dr John Smith"),
        ("call Maria and say hi", "Maria"),
    ] {
        let refusal = refused(text);
        assert_eq!(
            (refusal.code, refusal.part.as_deref()),
            ("name_unknown", Some(name)),
            "{text:?}"
        );
    }
}

#[test]
fn what_is_missing_is_asked_for() {
    for (text, code) in [
        ("", "empty"),
        (" \n ", "empty"),
        ("please", "not_understood"),
        ("call", "number_missing"),
        ("call me", "number_missing"),
        ("call 415-555-2671 and say", "message_missing"),
        ("call 415-555-2671 and say \"\"", "message_missing"),
        ("call 415-555-2671 and say \"hello", "quote_unclosed"),
        ("give 415-555-2671", "not_understood"),
    ] {
        let refusal = refused(text);
        assert_eq!(refusal.code, code, "{text:?}");
        assert!(refusal.message.ends_with(['.', '"', '1']), "{}", refusal.message);
    }
}

#[test]
fn a_message_without_quotes_must_not_hide_an_order() {
    for text in [
        "call 415-555-2671 and say hello and call 212-555-0199",
        "call 415-555-2671 and say hello at 3pm",
        "call 415-555-2671 and say hello tomorrow at 9",
        "call 415-555-2671 and say hello but don't call Maria",
        "call 415-555-2671 and say hello unless nobody answers",
        "call 415-555-2671 and say hello \"Maria\"",
    ] {
        assert_eq!(refused(text).code, "message_unclear", "{text:?}");
    }
}

#[test]
fn nothing_is_said_twice() {
    assert_eq!(
        refused("call 415-555-2671 and say \"a\" and say \"b\"").code,
        "said_twice"
    );
    assert_eq!(
        refused("call 415-555-2671 in an hour at 15:30").code,
        "said_twice"
    );
}

#[test]
fn long_texts_belong_elsewhere() {
    assert_eq!(refused(&"call 415-555-2671 ".repeat(2_000)).code, "too_long");
    let long = format!("call 415-555-2671 and say \"{}\"", "x".repeat(3_001));
    assert_eq!(refused(&long).code, "message_too_long");
}

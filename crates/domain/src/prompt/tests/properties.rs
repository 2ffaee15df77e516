//! Arbitrary text, and commands put together at random.

use proptest::prelude::*;
use proptest::sample::select;

use super::ctx;
use crate::prompt::{Intent, check_intent_numbers_occur, negation_in, parse_command};

fn pieces() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => select(vec![
            "call", "please", "ring", "dial", "phone", "do not", "don't", "never", "stop calling", "not", "except",
            "unless", "and", "say", "tell them", "at", "3pm", "15:30", "tomorrow", "in", "20 minutes", "an hour",
            "+1 415 555 2671", "415-555-2671", "(212) 555-0199", "9876543210", "+44 7911 123456", "911", "Maria",
            "cancel", "hang up", "all", "status", "\"hello\"", "\"do not call 4155552671\"", ",", ".", "\n", "to",
            "on 2026-11-23", "’", "'", "\"", "then", "again", "block", "give", "a call", "the", "number",
        ]).prop_map(str::to_owned),
        1 => ".{0,10}",
    ]
}

fn texts() -> impl Strategy<Value = String> {
    prop::collection::vec(pieces(), 0..12).prop_map(|pieces| pieces.join(" "))
}

fn digits(text: &str) -> String {
    text.chars()
        .filter_map(|c| c.to_digit(10))
        .map(|digit| digit.to_string())
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    #[test]
    fn any_text_is_answered(text in any::<String>()) {
        let _ = parse_command(&text, &ctx("US"));
        let _ = negation_in(&text);
    }

    #[test]
    fn every_number_of_an_intent_stands_in_the_text(text in texts()) {
        if let Ok(command) = parse_command(&text, &ctx("US")) {
            prop_assert_eq!(check_intent_numbers_occur(&command.intent, &text), Ok(()));
            for mention in command.intent.numbers() {
                prop_assert!(text.contains(&mention.text));
                if let Ok(phone) = &mention.phone {
                    let national = &phone.e164()[phone.e164().len() - 7..];
                    prop_assert!(digits(&mention.text).contains(national));
                }
            }
            for span in &command.spans {
                prop_assert!(span.start < span.end && text.get(span.start..span.end).is_some());
            }
            prop_assert!(command.spans.is_sorted_by_key(|span| span.start));
        }
    }

    #[test]
    fn a_negation_before_the_verb_never_calls(
        before in prop::collection::vec(select(vec!["please", "hey", "ok", "you", "we", "I"]), 0..3),
        negation in select(vec![
            "do not", "don't", "DON’T", "never", "not", "no", "cannot", "won't", "stop", "without", "please do not",
            "nobody should", "unless told otherwise,", "avoid to", "refrain: ", "do-not-",
        ]),
        between in select(vec!["", "ever", "just", "to", "you", "please"]),
        verb in select(vec!["call", "ring", "dial", "phone", "calling", "Call"]),
        after in texts(),
    ) {
        let text = format!("{} {negation} {between} {verb} 415-555-2671 {after}", before.join(" "));
        if let Ok(command) = parse_command(&text, &ctx("US")) {
            let calls = matches!(command.intent, Intent::Call { .. });
            prop_assert!(!calls, "{text:?} was understood as {:?}", command.intent);
        }
    }

    #[test]
    fn a_negation_outside_the_message_never_calls(text in texts()) {
        if let Ok(command) = parse_command(&text, &ctx("US"))
            && let Intent::Call { message, .. } = &command.intent
        {
            let rest = message.as_deref().map_or(text.clone(), |message| text.replacen(message, "", 1));
            prop_assert_eq!(negation_in(&rest), None, "{:?}", text);
        }
    }
}

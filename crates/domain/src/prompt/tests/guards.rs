use super::understood;
use crate::prompt::{Intent, Stray, check_intent_numbers_occur, negation_in, read_mention};

fn call(numbers: &[&str], message: Option<&str>) -> Intent {
    Intent::Call {
        numbers: numbers.iter().map(|text| read_mention(text, "US")).collect(),
        message: message.map(str::to_owned),
        at: None,
    }
}

#[test]
fn what_the_grammar_understands_passes_its_own_guard() {
    for text in [
        "call +1 415 555 2671, +1 212 555 0199 and (650) 555-0100 at 15:30 and say \"at 415-555-2672\"",
        "call 415 555 2671 212 555 0199",
        "call 415-555-2671 on 2026-11-23 at 10:00",
        "stop calling 415-555-2671",
        "call 911",
        "status",
    ] {
        assert_eq!(
            check_intent_numbers_occur(&understood(text), text),
            Ok(()),
            "{text:?}"
        );
    }
}

#[test]
fn an_added_cut_or_left_out_number_is_found() {
    let text = "ring up +1 415 555 2671 or so, and 212-555-0199, and say \"call +1 650 555 0100 back\"";
    let right = ["+1 415 555 2671", "212-555-0199"];
    assert_eq!(
        check_intent_numbers_occur(&call(&right, Some("call +1 650 555 0100 back")), text),
        Ok(())
    );

    let added = |wrong: &str| Err(Stray::Added(wrong.to_owned()));
    for wrong in ["+1 415 555 2672", "+1 650 555 0100", "+14155552671", "", "Maria"] {
        let numbers = [right[0], right[1], wrong];
        assert_eq!(
            check_intent_numbers_occur(&call(&numbers, None), text),
            added(wrong),
            "{wrong:?}"
        );
    }
    let twice = [right[0], right[0]];
    assert_eq!(
        check_intent_numbers_occur(&call(&twice, None), text),
        added(right[0])
    );

    // Without its country code it is another number.
    let cut = ["415 555 2671", "212-555-0199"];
    let left_out = Err(Stray::LeftOut("+1 415 555 2671".to_owned()));
    assert_eq!(check_intent_numbers_occur(&call(&cut, None), text), left_out);
    let one = ["+1 415 555 2671"];
    let left_out = Err(Stray::LeftOut("212-555-0199".to_owned()));
    assert_eq!(check_intent_numbers_occur(&call(&one, None), text), left_out);
}

#[test]
fn a_number_in_an_unquoted_message_may_stay_there() {
    let text = "let 415-555-2671 know that our number is 212-555-0199";
    let intent = call(&["415-555-2671"], Some("our number is 212-555-0199"));
    assert_eq!(check_intent_numbers_occur(&intent, text), Ok(()));
}

#[test]
fn negations_count_outside_quotes_only() {
    assert_eq!(
        negation_in("please don’t call 415-555-2671").as_deref(),
        Some("don't")
    );
    assert_eq!(
        negation_in("call 415-555-2671 but skip the rest").as_deref(),
        Some("but")
    );
    assert_eq!(negation_in("call 415-555-2671 and say \"do not worry\""), None);
    assert_eq!(negation_in("do not call \"415").as_deref(), Some("not"));
    assert_eq!(negation_in("call 415-555-2671"), None);
}

use super::{at, ctx, refused, understood};
use crate::prompt::{Intent, PromptCtx, parse_command, read_time};

fn when(text: &str) -> String {
    let intent = understood(&format!("call 415-555-2671 {text}"));
    let Intent::Call { at, .. } = intent else {
        panic!("{intent:?}")
    };
    at.map_or_else(|| "now".to_owned(), |at| at.to_string())
}

#[test]
fn times_are_those_of_the_person_who_types() {
    // It is Friday noon in New York, 17:00 in UTC.
    for (text, expected) in [
        ("", "now"),
        ("now", "now"),
        ("right away", "now"),
        ("at 3pm", "2026-11-20T20:00:00Z"),
        ("at 3 pm", "2026-11-20T20:00:00Z"),
        ("at 3 p.m.", "2026-11-20T20:00:00Z"),
        ("at 3:15pm", "2026-11-20T20:15:00Z"),
        ("at 15:30", "2026-11-20T20:30:00Z"),
        ("15:30", "2026-11-20T20:30:00Z"),
        ("today at 15:30", "2026-11-20T20:30:00Z"),
        ("at 3 in the afternoon", "2026-11-20T20:00:00Z"),
        ("tonight at 8", "2026-11-21T01:00:00Z"),
        ("tomorrow at 9", "2026-11-21T14:00:00Z"),
        ("tomorrow at 9am", "2026-11-21T14:00:00Z"),
        ("at 9 tomorrow morning", "2026-11-21T14:00:00Z"),
        ("tomorrow afternoon at 3", "2026-11-21T20:00:00Z"),
        ("tomorrow at noon", "2026-11-21T17:00:00Z"),
        ("at 12am tomorrow", "2026-11-21T05:00:00Z"),
        ("at 10 o'clock tomorrow", "2026-11-21T15:00:00Z"),
        ("the day after tomorrow at 10:00", "2026-11-22T15:00:00Z"),
        ("on monday at 10:00", "2026-11-23T15:00:00Z"),
        ("friday at 10:00", "2026-11-27T15:00:00Z"),
        ("on 2026-11-23 at 10:00", "2026-11-23T15:00:00Z"),
        ("2026-11-23 10:00", "2026-11-23T15:00:00Z"),
        ("at 2026-11-23T10:00", "2026-11-23T15:00:00Z"),
        ("at 2026-11-23T10:00:00Z", "2026-11-23T10:00:00Z"),
        ("at 2026-11-23T10:00:00-08:00", "2026-11-23T18:00:00Z"),
        ("in 20 minutes", "2026-11-20T17:20:00Z"),
        ("in 20min", "2026-11-20T17:20:00Z"),
        ("in an hour", "2026-11-20T18:00:00Z"),
        ("in half an hour", "2026-11-20T17:30:00Z"),
        ("in two hours please", "2026-11-20T19:00:00Z"),
        ("in 3 days", "2026-11-23T17:00:00Z"),
    ] {
        assert_eq!(when(text), expected, "{text:?}");
    }
}

#[test]
fn a_time_can_come_first() {
    for text in [
        "tomorrow at 9 call 415-555-2671",
        "Tomorrow at 9, please call 415-555-2671",
        "call at 9 tomorrow 415-555-2671",
        "call tomorrow at 9 +1 415 555 2671",
    ] {
        let intent = understood(text);
        assert!(
            matches!(intent, Intent::Call { at: Some(_), .. }),
            "{text:?}: {intent:?}"
        );
        assert_eq!(intent.numbers().len(), 1, "{text:?}");
    }
    assert_eq!(refused("at 3 call 415-555-2671").code, "not_understood");
    assert_eq!(refused("tomorrow at 9 do not call 415-555-2671").code, "negated");
}

#[test]
fn unclear_impossible_and_past_times_are_refused() {
    for (text, code) in [
        ("at 3", "time_not_understood"),
        ("at 3:30", "time_not_understood"),
        ("tomorrow", "time_not_understood"),
        ("today", "time_not_understood"),
        ("at 25:00", "time_not_understood"),
        ("at 13pm", "time_not_understood"),
        ("at 15:00 in the morning", "time_not_understood"),
        ("at midnight", "time_not_understood"),
        ("at 1530", "time_not_understood"),
        ("in a while", "time_not_understood"),
        ("in 99999 days", "time_not_understood"),
        ("on 2028-11-23 at 10:00", "time_not_understood"),
        ("next monday at 10:00", "time_not_understood"),
        ("on 23/11/2026 at 10:00", "time_not_understood"),
        ("on 11.23.2026 at 10:00", "time_not_understood"),
        ("on 20261123 at 15:00", "time_not_understood"),
        ("23/11/2026 at 15:00", "not_understood"),
        ("at 9am", "time_in_past"),
        ("on 2026-11-19 at 10:00", "time_in_past"),
        ("at 3pm EST", "not_understood"),
        ("before 3pm", "not_understood"),
        ("around 3pm", "not_understood"),
        ("every day at 3pm", "not_understood"),
    ] {
        assert_eq!(
            refused(&format!("call 415-555-2671 {text}")).code,
            code,
            "{text:?}"
        );
    }
}

#[test]
fn times_that_the_change_of_clocks_skips_or_repeats_are_refused() {
    let spring = PromptCtx {
        now: at("2026-03-07T17:00:00Z"),
        ..ctx("US")
    };
    let autumn = PromptCtx {
        now: at("2026-10-31T17:00:00Z"),
        ..ctx("US")
    };
    for (ctx, text) in [
        (spring, "call 415-555-2671 tomorrow at 2:30am"),
        (autumn, "call 415-555-2671 tomorrow at 1:30am"),
    ] {
        assert_eq!(
            parse_command(text, &ctx).map_err(|refusal| refusal.code),
            Err("time_not_understood")
        );
    }
}

#[test]
fn a_date_is_not_dialled() {
    let intent = understood("call +1 415 555 2671 2026-11-23 at 10:00");
    assert_eq!(intent.numbers().len(), 1);
}

#[test]
fn a_time_by_itself_can_be_read() {
    let read = |text: &str| read_time(text, &ctx("US")).map_err(|refusal| refusal.code);
    assert_eq!(read("2026-11-23T10:00"), Ok(at("2026-11-23T15:00:00Z")));
    assert_eq!(read("2026-11-23T10:00:00+01:00"), Ok(at("2026-11-23T09:00:00Z")));
    assert_eq!(read("2026-11-19T10:00"), Err("time_in_past"));
    assert_eq!(read("2026-11-23T10:00 or so"), Err("time_not_understood"));
    assert_eq!(read("soon"), Err("time_not_understood"));
}

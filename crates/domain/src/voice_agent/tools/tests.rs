use super::*;
use crate::time::Timestamp;
use crate::voice_agent::ToolRequest;

/// 2026-11-20T12:00:00Z
const NOW: Timestamp = Timestamp(1_795_176_000_000_000);

fn read(name: &str, arguments: &str) -> Result<ToolOrder, String> {
    read_in(name, arguments, Some("America/New_York"))
}

fn read_in(name: &str, arguments: &str, zone: Option<&str>) -> Result<ToolOrder, String> {
    let request = ToolRequest {
        id: "call_1".to_owned(),
        name: name.to_owned(),
        arguments: arguments.to_owned(),
    };
    let reading = ReadingTools {
        allowed: &Tool::ALL,
        zone,
        now: NOW,
    };
    read_tool(&request, &reading)
}

fn callback_at(arguments: &str) -> Timestamp {
    match read("schedule_callback", arguments) {
        Ok(ToolOrder::Callback { at, .. }) => at,
        other => panic!("{arguments}: {other:?}"),
    }
}

#[test]
fn every_tool_is_read_back_from_its_name_and_from_how_models_write_it() {
    for tool in Tool::ALL {
        assert_eq!(tool.as_str().parse(), Ok(tool));
        assert_eq!(tool.as_str().to_uppercase().replace('_', "-").parse(), Ok(tool));
        assert!(!tool.description().is_empty());
    }
    assert_eq!("bookAppointment".parse(), Ok(Tool::BookAppointment));
    assert_eq!("reschedule".parse(), Ok(Tool::RescheduleAppointment));
    assert!("fly_to_the_moon".parse::<Tool>().is_err());
}

#[test]
fn the_same_moment_is_read_from_an_offset_from_z_and_from_the_callees_clock() {
    // 2026-11-23T17:00:00Z
    let noon = Timestamp(1_795_453_200_000_000);
    for at in [
        r#"{"at":"2026-11-23T12:00:00-05:00"}"#,
        r#"{"at":"2026-11-23T17:00:00Z"}"#,
        r#"{"at":"2026-11-23T12:00:00"}"#,
        r#"{"at":"2026-11-23 12:00"}"#,
        r#"{"at":"2026-11-23T11:00:00","timezone":"America/Chicago"}"#,
        r#"{"at":"2026-11-23T12:00:00-05:00","timezone":"America/New_York"}"#,
        r#"{"at":"2026-11-23T12:00:00-05:00[America/New_York]"}"#,
    ] {
        assert_eq!(callback_at(at), noon, "{at}");
    }
}

#[test]
fn arguments_are_read_in_every_form_that_models_give_them() {
    let expected = ToolOrder::NotInterested {
        quote: Some("No, thanks".to_owned()),
    };
    for arguments in [
        r#"{"quote":"No, thanks"}"#,
        r#"  {"Quote":" No, thanks "}  "#,
        r#""{\"quote\":\"No, thanks\"}""#,
        r#"{"calleeSaid":"No, thanks"}"#,
        r#"{"reason":"No, thanks"}"#,
    ] {
        assert_eq!(
            read("mark_not_interested", arguments),
            Ok(expected.clone()),
            "{arguments}"
        );
    }
    for arguments in ["", "null", "{}", r#""""#, r#"{"quote":null}"#] {
        assert_eq!(
            read("mark_not_interested", arguments),
            Ok(ToolOrder::NotInterested { quote: None }),
            "{arguments}"
        );
    }
}

#[test]
fn the_arguments_of_the_dialler_that_this_replaces_are_understood() {
    let order = read(
        "book_appointment",
        r#"{"name":"Ada","email":"ada@example.com","company":"Engines","phone":"+14155552671",
            "timezone":"America/New_York","notes":"wants a demo","startTime":"2026-11-23T12:00:00-05:00"}"#,
    );
    let Ok(ToolOrder::Book(order)) = order else {
        panic!("{order:?}")
    };
    assert_eq!(
        order.slot,
        SlotChoice::Start("2026-11-23T12:00:00-05:00".to_owned())
    );
    assert_eq!(order.name.as_deref(), Some("Ada"));
    assert_eq!(order.zone.as_deref(), Some("America/New_York"));
    assert_eq!(order.notes.as_deref(), Some("wants a demo"));
}

#[test]
fn a_slots_token_comes_before_its_start() {
    let order = read(
        "reschedule",
        r#"{"slot":"tok","start":"2026-11-23T12:00:00-05:00"}"#,
    );
    let expected = ToolOrder::Reschedule {
        slot: SlotChoice::Token("tok".to_owned()),
        zone: None,
    };
    assert_eq!(order, Ok(expected));
}

#[test]
fn a_person_who_takes_over_reads_two_short_lines() {
    let long = "x".repeat(400);
    let asked =
        format!(r#"{{"summary":"Ada of Engines.\n\n Wants a demo. \n{long}","quote":"A person, please"}}"#);
    let order = read("transfer", &asked);
    let Ok(ToolOrder::Transfer { summary, quote }) = order else {
        panic!("{order:?}")
    };
    assert_eq!(summary, "Ada of Engines.\nWants a demo.");
    assert_eq!(quote.as_deref(), Some("A person, please"));
    let one = read("transfer_to_human", &format!(r#"{{"summary":"{long}"}}"#));
    let Ok(ToolOrder::Transfer { summary, .. }) = one else {
        panic!("{one:?}")
    };
    assert_eq!(summary.len(), 200);
}

#[test]
fn a_mail_needs_words_and_may_name_another_address() {
    let order = read(
        "send_email",
        r#"{"body":"20 dollars a month.","to":"ada@example.com","subject":"Price"}"#,
    );
    let expected = ToolOrder::SendEmail(Box::new(EmailOrder {
        email: Some("ada@example.com".to_owned()),
        subject: Some("Price".to_owned()),
        message: "20 dollars a month.".to_owned(),
    }));
    assert_eq!(order, Ok(expected));
}

#[test]
fn what_cannot_be_done_is_answered_with_a_sentence_that_the_model_can_act_on() {
    let table = [
        ("fly_to_the_moon", "{}", "Use one of: check_availability"),
        ("book_appointment", "{", "one JSON object"),
        ("book_appointment", "[1]", "one JSON object"),
        ("book_appointment", r#""not json""#, "one JSON object"),
        ("book_appointment", "{}", "`slot` is missing"),
        ("book_appointment", r#"{"slot":["a"]}"#, "`slot` must be a text"),
        (
            "book_appointment",
            r#"{"slot":"a","email":"ada at example"}"#,
            "no complete e-mail address",
        ),
        (
            "book_appointment",
            r#"{"slot":"a","timezone":"Eastern-ish"}"#,
            "is no time zone",
        ),
        ("send_email", "{}", "`message` is missing"),
        (
            "send_email",
            r#"{"message":"x","email":"ada"}"#,
            "no complete e-mail address",
        ),
        ("transfer_to_human", r#"{"summary":" "}"#, "`summary` is missing"),
        ("schedule_callback", "{}", "`at` is missing"),
        ("schedule_callback", r#"{"at":"soon"}"#, "is no time"),
        ("schedule_callback", r#"{"at":"2026-11-23"}"#, "is no time"),
        (
            "schedule_callback",
            r#"{"at":"2026-11-20T12:00:00Z"}"#,
            "That time is past",
        ),
        (
            "schedule_callback",
            r#"{"at":"2027-11-20T12:00:00Z"}"#,
            "more than 90 days ahead",
        ),
        (
            "check_availability",
            r#"{"from":"2026-11-24T00:00Z","to":"2026-11-23T00:00Z"}"#,
            "later than `from`",
        ),
    ];
    for (name, arguments, part) in table {
        let sentence = read(name, arguments).unwrap_err();
        assert!(sentence.contains(part), "{name} {arguments}: {sentence}");
        assert!(!sentence.contains('\n'), "{sentence}");
    }
    let huge = format!(r#"{{"quote":"{}"}}"#, "x".repeat(20_000));
    assert!(read("do_not_call", &huge).unwrap_err().contains("too long"));
}

#[test]
fn a_time_without_a_zone_is_asked_back_when_nobody_knows_where_the_callee_is() {
    let sentence = read_in("schedule_callback", r#"{"at":"2026-11-23T12:00"}"#, None).unwrap_err();
    assert!(sentence.contains("time zone"), "{sentence}");
}

#[test]
fn a_tool_that_the_agent_may_not_use_is_unknown_to_it() {
    let request = ToolRequest {
        id: "1".to_owned(),
        name: "book_appointment".to_owned(),
        arguments: "{}".to_owned(),
    };
    let reading = ReadingTools {
        allowed: &[Tool::DoNotCall],
        zone: None,
        now: NOW,
    };
    let sentence = read_tool(&request, &reading).unwrap_err();
    assert!(sentence.ends_with("Use one of: do_not_call."), "{sentence}");
}

#[test]
fn a_day_alone_asks_for_free_times_from_its_first_minute() {
    let order = read("check_availability", r#"{"date":"2026-11-23"}"#);
    let Ok(ToolOrder::CheckAvailability { from: Some(from), .. }) = order else {
        panic!("{order:?}")
    };
    assert_eq!(from.to_string(), "2026-11-23T05:00:00Z");
}

use outdial_domain::Timestamp;
use outdial_domain::booking::Span;
use serde_json::{Value, json};

use super::{CalCom, CalComConfig};
use crate::calendar::{Calendar, CalendarError, NewAppointment};
use crate::stand_in::{Asked, answering, client, objections, official};

fn at(text: &str) -> Timestamp {
    Timestamp::from(text.parse::<jiff::Timestamp>().unwrap())
}

fn span(start: &str, end: &str) -> Span {
    Span {
        start: at(start),
        end: at(end),
    }
}

fn appointment() -> NewAppointment {
    NewAppointment {
        reference: "bkg_1".to_owned(),
        when: span("2026-11-23T17:00:00Z", "2026-11-23T17:30:00Z"),
        name: "Ada".to_owned(),
        email: Some("ada@example.com".to_owned()),
        phone: Some("+14155552671".to_owned()),
        zone: "America/New_York".to_owned(),
        notes: Some("Likes engines".to_owned()),
    }
}

fn booking(uid: &str, status: &str, start: &str, metadata: &Value) -> Value {
    json!({
        "id": 1, "uid": uid, "status": status, "start": start, "end": "2026-11-23T17:30:00.000Z",
        "attendees": [{"name": "Ada", "email": "Ada@example.com", "timeZone": "America/New_York", "absent": false}],
        "metadata": metadata
    })
}

async fn ask<T>(
    answers: Vec<(u16, Value)>,
    what: impl AsyncFnOnce(&CalCom) -> Result<T, CalendarError>,
) -> (Result<T, CalendarError>, Vec<Asked>) {
    let answers = answers
        .into_iter()
        .map(|(status, body)| (status, body.to_string()))
        .collect();
    let (url, server) = answering(answers);
    let calendar = CalCom::new(CalComConfig::new(url, "cal_secret", 42), client());
    let result = what(&calendar).await;
    (result, server.join().expect("the stand-in was asked"))
}

fn ok(data: &Value) -> Value {
    json!({"status": "success", "data": data})
}

#[tokio::test]
async fn free_times_are_asked_for_with_the_version_of_their_family() {
    let data = json!({
        "2026-11-24": [{"start": "2026-11-24T09:00:00.000-05:00", "end": "2026-11-24T09:30:00.000-05:00"}],
        "2026-11-23": [
            {"start": "2026-11-23T12:00:00.000-05:00", "end": "2026-11-23T12:30:00.000-05:00"},
            {"start": "2026-11-23T08:00:00.000-05:00", "end": "2026-11-23T08:30:00.000-05:00"}
        ]
    });
    let wanted = span("2026-11-23T14:00:00Z", "2026-11-25T00:00:00Z");
    let (free, asked) = ask(vec![(200, ok(&data))], async |calendar| {
        calendar.free(wanted, 10).await
    })
    .await;
    assert_eq!(
        free.unwrap(),
        [
            span("2026-11-23T17:00:00Z", "2026-11-23T17:30:00Z"),
            span("2026-11-24T14:00:00Z", "2026-11-24T14:30:00Z")
        ]
    );
    assert_eq!(
        asked[0].line(),
        "GET /v2/slots?eventTypeId=42&start=2026-11-23T14%3A00%3A00Z&end=2026-11-25T00%3A00%3A00Z&timeZone=UTC\
         &format=range HTTP/1.1"
    );
    assert_eq!(asked[0].header("cal-api-version"), Some("2024-09-04"));
    assert_eq!(asked[0].header("authorization"), Some("Bearer cal_secret"));
}

#[tokio::test]
async fn an_appointment_is_made_in_utc_with_our_reference() {
    let made = booking(
        "uid1",
        "accepted",
        "2026-11-23T17:00:00.000Z",
        &json!({"outdial_booking": "bkg_1"}),
    );
    let (placed, asked) = ask(vec![(201, ok(&made))], async |calendar| {
        calendar.place(&appointment()).await
    })
    .await;
    assert_eq!(placed.unwrap().uid, "uid1");
    assert_eq!(asked[0].line(), "POST /v2/bookings HTTP/1.1");
    assert_eq!(asked[0].header("cal-api-version"), Some("2024-08-13"));
    assert_eq!(
        asked[0].body,
        json!({
            "start": "2026-11-23T17:00:00Z", "eventTypeId": 42,
            "attendee": {"name": "Ada", "timeZone": "America/New_York", "email": "ada@example.com",
                "phoneNumber": "+14155552671", "language": "en"},
            "metadata": {"outdial_booking": "bkg_1"},
            "bookingFieldsResponses": {"notes": "Likes engines"}
        })
    );
    let Some(document) = official("calcom_v2.json") else {
        return;
    };
    let schema = json!({"$ref": "#/components/schemas/CreateBookingInput_2024_08_13"});
    assert_eq!(objections(&document, &schema, &asked[0].body, ""), [""; 0]);
}

#[tokio::test]
async fn moving_and_calling_off_have_the_official_form() {
    let moved = booking("uid2", "accepted", "2026-11-23T17:00:00.000Z", &json!(null));
    let to = span("2026-11-23T17:00:00Z", "2026-11-23T17:30:00Z");
    let (placed, asked) = ask(vec![(201, ok(&moved))], async |calendar| {
        calendar.reschedule("uid/1", to, "asked on the phone").await
    })
    .await;
    assert_eq!(placed.unwrap().uid, "uid2");
    assert_eq!(asked[0].line(), "POST /v2/bookings/uid%2F1/reschedule HTTP/1.1");
    let (cancelled, cancel) = ask(vec![(200, ok(&json!({})))], async |calendar| {
        calendar.cancel("uid2", "asked on the phone").await
    })
    .await;
    cancelled.unwrap();
    assert_eq!(cancel[0].line(), "POST /v2/bookings/uid2/cancel HTTP/1.1");
    let Some(document) = official("calcom_v2.json") else {
        return;
    };
    for (name, body) in [
        ("RescheduleBookingInput_2024_08_13", &asked[0].body),
        ("CancelBookingInput_2024_08_13", &cancel[0].body),
    ] {
        let schema = json!({"$ref": format!("#/components/schemas/{name}")});
        assert_eq!(objections(&document, &schema, body, ""), [""; 0]);
    }
}

#[tokio::test]
async fn every_way_to_fail_has_its_meaning() {
    let error = |message: &str| json!({"status": "error", "error": {"code": "x", "message": message}});
    let cases = [
        (
            400,
            error("User either already has booking at this time or is not available"),
            CalendarError::Taken,
        ),
        (409, error("conflict"), CalendarError::Taken),
        (
            400,
            error("attendee.email is required"),
            CalendarError::Refused("attendee.email is required".to_owned()),
        ),
        (
            401,
            error("no"),
            CalendarError::Refused("Cal.com does not accept the API key".to_owned()),
        ),
        (
            429,
            error("slow down"),
            CalendarError::Unavailable("Cal.com asks us to ask less often".to_owned()),
        ),
        (
            503,
            json!("down"),
            CalendarError::Uncertain("Cal.com answered with status 503".to_owned()),
        ),
    ];
    for (status, body, expected) in cases {
        let (placed, _) = ask(vec![(status, body)], async |calendar| {
            calendar.place(&appointment()).await
        })
        .await;
        assert_eq!(placed, Err(expected), "{status}");
    }
    // The connection breaks after the request: nobody knows.
    let (placed, _) = ask(vec![(0, json!(null))], async |calendar| {
        calendar.place(&appointment()).await
    })
    .await;
    assert!(matches!(placed, Err(CalendarError::Uncertain(_))), "{placed:?}");
    let nobody = CalCom::new(CalComConfig::new("http://127.0.0.1:1", "k", 1), client());
    let placed = nobody.place(&appointment()).await;
    assert!(matches!(placed, Err(CalendarError::Unavailable(_))), "{placed:?}");
}

#[tokio::test]
async fn a_doubtful_appointment_is_found_by_reference_or_by_attendee_and_start() {
    let start = "2026-11-23T17:00:00.000Z";
    let cases = [
        (
            json!([booking(
                "a",
                "accepted",
                start,
                &json!({"outdial_booking": "bkg_1"})
            )]),
            Some("a"),
        ),
        (
            json!([booking(
                "b",
                "accepted",
                start,
                &json!({"outdial_booking": "bkg_2"})
            )]),
            None,
        ),
        (json!([booking("c", "accepted", start, &json!({}))]), Some("c")),
        (
            json!([booking("d", "accepted", "2026-11-23T16:30:00Z", &json!({}))]),
            None,
        ),
        (
            json!([booking(
                "e",
                "cancelled",
                start,
                &json!({"outdial_booking": "bkg_1"})
            )]),
            None,
        ),
        (json!([]), None),
    ];
    for (data, expected) in cases {
        let (found, asked) = ask(vec![(200, ok(&data))], async |calendar| {
            calendar.look_up(&appointment()).await
        })
        .await;
        assert_eq!(found.unwrap().map(|placed| placed.uid).as_deref(), expected);
        assert!(
            asked[0].line().contains("attendeeEmail=ada%40example.com"),
            "{}",
            asked[0].line()
        );
        assert_eq!(asked[0].header("cal-api-version"), Some("2024-08-13"));
    }
}

#[tokio::test]
async fn calling_off_what_is_called_off_is_no_error() {
    let (cancelled, _) = ask(vec![(404, json!({}))], async |calendar| {
        calendar.cancel("u", "x").await
    })
    .await;
    cancelled.unwrap();
    let gone = booking("u", "cancelled", "2026-11-23T17:00:00Z", &json!(null));
    let answers = vec![
        (400, json!({"error": {"message": "already cancelled"}})),
        (200, ok(&gone)),
    ];
    let (cancelled, _) = ask(answers, async |calendar| calendar.cancel("u", "x").await).await;
    cancelled.unwrap();
}

//! Free times and bookings.

use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

use super::desk::{CAL_KEY, CAL_SECRET, EVENT_TYPE, ask, control, open, services};
use crate::stage::{Answer, Stage};

async fn slots(stage: &Stage, query: &str) -> Answer {
    let path = format!("/v2/slots?eventTypeId={EVENT_TYPE}&{query}");
    ask(
        stage,
        "GET",
        &path,
        CAL_KEY,
        &[("cal-api-version", "2024-09-04")],
        None,
    )
    .await
}

async fn bookings(stage: &Stage, method: &str, path: &str, body: Option<&Value>) -> Answer {
    let path = format!("/v2/bookings{path}");
    ask(
        stage,
        method,
        &path,
        CAL_KEY,
        &[("cal-api-version", "2024-08-13")],
        body,
    )
    .await
}

fn wish(start: &str) -> Value {
    json!({
        "start": start, "eventTypeId": EVENT_TYPE, "metadata": { "ours": "1" },
        "attendee": { "name": "Ann", "email": "ann@example.com", "timeZone": "America/New_York" },
    })
}

/// The clock begins on Saturday, 21 November 2026.
const MONDAY: &str = "2026-11-23T15:00:00Z";

#[tokio::test(start_paused = true)]
async fn free_times_are_those_of_weekdays_by_the_clock_that_is_asked_for() {
    let (stage, _) = open(services());
    let found = slots(
        &stage,
        "start=2026-11-21&end=2026-11-23&timeZone=America/New_York&format=range",
    )
    .await;
    assert_eq!(found.status, 200);
    let days = found.body["data"].as_object().unwrap();
    assert_eq!(days.keys().collect::<Vec<_>>(), ["2026-11-23"]);
    assert_eq!(days["2026-11-23"].as_array().unwrap().len(), 16);
    assert_eq!(
        days["2026-11-23"][0],
        json!({ "start": "2026-11-23T09:00:00.000-05:00", "end": "2026-11-23T09:30:00.000-05:00" })
    );
}

#[tokio::test(start_paused = true)]
async fn a_request_without_the_version_of_its_family_is_refused() {
    let (stage, _) = open(services());
    let path = format!("/v2/slots?eventTypeId={EVENT_TYPE}&start=2026-11-21&end=2026-11-23");
    for headers in [&[][..], &[("cal-api-version", "2024-08-13")]] {
        assert_eq!(
            ask(&stage, "GET", &path, CAL_KEY, headers, None).await.status,
            400
        );
    }
    assert_eq!(ask(&stage, "GET", "/v2/me", "guess", &[], None).await.status, 401);
}

#[tokio::test(start_paused = true)]
async fn a_booking_takes_its_time_and_is_reported_moved_and_called_off() {
    let (stage, office) = open(services());
    let made = bookings(&stage, "POST", "", Some(&wish(MONDAY))).await;
    assert_eq!(
        (made.status, &made.body["data"]["status"]),
        (201, &json!("accepted"))
    );
    let again = bookings(&stage, "POST", "", Some(&wish(MONDAY))).await;
    assert_eq!(again.status, 400);
    let free = slots(&stage, "start=2026-11-23&end=2026-11-23").await.body;
    assert!(!free["data"].to_string().contains("15:00:00"));

    let uid = made.body["data"]["uid"].as_str().unwrap();
    let moved = json!({ "start": "2026-11-24T15:00:00Z", "reschedulingReason": "ill" });
    let moved = bookings(&stage, "POST", &format!("/{uid}/reschedule"), Some(&moved)).await;
    assert_eq!(
        (moved.status, &moved.body["data"]["rescheduledFromUid"]),
        (201, &json!(uid))
    );
    let new = moved.body["data"]["uid"].as_str().unwrap();
    assert_ne!(new, uid);
    let old = bookings(&stage, "GET", &format!("/{uid}"), None).await.body;
    assert_eq!(
        (&old["data"]["status"], &old["data"]["rescheduledToUid"]),
        (&json!("cancelled"), &json!(new))
    );

    let off = json!({ "cancellationReason": "no need" });
    assert_eq!(
        bookings(&stage, "POST", &format!("/{new}/cancel"), Some(&off))
            .await
            .status,
        200
    );
    assert_eq!(
        bookings(&stage, "POST", &format!("/{new}/cancel"), Some(&off))
            .await
            .status,
        400
    );
    stage.pass(10).await;

    let told: Vec<String> = office
        .received("/calcom")
        .iter()
        .map(|request| {
            let header = |name: &str| {
                request
                    .headers
                    .iter()
                    .find(|(key, _)| key == name)
                    .unwrap()
                    .1
                    .clone()
            };
            let mut mac = Hmac::<Sha256>::new_from_slice(CAL_SECRET.as_bytes()).unwrap();
            mac.update(&request.body);
            assert_eq!(
                header("x-cal-signature-256"),
                hex::encode(mac.finalize().into_bytes())
            );
            let body: Value = serde_json::from_slice(&request.body).unwrap();
            body["triggerEvent"].as_str().unwrap().to_owned()
        })
        .collect();
    assert_eq!(
        told,
        ["BOOKING_CREATED", "BOOKING_RESCHEDULED", "BOOKING_CANCELLED"]
    );
    assert_eq!(control(&stage, "/bookings").await.as_array().unwrap().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn times_that_are_not_offered_cannot_be_booked() {
    let (stage, _) = open(services());
    for start in [
        "2026-11-21T15:00:00Z",
        "2026-11-23T15:10:00Z",
        "2026-11-20T15:00:00Z",
        "soon",
    ] {
        let refused = bookings(&stage, "POST", "", Some(&wish(start))).await;
        assert_eq!(refused.status, 400, "{start}");
    }
    let mut nobody = wish(MONDAY);
    nobody["attendee"] = json!({ "name": "Ann", "timeZone": "UTC" });
    assert_eq!(bookings(&stage, "POST", "", Some(&nobody)).await.status, 400);
}

#[tokio::test(start_paused = true)]
async fn a_booking_is_found_by_its_attendee_and_time() {
    let (stage, _) = open(services());
    bookings(&stage, "POST", "", Some(&wish(MONDAY))).await;
    for (query, expected) in [
        (
            "?attendeeEmail=ANN@example.com&afterStart=2026-11-23T14:59:00Z&beforeEnd=2026-11-23T15:31:00Z",
            1,
        ),
        ("?attendeeEmail=bob@example.com", 0),
        ("?afterStart=2026-11-23T15:01:00Z", 0),
        ("?status=cancelled", 0),
    ] {
        let found = bookings(&stage, "GET", query, None).await.body;
        assert_eq!(found["data"].as_array().unwrap().len(), expected, "{query}");
    }
}

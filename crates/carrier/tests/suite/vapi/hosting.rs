//! Agents at Vapi, and questions about calls there.

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use outdial_carrier::http::{BodySink, HttpResponse};
use outdial_carrier::{CommandError, LegRef, Lines};
use outdial_domain::Timestamp;
use outdial_domain::call::{AmdVerdict, LegStatus};
use outdial_domain::voice_agent::Finding;
use serde_json::{Value, json};

use super::bench::{ASSISTANT_ID, LEG, Scripted, answer, carrier};
use crate::bench::number;

fn leg() -> LegRef {
    LegRef(LEG.to_owned())
}

fn call(id: &str, to: &str, created_at: &str) -> Value {
    json!({
        "id": id, "type": "outboundPhoneCall", "status": "ended", "endedReason": "customer-ended-call",
        "customer": { "number": to }, "createdAt": created_at, "startedAt": "2026-11-18T11:06:50Z",
        "endedAt": "2026-11-18T11:07:00Z", "cost": 0.02,
    })
}

#[tokio::test]
async fn an_agent_is_created_once_and_changed_afterwards() {
    let document = json!({ "name": "Appointments", "firstMessage": "Hello" });
    let network = Scripted::new([
        answer(201, &json!({ "id": ASSISTANT_ID })),
        answer(200, &json!({ "id": ASSISTANT_ID })),
        answer(200, &json!({ "id": ASSISTANT_ID })),
        answer(200, &json!({ "id": ASSISTANT_ID, "name": "Appointments" })),
        answer(404, &json!({ "message": "Not Found" })),
    ]);
    let carrier = carrier(network.clone());
    let agents = carrier.agents().unwrap();
    assert_eq!(agents.publish(None, &document).await.as_deref(), Ok(ASSISTANT_ID));
    assert_eq!(
        agents.publish(Some(ASSISTANT_ID), &document).await.as_deref(),
        Ok(ASSISTANT_ID)
    );
    assert_eq!(
        agents.published(ASSISTANT_ID).await.unwrap().unwrap()["name"],
        "Appointments"
    );
    assert_eq!(agents.published("gone").await, Ok(None));
    let asked: Vec<String> = network
        .requests()
        .iter()
        .map(|request| {
            format!(
                "{} {}",
                request.method,
                request.url.replace("https://api.vapi.ai", "")
            )
        })
        .collect();
    assert_eq!(
        asked,
        [
            "POST /assistant".to_owned(),
            format!("GET /assistant/{ASSISTANT_ID}"),
            format!("PATCH /assistant/{ASSISTANT_ID}"),
            format!("GET /assistant/{ASSISTANT_ID}"),
            "GET /assistant/gone".to_owned(),
        ]
    );
}

#[tokio::test]
async fn an_agent_that_its_host_has_lost_is_created_anew() {
    let network = Scripted::new([
        answer(404, &json!({ "message": "Not Found" })),
        answer(201, &json!({ "id": ASSISTANT_ID })),
    ]);
    let published = carrier(network.clone())
        .agents()
        .unwrap()
        .publish(Some("gone"), &json!({}))
        .await;
    assert_eq!(published.as_deref(), Ok(ASSISTANT_ID));
}

#[tokio::test]
async fn an_agent_whose_creation_is_in_doubt_is_not_created_again() {
    let network = Scripted::new([answer(503, &json!({}))]);
    let created = carrier(network.clone())
        .agents()
        .unwrap()
        .publish(None, &json!({}))
        .await;
    assert!(matches!(created, Err(CommandError::Unavailable { .. })));
    assert_eq!(network.requests().len(), 1);
}

#[tokio::test]
async fn a_lost_report_is_made_up_for_by_asking() {
    let mut live = call(LEG, "+14155552671", "2026-11-18T11:06:40Z");
    live["status"] = "in-progress".into();
    let mut ended = call(LEG, "+14155552671", "2026-11-18T11:06:40Z");
    ended["analysis"] = json!({ "summary": "They talked." });
    let network = Scripted::new([answer(200, &live), answer(200, &ended), answer(404, &json!({}))]);
    let carrier = carrier(network);
    let agents = carrier.agents().unwrap();
    assert_eq!(agents.report(&leg()).await, Ok(None));
    let report = agents.report(&leg()).await.unwrap().unwrap();
    assert_eq!(
        (report.finding, report.summary.as_deref()),
        (Finding::Talked, Some("They talked."))
    );
    assert_eq!(agents.report(&leg()).await, Ok(None));
}

#[tokio::test]
async fn a_call_is_looked_up_with_all_that_is_known() {
    let mut machine = call(LEG, "+14155552671", "2026-11-18T11:06:40Z");
    machine["endedReason"] = "voicemail".into();
    let found = carrier(Scripted::new([answer(200, &machine)]))
        .look_up(&leg())
        .await;
    let found = found.unwrap().unwrap();
    assert_eq!(
        (found.status, found.talk_ms),
        (Some(LegStatus::Completed), Some(10_000))
    );
    assert_eq!(found.verdict, Some(AmdVerdict::Machine));
    assert_eq!(found.cost.map(|cost| cost.micros), Some(20_000));

    let mut live = call(LEG, "+14155552671", "2026-11-18T11:06:40Z");
    live["status"] = "in-progress".into();
    live["endedReason"] = Value::Null;
    let found = carrier(Scripted::new([answer(200, &live)])).look_up(&leg()).await;
    let found = found.unwrap().unwrap();
    // What it costs so far is not what it costs.
    assert_eq!((found.status, found.cost), (Some(LegStatus::Answered), None));
}

#[tokio::test]
async fn a_long_list_is_read_to_its_end_and_other_numbers_are_left_out() {
    let at = |n: usize| format!("2026-11-18T11:{:02}:{:02}Z", 59 - n / 60, 59 - n % 60);
    let first: Vec<Value> = (0..1_000)
        .map(|n| call(&format!("c{n}"), "+14155552671", &at(n)))
        .collect();
    let second = [
        call("c999", "+14155552671", &at(999)),
        call("c1000", "+14155552671", &at(1_000)),
        call("other", "+14155559999", &at(1_001)),
    ];
    let network = Scripted::new([answer(200, &json!(first)), answer(200, &json!(second))]);
    let since = Timestamp::from("2026-11-18T11:00:00Z".parse::<jiff::Timestamp>().unwrap());
    let found = carrier(network.clone())
        .list_since(since, Some(&number("+14155552671")))
        .await
        .unwrap();
    assert_eq!(found.len(), 1_001);
    let urls: Vec<String> = network
        .requests()
        .into_iter()
        .map(|request| request.url)
        .collect();
    assert!(
        urls[0].contains("createdAtGe=2026-11-18T10%3A58%3A00Z"),
        "{}",
        urls[0]
    );
    assert!(
        urls[1].contains("&createdAtLe=2026-11-18T11%3A43%3A20Z"),
        "{}",
        urls[1]
    );
}

#[tokio::test]
async fn a_list_that_does_not_end_is_an_error() {
    let same: Vec<Value> = (0..1_000)
        .map(|n| call(&format!("c{n}"), "+14155552671", "2026-11-18T11:00:00Z"))
        .collect();
    let network = Scripted::new([answer(200, &json!(same)), answer(200, &json!(same))]);
    let listed = carrier(network).list_since(Timestamp(0), None).await;
    assert!(
        matches!(listed, Err(CommandError::Unavailable { .. })),
        "{listed:?}"
    );
}

#[tokio::test]
async fn a_live_call_is_ended_where_it_is_controlled_and_one_that_has_not_begun_is_deleted() {
    let live = json!({ "id": LEG, "status": "in-progress", "monitor": { "controlUrl": "https://phone.vapi.ai/control/1" } });
    let network = Scripted::new([answer(200, &live), answer(200, &json!({}))]);
    carrier(network.clone()).hang_up(&leg()).await.unwrap();
    let order = &network.requests()[1];
    assert_eq!(order.url, "https://phone.vapi.ai/control/1");
    assert_eq!(&order.body[..], br#"{"type":"end-call"}"#);
    assert!(order.headers.get("authorization").is_none());

    let waiting = json!({ "id": LEG, "status": "queued" });
    let network = Scripted::new([answer(200, &waiting), answer(200, &json!({}))]);
    carrier(network.clone()).hang_up(&leg()).await.unwrap();
    assert_eq!(network.requests()[1].method, http::Method::DELETE);

    let mute = json!({ "id": LEG, "status": "ringing" });
    let unclear = carrier(Scripted::new([answer(200, &mute)])).hang_up(&leg()).await;
    assert!(matches!(unclear, Err(CommandError::Unavailable { .. })));
}

#[tokio::test]
async fn calling_off_ends_what_rings_and_leaves_who_answered() {
    let call = |status: &str| json!({ "id": LEG, "status": status, "monitor": { "controlUrl": "https://phone.vapi.ai/control/1" } });
    let network = Scripted::new([answer(200, &call("in-progress"))]);
    carrier(network.clone()).call_off(&leg()).await.unwrap();
    assert_eq!(network.requests().len(), 1, "it was looked at, and left");

    let ringing = call("ringing");
    let network = Scripted::new([
        answer(200, &ringing),
        answer(200, &ringing),
        answer(200, &json!({})),
    ]);
    carrier(network.clone()).call_off(&leg()).await.unwrap();
    assert_eq!(&network.requests()[2].body[..], br#"{"type":"end-call"}"#);
}

#[tokio::test]
async fn a_call_is_controlled_at_no_address_in_the_clear() {
    let live = json!({ "id": LEG, "status": "in-progress", "monitor": { "controlUrl": "http://10.0.0.1/control/1" } });
    let network = Scripted::new([answer(200, &live)]);
    let refused = carrier(network.clone()).hang_up(&leg()).await;
    assert!(matches!(refused, Err(CommandError::Unavailable { .. })));
    assert_eq!(network.requests().len(), 1);
}

#[derive(Default)]
struct Kept(Vec<u8>);

#[async_trait::async_trait]
impl BodySink for Kept {
    async fn take(&mut self, piece: Bytes) -> Result<(), String> {
        self.0.extend_from_slice(&piece);
        Ok(())
    }
}

#[tokio::test]
async fn a_recording_is_fetched_where_the_api_points_and_the_key_stays_with_the_api() {
    let mut headers = HeaderMap::new();
    headers.insert("location", "https://storage.example/signed.wav".parse().unwrap());
    let moved = HttpResponse {
        status: StatusCode::FOUND,
        headers,
        body: Bytes::new(),
    };
    let mut file = answer(200, &Value::Null).unwrap();
    file.body = Bytes::from_static(b"RIFF");
    let network = Scripted::with_files([answer(404, &json!({})), Ok(moved), Ok(file)]);
    let mut kept = Kept::default();
    let carrier = carrier(network.clone());
    carrier
        .recordings()
        .unwrap()
        .fetch_recording(LEG, &mut kept)
        .await
        .unwrap();
    assert_eq!(kept.0, b"RIFF");
    let requests = network.requests();
    assert!(requests[0].url.ends_with("/stereo-recording") && requests[1].url.ends_with("/mono-recording"));
    assert_eq!(requests[2].url, "https://storage.example/signed.wav");
    assert!(requests[2].headers.get("authorization").is_none());
}

#[tokio::test]
async fn whose_lines_a_number_is_on_is_told_and_no_other_provider_is_taken_for_twilio() {
    let account = "AC00000000000000000000000000000001";
    let imported = json!({ "provider": "twilio", "number": "+14155550100", "twilioAccountSid": account });
    let bought = json!({ "provider": "vapi", "number": "+14155550100" });
    let network = Scripted::new([
        answer(200, &imported),
        answer(200, &bought),
        answer(404, &json!({ "message": "Not Found" })),
    ]);
    let carrier = carrier(network);
    let agents = carrier.agents().unwrap();
    let ours = Lines::Of {
        carrier: "twilio",
        account: account.to_owned(),
    };
    assert_eq!(agents.lines().await, Ok(ours));
    let theirs = Lines::Elsewhere {
        provider: "vapi".to_owned(),
    };
    assert_eq!(agents.lines().await, Ok(theirs));
    assert!(matches!(agents.lines().await, Err(CommandError::Rejected(_))));
    assert!(carrier.takes_legs().is_none());
}

#[tokio::test]
async fn the_name_of_a_leg_on_the_lines_of_twilio_is_read_while_it_lives() {
    let sid = "CA0123456789abcdef0123456789abcdef";
    let live = |provider: &str, id: &str| json!({ "id": LEG, "status": "in-progress", "phoneCallProvider": provider, "phoneCallProviderId": id });
    let mut over = live("twilio", sid);
    over["status"] = "ended".into();
    let mut nameless = live("twilio", sid);
    nameless.as_object_mut().unwrap().remove("phoneCallProvider");
    for (call, expected) in [
        (live("twilio", sid), Some(sid)),
        (nameless, Some(sid)),
        (over, None),
        (live("vonage", sid), None),
        (live("twilio", "CON-1234"), None),
        (live("twilio", ""), None),
    ] {
        let network = Scripted::new([answer(200, &call)]);
        let found = carrier(network).agents().unwrap().leg_on_lines(&leg()).await;
        assert_eq!(found.unwrap().as_ref().map(LegRef::as_str), expected, "{call}");
    }
}

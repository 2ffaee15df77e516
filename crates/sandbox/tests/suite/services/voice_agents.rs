//! Calls with voice agents: what is told, what is asked, what comes of them.

use outdial_sandbox::{Faults, Probability};
use serde_json::{Value, json};

use super::desk::{ASSISTANT, NUMBER_ID, Office, VAPI_KEY, ask, control, open, services};
use crate::stage::{Answer, Stage};

fn order(number: &str) -> Value {
    json!({
        "assistantId": ASSISTANT,
        "phoneNumberId": NUMBER_ID,
        "customer": { "number": number },
        "assistantOverrides": {
            "variableValues": { "lead_contact_name": "Ann", "lead_email": "ann@example.com", "lead_timezone": "UTC" },
            "metadata": { "outdial_call_id": "call_1" },
            "serverMessages": ["status-update", "tool-calls", "end-of-call-report", "transcript[transcriptType=\"final\"]"],
            "server": { "url": "http://app.test/vapi?call=call_1", "headers": { "X-Vapi-Secret": "sesame" } },
            "voicemailDetection": { "provider": "vapi" },
            "voicemailMessage": "Please call {{ lead_contact_name }} back.",
            "analysisPlan": { "structuredDataPlan": { "enabled": true } },
        },
    })
}

async fn vapi(stage: &Stage, method: &str, path: &str, body: Option<&Value>) -> Answer {
    ask(stage, method, path, VAPI_KEY, &[], body).await
}

/// Places a call and lets it come to its end and its report.
async fn call(stage: &Stage, number: &str) -> Value {
    let created = vapi(stage, "POST", "/call", Some(&order(number))).await;
    assert_eq!(created.status, 201, "{}", created.body);
    assert_eq!(created.body["status"], "queued");
    stage.pass(60_000).await;
    let id = created.body["id"].as_str().unwrap();
    vapi(stage, "GET", &format!("/call/{id}"), None).await.body
}

fn statuses(office: &Office) -> Vec<String> {
    let word = |message: &Value| message["status"].as_str().unwrap().to_owned();
    office.messages("status-update").iter().map(word).collect()
}

fn tool_names(office: &Office) -> Vec<String> {
    office.tools().into_iter().map(|(name, _)| name).collect()
}

#[tokio::test(start_paused = true)]
async fn somebody_who_accepts_is_offered_times_and_books_one() {
    let (stage, office) = open(services());
    let ended = call(&stage, "+14155550100").await;
    assert_eq!(ended["endedReason"], "assistant-ended-call");
    assert_eq!(statuses(&office), ["queued", "ringing", "in-progress", "ended"]);
    assert_eq!(tool_names(&office), ["check_availability", "book_appointment"]);
    let (_, booking) = office.tools().remove(1);
    assert_eq!(
        (&booking["slot"], &booking["email"], &booking["name"]),
        (&json!("24-a"), &json!("ann@example.com"), &json!("Ann"))
    );

    let report = office.messages("end-of-call-report").remove(0);
    assert_eq!(report["analysis"]["structuredData"]["outcome"], "scheduled");
    assert_eq!(
        report["call"]["assistantOverrides"]["metadata"]["outdial_call_id"],
        "call_1"
    );
    assert!(report["cost"].as_f64().unwrap() > 0.0);
    assert!(
        report["artifact"]["transcript"]
            .as_str()
            .unwrap()
            .contains("User: Yes, that works for me.")
    );
    let secret = |request: &outdial_sandbox::WebhookRequest| {
        request
            .headers
            .iter()
            .any(|(name, value)| name == "x-vapi-secret" && value == "sesame")
    };
    assert!(office.received("/vapi").iter().all(secret));
    assert!(!office.messages("transcript").is_empty());
}

#[tokio::test(start_paused = true)]
async fn the_answers_of_tools_steer_the_talk() {
    let (stage, office) = open(services());
    office.taken.lock().unwrap().push("24-a".to_owned());
    let ended = call(&stage, "+14155550100").await;
    assert_eq!(
        tool_names(&office),
        ["check_availability", "book_appointment", "book_appointment"]
    );
    assert_eq!(office.tools()[2].1["slot"], "24-b");
    assert_eq!(ended["analysis"]["structuredData"]["outcome"], "scheduled");

    office.taken.lock().unwrap().push("24-b".to_owned());
    let ended = call(&stage, "+14155550101").await;
    assert_eq!(ended["analysis"]["structuredData"]["outcome"], "talked");
}

#[tokio::test(start_paused = true)]
async fn everybody_else_gets_what_they_want() {
    for (number, reason, tools, outcome) in [
        (
            "+14155550110",
            "assistant-ended-call",
            vec!["mark_not_interested"],
            json!("not_interested"),
        ),
        (
            "+14155550120",
            "assistant-ended-call",
            vec!["check_availability", "check_availability", "book_appointment"],
            json!("scheduled"),
        ),
        (
            "+14155550130",
            "assistant-ended-call",
            vec!["schedule_callback"],
            json!("callback"),
        ),
        (
            "+14155550140",
            "assistant-ended-call",
            vec!["do_not_call"],
            json!("do_not_call"),
        ),
        ("+14155550150", "customer-ended-call", vec![], Value::Null),
        ("+14155550160", "silence-timed-out", vec![], Value::Null),
        ("+14155550170", "customer-ended-call", vec![], json!("talked")),
        ("+14155550106", "voicemail", vec![], json!("voicemail")),
        ("+14155550107", "customer-did-not-answer", vec![], Value::Null),
        ("+14155550108", "customer-busy", vec![], Value::Null),
        (
            "+14155550109",
            "twilio-reported-customer-misdialed",
            vec![],
            Value::Null,
        ),
    ] {
        let (stage, office) = open(services());
        let ended = call(&stage, number).await;
        assert_eq!(ended["endedReason"], reason, "{number}");
        assert_eq!(tool_names(&office), tools, "{number}");
        let page = control(&stage, "/vapi/calls").await;
        assert_eq!(page[0]["outcome"]["outcome"], outcome, "{number}");
        assert_eq!(office.messages("end-of-call-report").len(), 1, "{number}");
    }
}

#[tokio::test(start_paused = true)]
async fn whoever_wants_another_time_is_asked_for_a_later_day() {
    let (stage, office) = open(services());
    call(&stage, "+14155550120").await;
    let tools = office.tools();
    assert_eq!(tools[1].1["from"], "2026-11-25T09:00:00Z");
    assert_eq!(tools[2].1["slot"], "25-b");
    let callback = {
        let (stage, office) = open(services());
        call(&stage, "+14155550130").await;
        office.tools().remove(0).1
    };
    assert_eq!(callback["at"], "2026-11-22T10:00:00+00:00");
}

#[tokio::test(start_paused = true)]
async fn a_machine_gets_its_message_with_the_variables_filled_in() {
    let (stage, _) = open(services());
    call(&stage, "+14155550106").await;
    let attempts = stage.sandbox.ledger().attempts();
    assert_eq!(attempts[0].said, ["Please call Ann back."]);
    assert_eq!(
        (attempts[0].attempt, stage.sandbox.ledger().summary().ended),
        (1, 1)
    );
}

#[tokio::test(start_paused = true)]
async fn a_live_call_is_ended_where_it_is_controlled() {
    let (stage, office) = open(services());
    let created = vapi(&stage, "POST", "/call", Some(&order("+14155550160")))
        .await
        .body;
    stage.pass(3_000).await;
    let url = created["monitor"]["controlUrl"].as_str().unwrap();
    let path = url.strip_prefix("http://sandbox.test:8080").unwrap();
    let ended = ask(
        &stage,
        "POST",
        path,
        "no key",
        &[],
        Some(&json!({ "type": "end-call" })),
    )
    .await;
    assert_eq!(ended.status, 200);
    stage.pass(5_000).await;
    let report = office.messages("end-of-call-report").remove(0);
    assert_eq!(report["endedReason"], "manually-canceled");
    let again = ask(
        &stage,
        "POST",
        path,
        "no key",
        &[],
        Some(&json!({ "type": "end-call" })),
    )
    .await;
    assert_eq!(again.status, 404);
}

#[tokio::test(start_paused = true)]
async fn what_vapi_refuses_is_refused() {
    let (stage, _) = open(services());
    let refused = |change: fn(&mut Value)| {
        let mut order = order("+14155550100");
        change(&mut order);
        order
    };
    for (order, said) in [
        (
            refused(|order| order["customer"]["number"] = "0415".into()),
            "E.164",
        ),
        (
            refused(|order| order["assistantId"] = "nobody".into()),
            "Couldn't Find Assistant",
        ),
        (
            refused(|order| order["phoneNumberId"] = "other".into()),
            "Phone Number Not Found",
        ),
        (
            refused(|order| order["customer"]["name"] = "x".repeat(41).into()),
            "customer.name",
        ),
    ] {
        let answer = vapi(&stage, "POST", "/call", Some(&order)).await;
        assert_eq!(answer.status, 400);
        assert!(
            answer.body["message"].to_string().contains(said),
            "{}",
            answer.body
        );
    }
    let stranger = ask(
        &stage,
        "POST",
        "/call",
        "guess",
        &[],
        Some(&order("+14155550100")),
    )
    .await;
    assert_eq!(stranger.status, 401);
    for index in 0..10 {
        let number = format!("+1415556{index:04}");
        assert_eq!(
            vapi(&stage, "POST", "/call", Some(&order(&number))).await.status,
            201
        );
    }
    let full = vapi(&stage, "POST", "/call", Some(&order("+14155557777"))).await;
    assert_eq!(full.body["message"], "Over Concurrency Limit.");
}

#[tokio::test(start_paused = true)]
async fn assistants_are_created_and_changed() {
    let (stage, _) = open(services());
    let document = json!({ "name": "Mine", "firstMessage": "Hi" });
    let created = vapi(&stage, "POST", "/assistant", Some(&document)).await;
    assert_eq!(created.status, 201);
    let path = format!("/assistant/{}", created.body["id"].as_str().unwrap());
    let changed = vapi(&stage, "PATCH", &path, Some(&json!({ "name": "Other" })))
        .await
        .body;
    assert_eq!(
        (&changed["name"], &changed["firstMessage"]),
        (&json!("Other"), &json!("Hi"))
    );
    assert_eq!(vapi(&stage, "GET", &path, None).await.body, changed);
    assert_eq!(
        vapi(&stage, "PATCH", "/assistant/none", Some(&document))
            .await
            .status,
        404
    );
}

#[tokio::test(start_paused = true)]
async fn reports_can_be_lost_and_doubled_and_calls_can_still_be_asked_for() {
    let (stage, office) = open(services());
    let faults = Faults {
        drop_callback: Probability::ALWAYS,
        ..Faults::default()
    };
    stage.sandbox.set_faults(faults);
    let ended = call(&stage, "+14155550110").await;
    assert!(office.messages("end-of-call-report").is_empty() && statuses(&office).is_empty());
    // What the agent needs to go on is not lost.
    assert_eq!(tool_names(&office), ["mark_not_interested"]);
    assert_eq!(ended["analysis"]["structuredData"]["outcome"], "not_interested");

    let faults = Faults {
        double_callback: Probability::ALWAYS,
        ..Faults::default()
    };
    stage.sandbox.set_faults(faults);
    call(&stage, "+14155550111").await;
    assert_eq!(office.messages("end-of-call-report").len(), 2);
}

#[tokio::test(start_paused = true)]
async fn recordings_have_a_channel_for_each_side_and_are_led_to() {
    let (stage, office) = open(services());
    let ended = call(&stage, "+14155550110").await;
    let id = ended["id"].as_str().unwrap();
    let led = vapi(&stage, "GET", &format!("/call/{id}/stereo-recording"), None).await;
    assert_eq!(led.status, 302);
    let report = office.messages("end-of-call-report").remove(0);
    let url = report["artifact"]["stereoRecordingUrl"].as_str().unwrap();
    let path = url.strip_prefix("http://sandbox.test:8080").unwrap();
    let wav = ask(&stage, "GET", path, "no key", &[], None).await.bytes;
    assert_eq!((&wav[..4], wav[22]), (&b"RIFF"[..], 2));
    let loud = |channel: usize| {
        wav[44..]
            .chunks_exact(4)
            .any(|frame| frame[2 * channel..2 * channel + 2] != [0, 0])
    };
    assert!(loud(0) && loud(1));
}

#[tokio::test(start_paused = true)]
async fn a_run_repeats_itself() {
    let mut pages = Vec::new();
    for _ in 0..2 {
        let (stage, _) = open(services());
        for number in ["+14155550100", "+14155550130", "+14155550106"] {
            call(&stage, number).await;
        }
        pages.push(control(&stage, "/vapi/calls").await);
    }
    assert_eq!(pages[0], pages[1]);
}

/// A number that was brought along from the Twilio account.
fn imported() -> outdial_sandbox::SandboxConfig {
    let services = services();
    let vapi = services.vapi.clone().unwrap();
    outdial_sandbox::SandboxConfig {
        vapi: Some(outdial_sandbox::VapiAccount {
            lines: outdial_sandbox::NumberLines::Twilio,
            ..vapi
        }),
        ..services
    }
}

/// Places such a call and waits until they talk; answers its ids there and here.
async fn talking(stage: &Stage, number: &str) -> (String, String) {
    let created = vapi(stage, "POST", "/call", Some(&order(number))).await;
    assert_eq!(created.status, 201, "{}", created.body);
    let id = created.body["id"].as_str().unwrap().to_owned();
    let sid = created.body["phoneCallProviderId"].as_str().unwrap().to_owned();
    assert_eq!(created.body["phoneCallProvider"], "twilio");
    for _ in 0..600 {
        if stage.status(&sid).await == "in-progress" {
            return (id, sid);
        }
        stage.pass(100).await;
    }
    panic!("nobody picks up");
}

#[tokio::test(start_paused = true)]
async fn a_call_on_the_lines_of_the_account_is_seen_there_and_ends_there_with_the_talk() {
    let (stage, office) = open(imported());
    let path = format!("/phone-number/{NUMBER_ID}");
    let number = vapi(&stage, "GET", &path, None).await.body;
    assert_eq!(
        (&number["provider"], &number["twilioAccountSid"]),
        (&json!("twilio"), &json!(crate::stage::ACCOUNT))
    );
    let (id, sid) = talking(&stage, "+14155550100").await;
    let seen = stage.get(&format!("/Calls/{sid}.json")).await.body;
    assert_eq!(
        (&seen["to"], &seen["direction"]),
        (&json!("+14155550100"), &json!("outbound-api"))
    );
    stage.pass(60_000).await;
    let ended = vapi(&stage, "GET", &format!("/call/{id}"), None).await.body;
    assert_eq!(ended["endedReason"], "assistant-ended-call");
    assert_eq!(statuses(&office), ["queued", "ringing", "in-progress", "ended"]);
    assert_eq!(stage.status(&sid).await, "completed");
    let ledger = control(&stage, "/ledger?attempts=true").await;
    assert_eq!(ledger["attempts"].as_array().map(Vec::len), Some(1), "{ledger:#}");
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_redirected_is_lost_to_the_agent_and_goes_on() {
    let (stage, office) = open(imported());
    let (id, sid) = talking(&stage, "+14155550100").await;
    let form = [
        ("Twiml", "<Response><Pause length=\"20\"/></Response>"),
        ("StatusCallback", "http://app.test/status"),
    ];
    let path = format!("/Calls/{sid}.json");
    assert_eq!(stage.post(&path, &form).await.status, 200);
    stage.pass(10_000).await;
    let left = vapi(&stage, "GET", &format!("/call/{id}"), None).await.body;
    assert_eq!(
        (&left["status"], &left["endedReason"]),
        (&json!("ended"), &json!("phone-call-provider-closed-websocket"))
    );
    assert_eq!(
        stage.status(&sid).await,
        "in-progress",
        "the callee is still there"
    );
    assert!(office.received("/status").is_empty());
    stage.pass(30_000).await;
    assert_eq!(office.messages("end-of-call-report").len(), 1);
    assert_eq!(stage.status(&sid).await, "completed");
    assert_eq!(office.received("/status").len(), 1, "only the end is told");
}

#[tokio::test(start_paused = true)]
async fn somebody_who_does_not_pick_up_or_is_a_machine_is_met_on_those_lines_as_on_others() {
    for (number, reason, status) in [
        ("+14155550106", "voicemail", "completed"),
        ("+14155550107", "customer-did-not-answer", "no-answer"),
        ("+14155550108", "customer-busy", "busy"),
        ("+14155550109", "twilio-reported-customer-misdialed", "failed"),
    ] {
        let (stage, _office) = open(imported());
        let ended = call(&stage, number).await;
        assert_eq!(ended["endedReason"], reason, "{number}");
        let sid = ended["phoneCallProviderId"].as_str().unwrap();
        assert_eq!(stage.status(sid).await, status, "{number}");
    }
}

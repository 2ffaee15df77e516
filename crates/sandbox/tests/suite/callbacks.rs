//! What the application is told, and how.

use outdial_sandbox::{WebhookFailure, signature};

use crate::application::{Application, Received};
use crate::stage::{ACCOUNT, FROM, SAY, Stage, TOKEN, config, people};

fn pairs(request: &Received) -> Vec<(String, String)> {
    request.params.clone().into_iter().collect()
}

#[tokio::test(start_paused = true)]
async fn callbacks_count_every_event_and_are_signed() {
    let app = Application::quiet();
    let stage = Stage::new(config(), app.clone());
    let sid = stage.call("+14155550100", &[SAY]).await;
    stage.pass(5_000).await;
    let requests = app.at("/status");
    let sequence: Vec<&str> = requests
        .iter()
        .map(|request| request.param("SequenceNumber"))
        .collect();
    assert_eq!(sequence, ["0", "1", "2", "3"]);
    for request in &requests {
        assert_eq!(request.signature, signature(TOKEN, &request.url, &pairs(request)));
        assert_eq!(request.param("CallSid"), sid);
        assert_eq!(request.param("AccountSid"), ACCOUNT);
        assert_eq!(
            (request.param("To"), request.param("From")),
            ("+14155550100", FROM)
        );
        assert_eq!(request.param("CallbackSource"), "call-progress-events");
        assert_eq!(request.param("Direction"), "outbound-api");
        assert!(
            request.param("Timestamp").ends_with(" +0000"),
            "{}",
            request.param("Timestamp")
        );
    }
    let last = requests.last().unwrap();
    assert_eq!((last.param("CallDuration"), last.param("Duration")), ("1", "1"));
    assert_eq!(
        requests[2].param("CallDuration"),
        "",
        "only the last event has it"
    );
}

#[tokio::test(start_paused = true)]
async fn without_events_only_the_end_is_reported_with_its_true_number() {
    let app = Application::quiet();
    let stage = Stage::new(config(), app.clone());
    let form = [
        ("To", "+14155550108"),
        ("From", FROM),
        SAY,
        ("StatusCallback", "http://app.test/status"),
    ];
    assert_eq!(stage.post("/Calls.json", &form).await.status, 201);
    stage.pass(5_000).await;
    let requests = app.at("/status");
    assert_eq!(app.statuses(), ["busy"]);
    assert_eq!(requests[0].param("SequenceNumber"), "1");
    assert_eq!(
        requests[0].param("Duration"),
        "",
        "only completed calls have billed minutes"
    );
}

#[tokio::test(start_paused = true)]
async fn get_callbacks_carry_their_parameters_in_the_signed_url() {
    let app = Application::quiet();
    let stage = Stage::new(config(), app.clone());
    let form = [
        ("To", "+14155550108"),
        ("From", FROM),
        SAY,
        ("StatusCallback", "http://app.test/status?call=7"),
        ("StatusCallbackMethod", "GET"),
    ];
    stage.post("/Calls.json", &form).await;
    stage.pass(5_000).await;
    let request = app.at("/status").pop().unwrap();
    assert_eq!((request.method.as_str(), request.param("call")), ("GET", "7"));
    assert_eq!(request.param("CallStatus"), "busy");
    assert_eq!(request.signature, signature(TOKEN, &request.url, &[]));
}

#[tokio::test(start_paused = true)]
async fn a_failed_connection_is_tried_once_more_with_the_same_token() {
    let refuse_first = |_: &Received, before: usize| {
        if before == 0 {
            Err(WebhookFailure::Connect("refused".into()))
        } else {
            Ok((204, String::new()))
        }
    };
    let app = Application::answering(refuse_first);
    let stage = Stage::new(config(), app.clone());
    let form = [
        ("To", "+14155550108"),
        ("From", FROM),
        SAY,
        ("StatusCallback", "http://app.test/status"),
    ];
    stage.post("/Calls.json", &form).await;
    stage.pass(5_000).await;
    let requests = app.received();
    assert_eq!(requests.len(), 2);
    assert!(!requests[0].token.is_empty());
    assert_eq!(requests[0].token, requests[1].token);
    let attempt = stage.sandbox.ledger().attempts_at("+14155550108").pop().unwrap();
    assert_eq!(
        (attempt.callbacks[0].tries, attempt.callbacks[0].result.as_str()),
        (2, "204")
    );
}

#[tokio::test(start_paused = true)]
async fn errors_are_retried_only_when_the_url_asks_for_it() {
    for (url, tries) in [
        ("http://app.test/status", 1),
        ("http://app.test/status#rc=3&rp=5xx", 4),
        ("http://app.test/status#rc=0&rp=all", 1),
    ] {
        let app = Application::answering(|_, _| Ok((503, String::new())));
        let stage = Stage::new(config(), app.clone());
        let form = [
            ("To", "+14155550108"),
            ("From", FROM),
            SAY,
            ("StatusCallback", url),
        ];
        stage.post("/Calls.json", &form).await;
        stage.pass(5_000).await;
        let requests = app.received();
        assert_eq!(requests.len(), tries, "{url}");
        assert_eq!(
            requests[0].url, "http://app.test/status",
            "the fragment stays here"
        );
        assert_eq!(
            requests[0].signature,
            signature(TOKEN, "http://app.test/status", &pairs(&requests[0]))
        );
    }
}

#[tokio::test(start_paused = true)]
async fn asynchronous_detection_reports_its_verdict() {
    let population = "[[person]]\nnumber = \"+14155550201\"\nkind = \"fax\"\n\
        [[person]]\nnumber = \"+14155550202\"\nkind = \"human\"\nsilence_ms = 9000\n";
    let table = [
        ("+14155550100", "Enable", "human"),
        ("+14155550106", "Enable", "machine_start"),
        ("+14155550106", "DetectMessageEnd", "machine_end_beep"),
        ("+14155550201", "Enable", "fax"),
        ("+14155550202", "Enable", "unknown"),
    ];
    for (number, mode, verdict) in table {
        let mut config = config();
        config.population = people(population);
        let app = Application::quiet();
        let stage = Stage::new(config, app.clone());
        let form = [
            ("Twiml", "<Response><Pause length=\"2\"/></Response>"),
            ("MachineDetection", mode),
            ("AsyncAmd", "true"),
            ("AsyncAmdStatusCallback", "http://app.test/amd"),
        ];
        let sid = stage.call(number, &form).await;
        stage.pass(30_000).await;
        let requests = app.at("/amd");
        assert_eq!(requests.len(), 1, "{number}");
        assert_eq!(
            (requests[0].param("AnsweredBy"), requests[0].param("CallSid")),
            (verdict, sid.as_str())
        );
        assert!(
            requests[0]
                .param("MachineDetectionDuration")
                .parse::<u64>()
                .unwrap()
                > 0
        );
        assert_eq!(requests[0].params.len(), 4);
        let answer = stage.get(&format!("/Calls/{sid}.json")).await;
        assert_eq!(answer.body["answered_by"], verdict);
    }
}

#[tokio::test(start_paused = true)]
async fn a_call_that_ends_before_the_verdict_is_unknown() {
    let app = Application::quiet();
    let stage = Stage::new(config(), app.clone());
    let form = [
        ("Twiml", "<Response><Hangup/></Response>"),
        ("MachineDetection", "Enable"),
        ("AsyncAmd", "true"),
        ("AsyncAmdStatusCallback", "http://app.test/amd"),
    ];
    stage.call("+14155550106", &form).await;
    stage.pass(10_000).await;
    assert_eq!(app.at("/amd")[0].param("AnsweredBy"), "unknown");
}

#[tokio::test(start_paused = true)]
async fn synchronous_detection_holds_the_instructions_up() {
    let app = Application::answering(|request, _| {
        let body = if request.url.contains("/voice") {
            "<Response><Hangup/></Response>"
        } else {
            ""
        };
        Ok((200, body.to_owned()))
    });
    let stage = Stage::new(config(), app.clone());
    stage
        .call(
            "+14155550106",
            &[("Url", "http://app.test/voice"), ("MachineDetection", "Enable")],
        )
        .await;
    stage.pass(10_000).await;
    let request = app.at("/voice").pop().unwrap();
    assert_eq!(request.param("AnsweredBy"), "machine_start");
    // Answered at 350 ms; 2,600 ms of detection take a twentieth here.
    assert_eq!(request.at_ms, 350 + 130);
}

#[tokio::test(start_paused = true)]
async fn recordings_are_announced_and_can_be_heard() {
    let app = Application::quiet();
    let stage = Stage::new(config(), app.clone());
    let form = [
        SAY,
        ("Record", "true"),
        ("RecordingStatusCallback", "http://app.test/recording"),
    ];
    let sid = stage.call("+14155550100", &form).await;
    stage.pass(10_000).await;
    let told = app.at("/recording").pop().unwrap();
    assert_eq!(
        (told.param("CallSid"), told.param("RecordingStatus")),
        (sid.as_str(), "completed")
    );
    let completed = app.at("/status").pop().unwrap();
    assert_eq!(completed.param("RecordingSid"), told.param("RecordingSid"));
    let list = stage.get(&format!("/Calls/{sid}/Recordings.json")).await;
    assert_eq!(list.body["recordings"][0]["sid"], told.param("RecordingSid"));
    let sound = stage
        .get(&format!("/Recordings/{}.wav", told.param("RecordingSid")))
        .await;
    assert_eq!((sound.status, &sound.bytes[..4]), (200, &b"RIFF"[..]));
    let gone = stage
        .rest(
            "DELETE",
            &format!("/Recordings/{}.json", told.param("RecordingSid")),
            &[],
        )
        .await;
    assert_eq!(gone.status, 204);
}

#[tokio::test(start_paused = true)]
async fn the_price_comes_later() {
    let stage = Stage::new(config(), Application::quiet());
    let sid = stage.call("+14155550100", &[SAY]).await;
    let busy = stage.call("+14155550108", &[SAY]).await;
    stage.pass(400).await;
    let path = format!("/Calls/{sid}.json");
    let early = stage.get(&path).await.body;
    assert_eq!(
        (early["status"].as_str(), early["price"].as_str()),
        (Some("completed"), None)
    );
    stage.pass(1_000).await;
    assert_eq!(stage.get(&path).await.body["price"], "-0.01400");
    assert!(stage.get(&format!("/Calls/{busy}.json")).await.body["price"].is_null());
    assert_eq!(stage.get("/Balance.json").await.body["balance"], "999.98");
}

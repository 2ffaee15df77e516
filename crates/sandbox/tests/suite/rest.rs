//! The REST face: authentication, validation, magic numbers, lists, updates.

use axum::body::Body;
use axum::http::Request;

use crate::application::Application;
use crate::stage::{ACCOUNT, FROM, SAY, Stage, TOKEN, basic, config};

#[tokio::test(start_paused = true)]
async fn a_created_call_has_every_field() {
    let stage = Stage::new(config(), Application::quiet());
    let answer = stage
        .post("/Calls.json", &[("To", "(415) 555-2671"), ("From", FROM), SAY])
        .await;
    assert_eq!(answer.status, 201);
    let call = &answer.body;
    let sid = call["sid"].as_str().unwrap();
    assert!(sid.starts_with("CA") && sid.len() == 34);
    assert_eq!(call["to"], "+14155552671");
    assert_eq!(call["to_formatted"], "(415) 555-2671");
    assert_eq!(
        (&call["status"], &call["queue_time"]),
        (&"queued".into(), &"0".into())
    );
    assert_eq!(call["date_created"], "Sat, 21 Nov 2026 00:00:00 +0000");
    for key in [
        "start_time",
        "end_time",
        "duration",
        "price",
        "answered_by",
        "parent_call_sid",
    ] {
        assert!(call[key].is_null(), "{key}");
    }
    let uri = format!("/2010-04-01/Accounts/{ACCOUNT}/Calls/{sid}");
    assert_eq!(call["uri"], format!("{uri}.json"));
    assert_eq!(
        call["subresource_uris"]["recordings"],
        format!("{uri}/Recordings.json")
    );
    let spec = [
        "account_sid",
        "answered_by",
        "api_version",
        "caller_name",
        "date_created",
        "date_updated",
        "direction",
        "duration",
        "end_time",
        "forwarded_from",
        "from",
        "from_formatted",
        "group_sid",
        "parent_call_sid",
        "phone_number_sid",
        "price",
        "price_unit",
        "queue_time",
        "sid",
        "start_time",
        "status",
        "subresource_uris",
        "to",
        "to_formatted",
        "trunk_sid",
        "uri",
    ];
    for key in spec {
        assert!(call.get(key).is_some(), "{key} is missing");
    }
}

#[tokio::test(start_paused = true)]
async fn only_the_account_gets_in() {
    let mut config = config();
    config.api_key = Some(("SK00000000000000000000000000000001".into(), "key-secret".into()));
    let stage = Stage::new(config, Application::quiet());
    let table = [
        (None, 401),
        (Some(basic(ACCOUNT, "wrong")), 401),
        (Some(basic("ACffffffffffffffffffffffffffffffff", TOKEN)), 401),
        (Some("Bearer x".into()), 401),
        (Some("Basic !!!".into()), 401),
        (Some(basic(ACCOUNT, TOKEN)), 200),
        (
            Some(basic("SK00000000000000000000000000000001", "key-secret")),
            200,
        ),
    ];
    for (header, status) in table {
        let mut request = Request::get(format!("/2010-04-01/Accounts/{ACCOUNT}/Balance.json"));
        if let Some(header) = &header {
            request = request.header("authorization", header);
        }
        let answer = stage.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status, status, "{header:?}");
        if status == 401 {
            assert_eq!(answer.body["code"], 20_003);
        }
    }
    let other = Request::get("/2010-04-01/Accounts/ACffffffffffffffffffffffffffffffff/Calls.json")
        .header("authorization", basic(ACCOUNT, TOKEN));
    let answer = stage.send(other.body(Body::empty()).unwrap()).await;
    assert_eq!((answer.status, &answer.body["code"]), (404, &20_404.into()));
}

#[tokio::test(start_paused = true)]
async fn bad_requests_get_twilios_codes() {
    let stage = Stage::new(config(), Application::quiet());
    let to = ("To", "+14155550100");
    let from = ("From", FROM);
    let table: [(&[(&str, &str)], u32); 23] = [
        (&[from, SAY], 21_201),
        (&[("To", "12"), from, SAY], 21_211),
        (&[("To", "+1415555267x"), from, SAY], 21_211),
        (&[to, SAY], 21_213),
        (&[to, ("From", "+14155559999"), SAY], 21_210),
        (&[to, ("From", "nonsense"), SAY], 21_212),
        (&[to, ("From", "+15005550001"), SAY], 21_212),
        (&[("To", "+15005550001"), from, SAY], 21_217),
        (&[("To", "+15005550002"), from, SAY], 21_214),
        (&[("To", "+15005550003"), from, SAY], 21_215),
        (&[("To", "+15005550004"), from, SAY], 21_216),
        (&[to, from], 21_205),
        (&[to, from, ("Url", "ftp://x/y")], 21_205),
        (&[to, from, ("Url", "/relative")], 21_205),
        (
            &[to, from, ("ApplicationSid", "AP00000000000000000000000000000001")],
            21_218,
        ),
        (&[to, from, SAY, ("Timeout", "601")], 21_208),
        (&[to, from, SAY, ("SendDigits", "12x")], 21_206),
        (&[to, from, ("Url", "http://a.test/"), ("Method", "PUT")], 21_209),
        (&[to, from, SAY, ("StatusCallback", "http://my_host/x")], 21_609),
        (
            &[
                to,
                from,
                SAY,
                ("StatusCallback", "http://a.test/"),
                ("StatusCallbackEvent", "done"),
            ],
            21_626,
        ),
        (&[to, from, SAY, ("MachineDetection", "Maybe")], 20_001),
        (
            &[
                to,
                from,
                SAY,
                ("MachineDetection", "Enable"),
                ("MachineDetectionTimeout", "60"),
            ],
            20_001,
        ),
        (&[to, from, SAY, ("Record", "perhaps")], 20_001),
    ];
    for (form, code) in table {
        let answer = stage.post("/Calls.json", form).await;
        assert_eq!(
            (answer.status, &answer.body["code"]),
            (400, &code.into()),
            "{form:?}: {}",
            answer.body
        );
        assert_eq!(
            answer.body["more_info"],
            format!("https://www.twilio.com/docs/errors/{code}")
        );
        assert_eq!(answer.body["status"], 400);
    }
    assert_eq!(
        stage.sandbox.ledger().summary().created,
        0,
        "a refused request must not dial"
    );
    let magic = stage
        .post(
            "/Calls.json",
            &[("To", "+15005550006"), ("From", "+15005550006"), SAY],
        )
        .await;
    assert_eq!(magic.status, 201);
}

#[tokio::test(start_paused = true)]
async fn what_is_not_there_is_20404() {
    let stage = Stage::new(config(), Application::quiet());
    let missing = "/Calls/CA00000000000000000000000000000000.json";
    for (method, path) in [
        ("GET", missing),
        ("POST", missing),
        ("DELETE", missing),
        ("GET", "/Nothing.json"),
    ] {
        let answer = stage.rest(method, path, &[]).await;
        assert_eq!(
            (answer.status, &answer.body["code"]),
            (404, &20_404.into()),
            "{method} {path}"
        );
    }
    let answer = stage.rest("PUT", "/Calls.json", &[]).await;
    assert_eq!((answer.status, &answer.body["code"]), (405, &20_004.into()));
}

#[tokio::test(start_paused = true)]
async fn lists_are_filtered_and_paged_newest_first() {
    let stage = Stage::new(config(), Application::quiet());
    let mut sids = Vec::new();
    for i in 0..25 {
        sids.push(stage.call(&format!("+1415555020{}", i % 10), &[SAY]).await);
        stage.pass(1_000).await;
    }
    sids.reverse();
    stage.pass(10_000).await;
    let mut path = "/Calls.json?PageSize=10".to_owned();
    let mut seen = Vec::new();
    loop {
        let answer = stage.get(&path).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        seen.extend(
            answer.body["calls"]
                .as_array()
                .unwrap()
                .iter()
                .map(|call| call["sid"].as_str().unwrap().to_owned()),
        );
        let Some(next) = answer.body["next_page_uri"].as_str() else {
            break;
        };
        path = next
            .strip_prefix(&format!("/2010-04-01/Accounts/{ACCOUNT}"))
            .unwrap()
            .to_owned();
    }
    assert_eq!(seen, sids);

    let count = |answer: crate::stage::Answer| answer.body["calls"].as_array().unwrap().len();
    assert_eq!(count(stage.get("/Calls.json?To=%2B14155550208").await), 2);
    assert_eq!(count(stage.get("/Calls.json?Status=busy").await), 2);
    assert_eq!(
        count(stage.get("/Calls.json?Status=completed&To=%2B14155550200").await),
        3
    );
    assert_eq!(
        count(stage.get("/Calls.json?StartTime%3E=2026-11-21T00:00:20Z").await),
        5
    );
    assert_eq!(count(stage.get("/Calls.json?StartTime%3C=2026-11-20").await), 0);
    assert_eq!(count(stage.get("/Calls.json?StartTime=2026-11-21").await), 25);
    assert_eq!(stage.get("/Calls.json?StartTime%3E=soon").await.status, 400);
    assert_eq!(stage.get("/Calls.json?PageSize=0").await.status, 400);
}

#[tokio::test(start_paused = true)]
async fn a_live_call_can_be_hung_up_and_redirected() {
    let app = Application::quiet();
    let stage = Stage::new(config(), app.clone());
    let sid = stage
        .call(
            "+14155550100",
            &[("Twiml", "<Response><Pause length=\"50\"/></Response>")],
        )
        .await;
    let path = format!("/Calls/{sid}.json");
    let early = stage.post(&path, &[SAY]).await;
    assert_eq!(
        (early.status, &early.body["code"]),
        (400, &21_220.into()),
        "not answered yet"
    );
    stage.pass(1_000).await;
    let harmless = stage.post(&path, &[("Status", "canceled")]).await;
    assert_eq!(
        (harmless.status, &harmless.body["status"]),
        (200, &"in-progress".into())
    );
    let redirected = stage
        .post(
            &path,
            &[(
                "Twiml",
                "<Response><Say>Something else</Say><Pause length=\"50\"/></Response>",
            )],
        )
        .await;
    assert_eq!(redirected.status, 200);
    stage.pass(1_000).await;
    let ended = stage.post(&path, &[("Status", "completed")]).await;
    assert_eq!((ended.status, &ended.body["status"]), (200, &"completed".into()));
    assert_eq!(ended.body["duration"], "2");
    let late = stage.post(&path, &[("Status", "completed")]).await;
    assert_eq!((late.status, &late.body["code"]), (400, &21_220.into()));
    let attempt = stage.sandbox.ledger().attempts_at("+14155550100").pop().unwrap();
    assert_eq!(attempt.said, ["Something else"]);
    stage.pass(1_000).await;
    assert_eq!(app.statuses().last().unwrap(), "completed");
    assert_eq!(stage.rest("DELETE", &path, &[]).await.status, 204);
    assert_eq!(stage.get(&path).await.status, 404);
}

#[tokio::test(start_paused = true)]
async fn a_call_that_was_not_answered_is_canceled() {
    for status in ["canceled", "completed"] {
        let app = Application::quiet();
        let stage = Stage::new(config(), app.clone());
        let sid = stage.call("+14155550107", &[SAY]).await;
        stage.pass(500).await;
        let ended = stage
            .post(&format!("/Calls/{sid}.json"), &[("Status", status)])
            .await;
        assert_eq!(ended.body["status"], "canceled");
        stage.pass(500).await;
        assert_eq!(app.statuses(), ["initiated", "ringing", "canceled"]);
    }
}

#[tokio::test(start_paused = true)]
async fn account_numbers_and_balance_are_shown() {
    let stage = Stage::new(config(), Application::quiet());
    let account = stage.get(".json").await;
    assert_eq!((account.status, &account.body["status"]), (200, &"active".into()));
    let numbers = stage
        .get("/IncomingPhoneNumbers.json?PhoneNumber=%2B14155550000")
        .await;
    assert_eq!(numbers.body["incoming_phone_numbers"][0]["phone_number"], FROM);
    let verified = stage.get("/OutgoingCallerIds.json").await;
    assert_eq!(verified.body["outgoing_caller_ids"], serde_json::json!([]));
    assert_eq!(stage.get("/Balance.json").await.body["currency"], "USD");
}

#[tokio::test(start_paused = true)]
async fn the_time_limit_can_be_changed_before_and_after_the_answer() {
    for (when_ms, talked_ms) in [(100, 3_000), (2_000, 3_000)] {
        let stage = Stage::new(config(), Application::quiet());
        let waiting = ("Twiml", "<Response><Pause length=\"50\"/></Response>");
        let sid = stage.call("+14155550100", &[waiting]).await;
        stage.pass(when_ms).await;
        let path = format!("/Calls/{sid}.json");
        assert_eq!(stage.post(&path, &[("TimeLimit", "3")]).await.status, 200);
        stage.pass(60_000).await;
        let attempt = stage.sandbox.ledger().attempts_at("+14155550100").pop().unwrap();
        let talked = attempt.ended_at.unwrap().ms_since(attempt.answered_at.unwrap());
        assert_eq!(
            (attempt.ending.unwrap().by, talked),
            (outdial_sandbox::EndedBy::TimeLimit, talked_ms)
        );
    }
}

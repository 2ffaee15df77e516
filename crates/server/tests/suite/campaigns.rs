//! Campaigns through the API: what may be chosen, what is missing before they dial, and who changed what.

use outdial_server::http::auth::Role;
use serde_json::{Value, json};

use crate::app::TestApp;
use crate::client::Client;

pub async fn manager(app: &TestApp) -> Client {
    app.signed_in(Role::Manager).await
}

pub async fn list(client: &Client) -> String {
    let csv = json!({"text": "Name,Company,Phone\nAda Lovelace,Analytical Engines,+1 415 555 2671\n"});
    let made = client
        .post("/api/v1/lists?name=Autumn", &csv)
        .await
        .expect_status(201);
    made.json()["list"]["id"].as_str().unwrap().to_owned()
}

pub async fn campaign(client: &Client, body: &Value) -> Value {
    client
        .post("/api/v1/campaigns", body)
        .await
        .expect_status(201)
        .json()
}

pub fn complete(list: &str) -> Value {
    json!({
        "name": "Autumn",
        "list_ids": [list],
        "settings": {"safe_harbour": {
            "company": "Analytical Engines", "phone": "+1 415 555 0100", "opt_out_key": "9", "words": null
        }},
    })
}

#[tokio::test]
async fn a_new_campaign_is_a_draft_with_safe_choices() {
    let app = TestApp::new().await;
    let client = manager(&app).await;
    let made = campaign(&client, &json!({"name": "  Autumn  "})).await;
    assert_eq!(
        (&made["name"], &made["state"]),
        (&json!("Autumn"), &json!("draft"))
    );
    let settings = &made["settings"];
    assert_eq!(settings["mode"], "progressive");
    assert_eq!(settings["audience"], "consumer");
    assert_eq!(settings["abandon_budget_permille"], 30);
    assert_eq!(settings["wait_limit_ms"], 2_000);
    let path = format!("/api/v1/campaigns/{}", made["id"].as_str().unwrap());
    assert_eq!(client.get(&path).await.expect_status(200).json(), made);
    let listed = client.get("/api/v1/campaigns").await.expect_status(200).json();
    assert_eq!(listed["items"], json!([made]));
}

#[tokio::test]
async fn a_choice_that_cannot_be_used_is_named_and_nothing_is_made() {
    let app = TestApp::new().await;
    let client = manager(&app).await;
    let cases = [
        (json!({"name": ""}), "name"),
        (
            json!({"name": "x", "settings": {"lines_per_seat": 11}}),
            "lines_per_seat",
        ),
        (
            json!({"name": "x", "settings": {"ring_timeout_s": 14}}),
            "ring_timeout_s",
        ),
        (
            json!({"name": "x", "settings": {"preview": {"countdown_s": 4}}}),
            "preview.countdown_s",
        ),
        (json!({"name": "x", "settings": {"lines": 3}}), "lines"),
        (
            json!({"name": "x", "settings": {"account_id": "car_00000000000000000000000000"}}),
            "account_id",
        ),
        (
            json!({"name": "x", "list_ids": ["list_00000000000000000000000000"]}),
            "list_ids",
        ),
        (json!({"name": "x", "list_ids": ["nonsense"]}), "list_ids"),
    ];
    for (body, field) in cases {
        let refused = client.post("/api/v1/campaigns", &body).await.expect_status(422);
        let problem = refused.json();
        assert_eq!(problem["code"], "campaign.invalid", "{body}");
        assert_eq!(problem["errors"][0]["field"], field, "{body}");
    }
    let listed = client.get("/api/v1/campaigns").await.expect_status(200).json();
    assert_eq!(listed["items"], json!([]));
}

#[tokio::test]
async fn a_campaign_does_not_start_before_it_can_be_fair() {
    let app = TestApp::new().await;
    let client = manager(&app).await;
    let list = list(&client).await;
    let start = |made: &Value| format!("/api/v1/campaigns/{}/start", made["id"].as_str().unwrap());

    let nobody = campaign(&client, &json!({"name": "Nobody to call"})).await;
    let refused = client
        .post(&start(&nobody), &json!({}))
        .await
        .expect_status(422)
        .json();
    assert_eq!(
        (&refused["code"], &refused["errors"][0]["field"]),
        (&json!("campaign.incomplete"), &json!("list_ids"))
    );

    let silent = campaign(&client, &json!({"name": "Says nothing", "list_ids": [list]})).await;
    let refused = client
        .post(&start(&silent), &json!({}))
        .await
        .expect_status(422)
        .json();
    assert_eq!(refused["errors"][0]["field"], "safe_harbour");

    let mut body = complete(&list);
    body["settings"]["mode"] = json!("preview");
    body["settings"]["preview"] = json!({"countdown_s": 20});
    let by_hand = campaign(&client, &body).await;
    let started = client.post(&start(&by_hand), &json!({})).await;
    assert_eq!(started.expect_status(200).json()["state"], "running");

    let fair = campaign(&client, &complete(&list)).await;
    let started = client
        .post(&start(&fair), &json!({}))
        .await
        .expect_status(200)
        .json();
    assert_eq!(started["state"], "running");
    assert!(started["started_at"].is_string());
}

#[tokio::test]
async fn a_campaign_goes_through_its_states_and_says_what_makes_no_sense() {
    let app = TestApp::new().await;
    let client = manager(&app).await;
    let made = campaign(&client, &complete(&list(&client).await)).await;
    let order = async |what: &str| {
        let path = format!("/api/v1/campaigns/{}/{what}", made["id"].as_str().unwrap());
        client.post(&path, &json!({})).await
    };
    let refused = order("pause").await.expect_status(409).json();
    assert_eq!(refused["code"], "campaign.not_now");
    for (what, state) in [
        ("start", "running"),
        ("pause", "paused"),
        ("start", "running"),
        ("stop", "stopped"),
    ] {
        assert_eq!(order(what).await.expect_status(200).json()["state"], state);
    }
    let copy = order("clone").await.expect_status(201).json();
    assert_eq!(
        (&copy["name"], &copy["state"]),
        (&json!("Autumn (copy)"), &json!("draft"))
    );
    assert_eq!(
        (&copy["list_ids"], &copy["settings"]),
        (&made["list_ids"], &made["settings"])
    );
}

#[tokio::test]
async fn a_change_needs_the_revision_it_is_based_on_and_leaves_the_rest_alone() {
    let app = TestApp::new().await;
    let client = manager(&app).await;
    let made = campaign(&client, &complete(&list(&client).await)).await;
    let path = format!("/api/v1/campaigns/{}", made["id"].as_str().unwrap());
    let change = json!({"settings": {"mode": "parallel", "lines_per_seat": 5}});
    client.patch(&path, &change).await.expect_status(428);
    let changed = client
        .with_header("if-match", &format!("\"{}\"", made["revision"]))
        .patch(&path, &change)
        .await
        .expect_status(200)
        .json();
    assert_eq!(changed["settings"]["lines_per_seat"], 5);
    assert_eq!(
        changed["settings"]["safe_harbour"],
        made["settings"]["safe_harbour"]
    );
    assert_eq!(changed["list_ids"], made["list_ids"]);
    let late = client
        .with_header("if-match", &format!("\"{}\"", made["revision"]))
        .patch(&path, &json!({"name": "Winter"}))
        .await;
    late.expect_status(409);

    let renamed = client
        .with_header("if-match", &format!("\"{}\"", changed["revision"]))
        .patch(&path, &json!({"name": "Winter"}))
        .await;
    renamed.expect_status(200);
    let versions = client
        .get(&format!("{path}/versions"))
        .await
        .expect_status(200)
        .json();
    let versions = versions["items"].as_array().unwrap();
    assert_eq!(versions.len(), 2, "a new name is no new version of the choices");
    assert_eq!(versions[0]["settings"], changed["settings"]);
    assert_eq!(
        versions[0]["changes"],
        json!([
            {"choice": "lines_per_seat", "before": made["settings"]["lines_per_seat"], "after": 5},
            {"choice": "mode", "before": made["settings"]["mode"], "after": "parallel"},
        ])
    );
    assert_eq!(versions[0]["changed_by"]["kind"], "user");
    assert_eq!(versions[1]["settings"], made["settings"]);
    assert_eq!(versions[1]["changes"], json!([]));
}

#[tokio::test]
async fn how_a_campaign_goes_is_told_without_guesses() {
    let app = TestApp::new().await;
    let client = manager(&app).await;
    let made = campaign(&client, &complete(&list(&client).await)).await;
    let path = format!("/api/v1/campaigns/{}/live", made["id"].as_str().unwrap());
    let live = client.get(&path).await.expect_status(200).json();
    assert_eq!(live["funnel"]["dialed"], 0);
    assert_eq!(
        live["abandon"]["share_permille"],
        Value::Null,
        "nobody has answered yet"
    );
    assert_eq!(live["abandon"]["budget_permille"], 30);
    let absent = "/api/v1/campaigns/cmp_00000000000000000000000000/live";
    assert_eq!(
        client.get(absent).await.expect_status(404).json()["code"],
        "campaign.not_found"
    );
}

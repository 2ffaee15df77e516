//! Whom to call again, and what a campaign says of its leads, through the API.

use serde_json::{Value, json};

use crate::app::TestApp;
use crate::campaigns::{campaign, complete, list, manager};
use crate::client::Client;

async fn leads(client: &Client, list: &str) -> Vec<String> {
    let found = client.get(&format!("/api/v1/leads?list_id={list}")).await;
    let found = found.expect_status(200).json();
    let items = found["items"].as_array().unwrap().iter();
    items
        .map(|lead| lead["id"].as_str().unwrap().to_owned())
        .collect()
}

async fn callbacks(client: &Client, query: &str) -> Vec<Value> {
    let found = client.get(&format!("/api/v1/callbacks{query}")).await;
    found.expect_status(200).json()["items"]
        .as_array()
        .unwrap()
        .clone()
}

#[tokio::test]
async fn a_callback_is_agreed_taken_over_moved_and_cancelled() {
    let app = TestApp::new().await;
    let client = manager(&app).await;
    let list = list(&client).await;
    let lead = leads(&client, &list).await.remove(0);
    let path = format!("/api/v1/callbacks/{lead}");
    assert!(callbacks(&client, "").await.is_empty());
    let refused = client
        .patch(&path, &json!({"for": "me"}))
        .await
        .expect_status(422);
    assert_eq!(refused.json()["errors"][0]["field"], "callback_at");

    let agreed = json!({"callback_at": "2031-03-01T15:00:00Z", "for": "me"});
    let made = client.patch(&path, &agreed).await.expect_status(200).json();
    assert_eq!(made["lead"]["status"], "callback");
    let mine = callbacks(&client, "?whose=me").await;
    assert_eq!(mine.len(), 1);
    assert_eq!(mine[0]["lead"]["id"], lead.as_str());
    assert!(mine[0]["for_user"]["id"].is_string());
    assert!(callbacks(&client, "?whose=any").await.is_empty());
    assert!(
        callbacks(&client, "?due_before=2031-03-01T15:00:00Z")
            .await
            .is_empty()
    );
    assert_eq!(
        callbacks(&client, "?due_before=2031-03-01T15:00:01Z").await.len(),
        1
    );

    client
        .patch(&path, &json!({"for": "any"}))
        .await
        .expect_status(200);
    assert_eq!(callbacks(&client, "?whose=any").await.len(), 1);
    let moved = json!({"callback_at": "2031-03-02T15:00:00Z"});
    let moved = client.patch(&path, &moved).await.expect_status(200).json();
    assert_eq!(moved["for_user"], Value::Null);
    client
        .patch(&path, &json!({"cancel": true}))
        .await
        .expect_status(200);
    assert!(callbacks(&client, "").await.is_empty());
    let absent = "/api/v1/callbacks/lead_00000000000000000000000000";
    client
        .patch(absent, &json!({"cancel": true}))
        .await
        .expect_status(404);
}

#[tokio::test]
async fn the_leads_of_a_campaign_are_listed_in_its_order_with_where_they_stand() {
    let app = TestApp::new().await;
    let client = manager(&app).await;
    let list = list(&client).await;
    let made = campaign(&client, &complete(&list)).await;
    let path = format!("/api/v1/campaigns/{}/leads", made["id"].as_str().unwrap());
    let due = client
        .get(&format!("{path}?place=due"))
        .await
        .expect_status(200)
        .json();
    let item = &due["items"][0];
    assert_eq!((&item["place"], &item["attempts"]), (&json!("due"), &json!(0)));
    assert_eq!(item["why"], Value::Null);
    assert_eq!(item["next_phone_display"], "+1 415-555-2671");
    for place in ["waiting", "done", "blocked"] {
        let found = client
            .get(&format!("{path}?place={place}"))
            .await
            .expect_status(200);
        assert_eq!(found.json()["items"], json!([]), "{place}");
    }
    let absent = "/api/v1/campaigns/cmp_00000000000000000000000000/leads";
    client.get(absent).await.expect_status(404);
}

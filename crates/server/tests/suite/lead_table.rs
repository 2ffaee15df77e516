//! Single leads and many at once: made by hand, changed, taken back, exported, and their story told.

use outdial_server::http::auth::Role;
use serde_json::{Value, json};

use crate::app::TestApp;
use crate::client::Client;

async fn made(client: &Client, lead: &Value) -> Value {
    client.post("/api/v1/leads", lead).await.expect_status(201).json()
}

async fn three(client: &Client) -> Vec<Value> {
    let mut leads = Vec::new();
    for (name, phone) in [
        ("Ada", "2122000001"),
        ("Bob", "2122000002"),
        ("=cmd()", "2122000003"),
    ] {
        leads.push(
            made(
                client,
                &json!({"contact_name": name, "company_name": "Acme", "phone": phone}),
            )
            .await,
        );
    }
    leads
}

async fn names(client: &Client, query: &str) -> Vec<String> {
    let page = client
        .get(&format!("/api/v1/leads?{query}"))
        .await
        .expect_status(200)
        .json();
    let items = page["items"].as_array().unwrap();
    let mut names: Vec<String> = items
        .iter()
        .map(|lead| lead["contact_name"].as_str().unwrap().to_owned())
        .collect();
    names.sort();
    names
}

fn id(value: &Value) -> &str {
    value["id"].as_str().unwrap()
}

#[tokio::test]
async fn a_lead_is_added_by_hand_and_its_number_belongs_to_it_alone() {
    let app = TestApp::new().await;
    let agent = app.signed_in(Role::Agent).await;
    let new = json!({"contact_name": "Ada", "phone": "(212) 200-0001", "email": "ada@example.com",
        "numbers": [{"phone": "2122000009", "label": "mobile"}], "custom": {"Size": "large"}, "tags": ["vip"]});
    let lead = made(&agent, &new).await;
    assert_eq!(
        lead["numbers"][1],
        json!({"phone": "+12122000009", "phone_display": "+1 212-200-0009", "label": "mobile"})
    );
    let lists = agent.get("/api/v1/lists").await.json();
    assert_eq!(lists["items"][0]["name"], "Added by hand");
    for phone in ["+12122000001", "2122000009"] {
        let twice = agent
            .post("/api/v1/leads", &json!({"contact_name": "Eve", "phone": phone}))
            .await;
        assert_eq!(twice.expect_status(409).problem(), "lead.number_known", "{phone}");
    }
    for wrong in [
        json!({"contact_name": "Eve"}),
        json!({"phone": "2122000002"}),
        json!({"contact_name": "Eve", "phone": "12"}),
        json!({"contact_name": "Eve", "phone": "2122000002", "time_zone": "Mars"}),
        json!({"contact_name": "Eve", "phone": "2122000002", "tags": ["a;b"]}),
    ] {
        let refused = agent.post("/api/v1/leads", &wrong).await;
        assert_eq!(refused.expect_status(422).problem(), "request.invalid", "{wrong}");
    }

    let path = format!("/api/v1/leads/{}", id(&lead));
    let change = json!({"email": null, "time_zone": "America/New_York", "custom": {"Size": null, "Floor": "3"},
        "numbers": [{"phone": "2122000009"}, {"phone": "2122000008"}], "tags": ["gold"]});
    let changed = agent.patch(&path, &change).await.expect_status(200).json();
    assert_eq!(changed["phone"], "+12122000009");
    assert_eq!(changed["custom"], json!({"Floor": "3"}));
    assert_eq!(changed["email"], Value::Null);
    assert_eq!(names(&agent, "q=2122000008").await, ["Ada"]);
    assert!(names(&agent, "q=2122000001").await.is_empty());
    assert_eq!(names(&agent, "tag=gold").await, ["Ada"]);
    assert!(names(&agent, "tag=vip").await.is_empty());

    let story = agent
        .get(&format!("{path}/timeline"))
        .await
        .expect_status(200)
        .json();
    let titles: Vec<_> = story["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["title"].as_str().unwrap())
        .collect();
    assert_eq!(titles.len(), 3, "{story}");
    assert_eq!(titles.last(), Some(&"Came with the list Added by hand"));
    let first = agent.get(&format!("{path}/timeline?limit=1")).await.json();
    let cursor = first["next_cursor"].as_str().unwrap();
    let second = agent
        .get(&format!("{path}/timeline?limit=5&cursor={cursor}"))
        .await
        .json();
    assert_eq!(second["items"].as_array().unwrap().len(), 2);
    assert_eq!(second["next_cursor"], Value::Null);
}

#[tokio::test]
async fn whether_a_lead_may_be_called_is_asked_and_answered_in_words() {
    let app = TestApp::new().await;
    let manager = app.signed_in(Role::Manager).await;
    let lead = made(&manager, &json!({"contact_name": "Ada", "phone": "2122000001"})).await;
    let path = format!("/api/v1/leads/{}/diallable", id(&lead));
    let asked = manager.get(&path).await.expect_status(200).json();
    assert_eq!(asked["allowed"], true, "{asked}");
    assert_eq!(asked["zones"], json!(["America/New_York"]));
    assert_eq!(asked["why_last"], Value::Null);
    manager
        .post("/api/v1/dnc", &json!({"text": "+12122000001"}))
        .await;
    let asked = manager.get(&path).await.json();
    assert_eq!(asked["allowed"], false);
    let rules = asked["rules"].as_array().unwrap();
    let says = rules.iter().find(|rule| rule["allowed"] == false).unwrap();
    assert_eq!(says["code"], "do_not_call");
    assert_eq!(asked["next_opening"], Value::Null);
}

#[tokio::test]
async fn many_leads_are_changed_at_once_and_back() {
    let app = TestApp::new().await;
    let manager = app.signed_in(Role::Manager).await;
    let leads = three(&manager).await;
    let batch = async |body: Value| manager.post("/api/v1/leads/batches", &body).await;
    let undo = async |done: &Value| {
        let path = format!("/api/v1/leads/batches/{}/undo", id(done));
        manager.post(&path, &json!({})).await
    };
    let ids = json!({"ids": [id(&leads[0]), id(&leads[1])]});

    let tagged = batch(json!({"select": ids, "action": {"add_tag": "hot"}, "expected": 2})).await;
    let tagged = tagged.expect_status(200).json();
    assert_eq!(tagged["changed"], 2);
    assert_eq!(names(&manager, "tag=hot").await, ["Ada", "Bob"]);
    let other =
        batch(json!({"select": {"filter": {"tag": "hot"}}, "action": {"archive": true}, "expected": 3}))
            .await;
    assert_eq!(other.expect_status(409).problem(), "leads.count_changed");
    let archived =
        batch(json!({"select": {"filter": {"tag": "hot"}}, "action": {"archive": true}, "expected": 2}))
            .await;
    let archived = archived.expect_status(200).json();
    assert_eq!(names(&manager, "").await, ["=cmd()"]);
    assert_eq!(
        undo(&archived).await.expect_status(200).json(),
        json!({"restored": 2})
    );
    assert_eq!(names(&manager, "").await.len(), 3);
    assert_eq!(
        undo(&archived).await.expect_status(409).problem(),
        "leads.batch_undone"
    );
    assert_eq!(
        undo(&tagged).await.expect_status(200).json(),
        json!({"restored": 2})
    );
    assert!(names(&manager, "tag=hot").await.is_empty());

    let forbidden = batch(json!({"select": ids, "action": {"do_not_call": true}}))
        .await
        .expect_status(200)
        .json();
    assert_eq!(forbidden["changed"], 2);
    let list = manager.get("/api/v1/dnc").await.json();
    assert_eq!(list["items"].as_array().unwrap().len(), 2);
    assert_eq!(
        undo(&forbidden).await.expect_status(200).json(),
        json!({"restored": 2})
    );
    let list = manager.get("/api/v1/dnc").await.json();
    assert_eq!(list["items"], json!([]));

    let path = format!("/api/v1/leads/{}", id(&leads[0]));
    manager
        .patch(&path, &json!({"disposition": "not_interested"}))
        .await
        .expect_status(200);
    let reopened = batch(json!({"select": ids, "action": {"set_status": "new"}}))
        .await
        .expect_status(200)
        .json();
    assert_eq!(reopened["changed"], 1);
    let lead = manager.get(&path).await.json();
    assert_eq!(lead["lead"]["status"], "new");
    undo(&reopened).await.expect_status(200);
    assert_eq!(manager.get(&path).await.json()["lead"]["status"], "closed");

    for wrong in [
        json!({"select": ids, "action": {"set_status": "closed"}}),
        json!({"select": ids, "action": {"archive": false}}),
        json!({"select": ids, "action": {"add_tag": " "}}),
        json!({"select": {"filter": {"colour": "red"}}, "action": {"add_tag": "x"}}),
        json!({"select": {"ids": ["ada"]}, "action": {"add_tag": "x"}}),
    ] {
        assert_eq!(
            batch(wrong.clone()).await.expect_status(422).problem(),
            "request.invalid",
            "{wrong}"
        );
    }
    let nowhere = json!({"select": ids, "action": {"move_to_list": "list_00000000000000000000000000"}});
    assert_eq!(
        batch(nowhere).await.expect_status(404).problem(),
        "list.not_found"
    );
}

#[tokio::test]
async fn an_export_holds_what_was_asked_for_and_no_formula() {
    let app = TestApp::new().await;
    let manager = app.signed_in(Role::Manager).await;
    three(&manager).await;
    let file = manager
        .get("/api/v1/leads/export.csv?columns=contact_name,phone,custom.Size&sort=contact_name")
        .await;
    let text = file.expect_status(200).text;
    let lines: Vec<&str> = text.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!(
        lines,
        [
            "contact_name,phone,custom.Size",
            "\"'=cmd()\",\"'+12122000003\",",
            "Ada,\"'+12122000001\",",
            "Bob,\"'+12122000002\",",
        ]
    );
    let odd = manager.get("/api/v1/leads/export.csv?columns=password").await;
    assert_eq!(odd.expect_status(422).problem(), "request.invalid");
}

#[tokio::test]
async fn views_are_kept_for_oneself_or_shared_by_managers() {
    let app = TestApp::new().await;
    let (manager, agent) = (
        app.signed_in(Role::Manager).await,
        app.signed_in(Role::Agent).await,
    );
    let view = |shared: bool| json!({"page": "leads", "name": "Hot", "query": "tag=hot", "columns": ["phone"], "shared": shared});
    let mine = agent
        .post("/api/v1/views", &view(false))
        .await
        .expect_status(201)
        .json();
    let shared = manager
        .post("/api/v1/views", &view(true))
        .await
        .expect_status(201)
        .json();
    let seen = async |client: &Client| {
        let views = client
            .get("/api/v1/views?page=leads")
            .await
            .expect_status(200)
            .json();
        views["items"].as_array().unwrap().len()
    };
    assert_eq!(seen(&agent).await, 2);
    assert_eq!(seen(&manager).await, 1);
    let path = |view: &Value| format!("/api/v1/views/{}", id(view));
    let renamed = agent
        .patch(&path(&mine), &json!({"name": "Hotter"}))
        .await
        .expect_status(200)
        .json();
    assert_eq!(renamed["name"], "Hotter");
    assert_eq!(renamed["query"], "tag=hot");
    assert_eq!(
        agent
            .patch(&path(&shared), &json!({"name": "Mine"}))
            .await
            .expect_status(403)
            .problem(),
        "auth.forbidden"
    );
    assert_eq!(
        manager.delete(&path(&mine)).await.expect_status(404).problem(),
        "view.not_found"
    );
    agent.delete(&path(&mine)).await.expect_status(204);
    manager.delete(&path(&shared)).await.expect_status(204);
    assert_eq!(seen(&agent).await, 0);
    let odd = json!({"page": "kitchen", "name": "x", "query": "", "columns": []});
    assert_eq!(
        agent
            .post("/api/v1/views", &odd)
            .await
            .expect_status(422)
            .problem(),
        "request.invalid"
    );
}

//! The whole program with its own phone network: nothing is replaced, everything is reached over loopback.

use std::sync::Arc;

use outdial_engine::{SystemClock, TimeOrderedIds};
use outdial_server::config::{Config, Source};
use outdial_server::http::auth::HashCost;
use outdial_server::http::router;
use outdial_server::serve::{Parts, boot};
use serde_json::json;

use super::floor::{column, id_of, until};
use crate::client::Client;

#[tokio::test]
async fn a_pasted_list_comes_to_the_outcomes_its_people_are_known_for() {
    let data = tempfile::tempdir().unwrap();
    let folder = data.path().join("data");
    let source = Source::of([
        ("OUTDIAL_DATA_DIR", folder.to_str().unwrap()),
        ("OUTDIAL_LISTEN", "127.0.0.1:0"),
        ("OUTDIAL_API_KEY", "od_a-key-for-this-test"),
        ("OUTDIAL_SANDBOX_POPULATION", "deterministic"),
    ]);
    let parts = Parts {
        clock: Arc::new(SystemClock),
        ids: Arc::new(TimeOrderedIds::seeded(1)),
        hash_cost: HashCost::Test,
        metrics: None,
    };
    let running = boot(Config::read(&source).unwrap(), parts).await.unwrap();
    let client = Client::new(router(&running.app)).with_key("od_a-key-for-this-test");

    let numbers: Vec<String> = (0..10).map(|digit| format!("+1212555010{digit}")).collect();
    let made = client
        .post("/api/v1/runs", &json!({"numbers": numbers, "message": "Hello."}))
        .await
        .expect_status(201)
        .json();
    assert_eq!(column(&made["lines"], "status"), ["accepted"; 10]);
    let path = format!("/api/v1/runs/{}", id_of(&made["run"]));
    let done = until(&client, &path, |run| run["state"] == "done").await;
    assert_eq!(
        (
            &done["outcomes"]["busy"],
            &done["outcomes"]["no_answer"],
            &done["outcomes"]["failed"]
        ),
        (&json!(1), &json!(1), &json!(1)),
        "{done}"
    );
    assert_eq!(done["counts"]["ended"], 10);
    let stats = until(&client, "/api/v1/stats", |stats| {
        stats["cost"]["known"]
            .as_array()
            .is_some_and(|known| !known.is_empty())
    })
    .await;
    assert_eq!((&stats["total"], &stats["live"]), (&json!(10), &json!(0)));
    running.shut_down().await;
}

//! Campaigns on the live channel: what watchers are told, and that it costs the same however many they are.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use outdial_server::http::auth::Role;
use outdial_server::http::live::{LiveFrame, Readers, Subscription};
use serde_json::{Value, json};
use tokio::sync::broadcast::error::TryRecvError;
use tokio::time::Instant;

use super::floor::{Floor, numbers, until};
use super::live::Wire;
use crate::client::Client;

/// A campaign that speaks a message to each lead, started.
async fn spoken_to(manager: &Client, leads: u32) -> String {
    let rows: String = (1..)
        .zip(numbers(leads))
        .map(|(line, number)| format!("Lead {line},Acme,{number}\n"))
        .collect();
    let text = json!({"text": format!("Name,Company,Phone\n{rows}")});
    let made = manager.post("/api/v1/lists?name=Autumn", &text).await;
    let list = made.expect_status(201).json()["list"]["id"].clone();
    let wish = json!({"name": "Autumn", "list_ids": [list], "settings": {
        "mode": "agentless", "message": "Hello from the test.", "calls_at_once": 20,
    }});
    let made = manager.post("/api/v1/campaigns", &wish).await.expect_status(201);
    let id = made.json()["id"].as_str().unwrap().to_owned();
    let start = format!("/api/v1/campaigns/{id}/start");
    manager.post(&start, &json!({})).await.expect_status(200);
    id
}

/// Lets everybody who is called listen to the end, until the campaign is over.
async fn listen_to_the_end(floor: &Floor, manager: &Client, campaign: &str, leads: u32) {
    let mut heard = BTreeSet::new();
    while heard.len() < leads as usize {
        let calls = until(manager, "/api/v1/calls?limit=200", |page| {
            page["items"].as_array().unwrap().len() > heard.len()
        });
        for call in calls.await["items"].as_array().unwrap() {
            let id = call["id"].as_str().unwrap().to_owned();
            if heard.insert(id.clone()) {
                floor.complete(manager, &id, 1_000).await;
            }
        }
    }
    let path = format!("/api/v1/campaigns/{campaign}");
    // What it missed it finds when it looks anew, some seconds later by its clock.
    let looks = Cell::new(0_u32);
    until(manager, &path, |shown| {
        looks.set(looks.get() + 1);
        if looks.get().is_multiple_of(100) {
            floor.advance_s(6);
        }
        shown["state"] == "finished"
    })
    .await;
}

#[tokio::test]
async fn campaigns_are_in_the_snapshot_and_told_of_when_they_change() {
    let floor = Floor::new().await;
    let manager = floor.test.signed_in(Role::Manager).await;
    let id = spoken_to(&manager, 3).await;
    let wire = Wire::of(&floor).await;
    let mut watcher = wire.open(&floor.agent().await, "").await.unwrap();
    let snapshot = watcher.next().await.unwrap();
    let shown = &snapshot["campaigns"][0];
    assert_eq!(shown["id"], id.as_str());
    assert_eq!(
        (&shown["state"], &shown["counts"]["leads"]),
        (&json!("running"), &json!(3))
    );
    assert!(shown["live"]["funnel"]["dialed"].is_number(), "{shown}");
    let mut seq = snapshot["seq"].as_u64().unwrap();
    listen_to_the_end(&floor, &manager, &id, 3).await;
    let is_over = |frame: &Value| frame["campaigns"][0]["state"] == "finished";
    let frame = watcher.until(&mut seq, is_over).await;
    let shown = &frame["campaigns"][0];
    assert_eq!(shown["counts"]["done"], 3);
    assert_eq!(shown["live"]["funnel"]["talks"], 3);
    let read = manager.get(&format!("/api/v1/campaigns/{id}/live")).await;
    assert_eq!(shown["live"]["funnel"], read.expect_status(200).json()["funnel"]);
    // Once its runner has left, nobody looks after it any more.
    while !floor
        .test
        .app
        .engine
        .attended_campaigns(&floor.test.workspace)
        .is_empty()
    {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let mut late = wire.open(&manager, "").await.unwrap();
    assert_eq!(late.next().await.unwrap()["campaigns"], json!([]));
}

#[tokio::test]
async fn who_may_not_see_campaigns_is_told_of_none_and_misses_no_frame() {
    let floor = Floor::new().await;
    let manager = floor.test.signed_in(Role::Manager).await;
    let wish = json!({"name": "k", "scopes": ["calls:read"]});
    let made = floor.admin().await.post("/api/v1/api-keys", &wish).await;
    let key = made.expect_status(201).json()["key"].as_str().unwrap().to_owned();
    let wire = Wire::of(&floor).await;
    let narrow = floor.test.stranger().with_key(&key);
    let mut watcher = wire.open(&narrow, "").await.unwrap();
    let mut seq = watcher.next().await.unwrap()["seq"].as_u64().unwrap();
    let mut back = wire.open(&manager, "").await.unwrap();
    let begun = back.next().await.unwrap()["seq"].as_u64().unwrap();
    let id = spoken_to(&manager, 3).await;
    listen_to_the_end(&floor, &manager, &id, 3).await;
    let mut told = begun;
    let is_over = |frame: &Value| frame["campaigns"][0]["state"] == "finished";
    back.until(&mut told, is_over).await;
    while seq < told {
        let frame = watcher.until(&mut seq, |_| true).await;
        assert_eq!(frame["campaigns"], json!([]), "{frame}");
    }
    let mut again = wire.open(&narrow, &format!("?since={begun}")).await.unwrap();
    let mut seq = begun;
    while seq < told {
        let frame = again.until(&mut seq, |_| true).await;
        assert_eq!(frame["campaigns"], json!([]), "{frame}");
    }
    let mut fresh = wire.open(&narrow, "").await.unwrap();
    assert_eq!(fresh.next().await.unwrap()["campaigns"], json!([]));
}

/// Everything that a watcher has been sent: where each text lies in memory, by number, and how many tell of campaigns.
fn read_all(place: &mut Subscription) -> (BTreeMap<u64, usize>, u64) {
    let (mut texts, mut of_campaigns) = (BTreeMap::new(), 0);
    loop {
        match place.receiver.try_recv() {
            Ok(LiveFrame::Frame(frame)) => {
                of_campaigns += u64::from(frame.readers == Readers::OfCampaigns);
                texts.insert(frame.seq, frame.text.as_str().as_ptr() as usize);
            }
            Ok(LiveFrame::StartOver) => panic!("nothing is too much here"),
            Err(TryRecvError::Lagged(_)) => {}
            Err(TryRecvError::Empty | TryRecvError::Closed) => return (texts, of_campaigns),
        }
    }
}

#[tokio::test]
async fn two_hundred_watchers_cost_what_one_costs_and_those_who_do_not_read_hold_nobody_up() {
    let leads = 60;
    let floor = Floor::new().await;
    let manager = floor.test.signed_in(Role::Manager).await;
    let watch = || floor.test.app.live.subscribe(&floor.test.workspace, None);
    let mut reading: Vec<Subscription> = (0..100).map(|_| watch()).collect();
    let mut asleep: Vec<Subscription> = (0..100).map(|_| watch()).collect();
    let begun = Instant::now();
    let id = spoken_to(&manager, leads).await;
    listen_to_the_end(&floor, &manager, &id, leads).await;
    let calls = manager.get("/api/v1/stats").await.json();
    assert_eq!(calls["by_outcome"], json!({"completed": leads}));

    let (first, of_campaigns) = read_all(&mut reading[0]);
    let most = begun.elapsed().as_secs() + 2;
    assert!((1..=most).contains(&of_campaigns), "{of_campaigns} in {most} s");
    // Each frame was written once: all who watch hold the same text.
    for place in reading.iter_mut().skip(1).chain(&mut asleep) {
        let (texts, _) = read_all(place);
        // Frames that came while the first was read are not among its own.
        let shared = texts
            .iter()
            .filter_map(|(seq, text)| Some((seq, text, first.get(seq)?)));
        let shared: Vec<_> = shared.collect();
        assert!(!shared.is_empty());
        for (seq, text, same) in shared {
            assert_eq!(text, same, "frame {seq}");
        }
    }
    // And their number does not grow with the watchers: a burst of changes is one frame, and figures are paced.
    let frames = u64::try_from(first.len()).unwrap();
    let bursts = begun.elapsed().as_millis() / 40;
    assert!(
        u128::from(frames) <= 4 * bursts + 4,
        "{frames} frames in {bursts} bursts"
    );
}

//! Searching for calls whose fate is unknown: complete, or an error.

use outdial_carrier::CommandError;
use outdial_domain::Timestamp;

use crate::bench::{carrier, number};
use crate::scripted::{Answer, Scripted, call_json};

fn since() -> Timestamp {
    "2026-11-21T04:00:30.75Z"
        .parse::<jiff::Timestamp>()
        .unwrap()
        .into()
}

fn page(sids: &[&str], next: Option<&str>) -> Answer {
    let calls: Vec<String> = sids.iter().map(|sid| call_json(sid, "queued")).collect();
    let next = next.map_or("null".to_owned(), |uri| format!("{uri:?}"));
    Answer::Json(
        200,
        format!(
            r#"{{"calls":[{}],"next_page_uri":{next},"page":0}}"#,
            calls.join(",")
        ),
    )
}

const NEXT: &str = "/2010-04-01/Accounts/AC00000000000000000000000000000001/Calls.json?PageSize=500&Page=1";

#[tokio::test]
async fn queued_and_started_calls_are_found_once_over_all_pages() {
    let network = Scripted::new([
        page(&["CA1", "CA2"], None),
        page(&["CA2", "CA3"], Some(NEXT)),
        page(&["CA4"], None),
    ]);
    let found = carrier(network.clone())
        .list_since(since(), Some(&number("+14155552671")))
        .await
        .unwrap();
    let mut sids: Vec<_> = found.iter().map(|leg| leg.leg.as_str()).collect();
    sids.sort_unstable();
    assert_eq!(sids, ["CA1", "CA2", "CA3", "CA4"]);

    let queries: Vec<String> = network
        .requests()
        .iter()
        .map(|request| request.url.split_once('?').unwrap().1.to_owned())
        .collect();
    assert_eq!(
        queries,
        [
            "Status=queued&PageSize=500&To=%2B14155552671",
            // Two minutes earlier than asked for: clocks differ.
            "StartTime%3E=2026%2D11%2D21T03%3A58%3A30Z&PageSize=500&To=%2B14155552671",
            "PageSize=500&Page=1",
        ]
    );
}

#[tokio::test]
async fn calls_of_other_times_and_directions_are_left_out() {
    let inbound = call_json("CA1", "completed").replace("outbound-api", "inbound");
    let older = call_json("CA2", "queued").replace("04:00:00", "03:50:00");
    let body = format!(r#"{{"calls":[{inbound},{older}],"next_page_uri":null}}"#);
    let network = Scripted::new([Answer::Json(200, body), page(&[], None)]);
    assert_eq!(carrier(network).list_since(since(), None).await, Ok(vec![]));
}

#[tokio::test]
async fn credentials_follow_no_link_to_another_place() {
    for next in [
        "https://evil.example/2010-04-01/x",
        "//evil.example/x",
        "@evil.example/x",
    ] {
        let network = Scripted::new([page(&[], Some(next))]);
        let result = carrier(network.clone()).list_since(since(), None).await;
        assert!(
            matches!(result, Err(CommandError::Unavailable { .. })),
            "{next}: {result:?}"
        );
        network.only_request();
    }
}

#[tokio::test]
async fn an_endless_list_is_an_error_and_not_a_list() {
    let network = Scripted::new((0..100).map(|_| page(&["CA1"], Some(NEXT))));
    let result = carrier(network.clone()).list_since(since(), None).await;
    assert!(matches!(result, Err(CommandError::Unavailable { .. })));
    assert!(network.requests().len() <= 41);
}

#[tokio::test]
async fn a_page_that_is_missing_makes_the_list_an_error() {
    let network = Scripted::new([page(&["CA1"], Some(NEXT)), Answer::Json(404, String::new())]);
    let result = carrier(network).list_since(since(), None).await;
    assert!(matches!(result, Err(CommandError::Unavailable { .. })));
}

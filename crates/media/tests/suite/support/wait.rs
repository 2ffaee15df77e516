//! Waiting for conditions, with limits that only a fault exceeds.

use std::time::Duration;

use outdial_media::live::{Clock, Event, Subscription, SystemClock};

/// Looks until the condition is met; false when it never was.
pub fn eventually(mut condition: impl FnMut() -> bool) -> bool {
    let limit = SystemClock.now() + LIMIT;
    while SystemClock.now() < limit {
        if condition() {
            return true;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    false
}

/// The first event that fits.
#[track_caller]
pub fn event(events: &mut Subscription, fits: impl Fn(&Event) -> bool) -> Event {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .unwrap();
    let found = runtime.block_on(async {
        tokio::time::timeout(LIMIT, async {
            loop {
                match events.next().await {
                    Some(event) if fits(&event) => return event,
                    Some(_) => {}
                    None => panic!("the room was closed first"),
                }
            }
        })
        .await
    });
    found.expect("the event comes")
}

const LIMIT: Duration = Duration::from_secs(30);

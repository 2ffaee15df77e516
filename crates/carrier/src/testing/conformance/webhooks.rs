//! Webhooks are believed only when they are genuine, and repetitions are recognised.

use std::collections::BTreeSet;

use bytes::Bytes;
use http::HeaderMap;

use super::Person;
use super::report::{Bench, Finding, ensure, is_final};
use crate::{CarrierEvent, WebhookError, WebhookRequest};

pub(super) async fn check(bench: &mut Bench<'_>) {
    let order = bench.order(Person::Listens);
    let reports = match bench.carrier.place(&order).await {
        Ok(_) => bench.webhooks_until(&order.call_id, is_final).await,
        Err(error) => Err(error.to_string()),
    };
    let (keys, forgeries) = match reports {
        Ok(reports) => (dedupe_keys(bench, &reports), forgeries(bench, &reports)),
        Err(why) => (Err(why.clone()), Err(why)),
    };
    bench.file(
        "a repeated delivery has the same key, another report another",
        keys,
    );
    bench.file("an unsigned or altered webhook is refused", forgeries);
}

fn dedupe_keys(bench: &Bench<'_>, reports: &[(WebhookRequest, CarrierEvent)]) -> Finding {
    let mut keys = BTreeSet::new();
    for (webhook, event) in reports {
        let again = bench
            .carrier
            .parse_webhook(webhook)
            .map_err(|error| error.to_string())?;
        let same = again
            .iter()
            .any(|repeated| repeated.dedupe_key == event.dedupe_key);
        ensure(same, || format!("the key {} changed", event.dedupe_key))?;
        ensure(keys.insert(&event.dedupe_key), || {
            format!("the key {} was used twice", event.dedupe_key)
        })?;
    }
    Ok(Some(()))
}

fn forgeries(bench: &Bench<'_>, reports: &[(WebhookRequest, CarrierEvent)]) -> Finding {
    for (webhook, _) in reports {
        let unsigned = WebhookRequest {
            headers: HeaderMap::new(),
            ..webhook.clone()
        };
        let refused = bench.carrier.parse_webhook(&unsigned);
        ensure(refused == Err(WebhookError::Unsigned), || {
            format!("unsigned: {refused:?}")
        })?;

        let mut body = webhook.body.to_vec();
        if let Some(last) = body.last_mut() {
            *last ^= 1;
        }
        let altered = WebhookRequest {
            body: Bytes::from(body),
            ..webhook.clone()
        };
        let other_call = WebhookRequest {
            url: format!("{}0", webhook.url),
            ..webhook.clone()
        };
        for forged in [altered, other_call] {
            let refused = bench.carrier.parse_webhook(&forged);
            ensure(refused == Err(WebhookError::BadSignature), || {
                format!("altered: {refused:?}")
            })?;
        }
    }
    Ok(Some(()))
}

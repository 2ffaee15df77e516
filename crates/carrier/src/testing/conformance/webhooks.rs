//! Webhooks are believed only when they are genuine, and repetitions are recognised.

use std::collections::BTreeSet;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue};
use outdial_domain::call::LegStatus;

use super::report::{Bench, Finding, ensure};
use super::{Person, Proof};
use crate::{CarrierEvent, WebhookError, WebhookRequest};

pub(super) async fn check(bench: &mut Bench<'_>) {
    let order = bench.order(Person::Listens);
    let reports = match bench.carrier.place(&order).await {
        Ok(_) => bench.webhooks_until(&order.call_id, LegStatus::is_final).await,
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
    bench.file("an unsigned or forged webhook is refused", forgeries);
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

        for forged in altered(webhook, bench.network.proof()) {
            let refused = bench.carrier.parse_webhook(&forged);
            ensure(refused == Err(WebhookError::BadSignature), || {
                format!("forged: {refused:?}")
            })?;
        }
    }
    Ok(Some(()))
}

/// Everything that somebody without the secret could make of a webhook.
fn altered(webhook: &WebhookRequest, proof: Proof) -> Vec<WebhookRequest> {
    match proof {
        Proof::WholeRequest => {
            let body = flipped(&webhook.body);
            let url = format!("{}0", webhook.url);
            vec![
                WebhookRequest {
                    body,
                    ..webhook.clone()
                },
                WebhookRequest {
                    url,
                    ..webhook.clone()
                },
            ]
        }
        Proof::Sender { header } => {
            let shown = webhook
                .headers
                .get(header)
                .map_or(&b""[..], HeaderValue::as_bytes);
            let guesses = [flipped(shown), Bytes::new(), Bytes::from([shown, b"0"].concat())];
            let forged = guesses.into_iter().filter_map(|guess| {
                let mut forged = webhook.clone();
                forged
                    .headers
                    .insert(header, HeaderValue::from_maybe_shared(guess).ok()?);
                Some(forged)
            });
            forged.collect()
        }
    }
}

fn flipped(bytes: &[u8]) -> Bytes {
    let mut bytes = bytes.to_vec();
    if let Some(last) = bytes.last_mut() {
        *last ^= 1;
    }
    Bytes::from(bytes)
}

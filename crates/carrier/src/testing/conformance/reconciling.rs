//! What became of a leg can be asked afterwards.

use outdial_domain::call::LegStatus;

use super::Person;
use super::report::{Bench, Finding, ensure};

pub(super) async fn check(bench: &mut Bench<'_>) {
    let finding = afterwards(bench).await;
    bench.file("an ended leg is found by its id and by its number", finding);
}

async fn afterwards(bench: &mut Bench<'_>) -> Finding {
    let order = bench.order(Person::Listens);
    let since = bench.network.now();
    let leg = bench
        .carrier
        .place(&order)
        .await
        .map_err(|error| error.to_string())?
        .leg;
    bench.webhooks_until(&order.call_id, LegStatus::is_final).await?;

    let found = bench
        .carrier
        .look_up(&leg)
        .await
        .map_err(|error| error.to_string())?;
    let ended = found
        .as_ref()
        .is_some_and(|found| found.leg == leg && found.status == Some(LegStatus::Completed));
    ensure(ended, || format!("looking up: {found:?}"))?;

    let listed = bench
        .carrier
        .list_since(since, Some(&order.to))
        .await
        .map_err(|error| error.to_string())?;
    let legs: Vec<_> = listed.iter().map(|found| &found.leg).collect();
    ensure(legs == [&leg], || format!("listing: {legs:?}"))?;

    let nobody = bench.order(Person::Listens).to;
    let others = bench
        .carrier
        .list_since(since, Some(&nobody))
        .await
        .map_err(|error| error.to_string())?;
    ensure(others.is_empty(), || format!("another number: {others:?}"))?;
    Ok(Some(()))
}

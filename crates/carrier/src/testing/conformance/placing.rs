//! An order that fails says truly whether somebody may have been rung.

use outdial_domain::call::{Blame, Retry};

use super::report::{Bench, Finding, ensure};
use super::{Fault, Person};
use crate::{LegSnapshot, PlaceError};

pub(super) async fn check(bench: &mut Bench<'_>) {
    let finding = refused(bench).await;
    bench.file(
        "an invalid number is refused for good, and blames the number",
        finding,
    );
    for (name, fault) in [
        (
            "a lost answer is uncertain, and the leg can be found",
            Fault::AnswerLost,
        ),
        (
            "a server error may hide a call, and the leg can be found",
            Fault::ServerErrorAfter,
        ),
    ] {
        let finding = uncertain(bench, fault, 1).await;
        bench.file(name, finding);
    }
    let finding = uncertain(bench, Fault::ServerErrorBefore, 0).await;
    bench.file(
        "a server error without a call is uncertain, and no leg is found",
        finding,
    );
    let finding = too_fast(bench).await;
    bench.file("an order that comes too fast rings nobody and says so", finding);
    let finding = unreachable(bench).await;
    bench.file("an order that was never sent says so", finding);
}

async fn refused(bench: &mut Bench<'_>) -> Finding {
    let order = bench.order(Person::Invalid);
    match bench.carrier.place(&order).await {
        Err(PlaceError::Refused(failure)) => {
            ensure(
                failure.retry == Retry::Never && failure.blame == Blame::Callee,
                || format!("{failure:?}"),
            )?;
        }
        other => return Err(format!("{other:?}")),
    }
    bench.rung(&order.to, 0).await?;
    Ok(Some(()))
}

async fn uncertain(bench: &mut Bench<'_>, fault: Fault, expected: usize) -> Finding {
    let order = bench.order(Person::Absent);
    let since = bench.network.now();
    if !bench.spoil(fault).await {
        return Ok(None);
    }
    let answer = bench.carrier.place(&order).await;
    ensure(matches!(answer, Err(PlaceError::Uncertain { .. })), || {
        format!("{answer:?}")
    })?;
    let found = bench
        .carrier
        .list_since(since, Some(&order.to))
        .await
        .map_err(|error| error.to_string())?;
    let legs: Vec<&LegSnapshot> = found.iter().collect();
    ensure(legs.len() == expected, || format!("{legs:?} were found"))?;
    bench.rung(&order.to, expected).await?;
    Ok(Some(()))
}

async fn too_fast(bench: &mut Bench<'_>) -> Finding {
    let order = bench.order(Person::Listens);
    if !bench.spoil(Fault::TooFast).await {
        return Ok(None);
    }
    let answer = bench.carrier.place(&order).await;
    ensure(matches!(answer, Err(PlaceError::RateLimited { .. })), || {
        format!("{answer:?}")
    })?;
    bench.rung(&order.to, 0).await?;
    Ok(Some(()))
}

async fn unreachable(bench: &mut Bench<'_>) -> Finding {
    let order = bench.order(Person::Listens);
    if !bench.spoil(Fault::Unreachable).await {
        return Ok(None);
    }
    let answer = bench.carrier.place(&order).await;
    ensure(matches!(answer, Err(PlaceError::NotSent { .. })), || {
        format!("{answer:?}")
    })?;
    bench.rung(&order.to, 0).await?;
    Ok(Some(()))
}

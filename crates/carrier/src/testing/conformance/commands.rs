//! Live legs obey, ended ones are left alone.

use outdial_domain::call::LegStatus;
use outdial_domain::instruction::Instruction;

use super::Person;
use super::report::{Bench, Finding, ensure};
use crate::CommandError;

pub(super) async fn check(bench: &mut Bench<'_>) {
    let finding = live_leg(bench).await;
    bench.file(
        "a live leg is directed, not called off, and hung up; hanging up again is a success",
        finding,
    );
    let finding = unknown_leg(bench).await;
    bench.file("a leg that does not exist is over", finding);
    let finding = health(bench).await;
    bench.file("a working account is reported healthy", finding);
    let finding = render(bench);
    bench.file("instructions are rendered", finding);
}

async fn live_leg(bench: &mut Bench<'_>) -> Finding {
    let order = bench.order(Person::StaysOn);
    let leg = bench
        .carrier
        .place(&order)
        .await
        .map_err(|error| error.to_string())?
        .leg;
    bench
        .webhooks_until(&order.call_id, |status| *status == LegStatus::Answered)
        .await?;

    let wait = [Instruction::Pause { seconds: 30 }];
    let directed = bench.carrier.direct(&order.call_id, &leg, &wait).await;
    match bench.carrier.capabilities().takes_instructions {
        true => directed.map_err(|error| format!("a live leg cannot be directed: {error}"))?,
        false => ensure(matches!(directed, Err(CommandError::Rejected(_))), || {
            format!("what it cannot do is not refused: {directed:?}")
        })?,
    }
    let called_off = bench.carrier.call_off(&leg).await;
    ensure(called_off.is_ok(), || {
        format!("calling off an answered leg: {called_off:?}")
    })?;
    let found = bench.carrier.look_up(&leg).await;
    let status = found
        .map_err(|error| error.to_string())?
        .and_then(|found| found.status);
    ensure(status == Some(LegStatus::Answered), || {
        format!("an answered leg that was called off is {status:?}")
    })?;
    bench
        .carrier
        .hang_up(&leg)
        .await
        .map_err(|error| error.to_string())?;
    bench.webhooks_until(&order.call_id, LegStatus::is_final).await?;

    let again = bench.carrier.hang_up(&leg).await;
    ensure(again.is_ok(), || format!("hanging up again: {again:?}"))?;
    let directed = bench.carrier.direct(&order.call_id, &leg, &wait).await;
    ensure(matches!(directed, Err(CommandError::Rejected(_))), || {
        format!("an ended leg: {directed:?}")
    })?;
    let called_off = bench.carrier.call_off(&leg).await;
    ensure(called_off.is_ok(), || {
        format!("calling off what is over: {called_off:?}")
    })?;
    Ok(Some(()))
}

async fn unknown_leg(bench: &mut Bench<'_>) -> Finding {
    let leg = bench.network.unknown_leg();
    let hung_up = bench.carrier.hang_up(&leg).await;
    ensure(hung_up.is_ok(), || format!("hanging up: {hung_up:?}"))?;
    let called_off = bench.carrier.call_off(&leg).await;
    ensure(called_off.is_ok(), || format!("calling off: {called_off:?}"))?;
    let found = bench.carrier.look_up(&leg).await;
    ensure(found == Ok(None), || format!("looking up: {found:?}"))?;
    Ok(Some(()))
}

async fn health(bench: &mut Bench<'_>) -> Finding {
    let health = bench.carrier.health().await.map_err(|error| error.to_string())?;
    ensure(health.ok(), || format!("{health:?}"))?;
    Ok(Some(()))
}

fn render(bench: &Bench<'_>) -> Finding {
    let rendered = bench
        .carrier
        .render(&[Instruction::Pause { seconds: 1 }, Instruction::HangUp]);
    ensure(
        !rendered.body.is_empty() && rendered.content_type.contains('/'),
        || format!("{rendered:?}"),
    )?;
    Ok(Some(()))
}

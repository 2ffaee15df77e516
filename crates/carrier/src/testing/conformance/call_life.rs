//! A call's life is reported in full, whoever picks up.

use outdial_domain::call::{Event, LegStatus};

use super::Person;
use super::report::{Bench, Finding, ensure, status};

pub(super) async fn check(bench: &mut Bench<'_>) {
    let finding = answered(bench).await;
    bench.file(
        "an answered call reports ringing, answer and end, and rings once",
        finding,
    );
    for (name, person, expected) in [
        ("an engaged number ends as busy", Person::Busy, LegStatus::Busy),
        (
            "a number that rings out ends as no answer",
            Person::Absent,
            LegStatus::NoAnswer,
        ),
    ] {
        let finding = unanswered(bench, person, &expected).await;
        bench.file(name, finding);
    }
}

async fn answered(bench: &mut Bench<'_>) -> Finding {
    let order = bench.order(Person::Listens);
    let placed = bench
        .carrier
        .place(&order)
        .await
        .map_err(|error| error.to_string())?;
    let reports = bench.webhooks_until(&order.call_id, LegStatus::is_final).await?;
    for expected in [LegStatus::Ringing, LegStatus::Answered, LegStatus::Completed] {
        let told = reports.iter().any(|(_, event)| status(event) == Some(&expected));
        ensure(told, || format!("{expected:?} was not reported"))?;
    }
    for (_, event) in &reports {
        ensure(event.leg.as_ref() == Some(&placed.leg), || {
            format!("{event:?} is about another leg")
        })?;
    }
    let talked = reports.iter().any(|(_, event)| {
        matches!(&event.event, Some(Event::Progress(progress))
            if progress.status == LegStatus::Completed && progress.talk_ms.is_some())
    });
    ensure(talked, || "the end does not tell how long they talked".to_owned())?;
    bench.rung(&order.to, 1).await?;
    Ok(Some(()))
}

async fn unanswered(bench: &mut Bench<'_>, person: Person, expected: &LegStatus) -> Finding {
    let order = bench.order(person);
    bench
        .carrier
        .place(&order)
        .await
        .map_err(|error| error.to_string())?;
    let reports = bench.webhooks_until(&order.call_id, LegStatus::is_final).await?;
    let end = reports.last().and_then(|(_, event)| status(event));
    ensure(end == Some(expected), || format!("it ended as {end:?}"))?;
    let answered = reports
        .iter()
        .any(|(_, event)| status(event) == Some(&LegStatus::Answered));
    ensure(!answered, || "an answer was reported".to_owned())?;
    Ok(Some(()))
}

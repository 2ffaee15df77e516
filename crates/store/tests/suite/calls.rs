use outdial_domain::call::{Outcome, State};
use outdial_domain::ids::{CallId, CarrierAccountId};
use outdial_domain::rules::WindowOverride;
use outdial_store::StoreError;

use crate::samples::{NOW, call, claim, complete, phone, workspace};
use crate::stand::on_every_database;

#[test]
fn a_call_reads_back_as_it_was_written() {
    on_every_database(async |store| {
        let mut row = call(1);
        row.name = Some("Zoë \"Quote\" O'Neil \u{0}\u{1f600}".to_owned());
        row.window_override = Some(WindowOverride {
            by: "Ada".to_owned(),
            confirmed_at: NOW,
        });
        row.warning = Some("caller ID is not ours".to_owned());
        row.account_id = Some(CarrierAccountId::from_bits(9));
        let written = row.clone();
        let space = store.workspace(workspace(1));
        space.write(move |tx| tx.calls().insert(&row)).await.unwrap();
        let id = written.id.clone();
        let mut read = space.read(move |tx| tx.calls().get(&id)).await.unwrap().unwrap();
        // PostgreSQL cannot hold a NUL.
        read.name = read.name.map(|name| name.replace('\u{fffd}', "\0"));
        assert_eq!(read, written);
    });
}

#[test]
fn an_update_stores_everything_that_may_change_and_raises_the_revision() {
    on_every_database(async |store| {
        let space = store.workspace(workspace(1));
        let updated = space
            .write(|tx| {
                let mut row = call(1);
                tx.calls().insert(&row)?;
                row.account_id = Some(CarrierAccountId::from_bits(9));
                row.caller_id = Some("+14155550100".to_owned());
                row.call.facts.carrier_call_id = Some("CA1".to_owned());
                claim(&mut row, NOW);
                tx.calls().update(&mut row)?;
                complete(&mut row, NOW.plus_seconds(60), 30_000, Some(14_000));
                tx.calls().update(&mut row)?;
                Ok(row)
            })
            .await
            .unwrap();
        assert_eq!(updated.revision, 2);
        assert_eq!(updated.ended_at, Some(NOW.plus_seconds(60)));
        let by_leg = space.read(|tx| tx.calls().by_leg("CA1")).await.unwrap();
        assert_eq!(by_leg, Some(updated));
        assert_eq!(space.read(|tx| tx.calls().by_leg("CA2")).await, Ok(None));
    });
}

#[test]
fn an_update_of_an_old_revision_is_a_conflict() {
    on_every_database(async |store| {
        let space = store.workspace(workspace(1));
        space.write(|tx| tx.calls().insert(&call(1))).await.unwrap();
        let mut old = space
            .read(|tx| tx.calls().get(&CallId::from_bits(1)))
            .await
            .unwrap()
            .unwrap();
        let mut first = old.clone();
        space
            .write(move |tx| {
                claim(&mut first, NOW);
                tx.calls().update(&mut first)
            })
            .await
            .unwrap();
        let late = space
            .write(move |tx| {
                old.warning = Some("late".to_owned());
                tx.calls().update(&mut old)
            })
            .await;
        assert_eq!(late, Err(StoreError::Conflict { what: "call" }));
    });
}

#[test]
fn a_second_live_call_to_a_number_is_refused_and_the_transaction_goes_on() {
    on_every_database(async |store| {
        let space = store.workspace(workspace(1));
        let rows = space
            .write(|tx| {
                let mut first = call(1);
                let mut second = call(2);
                second.phone = first.phone.clone();
                tx.calls().insert(&first)?;
                tx.calls().insert(&second)?;
                claim(&mut first, NOW);
                tx.calls().update(&mut first)?;
                claim(&mut second, NOW);
                assert_eq!(tx.calls().update(&mut second), Err(StoreError::LineBusy));
                let mut third = call(3);
                third.phone = first.phone.clone();
                claim(&mut third, NOW);
                assert_eq!(tx.calls().insert(&third), Err(StoreError::LineBusy));
                // The refusal ended nothing: the same transaction goes on.
                complete(&mut first, NOW, 0, None);
                tx.calls().update(&mut first)?;
                tx.calls().update(&mut second)?;
                tx.calls().live(10)
            })
            .await
            .unwrap();
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0].id, CallId::from_bits(2));
    });
}

#[test]
fn of_many_who_race_for_a_number_one_gets_it() {
    on_every_database(async |store| {
        let space = store.workspace(workspace(1));
        space
            .write(|tx| {
                (1..=20).try_for_each(|number| {
                    let mut row = call(number);
                    row.phone = phone(7);
                    tx.calls().insert(&row)
                })
            })
            .await
            .unwrap();
        let mut claims = Vec::new();
        for number in 1..=20_u32 {
            let space = space.clone();
            claims.push(async move {
                space
                    .write(move |tx| {
                        let mut row = tx.calls().get(&CallId::from_bits(u128::from(number)))?.unwrap();
                        claim(&mut row, NOW);
                        tx.calls().update(&mut row)
                    })
                    .await
            });
        }
        let answers = together(claims).await;
        assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
        assert_eq!(
            answers
                .iter()
                .filter(|answer| **answer == Err(StoreError::LineBusy))
                .count(),
            19
        );
        assert_eq!(space.read(|tx| tx.calls().live_count()).await, Ok(1));
    });
}

#[test]
fn the_same_call_twice_is_a_duplicate() {
    on_every_database(async |store| {
        let space = store.workspace(workspace(1));
        space.write(|tx| tx.calls().insert(&call(1))).await.unwrap();
        let again = space.write(|tx| tx.calls().insert(&call(1))).await;
        assert_eq!(again, Err(StoreError::Duplicate { what: "call" }));
        let many: Vec<_> = (1..=100).map(call).collect();
        let many = space.write(move |tx| tx.calls().insert_many(&many)).await;
        assert_eq!(many, Err(StoreError::Duplicate { what: "call" }));
        assert_eq!(
            space
                .read(|tx| tx.calls().planned(None, 1_000))
                .await
                .unwrap()
                .len(),
            1
        );
    });
}

#[test]
fn many_calls_are_written_at_once() {
    on_every_database(async |store| {
        let space = store.workspace(workspace(1));
        let rows: Vec<_> = (1..=75).map(call).collect();
        let written = rows.clone();
        space
            .write(move |tx| tx.calls().insert_many(&rows))
            .await
            .unwrap();
        assert_eq!(
            space.read(|tx| tx.calls().planned(None, 1_000)).await.unwrap(),
            written
        );
    });
}

#[test]
fn what_time_asks_for_comes_in_order_of_time() {
    on_every_database(async |store| {
        let space = store.workspace(workspace(1));
        space
            .write(|tx| {
                for (number, seconds) in [(1, 30), (2, 10), (3, 20), (4, 90)] {
                    let mut row = call(number);
                    row.call.due_at = NOW.plus_seconds(seconds);
                    tx.calls().insert(&row)?;
                }
                let mut waiting = call(5);
                claim(&mut waiting, NOW);
                tx.calls().insert(&waiting)
            })
            .await
            .unwrap();
        let at = NOW.plus_seconds(30);
        let [one, other] = [9, 10].map(CarrierAccountId::from_bits);
        let (account, default) = (one.clone(), one.clone());
        let due = space.read(move |tx| tx.calls().due_through(&account, &default, at, 10));
        let due: Vec<_> = due.await.unwrap().into_iter().map(|row| row.id).collect();
        assert_eq!(due, [2, 3, 1].map(CallId::from_bits));
        let due = space.read(move |tx| tx.calls().due_through(&one, &other, at, 10));
        assert_eq!(
            due.await,
            Ok(Vec::new()),
            "calls without an account go through the default"
        );
        assert_eq!(
            space.read(move |tx| tx.calls().next_due_after(at)).await,
            Ok(Some(NOW.plus_seconds(90)))
        );
        assert_eq!(
            space.read(|tx| tx.calls().next_deadline()).await,
            Ok(Some(NOW.plus_seconds(20)))
        );
        let passed = space
            .read(move |tx| tx.calls().with_deadline_until(at, 10))
            .await
            .unwrap();
        assert_eq!(passed.len(), 1);
    });
}

#[test]
fn a_numbers_history_knows_its_last_dial_and_its_last_end() {
    on_every_database(async |store| {
        let space = store.workspace(workspace(1));
        let history = space
            .write(|tx| {
                let mut row = call(1);
                tx.calls().insert(&row)?;
                assert_eq!(tx.calls().number_history(&row.phone, NOW)?.last_dialed_at, None);
                claim(&mut row, NOW);
                tx.calls().update(&mut row)?;
                assert!(tx.calls().number_history(&row.phone, NOW)?.live);
                complete(&mut row, NOW.plus_seconds(9), 1_000, None);
                tx.calls().update(&mut row)?;
                tx.calls().archive_ended()?;
                let mut blocked = call(2);
                blocked.phone = row.phone.clone();
                blocked.call.state = State::Ended(Outcome::Blocked);
                tx.calls().insert(&blocked)?;
                tx.calls().number_history(&row.phone, NOW)
            })
            .await
            .unwrap();
        assert!(!history.live);
        assert_eq!(history.last_dialed_at, Some(NOW));
        assert_eq!(history.last_ended_at, Some(NOW.plus_seconds(9)));
        assert_eq!(history.dialed_since, 1);
    });
}

/// Runs futures at the same time on the runtime's threads.
pub async fn together<T: Send + 'static>(futures: Vec<impl Future<Output = T> + Send + 'static>) -> Vec<T> {
    let tracker = tokio_util::task::TaskTracker::new();
    let handles: Vec<_> = futures.into_iter().map(|future| tracker.spawn(future)).collect();
    let mut answers = Vec::new();
    for handle in handles {
        answers.push(handle.await.unwrap());
    }
    answers
}

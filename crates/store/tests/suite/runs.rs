use outdial_domain::Timestamp;
use outdial_domain::ids::{CallId, CarrierAccountId, RunId};
use outdial_store::{PageRequest, RunLineRow, RunState, StoreError};

use crate::samples::{NOW, call, call_of_run, claim, run, workspace};
use crate::stand::on_every_database;

#[test]
fn the_calls_of_a_paused_run_wait() {
    on_every_database(async |store| {
        let space = store.workspace(workspace(1));
        let id = RunId::from_bits(1);
        space
            .write({
                let id = id.clone();
                move |tx| {
                    tx.runs().insert(&run(1))?;
                    tx.calls().insert(&call_of_run(1, &id))?;
                    let mut refused = call_of_run(2, &id);
                    claim(&mut refused, NOW);
                    tx.calls().insert(&refused)?;
                    tx.calls().insert(&call(3))?;
                    tx.runs().set_state(&id, RunState::Paused, NOW)?;
                    // Written down, or back in the queue, while the run is paused: these wait as well.
                    tx.calls().insert(&call_of_run(4, &id))?;
                    refused.call.state = outdial_domain::call::State::Planned;
                    refused.deadline_at = None;
                    tx.calls().update(&mut refused)
                }
            })
            .await
            .unwrap();
        let due = async || {
            let due = store.system().read(|tx| tx.due_calls(NOW, 10)).await.unwrap();
            due.into_iter().map(|(_, call, _)| call).collect::<Vec<_>>()
        };
        assert_eq!(due().await, [3].map(CallId::from_bits));
        let account = CarrierAccountId::from_bits(9);
        let own = space.read(move |tx| tx.calls().due_through(&account, &account, NOW, 10));
        assert_eq!(own.await.unwrap().len(), 1);
        let before = NOW.plus_ms(-1);
        assert_eq!(
            store.system().read(move |tx| tx.next_due_after(before)).await,
            Ok(Some(NOW))
        );
        space
            .write({
                let id = id.clone();
                move |tx| tx.runs().set_state(&id, RunState::Running, NOW)
            })
            .await
            .unwrap();
        assert_eq!(due().await, [1, 2, 3, 4].map(CallId::from_bits));
    });
}

#[test]
fn a_finished_run_stays_finished() {
    on_every_database(async |store| {
        let space = store.workspace(workspace(1));
        let id = RunId::from_bits(1);
        let (canceled, resumed, missing) = space
            .write(move |tx| {
                tx.runs().insert(&run(1))?;
                assert_eq!(
                    tx.runs().insert(&run(1)),
                    Err(StoreError::Duplicate { what: "run" })
                );
                let canceled = tx.runs().set_state(&id, RunState::Canceled, NOW)?;
                let resumed = tx.runs().set_state(&id, RunState::Running, NOW.plus_seconds(1))?;
                Ok((
                    canceled,
                    resumed,
                    tx.runs().set_state(&RunId::from_bits(2), RunState::Done, NOW)?,
                ))
            })
            .await
            .unwrap();
        let canceled = canceled.unwrap();
        assert_eq!(
            (canceled.state, canceled.finished_at),
            (RunState::Canceled, Some(NOW))
        );
        assert_eq!(resumed, Some(canceled));
        assert_eq!(missing, None);
    });
}

#[test]
fn runs_are_listed_newest_first() {
    on_every_database(async |store| {
        let space = store.workspace(workspace(1));
        space
            .write(|tx| (1..=7).try_for_each(|number| tx.runs().insert(&run(number))))
            .await
            .unwrap();
        let mut seen = Vec::new();
        let mut page = PageRequest::first(3);
        loop {
            let asked = page.clone();
            let answer = space.read(move |tx| tx.runs().list(&asked)).await.unwrap();
            seen.extend(answer.items.into_iter().map(|run| run.id));
            match answer.next_cursor {
                Some(cursor) => page.cursor = Some(cursor),
                None => break,
            }
        }
        let wanted: Vec<_> = (1..=7).rev().map(RunId::from_bits).collect();
        assert_eq!(seen, wanted);
        let running = space
            .read(|tx| tx.runs().in_state(RunState::Running, 2))
            .await
            .unwrap();
        assert_eq!(running, [run(1), run(2)]);
    });
}

#[test]
fn every_line_keeps_what_became_of_it() {
    on_every_database(async |store| {
        let space = store.workspace(workspace(1));
        let lines: Vec<_> = (1..=150).map(line).collect();
        let id = RunId::from_bits(1);
        let (all, page) = space
            .write({
                let lines = lines.clone();
                move |tx| {
                    tx.runs().insert(&run(1))?;
                    tx.runs().insert_lines(&id, &lines)?;
                    let first = tx.runs().line_page(&id, &PageRequest::first(100))?;
                    let next = PageRequest {
                        cursor: first.next_cursor,
                        limit: 100,
                    };
                    Ok((tx.runs().lines(&id)?, tx.runs().line_page(&id, &next)?))
                }
            })
            .await
            .unwrap();
        assert_eq!(all, lines);
        assert_eq!(page.items, lines[100..]);
        assert_eq!(page.next_cursor, None);
        let again = space
            .write(|tx| tx.runs().insert_lines(&RunId::from_bits(1), &[line(7)]))
            .await;
        assert_eq!(again, Err(StoreError::Duplicate { what: "line" }));
    });
}

fn line(number: u32) -> RunLineRow {
    let refused = number.is_multiple_of(2);
    RunLineRow {
        position: number,
        line: number,
        raw: format!("line {number}"),
        call_id: (!refused).then(|| CallId::from_bits(u128::from(number))),
        status: if refused { "refused" } else { "accepted" }.to_owned(),
        code: refused.then(|| "do_not_call".to_owned()),
        reason: None,
        until: Some(Timestamp(i64::from(number))),
    }
}

//! A workspace cannot reach, change or even notice another one's rows.

use outdial_domain::ids::{CallId, RunId};
use outdial_store::{CallFilter, PageRequest, RunState, Sort, StatsFilter, StoreError};

use crate::samples::{NOW, append, call, claim, event, phone, run, side_effect, workspace};
use crate::stand::on_every_database;

#[test]
fn rows_of_another_workspace_cannot_be_read() {
    on_every_database(async |store| {
        let (ours, theirs) = (store.workspace(workspace(1)), store.workspace(workspace(2)));
        theirs
            .write(|tx| {
                tx.runs().insert(&run(1))?;
                let mut row = call(1);
                row.call.facts.carrier_call_id = Some("CA1".to_owned());
                claim(&mut row, NOW);
                tx.calls().insert(&row)?;
                append(tx, &event(1, &row.id, None))?;
                tx.receipts().add(&row.id, NOW, &serde_json::json!({}))?;
                tx.outbox().enqueue(&side_effect(1, "k", NOW)).map(|_| ())
            })
            .await
            .unwrap();
        ours.read(|tx| {
            let id = CallId::from_bits(1);
            assert_eq!(tx.calls().get(&id)?, None);
            assert_eq!(tx.calls().by_leg("CA1")?, None);
            assert_eq!(tx.calls().live_count()?, 0);
            assert!(!tx.calls().number_history(&phone(1), NOW)?.live);
            assert_eq!(tx.calls().stats(&StatsFilter::default())?.total, 0);
            assert_eq!(tx.calls().count(&CallFilter::default())?, Some(0));
            let page = tx
                .calls()
                .list(&CallFilter::default(), Sort::NEWEST, &PageRequest::first(10))?;
            assert!(page.items.is_empty());
            assert!(tx.events().of_call(&id)?.is_empty());
            assert_eq!(tx.receipts().latest(&id)?, None);
            assert_eq!(tx.runs().get(&RunId::from_bits(1))?, None);
            assert!(tx.outbox().due(NOW, 10)?.is_empty());
            Ok(())
        })
        .await
        .unwrap();
    });
}

#[test]
fn rows_of_another_workspace_cannot_be_changed() {
    on_every_database(async |store| {
        let (ours, theirs) = (store.workspace(workspace(1)), store.workspace(workspace(2)));
        theirs
            .write(|tx| {
                tx.runs().insert(&run(1))?;
                tx.calls().insert(&call(1))
            })
            .await
            .unwrap();
        let stolen = ours
            .write(|tx| {
                assert_eq!(
                    tx.runs()
                        .set_state(&RunId::from_bits(1), RunState::Canceled, NOW)?,
                    None
                );
                tx.calls().update(&mut call(1))
            })
            .await;
        assert_eq!(stolen, Err(StoreError::Conflict { what: "call" }));
        let state = theirs
            .read(|tx| tx.runs().get(&RunId::from_bits(1)))
            .await
            .unwrap()
            .unwrap()
            .state;
        assert_eq!(state, RunState::Running);
    });
}

#[test]
fn the_same_keys_in_two_workspaces_do_not_meet() {
    on_every_database(async |store| {
        for number in [1, 2] {
            let written = store
                .workspace(workspace(number))
                .write(|tx| {
                    let mut row = call(1);
                    claim(&mut row, NOW);
                    tx.calls().insert(&row)?;
                    assert!(append(tx, &event(1, &row.id, Some("k")))?);
                    assert!(tx.outbox().enqueue(&side_effect(1, "k", NOW))?);
                    tx.runs().insert(&run(1))
                })
                .await;
            assert_eq!(written, Ok(()));
        }
    });
}

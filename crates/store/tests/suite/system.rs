//! The questions that concern every workspace.

use outdial_domain::ids::CallId;
use outdial_store::{StoreError, ThrottleRow};

use crate::calls::together;
use crate::samples::{NOW, call, claim, workspace, workspace_row};
use crate::stand::on_every_database;

#[test]
fn work_of_all_workspaces_comes_in_order_of_time() {
    on_every_database(async |store| {
        for number in [1_u32, 2, 3] {
            store
                .workspace(workspace(u128::from(number)))
                .write(move |tx| {
                    let mut due = call(number * 10);
                    due.call.due_at = NOW.plus_seconds(-i64::from(number));
                    tx.calls().insert(&due)?;
                    let mut later = call(number * 10 + 1);
                    later.call.due_at = NOW.plus_seconds(i64::from(number));
                    tx.calls().insert(&later)?;
                    let mut live = call(number * 10 + 2);
                    claim(&mut live, NOW.plus_seconds(-i64::from(number)));
                    tx.calls().insert(&live)
                })
                .await
                .unwrap();
        }
        store
            .system()
            .read(|tx| {
                let ids = |rows: Vec<(_, CallId)>| rows.into_iter().map(|(_, id)| id).collect::<Vec<_>>();
                let due = tx
                    .due_calls(NOW, 2)?
                    .into_iter()
                    .map(|(space, id, _)| (space, id))
                    .collect();
                assert_eq!(ids(due), [30, 20].map(CallId::from_bits));
                assert_eq!(tx.next_due_after(NOW)?, Some(NOW.plus_seconds(1)));
                assert_eq!(tx.next_deadline()?, Some(NOW.plus_seconds(17)));
                let passed = tx.deadlines_until(NOW.plus_seconds(18), 10)?;
                assert_eq!(ids(passed), [32, 22].map(CallId::from_bits));
                assert_eq!(ids(tx.live_calls()?), [12, 22, 32].map(CallId::from_bits));
                assert_eq!((tx.live_count()?, tx.due_count(NOW)?), (3, 3));
                Ok(())
            })
            .await
            .unwrap();
    });
}

#[test]
fn workspaces_are_made_once_and_listed() {
    on_every_database(async |store| {
        store
            .system()
            .write(|tx| {
                tx.create_workspace(&workspace_row(1))?;
                tx.create_workspace(&workspace_row(2))?;
                let again = tx.create_workspace(&workspace_row(1));
                assert_eq!(again, Err(StoreError::Duplicate { what: "workspace" }));
                assert!(tx.rename_workspace(&workspace(2), "Renamed")?);
                assert_eq!(tx.workspaces()?.len(), 2);
                assert_eq!(tx.workspace(&workspace(2))?.unwrap().name, "Renamed");
                assert_eq!(tx.workspace(&workspace(3))?, None);
                Ok(())
            })
            .await
            .unwrap();
    });
}

#[test]
fn a_token_is_taken_by_one_caller_only() {
    on_every_database(async |store| {
        store
            .system()
            .write(|tx| {
                tx.set_meta("setup", "old")?;
                tx.set_meta("setup", "token")?;
                assert_eq!(tx.meta("setup")?.as_deref(), Some("token"));
                Ok(())
            })
            .await
            .unwrap();
        let tries = (0..10)
            .map(|_| {
                let system = store.system();
                async move { system.write(|tx| tx.take_meta("setup")).await.unwrap() }
            })
            .collect();
        let taken: Vec<Option<String>> = together(tries).await;
        assert_eq!(taken.into_iter().flatten().collect::<Vec<_>>(), ["token"]);
    });
}

#[test]
fn failed_sign_ins_are_remembered_until_they_are_cleared() {
    on_every_database(async |store| {
        let row = |failures| ThrottleRow {
            key: "ip:::1".to_owned(),
            failures,
            first_at: NOW,
            blocked_until: NOW,
        };
        store
            .system()
            .write(move |tx| {
                assert_eq!(tx.throttle("ip:::1")?, None);
                tx.put_throttle(&row(1))?;
                tx.put_throttle(&row(2))?;
                assert_eq!(tx.throttle("ip:::1")?, Some(row(2)));
                tx.clear_throttle("ip:::1")?;
                assert_eq!(tx.throttle("ip:::1")?, None);
                tx.put_throttle(&row(3))?;
                assert_eq!(tx.delete_expired(NOW.plus_seconds(86_399))?, 0);
                assert_eq!(tx.delete_expired(NOW.plus_seconds(86_400))?, 1);
                Ok(())
            })
            .await
            .unwrap();
    });
}

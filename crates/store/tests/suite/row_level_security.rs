//! PostgreSQL itself hides rows of other workspaces, whatever a statement forgets to say.

use crate::samples::{append, call, event, run, workspace};
use crate::stand::{Database, past_the_store, runtime};

#[test]
fn the_database_shows_a_statement_without_a_workspace_nothing() {
    let Some(database) = Database::postgres() else {
        return;
    };
    runtime().block_on(async {
        let store = database.open();
        for number in [1, 2] {
            let written = store
                .workspace(workspace(number))
                .write(|tx| {
                    tx.runs().insert(&run(1))?;
                    append(tx, &event(1, &call(1).id, None))?;
                    tx.calls().insert(&call(1))
                })
                .await;
            assert_eq!(written, Ok(()));
        }
        store.close().await;
    });
    past_the_store(database.url(), |client| {
        let privileged: bool = client
            .query_one(
                "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user",
                &[],
            )
            .unwrap()
            .get(0);
        assert!(
            !privileged,
            "row-level security does not bind this role; use an ordinary one"
        );
        let mut count = |setting: &str| -> i64 {
            let mut transaction = client.transaction().unwrap();
            transaction.batch_execute(setting).unwrap();
            // No statement here says which workspace it means.
            transaction
                .query_one("SELECT (SELECT COUNT(*) FROM calls) + (SELECT COUNT(*) FROM runs) + (SELECT COUNT(*) FROM call_events)", &[])
                .unwrap()
                .get(0)
        };
        let ours = format!("SET LOCAL outdial.workspace_id = '{}'", workspace(1));
        assert_eq!(count(""), 0);
        assert_eq!(count(&ours), 3);
        assert_eq!(count("SET LOCAL outdial.workspace_id = 'ws_0'"), 0);
        assert_eq!(count("SET LOCAL outdial.system = 'on'"), 6);
        // The setting ends with its transaction.
        assert_eq!(count(""), 0);

        let mut transaction = client.transaction().unwrap();
        transaction.batch_execute(&ours).unwrap();
        let touched = transaction
            .execute("UPDATE calls SET warning = 'mine'", &[])
            .unwrap();
        assert_eq!(touched, 1);
        let theirs = workspace(2).to_string();
        let moved = transaction.execute("UPDATE calls SET workspace_id = $1", &[&theirs]);
        assert!(moved.is_err(), "a row cannot be moved into another workspace");
    });
}

#[test]
fn every_table_with_a_workspace_is_sealed() {
    let Some(database) = Database::postgres() else {
        return;
    };
    runtime().block_on(database.open().close());
    past_the_store(database.url(), |client| {
        let open: Vec<String> = client
            .query(
                "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
                 WHERE a.attname = 'workspace_id' AND c.relkind = 'r'
                   AND NOT (c.relrowsecurity AND c.relforcerowsecurity)",
                &[],
            )
            .unwrap()
            .iter()
            .map(|row| row.get(0))
            .collect();
        assert!(open.is_empty(), "{open:?}");
        let sealed: i64 = client
            .query_one(
                "SELECT COUNT(*) FROM pg_policies WHERE policyname = 'own_workspace'",
                &[],
            )
            .unwrap()
            .get(0);
        assert_eq!(sealed, 67);
    });
}

#[test]
fn a_lost_connection_is_made_anew() {
    let Some(database) = Database::postgres() else {
        return;
    };
    runtime().block_on(async {
        let store = database.open();
        let space = store.workspace(workspace(1));
        space.write(|tx| tx.calls().insert(&call(1))).await.unwrap();
        past_the_store(database.url(), |client| {
            client
                .execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                     WHERE datname = current_database() AND pid <> pg_backend_pid()",
                    &[],
                )
                .unwrap();
        });
        // Nothing was under way, so nothing may fail.
        assert_eq!(space.write(|tx| tx.calls().insert(&call(2))).await, Ok(()));
        for _ in 0..4 {
            assert_eq!(
                space.read(|tx| tx.calls().planned(None, 10)).await.unwrap().len(),
                2
            );
        }
        store.close().await;
    });
}

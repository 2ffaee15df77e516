//! What the writer has at hand of a call is what the database has.

use outdial_domain::ids::CallId;
use outdial_store::{CallRow, Store, StoreError, Workspace};

use crate::samples::{NOW, call, claim, complete, workspace};
use crate::stand::on_every_database;

/// A call that the writer has met: it was read for writing, and changed.
async fn met(store: &Store) -> (Workspace, CallId) {
    let space = store.workspace(workspace(1));
    let id = call(1).id;
    let of = id.clone();
    space.write(|tx| tx.calls().insert(&call(1))).await.unwrap();
    space
        .write(move |tx| {
            let mut row = tx.calls().get(&of)?.expect("it was written");
            claim(&mut row, NOW);
            tx.calls().update(&mut row)
        })
        .await
        .unwrap();
    (space, id)
}

async fn as_written(space: &Workspace, id: &CallId) -> CallRow {
    let id = id.clone();
    space.write(move |tx| tx.calls().get(&id)).await.unwrap().unwrap()
}

async fn as_read(space: &Workspace, id: &CallId) -> CallRow {
    let id = id.clone();
    space.read(move |tx| tx.calls().get(&id)).await.unwrap().unwrap()
}

#[test]
fn a_change_is_seen_by_the_next_closure_as_it_is_stored() {
    on_every_database(async |store| {
        let (space, id) = met(&store).await;
        assert_eq!(as_written(&space, &id).await, as_read(&space, &id).await);
        let of = id.clone();
        space
            .write(move |tx| {
                let mut row = tx.calls().get(&of)?.expect("it was written");
                complete(&mut row, NOW.plus_seconds(60), 30_000, Some(14_000));
                // An update does not store notes, so nobody may read them afterwards.
                row.notes = Some("lost".to_owned());
                tx.calls().update(&mut row)
            })
            .await
            .unwrap();
        let row = as_written(&space, &id).await;
        assert_eq!(row.notes, None);
        assert_eq!(row.ended_at, Some(NOW.plus_seconds(60)));
        assert_eq!(row, as_read(&space, &id).await);
    });
}

#[test]
fn a_change_that_was_undone_is_not_seen() {
    on_every_database(async |store| {
        let (space, id) = met(&store).await;
        let before = as_read(&space, &id).await;
        let of = id.clone();
        let failed: Result<(), StoreError> = space
            .write(move |tx| {
                let mut row = tx.calls().get(&of)?.expect("it was written");
                complete(&mut row, NOW.plus_seconds(60), 30_000, None);
                tx.calls().update(&mut row)?;
                Err(StoreError::Conflict { what: "test" })
            })
            .await;
        assert_eq!(failed, Err(StoreError::Conflict { what: "test" }));
        assert_eq!(as_written(&space, &id).await, before);
    });
}

#[test]
fn remarks_and_a_cleared_log_are_seen() {
    on_every_database(async |store| {
        let (space, id) = met(&store).await;
        let of = id.clone();
        space
            .write(move |tx| {
                let mut row = tx.calls().get(&of)?.expect("it was written");
                row.notes = Some("asked for a quote".to_owned());
                tx.calls().remark(&mut row)
            })
            .await
            .unwrap();
        assert_eq!(
            as_written(&space, &id).await.notes.as_deref(),
            Some("asked for a quote")
        );
        let of = id.clone();
        space
            .write(move |tx| {
                let mut row = tx.calls().get(&of)?.expect("it was written");
                complete(&mut row, NOW.plus_seconds(60), 30_000, None);
                tx.calls().update(&mut row)?;
                tx.calls().archive_ended().map(|_| ())
            })
            .await
            .unwrap();
        assert!(as_written(&space, &id).await.archived);
        assert_eq!(as_written(&space, &id).await, as_read(&space, &id).await);
    });
}

#[test]
fn a_call_of_another_workspace_stays_out_of_reach() {
    on_every_database(async |store| {
        let (_, id) = met(&store).await;
        let other = store.workspace(workspace(2));
        assert_eq!(other.write(move |tx| tx.calls().get(&id)).await.unwrap(), None);
    });
}

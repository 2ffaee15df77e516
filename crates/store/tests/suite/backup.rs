use outdial_store::{Store, StoreConfig, StoreError, Target};

use crate::samples::{call, workspace};
use crate::stand::{Database, runtime};

#[test]
fn a_backup_made_under_load_opens_and_holds_everything_that_was_answered_before_it() {
    let database = Database::file();
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("backup.db");
    runtime().block_on(async {
        let store = database.open();
        let space = store.workspace(workspace(1));
        let rows: Vec<_> = (1..=2_000).map(call).collect();
        space
            .write(move |tx| tx.calls().insert_many(&rows))
            .await
            .unwrap();
        let stop = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
        let tracker = tokio_util::task::TaskTracker::new();
        let load = tracker.spawn({
            let (space, stop) = (space.clone(), stop.clone());
            async move {
                let mut number = 10_000;
                while !stop.load(std::sync::atomic::Ordering::Relaxed) {
                    number += 1;
                    space
                        .write(move |tx| tx.calls().insert(&call(number)))
                        .await
                        .unwrap();
                }
            }
        });
        let done = store.backup_to(&path).await;
        stop.store(true, std::sync::atomic::Ordering::Relaxed);
        load.await.unwrap();
        assert_eq!(done, Ok(()));
        assert!(matches!(
            store.backup_to(&path).await,
            Err(StoreError::Unsupported { .. })
        ));
        store.close().await;

        let copy = Store::open(&StoreConfig::new(Target::SqliteFile(path.clone()))).unwrap();
        let kept = copy
            .workspace(workspace(1))
            .read(|tx| tx.calls().count(&Default::default()))
            .await
            .unwrap();
        assert!(kept >= Some(2_000), "{kept:?}");
        let listed = copy
            .workspace(workspace(1))
            .read(|tx| tx.calls().planned(None, 1_000_000))
            .await
            .unwrap();
        assert_eq!(Some(listed.len() as u64), kept);
        copy.close().await;
    });
    let left: Vec<_> = std::fs::read_dir(dir.path())
        .unwrap()
        .map(|file| file.unwrap().file_name())
        .collect();
    assert!(
        !left.iter().any(|name| name.to_string_lossy().contains("partial")),
        "{left:?}"
    );
}

#[test]
fn a_backup_that_cannot_be_made_says_what_to_do() {
    runtime().block_on(async {
        let dir = tempfile::tempdir().unwrap();
        let memory = Database::memory().open();
        let refused = memory.backup_to(&dir.path().join("b.db")).await;
        assert!(matches!(refused, Err(StoreError::Unsupported { .. })));
        let database = Database::file();
        let file = database.open();
        let nowhere = file.backup_to(std::path::Path::new("/nonexistent/b.db")).await;
        assert!(matches!(nowhere, Err(StoreError::File { .. })));
        if let Some(database) = Database::postgres() {
            let store = database.open();
            let refused = store.backup_to(&dir.path().join("b.db")).await;
            assert!(matches!(refused, Err(StoreError::Unsupported { why }) if why.contains("pg_dump")));
            store.close().await;
        }
    });
}

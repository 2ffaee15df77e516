use std::time::Duration;

use outdial_store::{Store, StoreConfig, StoreError, Target};

use crate::samples::{call, workspace};
use crate::stand::{Database, on_every_database, on_every_lasting_database};

#[test]
fn an_existing_database_is_opened_with_its_rows() {
    on_every_lasting_database(&async |database| {
        let store = database.open();
        store
            .workspace(workspace(1))
            .write(|tx| tx.calls().insert(&call(1)))
            .await
            .unwrap();
        store.close().await;
        let store = database.open();
        let rows = store
            .workspace(workspace(1))
            .read(|tx| tx.calls().planned(None, 10))
            .await
            .unwrap();
        assert_eq!(rows, [call(1)]);
        store.close().await;
    });
}

#[test]
fn two_stores_on_one_database_see_each_other() {
    on_every_lasting_database(&async |database| {
        let (first, second) = (database.open(), database.open());
        for (number, store) in [(1, &first), (2, &second), (3, &first)] {
            store
                .workspace(workspace(1))
                .write(move |tx| tx.calls().insert(&call(number)))
                .await
                .unwrap();
        }
        for store in [&first, &second] {
            let rows = store
                .workspace(workspace(1))
                .read(|tx| tx.calls().planned(None, 10))
                .await
                .unwrap();
            assert_eq!(rows.len(), 3);
            store.close().await;
        }
    });
}

#[test]
fn an_open_store_answers_a_ping() {
    on_every_database(async |store| {
        assert_eq!(store.ping().await, Ok(()));
    });
}

#[test]
fn what_cannot_be_opened_says_why() {
    let missing = StoreConfig::new(Target::SqliteFile("/nonexistent/outdial.db".into()));
    assert!(
        matches!(Store::open(&missing), Err(StoreError::File { path, .. }) if path.contains("outdial.db"))
    );
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("outdial.db");
    std::fs::write(
        &path,
        "this is no database, but a text that is long enough to be looked at",
    )
    .unwrap();
    let nonsense = StoreConfig::new(Target::SqliteFile(path));
    assert!(matches!(Store::open(&nonsense), Err(StoreError::Corrupt { .. })));
    let nobody = StoreConfig::new(Target::Postgres("postgres://u:secret@127.0.0.1:1/x".to_owned()));
    let why = Store::open(&nobody).err().unwrap();
    assert!(matches!(why, StoreError::Unavailable { .. }));
    assert!(!format!("{why} {nobody:?}").contains("secret"));
}

#[test]
fn a_blocking_store_lets_no_virtual_time_pass() {
    for database in [
        Some(Database::memory()),
        Some(Database::file()),
        Database::postgres(),
    ]
    .into_iter()
    .flatten()
    {
        let config = StoreConfig {
            blocking: true,
            ..database.config()
        };
        let paused = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .start_paused(true)
            .build()
            .unwrap();
        paused.block_on(async {
            let store = Store::open(&config).unwrap();
            let start = tokio::time::Instant::now();
            let timer = tokio::time::sleep(Duration::from_secs(3_600));
            tokio::pin!(timer);
            for number in 1..=50 {
                let written = async {
                    let space = store.workspace(workspace(1));
                    space.write(move |tx| tx.calls().insert(&call(number))).await?;
                    space.read(|tx| tx.calls().live_count()).await
                };
                tokio::select! {
                    biased;
                    answer = written => { answer.unwrap(); }
                    () = &mut timer => panic!("the clock moved while the database worked"),
                }
            }
            assert_eq!(start.elapsed(), Duration::ZERO);
            store.close().await;
        });
    }
}

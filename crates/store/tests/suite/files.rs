//! The files belong to this program's user alone.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use outdial_store::{Store, StoreConfig, Target, create_data_dir};

use crate::samples::{call, workspace};
use crate::stand::runtime;

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn nobody_else_may_read_the_data_directory_or_the_files_in_it() {
    let parent = tempfile::tempdir().unwrap();
    let dir = parent.path().join("a/data");
    create_data_dir(&dir).unwrap();
    fs::set_permissions(&dir, fs::Permissions::from_mode(0o755)).unwrap();
    create_data_dir(&dir).unwrap();
    assert_eq!(mode(&dir), 0o700);
    runtime().block_on(async {
        let store = Store::open(&StoreConfig::new(Target::SqliteFile(dir.join("outdial.db")))).unwrap();
        store
            .workspace(workspace(1))
            .write(|tx| tx.calls().insert(&call(1)))
            .await
            .unwrap();
        let mut seen = 0;
        for file in fs::read_dir(&dir).unwrap() {
            assert_eq!(mode(&file.unwrap().path()), 0o600);
            seen += 1;
        }
        assert!(seen >= 2, "the database and its write-ahead log");
        store.close().await;
    });
}

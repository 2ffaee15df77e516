//! An answer means "stored": a process that is killed at any instant has lost nothing that it was told is there.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use outdial_store::{Store, StoreConfig, Target};

use crate::calls::together;
use crate::samples::{call, workspace};
use crate::stand::{on_every_lasting_database, runtime};

const TARGET: &str = "OUTDIAL_TEST_WRITER_TARGET";

/// Not a test by itself: the process that is killed. Prints each number once its call is stored.
#[test]
fn writer_that_is_killed() {
    let Ok(url) = std::env::var(TARGET) else { return };
    runtime().block_on(async {
        let store = Store::open(&StoreConfig::new(Target::from_url(&url).unwrap())).unwrap();
        let writers = (0..8_u32)
            .map(|writer| {
                let space = store.workspace(workspace(1));
                async move {
                    for step in 0..1_000_000_u32 {
                        let number = step * 8 + writer + 1;
                        space
                            .write(move |tx| tx.calls().insert(&call(number)))
                            .await
                            .unwrap();
                        println!("stored {number}");
                    }
                }
            })
            .collect();
        together(writers).await;
    });
}

#[test]
fn what_was_answered_survives_a_kill() {
    on_every_lasting_database(&async |database| {
        let url = match &database.target {
            Target::SqliteFile(path) => format!("sqlite:{}", path.display()),
            Target::Postgres(url) => url.clone(),
            Target::SqliteMemory => return,
        };
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([
                "--exact",
                "durability::writer_that_is_killed",
                "--nocapture",
                "--test-threads=1",
            ])
            .env(TARGET, url)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut stored = Vec::new();
        let mut take = |line: std::io::Result<String>| {
            // The test runner's own words may stand before the first of ours.
            if let Some((_, number)) = line.unwrap().split_once("stored ") {
                stored.push(number.parse::<u32>().unwrap());
            }
            stored.len()
        };
        while take(lines.next().unwrap()) < 500 {}
        child.kill().unwrap();
        lines.map_while(Result::ok).for_each(|line| {
            take(Ok(line));
        });
        child.wait().unwrap();

        let store = database.open();
        let kept = store
            .workspace(workspace(1))
            .read(|tx| tx.calls().planned(None, 1_000_000))
            .await
            .unwrap();
        let kept: std::collections::BTreeSet<_> = kept.into_iter().map(|row| row.id).collect();
        for number in stored {
            assert!(
                kept.contains(&call(number).id),
                "{number} was answered and is gone"
            );
        }
        let counted = store
            .workspace(workspace(1))
            .read(|tx| tx.calls().count(&Default::default()))
            .await;
        assert_eq!(counted, Ok(Some(kept.len() as u64)));
        store.close().await;
    });
}

//! Many closures share a commit, and each stands or falls alone.

use std::pin::Pin;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, mpsc};

use outdial_domain::ids::{AuditId, CallId};
use outdial_store::{Actor, AuditRow, StatsFilter, Store, StoreError};

use crate::calls::together;
use crate::samples::{NOW, call, workspace};
use crate::stand::on_every_database;

type Work = Pin<Box<dyn Future<Output = Result<(), StoreError>> + Send>>;

/// Holds the writer until the returned sender is dropped, so that what comes meanwhile becomes one batch.
fn hold_the_writer(store: &Store) -> (mpsc::Sender<()>, impl Future<Output = ()> + Send + use<>) {
    let (release, held) = mpsc::channel::<()>();
    let space = store.workspace(workspace(9));
    let holding = async move {
        space
            .write(move |_| {
                let _ = held.recv();
                Ok(())
            })
            .await
            .ok();
    };
    (release, holding)
}

#[test]
fn a_closure_that_fails_or_panics_is_undone_alone() {
    on_every_database(async |store| {
        let (release, holding) = hold_the_writer(&store);
        let mut work: Vec<Work> = Vec::new();
        work.push(Box::pin(async move {
            holding.await;
            Ok(())
        }));
        let queued = Arc::new(AtomicU32::new(0));
        for number in 1..=30_u32 {
            let (space, queued) = (store.workspace(workspace(1)), queued.clone());
            work.push(Box::pin(async move {
                queued.fetch_add(1, Ordering::Relaxed);
                space
                    .write(move |tx| {
                        tx.calls().insert(&call(number))?;
                        match number % 3 {
                            0 => Err(StoreError::abandoned("changed my mind")),
                            1 => panic!("a defect"),
                            _ => Ok(()),
                        }
                    })
                    .await
            }));
        }
        let tracker = tokio_util::task::TaskTracker::new();
        let all = tracker.spawn(together(work));
        while queued.load(Ordering::Relaxed) < 30 {
            tokio::task::yield_now().await;
        }
        drop(release);
        let answers = all.await.unwrap();
        for (number, answer) in (1_u32..).zip(&answers[1..]) {
            match number % 3 {
                0 => assert_eq!(*answer, Err(StoreError::abandoned("changed my mind"))),
                1 => assert_eq!(
                    *answer,
                    Err(StoreError::Panicked {
                        why: "a defect".to_owned()
                    })
                ),
                _ => assert_eq!(*answer, Ok(())),
            }
        }
        let space = store.workspace(workspace(1));
        let kept = space.read(|tx| tx.calls().planned(None, 100)).await.unwrap();
        let kept: Vec<_> = kept.into_iter().map(|row| row.id).collect();
        let wanted: Vec<_> = (1..=30_u128)
            .filter(|number| number % 3 == 2)
            .map(CallId::from_bits)
            .collect();
        assert_eq!(kept, wanted);
        let counted = space
            .read(|tx| tx.calls().stats(&StatsFilter::default()))
            .await
            .unwrap();
        assert_eq!(counted.total, 10);
    });
}

#[test]
fn repeatable_closures_stand_or_fall_alone_as_well() {
    on_every_database(async |store| {
        let (release, holding) = hold_the_writer(&store);
        let mut work: Vec<Work> = Vec::new();
        work.push(Box::pin(async move {
            holding.await;
            Ok(())
        }));
        let queued = Arc::new(AtomicU32::new(0));
        let ran = Arc::new(AtomicU32::new(0));
        for number in 1..=30_u32 {
            let (space, queued, ran) = (store.workspace(workspace(1)), queued.clone(), ran.clone());
            work.push(Box::pin(async move {
                queued.fetch_add(1, Ordering::Relaxed);
                space
                    .write_repeatable(move |tx| {
                        ran.fetch_add(1, Ordering::Relaxed);
                        tx.calls().insert(&call(number))?;
                        match number % 10 {
                            0 => Err(StoreError::abandoned("changed my mind")),
                            5 => panic!("a defect"),
                            _ => Ok(()),
                        }
                    })
                    .await
            }));
        }
        let tracker = tokio_util::task::TaskTracker::new();
        let all = tracker.spawn(together(work));
        while queued.load(Ordering::Relaxed) < 30 {
            tokio::task::yield_now().await;
        }
        drop(release);
        let answers = all.await.unwrap();
        for (number, answer) in (1_u32..).zip(&answers[1..]) {
            match number % 10 {
                0 => assert_eq!(*answer, Err(StoreError::abandoned("changed my mind"))),
                5 => assert!(matches!(answer, Err(StoreError::Panicked { .. }))),
                _ => assert_eq!(*answer, Ok(())),
            }
        }
        let space = store.workspace(workspace(1));
        let kept = space.read(|tx| tx.calls().planned(None, 100)).await.unwrap();
        assert_eq!(kept.len(), 24);
        let counted = space
            .read(|tx| tx.calls().stats(&StatsFilter::default()))
            .await
            .unwrap();
        assert_eq!(counted.total, 24);
        assert!(ran.load(Ordering::Relaxed) >= 30);
    });
}

#[test]
fn a_closure_sees_what_its_batch_wrote_before_it() {
    on_every_database(async |store| {
        let space = store.workspace(workspace(1));
        let mut work = Vec::new();
        for number in 1..=50_u32 {
            let space = space.clone();
            work.push(async move {
                space
                    .write(move |tx| {
                        let before = tx.calls().stats(&StatsFilter::default())?.total;
                        tx.calls().insert(&call(number))?;
                        let after = tx.calls().stats(&StatsFilter::default())?.total;
                        Ok((before, after))
                    })
                    .await
                    .unwrap()
            });
        }
        let mut seen = together(work).await;
        seen.sort_unstable();
        let wanted: Vec<_> = (0..50).map(|count| (count, count + 1)).collect();
        assert_eq!(seen, wanted);
    });
}

#[test]
fn a_reader_sees_what_was_answered_before_it_asked() {
    on_every_database(async |store| {
        let space = store.workspace(workspace(1));
        for number in 1..=50_u32 {
            space
                .write(move |tx| tx.calls().insert(&call(number)))
                .await
                .unwrap();
            let found = space
                .read(move |tx| tx.calls().get(&CallId::from_bits(u128::from(number))))
                .await
                .unwrap();
            assert!(found.is_some());
        }
    });
}

#[test]
fn a_reader_cannot_write() {
    on_every_database(async |store| {
        let space = store.workspace(workspace(1));
        let written = space.read(|tx| tx.calls().insert(&call(1))).await;
        assert!(matches!(written, Err(StoreError::ReadOnly { .. })), "{written:?}");
        let ignored = space
            .read(|tx| {
                let _ = tx.calls().insert(&call(1));
                Ok(())
            })
            .await;
        assert_eq!(ignored, Ok(()));
        assert_eq!(space.read(|tx| tx.calls().planned(None, 1)).await, Ok(Vec::new()));
        assert_eq!(space.write(|tx| tx.calls().insert(&call(1))).await, Ok(()));
    });
}

#[test]
fn an_answer_never_says_stored_when_a_failure_was_made_light_of() {
    on_every_database(async |store| {
        let space = store.workspace(workspace(1));
        let mut work = Vec::new();
        for number in 1..=20_u32 {
            let space = space.clone();
            work.push(async move {
                let told = space
                    .write(move |tx| {
                        tx.calls().insert(&call(number))?;
                        if number % 2 == 0 {
                            // The second is refused; PostgreSQL will then store nothing of this closure.
                            let _ = tx.audit().add(&broken_line());
                            let _ = tx.audit().add(&broken_line());
                        }
                        Ok(())
                    })
                    .await;
                (number, told)
            });
        }
        for (number, told) in together(work).await {
            let id = CallId::from_bits(u128::from(number));
            let stored = space.read(move |tx| tx.calls().get(&id)).await.unwrap().is_some();
            assert_eq!(stored, told.is_ok(), "{number}: {told:?}");
            assert!(stored || number % 2 == 0);
        }
    });
}

/// A line whose id is taken the second time.
fn broken_line() -> AuditRow {
    AuditRow {
        id: AuditId::from_bits(1),
        at: NOW,
        actor: Actor::system(),
        action: "test".to_owned(),
        subject: None,
        detail: serde_json::Value::Null,
        ip: None,
    }
}

#[test]
fn a_closed_store_finishes_what_it_took_and_then_says_that_it_is_closed() {
    on_every_database(async |store| {
        let (release, holding) = hold_the_writer(&store);
        let tracker = tokio_util::task::TaskTracker::new();
        let held = tracker.spawn(holding);
        let space = store.workspace(workspace(1));
        let closing = {
            let store = store.clone();
            tracker.spawn(async move { store.close().await })
        };
        drop(release);
        closing.await.unwrap();
        // Queued before or refused after the closing, but never lost without an answer.
        let _ = held.await;
        assert_eq!(space.write(|_| Ok(())).await, Err(StoreError::Closed));
        assert_eq!(store.ping().await, Err(StoreError::Closed));
    });
}

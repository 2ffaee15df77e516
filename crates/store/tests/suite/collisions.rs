//! Sessions that are not ours stand in the way of a write: deadlocks and serialisation failures of PostgreSQL.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc;
use std::thread;

use outdial_domain::Timestamp;
use outdial_domain::ids::UserId;
use outdial_store::{Store, StoreError};
use postgres::error::SqlState;
use postgres::{Client, NoTls};

use crate::samples::{NOW, user, workspace};
use crate::stand::{Database, past_the_store, runtime};

async fn two_users(store: &Store) {
    let rows = store.workspace(workspace(1));
    rows.write(|tx| {
        tx.users().insert(&user(1, "ada@example.com"))?;
        tx.users().insert(&user(2, "bob@example.com"))
    })
    .await
    .unwrap();
}

async fn seen(store: &Store, number: u128) -> Option<Timestamp> {
    let rows = store.workspace(workspace(1));
    let found = rows
        .read(move |tx| tx.users().get(&UserId::from_bits(number)))
        .await;
    found.unwrap().unwrap().last_seen_at
}

/// Lets a foreign session make the next updates of users fail, as PostgreSQL does with this code.
fn let_fail(database: &Database, updates: u32, code: &str) {
    let statements = format!(
        "DROP TRIGGER IF EXISTS collide ON users;
         DROP SEQUENCE IF EXISTS updates;
         CREATE SEQUENCE updates;
         CREATE OR REPLACE FUNCTION collide() RETURNS trigger LANGUAGE plpgsql AS $$
         BEGIN
           IF nextval('updates') <= {updates} THEN
             RAISE EXCEPTION 'provoked' USING ERRCODE = '{code}';
           END IF;
           RETURN NEW;
         END $$;
         CREATE TRIGGER collide BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION collide();"
    );
    past_the_store(database.url(), move |client| {
        client.batch_execute(&statements).unwrap();
    });
}

#[test]
fn what_may_be_repeated_is_repeated_a_bounded_number_of_times() {
    let Some(database) = Database::postgres() else {
        return;
    };
    runtime().block_on(async {
        let store = database.open();
        two_users(&store).await;
        let rows = store.workspace(workspace(1));
        let cases = [
            ("40001", 0, 1, true),
            ("40001", 1, 2, true),
            ("40P01", 2, 3, true),
            ("40001", 9, 3, false),
            ("22012", 1, 1, false),
        ];
        for ((code, failures, runs, succeeds), at) in cases.into_iter().zip(1..) {
            let_fail(&database, failures, code);
            let ran = Arc::new(AtomicU32::new(0));
            let (counted, at) = (ran.clone(), NOW.plus_seconds(at));
            let written = rows
                .write_repeatable(move |tx| {
                    counted.fetch_add(1, Ordering::Relaxed);
                    tx.users().seen(&UserId::from_bits(1), at)
                })
                .await;
            assert_eq!(ran.load(Ordering::Relaxed), runs, "{code} {failures}");
            assert_eq!(written.is_ok(), succeeds, "{code} {failures}: {written:?}");
            assert_eq!(seen(&store, 1).await == Some(at), succeeds);
        }
        let_fail(&database, 1, "40P01");
        let once = rows.write(|tx| tx.users().seen(&UserId::from_bits(1), NOW)).await;
        let once = once.unwrap_err();
        assert!(matches!(once, StoreError::Collision { .. }), "{once}");
        assert!(once.is_passing(), "the same request may succeed later");
        let again = rows.write(|tx| tx.users().seen(&UserId::from_bits(1), NOW)).await;
        assert_eq!(again, Ok(()));
        store.close().await;
    });
}

/// What the two sides of a deadlock tell each other.
struct Sides {
    /// We hold our first row.
    ours_held: mpsc::Sender<()>,
    /// The stranger holds theirs.
    theirs_held: mpsc::Receiver<()>,
}

/// A session that holds Bob's row and then wants Ada's; says whether it got it or was the one to give way.
fn stranger(
    url: String,
    theirs_held: mpsc::Sender<()>,
    ours_held: mpsc::Receiver<()>,
) -> thread::JoinHandle<bool> {
    thread::spawn(move || {
        let mut client = Client::connect(&url, NoTls).unwrap();
        let mut watcher = Client::connect(&url, NoTls).unwrap();
        let mut transaction = client.transaction().unwrap();
        let touch = |transaction: &mut postgres::Transaction<'_>, email: &str| {
            transaction.execute("UPDATE users SET name = name WHERE email = $1", &[&email])
        };
        transaction
            .batch_execute("SET LOCAL outdial.system = 'on'")
            .unwrap();
        assert_eq!(touch(&mut transaction, "bob@example.com").unwrap(), 1);
        theirs_held.send(()).unwrap();
        ours_held.recv().unwrap();
        let waiting = "SELECT 1 FROM pg_locks WHERE NOT granted AND locktype = 'transactionid'";
        while watcher.query(waiting, &[]).unwrap().is_empty() {
            thread::yield_now();
        }
        match touch(&mut transaction, "ada@example.com") {
            Ok(_) => {
                transaction.commit().unwrap();
                true
            }
            Err(why) => {
                assert_eq!(why.code(), Some(&SqlState::T_R_DEADLOCK_DETECTED));
                false
            }
        }
    })
}

#[test]
fn a_write_that_a_deadlock_undid_is_written_after_all() {
    let Some(database) = Database::postgres() else {
        return;
    };
    runtime().block_on(async {
        let store = database.open();
        two_users(&store).await;
        let rows = store.workspace(workspace(1));
        // PostgreSQL picks who gives way, by who has waited for a second first: that is us, unless this machine pauses.
        for at in (1..=10).map(|second| NOW.plus_seconds(second)) {
            let (ours_held, hears_ours) = mpsc::channel();
            let (theirs, theirs_held) = mpsc::channel();
            let other = stranger(database.url().to_owned(), theirs, hears_ours);
            let sides = std::sync::Mutex::new(Some(Sides {
                ours_held,
                theirs_held,
            }));
            let ran = Arc::new(AtomicU32::new(0));
            let counted = ran.clone();
            let written = rows
                .write_repeatable(move |tx| {
                    counted.fetch_add(1, Ordering::Relaxed);
                    let sides = sides.lock().unwrap().take();
                    if let Some(sides) = &sides {
                        sides.theirs_held.recv().unwrap();
                    }
                    tx.users().seen(&UserId::from_bits(1), at)?;
                    if let Some(sides) = &sides {
                        sides.ours_held.send(()).unwrap();
                    }
                    tx.users().seen(&UserId::from_bits(2), at)
                })
                .await;
            assert_eq!(written, Ok(()));
            assert_eq!(
                (seen(&store, 1).await, seen(&store, 2).await),
                (Some(at), Some(at))
            );
            let they_went_on = other.join().unwrap();
            let runs = ran.load(Ordering::Relaxed);
            assert_eq!(runs, if they_went_on { 2 } else { 1 });
            if they_went_on {
                store.close().await;
                return;
            }
        }
        panic!("we never gave way");
    });
}

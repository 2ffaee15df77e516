//! Requests that are repeated.

use outdial_store::{IdempotencyRow, StoredAnswer};
use serde_json::json;

use crate::calls::together;
use crate::samples::{NOW, workspace};
use crate::stand::on_every_database;

fn request() -> IdempotencyRow {
    IdempotencyRow {
        actor: "usr_1".to_owned(),
        operation: "calls.create".to_owned(),
        key: "k".to_owned(),
        request_hash: "h".to_owned(),
        answer: None,
        created_at: NOW,
        expires_at: NOW.plus_seconds(60),
    }
}

#[test]
fn of_many_equal_requests_one_is_carried_out() {
    on_every_database(async |store| {
        let space = store.workspace(workspace(1));
        let tries = (0..20)
            .map(|_| {
                let space = space.clone();
                async move {
                    space
                        .write(|tx| tx.idempotency().begin(&request()))
                        .await
                        .unwrap()
                }
            })
            .collect();
        let answers: Vec<Option<IdempotencyRow>> = together(tries).await;
        assert_eq!(answers.iter().filter(|answer| answer.is_none()).count(), 1);
        assert!(answers.iter().flatten().all(|earlier| *earlier == request()));
    });
}

#[test]
fn a_repetition_gets_the_first_answer_until_that_expires() {
    on_every_database(async |store| {
        let space = store.workspace(workspace(1));
        let answer = StoredAnswer {
            status: 201,
            headers: Some(json!({ "location": "/x" })),
            body: "{}".to_owned(),
        };
        let kept = answer.clone();
        let (repeated, late, other) = space
            .write(move |tx| {
                tx.idempotency().begin(&request())?;
                tx.idempotency().finish("usr_1", "calls.create", "k", &kept)?;
                tx.idempotency().release("usr_1", "calls.create", "k")?;
                let repeated = tx.idempotency().begin(&request())?;
                let mut other = request();
                other.actor = "usr_2".to_owned();
                let other = tx.idempotency().begin(&other)?;
                let mut late = request();
                late.created_at = NOW.plus_seconds(60);
                Ok((repeated, tx.idempotency().begin(&late)?, other))
            })
            .await
            .unwrap();
        assert_eq!(repeated.and_then(|row| row.answer), Some(answer));
        assert_eq!((late, other), (None, None));
    });
}

#[test]
fn a_request_that_was_not_carried_out_gives_its_key_back() {
    on_every_database(async |store| {
        let space = store.workspace(workspace(1));
        let again = space
            .write(|tx| {
                tx.idempotency().begin(&request())?;
                tx.idempotency().release("usr_1", "calls.create", "k")?;
                tx.idempotency().begin(&request())
            })
            .await;
        assert_eq!(again, Ok(None));
        let later = NOW.plus_seconds(61);
        assert_eq!(
            store.system().write(move |tx| tx.delete_expired(later)).await,
            Ok(1)
        );
    });
}

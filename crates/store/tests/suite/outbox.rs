use outdial_domain::ids::OutboxId;

use crate::samples::{NOW, side_effect, workspace};
use crate::stand::on_every_database;

#[test]
fn a_side_effect_is_asked_for_once_and_leased_to_one() {
    on_every_database(async |store| {
        for number in [1, 2] {
            let space = store.workspace(workspace(number));
            let asked = space
                .write(|tx| {
                    Ok((
                        tx.outbox().enqueue(&side_effect(1, "a", NOW))?,
                        tx.outbox().enqueue(&side_effect(2, "a", NOW))?,
                        tx.outbox().enqueue(&side_effect(3, "b", NOW.plus_seconds(5)))?,
                    ))
                })
                .await
                .unwrap();
            assert_eq!(asked, (true, false, true));
        }
        let until = NOW.plus_seconds(60);
        let lease = async || {
            store
                .system()
                .write(move |tx| tx.lease_outbox(NOW, until, 10))
                .await
                .unwrap()
        };
        let leased = lease().await;
        assert_eq!(leased.len(), 2);
        assert_eq!(leased[0].1, side_effect(1, "a", NOW));
        assert!(lease().await.is_empty());
        assert_eq!(
            store.system().read(|tx| tx.next_outbox()).await,
            Ok(Some(NOW.plus_seconds(5)))
        );
    });
}

#[test]
fn a_side_effect_is_retried_given_up_or_done() {
    on_every_database(async |store| {
        let space = store.workspace(workspace(1));
        let (retried, given_up, next, none) = space
            .write(|tx| {
                let id = OutboxId::from_bits(1);
                tx.outbox().enqueue(&side_effect(1, "a", NOW))?;
                tx.outbox().enqueue(&side_effect(2, "b", NOW))?;
                tx.outbox().retry_at(&id, NOW.plus_seconds(3), 1, "503")?;
                tx.outbox().done(&OutboxId::from_bits(2), NOW)?;
                let (retried, next) = (tx.outbox().get(&id)?, tx.outbox().next_at()?);
                assert!(tx.outbox().due(NOW, 10)?.is_empty());
                tx.outbox().give_up(&id, NOW, "410")?;
                Ok((retried, tx.outbox().get(&id)?, next, tx.outbox().next_at()?))
            })
            .await
            .unwrap();
        let retried = retried.unwrap();
        assert_eq!(
            (retried.attempts, retried.last_error.as_deref()),
            (1, Some("503"))
        );
        assert_eq!((next, none), (Some(NOW.plus_seconds(3)), None));
        let given_up = given_up.unwrap();
        assert_eq!(
            (given_up.done_at, given_up.last_error.as_deref()),
            (Some(NOW), Some("410"))
        );
        let later = NOW.plus_seconds(1);
        assert_eq!(
            store.system().write(move |tx| tx.delete_done_outbox(later)).await,
            Ok(2)
        );
    });
}

use outdial_domain::ids::{CallId, EventId};
use outdial_store::UnmatchedEvent;
use serde_json::json;

use crate::samples::{NOW, append, call, event, workspace};
use crate::stand::on_every_database;

#[test]
fn a_report_that_comes_twice_is_kept_once() {
    on_every_database(async |store| {
        let space = store.workspace(workspace(1));
        let kept = space
            .write(|tx| {
                let (first, other) = (CallId::from_bits(1), CallId::from_bits(2));
                tx.calls().insert(&call(1))?;
                Ok([
                    append(tx, &event(1, &first, Some("a")))?,
                    append(tx, &event(2, &first, Some("a")))?,
                    append(tx, &event(3, &first, Some("b")))?,
                    append(tx, &event(4, &other, Some("a")))?,
                    append(tx, &event(5, &first, None))?,
                    append(tx, &event(6, &first, None))?,
                ])
            })
            .await
            .unwrap();
        assert_eq!(kept, [true, false, true, true, true, true]);
        let timeline = space
            .read(|tx| tx.events().of_call(&CallId::from_bits(1)))
            .await
            .unwrap();
        assert_eq!(timeline[0], event(1, &CallId::from_bits(1), Some("a")));
        let ids: Vec<_> = timeline.into_iter().map(|event| event.id).collect();
        assert_eq!(ids, [1, 3, 5, 6].map(EventId::from_bits));
    });
}

#[test]
fn a_report_about_no_known_call_is_kept_apart() {
    on_every_database(async |store| {
        let space = store.workspace(workspace(1));
        let report = UnmatchedEvent {
            id: EventId::from_bits(1),
            at: NOW,
            leg: Some("CA1".to_owned()),
            dedupe_key: "a".to_owned(),
            raw: json!({ "CallSid": "CA1" }),
        };
        let again = UnmatchedEvent {
            id: EventId::from_bits(2),
            ..report.clone()
        };
        let sent = report.clone();
        let kept = space
            .write(move |tx| {
                Ok((
                    tx.events().keep_unmatched(&sent)?,
                    tx.events().keep_unmatched(&again)?,
                ))
            })
            .await
            .unwrap();
        assert_eq!(kept, (true, false));
        assert_eq!(space.read(|tx| tx.events().unmatched(10)).await, Ok(vec![report]));
    });
}

#[test]
fn every_decision_about_a_call_is_kept_in_order() {
    on_every_database(async |store| {
        let space = store.workspace(workspace(1));
        let (latest, all) = space
            .write(|tx| {
                let id = CallId::from_bits(1);
                tx.receipts().add(&id, NOW, &json!({ "decision": "postpone" }))?;
                // The same instant: virtual clocks stand still.
                tx.receipts().add(&id, NOW, &json!({ "decision": "allow" }))?;
                tx.receipts().add(&CallId::from_bits(2), NOW, &json!({}))?;
                Ok((tx.receipts().latest(&id)?, tx.receipts().of_call(&id)?))
            })
            .await
            .unwrap();
        assert_eq!(
            latest.as_ref().map(|receipt| &receipt.decision),
            Some(&json!({ "decision": "allow" }))
        );
        assert_eq!(all.len(), 2);
        assert_eq!(all.last(), latest.as_ref());
    });
}

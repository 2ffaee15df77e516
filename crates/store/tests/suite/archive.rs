use outdial_domain::call::Cost;
use outdial_store::{CallFilter, StatsFilter};

use crate::samples::{NOW, call, claim, complete, workspace};
use crate::stand::on_every_database;

#[test]
fn clearing_the_log_takes_ended_calls_only_and_a_bounded_number_at_once() {
    on_every_database(async |store| {
        let space = store.workspace(workspace(1));
        space
            .write(|tx| {
                let mut rows: Vec<_> = (1..=2_500).map(call).collect();
                for row in &mut rows {
                    claim(row, NOW);
                    complete(row, NOW, 1_000, Some(5));
                }
                tx.calls().insert_many(&rows)?;
                let mut live = call(3_000);
                claim(&mut live, NOW);
                tx.calls().insert(&live)?;
                tx.calls().insert(&call(3_001))
            })
            .await
            .unwrap();
        let mut cleared = Vec::new();
        loop {
            let step = space.write(|tx| tx.calls().archive_ended()).await.unwrap();
            cleared.push(step.cleared);
            if !step.more {
                break;
            }
        }
        assert!(cleared.len() > 1);
        assert_eq!(cleared.iter().sum::<u64>(), 2_500);

        let (stats, left, archived, used) = space
            .read(|tx| {
                let archived = CallFilter {
                    archived: true,
                    ..CallFilter::default()
                };
                Ok((
                    tx.calls().stats(&StatsFilter::default())?,
                    tx.calls().count(&CallFilter::default())?,
                    tx.calls().count(&archived)?,
                    tx.calls().day_totals(NOW)?,
                ))
            })
            .await
            .unwrap();
        assert_eq!(
            (stats.total, stats.live, left, archived),
            (2, 1, Some(2), Some(2_500))
        );
        // What was used up stays used up.
        assert_eq!((used.calls, used.spend), (2_501, vec![Cost::new(12_500, "USD")]));
    });
}

#[test]
fn an_archived_call_still_takes_its_price() {
    on_every_database(async |store| {
        let space = store.workspace(workspace(1));
        let row = space
            .write(|tx| {
                let mut row = call(1);
                tx.calls().insert(&row)?;
                claim(&mut row, NOW);
                complete(&mut row, NOW, 1_000, None);
                tx.calls().update(&mut row)?;
                tx.calls().archive_ended()?;
                let mut row = tx.calls().get(&row.id)?.unwrap();
                complete(&mut row, NOW, 1_000, Some(7));
                tx.calls().update(&mut row)?;
                tx.calls().get(&row.id)
            })
            .await
            .unwrap()
            .unwrap();
        assert!(row.archived);
        let used = space.read(|tx| tx.calls().day_totals(NOW)).await.unwrap();
        assert_eq!(used.spend, [Cost::new(7, "USD")]);
    });
}

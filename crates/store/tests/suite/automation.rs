//! Batches: what they did, what came of their calls, and what those cost.

use outdial_domain::Timestamp;
use outdial_domain::automation::BreakerFacts;
use outdial_domain::call::Outcome;
use outdial_domain::ids::{AutomationRunId, CampaignId, LeadId};
use outdial_domain::leads::LeadResult;
use outdial_store::{AutomationRunLead, AutomationRunRow, PageRequest, PulseRow, Store, Workspace};

use crate::samples::{NOW, call, workspace};
use crate::stand::on_every_database;

fn ours(store: &Store) -> Workspace {
    store.workspace(workspace(1))
}

fn campaign() -> CampaignId {
    CampaignId::from_bits(5)
}

fn run(number: u128, at: Timestamp) -> AutomationRunRow {
    AutomationRunRow {
        id: AutomationRunId::from_bits(number),
        campaign_id: campaign(),
        at,
        started_by: "schedule".to_owned(),
        considered: 3,
        placed: 2,
        failed: 0,
        why: String::new(),
    }
}

fn considered(number: u32, is_called: bool) -> AutomationRunLead {
    AutomationRunLead {
        lead_id: LeadId::from_bits(number.into()),
        name: None,
        call_id: is_called.then(|| call(number).id),
        attempt: 1,
        outcome: None,
        result: None,
        error: (!is_called).then(|| "outside_window".to_owned()),
    }
}

#[test]
fn a_batch_keeps_what_it_did_and_what_came_of_it() {
    on_every_database(async |store| {
        let rows = ours(&store);
        rows.write(|tx| {
            tx.calls().insert(&call(1))?;
            tx.calls().insert(&call(2))?;
            let leads = [considered(1, true), considered(2, true), considered(3, false)];
            tx.automation().insert_run(&run(1, NOW), &leads)?;
            let settled = LeadResult::Failed;
            assert!(tx.automation().settle_call(
                &call(1).id,
                Some(Outcome::Failed),
                Some(settled),
                Some("carrier.unreachable")
            )?);
            // What is said again is not counted again.
            tx.automation()
                .settle_call(&call(1).id, Some(Outcome::Failed), Some(settled), None)?;
            assert!(
                !tx.automation()
                    .settle_call(&call(9).id, None, Some(settled), None)?
            );
            tx.automation().settle_call(
                &call(2).id,
                Some(Outcome::Completed),
                Some(LeadResult::Scheduled),
                None,
            )?;
            let kept = tx.automation().run(&run(1, NOW).id)?.unwrap();
            assert_eq!((kept.failed, kept.placed), (1, 2));
            let leads = tx.automation().leads_of_run(&kept.id)?;
            let found: Vec<_> = leads
                .iter()
                .map(|lead| (lead.outcome.as_deref(), lead.result, lead.error.as_deref()))
                .collect();
            assert_eq!(
                found,
                [
                    (Some("failed"), Some(settled), Some("carrier.unreachable")),
                    (Some("completed"), Some(LeadResult::Scheduled), None),
                    (None, None, Some("outside_window")),
                ]
            );
            let facts = tx.automation().breaker_facts(&campaign(), NOW, 5_000)?;
            assert_eq!(
                facts,
                BreakerFacts {
                    calls: 2,
                    failed: 1,
                    ..BreakerFacts::default()
                }
            );
            let figures = tx.automation().figures(&campaign(), NOW, NOW.plus_seconds(1))?;
            let slots: Vec<_> = figures
                .slots
                .iter()
                .map(|slot| (slot.result, slot.calls))
                .collect();
            assert_eq!(slots, [(Some(settled), 1), (Some(LeadResult::Scheduled), 1)]);
            assert!(figures.costs.is_empty());
            assert!(tx.automation().spent_since(&campaign(), NOW)?.is_empty());
            Ok(())
        })
        .await
        .unwrap();
    });
}

#[test]
fn batches_come_by_pages_and_old_ones_are_forgotten() {
    on_every_database(async |store| {
        let rows = ours(&store);
        rows.write(|tx| {
            for number in 0..5 {
                let at = NOW.plus_seconds(i64::try_from(number).unwrap() * 300);
                tx.automation().insert_run(&run(number, at), &[])?;
            }
            let page = |cursor| PageRequest { cursor, limit: 3 };
            let first = tx.automation().runs(&campaign(), &page(None))?;
            let second = tx
                .automation()
                .runs(&campaign(), &page(first.next_cursor.clone()))?;
            assert_eq!((first.items.len(), second.items.len()), (3, 2));
            assert_eq!(first.items[0].id, run(4, NOW).id);
            let much_later = NOW.plus_seconds(100 * 24 * 3_600);
            tx.automation().insert_run(&run(9, much_later), &[])?;
            assert_eq!(tx.automation().runs(&campaign(), &page(None))?.items.len(), 1);
            Ok(())
        })
        .await
        .unwrap();
    });
}

#[test]
fn a_workspace_has_one_automation_and_its_pulse_is_kept() {
    on_every_database(async |store| {
        let rows = ours(&store);
        rows.write(|tx| {
            assert_eq!(tx.automation().campaign()?, None);
            tx.automation().set_campaign(&campaign())?;
            tx.automation().set_campaign(&CampaignId::from_bits(6))?;
            assert_eq!(tx.automation().campaign()?, Some(campaign()));
            assert_eq!(tx.automation().pulse(&campaign())?, PulseRow::default());
            let pulse = PulseRow {
                next_at: Some(NOW),
                last_at: None,
                open_until: Some(NOW),
                open_why: Some("Calls fail.".to_owned()),
            };
            tx.automation().put_pulse(&campaign(), &pulse)?;
            assert_eq!(tx.automation().pulse(&campaign())?, pulse);
            Ok(())
        })
        .await
        .unwrap();
        let theirs = store.workspace(workspace(2));
        assert_eq!(theirs.read(|tx| tx.automation().campaign()).await, Ok(None));
    });
}

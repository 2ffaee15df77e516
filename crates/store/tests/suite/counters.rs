//! The counters say what counting the calls would say, after any history.

use std::collections::BTreeMap;

use outdial_domain::Timestamp;
use outdial_domain::call::{Outcome, State};
use outdial_domain::ids::{CallId, RunId};
use outdial_store::{CallFilter, CallRow, CallStats, PageRequest, Sort, StatsFilter, StoreError, Tx};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};

use crate::samples::{NOW, call, claim, complete, run, workspace};
use crate::stand::on_every_database;

#[derive(Debug, Clone)]
enum Step {
    Insert {
        number: u32,
        in_run: bool,
        hours_later: i64,
    },
    Claim {
        number: u32,
        hours_later: i64,
    },
    Release {
        number: u32,
    },
    Complete {
        number: u32,
        talk_ms: i64,
        cost: Option<i64>,
    },
    Block {
        number: u32,
    },
    Bill {
        number: u32,
        cost: i64,
        euros: bool,
    },
    Archive,
    Fail {
        number: u32,
    },
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let number = 1..12_u32;
    let step = prop_oneof![
        4 => (number.clone(), any::<bool>(), 0..5_i64)
            .prop_map(|(number, in_run, hours_later)| Step::Insert { number, in_run, hours_later }),
        4 => (number.clone(), 0..5_i64).prop_map(|(number, hours_later)| Step::Claim { number, hours_later }),
        1 => number.clone().prop_map(|number| Step::Release { number }),
        4 => (number.clone(), 0..90_000_i64, proptest::option::of(0..20_000_i64))
            .prop_map(|(number, talk_ms, cost)| Step::Complete { number, talk_ms, cost }),
        1 => number.clone().prop_map(|number| Step::Block { number }),
        2 => (number.clone(), 0..20_000_i64, any::<bool>())
            .prop_map(|(number, cost, euros)| Step::Bill { number, cost, euros }),
        1 => Just(Step::Archive),
        1 => number.prop_map(|number| Step::Fail { number }),
    ];
    proptest::collection::vec(step, 1..60)
}

/// Takes the step if the call is there and allows it. `Fail` writes and then gives up.
fn take(tx: &mut Tx<'_>, step: &Step) -> Result<(), StoreError> {
    let found = |tx: &mut Tx<'_>, number: u32| tx.calls().get(&CallId::from_bits(u128::from(number)));
    match *step {
        Step::Insert {
            number,
            in_run,
            hours_later,
        } => {
            if found(tx, number)?.is_some() {
                return Ok(());
            }
            let mut row = call(number);
            row.run_id = in_run.then(|| RunId::from_bits(1));
            row.created_at = NOW.plus_seconds(hours_later * 3_600);
            tx.calls().insert(&row)
        }
        Step::Claim { number, hours_later } => change(tx, number, |row| {
            if row.call.state == State::Planned {
                claim(row, NOW.plus_seconds(hours_later * 3_600));
            }
        }),
        Step::Release { number } => change(tx, number, |row| {
            if row.call.state.is_live() {
                row.call.state = State::Planned;
                row.call.facts.claimed_at = None;
            }
        }),
        Step::Complete {
            number,
            talk_ms,
            cost,
        } => change(tx, number, |row| {
            if row.call.state.is_live() {
                complete(row, NOW.plus_seconds(9_000), talk_ms, cost);
            }
        }),
        Step::Block { number } => change(tx, number, |row| {
            if row.call.state == State::Planned {
                row.call.state = State::Ended(Outcome::Blocked);
            }
        }),
        Step::Bill { number, cost, euros } => change(tx, number, |row| {
            let currency = if euros { "EUR" } else { "USD" }.to_owned();
            row.call.facts.cost = Some(outdial_domain::call::Cost {
                micros: cost,
                currency,
            });
        }),
        Step::Archive => tx.calls().archive_ended().map(|_| ()),
        Step::Fail { number } => {
            take(
                tx,
                &Step::Claim {
                    number,
                    hours_later: 1,
                },
            )?;
            Err(StoreError::abandoned("on purpose"))
        }
    }
}

fn change(tx: &mut Tx<'_>, number: u32, by: impl FnOnce(&mut CallRow)) -> Result<(), StoreError> {
    let Some(mut row) = tx.calls().get(&CallId::from_bits(u128::from(number)))? else {
        return Ok(());
    };
    by(&mut row);
    tx.calls().update(&mut row)
}

fn all_calls(tx: &mut Tx<'_>) -> Result<Vec<CallRow>, StoreError> {
    let mut rows = Vec::new();
    for archived in [false, true] {
        let filter = CallFilter {
            archived,
            ..CallFilter::default()
        };
        rows.extend(
            tx.calls()
                .list(&filter, Sort::NEWEST, &PageRequest::first(1_000))?
                .items,
        );
    }
    Ok(rows)
}

fn recount<'a>(rows: impl Iterator<Item = &'a CallRow>) -> CallStats {
    let mut stats = CallStats::default();
    for row in rows {
        let (state, facts) = (row.call.state, &row.call.facts);
        stats.total += 1;
        *stats.by_state.entry(state.word().to_owned()).or_default() += 1;
        if let Some(outcome) = state.outcome() {
            *stats.by_outcome.entry(outcome.as_str().to_owned()).or_default() += 1;
        }
        stats.live += u64::from(state.is_live());
        stats.dialed += u64::from(facts.claimed_at.is_some());
        if let Some(talk_ms) = facts.talk_ms() {
            stats.talk_ms_total += talk_ms;
            stats.talk_calls += 1;
        }
        match &facts.cost {
            Some(cost) => *stats.cost_micros.entry(cost.currency.clone()).or_default() += cost.micros,
            None if facts.claimed_at.is_some() && state.outcome().is_some() => stats.cost_unknown_calls += 1,
            None => {}
        }
    }
    stats
}

fn hour(at: Timestamp) -> i64 {
    at.0.div_euclid(3_600_000_000)
}

fn check(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    let rows = all_calls(tx)?;
    let shown = || rows.iter().filter(|row| !row.archived);
    assert_eq!(tx.calls().stats(&StatsFilter::default())?, recount(shown()));
    let of_run = rows.iter().filter(|row| row.run_id.is_some());
    assert_eq!(tx.runs().stats(&RunId::from_bits(1))?, recount(of_run));
    let (from, to) = (NOW.plus_seconds(3_600), NOW.plus_seconds(3 * 3_600));
    let span = StatsFilter {
        from: Some(from),
        to: Some(to),
        run_id: None,
    };
    let within = shown().filter(|row| (hour(from)..=hour(to)).contains(&hour(row.created_at)));
    assert_eq!(tx.calls().stats(&span)?, recount(within));

    let mut per_hour: BTreeMap<i64, (u64, u64, u64)> = BTreeMap::new();
    for row in shown() {
        let Some(at) = row.call.facts.claimed_at else {
            continue;
        };
        let entry = per_hour.entry(hour(at)).or_default();
        entry.0 += 1;
        entry.1 += u64::from(row.call.state == State::Ended(Outcome::Completed));
        entry.2 += u64::from(row.call.state == State::Ended(Outcome::Failed));
    }
    let counted: BTreeMap<_, _> = tx
        .calls()
        .per_hour(NOW.plus_seconds(-7_200), NOW.plus_seconds(86_400))?
        .into_iter()
        .map(|stats| (hour(stats.hour), (stats.placed, stats.answered, stats.failed)))
        .collect();
    assert_eq!(counted, per_hour);

    let since = NOW.plus_seconds(2 * 3_600);
    let totals = tx.calls().day_totals(since)?;
    let day = || {
        rows.iter().filter(|row| {
            row.call
                .facts
                .claimed_at
                .is_some_and(|at| hour(at) >= hour(since))
        })
    };
    assert_eq!(totals.calls, day().count() as u64);
    let mut spent = BTreeMap::<String, i64>::new();
    for cost in day().filter_map(|row| row.call.facts.cost.as_ref()) {
        *spent.entry(cost.currency.clone()).or_default() += cost.micros;
    }
    let counted: BTreeMap<_, _> = totals
        .spend
        .into_iter()
        .map(|cost| (cost.currency, cost.micros))
        .collect();
    assert_eq!(counted, spent);
    let oldest = day().filter_map(|row| row.call.facts.claimed_at).min();
    assert_eq!(
        totals.oldest_until,
        oldest.map(|at| Timestamp((hour(at) + 1) * 3_600_000_000))
    );
    Ok(())
}

#[test]
fn the_counters_say_what_counting_would_say() {
    on_every_database(async |store| {
        let mut runner = TestRunner::new(Config {
            cases: 25,
            failure_persistence: None,
            ..Config::default()
        });
        let mut history = 0_u128;
        let histories: Vec<Vec<Step>> = (0..25)
            .map(|_| steps().new_tree(&mut runner).unwrap().current())
            .collect();
        for steps in histories {
            history += 1;
            let space = store.workspace(workspace(history));
            space.write(|tx| tx.runs().insert(&run(1))).await.unwrap();
            for step in steps.clone() {
                let told = space
                    .write(move |tx| {
                        take(tx, &step)?;
                        // Inside the batch, before anything is stored.
                        check(tx)
                    })
                    .await;
                if let Err(why) = told {
                    assert_eq!(why, StoreError::abandoned("on purpose"), "{steps:?}");
                }
            }
            space.read(check).await.unwrap();
        }
    });
}

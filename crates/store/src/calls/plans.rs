//! Every list and every look-up of the engine finds its rows by the index that was made for it, also in a database
//! whose planner has no figures yet.

use outdial_domain::Timestamp;
use outdial_domain::call::Outcome;
use outdial_domain::ids::RunId;

use super::query::{Order, Query, Way};
use super::{CallFilter, Sort, StateFilter};
use crate::config::StoreConfig;
use crate::db::{Access, Conn, Param, connect, migrate, params};

fn plan(conn: &mut dyn Conn, sql: &str, values: &[Param<'_>]) -> String {
    let rows = conn.query(&format!("EXPLAIN QUERY PLAN {sql}"), values).unwrap();
    let text = |mut row: crate::db::Row| {
        let _ = (row.int(), row.int(), row.int());
        row.text().unwrap()
    };
    rows.into_iter().map(text).collect::<Vec<_>>().join("\n")
}

fn list_plan(conn: &mut dyn Conn, filter: &CallFilter, sort: &str, way: Way) -> String {
    let sort = Sort::from_word(sort).unwrap();
    let mut query = Query::new(filter, way, sort.key);
    query.order(&Order::of(sort), 51);
    let mut values = params!["ws"].to_vec();
    values.extend(query.values.iter().map(Param::from));
    plan(conn, &format!("SELECT facts FROM calls {}", query.sql), &values)
}

#[test]
fn every_list_is_read_by_the_index_made_for_it() {
    let mut conn = connect(&StoreConfig::memory(), Access::Write).unwrap();
    migrate(conn.as_mut()).unwrap();
    let all = CallFilter::default();
    let state = CallFilter {
        state: Some(StateFilter::ENDED),
        ..CallFilter::default()
    };
    let live = CallFilter {
        state: Some(StateFilter::LIVE),
        ..CallFilter::default()
    };
    let outcome = CallFilter {
        outcome: Some(Outcome::Busy),
        ..CallFilter::default()
    };
    let run = CallFilter {
        run_id: Some(RunId::from_bits(1)),
        ..CallFilter::default()
    };
    let span = CallFilter {
        from: Some(Timestamp(1)),
        to: Some(Timestamp(2)),
        ..CallFilter::default()
    };
    let search = CallFilter {
        q: Some("2671".to_owned()),
        ..CallFilter::default()
    };
    let both = CallFilter {
        state: Some(StateFilter::ENDED),
        ..outcome.clone()
    };
    let cases = [
        (&all, "-created_at", Way::Walk, "calls_by_creation"),
        (&all, "phone", Way::Walk, "calls_by_phone"),
        (&all, "-duration", Way::Walk, "calls_by_talk"),
        (&all, "answered_at", Way::Walk, "calls_by_answer"),
        (&span, "-created_at", Way::Walk, "calls_by_creation"),
        (&state, "-created_at", Way::Walk, "calls_by_state"),
        (&outcome, "created_at", Way::Walk, "calls_by_outcome"),
        (&both, "created_at", Way::Walk, "calls_by_outcome"),
        (&run, "-created_at", Way::Walk, "calls_by_run"),
        (&state, "phone", Way::Walk, "calls_by_phone"),
        (&run, "-phone", Way::Walk, "calls_by_phone"),
        (&span, "duration", Way::Walk, "calls_by_talk"),
        (&state, "phone", Way::Gather, "calls_by_state"),
        (&both, "phone", Way::Gather, "calls_by_outcome"),
        (&run, "state", Way::Gather, "calls_by_run"),
        (&span, "duration", Way::Gather, "calls_by_creation"),
        (&live, "-created_at", Way::Gather, "calls_one_live_line"),
        (
            &search,
            "-created_at",
            Way::Gather,
            "sqlite_autoindex_calls_1 (workspace_id=? AND id=?)",
        ),
        (
            &search,
            "phone",
            Way::Gather,
            "calls_by_phone_tail (workspace_id=? AND phone_tail>? AND phone_tail<?)",
        ),
        (
            &search,
            "phone",
            Way::Gather,
            "calls_by_name (workspace_id=? AND name_key>? AND name_key<?)",
        ),
    ];
    for (filter, sort, way, index) in cases {
        let plan = list_plan(conn.as_mut(), filter, sort, way);
        assert!(
            plan.contains(&format!("INDEX {index}")),
            "{filter:?} by {sort}, {way:?}:\n{plan}"
        );
        assert!(
            way == Way::Gather || !plan.contains("TEMP B-TREE"),
            "{filter:?} by {sort} is sorted:\n{plan}"
        );
    }
}

#[test]
fn the_engines_questions_read_no_table_from_end_to_end() {
    let mut conn = connect(&StoreConfig::memory(), Access::Write).unwrap();
    migrate(conn.as_mut()).unwrap();
    let cases = [
        (
            "calls WHERE state = 'planned' AND held = 0 AND due_at <= $1 ORDER BY due_at, id LIMIT 9",
            "calls_due",
        ),
        (
            "calls WHERE state = 'planned' AND held = 0 AND due_at > $1 ORDER BY due_at LIMIT 1",
            "calls_due",
        ),
        (
            "calls WHERE deadline_at IS NOT NULL AND deadline_at <= $1 ORDER BY deadline_at, id LIMIT 9",
            "calls_by_deadline",
        ),
        (
            "calls WHERE deadline_at IS NOT NULL ORDER BY deadline_at LIMIT 1",
            "calls_by_deadline",
        ),
        (
            "calls WHERE live = 1 ORDER BY created_at, id",
            "calls_one_live_line",
        ),
        (
            "calls WHERE workspace_id = $1 AND live = 1",
            "calls_one_live_line",
        ),
        (
            "calls WHERE workspace_id = $1 AND phone = '+1' AND live = 1 AND id <> 'x' LIMIT 1",
            "calls_one_live_line",
        ),
        (
            "calls WHERE workspace_id = $1 AND phone_tail = '1' AND phone = '+1'",
            "calls_by_phone_tail",
        ),
        (
            "calls WHERE workspace_id = $1 AND leg = 'CA1' ORDER BY created_at DESC LIMIT 1",
            "calls_by_leg",
        ),
        (
            "outbox WHERE done_at IS NULL AND next_at <= $1 ORDER BY next_at, id LIMIT 9",
            "outbox_open",
        ),
        (
            "outbox WHERE done_at IS NULL ORDER BY next_at LIMIT 1",
            "outbox_open",
        ),
    ];
    for (rest, index) in cases {
        let values = if rest.contains("$1") { params![1_i64] } else { &[] };
        let plan = plan(
            conn.as_mut(),
            &format!("SELECT workspace_id, id, created_at FROM {rest}"),
            values,
        );
        assert!(plan.contains(&format!("INDEX {index}")), "{rest}:\n{plan}");
    }
}

//! Every page of leads finds its rows by the index that was made for it, also in a database whose planner has no
//! figures yet.

use outdial_domain::ids::ListId;
use outdial_domain::leads::{ConsentScope, LeadStatus};

use super::list::as_params;
use super::order::Order;
use super::query::{Handle, Query, Way};
use super::{ConsentFilter, LeadFilter, LeadSort};
use crate::config::StoreConfig;
use crate::db::{Access, Conn, Param, connect, migrate};

fn plan(conn: &mut dyn Conn, filter: &LeadFilter, sort: &str, way: Way, second_page: bool) -> String {
    let list = ListId::from_bits(1);
    let order = Order::of(&LeadSort::from_words(sort).unwrap());
    let mut query = Query::new(&list, filter, way, Some(&order), 10_000);
    if second_page {
        let position = crate::db::Value::Text(String::new());
        query.after(&order, vec![position; order.list_name().split('.').count() - 1]);
    }
    query.order(&order, 51);
    let mut values = vec![Param::Text("ws")];
    values.extend(as_params(&query.values));
    let sql = format!("EXPLAIN QUERY PLAN SELECT notes {}", query.sql);
    let text = |mut row: crate::db::Row| {
        let _ = (row.int(), row.int(), row.int());
        row.text().unwrap()
    };
    let rows = conn.query(&sql, &values).unwrap();
    rows.into_iter().map(text).collect::<Vec<_>>().join("\n")
}

#[test]
fn every_page_is_read_by_the_index_made_for_it() {
    let mut conn = connect(&StoreConfig::memory(), Access::Write).unwrap();
    migrate(conn.as_mut()).unwrap();
    let all = LeadFilter::default();
    let closed = LeadFilter {
        status: Some(LeadStatus::Closed),
        ..LeadFilter::default()
    };
    let busy = LeadFilter {
        disposition: Some("busy".to_owned()),
        ..LeadFilter::default()
    };
    let tagged = LeadFilter {
        tag: Some("vip".to_owned()),
        custom: vec![("size".to_owned(), "large".to_owned())],
        ..LeadFilter::default()
    };
    let fresh = LeadFilter {
        never_called: true,
        ..LeadFilter::default()
    };
    let tried = LeadFilter {
        attempts_max: Some(2),
        ..LeadFilter::default()
    };
    let scheduled = LeadFilter {
        result: Some(outdial_domain::leads::LeadResult::Scheduled),
        ..LeadFilter::default()
    };
    let agreed = LeadFilter {
        consent: Some(ConsentFilter::Given(ConsentScope::AiVoice)),
        ..LeadFilter::default()
    };
    let silent = LeadFilter {
        consent: Some(ConsentFilter::Missing(ConsentScope::AiVoice)),
        ..LeadFilter::default()
    };
    let by_status = Way::Gather(Handle::Status);
    let names = "lead_terms USING PRIMARY KEY (workspace_id=? AND list_id=? AND term>? AND term<?)";
    let term = "lead_terms USING PRIMARY KEY (workspace_id=? AND list_id=? AND term=?)";
    let own = "own EXISTS USING PRIMARY KEY (workspace_id=? AND list_id=? AND term=? AND lead_id=?)";
    let cases = [
        (&all, "line", Way::Walk, "USING INDEX leads_by_line "),
        (&all, "-line", Way::Walk, "USING INDEX leads_by_line "),
        (&all, "contact_name", Way::Walk, names),
        (&all, "-company_name", Way::Walk, names),
        (&all, "status", Way::Walk, "USING INDEX leads_by_status "),
        (
            &all,
            "-last_called_at",
            Way::Walk,
            "USING INDEX leads_by_last_call ",
        ),
        (&all, "call_attempts", Way::Walk, "USING INDEX leads_by_attempts "),
        (&closed, "contact_name", Way::Walk, names),
        (&closed, "contact_name", by_status, "USING INDEX leads_by_status "),
        (&busy, "line", Way::Walk, "USING INDEX leads_by_line "),
        (
            &busy,
            "line",
            Way::Gather(Handle::Disposition),
            "USING INDEX leads_by_disposition ",
        ),
        (
            &scheduled,
            "line",
            Way::Gather(Handle::Result),
            "USING INDEX leads_by_result ",
        ),
        (&agreed, "company_name", Way::Walk, own),
        (&agreed, "line", Way::Gather(Handle::Consent), term),
        (&silent, "contact_name", Way::Walk, names),
        (
            &silent,
            "line",
            Way::Gather(Handle::NoConsent),
            "USING INDEX leads_without_ai_voice ",
        ),
        (&tagged, "company_name", Way::Walk, own),
        (&tagged, "company_name", Way::Gather(Handle::Tag), term),
        (&tagged, "line", Way::Gather(Handle::Custom(0)), term),
        (
            &fresh,
            "contact_name",
            Way::Gather(Handle::LastCall),
            "USING INDEX leads_by_last_call ",
        ),
        (
            &tried,
            "contact_name",
            Way::Gather(Handle::Attempts),
            "USING INDEX leads_by_attempts ",
        ),
    ];
    for (filter, sort, way, index) in cases {
        for second_page in [false, true] {
            let plan = plan(conn.as_mut(), filter, sort, way, second_page);
            assert!(plan.contains(index), "{sort} {way:?}: {plan}");
            assert!(!plan.contains("SCAN leads"), "{sort} {way:?}: {plan}");
            if way == Way::Walk {
                assert!(!plan.contains("TEMP B-TREE"), "{sort}: {plan}");
            }
        }
    }
}

#[test]
fn a_search_reads_beginnings_by_index_and_the_first_leads_of_a_list() {
    let mut conn = connect(&StoreConfig::memory(), Access::Write).unwrap();
    migrate(conn.as_mut()).unwrap();
    let search = LeadFilter {
        q: Some("(415) 555".to_owned()),
        ..LeadFilter::default()
    };
    let plan = plan(conn.as_mut(), &search, "line", Way::Gather(Handle::Search), false);
    for part in [
        "PRIMARY KEY (workspace_id=? AND list_id=? AND term>? AND term<?)",
        "leads_by_line (workspace_id=? AND list_id=?)",
        "sqlite_autoindex_leads_1 (workspace_id=? AND id=?)",
    ] {
        assert!(plan.contains(part), "{part}: {plan}");
    }
    assert!(!plan.contains("SCAN leads"), "{plan}");
}

#[test]
fn a_campaign_that_needs_consent_reads_nobody_else() {
    let mut conn = connect(&StoreConfig::memory(), Access::Write).unwrap();
    migrate(conn.as_mut()).unwrap();
    for (scope, index) in [
        (
            ConsentScope::AiVoice,
            "leads_with_ai_voice (workspace_id=? AND list_id=? AND line>?)",
        ),
        (
            ConsentScope::HumanCall,
            "leads_with_human_call (workspace_id=? AND list_id=? AND line>?)",
        ),
    ] {
        let sql = format!(
            "EXPLAIN QUERY PLAN SELECT notes FROM leads WHERE workspace_id = $1 AND list_id = $2 AND line > $3 AND {}
             ORDER BY line, id LIMIT $4",
            super::consent::condition(scope, true)
        );
        let values = [
            Param::Text("ws"),
            Param::Text("list"),
            Param::Int(7),
            Param::Int(50),
        ];
        let mut rows = conn.query(&sql, &values).unwrap();
        let row = &mut rows[0];
        let _ = (row.int(), row.int(), row.int());
        let plan = row.text().unwrap();
        assert!(plan.contains(index), "{plan}");
    }
}

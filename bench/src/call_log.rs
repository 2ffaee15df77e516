//! How long a page of the call log takes when there are a million calls.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use outdial_domain::call::{Call, Facts, LegStatus, Outcome, State, Terminal};
use outdial_domain::ids::CallId;
use outdial_domain::{PhoneNumber, Timestamp};
use outdial_store::{Actor, CallRow, Store, StoreConfig, SystemTx, Target};

use crate::clock::{Stopwatch, now};
use crate::figures::{Durations, report};
use crate::http::Connection;
use crate::numbers;
use crate::server::Server;

/// Fills a database, starts a server on it, and turns pages as people do.
pub async fn measure() -> Result<()> {
    let folder = tempfile::tempdir()?;
    // The first start makes the workspace.
    let (server, _) = Server::start(folder.path(), &[]).await?;
    drop(server);
    let watch = Stopwatch::start();
    fill(&folder.path().join("data").join("outdial.db")).await?;
    println!("{CALLS} calls written in {:.0} s", watch.elapsed().as_secs_f64());

    let (server, _) = Server::start(folder.path(), &[]).await?;
    let mut connection = Connection::open(server.address()).await?;
    for (name, query) in VIEWS {
        let mut took = Vec::new();
        let mut cursor = String::new();
        for _ in 0..PAGES {
            let path = format!("/api/v1/calls?limit=100{query}{cursor}");
            let request = server.request("GET", &path, &[], &[]);
            let watch = Stopwatch::start();
            let answer = connection.send(&request).await?;
            took.push(watch.elapsed());
            let page = answer.json(200).context(path)?;
            ensure!(
                page["items"].as_array().is_some_and(|items| !items.is_empty()),
                "{name}: an empty page"
            );
            cursor = page["next_cursor"]
                .as_str()
                .map_or_else(String::new, |next| format!("&cursor={next}"));
            // The rate limit for one actor is not what is measured here.
            tokio::time::sleep(PAUSE).await;
        }
        report(name, &Durations::new(took).describe(), "p99 50 ms");
    }
    Ok(())
}

async fn fill(database: &Path) -> Result<()> {
    let store = Store::open(&StoreConfig::new(Target::SqliteFile(database.to_owned())))?;
    let first = |tx: &mut SystemTx<'_>| Ok(tx.workspaces()?.into_iter().next());
    let made = store
        .system()
        .read(first)
        .await?
        .context("the first start made a workspace")?;
    let workspace = made.id;
    let newest = now();
    for batch in 0..CALLS / BATCH {
        let rows: Vec<CallRow> = (batch * BATCH..(batch + 1) * BATCH)
            .map(|index| ended_call(index, newest))
            .collect::<Result<_>>()?;
        store
            .workspace(workspace.clone())
            .write(move |tx| tx.calls().insert_many(&rows))
            .await?;
    }
    store.close().await;
    Ok(())
}

/// One of a month's calls; one in three was not answered.
fn ended_call(index: usize, newest: Timestamp) -> Result<CallRow> {
    let age_ms = i64::try_from((CALLS - index) * MONTH_MS / CALLS)?;
    let created_at = newest.plus_ms(-age_ms);
    let ended_at = created_at.plus_ms(40_000);
    let answered = !index.is_multiple_of(3);
    let (outcome, status) = if answered {
        (Outcome::Completed, LegStatus::Completed)
    } else {
        (Outcome::NoAnswer, LegStatus::NoAnswer)
    };
    let facts = Facts {
        carrier_call_id: Some(format!("CA{index:032x}")),
        claimed_at: Some(created_at),
        ringing_at: Some(created_at.plus_ms(1_000)),
        answered_at: answered.then(|| created_at.plus_ms(10_000)),
        terminal: Some(Terminal {
            status,
            at: ended_at,
            sequence: Some(3),
            talk_ms: answered.then_some(30_000),
        }),
        claims: 1,
        ..Facts::default()
    };
    Ok(CallRow {
        name: Some(format!("Person {index}")),
        message: "Your order is ready.".to_owned(),
        call: Call {
            state: State::Ended(outcome),
            due_at: created_at,
            facts,
        },
        updated_at: ended_at,
        ended_at: Some(ended_at),
        ..CallRow::planned(
            CallId::from_bits(u128::try_from(created_at.0)? << 64 | index as u128),
            PhoneNumber::from_stored(&numbers::number(index))?,
            Actor::system(),
            created_at,
        )
    })
}

const CALLS: usize = 1_000_000;
const BATCH: usize = 10_000;
const PAGES: usize = 300;
const PAUSE: std::time::Duration = std::time::Duration::from_millis(25);
const MONTH_MS: usize = 30 * 24 * 60 * 60 * 1_000;
/// What people look at: everything, some outcomes, a search, another order.
const VIEWS: &[(&str, &str)] = &[
    ("newest first, page after page", ""),
    ("only no answer", "&outcome=no_answer"),
    ("search by the digits of a number", "&q=2122"),
    ("search by name", "&q=Person%2050"),
    ("longest first", "&sort=-duration"),
];

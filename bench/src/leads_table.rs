//! How long a page of the table of leads takes when there are a million of them.

use anyhow::{Context, Result, ensure};

use crate::clock::Stopwatch;
use crate::figures::{Durations, ms, report};
use crate::http::Connection;
use crate::import;
use crate::server::Server;

/// Imports a million leads and turns pages as people do.
pub async fn measure() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let (server, _) = Server::start(folder.path(), &[]).await?;
    import::import(&server).await?;
    let mut connection = Connection::open(server.address()).await?;
    for (name, query) in VIEWS {
        let mut took = Vec::new();
        let mut cursor = String::new();
        for _ in 0..PAGES {
            let path = format!("/api/v1/leads?limit=100{query}{cursor}");
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
        let took = Durations::new(took);
        let figure = format!("p50 {}, p95 {}", ms(took.percentile(50)), ms(took.percentile(95)));
        report(name, &figure, "p95 200 ms");
    }
    Ok(())
}

const PAGES: usize = 60;
const PAUSE: std::time::Duration = std::time::Duration::from_millis(25);
/// What people look at: orders, filters and searches.
const VIEWS: &[(&str, &str)] = &[
    ("as the file had them", ""),
    ("by person", "&sort=contact_name"),
    ("by company, backwards", "&sort=-company_name"),
    (
        "by company, then person, then attempts",
        "&sort=company_name,contact_name,-call_attempts",
    ),
    ("by last call", "&sort=-last_called_at"),
    ("tagged, by person", "&tag=vip&sort=contact_name"),
    ("never called, by company", "&never_called=true&sort=company_name"),
    ("search by name", "&q=turing12"),
    (
        "search by name and company, by person",
        "&q=dental&sort=contact_name",
    ),
    ("search by the last digits of a number", "&q=4321"),
];

//! How long it takes from the command to the first answer.

use anyhow::Result;

use crate::figures::{Durations, ms, report};
use crate::server::Server;

/// Starts on an empty folder, which creates the database, and then again and again on the same folder.
pub async fn measure() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let (first_server, first) = Server::start(folder.path(), &[]).await?;
    drop(first_server);
    let mut took = Vec::new();
    for _ in 0..STARTS {
        let (_server, start) = Server::start(folder.path(), &[]).await?;
        took.push(start);
    }
    report("first start, creating the database", &ms(first), "300 ms");
    report("start to serving", &Durations::new(took).describe(), "300 ms");
    Ok(())
}

const STARTS: usize = 10;

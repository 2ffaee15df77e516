//! `outdial backup`

use std::path::Path;

use super::migrate::open;
use crate::config::Config;

/// Copies the database to a new file.
///
/// # Errors
/// When the database is not SQLite, or the file exists or cannot be written.
pub async fn backup(config: Config, to: &Path) -> anyhow::Result<()> {
    let store = open(&config).await?;
    store.backup_to(to).await?;
    store.close().await;
    println!("The database was copied to {}.", to.display());
    println!(
        "Keep the key file of {} with it: stored credentials open with no other.",
        config.data_dir.display()
    );
    Ok(())
}

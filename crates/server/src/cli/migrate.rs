//! `outdial migrate`

use anyhow::Context as _;
use outdial_store::{Store, StoreConfig, create_data_dir};

use crate::config::Config;
use crate::serve::target;

/// Opens the database, which brings it to this version.
///
/// # Errors
/// When it cannot be opened or is newer than this program.
pub async fn open(config: &Config) -> anyhow::Result<Store> {
    create_data_dir(&config.data_dir).context("OUTDIAL_DATA_DIR cannot be used")?;
    Store::open(&StoreConfig::new(target(&config.database))).context("the database cannot be used")
}

/// Brings the database to this version.
///
/// # Errors
/// When it cannot be opened or is newer than this program.
pub async fn migrate(config: Config) -> anyhow::Result<()> {
    let store = open(&config).await?;
    store.ping().await?;
    store.close().await;
    println!("The database is at the schema of this version.");
    Ok(())
}

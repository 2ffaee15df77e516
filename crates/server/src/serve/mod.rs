//! The process: puts the parts together, runs them, and takes them down in order.

mod accounts;
mod assemble;
mod banner;
mod data_lock;
mod floor;
mod housekeeping;
mod prepare;
mod running;
mod sandbox;
mod service_key;
mod signals;

pub use accounts::{Forms, twilio_form, vapi_form};
pub use assemble::{Parts, assemble, target};
pub use data_lock::DataLock;
pub use floor::{close_floor, open_floor};
pub use prepare::{Prepared, prepare};
pub use running::{Running, boot};
pub use sandbox::{CALLER_ID, Home, population};
pub use signals::stop_signal;

use anyhow::Context as _;

use crate::config::Config;

/// Serves until the process is told to stop.
///
/// # Errors
/// When something that is needed cannot be had: the data folder, the database, the address.
pub async fn serve(config: Config) -> anyhow::Result<()> {
    let stop = stop_signal().context("signals cannot be received")?;
    let running = boot(config, Parts::from_system()?).await?;
    banner::print(&running).await?;
    stop.await;
    tracing::info!("stopping: no new calls; those in progress are kept");
    running.shut_down().await;
    Ok(())
}

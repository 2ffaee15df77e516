//! `outdial doctor`

mod carrier;
mod environment;
mod report;

use anyhow::bail;

use crate::config::{Config, Source};
use report::Report;

/// Checks everything that a start needs and says what to do about what is wrong.
///
/// # Errors
/// When something would keep Outdial from working.
pub async fn doctor(source: &Source) -> anyhow::Result<()> {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut report = Report::default();
    let config = match Config::read(source) {
        Ok(config) => {
            report.good("configuration", "every variable can be used");
            config
        }
        Err(errors) => {
            for error in errors.0 {
                report.bad("configuration", error.to_string());
            }
            bail!("{} of the checks failed", report.failed());
        }
    };
    environment::check_data_dir(&config, &mut report);
    let account = environment::check_database(&config, &mut report).await;
    environment::check_listener(&config, &mut report).await;
    environment::check_clock(&mut report);
    environment::check_base_url(&config, &mut report);
    carrier::check(&config, account, &mut report).await;
    match report.failed() {
        0 => Ok(()),
        failed => bail!("{failed} of the checks failed"),
    }
}

//! What this machine gives: folder, database, address, clock, public URL.

use std::net::SocketAddr;

use outdial_domain::Timestamp;
use outdial_domain::ids::CarrierAccountId;
use outdial_engine::{Clock as _, SystemClock};
use outdial_store::{CarrierAccountRow, Store, StoreConfig, create_data_dir};
use tokio::net::TcpListener;

use super::report::Report;
use crate::carriers::AccountOrigin;
use crate::config::{Config, Database};
use crate::secrets::MasterKey;
use crate::serve::target;

pub fn check_data_dir(config: &Config, report: &mut Report) {
    let path = config.data_dir.display();
    match create_data_dir(&config.data_dir) {
        Ok(()) => report.good("data folder", format!("{path} belongs to this user alone")),
        Err(why) => {
            return report.bad(
                "data folder",
                format!("{why}; set OUTDIAL_DATA_DIR to a folder you may write"),
            );
        }
    }
    if config.secret_key.is_some() {
        report.good("secret key", "from OUTDIAL_SECRET_KEY");
    } else {
        match MasterKey::from_file(&config.data_dir) {
            Ok(_) => report.good(
                "secret key",
                format!("key file in {path}; keep a copy with your backups"),
            ),
            Err(why) => report.bad("secret key", why.to_string()),
        }
    }
}

/// Answers with the id of the environment's carrier account, once there was a start with it.
pub async fn check_database(config: &Config, report: &mut Report) -> Option<CarrierAccountId> {
    let kind = match &config.database {
        Database::Sqlite(path) => format!("SQLite in {}", path.display()),
        Database::Postgres(_) => "PostgreSQL at DATABASE_URL".to_owned(),
    };
    match Store::open(&StoreConfig::new(target(&config.database))) {
        Ok(store) => {
            match store.ping().await {
                Ok(()) => report.good("database", format!("{kind} answers")),
                Err(why) => report.bad("database", format!("{kind}: {why}")),
            }
            let accounts = store.system().read(|tx| tx.carrier_accounts()).await;
            store.close().await;
            let given =
                |row: &CarrierAccountRow| AccountOrigin::parse(&row.source) == AccountOrigin::Environment;
            let mut given = accounts
                .unwrap_or_default()
                .into_iter()
                .filter(|(_, row)| given(row));
            given.next().map(|(_, row)| row.id)
        }
        Err(why) => {
            report.bad("database", format!("{kind}: {why}"));
            None
        }
    }
}

pub async fn check_listener(config: &Config, report: &mut Report) {
    let address: SocketAddr = config.listen;
    match TcpListener::bind(address).await {
        Ok(_) => report.good("address", format!("{address} is free")),
        Err(why) => {
            report.look(
                "address",
                format!("{address}: {why}; fine if Outdial is running, else set OUTDIAL_LISTEN"),
            );
        }
    }
}

pub fn check_clock(report: &mut Report) {
    let now = SystemClock.now();
    if now > BUILT_AFTER {
        report.good(
            "clock",
            format!("{now}; calling windows depend on it, so keep it synchronised"),
        );
    } else {
        report.bad(
            "clock",
            format!("{now} is in the past; set the clock, or calls go out at the wrong hour"),
        );
    }
}

pub fn check_base_url(config: &Config, report: &mut Report) {
    match &config.base_url {
        Some(url) if url.is_local() && config.twilio.is_some() => report.bad(
            "public address",
            format!("BASE_URL is {url}, which no carrier can call; set it to your tunnel or domain"),
        ),
        Some(url) if !url.is_https() && !url.is_local() => {
            report.look("public address", format!("{url} is not https: passwords and webhooks travel in the clear"));
        }
        Some(url) => {
            report.good("public address", format!("{url}; check the way back under Settings, Carriers, Webhook check"));
        }
        None if config.twilio.is_some() => report.bad(
            "public address",
            "BASE_URL is not set: Twilio cannot report what becomes of calls; set it to your tunnel or domain",
        ),
        None => report.good("public address", "not needed for the sandbox"),
    }
}

/// 2026-01-01: no clock that is right shows an earlier time to this version.
const BUILT_AFTER: Timestamp = Timestamp(1_767_225_600_000_000);

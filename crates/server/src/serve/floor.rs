//! The audio engine of this process, and the place where agents talk.

use std::net::{Ipv4Addr, SocketAddr};

use anyhow::Context as _;
use outdial_domain::room::Limits;
use outdial_domain::seat;
use outdial_engine::{Floor, FloorConfig};
use outdial_media::live::{HubConfig, MediaHub};

use crate::config::Config;
use crate::http::AppState;
use crate::http::clips::clip_folder;

/// Opens the port for browsers, unless talking is switched off.
///
/// # Errors
/// When the port cannot be had.
pub fn open_floor(app: &AppState) -> anyhow::Result<()> {
    let config = &app.config;
    if !config.talking.enabled {
        return Ok(());
    }
    let hub = hub_config(config);
    let browser_ms = i64::from(config.talking.browser_grace_s) * 1_000;
    let floor = FloorConfig {
        limits: Limits {
            browser_ms,
            ..Limits::default()
        },
        seat_limits: seat::Limits {
            browser_ms,
            ..seat::Limits::default()
        },
        clips: Some(clip_folder(&config.data_dir)),
        ..FloorConfig::new(hub.recordings.clone())
    };
    let udp = hub.udp;
    let hub = MediaHub::start(hub)
        .with_context(|| format!("OUTDIAL_MEDIA_UDP: audio cannot be received on {udp}"))?;
    tracing::info!(address = %hub.local_addr(), "browsers send their audio here");
    app.engine.open_floor(Floor::new(hub, floor));
    Ok(())
}

/// Ends all audio; recordings are whole afterwards.
pub async fn close_floor(app: &AppState) {
    let Some(floor) = app.engine.floor() else { return };
    // Threads are joined, which blocks.
    let closed = tokio::task::spawn_blocking(move || floor.hub().shut_down()).await;
    if let Err(why) = closed {
        tracing::error!(error = %why, "the audio engine did not end well");
    }
}

fn hub_config(config: &Config) -> HubConfig {
    let (talking, here) = (&config.talking, config.listen.ip());
    let recordings = config.data_dir.join(RECORDINGS);
    let is_only_here = talking.udp.is_none() && talking.public_ips.is_empty() && here == Ipv4Addr::LOCALHOST;
    let base = if is_only_here {
        HubConfig::this_machine(recordings)
    } else {
        HubConfig {
            udp: talking.udp.unwrap_or_else(|| SocketAddr::new(here, 0)),
            ..HubConfig::loopback(recordings)
        }
    };
    HubConfig {
        udp_ports: talking.udp_ports.clone(),
        public_ips: talking.public_ips.clone(),
        ice_servers: talking.ice_servers.clone(),
        ..base
    }
}

/// The folder of recordings, within the data folder.
pub(super) const RECORDINGS: &str = "recordings";

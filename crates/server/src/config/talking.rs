//! How agents talk from their browsers: where audio arrives, and how long a lost browser is waited for.

use std::net::{IpAddr, SocketAddr};
use std::ops::RangeInclusive;

use outdial_media::live::IceServer;

use super::reader::Reader;

/// How agents talk from their browsers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Talking {
    /// Whether there is a page and an API for it.
    pub enabled: bool,
    /// The carrier that the cold-call API means when it names none.
    pub default_provider: String,
    /// The address and port for all browsers. When absent any free port of the listener's address, or on loopback one that
    /// hears all browsers of this machine.
    pub udp: Option<SocketAddr>,
    /// Take the first free one of these ports instead.
    pub udp_ports: Option<RangeInclusive<u16>>,
    /// Addresses by which browsers find us, when they differ.
    pub public_ips: Vec<IpAddr>,
    /// STUN and TURN servers for browsers.
    pub ice_servers: Vec<IceServer>,
    /// How long a lost browser is waited for, in seconds.
    pub browser_grace_s: u32,
}

impl Talking {
    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        let enabled = reader.parse("ENABLE_COLD_CALL_DIALER", "write true or false", switch);
        Self {
            enabled: enabled.unwrap_or(true),
            default_provider: reader
                .text_or("COLD_CALL_DEFAULT_PROVIDER", "twilio")
                .to_ascii_lowercase(),
            udp: reader.parse(
                "OUTDIAL_MEDIA_UDP",
                "write address:port, e.g. 0.0.0.0:40000",
                |text| text.parse().ok(),
            ),
            udp_ports: reader.parse(
                "OUTDIAL_MEDIA_PORTS",
                "write the first and the last port, e.g. 40000-40099",
                ports,
            ),
            public_ips: reader
                .parse(
                    "OUTDIAL_MEDIA_PUBLIC_IPS",
                    "write IP addresses separated by commas",
                    |text| words(text).map(|word| word.parse().ok()).collect(),
                )
                .unwrap_or_default(),
            ice_servers: ice_servers(reader),
            browser_grace_s: reader
                .parse(
                    "OUTDIAL_MEDIA_BROWSER_GRACE",
                    "write seconds from 1 to 600",
                    |text| text.parse().ok().filter(|seconds| (1..=600).contains(seconds)),
                )
                .unwrap_or(30),
        }
    }
}

fn ice_servers(reader: &mut Reader<'_>) -> Vec<IceServer> {
    let stun = reader
        .parse(
            "OUTDIAL_MEDIA_STUN",
            "write addresses separated by commas, e.g. stun:stun.example.com:3478",
            |text| urls(text, &["stun:", "stuns:"]),
        )
        .map(|urls| IceServer {
            urls,
            username: None,
            credential: None,
        });
    let turn = reader.parse(
        "OUTDIAL_MEDIA_TURN",
        "write addresses separated by commas, e.g. turn:turn.example.com:3478?transport=udp",
        |text| urls(text, &["turn:", "turns:"]),
    );
    let username = reader.text("OUTDIAL_MEDIA_TURN_USER").map(str::to_owned);
    let credential = reader.secret("OUTDIAL_MEDIA_TURN_PASSWORD");
    let turn = turn.map(|urls| IceServer {
        urls,
        username,
        credential: credential.map(|secret| secret.reveal().to_owned()),
    });
    stun.into_iter().chain(turn).collect()
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|word| !word.is_empty())
}

fn urls(text: &str, schemes: &[&str]) -> Option<Vec<String>> {
    words(text)
        .map(|word| {
            let known = schemes.iter().any(|scheme| word.starts_with(scheme));
            known.then(|| word.to_owned())
        })
        .collect()
}

fn ports(text: &str) -> Option<RangeInclusive<u16>> {
    let (first, last) = text.split_once('-')?;
    let (first, last) = (first.trim().parse().ok()?, last.trim().parse().ok()?);
    (0 < first && first <= last).then_some(first..=last)
}

fn switch(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "1" | "yes" | "on" => Some(true),
        "false" | "0" | "no" | "off" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_of_ports_are_read_and_empty_ones_refused() {
        assert_eq!(ports("40000 - 40099"), Some(40_000..=40_099));
        for text in ["40099-40000", "0-1", "40000", "a-b"] {
            assert_eq!(ports(text), None, "{text}");
        }
    }

    #[test]
    fn a_stun_server_is_no_turn_server() {
        assert_eq!(
            urls("stun:a, stun:b", &["stun:"]),
            Some(vec!["stun:a".to_owned(), "stun:b".to_owned()])
        );
        assert_eq!(urls("https://a", &["turn:", "turns:"]), None);
    }
}

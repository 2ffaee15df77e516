//! Which addresses a message may be sent to: people name them, and none of them may lead into our own network.
//!
//! A name is judged when it is resolved for the connection itself, so that a name which answers differently the second
//! time leads nowhere either.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use url::{Host, Url};

/// How far messages may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// To public addresses, encrypted.
    PublicOnly,
    /// Anywhere, this machine included: for an installation whose programs run beside it.
    Anywhere,
}

/// Why an address is not sent to.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UrlRefused {
    /// It is no address.
    #[error("this is no address; write it like https://example.com/hook")]
    NotAUrl,
    /// It would be sent in the clear.
    #[error("the address must begin with https://")]
    NotEncrypted,
    /// It carries a name and a password, which would end up in logs.
    #[error("the address must not contain a user name or password")]
    Credentials,
    /// It leads to this machine or its network.
    #[error("the address leads into a private network; name a public one")]
    Private,
}

/// Reads an address that somebody named.
///
/// # Errors
/// When messages may not be sent there, as far as the address itself tells.
pub fn check_url(text: &str, reach: Reach) -> Result<Url, UrlRefused> {
    let url: Url = text.trim().parse().map_err(|_| UrlRefused::NotAUrl)?;
    let host = url.host().ok_or(UrlRefused::NotAUrl)?;
    match (url.scheme(), reach) {
        ("https", _) | ("http", Reach::Anywhere) => {}
        ("http", Reach::PublicOnly) => return Err(UrlRefused::NotEncrypted),
        (_, _) => return Err(UrlRefused::NotAUrl),
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(UrlRefused::Credentials);
    }
    let is_private = match host {
        Host::Domain(name) => {
            let name = name.trim_end_matches('.').to_lowercase();
            !name.contains('.') || INSIDE.iter().any(|end| name.ends_with(end))
        }
        Host::Ipv4(address) => !is_public(address.into()),
        Host::Ipv6(address) => !is_public(address.into()),
    };
    if is_private && reach == Reach::PublicOnly {
        return Err(UrlRefused::Private);
    }
    Ok(url)
}

/// Whether an address is one that anybody on the internet could be reached at.
#[must_use]
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let reserved = a == 0
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 192 && b == 88 && c == 99)
        || (a == 198 && (18..20).contains(&b))
        || a >= 240;
    !(reserved
        || address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_documentation())
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let parts = address.segments();
    let embedded = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        is_public_v4(Ipv4Addr::new(a, b, c, d))
    };
    match parts {
        // An IPv4 address in other clothes: mapped, or through a translator.
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => embedded(high, low),
        [0x2002, high, low, ..] => embedded(high, low),
        // Teredo, documentation, benchmarks and other special uses.
        [0x2001, second, ..] if second < 0x200 || second == 0xdb8 => false,
        // Only this block has been given out.
        [first, ..] => (0x2000..0x4000).contains(&first) && !(0x3ff0..=0x3fff).contains(&first),
    }
}

/// Resolves names, and leaves out addresses that must not be reached.
pub(super) struct GuardedResolver(pub Reach);

impl Resolve for GuardedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let reach = self.0;
        Box::pin(async move {
            let found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            let allowed: Vec<SocketAddr> = found
                .into_iter()
                .filter(|address| reach == Reach::Anywhere || is_public(address.ip()))
                .collect();
            if allowed.is_empty() {
                return Err(UrlRefused::Private.into());
            }
            let addresses: Addrs = Box::new(allowed.into_iter());
            Ok(addresses)
        })
    }
}

/// Names that never leave a network.
const INSIDE: [&str; 5] = [".local", ".localhost", ".internal", ".lan", ".home.arpa"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn public_addresses_are_told_from_all_others() {
        for text in [
            "1.1.1.1",
            "8.8.8.8",
            "93.184.216.34",
            "2606:4700::1111",
            "2a00:1450:4001::1",
            "::ffff:8.8.8.8",
            "64:ff9b::808:808",
        ] {
            assert!(is_public(text.parse().unwrap()), "{text}");
        }
        for text in [
            "0.0.0.0",
            "10.0.0.1",
            "127.0.0.1",
            "127.9.9.9",
            "100.64.0.1",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "192.0.0.1",
            "192.0.2.1",
            "198.18.0.1",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::127.0.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b:1::1",
            "2002:7f00:1::1",
            "2001::1",
            "2001:db8::1",
            "fc00::1",
            "fd12:3456::1",
            "fe80::1",
            "ff02::1",
            "fec0::1",
            "100::1",
        ] {
            assert!(!is_public(text.parse().unwrap()), "{text}");
        }
    }

    #[test]
    fn addresses_that_lead_inside_are_refused_however_they_are_written() {
        let cases = [
            ("https://example.com/hook", Ok(())),
            ("https://example.com:8443/a?b=c", Ok(())),
            ("http://example.com/hook", Err(UrlRefused::NotEncrypted)),
            ("ftp://example.com", Err(UrlRefused::NotAUrl)),
            ("file:///etc/passwd", Err(UrlRefused::NotAUrl)),
            ("example.com", Err(UrlRefused::NotAUrl)),
            ("", Err(UrlRefused::NotAUrl)),
            ("https://a:b@example.com", Err(UrlRefused::Credentials)),
            ("https://localhost/", Err(UrlRefused::Private)),
            ("https://db/", Err(UrlRefused::Private)),
            ("https://metadata.google.internal./", Err(UrlRefused::Private)),
            ("https://127.0.0.1/", Err(UrlRefused::Private)),
            ("https://2130706433/", Err(UrlRefused::Private)),
            ("https://0x7f.1/", Err(UrlRefused::Private)),
            ("https://0177.0.0.1/", Err(UrlRefused::Private)),
            ("https://[::1]/", Err(UrlRefused::Private)),
            ("https://[::ffff:169.254.169.254]/", Err(UrlRefused::Private)),
        ];
        for (text, expected) in cases {
            assert_eq!(check_url(text, Reach::PublicOnly).map(|_| ()), expected, "{text}");
        }
        assert!(check_url("http://127.0.0.1:9/", Reach::Anywhere).is_ok());
    }
}

//! Which neighbours may speak for a client.

use std::net::IpAddr;

/// Addresses whose `X-Forwarded-For` is believed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TrustedProxies(Vec<IpAddr>);

impl TrustedProxies {
    /// Reads addresses separated by commas; `loopback` stands for this machine.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut addresses = Vec::new();
        for word in text.split(',').map(str::trim).filter(|word| !word.is_empty()) {
            if word == "loopback" {
                addresses.extend([
                    IpAddr::from(std::net::Ipv4Addr::LOCALHOST),
                    IpAddr::from(std::net::Ipv6Addr::LOCALHOST),
                ]);
            } else {
                addresses.push(word.parse().ok()?);
            }
        }
        Some(Self(addresses))
    }

    /// The client behind `peer`: the last forwarded address that is not itself a trusted proxy.
    #[must_use]
    pub fn client(&self, peer: IpAddr, forwarded_for: Option<&str>) -> IpAddr {
        let mut client = peer.to_canonical();
        let mut hops = forwarded_for.unwrap_or_default().rsplit(',');
        while self.0.contains(&client) {
            match hops.next().and_then(|hop| hop.trim().parse::<IpAddr>().ok()) {
                Some(hop) => client = hop.to_canonical(),
                None => break,
            }
        }
        client
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(proxies: &str, peer: &str, forwarded: Option<&str>) -> String {
        let proxies = TrustedProxies::parse(proxies).unwrap();
        proxies.client(peer.parse().unwrap(), forwarded).to_string()
    }

    #[test]
    fn a_stranger_cannot_choose_its_address() {
        assert_eq!(client("", "203.0.113.9", Some("10.0.0.1")), "203.0.113.9");
        assert_eq!(client("10.0.0.1", "203.0.113.9", Some("1.1.1.1")), "203.0.113.9");
    }

    #[test]
    fn a_trusted_proxy_names_the_client_and_spoofed_hops_are_passed_over() {
        assert_eq!(
            client("loopback", "127.0.0.1", Some("6.6.6.6, 203.0.113.9")),
            "203.0.113.9"
        );
        assert_eq!(
            client(
                "loopback,10.0.0.1",
                "::ffff:127.0.0.1",
                Some("203.0.113.9, 10.0.0.1")
            ),
            "203.0.113.9"
        );
        assert_eq!(client("loopback", "127.0.0.1", Some("nonsense")), "127.0.0.1");
    }
}

//! What a hub and its rooms are told at their start.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};
use std::ops::RangeInclusive;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::detect;
use crate::record::RecordingOptions;
use crate::room::RoomOptions;

/// How browsers reach the hub and where recordings go.
#[derive(Debug, Clone)]
pub struct HubConfig {
    /// The one address and port for all browsers; port 0 takes any that is free.
    pub udp: SocketAddr,
    /// Take the first free port of these instead of the one in `udp`, where a firewall opens a few.
    pub udp_ports: Option<RangeInclusive<u16>>,
    /// Hear nobody but browsers on this machine, whatever `udp` says.
    pub only_this_machine: bool,
    /// Addresses by which browsers find us when they differ from `udp`, as behind address translation.
    pub public_ips: Vec<IpAddr>,
    /// Servers that browsers are told to use on their side.
    pub ice_servers: Vec<IceServer>,
    /// The folder for recordings; made when it is missing.
    pub recordings: PathBuf,
    /// How many threads share the rooms.
    pub beats: usize,
}

impl HubConfig {
    /// Any free port of this machine's loopback, one thread for each core: rooms are most of what a core can do.
    #[must_use]
    pub fn loopback(recordings: PathBuf) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self {
            udp: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            udp_ports: None,
            only_this_machine: false,
            public_ips: Vec::new(),
            ice_servers: Vec::new(),
            recordings,
            beats: cores,
        }
    }

    /// The same for every browser of this machine. Firefox sends no audio to loopback, so the machine's own address is
    /// named as well; whoever is not on this machine is not heard there.
    #[must_use]
    pub fn this_machine(recordings: PathBuf) -> Self {
        Self {
            udp: SocketAddr::from((Ipv4Addr::UNSPECIFIED, 0)),
            only_this_machine: true,
            ..Self::loopback(recordings)
        }
    }

    /// From where datagrams are taken, for a socket that is bound here; from anywhere when absent.
    pub(super) fn heard(&self, bound: SocketAddr) -> Option<Vec<IpAddr>> {
        self.only_this_machine.then(|| own_addresses(bound.is_ipv6()))
    }

    pub(super) fn bind(&self) -> io::Result<UdpSocket> {
        let Some(ports) = self.udp_ports.clone() else {
            return UdpSocket::bind(self.udp);
        };
        let mut last = io::Error::new(io::ErrorKind::InvalidInput, "the range of ports is empty");
        for port in ports {
            match UdpSocket::bind(SocketAddr::new(self.udp.ip(), port)) {
                Ok(socket) => return Ok(socket),
                Err(error) => last = error,
            }
        }
        Err(last)
    }

    /// The addresses that answers name, for a socket that is bound here.
    pub(super) fn candidates(&self, bound: SocketAddr) -> Vec<SocketAddr> {
        let ips = if !self.public_ips.is_empty() {
            self.public_ips.clone()
        } else if bound.ip().is_unspecified() {
            own_addresses(bound.is_ipv6())
        } else {
            vec![bound.ip()]
        };
        ips.into_iter()
            .map(|ip| SocketAddr::new(ip, bound.port()))
            .collect()
    }
}

/// The address that leads to the world, and loopback for a browser on this machine.
fn own_addresses(v6: bool) -> Vec<IpAddr> {
    let mut found = Vec::new();
    found.extend(address_towards(
        (Ipv4Addr::UNSPECIFIED, 0).into(),
        DISTANT_V4.into(),
    ));
    if v6 {
        found.extend(address_towards(
            (Ipv6Addr::UNSPECIFIED, 0).into(),
            DISTANT_V6.into(),
        ));
    }
    found.push(Ipv4Addr::LOCALHOST.into());
    found
}

/// Asks the routing table; nothing is sent.
fn address_towards(from: SocketAddr, to: IpAddr) -> Option<IpAddr> {
    let socket = UdpSocket::bind(from).ok()?;
    socket.connect((to, 9)).ok()?;
    let ip = socket.local_addr().ok()?.ip();
    (!ip.is_loopback() && !ip.is_unspecified()).then_some(ip)
}

/// A STUN or TURN server, in the shape that `RTCPeerConnection` takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IceServer {
    /// `stun:` and `turn:` addresses.
    pub urls: Vec<String>,
    /// For TURN.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// For TURN.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credential: Option<String>,
}

/// How one room behaves.
#[derive(Debug, Clone, Copy, Default)]
pub struct RoomSettings {
    /// Comfort noise, hold music, detection of digits.
    pub room: RoomOptions,
    /// Whether and how it is recorded.
    pub record: Option<RecordingOptions>,
    /// Whether it is told who answered on each phone: [`super::Event::Detected`].
    pub detect: Option<detect::Params>,
    /// Whether [`super::Event::Levels`] are told, which wakes whoever watches four times a second.
    pub levels: bool,
}

/// Documentation addresses (RFC 5737, RFC 3849): somewhere beyond our own network.
const DISTANT_V4: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 1);
const DISTANT_V6: Ipv6Addr = Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 1);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_name_the_public_address_when_one_is_known() {
        let mut config = HubConfig::loopback(PathBuf::new());
        let bound: SocketAddr = "127.0.0.1:4000".parse().unwrap();
        assert_eq!(config.candidates(bound), [bound]);
        config.public_ips = vec!["198.51.100.7".parse().unwrap()];
        assert_eq!(config.candidates(bound), ["198.51.100.7:4000".parse().unwrap()]);
    }

    #[test]
    fn a_socket_on_all_interfaces_is_named_by_addresses_that_can_be_reached() {
        let config = HubConfig::loopback(PathBuf::new());
        let named = config.candidates("0.0.0.0:4000".parse().unwrap());
        assert!(named.contains(&"127.0.0.1:4000".parse().unwrap()));
        assert!(named.iter().all(|address| !address.ip().is_unspecified()));
    }

    #[test]
    fn a_hub_for_this_machine_hears_its_own_addresses_and_no_others() {
        let config = HubConfig::this_machine(PathBuf::new());
        let bound: SocketAddr = "0.0.0.0:4000".parse().unwrap();
        let heard = config.heard(bound).unwrap();
        assert!(heard.contains(&Ipv4Addr::LOCALHOST.into()));
        let named: Vec<_> = config.candidates(bound).iter().map(SocketAddr::ip).collect();
        assert_eq!(named, heard);
        assert_eq!(HubConfig::loopback(PathBuf::new()).heard(bound), None);
    }

    #[test]
    fn the_first_free_port_of_a_range_is_taken() {
        let taken = UdpSocket::bind("127.0.0.1:0").unwrap();
        let port = taken.local_addr().unwrap().port();
        let mut config = HubConfig::loopback(PathBuf::new());
        config.udp_ports = Some(port..=port);
        assert_eq!(config.bind().unwrap_err().kind(), io::ErrorKind::AddrInUse);
        drop(taken);
        assert_eq!(config.bind().unwrap().local_addr().unwrap().port(), port);
    }
}

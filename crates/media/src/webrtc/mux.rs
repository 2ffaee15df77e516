//! Whose datagram is it? Many browsers, one port.
//!
//! A connectivity check names the peer that it is for, by the user name that our answer gave it. What follows from the
//! same address (keys, audio, reports) belongs to the same peer. Everything else is nobody's, and is dropped.

use std::collections::{HashMap, VecDeque};
use std::hash::Hash;
use std::net::SocketAddr;

/// Routes datagrams to peers that are known by `Key`.
#[derive(Debug)]
pub struct Mux<Key> {
    by_user_name: HashMap<Box<str>, Key>,
    by_address: HashMap<SocketAddr, Key>,
    peers: HashMap<Key, Known>,
}

#[derive(Debug)]
struct Known {
    user_name: Box<str>,
    /// Least recently checked first.
    addresses: VecDeque<SocketAddr>,
}

/// Why a datagram belongs to nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unroutable {
    /// A check for a peer that does not exist, or no longer.
    UnknownUserName,
    /// From an address at which no check has been seen.
    UnknownAddress,
    /// Too short, too long or not what it seems to be.
    Malformed,
}

impl<Key: Copy + Eq + Hash> Mux<Key> {
    /// Knows nobody.
    #[must_use]
    pub fn new() -> Self {
        Self {
            by_user_name: HashMap::new(),
            by_address: HashMap::new(),
            peers: HashMap::new(),
        }
    }

    /// Makes a peer known by the user name that its answer contains.
    pub fn register(&mut self, key: Key, user_name: &str) {
        self.forget(key);
        self.by_user_name.insert(user_name.into(), key);
        self.peers.insert(
            key,
            Known {
                user_name: user_name.into(),
                addresses: VecDeque::new(),
            },
        );
    }

    /// Forgets a peer; what still comes for it is nobody's.
    pub fn forget(&mut self, key: Key) {
        let Some(known) = self.peers.remove(&key) else {
            return;
        };
        self.by_user_name.remove(&known.user_name);
        for address in known.addresses {
            if self.by_address.get(&address) == Some(&key) {
                self.by_address.remove(&address);
            }
        }
    }

    /// How many peers are known.
    #[must_use]
    pub fn len(&self) -> usize {
        self.peers.len()
    }

    /// True while nobody is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.peers.is_empty()
    }

    /// Says whose the datagram is.
    ///
    /// # Errors
    /// When it is nobody's.
    pub fn route(&mut self, datagram: &[u8], from: SocketAddr) -> Result<Key, Unroutable> {
        let first = *datagram.first().ok_or(Unroutable::Malformed)?;
        if datagram.len() > MAX_DATAGRAM_BYTES {
            return Err(Unroutable::Malformed);
        }
        if first > 3 {
            return self
                .by_address
                .get(&from)
                .copied()
                .ok_or(Unroutable::UnknownAddress);
        }
        let user_name = stun_user_name(datagram).ok_or(Unroutable::Malformed)?;
        let key = *self
            .by_user_name
            .get(user_name)
            .ok_or(Unroutable::UnknownUserName)?;
        self.remember(key, from);
        Ok(key)
    }

    fn remember(&mut self, key: Key, address: SocketAddr) {
        let Some(known) = self.peers.get_mut(&key) else {
            return;
        };
        if known.addresses.back() != Some(&address) {
            known.addresses.retain(|other| *other != address);
            known.addresses.push_back(address);
        }
        if known.addresses.len() > MAX_ADDRESSES
            && let Some(oldest) = known.addresses.pop_front()
            && self.by_address.get(&oldest) == Some(&key)
        {
            self.by_address.remove(&oldest);
        }
        self.by_address.insert(address, key);
    }
}

impl<Key: Copy + Eq + Hash> Default for Mux<Key> {
    fn default() -> Self {
        Self::new()
    }
}

/// Our half of the user name in a STUN message (RFC 8489 section 5, RFC 8445 section 7.2.2): what stands before the colon.
fn stun_user_name(datagram: &[u8]) -> Option<&str> {
    let length = usize::from(u16::from_be_bytes(datagram.get(2..4)?.try_into().ok()?));
    if datagram.get(4..8)? != MAGIC_COOKIE || datagram.len() != STUN_HEADER_BYTES + length {
        return None;
    }
    let mut rest = datagram.get(STUN_HEADER_BYTES..)?;
    while let Some((head, tail)) = rest.split_at_checked(4) {
        let kind = u16::from_be_bytes([head[0], head[1]]);
        let length = usize::from(u16::from_be_bytes([head[2], head[3]]));
        let value = tail.get(..length)?;
        if kind == USERNAME {
            let (ours, _) = std::str::from_utf8(value).ok()?.split_once(':')?;
            return Some(ours);
        }
        rest = tail.get(length.next_multiple_of(4)..)?;
    }
    None
}

const MAGIC_COOKIE: [u8; 4] = [0x21, 0x12, 0xa4, 0x42];
const STUN_HEADER_BYTES: usize = 20;
const USERNAME: u16 = 0x0006;
/// What `str0m` takes; browsers stay under 1500.
pub(crate) const MAX_DATAGRAM_BYTES: usize = 2000;
/// A browser checks from each of its interfaces and, behind some routers, from a port per destination.
const MAX_ADDRESSES: usize = 8;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(user_name: &str) -> Vec<u8> {
        let mut datagram = vec![0, 1, 0, 0];
        datagram.extend(MAGIC_COOKIE);
        datagram.extend([7; 12]);
        datagram.extend([0x80, 0x22, 0, 1, b'x', 0, 0, 0]);
        datagram.extend(USERNAME.to_be_bytes());
        datagram.extend(u16::try_from(user_name.len()).unwrap().to_be_bytes());
        datagram.extend(user_name.as_bytes());
        datagram.resize(datagram.len().next_multiple_of(4), 0);
        let length = u16::try_from(datagram.len() - STUN_HEADER_BYTES).unwrap();
        datagram[2..4].copy_from_slice(&length.to_be_bytes());
        datagram
    }

    fn address(port: u16) -> SocketAddr {
        SocketAddr::from(([127, 0, 0, 1], port))
    }

    const AUDIO: &[u8] = &[0x80, 111, 0, 1];

    #[test]
    fn a_check_introduces_its_address_and_what_follows_goes_to_the_same_peer() {
        let mut mux = Mux::new();
        mux.register(1, "alpha");
        mux.register(2, "beta");
        assert_eq!(mux.route(AUDIO, address(9)), Err(Unroutable::UnknownAddress));
        assert_eq!(mux.route(&check("alpha:them"), address(9)), Ok(1));
        assert_eq!(mux.route(&check("beta:them"), address(10)), Ok(2));
        assert_eq!(mux.route(AUDIO, address(9)), Ok(1));
        assert_eq!(mux.route(AUDIO, address(10)), Ok(2));
        assert_eq!(mux.route(AUDIO, address(11)), Err(Unroutable::UnknownAddress));
        assert_eq!(
            mux.route(&check("gamma:them"), address(9)),
            Err(Unroutable::UnknownUserName)
        );
    }

    #[test]
    fn a_forgotten_peer_leaves_nothing_behind() {
        let mut mux = Mux::new();
        mux.register(1, "alpha");
        mux.route(&check("alpha:x"), address(9)).unwrap();
        mux.forget(1);
        assert_eq!(mux.route(AUDIO, address(9)), Err(Unroutable::UnknownAddress));
        assert_eq!(
            mux.route(&check("alpha:x"), address(9)),
            Err(Unroutable::UnknownUserName)
        );
        assert!(mux.is_empty() && mux.by_address.is_empty() && mux.by_user_name.is_empty());
    }

    #[test]
    fn an_address_that_changes_hands_belongs_to_the_last_that_checked_from_it() {
        let mut mux = Mux::new();
        mux.register(1, "alpha");
        mux.register(2, "beta");
        mux.route(&check("alpha:x"), address(9)).unwrap();
        mux.route(&check("beta:x"), address(9)).unwrap();
        assert_eq!(mux.route(AUDIO, address(9)), Ok(2));
        mux.forget(1);
        assert_eq!(mux.route(AUDIO, address(9)), Ok(2));
    }

    #[test]
    fn a_peer_has_few_addresses_and_keeps_the_one_that_it_uses() {
        let mut mux = Mux::new();
        mux.register(1, "alpha");
        for port in 1..200 {
            mux.route(&check("alpha:x"), address(port)).unwrap();
            mux.route(&check("alpha:x"), address(1000)).unwrap();
        }
        assert_eq!(mux.route(AUDIO, address(1000)), Ok(1));
        assert_eq!(mux.by_address.len(), MAX_ADDRESSES);
    }

    proptest! {
        #[test]
        fn any_bytes_are_routed_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..2100)) {
            let mut mux = Mux::new();
            mux.register(1, "alpha");
            prop_assert!(mux.route(&bytes, address(9)).is_err());
        }

        #[test]
        fn a_damaged_check_never_panics(position in 0_usize..44, byte in any::<u8>(), cut in 0_usize..44) {
            let mut mux = Mux::new();
            mux.register(1, "alpha");
            let mut datagram = check("alpha:them");
            if let Some(place) = datagram.get_mut(position) {
                *place = byte;
            }
            datagram.truncate(datagram.len() - cut.min(datagram.len()));
            let _ = mux.route(&datagram, address(9));
        }
    }
}

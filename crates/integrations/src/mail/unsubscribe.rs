//! The link by which a person stops further mails: it names workspace and address, and nobody else can make one.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use outdial_domain::ids::WorkspaceId;
use outdial_domain::mail::MailAddress;
use sha2::Sha256;
use subtle::ConstantTimeEq as _;

/// The key that signs links.
#[derive(Clone)]
pub struct LinkKey([u8; 32]);

impl LinkKey {
    /// A key.
    #[must_use]
    pub const fn new(key: [u8; 32]) -> Self {
        Self(key)
    }

    /// The token of an address; the same each time, and good for ever.
    #[must_use]
    pub fn sign(&self, workspace: &WorkspaceId, address: &MailAddress) -> String {
        let plain = format!("{workspace}/{}", address.key());
        let mut bytes = self.mac(&plain).to_vec();
        bytes.extend_from_slice(plain.as_bytes());
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// Whose token this is, if it is one of ours.
    #[must_use]
    pub fn verify(&self, token: &str) -> Option<(WorkspaceId, MailAddress)> {
        let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
        let (mac, plain) = bytes.split_first_chunk::<MAC_BYTES>()?;
        let plain = std::str::from_utf8(plain).ok()?;
        if !bool::from(self.mac(plain).ct_eq(mac)) {
            return None;
        }
        let (workspace, address) = plain.split_once('/')?;
        Some((workspace.parse().ok()?, address.parse().ok()?))
    }

    fn mac(&self, plain: &str) -> [u8; MAC_BYTES] {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC takes a key of any length");
        mac.update(b"unsubscribe/");
        mac.update(plain.as_bytes());
        let whole = mac.finalize().into_bytes();
        std::array::from_fn(|place| whole[place])
    }
}

const MAC_BYTES: usize = 16;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_names_its_person_and_cannot_be_made_up() {
        let (key, workspace) = (LinkKey::new([3; 32]), WorkspaceId::from_bits(1));
        let address: MailAddress = "Ada@example.com".parse().unwrap();
        let token = key.sign(&workspace, &address);
        let (found, who) = key.verify(&token).unwrap();
        assert_eq!((found, who.as_str()), (workspace.clone(), "ada@example.com"));
        assert!(LinkKey::new([4; 32]).verify(&token).is_none());
        let plain = format!("{workspace}/eve@example.com");
        let forged = URL_SAFE_NO_PAD.encode([&[0; MAC_BYTES], plain.as_bytes()].concat());
        for text in ["", "x", &forged, &token[1..]] {
            assert!(key.verify(text).is_none(), "{text}");
        }
    }
}

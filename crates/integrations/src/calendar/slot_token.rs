//! The proof that we offered a time: only such a time can be booked, whatever a model makes up.
//!
//! A token is short, because models copy it: start and expiry in minutes and the length, in base 36, and 128 bits of an
//! HMAC over them, the workspace and the kind of appointment.

use hmac::{Hmac, KeyInit as _, Mac as _};
use outdial_domain::Timestamp;
use outdial_domain::booking::Span;
use outdial_domain::ids::WorkspaceId;
use sha2::Sha256;
use subtle::ConstantTimeEq as _;

/// The key that signs offers.
#[derive(Clone)]
pub struct SlotKey([u8; 32]);

/// Why an offer cannot be taken up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SlotTokenError {
    /// We made no such offer.
    #[error("no such time was offered; ask for the available times again")]
    NotOurs,
    /// It was made too long ago.
    #[error("that offer is too old; ask for the available times again")]
    Expired,
}

impl SlotKey {
    /// A key.
    #[must_use]
    pub const fn new(key: [u8; 32]) -> Self {
        Self(key)
    }

    /// The token for a time that is offered until `expires`.
    #[must_use]
    pub fn sign(&self, workspace: &WorkspaceId, event_type: &str, slot: Span, expires: Timestamp) -> String {
        let plain = format!(
            "{}.{}.{}",
            base36(slot.start.0 / MINUTE),
            base36(slot.end.ms_since(slot.start) / 60_000),
            base36(expires.0 / MINUTE)
        );
        let mac = self.mac(workspace, event_type, &plain);
        format!("{plain}.{mac}")
    }

    /// The time that a token stands for.
    ///
    /// # Errors
    /// When it was not signed with this key for this workspace and kind, or is too old.
    pub fn verify(
        &self,
        workspace: &WorkspaceId,
        event_type: &str,
        token: &str,
        now: Timestamp,
    ) -> Result<Span, SlotTokenError> {
        let (plain, mac) = token.trim().rsplit_once('.').ok_or(SlotTokenError::NotOurs)?;
        let expected = self.mac(workspace, event_type, plain);
        if !bool::from(expected.as_bytes().ct_eq(mac.as_bytes())) {
            return Err(SlotTokenError::NotOurs);
        }
        let mut parts = plain.split('.').map(|part| i64::from_str_radix(part, 36));
        let (Some(Ok(start)), Some(Ok(minutes)), Some(Ok(expires)), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(SlotTokenError::NotOurs);
        };
        if now.0 / MINUTE >= expires {
            return Err(SlotTokenError::Expired);
        }
        let start = Timestamp(start.saturating_mul(MINUTE));
        Ok(Span {
            start,
            end: start.plus_ms(minutes.saturating_mul(60_000)),
        })
    }

    fn mac(&self, workspace: &WorkspaceId, event_type: &str, plain: &str) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC takes a key of any length");
        for part in ["slot", workspace.as_str(), event_type, plain] {
            mac.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            mac.update(part.as_bytes());
        }
        hex::encode(&mac.finalize().into_bytes()[..MAC_BYTES])
    }
}

fn base36(number: i64) -> String {
    let mut rest = number.unsigned_abs();
    let mut digits = Vec::new();
    loop {
        let digit = u32::try_from(rest % 36).unwrap_or(0);
        digits.push(char::from_digit(digit, 36).unwrap_or('0'));
        rest /= 36;
        if rest == 0 {
            break;
        }
    }
    if number < 0 {
        digits.push('-');
    }
    digits.iter().rev().collect()
}

const MINUTE: i64 = 60_000_000;
const MAC_BYTES: usize = 16;

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        Timestamp::from(text.parse::<jiff::Timestamp>().unwrap())
    }

    fn setting() -> (SlotKey, WorkspaceId, Span, String) {
        let (key, workspace) = (SlotKey::new([7; 32]), WorkspaceId::from_bits(1));
        let slot = Span {
            start: at("2026-11-23T17:00:00Z"),
            end: at("2026-11-23T17:30:00Z"),
        };
        let token = key.sign(&workspace, "123", slot, at("2026-11-22T10:00:00Z"));
        (key, workspace, slot, token)
    }

    #[test]
    fn what_was_offered_can_be_booked_until_it_expires() {
        let (key, workspace, slot, token) = setting();
        assert!(token.len() < 60, "{token}");
        let verify = |now| key.verify(&workspace, "123", &token, at(now));
        assert_eq!(verify("2026-11-22T09:59:59Z"), Ok(slot));
        assert_eq!(verify("2026-11-22T10:00:00Z"), Err(SlotTokenError::Expired));
    }

    #[test]
    fn nothing_else_can_be_booked() {
        let (key, workspace, _, token) = setting();
        let now = at("2026-11-22T09:00:00Z");
        let other = WorkspaceId::from_bits(2);
        for (workspace, event_type) in [(&other, "123"), (&workspace, "124"), (&workspace, "")] {
            let found = key.verify(workspace, event_type, &token, now);
            assert_eq!(found, Err(SlotTokenError::NotOurs));
        }
        let stranger = SlotKey::new([8; 32]).verify(&workspace, "123", &token, now);
        assert_eq!(stranger, Err(SlotTokenError::NotOurs));
        // Any change of any sign.
        for place in 0..token.len() {
            let mut bytes = token.clone().into_bytes();
            bytes[place] = if bytes[place] == b'0' { b'1' } else { b'0' };
            let changed = String::from_utf8(bytes).unwrap();
            assert_eq!(
                key.verify(&workspace, "123", &changed, now),
                Err(SlotTokenError::NotOurs)
            );
        }
        for made_up in ["", ".", "...", "slot_1", "2026-11-23T12:00:00-05:00"] {
            assert_eq!(
                key.verify(&workspace, "123", made_up, now),
                Err(SlotTokenError::NotOurs)
            );
        }
    }
}

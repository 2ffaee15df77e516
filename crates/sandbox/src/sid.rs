//! Resource identifiers: two letters and 32 hexadecimal digits.

use crate::draw::digest;

/// Makes identifiers that repeat in a repeated run, and differ between two lives of the sandbox.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SidMint {
    seed: u64,
    /// When this life began (microseconds) plus the number of resets in it.
    epoch: i64,
}

impl SidMint {
    pub(crate) fn new(seed: u64, epoch: i64) -> Self {
        Self { seed, epoch }
    }

    /// The identifier of the thing that `key` names.
    pub(crate) fn sid(self, prefix: &str, key: &[&str]) -> String {
        let epoch = self.epoch.to_string();
        let mut parts = vec![prefix, epoch.as_str()];
        parts.extend_from_slice(key);
        format!("{prefix}{}", hex::encode(&digest(self.seed, &parts)[..16]))
    }

    /// The mint after a reset, so that the numbers' first calls get new identifiers.
    pub(crate) fn next_epoch(self) -> Self {
        Self {
            epoch: self.epoch.wrapping_add(1),
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_sid(text: &str, prefix: &str) -> bool {
        text.strip_prefix(prefix)
            .is_some_and(|rest| rest.len() == 32 && rest.bytes().all(|b| b.is_ascii_hexdigit()))
    }

    #[test]
    fn identifiers_have_twilios_form_and_repeat() {
        let mint = SidMint::new(1, 2);
        let sid = mint.sid("CA", &["+14155550100", "1"]);
        assert!(is_sid(&sid, "CA"), "{sid}");
        assert_eq!(sid, SidMint::new(1, 2).sid("CA", &["+14155550100", "1"]));
        assert_ne!(sid, mint.next_epoch().sid("CA", &["+14155550100", "1"]));
    }
}

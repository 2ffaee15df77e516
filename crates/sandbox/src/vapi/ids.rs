//! Identifiers in Vapi's form.

use crate::sandbox::Sandbox;

impl Sandbox {
    /// The UUID of the thing that `key` names; it repeats in a repeated run.
    pub(crate) fn uuid(&self, kind: &str, key: &[&str]) -> String {
        let mut parts = vec![kind];
        parts.extend_from_slice(key);
        let hex = self.mint().sid("", &parts);
        let (a, b, c, d, e) = (&hex[..8], &hex[8..12], &hex[13..16], &hex[17..20], &hex[20..]);
        // Version 4, variant 1: what is random in a real one is drawn here.
        format!("{a}-{b}-4{c}-8{d}-{e}")
    }
}

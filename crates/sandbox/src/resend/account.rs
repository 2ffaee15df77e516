//! The one account that this face serves.

/// A Resend account.
#[derive(Debug, Clone)]
pub struct ResendAccount {
    /// Authenticates requests.
    pub api_key: String,
    /// Requests a second; more are refused.
    pub requests_per_second: u32,
    /// Where events are reported from the start, and the secret (`whsec_…`) that signs the reports.
    pub webhook: Option<(String, String)>,
}

impl ResendAccount {
    /// An account with the rate of a new one.
    #[must_use]
    pub fn new(api_key: &str) -> Self {
        Self {
            api_key: api_key.to_owned(),
            requests_per_second: 2,
            webhook: None,
        }
    }
}

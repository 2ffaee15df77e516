//! The one account that this face serves.

/// A Cal.com account.
#[derive(Debug, Clone)]
pub struct CalComAccount {
    /// Authenticates requests.
    pub api_key: String,
    /// Its one event type.
    pub event_type_id: u64,
    /// How long an appointment lasts, in minutes.
    pub minutes: u32,
    /// Where bookings are reported from the start, and the secret that signs the reports.
    pub webhook: Option<(String, String)>,
}

impl CalComAccount {
    /// An account with appointments of half an hour.
    #[must_use]
    pub fn new(api_key: &str, event_type_id: u64) -> Self {
        Self {
            api_key: api_key.to_owned(),
            event_type_id,
            minutes: 30,
            webhook: None,
        }
    }
}

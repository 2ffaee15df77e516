//! The one account that this face serves.

use crate::people::Attitude;

/// An account with a maker of models, for talks in sound and in writing.
#[derive(Debug, Clone)]
pub struct RealtimeAccount {
    /// Authenticates connections.
    pub api_key: String,
    /// What callees want whose number the model is not told.
    pub attitude: Attitude,
}

impl RealtimeAccount {
    /// An account whose callees take the first time that is offered.
    #[must_use]
    pub fn new(api_key: &str) -> Self {
        Self {
            api_key: api_key.to_owned(),
            attitude: Attitude::Accepts,
        }
    }
}

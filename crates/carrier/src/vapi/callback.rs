//! The URL that Vapi is given to tell us what happens.

use outdial_domain::ids::{CallId, CarrierAccountId};

use crate::public_base::{self, Reach};
use crate::registry::ConfigError;

/// Makes the URL that Vapi is given.
#[derive(Debug, Clone)]
pub(super) struct Callback {
    messages: String,
    reach: Reach,
}

impl Callback {
    /// A URL below `base_url` for one account.
    pub(super) fn new(base_url: &str, account_id: &CarrierAccountId) -> Result<Self, ConfigError> {
        let (base, reach) = public_base::parse(base_url)?;
        Ok(Self {
            messages: format!("{base}/webhooks/vapi/{account_id}/message"),
            reach,
        })
    }

    /// Where everything about a call is told.
    pub(super) fn messages(&self, call_id: &CallId) -> String {
        format!("{}?{CALL}={call_id}", self.messages)
    }

    /// Whether Vapi can call it.
    pub(super) fn reach(&self) -> Reach {
        self.reach
    }
}

/// Our id of the call, from the query that we put into the URL; its characters are never encoded.
pub(super) fn call_of(url: &str) -> Option<CallId> {
    let (_, query) = url.split_once('?')?;
    query
        .split('&')
        .find_map(|part| part.strip_prefix(CALL)?.strip_prefix('='))
        .and_then(|id| id.parse().ok())
}

const CALL: &str = "call";

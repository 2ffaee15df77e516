//! The URLs that Twilio is given to call us back.

use outdial_domain::ids::{CallId, CarrierAccountId};

use crate::public_base::{self, Reach};
use crate::registry::ConfigError;

/// Makes the URLs that Twilio is given to call us back.
#[derive(Debug, Clone)]
pub(super) struct Callbacks {
    prefix: String,
    reach: Reach,
}

impl Callbacks {
    /// URLs below `base_url` for one account.
    pub(super) fn new(base_url: &str, account_id: &CarrierAccountId) -> Result<Self, ConfigError> {
        let (base, reach) = public_base::parse(base_url)?;
        Ok(Self {
            prefix: format!("{base}/webhooks/twilio/{account_id}"),
            reach,
        })
    }

    /// Where progress is reported.
    pub(super) fn status(&self, call_id: &CallId) -> String {
        self.url("status", call_id)
    }

    /// Where the detector's verdict is reported.
    pub(super) fn amd(&self, call_id: &CallId) -> String {
        self.url("amd", call_id)
    }

    /// Where finished recordings are reported.
    pub(super) fn recording(&self, call_id: &CallId) -> String {
        self.url("recording", call_id)
    }

    /// Where instructions are fetched that are too long to travel with the order.
    pub(super) fn voice(&self, call_id: &CallId) -> String {
        self.url("voice", call_id)
    }

    /// Where what happens in a room is reported.
    pub(super) fn room(&self, call_id: &CallId) -> String {
        self.url("room", call_id)
    }

    /// Where what happens in a room is reported that belongs to no single call.
    pub(super) fn shift(&self) -> String {
        format!("{}/room{DELIVERY}", self.prefix)
    }

    /// What a TwiML app must have as its Voice URL, so that browsers are let into rooms.
    pub(super) fn client(&self) -> String {
        format!("{}/client", self.prefix)
    }

    /// Whether Twilio can call these URLs.
    pub(super) fn reach(&self) -> Reach {
        self.reach
    }

    fn url(&self, topic: &str, call_id: &CallId) -> String {
        format!("{}/{topic}?call={call_id}{DELIVERY}", self.prefix)
    }
}

/// By default Twilio repeats a delivery only when it cannot connect. Our reports are deduplicated, so it may
/// also repeat after a time-out or a server error. (It reads and removes this fragment.)
const DELIVERY: &str = "#rc=3&rp=ct,rt,5xx";

//! The URLs that Twilio is given to call us back.

use outdial_domain::ids::{CallId, CarrierAccountId};
use url::{Host, Url};

use crate::registry::ConfigError;

/// Makes the URLs that Twilio is given to call us back.
#[derive(Debug, Clone)]
pub(super) struct Callbacks {
    prefix: String,
    reach: Reach,
}

/// Whether Twilio can call a URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// As far as one can tell from its name.
    Public,
    /// It names this machine or a private network.
    Private,
    /// Twilio refuses host names with underscores.
    Refused,
}

impl Callbacks {
    /// URLs below `base_url` for one account.
    pub(super) fn new(base_url: &str, account_id: &CarrierAccountId) -> Result<Self, ConfigError> {
        let url = Url::parse(base_url).map_err(|_| ConfigError::new("base_url", "This is not a URL."))?;
        if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
            return Err(ConfigError::new(
                "base_url",
                "The public URL starts with https:// or http://.",
            ));
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(ConfigError::new(
                "base_url",
                "The public URL has neither ? nor #.",
            ));
        }
        let base = base_url.trim_end_matches('/');
        Ok(Self {
            prefix: format!("{base}/webhooks/twilio/{account_id}"),
            reach: reach(&url),
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

fn reach(url: &Url) -> Reach {
    match url.host() {
        Some(Host::Domain(name)) if name.contains('_') => Reach::Refused,
        Some(Host::Domain(name))
            if name == "localhost" || !name.contains('.') || name.ends_with(".local") =>
        {
            Reach::Private
        }
        Some(Host::Ipv4(address))
            if address.is_loopback() || address.is_private() || address.is_unspecified() =>
        {
            Reach::Private
        }
        Some(Host::Ipv6(address)) if address.is_loopback() || address.is_unspecified() => Reach::Private,
        Some(Host::Domain(_) | Host::Ipv4(_) | Host::Ipv6(_)) => Reach::Public,
        None => Reach::Private,
    }
}

/// By default Twilio repeats a delivery only when it cannot connect. Our reports are deduplicated, so it may
/// also repeat after a time-out or a server error. (It reads and removes this fragment.)
const DELIVERY: &str = "#rc=3&rp=ct,rt,5xx";

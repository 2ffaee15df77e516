//! What a sandbox is made from.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use outdial_domain::Timestamp;

use crate::application::Application;
use crate::calcom::CalComAccount;
use crate::faults::Faults;
use crate::people::Population;
use crate::realtime::RealtimeAccount;
use crate::resend::ResendAccount;
use crate::stream::{StreamConnector, TcpStreams};
use crate::vapi::VapiAccount;

/// The present, as the sandbox tells it to its clients.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// What a sandbox is made from.
#[derive(Clone)]
pub struct SandboxConfig {
    /// Who can be called.
    pub population: Population,
    /// What goes wrong from the start; can be changed while it runs.
    pub faults: Faults,
    /// Runs with one seed are alike.
    pub seed: u64,
    /// `AC` and 32 hexadecimal digits.
    pub account_sid: String,
    /// The secret that authenticates requests and signs callbacks.
    pub auth_token: String,
    /// An API key (`SK…`) and its secret, accepted beside the account's own; browsers' access tokens are signed with it.
    pub api_key: Option<(String, String)>,
    /// What browsers can call; more can be made through the API.
    pub applications: Vec<Application>,
    /// Where browsers find the sound of their calls.
    pub media_ip: IpAddr,
    /// Caller IDs that the account owns, E.164; Twilio's test number +15005550006 always works.
    pub numbers: Vec<String>,
    /// Calls per second that leave the queue.
    pub cps: f64,
    /// The Vapi account, if that face is served too.
    pub vapi: Option<VapiAccount>,
    /// The account with a maker of speech models, if that face is served too.
    pub realtime: Option<RealtimeAccount>,
    /// The Cal.com account, if that face is served too.
    pub calcom: Option<CalComAccount>,
    /// The Resend account, if that face is served too.
    pub resend: Option<ResendAccount>,
    /// REST requests served at one time; more are refused with 429.
    pub rest_concurrency: usize,
    /// The present.
    pub clock: Clock,
    /// Carries media streams to the application.
    pub streams: Arc<dyn StreamConnector>,
}

impl SandboxConfig {
    /// A faultless deterministic network for one account, as fast as Twilio's default of one call a second.
    #[must_use]
    pub fn new(account_sid: &str, auth_token: &str, clock: Clock) -> Self {
        Self {
            population: Population::deterministic(),
            faults: Faults::default(),
            seed: 1,
            account_sid: account_sid.to_owned(),
            auth_token: auth_token.to_owned(),
            api_key: None,
            applications: Vec::new(),
            media_ip: IpAddr::V4(Ipv4Addr::LOCALHOST),
            numbers: Vec::new(),
            cps: 1.0,
            vapi: None,
            realtime: None,
            calcom: None,
            resend: None,
            rest_concurrency: 100,
            clock,
            streams: Arc::new(TcpStreams),
        }
    }
}

/// Who may use the REST face, and with which secret callbacks are signed.
pub(crate) struct Account {
    pub sid: String,
    pub auth_token: String,
    pub api_key: Option<(String, String)>,
}

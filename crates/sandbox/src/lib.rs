//! A simulated phone network that speaks Twilio's REST API, fetches and performs TwiML, and calls webhooks back.
//!
//! Who answers is described by a [`Population`]; what goes wrong by [`Faults`]; what really happened is in the
//! [`Ledger`]. Waiting goes through `tokio::time` and every chance through a draw keyed by seed, number and
//! attempt, so that a run on a paused clock is exact and repeatable.
//!
//! People can be heard: `<Connect><Stream>`, `<Start><Stream>` and, where the population's `[audio]` table says
//! `in_rooms`, conferences and bridges carry sound at 20 ms a frame. What somebody heard and said can be fetched as
//! `/sandbox/legs/{CallSid}/heard.wav` and `said.wav`; the population files in `populations/` describe how people
//! sound. A line that nobody listens to costs nothing.
//!
//! Beside the network stand the services that a dialler works with, each with its own face at the same
//! address: Vapi's voice agents, met by the same people (module `vapi`), OpenAI's models for talks in sound (`realtime`) and
//! in writing (`chat`), Cal.com's calendar (`calcom`), Resend's mail (`resend`); a mail server of its own takes mail by SMTP (`smtp`).
//!
//! Browsers call applications with Twilio's own kit, which finds its signalling at `/signal`; see the `client` module.

mod application;
mod audio;
mod calcom;
mod call;
mod chat;
mod client;
mod conference;
mod config;
mod control;
mod dates;
mod draw;
mod faults;
mod ledger;
mod lock;
mod mail;
mod number;
mod people;
mod perform;
mod realtime;
mod recording;
mod resend;
mod rest;
mod sandbox;
mod serve;
mod sid;
mod smtp;
mod stream;
mod twiml;
mod vapi;
mod wav;
mod webhook;

pub use application::Application;
pub use calcom::CalComAccount;
pub use call::{CallStatus, EndedBy, Ending};
pub use config::{Clock, SandboxConfig};
pub use faults::{Faults, TimedFault};
pub use ledger::{Attempt, CallbackEntry, Ledger, LedgerSummary, NumberSummary, Problem, Sound, Violation};
pub use people::{Attitude, MsRange, PersonKind, Population, PopulationError, Probability};
pub use realtime::RealtimeAccount;
pub use resend::ResendAccount;
pub use sandbox::Sandbox;
pub use serve::{ServeConfig, ServeError, serve};
pub use stream::{StreamConnector, TcpStreams, Wire};
pub use vapi::{NumberLines, VapiAccount};
pub use webhook::{
    CallbackKind, ReqwestWebhooks, WebhookClient, WebhookFailure, WebhookReply, WebhookRequest, signature,
};

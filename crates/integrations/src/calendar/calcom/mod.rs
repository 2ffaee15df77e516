//! Cal.com, API version 2.

mod client;
mod config;
mod failures;
#[cfg(test)]
mod tests;
mod webhook;
mod wire;

pub use client::CalCom;
pub use config::CalComConfig;
pub use webhook::{CalendarNews, CalendarTrigger, CalendarWebhookError, parse_calcom_webhook};

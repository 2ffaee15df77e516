//! Resend.

mod client;
#[cfg(test)]
mod tests;
mod webhook;
mod wire;

pub use client::{Resend, ResendConfig};
pub use webhook::{MailEvent, MailNews, MailWebhookError, parse_resend_webhook};

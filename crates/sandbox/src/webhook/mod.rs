//! Calling the application back: signed requests, retries, connection overrides, and faults on the way.

mod client;
mod courier;
mod notice;
mod overrides;
mod reqwest_client;
mod signature;

pub use client::{WebhookClient, WebhookFailure, WebhookReply, WebhookRequest};
pub use notice::CallbackKind;
pub use reqwest_client::ReqwestWebhooks;
pub use signature::signature;

pub(crate) use courier::Letter;
pub(crate) use notice::Notice;

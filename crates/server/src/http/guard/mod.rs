//! What every request passes on its way in and every answer on its way out.

mod client;
mod deadline;
mod headers;
mod panic;
mod rate_limit;
mod request_id;
mod size;
mod trace;

pub use client::find_client;
pub use deadline::deadline;
pub use headers::security_headers;
pub use panic::answer_panic;
pub use rate_limit::{RateLimiter, limit_rate};
pub use request_id::{RequestId, give_request_id};
pub use size::{BODY_LIMIT, LIST_BODY_LIMIT, limit_header_size, list_body};
pub use trace::trace;

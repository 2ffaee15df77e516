//! What every request passes on its way in and every answer on its way out.

mod client;
mod deadline;
mod headers;
mod panic;
mod pass;
mod rate_limit;
mod request_id;
mod size;
mod trace;

pub use client::find_client;
pub use pass::pass;
pub use rate_limit::{Allowance, FOR_ACTORS, RateLimiter, limit_rate};
pub use size::{BODY_LIMIT, LIST_BODY_LIMIT, list_body};

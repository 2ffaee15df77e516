//! Messages to programs that are told of what happens here, and the signatures of such messages.

mod sender;
mod signature;
mod ssrf;

pub use sender::{HookAnswer, HookSender, NotDelivered};
pub use signature::{HookSecret, NotASecret, NotSigned};
pub use ssrf::{Reach, UrlRefused, check_url, is_public};

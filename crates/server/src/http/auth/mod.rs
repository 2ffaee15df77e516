//! Who is asking, and what they may do.

mod actor;
mod api_key;
mod argon;
mod authenticate;
mod cookie;
mod origin;
mod password;
mod permissions;
mod throttle;
mod token;

pub use actor::{Actor, ActorKind, Client};
pub use api_key::{NewKey, describe as describe_key, new_key, service_key_id};
pub use authenticate::authenticate;
pub use cookie::{SESSION_COOKIE, clear_session_cookie, session_cookie, session_token};
pub use origin::require_same_origin;
pub use password::{HashCost, MIN_PASSWORD_LENGTH, PasswordError, Passwords, check_strength};
pub use permissions::{Operation, Role, scopes};
pub use throttle::{LoginThrottle, Verdict};
pub use token::{hash_token, same_token};

//! Reads requests into types; whatever cannot be read is answered with a problem document.

mod body;
mod given;
mod path;
mod query;

pub use body::Body;
pub use given::given;
pub use path::{Id, TwoIds};
pub use query::Query;

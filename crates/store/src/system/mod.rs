//! The few questions that concern every workspace, by name. No other statement reaches rows of several workspaces.

mod access;
mod followup;
mod housekeeping;
mod imports;
mod meta;
mod work;
mod workspaces;

pub use access::ThrottleRow;
pub use handle::{System, SystemTx};
pub use work::DueCall;
pub use workspaces::WorkspaceRow;

mod handle;

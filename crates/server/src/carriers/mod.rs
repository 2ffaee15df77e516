//! Carrier accounts: the stored form, the running adapter, and checks of both.

mod activate;
mod desk;
mod form;
mod nonce;
mod origin;

pub use activate::{activate, build, prefer};
pub use desk::{CarrierDesk, HealthNote};
pub use form::{Form, FormError};
pub use nonce::{Nonces, PendingNonce};
pub use origin::AccountOrigin;

//! Services other than carriers: the forms of their accounts, the accounts in use, and what they sign with.

mod activate;
mod desk;
mod given;
mod models;
mod spec;

pub use activate::{build_calendar, build_mailer, open_workspace};
pub use desk::{IntegrationDesk, WebhookSecrets};
pub use given::{Accounts, Origin, accounts_of, given_by, seal};
pub use models::{Models, OPENAI, build_models, test_models};
pub use spec::{IntegrationField, IntegrationSpec, SPECS, place, spec};

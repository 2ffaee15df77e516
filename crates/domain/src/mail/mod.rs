//! Mails that follow a call: which one, when, and what it says.

mod address;
mod defaults;
mod field;
mod kind;
mod rule;
mod template;

pub use address::{MailAddress, NotAnAddress};
pub use defaults::default_template;
pub use field::{FieldValues, MailField};
pub use kind::MailKind;
pub use rule::{MailRule, Occasion, mail_after};
pub use template::{MailTemplate, Rendered, TemplateProblem};

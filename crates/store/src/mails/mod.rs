//! Mails that are to be sent or were, the words of each kind, and addresses that are not written to.

mod find;
mod row;
mod suppressions;
mod templates;
mod write;

pub(crate) use row::{MAIL_COLUMNS, read_mail};
pub use row::{MailFilter, MailInvite, MailRow, MailState};
pub use suppressions::{SuppressionReason, SuppressionRow};
pub use templates::MailTemplateRow;

use crate::workspace::Tx;

/// Mails of a workspace.
pub struct Mails<'t, 'a> {
    pub(crate) tx: &'t mut Tx<'a>,
}

//! Ways to send mail.

mod outgoing;
mod resend;
mod smtp;
mod unsubscribe;

use async_trait::async_trait;

pub use outgoing::{MailError, OutgoingInvite, OutgoingMail, SenderAddress, SentMail};
pub use resend::{MailEvent, MailNews, MailWebhookError, Resend, ResendConfig, parse_resend_webhook};
pub use smtp::{Smtp, SmtpConfigError};
pub use unsubscribe::LinkKey;

/// A way to send mail. None of its calls repeats a request.
#[async_trait]
pub trait Mailer: Send + Sync {
    /// The word under which its mails are stored: `resend`, `smtp`.
    fn kind(&self) -> &'static str;

    /// Sends a mail. The same `key` sends the same mail once, as far as the service can tell.
    async fn send(&self, mail: &OutgoingMail, key: &str) -> Result<SentMail, MailError>;

    /// Whether it can be used, in one sentence for people.
    async fn check(&self) -> Result<String, MailError>;
}

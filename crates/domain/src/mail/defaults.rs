//! The words that mails have until somebody changes them.

use super::{MailKind, MailTemplate};

/// The words of a mail that nobody has changed.
#[must_use]
pub fn default_template(kind: MailKind) -> MailTemplate {
    let (subject, text) = match kind {
        MailKind::AppointmentConfirmation => (
            "{{appointment_title}}: {{appointment_time}}",
            "Hello {{first_name}},\n\nthank you for your time on the phone. Your appointment is booked:\n\n\
             {{appointment_title}}\n{{appointment_time}}, {{appointment_minutes}} minutes\n{{appointment_location}}\n\n\
             The attached invitation puts it into your calendar. If the time does not suit you, please answer this \
             mail.\n\nKind regards\n{{sender_name}}\n",
        ),
        MailKind::MissedCall => (
            "We tried to reach you",
            "Hello {{first_name}},\n\nwe called you at {{phone}} and did not reach you. If you would like to talk, \
             please answer this mail with a time that suits you.\n\nKind regards\n{{sender_name}}\n\n\
             No more mails from us: {{unsubscribe_url}}\n",
        ),
        MailKind::NotInterested => (
            "Thank you for your time",
            "Hello {{first_name}},\n\nthank you for taking our call. We understand that now is not the right moment. \
             If that changes, an answer to this mail reaches us.\n\nKind regards\n{{sender_name}}\n\n\
             No more mails from us: {{unsubscribe_url}}\n",
        ),
        MailKind::Reminder => (
            "Reminder: {{appointment_title}}, {{appointment_time}}",
            "Hello {{first_name}},\n\nyour appointment is coming up:\n\n{{appointment_title}}\n{{appointment_time}}, \
             {{appointment_minutes}} minutes\n{{appointment_location}}\n\nIf something has come up, please answer this \
             mail.\n\nKind regards\n{{sender_name}}\n",
        ),
        MailKind::AgentMessage => (
            "{{agent_subject}}",
            "Hello {{first_name}},\n\nthank you for your time on the phone. Here is what you asked for:\n\n\
             {{agent_message}}\n\nIf you have a question, please answer this mail.\n\nKind regards\n{{sender_name}}\n",
        ),
    };
    MailTemplate {
        subject: subject.to_owned(),
        text: text.to_owned(),
        html: paragraphs(text),
    }
}

/// Plain text as HTML: blank lines part paragraphs. The texts above contain nothing that is markup.
fn paragraphs(text: &str) -> String {
    let paragraphs: Vec<_> = text
        .trim_end()
        .split("\n\n")
        .map(|paragraph| format!("<p>{}</p>", paragraph.replace('\n', "<br>\n")))
        .collect();
    let body = paragraphs.join("\n");
    body.replace(
        "No more mails from us: {{unsubscribe_url}}",
        "<a href=\"{{unsubscribe_url}}\">No more mails from us</a>",
    )
}

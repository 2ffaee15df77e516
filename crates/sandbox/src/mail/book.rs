//! Every mail that was taken, in order.

use std::collections::VecDeque;

use outdial_domain::Timestamp;
use serde::Serialize;

/// A mail.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Mail {
    /// Its id at the service that took it.
    pub id: String,
    /// Which service took it: `resend` or `smtp`.
    pub via: &'static str,
    pub at: Timestamp,
    pub from: String,
    pub to: Vec<String>,
    pub subject: String,
    pub text: String,
    pub html: String,
    /// Names and values, as they came.
    pub headers: Vec<(String, String)>,
    pub attachments: Vec<MailFile>,
    /// What became of it, in Resend's word; `delivered` for the others.
    pub last_event: String,
}

/// A file that came with a mail.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct MailFile {
    pub filename: String,
    pub content_type: String,
    /// Its beginning, when it is text.
    pub text: String,
}

/// Every mail that was taken, in order.
#[derive(Debug, Default)]
pub(crate) struct MailBook {
    mails: VecDeque<Mail>,
    taken: u64,
}

impl MailBook {
    pub(crate) fn add(&mut self, mail: Mail) {
        if self.mails.len() >= MAILS_KEPT {
            self.mails.pop_front();
        }
        self.mails.push_back(mail);
    }

    /// The newest first.
    pub(crate) fn all(&self) -> Vec<Mail> {
        self.mails.iter().rev().cloned().collect()
    }

    pub(crate) fn find(&mut self, id: &str) -> Option<&mut Mail> {
        self.mails.iter_mut().find(|mail| mail.id == id)
    }

    /// Counts what is taken, so that each has an identifier of its own.
    pub(crate) fn next(&mut self) -> u64 {
        self.taken += 1;
        self.taken
    }

    pub(crate) fn reset(&mut self) {
        self.mails.clear();
    }
}

const MAILS_KEPT: usize = 5_000;

//! Mail that arrived here, through whichever service.

mod book;
mod mime;

pub(crate) use book::{Mail, MailBook, MailFile};
pub(crate) use mime::read;

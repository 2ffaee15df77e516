//! Instructions in a carrier's own words.

/// The body of an answer to a webhook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// Value of the `Content-Type` header.
    pub content_type: &'static str,
    /// The document.
    pub body: String,
}

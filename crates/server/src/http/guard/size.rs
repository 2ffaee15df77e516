//! How large a request may be.

use axum::extract::{DefaultBodyLimit, Request};

/// Bodies of ordinary operations.
pub const BODY_LIMIT: usize = 1024 * 1024;
/// Bodies that hold lists of numbers: the 10 MB that a list may have, and room for its JSON escapes.
pub const LIST_BODY_LIMIT: usize = 12 * 1024 * 1024;
/// A browser with many cookies stays below half of this.
const HEADER_LIMIT: usize = 32 * 1024;

/// The layer for operations that take lists.
pub fn list_body() -> DefaultBodyLimit {
    DefaultBodyLimit::max(LIST_BODY_LIMIT)
}

/// Whether a request's address and headers are out of proportion.
pub(super) fn has_huge_head(request: &Request) -> bool {
    let headers = request.headers().iter();
    let size: usize = headers
        .map(|(name, value)| name.as_str().len() + value.len())
        .sum();
    let address = request
        .uri()
        .path_and_query()
        .map_or(0, |text| text.as_str().len());
    size + address > HEADER_LIMIT
}

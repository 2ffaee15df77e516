//! The API describes itself: OpenAPI document, a page to read it, and the list of error codes.

mod document;
mod errors;
mod page;

pub use document::{complete, document_routes};
pub use page::page_routes;

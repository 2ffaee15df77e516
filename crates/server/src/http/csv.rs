//! Tables as CSV files: UTF-8 with a byte-order mark, so that spreadsheets read it, and no cell that a spreadsheet would
//! take for a formula.

use axum::body::Body;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::{StreamExt as _, stream};
use outdial_domain::list::escape_cell;
use outdial_store::StoreError;

/// A part of a file's lines.
pub struct CsvPart {
    /// The lines.
    pub text: String,
    /// Where the next part begins; absent at the end.
    pub next_cursor: Option<String>,
}

/// One line; escaped cells bring their own quotes.
pub fn line<T: AsRef<str>>(cells: &[T]) -> String {
    let cells: Vec<_> = cells.iter().map(|cell| escape_cell(cell.as_ref())).collect();
    cells.join(",") + "\n"
}

/// A file of these lines.
pub fn file(name: &str, lines: &str) -> Response {
    answer(name, Body::from(format!("{BYTE_ORDER_MARK}{lines}")))
}

/// A file that is read part by part while it is sent: one of a million lines needs no more memory than one of a hundred.
pub fn parts<F, Fut>(name: &str, head: &str, read: F) -> Response
where
    F: FnMut(Option<String>) -> Fut + Send + 'static,
    Fut: Future<Output = Result<CsvPart, StoreError>> + Send + 'static,
{
    let first = Next::Head(format!("{BYTE_ORDER_MARK}{head}"));
    let parts = stream::unfold((first, read), async |(next, mut read)| {
        let cursor = match next {
            Next::Head(head) => return Some((Ok(Bytes::from(head)), (Next::Part(None), read))),
            Next::Part(cursor) => cursor,
            Next::Done => return None,
        };
        match read(cursor).await {
            Ok(part) => {
                let next = part
                    .next_cursor
                    .map_or(Next::Done, |cursor| Next::Part(Some(cursor)));
                Some((Ok(Bytes::from(part.text)), (next, read)))
            }
            Err(why) => {
                tracing::error!(error = %why, "an export broke off");
                let why = std::io::Error::other("the database failed while the export was written");
                Some((Err(why), (Next::Done, read)))
            }
        }
    });
    // Compression asks once more after the end, which a bare unfold forbids.
    answer(name, Body::from_stream(parts.fuse()))
}

enum Next {
    Head(String),
    Part(Option<String>),
    Done,
}

fn answer(name: &str, body: Body) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ),
    ];
    (headers, body).into_response()
}

const BYTE_ORDER_MARK: char = '\u{feff}';
/// Lines that are read at once.
pub const PART_LINES: u32 = 1_000;

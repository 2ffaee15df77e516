//! Pages of a list: each names where the next one begins, so that rows added meanwhile shift nothing.

use crate::StoreError;

/// Which page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageRequest {
    /// Where the page before ended; the first page when absent.
    pub cursor: Option<String>,
    /// Most items; at least 1 and at most 1,000 are given.
    pub limit: u32,
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// The items, in the list's order.
    pub items: Vec<T>,
    /// Asks for what follows; absent at the end of the list.
    pub next_cursor: Option<String>,
}

impl PageRequest {
    /// The first page.
    #[must_use]
    pub fn first(limit: u32) -> Self {
        Self { cursor: None, limit }
    }

    pub(crate) fn rows(&self) -> usize {
        usize::try_from(self.limit.clamp(1, PAGE_LIMIT)).unwrap_or(1)
    }

    /// The parts that the cursor was made of, if there is one.
    pub(crate) fn position(&self, list: &str, parts: usize) -> Result<Option<Vec<String>>, StoreError> {
        let Some(cursor) = &self.cursor else {
            return Ok(None);
        };
        let text = decode(cursor).ok_or(StoreError::BadCursor)?;
        let mut found = text.split(SEPARATOR).map(str::to_owned);
        if found.next().as_deref() != Some(list) {
            return Err(StoreError::BadCursor);
        }
        let found: Vec<String> = found.collect();
        if found.len() == parts {
            Ok(Some(found))
        } else {
            Err(StoreError::BadCursor)
        }
    }

    /// The position in a list by time and id; before everything when there is no cursor.
    pub(crate) fn before(&self, list: &str) -> Result<(i64, String), StoreError> {
        let Some(mut parts) = self.position(list, 2)? else {
            return Ok((i64::MAX, String::new()));
        };
        let id = parts.pop().unwrap_or_default();
        let at = parts
            .pop()
            .and_then(|at| at.parse().ok())
            .ok_or(StoreError::BadCursor)?;
        Ok((at, id))
    }
}

impl<T> Page<T> {
    /// Makes a page of one row more than was asked for: that row shows that there is a next page.
    pub(crate) fn cut(
        mut items: Vec<T>,
        rows: usize,
        list: &str,
        position: impl Fn(&T) -> Vec<String>,
    ) -> Self {
        let more = items.len() > rows;
        items.truncate(rows);
        let next_cursor = items.last().filter(|_| more).map(|last| {
            let mut parts = vec![list.to_owned()];
            parts.extend(position(last));
            encode(&parts.join(&SEPARATOR.to_string()))
        });
        Self { items, next_cursor }
    }
}

fn encode(text: &str) -> String {
    text.bytes().map(|byte| format!("{byte:02x}")).collect()
}

fn decode(text: &str) -> Option<String> {
    if text.len() > CURSOR_LENGTH_MAX || !text.len().is_multiple_of(2) || !text.is_ascii() {
        return None;
    }
    let bytes: Option<Vec<u8>> = (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&text[at..at + 2], 16).ok())
        .collect();
    String::from_utf8(bytes?).ok()
}

const SEPARATOR: char = '\u{1f}';
/// More rows than this in one answer help nobody and hold a reader for long.
const PAGE_LIMIT: u32 = 1_000;
/// No list's position is longer: two names of 200 characters, four bytes each, and an id, in hexadecimal.
const CURSOR_LENGTH_MAX: usize = 8_192;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_reads_back_as_its_position() {
        let page = Page::cut(vec![1, 2, 3], 2, "calls", |item| {
            vec![item.to_string(), "x".to_owned()]
        });
        assert_eq!(page.items, [1, 2]);
        let next = PageRequest {
            cursor: page.next_cursor,
            limit: 2,
        };
        assert_eq!(
            next.position("calls", 2),
            Ok(Some(vec!["2".to_owned(), "x".to_owned()]))
        );
        assert_eq!(next.position("runs", 2), Err(StoreError::BadCursor));
        assert_eq!(next.position("calls", 3), Err(StoreError::BadCursor));
    }

    #[test]
    fn the_last_page_names_no_next_one() {
        assert_eq!(
            Page::cut(vec![1, 2], 2, "calls", |_| Vec::new()).next_cursor,
            None
        );
    }

    #[test]
    fn nonsense_is_no_cursor() {
        for cursor in ["zz", "0", "ff", "é", "\u{0}", &"0".repeat(10_000)] {
            let page = PageRequest {
                cursor: Some(cursor.to_owned()),
                limit: 1,
            };
            assert_eq!(page.position("calls", 1), Err(StoreError::BadCursor), "{cursor}");
        }
    }
}

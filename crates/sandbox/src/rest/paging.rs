//! Lists in pages, newest first, linked by `next_page_uri`.

use serde_json::{Value, json};
use url::form_urlencoded;

use super::error::RestError;
use super::form::Form;

/// Which page of a list is wanted.
pub(super) struct Page {
    size: usize,
    number: usize,
    /// The last entry of the page before.
    after: Option<String>,
}

impl Page {
    pub(super) fn wanted(query: &Form) -> Result<Self, RestError> {
        let size = query
            .number("PageSize", 1, u64::MAX, 20_001)?
            .unwrap_or(USUAL_SIZE)
            .min(LARGEST_SIZE);
        let number = query.number("Page", 0, 1_000_000, 20_001)?.unwrap_or(0);
        Ok(Self {
            size: usize::try_from(size).unwrap_or(usize::MAX),
            number: usize::try_from(number).unwrap_or(usize::MAX),
            after: query
                .get("PageToken")
                .and_then(|token| token.strip_prefix("PA"))
                .map(str::to_owned),
        })
    }

    /// Cuts the page out of all entries, which are (identifier, whatever).
    pub(super) fn cut<T>(&self, all: impl Iterator<Item = (String, T)>) -> (Vec<(String, T)>, bool) {
        let mut entries: Box<dyn Iterator<Item = (String, T)> + '_> = match &self.after {
            Some(last) => Box::new(all.skip_while(move |(sid, _)| sid != last).skip(1)),
            None => Box::new(all.skip(self.number.saturating_mul(self.size))),
        };
        let page: Vec<(String, T)> = entries.by_ref().take(self.size).collect();
        let more = entries.next().is_some();
        (page, more)
    }

    /// The answer: the entries under `key`, with the links of a list at `path`.
    pub(super) fn answer(
        &self,
        query: &Form,
        path: &str,
        key: &str,
        entries: &[(String, Value)],
        more: bool,
    ) -> Value {
        let start = self.number.saturating_mul(self.size);
        let link = |page: usize, after: Option<&str>| {
            let mut form = form_urlencoded::Serializer::new(String::new());
            form.extend_pairs(query.without(&["Page", "PageSize", "PageToken"]));
            form.append_pair("PageSize", &self.size.to_string());
            form.append_pair("Page", &page.to_string());
            if let Some(sid) = after {
                form.append_pair("PageToken", &format!("PA{sid}"));
            }
            format!("{path}?{}", form.finish())
        };
        let last = entries.last().map(|(sid, _)| sid.as_str()).filter(|_| more);
        let items: Vec<&Value> = entries.iter().map(|(_, item)| item).collect();
        json!({
            key: items,
            "page": self.number,
            "page_size": self.size,
            "start": start,
            "end": (start + entries.len()).saturating_sub(1).max(start),
            "uri": link(self.number, self.after.as_deref()),
            "first_page_uri": link(0, None),
            "previous_page_uri": self.number.checked_sub(1).map(|page| link(page, None)),
            "next_page_uri": last.map(|sid| link(self.number + 1, Some(sid))),
        })
    }
}

const USUAL_SIZE: u64 = 50;
const LARGEST_SIZE: u64 = 1_000;

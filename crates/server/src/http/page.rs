//! Lists come in pages.

use outdial_store::{Page, PageRequest};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Which page of a list.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    /// How many items, 1 to 200; 50 when absent.
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

impl PageQuery {
    /// The page that is asked for.
    #[must_use]
    pub fn request(self) -> PageRequest {
        PageRequest {
            cursor: self.cursor,
            limit: self.limit.unwrap_or(DEFAULT_LIMIT).clamp(1, LIMIT_MAX),
        }
    }
}

/// A page of a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ListPage<T> {
    /// The items.
    pub items: Vec<T>,
    /// Asks for what follows; null at the end.
    pub next_cursor: Option<String>,
    /// How many there are in all, when that is known.
    pub total: Option<u64>,
}

impl<T> ListPage<T> {
    /// The page, its items turned into their wire form.
    pub fn of<R>(page: Page<R>, total: Option<u64>, show: impl FnMut(R) -> T) -> Self {
        Self {
            items: page.items.into_iter().map(show).collect(),
            next_cursor: page.next_cursor,
            total,
        }
    }

    /// A list that is never long.
    pub fn whole(items: Vec<T>) -> Self {
        let total = u64::try_from(items.len()).ok();
        Self {
            items,
            next_cursor: None,
            total,
        }
    }
}

const DEFAULT_LIMIT: u32 = 50;
const LIMIT_MAX: u32 = 200;

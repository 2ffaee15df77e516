//! Pages of leads: any page of a million within a few milliseconds.

use outdial_domain::ids::ListId;

use super::order::Order;
use super::query::{Query, Way};
use super::{LeadFilter, LeadRow, LeadSort, Leads, counters};
use crate::StoreError;
use crate::db::{Param, Value};
use crate::page::{Page, PageRequest};

impl Leads<'_, '_> {
    /// A page of the leads that match. Without a list the pages of all lists in use become one.
    ///
    /// # Errors
    /// `BadCursor` for a cursor of another order; what the database said.
    pub fn list(
        &mut self,
        filter: &LeadFilter,
        sort: &LeadSort,
        page: &PageRequest,
    ) -> Result<Page<LeadRow>, StoreError> {
        let order = Order::of(sort);
        let position = order.position(page)?;
        let rows = page.rows();
        let mut found = Vec::new();
        let mut left = SEARCHED_MAX;
        for list in self.lists_of(filter)? {
            let searched = self.searched(&list, filter, &mut left)?;
            let mut query = Query::new(&list, filter, self.way(&list, filter)?, searched);
            if let Some(position) = &position {
                query.after(&order, position.clone());
            }
            query.order(&order, rows + 1);
            found.extend(self.select(&query.sql, &as_params(&query.values))?);
        }
        found.sort_by(|one, other| order.compare(one, other));
        Ok(Page::cut(found, rows, &order.list_name(), |row| {
            order.position_of(row)
        }))
    }

    /// How many leads match; of a search at most as many as it finds.
    ///
    /// # Errors
    /// What the database said.
    pub fn count(&mut self, filter: &LeadFilter) -> Result<u64, StoreError> {
        let mut total = 0;
        let mut left = SEARCHED_MAX;
        for list in self.lists_of(filter)? {
            let searched = self.searched(&list, filter, &mut left)?;
            total += if filter.q.is_some() {
                let query = Query::new(&list, filter, Way::Gather, searched);
                let sql = format!("SELECT COUNT(*) FROM leads {}", query.sql);
                let found = self.tx.query_one(&sql, &as_params(&query.values))?;
                found.map_or(Ok(0), |mut row| row.count())?
            } else {
                counters::matching(self.tx, &list, filter)?
            };
        }
        Ok(total)
    }

    fn lists_of(&mut self, filter: &LeadFilter) -> Result<Vec<ListId>, StoreError> {
        match &filter.list_id {
            Some(list) => Ok(vec![list.clone()]),
            None => self.tx.lists().in_use(LISTS_MAX),
        }
    }

    /// How many leads of a list are looked into for what lies in the middle of words; `left` for all lists together.
    fn searched(&mut self, list: &ListId, filter: &LeadFilter, left: &mut u32) -> Result<u32, StoreError> {
        if filter.q.is_none() || *left == 0 {
            return Ok(0);
        }
        let searched = *left;
        let there = u32::try_from(counters::by_list(self.tx, list)?.leads).unwrap_or(u32::MAX);
        *left = left.saturating_sub(there);
        Ok(searched)
    }

    fn way(&mut self, list: &ListId, filter: &LeadFilter) -> Result<Way, StoreError> {
        if filter.q.is_some() {
            return Ok(Way::Gather);
        }
        if filter.status.is_none() && filter.disposition.is_none() {
            return Ok(Way::Walk);
        }
        Ok(if counters::matching(self.tx, list, filter)? <= FEW {
            Way::Gather
        } else {
            Way::Walk
        })
    }
}

pub(super) fn as_params(values: &[Value]) -> Vec<Param<'_>> {
    values.iter().map(Param::from).collect()
}

/// Of a million rows, sorting this many takes about as long as skipping to a page of them.
const FEW: u64 = 5_000;
/// Newer lists first; whoever keeps more in use asks for one by its id.
const LISTS_MAX: u32 = 200;
/// Looked into for any part of a name or number, newer lists first: some milliseconds.
pub(super) const SEARCHED_MAX: u32 = 10_000;

//! Pages of leads: any page of a million within a few milliseconds.

use outdial_domain::ids::{LeadId, ListId};
use outdial_domain::leads::ConsentScope;

use super::order::Order;
use super::query::{Handle, Query, Way};
use super::{ConsentFilter, LeadFilter, LeadRow, LeadSort, LeadTotal, Leads, counters, terms};
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
            let way = self.way(&list, filter)?;
            let mut query = Query::new(&list, filter, way, Some(&order), searched);
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
    pub fn count(&mut self, filter: &LeadFilter) -> Result<LeadTotal, StoreError> {
        let mut total = LeadTotal::default();
        let mut left = SEARCHED_MAX;
        for list in self.lists_of(filter)? {
            let searched = self.searched(&list, filter, &mut left)?;
            if filter.is_counted() {
                total.leads += counters::matching(self.tx, &list, filter)?;
                continue;
            }
            let (sql, values) = self.counting(&list, filter, searched)?;
            let found = self.tx.query_one(&sql, &as_params(&values))?;
            total.leads += found.map_or(Ok(0), |mut row| row.count())?;
            if total.leads > COUNTED_MAX {
                return Ok(LeadTotal {
                    leads: COUNTED_MAX,
                    at_least: true,
                });
            }
        }
        Ok(total)
    }

    /// The leads that match, in the order of their lists, at most so many of them and one more.
    ///
    /// # Errors
    /// What the database said.
    pub fn ids(&mut self, filter: &LeadFilter, most: u64) -> Result<Vec<LeadId>, StoreError> {
        let mut found = Vec::new();
        let mut left = SEARCHED_MAX;
        for list in self.lists_of(filter)? {
            let searched = self.searched(&list, filter, &mut left)?;
            let mut query = Query::new(&list, filter, self.way(&list, filter)?, None, searched);
            query.limit((most + 1).saturating_sub(found.len() as u64));
            let sql = format!("SELECT id {}", query.sql);
            for mut row in self.tx.query(&sql, &as_params(&query.values))? {
                found.push(row.parsed("lead id")?);
            }
        }
        Ok(found)
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

    /// Gathering by the part of the filter that lets the fewest leads through, when those are few.
    fn way(&mut self, list: &ListId, filter: &LeadFilter) -> Result<Way, StoreError> {
        if filter.q.is_some() {
            return Ok(Way::Gather(Handle::Search));
        }
        let rarest = self.by_rarity(list, filter)?.first().copied();
        let few = rarest.filter(|(found, _)| *found <= FEW);
        Ok(few.map_or(Way::Walk, |(_, handle)| Way::Gather(handle)))
    }

    /// How the leads that match are counted. No order is asked for, so the rarest part of the filter always leads to
    /// them; a filter of terms alone is answered without the leads.
    fn counting(
        &mut self,
        list: &ListId,
        filter: &LeadFilter,
        searched: u32,
    ) -> Result<(String, Vec<Value>), StoreError> {
        let handles = self.by_rarity(list, filter)?;
        let terms: Vec<String> = handles
            .iter()
            .filter_map(|(_, handle)| term_of(filter, *handle))
            .collect();
        if filter.q.is_none() && !terms.is_empty() && terms.len() == handles.len() {
            return Ok(Query::count_of_terms(list, &terms, COUNTED_MAX + 1));
        }
        let way = match (&filter.q, handles.first()) {
            (Some(_), _) => Way::Gather(Handle::Search),
            (None, Some((_, handle))) => Way::Gather(*handle),
            (None, None) => Way::Walk,
        };
        let mut query = Query::new(list, filter, way, None, searched);
        query.limit(COUNTED_MAX + 1);
        // `revision` is in no index: without it a planner might read a whole index instead of the matches.
        let sql = format!("SELECT COUNT(*) FROM (SELECT revision {}) AS matches", query.sql);
        Ok((sql, query.values))
    }

    /// The parts of a filter that have an index, with how many leads each lets through, the fewest first.
    fn by_rarity(&mut self, list: &ListId, filter: &LeadFilter) -> Result<Vec<(u64, Handle)>, StoreError> {
        let mut found = Vec::new();
        for handle in handles(filter) {
            found.push((self.found_by(list, filter, handle)?, handle));
        }
        found.sort_by_key(|(found, _)| *found);
        Ok(found)
    }

    /// How many leads a part of a filter lets through: exactly up to [`FEW`].
    fn found_by(&mut self, list: &ListId, filter: &LeadFilter, handle: Handle) -> Result<u64, StoreError> {
        let part = only(filter, handle);
        if part.is_counted() {
            return counters::matching(self.tx, list, &part);
        }
        let found = if let Some(term) = term_of(filter, handle) {
            let (sql, values) = Query::count_of_terms(list, &[term], FEW + 1);
            self.tx.query_one(&sql, &as_params(&values))?
        } else {
            let mut query = Query::new(list, &part, Way::Gather(handle), None, 0);
            query.limit(FEW + 1);
            let sql = format!("SELECT COUNT(*) FROM (SELECT id {}) AS matches", query.sql);
            self.tx.query_one(&sql, &as_params(&query.values))?
        };
        found.map_or(Ok(0), |mut row| row.count())
    }
}

/// The parts of a filter that have an index.
fn handles(filter: &LeadFilter) -> Vec<Handle> {
    let mut handles = Vec::new();
    let mut add = |is_there: bool, handle: Handle| {
        if is_there {
            handles.push(handle);
        }
    };
    add(filter.disposition.is_some(), Handle::Disposition);
    add(filter.result.is_some(), Handle::Result);
    add(filter.status.is_some(), Handle::Status);
    add(filter.tag.is_some(), Handle::Tag);
    add(filter.region.is_some(), Handle::Region);
    match filter.consent {
        Some(ConsentFilter::Given(_)) => add(true, Handle::Consent),
        // The one that people look for has an index.
        Some(ConsentFilter::Missing(scope)) => add(scope == ConsentScope::AiVoice, Handle::NoConsent),
        None => {}
    }
    for place in 0..filter.custom.len() {
        add(true, Handle::Custom(place));
    }
    add(filter.attempts_max.is_some(), Handle::Attempts);
    let by_last_call = filter.never_called || filter.called_before.is_some() || filter.called_after.is_some();
    add(by_last_call, Handle::LastCall);
    handles
}

/// The term that a part of a filter asks for, if it is one.
fn term_of(filter: &LeadFilter, handle: Handle) -> Option<String> {
    match handle {
        Handle::Tag => filter.tag.as_deref().map(terms::of_tag),
        Handle::Region => filter.region.as_deref().map(terms::of_region),
        Handle::Consent => match filter.consent {
            Some(ConsentFilter::Given(scope)) => Some(terms::of_consent(scope)),
            Some(ConsentFilter::Missing(_)) | None => None,
        },
        Handle::Custom(place) => filter
            .custom
            .get(place)
            .map(|(field, value)| terms::of_custom(field, value)),
        Handle::Search
        | Handle::Disposition
        | Handle::Result
        | Handle::Status
        | Handle::NoConsent
        | Handle::Attempts
        | Handle::LastCall => None,
    }
}

/// That part of a filter alone.
fn only(filter: &LeadFilter, handle: Handle) -> LeadFilter {
    let mut part = LeadFilter::default();
    match handle {
        Handle::Search => {
            part.q.clone_from(&filter.q);
            part.q_number.clone_from(&filter.q_number);
        }
        Handle::Disposition => part.disposition.clone_from(&filter.disposition),
        Handle::Result => part.result = filter.result,
        Handle::Status => part.status = filter.status,
        Handle::Tag => part.tag.clone_from(&filter.tag),
        Handle::Region => part.region.clone_from(&filter.region),
        Handle::Consent | Handle::NoConsent => part.consent = filter.consent,
        // The others stay, so that the place still fits.
        Handle::Custom(_) => part.custom.clone_from(&filter.custom),
        Handle::Attempts => part.attempts_max = filter.attempts_max,
        Handle::LastCall => {
            part.never_called = filter.never_called;
            part.called_before = filter.called_before;
            part.called_after = filter.called_after;
        }
    }
    part
}

pub(super) fn as_params(values: &[Value]) -> Vec<Param<'_>> {
    values.iter().map(Param::from).collect()
}

/// Of a million rows, sorting this many takes about as long as skipping to a page of them.
const FEW: u64 = 5_000;
/// A larger number tells people nothing more.
const COUNTED_MAX: u64 = 10_000;
/// Newer lists first; whoever keeps more in use asks for one by its id.
const LISTS_MAX: u32 = 200;
/// Looked into for any part of a name or number, newer lists first: some milliseconds.
pub(super) const SEARCHED_MAX: u32 = 10_000;

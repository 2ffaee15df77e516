//! Which tags, regions and further fields leads have: what a filter can ask for.

use std::collections::BTreeSet;

use outdial_domain::ids::ListId;

use super::Leads;
use crate::StoreError;
use crate::db::params;

/// What a filter of leads can ask for, each word once and in order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LeadFacets {
    /// Tags.
    pub tags: BTreeSet<String>,
    /// Regions of numbers.
    pub regions: BTreeSet<String>,
    /// Names of the fields that the workspace added.
    pub custom_fields: BTreeSet<String>,
}

impl Leads<'_, '_> {
    /// What leads of the lists in use have, up to so many words of each kind.
    ///
    /// # Errors
    /// What the database said.
    pub fn facets(&mut self, most: usize) -> Result<LeadFacets, StoreError> {
        let mut facets = LeadFacets::default();
        for list in self.tx.lists().in_use(LISTS_MAX)? {
            self.words(&list, '!', &mut facets.tags, most)?;
            self.words(&list, '^', &mut facets.regions, most)?;
            self.words(&list, '=', &mut facets.custom_fields, most)?;
        }
        Ok(facets)
    }

    /// From one word to the next one by the index, whatever number of leads lies between them.
    fn words(
        &mut self,
        list: &ListId,
        kind: char,
        found: &mut BTreeSet<String>,
        most: usize,
    ) -> Result<(), StoreError> {
        let end = format!("{kind}{}", char::MAX);
        let mut after = kind.to_string();
        for _ in 0..most {
            let next = self.tx.query_one(
                "SELECT term FROM lead_terms WHERE workspace_id = $1 AND list_id = $2 AND term > $3 AND term < $4
                 ORDER BY term LIMIT 1",
                params![list, &after, &end],
            )?;
            let Some(mut row) = next else { return Ok(()) };
            let term = row.text()?;
            // Of a field and its value the field.
            let word = term.split('\t').next().unwrap_or(&term);
            after = if word == term {
                term.clone()
            } else {
                format!("{word}\t{}", char::MAX)
            };
            if found.len() < most {
                found.insert(word.chars().skip(1).collect());
            }
        }
        Ok(())
    }
}

/// Newer lists first, as the table reads them.
const LISTS_MAX: u32 = 200;

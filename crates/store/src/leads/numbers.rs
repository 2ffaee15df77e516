//! Which lead a number belongs to, in the whole workspace.

use std::collections::BTreeMap;

use outdial_domain::PhoneNumber;
use outdial_domain::ids::LeadId;

use super::{LeadRow, Leads};
use crate::StoreError;
use crate::db::{Param, params, value_rows};

/// A number with the lead that has it. They sort as the table that keeps them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct NumberOfLead {
    number: PhoneNumber,
    lead: LeadId,
    place: u32,
}

impl NumberOfLead {
    /// The numbers of leads, in order.
    #[must_use]
    pub fn of(rows: &[LeadRow]) -> Vec<Self> {
        let of_row = |row: &LeadRow| {
            let places = (0_u32..).zip(row.phones());
            let numbers = places.map(|(place, number)| Self {
                number: number.clone(),
                lead: row.id.clone(),
                place,
            });
            numbers.collect::<Vec<_>>()
        };
        let mut numbers: Vec<_> = rows.iter().flat_map(of_row).collect();
        numbers.sort_unstable();
        numbers
    }
}

impl Leads<'_, '_> {
    /// Lets leads be found by their numbers.
    ///
    /// # Errors
    /// What the database said.
    pub fn insert_numbers(&mut self, numbers: &[NumberOfLead]) -> Result<(), StoreError> {
        let workspace = self.tx.workspace.clone();
        for chunk in numbers.chunks(ROWS_AT_ONCE) {
            let mut values = Vec::with_capacity(chunk.len() * WIDTH);
            for number in chunk {
                values.extend([
                    Param::from(&workspace),
                    Param::from(number.number.e164()),
                    Param::from(&number.lead),
                    Param::from(number.place),
                ]);
            }
            let sql = format!(
                "INSERT INTO lead_numbers (workspace_id, number, lead_id, place) VALUES {} ON CONFLICT DO NOTHING",
                value_rows(chunk.len(), WIDTH)
            );
            self.tx.session().execute(&sql, &values)?;
        }
        Ok(())
    }

    /// The leads that have these numbers. Of several leads with the same one it is the lead that is dialled on it
    /// first, and of those the oldest.
    ///
    /// # Errors
    /// What the database said.
    pub fn by_numbers(
        &mut self,
        numbers: &[PhoneNumber],
    ) -> Result<BTreeMap<PhoneNumber, LeadRow>, StoreError> {
        let mut owners = BTreeMap::<PhoneNumber, (u32, LeadId)>::new();
        for chunk in numbers.chunks(ASKED_AT_ONCE) {
            let sql = format!(
                "SELECT number, lead_id, place FROM lead_numbers WHERE workspace_id = $1 AND number IN ({})",
                places(chunk.len())
            );
            let values: Vec<Param<'_>> = chunk.iter().map(|number| Param::from(number.e164())).collect();
            for mut row in self.tx.query(&sql, &values)? {
                let number = PhoneNumber::from_stored(&row.text()?)
                    .map_err(|why| StoreError::corrupt("phone number", &why))?;
                let lead: LeadId = row.parsed("lead id")?;
                let owner = (row.small()?, lead);
                let best = owners.entry(number).or_insert_with(|| owner.clone());
                if owner < *best {
                    *best = owner;
                }
            }
        }
        let ids: Vec<LeadId> = owners.values().map(|(_, lead)| lead.clone()).collect();
        let leads = self.by_ids(&ids)?;
        let found = owners.into_iter().filter_map(|(number, (_, lead))| {
            let row = leads.get(&lead)?;
            Some((number, row.clone()))
        });
        Ok(found.collect())
    }

    /// The leads with these ids.
    ///
    /// # Errors
    /// What the database said.
    pub fn by_ids(&mut self, ids: &[LeadId]) -> Result<BTreeMap<LeadId, LeadRow>, StoreError> {
        let mut found = BTreeMap::new();
        for chunk in ids.chunks(ASKED_AT_ONCE) {
            let values: Vec<Param<'_>> = chunk.iter().map(Param::from).collect();
            let rest = format!(
                "FROM leads WHERE workspace_id = $1 AND id IN ({})",
                places(chunk.len())
            );
            let rows = self.select(&rest, &values)?;
            found.extend(rows.into_iter().map(|row| (row.id.clone(), row)));
        }
        Ok(found)
    }

    /// Lets a lead be found by the numbers that it has now.
    pub(super) fn replace_numbers(&mut self, before: &LeadRow, after: &LeadRow) -> Result<(), StoreError> {
        if before.phones().eq(after.phones()) {
            return Ok(());
        }
        self.forget_numbers(before)?;
        self.insert_numbers(&NumberOfLead::of(std::slice::from_ref(after)))
    }

    /// Forgets that numbers belong to a lead.
    pub(super) fn forget_numbers(&mut self, row: &LeadRow) -> Result<(), StoreError> {
        let sql = "DELETE FROM lead_numbers WHERE workspace_id = $1 AND number = $2 AND lead_id = $3";
        for phone in row.phones() {
            self.tx.execute(sql, params![phone.e164(), &row.id])?;
        }
        Ok(())
    }
}

/// `$2, $3, ...`: the first is the workspace.
fn places(count: usize) -> String {
    let places: Vec<String> = (2..count + 2).map(|place| format!("${place}")).collect();
    places.join(", ")
}

const WIDTH: usize = 4;
/// SQLite takes 32,766 parameters in a statement; more rows at once gain nothing.
const ROWS_AT_ONCE: usize = 200;
const ASKED_AT_ONCE: usize = 500;

//! Writes a list down in parts: webhooks must not wait for a whole file. The list is seen when its last lead is there.

use outdial_domain::Timestamp;
use outdial_domain::ids::{LeadId, ListId};
use outdial_domain::leads::Standing;
use outdial_domain::list::{LeadLine, LeadTable};
use outdial_store::{
    AuditRow, LeadRow, LeadTerm, ListErrorRow, ListRow, NumberOfLead, StoreError, Workspace,
};

use crate::http::App;
use crate::http::problem::Problem;

/// What of a list is written down.
pub struct Import {
    leads: Vec<LeadRow>,
    terms: Vec<LeadTerm>,
    numbers: Vec<NumberOfLead>,
    errors: Vec<ListErrorRow>,
}

impl Import {
    /// The rows of a list, made off the request threads.
    ///
    /// # Errors
    /// When that task fails.
    pub async fn of(app: &App, list: &ListId, table: LeadTable) -> Result<(Self, LeadTable), Problem> {
        let now = app.now();
        let (list, ids) = (list.clone(), app.ids.clone());
        tokio::task::spawn_blocking(move || {
            let mut import = Self {
                leads: Vec::with_capacity(usize::try_from(table.counts.valid).unwrap_or_default()),
                terms: Vec::new(),
                numbers: Vec::new(),
                errors: Vec::new(),
            };
            for line in &table.lines {
                match line.objection() {
                    Some(error) => import.errors.push(ListErrorRow {
                        line: line.line_no,
                        raw: line.raw.clone(),
                        code: error.code.to_owned(),
                        message: error.message,
                    }),
                    None => {
                        let id = LeadId::from_bits(ids.next(now));
                        import.leads.extend(lead(id, &list, line, now));
                    }
                }
            }
            import.terms = LeadTerm::of(&import.leads);
            import.numbers = NumberOfLead::of(&import.leads);
            (import, table)
        })
        .await
        .map_err(|why| Problem::internal(&why))
    }

    /// Writes everything down; the list is seen once the entry of the audit log is there too.
    ///
    /// # Errors
    /// `Duplicate` when the list was completed before; when the store fails.
    pub async fn write(self, rows: &Workspace, list: ListRow, entry: AuditRow) -> Result<(), StoreError> {
        let id = list.id.clone();
        rows.write(move |tx| tx.lists().begin(&list)).await?;
        for part in parts(self.leads, LEADS_AT_ONCE) {
            rows.write(move |tx| tx.leads().insert_many(&part)).await?;
        }
        for part in parts(self.terms, TERMS_AT_ONCE) {
            let list = id.clone();
            rows.write(move |tx| tx.leads().insert_terms(&list, &part))
                .await?;
        }
        for part in parts(self.numbers, TERMS_AT_ONCE) {
            rows.write(move |tx| tx.leads().insert_numbers(&part)).await?;
        }
        for part in parts(self.errors, ERRORS_AT_ONCE) {
            let list = id.clone();
            rows.write(move |tx| tx.lists().insert_errors(&list, &part))
                .await?;
        }
        rows.write(move |tx| {
            tx.lists().complete(&id)?;
            tx.audit().add(&entry)
        })
        .await
    }
}

/// The rows in parts of at most so many; each is taken out of what is left without moving the rest.
fn parts<T>(rows: Vec<T>, at_once: usize) -> impl Iterator<Item = Vec<T>> {
    let mut left = rows.into_iter();
    std::iter::from_fn(move || {
        let part: Vec<T> = left.by_ref().take(at_once).collect();
        (!part.is_empty()).then_some(part)
    })
}

fn lead(id: LeadId, list: &ListId, line: &LeadLine, now: Timestamp) -> Option<LeadRow> {
    let phone = line.result.as_ref().ok()?;
    Some(LeadRow {
        id,
        list_id: list.clone(),
        line: line.line_no,
        contact_name: line.contact_name.clone(),
        company_name: line.company_name.clone(),
        title: line.title.clone(),
        email: line.email.clone(),
        region: phone.region().map(str::to_owned),
        phone: phone.clone(),
        time_zone: line.time_zone.clone(),
        numbers: Vec::new(),
        standing: Standing::new(),
        notes: None,
        custom: std::collections::BTreeMap::new(),
        tags: Vec::new(),
        import_id: None,
        held: None,
        created_at: now,
        updated_at: now,
        revision: 0,
    })
}

/// A new lead changes pages all over the indexes by name; the more leads share a transaction, the fewer pages are
/// written more than once. This many take about a tenth of a second, which is as long as a webhook may wait.
const LEADS_AT_ONCE: usize = 2_000;
/// Terms come in the order in which they are kept.
const TERMS_AT_ONCE: usize = 10_000;
const ERRORS_AT_ONCE: usize = 1_000;

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn every_row_is_in_one_part_and_none_is_empty() {
        for (rows, expected) in [(0, &[][..]), (1, &[1]), (4, &[2, 2]), (5, &[2, 2, 1])] {
            let all: Vec<usize> = (0..rows).collect();
            let found: Vec<_> = parts(all.clone(), 2).collect();
            assert_eq!(found.iter().map(Vec::len).collect::<Vec<_>>(), expected);
            assert_eq!(found.concat(), all);
        }
    }
}

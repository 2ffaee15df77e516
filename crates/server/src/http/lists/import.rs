//! Writes a list down, a few hundred leads at a time: webhooks must not wait for a whole file. The list is seen when
//! its last lead is there.

use outdial_domain::Timestamp;
use outdial_domain::ids::{LeadId, ListId};
use outdial_domain::leads::Standing;
use outdial_domain::list::{LeadLine, LeadTable};
use outdial_store::{AuditRow, LeadRow, ListErrorRow, ListRow, StoreError, Workspace};

use crate::http::App;
use crate::http::problem::Problem;

/// What of a list is written down.
pub struct Import {
    leads: Vec<LeadRow>,
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
        let mut leads = self.leads;
        while !leads.is_empty() {
            let rest = leads.split_off(leads.len().min(ROWS_AT_ONCE));
            let part = std::mem::replace(&mut leads, rest);
            rows.write(move |tx| tx.leads().insert_many(&part)).await?;
        }
        let mut errors = self.errors;
        while !errors.is_empty() {
            let rest = errors.split_off(errors.len().min(ROWS_AT_ONCE));
            let (list, part) = (id.clone(), std::mem::replace(&mut errors, rest));
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
        standing: Standing::new(),
        notes: None,
        held: None,
        created_at: now,
        updated_at: now,
        revision: 0,
    })
}

/// A transaction of some milliseconds.
const ROWS_AT_ONCE: usize = 250;

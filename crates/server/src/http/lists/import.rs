//! Writes a list down in parts: webhooks must not wait for a whole file. The list is seen when its last new lead is there.

use outdial_domain::list::{Judged, LeadTable, RowResult};
use outdial_store::{AuditRow, ListErrorRow, ListRow, StoreError, Workspace};

use super::judge::JudgedList;
use crate::http::AppState;
use crate::importing::{Destination, Writer};

/// What of a list is written down.
pub struct Import {
    new: Vec<Judged>,
    known: Vec<Judged>,
    errors: Vec<ListErrorRow>,
}

impl Import {
    /// What becomes of the rows of a list.
    #[must_use]
    pub fn of(list: JudgedList) -> (Self, LeadTable) {
        let errors = list.table.lines.iter().filter_map(|line| {
            let error = line.objection()?;
            Some(ListErrorRow {
                line: line.line_no,
                raw: line.raw.clone(),
                code: error.code.to_owned(),
                message: error.message,
            })
        });
        let errors = errors.collect();
        let is_new = |row: &Judged| matches!(row.result, RowResult::New);
        let (new, known) = list.judged.into_iter().partition(is_new);
        (Self { new, known, errors }, list.table)
    }

    /// How many leads the list will have.
    #[must_use]
    pub fn leads(&self) -> u64 {
        let moved = self.known.iter().filter(|row| is_moved(row)).count();
        (self.new.len() + moved) as u64
    }

    /// Writes everything down; the list is seen once the entry of the audit log is there too. Leads that were there before
    /// come into it only then: a list that was never completed is removed with all that is in it.
    ///
    /// # Errors
    /// `Duplicate` when the list was completed before; when the store fails.
    pub async fn write(
        self,
        app: &AppState,
        rows: &Workspace,
        list: ListRow,
        entry: AuditRow,
    ) -> Result<(), StoreError> {
        let to = Destination {
            import: None,
            list: list.id.clone(),
            behind: 0,
            actor: list.created_by.clone(),
            now: list.created_at,
            ids: app.ids.clone(),
            file: list.name.clone(),
            consents: None,
        };
        let mut writer = Writer::new(rows.clone(), to);
        let written = write_new(rows, &mut writer, list, self.new, self.errors, entry).await;
        if !matches!(written, Ok(()) | Err(StoreError::Duplicate { what: "list" })) {
            return written;
        }
        // Done again it changes nothing, so a request that broke off here is made good when it is repeated.
        writer.write(self.known).await?;
        written
    }
}

async fn write_new(
    rows: &Workspace,
    writer: &mut Writer,
    list: ListRow,
    new: Vec<Judged>,
    errors: Vec<ListErrorRow>,
    entry: AuditRow,
) -> Result<(), StoreError> {
    let id = list.id.clone();
    rows.write(move |tx| tx.lists().begin(&list)).await?;
    for part in parts(new, LEADS_AT_ONCE) {
        writer.write(part).await?;
    }
    writer.settle().await?;
    for part in parts(errors, ERRORS_AT_ONCE) {
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

fn is_moved(row: &Judged) -> bool {
    matches!(row.result, RowResult::Updated { moves: true, .. })
}

/// The rows in parts of at most so many; each is taken out of what is left without moving the rest.
fn parts<T>(rows: Vec<T>, at_once: usize) -> impl Iterator<Item = Vec<T>> {
    let mut left = rows.into_iter();
    std::iter::from_fn(move || {
        let part: Vec<T> = left.by_ref().take(at_once).collect();
        (!part.is_empty()).then_some(part)
    })
}

/// A new lead changes pages all over the indexes by name; the more leads share a transaction, the fewer pages are
/// written more than once. This many take about a tenth of a second, which is as long as a webhook may wait.
const LEADS_AT_ONCE: usize = 2_000;
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

//! Reads and judges the rows of a file, part by part: the same for the look beforehand and for the import itself.

use std::collections::BTreeSet;
use std::path::PathBuf;

use outdial_domain::PhoneNumber;
use outdial_domain::ids::{ListId, WorkspaceId};
use outdial_domain::list::{
    Facts, ImportCounts, ImportFile, ImportMapping, ImportRow, Judge, Judged, KnownLead, escape_cell,
};
use outdial_store::{ListState, Store, StoreError, Tx, Workspace};
use tokio::io::AsyncWriteExt as _;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::failure::Failure;
use super::report::ReportedError;

/// How the rows of a file are read.
#[derive(Debug, Clone)]
pub(super) struct Reading {
    pub path: PathBuf,
    pub region: String,
    pub has_header: Option<bool>,
    pub mapping: ImportMapping,
}

impl Reading {
    /// Sends the rows in parts until somebody stops it or listens no more. Blocking: for a thread of its own.
    pub(super) fn send(&self, to: &mpsc::Sender<Vec<ImportRow>>) -> Result<(), Failure> {
        let bytes = std::fs::read(&self.path)?;
        let file = ImportFile::of(&bytes);
        let open = file.open(&self.region, self.has_header)?;
        let mut rows = open.rows(&self.mapping, &self.region);
        loop {
            let part: Vec<ImportRow> = rows.by_ref().take(ROWS_AT_ONCE).collect();
            if part.is_empty() || to.blocking_send(part).is_err() {
                return Ok(());
            }
        }
    }
}

/// Asks the store about rows, judges them, and keeps those that come to nothing in a file.
pub(super) struct Sifting {
    pub store: Store,
    pub workspace: WorkspaceId,
    /// The list that is imported into, when it is there already.
    pub list: Option<ListId>,
    pub judge: Judge,
    pub counts: ImportCounts,
    errors: tokio::fs::File,
}

impl Sifting {
    pub(super) async fn begin(
        store: Store,
        workspace: WorkspaceId,
        list: Option<ListId>,
        judge: Judge,
        errors: PathBuf,
    ) -> Result<Self, Failure> {
        let mut file = tokio::fs::File::create(errors).await?;
        file.write_all(HEAD.as_bytes()).await?;
        Ok(Self {
            store,
            workspace,
            list,
            judge,
            counts: ImportCounts::default(),
            errors: file,
        })
    }

    /// What becomes of the next part.
    pub(super) async fn judge(&mut self, part: Vec<ImportRow>) -> Result<Vec<Judged>, Failure> {
        let rows = self.store.workspace(self.workspace.clone());
        let facts = facts(&rows, self.list.clone(), &part).await?;
        let mut judged = Vec::with_capacity(part.len());
        let mut errors = String::new();
        for row in part {
            let row = self.judge.judge(row, &facts);
            self.counts.add(&row.result);
            if let Some(error) = ReportedError::of(&row) {
                let line = error.line.to_string();
                let cells = [&line, &error.code, &error.reason, &error.raw];
                errors.push_str(&cells.map(|cell| escape_cell(cell)).join(","));
                errors.push('\n');
            }
            judged.push(row);
        }
        if !errors.is_empty() {
            self.errors.write_all(errors.as_bytes()).await?;
        }
        Ok(judged)
    }

    /// All that was judged is in the file.
    pub(super) async fn end(&mut self) -> Result<(), Failure> {
        self.errors.flush().await?;
        Ok(())
    }
}

/// What is known of the numbers of some rows; `list` is the one that they come into, when it is there already.
///
/// # Errors
/// When the store fails.
pub async fn facts(rows: &Workspace, list: Option<ListId>, part: &[ImportRow]) -> Result<Facts, StoreError> {
    let numbers: BTreeSet<PhoneNumber> = part
        .iter()
        .flat_map(|row| &row.fields.numbers)
        .map(|number| number.phone.clone())
        .collect();
    let first: BTreeSet<PhoneNumber> = part
        .iter()
        .filter_map(|row| row.fields.numbers.first())
        .map(|number| number.phone.clone())
        .collect();
    let read = move |tx: &mut Tx<'_>| {
        let numbers: Vec<PhoneNumber> = numbers.into_iter().collect();
        let first: Vec<PhoneNumber> = first.into_iter().collect();
        let do_not_call = tx.dnc().among(&numbers)?;
        let found = tx.leads().by_numbers(&first)?;
        let mut put_away = std::collections::BTreeMap::<ListId, bool>::new();
        let mut facts = Facts {
            do_not_call,
            ..Facts::default()
        };
        for (number, row) in found {
            let is_put_away = match put_away.get(&row.list_id) {
                Some(known) => *known,
                None => {
                    let state = tx.lists().get(&row.list_id)?.map(|list| list.state);
                    let is_put_away = state != Some(ListState::Ready);
                    put_away.insert(row.list_id.clone(), is_put_away);
                    is_put_away
                }
            };
            let known = KnownLead {
                id: row.id.clone(),
                fields: row.fields(),
                is_in_list: list.as_ref() == Some(&row.list_id),
                is_put_away,
            };
            facts.known.insert(number, known);
        }
        Ok::<Facts, StoreError>(facts)
    };
    rows.read(read).await
}

/// Waits for the next part; `None` at the end.
pub(super) async fn next_part<T>(
    from: &mut mpsc::Receiver<T>,
    stop: &CancellationToken,
    ending: &CancellationToken,
) -> Result<Option<T>, Failure> {
    tokio::select! {
        biased;
        () = stop.cancelled() => Err(Failure::Stopped),
        () = ending.cancelled() => Err(Failure::Ending),
        part = from.recv() => Ok(part),
    }
}

/// As many as are written in one transaction.
const ROWS_AT_ONCE: usize = 2_000;
/// Parts that are read ahead.
pub(super) const PARTS_AHEAD: usize = 4;
/// With a byte-order mark, so that spreadsheets read it as UTF-8.
const HEAD: &str = "\u{feff}line,code,reason,row\n";

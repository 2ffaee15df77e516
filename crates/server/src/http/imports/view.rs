//! Imports as the API shows them.

use outdial_domain::list::ImportCounts;
use outdial_store::{ImportRow, ImportUndone};
use serde::Serialize;
use utoipa::ToSchema;

use super::change::ImportConsents;
use crate::http::calls::view::ActorView;
use crate::importing::{ImportDesk, ImportReport, ReportedError, ReportedRow};

/// An import of leads. The live channel sends it without `rows` and `errors` as it comes further.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Import)]
pub struct ImportView {
    /// `imp_...`
    pub id: String,
    /// `checking`, `checked`, `running`, `done`, `cancelled`, `failed`, `undoing` or `undone`.
    pub state: String,
    /// Somebody wants it to end; what it wrote is being taken back.
    pub cancelling: bool,
    /// The file's name.
    pub file_name: String,
    /// The file's size.
    pub bytes: u64,
    /// How the list is called that it makes.
    pub name: String,
    /// The list that it goes into; null before it starts when it makes one of its own.
    #[schema(required)]
    pub list_id: Option<String>,
    /// What is done with numbers that some lead has already: `update`, `move` or `skip`.
    pub known: String,
    /// Tags for all its leads.
    pub tags: Vec<String>,
    /// What everybody in the file has agreed to.
    #[schema(required)]
    pub consents: Option<ImportConsents>,
    /// Whether the first row names the columns.
    pub has_header: bool,
    /// The encoding that the file is in; empty until it was looked at.
    pub encoding: String,
    /// What stands between its cells.
    pub separator: String,
    /// Its columns.
    pub columns: Vec<ImportColumnView>,
    /// Whether the mapping was taken over from an earlier list with the same headings.
    pub remembered: bool,
    /// What no column holds and a lead cannot do without: `phone`, and `name` and `company` when neither is there.
    pub missing: Vec<String>,
    /// How many rows become what: as was found beforehand, and once it is done as it was done.
    pub counts: ImportCountsView,
    /// How far it is.
    pub progress: ImportProgressView,
    /// Its first rows, at most 50.
    pub rows: Vec<ImportRowView>,
    /// The first rows that come to nothing, at most 100; `/imports/{id}/errors.csv` has them all.
    pub errors: Vec<ImportErrorView>,
    /// What undoing it did.
    #[schema(required)]
    pub undone: Option<ImportUndoneView>,
    /// Why it failed.
    #[schema(required)]
    pub problem: Option<String>,
    /// When the file came.
    pub created_at: String,
    /// When it was started.
    #[schema(required)]
    pub started_at: Option<String>,
    /// When it ended.
    #[schema(required)]
    pub finished_at: Option<String>,
    /// Who brought the file.
    pub created_by: ActorView,
}

/// A column of a file.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = ImportColumn)]
pub struct ImportColumnView {
    /// Its place, from 0.
    pub index: usize,
    /// Its heading; empty when nobody named it.
    pub header: String,
    /// Its first values.
    pub sample: Vec<String>,
    /// What it holds: a word of the mapping.
    pub mapped_to: String,
}

/// How many rows become what; each row is counted once beside `rows`.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[schema(as = ImportCounts)]
pub struct ImportCountsView {
    /// All rows.
    pub rows: u64,
    /// New leads.
    pub new: u64,
    /// Known leads that change.
    pub updated: u64,
    /// Rows that say nothing new.
    pub duplicate: u64,
    /// Rows about people who must not be called.
    pub do_not_call: u64,
    /// Rows that cannot be read as a lead.
    pub invalid: u64,
}

/// How far an import is.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[schema(as = ImportProgress)]
pub struct ImportProgressView {
    /// Rows that are done with.
    pub done_rows: u64,
    /// All rows, as far as that is known.
    pub total_rows: u64,
    /// How fast it is; null while nobody works on it.
    #[schema(required)]
    pub rows_per_second: Option<u64>,
}

/// A row as it was understood.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = ImportRow)]
pub struct ImportRowView {
    /// Its line, from 1.
    pub line: u32,
    /// The person.
    #[schema(required)]
    pub contact_name: Option<String>,
    /// The company.
    #[schema(required)]
    pub company_name: Option<String>,
    /// E.164; null when it is no number.
    #[schema(required)]
    pub phone: Option<String>,
    /// As people of its country write it; as it was written when it is no number.
    pub phone_display: String,
    /// The person's title.
    #[schema(required)]
    pub title: Option<String>,
    /// `new`, `updated`, `duplicate`, `do_not_call` or `invalid`.
    pub result: String,
    /// Why it comes to nothing: a stable code.
    #[schema(required)]
    pub code: Option<String>,
    /// The same for people.
    #[schema(required)]
    pub reason: Option<String>,
}

/// A row that comes to nothing.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = ImportError)]
pub struct ImportErrorView {
    /// Its line, from 1.
    pub line: u32,
    /// Stable code.
    pub code: String,
    /// One sentence.
    pub reason: String,
    /// As it was written.
    pub raw: String,
}

/// What undoing an import did.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[schema(as = ImportUndone)]
pub struct ImportUndoneView {
    /// Leads that it had made and that are gone.
    pub removed: u64,
    /// Leads that it had changed and that are as before.
    pub restored: u64,
    /// Leads that were called or changed again since, and stay.
    pub kept: u64,
}

impl ImportView {
    /// The import with its first rows.
    #[must_use]
    pub fn of(row: &ImportRow, desk: &ImportDesk) -> Self {
        let report = report(row);
        let (rows, errors) = (report.rows.clone(), report.errors.clone());
        Self {
            rows: rows.into_iter().map(ImportRowView::from).collect(),
            errors: errors.into_iter().map(ImportErrorView::from).collect(),
            ..Self::complete(row, report, desk)
        }
    }

    /// The import without its rows.
    #[must_use]
    pub fn brief(row: &ImportRow, desk: &ImportDesk) -> Self {
        Self::complete(row, report(row), desk)
    }

    fn complete(row: &ImportRow, report: ImportReport, desk: &ImportDesk) -> Self {
        let mapping = report.mapping;
        let columns = report
            .columns
            .into_iter()
            .enumerate()
            .map(|(index, column)| ImportColumnView {
                index,
                header: column.header,
                sample: column.sample,
                mapped_to: mapping
                    .0
                    .get(index)
                    .map_or_else(|| "ignore".to_owned(), ToString::to_string),
            });
        let at_work = desk.progress(&row.id);
        Self {
            id: row.id.to_string(),
            state: row.state.as_str().to_owned(),
            cancelling: row.cancelled && row.finished_at.is_none(),
            file_name: row.file_name.clone(),
            bytes: row.bytes,
            name: row.name.clone(),
            list_id: row.list_id.as_ref().map(ToString::to_string),
            known: row.known.as_str().to_owned(),
            tags: row.tags.clone(),
            consents: row.choices.consents.as_ref().map(|given| ImportConsents {
                scopes: given.scopes.iter().map(ToString::to_string).collect(),
                source: given.source.clone(),
            }),
            has_header: report.has_header,
            encoding: report.encoding,
            separator: report.separator,
            columns: columns.collect(),
            remembered: report.remembered,
            missing: report.missing,
            counts: row.counts.into(),
            progress: ImportProgressView {
                done_rows: at_work.map_or(0, |progress| progress.done),
                total_rows: at_work.map_or(row.counts.rows, |progress| progress.total),
                rows_per_second: at_work.and_then(|progress| progress.per_second),
            },
            rows: Vec::new(),
            errors: Vec::new(),
            undone: row.undone.map(ImportUndoneView::from),
            problem: row.problem.clone(),
            created_at: row.created_at.to_string(),
            started_at: row.started_at.map(|at| at.to_string()),
            finished_at: row.finished_at.map(|at| at.to_string()),
            created_by: ActorView::of(&row.created_by),
        }
    }
}

fn report(row: &ImportRow) -> ImportReport {
    let report = row.report.clone();
    report
        .and_then(|report| serde_json::from_value(report).ok())
        .unwrap_or_default()
}

impl From<ImportCounts> for ImportCountsView {
    fn from(counts: ImportCounts) -> Self {
        Self {
            rows: counts.rows,
            new: counts.new,
            updated: counts.updated,
            duplicate: counts.duplicate,
            do_not_call: counts.do_not_call,
            invalid: counts.invalid,
        }
    }
}

impl From<ImportUndone> for ImportUndoneView {
    fn from(undone: ImportUndone) -> Self {
        Self {
            removed: undone.removed,
            restored: undone.restored,
            kept: undone.kept,
        }
    }
}

impl From<ReportedRow> for ImportRowView {
    fn from(row: ReportedRow) -> Self {
        Self {
            line: row.line,
            contact_name: row.contact_name,
            company_name: row.company_name,
            phone: row.phone,
            phone_display: row.phone_display,
            title: row.title,
            result: row.result,
            code: row.code,
            reason: row.reason,
        }
    }
}

impl From<ReportedError> for ImportErrorView {
    fn from(error: ReportedError) -> Self {
        Self {
            line: error.line,
            code: error.code,
            reason: error.reason,
            raw: error.raw,
        }
    }
}

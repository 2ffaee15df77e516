//! What was found when a file was looked at, as it is kept with the import.

use outdial_domain::list::{ImportColumn, ImportMapping, Judged};
use serde::{Deserialize, Serialize};

/// What was found when a file was looked at.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ImportReport {
    /// The encoding that it is in.
    pub encoding: String,
    /// What stands between its cells.
    pub separator: String,
    /// Whether its first row names the columns.
    pub has_header: bool,
    /// Its columns.
    pub columns: Vec<ImportColumn>,
    /// What each of them holds.
    pub mapping: ImportMapping,
    /// Whether that was taken over from an earlier list with the same headings.
    pub remembered: bool,
    /// What no column holds and a lead cannot do without.
    pub missing: Vec<String>,
    /// Its first rows.
    pub rows: Vec<ReportedRow>,
    /// The first rows that come to nothing.
    pub errors: Vec<ReportedError>,
}

/// A row as it was understood.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ReportedRow {
    /// Its line, from 1.
    pub line: u32,
    /// The person.
    pub contact_name: Option<String>,
    /// The company.
    pub company_name: Option<String>,
    /// E.164.
    pub phone: Option<String>,
    /// As people write it; as it was written when it is no number.
    pub phone_display: String,
    /// The person's title.
    pub title: Option<String>,
    /// What becomes of it.
    pub result: String,
    /// Why it comes to nothing.
    pub code: Option<String>,
    /// The same for people.
    pub reason: Option<String>,
}

/// A row that comes to nothing.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ReportedError {
    /// Its line, from 1.
    pub line: u32,
    /// Why.
    pub code: String,
    /// The same for people.
    pub reason: String,
    /// As it was written.
    pub raw: String,
}

impl ReportedRow {
    pub(super) fn of(judged: &Judged) -> Self {
        let row = &judged.row;
        let first = row.fields.numbers.first();
        let reason = judged.result.reason();
        Self {
            line: row.line,
            contact_name: row.fields.contact_name.clone(),
            company_name: row.fields.company_name.clone(),
            phone: first.map(|number| number.phone.e164().to_owned()),
            phone_display: first.map_or_else(
                || row.written.clone().unwrap_or_default(),
                |number| number.phone.international(),
            ),
            title: row.fields.title.clone(),
            result: judged.result.as_str().to_owned(),
            code: reason.map(|why| why.code.to_owned()),
            reason: reason.map(|why| why.message.clone()),
        }
    }
}

impl ReportedError {
    pub(super) fn of(judged: &Judged) -> Option<Self> {
        let reason = judged.result.reason()?;
        Some(Self {
            line: judged.row.line,
            code: reason.code.to_owned(),
            reason: reason.message.clone(),
            raw: judged.row.raw.clone(),
        })
    }
}

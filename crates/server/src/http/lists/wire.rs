//! Lists as the API shows them.

use outdial_domain::list::{LeadCounts, LeadLine, LeadMapping, LeadTable};
use outdial_store::{ListCounts, ListErrorRow, ListRow, ListState};
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::calls::view::ActorView;

/// A named set of leads.
#[derive(Debug, Serialize, ToSchema)]
pub struct LeadList {
    /// `list_...`
    pub id: String,
    /// Shown to people.
    pub name: String,
    /// `csv`, `paste` or `api`.
    pub source: String,
    /// When it came in.
    pub created_at: String,
    /// Who brought it.
    pub created_by: ActorView,
    /// How many leads it has.
    pub counts: LeadListCounts,
    /// Whether it was put away.
    pub archived: bool,
}

/// How many leads a list has.
#[derive(Debug, Serialize, ToSchema)]
pub struct LeadListCounts {
    /// All of them.
    pub leads: u64,
    /// Dialled at least once.
    pub called: u64,
    /// Still to be called: new ones and callbacks.
    pub open: u64,
}

/// How many rows of which kind a list has.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct ListRowCounts {
    /// All rows.
    pub rows: u64,
    /// Rows that are leads.
    pub valid: u64,
    /// Rows with an error.
    pub invalid: u64,
    /// Rows whose number was in the list before.
    pub duplicates: u64,
}

/// A row that becomes no lead.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ListLineError {
    /// Its line, from 1.
    pub line: u32,
    /// As it was written.
    pub raw: String,
    /// Stable code.
    pub code: String,
    /// One sentence.
    pub message: String,
}

/// Which column holds which field, counted from 0.
#[derive(Debug, Serialize, ToSchema)]
pub struct ListMapping {
    /// The person's name, or the given name where the family name stands apart.
    #[schema(required)]
    pub name: Option<usize>,
    /// The family name, where it stands apart.
    #[schema(required)]
    pub family_name: Option<usize>,
    /// The company.
    #[schema(required)]
    pub company: Option<usize>,
    /// The number to call.
    #[schema(required)]
    pub phone: Option<usize>,
    /// The person's title or position.
    #[schema(required)]
    pub title: Option<usize>,
    /// The e-mail address.
    #[schema(required)]
    pub email: Option<usize>,
    /// The IANA time zone.
    #[schema(required)]
    pub time_zone: Option<usize>,
}

impl LeadList {
    /// The list as the API shows it.
    #[must_use]
    pub fn of(row: &ListRow, counts: ListCounts) -> Self {
        Self {
            id: row.id.to_string(),
            name: row.name.clone(),
            source: row.source.clone(),
            created_at: row.created_at.to_string(),
            created_by: ActorView::of(&row.created_by),
            counts: LeadListCounts {
                leads: counts.leads,
                called: counts.called,
                open: counts.open,
            },
            archived: row.state == ListState::Archived,
        }
    }
}

impl ListMapping {
    /// The mapping as the API shows it.
    #[must_use]
    pub fn of(mapping: &LeadMapping) -> Self {
        Self {
            name: mapping.name,
            family_name: mapping.family_name,
            company: mapping.company,
            phone: mapping.phone,
            title: mapping.title,
            email: mapping.email,
            time_zone: mapping.time_zone,
        }
    }
}

impl From<LeadCounts> for ListRowCounts {
    fn from(counts: LeadCounts) -> Self {
        Self {
            rows: counts.rows.into(),
            valid: counts.valid.into(),
            invalid: counts.invalid.into(),
            duplicates: counts.duplicates.into(),
        }
    }
}

impl ListLineError {
    /// What is wrong with a row, if anything is.
    #[must_use]
    pub fn of_line(line: &LeadLine) -> Option<Self> {
        line.objection().map(|error| Self {
            line: line.line_no,
            raw: line.raw.clone(),
            code: error.code.to_owned(),
            message: error.message,
        })
    }

    /// The first rows of a list that become no leads.
    #[must_use]
    pub fn first_of(table: &LeadTable) -> Vec<Self> {
        table
            .lines
            .iter()
            .filter_map(Self::of_line)
            .take(ERRORS_SHOWN)
            .collect()
    }
}

impl From<ListErrorRow> for ListLineError {
    fn from(row: ListErrorRow) -> Self {
        Self {
            line: row.line,
            raw: row.raw,
            code: row.code,
            message: row.message,
        }
    }
}

/// More errors than this are read in the downloaded file.
pub const ERRORS_SHOWN: usize = 1_000;

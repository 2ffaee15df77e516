//! Saved views as the API shows them, and what may stand in one.

use outdial_store::ViewRow;
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::auth::{Actor, Operation};
use crate::http::problem::{Problem, ProblemCode};

/// Filters and columns of a page, kept under a name.
#[derive(Debug, Serialize, ToSchema)]
pub struct SavedView {
    /// `view_...`
    pub id: String,
    /// The page that it belongs to, such as `leads`.
    pub page: String,
    /// Shown to people.
    pub name: String,
    /// The page's URL query.
    pub query: String,
    /// The columns shown, in their order.
    pub columns: Vec<String>,
    /// Whether everybody sees it.
    pub shared: bool,
    /// Whether it is the asker's own.
    pub mine: bool,
    /// Whose it is.
    pub owner_name: String,
    /// When it was made.
    pub created_at: String,
    /// When it last changed.
    pub updated_at: String,
}

impl SavedView {
    /// The view as somebody sees it.
    pub fn of(row: &ViewRow, actor: &Actor) -> Self {
        Self {
            id: row.id.to_string(),
            page: row.page.clone(),
            name: row.name.clone(),
            query: row.query.clone(),
            columns: row.columns.clone(),
            shared: row.shared,
            mine: row.owner == actor.id,
            owner_name: row.owner_name.clone(),
            created_at: row.created_at.to_string(),
            updated_at: row.updated_at.to_string(),
        }
    }
}

/// Whether somebody may change a view: their own, or a shared one when they may share.
///
/// # Errors
/// As if there were none, for what they do not see; forbidden otherwise.
pub fn refuse_others(row: &ViewRow, actor: &Actor) -> Result<(), Problem> {
    if row.owner == actor.id {
        return Ok(());
    }
    if !row.shared {
        return Err(ProblemCode::ViewNotFound.into());
    }
    actor.require(Operation::ViewsShare)
}

/// A name that people can read.
///
/// # Errors
/// When it is empty or too long.
pub fn name(text: &str) -> Result<String, Problem> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > NAME_MAX_CHARS {
        return Err(Problem::invalid_field(
            "name",
            format!("it needs 1 to {NAME_MAX_CHARS} characters"),
        ));
    }
    Ok(text.to_owned())
}

/// What a view shows.
///
/// # Errors
/// When it is out of proportion.
pub fn refuse_huge(query: &str, columns: &[String]) -> Result<(), Problem> {
    if query.len() > QUERY_MAX_BYTES {
        return Err(Problem::invalid_field(
            "query",
            format!("it may have {QUERY_MAX_BYTES} characters"),
        ));
    }
    let is_long = |column: &String| column.chars().count() > NAME_MAX_CHARS;
    if columns.len() > COLUMNS_MAX || columns.iter().any(is_long) {
        return Err(Problem::invalid_field(
            "columns",
            format!("at most {COLUMNS_MAX} columns"),
        ));
    }
    Ok(())
}

const NAME_MAX_CHARS: usize = 100;
const QUERY_MAX_BYTES: usize = 4_000;
const COLUMNS_MAX: usize = 100;
/// More views than this nobody finds their way in.
pub const VIEWS_MAX: u32 = 500;

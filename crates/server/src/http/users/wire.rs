//! A user as the API shows it.

use outdial_store::UserRow;
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::auth::Role;

/// A person who signs in.
#[derive(Debug, Serialize, ToSchema)]
pub struct User {
    /// `usr_…`.
    pub id: String,
    /// Sign-in name.
    pub email: String,
    /// Name shown to others.
    pub name: String,
    /// What the person may do.
    pub role: Role,
    /// When the user was added.
    pub created_at: String,
    /// When the person was last here.
    pub last_seen_at: Option<String>,
    /// Whether signing in is blocked.
    pub disabled: bool,
}

impl From<UserRow> for User {
    fn from(row: UserRow) -> Self {
        Self {
            id: row.id.to_string(),
            email: row.email,
            name: row.name,
            role: row.role.into(),
            created_at: row.created_at.to_string(),
            last_seen_at: row.last_seen_at.map(|at| at.to_string()),
            disabled: row.disabled,
        }
    }
}

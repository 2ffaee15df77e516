//! A key as the API shows it: never the key itself.

use outdial_store::ApiKeyRow;
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::auth::{Operation, Role};

/// A key for programs.
#[derive(Debug, Serialize, ToSchema)]
pub struct ApiKey {
    /// `key_…`.
    pub id: String,
    /// Name of the program.
    pub name: String,
    /// How the key begins.
    pub prefix: String,
    /// The most that the key may do.
    pub role: Role,
    /// What the key may do.
    pub scopes: Vec<String>,
    /// When it was made.
    pub created_at: String,
    /// When it was last used.
    pub last_used_at: Option<String>,
    /// When it ends by itself.
    pub expires_at: Option<String>,
}

impl From<ApiKeyRow> for ApiKey {
    fn from(row: ApiKeyRow) -> Self {
        let role = Role::from(row.role);
        Self {
            id: row.id.to_string(),
            name: row.name,
            prefix: row.prefix,
            role,
            scopes: if row.scopes.is_empty() {
                scopes_of(role)
            } else {
                row.scopes
            },
            created_at: row.created_at.to_string(),
            last_used_at: row.last_used_at.map(|at| at.to_string()),
            expires_at: row.expires_at.map(|at| at.to_string()),
        }
    }
}

fn scopes_of(role: Role) -> Vec<String> {
    let mut scopes: Vec<_> = Operation::ALL
        .iter()
        .filter(|operation| operation.allowed_for(role))
        .map(|operation| operation.scope().to_owned())
        .collect();
    scopes.sort_unstable();
    scopes.dedup();
    scopes
}

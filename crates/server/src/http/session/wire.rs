//! What the page knows about who is signed in.

use outdial_store::UserRow;
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::auth::Role;

/// Who is signed in, and where.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Session {
    /// The person.
    pub user: SessionUser,
    /// The workspace.
    pub workspace: SessionWorkspace,
    /// What unsafe requests must send as `X-CSRF-Token`.
    pub csrf_token: String,
    /// Whether calls go to the simulated phone network.
    pub sandbox: bool,
    /// Whether callees can be talked to from the browser.
    pub cold_call: bool,
    /// The server's version.
    pub version: String,
}

/// The person who is signed in.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SessionUser {
    /// `usr_…`.
    pub id: String,
    /// Sign-in name.
    pub email: String,
    /// Name shown to others.
    pub name: String,
    /// What the person may do.
    pub role: Role,
}

/// The workspace.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SessionWorkspace {
    /// `ws_…`.
    pub id: String,
    /// Its name.
    pub name: String,
}

impl SessionUser {
    /// The wire form of a stored user.
    #[must_use]
    pub fn of(user: &UserRow) -> Self {
        Self {
            id: user.id.to_string(),
            email: user.email.clone(),
            name: user.name.clone(),
            role: user.role.into(),
        }
    }
}

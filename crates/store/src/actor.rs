//! Who did something.

use serde::{Deserialize, Serialize};

/// Who did something, named as they were then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// `user`, `api_key` or `system`.
    pub kind: String,
    /// Its id; the system has none.
    pub id: Option<String>,
    /// Its name at the time.
    pub name: String,
}

impl Actor {
    /// This program itself.
    #[must_use]
    pub fn system() -> Self {
        Self {
            kind: "system".to_owned(),
            id: None,
            name: "Outdial".to_owned(),
        }
    }

    /// A person.
    #[must_use]
    pub fn user(id: &outdial_domain::ids::UserId, name: impl Into<String>) -> Self {
        Self {
            kind: "user".to_owned(),
            id: Some(id.to_string()),
            name: name.into(),
        }
    }

    /// A program with a key.
    #[must_use]
    pub fn api_key(id: &outdial_domain::ids::ApiKeyId, name: impl Into<String>) -> Self {
        Self {
            kind: "api_key".to_owned(),
            id: Some(id.to_string()),
            name: name.into(),
        }
    }
}

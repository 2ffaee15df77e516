//! Where an account comes from, and who may change it.

use serde::Serialize;
use utoipa::ToSchema;

/// Where an account comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AccountOrigin {
    /// Variables of the environment; changed there.
    Environment,
    /// The settings page.
    Settings,
    /// The simulated phone network.
    Sandbox,
}

impl AccountOrigin {
    /// The word under which it is stored.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Environment => "environment",
            Self::Settings => "settings",
            Self::Sandbox => "sandbox",
        }
    }

    /// Reads a stored word; an unknown one is something that nobody may change here.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        match text {
            "settings" => Self::Settings,
            "sandbox" => Self::Sandbox,
            _ => Self::Environment,
        }
    }
}

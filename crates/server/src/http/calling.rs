//! What the operations on calls, runs and numbers have in common.

use outdial_domain::ids::WorkspaceId;
use outdial_domain::phone::PhoneNumber;
use outdial_domain::rules::WindowOverride;
use outdial_domain::settings::MESSAGE_MAX_CHARS;
use outdial_store::{AuditRow, StoreError};

use super::auth::{Actor, Operation};
use super::names::AccountNames;
use super::problem::{Problem, ProblemCode};
use super::state::App;

impl App {
    /// The carrier accounts of a workspace by name.
    #[must_use]
    pub fn carrier_names(&self, workspace: &WorkspaceId) -> AccountNames {
        AccountNames::of(&self.engine, workspace)
    }

    /// The region with which numbers in national notation are read.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn default_region(&self, workspace: &WorkspaceId) -> Result<String, StoreError> {
        let settings = self
            .workspace(workspace)
            .read(|tx| tx.settings().current())
            .await?;
        Ok(settings.settings.default_region)
    }

    /// Reads one number of a request.
    ///
    /// # Errors
    /// When the text is no number that can be read without guessing.
    pub async fn read_number(
        &self,
        workspace: &WorkspaceId,
        field: &str,
        text: &str,
    ) -> Result<PhoneNumber, Problem> {
        let region = self.default_region(workspace).await?;
        PhoneNumber::parse(text, &region).map_err(|why| {
            let sentence = why.to_string();
            Problem::new(ProblemCode::RequestInvalid)
                .detail(sentence.clone())
                .field(field, why.code(), sentence)
        })
    }

    /// The override of the calling window that the actor confirmed, if it may.
    ///
    /// # Errors
    /// When the actor confirmed something that it may not decide.
    pub fn window_override(&self, actor: &Actor, confirmed: bool) -> Result<Option<WindowOverride>, Problem> {
        if !confirmed {
            return Ok(None);
        }
        actor.require(Operation::WindowOverride)?;
        Ok(Some(WindowOverride {
            by: format!("{} ({})", actor.name, actor.id),
            confirmed_at: self.now(),
        }))
    }

    /// Notes in the audit log what was just done.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn note(&self, workspace: &WorkspaceId, entry: AuditRow) -> Result<(), StoreError> {
        self.workspace(workspace)
            .write(move |tx| tx.audit().add(&entry))
            .await
    }
}

/// What is to be said, if anything is; blank text counts as absent.
///
/// # Errors
/// When it is longer than a message of the settings may be.
pub fn message(text: Option<String>) -> Result<Option<String>, Problem> {
    short("message", text, MESSAGE_MAX_CHARS)
}

/// A name or another word for people or carriers; blank text counts as absent.
///
/// # Errors
/// When it is far too long for one.
pub fn label(field: &str, text: Option<String>) -> Result<Option<String>, Problem> {
    short(field, text, LABEL_MAX_CHARS)
}

fn short(field: &str, text: Option<String>, max: u32) -> Result<Option<String>, Problem> {
    let Some(text) = text.filter(|text| !text.trim().is_empty()) else {
        return Ok(None);
    };
    let count = text.chars().count();
    if u32::try_from(count).is_ok_and(|count| count <= max) {
        return Ok(Some(text));
    }
    let help = format!("it may have {max} characters, not {count}");
    Err(Problem::invalid_field(field, help))
}

/// No person, list or voice has a longer name.
const LABEL_MAX_CHARS: u32 = 200;

//! What the operations on calls, runs and numbers have in common.

use outdial_domain::ids::WorkspaceId;
use outdial_domain::phone::PhoneNumber;
use outdial_domain::rules::WindowOverride;
use outdial_store::StoreError;

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
}

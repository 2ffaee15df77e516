//! Who changed what: entries of the audit log, and `GET /audit`.

use axum::Json;
use axum::extract::State;
use outdial_domain::ids::{AuditId, UserId};
use outdial_store::{AuditRow, UserRow};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::AppState;
use super::auth::{Actor, Client, Operation};
use super::page::{ListPage, PageQuery};
use super::problem::Problem;
use super::request::Query;

/// The operations on the audit log.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list))
}

/// An entry that is about to be written.
#[must_use]
pub struct Entry {
    actor: outdial_store::Actor,
    address: Option<String>,
    subject: Option<String>,
    detail: Value,
}

impl Entry {
    /// Something that the sender of a request did.
    pub fn by(actor: &Actor) -> Self {
        Self::of(actor.stored(), Some(actor.address.to_string()))
    }

    /// Something that a person did before being signed in.
    pub fn by_user(user: &UserRow, client: Client) -> Self {
        Self::of(
            outdial_store::Actor::user(&user.id, &*user.name),
            Some(client.address.to_string()),
        )
    }

    /// Something that this program did of its own accord.
    pub fn by_system() -> Self {
        Self::of(outdial_store::Actor::system(), None)
    }

    fn of(actor: outdial_store::Actor, address: Option<String>) -> Self {
        Self {
            actor,
            address,
            subject: None,
            detail: Value::Null,
        }
    }

    /// Names what it was done to.
    pub fn subject(mut self, subject: &impl ToString) -> Self {
        self.subject = Some(subject.to_string());
        self
    }

    /// Adds what else is worth knowing; never a credential.
    pub fn detail(mut self, detail: Value) -> Self {
        self.detail = detail;
        self
    }

    /// The row to store, in the transaction of the change itself.
    #[must_use]
    pub fn row(self, app: &AppState, action: &str) -> AuditRow {
        let at = app.now();
        AuditRow {
            id: AuditId::from_bits(app.ids.next(at)),
            at,
            actor: self.actor,
            action: action.to_owned(),
            subject: self.subject,
            detail: self.detail,
            ip: self.address,
        }
    }
}

/// A line of the audit log.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditEntry {
    /// `aud_…`.
    pub id: String,
    /// When.
    pub at: String,
    /// Who.
    pub actor: AuditActor,
    /// What, as a dotted word: `user.created`.
    pub action: String,
    /// To what.
    pub subject: Option<String>,
    /// What else is known.
    pub detail: Value,
    /// From which address.
    pub ip: Option<String>,
}

/// Who did something, named as they were then.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AuditActor {
    /// `user`, `api_key` or `system`.
    pub kind: String,
    /// Its id; the system has none.
    pub id: Option<String>,
    /// Its name at the time.
    pub name: String,
}

impl From<outdial_store::Actor> for AuditActor {
    fn from(actor: outdial_store::Actor) -> Self {
        Self {
            kind: actor.kind,
            id: actor.id,
            name: actor.name,
        }
    }
}

impl From<AuditRow> for AuditEntry {
    fn from(row: AuditRow) -> Self {
        Self {
            id: row.id.to_string(),
            at: row.at.to_string(),
            actor: row.actor.into(),
            action: row.action,
            subject: row.subject,
            detail: row.detail,
            ip: row.ip,
        }
    }
}

/// Lists who changed what, newest first.
#[utoipa::path(get, path = "/audit", tag = "Audit", operation_id = "listAudit", params(PageQuery),
    responses((status = 200, description = "A page of the log", body = ListPage<AuditEntry>)))]
async fn list(
    State(app): State<AppState>,
    actor: Actor,
    Query(page): Query<PageQuery>,
) -> Result<Json<ListPage<AuditEntry>>, Problem> {
    actor.require(Operation::AuditRead)?;
    let page = page.request();
    let page = app
        .workspace(&actor.workspace)
        .read(move |tx| tx.audit().list(&page))
        .await?;
    Ok(Json(ListPage::of(page, None, AuditEntry::from)))
}

/// The user id of an actor, when it is a person.
#[must_use]
pub fn user_id(actor: &Actor) -> Option<UserId> {
    actor.id.parse().ok()
}

//! Who is asking.

use std::net::IpAddr;

use axum::extract::FromRequestParts;
use axum::http::Extensions;
use axum::http::request::Parts;
use outdial_domain::ids::{SessionId, WorkspaceId};

use super::permissions::{Operation, Role};
use crate::http::problem::{Problem, ProblemCode};

/// From where a request comes.
#[derive(Debug, Clone, Copy)]
pub struct Client {
    /// The client's address, seen through trusted proxies.
    pub address: IpAddr,
}

/// What kind of actor is asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActorKind {
    /// A signed-in person.
    User,
    /// A program.
    ApiKey,
}

impl ActorKind {
    /// The kind as it is stored and shown.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::ApiKey => "api_key",
        }
    }
}

/// Who is asking; as an argument of a handler it refuses requests that nobody signed.
#[derive(Debug, Clone)]
pub struct Actor {
    /// The workspace in which everything happens.
    pub workspace: WorkspaceId,
    /// A person or a program.
    pub kind: ActorKind,
    /// `usr_…` or `key_…`.
    pub id: String,
    /// The person's or the key's name.
    pub name: String,
    /// What the person may do; the most that the key may do.
    pub role: Role,
    /// When present, the only scopes that the key has.
    pub scopes: Option<Vec<String>>,
    /// The browser's session, for people.
    pub session: Option<SessionId>,
    /// The token that the session's unsafe requests must carry.
    pub csrf_token: Option<String>,
    /// From where.
    pub address: IpAddr,
}

/// What authentication found; stored in the request for the extractor.
#[derive(Debug, Clone)]
pub(super) struct Outcome(pub Result<Option<Actor>, Problem>);

impl Actor {
    /// Whether an operation is allowed.
    #[must_use]
    pub fn may(&self, operation: Operation) -> bool {
        let in_scope = self
            .scopes
            .as_ref()
            .is_none_or(|scopes| scopes.iter().any(|scope| scope == operation.scope()));
        in_scope && operation.allowed_for(self.role)
    }

    /// Refuses what is not allowed.
    ///
    /// # Errors
    /// `auth.forbidden`, naming the operation.
    pub fn require(&self, operation: Operation) -> Result<(), Problem> {
        if self.may(operation) {
            return Ok(());
        }
        let detail = match self.kind {
            ActorKind::User => {
                format!("The role {} may not {}.", self.role.as_str(), operation.meaning())
            }
            ActorKind::ApiKey => {
                format!(
                    "This key may not {}; it needs {}.",
                    operation.meaning(),
                    operation.scope()
                )
            }
        };
        Err(Problem::new(ProblemCode::AuthForbidden).detail(detail))
    }

    /// The actor as rows keep it.
    #[must_use]
    pub fn stored(&self) -> outdial_store::Actor {
        outdial_store::Actor {
            kind: self.kind.as_str().to_owned(),
            id: Some(self.id.clone()),
            name: self.name.clone(),
        }
    }

    /// The actor of a request that passed authentication.
    #[must_use]
    pub fn of_request(extensions: &Extensions) -> Option<&Self> {
        extensions.get::<Outcome>()?.0.as_ref().ok()?.as_ref()
    }
}

impl<S: Sync> FromRequestParts<S> for Actor {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        match parts.extensions.get::<Outcome>() {
            Some(Outcome(Ok(Some(actor)))) => Ok(actor.clone()),
            Some(Outcome(Ok(None))) | None => Err(ProblemCode::AuthRequired.into()),
            Some(Outcome(Err(problem))) => Err(problem.clone()),
        }
    }
}

impl<S: Sync> FromRequestParts<S> for Client {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let client = parts.extensions.get::<Self>().copied();
        client.ok_or_else(|| Problem::internal(&"the client's address was not noted"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn actor(role: Role, scopes: Option<&[&str]>) -> Actor {
        Actor {
            workspace: WorkspaceId::from_bits(1),
            kind: if scopes.is_some() {
                ActorKind::ApiKey
            } else {
                ActorKind::User
            },
            id: "x".to_owned(),
            name: "x".to_owned(),
            role,
            scopes: scopes.map(|scopes| scopes.iter().map(|&scope| scope.to_owned()).collect()),
            session: None,
            csrf_token: None,
            address: IpAddr::from([127, 0, 0, 1]),
        }
    }

    #[test]
    fn scopes_narrow_a_role_and_never_widen_it() {
        let key = actor(Role::Agent, Some(&["calls:read", "users:write"]));
        assert!(key.may(Operation::CallsRead));
        assert!(!key.may(Operation::CallsWrite));
        assert!(!key.may(Operation::UsersWrite));
    }

    #[test]
    fn a_refusal_says_what_was_not_allowed() {
        let problem = actor(Role::Agent, None)
            .require(Operation::UsersWrite)
            .unwrap_err();
        assert_eq!(
            problem.message(),
            "The role agent may not add, change and remove users."
        );
    }
}

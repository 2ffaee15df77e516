//! `POST /users`

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use outdial_domain::Timestamp;
use outdial_domain::ids::UserId;
use outdial_store::{StoreError, UserRow};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::wire::User;
use crate::http::AppState;
use crate::http::audit::Entry;
use crate::http::auth::{Actor, Operation, Passwords, Role, check_strength};
use crate::http::problem::{Problem, ProblemCode};
use crate::http::request::Body;

/// A user to add.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewUser {
    /// Sign-in name.
    pub email: String,
    /// Name shown to others.
    pub name: String,
    /// What the person may do.
    pub role: Role,
    /// The first password.
    pub password: String,
}

/// Adds a user.
#[utoipa::path(post, path = "/users", tag = "Users", operation_id = "createUser", request_body = NewUser,
    responses((status = 201, description = "Added", body = User)))]
pub async fn create(
    State(app): State<AppState>,
    actor: Actor,
    Body(new): Body<NewUser>,
) -> Result<(StatusCode, Json<User>), Problem> {
    actor.require(Operation::UsersWrite)?;
    let now = app.now();
    let row = new
        .into_row(&app.passwords, UserId::from_bits(app.ids.next(now)), now)
        .await?;
    let entry = Entry::by(&actor)
        .subject(&row.id)
        .detail(json!({"email": row.email, "role": row.role.as_str()}))
        .row(&app, "user.created");
    let stored = row.clone();
    app.workspace(&actor.workspace)
        .write(move |tx| {
            tx.users().insert(&stored)?;
            tx.audit().add(&entry)
        })
        .await
        .map_err(taken)?;
    Ok((StatusCode::CREATED, Json(row.into())))
}

impl NewUser {
    /// The row to store, checked and with its password hashed.
    ///
    /// # Errors
    /// When the address, the name or the password cannot be accepted.
    pub async fn into_row(
        self,
        passwords: &Passwords,
        id: UserId,
        now: Timestamp,
    ) -> Result<UserRow, Problem> {
        let email = check_email(&self.email)?;
        if let Some(why) = check_strength(&self.password, &email) {
            return Err(Problem::new(ProblemCode::AuthPasswordWeak)
                .detail(&*why)
                .field("password", "weak", why));
        }
        Ok(UserRow {
            id,
            name: check_name(&self.name)?,
            password_hash: passwords.hash(&self.password).await?,
            role: self.role.into(),
            created_at: now,
            last_seen_at: None,
            disabled: false,
            email,
        })
    }
}

/// The address in the form in which it is stored and compared.
///
/// # Errors
/// When it is no address.
pub fn check_email(text: &str) -> Result<String, Problem> {
    let email = text.trim().to_lowercase();
    let plausible = email.split_once('@').is_some_and(|(name, domain)| {
        !name.is_empty() && !domain.is_empty() && !domain.starts_with('.') && !domain.contains('@')
    });
    let clean = !email
        .chars()
        .any(|letter| letter.is_whitespace() || letter.is_control() || "<>\"".contains(letter));
    if plausible && clean && email.len() <= EMAIL_LENGTH_MAX {
        Ok(email)
    } else {
        Err(Problem::invalid_field(
            "email",
            "Write an e-mail address, like maria@example.com.",
        ))
    }
}

/// The name in the form in which it is stored.
///
/// # Errors
/// When it is empty, too long or holds control characters.
pub fn check_name(text: &str) -> Result<String, Problem> {
    let name = text.trim();
    let length = name.chars().count();
    if (1..=NAME_LENGTH_MAX).contains(&length) && !name.chars().any(char::is_control) {
        Ok(name.to_owned())
    } else {
        Err(Problem::invalid_field(
            "name",
            format!("Write a name of 1 to {NAME_LENGTH_MAX} characters."),
        ))
    }
}

/// The one conflict that adding a user can have.
pub fn taken(error: StoreError) -> Problem {
    if matches!(error, StoreError::Duplicate { .. }) {
        ProblemCode::UserEmailTaken.into()
    } else {
        error.into()
    }
}

const EMAIL_LENGTH_MAX: usize = 254;
const NAME_LENGTH_MAX: usize = 100;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_stored_in_lower_case() {
        assert_eq!(check_email(" Maria@Example.com ").unwrap(), "maria@example.com");
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for text in [
            "",
            "maria",
            "@x.org",
            "a@",
            "a@b@c",
            "a b@x.org",
            "<a@x.org>",
            &"a".repeat(300),
        ] {
            assert!(check_email(text).is_err(), "{text}");
        }
    }
}

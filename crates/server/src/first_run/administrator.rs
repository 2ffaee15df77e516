//! The administrator that the environment names.

use outdial_domain::ids::{UserId, WorkspaceId};

use crate::config::Admin;
use crate::http::AppState;
use crate::http::audit::Entry;
use crate::http::auth::Role;
use crate::http::problem::Problem;
use crate::http::users::NewUser;

/// Adds the administrator unless the address is known already.
///
/// # Errors
/// When the store fails, or the password is too weak.
pub async fn add_administrator(
    app: &AppState,
    workspace: &WorkspaceId,
    admin: &Admin,
) -> Result<(), Problem> {
    let email = admin.email.trim().to_lowercase();
    if app
        .store
        .system()
        .read(move |tx| tx.user_by_email(&email))
        .await?
        .is_some()
    {
        return Ok(());
    }
    let user = NewUser {
        email: admin.email.clone(),
        name: admin.email.split('@').next().unwrap_or("admin").to_owned(),
        role: Role::Admin,
        password: admin.password.reveal().to_owned(),
    };
    let user = user
        .into_row(&app.passwords, UserId::from_bits(app.new_bits()), app.now())
        .await?;
    let entry = Entry::by_system().subject(&user.id).row(app, "user.created");
    app.workspace(workspace)
        .write(move |tx| {
            tx.users().insert(&user)?;
            tx.audit().add(&entry)
        })
        .await?;
    Ok(())
}

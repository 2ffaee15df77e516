//! `outdial user add`

use std::io::{BufRead as _, IsTerminal as _, Write as _, stdin, stdout};

use anyhow::{Context as _, bail};
use outdial_domain::ids::{AuditId, UserId};
use outdial_engine::{Clock as _, Ids as _, SystemClock, TimeOrderedIds};
use outdial_store::{Actor, AuditRow};
use serde_json::json;

use super::migrate::open;
use crate::config::Config;
use crate::first_run::open_first_workspace;
use crate::http::auth::{HashCost, Passwords, Role};
use crate::http::users::{NewUser, taken};

/// Adds a user to the first workspace.
///
/// # Errors
/// When the address is taken or the password too weak.
pub async fn add(config: Config, email: &str, name: Option<&str>, role: Role) -> anyhow::Result<()> {
    let password = read_password()?;
    let store = open(&config).await?;
    let (now, ids) = (SystemClock.now(), TimeOrderedIds::from_system()?);
    let workspace = open_first_workspace(&store, ids.next(now), now).await?;
    let name = name.unwrap_or_else(|| email.split('@').next().unwrap_or(email));
    let new = NewUser {
        email: email.to_owned(),
        name: name.to_owned(),
        role,
        password,
    };
    let user = new
        .into_row(
            &Passwords::new(HashCost::Production)?,
            UserId::from_bits(ids.next(now)),
            now,
        )
        .await
        .map_err(|problem| anyhow::anyhow!("{}", problem.message().to_owned()))?;
    let entry = AuditRow {
        id: AuditId::from_bits(ids.next(now)),
        at: now,
        actor: Actor::system(),
        action: "user.created".to_owned(),
        subject: Some(user.id.to_string()),
        detail: json!({"by": "command line", "role": role.as_str()}),
        ip: None,
    };
    let added = store
        .workspace(workspace)
        .write(move |tx| {
            tx.users().insert(&user)?;
            tx.audit().add(&entry)
        })
        .await;
    added.map_err(|error| anyhow::anyhow!("{}", taken(error).message().to_owned()))?;
    store.close().await;
    println!("{email} can sign in as {}.", role.as_str());
    Ok(())
}

/// From a prompt, or from a pipe, so that it stands in no shell history.
fn read_password() -> anyhow::Result<String> {
    if stdin().is_terminal() {
        print!("Password (shown while you type): ");
        stdout().flush()?;
    }
    let mut line = String::new();
    stdin()
        .lock()
        .read_line(&mut line)
        .context("the password cannot be read")?;
    let password = line.trim_end_matches(['\r', '\n']);
    if password.is_empty() {
        bail!(
            "write the password on standard input, e.g. `printf %s \"$PASSWORD\" | outdial user add maria@example.com`"
        );
    }
    Ok(password.to_owned())
}

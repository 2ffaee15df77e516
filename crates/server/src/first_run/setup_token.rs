//! The one-time set-up link: its token is shown once and stored hashed.

use outdial_store::{Store, StoreError};

use crate::http::auth::{hash_token, same_token};
use crate::http::problem::{Problem, ProblemCode};
use crate::random;

/// Makes a new token; earlier ones are void.
///
/// # Errors
/// When the store fails or there is no randomness.
pub async fn issue(store: &Store) -> Result<String, Problem> {
    let token = random::token()?;
    let hash = hash_token(&token);
    store.system().write(move |tx| tx.set_meta(KEY, &hash)).await?;
    Ok(token)
}

/// Refuses a token that is not the one that was shown, or has nothing to open any more.
///
/// # Errors
/// `setup.done` or `setup.token`.
pub async fn check(store: &Store, token: &str) -> Result<(), Problem> {
    let (exists, stored) = store
        .system()
        .read(|tx| Ok((tx.any_user_exists()?, tx.meta(KEY)?)))
        .await?;
    judge(exists, stored.as_deref(), token).map_err(Problem::from)
}

/// Uses the token up; of two requests at once only one succeeds.
///
/// # Errors
/// `setup.done` or `setup.token`.
pub async fn take(store: &Store, token: &str) -> Result<(), Problem> {
    let token = token.to_owned();
    let verdict = store
        .system()
        .write(move |tx| -> Result<Result<(), ProblemCode>, StoreError> {
            let verdict = judge(tx.any_user_exists()?, tx.meta(KEY)?.as_deref(), &token);
            if verdict.is_ok() {
                tx.take_meta(KEY)?;
            }
            Ok(verdict)
        })
        .await?;
    verdict.map_err(Problem::from)
}

fn judge(user_exists: bool, stored: Option<&str>, token: &str) -> Result<(), ProblemCode> {
    match stored {
        _ if user_exists => Err(ProblemCode::SetupDone),
        Some(hash) if same_token(hash, &hash_token(token)) => Ok(()),
        Some(_) | None => Err(ProblemCode::SetupToken),
    }
}

const KEY: &str = "setup_token_hash";

//! Passwords: argon2id, off the async threads, a few at a time.

use std::sync::{Arc, OnceLock};

use argon2::Params;
use tokio::sync::Semaphore;

use super::argon;

/// How much work one hash is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HashCost {
    /// 19 MiB, 2 passes: the OWASP recommendation.
    Production,
    /// As little as argon2 allows, for tests.
    Test,
}

/// Why a password could not be hashed or checked.
#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    /// The stored hash is damaged, or hashing failed.
    #[error("password hashing failed: {0}")]
    Hash(String),
    /// The worker that hashed it is gone.
    #[error("the password worker stopped")]
    Stopped,
}

/// Hashes and checks passwords.
#[derive(Clone)]
pub struct Passwords {
    params: Params,
    /// Bounds memory: each hash under way holds its cost.
    at_once: Arc<Semaphore>,
    /// What is checked when there is no such user, so that both answers take as long.
    decoy: Arc<OnceLock<String>>,
}

impl Passwords {
    /// A hasher of that cost.
    ///
    /// # Errors
    /// When hashing does not work at all.
    pub fn new(cost: HashCost) -> Result<Self, PasswordError> {
        let (memory_kib, passes) = match cost {
            HashCost::Production => (19 * 1024, 2),
            HashCost::Test => (Params::MIN_M_COST, 1),
        };
        let params =
            Params::new(memory_kib, passes, 1, None).map_err(|why| PasswordError::Hash(why.to_string()))?;
        Ok(Self {
            params,
            at_once: Arc::new(Semaphore::new(HASHES_AT_ONCE)),
            decoy: Arc::default(),
        })
    }

    /// Does now what the first check of an unknown user would do later, and be recognised by.
    pub async fn warm_up(&self) {
        // Whatever fails here fails again where somebody waits for it.
        let _ = self.verify("", None).await;
    }

    /// The hash to store.
    ///
    /// # Errors
    /// When hashing fails.
    pub async fn hash(&self, password: &str) -> Result<String, PasswordError> {
        let (params, password) = (self.params.clone(), password.to_owned());
        self.work(move || argon::hash(&params, &password)).await
    }

    /// Whether `password` is the one that was hashed; without a hash the answer is no and takes as long.
    ///
    /// # Errors
    /// When the stored hash is damaged.
    pub async fn verify(&self, password: &str, stored: Option<&str>) -> Result<bool, PasswordError> {
        let known = stored.is_some();
        let stored = stored.map(str::to_owned);
        let (params, password, decoy) = (self.params.clone(), password.to_owned(), self.decoy.clone());
        let matches = self
            .work(move || match stored {
                Some(stored) => argon::verify(&stored, &password),
                None => argon::verify(&decoy_hash(&params, &decoy)?, &password),
            })
            .await?;
        Ok(known && matches)
    }

    async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, PasswordError> + Send + 'static,
    ) -> Result<T, PasswordError> {
        let permit = self
            .at_once
            .clone()
            .acquire_owned()
            .await
            .map_err(|_| PasswordError::Stopped)?;
        tokio::task::spawn_blocking(move || {
            let _permit = permit;
            work()
        })
        .await
        .map_err(|_| PasswordError::Stopped)?
    }
}

/// Made at the first need, so that it costs nothing at start.
fn decoy_hash(params: &Params, decoy: &OnceLock<String>) -> Result<String, PasswordError> {
    if let Some(hash) = decoy.get() {
        return Ok(hash.clone());
    }
    let hash = argon::hash(params, "no user has this password")?;
    Ok(decoy.get_or_init(|| hash).clone())
}

/// Why a password is not accepted, or `None` when it is.
#[must_use]
pub fn check_strength(password: &str, email: &str) -> Option<String> {
    let length = password.chars().count();
    let folded = password.to_lowercase();
    let name = email.split('@').next().unwrap_or_default().to_lowercase();
    let different: std::collections::BTreeSet<char> = folded.chars().collect();
    if length < MIN_PASSWORD_LENGTH {
        Some(format!("Use at least {MIN_PASSWORD_LENGTH} characters."))
    } else if length > MAX_PASSWORD_LENGTH {
        Some(format!("Use at most {MAX_PASSWORD_LENGTH} characters."))
    } else if different.len() < 5 || COMMON.iter().any(|word| folded.starts_with(word)) {
        Some("This password is among the first that anybody would try.".to_owned())
    } else if folded == email.to_lowercase()
        || (name.len() > 3 && folded.trim_end_matches(char::is_numeric) == name)
    {
        Some("The password must not be the e-mail address.".to_owned())
    } else {
        None
    }
}

/// Shorter passwords are refused.
pub const MIN_PASSWORD_LENGTH: usize = 10;
/// Longer ones would only cost time.
const MAX_PASSWORD_LENGTH: usize = 256;
/// Two workers of 19 MiB keep the promise on memory.
const HASHES_AT_ONCE: usize = 2;
/// How the passwords of breach lists begin that are long enough.
const COMMON: &[&str] = &[
    "password",
    "passw0rd",
    "1234567890",
    "qwertyuiop",
    "letmein",
    "iloveyou",
    "administrator",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_right_password_is_right() {
        let passwords = Passwords::new(HashCost::Test).unwrap();
        let hash = passwords.hash("correct horse").await.unwrap();
        assert!(hash.starts_with("$argon2id$"));
        assert!(passwords.verify("correct horse", Some(&hash)).await.unwrap());
        assert!(!passwords.verify("correct hors", Some(&hash)).await.unwrap());
        assert!(!passwords.verify("no user has this password", None).await.unwrap());
    }

    #[tokio::test]
    async fn one_password_hashes_differently_each_time() {
        let passwords = Passwords::new(HashCost::Test).unwrap();
        assert_ne!(
            passwords.hash("same").await.unwrap(),
            passwords.hash("same").await.unwrap()
        );
    }

    #[test]
    fn weak_passwords_are_refused_with_a_reason() {
        for weak in [
            "short",
            "aaaaaaaaaaaa",
            "Password1234",
            "maria@example.com",
            "1234567890",
        ] {
            assert!(check_strength(weak, "maria@example.com").is_some(), "{weak}");
        }
        assert_eq!(check_strength("correct horse battery", "maria@example.com"), None);
    }
}

//! Keys for programs: `od_` and 256 bits, of which only the hash is stored.

use outdial_domain::ids::ApiKeyId;
use sha2::{Digest, Sha256};

use super::token::hash_token;

/// A key as it is made; shown once.
#[derive(Clone)]
pub struct NewKey {
    /// What the program sends.
    pub key: String,
    /// What is stored.
    pub hash: String,
    /// How people recognise it.
    pub prefix: String,
}

/// Makes a key.
///
/// # Errors
/// When the operating system gives no randomness.
pub fn new_key() -> Result<NewKey, getrandom::Error> {
    Ok(describe(format!("{KEY_PREFIX}{}", crate::random::token()?)))
}

/// Describes a key that somebody else chose.
#[must_use]
pub fn describe(key: String) -> NewKey {
    let shown = if key.starts_with(KEY_PREFIX) {
        KEY_PREFIX.len() + SHOWN
    } else {
        3
    };
    NewKey {
        hash: hash_token(&key),
        prefix: key.chars().take(shown).collect(),
        key,
    }
}

/// The id under which the environment's service key acts: the same for the same key on every start.
#[must_use]
pub fn service_key_id(key: &str) -> ApiKeyId {
    let digest = Sha256::digest(format!("service key {key}").as_bytes());
    let bits: [u8; 16] = std::array::from_fn(|place| digest[place]);
    ApiKeyId::from_bits(u128::from_be_bytes(bits))
}

const KEY_PREFIX: &str = "od_";
/// Enough to tell keys apart, too little to guess one.
const SHOWN: usize = 6;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_recognisable_and_stored_by_its_hash() {
        let new = new_key().unwrap();
        assert!(new.key.starts_with("od_") && new.key.len() > 40);
        assert_eq!(new.prefix.len(), 9);
        assert_eq!(new.hash, hash_token(&new.key));
        assert_ne!(new_key().unwrap().key, new.key);
    }
}

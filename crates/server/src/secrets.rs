//! Stored credentials: AES-256-GCM with a key that is kept outside the database.
//!
//! A sealed value is `v1.` and base64 of nonce and ciphertext. The name of the place that it belongs to is
//! authenticated with it, so that a sealed value copied to another row does not open there.

use std::fmt;
use std::path::Path;

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};
use hmac::{Hmac, Mac as _};
use sha2::Sha256;

use crate::random;

/// The key that encrypts stored credentials.
#[derive(Clone, PartialEq, Eq)]
pub struct MasterKey([u8; KEY_LENGTH]);

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MasterKey(…)")
    }
}

/// Why a key or a sealed value cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SecretsError {
    /// The key file cannot be read or written.
    #[error("the key file {path} cannot be used: {why}")]
    KeyFile {
        /// Its path.
        path: String,
        /// What happened.
        why: String,
    },
    /// The operating system gave no randomness.
    #[error("no randomness from the operating system: {0}")]
    NoRandomness(#[from] getrandom::Error),
    /// The value was sealed with another key, for another place, or was changed.
    #[error(
        "a stored credential does not open with this key; was OUTDIAL_SECRET_KEY or the key file changed?"
    )]
    DoesNotOpen,
}

impl MasterKey {
    /// Reads 32 bytes written in base64 or hex.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let bytes = hex::decode(text)
            .ok()
            .or_else(|| STANDARD_NO_PAD.decode(text.trim_end_matches('=')).ok())?;
        Some(Self(bytes.try_into().ok()?))
    }

    /// The key in `data_dir`, created readable by its owner only when there is none.
    ///
    /// # Errors
    /// When the file cannot be read, is no key, or cannot be written.
    pub fn from_file(data_dir: &Path) -> Result<Self, SecretsError> {
        let path = data_dir.join(KEY_FILE);
        let error = |why: String| SecretsError::KeyFile {
            path: path.display().to_string(),
            why,
        };
        match std::fs::read_to_string(&path) {
            Ok(text) => Self::parse(&text).ok_or_else(|| error("it does not hold a key of 32 bytes".into())),
            Err(why) if why.kind() == std::io::ErrorKind::NotFound => {
                let key = Self(random::bytes()?);
                write_private(&path, &STANDARD.encode(key.0)).map_err(|why| error(why.to_string()))?;
                Ok(key)
            }
            Err(why) => Err(error(why.to_string())),
        }
    }
}

/// Seals and opens stored credentials.
#[derive(Clone)]
pub struct Secrets {
    cipher: Aes256Gcm,
    key: MasterKey,
}

impl Secrets {
    /// Seals with this key.
    #[must_use]
    pub fn new(key: &MasterKey) -> Self {
        Self {
            cipher: Aes256Gcm::new(&key.0.into()),
            key: key.clone(),
        }
    }

    /// A key for another purpose, which tells nothing of this one or of others.
    #[must_use]
    pub fn key_for(&self, purpose: &str) -> [u8; 32] {
        let mut mac = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(&self.key.0)
            .expect("HMAC takes a key of any length");
        mac.update(b"outdial/");
        mac.update(purpose.as_bytes());
        mac.finalize().into_bytes().into()
    }

    /// Encrypts `text` for the place named `place`.
    ///
    /// # Errors
    /// When the operating system gives no randomness.
    pub fn seal(&self, place: &str, text: &str) -> Result<String, SecretsError> {
        let nonce: [u8; NONCE_LENGTH] = random::bytes()?;
        let payload = Payload {
            msg: text.as_bytes(),
            aad: place.as_bytes(),
        };
        let sealed = self
            .cipher
            .encrypt(&Nonce::from(nonce), payload)
            .map_err(|_| SecretsError::DoesNotOpen)?;
        let mut bytes = nonce.to_vec();
        bytes.extend_from_slice(&sealed);
        Ok(format!("{PREFIX}{}", STANDARD_NO_PAD.encode(bytes)))
    }

    /// Decrypts what was sealed for the same place.
    ///
    /// # Errors
    /// When it was sealed with another key or for another place, or was changed.
    pub fn open(&self, place: &str, sealed: &str) -> Result<String, SecretsError> {
        self.try_open(place, sealed).ok_or(SecretsError::DoesNotOpen)
    }

    fn try_open(&self, place: &str, sealed: &str) -> Option<String> {
        let bytes = STANDARD_NO_PAD.decode(sealed.strip_prefix(PREFIX)?).ok()?;
        let (nonce, message) = bytes.split_first_chunk::<NONCE_LENGTH>()?;
        let payload = Payload {
            msg: message,
            aad: place.as_bytes(),
        };
        let text = self.cipher.decrypt(&Nonce::from(*nonce), payload).ok()?;
        String::from_utf8(text).ok()
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secrets(…)")
    }
}

#[cfg(unix)]
fn write_private(path: &Path, text: &str) -> std::io::Result<()> {
    use std::io::Write;
    use std::os::unix::fs::OpenOptionsExt;
    let mut file = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

#[cfg(not(unix))]
fn write_private(path: &Path, text: &str) -> std::io::Result<()> {
    std::fs::write(path, text)
}

const KEY_FILE: &str = "secret.key";
const KEY_LENGTH: usize = 32;
const NONCE_LENGTH: usize = 12;
const PREFIX: &str = "v1.";

#[cfg(test)]
mod tests {
    use super::*;

    fn secrets(fill: u8) -> Secrets {
        Secrets::new(&MasterKey([fill; KEY_LENGTH]))
    }

    #[test]
    fn a_sealed_value_opens_where_it_belongs_and_nowhere_else() {
        let sealed = secrets(1).seal("car_1/auth_token", "tok").unwrap();
        assert_eq!(secrets(1).open("car_1/auth_token", &sealed).unwrap(), "tok");
        assert!(secrets(1).open("car_2/auth_token", &sealed).is_err());
        assert!(secrets(2).open("car_1/auth_token", &sealed).is_err());
        assert!(!sealed.contains("tok"));
    }

    #[test]
    fn a_changed_value_does_not_open() {
        let sealed = secrets(1).seal("x", "tok").unwrap();
        for text in [
            "",
            "v1.",
            "v1.AAAA",
            &sealed[..sealed.len() - 2],
            &format!("{sealed}AA"),
        ] {
            assert!(secrets(1).open("x", text).is_err(), "{text}");
        }
    }

    #[test]
    fn keys_for_other_purposes_differ_and_stay_the_same() {
        assert_eq!(secrets(1).key_for("slots"), secrets(1).key_for("slots"));
        assert_ne!(secrets(1).key_for("slots"), secrets(1).key_for("links"));
        assert_ne!(secrets(1).key_for("slots"), secrets(2).key_for("slots"));
        assert_ne!(secrets(1).key_for("slots"), [1; KEY_LENGTH]);
    }

    #[test]
    fn two_seals_of_one_text_differ() {
        assert_ne!(
            secrets(1).seal("x", "tok").unwrap(),
            secrets(1).seal("x", "tok").unwrap()
        );
    }

    #[test]
    fn keys_are_read_in_base64_and_hex() {
        assert_eq!(MasterKey::parse(&"00".repeat(32)), Some(MasterKey([0; 32])));
        assert_eq!(
            MasterKey::parse("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="),
            Some(MasterKey([0; 32]))
        );
        assert_eq!(MasterKey::parse("too short"), None);
    }

    #[test]
    #[cfg(unix)]
    fn the_key_file_is_private_and_stays_the_same() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let key = MasterKey::from_file(dir.path()).unwrap();
        assert_eq!(MasterKey::from_file(dir.path()).unwrap(), key);
        let mode = std::fs::metadata(dir.path().join(KEY_FILE))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

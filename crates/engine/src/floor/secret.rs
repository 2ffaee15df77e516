//! Secrets that open a door of a room: random, and readable by nobody but us.

/// A secret as it is kept.
pub(super) type Secret = [u8; 32];

/// A new secret.
pub(super) fn draw() -> Result<Secret, getrandom::Error> {
    let mut secret = Secret::default();
    getrandom::fill(&mut secret)?;
    Ok(secret)
}

/// A secret as it is given out.
pub(super) fn write(secret: &Secret) -> String {
    hex::encode(secret)
}

/// What was given out, read back; nothing when it is no secret.
pub(super) fn read(text: &str) -> Option<Secret> {
    let mut secret = Secret::default();
    hex::decode_to_slice(text, &mut secret).ok()?;
    Some(secret)
}

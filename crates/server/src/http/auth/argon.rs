//! argon2id over memory that goes back to the operating system after each hash.

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Block, Params, Version};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use subtle::ConstantTimeEq;

use super::password::PasswordError;
use crate::random;

/// The stored form of a password: a PHC string with a fresh salt.
pub fn hash(params: &Params, password: &str) -> Result<String, PasswordError> {
    let salt: [u8; SALT_LENGTH] = random::bytes().map_err(failed)?;
    let output = compute(params, password, &salt, Params::DEFAULT_OUTPUT_LEN)?;
    Ok(format!(
        "$argon2id$v=19$m={},t={},p={}${}${}",
        params.m_cost(),
        params.t_cost(),
        params.p_cost(),
        STANDARD_NO_PAD.encode(salt),
        STANDARD_NO_PAD.encode(output),
    ))
}

/// Whether `password` is the one that was stored; costs what it cost to store it.
pub fn verify(stored: &str, password: &str) -> Result<bool, PasswordError> {
    let stored = PasswordHash::new(stored).map_err(failed)?;
    let params = Params::try_from(&stored).map_err(failed)?;
    let (Some(salt), Some(expected), "argon2id") = (stored.salt, stored.hash, stored.algorithm.as_str())
    else {
        return Err(PasswordError::Hash("the stored hash is not argon2id".to_owned()));
    };
    let computed = compute(&params, password, salt.as_ref(), expected.len())?;
    Ok(computed.ct_eq(expected.as_ref()).into())
}

fn compute(params: &Params, password: &str, salt: &[u8], length: usize) -> Result<Vec<u8>, PasswordError> {
    let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone());
    let mut output = vec![0; length];
    // The allocator keeps freed blocks up to 32 MiB for itself once it has seen one of that size, which would be
    // paid for by every idle hour after the first sign-in. A larger block is always given back, and the part of
    // it that is not touched costs nothing.
    let mut memory = Vec::with_capacity(RESERVED_BLOCKS.max(params.block_count()));
    memory.resize(params.block_count(), Block::new());
    argon
        .hash_password_into_with_memory(password.as_bytes(), salt, &mut output, &mut memory)
        .map_err(failed)?;
    Ok(output)
}

fn failed(why: impl std::fmt::Display) -> PasswordError {
    PasswordError::Hash(why.to_string())
}

const SALT_LENGTH: usize = 16;
/// In blocks of 1 KiB: above the largest threshold that the usual allocators know.
const RESERVED_BLOCKS: usize = 33 * 1024;

//! Fields of which null says something.

use serde::{Deserialize, Deserializer};

/// Tells a field that is null from one that is absent: for `deserialize_with` on an `Option` of an `Option`.
///
/// # Errors
/// When the value is none of the type.
pub fn given<'de, D, T>(source: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    T::deserialize(source).map(Some)
}

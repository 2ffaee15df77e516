//! Times in JSON as the API shows them.

use serde::{Deserialize, Deserializer, Serializer, de::Error};

use crate::time::Timestamp;

#[expect(clippy::ref_option, reason = "the shape that serde's `with` asks for")]
pub(super) fn serialize<S: Serializer>(at: &Option<Timestamp>, serializer: S) -> Result<S::Ok, S::Error> {
    match at {
        Some(at) => serializer.collect_str(at),
        None => serializer.serialize_none(),
    }
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Timestamp>, D::Error> {
    let text = Option::<String>::deserialize(deserializer)?;
    let instant = text
        .map(|text| text.parse::<jiff::Timestamp>())
        .transpose()
        .map_err(D::Error::custom)?;
    Ok(instant.map(Timestamp::from))
}

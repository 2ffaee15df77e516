//! Receipts are shown as they are stored, so their times are written for people: RFC 3339 in UTC.

use serde::{Deserialize, Deserializer, Serializer, de::Error};

use crate::time::Timestamp;

pub(super) fn serialize<S: Serializer>(at: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(at)
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Timestamp, D::Error> {
    read(&String::deserialize(deserializer)?)
}

fn read<E: Error>(text: &str) -> Result<Timestamp, E> {
    text.parse::<jiff::Timestamp>()
        .map(Timestamp::from)
        .map_err(E::custom)
}

/// The same for a time that may be absent.
pub(super) mod option {
    use serde::{Deserialize, Deserializer, Serializer};

    use crate::time::Timestamp;

    pub(in crate::rules) fn serialize<S: Serializer>(
        at: &Option<Timestamp>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match at {
            Some(at) => serializer.collect_str(at),
            None => serializer.serialize_none(),
        }
    }

    pub(in crate::rules) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Timestamp>, D::Error> {
        Option::<String>::deserialize(deserializer)?
            .as_deref()
            .map(super::read)
            .transpose()
    }
}

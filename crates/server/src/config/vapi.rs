//! Vapi credentials from the environment.

use super::reader::Reader;
use super::secret::Secret;

/// A Vapi account given by the environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VapiOptions {
    /// The private key.
    pub api_key: Secret,
    /// What Vapi's messages to us carry.
    pub secret: Secret,
    /// The id of the number that calls are made from.
    pub phone_number_id: String,
    /// The assistant that talks when none was published from here.
    pub assistant_id: Option<String>,
    /// Another server that speaks Vapi's API.
    pub api_base: Option<String>,
}

impl VapiOptions {
    /// The account, when any of its credentials is set; missing ones are errors.
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let given = NEEDED.iter().find(|(name, _)| reader.text(name).is_some())?.0;
        for (name, remedy) in NEEDED {
            if reader.text(name).is_none() {
                reader.missing(name, given, remedy);
            }
        }
        let api_base = reader.parse("VAPI_API_BASE", "write an http(s) address", |text| {
            super::BaseUrl::parse(text).map(|base| base.as_str().to_owned())
        });
        Some(Self {
            api_key: reader.secret("VAPI_API_KEY")?,
            secret: reader.secret("VAPI_SECRET_KEY")?,
            phone_number_id: reader.text("VAPI_PHONE_NUMBER_ID")?.to_owned(),
            assistant_id: reader.text("VAPI_ASSISTANT_ID").map(str::to_owned),
            api_base,
        })
    }
}

const NEEDED: [(&str, &str); 3] = [
    (
        "VAPI_API_KEY",
        "write the private API key from the Vapi dashboard",
    ),
    (
        "VAPI_SECRET_KEY",
        "write a long random text; Vapi shows it with every message",
    ),
    (
        "VAPI_PHONE_NUMBER_ID",
        "write the id of a phone number from the Vapi dashboard",
    ),
];

//! Somebody made up, for previews and rehearsals.

/// Their name.
pub(crate) const NAME: &str = "Ada Lovelace";
/// Their first name.
pub(crate) const FIRST_NAME: &str = "Ada";
/// Their company.
pub(crate) const COMPANY: &str = "Analytical Engines";
/// Their address, in a domain for examples.
pub(crate) const EMAIL: &str = "ada@example.com";
/// Their number.
pub(crate) const PHONE: &str = "+14155552671";
/// Their number, as people write it.
pub(crate) const PHONE_WRITTEN: &str = "+1 415-555-2671";
/// Where they are.
pub(crate) const ZONE: &str = "America/New_York";

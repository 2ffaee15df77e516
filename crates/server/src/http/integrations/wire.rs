//! An account of a service as the API shows it: of secrets only whether they are set.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use crate::integrations::{Accounts, IntegrationSpec};

/// A kind of service, and the account that is in use.
#[derive(Debug, Serialize, ToSchema)]
pub struct Integration {
    /// The word used as `kind`.
    pub kind: &'static str,
    /// Its name for people.
    pub title: &'static str,
    /// The form, in order.
    pub fields: Vec<IntegrationFieldView>,
    /// What is filled in, without secrets.
    pub values: BTreeMap<String, String>,
    /// The secrets that are filled in.
    pub set: Vec<String>,
    /// `settings`, `environment` or `sandbox`; null when there is no account.
    #[schema(required)]
    pub from: Option<&'static str>,
}

/// One field of a form.
#[derive(Debug, Serialize, ToSchema)]
pub struct IntegrationFieldView {
    /// Its key.
    pub key: &'static str,
    /// Its name for people.
    pub label: &'static str,
    /// Encrypted at rest and never sent back.
    pub secret: bool,
    /// Must be filled in.
    pub required: bool,
    /// Where to find it.
    pub help: &'static str,
}

/// A kind with the account in use.
pub fn describe(spec: &'static IntegrationSpec, accounts: &Accounts) -> Integration {
    let account = accounts.get(spec.kind);
    let filled = |key: &str| account.and_then(|(_, form)| form.get(key));
    Integration {
        kind: spec.kind,
        title: spec.title,
        fields: spec
            .fields
            .iter()
            .map(|field| IntegrationFieldView {
                key: field.key,
                label: field.label,
                secret: field.secret,
                required: field.required,
                help: field.help,
            })
            .collect(),
        values: spec
            .fields
            .iter()
            .filter(|field| !field.secret)
            .filter_map(|field| Some((field.key.to_owned(), filled(field.key)?.clone())))
            .collect(),
        set: spec
            .fields
            .iter()
            .filter(|field| field.secret && filled(field.key).is_some())
            .map(|field| field.key.to_owned())
            .collect(),
        from: account.map(|(origin, _)| origin.as_str()),
    }
}

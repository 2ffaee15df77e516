//! A carrier's filled-in form: credentials sealed in the store, opened for the adapter, hidden from the page.

use outdial_carrier::registry::{CarrierSpec, Field};
use outdial_domain::ids::CarrierAccountId;
use serde_json::{Map, Value, json};

use crate::secrets::{Secrets, SecretsError};

/// A filled-in form with its credentials in the clear; has no `Debug`.
#[derive(Clone, PartialEq)]
pub struct Form(Map<String, Value>);

/// Why a form cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum FormError {
    /// A field that the carrier does not have.
    #[error("{field}: There is no such field.")]
    UnknownField {
        /// Its key.
        field: String,
    },
    /// A credential could not be sealed or opened.
    #[error(transparent)]
    Secrets(#[from] SecretsError),
}

impl Form {
    /// A form with these values.
    #[must_use]
    pub fn new(values: Map<String, Value>) -> Self {
        Self(values)
    }

    /// The values, for the adapter.
    #[must_use]
    pub fn values(&self) -> &Map<String, Value> {
        &self.0
    }

    /// What is stored under `account`, opened.
    ///
    /// # Errors
    /// When a credential was sealed with another key.
    pub fn open(
        spec: &CarrierSpec,
        account: &CarrierAccountId,
        stored: &Value,
        secrets: &Secrets,
    ) -> Result<Self, SecretsError> {
        let mut values = stored.as_object().cloned().unwrap_or_default();
        for field in secret_fields(spec) {
            if let Some(Value::String(sealed)) = values.get(field.key) {
                let text = secrets.open(&place(account, field), sealed)?;
                values.insert(field.key.to_owned(), Value::String(text));
            }
        }
        Ok(Self(values))
    }

    /// What to store under `account`: credentials sealed.
    ///
    /// # Errors
    /// When there is no randomness.
    pub fn seal(
        &self,
        spec: &CarrierSpec,
        account: &CarrierAccountId,
        secrets: &Secrets,
    ) -> Result<Value, SecretsError> {
        let mut values = self.0.clone();
        for field in secret_fields(spec) {
            if let Some(value) = values.get_mut(field.key) {
                let text = value.as_str().unwrap_or_default();
                *value = Value::String(secrets.seal(&place(account, field), text)?);
            }
        }
        Ok(Value::Object(values))
    }

    /// This form with what the page sent laid over it: a credential that is left out, or still says that it is
    /// set, stays; an empty field is removed.
    ///
    /// # Errors
    /// When a field does not exist.
    pub fn changed_by(&self, spec: &CarrierSpec, sent: Map<String, Value>) -> Result<Self, FormError> {
        let mut values = Map::new();
        for field in secret_fields(spec) {
            let stays = sent.get(field.key).is_none_or(Value::is_object);
            if let (true, Some(value)) = (stays, self.0.get(field.key)) {
                values.insert(field.key.to_owned(), value.clone());
            }
        }
        for (key, value) in sent {
            if !spec.fields.iter().any(|field| field.key == key) {
                return Err(FormError::UnknownField { field: key });
            }
            let text = match value {
                Value::String(text) => text.trim().to_owned(),
                Value::Number(number) => number.to_string(),
                Value::Bool(flag) => flag.to_string(),
                Value::Null | Value::Array(_) | Value::Object(_) => continue,
            };
            if !text.is_empty() {
                values.insert(key, Value::String(text));
            }
        }
        Ok(Self(values))
    }

    /// What the page may see: of a credential only whether it is set.
    #[must_use]
    pub fn shown(spec: &CarrierSpec, stored: &Value) -> Map<String, Value> {
        let mut values = stored.as_object().cloned().unwrap_or_default();
        for field in secret_fields(spec) {
            let set = values.contains_key(field.key);
            values.insert(field.key.to_owned(), json!({ "set": set }));
        }
        values
    }
}

fn secret_fields(spec: &CarrierSpec) -> impl Iterator<Item = &Field> {
    spec.fields.iter().filter(|field| field.secret)
}

fn place(account: &CarrierAccountId, field: &Field) -> String {
    format!("{account}/{}", field.key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secrets::MasterKey;
    use outdial_carrier::registry::spec;

    fn object(value: &Value) -> Map<String, Value> {
        value.as_object().cloned().unwrap()
    }

    fn setting() -> (&'static CarrierSpec, CarrierAccountId, Secrets) {
        let key = MasterKey::parse(&"ab".repeat(32)).unwrap();
        (
            spec("twilio").unwrap(),
            CarrierAccountId::from_bits(1),
            Secrets::new(&key),
        )
    }

    #[test]
    fn credentials_are_sealed_in_the_store_and_hidden_from_the_page() {
        let (spec, account, secrets) = setting();
        let form = Form::new(object(&json!({"account_sid": "AC1", "auth_token": "tok"})));
        let stored = form.seal(spec, &account, &secrets).unwrap();
        assert!(!stored.to_string().contains("tok\""));
        assert!(Form::open(spec, &account, &stored, &secrets).unwrap() == form);
        let shown = Form::shown(spec, &stored);
        assert_eq!(shown["auth_token"], json!({"set": true}));
        assert_eq!(shown["api_secret"], json!({"set": false}));
        assert_eq!(shown["account_sid"], "AC1");
    }

    #[test]
    fn a_credential_that_is_not_sent_again_stays() {
        let (spec, ..) = setting();
        let form = Form::new(object(
            &json!({"account_sid": "AC1", "auth_token": "tok", "cps": "2"}),
        ));
        let sent = object(&json!({"account_sid": "AC2", "auth_token": {"set": true}, "cps": ""}));
        let changed = form.changed_by(spec, sent).unwrap();
        assert_eq!(
            Value::Object(changed.0),
            json!({"account_sid": "AC2", "auth_token": "tok"})
        );
        let replaced = form
            .changed_by(spec, object(&json!({"auth_token": "new"})))
            .unwrap();
        assert_eq!(Value::Object(replaced.0), json!({"auth_token": "new"}));
    }

    #[test]
    fn unknown_fields_are_refused() {
        let (spec, ..) = setting();
        assert!(
            Form::new(Map::new())
                .changed_by(spec, object(&json!({"sid": "x"})))
                .is_err()
        );
    }
}

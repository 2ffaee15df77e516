//! A carrier account as the API shows it: of credentials only whether they are set.

use outdial_carrier::registry::{CARRIERS, Choice, spec};
use outdial_domain::ids::WorkspaceId;
use outdial_store::CarrierAccountRow;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::carriers::{AccountOrigin, Form};
use crate::http::AppState;

/// A carrier account.
#[derive(Debug, Serialize, ToSchema)]
pub struct CarrierAccount {
    /// `car_…`.
    pub id: String,
    /// Which carrier.
    pub kind: String,
    /// The name people gave it.
    pub name: String,
    /// The filled-in form; a credential is `{"set": true}`.
    #[schema(value_type = Object)]
    pub config: Map<String, Value>,
    /// Used when a call names no account.
    pub is_default: bool,
    /// Where it comes from.
    pub source: AccountOrigin,
    /// How it was last found to be; null when nobody looked since the start.
    pub health: Option<CarrierHealth>,
    /// Calls per second that it places.
    pub cps: Option<f64>,
}

/// How an account was last found to be.
#[derive(Debug, Serialize, ToSchema)]
pub struct CarrierHealth {
    /// Whether calls can be placed.
    pub ok: bool,
    /// When that was found.
    pub checked_at: String,
    /// One sentence for people.
    pub message: String,
}

/// A kind of carrier, with its settings form.
#[derive(Debug, Serialize, ToSchema)]
pub struct CarrierKind {
    /// The word used as `kind`.
    pub kind: &'static str,
    /// Name shown to people.
    pub title: &'static str,
    /// The form, in order.
    pub fields: Vec<CarrierField>,
}

/// One field of a settings form.
#[derive(Debug, Serialize, ToSchema)]
pub struct CarrierField {
    /// Key in `config`.
    pub key: &'static str,
    /// Label shown to people.
    pub label: &'static str,
    /// Encrypted at rest and never sent back.
    pub secret: bool,
    /// Must be filled in.
    pub required: bool,
    /// Where to find it.
    pub help: &'static str,
    /// What may be chosen, the default first; empty when anything may be written.
    pub choices: Vec<CarrierChoice>,
}

/// One thing that may be chosen in a field.
#[derive(Debug, Serialize, ToSchema)]
pub struct CarrierChoice {
    /// The word to send.
    pub value: &'static str,
    /// What it means, for people.
    pub label: &'static str,
}

/// A filled-in form.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CarrierInput {
    /// Which carrier.
    pub kind: String,
    /// Name shown to people.
    pub name: String,
    /// The fields; a credential that is left out, or sent as it was shown, stays.
    #[serde(default)]
    #[schema(value_type = Object)]
    pub config: Map<String, Value>,
    /// Calls per second; the same as the field `cps`.
    pub cps: Option<f64>,
}

impl CarrierInput {
    /// The fields, with `cps` among them where the carrier has that field.
    pub fn fields(&mut self) -> Map<String, Value> {
        let mut fields = std::mem::take(&mut self.config);
        let knows_rate =
            spec(&self.kind).is_some_and(|spec| spec.fields.iter().any(|field| field.key == "cps"));
        if let (Some(cps), true) = (self.cps, knows_rate) {
            fields.insert("cps".to_owned(), Value::from(cps));
        }
        fields
    }
}

impl CarrierChoice {
    fn of(choice: &Choice) -> Self {
        Self {
            value: choice.value,
            label: choice.label,
        }
    }
}

/// Every kind of carrier.
pub fn kinds() -> Vec<CarrierKind> {
    let kind = |spec: &&outdial_carrier::registry::CarrierSpec| CarrierKind {
        kind: spec.kind,
        title: spec.title,
        fields: spec
            .fields
            .iter()
            .map(|field| CarrierField {
                key: field.key,
                label: field.label,
                secret: field.secret,
                required: field.required,
                help: field.help,
                choices: field.choices.iter().map(CarrierChoice::of).collect(),
            })
            .collect(),
    };
    CARRIERS.iter().map(kind).collect()
}

/// The wire form of a stored account.
pub fn describe(app: &AppState, workspace: &WorkspaceId, row: &CarrierAccountRow) -> CarrierAccount {
    let running = app.engine.accounts().find(workspace, &row.id);
    let health = app.carriers.health_of(&row.id).map(|note| CarrierHealth {
        ok: note.ok,
        checked_at: note.checked_at.to_string(),
        message: note.message,
    });
    CarrierAccount {
        id: row.id.to_string(),
        kind: row.kind.clone(),
        name: row.name.clone(),
        config: spec(&row.kind)
            .map(|spec| Form::shown(spec, &row.config))
            .unwrap_or_default(),
        is_default: row.is_default,
        source: AccountOrigin::parse(&row.source),
        health,
        cps: running.map(|account| account.carrier.capabilities().calls_per_second),
    }
}

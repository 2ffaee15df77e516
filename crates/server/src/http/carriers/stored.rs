//! Finds a stored account and opens its form.

use outdial_carrier::registry::{CarrierSpec, ConfigError, spec};
use outdial_domain::ids::{CarrierAccountId, WorkspaceId};
use outdial_store::CarrierAccountRow;

use crate::carriers::{AccountOrigin, Form, FormError};
use crate::http::AppState;
use crate::http::problem::{Problem, ProblemCode};

/// The stored account.
///
/// # Errors
/// `carrier.not_found`.
pub async fn find(
    app: &AppState,
    workspace: &WorkspaceId,
    id: &CarrierAccountId,
) -> Result<CarrierAccountRow, Problem> {
    let wanted = id.clone();
    let found = app
        .workspace(workspace)
        .read(move |tx| tx.carriers().get(&wanted))
        .await?;
    found.ok_or_else(|| ProblemCode::CarrierNotFound.into())
}

/// The stored account with its opened form, if it may be changed here.
///
/// # Errors
/// `carrier.read_only` when it belongs to the environment or is the sandbox.
pub async fn find_changeable(
    app: &AppState,
    workspace: &WorkspaceId,
    id: &CarrierAccountId,
) -> Result<(CarrierAccountRow, &'static CarrierSpec, Form), Problem> {
    let row = find(app, workspace, id).await?;
    if AccountOrigin::parse(&row.source) != AccountOrigin::Settings {
        return Err(ProblemCode::CarrierReadOnly.into());
    }
    let spec = known(&row.kind)?;
    let form = Form::open(spec, id, &row.config, &app.secrets)?;
    Ok((row, spec, form))
}

/// The kind of carrier.
///
/// # Errors
/// `carrier.kind_unknown`.
pub fn known(kind: &str) -> Result<&'static CarrierSpec, Problem> {
    spec(kind).ok_or_else(|| {
        Problem::new(ProblemCode::CarrierKindUnknown).detail(format!("There is no carrier called `{kind}`."))
    })
}

impl From<ConfigError> for Problem {
    fn from(error: ConfigError) -> Self {
        Self::new(ProblemCode::CarrierConfigInvalid)
            .detail(&*error.message)
            .field(&format!("config.{}", error.field), "invalid", &*error.message)
    }
}

impl From<FormError> for Problem {
    fn from(error: FormError) -> Self {
        match error {
            FormError::UnknownField { field } => Self::from(ConfigError {
                field,
                message: "There is no such field.".to_owned(),
            }),
            FormError::Secrets(error) => error.into(),
        }
    }
}

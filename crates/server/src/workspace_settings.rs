//! The settings that hold in a workspace: what people chose, else what the environment says, else safe defaults.

use outdial_domain::Timestamp;
use outdial_domain::ids::WorkspaceId;
use outdial_domain::settings::{CallingWindow, Settings};
use outdial_store::{AuditRow, StoreError, Tx};

use crate::config::Dialling;
use crate::http::App;

/// The settings of a new workspace; in the sandbox nobody real is disturbed at night.
#[must_use]
pub fn defaults(dialling: &Dialling, sandbox: bool) -> Settings {
    let mut settings = Settings::default();
    if let Some(region) = &dialling.default_region {
        settings.default_region.clone_from(region);
    }
    if let Some(countries) = &dialling.countries {
        settings.countries = countries.clone();
    }
    settings.calling_window = default_window(dialling, sandbox);
    settings
}

fn default_window(dialling: &Dialling, sandbox: bool) -> CallingWindow {
    match dialling.calling_window {
        Some(window) => window,
        None if sandbox => CallingWindow::WHOLE_DAY,
        None => CallingWindow::default(),
    }
}

/// The same settings for real phones, when the sandbox's open hours still stand in them.
#[must_use]
pub fn leaving_sandbox(settings: &Settings, dialling: &Dialling) -> Option<Settings> {
    let window = default_window(dialling, false);
    (settings.calling_window == CallingWindow::WHOLE_DAY && window != CallingWindow::WHOLE_DAY).then(|| {
        Settings {
            calling_window: window,
            ..settings.clone()
        }
    })
}

/// The settings that hold.
///
/// # Errors
/// When the store fails.
pub async fn of(app: &App, workspace: &WorkspaceId) -> Result<Settings, StoreError> {
    with_revision(app, workspace).await.map(|(settings, _)| settings)
}

/// The settings that hold, with the revision that a change must be based on.
///
/// # Errors
/// When the store fails.
pub async fn with_revision(app: &App, workspace: &WorkspaceId) -> Result<(Settings, i64), StoreError> {
    let stored = app
        .workspace(workspace)
        .read(|tx| tx.settings().current())
        .await?;
    Ok((stored.settings, stored.revision))
}

/// Replaces the settings, unless somebody else did in the meantime; answers with the new revision.
///
/// # Errors
/// `Conflict` when the revision is not the stored one.
pub async fn replace(
    app: &App,
    workspace: &WorkspaceId,
    settings: &Settings,
    based_on: i64,
    entry: AuditRow,
) -> Result<i64, StoreError> {
    let (settings, now) = (settings.clone(), app.now());
    app.workspace(workspace)
        .write(move |tx| replace_in(tx, &settings, based_on, now, &entry))
        .await
}

/// As [`replace`], as part of a transaction.
///
/// # Errors
/// `Conflict` when the revision is not the stored one.
pub fn replace_in(
    tx: &mut Tx<'_>,
    settings: &Settings,
    based_on: i64,
    now: Timestamp,
    entry: &AuditRow,
) -> Result<i64, StoreError> {
    let revision = tx.settings().put(settings, based_on, now)?;
    tx.audit().add(entry)?;
    Ok(revision)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_sandbox_is_open_at_night() {
        let quiet = Dialling::default();
        assert_eq!(defaults(&quiet, true).calling_window, CallingWindow::WHOLE_DAY);
        assert_eq!(defaults(&quiet, false).calling_window, CallingWindow::default());
    }

    #[test]
    fn the_environment_decides_for_both() {
        let window = CallingWindow {
            start_minute: 540,
            end_minute: 1020,
        };
        let dialling = Dialling {
            calling_window: Some(window),
            ..Dialling::default()
        };
        assert_eq!(defaults(&dialling, true).calling_window, window);
        assert_eq!(defaults(&dialling, false).calling_window, window);
    }

    #[test]
    fn real_phones_close_the_sandbox_s_open_hours() {
        let settings = defaults(&Dialling::default(), true);
        let real = leaving_sandbox(&settings, &Dialling::default()).unwrap();
        assert_eq!(real.calling_window, CallingWindow::default());
        assert_eq!(leaving_sandbox(&real, &Dialling::default()), None);
        let all_day = Dialling {
            calling_window: Some(CallingWindow::WHOLE_DAY),
            ..Dialling::default()
        };
        assert_eq!(leaving_sandbox(&settings, &all_day), None);
    }
}

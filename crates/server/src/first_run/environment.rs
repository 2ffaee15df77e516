//! The environment's say in the settings: its values are the first ones, and a value that changes there is taken
//! over at the next start. In between, people refine them in the page.

use outdial_domain::Timestamp;
use outdial_domain::ids::{AuditId, WorkspaceId};
use outdial_domain::settings::Settings;
use outdial_engine::Ids;
use outdial_store::{Actor, AuditRow, Store, StoreError};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::config::Dialling;
use crate::workspace_settings::{defaults, leaving_sandbox};

/// What the environment said at the last start.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Said {
    dialling: Dialling,
    sandbox: bool,
}

/// Takes over what the environment says for the first time, or says differently than at the last start.
///
/// # Errors
/// When the store fails.
pub async fn follow_environment(
    store: &Store,
    workspace: &WorkspaceId,
    dialling: &Dialling,
    sandbox: bool,
    ids: &dyn Ids,
    now: Timestamp,
) -> Result<(), StoreError> {
    let key = format!("environment/{workspace}");
    let wanted = key.clone();
    let before = store.system().read(move |tx| tx.meta(&wanted)).await?;
    let before = before.and_then(|text| serde_json::from_str::<Said>(&text).ok());
    let said = Said {
        dialling: dialling.clone(),
        sandbox,
    };
    if before.as_ref() == Some(&said) {
        return Ok(());
    }
    let text = serde_json::to_string(&said).map_err(|why| StoreError::corrupt("environment", &why))?;
    let entry = AuditId::from_bits(ids.next(now));
    store
        .workspace(workspace.clone())
        .write(move |tx| {
            let current = tx.settings().current()?;
            let after = match (current.revision, &before) {
                (0, _) => defaults(&said.dialling, said.sandbox),
                (_, before) => merge(&current.settings, before.as_ref(), &said),
            };
            if current.revision == 0 || after != current.settings {
                tx.settings().put(&after, current.revision, now)?;
                tx.audit().add(&audit_row(entry, now))?;
            }
            Ok(())
        })
        .await?;
    store.system().write(move |tx| tx.set_meta(&key, &text)).await
}

fn merge(settings: &Settings, before: Option<&Said>, said: &Said) -> Settings {
    let mut merged = settings.clone();
    let old = before.map(|before| before.dialling.clone()).unwrap_or_default();
    let new = said.dialling.clone();
    if let Some(region) = new
        .default_region
        .filter(|region| old.default_region.as_ref() != Some(region))
    {
        merged.default_region = region;
    }
    if let Some(countries) = new
        .countries
        .filter(|countries| old.countries.as_ref() != Some(countries))
    {
        merged.countries = countries;
    }
    if let Some(window) = new
        .calling_window
        .filter(|window| old.calling_window != Some(*window))
    {
        merged.calling_window = window;
    }
    let goes_live = before.is_some_and(|before| before.sandbox) && !said.sandbox;
    if goes_live {
        merged = leaving_sandbox(&merged, &said.dialling).unwrap_or(merged);
    }
    merged
}

fn audit_row(id: AuditId, now: Timestamp) -> AuditRow {
    AuditRow {
        id,
        at: now,
        actor: Actor::system(),
        action: "settings.changed".to_owned(),
        subject: None,
        detail: json!({"why": "the environment's values"}),
        ip: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use outdial_domain::settings::{CallingWindow, Countries};

    fn said(countries: Option<Countries>, sandbox: bool) -> Said {
        Said {
            dialling: Dialling {
                countries,
                ..Dialling::default()
            },
            sandbox,
        }
    }

    #[test]
    fn a_value_that_did_not_change_leaves_what_people_chose() {
        let chosen = Settings {
            countries: Countries::All,
            ..Settings::default()
        };
        let only = said(Some(Countries::CallerIdRegion), false);
        assert_eq!(merge(&chosen, Some(&only), &only), chosen);
    }

    #[test]
    fn a_value_that_changed_wins() {
        let before = said(None, false);
        let now = said(Some(Countries::All), false);
        assert_eq!(
            merge(&Settings::default(), Some(&before), &now).countries,
            Countries::All
        );
    }

    #[test]
    fn real_phones_close_the_night_that_the_sandbox_left_open() {
        let open = Settings {
            calling_window: CallingWindow::WHOLE_DAY,
            ..Settings::default()
        };
        let live = merge(&open, Some(&said(None, true)), &said(None, false));
        assert_eq!(live.calling_window, CallingWindow::default());
        let chosen = merge(&open, Some(&said(None, false)), &said(None, false));
        assert_eq!(chosen.calling_window, CallingWindow::WHOLE_DAY);
    }
}

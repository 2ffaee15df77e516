//! Applications: where a browser's call finds its instructions.

use std::collections::BTreeMap;

use outdial_domain::Timestamp;

use crate::call::{Hook, StatusEvents, StatusHook, Terms};

/// An application of the account, as browsers' access tokens name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Application {
    /// `AP` and 32 hexadecimal digits.
    pub sid: String,
    /// What people call it.
    pub friendly_name: String,
    /// Asked for instructions when a browser calls.
    pub voice_url: Option<String>,
    /// `POST` or `GET`.
    pub voice_method: String,
    /// Asked when the first does not answer.
    pub voice_fallback_url: Option<String>,
    /// `POST` or `GET`.
    pub voice_fallback_method: String,
    /// Told when such a call is over.
    pub status_callback: Option<String>,
    /// `POST` or `GET`.
    pub status_callback_method: String,
}

/// The applications of the account.
#[derive(Debug, Default)]
pub(crate) struct ApplicationBook {
    by_sid: BTreeMap<String, (Timestamp, Application)>,
    created: u64,
}

impl Application {
    /// An application without any addresses yet.
    #[must_use]
    pub fn new(sid: &str) -> Self {
        Self {
            sid: sid.to_owned(),
            friendly_name: "Sandbox".to_owned(),
            voice_url: None,
            voice_method: "POST".to_owned(),
            voice_fallback_url: None,
            voice_fallback_method: "POST".to_owned(),
            status_callback: None,
            status_callback_method: "POST".to_owned(),
        }
    }

    /// Where its calls find their instructions.
    pub(crate) fn voice(&self) -> Option<Hook> {
        hook(self.voice_url.as_ref(), &self.voice_method)
    }

    /// What else holds for its calls.
    pub(crate) fn terms(&self) -> Terms {
        let status = hook(self.status_callback.as_ref(), &self.status_callback_method);
        Terms {
            status: status.map(|hook| StatusHook {
                hook,
                events: StatusEvents::COMPLETED_ONLY,
            }),
            fallback: hook(self.voice_fallback_url.as_ref(), &self.voice_fallback_method),
            ..Terms::default()
        }
    }
}

fn hook(url: Option<&String>, method: &str) -> Option<Hook> {
    url.map(|url| Hook {
        url: url.clone(),
        method: method.to_owned(),
    })
}

impl ApplicationBook {
    pub(crate) fn new(applications: Vec<Application>, now: Timestamp) -> Self {
        let by_sid = applications.into_iter().map(|app| (app.sid.clone(), (now, app)));
        Self {
            by_sid: by_sid.collect(),
            created: 0,
        }
    }

    pub(crate) fn get(&self, sid: &str) -> Option<&Application> {
        self.by_sid.get(sid).map(|(_, application)| application)
    }

    pub(crate) fn get_mut(&mut self, sid: &str) -> Option<&mut Application> {
        self.by_sid.get_mut(sid).map(|(_, application)| application)
    }

    /// In order of their identifiers, with the time at which each was made.
    pub(crate) fn all(&self) -> impl Iterator<Item = &(Timestamp, Application)> {
        self.by_sid.values()
    }

    pub(crate) fn with_time(&self, sid: &str) -> Option<&(Timestamp, Application)> {
        self.by_sid.get(sid)
    }

    /// How many were made through the API, the next one included.
    pub(crate) fn count(&mut self) -> u64 {
        self.created += 1;
        self.created
    }

    pub(crate) fn add(&mut self, application: Application, now: Timestamp) {
        self.by_sid.insert(application.sid.clone(), (now, application));
    }

    /// False when there is no such application.
    pub(crate) fn remove(&mut self, sid: &str) -> bool {
        self.by_sid.remove(sid).is_some()
    }
}

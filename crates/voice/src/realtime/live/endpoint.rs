//! Where a speech model is, and how we prove who we are.

use std::fmt;
use std::sync::Arc;

use url::Url;

use super::reach::{Reach, Tcp};
use crate::realtime::AudioFormat;

/// Where a speech model is.
#[derive(Clone)]
pub struct Endpoint {
    address: Url,
    key: String,
    model: String,
    format: AudioFormat,
    reach: Arc<dyn Reach>,
}

/// An address at which no model can be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no address of a model; write it as https://api.openai.com/v1")]
pub struct BadAddress(String);

impl Endpoint {
    /// A model behind an API whose base is written as for requests: `https://api.openai.com/v1`.
    ///
    /// # Errors
    /// When the base is no such address.
    pub fn new(base: &str, key: &str, model: &str) -> Result<Self, BadAddress> {
        let bad = || BadAddress(base.to_owned());
        let mut address = Url::parse(base.trim()).map_err(|_| bad())?;
        let scheme = match address.scheme() {
            "https" | "wss" => "wss",
            "http" | "ws" => "ws",
            _ => return Err(bad()),
        };
        if address.host_str().is_none() || address.query().is_some() || address.fragment().is_some() {
            return Err(bad());
        }
        address.set_scheme(scheme).map_err(|()| bad())?;
        let path = address.path_segments_mut();
        path.map_err(|()| bad())?.pop_if_empty().push("realtime");
        address.query_pairs_mut().append_pair("model", model);
        Ok(Self {
            address,
            key: key.to_owned(),
            model: model.to_owned(),
            format: AudioFormat::Mulaw,
            reach: Arc::new(Tcp),
        })
    }

    /// The same model, reached another way.
    #[must_use]
    pub fn over(mut self, reach: Arc<dyn Reach>) -> Self {
        self.reach = reach;
        self
    }

    /// The same model, with audio in another form than that of telephones.
    #[must_use]
    pub fn speaking(mut self, format: AudioFormat) -> Self {
        self.format = format;
        self
    }

    /// The form of audio in both directions.
    #[must_use]
    pub const fn format(&self) -> AudioFormat {
        self.format
    }

    /// Whether the other is this model, reached with the same key.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        (&self.address, &self.key, self.format) == (&other.address, &other.key, other.format)
    }

    /// The model's name.
    #[must_use]
    pub fn model(&self) -> &str {
        &self.model
    }

    pub(super) fn address(&self) -> &Url {
        &self.address
    }

    pub(super) fn reach(&self) -> &dyn Reach {
        &*self.reach
    }

    pub(super) fn key(&self) -> &str {
        &self.key
    }
}

impl fmt::Debug for Endpoint {
    /// Without the key, and without what an address may hold of one.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Endpoint")
            .field("host", &self.address.host_str())
            .field("model", &self.model)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_as_for_requests_leads_to_the_socket_of_its_model() {
        let table = [
            (
                "https://api.openai.com/v1",
                "wss://api.openai.com/v1/realtime?model=gpt-realtime-2",
            ),
            (
                "http://127.0.0.1:9/v1/",
                "ws://127.0.0.1:9/v1/realtime?model=gpt-realtime-2",
            ),
            (
                "wss://models.example",
                "wss://models.example/realtime?model=gpt-realtime-2",
            ),
        ];
        for (base, address) in table {
            let endpoint = Endpoint::new(base, "sk-1", "gpt-realtime-2").unwrap();
            assert_eq!(endpoint.address().as_str(), address);
        }
        let odd = Endpoint::new("https://a.example", "sk-1", "own model&x=1").unwrap();
        assert_eq!(odd.address().query(), Some("model=own+model%26x%3D1"));
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for base in [
            "",
            "api.openai.com/v1",
            "ftp://a.example",
            "https://",
            "https://a.example/?x=1",
        ] {
            assert!(Endpoint::new(base, "sk-1", "m").is_err(), "{base}");
        }
    }

    #[test]
    fn the_key_is_never_shown() {
        let endpoint = Endpoint::new("https://user:pass@a.example/v1", "sk-secret", "m").unwrap();
        let shown = format!("{endpoint:?}");
        assert!(!shown.contains("secret") && !shown.contains("pass"), "{shown}");
    }
}
